//! Flipped bits and zeroed blocks in `library.db`, and whether `verify` finds them.

use crate::error::TaskError;
use crate::tasks;
use crate::workspace::Workspace;

/// How many of each, and where they are drawn from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bits {
    n_bits: u32,
    n_zeros: u32,
    seed: u32,
}

impl Bits {
    /// Takes an argument; false if it is not one of these.
    pub(super) fn take(&mut self, name: &str, number: u32) -> bool {
        match name {
            "--bits" => self.n_bits = number,
            "--zeros" => self.n_zeros = number,
            "--seed" => self.seed = number,
            _ => return false,
        }
        true
    }

    pub(super) fn run(self, workspace: &Workspace) -> Result<(), TaskError> {
        if self.n_bits + self.n_zeros == 0 {
            return Ok(());
        }
        let variables = [
            ("PARALLAX_TORTURE_BITS", self.n_bits.to_string()),
            ("PARALLAX_TORTURE_ZEROS", self.n_zeros.to_string()),
            ("PARALLAX_TORTURE_SEED", self.seed.to_string()),
        ];
        tasks::ignored_test(workspace, "damage::long_campaign", &variables)
    }
}
