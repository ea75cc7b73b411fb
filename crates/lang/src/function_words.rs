//! Words that say nothing about what is asked. They are left out of a search when other
//! words remain: every passage has them, so they only cost time, and marking them tells
//! nobody anything.
//!
//! The lists (`data/LANGUAGE/function_words.txt`) hold the most frequent function words
//! (English: Fox 1989, first ranks; the others written down by hand, with the question
//! words), as typed, in lower case, sorted.
//! Not here: what becomes of the words that are left.

use std::sync::LazyLock;

/// Languages whose function words are content in others: one of them is taken for the
/// query's when it has so many more of its function words than English.
const MARGIN: usize = 2;

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    english: lines(include_str!("../data/en/function_words.txt")),
    latin: [
        lines(include_str!("../data/de/function_words.txt")),
        lines(include_str!("../data/fr/function_words.txt")),
        lines(include_str!("../data/es/function_words.txt")),
        lines(include_str!("../data/it/function_words.txt")),
        lines(include_str!("../data/pt/function_words.txt")),
        lines(include_str!("../data/nl/function_words.txt")),
        lines(include_str!("../data/pl/function_words.txt")),
    ],
    cyrillic: [
        lines(include_str!("../data/ru/function_words.txt")),
        lines(include_str!("../data/uk/function_words.txt")),
    ],
});

struct Lists {
    english: Vec<&'static str>,
    latin: [Vec<&'static str>; 7],
    cyrillic: [Vec<&'static str>; 2],
}

/// The function words among some words.
pub struct FunctionWords(&'static [&'static str]);

impl FunctionWords {
    /// - `words`: those of a query or a text, in lower case and bare.
    #[must_use]
    pub fn of(words: &[String]) -> Self {
        let n_in = |list: &[&str]| words.iter().filter(|word| holds(list, word)).count();
        let n_english = n_in(&LISTS.english);
        // The first of those with most.
        let best = LISTS.latin.iter().rev().map(|list| (n_in(list), list));
        match best.max_by_key(|(n, _)| *n) {
            Some((n, list)) if n >= n_english + MARGIN => Self(list),
            _ => Self(&LISTS.english),
        }
    }

    /// Whether a word, in lower case and bare, says nothing.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        // Words in Cyrillic letters are no others.
        holds(self.0, word) || LISTS.cyrillic.iter().any(|list| holds(list, word))
    }
}

/// Every list, English first.
pub fn all_function_words() -> impl Iterator<Item = &'static [&'static str]> {
    let lists = &*LISTS;
    let others = lists.latin.iter().chain(&lists.cyrillic);
    std::iter::once(&lists.english).chain(others).map(Vec::as_slice)
}

fn lines(list: &'static str) -> Vec<&'static str> {
    list.lines().collect()
}

fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        let lists: Vec<_> = all_function_words().collect();
        assert_eq!(lists.len(), 10);
        for list in lists {
            assert!(list.len() > 50 && list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn a_query_is_read_in_its_own_language() {
        let content = |query: &str| {
            let mut words: Vec<String> = query.split(' ').map(str::to_owned).collect();
            let function_words = FunctionWords::of(&words);
            words.retain(|word| !function_words.contains(word));
            words
        };
        assert_eq!(content("how to die in rome"), ["die", "rome"]);
        assert_eq!(content("was ist die ursache der krise"), ["ursache", "krise"]);
        assert_eq!(content("la crise de l'eau dans les villes"), ["crise", "l'eau", "villes"]);
        assert_eq!(
            content("cuántos puntos se cedieron en la defensa"),
            ["puntos", "cedieron", "defensa"]
        );
        assert_eq!(content("сколько людей живёт в городе"), ["людей", "живёт", "городе"]);
        assert_eq!(content("la paz"), ["la", "paz"]);
    }
}
