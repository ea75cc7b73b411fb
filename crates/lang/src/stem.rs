//! What forms of one word have in common (Snowball's English stemmer for Latin letters,
//! its Russian one for Cyrillic letters, none for other scripts).
//!
//! Which language a question of two words is in cannot be told, so the script decides:
//! a text and a question come to the same stem whatever language they are in.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

/// Longer words are encoded data, which has no endings.
const MAX_BYTES: usize = 64;

/// The stem of a folded word.
#[must_use]
pub fn stem(folded: &str) -> Cow<'_, str> {
    let algorithm = match folded.chars().next() {
        Some('a'..='z') if folded.is_ascii() => Algorithm::English,
        Some('\u{400}'..='\u{52f}') => Algorithm::Russian,
        _ => return Cow::Borrowed(folded),
    };
    if folded.len() < 3 || folded.len() > MAX_BYTES {
        return Cow::Borrowed(folded);
    }
    Stemmer::create(algorithm).stem(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for (one, other) in [
            ("ties", "tie"),
            ("tying", "tie"),
            ("rebuilding", "rebuild"),
            ("skies", "sky"),
            ("городе", "города"),
            ("1200", "1200"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_ne!(stem("организация"), stem("органы"));
    }
}
