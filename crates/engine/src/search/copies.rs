//! Tells when two passages are the same text, give or take edits: for folding
//! copies under one hit. Whole articles are not compared here.

use parallax_text::{hash, mix};

use super::words::word_spans;

/// Words per shingle: shorter ones match by chance, longer ones miss light edits.
const N_WORDS: usize = 4;

/// Share of the smaller passage's shingles that must stand in the other.
/// Two passages cut at different sentences still share most of the smaller.
const MIN_CONTAINMENT: f64 = 0.6;

/// The runs of four words of a passage, hashed, case and punctuation aside; sorted.
pub(crate) struct Shingles(Vec<u64>);

impl Shingles {
    pub(crate) fn of(text: &str) -> Self {
        let words: Vec<u64> =
            word_spans(text).map(|span| hash(&span.of(text).to_lowercase())).collect();
        let runs = words.windows(N_WORDS.min(words.len().max(1)));
        let mut shingles: Vec<u64> =
            runs.map(|run| run.iter().fold(0, |hash, word| mix(hash ^ word))).collect();
        shingles.sort_unstable();
        shingles.dedup();
        Self(shingles)
    }

    /// Whether one is mostly contained in the other.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let smaller = self.0.len().min(other.0.len());
        smaller > 0 && self.n_shared(other) as f64 >= MIN_CONTAINMENT * smaller as f64
    }

    fn n_shared(&self, other: &Self) -> usize {
        let mut others = other.0.iter().peekable();
        let is_shared = |hash: &&u64| {
            while others.next_if(|other| other < hash).is_some() {}
            others.peek() == Some(hash)
        };
        self.0.iter().filter(is_shared).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_edit_repeats_a_retelling_does_not() {
        let original = "The harbour board said on Wednesday that it wants to restore its links with the \
                        dockers' union, a change of tone after a year of idle cranes and court filings.";
        let edited = "The harbour board said on Wednesday it wants to restore its links with the dockers’ \
                      union — a change of tone after a year of idle cranes and court filings!";
        let retold = "After a year of court cases and cranes standing still, the port's board wants its \
                      ties with the union back, it announced on Wednesday.";
        let repeats = |a, b| Shingles::of(a).repeats(&Shingles::of(b));
        assert!(repeats(original, edited));
        assert!(!repeats(original, retold));
        assert!(!repeats("", original));
        assert!(repeats("Two words", "two words."));
    }
}
