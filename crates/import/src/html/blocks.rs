//! A parsed page → all its blocks of text in reading order, each with where on
//! the page it stands.
//!
//! Invariant: iterative (no recursion), linear in the size of the page; scripts,
//! styles, templates and hidden elements never become text.
//! Not here: which blocks belong to the article (`article`).

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use parallax_types::BlockKind;
use scraper::node::Element;
use scraper::{Html, Node};

use super::inline;

/// A block with what its place on the page tells.
#[derive(Debug, Clone)]
pub(super) struct PageBlock {
    pub(super) kind: BlockKind,
    /// Single spaces, no line breaks (except preformatted text).
    pub(super) text: String,
    pub(super) place: Place,
    /// How many of its bytes are inside links.
    pub(super) n_linked: usize,
    /// What its page calls it, where that says what it is to the article.
    pub(super) call: Call,
}

/// What a page calls a block, in the class of an element around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// Nothing that tells.
    Nothing,
    /// The lines between headline and text.
    Standfirst,
    /// The day on which the page is looked at.
    Today,
    /// What stands below a picture.
    Caption,
    /// About something else: comments, other stories, the margin, who wrote it.
    Elsewhere,
}

/// The innermost enclosing element that tells what a block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing special.
    Plain,
    /// `<nav>`, menus.
    Navigation,
    /// `<footer>`.
    Footer,
    /// `<aside>`.
    Aside,
    /// Buttons and labels of forms.
    Control,
    /// What its page calls an appeal or a newsletter form.
    Appeal,
    /// What its page calls an advertisement.
    Advertisement,
}

impl Place {
    /// Whether an extractor may say that the article is here.
    pub(super) fn may_be_article(self) -> bool {
        !matches!(self, Self::Navigation | Self::Control | Self::Appeal | Self::Advertisement)
    }
}

/// The text blocks of the page.
pub(super) fn page_blocks(page: &Html) -> Vec<PageBlock> {
    let mut reader = Reader::default();
    let mut skipped: Option<NodeId> = None;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(_) if skipped.is_some() => {}
            Edge::Open(node) => match node.value() {
                Node::Text(text) => reader.text(text),
                Node::Element(element) if is_invisible(element) => skipped = Some(node.id()),
                Node::Element(element) => {
                    if let Some(mark) = inline::note_mark(node) {
                        reader.text(&format!("[{mark}]"));
                        skipped = Some(node.id());
                    } else {
                        reader.open(element, node);
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if skipped == Some(node.id()) {
                    skipped = None;
                } else if let (None, Node::Element(element)) = (skipped, node.value()) {
                    reader.close(element);
                }
            }
        }
    }
    reader.flush();
    reader.blocks
}

/// Elements that show nothing, or nothing to read.
fn is_invisible(element: &Element) -> bool {
    let hidden_style = || {
        element.attr("style").is_some_and(|style| {
            let style: String = style
                .chars()
                .filter(|char| !char.is_whitespace())
                .collect::<String>()
                .to_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
    };
    matches!(
        element.name(),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "math"
            | "head"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "datalist"
            | "input"
            | "textarea"
            | "map"
            | "progress"
            | "meter"
    ) || (element.attr("hidden").is_some() && !is_streamed(element))
        || inline::is_unread(element)
        || hidden_style()
}

/// What React sends later than the rest, in hidden elements that a script then puts
/// in their places.
pub(super) fn is_streamed(element: &Element) -> bool {
    element.name() == "div" && element.attr("id").is_some_and(|id| id.starts_with("S:"))
}

/// Elements that begin and end a block.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "label"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

#[derive(Default)]
struct Reader {
    blocks: Vec<PageBlock>,
    /// The text of the block being read.
    text: String,
    n_linked: usize,
    /// Line breaks seen in a row: two make a paragraph.
    n_breaks: usize,
    /// Open elements that decide kind or place.
    kinds: Vec<BlockKind>,
    places: Vec<Place>,
    calls: Vec<Call>,
    n_links: usize,
    /// For each open table, whether it holds data rather than layout.
    tables: Vec<bool>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        let preformatted = self.kinds.last() == Some(&BlockKind::Preformatted);
        if text.chars().all(char::is_whitespace) && !preformatted {
            self.text.push(' ');
            return;
        }
        self.n_breaks = 0;
        if self.n_links > 0 {
            self.n_linked += text.trim().len();
        }
        self.text.push_str(text);
    }

    fn open(&mut self, element: &Element, node: NodeRef<'_, Node>) {
        let name = element.name();
        match name {
            "br" => return self.line_break(),
            "q" => self.text.push('“'),
            "a" => self.n_links += 1,
            "table" => {
                self.flush();
                self.tables.push(is_data_table(node));
            }
            // A cell of a data table stays in its row's block.
            "td" | "th" if self.in_row() => {
                if !self.text.trim().is_empty() {
                    self.text.push_str(" | ");
                }
                return;
            }
            "img" | "wbr" => {}
            _ if is_block(name) => self.flush(),
            _ => {}
        }
        if let Some(kind) = kind_of(name, self.tables.last() == Some(&true)) {
            self.kinds.push(kind);
        }
        if let Some(place) = place_of(element) {
            self.places.push(place);
        }
        if let Some(call) = call_of(element) {
            self.calls.push(call);
        }
    }

    fn close(&mut self, element: &Element) {
        let name = element.name();
        match name {
            "a" => self.n_links = self.n_links.saturating_sub(1),
            "q" => {
                self.text.truncate(self.text.trim_end().len());
                self.text.push('”');
            }
            _ => {}
        }
        if matches!(name, "td" | "th") && self.in_row() {
            return;
        }
        if is_block(name) {
            self.flush();
        }
        if kind_of(name, self.tables.last() == Some(&true)).is_some() {
            self.kinds.pop();
        }
        if place_of(element).is_some() {
            self.places.pop();
        }
        if call_of(element).is_some() {
            self.calls.pop();
        }
        if name == "table" {
            self.tables.pop();
        }
    }

    fn in_row(&self) -> bool {
        self.kinds.last() == Some(&BlockKind::TableRow)
    }

    /// One `<br>` is a line break, two are a paragraph.
    fn line_break(&mut self) {
        self.n_breaks += 1;
        if self.n_breaks >= 2 && self.kinds.last() != Some(&BlockKind::Preformatted) {
            self.flush();
        } else {
            self.text.push('\n');
        }
    }

    fn flush(&mut self) {
        let kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
        let text = std::mem::take(&mut self.text);
        let n_linked = std::mem::take(&mut self.n_linked);
        self.n_breaks = 0;
        let text = match kind {
            BlockKind::Preformatted => text.trim_matches('\n').trim_end().to_owned(),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        if !text.trim().is_empty() {
            let place = self.places.last().copied().unwrap_or(Place::Plain);
            let call = self.calls.last().copied().unwrap_or(Call::Nothing);
            self.blocks.push(PageBlock { kind, text, place, n_linked, call });
        }
    }
}

fn kind_of(name: &str, in_data_table: bool) -> Option<BlockKind> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
        "li" => BlockKind::ListItem,
        "blockquote" => BlockKind::Quote,
        "pre" => BlockKind::Preformatted,
        "figcaption" | "caption" => BlockKind::Caption,
        "tr" if in_data_table => BlockKind::TableRow,
        // What is inside a layout table is no list item or quote around it.
        "table" => BlockKind::Paragraph,
        _ => return None,
    })
}

