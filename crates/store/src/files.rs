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
}

impl Store {
    /// The files whose path begins with `prefix`, by path.
    ///
    /// # Errors
    /// When the database fails.
    pub fn files_under(&self, prefix: &str) -> Result<Vec<StoredFile>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT path, content_hash, id FROM articles
                     WHERE removed_at IS NULL AND substr(path, 1, length(?1)) = ?1
                     ORDER BY path, part",
                )
                .doing("listing files")?;
            let rows = statement
                .query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?, ArticleId(row.get(2)?))))
                .doing("listing files")?;
            let mut files: Vec<StoredFile> = Vec::new();
            for row in rows {
                let (path, content_hash, id): (String, [u8; 32], ArticleId) =
                    row.doing("listing files")?;
                match files.last_mut().filter(|file| file.path == path) {
                    Some(file) => file.articles.push(id),
                    None => files.push(StoredFile { path, content_hash, articles: vec![id] }),
                }
            }
            Ok(files)
        })
    }

    /// Notes that a file now lies elsewhere; its articles stay what they are.
    /// False, and nothing is changed, if the library knows a file there already.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn move_file(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let n_there: u32 = transaction
                .query_row("SELECT count(*) FROM articles WHERE path = ?1", [to], |row| row.get(0))
                .doing("moving a file")?;
            if n_there > 0 {
                return Ok(false);
            }
            let n_moved = transaction
                .execute("UPDATE articles SET path = ?2 WHERE path = ?1", params![from, to])
                .doing("moving a file")?;
            Ok(n_moved > 0)
        })
    }
}
