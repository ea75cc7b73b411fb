//! `bin`: what was removed, the way back, and emptying it.
//!
//! Not here: `remove`, which fills it.

use std::io::{self, IsTerminal, Write};

use parallax_engine::{Access, ArticleId, Control, DAYS_IN_BIN, Intake, Library};

use super::print;
use crate::bars::ImportBars;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::{self, say};
use parallax_view as json;

/// Show what was removed in the last 30 days, and bring it back
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what")))]
pub(crate) struct BinArgs {
    /// Bring these articles back, as `bin` numbers them
    #[arg(long, value_name = "ARTICLE", num_args = 1.., group = "what")]
    restore: Vec<i64>,
    /// Delete everything in the bin for good; the files stay
    #[arg(long, group = "what")]
    empty: bool,
    /// With --empty: do not ask
    #[arg(long, short, requires = "empty")]
    yes: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &BinArgs) -> Result<Exit, Failure> {
    if args.empty {
        return empty(global, args.yes);
    }
    if args.restore.is_empty() { list(global) } else { restore(global, &args.restore) }
}

fn list(global: &GlobalArgs) -> Result<Exit, Failure> {
    let removed = global.open(Access::Read)?.bin()?;
    if global.json {
        print::json(&removed.iter().map(json::Removed::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut out = say::out();
    for one in &removed {
        let day = one.removed_at.get(..10).unwrap_or(&one.removed_at);
        writeln!(out, "{:>6}  removed {day}  {}", one.row.id, print::title(&one.row))?;
    }
    if removed.is_empty() {
        writeln!(out, "the bin is empty")?;
    } else {
        writeln!(out, "`parallax bin --restore ARTICLE` brings one back, for {DAYS_IN_BIN} days")?;
    }
    Ok(Exit::Done)
}

fn restore(global: &GlobalArgs, ids: &[i64]) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    let ids: Vec<ArticleId> = ids.iter().map(|id| ArticleId(*id)).collect();
    library.restore_from_bin(&ids)?;
    embed_again(global, &library)?;
    if global.json {
        print::json(
            &serde_json::json!({ "restored": ids.iter().map(|id| id.0).collect::<Vec<_>>() }),
        )?;
    } else {
        say!("{} back in the library", ids.len());
    }
    Ok(Exit::Done)
}

/// Vectors of what was removed are given up when the library is next opened.
fn embed_again(global: &GlobalArgs, library: &Library) -> Result<(), Failure> {
    let (bars, control) = (ImportBars::new(global.json), Control::default());
    library.import(&Intake::default(), &control, &|progress| bars.show(progress))?;
    library.maintain_index(&control)?;
    Ok(())
}

fn empty(global: &GlobalArgs, yes: bool) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    let n_articles = library.n_in_bin()?;
    let must_ask = !yes && !global.json && io::stdin().is_terminal() && n_articles > 0;
    if must_ask
        && !say::confirm(&format!("Delete {n_articles} articles for good? The files stay. [y/N] "))?
    {
        say!("nothing deleted");
        return Ok(Exit::Done);
    }
    let n_deleted = library.empty_bin()?;
    library.maintain_index(&Control::default())?;
    if global.json {
        print::json(&serde_json::json!({ "n_deleted": n_deleted }))?;
    } else {
        say!("{n_deleted} deleted for good; the files stay where they are");
    }
    Ok(Exit::Done)
}
