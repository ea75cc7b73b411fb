//! Finds articles of the library that may be the one that is being stored, met again.
//!
//! Not here: whether they are ([`Judge`], which `engine` answers).

use parallax_types::ArticleId;
use rusqlite::{Connection, params};

use crate::article_rows::article;
use crate::error::Doing;
use crate::{NewArticle, StoreError, StoredArticle};

/// Articles at the address or with it among theirs that are looked at.
const MAX_AT_ADDRESS: usize = 16;

/// Articles of an outlet near a date whose headline and first words are looked at, the latest
/// first: more than any outlet publishes in a week.
const MAX_OF_OUTLET: usize = 3_000;

/// Of these, articles whose texts are read.
const MAX_READ: usize = 8;

/// By what an article of the library came to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetBy {
    /// It came from the same part of the same file.
    Path,
    /// It lives at the same address, or one that differs in what does not matter.
    Address,
    /// It has the same outlet and a near date.
    Outlet,
}

/// What an article of the library is to one that is being stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// Another one.
    Other,
    /// The same, with an earlier text.
    Earlier,
    /// The same, with a later text.
    Later,
}

/// Decides what an article that is being stored is a version of; made for that article.
pub trait Judge {
    /// Days apart that two texts of one article may be dated.
    fn max_days(&self) -> u32;

    /// Addresses that are that of the article, written as pages write them.
    fn addresses(&self) -> Vec<String>;

    /// How much a stored article's headline and first words are like its own, if enough for
    /// the text to be worth reading; larger is more.
    fn promise(&self, title: &str, opening: &str) -> Option<f32>;

    /// What a stored article is to it, having the same outlet, address or path.
    fn meeting(&self, stored: &StoredArticle, met_by: MetBy) -> Meeting;
}

/// Takes every article for another one.
#[derive(Debug, Clone, Copy)]
pub struct NoVersions;

impl Judge for NoVersions {
    fn max_days(&self) -> u32 {
        0
    }

    fn addresses(&self) -> Vec<String> {
        Vec::new()
    }

    fn promise(&self, _: &str, _: &str) -> Option<f32> {
        None
    }

    fn meeting(&self, _: &StoredArticle, _: MetBy) -> Meeting {
        Meeting::Other
    }
}

/// The article of which `new`, from a file that has none, is an earlier text.
pub(crate) fn newer_article(judged: &[(StoredArticle, Meeting)]) -> Option<&StoredArticle> {
    let is_newer = |(_, meeting): &&(StoredArticle, Meeting)| *meeting == Meeting::Later;
    judged.iter().find(is_newer).map(|(article, _)| article)
}

/// The articles that are `new`, met before in other files, and what they are to it.
pub(crate) fn earlier_articles(
    connection: &Connection,
    new: &NewArticle,
    judge: &dyn Judge,
) -> Result<Vec<(StoredArticle, Meeting)>, StoreError> {
    let mut found: Vec<(StoredArticle, Meeting)> = Vec::new();
    let mut look = |ids: Vec<i64>, met_by: MetBy| -> Result<(), StoreError> {
        for id in ids {
            if found.iter().any(|(known, _)| known.row.id.0 == id) {
                continue;
            }
            let stored = article(connection, ArticleId(id))?;
            let meeting = if is_version_of(connection, new, stored.row.id)? {
                Meeting::Later
            } else {
                judge.meeting(&stored, met_by)
            };
            if meeting != Meeting::Other {
                found.push((stored, meeting));
            }
        }
        Ok(())
    };
    look(with_version_at(connection, new)?, MetBy::Path)?;
    for address in judge.addresses() {
        look(at_address(connection, &address)?, MetBy::Address)?;
    }
    look(of_outlet(connection, new, judge)?, MetBy::Outlet)?;
    Ok(found)
}

/// Articles of which the same part of the same file held an earlier text.
fn with_version_at(connection: &Connection, new: &NewArticle) -> Result<Vec<i64>, StoreError> {
    connection
        .prepare_cached(
            "SELECT a.id FROM articles a WHERE a.removed_at IS NULL AND a.id IN (
               SELECT article_id FROM article_versions WHERE path = ?1 AND part = ?2)",
        )
        .and_then(|mut query| {
            query.query_map(params![new.path, new.part], |row| row.get(0))?.collect()
        })
        .doing("looking for earlier versions")
}

/// Whether the very bytes are known as an earlier version, of a file that was moved or copied.
fn is_version_of(
    connection: &Connection,
    new: &NewArticle,
    id: ArticleId,
) -> Result<bool, StoreError> {
    connection
        .prepare_cached(
            "SELECT 1 FROM article_versions
             WHERE article_id = ?1 AND content_hash = ?2 AND part = ?3",
        )
        .and_then(|mut query| query.exists(params![id.0, new.content_hash, new.part]))
        .doing("looking for earlier versions")
}

fn at_address(connection: &Connection, address: &str) -> Result<Vec<i64>, StoreError> {
    connection
        .prepare_cached(
            "SELECT id FROM articles WHERE canonical_url = ?1 AND removed_at IS NULL
             ORDER BY id DESC LIMIT ?2",
        )
        .and_then(|mut query| {
            query.query_map(params![address, MAX_AT_ADDRESS], |row| row.get(0))?.collect()
        })
        .doing("looking for earlier versions")
}

/// The most promising first.
fn of_outlet(
    connection: &Connection,
    new: &NewArticle,
    judge: &dyn Judge,
) -> Result<Vec<i64>, StoreError> {
    const DOING: &str = "looking for earlier versions";
    let (Some(outlet), Some(published)) = (&new.metadata.outlet, &new.metadata.published) else {
        return Ok(Vec::new());
    };
    let day = published.value.day();
    if day.len() < 10 || judge.max_days() == 0 {
        return Ok(Vec::new());
    }
    let days = judge.max_days();
    let mut statement = connection
        .prepare_cached(
            "SELECT id, title, opening FROM articles
             WHERE outlet = ?1 AND published >= date(?2, ?3) AND published < date(?2, ?4)
               AND removed_at IS NULL AND NOT (path = ?5 AND part = ?6)
             ORDER BY published DESC LIMIT ?7",
        )
        .doing(DOING)?;
    let (from, to) = (format!("-{days} days"), format!("+{} days", days + 1));
    let mut rows = statement
        .query(params![outlet.value, day, from, to, new.path, new.part, MAX_OF_OUTLET])
        .doing(DOING)?;
    let mut promising: Vec<(f32, i64)> = Vec::new();
    while let Some(row) = rows.next().doing(DOING)? {
        let text = |column: usize| row.get_ref(column).and_then(|value| Ok(value.as_str()?));
        let promise = judge.promise(text(1).doing(DOING)?, text(2).doing(DOING)?);
        if let Some(promise) = promise {
            promising.push((promise, row.get(0).doing(DOING)?));
        }
    }
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    promising.truncate(MAX_READ);
    Ok(promising.into_iter().map(|(_, id)| id).collect())
}
