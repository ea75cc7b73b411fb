//! What counts as a word, and the form of a block that repetition is counted in.
//!
//! Invariant: linear time; a word is at most [`MAX_WORD_CHARS`] long, so that a
//! megabyte without a space is many words and not one.

use parallax_types::Span;
use unicode_normalization::char::is_combining_mark;

/// Longer runs without a space are cut: no language writes such words, but
/// encoded data and scripts without spaces do.
const MAX_WORD_CHARS: usize = 64;

/// In scripts that write without spaces (Thai, Lao, Khmer, Burmese) a word has
/// about this many characters.
const UNSPACED_WORD_CHARS: usize = 6;

/// Number of words: runs of non-space characters with at least one letter or
/// digit; every Han or kana character is one.
#[must_use]
pub fn n_words(text: &str) -> usize {
    let mut n_words = 0;
    each_word(text, |_| n_words += 1);
    n_words
}

/// Calls `found` with the span of each word, in order. Punctuation belongs to
/// the word it touches; punctuation between spaces belongs to none.
pub(crate) fn each_word(text: &str, mut found: impl FnMut(Span)) {
    let mut word = Word::default();
    for (at, char) in text.char_indices() {
        if char.is_whitespace() {
            word.finish(at, &mut found);
            continue;
        }
        if word.ends_before(char) {
            word.finish(at, &mut found);
        }
        word.push(at, char);
    }
    word.finish(text.len(), &mut found);
}

/// The word being read.
#[derive(Default)]
struct Word {
    start: Option<usize>,
    n_chars: usize,
    n_unspaced: usize,
    /// Whether a letter or digit was seen.
    spoken: bool,
    /// Whether the last letter was a Han or kana character.
    ideograph: bool,
}

impl Word {
    fn ends_before(&self, char: char) -> bool {
        if !self.spoken || !char.is_alphanumeric() || is_combining_mark(char) {
            return false;
        }
        self.ideograph
            || is_ideograph(char)
            || self.n_chars >= MAX_WORD_CHARS
            || self.n_unspaced >= UNSPACED_WORD_CHARS
    }

    fn push(&mut self, at: usize, char: char) {
        self.start.get_or_insert(at);
        self.n_chars += 1;
        if char.is_alphanumeric() {
            self.spoken = true;
            self.ideograph = is_ideograph(char);
            self.n_unspaced += usize::from(is_unspaced(char));
        }
    }

    fn finish(&mut self, end: usize, found: &mut impl FnMut(Span)) {
        let word = std::mem::take(self);
        if let (Some(start), true) = (word.start, word.spoken) {
            found(Span::new(start, end));
        }
    }
}

/// Han, hiragana and katakana: written without spaces, about a word each.
pub(crate) fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Thai, Lao, Burmese, Khmer.
fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// The same for two blocks whose letters and digits are the same, whatever their
/// case, spacing and punctuation. For counting in how many articles a block
/// stands; stable across runs and machines.
///
/// FNV-1a over the folded text, finished with the mixer of `SplitMix64`.
#[must_use]
pub fn block_key(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut gap = false;
    let mut feed = |char: char| {
        for byte in u32::from(char).to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    let mut spoken = false;
    for char in text.chars() {
        if !char.is_alphanumeric() {
            gap = spoken;
            continue;
        }
        if std::mem::take(&mut gap) {
            feed(' ');
        }
        spoken = true;
        char.to_lowercase().for_each(&mut feed);
    }
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words() {
        for (text, expected) in [
            ("", 0),
            (" — × … ", 0),
            ("Moscow's well-known plan .", 3),
            ("U.S . FIRST", 2),
            ("北京是首都。", 5),
            ("NATO与俄罗斯", 5),
            ("สวัสดีชาวโลก", 2),
        ] {
            assert_eq!(n_words(text), expected, "{text}");
        }
        assert_eq!(n_words(&"x".repeat(640)), 10);
    }

    #[test]
    fn keys_ignore_case_space_and_punctuation_but_not_digits() {
        assert_eq!(block_key("Read  more…"), block_key("“READ MORE”"));
        assert_ne!(block_key("Read more"), block_key("Readmore"));
        assert_ne!(block_key("Page 1"), block_key("Page 2"));
        assert_eq!(block_key(""), block_key(" … "));
    }
}
