//! What forms of one word have in common.
//!
//! Which language a question of two words is in cannot be told, so the script decides the
//! stem that every word has: Snowball's English stemmer for Latin letters, its Russian one
//! for Cyrillic, its Greek and Tamil ones for theirs. A text whose language is known has a
//! second stem for each word, by its own language's stemmer, and a question one for each
//! such language of the library ([`StemLanguage`]).
//! Not here: which languages those are, where the stems are kept (`parallax-store`).

use std::borrow::Cow;
use std::cell::RefCell;

use rust_stemmers::{Algorithm, Stemmer};

use crate::edge::{Edge, TokenKind};
use crate::fold::fold;

/// Longer words are encoded data, which has no endings.
const MAX_BYTES: usize = 64;

/// Languages with a stemmer of their own, beside those whose script decides.
const LANGUAGES: [(&str, Algorithm); 15] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("sv", Algorithm::Swedish),
    ("tr", Algorithm::Turkish),
];

/// The mark of the first of them: a character no text has, so that stems of different
/// languages never meet.
const FIRST_MARK: u32 = 0xe000;

thread_local! {
    static STEMMERS: RefCell<[Option<Stemmer>; LANGUAGES.len()]> =
        const { RefCell::new([const { None }; LANGUAGES.len()]) };
}

/// The stem of a folded word.
#[must_use]
pub fn stem(folded: &str) -> Cow<'_, str> {
    let algorithm = match folded.chars().next() {
        Some('a'..='z') if folded.is_ascii() => Algorithm::English,
        Some('\u{370}'..='\u{3ff}') => Algorithm::Greek,
        Some('\u{400}'..='\u{52f}') => Algorithm::Russian,
        Some('\u{b80}'..='\u{bff}') => Algorithm::Tamil,
        _ => return Cow::Borrowed(folded),
    };
    if folded.len() < 3 || folded.len() > MAX_BYTES {
        return Cow::Borrowed(folded);
    }
    Stemmer::create(algorithm).stem(folded)
}

/// A language whose words have a stem of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StemLanguage(u8);

impl StemLanguage {
    /// - `tag`: BCP 47 (`de`, `pt-br`). `None` where its script decides alone.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let at = LANGUAGES.iter().position(|(code, _)| primary.eq_ignore_ascii_case(code))?;
        u8::try_from(at).ok().map(Self)
    }

    /// The stem of a word as it is written, with its accents, marked with the language.
    /// None for what is no word of the language's script.
    pub(crate) fn stem(self, word: &Edge) -> Option<String> {
        let is_its_script = match word.form.chars().next() {
            Some('a'..='z') => !self.is_arabic(),
            Some('\u{600}'..='\u{6ff}') => self.is_arabic(),
            _ => false,
        };
        if word.kind != TokenKind::Word || !is_its_script || word.form.len() > MAX_BYTES {
            return None;
        }
        let at = usize::from(self.0);
        let written = word.written.as_deref().unwrap_or(&word.form);
        let stem = STEMMERS.with_borrow_mut(|stemmers| {
            let stemmer = stemmers[at].get_or_insert_with(|| Stemmer::create(LANGUAGES[at].1));
            fold(&stemmer.stem(written))
        });
        let mark = char::from_u32(FIRST_MARK + u32::from(self.0)).unwrap_or_default();
        Some(format!("{mark}{stem}"))
    }

    /// Whether a word has the stem of `own`, one of this language's.
    pub(crate) fn meets(self, own: &Edge, word: &Edge) -> bool {
        // Endings are cut off: but for Arabic, whose article goes too, words that meet
        // begin alike.
        let begins_alike = || own.form.chars().next() == word.form.chars().next();
        (self.is_arabic() || begins_alike()) && self.stem(word).as_ref() == Some(&own.stem)
    }

    fn is_arabic(self) -> bool {
        LANGUAGES[usize::from(self.0)].1 == Algorithm::Arabic
    }
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
            ("κυβερνησησ", "κυβερνηση"),
            ("1200", "1200"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_ne!(stem("организация"), stem("органы"));
    }

    #[test]
    fn forms_meet_in_their_own_language_and_in_no_other() {
        let own = |language: &str, word: &str| StemLanguage::of(language).unwrap().stem_of(word);
        for (language, one, other) in [
            ("de", "Häuser", "Haus"),
            ("de-AT", "Verhandlungen", "Verhandlung"),
            ("fr", "négociations", "négociation"),
            ("es", "negociaciones", "negociación"),
            ("it", "governi", "governo"),
            ("pt", "negociações", "negociação"),
            ("nl", "onderhandelingen", "onderhandeling"),
            ("sv", "förhandlingarna", "förhandling"),
            ("fi", "hallituksen", "hallitukset"),
            ("hu", "kormányok", "kormány"),
            ("tr", "hastaneler", "hastane"),
            ("ro", "guvernele", "guvernelor"),
            ("ar", "المدرسة", "مدرسة"),
        ] {
            assert_eq!(own(language, one), own(language, other));
        }
        assert_ne!(own("de", "paris"), own("fr", "paris"), "marked");
        assert_eq!(own("de", "город"), None);
        assert_eq!(StemLanguage::of("en"), None);
    }
}
