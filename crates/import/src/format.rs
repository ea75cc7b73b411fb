//! Tells a file's format by its content; its name only breaks ties.
//!
//! Not here: what is in it (one module per format).

use std::path::Path;

use crate::archive::Archive;
use crate::budget::Budget;
use crate::{ImportError, mail, rows};

/// A format told by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binary {
    Pdf,
    Docx,
    Odt,
    Epub,
    Zip,
    Rtf,
    Mail,
    Mailbox,
    Emlx,
    WebArchive,
}

impl Binary {
    /// The stable name, for receipts.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Epub => "epub",
            Self::Zip => "zip",
            Self::Rtf => "rtf",
            Self::Mail => "mail",
            Self::Mailbox => "mailbox",
            Self::Emlx => "emlx",
            Self::WebArchive => "webarchive",
        }
    }
}

/// A format told by its text, once decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Markdown,
    Html,
    Feed,
    Fb2,
    FlatDocx,
    FlatOdt,
    Json,
    JsonLines,
    Csv,
}

impl Format {
    /// The stable name, for receipts.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Feed => "feed",
            Self::Fb2 => "fb2",
            Self::FlatDocx => "docx",
            Self::FlatOdt => "odt",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
        }
    }
}

pub(crate) const OPEN_AND_SAVE: &str =
    "open it and save its text as a .txt, .md or .html file, then import that";
const NOT_AN_ARTICLE: &str = "only files with text can be imported";

/// What begins with these bytes, and what to do about it.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%!PS", "a PostScript document", OPEN_AND_SAVE),
    (b"AT&TFORM", "a DjVu document", OPEN_AND_SAVE),
    (b"WARC/", "a web archive (WARC)", OPEN_AND_SAVE),
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
    (b"\x1f\x8b", "a compressed file (gzip)", UNPACK_FILE),
    (b"BZh", "a compressed file (bzip2)", UNPACK_FILE),
    (b"\xfd7zXZ\0", "a compressed file (xz)", UNPACK_FILE),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", UNPACK_FILE),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)", UNPACK_FOLDER),
    (b"Rar!\x1a", "an archive (RAR)", UNPACK_FOLDER),
];

/// Signatures of formats that are text themselves.
const SPELT_OUT: &[&[u8]] = &[b"%!PS", b"WARC/"];

const SAVE_AS_DOCX: &str = "open it in Word or LibreOffice and save it as .docx, then import that";
const UNPACK_FILE: &str = "unpack it, then import what is inside";
const UNPACK_FOLDER: &str = "unpack it, then import the folder";
const EXPORT_CSV: &str = "export the sheet as .csv with a column of text, then import that";

const XML: &str = "an XML document";
const WORD: &str = "an old Word document (DOC)";
const OUTLOOK: &str = "an Outlook message (MSG)";
const OLD_OFFICE: &str = "an old Microsoft Office document";
const SPREADSHEET: &str = "a spreadsheet";
const PRESENTATION: &str = "a presentation";
const WEBP: &str = "an image (WebP)";
const RIFF: &str = "a sound or video file";
const MOVIE: &str = "a video or image file";
const PROPERTY_LIST: &str = "a property list";

/// What is refused by other means than its first bytes.
const REFUSED: &[&str] =
    &[XML, WORD, OUTLOOK, OLD_OFFICE, SPREADSHEET, PRESENTATION, WEBP, RIFF, MOVIE, PROPERTY_LIST];

const NEXT_STEPS: &[&str] =
    &[OPEN_AND_SAVE, NOT_AN_ARTICLE, SAVE_AS_DOCX, UNPACK_FILE, UNPACK_FOLDER, EXPORT_CSV];

/// The texts of a refusal that came from a child process as ours.
pub(crate) fn known_refusal(what: &str, next: &str) -> Option<(&'static str, &'static str)> {
    let signatures = SIGNATURES.iter().map(|(_, what, _)| what);
    let what = signatures.chain(REFUSED).find(|it| **it == what)?;
    let next = NEXT_STEPS.iter().find(|it| **it == next)?;
    Some((what, next))
}

