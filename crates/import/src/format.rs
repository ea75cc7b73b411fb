//! Tells a file's format by its content; its name only breaks ties.
//!
//! Not here: what is in it (one module per format).

use std::path::Path;

use crate::ImportError;

/// A format we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Markdown,
    Html,
}

impl Format {
    /// The stable name, for receipts.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

const OPEN_AND_SAVE: &str =
    "open it and save its text as a .txt, .md or .html file, then import that";
const NOT_AN_ARTICLE: &str = "only files with text can be imported";

/// What begins with these bytes, and what to do about it.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF document", OPEN_AND_SAVE),
    (b"{\\rtf", "an RTF document", OPEN_AND_SAVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document", OPEN_AND_SAVE),
    (b"%!PS", "a PostScript document", OPEN_AND_SAVE),
    (b"AT&TFORM", "a DjVu document", OPEN_AND_SAVE),
    (b"WARC/", "a web archive (WARC)", OPEN_AND_SAVE),
    (b"bplist00", "a web archive or property list", OPEN_AND_SAVE),
    (b"\x89PNG\r\n", "an image (PNG)", NOT_AN_ARTICLE),
    (b"\xff\xd8\xff", "an image (JPEG)", NOT_AN_ARTICLE),
    (b"GIF8", "an image (GIF)", NOT_AN_ARTICLE),
    (b"II*\0", "an image (TIFF)", NOT_AN_ARTICLE),
    (b"MM\0*", "an image (TIFF)", NOT_AN_ARTICLE),
    (b"\x7fELF", "a program", NOT_AN_ARTICLE),
    (b"MZ\x90", "a program", NOT_AN_ARTICLE),
    (b"\xcf\xfa\xed\xfe", "a program", NOT_AN_ARTICLE),
    (b"\xca\xfe\xba\xbe", "a program", NOT_AN_ARTICLE),
    (b"\0asm", "a program", NOT_AN_ARTICLE),
    (b"SQLite format 3\0", "a database (SQLite)", NOT_AN_ARTICLE),
    (b"ID3", "a sound file", NOT_AN_ARTICLE),
    (b"OggS", "a sound file", NOT_AN_ARTICLE),
    (b"fLaC", "a sound file", NOT_AN_ARTICLE),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it, then import what is inside"),
    (b"BZh", "a compressed file (bzip2)", "unpack it, then import what is inside"),
    (b"\xfd7zXZ\0", "a compressed file (xz)", "unpack it, then import what is inside"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", "unpack it, then import what is inside"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)", "unpack it, then import the folder"),
    (b"Rar!\x1a", "an archive (RAR)", "unpack it, then import the folder"),
];

/// Refuses what can be named by its first bytes.
pub(crate) fn refuse_binary(bytes: &[u8], path: &Path) -> Result<(), ImportError> {
    let unsupported =
        |what, next| Err(ImportError::UnsupportedFormat { path: path.to_owned(), what, next });
    let start = bytes.trim_ascii_start();
    for (signature, what, next) in SIGNATURES {
        if bytes.starts_with(signature)
            || (signature[0].is_ascii_graphic() && start.starts_with(signature))
        {
            return unsupported(what, next);
        }
    }
    match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => unsupported(zip_kind(bytes), OPEN_AND_SAVE),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            unsupported("an image (WebP)", NOT_AN_ARTICLE)
        }
        [b'R', b'I', b'F', b'F', ..] => unsupported("a sound or video file", NOT_AN_ARTICLE),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => {
            unsupported("a video or image file", NOT_AN_ARTICLE)
        }
        _ => Ok(()),
    }
}

/// Office documents and e-books are ZIP files whose first entries tell.
fn zip_kind(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    if has(b"word/") {
        "a Word document (DOCX)"
    } else if has(b"application/epub+zip") {
        "an e-book (EPUB)"
    } else if has(b"application/vnd.oasis.opendocument.text") {
        "an OpenDocument text (ODT)"
    } else if has(b"xl/") {
        "a spreadsheet (XLSX)"
    } else if has(b"ppt/") {
        "a presentation (PPTX)"
    } else {
        "an archive (ZIP)"
    }
}

