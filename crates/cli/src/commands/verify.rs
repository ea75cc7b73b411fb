//! `verify`: whether everything in the library is whole.

use parallax_engine::{Access, Problem};

use super::print;
use crate::bars::spinner;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;
use parallax_view as json;

/// Check that everything in the library is whole
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {}

pub(super) fn run(global: &GlobalArgs, _: &VerifyArgs) -> Result<Exit, Failure> {
    let spinner = spinner(global.json, "reading everything");
    let problems = found(global);
    spinner.finish_and_clear();
    let problems = problems?;
    if global.json {
        print::json(&json::Verify::of(&problems))?;
    } else {
        tell(&problems);
    }
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Bad })
}

/// The database is looked at as it lies there, since opening a damaged one may fail, or
/// change it. The index is looked at in a sound library alone.
fn found(global: &GlobalArgs) -> Result<Vec<Problem>, Failure> {
    let folder = global.library_folder()?;
    let problems = match parallax_engine::verify(&folder) {
        Ok(problems) => problems,
        // An older library is upgraded first, as by any other command.
        Err(error) if error.code() == "library_too_old" => {
            drop(global.open(Access::Write)?);
            parallax_engine::verify(&folder)?
        }
        Err(error) => return Err(error.into()),
    };
    if !problems.is_empty() {
        return Ok(problems);
    }
    // As a writer if possible: an index that is damaged is written anew by the way.
    let library = global.open(Access::Write).or_else(|_| global.open(Access::Read))?;
    Ok(library.verify_index()?.into_iter().collect())
}

/// Each problem on a line, and each next step once, below those it is for.
fn tell(problems: &[Problem]) {
    if problems.is_empty() {
        say!("everything is whole");
        return;
    }
    let mut problems: Vec<&Problem> = problems.iter().collect();
    problems.sort_by_key(|problem| (problem.kind.is_derived(), problem.kind.hint()));
    for alike in problems.chunk_by(|a, b| a.kind.hint() == b.kind.hint()) {
        for problem in alike {
            say!("{}", problem.what);
        }
        say!("  hint: {}", alike[0].kind.hint());
    }
}
