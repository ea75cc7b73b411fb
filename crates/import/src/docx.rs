//! Word documents (DOCX, and their form as one XML file).
//!
//! Source: ECMA-376. Deleted and hidden text is left out, notes follow the
//! text, page headers and footers are furniture.
//! Not here: comments (they are about the text, not of it), pictures.

use std::collections::HashMap;
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
    name: "docx",
    sniff: |sample| {
        sample.inside().has("[Content_Types].xml") || sample.inside().has("_rels/.rels")
    },
    read: parse,
};

/// In one XML file.
pub(crate) const FLAT: TextFormat = TextFormat {
    name: "docx",
    sniff: |sample| {
        matches!(sample.local_root(), "worddocument" | "package")
            && sample.head.contains("schemas.microsoft.com/office")
    },
    read: |text, _| Ok(vec![parse_flat(text)]),
};

/// Reads a document: one article.
fn parse(bytes: &[u8], path: &Path, budget: &mut Budget) -> Result<Vec<RawArticle>, ImportError> {
    let mut archive = Archive::open(bytes, path)?;
    let main = main_part(&mut archive, budget)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let styles = styles(&archive.text(&format!("{folder}/styles.xml"), budget)?);
    let document = archive.text(&main, budget)?;
    if document.is_empty() {
        let what = format!("its text (`{main}`) is missing");
        return Err(ImportError::Damaged { path: path.to_owned(), what });
    }
    let mut article = RawArticle::default();
    let text = read(&document, "body", &styles);
    if let (Err(what), true) = (&text.end, text.blocks.is_empty()) {
        return Err(ImportError::Damaged { path: path.to_owned(), what: what.clone() });
    }
    if text.end.is_err() {
        article
            .receipt
            .warnings
            .push("The document is damaged; it was read up to there.".to_owned());
    }
    article.blocks = text.blocks;
    for (part, element) in [("footnotes", "footnote"), ("endnotes", "endnote")] {
        let notes = archive.text(&format!("{folder}/{part}.xml"), budget)?;
        article.blocks.extend(read(&notes, element, &styles).blocks);
    }
    let edges = archive.names().into_iter().filter(|name| is_page_edge(name, &folder));
    for name in edges.collect::<Vec<_>>() {
        let element = if name.contains("/header") { "hdr" } else { "ftr" };
        let blocks = read(&archive.text(&name, budget)?, element, &styles).blocks;
        article.blocks.extend(
            blocks
                .into_iter()
                .map(|block| Block { role: Role::Boilerplate(Boilerplate::Repeated), ..block }),
        );
    }
    article.metadata = properties_of(&archive.text("docProps/core.xml", budget)?);
    Ok(vec![finished(article, text.title)])
}

/// Reads the one-file form (`pkg:package`, Word 2003 XML).
fn parse_flat(xml: &str) -> RawArticle {
    let text = read(xml, "body", &styles(xml));
    let article =
        RawArticle { blocks: text.blocks, metadata: properties_of(xml), ..RawArticle::default() };
    finished(article, text.title)
}

fn finished(mut article: RawArticle, title: Option<String>) -> RawArticle {
    let metadata = &mut article.metadata;
    if let Some(title) = title {
        metadata.title = Some(Sourced::new(title, Source::Markup));
    }
    let made = metadata.published.take();
    headline::read(&article.blocks, metadata);
    // A date in the text says more than the day the file was made.
    if metadata.published.is_none() {
        metadata.published = made;
    }
    "utf-8".clone_into(&mut article.receipt.encoding);
    article
}

/// `word/document.xml`, or wherever the package says.
fn main_part(archive: &mut Archive<'_>, budget: &mut Budget) -> Result<String, ImportError> {
    let mut main = None;
    let relations = archive.text("_rels/.rels", budget)?;
    let _ = xml::read(&relations, &mut |event| {
        if let Xml::Open(element) = event
            && element.attr("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            main = element.attr("Target").map(|it| it.trim_start_matches('/').to_owned());
        }
    });
    Ok(main.filter(|name| archive.has(name)).unwrap_or_else(|| "word/document.xml".to_owned()))
}

