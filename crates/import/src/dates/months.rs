//! The names of months, as `months.tsv` has them: over fifty languages.
//!
//! Not here: how a date is put together (`written`).

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// Which calendar a month belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    /// The Persian solar year.
    Solar,
}

/// A month by its number, 1–12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) number: u16,
    pub(super) calendar: Calendar,
}

type Names = HashMap<String, Vec<(&'static str, Month)>>;

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::new();
    for line in include_str!("months.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let language = cells.next().unwrap_or_default();
        let calendar = match language {
            "fa-solar" => Calendar::Solar,
            _ => Calendar::Gregorian,
        };
        for (number, forms) in (1..).zip(cells) {
            for form in forms.split(' ') {
                let month = Month { number, calendar };
                names.entry(fold(form)).or_default().push((language, month));
            }
        }
    }
    names
});

/// The month a folded word names. A name that two languages give to different
/// months ("listopada") is told by the text's language, else by the way the day
/// is written: Croatian puts a full stop behind it.
pub(super) fn named(word: &str, language: Option<&str>, is_dotted: bool) -> Option<Month> {
    let meanings = NAMES.get(word)?;
    let (_, first) = meanings.first()?;
    if meanings.iter().all(|(_, month)| month == first) {
        return Some(*first);
    }
    let of = |wanted: &str| {
        meanings.iter().find(|(language, _)| *language == wanted).map(|(_, month)| *month)
    };
    language.and_then(of).or_else(|| of(if is_dotted { "hr" } else { "pl" }))
}

/// Whether a word is the name of a month in some language.
pub(crate) fn is_month(word: &str) -> bool {
    NAMES.contains_key(&fold(word))
}

/// Lower case, without the accents and vowel points that are written or not.
pub(super) fn fold(word: &str) -> String {
    word.nfd()
        .filter(|char| {
            !matches!(char, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{655}' | '\u{670}' | '\u{200c}')
        })
        .nfc()
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_twelve_months() {
        let lines = include_str!("months.tsv").lines().filter(|line| !line.starts_with('#'));
        let languages: Vec<&str> = lines
            .map(|line| {
                assert_eq!(line.split('\t').count(), 13, "{line}");
                line.split('\t').next().unwrap()
            })
            .collect();
        assert!(languages.len() >= 50);
    }

    #[test]
    fn few_names_are_those_of_two_months() {
        let ambiguous = NAMES.iter().filter(|(_, them)| them.iter().any(|it| it.1 != them[0].1));
        let mut ambiguous: Vec<&str> = ambiguous.map(|(name, _)| name.as_str()).collect();
        ambiguous.sort_unstable();
        assert_eq!(ambiguous, ["listopad", "listopada"]);
        let month = |language, dotted| named("listopada", language, dotted).unwrap().number;
        assert_eq!([month(Some("hr"), false), month(None, true), month(None, false)], [10, 10, 11]);
    }
}
