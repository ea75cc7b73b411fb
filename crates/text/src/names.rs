//! Names of persons, organisations and places, by rules.
//!
//! A name is a run of capitalised words; lists of first names, titles, words of
//! organisations and countries tell its kind. What this misses: names in lower
//! case or in scripts without capitals, text written all in capitals, places
//! that are in no list (they come out as persons or as `Other`), a single name
//! that only ever opens sentences and is an English word, titles of works.
//! Invariant: names are ordered and disjoint; linear time.

mod lists;

use parallax_types::Span;

use crate::calendar::{month, weekday};
use crate::term_weight::rank;
use crate::tokens::{Token, fold, tokens};
use lists::{FIRST_NAMES, NATIONALITIES, ORGANISATION_WORDS, PLACE_WORDS, PLACES, TITLES};

/// What a name names, as far as the rules can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A body of people: a ministry, a company, an alliance.
    Organisation,
    /// Somewhere.
    Place,
    /// Something with a name.
    Other,
}

impl NameKind {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Other => "other",
        }
    }
}

/// A name where it stands, without titles before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Bytes of the text.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
}

/// Words of rank below this are ordinary also where they are capitalised.
const ORDINARY: usize = 4_000;

/// The names of a text, in order.
#[must_use]
pub fn names(text: &str) -> Vec<Name> {
    let words = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = end_of_run(text, &words, at);
        if end == at {
            at += 1;
            continue;
        }
        found.extend(name_of(
            text,
            &words[at..end],
            at == 0 || opens_sentence(text, words[at].span.start),
        ));
        at = end;
    }
    found
}

/// One past the last word of the run of capitalised words at `start`.
fn end_of_run(text: &str, words: &[Token], start: usize) -> usize {
    let mut end = start;
    while end < words.len()
        && is_capitalised(text, &words[end])
        && (end == start || touches(text, words, end))
    {
        end += 1;
        // `Center for a New American Security`, `Department of European Cooperation`.
        let joined = (end..words.len().min(end + 2))
            .take_while(|&at| is_joiner(&words[at].folded) && touches(text, words, at))
            .last();
        if let Some(joiner) = joined
            && joiner + 1 < words.len()
            && is_capitalised(text, &words[joiner + 1])
            && touches(text, words, joiner + 1)
            && joins_organisation(text, &words[start..end])
        {
            end = joiner + 1;
        }
    }
    end
}

fn is_joiner(folded: &str) -> bool {
    matches!(folded, "of" | "for" | "a" | "the" | "de" | "du" | "la" | "von" | "van" | "al" | "bin")
}

fn joins_organisation(text: &str, words: &[Token]) -> bool {
    let last = words.last().map_or("", |word| word.folded.as_str());
    ORGANISATION_WORDS.binary_search(&last).is_ok() || {
        let word = words.last().map_or("", |word| word.span.of(text));
        matches!(
            word,
            "Head" | "Bank" | "University" | "Ministry" | "Council" | "Center" | "Centre"
        )
    }
}

fn is_capitalised(text: &str, word: &Token) -> bool {
    let written = word.span.of(text);
    written.starts_with(char::is_uppercase)
        && !matches!(word.folded.as_str(), "i" | "i'm" | "i've" | "i'll" | "i'd")
        && !is_month(text, word)
        && weekday(&word.folded).is_none()
}

/// A month's name; `Jan` alone is a person unless a day follows.
fn is_month(text: &str, word: &Token) -> bool {
    let after = text[word.span.end..].trim_start_matches(['.', ' ']);
    month(&word.folded).is_some()
        && (word.folded.len() > 4 || after.starts_with(|char: char| char.is_ascii_digit()))
}

/// Whether nothing but a space, a hyphen or the dot of an initial parts two words.
fn touches(text: &str, words: &[Token], at: usize) -> bool {
    let before = &words[at - 1];
    let gap = &text[before.span.end..words[at].span.start];
    let possessive = before.span.of(text).ends_with("'s") || before.span.of(text).ends_with("’s");
    let initial = before.span.len() == 1 || TITLES.binary_search(&before.folded.as_str()).is_ok();
    !possessive && (matches!(gap, " " | "-") || (initial && gap == ". "))
}

fn opens_sentence(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '"', '“', '‘', '\'', '(', '[', '«', '`']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '…', '—', '”'])
}

fn name_of(text: &str, run: &[Token], opens: bool) -> Option<Name> {
    let is_title = |word: &Token| TITLES.binary_search(&word.folded.as_str()).is_ok();
    let mut run = run;
    // "Harbour Minister Ingrid Vassmo" is Ingrid Vassmo.
    let title = run.iter().rposition(is_title).filter(|at| at + 1 < run.len());
    if let Some(title) = title {
        run = &run[title + 1..];
    }
    // "In Ostrey", "The Harbour Board"
    while opens && title.is_none() && rank(&run.first()?.folded).is_some_and(|rank| rank < 300) {
        run = &run[1..];
    }
    let has_title = title.is_some();
    let (first, last) = (run.first()?, run.last()?);
    if run.len() == 1 && is_ordinary(text, first, opens) {
        return None;
    }
    let mut span = Span::new(first.span.start, last.span.end);
    for possessive in ["'s", "’s"] {
        if span.of(text).ends_with(possessive) {
            span.end -= possessive.len();
        }
    }
    Some(Name { span, kind: kind_of(text, run, has_title) })
}

