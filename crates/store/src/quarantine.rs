//! Files that brought their parser down, by the hash of their bytes.

use rusqlite::OptionalExtension;

use crate::error::Doing;
use crate::{Store, StoreError};

impl Store {
    /// How often a file with these bytes brought its parser down.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn n_parser_crashes(&self, content_hash: &[u8; 32]) -> Result<u32, StoreError> {
        self.read(|connection| {
            let n_times = connection
                .prepare_cached("SELECT n_times FROM deadly_files WHERE content_hash = ?1")
                .and_then(|mut query| query.query_row([content_hash], |row| row.get(0)).optional())
                .doing("looking up a file")?;
            Ok(n_times.unwrap_or(0))
        })
    }

    /// Forgets that files brought their parser down, all of them or that with these
    /// bytes. Returns how many were known.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn forget_parser_crashes(
        &self,
        content_hash: Option<&[u8; 32]>,
    ) -> Result<usize, StoreError> {
        self.write(|transaction| {
            transaction
                .execute(
                    "DELETE FROM deadly_files WHERE ?1 IS NULL OR content_hash = ?1",
                    [content_hash.map(|hash| &hash[..])],
                )
                .doing("forgetting a file")
        })
    }

    /// Notes that a file with these bytes brought its parser down.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn note_parser_crash(&self, content_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction
                .execute(
                    "INSERT INTO deadly_files (content_hash, n_times) VALUES (?1, 1)
                     ON CONFLICT (content_hash) DO UPDATE SET n_times = n_times + 1",
                    [content_hash],
                )
                .doing("noting a file")?;
            Ok(())
        })
    }
}
