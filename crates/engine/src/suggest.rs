//! Something to search for first: sentences from the reader's own articles, or their
//! headlines.

use std::collections::HashSet;

use parallax_store::Filter;
use parallax_text::{n_words, sentences};

use crate::{EngineError, Library};

/// Articles looked at, newest first.
const N_ARTICLES: usize = 24;

impl Library {
    /// At most `n_wanted` sentences, each from another outlet, newest articles first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn suggestions(&self, n_wanted: usize) -> Result<Vec<String>, EngineError> {
        let mut suggestions = Vec::new();
        let mut sources = HashSet::new();
        for row in self.articles(&Filter::default())?.into_iter().take(N_ARTICLES) {
            let source =
                row.metadata.outlet.as_ref().map_or_else(|| row.path.clone(), |o| o.value.clone());
            if suggestions.len() == n_wanted {
                break;
            }
            // The last sentence of an opening is usually cut off.
            let spans = sentences(&row.opening);
            let whole = spans
                .iter()
                .map(|span| span.of(&row.opening))
                .find(|text| is_worth_asking(text))
                .or_else(|| headline(&row.title));
            if let (Some(sentence), true) = (whole, !sources.contains(&source)) {
                suggestions.push(sentence.trim_end_matches('.').to_owned());
                sources.insert(source);
            }
        }
        Ok(suggestions)
    }
}

/// Where no sentence will do; one that was cut off will not do either.
fn headline(title: &str) -> Option<&str> {
    ((4..=16).contains(&n_words(title)) && !title.ends_with('…')).then_some(title)
}

fn is_worth_asking(sentence: &str) -> bool {
    (6..=26).contains(&n_words(sentence)) && sentence.ends_with(['.', '!', '?'])
}
