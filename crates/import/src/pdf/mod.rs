//! PDF documents, read by PDFium: their text layer, and pages without a good one drawn
//! and read by OCR.
//!
//! PDFium is C++ and opens nothing but the bytes it is given; it is only ever
//! loaded in a child process (`worker`). Invariant: without the library a PDF
//! fails by name.
//! Not here: what the lines of a page mean (`layout`).

mod columns;
mod scanned;

use std::cell::OnceCell;
use std::path::Path;

use parallax_types::{IsoDate, Metadata, RawArticle, Source, Sourced};
use pdfium_render::prelude::{
    PdfDocument, PdfDocumentMetadataTagType as Tag, PdfPage, PdfPageTextChar, Pdfium, PdfiumError,
    PdfiumInternalError,
};

use crate::budget::Budget;
use crate::dates::parse_date;
use crate::error::ImportError;
use crate::format::ByteFormat;
use crate::layout::{self, Line, Page};
use crate::ocr::{PageAt, PageReader};
use crate::{headline, properties};
use scanned::Layer;

/// Some programs write a line or a mark before it.
pub(crate) const FORMAT: ByteFormat = ByteFormat {
    name: "pdf",
    sniff: |sample| {
        sample.head.windows(5).any(|window| window == b"%PDF-") && !sample.start.starts_with(b"<")
    },
    read: parse,
};

/// Longer documents are read up to here.
const MAX_PAGES: usize = 5000;

thread_local! {
    // PDFium knows one thread; the child that loads it has no other.
    static PDFIUM: OnceCell<Pdfium> = const { OnceCell::new() };
}

/// Loads PDFium for this thread. Without it, or with another library, PDF files
/// fail by name.
pub(crate) fn load(library: &Path) {
    if let Ok(bindings) = Pdfium::bind_to_library(library) {
        let pdfium = Pdfium::new(bindings);
        PDFIUM.with(|cell| drop(cell.set(pdfium)));
    }
}

/// Reads a document: one article.
fn parse(bytes: &[u8], path: &Path, budget: &mut Budget) -> Result<Vec<RawArticle>, ImportError> {
    PDFIUM.with(|cell| {
        let missing = || ImportError::PdfReaderMissing { path: path.to_owned() };
        let pdfium = cell.get().ok_or_else(missing)?;
        let document =
            pdfium.load_pdf_from_byte_slice(bytes, None).map_err(|error| refused(&error, path))?;
        read(&document, path, budget).map(|article| vec![article])
    })
}

fn refused(error: &PdfiumError, path: &Path) -> ImportError {
    let path = path.to_owned();
    let PdfiumError::PdfiumLibraryInternalError(error) = error else {
        return ImportError::Damaged { path, what: "no document could be opened".to_owned() };
    };
    match error {
        PdfiumInternalError::PasswordError | PdfiumInternalError::SecurityError => {
            ImportError::Encrypted { path }
        }
        _ => ImportError::Damaged { path, what: "it is no PDF document inside".to_owned() },
    }
}

/// The pages of a document, and how many are not as they should be.
#[derive(Default)]
struct ReadPages {
    pages: Vec<Page>,
    n_pages: u32,
    n_bad: usize,
    n_garbled: usize,
}

impl ReadPages {
    fn read(document: &PdfDocument<'_>, reader: &mut Option<PageReader<'_>>) -> Self {
        let n_pages = u32::try_from(document.pages().len()).unwrap_or_default();
        let mut read = Self::default();
        for page in document.pages().iter().take(MAX_PAGES) {
            read.n_pages += 1;
            match page_of(&page, read.n_pages) {
                Ok(layer) => read.add(&page, layer, n_pages, reader),
                Err(_) => read.n_bad += 1,
            }
        }
        read
    }

    /// Takes a page: as its layer has it if that is good or nothing better is there.
    fn add(
        &mut self,
        page: &PdfPage<'_>,
        layer: Page,
        n_pages: u32,
        reader: &mut Option<PageReader<'_>>,
    ) {
        let kind = scanned::layer(page, &layer);
        if kind != Layer::Good
            && let Some(reader) = reader
            && reader.may_read(PageAt { number: layer.number, n_pages })
            && let Some(picture) = scanned::picture(page)
            && let Some((lines, height)) = reader.read(picture)
        {
            self.pages.push(Page { number: layer.number, height, lines });
            return;
        }
        self.n_garbled += usize::from(kind == Layer::Garbled);
        self.pages.push(layer);
    }
}

