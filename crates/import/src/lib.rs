//! Turns files into articles: finds them, reads them, tells their format by
//! their content, and takes title, outlet, authors, date, language and blocks
//! of text out of them.
//!
//! Invariant: nothing is rendered, executed or fetched; nothing panics; one bad
//! file is one error and never touches its neighbours. What is known about an
//! article says where it was read, and what is not known stays empty.
//! Not here: labelling by content (`parallax-text`), storage.
//!
//! One file per format; `format` tells them apart. To add one: a variant of
//! `Format`, its signature in `format::sniff`, a module with
//! `fn parse(…) -> Result<Vec<RawArticle>, ImportError>`.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]
#![cfg_attr(
    test,
    allow(
        clippy::needless_pass_by_value,
        clippy::needless_raw_string_hashes,
        reason = "expectations are passed and written the way expect-test does it"
    )
)]

mod dates;
mod decode;
mod error;
mod find;
mod format;
mod headline;
mod html;
mod language;
mod markdown;
mod parse;
mod properties;
mod read;
mod text;

pub use error::ImportError;
pub use find::{Found, SkipReason, Skipped, WalkEvent, find_files, walk};
pub use parse::parse;
pub use read::{FileContent, Limits, read_file};

/// Bumped whenever the same file may give another article.
pub const VERSION: u32 = 1;
