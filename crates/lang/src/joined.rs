//! What tokens make together when they are read as one word: numbers with separators
//! (`1,200`), dotted abbreviations (`U.S.`), words with a hyphen, also at the end of a
//! line (`co-operative`, `nego-⏎tiations`), and with an apostrophe (`O'Brien`).
//!
//! Generous: what is joined that should not have been is a word nobody asks for.

use parallax_types::Span;

use crate::edge::{Edge, TokenKind};
use crate::stem::stem;

/// Words of so many parts are not read as one.
const MAX_PARTS: usize = 5;

/// Letters of a part of a dotted abbreviation: `Ph.D.`
const MAX_ABBREVIATED: usize = 3;

/// A number has so many groups of digits at most.
const MAX_GROUPS: usize = 7;

/// What some of `list`, the tokens of `text`, make together, by where they begin.
pub(crate) fn joined(text: &str, list: &[Edge]) -> Vec<Edge> {
    let mut found: Vec<Edge> = Vec::new();
    let read = Read { text, list };
    let mut at = 0;
    while at + 1 < list.len() {
        let end = [Read::number, Read::abbreviation, Read::hyphenated, Read::apostrophes]
            .iter()
            .find_map(|rule| rule(&read, at, &mut found));
        at = end.unwrap_or(at + 1);
    }
    found.sort_by_key(|edge| (edge.first, edge.end));
    found.dedup_by_key(|edge| (edge.first, edge.end));
    found
}

/// Each rule reads as far as it applies, from a token on, adds what it finds and says
/// where to go on.
struct Read<'a> {
    text: &'a str,
    list: &'a [Edge],
}

impl<'a> Read<'a> {
    /// What stands between a token and the next; `None` behind the last.
    fn gap(&self, at: usize) -> Option<&'a str> {
        let (one, next) = (self.list.get(at)?, self.list.get(at + 1)?);
        self.text.get(one.span.end..next.span.start)
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.list.get(at).map(|edge| edge.kind)
    }

    fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word)
    }

    fn n_letters(&self, at: usize) -> usize {
        self.list[at].form.chars().count()
    }

    fn add(&self, first: usize, end: usize, found: &mut Vec<Edge>) {
        let form: String = self.list[first..end].iter().map(|edge| edge.form.as_str()).collect();
        let span = Span::new(self.list[first].span.start, self.list[end - 1].span.end);
        let stem = stem(&form).into_owned();
        found.push(Edge {
            span,
            first,
            end,
            form,
            stem,
            written: None,
            kind: self.list[first].kind,
        });
    }

    /// Up to three digits, then groups of three, one separator throughout; in India the
    /// groups before the last have two.
    fn number(&self, at: usize, found: &mut Vec<Edge>) -> Option<usize> {
        if self.kind(at)? != TokenKind::Number || self.n_letters(at) > 3 {
            return None;
        }
        let separator = self.gap(at).filter(|gap| is_separator(gap))?;
        let mut end = at + 1;
        while self.kind(end) == Some(TokenKind::Number)
            && self.gap(end - 1) == Some(separator)
            && matches!(self.n_letters(end), 2 | 3)
        {
            end += 1;
        }
        let has_more = separator != " "
            && self.gap(end - 1) == Some(separator)
            && self.kind(end) == Some(TokenKind::Number);
        let groups = &self.list[at + 1..end];
        let is_of_threes = groups.iter().all(|edge| edge.form.len() == 3);
        let is_indian = separator == ","
            && groups.split_last().is_some_and(|(last, others)| {
                last.form.len() == 3 && others.iter().all(|edge| edge.form.len() == 2)
            });
        if has_more || groups.is_empty() || groups.len() > MAX_GROUPS {
            return None;
        }
        (is_of_threes || is_indian).then(|| {
            self.add(at, end, found);
            end
        })
    }

    /// `U.S.`, `U. S.`, `Ph.D.`, `node.js`.
    fn abbreviation(&self, at: usize, found: &mut Vec<Edge>) -> Option<usize> {
        let is_part = |at: usize| self.is_word(at) && self.n_letters(at) <= MAX_ABBREVIATED;
        let is_initial = |at: usize| self.is_word(at) && self.n_letters(at) == 1;
        if !self.is_word(at) || self.n_letters(at) > MAX_ABBREVIATED + 1 {
            return None;
        }
        let mut end = at + 1;
        while is_part(end)
            && (self.gap(end - 1) == Some(".")
                || self.gap(end - 1) == Some(". ") && is_initial(end) && is_initial(end - 1))
        {
            end += 1;
        }
        (end > at + 1).then(|| {
            self.add(at, end, found);
            end
        })
    }

    /// `co-operative`; of more than two parts, each two that follow each other as well.
    fn hyphenated(&self, at: usize, found: &mut Vec<Edge>) -> Option<usize> {
        let mut end = at + 1;
        while self.is_word(end - 1) && self.is_word(end) && self.is_hyphen(end - 1) {
            end += 1;
        }
        let n_parts = end - at;
        if n_parts < 2 {
            return None;
        }
        if n_parts <= MAX_PARTS {
            self.add(at, end, found);
        }
        if n_parts > 2 {
            (at..end - 1).for_each(|at| self.add(at, at + 2, found));
        }
        // The last part may have an apostrophe.
        Some(end - 1)
    }

    fn is_hyphen(&self, at: usize) -> bool {
        let Some(gap) = self.gap(at) else { return false };
        let mut chars = gap.chars();
        if !chars
            .next()
            .is_some_and(|char| matches!(char, '-' | '‐' | '‑' | '–' | '⁃' | '﹣' | '－'))
        {
            return false;
        }
        match chars.as_str() {
            "" => true,
            // At the end of a line; within one it may be `pre- and post-war`.
            rest => rest.starts_with(['\n', '\r']) && rest.trim().is_empty(),
        }
    }

    /// `O'Brien`, `don't`; not with a possessive `s`, which is no part of a name.
    fn apostrophes(&self, at: usize, found: &mut Vec<Edge>) -> Option<usize> {
        let is_apostrophe =
            |gap: &str| matches!(gap, "'" | "’" | "ʼ" | "‘" | "`" | "´" | "′" | "＇" | "ʻ" | "‛");
        if !self.is_word(at) || !self.is_word(at + 1) || !self.gap(at).is_some_and(is_apostrophe) {
            return None;
        }
        if self.list[at + 1].form != "s" {
            self.add(at, at + 2, found);
        }
        Some(at + 1)
    }
}

