//! Articles with their blocks: written whole, replaced whole, removed whole.

use parallax_types::{
    ArticleId, Block, BlockKind, Furniture, Metadata, PassageId, Receipt, Role, Source, Sourced,
    Span, VectorId,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::error::Doing;
use crate::filter::Filter;
use crate::vectors::{self, InputHash};
use crate::{Store, StoreError, words};

/// An article ready to be stored.
#[derive(Debug, Clone)]
pub struct NewArticle {
    /// The file it came from.
    pub path: String,
    /// Position in a file that holds several articles, from 0.
    pub part: u32,
    /// BLAKE3 of the file's bytes.
    pub content_hash: [u8; 32],
    /// Title, outlet, authors, date, language.
    pub metadata: Metadata,
    /// Shown as the title; never empty.
    pub title: String,
    /// Where the title was read.
    pub title_source: Source,
    /// What is embedded and indexed before each passage; may be empty.
    pub context: String,
    /// The first words of the body, for lists.
    pub opening: String,
    /// What the importer did.
    pub receipt: Receipt,
    /// The clean text all spans refer to.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<StoredBlock>,
    /// Its passages, in order.
    pub passages: Vec<NewPassage>,
    /// Words in body blocks.
    pub n_words_kept: usize,
    /// Words in furniture blocks.
    pub n_words_dropped: usize,
    /// The pipeline that made it.
    pub pipeline: String,
    /// When, ISO 8601 in UTC.
    pub imported_at: String,
}

/// A block as a span of the article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlock {
    /// Bytes of the clean text.
    pub span: Span,
    /// What kind of text it is.
    pub kind: BlockKind,
    /// Body or furniture.
    pub role: Role,
    /// Normalised words of a short block, for counting repetition.
    pub key: Option<u64>,
}

/// A passage as a span, with what its vector is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassage {
    /// Bytes of the clean text.
    pub span: Span,
    /// Names model, context and text; equal hashes share one vector.
    pub input_hash: InputHash,
}

/// What storing an article did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The new article.
    pub id: ArticleId,
    /// The version it replaced, now gone.
    pub replaced: Option<ArticleId>,
    /// Vectors reserved for it, to be computed; none for texts known before.
    pub n_pending: usize,
    /// Vectors of the replaced version that nothing uses any more, now gone.
    pub dropped: Vec<VectorId>,
}

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

