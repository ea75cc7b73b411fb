//! The texts of an article's versions, put together again from what they differ in.
//!
//! Invariant: a text that is given out is the one that was stored, by its hash.

use std::collections::HashMap;

use parallax_types::ArticleId;
use rusqlite::Connection;

use super::{blocks, delta};
use crate::StoreError;
use crate::error::Doing;

/// No text of an article is longer; what claims to be is damaged.
const MAX_TEXT_BYTES: usize = 1 << 30;

/// The ids of versions of an article whose text does not come out as it was stored.
pub(crate) fn broken(connection: &Connection, id: i64, newest: &str) -> rusqlite::Result<Vec<i64>> {
    let stored = stored(connection, id)?;
    let decoded = decoded(&stored, newest);
    let is_broken = |version: &&Stored| {
        decoded.get(&version.id).is_none_or(|text| blocks::unpack(&version.blocks, text).is_none())
    };
    Ok(stored.iter().filter(is_broken).map(|version| version.id).collect())
}

/// A version's text as it is stored.
struct Stored {
    id: i64,
    base: Option<i64>,
    delta: Vec<u8>,
    text_hash: Vec<u8>,
    blocks: Vec<u8>,
}

/// The latest first: what a text differs from comes before it.
fn stored(connection: &Connection, article: i64) -> rusqlite::Result<Vec<Stored>> {
    connection
        .prepare_cached(
            "SELECT id, base, delta, text_hash, blocks FROM article_versions
             WHERE article_id = ?1 ORDER BY id DESC",
        )?
        .query_map([article], |row| {
            Ok(Stored {
                id: row.get(0)?,
                base: row.get(1)?,
                delta: row.get(2)?,
                text_hash: row.get(3)?,
                blocks: row.get(4)?,
            })
        })?
        .collect()
}

/// The texts that come out as they were stored, by id.
fn decoded(stored: &[Stored], newest: &str) -> HashMap<i64, String> {
    let mut texts: HashMap<i64, String> = HashMap::new();
    for version in stored {
        let base = match version.base {
            None => Some(newest),
            Some(0) => Some(""),
            Some(base) => texts.get(&base).map(String::as_str),
        };
        let text = base
            .and_then(|base| delta::decode(base.as_bytes(), &version.delta, MAX_TEXT_BYTES))
            .filter(|text| blake3::hash(text).as_bytes().as_slice() == version.text_hash)
            .and_then(|text| String::from_utf8(text).ok());
        texts.extend(text.map(|text| (version.id, text)));
    }
    texts
}

/// The texts of versions that come out as they were stored, by id.
pub(super) fn texts(
    connection: &Connection,
    id: ArticleId,
    newest: &str,
) -> Result<HashMap<i64, String>, StoreError> {
    let stored = stored(connection, id.0).doing("reading earlier versions")?;
    Ok(decoded(&stored, newest))
}