fn is_separator(gap: &str) -> bool {
    matches!(
        gap,
        "," | "." | "'" | "’" | " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "_" | "٬" | "٫" | "，"
    )
}

#[cfg(test)]
mod tests {
    use crate::tokens;

    fn of(text: &str) -> Vec<String> {
        tokens(text).joined.into_iter().map(|edge| edge.form).collect()
    }

    #[test]
    fn numbers_are_read_with_any_separator() {
        for text in ["1,200", "1.200", "1 200", "1'200", "1\u{202f}200", "1_200"] {
            assert_eq!(of(text), ["1200"], "{text}");
        }
        assert_eq!(of("14 500 pensioners, 1,234,567.89"), ["14500", "1234567"]);
        assert_eq!(of("₹12,34,567"), ["1234567"]);
        for text in ["4.1", "3.1415", "in 2017 400 people", "192.168.100.7", "01.02.2017", "1,20"] {
            assert_eq!(of(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn abbreviations_hyphens_and_apostrophes_are_optional() {
        assert_eq!(of("the U.S. and the U. S. S. R., Ph.D."), ["us", "ussr", "phd"]);
        assert_eq!(of("He left. It rained."), [""; 0]);
        assert_eq!(of("a co-operative e-mail"), ["cooperative", "email"]);
        assert_eq!(of("mother-in-law"), ["motherin", "motherinlaw", "inlaw"]);
        assert_eq!(of("nego-\n   tiations"), ["negotiations"]);
        assert_eq!(of("pre- and post-war"), ["postwar"]);
        assert_eq!(of("O’Brien’s don't dogs' 'n' l’État"), ["obrien", "dont", "letat"]);
        assert_eq!(of("re-opening's S-400"), ["reopening"]);
    }
}
