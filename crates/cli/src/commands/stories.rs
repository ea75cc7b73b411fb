//! `stories`: the articles grouped by the event they report.

use std::io::Write;

use parallax_engine::{OriginNode, Story, Teller, on_one_line};

use super::print::{self, articles, source, title};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// Group the articles by the event they report
#[derive(Debug, clap::Args)]
pub(crate) struct StoriesArgs {
    /// Leave out stories told by fewer articles
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_articles: usize,
}

pub(super) fn run(global: &GlobalArgs, args: &StoriesArgs) -> Result<Exit, Failure> {
    let stories = global.open_with_stories()?.stories(args.min_articles)?;
    if global.json {
        print::json(&json::Stories::from(stories.as_slice()))?;
    } else {
        tell(&stories)?;
    }
    Ok(Exit::Done)
}

fn tell(stories: &[Story]) -> Result<(), Failure> {
    let mut out = say::out();
    for story in stories {
        let when = match (&story.first, &story.last) {
            (Some(first), Some(last)) if first == last => first.clone(),
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "day not known".to_owned(),
        };
        writeln!(out, "{}  ({when}, story {})", on_one_line(&story.title), story.id)?;
        for (row, day) in story.articles.iter().zip(&story.days) {
            writeln!(
                out,
                "{:>6}  {}  {}  {}",
                row.id,
                day.as_deref().unwrap_or("-"),
                source(row),
                title(row)
            )?;
        }
        writeln!(out, "  at least {} independent origins", story.origins.n_origins)?;
        tell_first(story)?;
        for named in &story.origins.sources {
            writeln!(out, "  {} names {}", articles(named.n_articles()), on_one_line(&named.name))?;
        }
        for relation in &story.follow_up_of {
            writeln!(out, "  follow-up of story {}", relation.story_id)?;
        }
        for relation in &story.related {
            writeln!(out, "  related to story {}", relation.story_id)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Who told it first, and who takes from whom.
fn tell_first(story: &Story) -> Result<(), Failure> {
    let mut out = say::out();
    if let Some(first) = &story.origins.first {
        let or = match first.or.len() {
            0 => String::new(),
            n => format!(", or one of {n} others as early"),
        };
        writeln!(out, "  first dated telling: {} on {}{or}", first.article_id, first.date)?;
    }
    let is_linked = |node: &OriginNode| node.from.is_some();
    if !story.origins.tree.nodes.iter().any(is_linked) {
        return Ok(());
    }
    writeln!(out, "  who takes from whom")?;
    for node in &story.origins.tree.nodes {
        let teller = match &node.teller {
            Teller::Article(id) => id.to_string(),
            Teller::Named(name) => on_one_line(name).into_owned(),
        };
        let why = match &node.from {
            None => String::new(),
            Some((_, link)) => match &link.credit {
                Some((_, words)) => format!("  “{}”", on_one_line(words)),
                None => format!("  (guessed from its {})", link.basis.as_str()),
            },
        };
        writeln!(out, "    {}{teller}{why}", "  ".repeat(node.depth))?;
    }
    Ok(())
}
