//! Words of a query: as an FTS5 expression, and found again in a passage to be
//! marked there.

use std::collections::HashSet;

use parallax_types::Span;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Query;

/// Words that say nothing about what is asked. They are left out when other
/// words remain: every passage has them, so they only cost time.
/// The most frequent English function words (Fox 1989, first ranks).
const FUNCTION_WORDS: [&str; 62] = [
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "but", "by", "can", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her",
    "his", "how", "if", "in", "into", "is", "it", "its", "of", "on", "or", "she", "so", "than",
    "that", "the", "their", "there", "these", "they", "this", "to", "was", "we", "were", "what",
    "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

/// Entries of the words index a search may go through: about 10 ms at 100,000
/// passages. A query whose words stand in fewer passages is answered exactly.
const MAX_ENTRIES: usize = 8_000;

/// The FTS5 expression of a query, `None` when it has no words at all.
/// Phrases must all occur; words are alternatives, scored by BM25.
pub(super) fn expression(query: &Query) -> Option<String> {
    let words = alternatives(&content_words(&query.words));
    let phrases: Vec<String> = query.phrases.iter().map(|phrase| quoted(phrase)).collect();
    let wanted = match (phrases.is_empty(), words.is_empty()) {
        (true, true) => return None,
        (true, false) => words.join(" OR "),
        (false, true) => phrases.join(" AND "),
        // With a phrase, words only add to the score: the phrase is an alternative too.
        (false, false) => {
            let phrases = phrases.join(" AND ");
            format!("({phrases}) AND (({phrases}) OR {})", words.join(" OR "))
        }
    };
    let without: Vec<String> = query.without.iter().map(|word| quoted(word)).collect();
    if without.is_empty() {
        Some(wanted)
    } else {
        Some(format!("({wanted}) NOT ({})", without.join(" OR ")))
    }
}

/// The words that lead a search in a large library, rarest first: as many as
/// stand in no more than [`MAX_ENTRIES`] passages together. The rest stand almost
/// anywhere, would cost more than all others, and tell least. `None`: all of them.
///
/// `counts`: in how many passages each of `words` stands.
pub(super) fn leading(words: &[&str], counts: &[usize]) -> Option<Vec<String>> {
    if counts.iter().sum::<usize>() <= MAX_ENTRIES {
        return None;
    }
    let mut by_count: Vec<(usize, &str)> =
        counts.iter().copied().zip(words.iter().copied()).filter(|(n, _)| *n > 0).collect();
    by_count.sort_by_key(|(count, _)| *count);
    let mut n_entries = 0;
    let affordable = by_count.iter().take_while(|(count, _)| {
        n_entries += count;
        n_entries <= MAX_ENTRIES
    });
    let n_leading = affordable.count().max(1);
    Some(by_count[..n_leading].iter().map(|(_, word)| (*word).to_owned()).collect())
}

/// The FTS5 expression that finds any of the content words of a text, `None` when
/// it has no words.
pub(crate) fn any_word_of(text: &str) -> Option<String> {
    let words: Vec<String> = word_spans(text).map(|span| span.of(text).to_owned()).collect();
    let words = alternatives(&content_words(&words));
    (!words.is_empty()).then(|| words.join(" OR "))
}

/// What to look for, for each word once: the word, or its parts where they mean
/// something alone.
fn alternatives(words: &[&str]) -> Vec<String> {
    let mut alternatives: Vec<String> = Vec::new();
    for word in words {
        for text in parts(word) {
            let alternative = quoted(&folded(text));
            if !alternatives.contains(&alternative) {
                alternatives.push(alternative);
            }
        }
    }
    alternatives
}

/// `Nasser's` stands for `Nasser`, which FTS5 would not find as "nasser s".
pub(super) fn without_possessive(word: &str) -> &str {
    let bare = word.trim_end_matches(|char: char| !char.is_alphanumeric());
    let stem = bare.strip_suffix(['s', 'S']).and_then(|rest| rest.strip_suffix(['\'', '’']));
    stem.filter(|stem| stem.ends_with(char::is_alphanumeric)).unwrap_or(bare)
}

/// The parts of a word joined by hyphens or slashes: `Sino-Soviet` has two, while
/// `S-400` and `1,200` mean nothing in parts and stay whole.
fn parts(word: &str) -> Vec<&str> {
    let parts: Vec<&str> = word.split(['-', '–', '/']).map(without_possessive).collect();
    let means_something =
        |part: &&str| part.chars().filter(|char| char.is_alphabetic()).count() > 1;
    if parts.len() > 1 && parts.iter().all(means_something) {
        parts
    } else {
        vec![without_possessive(word)]
    }
}

/// The FTS5 expression of what must not occur, if anything.
pub(super) fn exclusion(query: &Query) -> Option<String> {
    let without: Vec<String> = query.without.iter().map(|word| quoted(word)).collect();
    (!without.is_empty()).then(|| without.join(" OR "))
}

/// The words that carry content; all of them if none does.
pub(super) fn content_words(words: &[String]) -> Vec<&str> {
    let is_function_word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        FUNCTION_WORDS.binary_search(&bare.as_str()).is_ok()
    };
    let content: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !is_function_word(word)).collect();
    if content.is_empty() { words.iter().map(String::as_str).collect() } else { content }
}

