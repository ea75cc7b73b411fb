//! Makes a page safe for HTML parsers that take quadratic time or deep
//! recursion on it, by dropping tags and attributes before they see them; and
//! drops what scripts and styles hold, a third of most pages.
//!
//! html5ever needs time quadratic in nesting depth, in unclosed formatting
//! elements and in the attributes of one tag, and tree walkers recurse. The text
//! is never touched, only tags beyond what any real page has.
//!
//! Invariant: linear time; a page within the limits is returned as it is.

use std::borrow::Cow;
use std::collections::HashMap;

/// Nested deeper than this, tags are dropped. Real pages nest some 60 deep.
const MAX_DEPTH: usize = 256;

/// Open formatting elements (`<font>`, `<b>`…) beyond this are dropped: unclosed
/// ones are opened again in every following paragraph.
const MAX_FORMATTING: usize = 24;

/// Tags with more attributes lose them all.
const MAX_ATTRIBUTES: usize = 256;

/// Elements that never hold others.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Elements that the next one of their kind closes: their tags say nothing about depth.
const SELF_CLOSING: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot",
    "colgroup", "rb", "rt", "rp", "rtc", "a", "html", "head", "body", "nobr",
];

const FORMATTING: &[&str] =
    &["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

/// Elements whose content is text up to their end tag.
const RAW_TEXT: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// A page safe to parse.
pub(super) struct Flat<'a> {
    pub(super) html: Cow<'a, str>,
    /// Whether tags or attributes beyond the limits were dropped.
    pub(super) is_flattened: bool,
}

/// The page with what is beyond the limits dropped, and without code.
pub(super) fn flatten(html: &str) -> Flat<'_> {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let tag = read_tag(html, start);
        let keep = match &tag.kind {
            TagKind::Open { name, n_attributes, closed } => {
                let keep = *closed || scan.open(name);
                if keep && *n_attributes > MAX_ATTRIBUTES {
                    scan.is_flattened = true;
                    scan.replace(html, start, tag.head_end, &format!("<{name}>"));
                }
                if is_code(name, &html[start..tag.head_end]) {
                    scan.replace(html, tag.head_end, tag.end, "");
                }
                keep
            }
            TagKind::Close { name } => scan.close(name),
            TagKind::Other => true,
        };
        if !keep {
            // A space, so that words do not grow together.
            scan.is_flattened = true;
            scan.replace(html, start, tag.end, " ");
        }
        at = tag.end;
    }
    let html = if scan.kept_to == 0 {
        Cow::Borrowed(html)
    } else {
        scan.output.push_str(&html[scan.kept_to..]);
        Cow::Owned(scan.output)
    };
    Flat { html, is_flattened: scan.is_flattened }
}

/// Scripts and styles, but not the data in scripts that says what the page is.
fn is_code(name: &str, tag: &str) -> bool {
    match name {
        "style" => true,
        "script" => !tag.to_ascii_lowercase().contains("ld+json"),
        _ => false,
    }
}

#[derive(Default)]
struct Scan {
    open: Vec<String>,
    n_formatting: usize,
    /// Dropped opening tags whose closing tags are to be dropped too.
    dropped: HashMap<String, usize>,
    output: String,
    /// How much of the input is already in `output`, or dropped.
    kept_to: usize,
    is_flattened: bool,
}

impl Scan {
    /// Notes an opening tag; false if it is to be dropped.
    fn open(&mut self, name: &str) -> bool {
        if VOID.contains(&name) || SELF_CLOSING.contains(&name) {
            return true;
        }
        let formatting = FORMATTING.contains(&name);
        if self.open.len() >= MAX_DEPTH || (formatting && self.n_formatting >= MAX_FORMATTING) {
            *self.dropped.entry(name.to_owned()).or_default() += 1;
            return false;
        }
        self.n_formatting += usize::from(formatting);
        self.open.push(name.to_owned());
        true
    }

    /// Notes a closing tag; false if it is to be dropped.
    fn close(&mut self, name: &str) -> bool {
        if let Some(n_dropped) = self.dropped.get_mut(name).filter(|n| **n > 0) {
            *n_dropped -= 1;
            return false;
        }
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            // A formatting element stays open in the parser when its parent closes.
            if FORMATTING.contains(&name) {
                self.open.remove(at);
                self.n_formatting -= 1;
            } else {
                let inner: Vec<String> = self.open.drain(at..).skip(1).collect();
                self.open
                    .extend(inner.into_iter().filter(|name| FORMATTING.contains(&name.as_str())));
            }
        }
        true
    }

    fn replace(&mut self, html: &str, start: usize, end: usize, with: &str) {
        self.output.push_str(&html[self.kept_to..start]);
        self.output.push_str(with);
        self.kept_to = end;
    }
}

struct Tag {
    /// One past its `>`.
    head_end: usize,
    /// The same; for raw text elements where their end tag begins.
    end: usize,
    kind: TagKind,
}

enum TagKind {
    Open {
        name: String,
        n_attributes: usize,
        closed: bool,
    },
    Close {
        name: String,
    },
    /// Comments, declarations, and `<` that begins no tag.
    Other,
}

