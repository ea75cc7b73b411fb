//! `stats`: what the library holds, and how large it is.

use parallax_engine::{Access, on_one_line};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;
use parallax_view as json;

/// Count what the library holds, and how large it is
#[derive(Debug, clap::Args)]
pub(crate) struct StatsArgs {}

pub(super) fn run(global: &GlobalArgs, _: &StatsArgs) -> Result<Exit, Failure> {
    let library = global.open(Access::Read)?;
    library.load_vectors()?;
    let stats = library.stats()?;
    let folder = library.folder().display().to_string();
    if global.json {
        print::json(&json::Stats::of(folder, &stats))?;
        return Ok(Exit::Done);
    }
    let store = &stats.store;
    say!("{}", on_one_line(&folder));
    say!(
        "{} articles, {} passages, {} vectors",
        store.n_articles,
        store.n_passages,
        store.n_vectors
    );
    if store.n_pending > 0 {
        say!(
            "{} passages still without vectors; `parallax import` goes on with them",
            store.n_pending
        );
    }
    say!(
        "database {}, index {}",
        print::size(store.database_bytes),
        print::size(stats.index_bytes)
    );
    if let Some(problem) = &stats.index_problem {
        say!("the index on disk is not used: {problem}");
    }
    for count in store.outlets.iter().take(20) {
        say!(
            "{:>6}  {}",
            count.n_articles,
            on_one_line(count.name.as_deref().unwrap_or("(outlet not known)"))
        );
    }
    Ok(Exit::Done)
}