impl Store {
    /// Stores an article with its blocks, passages and words in one transaction,
    /// replacing what came from the same part of the same file before.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn put_article(&self, article: &NewArticle) -> Result<Written, StoreError> {
        self.write(|transaction| {
            let replaced = at_path(transaction, &article.path, article.part)?;
            let freed = match replaced {
                Some(old) => delete(transaction, old)?,
                None => Vec::new(),
            };
            let id = insert_row(transaction, article)?;
            insert_text(transaction, id, article)?;
            let n_pending = insert_passages(
                transaction,
                id,
                &article.context,
                &article.text,
                &article.passages,
            )?;
            let dropped = vectors::delete_unused(transaction, &freed)?;
            Ok(Written { id, replaced, n_pending, dropped })
        })
    }

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

    /// One article with its text, blocks and passages.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] for an unknown or removed id.
    pub fn article(&self, id: ArticleId) -> Result<StoredArticle, StoreError> {
        self.read(|connection| {
            let sql = format!("{SELECT_ROW} WHERE a.id = ?1 AND a.removed_at IS NULL");
            let row = connection
                .query_row(&sql, [id.0], article_row)
                .optional()
                .doing("reading an article")?
                .ok_or(StoreError::NoSuchArticle { id })?;
            whole(connection, row)
        })
    }

    /// The articles stored for a file, with the hash of the bytes they came from.
    ///
    /// # Errors
    /// When the database fails.
    pub fn at_path(&self, path: &str) -> Result<Vec<(ArticleId, [u8; 32], String)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(
                    "SELECT id, content_hash, pipeline FROM articles
                     WHERE path = ?1 AND removed_at IS NULL ORDER BY part",
                )
                .doing("looking up a file")?;
            let rows = statement
                .query_map([path], |row| Ok((ArticleId(row.get(0)?), row.get(1)?, row.get(2)?)))
                .doing("looking up a file")?;
            rows.collect::<rusqlite::Result<_>>().doing("looking up a file")
        })
    }

    /// Deletes what a file held beyond its first `n_parts` articles: it has
    /// fewer now. Returns the vectors nothing uses any more, now gone.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn delete_parts_from(&self, path: &str, n_parts: u32) -> Result<Vec<VectorId>, StoreError> {
        self.write(|transaction| {
            let ids: Vec<i64> = transaction
                .prepare_cached("SELECT id FROM articles WHERE path = ?1 AND part >= ?2")
                .and_then(|mut statement| {
                    statement.query_map(params![path, n_parts], |row| row.get(0))?.collect()
                })
                .doing("looking up a file")?;
            let mut freed = Vec::new();
            for id in &ids {
                freed.extend(delete(transaction, ArticleId(*id))?);
            }
            vectors::delete_unused(transaction, &freed)
        })
    }

    /// In how many other articles of `outlet` each block key stands.
    ///
    /// # Errors
    /// When the database fails.
    pub fn n_articles_with_block(
        &self,
        outlet: &str,
        key: u64,
        except_path: &str,
    ) -> Result<usize, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT count(DISTINCT a.id) FROM blocks b JOIN articles a ON a.id = b.article_id
                     WHERE b.key = ?1 AND a.outlet = ?2 AND a.path <> ?3 AND a.removed_at IS NULL",
                )
                .and_then(|mut statement| {
                    statement.query_row(params![key.to_le_bytes(), outlet, except_path], |row| row.get(0))
                })
                .doing("counting repeated blocks")
        })
    }

    /// Hides articles: their passages and words go, their text stays until
    /// [`Store::purge_removed`], so that [`Store::restore`] can bring them back.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] for an unknown id; nothing is removed then.
    pub fn remove(&self, ids: &[ArticleId], now: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            for id in ids {
                let n_changed = transaction
                    .execute(
                        "UPDATE articles SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
                        params![id.0, now],
                    )
                    .doing("removing an article")?;
                if n_changed == 0 {
                    return Err(StoreError::NoSuchArticle { id: *id });
                }
                delete_passages(transaction, *id)?;
            }
            Ok(())
        })
    }

    /// The article behind an id although it is removed, for bringing it back.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when it is not there or not removed.
    pub fn removed_article(&self, id: ArticleId) -> Result<StoredArticle, StoreError> {
        self.read(|connection| {
            let sql = format!("{SELECT_ROW} WHERE a.id = ?1 AND a.removed_at IS NOT NULL");
            let row = connection
                .query_row(&sql, [id.0], article_row)
                .optional()
                .doing("reading a removed article")?
                .ok_or(StoreError::NoSuchArticle { id })?;
            whole(connection, row)
        })
    }

    /// Brings a removed article back with the passages given.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when it is not there or not removed.
    pub fn restore(
        &self,
        article: &StoredArticle,
        passages: &[NewPassage],
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let id = article.row.id;
            let n_changed = transaction
                .execute(
                    "UPDATE articles SET removed_at = NULL WHERE id = ?1 AND removed_at IS NOT NULL",
                    [id.0],
                )
                .doing("bringing an article back")?;
            if n_changed == 0 {
                return Err(StoreError::NoSuchArticle { id });
            }
            insert_passages(transaction, id, &article.context, &article.text, passages)?;
            Ok(())
        })
    }

    /// Deletes removed articles for good. Returns the vectors nothing uses any
    /// more, now gone.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn purge_removed(&self) -> Result<Vec<VectorId>, StoreError> {
        self.write(|transaction| {
            let n_deleted = transaction
                .execute("DELETE FROM articles WHERE removed_at IS NOT NULL", [])
                .doing("deleting removed articles")?;
            if n_deleted == 0 { Ok(Vec::new()) } else { vectors::delete_all_unused(transaction) }
        })
    }
}

