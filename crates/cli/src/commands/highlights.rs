//! `highlights`: what was highlighted in the window, with its notes.

use std::io::Write;

use parallax_engine::{Access, ArticleId, Colour, Filter, HighlightFilter};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// List the passages highlighted in the window, with their notes
#[derive(Debug, clap::Args)]
pub(crate) struct HighlightsArgs {
    /// Only those of this article
    #[arg(long, value_name = "ID")]
    article: Option<i64>,
    /// Only of this colour: yellow, green, blue, pink or purple
    #[arg(long, value_name = "COLOUR")]
    colour: Vec<String>,
    /// Only in articles with this tag
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
}

pub(super) fn run(global: &GlobalArgs, args: &HighlightsArgs) -> Result<Exit, Failure> {
    let colours = args.colour.iter().map(|name| colour(name)).collect::<Result<Vec<_>, _>>()?;
    let filter = HighlightFilter {
        article: args.article.map(ArticleId),
        colours,
        articles: Filter { tags: args.tag.clone(), ..Filter::default() },
    };
    let found = global.open(Access::Read)?.highlights(&filter)?;
    if global.json {
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
