//! What a format is to the program: a name, how it is told from a file's content, and what
//! reads it. A file's name only breaks ties.
//!
//! Not here: any format (a module each, with its `FORMAT`); the list of them (`formats`).

use std::cell::OnceCell;
use std::path::Path;

use parallax_types::RawArticle;

use crate::budget::{Budget, ReadFile};
use crate::container::Archive;
use crate::error::ImportError;

/// A format told by its bytes.
pub(crate) struct ByteFormat {
    /// The stable name, for receipts.
    pub(crate) name: &'static str,
    /// Whether a file is of this format. What stands before it in the list said no.
    pub(crate) sniff: fn(&Sample<'_>) -> bool,
    /// Its articles; what lies inside is unpacked within the budget.
    pub(crate) read: ReadFile,
}

/// A format told by its text, once decoded.
pub(crate) struct TextFormat {
    /// The stable name, for receipts.
    pub(crate) name: &'static str,
    /// Whether a text is of this format. What stands before it in the list said no.
    pub(crate) sniff: fn(&TextSample<'_>) -> bool,
    /// Its articles.
    pub(crate) read: fn(&str, &Path) -> Result<Vec<RawArticle>, ImportError>,
}

/// A file's bytes, as those who tell formats look at them.
pub(crate) struct Sample<'a> {
    pub(crate) bytes: &'a [u8],
    /// The first kilobyte.
    pub(crate) head: &'a [u8],
    /// From the first byte that is no blank.
    pub(crate) start: &'a [u8],
    /// Of the file's name, in small letters.
    pub(crate) extension: String,
    path: &'a Path,
    inside: OnceCell<Inside>,
}

impl<'a> Sample<'a> {
    pub(crate) fn new(bytes: &'a [u8], path: &'a Path) -> Self {
        Self {
            bytes,
            head: &bytes[..bytes.len().min(1024)],
            start: bytes.trim_ascii_start(),
            extension: extension(path),
            path,
            inside: OnceCell::new(),
        }
    }

    /// Whether it may be text: what is none has other bytes as well.
    pub(crate) fn is_text(&self) -> bool {
        !self.head.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
    }

    pub(crate) fn is_zip(&self) -> bool {
        matches!(self.bytes, [b'P', b'K', 3 | 5, 4 | 6, ..])
    }

    /// What lies in it if it is a ZIP archive; nothing if it is none, or damaged.
    pub(crate) fn inside(&self) -> &Inside {
        self.inside.get_or_init(|| {
            if self.is_zip() { Inside::of(self.bytes, self.path) } else { Inside::default() }
        })
    }
}

/// The files in a ZIP archive: office documents and e-books are such.
#[derive(Default)]
pub(crate) struct Inside {
    /// What the file `mimetype` says, where there is one.
    pub(crate) mimetype: String,
    names: Vec<String>,
}

impl Inside {
    fn of(bytes: &[u8], path: &Path) -> Self {
        let Ok(mut archive) = Archive::open(bytes, path) else { return Self::default() };
        let mimetype = archive.text("mimetype", &mut Budget::of_one_file());
        Self { mimetype: mimetype.unwrap_or_default().trim().to_owned(), names: archive.names() }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
    }

    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.names.iter().any(|it| it.starts_with(folder))
    }
}

/// A file's text, as those who tell formats look at it.
pub(crate) struct TextSample<'a> {
    /// From the first letter that is no blank.
    pub(crate) start: &'a str,
    /// Its first 4 KB, in small letters.
    pub(crate) head: String,
    /// Of the file's name, in small letters.
    pub(crate) extension: String,
}

impl<'a> TextSample<'a> {
    pub(crate) fn new(text: &'a str, path: &Path) -> Self {
        let start = text.trim_start();
        Self { start, head: lower_head(start, 4096), extension: extension(path) }
    }

    /// The name of the first element, after declarations and comments, with its prefix;
    /// empty where the text is no markup.
    pub(crate) fn root(&self) -> &str {
        if self.start.starts_with('<') { root_element(&self.head) } else { "" }
    }

    /// As [`TextSample::root`], without its prefix.
    pub(crate) fn local_root(&self) -> &str {
        let root = self.root();
        root.rsplit(':').next().unwrap_or(root)
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The name of the first element, after declarations and comments.
fn root_element(head: &str) -> &str {
    let element = head
        .match_indices('<')
        .find(|(at, _)| head[at + 1..].starts_with(|char: char| char.is_ascii_alphabetic()));
    let name = element.map(|(at, _)| &head[at + 1..]).unwrap_or_default();
    let end = name.find(|char: char| char.is_whitespace() || matches!(char, '>' | '/'));
    &name[..end.unwrap_or(name.len())]
}

fn lower_head(text: &str, mut n_bytes: usize) -> String {
    n_bytes = n_bytes.min(text.len());
    while !text.is_char_boundary(n_bytes) {
        n_bytes -= 1;
    }
    text[..n_bytes].to_ascii_lowercase()
}