fn at_path(
    transaction: &Transaction<'_>,
    path: &str,
    part: u32,
) -> Result<Option<ArticleId>, StoreError> {
    transaction
        .prepare_cached("SELECT id FROM articles WHERE path = ?1 AND part = ?2")
        .and_then(|mut statement| {
            statement.query_row(params![path, part], |row| row.get(0).map(ArticleId)).optional()
        })
        .doing("looking up a file")
}

/// Returns the vectors its passages used.
fn delete(transaction: &Transaction<'_>, id: ArticleId) -> Result<Vec<VectorId>, StoreError> {
    let vectors = vectors::of_article(transaction, id)?;
    delete_passages(transaction, id)?;
    transaction
        .execute("DELETE FROM articles WHERE id = ?1", [id.0])
        .doing("deleting an article")?;
    Ok(vectors)
}

fn delete_passages(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), StoreError> {
    words::delete_article(transaction, id)?;
    transaction
        .execute("DELETE FROM passages WHERE article_id = ?1", [id.0])
        .doing("deleting passages")?;
    Ok(())
}

fn insert_row(
    transaction: &Transaction<'_>,
    article: &NewArticle,
) -> Result<ArticleId, StoreError> {
    let metadata = &article.metadata;
    let source = |source: Option<Source>| source.map(Source::as_str);
    let authors = metadata.authors.as_ref().map(|authors| authors.value.join("\n"));
    transaction
        .prepare_cached(
            "INSERT INTO articles (path, part, content_hash, title, title_source, context,
               outlet, outlet_source, authors, authors_source, published, published_source,
               language, language_source, canonical_url, format, encoding, warnings,
               n_words_kept, n_words_dropped, pipeline, imported_at, opening)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23)",
        )
        .and_then(|mut statement| {
            statement.insert(params![
                article.path,
                article.part,
                article.content_hash,
                article.title,
                article.title_source.as_str(),
                article.context,
                metadata.outlet.as_ref().map(|outlet| &outlet.value),
                source(metadata.outlet.as_ref().map(|outlet| outlet.source)),
                authors,
                source(metadata.authors.as_ref().map(|authors| authors.source)),
                metadata.published.as_ref().map(|published| published.value.as_str()),
                source(metadata.published.as_ref().map(|published| published.source)),
                metadata.language.as_ref().map(|language| &language.value),
                source(metadata.language.as_ref().map(|language| language.source)),
                metadata.canonical_url.as_ref().map(|url| &url.value),
                article.receipt.format,
                article.receipt.encoding,
                article.receipt.warnings.join("\n"),
                article.n_words_kept,
                article.n_words_dropped,
                article.pipeline,
                article.imported_at,
                article.opening,
            ])
        })
        .map(ArticleId)
        .doing("storing an article")
}

