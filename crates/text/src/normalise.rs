//! One block's text in its clean form: NFC, plain spaces, no invisible
//! characters, no line breaks except in preformatted text.
//!
//! Invariant: idempotent; a word of the input is never lost.

use parallax_types::BlockKind;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The clean form of a block's text; empty if there is nothing to see in it.
pub(crate) fn normalise(text: &str, kind: BlockKind) -> String {
    let visible = without_invisible(text);
    let composed = match is_nfc_quick(visible.chars()) {
        IsNormalized::Yes => visible,
        IsNormalized::No | IsNormalized::Maybe => visible.nfc().collect(),
    };
    match kind {
        BlockKind::Preformatted => lines(&composed),
        _ => one_line(&composed),
    }
}

/// What of a text can be seen: joiners and non-joiners too where they shape the letters
/// they stand between.
fn without_invisible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        let shapes = matches!(char, '\u{200c}' | '\u{200d}')
            && shown.chars().next_back().is_some_and(is_shaped)
            && rest.clone().next().is_some_and(is_shaped);
        shown.extend(if shapes { Some(char) } else { visible(char) });
    }
    shown
}

/// Letters that join, and signs of the scripts of India, whose shape a (non-)joiner
/// between them decides: `کتاب‌های`.
fn is_shaped(char: char) -> bool {
    matches!(char, '\u{620}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{900}'..='\u{dff}')
}

/// Drops what has no shape of its own and turns every odd space into a plain one.
/// Line breaks stay for now.
fn visible(char: char) -> Option<char> {
    match char {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => Some('\n'),
        // Soft hyphen, zero-width (non-)joiner and space, word joiner, direction
        // marks, BOM, object and interlinear marks, variation selectors.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffc}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{180e}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        _ if char.is_whitespace() => Some(' '),
        _ if char.is_control() => None,
        _ => Some(char),
    }
}

/// Joins wrapped lines. A line that ends in a hyphen is joined without a space:
/// whether the hyphen is the word's own or the typesetter's cannot be known, and
/// keeping it loses nothing.
fn one_line(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.split('\n') {
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            joined.push_str(word);
            joined.push(' ');
        }
        if ends_in_hyphenated_word(&joined) {
            joined.pop();
        }
    }
    joined.truncate(joined.trim_end().len());
    joined
}

/// Whether the text ends in `letter-hyphen-space`.
fn ends_in_hyphenated_word(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next() == Some(' ')
        && back.next() == Some('-')
        && back.next().is_some_and(char::is_alphabetic)
}

/// Keeps line breaks and indentation, drops trailing spaces and empty lines: an
/// empty line would read as the end of the block.
fn lines(text: &str) -> String {
    let kept: Vec<&str> =
        text.split('\n').map(str::trim_end).filter(|line| !line.is_empty()).collect();
    kept.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises() {
        for (kind, input, expected) in [
            (BlockKind::Paragraph, " a\u{a0}b \r\n c\u{200b}d ", "a b cd"),
            (BlockKind::Paragraph, "co\u{ad}operation", "cooperation"),
            (BlockKind::Paragraph, "کتاب\u{200c}های \u{200c}a", "کتاب\u{200c}های a"),
            (BlockKind::Paragraph, "ab\u{200c}c", "abc"),
            (BlockKind::Paragraph, "cafe\u{301}", "café"),
            (BlockKind::Paragraph, "e\u{200b}\u{301}", "é"),
            (BlockKind::Paragraph, "well-\nknown fact -\nor not", "well-known fact - or not"),
            (BlockKind::Paragraph, "\u{feff}\u{0}\u{7} ", ""),
            (BlockKind::Preformatted, "a  b \n\n   c", "a  b\n   c"),
        ] {
            assert_eq!(normalise(input, kind), expected, "{input:?}");
        }
    }
}
