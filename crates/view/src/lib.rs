//! What a program outside sees of a library: the JSON of `--json` and of the assistants'
//! protocol, with its schema. Field names are a promise: fields may be added, never renamed.
//! A file for each group of questions; here is what several answers share.
//!
//! Not here: asking (`parallax-engine`), printing (`cli`), and what crosses to the window.

mod annotations;
mod eval;
mod import;
mod ledger;
mod library;
pub mod rescue;
mod search;
mod show;
mod stories;
mod versions;

use parallax_engine as engine;
use schemars::JsonSchema;
use serde::Serialize;

pub use annotations::{Exported, Highlight, Shown, Tag, Tagged, Tags};
pub use eval::{Closeness, Eval, Evals};
pub use import::{Import, Sync, Watched};
pub use ledger::{Ledger, LeftOut};
pub use library::{Stats, Verify};
pub use search::{CopyOf, Hit, Related, Search};
pub use show::Show;
pub use stories::{Compare, Copies, Quotes, Stories, Timeline, WhatsNew};
pub use versions::{VersionDiff, VersionText, Versions};

/// An article as lists show it. Days are ISO 8601; numbers of words are of the body and of what was set aside.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
pub struct Article<'a> {
    article_id: i64,
    path: &'a str,
    title: &'a str,
    outlet: Option<&'a str>,
    authors: &'a [String],
    published: Option<&'a str>,
    language: Option<&'a str>,
    format: &'a str,
    n_passages: usize,
    n_words_kept: usize,
    n_words_dropped: usize,
    imported_at: &'a str,
    /// Texts there are of it, earlier ones among them.
    n_versions: usize,
}

impl<'a> From<&'a engine::ArticleRow> for Article<'a> {
    fn from(row: &'a engine::ArticleRow) -> Self {
        Self {
            article_id: row.id.0,
            path: &row.path,
            title: &row.title,
            outlet: outlet(row),
            authors: row.metadata.authors.as_ref().map_or(&[], |authors| &authors.value),
            published: published(row),
            language: row.metadata.language.as_ref().map(|language| language.value.as_str()),
            format: &row.receipt.format,
            n_passages: row.n_passages,
            n_words_kept: row.n_words_kept,
            n_words_dropped: row.n_words_dropped,
            imported_at: &row.imported_at,
            n_versions: row.n_versions,
        }
    }
}

/// An article in the bin.
#[derive(Serialize, JsonSchema)]
pub struct Removed<'a> {
    #[serde(flatten)]
    article: Article<'a>,
    removed_at: &'a str,
}

impl<'a> From<&'a engine::RemovedArticle> for Removed<'a> {
    fn from(removed: &'a engine::RemovedArticle) -> Self {
        Self { article: Article::from(&removed.row), removed_at: &removed.removed_at }
    }
}

fn outlet(row: &engine::ArticleRow) -> Option<&str> {
    row.metadata.outlet.as_ref().map(|outlet| outlet.value.as_str())
}

fn published(row: &engine::ArticleRow) -> Option<&str> {
    row.metadata.published.as_ref().map(|published| published.value.as_str())
}

/// A duration in milliseconds.
#[must_use]
pub fn milliseconds(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
