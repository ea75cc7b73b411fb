//! `compare`: two articles side by side.

use std::io::Write;

use parallax_engine::{Access, ArticleId, Comparison, Difference, Span};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// Lay two articles side by side, sentence by sentence
#[derive(Debug, clap::Args)]
pub(crate) struct CompareArgs {
    /// The first, as `list` numbers them
    a: i64,
    /// The second
    b: i64,
}

pub(super) fn run(global: &GlobalArgs, args: &CompareArgs) -> Result<Exit, Failure> {
    let (a, b) = (ArticleId(args.a), ArticleId(args.b));
    let library = global.open(Access::Read)?;
    let comparison = library.compare(a, b)?;
    let texts = (library.article(a)?.text, library.article(b)?.text);
    if global.json {
        print::json(&json::Compare::of(&comparison, &texts.0, &texts.1))?;
    } else {
        tell(&comparison, &texts.0, &texts.1)?;
    }
    Ok(Exit::Done)
}

fn tell(comparison: &Comparison, a: &str, b: &str) -> Result<(), Failure> {
    let mut out = say::out();
    for pair in &comparison.pairs {
        writeln!(out, "{}\n  a  {}\n  b  {}", pair.relation.as_str(), pair.a.text, pair.b.text)?;
        for difference in &pair.differences {
            writeln!(out, "     {}", difference_line(difference, a, b))?;
        }
        writeln!(out)?;
    }
    for (name, only) in [("a", &comparison.only_a), ("b", &comparison.only_b)] {
        writeln!(out, "only in {name}")?;
        for sentence in only {
            writeln!(out, "  {}", sentence.text)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn difference_line(difference: &Difference, a: &str, b: &str) -> String {
    let side = |span: Option<Span>, text: &str| {
        span.map_or("—".to_owned(), |span| span.of(text).to_owned())
    };
    format!("{}: {} ↔ {}", difference.kind.as_str(), side(difference.a, a), side(difference.b, b))
}
