//! What elements inside a line mean for its text: marks that point to notes,
//! words struck out, readings beside characters, words for screen readers alone.
//!
//! The blocks of the page (`blocks`) and what the extractors are given (`slim`)
//! must agree on it, or a paragraph is not found again in what they return.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// Longer is no mark of a note.
const MAX_MARK_CHARS: usize = 6;

/// Words this short before a raised figure may be units: m², km².
const MAX_UNIT_CHARS: usize = 3;

/// Elements whose words nobody reads on the page: struck out, beside characters
/// that stand there anyway, or hidden from everyone who sees the page.
pub(super) fn is_unread(element: &Element) -> bool {
    match element.name() {
        "del" | "s" | "strike" | "rt" | "rp" | "rtc" => true,
        // Headings may be hidden so and still be the page's.
        "span" | "small" | "b" | "i" | "em" | "strong" => is_for_screen_readers(element),
        _ => false,
    }
}

fn is_for_screen_readers(element: &Element) -> bool {
    element.classes().any(|class| {
        matches!(
            class.to_ascii_lowercase().as_str(),
            "sr-only"
                | "visually-hidden"
                | "visuallyhidden"
                | "screen-reader-text"
                | "screen-reader-only"
                | "screenreader-only"
                | "u-visually-hidden"
                | "is-visually-hidden"
                | "element-invisible"
                | "offscreen"
                | "show-for-sr"
        )
    })
}

/// The figure or sign of a raised mark that points to a note, without brackets:
/// `years<sup>1</sup>`, but not `m<sup>2</sup>`, `1<sup>st</sup>`.
pub(super) fn note_mark(node: NodeRef<'_, Node>) -> Option<String> {
    if node.value().as_element()?.name() != "sup" {
        return None;
    }
    let mut text = String::new();
    let mut is_link = false;
    for inner in node.descendants() {
        match inner.value() {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(element) => is_link |= element.name() == "a",
            _ => {}
        }
        if text.len() > 40 {
            return None;
        }
    }
    let text = text.trim();
    let mark = text.trim_matches(['[', ']', '(', ')']);
    let is_sign = !mark.is_empty() && mark.chars().all(|it| matches!(it, '*' | '†' | '‡' | '§'));
    let is_figure =
        mark.chars().all(|it| it.is_ascii_digit() || matches!(it, ',' | '-' | '–' | ' '))
            && mark.contains(|it: char| it.is_ascii_digit());
    let fits = mark.chars().count() <= MAX_MARK_CHARS && (is_sign || is_figure);
    let is_bracketed = mark.len() < text.len();
    (fits && (is_bracketed || is_link || is_sign || !is_exponent(node))).then(|| mark.to_owned())
}

/// Whether a raised figure stands behind a number, a sign or a unit.
fn is_exponent(node: NodeRef<'_, Node>) -> bool {
    let Some(before) = node.prev_sibling() else { return true };
    let mut text = String::new();
    for inner in before.descendants() {
        if let Node::Text(piece) = inner.value() {
            text.push_str(piece);
        }
    }
    let text = text.trim_end_matches(['.', ',', ';', '!', '?', '"', '”', '’', ')']);
    let word = text.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
    let n_letters = word.chars().count();
    n_letters <= MAX_UNIT_CHARS || word.contains(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn marks_of_notes() {
        for (html, expected) in [
            ("the roof leaked for years<sup>1</sup> and", Some("1")),
            ("the roof leaked<sup>[12]</sup>", Some("12")),
            ("as of May<sup><a href='#n'>3</a></sup>", Some("3")),
            ("the end.<sup>*</sup>", Some("*")),
            ("forty km<sup>2</sup> of", None),
            ("10<sup>6</sup>", None),
            ("the 1<sup>st</sup> of May", None),
            ("H<sup>+</sup>", None),
        ] {
            let page = Html::parse_fragment(html);
            let mark = page.tree.root().descendants().find_map(note_mark);
            assert_eq!(mark.as_deref(), expected, "{html}");
        }
    }
}
