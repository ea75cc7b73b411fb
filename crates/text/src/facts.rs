//! What differs between two sentences that say nearly the same, by kind:
//! numbers, dates, names, negations, modal verbs, other words.
//!
//! Vectors hide exactly these. The two are laid side by side word by word; every
//! run of differing words is sorted by what it holds. A number, date, name or
//! negation that merely moved is no difference.
//! Not here: which sentences belong together ([`crate::align()`]).

use std::ops::Range;

use parallax_types::Span;

use crate::dates::date_mentions;
use crate::diff::changes;
use crate::names::names;
use crate::term_weight::rank;
use crate::tokens::{Token, stem, tokens};

/// What kind of thing differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Digits or a number in words.
    Number,
    /// `not`, `never`, `without`…
    Negation,
    /// A name.
    Name,
    /// A date, a month, a weekday.
    Date,
    /// `must`, `should`, `may`…
    Modality,
    /// Any other words.
    Word,
}

impl DifferenceKind {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Negation => "negation",
            Self::Name => "name",
            Self::Date => "date",
            Self::Modality => "modality",
            Self::Word => "word",
        }
    }

    /// Whether it changes what is claimed, rather than how it is worded.
    #[must_use]
    pub fn is_fact(self) -> bool {
        self != Self::Word
    }
}

/// One difference; a side is `None` where the other has words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub kind: DifferenceKind,
    /// Bytes of the first text.
    pub a: Option<Span>,
    /// Bytes of the second text.
    pub b: Option<Span>,
}

/// The differences between two sentences, in the order of the first.
#[must_use]
pub fn differences(a: &str, b: &str) -> Vec<Difference> {
    let (a, b) = (Side::of(a), Side::of(b));
    let (folded_a, folded_b) = (a.folded(), b.folded());
    let mut found = Vec::new();
    for change in changes(&folded_a, &folded_b) {
        for kind in ORDER {
            let (in_a, in_b) = (a.news(kind, &change.a, &b), b.news(kind, &change.b, &a));
            let n_words = change.a.len().max(change.b.len());
            // In a long change one has nothing to do with the other.
            let stand_for_another = kind == DifferenceKind::Word
                || (in_a.len() == in_b.len() && n_words <= MAX_REPLACED);
            if stand_for_another {
                let n_pairs = in_a.len().max(in_b.len());
                found.extend((0..n_pairs).map(|at| Difference {
                    kind,
                    a: in_a.get(at).copied(),
                    b: in_b.get(at).copied(),
                }));
            } else {
                found.extend(in_a.into_iter().map(|a| Difference { kind, a: Some(a), b: None }));
                found.extend(in_b.into_iter().map(|b| Difference { kind, a: None, b: Some(b) }));
            }
        }
    }
    found
}

/// Words on either side up to which a number or name stands for the other's.
const MAX_REPLACED: usize = 8;

const ORDER: [DifferenceKind; 6] = [
    DifferenceKind::Number,
    DifferenceKind::Negation,
    DifferenceKind::Name,
    DifferenceKind::Date,
    DifferenceKind::Modality,
    DifferenceKind::Word,
];

/// A sentence with the kind of each of its words.
struct Side {
    words: Vec<Token>,
    /// What each word is, and its value: equal values are the same thing.
    kinds: Vec<(DifferenceKind, String)>,
}

