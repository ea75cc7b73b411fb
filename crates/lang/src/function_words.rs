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

/// A language, and the words of its list.
macro_rules! list {
    ($language:literal) => {
        (
            $language,
            include_str!(concat!("../data/", $language, "/function_words.txt")).lines().collect(),
        )
    };
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    english: list!("en"),
    latin: vec![
        list!("de"),
        list!("fr"),
        list!("es"),
        list!("it"),
        list!("pt"),
        list!("nl"),
        list!("pl"),
        list!("sv"),
        list!("da"),
        list!("nb"),
        list!("fi"),
        list!("hu"),
        list!("ro"),
        list!("cs"),
        list!("tr"),
        list!("id"),
        list!("vi"),
    ],
    other: vec![
        list!("ru"),
        list!("uk"),
        list!("el"),
        list!("ar"),
        list!("fa"),
        list!("he"),
        list!("hi"),
    ],
    unspaced: vec![list!("zh"), list!("ja"), list!("th"), list!("km"), list!("lo"), list!("my")],
});

/// A language's code (ISO 639-1) and words.
type List = (&'static str, Vec<&'static str>);

struct Lists {
    english: List,
    latin: Vec<List>,
    /// Of scripts whose words are no others.
    other: Vec<List>,
    /// Of scripts that put no space between words.
    unspaced: Vec<List>,
}

/// The function words among some words.
pub struct FunctionWords(&'static List);

impl FunctionWords {
    /// - `words`: those of a query or a text, in lower case and bare.
    #[must_use]
    pub fn of(words: &[String]) -> Self {
        let n_in = |list: &List| words.iter().filter(|word| holds(list, word)).count();
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
        holds(self.0, word) || LISTS.other.iter().any(|list| holds(list, word))
    }
}

/// Every language with its list, English first.
pub fn all_function_words() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let lists = &*LISTS;
    let others = lists.latin.iter().chain(&lists.other).chain(&lists.unspaced);
    let all = std::iter::once(&lists.english).chain(others);
    all.map(|(language, words)| (*language, words.as_slice()))
}

/// Whether a word of a script without spaces says nothing.
pub(crate) fn is_unspaced_function_word(word: &str) -> bool {
    LISTS.unspaced.iter().any(|list| holds(list, word))
}

fn holds(list: &List, word: &str) -> bool {
    list.1.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        let lists: Vec<_> = all_function_words().collect();
        assert_eq!(lists.len(), 31);
        for (language, list) in lists {
            assert!(list.len() > 30 && list.is_sorted(), "{language} {list:?}");
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
        assert_eq!(content("vad kostar det att bygga en hamn"), ["kostar", "bygga", "hamn"]);
        assert_eq!(content("κόστος του λιμανιού"), ["κόστος", "λιμανιού"]);
        assert_eq!(content("تكلفة الميناء في بيروت"), ["تكلفة", "الميناء", "بيروت"]);
        assert_eq!(content("men at work"), ["men", "work"]);
        assert_eq!(content("la paz"), ["la", "paz"]);
    }
}
