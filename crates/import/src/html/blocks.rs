//! A parsed page → all its blocks of text in reading order, each with where on
//! the page it stands.
//!
//! Invariant: iterative (no recursion), linear in the size of the page; scripts,
//! styles, templates and hidden elements never become text.
//! Not here: which blocks belong to the article (`article`).

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use parallax_types::BlockKind;
use scraper::node::Element;
use scraper::{Html, Node};

use super::elements::{Call, Place, call_of, is_block, is_invisible, place_of};
use super::wrappers::Wrappers;
use super::{inline, posts};

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
    /// Equal for blocks whose elements, and the two around them, have the same
    /// names and classes: entries of one list, paragraphs of one text.
    pub(super) shape: u64,
}

/// The text blocks of the page.
pub(super) fn page_blocks(page: &Html, wrappers: &Wrappers, is_forum: bool) -> Vec<PageBlock> {
    let mut reader = Reader { is_forum, ..Reader::default() };
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
                        reader.open(element, node, wrappers.contains(node));
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

/// Which of a reader's lists an open element stands in.
#[derive(Default, Clone, Copy)]
struct Opened {
    kind: bool,
    place: bool,
    call: bool,
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
    /// Whether elements may be posts of a discussion.
    is_forum: bool,
    /// What each open element decides; nothing if it is a cell of a data table.
    opened: Vec<Option<Opened>>,
    /// What the open block elements look like.
    looks: Vec<u64>,
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

    /// `is_wrapper`: what its name says it is to the article does not count.
    fn open(&mut self, element: &Element, node: NodeRef<'_, Node>, is_wrapper: bool) {
        let name = element.name();
        let is_cell = matches!(name, "td" | "th") && self.in_row();
        match name {
            "br" => self.line_break(),
            "q" => self.text.push('“'),
            "a" => self.n_links += 1,
            "table" => {
                self.flush();
                self.tables.push(is_data_table(node));
            }
            // A cell of a data table stays in its row's block.
            _ if is_cell && !self.text.trim().is_empty() => self.text.push_str(" | "),
            _ if is_cell => {}
            "img" | "wbr" => {}
            _ if is_block(name) => self.flush(),
            _ => {}
        }
        let opened = (!is_cell).then(|| self.decide(element, is_wrapper));
        self.opened.push(opened);
    }

    /// Notes what an element that is opened decides for what stands in it.
    fn decide(&mut self, element: &Element, is_wrapper: bool) -> Opened {
        let name = element.name();
        if is_block(name) {
            self.looks.push(look_of(element));
        }
        let kind = kind_of(name, self.tables.last() == Some(&true));
        let place = place_of(element).filter(|_| !is_wrapper);
        let call = || call_of(element).filter(|_| !is_wrapper);
        let call = self.call_in_thread(element).or_else(call);
        self.kinds.extend(kind);
        self.places.extend(place);
        self.calls.extend(call);
        Opened { kind: kind.is_some(), place: place.is_some(), call: call.is_some() }
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
        let Some(opened) = self.opened.pop().flatten() else { return };
        if is_block(name) {
            self.flush();
            self.looks.pop();
        }
        if opened.kind {
            self.kinds.pop();
        }
        if opened.place {
            self.places.pop();
        }
        if opened.call {
            self.calls.pop();
        }
        if name == "table" {
            self.tables.pop();
        }
    }

    /// What an element is to a discussion.
    fn call_in_thread(&self, element: &Element) -> Option<Call> {
        if !self.is_forum {
            return None;
        }
        if self.calls.contains(&Call::Post) && posts::is_about_post(element) {
            return Some(Call::Elsewhere);
        }
        posts::is_post(element).then_some(Call::Post)
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
            let looks = self.looks.iter().rev().take(N_LOOKS);
            let shape = looks.fold(0, |shape: u64, look| shape.rotate_left(21) ^ look);
            self.blocks.push(PageBlock { kind, text, place, n_linked, call, shape });
        }
    }
}

/// How many elements around a block make its shape.
const N_LOOKS: usize = 3;

/// What an element is and what its page calls it, as a hash.
fn look_of(element: &Element) -> u64 {
    let mut hasher = DefaultHasher::new();
    element.name().hash(&mut hasher);
    element.attr("class").hash(&mut hasher);
    hasher.finish()
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
