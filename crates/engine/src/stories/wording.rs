//! An article's words as they are compared with another's: hashed, with what is body, and
//! with what its author wrote outside quotation marks.
//!
//! Not here: comparing them (`copies`).

use std::ops::Range;

use parallax_store::StoredArticle;
use parallax_text::{Token, hashes};
use parallax_types::{Role, Span};

use super::body::{in_parts, words_of};

/// An article's words, hashed, furniture included.
pub(super) struct Wording {
    pub(super) words: Vec<u64>,
    is_body: Vec<bool>,
    /// Stretches of its body between quotations, by the numbers of their words.
    own: Vec<Range<usize>>,
}

impl Wording {
    pub(super) fn of(article: &StoredArticle) -> Self {
        let mut wording = Self { words: Vec::new(), is_body: Vec::new(), own: Vec::new() };
        for block in &article.blocks {
            for part in in_parts(&article.text, block.span) {
                let words = words_of(&article.text, part);
                if block.role == Role::Body {
                    let n_before = wording.words.len();
                    let own = outside(&words, quoted(&article.text, part));
                    let own = own.into_iter().map(|own| n_before + own.start..n_before + own.end);
                    wording.own.extend(own);
                }
                wording.words.extend(hashes(&words));
            }
            wording.is_body.resize(wording.words.len(), block.role == Role::Body);
        }
        wording
    }

    /// What its author wrote, without what others are quoted with: the same words of the same
    /// speaker stand in articles that know nothing of each other.
    pub(super) fn own_words(&self) -> Vec<&[u64]> {
        self.own.iter().filter_map(|range| self.words.get(range.clone())).collect()
    }

    /// The words of its body.
    pub(super) fn body(&self) -> Vec<u64> {
        let words = self.words.iter().zip(&self.is_body);
        words.filter(|(_, is_body)| **is_body).map(|(word, _)| *word).collect()
    }

    /// How many words of its body are covered, and which share of them, 0…1.
    pub(super) fn covered(&self, covered: &[bool]) -> (usize, f64) {
        let n_body = self.is_body.iter().filter(|is_body| **is_body).count();
        let both =
            covered.iter().zip(&self.is_body).filter(|(covered, is_body)| **covered && **is_body);
        let n_covered = both.count();
        (n_covered, n_covered as f64 / n_body.max(1) as f64)
    }
}

/// The stretches of words that stand in none of `quoted`, by their numbers. Both stand in
/// order and are gone through side by side: a paragraph of a hundred thousand quotations takes
/// no longer than another of as many words.
fn outside(words: &[Token], quoted: Vec<Span>) -> Vec<Range<usize>> {
    let mut quoted = quoted.into_iter().peekable();
    let mut found = Vec::new();
    let mut start = None;
    for (at, word) in words.iter().enumerate() {
        while quoted.next_if(|quoted| quoted.end <= word.span.start).is_some() {}
        let is_own = !quoted.peek().is_some_and(|quoted| quoted.contains(word.span));
        match (is_own, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..words.len()));
    found
}

/// What stands in quotation marks in a part of a text: from a mark that opens, or a plain one,
/// to the next that closes.
fn quoted(text: &str, part: Span) -> Vec<Span> {
    const LONGEST: usize = 1_200;
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, char) in part.of(text).char_indices() {
        let at = part.start + at;
        match (open, char) {
            (None, '"' | '“' | '„' | '«') => open = Some(at),
            (Some(from), '"' | '”' | '“' | '»') => {
                if at - from <= LONGEST {
                    found.push(Span::new(from, at + char.len_utf8()));
                }
                open = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Vec<String> {
        let whole = Span::new(0, text.len());
        let words = words_of(text, whole);
        let said = |own: Range<usize>| {
            let words: Vec<&str> = words[own].iter().map(|word| word.span.of(text)).collect();
            words.join(" ")
        };
        outside(&words, quoted(text, whole)).into_iter().map(said).collect()
    }

    #[test]
    fn what_stands_in_quotation_marks_is_not_its_authors() {
        let text = "He said “no strike” and left. «Never», she said, \"not now\".";
        assert_eq!(own(text), ["He said", "and left", "she said"]);
        assert_eq!(own("“All of it”"), Vec::<String>::new());
        assert_eq!(own("It never “closes at all"), ["It never closes at all"]);
    }

    #[test]
    fn a_paragraph_of_quotations_is_gone_through_once() {
        const N: usize = 200_000;
        assert_eq!(own(&"he “no” ".repeat(N)).len(), N);
    }
}
