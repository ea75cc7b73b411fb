//! `manual`: the manual pages, from the program's own definitions.

use std::path::PathBuf;

use crate::outcome::{Exit, Failure};

/// Write the manual pages into a folder
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct ManualArgs {
    /// The folder, which must be there
    dir: PathBuf,
}

pub(super) fn run(args: &ManualArgs, program: clap::Command) -> Result<Exit, Failure> {
    clap_mangen::generate_to(program, &args.dir).map_err(|error| {
        let message =
            format!("the manual cannot be written into `{}`: {error}", args.dir.display());
        Failure::other(message, None)
    })?;
    Ok(Exit::Done)
}
