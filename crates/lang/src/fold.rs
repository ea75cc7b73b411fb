//! Letters that readers count as one: case, accents where they are no letters of their
//! own, ligatures, full-width forms, the shapes of Arabic letters, digits of any script.
//!
//! Invariant: idempotent. What makes a letter of its own is kept: `й` is no `и`, `が` no
//! `か`, and the signs of Indic scripts are vowels.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The zero of each script's decimal digits that are no compatibility form of ASCII's.
const ZEROS: [char; 15] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}',
];

/// A word as it is compared: lower case, without what readers leave out when they type.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for char in compose(word).chars() {
        fold_char(char, &mut folded);
    }
    // Marks that stood alone may make one letter with what they follow now.
    match compose(&folded) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => folded,
    }
}

/// Composed Unicode (NFC), which all rules expect.
#[must_use]
pub fn compose(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
    }
}

/// What has no shape of its own and stands inside words: soft hyphens, zero-width
/// spaces and joiners, direction marks, variation selectors, stretched Arabic lines.
#[must_use]
pub fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn fold_char(char: char, folded: &mut String) {
    if char.is_ascii() {
        folded.push(char.to_ascii_lowercase());
        return;
    }
    if is_invisible(char) || is_left_out(char) {
        return;
    }
    if let Some(spelling) = plain_spelling(char) {
        folded.push_str(spelling);
        return;
    }
    if let Some(digit) = digit(char) {
        folded.push(digit);
        return;
    }
    let first = std::iter::once(char).nfkd().next().unwrap_or(char);
    if first.is_ascii_alphanumeric() || is_greek(first) {
        let letters = std::iter::once(char).nfkd().filter(|part| !is_combining_mark(*part));
        letters.for_each(|letter| push_lower(letter, folded));
        return;
    }
    let parts = std::iter::once(char).nfkc();
    for part in parts.filter(|part| !is_left_out(*part) && !is_invisible(*part)) {
        match plain_spelling(part) {
            Some(spelling) => folded.push_str(spelling),
            None => push_lower(part, folded),
        }
    }
}

fn push_lower(char: char, folded: &mut String) {
    for lower in char.to_lowercase().filter(|lower| !is_left_out(*lower)) {
        match lower {
            'ς' => folded.push('σ'),
            lower if lower.is_alphanumeric() || is_combining_mark(lower) => folded.push(lower),
            _ => {}
        }
    }
}

fn is_greek(char: char) -> bool {
    matches!(char, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

/// Marks that stand loose beside their letter and that readers do not type: accents and
/// stress marks, Arabic and Hebrew vowels.
fn is_left_out(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
}

/// How letters are typed that a plain keyboard lacks, and letters of which readers take
/// one for the other.
fn plain_spelling(char: char) -> Option<&'static str> {
    Some(match char {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' | 'ǽ' | 'Ǽ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' | 'ǿ' | 'Ǿ' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "n",
        'ı' | 'İ' => "i",
        'ə' | 'Ə' => "e",
        'ё' | 'Ё' | 'ѐ' | 'Ѐ' => "е",
        'ѝ' | 'Ѝ' => "и",
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        'ؤ' => "و",
        'ئ' | 'ى' | 'ی' | 'ې' => "ي",
        'ک' => "ك",
        'ة' | 'ہ' | 'ھ' | 'ۀ' | 'ە' => "ه",
        _ => return None,
    })
}

/// A decimal digit of any script as ASCII has it.
fn digit(char: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| {
        u32::from(char).checked_sub(u32::from(*zero)).filter(|distance| *distance < 10)
    })?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_readers_type_either_way_is_one_and_letters_stay_letters() {
        for (word, expected) in [
            ("NAÏVE", "naive"),
            ("nai\u{308}ve", "naive"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("œuvre", "oeuvre"),
            ("Cæsar", "caesar"),
            ("ﬁﬂood", "fiflood"),
            ("ＡＢＣ１２３", "abc123"),
            ("İstanbul", "istanbul"),
            ("Iğdır", "igdir"),
            ("Việt", "viet"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("Οδυσσεύς", "οδυσσευσ"),
            ("край", "край"),
            ("кра\u{438}\u{306}", "край"),
            ("Їжак", "їжак"),
            ("ёлка", "елка"),
            ("за\u{301}мок", "замок"),
            ("がぎ", "がぎ"),
            ("ｶﾞ", "ガ"),
            ("हिन्दी", "हिन्दी"),
            ("أحمد", "احمد"),
            ("المدرسةَ", "المدرسه"),
            ("ســـوف", "سوف"),
            ("نمی\u{200c}خواهم", "نميخواهم"),
            ("Stra\u{ad}ßen", "strassen"),
            ("٢٠١٧", "2017"),
            ("한국", "한국"),
        ] {
            assert_eq!(fold(word), expected, "{word}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(word in "\\PC{0,12}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