impl Side {
    fn of(text: &str) -> Self {
        let words = tokens(text);
        let dates: Vec<Span> =
            date_mentions(text).into_iter().map(|mention| mention.span).collect();
        let names: Vec<Span> = names(text).into_iter().map(|name| name.span).collect();
        let kinds = words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                let within = |spans: &[Span]| spans.iter().any(|span| span.overlaps(word.span));
                let kind = if within(&dates) {
                    DifferenceKind::Date
                } else if number(&word.folded).is_some() && !is_pronoun(&words, at) {
                    DifferenceKind::Number
                } else if is_negation(&word.folded) && !is_numero(text, &words, at) {
                    DifferenceKind::Negation
                } else if is_modal(&word.folded) {
                    DifferenceKind::Modality
                } else if within(&names) || is_name_by_itself(text, word, at) {
                    DifferenceKind::Name
                } else {
                    DifferenceKind::Word
                };
                (kind, value(kind, &word.folded))
            })
            .collect();
        Self { words, kinds }
    }

    fn folded(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.folded.as_str()).collect()
    }

    fn count(&self, kind: DifferenceKind, value: &str) -> usize {
        self.kinds.iter().filter(|(own_kind, own)| *own_kind == kind && own == value).count()
    }

    /// The words of `kind` in `range` that the other side has fewer of, as runs of
    /// neighbours; words without a kind of their own are one run.
    fn news(&self, kind: DifferenceKind, range: &Range<usize>, other: &Self) -> Vec<Span> {
        let news: Vec<usize> = range
            .clone()
            .filter(|&at| {
                let (own_kind, value) = &self.kinds[at];
                *own_kind == kind
                    && (kind == DifferenceKind::Word
                        || self.count(kind, value) > other.count(kind, value))
            })
            .collect();
        let span = |run: &[usize]| {
            let (first, last) = (run.first().copied()?, run.last().copied()?);
            Some(Span::new(self.words[first].span.start, self.words[last].span.end))
        };
        if kind == DifferenceKind::Word {
            // Articles and prepositions alone are no difference worth a mark.
            let says_something =
                |&at: &usize| rank(&self.words[at].folded).is_none_or(|rank| rank > 60);
            return if news.iter().any(says_something) {
                span(&news).into_iter().collect()
            } else {
                Vec::new()
            };
        }
        news.chunk_by(|before, after| before + 1 == *after).filter_map(span).collect()
    }
}

/// Capitalised inside a sentence: a name the recogniser may not know.
fn is_name_by_itself(text: &str, word: &Token, at: usize) -> bool {
    at > 0 && word.span.of(text).starts_with(char::is_uppercase) && word.folded != "i"
}

fn value(kind: DifferenceKind, folded: &str) -> String {
    match kind {
        DifferenceKind::Number => number(folded).unwrap_or_default(),
        // "does not" and "doesn't" deny alike.
        DifferenceKind::Negation if folded.ends_with("n't") || folded == "cannot" => {
            "not".to_owned()
        }
        DifferenceKind::Name | DifferenceKind::Word => stem(folded).to_owned(),
        _ => folded.to_owned(),
    }
}

const NUMBERS: [&str; 28] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
];
const LARGE: [&str; 14] = [
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "dozen",
    "dozens",
    "half",
    "twice",
    "double",
];

const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// As it is written in digits: `5th`.
fn ordinal(n: usize) -> String {
    match n {
        1 => "1st".to_owned(),
        2 => "2nd".to_owned(),
        3 => "3rd".to_owned(),
        _ => format!("{n}th"),
    }
}

/// The value of a folded number in digits or words, as text; `None` for other words.
/// `one` counts as a number too, although it is often a pronoun.
#[must_use]
pub fn number(folded: &str) -> Option<String> {
    if folded.starts_with(|char: char| char.is_ascii_digit()) {
        return in_digits(folded);
    }
    if let Some(at) = NUMBERS.iter().position(|number| *number == folded) {
        let value = if at <= 20 { at } else { (at - 18) * 10 };
        return Some(value.to_string());
    }
    if let Some(at) = ORDINALS.iter().position(|ordinal| *ordinal == folded) {
        return Some(ordinal(at + 1));
    }
    LARGE.contains(&folded).then(|| folded.trim_end_matches('s').to_owned())
}

/// `200ft` is 200; `5th` stays what it is; `16vDN3E` is a name of something, no number.
fn in_digits(folded: &str) -> Option<String> {
    const MAX_UNIT: usize = 4;
    let unit =
        folded.trim_start_matches(|char: char| char.is_ascii_digit() || ".,-:".contains(char));
    let is_unit = unit.len() <= MAX_UNIT && unit.chars().all(char::is_alphabetic);
    let is_ordinal = matches!(unit, "st" | "nd" | "rd" | "th");
    let value = &folded[..folded.len() - unit.len()];
    match (is_unit, is_ordinal) {
        (_, true) => Some(folded.to_owned()),
        (true, false) => Some(value.to_owned()),
        (false, false) => None,
    }
}

/// `no one`, which counts nobody.
fn is_pronoun(words: &[Token], at: usize) -> bool {
    words[at].folded == "one" && at > 0 && words[at - 1].folded == "no"
}

/// `No. 5`, which denies nothing.
fn is_numero(text: &str, words: &[Token], at: usize) -> bool {
    let Some(next) = words.get(at + 1) else { return false };
    words[at].folded == "no"
        && text[words[at].span.end..next.span.start].trim() == "."
        && next.folded.starts_with(|char: char| char.is_ascii_digit())
}

