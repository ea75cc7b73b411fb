//! Words of a query: to be looked for in the words index, and found again in a
//! passage to be marked there.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use parallax_lang::{FunctionWords, StemLanguage, tokens, unspaced_words};
use parallax_store::{QueryWord, Snapshot};
use parallax_types::Span;
use unicode_normalization::char::is_combining_mark;

use super::Query;
use crate::error::EngineError;

/// Entries of the words index a search may go through: some milliseconds. A query whose
/// words stand in fewer passages is answered exactly.
const MAX_ENTRIES: usize = 16_000;

/// The words that lead a search in a large library, rarest first: as many as
/// stand in no more than [`MAX_ENTRIES`] passages together. The rest stand almost
/// anywhere, would cost more than all others, and tell least.
///
/// `counts`: in how many passages each of `words` stands.
pub(super) fn leading(words: &[QueryWord], counts: &HashMap<&str, usize>) -> Vec<QueryWord> {
    let count = |word: &QueryWord| counts.get(word.text.as_str()).copied().unwrap_or(0);
    if words.iter().map(count).sum::<usize>() <= MAX_ENTRIES {
        return words.to_vec();
    }
    let mut by_count: Vec<(usize, &str)> = words
        .iter()
        .map(|word| (count(word), word.text.as_str()))
        .filter(|(count, _)| *count > 0)
        .collect();
    by_count.sort_by_key(|(count, _)| *count);
    let mut n_entries = 0;
    let affordable = by_count.iter().take_while(|(count, _)| {
        n_entries += count;
        n_entries <= MAX_ENTRIES
    });
    let n_leading = affordable.count().max(1);
    let leads =
        |word: &&QueryWord| by_count[..n_leading].iter().any(|(_, leading)| *leading == word.text);
    words.iter().filter(leads).cloned().collect()
}

/// Any of the content words of a text.
pub(crate) fn any_word_of(
    snapshot: Snapshot<'_>,
    text: &str,
) -> Result<Vec<QueryWord>, EngineError> {
    let words: Vec<String> = word_spans(text).map(|span| span.of(text).to_owned()).collect();
    let words = looked_for(&content_words(&words));
    let each: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let counts = snapshot.word_counts(&each)?;
    Ok(leading(&words, &each.into_iter().zip(counts).collect()))
}

/// What to look for, for each word once: the word, or its parts where they mean
/// something alone.
pub(super) fn alternatives(words: &[&str]) -> Vec<String> {
    looked_for(words).into_iter().map(|word| word.text).collect()
}

/// The same with how often each was asked for: what a long question comes back to is what
/// it is about.
pub(super) fn looked_for(words: &[&str]) -> Vec<QueryWord> {
    let mut alternatives: Vec<QueryWord> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for part in words.iter().flat_map(|word| parts(word)) {
        let forms: Vec<String> = tokens(&part).list.into_iter().map(|edge| edge.form).collect();
        if forms.is_empty() {
            continue;
        }
        match known.entry(forms.join(" ")) {
            Entry::Occupied(at) => alternatives[*at.get()].weight += 1.0,
            Entry::Vacant(new) => {
                new.insert(alternatives.len());
                alternatives.push(QueryWord::once(&part));
            }
        }
    }
    alternatives
}

/// `Nasser's` stands for `Nasser`, which FTS5 would not find as "nasser s".
pub(super) fn without_possessive(word: &str) -> &str {
    let bare = word.trim_end_matches(|char: char| !char.is_alphanumeric());
    let stem = bare.strip_suffix(['s', 'S']).and_then(|rest| rest.strip_suffix(['\'', '’']));
    stem.filter(|stem| stem.ends_with(char::is_alphanumeric)).unwrap_or(bare)
}

/// The parts of a word joined by hyphens or slashes that mean something alone, and the word
/// without its hyphens: `Sino-Soviet`, while `S-400` and `1,200` stay whole. Of scripts
/// without spaces, whose words nothing divides, the words.
fn parts(word: &str) -> Vec<String> {
    let word = without_possessive(word);
    if let Some(words) = unspaced_words(word) {
        return words;
    }
    let parts: Vec<&str> = word.split(['-', '‐', '‑', '–', '/']).map(without_possessive).collect();
    let means_something =
        |part: &&str| part.chars().filter(|char| char.is_alphabetic()).count() > 1;
    if parts.len() < 2 || !parts.iter().all(means_something) {
        return vec![word.to_owned()];
    }
    let mut alternatives: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    if !word.contains('/') {
        alternatives.push(parts.concat());
    }
    alternatives
}

/// The words that carry content; all of them if none does.
pub(super) fn content_words(words: &[String]) -> Vec<&str> {
    let bare = |word: &String| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let bare: Vec<String> = words.iter().map(bare).collect();
    let function_words = FunctionWords::of(&bare);
    let content: Vec<&str> = words
        .iter()
        .zip(&bare)
        .filter(|(_, bare)| !function_words.contains(bare))
        .map(|(word, _)| word.as_str())
        .collect();
    if content.is_empty() { words.iter().map(String::as_str).collect() } else { content }
}

