//! Turns files into articles: finds them, reads them, tells their format by
//! their content, and takes title, outlet, authors, date, language and blocks
//! of text out of them.
//!
//! Invariant: nothing is rendered, executed or fetched; nothing panics; one bad
//! file is one error and never touches its neighbours. What is known about an
//! article says where it was read, and what is not known stays empty.
//! Not here: labelling by content (`parallax-text`), storage.
//!
//! One file per format, listed in `formats`, which says how to add one. Files from elsewhere
//! are parsed in child processes (`worker`).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]
#![cfg_attr(
    test,
    allow(
        clippy::needless_pass_by_value,
        clippy::needless_raw_string_hashes,
        reason = "expectations are passed and written the way expect-test does it"
    )
)]

mod archive;
mod budget;
mod container;
mod dates;
mod decode;
mod density;
mod docx;
mod epub;
mod error;
mod fb2;
mod feed;
mod find;
mod flow;
mod format;
mod formats;
mod headline;
mod html;
mod images;
mod language;
mod layout;
mod leftovers;
mod mail;
mod markdown;
mod names;
mod nested;
mod ocr;
mod odt;
mod parse;
mod pdf;
mod properties;
mod read;
mod refused;
mod rows;
mod rtf;
mod scan;
mod text;
mod webarchive;
mod worker;
mod xml;

pub use error::ImportError;
pub use find::{Found, Links, SkipReason, Skipped, WalkEvent, WalkOptions, find_files, walk};
pub use ocr::{OcrScope, PageAt};
pub use parse::parse;
pub use read::{FileContent, Limits, read_file};
pub use worker::{
    MAX_TEXT_BYTES, PageDecision, Parsers, Tesseract, WORKER_ARGUMENT, WorkerProgram,
    probe_confinement, serve,
};

/// Bumped whenever the same file may give another article.
pub const VERSION: u32 = 7;
