//! `parallax`: the library from the command line, for scripts and for people.
//!
//! Results go to stdout (human, or JSON with `--json`), everything else to
//! stderr. Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done in part.
//! Not here: any rule of the program; see `parallax-engine`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this program is for"
)]

mod args;
mod bars;
mod commands;
mod json;
mod outcome;

use std::process::ExitCode;

use clap::Parser;

use args::Args;
use outcome::Failure;

fn main() -> ExitCode {
    if let Some(exit) = parallax_engine::parse_worker() {
        return exit;
    }
    // Before any thread begins, and before anything of others is loaded.
    parallax_engine::lock_network();
    let args = Args::parse();
    match commands::run(&args) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.exit_code())
        }
    }
}

impl Failure {
    fn print(&self) {
        // A closed pipe (`parallax list | head`) is the reader's wish, not an error.
        if self.is_broken_pipe() {
            return;
        }
        commands::aside(&format!("error: {}", self.message));
        if let Some(hint) = &self.hint {
            commands::aside(&format!("hint: {hint}"));
        }
    }
}
