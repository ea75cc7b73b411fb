//! `related`: who else says it.

use std::time::Instant;

use parallax_engine::{Access, ArticleId, Origin, PassageId};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;
use parallax_view as json;

/// See who else says it: passages of other articles near to one
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("origin").required(true)))]
pub(crate) struct RelatedArgs {
    /// A passage, as `search --json` and `show` number them
    #[arg(long, value_name = "ID", group = "origin")]
    passage: Option<i64>,
    /// Any text: a quotation, a claim
    #[arg(long, value_name = "TEXT", group = "origin")]
    text: Option<String>,
    /// The article the text is from, which is then left out
    #[arg(long, value_name = "ID", requires = "text")]
    article: Option<i64>,
    /// At most this many passages
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
}

pub(super) fn run(global: &GlobalArgs, args: &RelatedArgs) -> Result<Exit, Failure> {
    let origin = match (args.passage, args.text.as_deref()) {
        (Some(id), _) => Origin::Passage(PassageId(id)),
        (None, Some(text)) if !text.trim().is_empty() => {
            Origin::Text(text.to_owned(), args.article.map(ArticleId))
        }
        _ => {
            return Err(Failure::usage(
                "there is no text to relate",
                "pass --text \"…\" or --passage ID",
            ));
        }
    };
    let library = global.open(Access::Read)?;
    let started = Instant::now();
    let related = library.related(&origin, args.limit)?;
    if global.json {
        print::json(&json::Related {
            results: related.hits.iter().map(json::Hit::from).collect(),
            copies: related.copies.iter().map(json::CopyOf::from).collect(),
            took_ms: json::milliseconds(started.elapsed()),
        })?;
    } else {
        if related.hits.is_empty() {
            say!("nothing close in other articles");
        }
        print::hits(&related.hits)?;
        for copy in &related.copies {
            say!("repeated by {}: {}", print::source(&copy.article), print::title(&copy.article));
        }
    }
    global.maintain_index_if_due(library);
    Ok(Exit::Done)
}
