//! The media that articles name, and when two names are one medium.
//!
//! Not here: who takes from whom (`tree`), how many origins there are (`origins`).

use parallax_text::{OriginMarkKind, medium_named};
use parallax_types::{ArticleId, Span};

/// An origin that articles name.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Where and how each article names it: `wire`, `told`, `cited`, `republished`, `first`.
    pub mentions: Vec<(ArticleId, OriginMarkKind, Span, String)>,
}

impl Source {
    /// How many articles name it.
    #[must_use]
    pub fn n_articles(&self) -> usize {
        let mut ids: Vec<ArticleId> = self.mentions.iter().map(|mention| mention.0).collect();
        ids.dedup();
        ids.len()
    }
}

/// Whether an outlet and a name are one medium.
pub(super) fn alike(outlet: &str, name: &str) -> bool {
    medium_key(outlet) == medium_key(name)
}

/// A medium's name as it is compared: that of the list, without an article before it.
pub(super) fn medium_key(name: &str) -> String {
    match medium_named(name) {
        Some((listed, _)) => listed.to_lowercase(),
        None => name.to_lowercase().trim_start_matches("the ").to_owned(),
    }
}
