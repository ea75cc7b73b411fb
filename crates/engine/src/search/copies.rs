//! Tells when two passages are the same text, give or take edits: for folding
//! copies under one hit. Whole articles are not compared here.

use std::collections::HashSet;

use super::words::word_spans;

/// Words per shingle: shorter ones match by chance, longer ones miss light edits.
const N_WORDS: usize = 4;

/// Share of the smaller passage's shingles that must stand in the other.
/// Two passages cut at different sentences still share most of the smaller.
const MIN_CONTAINMENT: f64 = 0.6;

/// The runs of four words of a passage, hashed, case and punctuation aside.
pub(crate) struct Shingles(HashSet<[u8; 8]>);

impl Shingles {
    pub(crate) fn of(text: &str) -> Self {
        let words: Vec<String> =
            word_spans(text).map(|span| span.of(text).to_lowercase()).collect();
        let shingles = words.windows(N_WORDS.min(words.len().max(1))).map(|run| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&blake3::hash(run.join(" ").as_bytes()).as_bytes()[..8]);
            bytes
        });
        Self(shingles.collect())
    }

    /// Whether one is mostly contained in the other.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let smaller = self.0.len().min(other.0.len());
        smaller > 0
            && self.0.intersection(&other.0).count() as f64 >= MIN_CONTAINMENT * smaller as f64
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
