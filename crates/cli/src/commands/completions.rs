//! `completions`: a completion script, from the program's own definitions.

use crate::outcome::{Exit, Failure};

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: clap_complete::Shell,
}

#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub(super) fn run(args: &CompletionsArgs, mut program: clap::Command) -> Result<Exit, Failure> {
    clap_complete::generate(args.shell, &mut program, "parallax", &mut std::io::stdout());
    Ok(Exit::Done)
}
