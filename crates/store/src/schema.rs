//! The tables, as a list of migrations: entry `n` takes format `n` to `n + 1`.
//! A released entry is never edited, only followed by another.

use std::path::Path;

use rusqlite::Connection;

use crate::StoreError;
use crate::error::Doing;

/// The format this program writes.
pub(crate) const FORMAT: u32 = 2;
const _: () = assert!(MIGRATIONS.len() == FORMAT as usize);

const MIGRATIONS: [&str; 2] = [
    r"
-- Facts about the library itself.
CREATE TABLE library (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;

-- One row per article. `removed_at` hides an article that can still be brought back.
CREATE TABLE articles (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  path          TEXT NOT NULL,
  part          INTEGER NOT NULL,              -- position in a file that holds several
  content_hash  BLOB NOT NULL,                 -- BLAKE3 of the file's bytes
  title         TEXT NOT NULL,
  title_source  TEXT NOT NULL,
  context       TEXT NOT NULL,                 -- what is embedded before each passage
  opening       TEXT NOT NULL,                 -- the first words of the body, for lists
  outlet        TEXT, outlet_source    TEXT,
  authors       TEXT, authors_source   TEXT,   -- one per line
  published     TEXT, published_source TEXT,   -- ISO 8601
  language      TEXT, language_source  TEXT,   -- BCP 47
  canonical_url TEXT,
  format        TEXT NOT NULL,
  encoding      TEXT NOT NULL,
  warnings      TEXT NOT NULL,                 -- one per line
  n_words_kept    INTEGER NOT NULL,
  n_words_dropped INTEGER NOT NULL,
  pipeline      TEXT NOT NULL,
  imported_at   TEXT NOT NULL,
  removed_at    TEXT,
  UNIQUE (path, part)
) STRICT;
CREATE INDEX articles_by_hash ON articles (content_hash);
CREATE INDEX articles_by_outlet ON articles (outlet);
CREATE INDEX articles_by_date ON articles (published);

-- Apart from `articles`, so that lists do not read through the texts.
CREATE TABLE article_texts (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  text       TEXT NOT NULL
) STRICT;

-- Spans into the text. `key` names short blocks by their normalised words, to
-- recognise furniture by its repetition across one outlet.
CREATE TABLE blocks (
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  ordinal    INTEGER NOT NULL,
  start_byte INTEGER NOT NULL,
  end_byte   INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  furniture  TEXT,                             -- NULL: body
  key        BLOB,
  PRIMARY KEY (article_id, ordinal)
) WITHOUT ROWID, STRICT;
CREATE INDEX blocks_by_key ON blocks (key) WHERE key IS NOT NULL;

-- One row per distinct embedded text; `value` is NULL until it is computed:
-- little-endian IEEE 754 half floats.
CREATE TABLE vectors (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  input_hash BLOB NOT NULL UNIQUE,             -- model, context and text
  value      BLOB
) STRICT;
CREATE INDEX vectors_pending ON vectors (id) WHERE value IS NULL;

CREATE TABLE passages (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  start_byte INTEGER NOT NULL,
  end_byte   INTEGER NOT NULL,
  vector_id  INTEGER NOT NULL REFERENCES vectors (id)
) STRICT;
CREATE INDEX passages_by_article ON passages (article_id, start_byte);
CREATE INDEX passages_by_vector ON passages (vector_id);

-- Words of whole articles: what an article is about stands in no single passage.
-- The rowid is the article's id.
CREATE VIRTUAL TABLE article_words USING fts5 (
  title, body, content = '', contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Contentless: the text is stored once, in `article_texts`. The rowid is the
-- passage's id.
CREATE VIRTUAL TABLE passage_words USING fts5 (
  context, body, content = '', contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
",
    r"
-- Files that brought their parser down, by BLAKE3 of their bytes: set aside once
-- they did so twice, until they change.
CREATE TABLE deadly_files (
  content_hash BLOB PRIMARY KEY,
  n_times      INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

-- Milliseconds it took to read the file; 0 where it was not measured.
ALTER TABLE articles ADD COLUMN read_ms INTEGER NOT NULL DEFAULT 0;
",
];

/// Brings the database to [`FORMAT`], each step in its own transaction. A copy
/// of an older library is put into `backups/` first.
pub(crate) fn migrate(connection: &mut Connection, library: &Path) -> Result<(), StoreError> {
    let found = format(connection)?;
    if found > FORMAT {
        return Err(StoreError::TooNew { path: library.to_path_buf(), found, known: FORMAT });
    }
    if found > 0 && found < FORMAT {
        back_up(connection, library, found)?;
    }
    for (step, sql) in (0u32..).zip(MIGRATIONS).skip(found as usize) {
        let transaction = connection.transaction().doing("starting an upgrade")?;
        transaction.execute_batch(sql).doing("upgrading the library")?;
        transaction.pragma_update(None, "user_version", step + 1).doing("upgrading the library")?;
        transaction.commit().doing("upgrading the library")?;
    }
    Ok(())
}

/// The format of an open database; 0 when it is new.
pub(crate) fn format(connection: &Connection) -> Result<u32, StoreError> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .doing("reading its format")
}

fn back_up(connection: &Connection, library: &Path, format: u32) -> Result<(), StoreError> {
    let folder = library.join("backups");
    fs_err::create_dir_all(&folder).map_err(StoreError::File)?;
    let copy = folder.join(format!("library-format-{format}.db"));
    if !copy.exists() {
        connection
            .execute("VACUUM INTO ?1", [copy.to_string_lossy()])
            .doing("copying the library before an upgrade")?;
    }
    Ok(())
}