/// The format of a decoded text.
pub(crate) fn sniff(text: &str, path: &Path) -> Result<Format, ImportError> {
    let extension =
        path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    let start = text.trim_start();
    let head = lower_head(start, 4096);
    let unsupported =
        |what, next| Err(ImportError::UnsupportedFormat { path: path.to_owned(), what, next });
    if looks_like_mail(&head) {
        return unsupported("a mail message or saved web archive", OPEN_AND_SAVE);
    }
    if start.starts_with('<') {
        if XML_ROOTS.contains(&root_element(&head)) {
            return unsupported("an XML document", OPEN_AND_SAVE);
        }
        if HTML_TAGS.iter().any(|tag| has_tag(&head, tag)) {
            return Ok(Format::Html);
        }
        let other_doctype = head.starts_with("<!doctype") && !head.starts_with("<!doctype html");
        if head.starts_with("<?xml") || other_doctype {
            return unsupported("an XML document", OPEN_AND_SAVE);
        }
    }
    let named_html = matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml");
    if named_html && (head.contains("</") || head.contains("<p") || head.contains("<br")) {
        return Ok(Format::Html);
    }
    if is_json(start) {
        return unsupported("JSON data", NOT_AN_ARTICLE);
    }
    let named_markdown = matches!(extension.as_str(), "md" | "markdown" | "mdown" | "mkd" | "mdx");
    if named_markdown || looks_like_markdown(start) {
        Ok(Format::Markdown)
    } else {
        Ok(Format::Text)
    }
}

/// Any of these near the start of a text that begins with `<` makes it a page.
const HTML_TAGS: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "div",
    "p",
    "article",
    "section",
    "main",
    "table",
    "h1",
    "h2",
    "span",
    "ul",
    "center",
    "font",
];

/// Feeds, outlines and drawings have `<title>` and `<p>` too, but are no pages.
const XML_ROOTS: &[&str] =
    &["rss", "feed", "rdf:rdf", "opml", "svg", "urlset", "plist", "fictionbook", "tei"];

/// The name of the first element, after declarations and comments.
fn root_element(head: &str) -> &str {
    let element = head
        .match_indices('<')
        .find(|(at, _)| head[at + 1..].starts_with(|char: char| char.is_ascii_alphabetic()));
    let name = element.map(|(at, _)| &head[at + 1..]).unwrap_or_default();
    let end = name.find(|char: char| char.is_whitespace() || matches!(char, '>' | '/'));
    &name[..end.unwrap_or(name.len())]
}

fn has_tag(head: &str, tag: &str) -> bool {
    head.match_indices(tag).any(|(at, _)| {
        head[..at].ends_with('<')
            && head[at + tag.len()..]
                .starts_with(|char: char| char == '>' || char == '/' || char.is_whitespace())
    })
}

fn lower_head(text: &str, mut n_bytes: usize) -> String {
    n_bytes = n_bytes.min(text.len());
    while !text.is_char_boundary(n_bytes) {
        n_bytes -= 1;
    }
    text[..n_bytes].to_ascii_lowercase()
}

/// Two or more header fields that only mail has.
fn looks_like_mail(head: &str) -> bool {
    const FIELDS: &[&str] = &[
        "received:",
        "return-path:",
        "message-id:",
        "mime-version:",
        "delivered-to:",
        "x-mailer:",
        "content-type: multipart",
    ];
    let headers = head.split("\n\n").next().unwrap_or_default();
    headers.lines().filter(|line| FIELDS.iter().any(|field| line.starts_with(field))).count() >= 2
}

fn is_json(start: &str) -> bool {
    start.starts_with(['{', '['])
        && start.trim_end().ends_with(['}', ']'])
        && serde_json::from_str::<serde::de::IgnoredAny>(start).is_ok()
}

/// Front matter; or headings with links, other headings or emphasis.
fn looks_like_markdown(start: &str) -> bool {
    if start.starts_with("---\n")
        && start[4..].lines().take(40).any(|line| line.trim_end() == "---")
    {
        return true;
    }
    let lines = start.lines().take(200);
    let is_heading = |line: &str| {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        (1..=6).contains(&level) && line[level..].starts_with(' ') && line[level..].trim().len() > 1
    };
    let n_headings = lines.clone().filter(|line| is_heading(line)).count();
    let n_marks = lines
        .filter(|line| line.contains("](") || line.contains("**") || line.starts_with("> "))
        .count();
    n_headings >= 1 && n_headings + n_marks >= 2
}