pub(super) fn place_of(element: &Element) -> Option<Place> {
    Some(match element.name() {
        "body" | "html" => return None,
        "nav" | "menu" => Place::Navigation,
        "footer" => Place::Footer,
        "aside" => Place::Aside,
        "button" | "label" | "fieldset" => Place::Control,
        "article" | "main" => Place::Plain,
        _ => match element.attr("role") {
            Some("navigation" | "menu" | "menubar" | "toolbar") => Place::Navigation,
            Some("contentinfo") => Place::Footer,
            Some("complementary") => Place::Aside,
            Some("button" | "tab" | "dialog" | "search") => Place::Control,
            _ => return named_place(element),
        },
    })
}

/// What the page itself calls the element, in its class or id. Whole words only:
/// `ad-free-story` is a story.
fn named_place(element: &Element) -> Option<Place> {
    let names = [element.attr("class"), element.attr("id")];
    names.into_iter().flatten().flat_map(str::split_whitespace).find_map(|name| {
        match name.to_ascii_lowercase().as_str() {
            // Not `paywall`, `subscribe` or `sponsored`: pages wrap stories in those.
            "appeal" | "donation" | "donation-appeal" | "newsletter-signup" | "newsletter-form" => {
                Some(Place::Appeal)
            }
            "ad-inline" | "sponsored-links" => Some(Place::Advertisement),
            _ => None,
        }
    })
}

fn call_of(element: &Element) -> Option<Call> {
    if !matches!(
        element.name(),
        "p" | "div" | "h2" | "h3" | "h4" | "span" | "section" | "li" | "ul" | "ol"
    ) {
        return None;
    }
    element.classes().chain(element.attr("id")).find_map(|class| {
        let class = class.to_ascii_lowercase();
        let parts: Vec<&str> = class.split(['-', '_']).filter(|it| !it.is_empty()).collect();
        let last = parts.last().copied().unwrap_or_default();
        match last {
            "standfirst" | "subtitle" | "subheadline" | "subhead" | "dek" | "deck" | "lede"
            | "sapo" | "chapo" | "vorspann" | "entradilla" | "ingress" | "occhiello"
            | "sommario" => Some(Call::Standfirst),
            _ if last.ends_with("caption") => Some(Call::Caption),
            "today" | "currentdate" | "todaydate" => Some(Call::Today),
            "date" if parts.iter().any(|it| matches!(*it, "today" | "todays" | "current")) => {
                Some(Call::Today)
            }
            _ if parts.iter().any(|it| is_elsewhere(it)) => Some(Call::Elsewhere),
            _ => None,
        }
    })
}

fn is_elsewhere(part: &str) -> bool {
    matches!(
        part,
        "comment"
            | "comments"
            | "commentlist"
            | "disqus"
            | "related"
            | "recommended"
            | "recommendations"
            | "recirc"
            | "teaser"
            | "teasers"
            | "promo"
            | "sidebar"
            | "newsletter"
            | "signup"
            | "cookie"
            | "cookies"
            | "popup"
            | "modal"
            | "bio"
            | "popular"
            | "trending"
            | "outbrain"
            | "taboola"
            | "carousel"
            | "footer"
            | "subscribe"
    )
}

/// Whether a table's cells hold short text only: no paragraphs, lists or tables.
fn is_data_table(table: NodeRef<'_, Node>) -> bool {
    table.descendants().skip(1).filter_map(|node| node.value().as_element()).all(|element| {
        !matches!(
            element.name(),
            "table"
                | "p"
                | "div"
                | "ul"
                | "ol"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "blockquote"
                | "article"
                | "section"
        )
    })
}
