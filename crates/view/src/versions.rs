//! The JSON of `versions`: field names are a promise. Fields may be added, never renamed.

use parallax_engine as engine;
use schemars::JsonSchema;
use serde::Serialize;

use super::Article;

/// The texts an article had, as far as they are known.
#[derive(Serialize, JsonSchema)]
pub struct Versions<'a> {
    article: Article<'a>,
    /// The oldest first; the last is the article's own text.
    versions: Vec<Version<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
struct Version<'a> {
    /// Its place in time among the others, from 1.
    number: usize,
    /// Null for the newest.
    version_id: Option<i64>,
    title: &'a str,
    path: &'a str,
    published: Option<&'a str>,
    /// When it was captured, or else imported.
    seen_at: &'a str,
    is_captured: bool,
    imported_at: &'a str,
    n_words: usize,
}

/// One of them, whole.
#[derive(Serialize, JsonSchema)]
pub struct VersionText<'a> {
    #[serde(flatten)]
    version: Version<'a>,
    text: &'a str,
}

/// What stands in one of two texts of an article and not in the other.
#[derive(Serialize, JsonSchema)]
pub struct VersionDiff<'a> {
    article_id: i64,
    a: Version<'a>,
    b: Version<'a>,
    changes: Vec<Change<'a>>,
    rows: Vec<Row>,
}

#[derive(Serialize, JsonSchema)]
struct Change<'a> {
    kind: &'static str,
    /// Null where that version has nothing.
    a: Option<&'a str>,
    b: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct Row {
    /// Null where one side is empty.
    relation: Option<&'static str>,
    a: Option<String>,
    b: Option<String>,
}

impl<'a> From<&'a engine::VersionChain> for Versions<'a> {
    fn from(chain: &'a engine::VersionChain) -> Self {
        Self {
            article: Article::from(&chain.article),
            versions: chain.versions.iter().map(Version::from).collect(),
        }
    }
}

impl<'a> From<&'a engine::Version> for Version<'a> {
    fn from(version: &'a engine::Version) -> Self {
        Self {
            number: version.number,
            version_id: version.id.map(|id| id.0),
            title: &version.title,
            path: &version.path,
            published: version.published.as_ref().map(engine::IsoDate::as_str),
            seen_at: &version.seen.at,
            is_captured: version.seen.is_captured,
            imported_at: &version.imported_at,
            n_words: version.n_words,
        }
    }
}

impl<'a> VersionText<'a> {
    /// A version with its text.
    #[must_use]
    pub fn of(version: &'a engine::Version, text: &'a str) -> Self {
        Self { version: Version::from(version), text }
    }
}

impl<'a> VersionDiff<'a> {
    /// Two versions of an article.
    #[must_use]
    pub fn of(article: engine::ArticleId, diff: &'a engine::VersionDiff) -> Self {
        let text = |side: &Option<engine::SideSentence>| {
            let pieces = &side.as_ref()?.pieces;
            Some(pieces.iter().map(|piece| piece.text.as_str()).collect())
        };
        let changes = diff.changes.iter().map(|change| Change {
            kind: change.kind.as_str(),
            a: change.a.as_deref(),
            b: change.b.as_deref(),
        });
        let rows = diff.side_by_side.rows.iter().map(|row| Row {
            relation: row.relation.map(engine::Relation::as_str),
            a: text(&row.a),
            b: text(&row.b),
        });
        Self {
            article_id: article.0,
            a: Version::from(&diff.a),
            b: Version::from(&diff.b),
            changes: changes.collect(),
            rows: rows.collect(),
        }
    }
}
