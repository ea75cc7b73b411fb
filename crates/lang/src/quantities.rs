//! What the words around a number mean, in five languages: number words, units with
//! their factors, `about`, `at least`, what is said of what is counted (killed,
//! arrested…), denials and duties.
//!
//! The words are in `data/LANGUAGE/quantities.txt`; a line is `class value: form, form`.
//! A language is added by adding such a file. Forms are kept as [`crate::fold`] makes them.
//! Not here: how numbers are put together from words (`parallax-text`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;
use crate::function_words::all_function_words;

/// A language whose quantity words are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English, which is also what unknown languages are read as.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Russian.
    Russian,
}

impl Language {
    /// The language most of whose function words stand in a text; English in doubt.
    ///
    /// - `words`: in lower case and bare, accents as typed.
    #[must_use]
    pub fn of(words: &[&str]) -> Self {
        let n_in =
            |list: &[&str]| words.iter().filter(|word| list.binary_search(word).is_ok()).count();
        let counts = all_function_words().map(|(code, list)| (n_in(list), code));
        let first_of_most =
            counts.fold((0, "en"), |best, next| if next.0 > best.0 { next } else { best });
        let all = [Self::English, Self::German, Self::French, Self::Spanish, Self::Russian];
        all.into_iter().find(|language| language.code() == first_of_most.1).unwrap_or(Self::English)
    }

    /// As ISO 639-1 has it.
    fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Russian => "ru",
        }
    }

    /// Whether a word says nothing by itself.
    ///
    /// - `word`: in lower case, accents as typed.
    #[must_use]
    pub fn has_function_word(self, word: &str) -> bool {
        let mut lists = all_function_words();
        let own = lists.find(|(code, _)| *code == self.code());
        own.is_some_and(|(_, list)| list.binary_search(&word).is_ok())
    }

    /// Whether a point parts thousands and a comma the decimals (`1.200,5`).
    #[must_use]
    pub fn has_decimal_comma(self) -> bool {
        self != Self::English
    }
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// In metres.
    Length,
    /// In square metres.
    Area,
    /// In kilograms.
    Mass,
    /// In litres.
    Volume,
    /// In degrees Celsius.
    Temperature,
    /// In kilometres per hour.
    Speed,
    /// In watts.
    Power,
    /// In megabytes.
    Data,
    /// In seconds.
    Time,
}

impl Dimension {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "length" => Self::Length,
            "area" => Self::Area,
            "mass" => Self::Mass,
            "volume" => Self::Volume,
            "temperature" => Self::Temperature,
            "speed" => Self::Speed,
            "power" => Self::Power,
            "data" => Self::Data,
            "time" => Self::Time,
            _ => return None,
        })
    }
}

/// A unit: a value in it is `(value - offset) * factor` in the dimension's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// How much of the dimension's own unit one of it is.
    pub factor: f64,
    /// What zero of the dimension's own unit is in it.
    pub offset: f64,
}

/// What a word or a phrase does to the numbers near it.
#[derive(Debug, Clone, PartialEq)]
pub enum QuantityWord {
    /// `twelve`
    Number(f64),
    /// `dozen`, `million`
    Times(f64),
    /// `dozens`: about how many.
    Vague(f64),
    /// `half`
    Half,
    /// `third`
    Ordinal(f64),
    /// `about`
    About,
    /// `at least`
    AtLeast,
    /// `up to`
    AtMost,
    /// `between`
    Between,
    /// What stands between the ends of a range.
    Range,
    /// `km`
    Unit(Unit),
    /// `dollars`, by the currency's code.
    Money(String),
    /// `percent`
    Percent,
    /// `old`, behind years.
    Old,
    /// `aged`, before a number.
    Aged,
    /// `p.m.`
    Clock,
    /// `killed`: what is said of what is counted.
    Role(String),
    /// `people`
    People,
    /// `women`: some of the people.
    Narrower,
    /// `total`, `others`: how much of it is counted.
    Scope,
    /// `as of`, `so far`
    AsOf,
    /// `not`
    Not,
    /// `no`, `none`: denies the verb behind it.
    Nobody,
    /// `was`, `has`, `will`: stands before the verb it may deny.
    Helper,
    /// `denied`
    Deny,
    /// `confirmed`
    Affirm,
    /// `must`
    Must,
    /// `may`
    May,
}

/// The quantity words of a language.
pub struct QuantityWords {
    phrases: HashMap<String, Vec<QuantityWord>>,
    longest: usize,
    running: Vec<String>,
}

