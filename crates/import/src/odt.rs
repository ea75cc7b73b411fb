//! OpenDocument texts (ODT, and FODT in one XML file).
//!
//! Source: OASIS OpenDocument 1.3. Tracked deletions, comments and hidden text
//! are left out; page headers and footers are furniture.

use std::collections::HashSet;
use std::path::Path;

use parallax_types::{Block, BlockKind, Boilerplate, Metadata, RawArticle, Role, Source, Sourced};

use crate::budget::Budget;
use crate::container::Archive;
use crate::dates::parse_date;
use crate::error::ImportError;
use crate::flow::Flow;
use crate::format::{ByteFormat, TextFormat};
use crate::xml::{self, Element, Skipping, Xml};
use crate::{headline, properties};

pub(crate) const FORMAT: ByteFormat = ByteFormat {
    name: "odt",
    sniff: |sample| {
        let inside = sample.inside();
        let is_unnamed = inside.mimetype.is_empty()
            && inside.has("content.xml")
            && inside.has("META-INF/manifest.xml");
        inside.mimetype.starts_with("application/vnd.oasis.opendocument.text") || is_unnamed
    },
    read: parse,
};

/// In one XML file.
pub(crate) const FLAT: TextFormat = TextFormat {
    name: "odt",
    sniff: |sample| sample.root() == "office:document",
    read: |text, _| Ok(vec![parse_flat(text)]),
};

/// Reads a document: one article.
fn parse(bytes: &[u8], path: &Path, budget: &mut Budget) -> Result<Vec<RawArticle>, ImportError> {
    let mut archive = Archive::open(bytes, path)?;
    let manifest = archive.text("META-INF/manifest.xml", budget)?;
    if manifest.contains("encryption-data") {
        return Err(ImportError::Encrypted { path: path.to_owned() });
    }
    let content = archive.text("content.xml", budget)?;
    let styles = archive.text("styles.xml", budget)?;
    let meta = archive.text("meta.xml", budget)?;
    let (blocks, end) = read(&content, &["text"], &hidden(&[&content, &styles]));
    if let (Err(what), true) = (&end, blocks.is_empty()) {
        return Err(ImportError::Damaged { path: path.to_owned(), what: what.clone() });
    }
    let mut article = article(blocks, &meta);
    if end.is_err() {
        article
            .receipt
            .warnings
            .push("The document is damaged; it was read up to there.".to_owned());
    }
    let (edges, _) = read(&styles, &["header", "footer"], &HashSet::new());
    article.blocks.extend(
        edges.into_iter().map(|it| Block { role: Role::Boilerplate(Boilerplate::Repeated), ..it }),
    );
    Ok(vec![article])
}

/// Reads the one-file form.
fn parse_flat(xml: &str) -> RawArticle {
    article(read(xml, &["text"], &hidden(&[xml])).0, xml)
}

fn article(blocks: Vec<Block>, meta: &str) -> RawArticle {
    let names = ["title", "initial-creator", "creator", "creation-date", "date", "language"];
    let [title, first, creator, created, date, language] =
        <[_; 6]>::try_from(xml::values(meta, &names)).unwrap_or_default();
    let said = |text: String| Sourced::new(text, Source::FileProperties);
    let mut metadata = Metadata {
        title: title.and_then(|it| crate::properties::title(&it)).map(said),
        authors: first
            .or(creator)
            .map(|it| Sourced::new(properties::names(&it), Source::FileProperties))
            .filter(|names| !names.value.is_empty()),
        language: language.and_then(|it| crate::language::tag(&it)).map(said),
        ..Metadata::default()
    };
    headline::read(&blocks, &mut metadata);
    if metadata.published.is_none() {
        let made = created.or(date).and_then(|it| parse_date(&it));
        metadata.published = made.map(|date| Sourced::new(date, Source::FileProperties));
    }
    let mut article = RawArticle { metadata, blocks, ..RawArticle::default() };
    "utf-8".clone_into(&mut article.receipt.encoding);
    article
}

