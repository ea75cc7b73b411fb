//! EPUB books: a chapter is an article, its outlet the book.
//!
//! Source: EPUB 3.3. Chapters are the files of the spine; one that the table of
//! contents does not name goes on with the chapter before it.

use std::collections::HashMap;
use std::path::Path;

use parallax_types::{IsoDate, Metadata, RawArticle, Source, Sourced};

use crate::budget::Budget;
use crate::container::Archive;
use crate::dates::parse_date;
use crate::error::ImportError;
use crate::format::ByteFormat;
use crate::html;
use crate::xml::{self, Xml};

pub(crate) const FORMAT: ByteFormat = ByteFormat {
    name: "epub",
    sniff: |sample| {
        let inside = sample.inside();
        inside.mimetype == "application/epub+zip" || inside.has("META-INF/container.xml")
    },
    read: parse,
};

/// Title pages, dedications: shorter than this they go with the next chapter.
const MIN_CHAPTER_BYTES: usize = 300;

/// Reads a book: an article for each chapter.
fn parse(bytes: &[u8], path: &Path, budget: &mut Budget) -> Result<Vec<RawArticle>, ImportError> {
    let mut archive = Archive::open(bytes, path)?;
    let container = archive.text("META-INF/container.xml", budget)?;
    let damaged =
        |what: &str| ImportError::Damaged { path: path.to_owned(), what: what.to_owned() };
    let package = attribute(&container, "rootfile", "full-path")
        .or_else(|| archive.names().into_iter().find(|name| name.strip_suffix(".opf").is_some()))
        .ok_or_else(|| damaged("its table of contents is missing"))?;
    let book = Book::read(&archive.text(&package, budget)?, &package);
    let locked = archive.text("META-INF/encryption.xml", budget)?;
    if book.spine.iter().any(|file| locked.contains(file.as_str())) {
        return Err(ImportError::Encrypted { path: path.to_owned() });
    }
    let contents = match &book.contents {
        Some(name) => headings(&archive.text(name, budget)?, name),
        None => HashMap::new(),
    };
    let mut chapters: Vec<RawArticle> = Vec::new();
    let mut n_missing = 0;
    for file in &book.spine {
        let Some(bytes) = archive.read(file, budget)? else {
            n_missing += 1;
            continue;
        };
        let page = html::document(&crate::decode::decode(&bytes).text);
        let heading = contents.get(file);
        let goes_on = match chapters.last() {
            Some(last) => (heading.is_none() && !contents.is_empty()) || is_short(last),
            None => false,
        };
        match chapters.last_mut().filter(|_| goes_on) {
            Some(last) => {
                let was_short = is_short(last);
                last.blocks.extend(page.blocks);
                if was_short && let Some(heading) = heading {
                    last.metadata.title = titled(heading);
                }
            }
            None => chapters.push(RawArticle {
                metadata: Metadata {
                    title: heading.and_then(|it| titled(it)).or(page.metadata.title),
                    ..book.metadata.clone()
                },
                blocks: page.blocks,
                ..RawArticle::default()
            }),
        }
    }
    if n_missing > 0
        && let Some(first) = chapters.first_mut()
    {
        let note = format!("{n_missing} of {} parts of the book are missing.", book.spine.len());
        first.receipt.warnings.push(note);
    }
    let n_chapters = chapters.len();
    for (n, chapter) in chapters.iter_mut().enumerate() {
        "utf-8".clone_into(&mut chapter.receipt.encoding);
        if chapter.metadata.title.is_none() || n_chapters == 1 {
            chapter.metadata.title = book.title(n, n_chapters).or(chapter.metadata.title.take());
        }
    }
    Ok(chapters)
}

fn titled(heading: &str) -> Option<Sourced<String>> {
    Some(Sourced::new(heading.to_owned(), Source::Markup)).filter(|it| !it.value.is_empty())
}

fn is_short(chapter: &RawArticle) -> bool {
    chapter.blocks.iter().map(|block| block.text.len()).sum::<usize>() < MIN_CHAPTER_BYTES
}

/// What the package file says.
struct Book {
    metadata: Metadata,
    /// Files of the chapters, in order.
    spine: Vec<String>,
    /// The file with the table of contents.
    contents: Option<String>,
}

