//! Articles as they are read back: rows for lists, whole articles, look-ups by file.

use std::collections::HashSet;

use parallax_types::{
    ArticleId, Block, BlockKind, Boilerplate, Metadata, PassageId, Receipt, Role, Source, Sourced,
    Span,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::articles::StoredBlock;
use crate::error::Doing;
use crate::filter::Filter;
use crate::{Snapshot, Store, StoreError};

/// An article as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRow {
    /// Its id.
    pub id: ArticleId,
    /// The file it came from.
    pub path: String,
    /// Position in that file.
    pub part: u32,
    /// Never empty.
    pub title: String,
    /// Where the title was read.
    pub title_source: Source,
    /// The first words of the body.
    pub opening: String,
    /// Everything else known about it.
    pub metadata: Metadata,
    /// Format, encoding, warnings.
    pub receipt: Receipt,
    /// Words in body blocks.
    pub n_words_kept: usize,
    /// Words in furniture blocks.
    pub n_words_dropped: usize,
    /// Passages it was cut into.
    pub n_passages: usize,
    /// When it was imported, ISO 8601 in UTC.
    pub imported_at: String,
    /// BLAKE3 of the file's bytes.
    pub content_hash: [u8; 32],
    /// Texts there are of it, this one and earlier ones; 1 for most.
    pub n_versions: usize,
}

/// An article that came from a file, or of which a file holds an earlier version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownArticle {
    /// Its id.
    pub id: ArticleId,
    /// BLAKE3 of the bytes the file had.
    pub content_hash: [u8; 32],
    /// What it was made by; `None` of an earlier version, which is not made again.
    pub pipeline: Option<String>,
}

/// An article with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredArticle {
    /// What lists show.
    pub row: ArticleRow,
    /// What is embedded before each passage.
    pub context: String,
    /// The clean text.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<StoredBlock>,
    /// Its passages, in order; empty while it is removed.
    pub passages: Vec<(PassageId, Span)>,
}

impl StoredArticle {
    /// The page of the document on which the block that holds byte `at` of the text
    /// begins, from 1; `None` where there are no pages.
    #[must_use]
    pub fn page_of(&self, at: usize) -> Option<u32> {
        self.blocks.iter().find(|block| block.span.range().contains(&at))?.page
    }
}

impl Snapshot<'_> {
    /// Rows of the given articles, in any order; unknown ids are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn article_rows(&self, ids: &[ArticleId]) -> Result<Vec<ArticleRow>, StoreError> {
        self.read(|connection| {
            let sql = format!("{SELECT_ROW} WHERE a.id = ?1 AND a.removed_at IS NULL");
            let mut statement = connection.prepare_cached(&sql).doing("reading articles")?;
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                rows.extend(
                    statement
                        .query_row([id.0], article_row)
                        .optional()
                        .doing("reading articles")?,
                );
            }
            Ok(rows)
        })
    }
}