fn is_page_edge(name: &str, folder: &str) -> bool {
    let Some(file) = name.strip_prefix(folder).and_then(|name| name.strip_prefix('/')) else {
        return false;
    };
    let is_edge = file.starts_with("header") || file.starts_with("footer");
    is_edge && file.strip_suffix(".xml").is_some()
}

/// What paragraphs of each style are.
fn styles(xml: &str) -> HashMap<String, Style> {
    let mut styles = HashMap::new();
    let mut id = None;
    let _ = xml::read(xml, &mut |event| match event {
        Xml::Open(element) if element.name == "style" => {
            id = element.attr("styleId").map(str::to_owned);
        }
        Xml::Open(element) if element.name == "name" => {
            let style = element.attr("val").and_then(Style::named);
            if let (Some(id), Some(style)) = (id.take(), style) {
                styles.insert(id, style);
            }
        }
        _ => {}
    });
    styles
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Title,
    Heading,
    Caption,
    Quote,
}

impl Style {
    /// Word keeps these names in every language.
    fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        Some(match name.as_str() {
            "title" => Self::Title,
            "caption" => Self::Caption,
            "quote" | "intense quote" => Self::Quote,
            "subtitle" => Self::Heading,
            _ if name.starts_with("heading") => Self::Heading,
            _ => return None,
        })
    }

    fn kind(self) -> BlockKind {
        match self {
            Self::Title | Self::Heading => BlockKind::Heading,
            Self::Caption => BlockKind::Caption,
            Self::Quote => BlockKind::Quote,
        }
    }
}

/// The blocks inside the elements called `within`.
struct Text {
    blocks: Vec<Block>,
    title: Option<String>,
    end: Result<(), String>,
}

fn read(document: &str, within: &str, styles: &HashMap<String, Style>) -> Text {
    let mut reader = Reader::new(within, styles);
    let end = xml::read(document, &mut |event| reader.event(&event));
    let Reader { flow, title, .. } = reader;
    let blocks = flow.finish();
    let title = title.and_then(|at| {
        let block: &Block = blocks.get(at)?;
        Some(block.text.replace('\n', " "))
    });
    Text { blocks, title, end }
}

/// The end of a paragraph, which a reviewer may have removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum End {
    #[default]
    Kept,
    /// Inside what is said about the paragraph.
    BeingSaid,
    Removed,
}

