//! Why a file or a path could not become an article.

use std::io;
use std::path::{Path, PathBuf};

/// Why one file could not become an article. Never stops a batch.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Nothing lies at that path.
    #[error("`{}` does not exist", path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },

    /// The system refused to open, list or read it.
    #[error("`{}` could not be read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// A device, socket or pipe.
    #[error("`{}` is not a file but a {what}", path.display())]
    NotAFile {
        /// The path as given.
        path: PathBuf,
        /// "device", "socket", "pipe".
        what: &'static str,
    },

    /// More bytes than [`crate::Limits::max_file_bytes`].
    #[error("`{}` has {n_bytes} bytes, more than the {max_bytes} that are read", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size, at least.
        n_bytes: u64,
        /// The limit.
        max_bytes: u64,
    },

    /// No bytes at all, or nothing but blanks.
    #[error("`{}` is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },

    /// Bytes that are no text in any encoding and no format we can name.
    #[error("`{}` holds no text but binary data", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },

    /// A format we recognise but do not read.
    #[error("`{}` is {what}, which is not read", path.display())]
    UnsupportedFormat {
        /// The file.
        path: PathBuf,
        /// With its article: "a PDF document", "an image (PNG)".
        what: &'static str,
        /// What to do about it.
        next: &'static str,
    },

    /// Well-formed, but without a sentence to read.
    #[error("`{}` was read but holds no text of an article", path.display())]
    NoText {
        /// The file.
        path: PathBuf,
    },

    /// Protected by a password, or with its text locked away.
    #[error("`{}` is encrypted", path.display())]
    Encrypted {
        /// The file.
        path: PathBuf,
    },

    /// Pages but no text layer: usually a scan.
    #[error("`{}` has {n_pages} pages but no text; it looks like a scan", path.display())]
    NoTextLayer {
        /// The file.
        path: PathBuf,
        /// Pages in the document.
        n_pages: u32,
    },

    /// A picture of a page, and Tesseract, which reads those, is not installed.
    #[error("`{}` is a picture, and Tesseract, which reads the text on those, is not installed", path.display())]
    OcrMissing {
        /// The file.
        path: PathBuf,
    },

    /// A scan, and OCR is turned off.
    #[error("`{}` is a scan, and OCR is turned off", path.display())]
    OcrOff {
        /// The file.
        path: PathBuf,
    },

    /// Pictures of pages on which nothing could be read.
    #[error("`{}` has {n_pages} pages, on which OCR found no text", path.display())]
    NoTextOnPages {
        /// The file.
        path: PathBuf,
        /// Pages in the file.
        n_pages: u32,
    },

    /// Its pages are to be read by OCR, and that was put off.
    #[error("`{}` waits for its pages to be read by OCR", path.display())]
    WaitsForOcr {
        /// The file.
        path: PathBuf,
    },

    /// Its format is known, but its content does not follow it.
    #[error("`{}` is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What its reader stumbled over.
        what: String,
    },

    /// An archive with more inside than is unpacked.
    #[error("`{}` was not unpacked: {what}", path.display())]
    TooMuchInside {
        /// The file.
        path: PathBuf,
        /// Which limit it exceeds.
        what: String,
    },

    /// More text than one file may give ([`crate::MAX_TEXT_BYTES`]).
    #[error("`{}` holds more text than the {} MB that are kept of one file", path.display(), max_bytes >> 20)]
    TooMuchText {
        /// The file.
        path: PathBuf,
        /// The limit.
        max_bytes: u64,
    },

    /// More articles than one file is taken to hold, unless the reader says so.
    #[error("`{}` holds {n_articles} articles; more than {max_articles} of one file are imported only if you say so", path.display())]
    TooManyArticles {
        /// The file.
        path: PathBuf,
        /// Articles in it.
        n_articles: usize,
        /// The limit.
        max_articles: usize,
    },

    /// Its parser was stopped for computing too long.
    #[error("`{}` was not read within {seconds} seconds", path.display())]
    TookTooLong {
        /// The file.
        path: PathBuf,
        /// The limit.
        seconds: u64,
    },

    /// Its parser stood still: stopped from outside, or never given its turn.
    #[error("`{}` was not read: its reader stood still for {seconds} seconds", path.display())]
    StoodStill {
        /// The file.
        path: PathBuf,
        /// How long it was waited for.
        seconds: u64,
    },

    /// Its parser crashed, or needed more memory than it may have.
    #[error("`{}` could not be read: its parser {how}", path.display())]
    ParserDied {
        /// The file.
        path: PathBuf,
        /// What happened to the parser: "crashed (signal 11)".
        how: String,
    },

    /// It brought its parser down before, and has not changed since.
    #[error("`{}` was set aside: it brought its reader down {n_times} times", path.display())]
    SetAside {
        /// The file.
        path: PathBuf,
        /// How often it was tried.
        n_times: u32,
    },

    /// PDFium is not there.
    #[error("`{}` is a PDF document, and the library that reads those is missing", path.display())]
    PdfReaderMissing {
        /// The file.
        path: PathBuf,
    },

    /// Reading it unconfined was forbidden, and this system cannot confine.
    #[error("`{}` was not read: its reader cannot be confined on this system", path.display())]
    NotConfined {
        /// The file.
        path: PathBuf,
    },

    /// A parser gave up in a way it should not have.
    #[error("`{}` could not be parsed: {message}", path.display())]
    ParserFailed {
        /// The file.
        path: PathBuf,
        /// What the parser said.
        message: String,
    },
}

