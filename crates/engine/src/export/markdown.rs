//! Markdown: one heading per article, its source below, excerpts as block quotations, which
//! need no marks of their own.
//! Source: `CommonMark` 0.31 (escapes, block quotes).

use super::{Collection, Facts, Item};
use crate::annotations::{author_list, file_name, hex, long_date};

pub(super) fn write(collection: &Collection) -> String {
    let mut out = format!("# {}\n", escape(&collection.title));
    for item in &collection.items {
        article(&mut out, item);
    }
    out
}

fn article(out: &mut String, item: &Item) {
    let facts = Facts::of(&item.article);
    let mut source: Vec<String> = facts.outlet.map(escape).into_iter().collect();
    source.extend(facts.day.map(long_date));
    if !facts.authors.is_empty() {
        source.push(format!("by {}", escape(&author_list(facts.authors))));
    }
    *out += &format!("\n## {}\n\n", escape(facts.title));
    if !source.is_empty() {
        *out += &format!("{}\n\n", source.join(", "));
    }
    if let Some(url) = facts.url {
        *out += &format!("{}\n\n", link(url));
    }
    if !item.tags.is_empty() {
        *out += &format!("Tags: {}\n\n", escape(&item.tags.join(", ")));
    }
    if let Some(note) = &item.note {
        *out += &format!("{}\n\n", lines(note, ""));
    }
    for excerpt in &item.excerpts {
        *out += &format!("{}\n", lines(&excerpt.words, "> "));
        let mut about: Vec<String> = Vec::new();
        about.extend(excerpt.paragraph.map(|n| format!("paragraph {n}")));
        about.extend(excerpt.colour.map(|colour| colour.as_str().to_owned()));
        about.extend(excerpt.label.map(|label| label.as_str().to_owned()));
        if excerpt.colour.is_some() && excerpt.span.is_none() {
            about.push("no longer in the file".to_owned());
        }
        if !about.is_empty() {
            *out += &format!(">\n> — {}\n", about.join(", "));
        }
        if let Some(note) = &excerpt.note {
            *out += &format!("\n{}\n", lines(note, ""));
        }
        *out += "\n";
    }
    let hash = hex(&item.article.content_hash);
    *out += &format!("File {}, BLAKE3 `{hash}`\n", escape(&file_name(&item.article)));
}

/// An address that a click leads to: nothing in it is a mark of Markdown between
/// angle brackets.
pub(super) fn link(url: &str) -> String {
    let is_plain = !url.contains(|it: char| it.is_whitespace() || matches!(it, '<' | '>'));
    if is_plain && url.contains("://") { format!("<{url}>") } else { escape(url) }
}

/// Every line escaped, after `prefix`.
fn lines(text: &str, prefix: &str) -> String {
    let line = |line: &str| format!("{prefix}{}", escape(line)).trim_end().to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// One line of text in which nothing is mark-up.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    // What only means something at the start of a line.
    let digits = out.len() - out.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_item = digits > 0 && out[digits..].starts_with(['.', ')']);
    if is_item {
        out.insert(digits, '\\');
    } else if out.starts_with(['-', '+', '=']) {
        out.insert(0, '\\');
    }
    out
}
