//! Files inside a file: attachments, what lies in an archive. Each gives its articles, or a
//! note on the first of them.
//!
//! Not here: how files are read; the top hands that down with the budget.

use std::path::Path;

use parallax_types::{RawArticle, Source, Sourced};

use crate::budget::Budget;
use crate::error::ImportError;

/// Articles gathered from the files inside a file.
#[derive(Default)]
pub(crate) struct NestedArticles {
    pub(crate) articles: Vec<RawArticle>,
    failed: Vec<String>,
    first_error: Option<ImportError>,
}

impl NestedArticles {
    /// Reads one file inside `path`.
    pub(crate) fn add(&mut self, bytes: &[u8], name: &Path, path: &Path, budget: &mut Budget) {
        let shown = name.to_string_lossy();
        let read = budget.read_nested(bytes, name, path);
        match read {
            Ok(articles) => self.articles.extend(articles.into_iter().map(|mut article| {
                article.receipt.warnings.insert(0, format!("From `{shown}` inside the file."));
                name_after(&mut article, name);
                article
            })),
            Err(error) => self.failed(&shown, error),
        }
    }

    pub(crate) fn failed(&mut self, name: &str, error: ImportError) {
        self.failed.push(format!("`{name}` ({})", error.code().replace('_', " ")));
        self.first_error.get_or_insert(error);
    }

    /// The articles, the first with a note on what failed.
    pub(crate) fn finish(self, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
        let Self { mut articles, failed, first_error } = self;
        if articles.is_empty() {
            return Err(match first_error {
                Some(
                    error @ (ImportError::TooMuchInside { .. } | ImportError::Encrypted { .. }),
                ) => error.at(path),
                _ => ImportError::NoText { path: path.to_owned() },
            });
        }
        if let (Some(first), false) = (articles.first_mut(), failed.is_empty()) {
            let shown: Vec<&str> = failed.iter().take(5).map(String::as_str).collect();
            let more = if failed.len() > 5 { " and others" } else { "" };
            first
                .receipt
                .warnings
                .push(format!("Not read of what is inside: {}{more}.", shown.join(", ")));
        }
        Ok(articles)
    }
}

/// Without a title, an article inside a file has its own file's name.
fn name_after(article: &mut RawArticle, name: &Path) {
    if article.metadata.title.is_none()
        && let Some(stem) = name.file_stem().map(|stem| stem.to_string_lossy().into_owned())
    {
        article.metadata.title = Some(Sourced::new(stem, Source::FileName));
    }
}
