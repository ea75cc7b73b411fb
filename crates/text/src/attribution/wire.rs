//! Credits of agencies whose text an article carries: datelines, end lines, bylines.

use parallax_lang::CreditWord;
use parallax_types::Span;

use super::media::{NameAt, Words};

/// Bytes of a block within which a dateline ends, and behind an end line.
const HEAD: usize = 140;
const TAIL: usize = 16;

/// Words of a line that says who wrote the text.
const BYLINE_WORDS: usize = 14;

/// The name, where it says over whose wire the text came.
pub(super) fn wire(words: &Words<'_>, name: &NameAt) -> Option<Span> {
    let span = name.span(words);
    let before = &words.text[words.block.start..span.start];
    let behind = &words.text[span.end..words.block.end];
    let is_wire = is_between(before, behind, '/', '/') && before.len() < HEAD
        || name.is_agency
            && (is_bracketed(before, behind)
                || is_behind_dash(before, behind)
                || is_end_line(words, name, before, behind)
                || is_byline(words, before));
    is_wire.then_some(span)
}

fn is_between(before: &str, behind: &str, open: char, close: char) -> bool {
    before.ends_with(open) && behind.starts_with(close)
}

/// `OSTREY (AP) —`, `(dpa/lnw)`, `(AFP)` at the end.
fn is_bracketed(before: &str, behind: &str) -> bool {
    const MAX: usize = 30;
    let (Some(open), Some(close)) = (before.rfind('('), behind.find(')')) else { return false };
    let is_short = before.len() - open <= MAX && close <= MAX;
    let is_list = |text: &str| {
        let words = text.split([',', '/', '-', '&', ' ']);
        words.filter(|word| !word.is_empty()).all(|word| word.chars().count() <= 12)
            && !text.contains(['(', ')', '.', '“', '"'])
    };
    let after = behind[close + 1..].trim_start_matches(['.', ',', ' ', '\u{a0}']);
    let is_head = open < HEAD && (after.starts_with(['—', '–', '-', '_']) || open < 2);
    let is_placed = is_head || behind.len() - close <= TAIL;
    is_short
        && is_placed
        && is_list(&before[open + 1..])
        && is_list(&behind[..close])
        && !before[open + 1..].contains(char::is_whitespace)
}

/// `МОСКВА, 4 янв — РИА Новости.`, `AFP – The board`
fn is_behind_dash(before: &str, behind: &str) -> bool {
    const MAX: usize = 70;
    let is_dash = |char: char| matches!(char, '—' | '–' | '-');
    let head = before.trim_end();
    let is_dateline = head.ends_with(is_dash)
        && before.len() < MAX
        && before.starts_with(char::is_uppercase)
        && behind.starts_with(['.', ','])
        && behind.len() > MAX;
    let behind = behind.trim_start_matches([' ', '.']);
    let is_first = head.is_empty() && behind.starts_with(['—', '–']);
    is_dateline || is_first
}

/// `— Reuters`, `Quelle: dpa`, `dpa/afp` at the end of a block.
fn is_end_line(words: &Words<'_>, name: &NameAt, before: &str, behind: &str) -> bool {
    if behind.chars().any(char::is_alphanumeric) && !ends_with_names(words, name) {
        return false;
    }
    let head = before.trim_end();
    let is_label = name.start > 0
        && (1..=3)
            .any(|n| name.start >= n && words.has(CreditWord::Label, name.start - n, name.start))
        && behind.len() <= TAIL * 3;
    let is_alone = before.chars().all(|char| !char.is_alphanumeric());
    let is_dashed = head.ends_with(['—', '–', '©']) && behind.trim().len() <= 2;
    is_label || is_dashed || (is_alone && behind.len() <= TAIL * 3)
}

/// Whether only capitals and signs stand behind a name: `dpa/AFP`, `AP, Reuters`.
fn ends_with_names(words: &Words<'_>, name: &NameAt) -> bool {
    let rest = name.end..words.list.len();
    rest.len() <= 3
        && rest.into_iter().all(|at| {
            let written = words.written(at);
            written.chars().count() <= 12 && (words.is_capital(at) || written.len() <= 4)
        })
}

/// `By Ann Lee, Associated Press`
fn is_byline(words: &Words<'_>, before: &str) -> bool {
    words.list.len() <= BYLINE_WORDS
        && !before.is_empty()
        && (words.has(CreditWord::Byline, 0, 1) || words.has(CreditWord::Byline, 0, 2))
        && !words.text[words.block.start..words.block.end].contains(['“', '"', '?'])
}
