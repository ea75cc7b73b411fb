//! Flipped bits and zeroed blocks in `library.db`, and whether `verify` finds them.

use crate::error::TaskError;
use crate::tasks;
use crate::workspace::Workspace;

/// How many of each, and where they are drawn from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bits {
    n_flips: u32,
    n_zeros: u32,
    seed: u32,
}

impl Bits {
    /// Reads the arguments; `None` if one is not known or asks for nothing.
    pub(super) fn parse(words: &[&str]) -> Option<Self> {
        let mut bits = Self::default();
        for pair in words.chunks(2) {
            let [name, number] = pair else { return None };
            let number = number.parse().ok()?;
            match *name {
                "--bits" => bits.n_flips = number,
                "--zeros" => bits.n_zeros = number,
                "--seed" => bits.seed = number,
                _ => return None,
            }
        }
        (bits.n_flips + bits.n_zeros > 0).then_some(bits)
    }

    pub(super) fn run(self, workspace: &Workspace) -> Result<(), TaskError> {
        let variables = [
            ("PARALLAX_TORTURE_BITS", self.n_flips.to_string()),
            ("PARALLAX_TORTURE_ZEROS", self.n_zeros.to_string()),
            ("PARALLAX_TORTURE_SEED", self.seed.to_string()),
        ];
        tasks::ignored_test(workspace, "damage::long_campaign", &variables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_come_in_pairs() {
        assert!(Bits::parse(&["--bits", "500", "--zeros", "100", "--seed", "7"]).is_some());
        for wrong in [&[][..], &["--bits"], &["--bits", "many"], &["--teeth", "32"]] {
            assert_eq!(Bits::parse(wrong), None, "{wrong:?}");
        }
    }
}
