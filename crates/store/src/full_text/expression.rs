//! Questions in FTS5's own language. Every word is a string to it, so that nothing in one
//! is syntax.
//!
//! Invariant: what an expression finds is tallied phrase by phrase in the order they stand
//! in it (`tally`).

use parallax_lang::{Edge, Phrase};

use super::term_counts::MAX_PHRASES;

/// Alternatives of which each has one or more spellings.
#[derive(Debug, Default)]
pub(crate) struct Alternatives {
    phrases: Vec<String>,
    /// Of which alternative each phrase is a spelling.
    owners: Vec<usize>,
    n: usize,
}

impl Alternatives {
    /// Adds one; `false` when it has no words or there is no more room.
    pub(crate) fn add(&mut self, phrase: &Phrase) -> bool {
        let readings = phrase.readings();
        if readings.is_empty() || self.phrases.len() + readings.len() > MAX_PHRASES {
            return false;
        }
        for reading in readings {
            self.phrases.push(in_order(&reading));
            self.owners.push(self.n);
        }
        self.n += 1;
        true
    }

    pub(crate) fn of<'a>(phrases: impl IntoIterator<Item = &'a Phrase>) -> Self {
        let mut alternatives = Self::default();
        for phrase in phrases {
            alternatives.add(phrase);
        }
        alternatives
    }

    /// How many were added.
    pub(crate) fn len(&self) -> usize {
        self.n
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Of which alternative each phrase of [`Alternatives::expression`] is a spelling.
    pub(crate) fn owners(&self) -> &[usize] {
        &self.owners
    }

    pub(crate) fn expression(&self) -> String {
        self.phrases.join(" OR ")
    }
}

/// Words that follow each other.
fn in_order(reading: &[&Edge]) -> String {
    let stems: Vec<&str> = reading.iter().map(|edge| edge.stem.as_str()).collect();
    format!("\"{}\"", stems.join(" "))
}

/// What holds all words of a phrase of several, one of them as something that several
/// words of the text make together. `None` where that cannot be.
pub(crate) fn spelt_otherwise(phrase: &Phrase) -> Option<String> {
    let readings = phrase.readings();
    let of_several = readings.iter().filter(|reading| reading.len() > 1).map(|reading| {
        let mut words: Vec<String> =
            reading.iter().map(|edge| format!("\"{}\"", edge.stem)).collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(MAX_PHRASES / 4);
        format!(
            "({{title_joined body_joined}} : ({})) AND {}",
            words.join(" OR "),
            words.join(" AND ")
        )
    });
    let all: Vec<String> = of_several.map(|expression| format!("({expression})")).take(2).collect();
    (!all.is_empty()).then(|| all.join(" OR "))
}

/// What has words that begin so; FTS5 matches stems.
pub(crate) fn beginning_with(stem: &str) -> String {
    format!("\"{stem}\" *")
}

/// Phrases that stand near each other, in any order, `n` words between the first and the
/// last at most. `None` where one of them has more than one spelling.
pub(crate) fn near(phrases: &[Phrase], n: usize) -> Option<String> {
    let single: Option<Vec<String>> = phrases
        .iter()
        .map(|phrase| match phrase.readings().as_slice() {
            [reading] => Some(in_order(reading)),
            _ => None,
        })
        .collect();
    single.map(|phrases| format!("{{title body}} : NEAR({}, {n})", phrases.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_alternatives() {
        let phrases = ["S-400", "co-operatives", "ties", "—"].map(Phrase::stemmed);
        let alternatives = Alternatives::of(&phrases);
        assert_eq!(alternatives.expression(), r#""s 400" OR "co oper" OR "cooper" OR "tie""#);
        assert_eq!(alternatives.owners(), [0, 1, 1, 2]);
        assert_eq!(alternatives.len(), 3);
    }
}