/// A lone capitalised word that is more likely no name.
fn is_ordinary(text: &str, word: &Token, opens: bool) -> bool {
    let written = word.span.of(text);
    let is_acronym =
        written.len() > 1 && written.chars().all(|char| char.is_uppercase() || char == '.');
    let known = PLACES.binary_search(&word.folded.as_str()).is_ok();
    let rank = rank(&word.folded).unwrap_or(usize::MAX);
    written.len() < 2
        || (NATIONALITIES.binary_search(&word.folded.as_str()).is_ok() && rank < ORDINARY)
        || (opens && !is_acronym && !known && rank < ORDINARY)
        || TITLES.binary_search(&word.folded.as_str()).is_ok()
}

fn kind_of(text: &str, run: &[Token], has_title: bool) -> NameKind {
    let in_list =
        |list: &[&str]| run.iter().any(|word| list.binary_search(&word.folded.as_str()).is_ok());
    let whole: Vec<&str> = run.iter().map(|word| word.folded.as_str()).collect();
    let whole = whole.join(" ");
    if PLACES.binary_search(&whole.as_str()).is_ok() {
        return NameKind::Place;
    }
    if in_list(ORGANISATION_WORDS) {
        return NameKind::Organisation;
    }
    let first = &run[0];
    if has_title || FIRST_NAMES.binary_search(&first.folded.as_str()).is_ok() {
        return NameKind::Person;
    }
    let acronym = |word: &Token| {
        let written = word.span.of(text);
        written.len() > 1 && written.chars().all(|char| char.is_uppercase() || char == '.')
    };
    if run.iter().all(acronym) {
        return NameKind::Organisation;
    }
    if in_list(PLACE_WORDS) {
        return NameKind::Place;
    }
    let is_rare = |word: &Token| rank(&word.folded).is_none_or(|rank| rank > 8_000);
    let is_english = |word: &Token| rank(&word.folded).is_some_and(|rank| rank < 1_500);
    let looks_human = (2..=3).contains(&run.len())
        && run.iter().all(|word| {
            !acronym(word) && NATIONALITIES.binary_search(&word.folded.as_str()).is_err()
        })
        && run.iter().any(is_rare)
        && !run.iter().all(is_english);
    if looks_human { NameKind::Person } else { NameKind::Other }
}

/// The key of a person's family name: spellings that transliterate the same
/// sound alike (`Sergei`, `Sergey`) fold together. The name's last word counts.
#[must_use]
pub fn person_key(name: &str) -> String {
    sound(name.split_whitespace().last().unwrap_or_default())
}

/// Whether two names can mean one person: the same family name, and first names
/// that are alike, abbreviated, or missing in one.
#[must_use]
pub fn same_person(a: &str, b: &str) -> bool {
    if person_key(a) != person_key(b) {
        return false;
    }
    let first = |name: &str| -> Option<String> {
        let words: Vec<&str> = name.split_whitespace().collect();
        (words.len() > 1).then(|| sound(words[0]))
    };
    match (first(a), first(b)) {
        (Some(one), Some(other)) => one.starts_with(&other) || other.starts_with(&one),
        _ => true,
    }
}

/// A word by its sound, for names that were transliterated.
fn sound(word: &str) -> String {
    let mut folded = fold(word.trim_matches(|char: char| !char.is_alphanumeric()));
    for (from, to) in [
        ("ph", "f"),
        ("kh", "h"),
        ("sch", "sh"),
        ("tch", "ch"),
        ("ck", "k"),
        ("ks", "x"),
        ("ou", "u"),
        ("oo", "u"),
        ("iy", "i"),
        ("yi", "i"),
        ("ey", "i"),
        ("ei", "i"),
        ("ij", "i"),
        ("ii", "i"),
        ("ie", "i"),
        ("y", "i"),
        ("j", "i"),
        ("w", "v"),
        ("tz", "ts"),
    ] {
        folded = folded.replace(from, to);
    }
    let mut sound = String::with_capacity(folded.len());
    for char in folded.chars() {
        if !sound.ends_with(char) {
            sound.push(char);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let found: Vec<String> = names(text)
            .into_iter()
            .map(|name| format!("{} {}", name.kind.as_str(), name.span.of(text)))
            .collect();
        expected.assert_eq(&found.join("\n"));
    }

    #[test]
    fn lists_are_sorted_for_the_search() {
        for list in [FIRST_NAMES, NATIONALITIES, ORGANISATION_WORDS, PLACES, PLACE_WORDS, TITLES] {
            assert!(list.is_sorted(), "{:?}", list.windows(2).find(|pair| pair[0] > pair[1]));
        }
    }

    #[test]
    fn persons_organisations_places() {
        check(
            "In Ostrey, Harbour Minister Ingrid Vassmo told the Norden Dockers Union on Monday that Mr. Roe's plan is \
             dead. The Department of Coastal Trade disagreed. NATO and Russia did not. “Nobody knew,” said Jan Vex of \
             the Center for a New Harbour. Later she left for Germany.",
            expect![[r#"
                other Ostrey
                person Ingrid Vassmo
                organisation Norden Dockers Union
                person Roe
                organisation Department of Coastal Trade
                organisation NATO
                place Russia
                person Jan Vex
                organisation Center for a New Harbour
                place Germany"#]],
        );
    }

    #[test]
    fn spellings_of_one_person() {
        for (a, b, expected) in [
            ("Sergei Shoigu", "Sergey Shoygu", true),
            ("Shoigu", "Sergey Shoigu", true),
            ("S. Shoigu", "Sergei Shoigu", true),
            ("Ivan Shoigu", "Sergei Shoigu", false),
            ("Sergei Ivanov", "Sergei Shoigu", false),
        ] {
            assert_eq!(same_person(a, b), expected, "{a} {b}");
        }
    }
}
