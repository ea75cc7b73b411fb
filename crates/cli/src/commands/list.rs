//! `list`: the articles, newest first.

use std::io::Write;

use parallax_engine::{Access, Filter};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// List the articles, newest first
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {}

pub(super) fn run(global: &GlobalArgs, _: &ListArgs) -> Result<Exit, Failure> {
    let rows = global.open(Access::Read)?.articles(&Filter::default())?;
    if global.json {
        print::json(&rows.iter().map(json::Article::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut out = say::out();
    for row in &rows {
        let versions = print::versions(row).map(|n| format!("  ({n})")).unwrap_or_default();
        let (source, title) = (print::source(row), print::title(row));
        writeln!(out, "{:>6}  {source}  {title}{versions}", row.id)?;
    }
    if rows.is_empty() {
        writeln!(out, "the library is empty; `parallax import PATH` adds articles")?;
    }
    Ok(Exit::Done)
}