/// The format, where the bytes tell it; refuses what can be named but not read.
pub(crate) fn of_bytes(bytes: &[u8], path: &Path) -> Result<Option<Binary>, ImportError> {
    let refused =
        |what, next| Err(ImportError::UnsupportedFormat { path: path.to_owned(), what, next });
    let extension = extension(path);
    let start = bytes.trim_ascii_start();
    let head = &bytes[..bytes.len().min(1024)];
    // Some programs write a line or a mark before it.
    if head.windows(5).any(|window| window == b"%PDF-") && !start.starts_with(b"<") {
        return Ok(Some(Binary::Pdf));
    }
    if start.starts_with(b"{\\rtf") {
        return Ok(Some(Binary::Rtf));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return old_office(bytes, path);
    }
    if bytes.starts_with(b"bplist00") {
        let is_page = bytes.windows(15).any(|window| window == b"WebMainResource");
        return if is_page {
            Ok(Some(Binary::WebArchive))
        } else {
            refused(PROPERTY_LIST, NOT_AN_ARTICLE)
        };
    }
    if let [b'P', b'K', 3 | 5, 4 | 6, ..] = bytes {
        return in_zip(bytes, path).map(Some);
    }
    // "RIFF" and "ID3" may begin a sentence: what is no text has other bytes as well.
    let is_text = !head.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace());
    for (signature, what, next) in SIGNATURES {
        if is_text && !SPELT_OUT.contains(signature) {
            continue;
        }
        if bytes.starts_with(signature)
            || (signature[0].is_ascii_graphic() && start.starts_with(signature))
        {
            return refused(what, next);
        }
    }
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            refused(WEBP, NOT_AN_ARTICLE)
        }
        [b'R', b'I', b'F', b'F', ..] if !is_text => refused(RIFF, NOT_AN_ARTICLE),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if !is_text => refused(MOVIE, NOT_AN_ARTICLE),
        _ if mail::is_emlx(bytes) => Ok(Some(Binary::Emlx)),
        _ if mail::is_box(bytes, &extension) => Ok(Some(Binary::Mailbox)),
        _ if mail::is_mail(bytes, &extension) => Ok(Some(Binary::Mail)),
        _ => Ok(None),
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The old Office formats share one container; the names inside, in UTF-16, tell.
fn old_office(bytes: &[u8], path: &Path) -> Result<Option<Binary>, ImportError> {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    let path = path.to_owned();
    let (what, next) = if has("EncryptedPackage") {
        return Err(ImportError::Encrypted { path });
    } else if has("__substg1.0_") {
        (OUTLOOK, OPEN_AND_SAVE)
    } else if has("WordDocument") {
        (WORD, SAVE_AS_DOCX)
    } else {
        (OLD_OFFICE, OPEN_AND_SAVE)
    };
    Err(ImportError::UnsupportedFormat { path, what, next })
}

/// Office documents and e-books are ZIP files; what is inside tells.
fn in_zip(bytes: &[u8], path: &Path) -> Result<Binary, ImportError> {
    let mut archive = Archive::open(bytes, path)?;
    let kind = archive.text("mimetype", &mut Budget::default()).unwrap_or_default();
    let kind = kind.trim();
    let refused =
        |what, next| Err(ImportError::UnsupportedFormat { path: path.to_owned(), what, next });
    if kind == "application/epub+zip" || archive.has("META-INF/container.xml") {
        return Ok(Binary::Epub);
    }
    if kind.starts_with("application/vnd.oasis.opendocument.text")
        || (archive.has("content.xml") && archive.has("META-INF/manifest.xml") && kind.is_empty())
    {
        return Ok(Binary::Odt);
    }
    if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return refused(SPREADSHEET, EXPORT_CSV);
    }
    if kind.starts_with("application/vnd.oasis.opendocument") {
        return refused(PRESENTATION, OPEN_AND_SAVE);
    }
    if archive.has("[Content_Types].xml") || archive.has("_rels/.rels") {
        let names = archive.names();
        let has = |folder: &str| names.iter().any(|name| name.starts_with(folder));
        return match () {
            () if has("xl/") => refused(SPREADSHEET, EXPORT_CSV),
            () if has("ppt/") => refused(PRESENTATION, OPEN_AND_SAVE),
            () => Ok(Binary::Docx),
        };
    }
    Ok(Binary::Zip)
}

/// The format of a decoded text.
pub(crate) fn sniff(text: &str, path: &Path) -> Result<Format, ImportError> {
    let extension = extension(path);
    let start = text.trim_start();
    let head = lower_head(start, 4096);
    let unsupported =
        |what, next| Err(ImportError::UnsupportedFormat { path: path.to_owned(), what, next });
    if start.starts_with('<') {
        let root = root_element(&head);
        match root.rsplit(':').next().unwrap_or(root) {
            "rss" | "feed" | "rdf" => return Ok(Format::Feed),
            "fictionbook" => return Ok(Format::Fb2),
            "worddocument" | "package" if head.contains("schemas.microsoft.com/office") => {
                return Ok(Format::FlatDocx);
            }
            "document" if root == "office:document" => return Ok(Format::FlatOdt),
            name if XML_ROOTS.contains(&name) => return unsupported(XML, OPEN_AND_SAVE),
            _ => {}
        }
        if HTML_TAGS.iter().any(|tag| has_tag(&head, tag)) {
            return Ok(Format::Html);
        }
        let other_doctype = head.starts_with("<!doctype") && !head.starts_with("<!doctype html");
        if head.starts_with("<?xml") || other_doctype {
            return unsupported(XML, OPEN_AND_SAVE);
        }
    }
    let named_html = matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml");
    if named_html && (head.contains("</") || head.contains("<p") || head.contains("<br")) {
        return Ok(Format::Html);
    }
    if is_json(rows::without_assignment(start)) {
        return Ok(Format::Json);
    }
    if is_json_lines(start) {
        return Ok(Format::JsonLines);
    }
    if matches!(extension.as_str(), "csv" | "tsv") || rows::looks_like_csv(start) {
        return Ok(Format::Csv);
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
const XML_ROOTS: &[&str] = &["opml", "svg", "urlset", "plist", "tei"];

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

fn is_json(start: &str) -> bool {
    start.starts_with(['{', '['])
        && start.trim_end().ends_with(['}', ']'])
        && serde_json::from_str::<serde::de::IgnoredAny>(start).is_ok()
}

/// An object on each of the first lines.
fn is_json_lines(start: &str) -> bool {
    let mut lines = start.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    lines.peek().is_some_and(|line| line.starts_with('{'))
        && lines.all(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok())
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
