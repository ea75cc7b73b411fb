//! Where a text says its words come from: agency credits, "told Interfax",
//! "originally published in".
//!
//! Conservative: what is not written is not claimed, and a picture's credit is
//! no source (callers hand over body text only).

use parallax_types::Span;

use crate::tokens::fold;

/// How a text names an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginMarkKind {
    /// The text came over an agency's wire: `/TASS/`, `(AP) —`, `(Reuters)`.
    Wire,
    /// Somebody's words were first spoken to it: `told Interfax`.
    Told,
    /// It was reported there: `according to Reuters`, `Reuters reported`.
    Cited,
    /// The text appeared there before: `originally published in The Herald`.
    Republished,
}

impl OriginMarkKind {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Told => "told",
            Self::Cited => "cited",
            Self::Republished => "republished",
        }
    }

    /// The kind of this stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Wire, Self::Told, Self::Cited, Self::Republished]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// A named origin, with the words that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginMark {
    /// Its name as listed, or as written.
    pub name: String,
    /// How it is named.
    pub kind: OriginMarkKind,
    /// Bytes of the text.
    pub span: Span,
}

/// News agencies: the name shown and the forms it is written in, folded.
const AGENCIES: &[(&str, &[&str])] = &[
    ("AFP", &["afp", "agence france-presse"]),
    ("ANSA", &["ansa"]),
    ("AP", &["ap", "associated press"]),
    ("BelTA", &["belta"]),
    ("Bloomberg", &["bloomberg", "bloomberg news"]),
    ("BNS", &["bns"]),
    ("CNS", &["cns"]),
    ("DPA", &["dpa"]),
    ("EFE", &["efe"]),
    ("Interfax", &["interfax"]),
    ("Kyodo", &["kyodo"]),
    ("PA", &["press association"]),
    ("PTI", &["pti", "press trust of india"]),
    ("Reuters", &["reuters", "thomson reuters"]),
    ("RIA Novosti", &["ria", "ria novosti"]),
    ("TASS", &["tass", "itar-tass"]),
    ("UPI", &["upi"]),
    ("Xinhua", &["xinhua"]),
    ("Yonhap", &["yonhap"]),
];

/// Words before an agency's name that say how it is meant.
const TOLD: &[&str] = &["told", "tells", "interview with", "speaking to", "spoke to", "said to"];
const CITED: &[&str] = &["according to", "cited by", "quoted by", "reported by", "by"];
const REPUBLISHED: &[&str] = &[
    "originally published in",
    "originally published by",
    "originally published on",
    "originally appeared in",
    "originally appeared on",
    "first published in",
    "first published by",
    "first published on",
    "first appeared in",
    "first appeared on",
    "republished from",
    "reprinted from",
    "reprinted with permission from",
    "courtesy of",
];

/// Words that may stand between the two: `told the Russian news agency Interfax`.
const BETWEEN: &[&str] = &[
    "the",
    "a",
    "russian",
    "french",
    "german",
    "state",
    "state-run",
    "news",
    "agency",
    "service",
    "wire",
    "newswire",
];

/// How far before an agency's name its introduction is looked for, in bytes.
const REACH: usize = 80;

/// The origins a text names, in order.
#[must_use]
pub fn origin_marks(text: &str) -> Vec<OriginMark> {
    let mut marks: Vec<OriginMark> =
        agencies(text).into_iter().filter_map(|found| mark_of(text, found)).collect();
    marks.extend(republished(text));
    marks.sort_by_key(|mark| mark.span);
    marks
}

/// The places where an agency's name stands as a whole word, with a capital.
fn agencies(text: &str) -> Vec<(&'static str, Span)> {
    let words = crate::tokens::tokens(text);
    let mut found = Vec::new();
    let mut skip_until = 0;
    for (at, word) in words.iter().enumerate() {
        if word.span.start < skip_until || !word.span.of(text).starts_with(char::is_uppercase) {
            continue;
        }
        let longest = (1..=3).rev().find_map(|n_words| {
            let last = words.get(at + n_words - 1)?;
            let span = Span::new(word.span.start, last.span.end);
            let written = fold(span.of(text));
            let known = AGENCIES.iter().find(|(_, forms)| forms.contains(&written.as_str()))?;
            Some((known.0, span))
        });
        if let Some((name, span)) = longest {
            skip_until = span.end;
            found.push((name, span));
        }
    }
    found
}

