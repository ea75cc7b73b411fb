//! Whether a text is a page.

use crate::format::TextSample;

/// A page has a page's elements near its start, or is called one and has some markup.
pub(super) fn is_page(sample: &TextSample<'_>) -> bool {
    let head = &sample.head;
    let is_markup = sample.start.starts_with('<');
    if is_markup && HTML_TAGS.iter().any(|tag| has_tag(head, tag)) {
        return true;
    }
    let is_named = matches!(sample.extension.as_str(), "html" | "htm" | "xhtml" | "shtml");
    // XML without one of a page's elements is XML, whatever its name.
    let is_xml = is_markup && (head.starts_with("<?xml") || head.starts_with("<!doctype"));
    is_named && !is_xml && (head.contains("</") || head.contains("<p") || head.contains("<br"))
}

/// Any of these near the start of a text that begins with `<` makes it a page.
const HTML_TAGS: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "div",
    "p",
    "article",
    "section",
    "main",
    "table",
    "h1",
    "h2",
    "span",
    "ul",
    "center",
    "font",
];

fn has_tag(head: &str, tag: &str) -> bool {
    head.match_indices(tag).any(|(at, _)| {
        head[..at].ends_with('<')
            && head[at + tag.len()..]
                .starts_with(|char: char| char == '>' || char == '/' || char.is_whitespace())
    })
}
