//! Whether two texts whose vectors are near say the same: numbers, content words
//! and length have a say too, for a vector hardly tells "4 dead" from "9 dead".
//!
//! The weights are the model pack's, fitted on pairs of sentences people graded.

use std::collections::BTreeSet;

use parallax_embed::{LabelBorders, ModelInfo};
use parallax_types::Label;

use super::words::{Stems, word_spans};

/// So many content words in one text alone, and more make no difference.
const N_DIFFERING: f32 = 8.0;

/// What of a text decides whether another says the same, beside their vectors; read once
/// for a text that is compared with several.
pub(crate) struct Wording<'t> {
    numbers: BTreeSet<&'t str>,
    stems: Stems,
    n_words: usize,
}

impl<'t> Wording<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let n_words = word_spans(text).count();
        Self { numbers: numbers(text), stems: Stems::of_text(text), n_words }
    }

    /// What the similarity of two texts says about them, their words considered.
    ///
    /// `similarity` is their cosine, −1…1. `None` when they are not even loosely related.
    pub(crate) fn label_beside(
        &self,
        other: &Self,
        model: &ModelInfo,
        similarity: f32,
    ) -> Option<Label> {
        let by_vector = model.label(similarity)?;
        let agreement = self.agreement_with(other, &model.labels, similarity);
        let by_words = model.label(agreement).filter(|label| *label <= Label::Reworded);
        // Words only ever deny that two texts say the same.
        Some(by_words.unwrap_or(by_vector.max(Label::SameSubject)))
    }

    fn agreement_with(&self, other: &Self, borders: &LabelBorders, similarity: f32) -> f32 {
        let numbers = f32::from(u8::from(self.numbers != other.numbers));
        let n_differing = self.stems.n_not_in(&other.stems) + other.stems.n_not_in(&self.stems);
        let words = (n_differing as f32).min(N_DIFFERING) / N_DIFFERING;
        let (a, b) = (self.n_words, other.n_words);
        let length = 1.0 - a.min(b) as f32 / a.max(b).max(1) as f32;
        similarity
            - borders.differing_numbers * numbers
            - borders.differing_words * words
            - borders.differing_length * length
    }
}

/// What the similarity of two texts says about them, their words considered.
///
/// `similarity` is their cosine, −1…1. `None` when they are not even loosely related.
#[must_use]
pub fn label_of_pair(model: &ModelInfo, similarity: f32, one: &str, other: &str) -> Option<Label> {
    Wording::of(one).label_beside(&Wording::of(other), model, similarity)
}

/// The similarity less what the words of the two texts take from it; never more.
#[must_use]
pub fn agreement(borders: &LabelBorders, similarity: f32, one: &str, other: &str) -> f32 {
    Wording::of(one).agreement_with(&Wording::of(other), borders, similarity)
}

/// The runs of digits in a text.
fn numbers(text: &str) -> BTreeSet<&str> {
    text.split(|char: char| !char.is_numeric()).filter(|run| !run.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_and_length_take_from_a_similarity() {
        let borders = LabelBorders {
            differing_numbers: 0.2,
            differing_words: 0.08,
            differing_length: 0.1,
            ..LabelBorders::default()
        };
        let of = |one, other| agreement(&borders, 1.0, one, other);
        let close = |a: f32, b: f32| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
        close(of("The cranes were idle.", "the cranes were idle"), 1.0);
        close(of("4 cranes idle", "9 cranes idle"), 1.0 - 0.2 - 0.02);
        close(of("cranes idle", "idle ships"), 1.0 - 0.02);
        close(of("cranes", "of the cranes were there"), 1.0 - 0.08);
    }
}
