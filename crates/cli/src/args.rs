//! The command line: what holds for every command. The stable part of it is listed in the
//! README.
//!
//! Not here: the commands (`commands`, a file each, with its own arguments).

use std::path::PathBuf;

use clap::{ArgAction, Parser};

use crate::commands::Command;

/// Read every side of a story, offline: import articles, find passages by
/// meaning, see who else says the same.
///
/// Everything stays on this computer. The library is a folder; name another one
/// with --library or `PARALLAX_LIBRARY`.
#[derive(Debug, Parser)]
#[command(name = "parallax", version, max_term_width = 92, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,

    #[command(subcommand)]
    pub(crate) command: Command,
}

// No `///` here: clap would take it for what the whole program is about.
#[derive(Debug, clap::Args)]
pub(crate) struct GlobalArgs {
    /// Folder of the library [default: the platform's data folder for Parallax]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,

    /// Print the result as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Tell more of what happens, on stderr; twice for more still
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,

    /// Read no file where its reader cannot be confined in every way (see `doctor`)
    #[arg(long, global = true)]
    pub(crate) require_confinement: bool,
}
