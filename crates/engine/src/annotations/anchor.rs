//! Finds the place of highlighted words in another version of their article.
//!
//! Exact words first, of several places the one with the same words around it; else
//! the run of words most like them. Pure. Not here: storing the place.

use std::collections::HashMap;

use parallax_types::{Anchor, Quote, Span};

/// Share of the words that must still stand there, in any order.
const MIN_SHARED: f64 = 0.7;

/// The same where what stands before or after is unchanged.
const MIN_SHARED_IN_CONTEXT: f64 = 0.45;

/// Where `quote` stands in `text`; `None` when its words are gone.
pub(crate) fn place(quote: &Quote, text: &str) -> Option<Anchor> {
    exact(quote, text)
        .map(|span| Anchor { span, is_changed: false })
        .or_else(|| near(quote, text).map(|span| Anchor { span, is_changed: true }))
}

fn exact(quote: &Quote, text: &str) -> Option<Span> {
    if quote.words.is_empty() {
        return None;
    }
    let places = text
        .match_indices(&quote.words)
        .map(|(start, words)| Span::new(start, start + words.len()));
    // The first of those that agree best.
    places.rev_max_by_key(|span| agreement(quote, text, *span))
}

/// Bytes before and after `span` that are as they were.
fn agreement(quote: &Quote, text: &str, span: Span) -> usize {
    let before = text[..span.start].bytes().rev().zip(quote.before.bytes().rev());
    let after = text[span.end..].bytes().zip(quote.after.bytes());
    before.take_while(|(a, b)| a == b).count() + after.take_while(|(a, b)| a == b).count()
}

/// The run of as many words that shares most of them.
fn near(quote: &Quote, text: &str) -> Option<Span> {
    let wanted = words(&quote.words);
    let here = words(text);
    let n = wanted.len();
    if n < 3 || here.is_empty() {
        return None;
    }
    let mut missing: HashMap<&str, isize> = HashMap::new();
    for (_, word) in &wanted {
        *missing.entry(word).or_default() += 1;
    }
    let mut best: Option<(f64, Span)> = None;
    let mut n_shared = 0usize;
    for end in 0..here.len() {
        let entering = missing.get_mut(here[end].1.as_str());
        if let Some(left) = entering {
            n_shared += usize::from(*left > 0);
            *left -= 1;
        }
        if end >= n
            && let Some(left) = missing.get_mut(here[end - n].1.as_str())
        {
            *left += 1;
            n_shared -= usize::from(*left > 0);
        }
        let first = (end + 1).saturating_sub(n);
        let run = Span::new(here[first].0.start, here[end].0.end);
        let share = n_shared as f64 / n as f64;
        let is_in_context = agreement(quote, text, run) >= 12;
        let needed = if is_in_context { MIN_SHARED_IN_CONTEXT } else { MIN_SHARED };
        let worth = share + if is_in_context { 0.2 } else { 0.0 };
        if share >= needed && best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, run));
        }
    }
    best.map(|(_, run)| run)
}

/// Words in lower case, each with its bytes.
fn words(text: &str) -> Vec<(Span, String)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((Span::new(from, at), text[from..at].to_lowercase()));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// `max_by_key`, but the first of equals.
trait FirstMax: Iterator + Sized {
    fn rev_max_by_key<K: Ord>(self, key: impl Fn(&Self::Item) -> K) -> Option<Self::Item> {
        let mut best: Option<(K, Self::Item)> = None;
        for item in self {
            let worth = key(&item);
            if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                best = Some((worth, item));
            }
        }
        best.map(|(_, item)| item)
    }
}

impl<I: Iterator> FirstMax for I {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quote(before: &str, words: &str, after: &str) -> Quote {
        Quote { words: words.to_owned(), before: before.to_owned(), after: after.to_owned() }
    }

    #[test]
    fn places() {
        let table = [
            // Moved, unchanged.
            (
                quote("", "idle cranes", " stood"),
                "Later the idle cranes stood.",
                Some(("idle cranes", false)),
            ),
            // Twice: the words around decide.
            (
                quote("the second ", "quay", " was shut"),
                "the first quay was open, the second quay was shut",
                Some(("quay", false)),
            ),
            // A number was corrected.
            (
                quote("", "The union has twelve hundred members on the quays", ""),
                "Well. The union has fourteen hundred members on the quays. End.",
                Some(("The union has fourteen hundred members on the quays", true)),
            ),
            // Rewritten, but between the same words.
            (
                quote("said on Saturday that ", "nobody wants the cranes idle again", ""),
                "It said on Saturday that nobody ever liked the cranes idle. So.",
                Some(("nobody ever liked the cranes idle", true)),
            ),
            (quote("", "gone for good", ""), "Something else stands here now.", None),
            (quote("", "quay", ""), "no such word", None),
            (quote("", "any words here", ""), "", None),
        ];
        for (quote, text, expected) in table {
            let found = place(&quote, text);
            let shown = found.map(|anchor| (anchor.span.of(text), anchor.is_changed));
            assert_eq!(shown, expected, "{quote:?}");
        }
        let twice = "the first quay was open, the second quay was shut";
        let found = place(&quote("the second ", "quay", " was shut"), twice);
        assert_eq!(found.map(|anchor| anchor.span.start), twice.rfind("quay"));
    }

    proptest! {
        #[test]
        fn a_place_lies_within_the_text(words in "\\PC{0,30}", text in "\\PC{0,200}") {
            if let Some(anchor) = place(&quote("", &words, ""), &text) {
                prop_assert!(!anchor.span.of(&text).is_empty());
            }
        }
    }
}
