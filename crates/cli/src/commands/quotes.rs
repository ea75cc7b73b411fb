//! `quotes`: who is quoted with what.

use std::io::Write;

use parallax_engine::{ArticleId, QuoteFamily, QuoteScope, on_one_line};

use super::print::{self, articles};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// Collect who is quoted with what, in every rendering
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("whose")))]
pub(crate) struct QuotesArgs {
    /// Only in the articles of a story, as `stories` numbers them
    #[arg(long, value_name = "ID", group = "whose")]
    story: Option<i64>,
    /// Only this speaker's; the family name is enough
    #[arg(long, value_name = "NAME", group = "whose")]
    speaker: Option<String>,
}

pub(super) fn run(global: &GlobalArgs, args: &QuotesArgs) -> Result<Exit, Failure> {
    let scope = match (args.story, args.speaker.as_deref()) {
        (Some(story), _) => QuoteScope::Story(ArticleId(story)),
        (None, Some(name)) => QuoteScope::Speaker(name.to_owned()),
        (None, None) => QuoteScope::All,
    };
    let families = global.open_with_stories()?.quotes(&scope)?;
    if global.json {
        print::json(&json::Quotes::from(families.as_slice()))?;
    } else {
        tell(&families)?;
    }
    Ok(Exit::Done)
}

fn tell(families: &[QuoteFamily]) -> Result<(), Failure> {
    let mut out = say::out();
    if families.is_empty() {
        writeln!(out, "nobody is quoted")?;
    }
    for family in families {
        let speaker = family.speaker.as_deref().unwrap_or("(speaker not known)");
        let speaker = on_one_line(speaker);
        writeln!(out, "{speaker}, in {}", articles(family.n_articles()))?;
        for rendering in &family.renderings {
            let (open, close) =
                if rendering.is_reported { ("", "  (reported)") } else { ("“", "”") };
            writeln!(out, "{:>6}  {open}{}{}", rendering.article_id, rendering.text, close)?;
        }
        writeln!(out)?;
    }
    Ok(())
}