fn mark_of(text: &str, (name, span): (&'static str, Span)) -> Option<OriginMark> {
    let before = &text[floor(text, span.start.saturating_sub(REACH))..span.start];
    let after = &text[span.end..];
    let mark =
        |kind, start| OriginMark { name: name.to_owned(), kind, span: Span::new(start, span.end) };
    let is_wire = (before.ends_with('/') && after.starts_with('/'))
        || (before.ends_with('(') && after.starts_with(')'));
    if is_wire {
        return Some(mark(OriginMarkKind::Wire, span.start));
    }
    let (start, introduction) = introduced(before, span.start);
    for (kind, phrases) in [(OriginMarkKind::Told, TOLD), (OriginMarkKind::Cited, CITED)] {
        if let Some(phrase) = phrases.iter().find(|phrase| introduction.ends_with(*phrase)) {
            return Some(mark(kind, start - phrase.len()));
        }
    }
    let next = fold(after.split_whitespace().next().unwrap_or_default());
    let reports =
        matches!(next.trim_end_matches(','), "reported" | "reports" | "said" | "quoted" | "cited");
    reports.then(|| mark(OriginMarkKind::Cited, span.start))
}

/// What stands before the words that may come between, folded, and where it ends.
fn introduced(before: &str, name_at: usize) -> (usize, String) {
    let mut rest = before.trim_end();
    while let Some(word) = rest.split_whitespace().last() {
        if !BETWEEN.contains(&fold(word).as_str()) {
            break;
        }
        rest = rest[..rest.len() - word.len()].trim_end();
    }
    let cut = before.len() - rest.len();
    (name_at - cut, rest.to_lowercase())
}

fn republished(text: &str) -> Vec<OriginMark> {
    let lower = text.to_ascii_lowercase();
    let mut marks = Vec::new();
    for phrase in REPUBLISHED {
        for (start, _) in lower.match_indices(phrase) {
            let from = start + phrase.len();
            let rest = text[from..].trim_start();
            let at = text.len() - rest.len();
            let mut name: Vec<&str> = rest
                .split(' ')
                .take(6)
                .take_while(|word| {
                    word.starts_with(char::is_uppercase) || matches!(*word, "the" | "of" | "and")
                })
                .collect();
            // `in Coast Herald and was changed`: no name ends with the words it may hold.
            while name.last().is_some_and(|word| !word.starts_with(char::is_uppercase)) {
                name.pop();
            }
            let name = name.join(" ");
            let name =
                name.split(['.', ',', ';', '\n', ')', '”', '"']).next().unwrap_or_default().trim();
            if name.chars().any(char::is_uppercase) {
                let bare = name.trim_start_matches("the ").trim_start_matches("The ");
                let span = Span::new(start, at + name.len());
                marks.push(OriginMark {
                    name: bare.to_owned(),
                    kind: OriginMarkKind::Republished,
                    span,
                });
            }
        }
    }
    marks
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_as_written() {
        for (text, expected) in [
            ("he told the Interfax news service on Monday", "told Interfax: told the Interfax"),
            (
                "head, told Russian news agency Interfax. He",
                "told Interfax: told Russian news agency Interfax",
            ),
            ("OSTREY, May 4. /TASS/. The board", "wire TASS: TASS"),
            (
                "OSTREY (AP) — The board, Reuters reported, met.",
                "wire AP: AP; cited Reuters: Reuters",
            ),
            (
                "This was originally published in The Coast Herald. More",
                "republished Coast Herald: originally published in The Coast Herald",
            ),
            (
                "It first appeared in Coast Herald and was shortened.",
                "republished Coast Herald: first appeared in Coast Herald",
            ),
            ("Interfax is an agency. Apple told a reuter.", ""),
        ] {
            let found: Vec<String> = origin_marks(text)
                .into_iter()
                .map(|mark| format!("{} {}: {}", mark.kind.as_str(), mark.name, mark.span.of(text)))
                .collect();
            assert_eq!(found.join("; "), expected, "{text}");
        }
    }
}
