//! Words of a query: to be looked for in the words index, and found again in a
//! passage to be marked there.

use std::collections::HashSet;

use parallax_store::Wanted;
use parallax_types::Span;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::Query;
use super::function_words::FunctionWords;
use crate::{EngineError, Library};

/// Entries of the words index a search may go through: some milliseconds. A query whose
/// words stand in fewer passages is answered exactly.
const MAX_ENTRIES: usize = 16_000;

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

impl Library {
    /// What to find for a query: phrases must all be there, words are alternatives.
    pub(super) fn wanted(&self, query: &Query) -> Result<Wanted, EngineError> {
        Ok(Wanted {
            any: self.leading_words(&query.words)?,
            all: query.phrases.clone(),
            none: query.without.clone(),
        })
    }

    /// Any of the content words of a text.
    pub(crate) fn any_word_of(&self, text: &str) -> Result<Wanted, EngineError> {
        let words: Vec<String> = word_spans(text).map(|span| span.of(text).to_owned()).collect();
        Ok(Wanted::any_of(self.leading_words(&words)?))
    }

    /// The content words of a text to be looked for, led by rare ones where common ones
    /// would cost too much.
    fn leading_words(&self, words: &[String]) -> Result<Vec<String>, EngineError> {
        let words = alternatives(&content_words(words));
        let each: Vec<&str> = words.iter().map(String::as_str).collect();
        let counts = self.store.word_counts(&each)?;
        Ok(leading(&each, &counts).unwrap_or(words))
    }
}

/// What to look for, for each word once: the word, or its parts where they mean
/// something alone.
fn alternatives(words: &[&str]) -> Vec<String> {
    let mut alternatives: Vec<String> = Vec::new();
    for word in words {
        for text in parts(word) {
            let alternative = folded(text);
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

/// The words that carry content; all of them if none does.
pub(super) fn content_words(words: &[String]) -> Vec<&str> {
    let bare = |word: &String| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let bare: Vec<String> = words.iter().map(bare).collect();
    let function_words = FunctionWords::of(&bare);
    let content: Vec<&str> = words
        .iter()
        .zip(&bare)
        .filter(|(_, bare)| !function_words.contains(bare))
        .map(|(word, _)| word.as_str())
        .collect();
    if content.is_empty() { words.iter().map(String::as_str).collect() } else { content }
}

/// The words of a query in their stemmed form, to be found in texts.
pub(crate) struct Stems {
    stemmer: Stemmer,
    wanted: HashSet<String>,
    /// How they begin: most words of a text need no stemming.
    beginnings: HashSet<Beginning>,
}

/// The first two letters of a stem, which are those of its words. (`tying` becomes
/// `tie`: y counts as i.)
type Beginning = [u8; 2];

/// `None` for what is not plain ASCII, or shorter.
fn beginning(word: &str) -> Option<Beginning> {
    let letter = |byte: &u8| match byte.to_ascii_lowercase() {
        b'y' => b'i',
        letter => letter,
    };
    match word.as_bytes() {
        [a, b, ..] if word.is_ascii() => Some([letter(a), letter(b)]),
        _ => None,
    }
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
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            wanted: HashSet::new(),
            beginnings: HashSet::new(),
        }
    }

    fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut stems = Self::empty();
        for text in texts {
            for span in word_spans(text) {
                let stem = stems.stem(span.of(text));
                stems.beginnings.extend(beginning(&stem));
                stems.wanted.insert(stem);
            }
        }
        stems
    }

    /// How many of these stems `other` has not.
    pub(crate) fn n_not_in(&self, other: &Self) -> usize {
        self.wanted.difference(&other.wanted).count()
    }

    /// The stem of a word, if it is asked for.
    pub(crate) fn wanted(&self, word: &str) -> Option<String> {
        if beginning(word).is_some_and(|it| !self.beginnings.contains(&it)) {
            return None;
        }
        Some(self.stem(word)).filter(|stem| self.wanted.contains(stem))
    }

    /// Number of distinct stems.
    pub(crate) fn len(&self) -> usize {
        self.wanted.len()
    }

    /// The words of `text` that are asked for, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<Span> {
        word_spans(text).filter(|span| self.wanted(span.of(text)).is_some()).collect()
    }

    /// How many of the distinct stems stand in `text`.
    pub(crate) fn n_found(&self, text: &str) -> usize {
        let found: HashSet<String> =
            word_spans(text).filter_map(|span| self.wanted(span.of(text))).collect();
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

/// A word without case and accents, as the words index compares it: of Latin letters
/// alone, since `й` is no accented `и`.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = parallax_store::fold(word).to_lowercase();
    lower.nfc().filter(|char| !is_loose_accent(*char)).map(without_accent).collect()
}

/// Whether it belongs to the letter before it, with which it makes no letter of its own.
fn is_loose_accent(char: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&char)
}

fn without_accent(char: char) -> char {
    std::iter::once(char).nfd().next().filter(char::is_ascii_alphabetic).unwrap_or(char)
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
    fn accents_are_dropped_where_the_words_index_drops_them() {
        let pairs = [
            ("Việt", "viet"),
            ("NAI\u{308}VE", "naive"),
            ("Łódź", "lodz"),
            ("Ёлка", "елка"),
            ("российский", "российский"),
            ("росси\u{438}\u{306}", "россий"),
            ("Їжак", "їжак"),
            ("Αθήνα", "αθήνα"),
            ("हिन्दी", "हिन्दी"),
            ("がぎ", "がぎ"),
        ];
        for (word, expected) in pairs {
            assert_eq!(folded(word), expected, "{word}");
        }
    }

    #[test]
    fn each_word_is_looked_for_once_and_in_parts_that_mean_something() {
        let any = |typed: &str| alternatives(&content_words(&Query::parse(typed).words));
        assert_eq!(any("the reset of ties"), ["reset", "ties"]);
        assert_eq!(any("to be or not"), ["not"]);
        assert_eq!(any("to be"), ["to", "be"]);
        assert_eq!(any("ties Ties, TIES"), ["ties"]);
        assert_eq!(any("Nasser's Sino-Soviet S-400"), ["nasser", "sino", "soviet", "s-400"]);
        assert_eq!(any("1,200 U.S. naïve"), ["1,200", "u.s", "naive"]);
        assert!(any("lang:en").is_empty());
    }

    #[test]
    fn rare_words_lead_when_common_ones_would_cost_too_much() {
        let words = ["cancer", "cells", "brca1", "nowhere", "repair"];
        assert_eq!(leading(&words, &[3_000, 2_000, 10, 0, 900]), None);
        let rare = leading(&words, &[60_000, 16_000, 10, 0, 900]).unwrap();
        assert_eq!(rare, ["brca1", "repair"]);
        assert_eq!(leading(&words[..2], &[60_000, 17_000]).unwrap(), ["cells"]);
    }

    #[test]
    fn finds_words_in_other_forms() {
        let stems = Stems::of_query(&Query::parse("rebuilding the tie"));
        let text = "They rebuild ties.";
        let found: Vec<&str> = stems.find(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["rebuild", "ties"]);
        assert_eq!((stems.n_found(text), stems.len()), (2, 2));
        for (asked, text) in [("tie", "Tying"), ("sky", "skies"), ("Éclair", "eclairs"), ("a", "A")]
        {
            let stems = Stems::of_query(&Query::parse(asked));
            assert_eq!(stems.n_found(text), 1, "{asked}");
        }
    }
}