fn insert_text(
    transaction: &Transaction<'_>,
    id: ArticleId,
    article: &NewArticle,
) -> Result<(), StoreError> {
    transaction
        .execute(
            "INSERT INTO article_texts (article_id, text) VALUES (?1, ?2)",
            params![id.0, article.text],
        )
        .doing("storing a text")?;
    let mut statement = transaction
        .prepare_cached(
            "INSERT INTO blocks (article_id, ordinal, start_byte, end_byte, kind, furniture, key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .doing("storing blocks")?;
    for (ordinal, block) in article.blocks.iter().enumerate() {
        let furniture = match block.role {
            Role::Body => None,
            Role::Furniture(furniture) => Some(furniture.as_str()),
        };
        let key = block.key.map(u64::to_le_bytes);
        statement
            .execute(params![
                id.0,
                ordinal,
                block.span.start,
                block.span.end,
                kind_name(block.kind),
                furniture,
                key
            ])
            .doing("storing blocks")?;
    }
    Ok(())
}

fn insert_passages(
    transaction: &Transaction<'_>,
    id: ArticleId,
    context: &str,
    text: &str,
    passages: &[NewPassage],
) -> Result<usize, StoreError> {
    let mut n_pending = 0;
    let mut statement = transaction
        .prepare_cached(
            "INSERT INTO passages (article_id, start_byte, end_byte, vector_id) VALUES (?1, ?2, ?3, ?4)",
        )
        .doing("storing passages")?;
    for passage in passages {
        let vector = vectors::find_or_reserve(transaction, &passage.input_hash)?;
        n_pending += usize::from(vector.is_new);
        let passage_id = statement
            .insert(params![id.0, passage.span.start, passage.span.end, vector.id.0])
            .doing("storing passages")?;
        words::insert(transaction, PassageId(passage_id), context, passage.span.of(text))?;
    }
    // Body only: what lies between passages is furniture.
    let body: Vec<&str> = passages.iter().map(|passage| passage.span.of(text)).collect();
    words::insert_article(transaction, id, context, &body.join("\n"))?;
    Ok(n_pending)
}

fn whole(connection: &Connection, row: ArticleRow) -> Result<StoredArticle, StoreError> {
    let id = row.id.0;
    let (context, text) = connection
        .query_row(
            "SELECT a.context, t.text FROM articles a JOIN article_texts t ON t.article_id = a.id
             WHERE a.id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .doing("reading a text")?;
    let blocks = connection
        .prepare_cached(
            "SELECT start_byte, end_byte, kind, furniture, key FROM blocks
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

const SELECT_ROW: &str = "SELECT a.id, a.path, a.part, a.title, a.title_source,
  a.outlet, a.outlet_source, a.authors, a.authors_source, a.published, a.published_source,
  a.language, a.language_source, a.canonical_url, a.format, a.encoding, a.warnings,
  a.n_words_kept, a.n_words_dropped, a.imported_at, a.content_hash, a.opening,
  (SELECT count(*) FROM passages p WHERE p.article_id = a.id)
  FROM articles a";

fn article_row(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
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
        },
        n_words_kept: row.get(17)?,
        n_words_dropped: row.get(18)?,
        imported_at: row.get(19)?,
        content_hash: row.get(20)?,
        opening: row.get(21)?,
        n_passages: row.get(22)?,
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

fn source(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Source>> {
    const ALL: [Source; 9] = [
        Source::JsonLd,
        Source::OpenGraph,
        Source::Meta,
        Source::Markup,
        Source::Dateline,
        Source::FirstLines,
        Source::FileProperties,
        Source::FileName,
        Source::Detected,
    ];
    let name: Option<String> = row.get(column)?;
    Ok(name.and_then(|name| ALL.into_iter().find(|source| source.as_str() == name)))
}

fn stored_block(row: &Row<'_>) -> rusqlite::Result<StoredBlock> {
    let kind: String = row.get(2)?;
    let furniture: Option<String> = row.get(3)?;
    let role = match furniture {
        None => Role::Body,
        Some(name) => Role::Furniture(
            Furniture::ALL
                .into_iter()
                .find(|furniture| furniture.as_str() == name)
                .unwrap_or(Furniture::OutsideArticle),
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

fn kind_name(kind: BlockKind) -> &'static str {
    KINDS.into_iter().find(|(known, _)| *known == kind).map_or("paragraph", |(_, name)| name)
}

impl StoredBlock {
    /// Its text as an owned block.
    #[must_use]
    pub fn to_block(&self, text: &str) -> Block {
        Block { kind: self.kind, role: self.role, text: self.span.of(text).to_owned() }
    }
}
