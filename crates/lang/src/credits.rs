//! The words by which texts say where their own words come from: "told", "according to",
//! "laut", "selon", "со ссылкой на".
//!
//! They are in `data/LANGUAGE/credits.txt`; a line is `class: form, form`. One table for all
//! languages: a phrase that is one in two of them means much the same in both.
//! Not here: names of media ([`crate::media`]), where a credit begins and ends
//! (`parallax-text`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;

/// What a phrase does to the name of a medium beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CreditWord {
    /// `told NAME`: somebody's words were first spoken there.
    Told,
    /// `according to NAME`
    Cited,
    /// `first reported by NAME`
    First,
    /// `originally published in NAME`
    Republished,
    /// `NAME reported`
    Says,
    /// `NAME broke the news`
    FirstSays,
    /// `reports NAME.`: before the name, where a clause ends behind it.
    SaysAtEnd,
    /// `berichtet NAME`: before the name.
    SaysBefore,
    /// `NAME has also reported`: between a name and its verb.
    Adverb,
    /// `NAME first reported`
    FirstAdverb,
    /// `said … to NAME`: makes a preposition before a name one of speech.
    Speech,
    /// `to`, before a name.
    To,
    /// `the Russian news agency`: between a phrase and the name.
    Between,
    /// `newspaper`, `radio station`: what stands beside it is a medium's name.
    Medium,
    /// `correspondent`: behind a name, before its verb.
    Person,
    /// `Times`, `Herald`: what names of media end with.
    Head,
    /// `Source:`
    Label,
    /// `by`, at the head of a byline.
    Byline,
    /// `Monday`: a capital behind a name that is no part of it.
    Day,
}

impl CreditWord {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "told" => Self::Told,
            "cited" => Self::Cited,
            "first" => Self::First,
            "republished" => Self::Republished,
            "says" => Self::Says,
            "first-says" => Self::FirstSays,
            "says-end" => Self::SaysAtEnd,
            "says-before" => Self::SaysBefore,
            "adverb" => Self::Adverb,
            "first-adverb" => Self::FirstAdverb,
            "speech" => Self::Speech,
            "to" => Self::To,
            "between" => Self::Between,
            "medium" => Self::Medium,
            "person" => Self::Person,
            "head" => Self::Head,
            "label" => Self::Label,
            "byline" => Self::Byline,
            "day" => Self::Day,
            _ => return None,
        })
    }
}

/// The phrases of all languages.
pub struct CreditPhrases {
    phrases: HashMap<String, Vec<CreditWord>>,
    longest: usize,
}

impl CreditPhrases {
    /// Whether a phrase is of a class.
    ///
    /// - `phrase`: folded words joined by one space.
    #[must_use]
    pub fn has(&self, class: CreditWord, phrase: &str) -> bool {
        self.phrases.get(phrase).is_some_and(|classes| classes.contains(&class))
    }

    /// Words of the longest phrase.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    fn add(&mut self, file: &str) {
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let Some((class, forms)) = line.split_once(':') else { continue };
            let Some(class) = CreditWord::named(class) else { continue };
            for form in forms.split(',') {
                // As words are cut: `op-ed` is two.
                let form = fold(form.trim()).replace('-', " ");
                self.longest = self.longest.max(form.split(' ').count());
                self.phrases.entry(form).or_default().push(class);
            }
        }
    }
}

/// The files, one a language.
const FILES: [&str; 10] = [
    include_str!("../data/en/credits.txt"),
    include_str!("../data/de/credits.txt"),
    include_str!("../data/fr/credits.txt"),
    include_str!("../data/es/credits.txt"),
    include_str!("../data/it/credits.txt"),
    include_str!("../data/pt/credits.txt"),
    include_str!("../data/nl/credits.txt"),
    include_str!("../data/pl/credits.txt"),
    include_str!("../data/ru/credits.txt"),
    include_str!("../data/uk/credits.txt"),
];

/// All credit phrases known.
#[must_use]
pub fn credit_phrases() -> &'static CreditPhrases {
    static ALL: LazyLock<CreditPhrases> = LazyLock::new(|| {
        let mut all = CreditPhrases { phrases: HashMap::new(), longest: 1 };
        for file in FILES {
            all.add(file);
        }
        all
    });
    &ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_file_is_understood() {
        for file in FILES {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let (class, forms) = line.split_once(':').unwrap();
                assert!(CreditWord::named(class).is_some(), "{line}");
                assert!(forms.split(',').all(|form| !form.trim().is_empty()), "{line}");
            }
        }
    }

    #[test]
    fn phrases_of_all_languages_are_known_as_they_are_folded() {
        for (phrase, class) in [
            ("according to", CreditWord::Cited),
            ("selon", CreditWord::Cited),
            ("segun", CreditWord::Cited),
            ("со ссылкой на", CreditWord::Cited),
            ("first reported by", CreditWord::First),
            ("op ed for", CreditWord::Cited),
        ] {
            assert!(credit_phrases().has(class, phrase), "{phrase}");
        }
        assert!(credit_phrases().longest() >= 4);
    }
}
