//! How much of a query an article holds, rare words counting more: what tells a
//! passage about something else from an answer, beside its vector.

use std::collections::{HashMap, HashSet};

use parallax_store::Snapshot;
use parallax_types::ArticleId;

use super::Query;
use super::words::{Stems, content_words, without_possessive, word_spans};
use crate::error::EngineError;

/// The content words of a query with their weights.
#[derive(Default)]
pub(crate) struct Coverage {
    /// Stems of each word ("S-400" has two) and its weight.
    words: Vec<(Vec<String>, f32)>,
    stems: Stems,
}

impl Coverage {
    /// - `n_passages`: that can be found by words.
    /// - `counts`: in how many of them each content word and phrase of the query stands.
    pub(crate) fn new(query: &Query, n_passages: usize, counts: &HashMap<&str, usize>) -> Self {
        let words = content_words(&query.words);
        let words = words.into_iter().chain(query.phrases.iter().map(String::as_str));
        let n_passages = n_passages as f32;
        let mut weighed = Vec::new();
        for word in words {
            let n_holding = counts.get(word).copied().unwrap_or(0) as f32;
            let word = without_possessive(word);
            let own: Vec<String> =
                word_spans(word).map(|span| Stems::stem(span.of(word))).collect();
            let weight = (1.0 + (n_passages - n_holding).max(0.0) / (n_holding + 0.5)).ln();
            weighed.push((own, weight));
        }
        Self { words: weighed, stems: Stems::of_query(query) }
    }

    /// 0…1: the weight of the query's words that stand in any of `texts`.
    pub(crate) fn share(&self, texts: &[&str]) -> f32 {
        let total: f32 = self.words.iter().map(|(_, weight)| weight).sum();
        if total <= 0.0 {
            return 0.0;
        }
        let mut found: HashSet<String> = HashSet::new();
        for text in texts {
            found.extend(word_spans(text).filter_map(|span| self.stems.wanted(span.of(text))));
        }
        let held = self.words.iter().filter(|(own, _)| own.iter().all(|stem| found.contains(stem)));
        held.map(|(_, weight)| weight).sum::<f32>() / total
    }

    /// The share each of `articles` holds.
    pub(crate) fn shares(
        &self,
        snapshot: Snapshot<'_>,
        articles: &[ArticleId],
    ) -> Result<HashMap<ArticleId, f32>, EngineError> {
        let texts = snapshot.searched_texts(articles)?;
        let shares = texts
            .into_iter()
            .map(|(id, title, text)| (id, self.share(&[title.as_str(), text.as_str()])));
        Ok(shares.collect())
    }
}
