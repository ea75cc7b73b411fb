//! How much of a query an article holds, rare words counting more: what tells a
//! passage about something else from an answer, beside its vector.

use std::collections::{HashMap, HashSet};

use parallax_lang::{Phrase, StemLanguage, tokens, unspaced_words};
use parallax_store::Snapshot;
use parallax_types::ArticleId;

use super::Query;
use super::words::{Stems, content_words, without_possessive, word_spans};
use crate::error::EngineError;

/// The words of a query that are weighed: its content words and phrases, those of scripts
/// without spaces one by one.
pub(super) fn weighed_words(query: &Query) -> Vec<String> {
    let typed = content_words(&query.words).into_iter();
    typed
        .chain(query.phrases.iter().map(String::as_str))
        .flat_map(|word| unspaced_words(word).unwrap_or_else(|| vec![word.to_owned()]))
        .collect()
}

/// The content words of a query with their weights.
#[derive(Default)]
pub(crate) struct Coverage {
    /// Stems of each word ("S-400" has two) and its weight.
    words: Vec<(Vec<String>, f32)>,
    stems: Stems,
    /// Words of scripts without spaces, which stand inside what looks like one word.
    unspaced: Vec<(Phrase, f32)>,
}

impl Coverage {
    /// - `n_passages`: that can be found by words.
    /// - `counts`: in how many of them each of [`weighed_words`] stands.
    /// - `languages`: of the library's articles, whose words have stems of their own.
    pub(crate) fn new(
        query: &Query,
        n_passages: usize,
        counts: &HashMap<&str, usize>,
        languages: &[StemLanguage],
    ) -> Self {
        let stems = Stems::of_query(query, languages);
        let mut coverage = Self { words: Vec::new(), stems, unspaced: Vec::new() };
        let n_passages = n_passages as f32;
        for word in weighed_words(query) {
            let n_holding = counts.get(word.as_str()).copied().unwrap_or(0) as f32;
            let weight = (1.0 + (n_passages - n_holding).max(0.0) / (n_holding + 0.5)).ln();
            coverage.add(without_possessive(&word), weight);
        }
        coverage
    }

    fn add(&mut self, word: &str, weight: f32) {
        if unspaced_words(word).is_some() {
            self.unspaced.push((Phrase::stemmed(word), weight));
        } else {
            let stems = word_spans(word).map(|span| Stems::stem(span.of(word)));
            self.words.push((stems.collect(), weight));
        }
    }

    /// 0…1: the weight of the query's words that stand in any of `texts`.
    pub(crate) fn share(&self, texts: &[&str]) -> f32 {
        let weights = self.words.iter().map(|(_, weight)| weight);
        let total: f32 = weights.chain(self.unspaced.iter().map(|(_, weight)| weight)).sum();
        if total <= 0.0 {
            return 0.0;
        }
        let mut found: HashSet<String> = HashSet::new();
        for text in texts {
            found.extend(word_spans(text).filter_map(|span| self.stems.wanted(span.of(text))));
        }
        let held = self.words.iter().filter(|(own, _)| own.iter().all(|stem| found.contains(stem)));
        (held.map(|(_, weight)| weight).sum::<f32>() + self.unspaced_in(texts)) / total
    }

    /// The weight of the words without spaces that stand in any of `texts`.
    fn unspaced_in(&self, texts: &[&str]) -> f32 {
        if self.unspaced.is_empty() {
            return 0.0;
        }
        let texts: Vec<_> = texts.iter().map(|text| tokens(text)).collect();
        let stands = |phrase: &Phrase| texts.iter().any(|text| phrase.stands_in(text));
        let held = self.unspaced.iter().filter(|(phrase, _)| stands(phrase));
        held.map(|(_, weight)| weight).sum()
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
