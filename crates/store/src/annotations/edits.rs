//! The reader's own title, outlet, authors and date. They stand in `articles`, so
//! that lists, filters and stories follow them; what was read is kept beside.

use parallax_types::{ArticleId, Source};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::must_exist;
use crate::article_rows::source;
use crate::error::Doing;
use crate::{Store, StoreError, full_text};

/// A field readers may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The headline; never empty.
    Title,
    /// Who published it.
    Outlet,
    /// Who wrote it, one per line.
    Authors,
    /// When, ISO 8601.
    Published,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 4] = [Self::Title, Self::Outlet, Self::Authors, Self::Published];

    /// The stable name, also its column's.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Outlet => "outlet",
            Self::Authors => "authors",
            Self::Published => "published",
        }
    }
}

/// What a field shall hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// What was read from the file.
    AsRead,
    /// What the reader writes; `None` empties it.
    Written(Option<String>),
}

/// A change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which.
    pub field: Field,
    /// To what.
    pub value: Value,
}

/// A field the reader wrote, with what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedField {
    /// Which.
    pub field: Field,
    /// What was read, if anything.
    pub read: Option<String>,
    /// Where it was read.
    pub source: Option<Source>,
}

impl Store {
    /// The fields of an article the reader wrote.
    ///
    /// # Errors
    /// When the database fails.
    pub fn edited_fields(&self, id: ArticleId) -> Result<Vec<EditedField>, StoreError> {
        self.read(|connection| edited(connection, id))
    }

    /// Changes fields of an article, all or nothing. Returns the edits that bring
    /// back what was there before. Writing what was read is the same as
    /// [`Value::AsRead`].
    ///
    /// # Errors
    /// [`StoreError::NoSuchArticle`] when it is not there.
    pub fn edit(&self, id: ArticleId, edits: &[Edit]) -> Result<Vec<Edit>, StoreError> {
        self.write(|transaction| {
            must_exist(transaction, id)?;
            let mut undo = Vec::with_capacity(edits.len());
            for edit in edits {
                undo.push(apply(transaction, id, edit)?);
            }
            if edits.iter().any(|edit| edit.field == Field::Title) {
                full_text::index_title(transaction, id)?;
            }
            if edits.iter().any(|edit| edit.field == Field::Published) {
                look_again(transaction, id)?;
            }
            Ok(undo)
        })
    }
}

/// The reader's words hold for the new version too; what it says is kept beside.
pub(super) fn carry_over(
    transaction: &Transaction<'_>,
    old: ArticleId,
    new: ArticleId,
) -> Result<(), StoreError> {
    for field in edited(transaction, old)? {
        let (value, _) = current(transaction, old, field.field)?;
        apply(transaction, new, &Edit { field: field.field, value: Value::Written(value) })?;
    }
    Ok(())
}

fn apply(transaction: &Transaction<'_>, id: ArticleId, edit: &Edit) -> Result<Edit, StoreError> {
    let field = edit.field;
    let (value, source) = current(transaction, id, field)?;
    let kept = edited(transaction, id)?.into_iter().find(|edited| edited.field == field);
    let undo = match kept {
        Some(_) => Value::Written(value.clone()),
        None => Value::AsRead,
    };
    let read = kept.unwrap_or(EditedField { field, read: value, source });
    match &edit.value {
        Value::Written(value) if *value != read.read => {
            let written = Some(Source::Reader);
            keep_read(transaction, id, &read)?;
            write(transaction, id, field, value.as_deref(), written)?;
        }
        _ => {
            write(transaction, id, field, read.read.as_deref(), read.source)?;
            transaction
                .execute(
                    "DELETE FROM read_fields WHERE article_id = ?1 AND field = ?2",
                    params![id.0, field.as_str()],
                )
                .doing("bringing back what was read")?;
        }
    }
    Ok(Edit { field, value: undo })
}

pub(crate) fn edited(
    connection: &Connection,
    id: ArticleId,
) -> Result<Vec<EditedField>, StoreError> {
    let rows: Vec<(String, Option<String>, Option<Source>)> = connection
        .prepare_cached("SELECT field, value, source FROM read_fields WHERE article_id = ?1")
        .and_then(|mut statement| {
            statement
                .query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?, source(row, 2)?)))?
                .collect()
        })
        .doing("reading edits")?;
    let known = rows.into_iter().filter_map(|(name, read, source)| {
        let field = Field::ALL.into_iter().find(|field| field.as_str() == name)?;
        Some(EditedField { field, read, source })
    });
    Ok(known.collect())
}

fn current(
    connection: &Connection,
    id: ArticleId,
    field: Field,
) -> Result<(Option<String>, Option<Source>), StoreError> {
    let name = field.as_str();
    connection
        .prepare_cached(&format!("SELECT {name}, {name}_source FROM articles WHERE id = ?1"))
        .and_then(|mut statement| {
            statement.query_row([id.0], |row| Ok((row.get(0)?, source(row, 1)?))).optional()
        })
        .doing("reading an article")?
        .ok_or(StoreError::NoSuchArticle { id })
}

fn keep_read(
    transaction: &Transaction<'_>,
    id: ArticleId,
    read: &EditedField,
) -> Result<(), StoreError> {
    transaction
        .execute(
            "INSERT OR IGNORE INTO read_fields (article_id, field, value, source)
             VALUES (?1, ?2, ?3, ?4)",
            params![id.0, read.field.as_str(), read.read, read.source.map(Source::as_str)],
        )
        .doing("keeping what was read")?;
    Ok(())
}

fn write(
    transaction: &Transaction<'_>,
    id: ArticleId,
    field: Field,
    value: Option<&str>,
    source: Option<Source>,
) -> Result<(), StoreError> {
    let name = field.as_str();
    transaction
        .execute(
            &format!("UPDATE articles SET {name} = ?2, {name}_source = ?3 WHERE id = ?1"),
            params![id.0, value, source.map(Source::as_str)],
        )
        .doing("writing an edit")?;
    Ok(())
}

/// Stories follow dates: the article is looked at once more.
fn look_again(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), StoreError> {
    transaction
        .execute("DELETE FROM sides WHERE article_id = ?1", [id.0])
        .and_then(|_| {
            transaction
                .execute("INSERT OR IGNORE INTO sides_pending (article_id) VALUES (?1)", [id.0])
        })
        .doing("marking an article to be looked at again")?;
    Ok(())
}
