//! A parsed page → the same page without what no extractor reads (scripts,
//! styles, drawings, comments, most attributes) and what is no article whatever
//! they say (menus, buttons, appeals).
//!
//! Extractors parse, copy and search the page several times over; half of a
//! news page and more is none of its text.
//! Invariant: iterative; every text that may be the article's stays, in the same
//! elements, with what the page calls them (class, id, role).

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::elements::{is_block, is_streamed, place_of};
use super::inline;
use super::wrappers::Wrappers;

/// Longer values are data, not names.
const MAX_VALUE_BYTES: usize = 200;

/// The page, slimmed.
pub(super) fn slim(page: &Html, wrappers: &Wrappers) -> String {
    let mut out = String::from("<!DOCTYPE html>");
    let mut skipped = None;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(_) if skipped.is_some() => {}
            Edge::Open(node) => match node.value() {
                Node::Text(text) if is_blank(text) => {
                    out.push_str(if stands_at_a_border(node) { "" } else { " " });
                }
                Node::Text(text) => escape(text, &mut out),
                Node::Element(element) if is_ballast(element, node, wrappers) => {
                    skipped = Some(node.id());
                }
                Node::Element(_) if inline::note_mark(node).is_some() => skipped = Some(node.id()),
                // Extractors put blanks around it, or break the paragraph.
                Node::Element(element) if is_unwrapped(element) => {}
                Node::Element(element) => open(element, &mut out),
                _ => {}
            },
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            Edge::Close(node) => {
                if let (None, Node::Element(element)) = (skipped, node.value())
                    && !is_void(element.name())
                    && !is_unwrapped(element)
                {
                    out.push_str("</");
                    out.push_str(element.name());
                    out.push('>');
                }
            }
        }
    }
    out
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Whether the space of this node is only between the lines of the page's source:
/// half of all nodes are that.
fn stands_at_a_border(node: NodeRef<'_, Node>) -> bool {
    let is_border = |beside: Option<NodeRef<'_, Node>>| {
        beside.is_none_or(|it| it.value().as_element().is_some_and(|it| is_block(it.name())))
    };
    is_border(node.prev_sibling()) || is_border(node.next_sibling())
}

/// Elements that hold nothing of an article.
fn is_ballast(element: &Element, node: NodeRef<'_, Node>, wrappers: &Wrappers) -> bool {
    let holds_none = matches!(
        element.name(),
        "script"
            | "meta"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "datalist"
            | "map"
            | "link"
            | "base"
            | "source"
            | "track"
            | "input"
            | "textarea"
            | "plaintext"
            | "xmp"
    );
    holds_none
        || inline::is_unread(element)
        || (place_of(element).is_some_and(|place| !place.may_be_article())
            && !wrappers.contains(node))
}

/// Elements that say how a piece of a word looks.
fn is_unwrapped(element: &Element) -> bool {
    matches!(element.name(), "sup" | "sub" | "ruby" | "rb" | "wbr" | "q" | "ins")
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "col" | "area" | "param" | "frame")
}

fn open(element: &Element, out: &mut String) {
    out.push('<');
    out.push_str(element.name());
    for (name, value) in element.attrs() {
        if tells(name, value) && !(name == "hidden" && is_streamed(element)) {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
    }
    // Links are told from text by having an address, whichever it is.
    if element.name() == "a" && element.attr("href").is_some() {
        out.push_str(" href=\"#\"");
    }
    out.push('>');
}

/// Whether an attribute says what its element is.
fn tells(name: &str, value: &str) -> bool {
    let names = matches!(
        name,
        "class"
            | "id"
            | "role"
            | "rel"
            | "itemprop"
            | "itemtype"
            | "hidden"
            | "aria-hidden"
            | "lang"
            | "colspan"
            | "rowspan"
    );
    let hides = || name == "style" && (value.contains("display") || value.contains("visibility"));
    (names || hides()) && value.len() <= MAX_VALUE_BYTES
}

fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slimmed(page: &str) -> String {
        let page = Html::parse_document(page);
        slim(&page, &Wrappers::of(&page))
    }

    #[test]
    fn what_stays_and_what_goes() {
        let page = "<!DOCTYPE html><html lang=en><head><title>T &amp; U</title><script>x</script>\
            <link rel=x href=y><meta name=a></head><body class=\"a b\" onload=x data-y=z><!-- c --><nav>no</nav>\
            <p style=\"color:red\">1 &lt; 2<br><a href=\"http://example.org/long\">L</a>\
            <svg><title>no</title></svg><b style=\"display:none\">h</b></p></body></html>";
        assert_eq!(
            slimmed(page),
            "<!DOCTYPE html><html lang=\"en\"><head><title>T &amp; U</title></head>\
             <body class=\"a b\"><p>1 &lt; 2<br><a href=\"#\">L</a><b style=\"display:none\">h</b></p>\
             </body></html>"
        );
    }

    #[test]
    fn slimming_twice_changes_nothing() {
        let page = "<table><tr><td>1<td>2</table> \\n<p><i>a</i> <b>b</b> </p> <ul><li>a<li>b</ul><pre>\n x\n</pre><p>é\u{a0}&quot;";
        let once = slimmed(page);
        assert_eq!(slimmed(&once), once);
    }
}
