//! `cargo xtask`: from a fresh machine to an open window or a green test run.
//!
//! Invariant: every command may be repeated at any time; what is already done
//! is noticed and costs about a second. Nothing is used before its checksum matched.
//! Not here: how anything works inside the app; this only fetches, builds and starts.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a console program")]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod bench;
mod bundle;
mod command;
mod driver;
mod error;
mod fingerprint;
mod licences;
mod model;
mod npm;
mod observed;
mod plan;
mod system;
mod tasks;
mod tools;
mod torture;
mod workspace;

use std::process::ExitCode;

use bench::Wish;
use error::TaskError;
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask <command>

  setup [--test]          fetch what building needs (and, with --test, what testing needs)
  run [--dev] [-- ARGS]   set up, build and open the window; --dev builds faster, runs slower
  test                    set up, then every check and test, the real window included
  tidy                    formatting, lints, types: everything quick that `test` would refuse
  eval [--json]           measure how well things are found, on all collections of ../shared
  screenshots --out DIR   picture the window in every state, light and dark, small and large
  licences                write the list of what is shipped, for the window's About page
  bench [--quick] [--json]
                          measure speed, memory and quality, and write BENCHMARKS.md;
                          --quick takes minutes instead of hours, --json prints one object
  bundle [--check [--only]]
                          make what people install (.tar.gz, .deb, .rpm) in dist/; --check
                          then installs and uses it on a bare Debian without network (needs
                          root), --only what lies there already
  bundle --compare DIR    say whether another clone's dist/ is equal byte for byte
  release VERSION         from a clean tree: new version, changelog, tag, bundle
  torture --hostile N [--programs DIR]
                          import N files made to hurt among good ones, and count
  torture --bits N [--zeros N] [--seed N]
                          damage a library's database, and count what `verify` finds
  torture [--kills N] [--failed-writes N] [--seed N] [--json]
                          kill the program and let its disk fail N times, in everything it
                          does to a library, and look whether anything was lost

Each may be repeated; what is already done is left alone.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.report();
            ExitCode::from(if matches!(error, TaskError::Usage { .. }) { 2 } else { 1 })
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), TaskError> {
    let workspace = Workspace::find();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        ["setup"] => tasks::setup(&workspace),
        ["setup", "--test"] => tasks::setup_for_tests(&workspace),
        ["run", "--dev", rest @ ..] => tasks::run(&workspace, "dev", after_dashes(rest)?),
        ["run", rest @ ..] => tasks::run(&workspace, "release", after_dashes(rest)?),
        ["test"] => tasks::test(&workspace),
        ["tidy"] => tasks::tidy(&workspace),
        ["eval"] => tasks::eval(&workspace, &[]),
        ["eval", "--json"] => tasks::eval(&workspace, &["--json"]),
        ["screenshots", "--out", folder] => tasks::screenshots(&workspace, folder),
        ["torture", rest @ ..] => torture::run(&workspace, rest),
        ["bundle", rest @ ..] => bundle::run(&workspace, rest),
        ["release", version] => bundle::release(&workspace, version),
        ["licences"] => licences::write(&workspace),
        ["bench", rest @ ..] => {
            let usage = || TaskError::Usage { words: words.join(" ") };
            tasks::bench(&workspace, Wish::parse(rest).ok_or_else(usage)?)
        }
        _ => Err(TaskError::Usage { words: words.join(" ") }),
    }
}

/// The arguments meant for the program that is started: those after `--`.
fn after_dashes<'a>(words: &'a [&'a str]) -> Result<&'a [&'a str], TaskError> {
    match words {
        [] => Ok(&[]),
        ["--", rest @ ..] => Ok(rest),
        _ => Err(TaskError::Usage { words: words.join(" ") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_for_the_program_follow_two_dashes() {
        assert_eq!(after_dashes(&[]).unwrap(), [""; 0]);
        assert_eq!(after_dashes(&["--", "--library", "l"]).unwrap(), ["--library", "l"]);
        assert!(after_dashes(&["--library", "l"]).is_err());
    }

    #[test]
    fn an_unknown_command_is_a_usage_error() {
        let error = dispatch(&["frobnicate".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "there is no `cargo xtask frobnicate`");
        assert!(error.hint().unwrap().contains("cargo xtask help"));
    }
}