fn read(
    document: &PdfDocument<'_>,
    path: &Path,
    budget: &mut Budget,
) -> Result<RawArticle, ImportError> {
    let mut reader = budget.recogniser().map(PageReader::new);
    let ReadPages { pages, n_pages, n_bad, n_garbled } = ReadPages::read(document, &mut reader);
    let has_text =
        |page: &Page| page.lines.iter().any(|line| line.text.contains(char::is_alphanumeric));
    if !pages.iter().any(has_text) {
        let path = path.to_owned();
        return Err(match n_pages {
            0 => {
                ImportError::Damaged { path, what: "none of its pages could be opened".to_owned() }
            }
            _ if reader.is_some() => ImportError::NoTextOnPages { path, n_pages },
            _ => ImportError::NoTextLayer { path, n_pages },
        });
    }
    let n_empty = pages.iter().filter(|page| !has_text(page)).count();
    let layout = layout::read(&pages);
    let mut article = RawArticle { blocks: layout.blocks, ..RawArticle::default() };
    let mut metadata = said(document);
    if metadata.title.is_none() {
        metadata.title = layout.title.map(|title| Sourced::new(title, Source::FirstLines));
    }
    headline::read(&article.blocks, &mut metadata);
    if metadata.published.is_none() {
        metadata.published = created(document);
    }
    article.metadata = metadata;
    let is_all_read = reader.as_ref().is_some_and(|it| it.confidence.n_pages == n_pages);
    if !is_all_read {
        "as embedded".clone_into(&mut article.receipt.encoding);
    }
    if let Some(reader) = &reader {
        reader.confidence.tell(&mut article.receipt, n_pages);
    }
    let empty = if reader.is_some() { "hold no text" } else { WITHOUT_OCR };
    let mut warn = |n: usize, what: &str| {
        if n > 0 {
            article.receipt.warnings.push(format!("{n} of {n_pages} pages {what}."));
        }
    };
    warn(n_bad, "could not be opened");
    warn(n_empty, empty);
    warn(n_garbled, "have a text layer whose letters are garbled");
    Ok(article)
}

/// What is said of pages without text where nobody reads pictures.
const WITHOUT_OCR: &str = "hold no text; they may be pictures, which only OCR reads";

/// What the document says about itself.
fn said(document: &PdfDocument<'_>) -> Metadata {
    let value = |tag| {
        let value = document.metadata().get(tag)?.value().trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let title = value(Tag::Title).filter(|title| is_title(title));
    let authors = value(Tag::Author).map(|names| properties::names(&names));
    Metadata {
        title: title.map(|it| Sourced::new(it, Source::FileProperties)),
        authors: authors
            .filter(|names| !names.is_empty())
            .map(|it| Sourced::new(it, Source::FileProperties)),
        ..Metadata::default()
    }
}

/// Programs write their own ideas of a title.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file = [".doc", ".docx", ".pdf", ".tex", ".dvi", ".indd", ".qxd", ".ps", ".odt", ".rtf"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    !is_file
        && !lower.starts_with("microsoft word -")
        && !matches!(lower.as_str(), "untitled" | "title" | "document" | "unknown" | "(anonymous)")
        && title.contains(char::is_alphabetic)
}

/// `D:20170104103000+03'00'`: when the document was made, for want of better.
fn created(document: &PdfDocument<'_>) -> Option<Sourced<IsoDate>> {
    let tag = document.metadata().get(Tag::CreationDate)?;
    let digits = tag.value().trim().trim_start_matches("D:").get(..8)?.to_owned();
    parse_date(&digits).map(|date| Sourced::new(date, Source::FileProperties))
}

/// Blanks between words are narrower than this many times the size of the type.
const GAP: f32 = 1.1;

/// More than one blank.
const WORD_GAP: f32 = 0.42;

/// The lines of a page, in the order its text is drawn.
fn page_of(page: &PdfPage<'_>, number: u32) -> Result<Page, PdfiumError> {
    let text = page.text()?;
    let chars = text.chars();
    let mut reader = LineReader::default();
    for char in chars.iter() {
        reader.char(&char);
    }
    reader.end_line();
    let lines = columns::in_order(reader.lines);
    Ok(Page { number, height: page.height().value, lines })
}

#[derive(Default)]
struct LineReader {
    lines: Vec<Line>,
    line: Line,
    /// Where the last drawn character stands.
    at: Option<(f32, f32)>,
}

impl LineReader {
    fn char(&mut self, char: &PdfPageTextChar<'_>) {
        // PDFium puts U+FFFE or U+0002 for a hyphen at the end of a line.
        let value = match char.unicode_value() {
            2 | 0xfffe => '\u{ad}',
            value => match std::char::from_u32(value) {
                Some('\r' | '\n') => return self.end_line(),
                Some('\0') | None => return,
                Some(value) => value,
            },
        };
        if value.is_whitespace() {
            self.line.text.push(' ');
            return;
        }
        let (Ok((x, y)), size) = (char.origin(), char.scaled_font_size().value) else {
            return self.line.text.push(value);
        };
        let (x, y) = (x.value, y.value);
        if let Some((_, last_y)) = self.at
            && (y - last_y).abs() > 0.75 * size.max(self.line.size)
            && !self.line.is_turned()
        {
            self.end_line();
        }
        // A gap wider than any blank: the next column, or the next cell.
        if self.at.is_some() && x - self.line.right > GAP * size && !self.line.is_turned() {
            self.end_line();
            self.line.follows = true;
        }
        // Blanks count where every letter stands alone: two part the words.
        if self.line.text.ends_with(' ') && x - self.line.right > WORD_GAP * size {
            self.line.text.push(' ');
        }
        let right = char.loose_bounds().map_or(x + size / 2.0, |bounds| bounds.right().value);
        self.line.add(value, x, y, right, size);
        self.at = Some((x, y));
    }

    fn end_line(&mut self) {
        self.at = None;
        let mut line = std::mem::take(&mut self.line);
        line.tidy();
        if !line.text.is_empty() {
            self.lines.push(line);
        }
    }
}
