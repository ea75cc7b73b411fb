//! Words as they are compared: where they stand and their folded form.
//!
//! Invariant: tokens are ordered, disjoint, on character boundaries; linear time.
//! Not here: what a word weighs ([`crate::term_weight`]), counts for people
//! ([`crate::n_words`]).

use parallax_types::Span;
use unicode_normalization::char::is_combining_mark;

/// A word, a number or an acronym of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Lower case, without accents, possessive `'s` and dots of acronyms.
    pub folded: String,
}

/// The tokens of a text, in order: runs of letters and digits, with apostrophes
/// inside words (`don't`), points inside numbers (`1,200.5`) and dots inside
/// acronyms (`U.S.`).
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(char::is_alphanumeric) {
        let start = at + offset;
        let end = end_of_token(text, start);
        let folded = fold(&text[start..end]);
        if !folded.is_empty() {
            found.push(Token { span: Span::new(start, end), folded });
        }
        at = end;
    }
    found
}

fn end_of_token(text: &str, start: usize) -> usize {
    if let Some(end) = end_of_acronym(text, start) {
        return end;
    }
    let mut chars = text[start..].char_indices().peekable();
    let mut before = ' ';
    while let Some((offset, char)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        let belongs = char.is_alphanumeric()
            || (!char.is_ascii() && is_combining_mark(char))
            || (matches!(char, '\'' | '’') && after.is_some_and(char::is_alphabetic))
            || (matches!(char, '.' | ',')
                && before.is_ascii_digit()
                && after.is_some_and(|next| next.is_ascii_digit()));
        if !belongs {
            return start + offset;
        }
        before = char;
    }
    text.len()
}

/// `U.S.`, `p.m.`, `J.K.`: single letters with a dot after each.
fn end_of_acronym(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut n_letters = 0;
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && bytes.get(at + 1) == Some(&b'.') {
        at += 2;
        n_letters += 1;
    }
    (n_letters >= 2 && !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)).then_some(at)
}

/// A word as it is compared: lower case, no accents, plain apostrophes, no `'s`.
#[must_use]
pub fn fold(word: &str) -> String {
    let mut folded = parallax_lang::fold(&word.replace('’', "'"));
    if folded.ends_with("'s") {
        folded.truncate(folded.len() - 2);
    }
    let is_number = folded.starts_with(|char: char| char.is_ascii_digit());
    let unwanted = if is_number { ',' } else { '.' };
    if folded.contains(unwanted) {
        folded.retain(|char| char != unwanted);
    }
    folded
}

/// A folded word without its commonest endings. Crude on purpose: it only has
/// to bring `restore`, `restores` and `restored` together.
#[must_use]
pub fn stem(folded: &str) -> &str {
    for ending in ["ing", "ed", "es", "s", "e"] {
        if let Some(stem) = folded.strip_suffix(ending)
            && stem.len() >= 3
            && stem.is_ascii()
        {
            return stem;
        }
    }
    folded
}

/// The same number for the same text, on every machine and in every run.
/// FNV-1a, finished with the mixer of `SplitMix64`.
#[must_use]
pub fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(hash)
}

/// Spreads the bits of a number.
#[must_use]
pub fn mix(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The hashes of the folded forms.
#[must_use]
pub fn hashes(tokens: &[Token]) -> Vec<u64> {
    tokens.iter().map(|token| hash(&token.folded)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_cuts() {
        for (text, expected) in [
            ("The U.S. paid $1,200.50 — twice.", "the us paid 1200.50 twice"),
            ("Russia’s don’t café S-400", "russia don't cafe s 400"),
            ("At 5 p.m. it ended.", "at 5 pm it ended"),
            ("Край краи हिन्दी", "край краи हिन्दी"),
            ("", ""),
            ("… ' ’", ""),
        ] {
            let found: Vec<String> = tokens(text).into_iter().map(|token| token.folded).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn stems_bring_forms_together() {
        for forms in [["restore", "restores", "restored"], ["talk", "talks", "talking"]] {
            assert_eq!(stem(forms[0]), stem(forms[1]));
            assert_eq!(stem(forms[0]), stem(forms[2]));
        }
        assert_eq!(stem("us"), "us");
    }
}
