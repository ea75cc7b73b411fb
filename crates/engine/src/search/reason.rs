//! Why a hit is shown, as data: what it shares and how near it is. The window says it in the
//! reader's language; `Display` says it in English.
//!
//! Not here: how near something is, see `agreement`.

use std::fmt;

use parallax_types::{Label, Span};

use super::Mark;

/// Words named at most.
const N_NAMED: usize = 4;

/// Why a hit is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitReason {
    /// What brought it here.
    pub kind: ReasonKind,
    /// Words of the query in the passage.
    pub shared: NamedWords,
    /// Words of the query in the headline.
    pub in_headline: NamedWords,
}

/// What brought a hit here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonKind {
    /// It says the same in the same words.
    SameWords,
    /// It says the same, in part or all in other words.
    Reworded,
    /// It is near in meaning.
    Near,
    /// It may be near; the model was not made for its language.
    MayBeNear,
    /// It has the words.
    Words,
    /// Its headline has the words.
    Headline,
    /// It passes the filters; nothing else was asked.
    Filters,
}

/// The first of some words, in lower case, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedWords {
    /// Four at most.
    pub words: Vec<String>,
    /// How many there are beside them.
    pub n_more: usize,
}

impl NamedWords {
    /// The words of `text` that are marked.
    pub(super) fn of(text: &str, marks: &[(Span, Mark)]) -> Self {
        let mut words: Vec<String> = Vec::new();
        for (span, _) in marks {
            let word = span.of(text).to_lowercase();
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let n_more = words.len().saturating_sub(N_NAMED);
        words.truncate(N_NAMED);
        Self { words, n_more }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

impl HitReason {
    /// - `label`: `None` when only words, or filters, matched.
    pub(super) fn new(label: Option<Label>, shared: NamedWords) -> Self {
        let kind = match label {
            Some(Label::Identical) => ReasonKind::SameWords,
            Some(Label::Reworded) => ReasonKind::Reworded,
            Some(_) => ReasonKind::Near,
            None if shared.is_empty() => ReasonKind::Filters,
            None => ReasonKind::Words,
        };
        Self { kind, shared, in_headline: NamedWords::default() }
    }

    /// The same, with words of the headline, which may be all that matched.
    pub(super) fn with_headline(mut self, in_headline: NamedWords) -> Self {
        if self.kind == ReasonKind::Filters && !in_headline.is_empty() {
            self.kind = ReasonKind::Headline;
        }
        self.in_headline = in_headline;
        self
    }
}

impl fmt::Display for NamedWords {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, word) in self.words.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}“{word}”")?;
        }
        match self.n_more {
            0 => Ok(()),
            n => write!(out, " and {n} more"),
        }
    }
}

impl fmt::Display for HitReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, shared, in_headline } = self;
        match (kind, shared.is_empty()) {
            (ReasonKind::SameWords, _) => write!(out, "says the same in the same words"),
            (ReasonKind::Reworded, true) => write!(out, "says the same in other words"),
            (ReasonKind::Reworded, false) => write!(out, "says the same, sharing {shared}"),
            (ReasonKind::Near, true) => write!(out, "near in meaning, sharing no word"),
            (ReasonKind::Near, false) => write!(out, "near in meaning, sharing {shared}"),
            (ReasonKind::MayBeNear, _) => {
                write!(out, "may be near; the model was not made for its language")
            }
            (ReasonKind::Words, _) => write!(out, "has the words {shared}"),
            (ReasonKind::Filters, _) => write!(out, "passes the filters"),
            (ReasonKind::Headline, _) => {
                return write!(out, "has {in_headline} in the headline");
            }
        }?;
        if in_headline.is_empty() {
            return Ok(());
        }
        write!(out, "; {in_headline} in the headline")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str], n_more: usize) -> NamedWords {
        NamedWords { words: words.iter().map(|word| (*word).to_owned()).collect(), n_more }
    }

    #[test]
    fn every_reason_is_one_english_sentence() {
        let none = || words(&[], 0);
        let cases = [
            (
                Some(Label::Identical),
                words(&["tram"], 0),
                none(),
                "says the same in the same words",
            ),
            (Some(Label::Reworded), none(), none(), "says the same in other words"),
            (Some(Label::Reworded), words(&["tram"], 0), none(), "says the same, sharing “tram”"),
            (Some(Label::SameSubject), none(), none(), "near in meaning, sharing no word"),
            (
                Some(Label::LooselyRelated),
                words(&["a", "b", "c", "d"], 2),
                words(&["tram"], 0),
                "near in meaning, sharing “a”, “b”, “c”, “d” and 2 more; “tram” in the headline",
            ),
            (None, words(&["tram"], 0), none(), "has the words “tram”"),
            (None, none(), none(), "passes the filters"),
            (None, none(), words(&["tram"], 0), "has “tram” in the headline"),
        ];
        for (label, shared, in_headline, said) in cases {
            assert_eq!(HitReason::new(label, shared).with_headline(in_headline).to_string(), said);
        }
    }

    #[test]
    fn each_word_is_named_once_and_four_at_most() {
        let text = "Tram tram a b c d";
        let spans = [(0, 4), (5, 9), (10, 11), (12, 13), (14, 15), (16, 17)];
        let marks: Vec<_> = spans.iter().map(|(a, b)| (Span::new(*a, *b), Mark::Word)).collect();
        assert_eq!(NamedWords::of(text, &marks), words(&["tram", "a", "b", "c"], 1));
    }
}
