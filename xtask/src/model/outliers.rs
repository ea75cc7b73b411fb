//! The table of channels whose values are far larger than the others'
//! (`model-pack/*.outliers.txt` says how it was found).

use std::collections::BTreeMap;

/// The products whose inputs have outliers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Input {
    Attention,
    Intermediate,
    Output,
}

impl Input {
    /// As in the table and in the graph.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Attention => "attention",
            Self::Intermediate => "intermediate",
            Self::Output => "output",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Attention, Self::Intermediate, Self::Output].into_iter().find(|it| it.name() == name)
    }
}

/// How much each outlying channel is divided by.
#[derive(Debug, Default)]
pub(super) struct Outliers(BTreeMap<(usize, Input), Vec<(usize, f32)>>);

impl Outliers {
    /// Reads the table; `#` begins a comment. The message names the line.
    pub(super) fn parse(table: &str) -> Result<Self, String> {
        let mut outliers = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            outliers.add(line).ok_or_else(|| format!("not understood: `{line}`"))?;
        }
        Ok(outliers)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let (key, channels) = line.split_once(':')?;
        let mut key = key.split_whitespace();
        let at = (key.next()?.parse().ok()?, Input::parse(key.next()?)?);
        let exponent: i32 = key.next()?.parse().ok()?;
        for channel in channels.split_whitespace() {
            let factor = 2f32.powi(exponent);
            self.0.entry(at).or_default().push((channel.parse().ok()?, factor));
        }
        Some(())
    }

    /// The factor of each of `n_channels`: a power of two, 1 for most.
    pub(super) fn factors(&self, layer: usize, input: Input, n_channels: usize) -> Vec<f32> {
        let mut factors = vec![1.0; n_channels];
        for (channel, factor) in self.0.get(&(layer, input)).into_iter().flatten() {
            if let Some(slot) = factors.get_mut(*channel) {
                *slot = *factor;
            }
        }
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_a_bad_line_named() {
        let outliers = Outliers::parse("# about\n0 output 2: 1\n0 output 1: 0 3\n").unwrap();
        assert_eq!(outliers.factors(0, Input::Output, 5), [2.0, 4.0, 1.0, 2.0, 1.0]);
        assert_eq!(outliers.factors(1, Input::Output, 2), [1.0, 1.0]);
        assert!(Outliers::parse("0 nowhere 1: 2").unwrap_err().contains("nowhere"));
    }

    #[test]
    fn the_table_in_the_tree_is_sound() {
        let table = include_str!("../../model-pack/all-MiniLM-L6-v2.outliers.txt");
        let outliers = Outliers::parse(table).unwrap();
        assert_eq!(outliers.0.len(), 18, "six layers of three products");
    }
}
