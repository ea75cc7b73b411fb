//! Files as the library knows them: by path and by the hash of their bytes.

use parallax_types::ArticleId;
use rusqlite::params;

use crate::error::Doing;
use crate::{Store, StoreError};

/// A file with the articles that came from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Where it lay when it was imported.
    pub path: String,
    /// BLAKE3 of its bytes then.
    pub content_hash: [u8; 32],
    /// Its articles.
    pub articles: Vec<ArticleId>,
    /// Whether a reader tagged, highlighted, corrected one of them, or wrote a note.
    pub is_annotated: bool,
}

impl Store {
    /// The files whose path begins with one of two texts, by path.
    ///
    /// # Errors
    /// When the database fails.
    pub fn files_under(&self, begins: &(String, String)) -> Result<Vec<StoredFile>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT path, content_hash, id,
                       EXISTS (SELECT 1 FROM article_tags t WHERE t.article_id = a.id)
                       OR EXISTS (SELECT 1 FROM article_notes n WHERE n.article_id = a.id)
                       OR EXISTS (SELECT 1 FROM highlights h WHERE h.article_id = a.id)
                       OR EXISTS (SELECT 1 FROM read_fields r WHERE r.article_id = a.id)
                     FROM articles a
                     WHERE removed_at IS NULL AND (substr(path, 1, length(?1)) = ?1
                       OR substr(path, 1, length(?2)) = ?2)
                     ORDER BY path, part",
                )
                .doing("listing files")?;
            let rows = statement
                .query_map([&begins.0, &begins.1], |row| {
                    Ok((row.get(0)?, row.get(1)?, ArticleId(row.get(2)?), row.get(3)?))
                })
                .doing("listing files")?;
            let mut files: Vec<StoredFile> = Vec::new();
            for row in rows {
                let (path, content_hash, id, is_annotated): (String, [u8; 32], ArticleId, bool) =
                    row.doing("listing files")?;
                match files.last_mut().filter(|file| file.path == path) {
                    Some(file) => {
                        file.articles.push(id);
                        file.is_annotated |= is_annotated;
                    }
                    None => files.push(StoredFile {
                        path,
                        content_hash,
                        articles: vec![id],
                        is_annotated,
                    }),
                }
            }
            Ok(files)
        })
    }

    /// Notes that a file now lies elsewhere; its articles stay what they are.
    /// False, and nothing is changed, if the library knows a file there already.
    /// Removed articles of a file that lay there change places with it: what a reader
    /// made of them must not go over to another file, and they can still come back.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn move_file(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let n_there: u32 = transaction
                .query_row(
                    "SELECT count(*) FROM articles WHERE path = ?1 AND removed_at IS NULL",
                    [to],
                    |row| row.get(0),
                )
                .doing("moving a file")?;
            if n_there > 0 {
                return Ok(false);
            }
            // Parts below zero keep the two files' articles apart meanwhile.
            transaction
                .execute(
                    "UPDATE articles SET path = ?1, part = -1 - part WHERE path = ?2",
                    [from, to],
                )
                .and_then(|_| {
                    transaction.execute(
                        "UPDATE articles SET path = ?2 WHERE path = ?1 AND part >= 0",
                        params![from, to],
                    )
                })
                .and_then(|n_moved| {
                    transaction.execute(
                        "UPDATE articles SET part = -1 - part WHERE path = ?1 AND part < 0",
                        [from],
                    )?;
                    Ok(n_moved > 0)
                })
                .doing("moving a file")
        })
    }
}