/// An FTS5 string: tokenised by FTS5 like the text, so that `S-400` is the
/// phrase "s 400" and never syntax.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The words of a query in their stemmed form, to be found in texts.
pub(crate) struct Stems {
    stemmer: Stemmer,
    wanted: HashSet<String>,
}

impl Stems {
    pub(crate) fn of_query(query: &Query) -> Self {
        let words = content_words(&query.words);
        Self::new(words.into_iter().chain(query.phrases.iter().map(String::as_str)))
    }

    pub(crate) fn of_text(text: &str) -> Self {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        Self::new(content_words(&words).into_iter())
    }

    fn empty() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), wanted: HashSet::new() }
    }

    fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut stems = Self::empty();
        for text in texts {
            for span in word_spans(text) {
                let stem = stems.stem(span.of(text));
                stems.wanted.insert(stem);
            }
        }
        stems
    }

    /// How many of these stems `other` has not.
    pub(crate) fn n_not_in(&self, other: &Self) -> usize {
        self.wanted.difference(&other.wanted).count()
    }

    /// Whether a stem is asked for.
    pub(crate) fn wants(&self, stem: &str) -> bool {
        self.wanted.contains(stem)
    }

    /// Number of distinct stems.
    pub(crate) fn len(&self) -> usize {
        self.wanted.len()
    }

    /// The words of `text` that are asked for, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<Span> {
        word_spans(text).filter(|span| self.wanted.contains(&self.stem(span.of(text)))).collect()
    }

    /// How many of the distinct stems stand in `text`.
    pub(crate) fn n_found(&self, text: &str) -> usize {
        let found: HashSet<String> = word_spans(text)
            .map(|span| self.stem(span.of(text)))
            .filter(|stem| self.wanted.contains(stem))
            .collect();
        found.len()
    }

    /// The stem of one word.
    pub(crate) fn stem(&self, word: &str) -> String {
        self.stemmer.stem(&folded(word)).into_owned()
    }
}

impl Default for Stems {
    fn default() -> Self {
        Self::empty()
    }
}

/// A word without case and accents, as the words index compares it.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    parallax_store::fold(word)
        .to_lowercase()
        .nfd()
        .filter(|char| !is_combining_mark(*char))
        .collect()
}

/// Runs of letters and digits, apostrophes inside a word included.
pub(crate) fn word_spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        let end =
            rest.find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |length| start + length);
        at = end;
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_sorted_for_the_search() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn expressions_are_valid_whatever_is_typed() {
        let of = |typed: &str| expression(&Query::parse(typed));
        assert_eq!(of("the reset of ties").as_deref(), Some(r#""reset" OR "ties""#));
        assert_eq!(of("to be or not").as_deref(), Some(r#""not""#));
        assert_eq!(of("to be").as_deref(), Some(r#""to" OR "be""#));
        assert_eq!(
            of(r#""a b" c -d"#).as_deref(),
            Some(r#"(("a b") AND (("a b") OR "c")) NOT ("d")"#)
        );
        assert_eq!(of("ties Ties, TIES").as_deref(), Some(r#""ties""#));
        assert_eq!(
            of("Nasser's Sino-Soviet S-400").as_deref(),
            Some(r#""nasser" OR "sino" OR "soviet" OR "s-400""#)
        );
        assert_eq!(of("1,200 U.S. naïve").as_deref(), Some(r#""1,200" OR "u.s" OR "naive""#));
        assert_eq!(of("lang:en"), None);
    }

    #[test]
    fn rare_words_lead_when_common_ones_would_cost_too_much() {
        let words = ["cancer", "cells", "brca1", "nowhere", "repair"];
        assert_eq!(leading(&words, &[3_000, 2_000, 10, 0, 900]), None);
        let rare = leading(&words, &[60_000, 9_000, 10, 0, 900]).unwrap();
        assert_eq!(rare, ["brca1", "repair"]);
        assert_eq!(leading(&words[..2], &[60_000, 9_000]).unwrap(), ["cells"]);
    }

    #[test]
    fn finds_words_in_other_forms() {
        let stems = Stems::of_query(&Query::parse("rebuilding the tie"));
        let text = "They rebuild ties.";
        let found: Vec<&str> = stems.find(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["rebuild", "ties"]);
        assert_eq!((stems.n_found(text), stems.len()), (2, 2));
    }
}