impl Store {
    /// Articles that pass `filter`, newest first, then by id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles(&self, filter: &Filter) -> Result<Vec<ArticleRow>, StoreError> {
        self.read(|connection| {
            let (condition, values) = filter.condition();
            let sql = format!(
                "{SELECT_ROW} WHERE a.removed_at IS NULL AND {condition}
                 ORDER BY a.published IS NULL, a.published DESC, a.id"
            );
            let mut statement = connection.prepare_cached(&sql).doing("listing articles")?;
            let rows = statement
                .query_map(rusqlite::params_from_iter(values), article_row)
                .doing("listing articles")?;
            rows.collect::<rusqlite::Result<_>>().doing("listing articles")
        })
    }

    /// One article with its text, blocks and passages.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] for an unknown or removed id.
    pub fn article(&self, id: ArticleId) -> Result<StoredArticle, StoreError> {
        self.read(|connection| article(connection, id))
    }

    /// The articles stored for a file, those of which it holds an earlier version among them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn at_path(&self, path: &str) -> Result<Vec<KnownArticle>, StoreError> {
        self.read(|connection| {
            // Of a file whose text is an earlier version by now, the latest tells.
            let mut statement = connection
                .prepare_cached(
                    "SELECT id, content_hash, pipeline FROM (
                       SELECT id, content_hash, pipeline, part FROM articles
                       WHERE path = ?1 AND removed_at IS NULL
                       UNION ALL
                       SELECT v.article_id, v.content_hash, NULL, v.part FROM article_versions v
                       JOIN articles a ON a.id = v.article_id
                       WHERE v.path = ?1 AND a.removed_at IS NULL AND v.id = (
                         SELECT max(id) FROM article_versions WHERE path = ?1 AND part = v.part)
                       AND NOT EXISTS (
                         SELECT 1 FROM articles WHERE path = ?1 AND part = v.part
                         AND removed_at IS NULL))
                     ORDER BY part",
                )
                .doing("looking up a file")?;
            let rows = statement
                .query_map([path], |row| {
                    Ok(KnownArticle {
                        id: ArticleId(row.get(0)?),
                        content_hash: row.get(1)?,
                        pipeline: row.get(2)?,
                    })
                })
                .doing("looking up a file")?;
            rows.collect::<rusqlite::Result<_>>().doing("looking up a file")
        })
    }

    /// In how many articles of `outlet` a block key stands, those of `except_paths` left
    /// out; counts no further than `up_to`, and looks at the latest few thousand alone.
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_articles_with_block(
        &self,
        outlet: &str,
        key: u64,
        except_paths: &HashSet<&str>,
        up_to: usize,
    ) -> Result<usize, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT a.id, a.path FROM (SELECT article_id FROM blocks WHERE key = ?1
                       ORDER BY article_id DESC LIMIT 4096) b JOIN articles a ON a.id = b.article_id
                     WHERE a.outlet = ?2 AND a.removed_at IS NULL",
                )
                .doing("counting repeated blocks")?;
            let mut rows = statement
                .query(params![key.to_le_bytes(), outlet])
                .doing("counting repeated blocks")?;
            let mut found: HashSet<i64> = HashSet::new();
            while found.len() < up_to
                && let Some(row) = rows.next().doing("counting repeated blocks")?
            {
                let path = row.get_ref(1).and_then(|path| Ok(path.as_str()?));
                if !except_paths.contains(path.doing("counting repeated blocks")?) {
                    found.insert(row.get(0).doing("counting repeated blocks")?);
                }
            }
            Ok(found.len())
        })
    }
}

pub(crate) fn article(connection: &Connection, id: ArticleId) -> Result<StoredArticle, StoreError> {
    let sql = format!("{SELECT_ROW} WHERE a.id = ?1 AND a.removed_at IS NULL");
    let row = connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.query_row([id.0], article_row).optional())
        .doing("reading an article")?
        .ok_or(StoreError::NoSuchArticle { id })?;
    whole(connection, row)
}

/// One article whether or not it is removed; `None` when its text is lost.
pub(crate) fn article_or_removed(
    connection: &Connection,
    id: ArticleId,
) -> Result<Option<StoredArticle>, StoreError> {
    let has_text = connection
        .prepare_cached("SELECT 1 FROM article_texts WHERE article_id = ?1")
        .and_then(|mut query| query.exists([id.0]))
        .doing("reading an article")?;
    if !has_text {
        return Ok(None);
    }
    let sql = format!("{SELECT_ROW} WHERE a.id = ?1");
    let row = connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.query_row([id.0], article_row))
        .doing("reading an article")?;
    whole(connection, row).map(Some)
}

pub(crate) fn whole(connection: &Connection, row: ArticleRow) -> Result<StoredArticle, StoreError> {
    let id = row.id.0;
    let (context, text) = connection
        .prepare_cached(
            "SELECT a.context, t.text FROM articles a JOIN article_texts t ON t.article_id = a.id
             WHERE a.id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))))
        .doing("reading a text")?;
    let blocks = connection
        .prepare_cached(
            "SELECT start_byte, end_byte, kind, furniture, key, page FROM blocks
             WHERE article_id = ?1 ORDER BY ordinal",
        )
        .and_then(|mut statement| {
            statement.query_map([id], stored_block)?.collect::<rusqlite::Result<_>>()
        })
        .doing("reading blocks")?;
    let passages = connection
        .prepare_cached(
            "SELECT id, start_byte, end_byte FROM passages WHERE article_id = ?1 ORDER BY start_byte",
        )
        .and_then(|mut statement| {
            statement
                .query_map([id], |row| Ok((PassageId(row.get(0)?), Span::new(row.get(1)?, row.get(2)?))))?
                .collect::<rusqlite::Result<_>>()
        })
        .doing("reading passages")?;
    Ok(StoredArticle { row, context, text, blocks, passages })
}

pub(crate) const SELECT_ROW: &str = "SELECT a.id, a.path, a.part, a.title, a.title_source,
  a.outlet, a.outlet_source, a.authors, a.authors_source, a.published, a.published_source,
  a.language, a.language_source, a.canonical_url, a.format, a.encoding, a.warnings,
  a.n_words_kept, a.n_words_dropped, a.imported_at, a.content_hash, a.opening, a.read_ms,
  (SELECT count(*) FROM passages p WHERE p.article_id = a.id), a.removed_at, a.captured,
  (SELECT count(*) FROM (SELECT DISTINCT content_hash, part FROM article_versions v
    WHERE v.article_id = a.id))
  FROM articles a";

