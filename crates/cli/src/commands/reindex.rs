//! `reindex`: everything that can be computed again, computed again.

use parallax_engine::{Access, Control};

use super::print;
use crate::bars::spinner;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;

/// Rebuild the index from the library
#[derive(Debug, clap::Args)]
pub(crate) struct ReindexArgs {}

pub(super) fn run(global: &GlobalArgs, _: &ReindexArgs) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    let spinner = spinner(global.json, "indexing");
    library.reindex(&Control::default())?;
    spinner.finish_and_clear();
    let stats = library.stats()?;
    let n_vectors = stats.index.as_ref().map_or(0, |index| index.n_settled);
    if global.json {
        print::json(
            &serde_json::json!({ "n_vectors": n_vectors, "index_bytes": stats.index_bytes }),
        )?;
    } else {
        say!("{n_vectors} vectors indexed, {} on disk", print::size(stats.index_bytes));
    }
    Ok(Exit::Done)
}
