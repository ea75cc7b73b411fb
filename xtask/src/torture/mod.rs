//! `cargo xtask torture`: does to the program and its libraries what files, disks and
//! power cuts do, and counts what came of it.
//!
//! Invariant: what is done is drawn from a seed that is printed, so that any of it can be
//! done again.
//! Not here: the short forms, which every run of the tests has (`tests/`); the campaign of
//! flipped bits, which is a test that is only run when asked for (`tests/src/damage.rs`).

mod bits;
mod hostile;
mod hostile_kinds;
mod processes;

use crate::error::TaskError;
use crate::workspace::Workspace;

/// Runs the torture that `words` name.
pub(crate) fn run(workspace: &Workspace, words: &[&str]) -> Result<(), TaskError> {
    let usage = || TaskError::Usage { words: format!("torture {}", words.join(" ")) };
    match words {
        ["--hostile", n_files] => hostile::run(workspace, n_files.parse().map_err(|_| usage())?),
        ["--bits" | "--zeros", ..] => bits::Bits::parse(words).ok_or_else(usage)?.run(workspace),
        _ => Err(usage()),
    }
}

/// The same numbers in every run: `SplitMix64`.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let below = (mixed ^ (mixed >> 31)) % limit.max(1) as u64;
        usize::try_from(below).unwrap_or_default()
    }

    pub(crate) fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| u8::try_from(self.below(256)).unwrap_or_default()).collect()
    }
}