pub(crate) fn article_row(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    let title: String = row.get(3)?;
    let title_source = source(row, 4)?.unwrap_or(Source::FileName);
    let authors = sourced::<String>(row, 7)?.map(|authors| {
        Sourced::new(authors.value.lines().map(str::to_owned).collect(), authors.source)
    });
    let published = sourced::<String>(row, 9)?.and_then(|published| {
        Some(Sourced::new(parallax_types::IsoDate::new(&published.value)?, published.source))
    });
    let warnings: String = row.get(16)?;
    Ok(ArticleRow {
        id: ArticleId(row.get(0)?),
        path: row.get(1)?,
        part: row.get(2)?,
        metadata: Metadata {
            title: Some(Sourced::new(title.clone(), title_source)),
            outlet: sourced(row, 5)?,
            authors,
            published,
            language: sourced(row, 11)?,
            canonical_url: row
                .get::<_, Option<String>>(13)?
                .map(|url| Sourced::new(url, Source::Markup)),
        },
        title,
        title_source,
        receipt: Receipt {
            format: row.get(14)?,
            encoding: row.get(15)?,
            warnings: warnings.lines().map(str::to_owned).collect(),
            took_ms: row.get(22)?,
            captured: row
                .get::<_, Option<String>>(25)?
                .and_then(|captured| parallax_types::IsoDate::new(&captured)),
        },
        n_words_kept: row.get(17)?,
        n_words_dropped: row.get(18)?,
        imported_at: row.get(19)?,
        content_hash: row.get(20)?,
        opening: row.get(21)?,
        n_passages: row.get(23)?,
        n_versions: row.get::<_, usize>(26)? + 1,
    })
}

fn sourced<T: rusqlite::types::FromSql>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<Sourced<T>>> {
    let value: Option<T> = row.get(column)?;
    let source = source(row, column + 1)?.unwrap_or(Source::Markup);
    Ok(value.map(|value| Sourced::new(value, source)))
}

pub(crate) fn source(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Source>> {
    const ALL: [Source; 10] = [
        Source::JsonLd,
        Source::OpenGraph,
        Source::Meta,
        Source::Markup,
        Source::Dateline,
        Source::FirstLines,
        Source::FileProperties,
        Source::FileName,
        Source::Detected,
        Source::Reader,
    ];
    let name: Option<String> = row.get(column)?;
    Ok(name.and_then(|name| ALL.into_iter().find(|source| source.as_str() == name)))
}

fn stored_block(row: &Row<'_>) -> rusqlite::Result<StoredBlock> {
    let kind: String = row.get(2)?;
    let furniture: Option<String> = row.get(3)?;
    let role = match furniture {
        None => Role::Body,
        Some(name) => Role::Boilerplate(
            Boilerplate::ALL
                .into_iter()
                .find(|furniture| furniture.as_str() == name)
                .unwrap_or(Boilerplate::OutsideArticle),
        ),
    };
    let key: Option<[u8; 8]> = row.get(4)?;
    Ok(StoredBlock {
        span: Span::new(row.get(0)?, row.get(1)?),
        kind: KINDS
            .into_iter()
            .find(|(_, name)| *name == kind)
            .map_or(BlockKind::Paragraph, |(kind, _)| kind),
        role,
        key: key.map(u64::from_le_bytes),
        page: row.get(5)?,
    })
}

const KINDS: [(BlockKind, &str); 7] = [
    (BlockKind::Heading, "heading"),
    (BlockKind::Paragraph, "paragraph"),
    (BlockKind::ListItem, "list item"),
    (BlockKind::Quote, "quote"),
    (BlockKind::TableRow, "table row"),
    (BlockKind::Caption, "caption"),
    (BlockKind::Preformatted, "preformatted"),
];

pub(crate) fn kind_name(kind: BlockKind) -> &'static str {
    KINDS.into_iter().find(|(known, _)| *known == kind).map_or("paragraph", |(_, name)| name)
}

impl StoredBlock {
    /// Its text as an owned block.
    #[must_use]
    pub fn to_block(&self, text: &str) -> Block {
        Block {
            kind: self.kind,
            role: self.role,
            text: self.span.of(text).to_owned(),
            page: self.page,
        }
    }
}
