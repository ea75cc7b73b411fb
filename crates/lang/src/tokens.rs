//! A text as words: the smallest pieces that can be asked for, in order, and beside them
//! what some of them make together (`joined`): `1,200` is `1`, `200` and `1200`.
//!
//! Invariant: tokens are ordered, disjoint, on character boundaries, never empty; linear
//! time. Where letters meet digits a word is cut, so that `COVID-19`, `COVID 19` and
//! `COVID19` are the same; of scripts that put no space between words, and of Korean,
//! whose particles cling to words, each character is a token.

use parallax_types::Span;
use unicode_normalization::char::is_combining_mark;

use crate::edge::{Edge, TokenKind};
use crate::fold::{compose, fold, is_invisible};
use crate::joined::joined;
use crate::spellings::other_spellings;
use crate::stem::{StemLanguage, stem};

/// Longer runs are cut: no language writes such words, but encoded data is so long.
const MAX_CHARS: usize = 64;

/// All words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// One after the other; the `n`-th covers token `n` alone.
    pub list: Vec<Edge>,
    /// Several read as one, and other spellings of one, by where they begin.
    pub joined: Vec<Edge>,
}

impl Tokens {
    /// What begins at a token: the token itself, and what it makes with those behind it.
    pub fn from(&self, first: usize) -> impl Iterator<Item = &Edge> {
        let at = self.joined.partition_point(|edge| edge.first < first);
        let joined = self.joined[at..].iter().take_while(move |edge| edge.first == first);
        self.list.get(first).into_iter().chain(joined)
    }

