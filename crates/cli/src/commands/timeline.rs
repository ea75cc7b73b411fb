//! `timeline`: the dates that articles mention, in order.

use std::io::Write;

use parallax_engine::{ArticleId, Event};

use super::print::{self, short};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// Put the dates the articles mention in order
#[derive(Debug, clap::Args)]
pub(crate) struct TimelineArgs {
    /// Only in the articles of a story, as `stories` numbers them
    #[arg(long, value_name = "ID")]
    story: Option<i64>,
}

pub(super) fn run(global: &GlobalArgs, args: &TimelineArgs) -> Result<Exit, Failure> {
    let events = global.open_with_stories()?.timeline(args.story.map(ArticleId))?;
    if global.json {
        print::json(&json::Timeline::from(events.as_slice()))?;
    } else {
        tell(&events)?;
    }
    Ok(Exit::Done)
}

fn tell(events: &[Event]) -> Result<(), Failure> {
    let mut out = say::out();
    if events.is_empty() {
        writeln!(out, "no dates that can be placed")?;
    }
    for event in events {
        writeln!(out, "{:<10}  {:>4}  {}", event.date, event.article_id, short(&event.text))?;
    }
    Ok(())
}
