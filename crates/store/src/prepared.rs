//! Vectors of another model than the library's, computed ahead while the library's own
//! answer, until there are all of them and both change places.
//!
//! They lie in a database of their own beside the library's, `prepared.db`, by the hash of
//! what they are computed from. It may be deleted at any time: that costs computing them
//! again, never an answer. Each row has a seal; one that is damaged counts as not there.
//!
//! Invariant: the library's own vectors go in the transaction that puts these in their
//! place, and not before. Not here: computing them (`engine`).

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fs_err as fs;
use parallax_types::{UnitVector, VectorId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::error::Doing;
use crate::packed::{decode, encode};
use crate::reading::without_views;
use crate::vectors::{InputHash, move_to_new_ids, vectors_of_article};
use crate::{PendingPassage, Store, StoreError, private};

const NAME: &str = "prepared.db";

/// The files SQLite puts beside a database.
const WITH: [&str; 3] = ["", "-wal", "-shm"];

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS model (tag TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS prepared (
  input_hash BLOB PRIMARY KEY,
  value      BLOB NOT NULL,
  seal       BLOB NOT NULL
) WITHOUT ROWID, STRICT;
";

/// Vectors computed ahead for one model.
#[derive(Debug)]
pub struct PreparedVectors {
    connection: Mutex<Connection>,
    tag: String,
}

/// A passage to compute a vector for, and the hash the vector is found by.
#[derive(Debug, Clone)]
pub struct Input {
    /// What its vector is found by.
    pub hash: InputHash,
    /// The passage and the id of the vector it has now.
    pub passage: PendingPassage,
}

/// How the mean of an article's vectors is made.
pub struct MeanOf<'a> {
    /// Of how many of its first passages.
    pub n_passages: usize,
    /// From those passages' vectors.
    pub mean: &'a dyn Fn(&[UnitVector]) -> Option<UnitVector>,
}

impl PreparedVectors {
    /// The vectors that were prepared for the model `tag` in the library in `folder`; those
    /// for any other model are deleted.
    fn open(folder: &Path, tag: &str) -> Result<Self, StoreError> {
        if in_folder(folder).is_some_and(|(found, _)| found != tag) {
            delete(folder)?;
        }
        let path = folder.join(NAME);
        if path.is_dir() {
            delete(folder)?;
        }
        private::open_file(&path).map_err(StoreError::File)?;
        let open = || -> rusqlite::Result<Connection> {
            let connection = connect(&path)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // A power cut may cost the last of them, which are computed again.
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.execute_batch(TABLES)?;
            connection.execute(
                "INSERT INTO model (tag) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM model)",
                [tag],
            )?;
            let sound: String =
                connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            // Also what else may be wrong with the table shows here, and not halfway.
            connection.prepare("SELECT value, seal FROM prepared WHERE input_hash = ?1")?;
            if sound == "ok" { Ok(connection) } else { Err(rusqlite::Error::InvalidQuery) }
        };
        let connection = if let Ok(connection) = open() {
            connection
        } else {
            // Damaged: begun again.
            delete(folder)?;
            private::open_file(&path).map_err(StoreError::File)?;
            open().doing("opening the prepared vectors")?
        };
        Ok(Self { connection: Mutex::new(connection), tag: tag.to_owned() })
    }

    /// Which of `hashes` have a vector here.
    ///
    /// # Errors
    /// When the database fails.
    pub fn known(&self, hashes: &[InputHash]) -> Result<Vec<bool>, StoreError> {
        let connection = self.lock();
        hashes.iter().map(|hash| Ok(value(&connection, hash)?.is_some())).collect()
    }

    /// Adds vectors, in one transaction.
    ///
    /// # Errors
    /// When the database fails; none is added then.
    pub fn put(&self, vectors: &[(InputHash, UnitVector)]) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let put = |transaction: &Transaction<'_>| -> rusqlite::Result<()> {
            let mut statement = transaction
                .prepare_cached("INSERT OR REPLACE INTO prepared VALUES (?1, ?2, ?3)")?;
            for (hash, vector) in vectors {
                let value = encode(vector);
                statement.execute(params![hash, value, seal(hash, &value)])?;
            }
            Ok(())
        };
        connection
            .transaction()
            .and_then(|transaction| put(&transaction).and_then(|()| transaction.commit()))
            .doing("storing prepared vectors")
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// The vectors prepared for the model `tag`, to add to; those of another are deleted.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], and when they cannot be opened.
    pub fn prepare_vectors(&self, tag: &str) -> Result<PreparedVectors, StoreError> {
        if !self.is_writable() {
            return Err(StoreError::ReadOnly { path: self.folder().to_path_buf() });
        }
        PreparedVectors::open(self.folder(), tag)
    }

    /// For which model vectors are being prepared, if for any, and how many there are.
    #[must_use]
    pub fn prepared(&self) -> Option<(String, usize)> {
        in_folder(self.folder())
    }

    /// Deletes the vectors that were prepared for another model.
    ///
    /// # Errors
    /// When the files cannot be deleted.
    pub fn forget_prepared(&self) -> Result<(), StoreError> {
        delete(self.folder())
    }

    /// Up to `n_wanted` passages, one for each vector with an id above `after`, whether or
    /// not it was computed, in the order of the ids.
    ///
    /// # Errors
    /// When the database fails.
    pub fn inputs(&self, after: VectorId, n_wanted: usize) -> Result<Vec<Input>, StoreError> {
        self.read(|connection| {
            let passages = crate::vectors::passages_to_embed(connection, "1", after, n_wanted)?;
            let mut hash_of = connection
                .prepare_cached("SELECT input_hash FROM vectors WHERE id = ?1")
                .doing("reading vectors")?;
            let with_hash = passages.into_iter().map(|passage| {
                let hash = hash_of.query_row([passage.vector_id.0], |row| row.get(0));
                Ok(Input { hash: hash.doing("reading vectors")?, passage })
            });
            with_hash.collect()
        })
    }

    /// Makes the model that `prepared` is of the library's, with those vectors, under new
    /// ids and in one transaction; vectors that are not there are pending. The old ones
    /// are gone when this returns, and no earlier.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn switch_model(
        &self,
        prepared: PreparedVectors,
        mean: &MeanOf<'_>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            crate::vectors::note_model(transaction, &prepared.tag)?;
            move_to_new_ids(transaction).doing("changing the library's model")?;
            fill(transaction, &prepared.lock())?;
            renew_means(transaction, mean)
        })?;
        drop(prepared);
        // What stays of it is noticed by the model it is of.
        self.forget_prepared()
    }
}

