//! What of a text a query asks for: the very words that met, whatever way they are spelt.
//!
//! Not here: what is found (`rank`), cutting texts at marks (`segments`).

use parallax_lang::{Phrase, StemLanguage, Tokens, fold, tokens};
use parallax_types::Span;

use super::words::{alternatives, content_words};
use super::{Mark, Query, TextForm};

/// The words of a query, to be found in texts.
pub(crate) struct QueryWords {
    phrases: Vec<Phrase>,
    /// Of words that may go on.
    beginnings: Vec<String>,
}

impl QueryWords {
    /// - `languages`: those of the library.
    pub(crate) fn of(query: &Query, languages: &[StemLanguage]) -> Self {
        let words = alternatives(&content_words(&query.stemmed_words()));
        let stemmed = |word: &String| Phrase::stemmed_in(word, languages);
        let mut phrases: Vec<Phrase> = words.iter().map(stemmed).collect();
        let mut beginnings = Vec::new();
        let tests = query.tests();
        for test in &tests {
            match test.form {
                TextForm::Word => {}
                TextForm::Phrase | TextForm::Exact => phrases.push(Phrase::exact(&test.text)),
                TextForm::Beginning => beginnings.push(fold(&test.text)),
            }
        }
        Self { phrases, beginnings }
    }

    /// How many things are asked for.
    pub(crate) fn len(&self) -> usize {
        self.phrases.len() + self.beginnings.len()
    }

    /// How many of them stand in any of `texts`.
    pub(crate) fn n_found(&self, texts: &[&str]) -> usize {
        let texts: Vec<Tokens> = texts.iter().map(|text| tokens(text)).collect();
        let phrases =
            self.phrases.iter().filter(|phrase| texts.iter().any(|t| phrase.stands_in(t)));
        let begins = |beginning: &&String| texts.iter().any(|t| !spans_of(t, beginning).is_empty());
        phrases.count() + self.beginnings.iter().filter(begins).count()
    }

    /// The places of `text` that are asked for, in order, none inside another.
    pub(crate) fn find(&self, text: &str) -> Vec<Span> {
        let text = tokens(text);
        let mut spans: Vec<Span> =
            self.phrases.iter().flat_map(|phrase| phrase.spans(&text)).collect();
        spans.extend(self.beginnings.iter().flat_map(|beginning| spans_of(&text, beginning)));
        spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        spans.retain(|span| {
            let is_new = span.end > end;
            end = end.max(span.end);
            is_new
        });
        spans
    }

    /// The same as marks.
    pub(crate) fn marks(&self, text: &str) -> Vec<(Span, Mark)> {
        self.find(text).into_iter().map(|span| (span, Mark::Word)).collect()
    }
}

/// The words that begin so.
pub(super) fn spans_of(text: &Tokens, beginning: &str) -> Vec<Span> {
    let words = text.edges().filter(|edge| edge.form.starts_with(beginning));
    words.map(|edge| edge.span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_met_are_found() {
        for (query, text, expected) in [
            ("rebuilding ties", "They rebuild ties.", "rebuild|ties"),
            ("1200 dockers", "Some 1,200 dockers", "1,200|dockers"),
            ("\"US envoy\"", "us, the U.S. envoy", "U.S. envoy"),
            ("co-operative", "a cooperative, a co-operative", "cooperative|co-operative"),
            ("dock*", "Docks and dockers", "Docks|dockers"),
            ("=docks", "Docks and a dock", "Docks"),
            ("the -port strike", "The port is on strike", "strike"),
            ("防波堤", "被冲走的防波堤的费用", "防波堤"),
            ("हिन्दी", "वह हिन्दी है", "हिन्दी"),
        ] {
            let words = QueryWords::of(&Query::parse(query), &[]);
            let found: Vec<&str> = words.find(text).iter().map(|span| span.of(text)).collect();
            assert_eq!(found.join("|"), expected, "{query}");
            assert!(words.n_found(&[text]) > 0);
        }
    }
}