    /// Tokens and what they make together.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.list.iter().chain(&self.joined)
    }

    /// The stems of its words in the language they are in, marked as that language's.
    #[must_use]
    pub fn stems_in(&self, language: StemLanguage) -> Vec<String> {
        self.list.iter().filter_map(|edge| language.stem(edge)).collect()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// The words of a text.
#[must_use]
pub fn tokens(text: &str) -> Tokens {
    let mut list: Vec<Edge> = Vec::new();
    let mut run = Run::default();
    for (at, char) in text.char_indices() {
        let Some(kind) = kind_of(char) else {
            if !run.goes_on_with(char) {
                run.finish(text, at, &mut list);
            }
            continue;
        };
        if run.ends_before(kind) {
            run.finish(text, at, &mut list);
        }
        run.push(at, kind);
    }
    run.finish(text, text.len(), &mut list);
    let mut joined = joined(text, &list);
    joined.extend(list.iter().filter_map(|edge| other_spellings(edge, text)));
    joined.sort_by_key(|edge| (edge.first, edge.end));
    Tokens { list, joined }
}

impl StemLanguage {
    /// The stem of the first word of a text, as in [`Tokens::stems_in`].
    ///
    /// [`Tokens::stems_in`]: crate::Tokens::stems_in
    #[must_use]
    pub fn stem_of(self, word: &str) -> Option<String> {
        tokens(word).list.first().and_then(|edge| self.stem(edge))
    }
}

/// The token being read.
#[derive(Default)]
struct Run {
    start: Option<(usize, TokenKind)>,
    n_chars: usize,
}

impl Run {
    /// Marks and what does not show belong to the word they stand in.
    fn goes_on_with(&self, char: char) -> bool {
        let is_mark = |char| is_combining_mark(char) || is_kana_mark(char);
        self.start.is_some() && !char.is_ascii() && (is_invisible(char) || is_mark(char))
    }

    fn ends_before(&self, kind: TokenKind) -> bool {
        self.start.is_some_and(|(_, own)| own != kind || kind == TokenKind::Character)
            || self.n_chars >= MAX_CHARS
    }

    fn push(&mut self, at: usize, kind: TokenKind) {
        self.start.get_or_insert((at, kind));
        self.n_chars += 1;
    }

    fn finish(&mut self, text: &str, end: usize, list: &mut Vec<Edge>) {
        self.n_chars = 0;
        let Some((start, kind)) = self.start.take() else { return };
        let form = fold(&text[start..end]);
        if !form.is_empty() {
            let first = list.len();
            let stem = stem(&form).into_owned();
            let written = written(&text[start..end]).filter(|written| *written != form);
            let span = Span::new(start, end);
            list.push(Edge { span, first, end: first + 1, form, stem, written, kind });
        }
    }
}

/// A word in lower case with its accents; `None` for one in plain letters.
fn written(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let lower = compose(word).to_lowercase().replace("i\u{307}", "i");
    Some(lower.chars().filter(|char| !is_invisible(*char)).collect())
}

/// `None` for what is no part of a word by itself.
fn kind_of(char: char) -> Option<TokenKind> {
    if char.is_ascii() {
        return match char {
            'a'..='z' | 'A'..='Z' => Some(TokenKind::Word),
            '0'..='9' => Some(TokenKind::Number),
            _ => None,
        };
    }
    // Apostrophes that Unicode counts among letters.
    let is_apostrophe = ('\u{2b9}'..='\u{2c1}').contains(&char);
    if !char.is_alphanumeric() || is_invisible(char) || is_apostrophe || is_kana_mark(char) {
        return None;
    }
    Some(if char.is_numeric() {
        TokenKind::Number
    } else if is_character(char) {
        TokenKind::Character
    } else {
        TokenKind::Word
    })
}

/// The voice marks of half-width kana, which Unicode counts among letters.
fn is_kana_mark(char: char) -> bool {
    matches!(char, '\u{ff9e}' | '\u{ff9f}')
}

/// Thai, Lao, Burmese, Khmer, kana, Han and Hangul, half-width forms too.
fn is_character(char: char) -> bool {
    matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{318f}'
        | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> String {
        let tokens = tokens(text);
        let of = |edges: &[Edge]| {
            edges.iter().map(|edge| edge.form.as_str()).collect::<Vec<_>>().join(" ")
        };
        format!("{} | {}", of(&tokens.list), of(&tokens.joined)).trim_end_matches([' ', '|']).into()
    }

    #[test]
    fn texts_are_cut_into_the_smallest_words() {
        for (text, expected) in [
            ("The S-400, ёлки", "the s 400 елки"),
            ("COVID19 €4.1m 1990s", "covid 19 4 1 m 1990 s"),
            ("Stra\u{ad}ßen super\u{200b}visory", "strassen supervisory"),
            ("防波堤 フェリー", "防 波 堤 フ ェ リ ー"),
            ("ﾌｪﾘｰ ｶﾞｽ", "フ ェ リ ー ガ ス"),
            ("협상을", "협 상 을"),
            ("เจรจา", "เ จ ร จ า"),
            ("हिन्दी में", "हिन्दी में"),
            ("کتاب\u{200c}های قدیمی", "كتابهاي قديمي | كتاب"),
            ("Müller", "muller | mueller"),
            ("नई 2017", "नई 2017"),
            (" — … ", ""),
        ] {
            assert_eq!(forms(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn tokens_are_ordered_and_what_they_make_covers_several(text in "([a-zA-Z0-9 .,'’\\-]|\\PC){0,60}") {
            let tokens = tokens(&text);
            let mut at = 0;
            for (n, edge) in tokens.list.iter().enumerate() {
                prop_assert!(edge.span.start >= at && !edge.span.is_empty());
                prop_assert!(text.get(edge.span.range()).is_some());
                prop_assert_eq!((edge.first, edge.end), (n, n + 1));
                at = edge.span.end;
            }
            for edge in &tokens.joined {
                prop_assert!(edge.first < edge.end && edge.end <= tokens.list.len());
                prop_assert_eq!(edge.span.start, tokens.list[edge.first].span.start);
                prop_assert_eq!(edge.span.end, tokens.list[edge.end - 1].span.end);
            }
            prop_assert!(tokens.joined.is_sorted_by_key(|edge| edge.first));
            for edge in tokens.edges() {
                prop_assert!(!edge.form.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()));
                prop_assert!(!edge.form.contains(|c: char| c.is_ascii_uppercase()));
            }
        }
    }
}
