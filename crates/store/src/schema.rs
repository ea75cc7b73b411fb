//! The tables, as a list of migrations: entry `n` takes format `n` to `n + 1`.
//! A released entry is never edited, only followed by another.

use std::path::Path;

use rusqlite::Connection;

use crate::backup::{self, BackupReason};
use crate::error::Doing;
use crate::{StoreError, checksums, full_text};

/// The format this program writes.
pub(crate) const FORMAT: u32 = 16;

/// The format since which the words index holds the tokens of `parallax-lang`: what came
/// before is indexed again.
const WORDS_SINCE: u32 = 15;

const MIGRATIONS: [&str; FORMAT as usize] = [
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
-- In how many passages and articles a word stands: rare words lead a search.
CREATE VIRTUAL TABLE passage_vocab USING fts5vocab(passage_words, row);
CREATE VIRTUAL TABLE article_vocab USING fts5vocab(article_words, row);

-- From now on `tokens.rs` folds some letters before words are indexed, and an
-- article's title is indexed even where it gives its passages no context.
INSERT INTO passage_words (passage_words) VALUES ('delete-all');
INSERT INTO passage_words (rowid, context, body)
  SELECT p.id,
    replace(replace(replace(replace(replace(replace(replace(replace(a.context, 'ё', 'е'), 'Ё', 'Е'), 'ł', 'l'), 'Ł', 'L'), 'ø', 'o'), 'Ø', 'O'), 'đ', 'd'), 'Đ', 'D'),
    replace(replace(replace(replace(replace(replace(replace(replace(CAST(substr(CAST(t.text AS BLOB), p.start_byte + 1, p.end_byte - p.start_byte) AS TEXT), 'ё', 'е'), 'Ё', 'Е'), 'ł', 'l'), 'Ł', 'L'), 'ø', 'o'), 'Ø', 'O'), 'đ', 'd'), 'Đ', 'D')
  FROM passages p JOIN articles a ON a.id = p.article_id JOIN article_texts t ON t.article_id = a.id;
INSERT INTO article_words (article_words) VALUES ('delete-all');
INSERT INTO article_words (rowid, title, body)
  SELECT a.id,
    replace(replace(replace(replace(replace(replace(replace(replace(CASE a.title_source WHEN 'file name' THEN '' ELSE a.title END, 'ё', 'е'), 'Ё', 'Е'), 'ł', 'l'), 'Ł', 'L'), 'ø', 'o'), 'Ø', 'O'), 'đ', 'd'), 'Đ', 'D'),
    group_concat(
      replace(replace(replace(replace(replace(replace(replace(replace(CAST(substr(CAST(t.text AS BLOB), p.start_byte + 1, p.end_byte - p.start_byte) AS TEXT), 'ё', 'е'), 'Ё', 'Е'), 'ł', 'l'), 'Ł', 'L'), 'ø', 'o'), 'Ø', 'O'), 'đ', 'd'), 'Đ', 'D'),
      char(10))
  FROM articles a JOIN passages p ON p.article_id = a.id JOIN article_texts t ON t.article_id = a.id
  GROUP BY a.id;
",
    r"
-- What is derived from articles to lay them side by side. All of it can be computed
-- again; an article without a row, or in `sides_pending`, is still to be looked at.
CREATE TABLE sides (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  story_id   INTEGER,                          -- the lowest id among its story's articles
  day        TEXT,                             -- when it was written, ISO 8601, if known
  terms      BLOB NOT NULL,                    -- little-endian pairs: u32 key, f32 weight
  mean       BLOB                              -- mean passage vector, half floats
) STRICT;
CREATE INDEX sides_by_story ON sides (story_id);

-- An article whose turn has not come; `is_seen`: it was looked at without vectors.
CREATE TABLE sides_pending (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  is_seen    INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO sides_pending (article_id) SELECT id FROM articles WHERE removed_at IS NULL;

-- Keys by which articles find each other: sampled shingles (copies), heavy terms (stories).
CREATE TABLE side_keys (
  kind       INTEGER NOT NULL,                 -- 0 shingle, 1 term
  key        INTEGER NOT NULL,
  article_id INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  PRIMARY KEY (kind, key, article_id)
) WITHOUT ROWID, STRICT;
CREATE INDEX side_keys_by_article ON side_keys (article_id);

-- Pairs of articles of which one stands in the other in good part; a < b.
CREATE TABLE copy_pairs (
  a      INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  b      INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  a_in_b REAL NOT NULL,                        -- share of a's words that stand in b
  b_in_a REAL NOT NULL,
  PRIMARY KEY (a, b)
) WITHOUT ROWID, STRICT;
CREATE INDEX copy_pairs_by_b ON copy_pairs (b);

-- Pairs of articles on like subjects; a < b.
CREATE TABLE story_links (
  a          INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  b          INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  similarity REAL NOT NULL,                    -- of subject and time: one event?
  subject    REAL NOT NULL,                    -- of subject alone
  PRIMARY KEY (a, b)
) WITHOUT ROWID, STRICT;
CREATE INDEX story_links_by_b ON story_links (b);

-- Articles around which stories are to be drawn again.
CREATE TABLE stories_unsettled (article_id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE quotes (
  id             INTEGER PRIMARY KEY,
  article_id     INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  start_byte     INTEGER NOT NULL,
  end_byte       INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_end   INTEGER NOT NULL,
  speaker        TEXT,                         -- as fully as the article names them
  speaker_key    TEXT,                         -- family name by its sound
  speaker_start  INTEGER,
  speaker_end    INTEGER,
  is_reported    INTEGER NOT NULL
) STRICT;
CREATE INDEX quotes_by_article ON quotes (article_id, start_byte);
CREATE INDEX quotes_by_speaker ON quotes (speaker_key);

CREATE TRIGGER sides_of_new_articles AFTER INSERT ON articles WHEN NEW.removed_at IS NULL BEGIN
  INSERT OR IGNORE INTO sides_pending (article_id) VALUES (NEW.id);
END;
CREATE TRIGGER sides_of_removed_articles AFTER UPDATE OF removed_at ON articles
WHEN NEW.removed_at IS NOT NULL BEGIN
  DELETE FROM sides WHERE article_id = NEW.id;
  DELETE FROM sides_pending WHERE article_id = NEW.id;
END;
CREATE TRIGGER sides_of_restored_articles AFTER UPDATE OF removed_at ON articles
WHEN NEW.removed_at IS NULL BEGIN
  INSERT OR IGNORE INTO sides_pending (article_id) VALUES (NEW.id);
END;
CREATE TRIGGER stories_of_lost_links AFTER DELETE ON story_links BEGIN
  INSERT OR IGNORE INTO stories_unsettled (article_id) VALUES (OLD.a), (OLD.b);
END;
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
    r"
-- The time of year an article speaks of, as 30 * month + day, if it speaks of any.
-- Since then `side_keys` has a third kind: 2, runs of quoted words.
ALTER TABLE sides ADD COLUMN season INTEGER;
",
    r"
-- What is derived from articles, laid out to be small and quick to look up. All of
-- it is derived again: every article waits in `sides_pending`.
DROP TABLE side_keys;
DROP TABLE copy_pairs;
DROP TABLE story_links;
DROP TABLE quotes;
DROP TABLE sides;
DELETE FROM stories_unsettled;
DELETE FROM library WHERE key = 'sides';
INSERT OR IGNORE INTO sides_pending (article_id) SELECT id FROM articles WHERE removed_at IS NULL;

CREATE TABLE sides (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: keys of lost rows mean nothing
  article_id INTEGER NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
  story_id   INTEGER,                          -- the lowest article id of its story
  day        TEXT,                             -- when it was written, ISO 8601, if known
  season     INTEGER,                          -- time of year it speaks of, 30 * month + day
  n_shingles INTEGER NOT NULL,
  terms      BLOB NOT NULL,                    -- little-endian u32 key and u8 weight, by key
  mean       BLOB                              -- mean passage vector, half floats
) STRICT;
CREATE INDEX sides_by_story ON sides (story_id);

-- Keys by which articles find each other (`side_keys.rs`). Those of lost rows stay
-- until they are many: an index to delete them by would be as large as the table.
CREATE TABLE side_keys (
  key     INTEGER NOT NULL,                    -- kind and 30 bits of a hash
  side_id INTEGER NOT NULL,
  weight  INTEGER NOT NULL,                    -- how much of the article it makes up
  PRIMARY KEY (key, side_id)
) WITHOUT ROWID, STRICT;
-- Keys of the latest rows, not yet sorted into the table above.
CREATE TABLE new_side_keys (
  side_id INTEGER PRIMARY KEY,
  keys    BLOB NOT NULL                        -- little-endian i32 key and u8 weight
) STRICT;
CREATE TABLE lost_sides (n INTEGER NOT NULL) STRICT;
INSERT INTO lost_sides (n) VALUES (0);
CREATE TRIGGER keys_of_lost_sides AFTER DELETE ON sides BEGIN
  DELETE FROM new_side_keys WHERE side_id = OLD.id;
  UPDATE lost_sides SET n = n + 1;
END;

CREATE TABLE copy_pairs (
  a      INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  b      INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  a_in_b REAL NOT NULL,                        -- share of a's words that stand in b
  b_in_a REAL NOT NULL,
  PRIMARY KEY (a, b)
) WITHOUT ROWID, STRICT;
CREATE INDEX copy_pairs_by_b ON copy_pairs (b);

CREATE TABLE story_links (
  a          INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  b          INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  similarity REAL NOT NULL,                    -- of subject and season: one event?
  subject    REAL NOT NULL,                    -- of subject alone
  PRIMARY KEY (a, b)
) WITHOUT ROWID, STRICT;
CREATE INDEX story_links_by_b ON story_links (b);
CREATE TRIGGER stories_of_lost_links AFTER DELETE ON story_links BEGIN
  INSERT OR IGNORE INTO stories_unsettled (article_id) VALUES (OLD.a), (OLD.b);
END;

CREATE TABLE quotes (
  id             INTEGER PRIMARY KEY,
  article_id     INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  start_byte     INTEGER NOT NULL,
  end_byte       INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_end   INTEGER NOT NULL,
  speaker        TEXT,                         -- as fully as the article names them
  speaker_key    TEXT,                         -- family name by its sound
  speaker_start  INTEGER,
  speaker_end    INTEGER,
  is_reported    INTEGER NOT NULL
) STRICT;
CREATE INDEX quotes_by_article ON quotes (article_id, start_byte);
CREATE INDEX quotes_by_speaker ON quotes (speaker_key);

-- Where an article says its words come from.
CREATE TABLE origin_marks (
  article_id INTEGER NOT NULL REFERENCES sides (article_id) ON DELETE CASCADE,
  start_byte INTEGER NOT NULL,
  end_byte   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,                    -- wire, told, cited, republished
  words      TEXT NOT NULL                     -- as the article has it
) STRICT;
CREATE INDEX origin_marks_by_article ON origin_marks (article_id, start_byte);
",
    r"
-- What readers make of their library. None of it can be computed again.
CREATE TABLE article_tags (
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  key        TEXT NOT NULL,                    -- the name in lower case
  name       TEXT NOT NULL,
  PRIMARY KEY (article_id, key)
) WITHOUT ROWID, STRICT;
CREATE INDEX article_tags_by_key ON article_tags (key);

CREATE TABLE article_notes (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  note       TEXT NOT NULL
) STRICT;

-- `start_byte` and `end_byte` are NULL once a new version of the file lacks the words.
CREATE TABLE highlights (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  start_byte INTEGER,
  end_byte   INTEGER,
  quoted     TEXT NOT NULL,                    -- the words, and those around them,
  before     TEXT NOT NULL,                    -- to find the place in another version
  after      TEXT NOT NULL,
  is_changed INTEGER NOT NULL,                 -- the words at the place are no longer `quoted`
  colour     TEXT NOT NULL,
  note       TEXT,
  made_at    TEXT NOT NULL
) STRICT;
CREATE INDEX highlights_by_article ON highlights (article_id);

-- What was read from the file where the reader wrote something else into `articles`.
CREATE TABLE read_fields (
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  field      TEXT NOT NULL,
  value      TEXT,
  source     TEXT,
  PRIMARY KEY (article_id, field)
) WITHOUT ROWID, STRICT;

CREATE TABLE saved_searches (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  name    TEXT NOT NULL,
  query   TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL
) STRICT;

CREATE TABLE asked_searches (
  query    TEXT PRIMARY KEY,
  asked_at TEXT NOT NULL
) WITHOUT ROWID, STRICT;
",
    r"
-- Folders the library is kept equal to. `problem`: why it is not, for people.
CREATE TABLE watched_folders (
  path      TEXT PRIMARY KEY,
  added_at  TEXT NOT NULL,
  synced_at TEXT,
  problem   TEXT
) WITHOUT ROWID, STRICT;

-- Files and folders whose import was begun; emptied at its end.
CREATE TABLE unfinished_imports (path TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;
",
    r"
-- Keys by which articles find each other, packed (`side_keys/pages.rs`); all are
-- derived again.
DROP TABLE side_keys;
DELETE FROM new_side_keys;
DELETE FROM sides;
UPDATE lost_sides SET n = 0;
DELETE FROM stories_unsettled;
INSERT OR IGNORE INTO sides_pending (article_id) SELECT id FROM articles WHERE removed_at IS NULL;
CREATE TABLE side_keys (
  first    INTEGER PRIMARY KEY,                -- the lowest of its keys
  postings BLOB NOT NULL
) STRICT;

-- One words index: an article's words are those of its passages, and its title stands
-- there once, with the first of them.
DROP TABLE article_vocab;
DROP TABLE article_words;
DROP TABLE passage_vocab;
DROP TABLE passage_words;
CREATE VIRTUAL TABLE passage_words USING fts5 (
  title, body, content = '', contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE passage_vocab USING fts5vocab(passage_words, row);
INSERT INTO passage_words (rowid, title, body)
  SELECT p.id,
    CASE WHEN p.id = (SELECT min(id) FROM passages f WHERE f.article_id = a.id) THEN
      CASE a.title_source WHEN 'file name' THEN '' ELSE
        replace(replace(replace(replace(replace(replace(replace(replace(a.title, 'ё', 'е'), 'Ё', 'Е'), 'ł', 'l'), 'Ł', 'L'), 'ø', 'o'), 'Ø', 'O'), 'đ', 'd'), 'Đ', 'D')
      END
    ELSE '' END,
    replace(replace(replace(replace(replace(replace(replace(replace(CAST(substr(CAST(t.text AS BLOB), p.start_byte + 1, p.end_byte - p.start_byte) AS TEXT), 'ё', 'е'), 'Ё', 'Е'), 'ł', 'l'), 'Ł', 'L'), 'ø', 'o'), 'Ø', 'O'), 'đ', 'd'), 'Đ', 'D')
  FROM passages p JOIN articles a ON a.id = p.article_id JOIN article_texts t ON t.article_id = a.id
  ORDER BY p.id;
",
    r"
-- The page of the document a block begins on, from 1; NULL where there are none.
ALTER TABLE blocks ADD COLUMN page INTEGER;
",
    r"
-- The vocabulary of a large library (`known_words.rs`), and of how many passages.
CREATE TABLE known_words (
  word       TEXT PRIMARY KEY,
  n_passages INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE known_words_counted (n_passages INTEGER NOT NULL) STRICT;
INSERT INTO known_words_counted (n_passages) VALUES (0);
",
    r"
-- How many rows each group of rows has, and the sum of their hashes (`checksums`).
CREATE TABLE checksums (
  part INTEGER NOT NULL,                       -- which table (`checksums/parts.rs`)
  key  INTEGER NOT NULL,                       -- which of its rows: an article's, mostly
  n    INTEGER NOT NULL,
  sum  INTEGER NOT NULL,
  seal INTEGER NOT NULL,                       -- hash of the four before it
  PRIMARY KEY (part, key)
) WITHOUT ROWID, STRICT;

-- The number of the last change written to the log (`acknowledged.rs`).
INSERT INTO library (key, value) VALUES ('acknowledged', '0');
",
    r"
-- The words index holds stems that were made before (`words/index.rs`), so that FTS5 has
-- nothing to tell apart but spaces; what several words make together (`1,200`, `U.S.`,
-- `co-operative`) stands in columns of its own. It is filled again from the texts.
DROP TABLE passage_vocab;
DROP TABLE passage_words;
CREATE VIRTUAL TABLE passage_words USING fts5 (
  title, title_joined, body, body_joined, content = '', contentless_delete = 1,
  tokenize = 'ascii'
);
CREATE VIRTUAL TABLE passage_vocab USING fts5vocab(passage_words, row);
DELETE FROM known_words;
UPDATE known_words_counted SET n_passages = 0;
",
    r"
-- Files a reader took out of the library, by BLAKE3 of their bytes: a watched folder does
-- not bring them back.
CREATE TABLE declined_files (
  content_hash BLOB PRIMARY KEY,
  declined_at  TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- Vectors of articles that were removed may be used by nothing (`removed`).
INSERT OR IGNORE INTO library (key, value)
  SELECT 'unused_vectors', '1' FROM articles WHERE removed_at IS NOT NULL LIMIT 1;
",
    r"
-- The words index holds stems in each article's language and written-out spellings too. It
-- is filled again from the texts.
DROP TABLE passage_vocab;
DROP TABLE passage_words;
CREATE VIRTUAL TABLE passage_words USING fts5 (
  title, title_joined, body, body_joined, content = '', contentless_delete = 1,
  tokenize = 'ascii'
);
CREATE VIRTUAL TABLE passage_vocab USING fts5vocab(passage_words, row);
DELETE FROM known_words;
UPDATE known_words_counted SET n_passages = 0;
",
    r"
-- Earlier texts of articles (`versions`). An article met again takes the place of what was
-- there, which stays here, with what it was read from.
CREATE TABLE article_versions (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id    INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE, -- its newest text
  path          TEXT NOT NULL,
  part          INTEGER NOT NULL,
  content_hash  BLOB NOT NULL,                 -- BLAKE3 of the file's bytes
  title         TEXT NOT NULL,
  title_source  TEXT NOT NULL,
  outlet        TEXT,
  authors       TEXT,                          -- one per line
  published     TEXT,
  canonical_url TEXT,
  captured      TEXT,
  imported_at   TEXT NOT NULL,
  n_words_kept  INTEGER NOT NULL,
  base          INTEGER,                       -- the version its text differs from; NULL: the newest, 0: none
  delta         BLOB NOT NULL,                 -- in what (`versions/delta.rs`)
  text_hash     BLOB NOT NULL,                 -- BLAKE3 of the text
  blocks        BLOB NOT NULL                  -- packed (`versions/blocks.rs`)
) STRICT;
CREATE INDEX article_versions_by_article ON article_versions (article_id);
CREATE INDEX article_versions_by_path ON article_versions (path);

-- When the page was saved, where its file says so.
ALTER TABLE articles ADD COLUMN captured TEXT;

-- The same article is looked for by its address, and near its date.
CREATE INDEX articles_by_address ON articles (canonical_url) WHERE canonical_url IS NOT NULL;
DROP INDEX articles_by_outlet;
CREATE INDEX articles_by_outlet ON articles (outlet, published);
",
];

/// The tables of the first format, for tests of what became of them.
#[cfg(test)]
pub(crate) const FIRST: &str = MIGRATIONS[0];

/// Refuses a database with a trigger that no format has: it would do its work whenever
/// something is stored.
pub(crate) fn refuse_foreign_triggers(connection: &Connection) -> Result<(), StoreError> {
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .and_then(|mut statement| {
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
        .doing("looking at its triggers")?;
    let is_ours = |sql: &str| MIGRATIONS.iter().any(|made| made.contains(sql));
    match triggers.into_iter().find(|(_, sql)| !is_ours(sql)) {
        None => Ok(()),
        Some((name, _)) => Err(StoreError::Damaged {
            what: format!("its trigger `{name}` was not made by Parallax"),
        }),
    }
}

/// Brings the database to [`FORMAT`] in one transaction: broken off, it is what it was.
/// A copy that was checked is put into `backups/` first; without it nothing begins.
pub(crate) fn migrate(connection: &mut Connection, library: &Path) -> Result<(), StoreError> {
    let found = format(connection)?;
    if found > FORMAT {
        return Err(StoreError::TooNew { path: library.to_path_buf(), found, known: FORMAT });
    }
    if found == FORMAT {
        return Ok(());
    }
    if found > 0 {
        let now: String = connection
            .query_row("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", [], |row| row.get(0))
            .doing("asking for the time")?;
        backup::make_in_library(connection, library, BackupReason::BeforeUpgrade, &now)?;
    }
    let transaction = connection.transaction().doing("starting an upgrade")?;
    for (step, sql) in (0u32..).zip(MIGRATIONS).skip(found as usize) {
        transaction.execute_batch(sql).doing("upgrading the library")?;
        if step + 1 == WORDS_SINCE {
            full_text::index_all(&transaction)?;
        }
        if step + 1 == FORMAT {
            // Whatever the steps did, no trigger told of it.
            checksums::fill(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", step + 1).doing("upgrading the library")?;
    }
    transaction.commit().doing("upgrading the library")
}

/// An empty database in memory, as this program would have made it at `format`.
pub(crate) fn empty(format: u32) -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    for sql in MIGRATIONS.iter().take(format as usize) {
        connection.execute_batch(sql)?;
    }
    Ok(connection)
}

/// The format of an open database; 0 when it is new.
pub(crate) fn format(connection: &Connection) -> Result<u32, StoreError> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .doing("reading its format")
}

#[cfg(test)]
pub(crate) mod older {
    //! Libraries as earlier programs left them: the migrations up to a format, and rows.

    use std::fmt::Write;

    use super::{Connection, MIGRATIONS};

    /// How many articles are in one.
    pub(crate) const N_ARTICLES: usize = 12;

    /// A library of `format`, from 9 on, with articles, tags and a note.
    pub(crate) fn library(path: &std::path::Path, format: usize) {
        let mut connection = Connection::open(path).unwrap();
        let transaction = connection.transaction().unwrap();
        for sql in &MIGRATIONS[..format] {
            transaction.execute_batch(sql).unwrap();
        }
        transaction.pragma_update(None, "user_version", u32::try_from(format).unwrap()).unwrap();
        transaction.execute_batch(&rows()).unwrap();
        transaction.commit().unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    }

    fn rows() -> String {
        let mut sql = String::new();
        for id in 1..=N_ARTICLES {
            let text =
                format!("The mill of year {id} ground barley for the {id}th time. ").repeat(9);
            let end = text.len();
            write!(
                sql,
                "INSERT INTO articles (id, path, part, content_hash, title, title_source, context,
                   opening, format, encoding, warnings, n_words_kept, n_words_dropped, pipeline,
                   imported_at)
                 VALUES ({id}, '/reports/{id}.txt', 0, zeroblob(32), 'Report {id}', 'heading',
                   'Report {id}', 'The mill', 'text', 'utf-8', '', 90, 0, 'p', '2031-01-05T00:00:00Z');
                 INSERT INTO article_texts VALUES ({id}, '{text}');
                 INSERT INTO blocks (article_id, ordinal, start_byte, end_byte, kind)
                   VALUES ({id}, 0, 0, {end}, 'paragraph');
                 INSERT INTO vectors (id, input_hash) VALUES ({id}, CAST('hash of {id:08}' AS BLOB));
                 INSERT INTO passages VALUES ({id}, {id}, 0, {end}, {id});
                 INSERT INTO passage_words (rowid, title, body) VALUES ({id}, 'Report {id}', '{text}');
                 INSERT INTO article_tags VALUES ({id}, 'mill', 'mill');
                 INSERT INTO article_notes VALUES ({id}, 'see report {id}');\n"
            )
            .unwrap();
        }
        sql
    }

    /// `PARALLAX_WRITE_LIBRARIES=DIR cargo test -p parallax-store older -- --ignored`, then
    /// each `library.db` is zipped to `tests/fixtures/libraries/format-N.zip`.
    #[test]
    #[ignore = "writes fixtures into the folder PARALLAX_WRITE_LIBRARIES names"]
    fn older_libraries_are_written() {
        let folder =
            std::path::PathBuf::from(std::env::var_os("PARALLAX_WRITE_LIBRARIES").unwrap());
        for format in 9..=MIGRATIONS.len() {
            let library_folder = folder.join(format!("format-{format}"));
            fs_err::create_dir_all(&library_folder).unwrap();
            library(&library_folder.join("library.db"), format);
        }
    }
}