fn is_negation(folded: &str) -> bool {
    folded.ends_with("n't")
        || matches!(
            folded,
            "not"
                | "no"
                | "never"
                | "none"
                | "nobody"
                | "nothing"
                | "neither"
                | "nor"
                | "without"
                | "cannot"
                | "nowhere"
                | "hardly"
                | "barely"
                | "impossible"
                | "unable"
                | "denied"
                | "denies"
                | "deny"
                | "refused"
                | "refuses"
                | "refuse"
        )
}

fn is_modal(folded: &str) -> bool {
    matches!(
        folded,
        "must"
            | "should"
            | "shall"
            | "may"
            | "might"
            | "can"
            | "could"
            | "will"
            | "would"
            | "ought"
            | "need"
            | "needs"
            | "needed"
            | "allegedly"
            | "reportedly"
            | "probably"
            | "possibly"
            | "perhaps"
            | "likely"
            | "unlikely"
            | "certainly"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(a: &str, b: &str) -> String {
        let side = |span: Option<Span>, text: &str| {
            span.map_or(String::new(), |span| span.of(text).to_owned())
        };
        let found: Vec<String> = differences(a, b)
            .into_iter()
            .map(|d| format!("{} {}|{}", d.kind.as_str(), side(d.a, a), side(d.b, b)))
            .collect();
        found.join("; ")
    }

    #[test]
    fn each_kind_is_marked() {
        for (a, b, expected) in [
            (
                "We need to restore normal ties.",
                "We need to build normal ties.",
                "word restore|build",
            ),
            ("It cost 1,200 crowns.", "It cost 1,300 crowns.", "number 1,200|1,300"),
            ("Twelve men came.", "12 men came.", ""),
            ("The board will talk.", "The board will not talk.", "negation |not"),
            ("It does not hold.", "It doesn't hold.", "word does|"),
            ("They should pay.", "They must pay.", "modality should|must"),
            (
                "She met Ingrid Vassmo there.",
                "She met Jan Roe there.",
                "name Ingrid Vassmo|Jan Roe",
            ),
            (
                "It ended on Monday in Ostrey.",
                "It ended on Friday in Ostrey.",
                "date Monday|Friday",
            ),
            ("On Monday 12 men came.", "12 men came on Monday.", ""),
            ("The harbour opened.", "A harbour opened.", ""),
            ("It was the fifth win.", "It was the sixth win.", "number fifth|sixth"),
            ("The fifth ship sank.", "The 5th ship sank.", ""),
            ("It fell 200 feet.", "It fell 200ft.", "word feet|"),
            ("See 16vDN3E there.", "See there.", "word 16vDN3E|"),
            ("It took the No. 5 berth.", "It took the No. 6 berth.", "number 5|6"),
            ("No one came.", "Nobody came.", "negation No|Nobody"),
            (
                "In Norden the ships of Vassmo wait.",
                "In Saltmarsh the ships of Tollen wait.",
                "name Norden|Saltmarsh; name Vassmo|Tollen",
            ),
        ] {
            assert_eq!(found(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn altered_numbers_names_and_denials_are_marked_in_five_hundred_variants() {
        const WHO: [&str; 5] =
            ["Ingrid Vassmo", "Jan Roe", "Mira Tollen", "Ole Brandt", "Nadia Quist"];
        const WHERE: [&str; 4] = ["Ostrey", "Hallowick", "Norden", "Saltmarsh"];
        let sentence = |who: &str, place: &str, n: usize, verb: &str| {
            format!(
                "{who} told the council of {place} that the {n} cranes on the western quays {verb} before the frost."
            )
        };
        let mut missed = Vec::new();
        for n in 0..500 {
            let (who, place, count) = (WHO[n % 5], WHERE[n / 5 % 4], 11 + n);
            let before = sentence(who, place, count, "will move");
            let (after, kind) = match n % 4 {
                0 => (sentence(who, place, count + 1, "will move"), DifferenceKind::Number),
                1 => (sentence(who, place, count, "will not move"), DifferenceKind::Negation),
                2 => (sentence(WHO[(n + 1) % 5], place, count, "will move"), DifferenceKind::Name),
                _ => (
                    sentence(who, WHERE[(n / 5 + 1) % 4], count, "will move"),
                    DifferenceKind::Name,
                ),
            };
            if differences(&before, &after).iter().all(|found| found.kind != kind) {
                missed.push(after);
            }
        }
        assert!(missed.len() <= 10, "{} missed: {:?}", missed.len(), missed.first());
    }
}