struct Reader<'a> {
    within: &'a str,
    styles: &'a HashMap<String, Style>,
    flow: Flow,
    /// How many `within` are open.
    n_inside: usize,
    skipping: Skipping,
    in_text: bool,
    is_hidden: bool,
    /// What became of the open paragraph's end.
    end: End,
    /// Which block is the title.
    title: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(within: &'a str, styles: &'a HashMap<String, Style>) -> Self {
        Self {
            within,
            styles,
            flow: Flow::default(),
            n_inside: 0,
            skipping: Skipping::default(),
            in_text: false,
            is_hidden: false,
            end: End::default(),
            title: None,
        }
    }

    fn event(&mut self, event: &Xml<'_>) {
        match event {
            Xml::Open(element) => self.open(element),
            Xml::Close(name) => self.close(name),
            Xml::Text(text) if self.in_text && !self.is_hidden && !self.skipping.is_on() => {
                self.flow.text(text);
            }
            Xml::Text(_) => {}
        }
    }

    fn open(&mut self, element: &Element) {
        if self.skipping.opens(&element.name) {
            return;
        }
        let name = element.name.as_str();
        if name == self.within && !is_separator(element) {
            self.n_inside += 1;
        }
        if self.n_inside == 0 {
            return;
        }
        match name {
            // Removed text, alternatives for old programs, and instructions to Word.
            // The end of the paragraph was removed: it goes on in the next.
            "del" if self.end == End::BeingSaid => self.end = End::Removed,
            "pPr" => self.end = End::BeingSaid,
            // Readings beside characters.
            "rt" => self.skipping.begin(name),
            "den" => self.flow.text("/"),
            "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "annotation" => {
                self.skipping.begin(name);
            }
            "p" => self.flow.open_paragraph(),
            "pStyle" => self.style(element),
            "numPr" => self.flow.kind(BlockKind::ListItem),
            "r" => self.is_hidden = false,
            "vanish" => self.is_hidden = !matches!(element.attr("val"), Some("0" | "false")),
            "t" => self.in_text = true,
            "tab" | "ptab" if !self.is_hidden => self.flow.text(" "),
            "br" | "cr" if !self.is_hidden => self.flow.text("\n"),
            "noBreakHyphen" => self.flow.text("-"),
            "tr" => self.flow.open_row(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipping.closes(name) || self.n_inside == 0 {
            return;
        }
        match name {
            "p" if std::mem::take(&mut self.end) == End::Removed => self.flow.carry_paragraph(),
            "p" => self.flow.close_paragraph(),
            "pPr" if self.end == End::BeingSaid => self.end = End::Kept,
            "t" => self.in_text = false,
            "r" => self.is_hidden = false,
            "tc" => self.flow.close_cell(),
            "tr" => self.flow.close_row(),
            _ if name == self.within => self.n_inside -= 1,
            _ => {}
        }
    }

    fn style(&mut self, element: &Element) {
        let Some(id) = element.attr("val") else { return };
        let Some(style) = self.styles.get(id).copied().or_else(|| Style::named(id)) else { return };
        self.flow.kind(style.kind());
        if style == Style::Title && self.title.is_none() {
            self.title = Some(self.flow.blocks.len());
        }
    }
}

/// The lines above notes are notes to Word.
fn is_separator(element: &Element) -> bool {
    element.attr("type").is_some_and(|kind| kind.to_lowercase().contains("separator"))
}

/// When the template was made that `python-docx` begins every document with.
const TEMPLATE_DATE: &str = "2013-12-23T23:15:00Z";

/// `docProps/core.xml`: Dublin Core.
fn properties_of(core: &str) -> Metadata {
    let names = ["title", "creator", "created", "language"];
    let [title, creator, created, language] =
        <[_; 4]>::try_from(xml::values(core, &names)).unwrap_or_default();
    let said = |text: String| Sourced::new(text, Source::FileProperties);
    Metadata {
        title: title.and_then(|it| properties::title(&it)).map(said),
        authors: creator
            .map(|it| properties::names(&it))
            .filter(|names| !names.is_empty())
            .map(|names| Sourced::new(names, Source::FileProperties)),
        published: created
            .filter(|it| it != TEMPLATE_DATE)
            .and_then(|it| parse_date(&it))
            .map(|date| Sourced::new(date, Source::FileProperties)),
        language: language.and_then(|it| crate::language::tag(&it)).map(said),
        ..Metadata::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Vec<String> {
        let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
        read(&xml, "body", &HashMap::new()).blocks.into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn fractions_readings_and_joined_paragraphs() {
        let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        let fraction = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>";
        assert_eq!(texts(&format!("<w:p>{} {fraction}</w:p>", run("About "))), ["About 1/2"]);
        let ruby = format!(
            "<w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>",
            run("shi"),
            run("市")
        );
        assert_eq!(texts(&format!("<w:p>{ruby}{}</w:p>", run("電"))), ["市電"]);
        let joined = "<w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>";
        let two = format!(
            "<w:p>{joined}{}</w:p><w:p>{}</w:p><w:p>{}</w:p>",
            run("One "),
            run("two."),
            run("Three.")
        );
        assert_eq!(texts(&two), ["One two.", "Three."]);
    }

    #[test]
    fn what_programs_fill_in_is_left_out() {
        let core = "<cp:coreProperties><dc:title>Microsoft Word - a.doc</dc:title><dc:creator>python-docx</dc:creator>\
            <dcterms:created>2013-12-23T23:15:00Z</dcterms:created></cp:coreProperties>";
        assert_eq!(properties_of(core), Metadata::default());
    }
}
