//! Articles with their blocks: written whole, replaced whole.
//!
//! Not here: reading them back (`article_rows`), removing them (`removed`).

use parallax_types::{
    Anchor, ArticleId, BlockKind, IsoDate, Metadata, PassageId, Quote, Receipt, Role, Source, Span,
    VectorId,
};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::article_rows::{StoredArticle, article_or_removed, kind_name};
use crate::error::Doing;
use crate::vectors::{self, InputHash};
use crate::versions::{self, Judge, NoVersions};
use crate::{Store, StoreError, annotations, full_text, removed};

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
    /// What is embedded before each passage; may be empty.
    pub context: String,
    /// The first words of the body, for lists.
    pub opening: String,
    /// Tags the file brings along, tidied; an article that is read again keeps its own.
    pub tags: Vec<String>,
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
    /// The page of the document it begins on, from 1, where there are pages.
    pub page: Option<u32>,
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
    /// What came from the same part of the same file before, now gone.
    pub replaced: Option<ArticleId>,
    /// Articles from other files whose texts are earlier versions of it by now.
    pub superseded: Vec<ArticleId>,
    /// Whether its text was kept as an earlier version of the article `id`, which is not new.
    pub is_earlier: bool,
    /// Vectors reserved for it, to be computed; none for texts known before.
    pub n_pending: usize,
    /// Vectors of the replaced version that nothing uses any more, now gone.
    pub dropped: Vec<VectorId>,
}

impl Store {
    /// Stores an article with its blocks, passages and words in one transaction,
    /// replacing what came from the same part of the same file before, of which nothing is
    /// kept.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then.
    pub fn put_article(&self, article: &NewArticle) -> Result<Written, StoreError> {
        let place = |quote: &Quote, text: &str| {
            let start = text.find(&quote.words)?;
            Some(Anchor { span: Span::new(start, start + quote.words.len()), is_changed: false })
        };
        self.write_articles(|batch| batch.put(article, &place, &NoVersions))
    }

    /// Stores articles in one transaction: the words index writes what it was given
    /// once a transaction, which for several articles is hardly more than for one.
    ///
    /// # Errors
    /// Those of `work`, and when the database fails; nothing is changed then.
    pub fn write_articles<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut ArticlesBatch<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(|transaction| {
            let mut batch = ArticlesBatch { transaction, words: Vec::new() };
            let result = work(&mut batch)?;
            batch.index_words()?;
            Ok(result)
        })
    }
}

/// Articles being stored, all in one transaction.
pub struct ArticlesBatch<'a> {
    transaction: &'a Transaction<'a>,
    /// Words still to be indexed, of the passages stored. They go in last: any other
    /// statement between them may have the words index write what it holds back, which
    /// it does best all at once.
    words: Vec<NewWords>,
}

/// Words of a passage to be indexed.
pub(crate) struct NewWords {
    article_id: ArticleId,
    passage_id: PassageId,
    /// Its title is empty but for an article's first passage.
    heading: full_text::Heading,
    body: String,
}

impl NewWords {
    pub(crate) fn index(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        full_text::insert(transaction, self.passage_id, &self.heading, &self.body)
    }
}

impl ArticlesBatch<'_> {
    fn index_words(&mut self) -> Result<(), StoreError> {
        std::mem::take(&mut self.words).iter().try_for_each(|words| words.index(self.transaction))
    }

    /// Deletes an article of before this batch or of it.
    fn delete(&mut self, id: ArticleId) -> Result<Vec<VectorId>, StoreError> {
        self.words.retain(|words| words.article_id != id);
        delete(self.transaction, id)
    }

    /// Stores an article with its blocks, passages and words, in the place of what came from
    /// the same part of the same file before, and of those from other files that `judge` takes
    /// for the same. Their texts become its earlier versions. Their tags, notes, edits and
    /// highlights go over to it, highlights to where `place` finds their words. An article
    /// that is in the library with a later text gets this one as an earlier version.
    ///
    /// # Errors
    /// When the database fails; nothing of the batch is kept then.
    pub fn put(
        &mut self,
        article: &NewArticle,
        place: &dyn Fn(&Quote, &str) -> Option<Anchor>,
        judge: &dyn Judge,
    ) -> Result<Written, StoreError> {
        let transaction = self.transaction;
        let replaced = at_path(transaction, &article.path, article.part)?;
        let met = match replaced {
            Some(_) => Vec::new(),
            None => versions::earlier_articles(transaction, article, judge)?,
        };
        if let Some(newer) = versions::newer_article(&met) {
            return put_late(transaction, article, newer);
        }
        let was_removed = match replaced {
            Some(old) => is_removed(transaction, old)?,
            None => false,
        };
        let mut old_text = None;
        if let Some(old) = replaced {
            old_text = article_or_removed(transaction, old)?;
            step_aside(transaction, old)?;
        }
        let id = insert_row(transaction, article)?;
        let place = |quote: &Quote| place(quote, &article.text);
        let mut freed = Vec::new();
        if let Some(old) = replaced {
            match &old_text {
                Some(text) => versions::keep(transaction, text, id, article, judge)?,
                None => versions::hand_on_unread(transaction, old, id, &article.text)?,
            }
            annotations::carry_over(transaction, old, id, &place)?;
            freed.extend(self.delete(old)?);
        } else {
            annotations::tags::put_on(transaction, id, &article.tags)?;
        }
        for (old, _) in &met {
            versions::supersede(transaction, old, id, &article.text)?;
            annotations::carry_over(transaction, old.row.id, id, &place)?;
            freed.extend(self.delete(old.row.id)?);
        }
        insert_text(transaction, id, article)?;
        let inserted = insert_passages(transaction, id, &article.text, &article.passages)?;
        self.words.extend(inserted.words);
        let n_pending = inserted.n_pending;
        removed::forget_declined(transaction, &article.content_hash)?;
        let dropped = if was_removed && !removed::is_any(transaction)? {
            // Its passages were gone before, and with them the way to their vectors.
            vectors::delete_all_unused(transaction)?
        } else {
            vectors::delete_unused(transaction, &freed)?
        };
        let superseded = met.iter().map(|(old, _)| old.row.id).collect();
        Ok(Written { id, replaced, superseded, is_earlier: false, n_pending, dropped })
    }

    /// Deletes what a file held beyond its first `n_parts` articles: it has fewer now.
    /// Those of which a reader made something stay, as what the file (its bytes now
    /// `content_hash`) held before; a mailbox may be half written. Returns the vectors
    /// nothing uses any more, now gone.
    ///
    /// # Errors
    /// When the database fails; nothing of the batch is kept then.
    pub fn delete_parts_from(
        &mut self,
        path: &str,
        n_parts: u32,
        content_hash: &[u8; 32],
    ) -> Result<Vec<VectorId>, StoreError> {
        let ids: Vec<i64> = self
            .transaction
            .prepare_cached("SELECT id FROM articles WHERE path = ?1 AND part >= ?2")
            .and_then(|mut statement| {
                statement.query_map(params![path, n_parts], |row| row.get(0))?.collect()
            })
            .doing("looking up a file")?;
        let mut freed = Vec::new();
        for id in &ids {
            if annotations::is_annotated(self.transaction, ArticleId(*id))? {
                // Else the file would pass for changed, and be read again each time.
                self.transaction
                    .execute(
                        "UPDATE articles SET content_hash = ?2 WHERE id = ?1",
                        params![id, content_hash],
                    )
                    .doing("keeping an annotated article")?;
            } else {
                freed.extend(self.delete(ArticleId(*id))?);
            }
        }
        vectors::delete_unused(self.transaction, &freed)
    }
}

