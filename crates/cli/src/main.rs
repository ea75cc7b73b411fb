//! `parallax`: the library from the command line, for scripts and for people.
//!
//! Results go to stdout (human, or JSON with `--json`), everything else to
//! stderr. Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done in part.
//! Not here: any rule of the program; see `parallax-engine`.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod bars;
mod commands;
mod global;
mod log;
mod outcome;
mod say;
mod version;

use std::borrow::Cow;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use parallax_engine::{for_terminal, on_one_line};

use commands::Args;
use outcome::Failure;
use say::{complain, say};

fn main() -> ExitCode {
    if let Some(exit) = parallax_engine::parse_worker() {
        return exit;
    }
    // Before any thread begins, and before anything of others is loaded.
    parallax_engine::lock_network();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) if error.kind() == ErrorKind::DisplayVersion => {
            say!("{}", version::text());
            return ExitCode::SUCCESS;
        }
        Err(error) => return misused(&error),
    };
    log::begin(args.global.verbose);
    match commands::run(&args) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Help, or what makes no sense in the command line; that quotes arguments, which may
/// be the names of files from elsewhere.
fn misused(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if matches!(for_terminal(&text), Cow::Borrowed(_)) {
        // Nothing to make harmless: printed in clap's colours. A closed pipe is no error.
        let _ = error.print();
    } else {
        complain!("{}", text.trim_end());
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

impl Failure {
    fn print(&self) {
        // A closed pipe (`parallax list | head`) is the reader's wish, not an error.
        if self.is_broken_pipe() {
            return;
        }
        complain!("error: {}", on_one_line(&self.message));
        if let Some(hint) = &self.hint {
            complain!("hint: {hint}");
        }
    }
}