impl QuantityWords {
    /// Those of a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        &ALL[language as usize]
    }

    /// What a phrase of folded words means; words are joined by one space.
    #[must_use]
    pub fn meanings(&self, phrase: &str) -> &[QuantityWord] {
        self.phrases.get(phrase).map_or(&[], Vec::as_slice)
    }

    /// Words of the longest phrase.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Whether numbers of a role grow while a story runs.
    #[must_use]
    pub fn is_running(&self, role: &str) -> bool {
        self.running.iter().any(|running| running == role)
    }

    fn read(file: &str) -> Self {
        let mut words = Self { phrases: HashMap::new(), longest: 1, running: Vec::new() };
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let Some((head, forms)) = line.split_once(':') else { continue };
            let forms = forms.split(',').map(|form| fold(form.trim()));
            if head == "running" {
                words.running = forms.collect();
                continue;
            }
            let Some(meaning) = meaning(head) else { continue };
            for form in forms {
                // Dots of `u.s.` are not in folded words.
                let form = form.replace('.', "");
                words.longest = words.longest.max(form.split(' ').count());
                words.phrases.entry(form).or_default().push(meaning.clone());
            }
        }
        words
    }
}

/// What a line's head says; `None` for one that is not known.
fn meaning(head: &str) -> Option<QuantityWord> {
    let mut parts = head.split(' ');
    let class = parts.next()?;
    let parts: Vec<&str> = parts.collect();
    let value = |at: usize| parts.get(at).and_then(|part| part.parse::<f64>().ok());
    Some(match class {
        "number" => QuantityWord::Number(value(0)?),
        "times" => QuantityWord::Times(value(0)?),
        "vague" => QuantityWord::Vague(value(0)?),
        "half" => QuantityWord::Half,
        "ordinal" => QuantityWord::Ordinal(value(0)?),
        "about" => QuantityWord::About,
        "least" => QuantityWord::AtLeast,
        "most" => QuantityWord::AtMost,
        "between" => QuantityWord::Between,
        "range" => QuantityWord::Range,
        "unit" => QuantityWord::Unit(Unit {
            dimension: Dimension::named(parts.first()?)?,
            factor: value(1)?,
            offset: value(2).unwrap_or(0.0),
        }),
        "money" => QuantityWord::Money((*parts.first()?).to_owned()),
        "percent" => QuantityWord::Percent,
        "old" => QuantityWord::Old,
        "aged" => QuantityWord::Aged,
        "clock" => QuantityWord::Clock,
        "role" => QuantityWord::Role((*parts.first()?).to_owned()),
        "people" => QuantityWord::People,
        "narrower" => QuantityWord::Narrower,
        "scope" => QuantityWord::Scope,
        "as-of" => QuantityWord::AsOf,
        "not" => QuantityWord::Not,
        "nobody" => QuantityWord::Nobody,
        "helper" => QuantityWord::Helper,
        "deny" => QuantityWord::Deny,
        "affirm" => QuantityWord::Affirm,
        "must" => QuantityWord::Must,
        "may" => QuantityWord::May,
        _ => return None,
    })
}

/// In the order of [`Language`].
static ALL: LazyLock<[QuantityWords; 5]> = LazyLock::new(|| {
    [
        QuantityWords::read(include_str!("../data/en/quantities.txt")),
        QuantityWords::read(include_str!("../data/de/quantities.txt")),
        QuantityWords::read(include_str!("../data/fr/quantities.txt")),
        QuantityWords::read(include_str!("../data/es/quantities.txt")),
        QuantityWords::read(include_str!("../data/ru/quantities.txt")),
    ]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_file_is_understood() {
        for file in [
            include_str!("../data/en/quantities.txt"),
            include_str!("../data/de/quantities.txt"),
            include_str!("../data/fr/quantities.txt"),
            include_str!("../data/es/quantities.txt"),
            include_str!("../data/ru/quantities.txt"),
        ] {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let (head, forms) = line.split_once(':').unwrap();
                assert!(head == "running" || meaning(head).is_some(), "{line}");
                assert!(forms.split(',').all(|form| !form.trim().is_empty()), "{line}");
            }
        }
    }

    #[test]
    fn a_text_has_the_language_of_its_function_words() {
        for (text, expected) in [
            ("the harbour was closed for two days", Language::English),
            (
                "bei dem unglück wurden zwei menschen verletzt und die straße gesperrt",
                Language::German,
            ),
            ("les deux hommes ont été blessés dans le port et la ville", Language::French),
            ("los dos hombres fueron heridos en el puerto de la ciudad", Language::Spanish),
            ("два человека были ранены на причале и в порту", Language::Russian),
            ("12", Language::English),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(Language::of(&words), expected, "{text}");
        }
    }

    #[test]
    fn phrases_are_found_as_they_are_folded() {
        let english = QuantityWords::of(Language::English);
        assert!(english.meanings("at least").contains(&QuantityWord::AtLeast));
        assert!(english.meanings("us dollars").contains(&QuantityWord::Money("USD".to_owned())));
        assert!(english.longest() >= 3 && english.is_running("dead"));
        let german = QuantityWords::of(Language::German);
        assert!(german.meanings(&fold("zwölf")).contains(&QuantityWord::Number(12.0)));
    }
}