/// Keeps a text that comes late as an earlier version of an article.
fn put_late(
    transaction: &Transaction<'_>,
    late: &NewArticle,
    newest: &StoredArticle,
) -> Result<Written, StoreError> {
    let id = newest.row.id;
    versions::insert_late(transaction, late, newest)?;
    annotations::tags::put_on(transaction, id, &late.tags)?;
    removed::forget_declined(transaction, &late.content_hash)?;
    Ok(Written {
        id,
        replaced: None,
        superseded: Vec::new(),
        is_earlier: true,
        n_pending: 0,
        dropped: Vec::new(),
    })
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

/// Makes room for a new version at the same place; the old one is still read from.
fn step_aside(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), StoreError> {
    transaction
        .execute("UPDATE articles SET part = -id WHERE id = ?1", [id.0])
        .doing("replacing an article")?;
    Ok(())
}

fn is_removed(transaction: &Transaction<'_>, id: ArticleId) -> Result<bool, StoreError> {
    transaction
        .query_row("SELECT removed_at IS NOT NULL FROM articles WHERE id = ?1", [id.0], |row| {
            row.get(0)
        })
        .doing("looking up an article")
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

pub(crate) fn delete_passages(
    transaction: &Transaction<'_>,
    id: ArticleId,
) -> Result<(), StoreError> {
    full_text::delete_article(transaction, id)?;
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
               n_words_kept, n_words_dropped, pipeline, imported_at, opening, read_ms,
               captured)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25)",
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
                article.receipt.took_ms,
                article.receipt.captured.as_ref().map(IsoDate::as_str),
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
        .prepare_cached("INSERT INTO article_texts (article_id, text) VALUES (?1, ?2)")
        .and_then(|mut statement| statement.execute(params![id.0, article.text]))
        .doing("storing a text")?;
    let mut statement = transaction
        .prepare_cached(
            "INSERT INTO blocks (article_id, ordinal, start_byte, end_byte, kind, furniture, key, page)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .doing("storing blocks")?;
    for (ordinal, block) in article.blocks.iter().enumerate() {
        let furniture = match block.role {
            Role::Body => None,
            Role::Boilerplate(furniture) => Some(furniture.as_str()),
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
                key,
                block.page
            ])
            .doing("storing blocks")?;
    }
    Ok(())
}

/// What inserting passages leaves to be done.
pub(crate) struct Inserted {
    /// Vectors reserved for them, to be computed.
    n_pending: usize,
    pub(crate) words: Vec<NewWords>,
}

pub(crate) fn insert_passages(
    transaction: &Transaction<'_>,
    id: ArticleId,
    text: &str,
    passages: &[NewPassage],
) -> Result<Inserted, StoreError> {
    let mut inserted = Inserted { n_pending: 0, words: Vec::with_capacity(passages.len()) };
    let mut heading = full_text::heading_of(transaction, id)?;
    let mut statement = transaction
        .prepare_cached(
            "INSERT INTO passages (article_id, start_byte, end_byte, vector_id) VALUES (?1, ?2, ?3, ?4)",
        )
        .doing("storing passages")?;
    for passage in passages {
        let vector = vectors::find_or_reserve(transaction, &passage.input_hash)?;
        inserted.n_pending += usize::from(vector.is_new);
        let passage_id = statement
            .insert(params![id.0, passage.span.start, passage.span.end, vector.id.0])
            .doing("storing passages")?;
        inserted.words.push(NewWords {
            article_id: id,
            passage_id: PassageId(passage_id),
            heading: heading.clone(),
            body: passage.span.of(text).to_owned(),
        });
        heading.title.clear();
    }
    Ok(inserted)
}