/// Reads the tag that begins with the `<` at `start`.
fn read_tag(html: &str, start: usize) -> Tag {
    let rest = &html[start..];
    if let Some(comment) = rest.strip_prefix("<!--") {
        let end = comment.find("-->").map_or(html.len(), |at| start + 4 + at + 3);
        return Tag { head_end: end, end, kind: TagKind::Other };
    }
    let closing = rest.starts_with("</");
    let name_start = 1 + usize::from(closing);
    let name: String = rest[name_start..]
        .chars()
        .take_while(|char| !char.is_whitespace() && !matches!(char, '>' | '/'))
        .take(40)
        .collect::<String>()
        .to_lowercase();
    if !name.starts_with(|char: char| char.is_ascii_alphabetic()) {
        return Tag { head_end: start + 1, end: start + 1, kind: TagKind::Other };
    }
    let (head_end, n_attributes, closed) = attributes(html, start + name_start);
    if closing {
        return Tag { head_end, end: head_end, kind: TagKind::Close { name } };
    }
    if RAW_TEXT.contains(&name.as_str()) && !closed {
        let end = raw_text_end(html, head_end, &name);
        return Tag { head_end, end, kind: TagKind::Open { name, n_attributes, closed: true } };
    }
    // `<br/>`; but a slash does not close other HTML elements.
    let closed = closed && VOID.contains(&name.as_str());
    Tag { head_end, end: head_end, kind: TagKind::Open { name, n_attributes, closed } }
}

/// From within a tag: one past its `>`, how many attributes it has at most, and
/// whether it ends in `/>`.
fn attributes(html: &str, from: usize) -> (usize, usize, bool) {
    let bytes = html.as_bytes();
    let mut n_attributes = 0;
    let mut quote = None;
    let mut before = b' ';
    for (offset, byte) in bytes[from..].iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == *byte => quote = None,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(*byte),
            (None, b'>') => return (from + offset + 1, n_attributes, before == b'/'),
            // The blanks between attributes, of which indented tags have hundreds, are none.
            (None, _) if !is_between(*byte) && *byte != b'=' => {
                let begins = is_between(before) || matches!(before, b'"' | b'\'');
                n_attributes += usize::from(begins);
            }
            _ => {}
        }
        if quote.is_none() && !(byte.is_ascii_whitespace() && before == b'=') {
            before = *byte;
        }
    }
    (html.len(), n_attributes, false)
}

fn is_between(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

/// Where the end tag of a raw text element begins.
fn raw_text_end(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let close = at + found;
        let named = html.as_bytes()[close + 2..].get(..name.len());
        if named.is_some_and(|named| named.eq_ignore_ascii_case(name.as_bytes())) {
            return close;
        }
        at = close + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(page: &str) -> String {
        flatten(page).html.into_owned()
    }

    #[test]
    fn real_pages_pass_unchanged() {
        let page = "<!DOCTYPE html><html><head><script type='application/ld+json'>\"a<b </div>\"</script></head><body class='a>b'>\
                    <div><p>One<p>Two<br/><b>three</b><!-- <div> --> 1 < 2</div></body></html>";
        assert!(matches!(flatten(page), Flat { html: Cow::Borrowed(_), is_flattened: false }));
    }

    #[test]
    fn blanks_are_no_attributes() {
        let blanks = format!("\n{}", " ".repeat(90));
        let page = format!("<input{blanks}type = 'a b'{blanks}name=q{blanks}disabled{blanks}/>");
        assert!(!flatten(&page).is_flattened);
        assert_eq!(attributes(&page, "<input".len()).1, 3);
    }

    #[test]
    fn code_is_dropped() {
        let page =
            "<script src=x>if (a<b && '</div>') {}</script><p>T</p><STYLE>p>a{}</STYLE><script>";
        let found = flatten(page);
        assert_eq!(found.html, "<script src=x></script><p>T</p><STYLE></STYLE><script>");
        assert!(!found.is_flattened);
    }

    #[test]
    fn depth_formatting_and_attributes_are_bounded() {
        let deep = format!("{}x{}y", "<div>".repeat(5000), "</div>".repeat(5000));
        assert_eq!(flat(&deep).matches("<div>").count(), MAX_DEPTH);
        assert_eq!(flat(&deep).matches("</div>").count(), MAX_DEPTH);
        let fonts: String = (0..5000).map(|n| format!("<p><font size={n}>x")).collect();
        assert_eq!(flat(&fonts).matches("<font").count(), MAX_FORMATTING);
        let many: String = (0..5000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(flat(&format!("<p{many}>x")), "<p>x");
        let unspaced: String = (0..5000).map(|n| format!("a{n}='1'")).collect();
        assert_eq!(flat(&format!("<p {unspaced}>x")), "<p>x");
    }

    #[test]
    fn linear_on_hostile_pages() {
        for piece in [
            "<", "<a ", "<!--", "<div>", "</div>", "<b>", "<script>", "<p x='", "</", "<\u{e9}",
            "<title>",
        ] {
            let page = piece.repeat(2_000_000 / piece.len());
            let started = std::time::Instant::now();
            let _ = flatten(&page);
            assert!(started.elapsed().as_secs() < 4, "{piece}");
        }
    }
}
