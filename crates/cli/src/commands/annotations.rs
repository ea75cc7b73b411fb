//! What the reader made of the library: `tag`, `highlights`.

use std::io::Write;

use parallax_engine::{Access, ArticleId, Colour, Filter, HighlightFilter, Library, TagCount};

use super::{open, print};
use crate::args::Args;
use crate::json;
use crate::outcome::{Exit, Failure};
use crate::say::{self, say};

pub(super) fn tag(
    args: &Args,
    ids: &[i64],
    add: &[String],
    remove: &[String],
) -> Result<Exit, Failure> {
    if ids.is_empty() {
        return list(args, &open(args, Access::Read)?);
    }
    let ids: Vec<ArticleId> = ids.iter().map(|id| ArticleId(*id)).collect();
    let is_change = !add.is_empty() || !remove.is_empty();
    let library = open(args, if is_change { Access::Write } else { Access::Read })?;
    if is_change {
        library.tag(&ids, add, remove)?;
    }
    let mut tagged = Vec::with_capacity(ids.len());
    for id in ids {
        library.article(id)?;
        tagged.push(json::Tagged { article_id: id.0, tags: library.tags_of(id)? });
    }
    if args.json {
        print::json(&tagged)?;
        return Ok(Exit::Done);
    }
    for article in tagged {
        let tags = article.tags.join(", ");
        say!("{:>6}  {}", article.article_id, if tags.is_empty() { "no tags" } else { &tags });
    }
    Ok(Exit::Done)
}

fn list(args: &Args, library: &Library) -> Result<Exit, Failure> {
    let tags = library.tags()?;
    if args.json {
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

pub(super) fn highlights(
    args: &Args,
    article: Option<i64>,
    colours: &[String],
    tags: &[String],
) -> Result<Exit, Failure> {
    let colours = colours.iter().map(|name| colour(name)).collect::<Result<Vec<_>, _>>()?;
    let filter = HighlightFilter {
        article: article.map(ArticleId),
        colours,
        articles: Filter { tags: tags.to_vec(), ..Filter::default() },
    };
    let found = open(args, Access::Read)?.highlights(&filter)?;
    if args.json {
        print::json(&found.iter().map(json::Highlight::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut out = say::out();
    let mut last = None;
    for (highlight, row) in &found {
        if last != Some(row.id) {
            writeln!(out, "{}  {}  (article {})", print::source(row), print::title(row), row.id)?;
            last = Some(row.id);
        }
        let place = match highlight.anchor {
            None => "; no longer in the file",
            Some(anchor) if anchor.is_changed => "; the words have changed since",
            Some(_) => "",
        };
        writeln!(out, "  “{}”", highlight.words.replace('\n', "\n  "))?;
        writeln!(out, "  {}{place}", highlight.colour.as_str())?;
        if let Some(note) = &highlight.note {
            writeln!(out, "  note: {}", note.replace('\n', "\n  "))?;
        }
        writeln!(out)?;
    }
    if found.is_empty() {
        writeln!(out, "no highlights")?;
    }
    Ok(Exit::Done)
}

fn colour(name: &str) -> Result<Colour, Failure> {
    Colour::named(&name.to_lowercase()).ok_or_else(|| {
        let known: Vec<&str> = Colour::ALL.iter().map(|colour| colour.as_str()).collect();
        Failure::usage(format!("there is no colour `{name}`"), format!("use {}", known.join(", ")))
    })
}
