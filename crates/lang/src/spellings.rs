//! Other spellings of one word: umlauts and their like written out (`Mueller` for
//! `Müller`), and what a Persian ending was written behind (`کتاب` of `کتاب‌های`).
//!
//! Not here: spellings that are one to everybody (`fold`), several words read as one
//! (`joined`).

use crate::edge::{Edge, TokenKind};
use crate::fold::fold;
use crate::stem::stem;

/// Divides a word from its endings, in Persian and its neighbours.
const NON_JOINER: char = '\u{200c}';

/// A shorter part of a word is an ending or a prefix.
const MIN_LETTERS: usize = 3;

/// What else one of the tokens of `text` may be typed as.
pub(crate) fn other_spellings(edge: &Edge, text: &str) -> Option<Edge> {
    if edge.kind != TokenKind::Word {
        return None;
    }
    let form = edge
        .written
        .as_deref()
        .and_then(written_out)
        .or_else(|| longest_part(edge.span.of(text)))
        .filter(|form| *form != edge.form)?;
    let stem = stem(&form).into_owned();
    Some(Edge { form, stem, written: None, ..edge.clone() })
}

/// The word with two letters for each umlaut, ring and stroke; `None` without any.
fn written_out(written: &str) -> Option<String> {
    if !written.contains(['ä', 'ö', 'ü', 'ø', 'å']) {
        return None;
    }
    let mut form = String::with_capacity(written.len() + 4);
    for char in written.chars() {
        match char {
            'ä' => form.push_str("ae"),
            'ö' | 'ø' => form.push_str("oe"),
            'ü' => form.push_str("ue"),
            'å' => form.push_str("aa"),
            other => form.push(other),
        }
    }
    Some(fold(&form))
}

/// The longest part of a word whose parts are not joined to each other.
fn longest_part(word: &str) -> Option<String> {
    if !word.contains(NON_JOINER) {
        return None;
    }
    let parts = word.split(NON_JOINER).map(fold);
    let n_letters = |part: &String| part.chars().count();
    // Of equally long ones the first: what follows is an ending.
    parts.rev().max_by_key(n_letters).filter(|part| n_letters(part) >= MIN_LETTERS)
}

#[cfg(test)]
mod tests {
    use crate::tokens;

    #[test]
    fn a_word_has_the_spelling_it_may_be_typed_in() {
        let of = |text: &str| {
            tokens(text).joined.into_iter().map(|edge| edge.form).collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            ("Müller aus Göteborg", "mueller goeteborg"),
            ("Ålborg Tromsø", "aalborg tromsoe"),
            ("FÜR Ä\u{308}", "fuer ae"),
            ("naïve café", ""),
            ("کتاب\u{200c}های", "كتاب"),
            ("نمی\u{200c}خواهم", "خواهم"),
            ("خانه\u{200c}ها", "خانه"),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
