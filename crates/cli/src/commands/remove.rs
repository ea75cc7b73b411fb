//! `remove`: articles into the bin, or away for good. Not here: the way back (`bin`).

use std::io::{self, IsTerminal};

use parallax_engine::{Access, ArticleId, Control, DAYS_IN_BIN, on_one_line};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::{self, complain, say};

/// Remove articles from the library into its bin; their files stay
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveArgs {
    /// The articles, as `list` numbers them
    #[arg(required = true)]
    articles: Vec<i64>,
    /// Delete them for good, and not put them into the bin
    #[arg(long)]
    for_good: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &RemoveArgs) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    let ids: Vec<ArticleId> = args.articles.iter().map(|id| ArticleId(*id)).collect();
    let mut titles = Vec::new();
    for id in &ids {
        titles.push(library.article(*id)?.row.title);
    }
    let must_ask = !args.yes && !global.json && io::stdin().is_terminal();
    if must_ask && !confirm(&titles)? {
        say!("nothing removed");
        return Ok(Exit::Done);
    }
    if args.for_good {
        library.remove_for_good(&ids)?;
    } else {
        library.remove(&ids)?;
    }
    library.maintain_index(&Control::default())?;
    if global.json {
        print::json(
            &serde_json::json!({ "removed": ids.iter().map(|id| id.0).collect::<Vec<_>>() }),
        )?;
    } else {
        say!("{} removed; the files stay where they are", ids.len());
        if !args.for_good {
            say!("`parallax bin` brings them back, for {DAYS_IN_BIN} days");
        }
    }
    Ok(Exit::Done)
}

fn confirm(titles: &[String]) -> Result<bool, Failure> {
    for title in titles {
        complain!("  {}", on_one_line(title));
    }
    Ok(say::confirm("Remove from the library? The files stay. [y/N] ")?)
}
