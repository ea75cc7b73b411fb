//! Texts of elements and attributes as values: names, headlines, labels.
//!
//! What they mean is not read here.

use scraper::{ElementRef, Html, Node};

/// Longer is no title, name or address.
pub(super) const MAX_VALUE_BYTES: usize = 1000;

/// The letters and digits of a text, in lower case: what makes two spellings one.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Single spaces, and no markup left in attribute values.
pub(super) fn tidy(text: &str) -> String {
    let text = if text.contains('&') {
        Html::parse_fragment(text).root_element().text().collect()
    } else {
        text.to_owned()
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text directly inside an element.
pub(super) fn raw_text(element: ElementRef<'_>) -> String {
    element.children().filter_map(|child| child.value().as_text().map(|text| &**text)).collect()
}

/// The text inside an element, if it is short enough to be a value.
pub(super) fn short_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    for node in element.descendants() {
        if let Node::Text(piece) = node.value() {
            text.push_str(piece);
            text.push(' ');
        }
        if text.len() > MAX_VALUE_BYTES {
            return String::new();
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
