//! `mcp`: the library for assistants, over stdin and stdout.

use parallax_engine::Library;
use parallax_mcp::{Desk, McpError, serve};

use crate::global::{GlobalArgs, options};
use crate::outcome::{Exit, Failure};

/// Let an assistant ask the library (Model Context Protocol over stdin and stdout)
///
/// The assistant starts this command itself; nothing is sent anywhere else. It may read
/// and search; with --allow-notes it may add to your notes as well. What it does with
/// what it read is its maker's affair.
#[derive(Debug, clap::Args)]
pub(crate) struct McpArgs {
    /// Let it add paragraphs to notes on articles
    #[arg(long)]
    allow_notes: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &McpArgs) -> Result<Exit, Failure> {
    let folder = global.library_folder()?;
    let open = Box::new(move |access| Library::open(options(&folder, access)));
    serve(Desk::new(open, args.allow_notes)?)?;
    Ok(Exit::Done)
}

impl From<McpError> for Failure {
    fn from(error: McpError) -> Self {
        Self::other(error.to_string(), error.hint())
    }
}