/// Names of the styles whose text is not shown.
fn hidden(documents: &[&str]) -> HashSet<String> {
    let mut hidden = HashSet::new();
    for document in documents {
        let mut style = None;
        let _ = xml::read(document, &mut |event| match event {
            Xml::Open(element) if element.name == "style" => {
                style = element.attr("name").map(str::to_owned);
            }
            Xml::Open(element)
                if element.name == "text-properties" && element.attr("display") == Some("none") =>
            {
                hidden.extend(style.take());
            }
            _ => {}
        });
    }
    hidden
}

/// The blocks inside the elements called one of `within`, and how the document ended.
fn read(
    document: &str,
    within: &[&str],
    hidden: &HashSet<String>,
) -> (Vec<Block>, Result<(), String>) {
    let mut reader = Reader::new(within, hidden);
    let end = xml::read(document, &mut |event| match event {
        Xml::Open(element) => reader.open(element),
        Xml::Close(name) => reader.close(name),
        Xml::Text(text) if reader.n_inside > 0 && !reader.skipping.is_on() => {
            reader.flow.text(&text.replace('\n', " "));
        }
        Xml::Text(_) => {}
    });
    (reader.flow.finish(), end)
}

struct Reader<'a> {
    within: &'a [&'a str],
    hidden: &'a HashSet<String>,
    flow: Flow,
    n_inside: usize,
    skipping: Skipping,
    n_items: usize,
}

impl<'a> Reader<'a> {
    fn new(within: &'a [&'a str], hidden: &'a HashSet<String>) -> Self {
        Self {
            within,
            hidden,
            flow: Flow::default(),
            n_inside: 0,
            skipping: Skipping::default(),
            n_items: 0,
        }
    }

    fn open(&mut self, element: &Element) {
        let name = element.name.as_str();
        if self.skipping.opens(name) {
            return;
        }
        self.n_inside += usize::from(self.within.contains(&name));
        if self.n_inside == 0 {
            return;
        }
        let is_hidden = element.attr("style-name").is_some_and(|style| self.hidden.contains(style));
        match name {
            "tracked-changes" | "annotation" | "note-citation" | "hidden-text"
            | "hidden-paragraph" | "title" | "desc" | "sequence-decls" | "math" => {
                self.skipping.begin(name);
            }
            "p" | "h" | "span" | "section" if is_hidden => {
                self.skipping.begin(name);
            }
            "h" => {
                self.flow.open_paragraph();
                self.flow.kind(BlockKind::Heading);
            }
            "p" => {
                self.flow.open_paragraph();
                if let Some(kind) = element.attr("style-name").and_then(kind_of_style) {
                    self.flow.kind(kind);
                } else if self.n_items > 0 {
                    self.flow.kind(BlockKind::ListItem);
                }
            }
            "list-item" => self.n_items += 1,
            "s" | "tab" => self.flow.text(" "),
            "line-break" => self.flow.text("\n"),
            "table-row" => self.flow.open_row(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipping.closes(name) || self.n_inside == 0 {
            return;
        }
        match name {
            "p" | "h" => self.flow.close_paragraph(),
            "list-item" => self.n_items = self.n_items.saturating_sub(1),
            "table-cell" => self.flow.close_cell(),
            "table-row" => self.flow.close_row(),
            _ if self.within.contains(&name) => self.n_inside -= 1,
            _ => {}
        }
    }
}

fn kind_of_style(style: &str) -> Option<BlockKind> {
    Some(match style {
        "Title" | "Subtitle" => BlockKind::Heading,
        "Quotations" => BlockKind::Quote,
        "Caption" | "Illustration" | "Figure" => BlockKind::Caption,
        "Preformatted_20_Text" => BlockKind::Preformatted,
        _ => return None,
    })
}
