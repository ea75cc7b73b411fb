//! Everything that can only be seen from outside: the layering of the source
//! tree, the command line, and the real window.
//!
//! Invariant: each test works in a folder of its own and leaves nothing behind;
//! no test needs the network. What a test needs on the machine (`cargo xtask
//! test` provides it) is named when it is missing.
//! Not here: what a crate promises by itself; those tests lie beside its code.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod layers;
mod tree;

use std::path::PathBuf;

/// The root of the source tree.
fn root() -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(&tests).to_path_buf()
}
