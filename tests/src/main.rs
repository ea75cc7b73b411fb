//! Everything that can only be seen from outside: the layering of the source
//! tree, the command line, and the real window.
//!
//! Invariant: each test works in a folder of its own and leaves nothing behind;
//! no test needs the network. What a test needs on the machine (`cargo xtask
//! test` provides it) is named when it is missing.
//! Not here: what a crate promises by itself; those tests lie beside its code.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod circles;
mod cli;
mod damage;
mod hostile;
mod interrupted;
mod layers;
mod many_files;
mod mcp;
#[cfg(target_os = "linux")]
mod names;
mod observe;
#[cfg(target_os = "linux")]
mod offline;
mod packs;
mod released;
mod rescue;
mod robust;
mod samples;
#[cfg(target_os = "linux")]
mod scans;
mod stories;
mod terminal;
mod torture;
mod tree;
mod versions;
mod watch;
#[cfg(target_os = "linux")]
mod window;

use std::path::PathBuf;

/// The root of the source tree.
fn root() -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(&tests).to_path_buf()
}

/// One of our programs, watched where the whole run is (`observe`).
fn program(name: &str, variable: &str) -> PathBuf {
    let program = program_itself(name, variable);
    #[cfg(target_os = "linux")]
    let program = observe::traced(program);
    program
}

/// One of our programs: the one `variable` names, or the one built beside this test.
fn program_itself(name: &str, variable: &str) -> PathBuf {
    let beside = || {
        let test = std::env::current_exe().unwrap();
        test.ancestors().nth(2).unwrap().join(name).with_extension(std::env::consts::EXE_EXTENSION)
    };
    let program = std::env::var_os(variable).map_or_else(beside, PathBuf::from);
    assert!(program.is_file(), "no {}: `cargo xtask test` builds it first", program.display());
    program
}
