//! `tag`: tags on articles.

use parallax_engine::{Access, ArticleId, Library, TagCount};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;
use parallax_view as json;

/// Put tags on articles, or take them off; without either, list the tags
///
/// A tag is any short name, the same in capitals or not. `search tag:NAME` and
/// `export --query tag:NAME` find the articles again.
#[derive(Debug, clap::Args)]
pub(crate) struct TagArgs {
    /// The articles, as `list` numbers them
    #[arg(value_name = "ARTICLE_ID")]
    articles: Vec<i64>,
    /// Put this tag on; may be given several times
    #[arg(long, value_name = "TAG", requires = "articles")]
    add: Vec<String>,
    /// Take this tag off; may be given several times
    #[arg(long, value_name = "TAG", requires = "articles")]
    remove: Vec<String>,
}

pub(super) fn run(global: &GlobalArgs, args: &TagArgs) -> Result<Exit, Failure> {
    let TagArgs { articles, add, remove } = args;
    if articles.is_empty() {
        return list(global, &global.open(Access::Read)?);
    }
    let ids: Vec<ArticleId> = articles.iter().map(|id| ArticleId(*id)).collect();
    let is_change = !add.is_empty() || !remove.is_empty();
    let library = global.open(if is_change { Access::Write } else { Access::Read })?;
    if is_change {
        library.tag(&ids, add, remove)?;
    }
    let mut tagged = Vec::with_capacity(ids.len());
    for id in ids {
        library.article(id)?;
        tagged.push(json::Tagged { article_id: id.0, tags: library.tags_of(id)? });
    }
    if global.json {
        print::json(&tagged)?;
        return Ok(Exit::Done);
    }
    for article in tagged {
        let tags = article.tags.join(", ");
        say!("{:>6}  {}", article.article_id, if tags.is_empty() { "no tags" } else { &tags });
    }
    Ok(Exit::Done)
}

fn list(global: &GlobalArgs, library: &Library) -> Result<Exit, Failure> {
    let tags = library.tags()?;
    if global.json {
        let tag = |tag: &TagCount| json::Tag { name: tag.name.clone(), n_articles: tag.n_articles };
        print::json(&json::Tags { tags: tags.iter().map(tag).collect() })?;
        return Ok(Exit::Done);
    }
    for tag in &tags {
        say!("{:>6}  {}", tag.n_articles, tag.name);
    }
    if tags.is_empty() {
        say!("no tags yet; `parallax tag ARTICLE_ID --add NAME` makes one");
    }
    Ok(Exit::Done)
}
