//! The JSON of `--json`: field names are a promise. Fields may be added, never
//! renamed. A file for each group of commands; here is what several print.

mod annotations;
mod eval;
mod import;
mod ledger;
mod library;
pub(crate) mod rescue;
mod search;
mod show;
mod stories;

use parallax_engine as engine;
use serde::Serialize;

pub(crate) use annotations::{Exported, Highlight, Shown, Tag, Tagged, Tags};
pub(crate) use eval::{Closeness, Eval, Evals};
pub(crate) use import::{Import, Sync, Watched};
pub(crate) use ledger::{Ledger, LeftOut};
pub(crate) use library::{Stats, Verify};
pub(crate) use search::{CopyOf, Hit, Related, Search};
pub(crate) use show::Show;
pub(crate) use stories::{Compare, Copies, Quotes, Stories, Timeline, WhatsNew};

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
pub(crate) struct Article<'a> {
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
        }
    }
}

/// An article in the bin.
#[derive(Serialize)]
pub(crate) struct Removed<'a> {
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

pub(crate) fn milliseconds(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
