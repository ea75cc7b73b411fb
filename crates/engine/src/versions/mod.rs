//! Articles through time: the texts an article had, and what changed between two of them.
//!
//! Invariant: what is told of a change is in which capture something stands and in which it does
//! not; when it was written or struck out nobody here knows.
//! Not here: keeping the texts (`parallax-store`), windows, JSON.

mod address;
mod changes;
mod judging;
mod linking;
#[cfg(test)]
mod tests;

pub use changes::{VersionChange, VersionChangeKind, VersionDiff};
pub(crate) use judging::ForArticle;

use parallax_store::{ArticleRow, StoredArticle};
use parallax_types::{ArticleId, IsoDate, VersionId};

use crate::{EngineError, Library};

/// An article's texts, the oldest first.
#[derive(Debug, Clone)]
pub struct VersionChain {
    /// The article with its newest text.
    pub article: ArticleRow,
    /// All texts it is known to have had, the newest last.
    pub versions: Vec<Version>,
}

/// One text of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its place in time among the others, from 1.
    pub number: usize,
    /// Under which it is stored; `None` for the article's own, newest text.
    pub id: Option<VersionId>,
    /// Its headline.
    pub title: String,
    /// The file it came from.
    pub path: String,
    /// When it says it was published.
    pub published: Option<IsoDate>,
    /// When it was seen like this.
    pub seen: Seen,
    /// When it was imported, ISO 8601 in UTC.
    pub imported_at: String,
    /// Words in its body.
    pub n_words: usize,
}

/// When a text was as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The moment, ISO 8601 in UTC.
    pub at: String,
    /// Whether its file says so; else it is when it was imported.
    pub is_captured: bool,
}

impl Seen {
    fn new(captured: Option<&IsoDate>, imported_at: &str) -> Self {
        let at = captured.map_or(imported_at, IsoDate::as_str).to_owned();
        Self { at, is_captured: captured.is_some() }
    }
}

impl Library {
    /// The texts an article had, as far as they are known.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn versions(&self, id: ArticleId) -> Result<VersionChain, EngineError> {
        let article = self.store.article(id)?.row;
        let mut versions: Vec<Version> = self
            .store
            .versions(id)?
            .into_iter()
            .rev()
            .map(|version| Version {
                number: 0,
                id: Some(version.id),
                title: version.title,
                path: version.path,
                published: version.published,
                seen: Seen::new(version.captured.as_ref(), &version.imported_at),
                imported_at: version.imported_at,
                n_words: version.n_words_kept,
            })
            .collect();
        versions.sort_by(|a, b| a.seen.at.cmp(&b.seen.at));
        versions.push(newest(&article));
        for (at, version) in versions.iter_mut().enumerate() {
            version.number = at + 1;
        }
        Ok(VersionChain { article, versions })
    }

    /// One of an article's texts, by its number; the newest one has passages.
    ///
    /// # Errors
    /// [`EngineError::NoSuchVersion`], and when there is no such article.
    pub fn version(&self, id: ArticleId, number: usize) -> Result<StoredArticle, EngineError> {
        self.version_in(&self.versions(id)?, number)
    }

    /// What changed between two of an article's texts.
    ///
    /// # Errors
    /// [`EngineError::NoSuchVersion`], and when there is no such article.
    pub fn version_diff(
        &self,
        id: ArticleId,
        a: usize,
        b: usize,
    ) -> Result<VersionDiff, EngineError> {
        let chain = self.versions(id)?;
        let texts = (self.version_in(&chain, a)?, self.version_in(&chain, b)?);
        let of = |number: usize| chain.versions[number - 1].clone();
        changes::diff((of(a), &texts.0), (of(b), &texts.1))
    }

    fn version_in(
        &self,
        chain: &VersionChain,
        number: usize,
    ) -> Result<StoredArticle, EngineError> {
        let article_id = chain.article.id;
        let version = number.checked_sub(1).and_then(|at| chain.versions.get(at));
        let version = version.ok_or(EngineError::NoSuchVersion {
            article_id,
            number,
            n_versions: chain.versions.len(),
        })?;
        match version.id {
            Some(id) => Ok(self.store.version(id)?),
            None => Ok(self.store.article(article_id)?),
        }
    }
}

fn newest(article: &ArticleRow) -> Version {
    Version {
        number: 0,
        id: None,
        title: article.title.clone(),
        path: article.path.clone(),
        published: article.metadata.published.as_ref().map(|date| date.value.clone()),
        seen: Seen::new(article.receipt.captured.as_ref(), &article.imported_at),
        imported_at: article.imported_at.clone(),
        n_words: article.n_words_kept,
    }
}