/// Gives every vector its prepared value.
fn fill(transaction: &Transaction<'_>, prepared: &Connection) -> Result<(), StoreError> {
    let inputs: Vec<(i64, InputHash)> = transaction
        .prepare("SELECT id, input_hash FROM vectors ORDER BY id")
        .and_then(|mut statement| {
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
        .doing("reading vectors")?;
    let mut statement = transaction
        .prepare_cached("UPDATE vectors SET value = ?2 WHERE id = ?1")
        .doing("changing the library's model")?;
    for (id, hash) in inputs {
        if let Some(value) = value(prepared, &hash)? {
            statement.execute(params![id, value]).doing("changing the library's model")?;
        }
    }
    Ok(())
}

/// Computes the means of articles again that had one.
fn renew_means(transaction: &Transaction<'_>, of: &MeanOf<'_>) -> Result<(), StoreError> {
    let articles: Vec<i64> = transaction
        .prepare("SELECT article_id FROM sides ORDER BY article_id")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .doing("reading mean vectors")?;
    let mut statement = transaction
        .prepare_cached("UPDATE sides SET mean = ?2 WHERE article_id = ?1")
        .doing("changing the library's model")?;
    for article in articles {
        let id = parallax_types::ArticleId(article);
        let vectors = vectors_of_article(transaction, id, of.n_passages)?;
        if let Some(mean) = (of.mean)(&vectors) {
            statement
                .execute(params![article, encode(&mean)])
                .doing("changing the library's model")?;
        }
    }
    Ok(())
}

/// The bytes of a whole vector.
fn value(prepared: &Connection, hash: &InputHash) -> Result<Option<Vec<u8>>, StoreError> {
    let found: Option<(Vec<u8>, Vec<u8>)> = prepared
        .prepare_cached("SELECT value, seal FROM prepared WHERE input_hash = ?1")
        .and_then(|mut statement| {
            statement.query_row([hash], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .doing("reading prepared vectors")?;
    Ok(found
        .filter(|(value, sealed)| seal(hash, value)[..] == sealed[..])
        .map(|(value, _)| value)
        .filter(|value| decode(VectorId(0), value).is_ok()))
}

fn seal(hash: &InputHash, value: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(hash).update(value);
    let mut seal = [0; 8];
    hasher.finalize_xof().fill(&mut seal);
    seal
}

/// For which model, and how many; `None` also where it cannot be read: what cannot be is
/// computed again.
fn in_folder(folder: &Path) -> Option<(String, usize)> {
    let path = folder.join(NAME);
    if !path.is_file() {
        return None;
    }
    let read = || -> rusqlite::Result<Option<(String, usize)>> {
        let connection = connect(&path)?;
        let tag: Option<String> =
            connection.query_row("SELECT tag FROM model", [], |row| row.get(0)).optional()?;
        let n = connection.query_row("SELECT count(*) FROM prepared", [], |row| row.get(0))?;
        Ok(tag.map(|tag| (tag, n)))
    };
    read().unwrap_or(None)
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    without_views(&connection)?;
    Ok(connection)
}

fn delete(folder: &Path) -> Result<(), StoreError> {
    for end in WITH {
        let path: PathBuf = folder.join(format!("{NAME}{end}"));
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::File(error));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{article, library};

    fn vector(value: f32) -> UnitVector {
        UnitVector::new(vec![1.0, value]).unwrap()
    }

    fn no_mean() -> MeanOf<'static> {
        MeanOf { n_passages: 1, mean: &|_| None }
    }

    #[test]
    fn old_vectors_stay_until_the_new_ones_take_their_place() {
        let (_dir, store) = library();
        store.use_model("old 1").unwrap();
        for path in ["/a", "/b", "/c"] {
            store.put_article(&article(path, path)).unwrap();
        }
        let old: Vec<_> = (1..=3).map(|id| (VectorId(id), vector(0.5))).collect();
        store.put_vectors(&old).unwrap();

        let prepared = store.prepare_vectors("new 1").unwrap();
        let inputs = store.inputs(VectorId(0), 9).unwrap();
        assert_eq!(inputs.len(), 3);
        let hashes: Vec<InputHash> = inputs.iter().map(|input| input.hash).collect();
        prepared.put(&[(hashes[0], vector(2.0)), (hashes[1], vector(2.0))]).unwrap();
        drop(prepared);
        assert_eq!(store.prepared(), Some(("new 1".to_owned(), 2)));
        assert_eq!(store.model().unwrap().as_deref(), Some("old 1"));
        assert!(store.vectors(&[VectorId(1)]).unwrap()[0].is_some());

        // Gone on with, as after a crash.
        let prepared = store.prepare_vectors("new 1").unwrap();
        assert_eq!(prepared.known(&hashes).unwrap(), [true, true, false]);
        store.switch_model(prepared, &no_mean()).unwrap();
        assert_eq!(store.model().unwrap().as_deref(), Some("new 1"));
        assert_eq!(store.prepared(), None);
        let there = store.vectors(&[VectorId(1), VectorId(4), VectorId(5), VectorId(6)]).unwrap();
        assert_eq!(
            there.iter().map(Option::is_some).collect::<Vec<_>>(),
            [false, true, true, false]
        );
        assert!(there[1].as_ref().unwrap().cosine(&vector(2.0)) > 0.9999);
        assert_eq!(store.pending(VectorId(0), 9).unwrap().len(), 1, "the third was not prepared");
        assert_eq!(store.verify().unwrap(), []);
    }

    /// It may be deleted at any time, so whatever is wrong with it, it is begun again.
    #[test]
    fn whatever_lies_in_its_place_it_is_begun_again() {
        let (dir, store) = library();
        let path = dir.path().join(NAME);
        let begun_again = || {
            let prepared = store.prepare_vectors("one 1").unwrap();
            prepared.put(&[([1; 16], vector(1.0))]).unwrap();
            assert_eq!(prepared.known(&[[1; 16]]).unwrap(), [true]);
        };
        let prepared = store.prepare_vectors("one 1").unwrap();
        let many: Vec<(InputHash, UnitVector)> = (0..200).map(|n| ([n; 16], vector(1.0))).collect();
        prepared.put(&many).unwrap();
        drop(prepared);
        let sound = fs::read(&path).unwrap();
        for page in 1..sound.len() / 4096 {
            let mut bytes = sound.clone();
            bytes[page * 4096..(page + 1) * 4096].fill(0);
            fs::write(&path, bytes).unwrap();
            begun_again();
        }
        for sql in [
            "CREATE TABLE prepared (x)",
            "CREATE VIEW prepared AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n)
             SELECT x AS input_hash, x AS value, x AS seal FROM n",
        ] {
            delete(dir.path()).unwrap();
            Connection::open(&path).unwrap().execute_batch(sql).unwrap();
            assert_eq!(store.prepared(), None);
            begun_again();
        }
        delete(dir.path()).unwrap();
        fs::create_dir_all(path.join("inside")).unwrap();
        begun_again();
    }

    #[test]
    fn what_is_of_another_model_or_damaged_is_not_there() {
        let (dir, store) = library();
        let prepared = store.prepare_vectors("one 1").unwrap();
        prepared.put(&[([1; 16], vector(1.0)), ([2; 16], vector(1.0))]).unwrap();
        prepared
            .lock()
            .execute("UPDATE prepared SET value = x'00ff' WHERE input_hash = ?1", [[1u8; 16]])
            .unwrap();
        assert_eq!(prepared.known(&[[1; 16], [2; 16]]).unwrap(), [false, true]);
        drop(prepared);
        let prepared = store.prepare_vectors("two 1").unwrap();
        assert_eq!(prepared.known(&[[2; 16]]).unwrap(), [false]);
        drop(prepared);
        fs::write(dir.path().join(NAME), "no database").unwrap();
        assert_eq!(store.prepared(), None);
        store.prepare_vectors("two 1").unwrap();
        store.forget_prepared().unwrap();
        assert!(!dir.path().join(NAME).exists());
    }
}
