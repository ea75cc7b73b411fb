//! `copies`: which articles repeat one another.

use std::io::Write;

use parallax_engine::{Boilerplate, CopyGroup, Role};

use super::print::{self, short, source, title};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// Show which articles repeat one another, and what only one of them has
#[derive(Debug, clap::Args)]
pub(crate) struct CopiesArgs {}

pub(super) fn run(global: &GlobalArgs, _: &CopiesArgs) -> Result<Exit, Failure> {
    let groups = global.open_with_stories()?.copies()?;
    if global.json {
        print::json(&json::Copies::from(groups.as_slice()))?;
    } else {
        tell(&groups)?;
    }
    Ok(Exit::Done)
}

fn tell(groups: &[CopyGroup]) -> Result<(), Failure> {
    let mut out = say::out();
    if groups.is_empty() {
        writeln!(out, "no article repeats another")?;
    }
    for group in groups {
        writeln!(out, "{} articles", group.articles.len())?;
        for row in &group.articles {
            writeln!(out, "{:>6}  {}  {}", row.id, source(row), title(row))?;
        }
        for pair in &group.pairs {
            let (a_in_b, b_in_a) = (percent(pair.a_in_b), percent(pair.b_in_a));
            writeln!(
                out,
                "  {a_in_b} of {} is in {}, {b_in_a} of {} in {}",
                pair.a, pair.b, pair.b, pair.a
            )?;
            for block in &pair.extra_blocks {
                let role = block.furniture.map_or(Role::Body, Role::Boilerplate);
                let role = if let Role::Boilerplate(kind) = role {
                    Boilerplate::as_str(kind)
                } else {
                    "body"
                };
                writeln!(out, "    only in {} [{role}] {}", block.article_id, short(&block.text))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