/// What is to be done about scans where nobody reads them.
const INSTALL_TESSERACT: &str = "install Tesseract with the data of its language (Debian, Ubuntu: `apt install tesseract-ocr tesseract-ocr-osd tesseract-ocr-deu`), then import it again";

impl ImportError {
    /// A stable name for programs to branch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Unreadable { .. } => "unreadable",
            Self::NotAFile { .. } => "not_a_file",
            Self::TooLarge { .. } => "too_large",
            Self::Empty { .. } => "empty",
            Self::NotText { .. } => "not_text",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::NoText { .. } => "no_text",
            Self::Encrypted { .. } => "encrypted",
            Self::NoTextLayer { .. } => "no_text_layer",
            Self::OcrMissing { .. } => "ocr_missing",
            Self::OcrOff { .. } => "ocr_off",
            Self::NoTextOnPages { .. } => "no_text_on_pages",
            Self::WaitsForOcr { .. } => "waits_for_ocr",
            Self::Damaged { .. } => "damaged",
            Self::TooMuchInside { .. } => "too_much_inside",
            Self::TooMuchText { .. } => "too_much_text",
            Self::TooManyArticles { .. } => "too_many_articles",
            Self::TookTooLong { .. } => "took_too_long",
            Self::StoodStill { .. } => "stood_still",
            Self::ParserDied { .. } => "parser_died",
            Self::SetAside { .. } => "set_aside",
            Self::PdfReaderMissing { .. } => "pdf_reader_missing",
            Self::NotConfined { .. } => "not_confined",
            Self::ParserFailed { .. } => "parser_failed",
        }
    }

    /// The next step to offer the reader, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotFound { .. } => {
                Some("check the path; the file may have been moved or renamed")
            }
            Self::Unreadable { .. } => {
                Some("check that you may read it and that its drive is connected")
            }
            Self::NotAFile { .. } => Some("choose files or folders"),
            Self::TooLarge { .. } | Self::TooMuchText { .. } => {
                Some("split the file into smaller ones")
            }
            Self::Empty { .. } => {
                Some("get the file again; it may have been written or copied only in part")
            }
            Self::NotText { .. } => {
                Some("save it as text, Markdown or HTML in the program that made it")
            }
            Self::UnsupportedFormat { next, .. } => Some(next),
            Self::NoText { .. } => Some(
                "look into the file; a page that loads its text later must be saved once it has loaded",
            ),
            Self::Encrypted { .. } => {
                Some("open it with its password, save it without one, then import that")
            }
            Self::NoTextLayer { .. } | Self::OcrMissing { .. } => Some(INSTALL_TESSERACT),
            Self::NoTextOnPages { .. } => Some(
                "scan it again at 300 dots an inch, or install Tesseract's data for its language; `parallax doctor` names those that are there",
            ),
            Self::OcrOff { .. } => Some("turn OCR on, then import it again"),
            Self::WaitsForOcr { .. } => Some("import it again"),
            Self::Damaged { .. } => {
                Some("get the file again, or open it in the program that made it and save it anew")
            }
            Self::TooMuchInside { .. } => Some("unpack it, then import what you need of it"),
            Self::SetAside { .. } => Some(
                "it is tried once more with Try again in the list of files or with `parallax import --retry-quarantined`, and once it changes; else save its text as a plain text file and import that",
            ),
            Self::TooManyArticles { .. } => Some(
                "choose Import all in the list of files, or run `parallax import --large-archives` with it",
            ),
            Self::StoodStill { .. } => {
                Some("import it again; the computer may have been asleep or very busy")
            }
            Self::PdfReaderMissing { .. } => {
                Some("run `cargo xtask setup`, or name PDFium's library in PARALLAX_PDFIUM")
            }
            Self::NotConfined { .. } => Some(
                "`parallax doctor` says what is missing; without --require-confinement it is read all the same",
            ),
            Self::TookTooLong { .. } | Self::ParserDied { .. } | Self::ParserFailed { .. } => {
                Some("save the text as a plain text file and import that")
            }
        }
    }

    /// The same of another file: of the one that holds it.
    pub(crate) fn at(self, path: &Path) -> Self {
        let path = path.to_owned();
        match self {
            Self::TooMuchInside { what, .. } => Self::TooMuchInside { path, what },
            Self::Encrypted { .. } => Self::Encrypted { path },
            other => other,
        }
    }

    /// Whether the file brought its parser down, rather than being refused by it.
    /// Such a file is tried twice, then set aside. One whose parser stood still did
    /// nothing wrong.
    #[must_use]
    pub fn is_parser_crash(&self) -> bool {
        matches!(self, Self::TookTooLong { .. } | Self::ParserDied { .. })
    }

    /// The file or folder it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound { path }
            | Self::Unreadable { path, .. }
            | Self::NotAFile { path, .. }
            | Self::TooLarge { path, .. }
            | Self::Empty { path }
            | Self::NotText { path }
            | Self::UnsupportedFormat { path, .. }
            | Self::NoText { path }
            | Self::Encrypted { path }
            | Self::NoTextLayer { path, .. }
            | Self::OcrMissing { path }
            | Self::OcrOff { path }
            | Self::NoTextOnPages { path, .. }
            | Self::WaitsForOcr { path }
            | Self::Damaged { path, .. }
            | Self::TooMuchInside { path, .. }
            | Self::TooMuchText { path, .. }
            | Self::TooManyArticles { path, .. }
            | Self::TookTooLong { path, .. }
            | Self::StoodStill { path, .. }
            | Self::ParserDied { path, .. }
            | Self::SetAside { path, .. }
            | Self::PdfReaderMissing { path }
            | Self::NotConfined { path }
            | Self::ParserFailed { path, .. } => path,
        }
    }
}