impl Book {
    fn read(package: &str, name: &str) -> Self {
        let mut items: HashMap<String, String> = HashMap::new();
        let (mut spine, mut nav, mut ncx) = (Vec::new(), None, None);
        let _ = xml::read(package, &mut |event| {
            let Xml::Open(element) = event else { return };
            match element.name.as_str() {
                "item" => {
                    let (Some(id), Some(href)) = (element.attr("id"), element.attr("href")) else {
                        return;
                    };
                    let file = beside(name, href);
                    if element.attr("properties").is_some_and(|it| it.contains("nav")) {
                        nav = Some(file.clone());
                    }
                    if element.attr("media-type") == Some("application/x-dtbncx+xml") {
                        ncx = Some(file.clone());
                    }
                    items.insert(id.to_owned(), file);
                }
                "itemref" => spine.extend(element.attr("idref").map(str::to_owned)),
                _ => {}
            }
        });
        let mut files: Vec<String> = spine.iter().filter_map(|id| items.get(id).cloned()).collect();
        files.retain(|file| Some(file) != nav.as_ref());
        Self { metadata: metadata(package), spine: files, contents: ncx.or(nav) }
    }

    /// A chapter without a heading of its own has the book's title and its number.
    fn title(&self, n: usize, n_chapters: usize) -> Option<Sourced<String>> {
        let book = &self.metadata.outlet.as_ref()?.value;
        let title = if n_chapters == 1 { book.clone() } else { format!("{book} ({})", n + 1) };
        Some(Sourced::new(title, Source::FileProperties))
    }
}

fn metadata(package: &str) -> Metadata {
    let names = ["title", "creator", "date", "language"];
    let [title, creator, date, language] =
        <[_; 4]>::try_from(xml::values(package, &names)).unwrap_or_default();
    let said = |text: String| Sourced::new(text, Source::FileProperties);
    let published: Option<IsoDate> = date.and_then(|date| parse_date(&date));
    Metadata {
        outlet: title.map(said),
        authors: creator.map(|name| Sourced::new(vec![name], Source::FileProperties)),
        published: published.map(|date| Sourced::new(date, Source::FileProperties)),
        language: language.and_then(|it| crate::language::tag(&it)).map(said),
        ..Metadata::default()
    }
}

/// Headings by file, from an NCX or a navigation page.
fn headings(contents: &str, name: &str) -> HashMap<String, String> {
    let mut headings = HashMap::new();
    let (mut label, mut link, mut in_label) = (String::new(), None::<String>, false);
    let _ = xml::read(contents, &mut |event| match event {
        Xml::Open(element) => match element.name.as_str() {
            "text" | "a" => {
                label.clear();
                in_label = true;
                link = element.attr("href").map(|href| beside(name, href));
            }
            "content" => {
                if let Some(source) = element.attr("src") {
                    headings.entry(beside(name, source)).or_insert_with(|| tidy(&label));
                }
            }
            _ => {}
        },
        Xml::Text(text) if in_label => label.push_str(text),
        Xml::Text(_) => {}
        Xml::Close(closed) => {
            if matches!(closed, "text" | "a") {
                in_label = false;
                if let Some(file) = link.take() {
                    headings.entry(file).or_insert_with(|| tidy(&label));
                }
            }
        }
    });
    headings
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first value of an attribute of the elements of a name.
fn attribute(document: &str, name: &str, attribute: &str) -> Option<String> {
    let mut value = None;
    let _ = xml::read(document, &mut |event| {
        if let Xml::Open(element) = event
            && element.name == name
            && value.is_none()
        {
            value = element.attr(attribute).map(str::to_owned);
        }
    });
    value
}

/// The name of the file that `href` in the file `of` refers to.
fn beside(of: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let decoded = percent_decoded(href);
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|it| std::str::from_utf8(it).ok());
        let decoded =
            hex.filter(|_| *byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(decoded.unwrap_or(*byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (of, href, expected) in [
            ("OEBPS/content.opf", "text/one%20two.xhtml#a", "OEBPS/text/one two.xhtml"),
            ("content.opf", "./a.xhtml", "a.xhtml"),
            ("a/b/nav.xhtml", "../../../c.xhtml", "c.xhtml"),
            ("a.opf", "100%.xhtml", "100%.xhtml"),
        ] {
            assert_eq!(beside(of, href), expected);
        }
    }
}
