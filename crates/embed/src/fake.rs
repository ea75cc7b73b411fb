//! A deterministic stand-in for a model, for unit tests only: texts that share
//! words get similar vectors. It knows nothing of meaning.

use parallax_types::UnitVector;

use crate::{Embedder, LabelBorders, ModelInfo, Priority, SearchRules, Ticket};

/// Hashes words into a few hundred dimensions.
#[derive(Debug)]
pub struct FakeEmbedder {
    model: ModelInfo,
}

impl Default for FakeEmbedder {
    fn default() -> Self {
        Self::new(256)
    }
}

impl FakeEmbedder {
    /// A fake of `n_dimensions` values per vector.
    #[must_use]
    pub fn new(n_dimensions: usize) -> Self {
        let labels = LabelBorders {
            identical: 0.97,
            reworded: 0.75,
            same_subject: 0.25,
            loosely_related: 0.15,
            ..LabelBorders::default()
        };
        let model = ModelInfo {
            id: "fake".to_owned(),
            title: "word hashes".to_owned(),
            sha256: String::new(),
            n_dimensions,
            labels,
            search: SearchRules::default(),
            languages: Vec::new(),
        };
        Self { model }
    }

    /// The same, made for these languages alone (ISO 639-1).
    #[must_use]
    pub fn made_for(mut self, languages: &[&str]) -> Self {
        self.model.languages = languages.iter().map(|&code| code.to_owned()).collect();
        self
    }

    fn vector(&self, text: &str) -> UnitVector {
        let mut values = vec![1e-3f32; self.model.n_dimensions];
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            // FNV-1a: stable across platforms and releases, unlike the standard hasher.
            let hash = word.to_lowercase().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
            let position = usize::try_from(hash % self.model.n_dimensions as u64).unwrap_or(0);
            values[position] += if hash & (1 << 40) == 0 { 1.0 } else { -1.0 };
        }
        UnitVector::new(values.clone())
            .or_else(|_| UnitVector::new(vec![1.0; values.len()]))
            .unwrap_or_else(|_| unreachable!("a vector of ones has a direction"))
    }
}

impl Embedder for FakeEmbedder {
    fn model(&self) -> &ModelInfo {
        &self.model
    }

    fn submit(&self, texts: Vec<String>, _priority: Priority) -> Ticket {
        Ticket::of(texts.iter().map(|text| self.vector(text)).collect())
    }

    fn n_in_flight(&self) -> usize {
        8
    }
}
