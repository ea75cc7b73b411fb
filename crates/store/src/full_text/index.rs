//! What goes into the words index: of a title and of a passage the stems of their words in
//! order, and beside them what several words make together, other spellings of a word, and
//! its stem in the article's language.
//!
//! Invariant: a column is words of letters and digits with spaces between, which FTS5's
//! `ascii` tokenizer leaves as they are.
//! Not here: what is asked of it (`expression`).

use parallax_lang::{Edge, StemLanguage, Tokens, tokens};
use parallax_types::{ArticleId, PassageId};
use rusqlite::{OptionalExtension, Transaction};

use crate::StoreError;
use crate::error::Doing;

/// What the words of an article's passages share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heading {
    /// The title that is indexed; a file's name is none.
    pub(crate) title: String,
    /// The language the article's words have stems in.
    pub(crate) language: Option<StemLanguage>,
}

/// The heading of an article.
pub(crate) fn heading_of(
    transaction: &Transaction<'_>,
    id: ArticleId,
) -> Result<Heading, StoreError> {
    transaction
        .prepare_cached(
            "SELECT CASE title_source WHEN 'file name' THEN '' ELSE title END, language
             FROM articles WHERE id = ?1",
        )
        .and_then(|mut statement| {
            statement.query_row([id.0], |row| {
                let language: Option<String> = row.get(1)?;
                let language = language.as_deref().and_then(StemLanguage::of);
                Ok(Heading { title: row.get(0)?, language })
            })
        })
        .doing("indexing words")
}

/// Indexes a passage's words; the title is empty but for an article's first.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    id: PassageId,
    heading: &Heading,
    body: &str,
) -> Result<(), StoreError> {
    let (title, body) = (tokens(&heading.title), tokens(body));
    transaction
        .prepare_cached(
            "INSERT INTO passage_words (rowid, title, title_joined, body, body_joined)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .and_then(|mut statement| {
            statement.execute((
                id.0,
                stems(&title.list),
                beside(&title, heading.language),
                stems(&body.list),
                beside(&body, heading.language),
            ))
        })
        .doing("indexing words")?;
    Ok(())
}

fn stems(edges: &[Edge]) -> String {
    let stems: Vec<&str> = edges.iter().map(|edge| edge.stem.as_str()).collect();
    stems.join(" ")
}

/// What stands next to each other here does not follow each other in the text: only single
/// words are looked for in it.
fn beside(tokens: &Tokens, language: Option<StemLanguage>) -> String {
    let mut beside = stems(&tokens.joined);
    for stem in language.iter().flat_map(|language| tokens.stems_in(*language)) {
        beside.push(' ');
        beside.push_str(&stem);
    }
    beside
}

pub(crate) fn delete_article(
    transaction: &Transaction<'_>,
    id: ArticleId,
) -> Result<(), StoreError> {
    transaction
        .execute(
            "DELETE FROM passage_words WHERE rowid IN (SELECT id FROM passages WHERE article_id = ?1)",
            [id.0],
        )
        .doing("removing words")?;
    Ok(())
}

/// Indexes an article's title again, after it was changed.
pub(crate) fn index_title(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), StoreError> {
    let first: Option<(i64, String)> = transaction
        .prepare_cached(
            "SELECT p.id, CAST(substr(CAST(t.text AS BLOB), p.start_byte + 1, p.end_byte - p.start_byte) AS TEXT)
             FROM passages p JOIN article_texts t ON t.article_id = p.article_id
             WHERE p.article_id = ?1 ORDER BY p.id LIMIT 1",
        )
        .and_then(|mut statement| {
            statement.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .doing("indexing a title")?;
    let Some((passage_id, body)) = first else { return Ok(()) };
    transaction
        .execute("DELETE FROM passage_words WHERE rowid = ?1", [passage_id])
        .doing("indexing a title")?;
    insert(transaction, PassageId(passage_id), &heading_of(transaction, id)?, &body)
}

/// Fills the words index, which must be empty, from the texts.
pub(crate) fn index_all(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    const DOING: &str = "making the words index";
    let mut passages = transaction
        .prepare(
            "SELECT p.id, p.article_id, p.start_byte, p.end_byte FROM passages p
             ORDER BY p.article_id, p.id",
        )
        .doing(DOING)?;
    let mut text_of =
        transaction.prepare("SELECT text FROM article_texts WHERE article_id = ?1").doing(DOING)?;
    let mut rows = passages.query([]).doing(DOING)?;
    let mut current: Option<(i64, String)> = None;
    let mut heading = Heading::default();
    while let Some(row) = rows.next().doing(DOING)? {
        let read = || -> rusqlite::Result<(i64, i64, usize, usize)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        };
        let (id, article_id, start, end) = read().doing(DOING)?;
        let is_first = current.as_ref().is_none_or(|(current, _)| *current != article_id);
        if is_first {
            let text = text_of.query_row([article_id], |row| row.get(0)).doing(DOING)?;
            current = Some((article_id, text));
            heading = heading_of(transaction, ArticleId(article_id))?;
        }
        let body = current.as_ref().and_then(|(_, text)| text.get(start..end)).unwrap_or_default();
        insert(transaction, PassageId(id), &heading, body)?;
        heading.title.clear();
    }
    // Checksums are of what is written, and FTS5 holds back what it can.
    transaction
        .execute("INSERT INTO passage_words (passage_words) VALUES ('flush')", [])
        .doing(DOING)?;
    Ok(())
}