/// The words of a query in their stemmed form, to be found in texts.
#[derive(Default)]
pub(crate) struct Stems {
    wanted: HashSet<String>,
    /// How they begin: most words of a text need no stemming.
    beginnings: HashSet<Beginning>,
    /// The languages whose stems are compared too, and which of `wanted` each is of.
    languages: Vec<StemLanguage>,
    in_languages: HashMap<String, String>,
}

/// The first two letters of a stem, which are those of its words. (`tying` becomes
/// `tie`: y counts as i.)
type Beginning = [u8; 2];

/// `None` for what is not plain ASCII, or shorter.
fn beginning(word: &str) -> Option<Beginning> {
    let letter = |byte: &u8| match byte.to_ascii_lowercase() {
        b'y' => b'i',
        letter => letter,
    };
    match word.as_bytes() {
        [a, b, ..] if word.is_ascii() => Some([letter(a), letter(b)]),
        _ => None,
    }
}

impl Stems {
    /// - `languages`: those of the library.
    pub(crate) fn of_query(query: &Query, languages: &[StemLanguage]) -> Self {
        let words = content_words(&query.words);
        let texts = words.into_iter().chain(query.phrases.iter().map(String::as_str));
        Self::new(texts, languages)
    }

    pub(crate) fn of_text(text: &str) -> Self {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        Self::new(content_words(&words).into_iter(), &[])
    }

    fn new<'a>(texts: impl Iterator<Item = &'a str>, languages: &[StemLanguage]) -> Self {
        let mut stems = Self { languages: languages.to_vec(), ..Self::default() };
        for text in texts {
            for span in word_spans(text) {
                let stem = Self::stem(span.of(text));
                stems.beginnings.extend(beginning(&stem));
                for language in languages {
                    let own = language.stem_of(span.of(text));
                    stems.in_languages.extend(own.map(|own| (own, stem.clone())));
                }
                stems.wanted.insert(stem);
            }
        }
        stems
    }

    /// How many of these stems `other` has not.
    pub(crate) fn n_not_in(&self, other: &Self) -> usize {
        self.wanted.difference(&other.wanted).count()
    }

    /// The stem of a word, if it is asked for.
    pub(crate) fn wanted(&self, word: &str) -> Option<String> {
        if beginning(word).is_some_and(|it| !self.beginnings.contains(&it)) {
            return None;
        }
        let stem = Self::stem(word);
        if self.wanted.contains(&stem) {
            return Some(stem);
        }
        let mut own = self.languages.iter().filter_map(|language| language.stem_of(word));
        own.find_map(|own| self.in_languages.get(&own)).cloned()
    }

    /// The words of `text` that are asked for, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<Span> {
        word_spans(text).filter(|span| self.wanted(span.of(text)).is_some()).collect()
    }

    /// The stem of one word.
    pub(crate) fn stem(word: &str) -> String {
        parallax_lang::stem(&parallax_lang::fold(word)).into_owned()
    }
}

/// Runs of letters and digits, apostrophes inside a word included.
pub(crate) fn word_spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
            .map_or(text.len(), |length| start + length);
        at = end;
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_looked_for_once_and_in_parts_that_mean_something() {
        let any = |typed: &str| alternatives(&content_words(&Query::parse(typed).words));
        assert_eq!(any("the reset of ties"), ["reset", "ties"]);
        assert_eq!(any("to be or not"), ["not"]);
        assert_eq!(any("to be"), ["to", "be"]);
        assert_eq!(any("ties Ties, TIES"), ["ties"]);
        assert_eq!(any("防波堤 NATO与俄罗斯 협상"), ["防波堤", "NATO", "俄罗斯", "협상"]);
        assert_eq!(
            any("Nasser's Sino-Soviet S-400"),
            ["Nasser", "Sino", "Soviet", "SinoSoviet", "S-400"]
        );
        assert_eq!(any("1,200 U.S. naïve"), ["1,200", "U.S", "naïve"]);
        assert!(any("lang:en").is_empty());
    }

    #[test]
    fn rare_words_lead_when_common_ones_would_cost_too_much() {
        let all = ["cancer", "cells", "brca1", "nowhere", "repair"];
        let lead = |n: usize, counts: &[usize]| {
            let words: Vec<QueryWord> = all[..n].iter().map(|word| QueryWord::once(word)).collect();
            let counts = all.into_iter().zip(counts.iter().copied()).collect();
            let leading = leading(&words, &counts).into_iter();
            leading.map(|word| word.text).collect::<Vec<_>>()
        };
        assert_eq!(lead(5, &[3_000, 2_000, 10, 0, 900]), all);
        assert_eq!(lead(5, &[60_000, 16_000, 10, 0, 900]), ["brca1", "repair"]);
        assert_eq!(lead(2, &[60_000, 17_000]), ["cells"]);
    }

    #[test]
    fn finds_words_in_other_forms() {
        let stems = Stems::of_query(&Query::parse("rebuilding the tie"), &[]);
        let text = "They rebuild ties.";
        let found: Vec<&str> = stems.find(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["rebuild", "ties"]);

        for (asked, text) in [("tie", "Tying"), ("sky", "skies"), ("Éclair", "eclairs"), ("a", "A")]
        {
            let stems = Stems::of_query(&Query::parse(asked), &[]);
            assert_eq!(stems.find(text).len(), 1, "{asked}");
        }
    }
}
