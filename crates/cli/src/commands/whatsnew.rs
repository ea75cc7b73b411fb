//! `whatsnew`: what an article says that no earlier one did.

use std::io::Write;

use parallax_engine::{ArticleId, NewsPassage};

use super::print::{self, short};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// Show what an article says that no earlier one did
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("news").required(true)))]
pub(crate) struct WhatsnewArgs {
    /// The article, as `list` numbers them
    #[arg(group = "news")]
    article: Option<i64>,
    /// Every article of a story, in time order
    #[arg(long, value_name = "ID", group = "news")]
    story: Option<i64>,
}

pub(super) fn run(global: &GlobalArgs, args: &WhatsnewArgs) -> Result<Exit, Failure> {
    let library = global.open_with_stories()?;
    let news = match (args.article, args.story) {
        (Some(article), _) => library.whats_new(ArticleId(article))?,
        (None, Some(story)) => library.whats_new_in_story(ArticleId(story))?,
        (None, None) => Vec::new(),
    };
    if global.json {
        print::json(&json::WhatsNew::from(news.as_slice()))?;
    } else {
        tell(&news)?;
    }
    Ok(Exit::Done)
}

fn tell(news: &[NewsPassage]) -> Result<(), Failure> {
    let mut out = say::out();
    for passage in news {
        let seen: Vec<String> = passage.seen_in.iter().map(ToString::to_string).collect();
        let seen = if seen.is_empty() { String::new() } else { format!(" in {}", seen.join(", ")) };
        writeln!(
            out,
            "{:>6}  {}{seen}\n        {}",
            passage.article_id,
            passage.status.as_str(),
            short(&passage.text)
        )?;
    }
    Ok(())
}
