//! `cargo xtask torture`: does to the program and its libraries what files, disks and
//! power cuts do, and counts what came of it.
//!
//! Invariant: what is done is drawn from a seed that is printed, so that any of it can be
//! done again.
//! Not here: the short forms, which every run of the tests has (`tests/`); the campaign of
//! flipped bits, which is a test that is only run when asked for (`tests/src/damage.rs`).

mod bits;
mod campaign;
mod failed_writes;
mod hostile;
mod hostile_kinds;
mod judge;
mod kills;
mod processes;
mod program;
mod random;
mod row;
mod scenario;

use std::path::Path;

use crate::error::TaskError;
use crate::workspace::Workspace;

/// Runs the torture that `words` name.
pub(crate) fn run(workspace: &Workspace, words: &[&str]) -> Result<(), TaskError> {
    let usage = || TaskError::Usage { words: format!("torture {}", words.join(" ")) };
    match words {
        ["--hostile", n_files] => {
            hostile::run(workspace, n_files.parse().map_err(|_| usage())?, None)
        }
        ["--hostile", n_files, "--programs", folder] => {
            let n_files = n_files.parse().map_err(|_| usage())?;
            hostile::run(workspace, n_files, Some(Path::new(folder)))
        }
        ["--bits" | "--zeros", ..] => bits::Bits::parse(words).ok_or_else(usage)?.run(workspace),
        _ => campaign::run(workspace, &campaign::Wish::parse(words).ok_or_else(usage)?),
    }
}
