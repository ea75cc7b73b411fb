//! CSV after RFC 4180: a header, one row per excerpt, or one per article that has
//! none. A cell that a spreadsheet would run as a formula begins with an apostrophe.

use parallax_types::{Colour, Label};

use super::{Collection, Excerpt, Facts, Item};
use crate::annotations::{file_name, hex};

const HEADER: &str = "title,outlet,published,authors,language,address,tags,article note,\
    words,paragraph,start byte,end byte,colour,note,label,file,blake3";

pub(super) fn write(collection: &Collection) -> String {
    // The mark by which spreadsheets know UTF-8.
    let mut out = format!("\u{feff}{HEADER}\r\n");
    for item in &collection.items {
        if item.excerpts.is_empty() {
            row(&mut out, item, None);
        }
        for excerpt in &item.excerpts {
            row(&mut out, item, Some(excerpt));
        }
    }
    out
}

fn row(out: &mut String, item: &Item, excerpt: Option<&Excerpt>) {
    let facts = Facts::of(&item.article);
    let number = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let span = excerpt.and_then(|excerpt| excerpt.span);
    let cells = [
        facts.title.to_owned(),
        text(facts.outlet),
        text(facts.day),
        facts.authors.join("; "),
        text(facts.language),
        text(facts.url),
        item.tags.join("; "),
        text(item.note.as_deref()),
        text(excerpt.map(|excerpt| excerpt.words.as_str())),
        number(excerpt.and_then(|excerpt| excerpt.paragraph)),
        number(span.map(|span| span.start)),
        number(span.map(|span| span.end)),
        text(excerpt.and_then(|excerpt| excerpt.colour).map(Colour::as_str)),
        text(excerpt.and_then(|excerpt| excerpt.note.as_deref())),
        text(excerpt.and_then(|excerpt| excerpt.label).map(Label::as_str)),
        file_name(&item.article),
        hex(&item.article.content_hash),
    ];
    *out += &cells.map(|cell| escape(&cell)).join(",");
    *out += "\r\n";
}

pub(super) fn escape(cell: &str) -> String {
    // Some spreadsheets take the wide forms for the narrow ones.
    let is_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
