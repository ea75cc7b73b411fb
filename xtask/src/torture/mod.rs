//! `cargo xtask torture`: libraries are damaged on purpose, and what the program makes of
//! it is counted.
//!
//! Invariant: what is done is drawn from a seed that is printed, so that any of it can be
//! done again.
//! Not here: the campaigns themselves, which are tests that are only run when asked for
//! (`tests/src/damage.rs`).

mod bits;

use crate::error::TaskError;
use crate::workspace::Workspace;

/// What is to be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Torture {
    bits: bits::Bits,
}

impl Torture {
    /// Reads the arguments; `None` if one is not known or asks for nothing.
    pub(crate) fn parse(words: &[&str]) -> Option<Self> {
        let mut torture = Self::default();
        for pair in words.chunks(2) {
            let [name, number] = pair else { return None };
            let number = number.parse().ok()?;
            if !torture.bits.take(name, number) {
                return None;
            }
        }
        (torture != Self::default()).then_some(torture)
    }

    /// Does it.
    pub(crate) fn run(self, workspace: &Workspace) -> Result<(), TaskError> {
        self.bits.run(workspace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_come_in_pairs() {
        assert!(Torture::parse(&["--bits", "500", "--zeros", "100", "--seed", "7"]).is_some());
        for wrong in [&[][..], &["--bits"], &["--bits", "many"], &["--teeth", "32"]] {
            assert_eq!(Torture::parse(wrong), None, "{wrong:?}");
        }
    }
}
