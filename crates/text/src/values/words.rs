//! A sentence as words with what they mean for numbers, and what stands around a word.

use std::ops::Range;

use parallax_lang::{Language, QuantityWord, QuantityWords};
use parallax_types::Span;

use crate::term_weight::{rank, rarity};
use crate::tokens::{Token, stem, tokens};

/// Words on either side that are a value's surroundings.
const REACH: usize = 9;

/// Words ranked below this stand in any sentence.
const COMMON: usize = 60;

/// A sentence in words.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) list: Vec<Token>,
    pub(super) language: Language,
}

impl Words {
    pub(super) fn of(sentence: &str) -> Self {
        let list = tokens(sentence);
        let lower: Vec<String> =
            list.iter().map(|word| word.span.of(sentence).to_lowercase()).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let language = Language::of(&lower);
        Self { text: sentence.to_owned(), list, language }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn quantity_words(&self) -> &'static QuantityWords {
        QuantityWords::of(self.language)
    }

    pub(super) fn folded(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |word| word.folded.as_str())
    }

    pub(super) fn written(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |word| word.span.of(&self.text))
    }

    pub(super) fn stem(&self, at: usize) -> &str {
        stem(self.folded(at))
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let start = self.list[range.start].span.start;
        Span::new(start, self.list[range.end - 1].span.end.max(start))
    }

    /// What stands between a word and the next; a line's end behind the last.
    pub(super) fn gap(&self, at: usize) -> &str {
        match (self.list.get(at), self.list.get(at + 1)) {
            (Some(one), Some(next)) => &self.text[one.span.end..next.span.start],
            (Some(last), None) => &self.text[last.span.end..],
            _ => "\n",
        }
    }

    /// What stands before a word, behind the one before it.
    pub(super) fn gap_before(&self, at: usize) -> &str {
        match at.checked_sub(1) {
            Some(before) => self.gap(before),
            None => self.list.first().map_or("", |first| &self.text[..first.span.start]),
        }
    }

    /// Whether a word and the next are parted by a space or a hyphen only.
    pub(super) fn touches(&self, at: usize) -> bool {
        at + 1 < self.len()
            && matches!(self.gap(at).trim(), "" | "-" | "–" | "‐")
            && self.gap(at).len() < 6
    }

    /// The longest phrase at a word with a meaning that is looked for, with its length.
    pub(super) fn phrase(
        &self,
        at: usize,
        wanted: impl Fn(&QuantityWord) -> bool,
    ) -> Option<(usize, &'static QuantityWord)> {
        let known = self.quantity_words();
        (1..=known.longest()).rev().find_map(|n_words| {
            let within = at + n_words <= self.len()
                && (at + 1..at + n_words).all(|next| self.touches(next - 1));
            let phrase = within.then(|| self.joined(at, n_words))?;
            known
                .meanings(&phrase)
                .iter()
                .find(|meaning| wanted(meaning))
                .map(|found| (n_words, found))
        })
    }

    /// The same for a phrase that ends before a word.
    pub(super) fn phrase_before(
        &self,
        end: usize,
        wanted: impl Fn(&QuantityWord) -> bool + Copy,
    ) -> Option<(usize, &'static QuantityWord)> {
        let longest = self.quantity_words().longest().min(end);
        (1..=longest).rev().find_map(|n_words| {
            let found = self.phrase(end - n_words, wanted)?;
            (found.0 == n_words).then_some((end - n_words, found.1))
        })
    }

    pub(super) fn means(&self, at: usize, wanted: &QuantityWord) -> bool {
        self.quantity_words().meanings(self.folded(at)).contains(wanted)
    }

    fn joined(&self, at: usize, n_words: usize) -> String {
        let words: Vec<&str> = (at..at + n_words).map(|word| self.folded(word)).collect();
        words.join(" ")
    }

    /// Whether a word says something by itself.
    pub(super) fn is_content(&self, at: usize) -> bool {
        let says_little = match self.language {
            Language::English => rank(self.folded(at)).is_some_and(|rank| rank < COMMON),
            other => other.has_function_word(&self.written(at).to_lowercase()),
        };
        !says_little && !self.folded(at).starts_with(|char: char| char.is_ascii_digit())
    }

    /// Whether no mark of punctuation parts two runs of words but a comma.
    pub(super) fn is_one_clause(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        let (from, to) = if a.start < b.start { (a.end, b.start) } else { (b.end, a.start) };
        from > to
            || (from.saturating_sub(1)..to)
                .all(|at| !self.gap(at).contains([';', ':', '—', '(', ')']))
    }

    /// Stems around a run of words, nearer ones heavier.
    pub(super) fn context(&self, own: &Range<usize>) -> Vec<(String, f32)> {
        let from = own.start.saturating_sub(REACH);
        let to = (own.end + REACH).min(self.len());
        let mut found: Vec<(String, f32)> = Vec::new();
        for at in (from..own.start).chain(own.end..to).filter(|at| self.is_content(*at)) {
            let distance = if at < own.start { own.start - at } else { at + 1 - own.end };
            let stem = self.stem(at);
            let weight = (rarity(stem) + 0.3) / (1.0 + distance as f32 / 5.0);
            match found.iter_mut().find(|(known, _)| known == stem) {
                Some((_, known)) => *known = known.max(weight),
                None => found.push((stem.to_owned(), weight)),
            }
        }
        found
    }

    /// Whether `so far` or `as of` stands in it.
    pub(super) fn is_so_far(&self) -> bool {
        (0..self.len())
            .any(|at| self.phrase(at, |meaning| *meaning == QuantityWord::AsOf).is_some())
    }
}

/// Words between two runs.
pub(super) fn distance(a: &Range<usize>, b: &Range<usize>) -> usize {
    if a.start < b.start { b.start.saturating_sub(a.end) } else { a.start.saturating_sub(b.end) }
}
