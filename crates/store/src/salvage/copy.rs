//! Copies tables from a damaged database into today's, and says which articles fit together.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use parallax_types::ArticleId;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, params, params_from_iter};

use super::carve::{Kind, Pages};
use super::{LostArticle, Salvaged, walk};
use crate::error::Doing;
use crate::{StoreError, tag_key, versions};

const DOING: &str = "saving what still reads";

/// Tables that hold what cannot be computed again and belong to no article.
const LOOSE: [(&str, bool); 7] = [
    ("library", false),
    ("saved_searches", true),
    ("asked_searches", false),
    ("watched_folders", false),
    ("unfinished_imports", false),
    ("deadly_files", false),
    ("declined_files", false),
];

/// What readers made of articles: table, and whether it has rowids.
const ANNOTATIONS: [(&str, bool); 4] = [
    ("article_notes", true),
    ("highlights", true),
    ("article_tags", false),
    ("read_fields", false),
];

/// Tables whose rows have a shape of their own. Notes look like texts and are not among them.
const CARVED: [&str; 4] = ["articles", "article_texts", "highlights", "article_versions"];

/// Columns that were added to tables; rows written before have fewer.
const N_ADDED: usize = 2;

/// A damaged database: asked through SQLite first, and page by page for what that does
/// not reach.
pub(super) struct Damaged<'a> {
    connection: &'a Connection,
    /// Whether that knows the tables and nothing else: the list of them was lost.
    is_bare: bool,
    open_pages: &'a dyn Fn() -> Option<Pages>,
    pages: OnceCell<Option<Pages>>,
}

impl<'a> Damaged<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        is_bare: bool,
        open_pages: &'a dyn Fn() -> Option<Pages>,
    ) -> Self {
        Self { connection, is_bare, open_pages, pages: OnceCell::new() }
    }

    fn pages(&self) -> Option<&Pages> {
        self.pages.get_or_init(self.open_pages).as_ref()
    }
}

/// Copies everything that is to be saved.
pub(super) fn everything(
    damaged: &Damaged<'_>,
    transaction: &Transaction<'_>,
    now: &str,
) -> Result<Salvaged, StoreError> {
    // Texts whose article does not read are looked at too, and deleted at the end.
    transaction.pragma_update(None, "defer_foreign_keys", true).doing(DOING)?;
    let mut salvaged = Salvaged::default();
    for (table, has_rowid) in LOOSE {
        salvaged.n_rows += table_copied(damaged, transaction, table, has_rowid)?.len();
    }
    transaction.execute("DELETE FROM library WHERE key = 'sides'", []).doing(DOING)?;
    let rows = articles(damaged, transaction, now)?;
    let texts = table_copied(damaged, transaction, "article_texts", true)?;
    salvaged.n_rows += rows.len() + texts.len();
    let readable: BTreeSet<i64> = rows.intersection(&texts).copied().collect();
    let broken_blocks = blocks(damaged, transaction, &readable)?;
    let mut broken = BTreeMap::new();
    for id in &rows {
        let what = if !texts.contains(id) {
            Some("its text does not read")
        } else if is_coherent(transaction, *id)? {
            None
        } else if broken_blocks.contains(id) {
            Some("its paragraphs do not read")
        } else {
            Some("its paragraphs do not fit its text")
        };
        match what {
            Some(what) => drop(broken.insert(*id, what)),
            None => salvaged.articles.push(ArticleId(*id)),
        }
    }
    for (table, has_rowid) in ANNOTATIONS {
        let ids = annotations(damaged, transaction, table, has_rowid, &rows)?;
        salvaged.n_rows += ids.0;
        salvaged.n_lone_annotations += ids.1;
    }
    let kept = annotations(damaged, transaction, "article_versions", true, &rows)?;
    salvaged.n_rows += kept.0;
    let sound = rows.iter().filter(|id| !broken.contains_key(id));
    for id in sound {
        salvaged.n_lost_versions += versions_that_do_not_read(transaction, *id)?;
    }
    for (id, what) in broken {
        salvaged.lost.push(lost(transaction, id, what)?);
    }
    let nameless = texts.difference(&rows).copied().collect();
    salvaged.lost.extend(without_row(damaged, transaction, nameless)?);
    transaction
        .execute("DELETE FROM article_texts WHERE article_id NOT IN (SELECT id FROM articles)", [])
        .doing(DOING)?;
    Ok(salvaged)
}

impl Salvaged {
    /// Names articles of which nothing reads at all, by what was noted when they came.
    pub(super) fn name_the_rest(
        &mut self,
        damaged: &Damaged<'_>,
        acknowledged: &BTreeMap<i64, String>,
    ) {
        let known: BTreeSet<i64> = self.articles.iter().map(|id| id.0).collect();
        let known: BTreeSet<i64> =
            self.lost.iter().map(|article| article.id.0).chain(known).collect();
        for (id, title) in acknowledged.iter().filter(|(id, _)| !known.contains(id)) {
            // One that was removed, and could still have been brought back, is no loss.
            let sql = "SELECT removed_at FROM articles WHERE id = ?1 AND removed_at IS NOT NULL";
            let is_removed = damaged.connection.query_row(sql, [id], |_| Ok(())).is_ok();
            if !is_removed {
                let what = "nothing of it reads but its title, noted when it came".to_owned();
                let title = Some(title.clone());
                self.lost.push(LostArticle { id: ArticleId(*id), title, path: None, what });
            }
        }
    }
}

/// The articles that were not removed, hidden until they are brought back.
fn articles(
    damaged: &Damaged<'_>,
    transaction: &Transaction<'_>,
    now: &str,
) -> Result<BTreeSet<i64>, StoreError> {
    let copied = table_copied(damaged, transaction, "articles", true)?;
    let was_removed: BTreeSet<i64> = transaction
        .prepare("SELECT id FROM articles WHERE removed_at IS NOT NULL")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .doing(DOING)?;
    transaction
        .execute("DELETE FROM articles WHERE removed_at IS NOT NULL", [])
        .and_then(|_| transaction.execute("UPDATE articles SET removed_at = ?1", [now]))
        .doing(DOING)?;
    Ok(copied.difference(&was_removed).copied().collect())
}

/// Copies a table; rows that today's tables refuse are left out. Returns the rowids, or
/// for tables without them a number for each row.
fn table_copied(
    damaged: &Damaged<'_>,
    transaction: &Transaction<'_>,
    table: &str,
    has_rowid: bool,
) -> Result<BTreeSet<i64>, StoreError> {
    let Some(Shared { columns, types, sql }) =
        shared_columns(damaged.connection, transaction, table)?
    else {
        return Ok(BTreeSet::new());
    };
    let mut statement = transaction.prepare(&sql).doing(DOING)?;
    let mut copied = BTreeSet::new();
    let mut on_row = |rowid: i64, row: &[Value]| {
        if fits(row, &types) && keep(statement.execute(params_from_iter(row)))? {
            let id =
                if has_rowid { rowid } else { i64::try_from(copied.len()).unwrap_or_default() };
            copied.insert(id);
        }
        Ok(())
    };
    if !has_rowid {
        walk::from_both_ends(damaged.connection, table, &columns, &mut on_row)?;
    } else if (!walk::by_rowid(damaged.connection, table, &columns, &mut on_row)?
        || damaged.is_bare)
        && CARVED.contains(&table)
    {
        for (rowid, row) in unreached(damaged, table, &columns, Kind::Table) {
            on_row(rowid, &row)?;
        }
    }
    Ok(copied)
}

/// Rows of a table that are found page by page, as `columns` has them, the longest first:
/// of two that could be the same row the shorter is of another table.
fn unreached(
    damaged: &Damaged<'_>,
    table: &str,
    columns: &[String],
    kind: Kind,
) -> Vec<(i64, Vec<Value>)> {
    let Some(pages) = damaged.pages() else { return Vec::new() };
    let Ok(shape) = shape_of(damaged.connection, table) else { return Vec::new() };
    let mut found = Vec::new();
    pages.rows(kind, &mut |(rowid, mut row)| {
        let has_shape = (shape.len().saturating_sub(N_ADDED)..=shape.len()).contains(&row.len());
        if !has_shape || (kind == Kind::Table && row.first() != Some(&Value::Null)) {
            return;
        }
        if kind == Kind::Table {
            // The key stands before the columns.
            row[0] = Value::Integer(rowid);
        }
        let value = |column: &String| {
            let place = shape.iter().position(|(name, _)| name == column)?;
            Some(row.get(place).unwrap_or(&shape[place].1).clone())
        };
        if let Some(row) = columns.iter().map(value).collect::<Option<Vec<Value>>>() {
            found.push((rowid, row));
        }
    });
    let length = |row: &[Value]| -> usize {
        row.iter().map(|value| if let Value::Text(text) = value { text.len() } else { 0 }).sum()
    };
    found.sort_by_key(|(_, row)| std::cmp::Reverse(length(row)));
    found
}

/// The columns of a table as its rows have them, with what those say that are not there.
fn shape_of(connection: &Connection, table: &str) -> rusqlite::Result<Vec<(String, Value)>> {
    connection
        .prepare(
            "SELECT name, CAST(dflt_value AS INTEGER) FROM pragma_table_info(?1) ORDER BY cid",
        )?
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Copies the blocks of articles. Returns those of which some do not read where they belong;
/// what was found of theirs elsewhere is copied too.
fn blocks(
    damaged: &Damaged<'_>,
    transaction: &Transaction<'_>,
    articles: &BTreeSet<i64>,
) -> Result<BTreeSet<i64>, StoreError> {
    let Some(Shared { columns, types, sql }) =
        shared_columns(damaged.connection, transaction, "blocks")?
    else {
        return Ok(articles.clone());
    };
    let mut statement = transaction.prepare(&sql).doing(DOING)?;
    let mut broken = BTreeSet::new();
    for id in articles {
        let mut all_kept = true;
        let mut on_row = |_, row: &[Value]| {
            all_kept &= fits(row, &types) && keep(statement.execute(params_from_iter(row)))?;
            Ok(())
        };
        let has_ended = walk::of_article(damaged.connection, "blocks", &columns, *id, &mut on_row)?;
        if !has_ended || !all_kept || damaged.is_bare {
            broken.insert(*id);
        }
    }
    if !broken.is_empty() {
        let article = columns.iter().position(|column| column == "article_id").unwrap_or_default();
        for (_, row) in unreached(damaged, "blocks", &columns, Kind::Keyed) {
            let is_theirs =
                matches!(row.get(article), Some(Value::Integer(id)) if broken.contains(id));
            if is_theirs && fits(&row, &types) {
                keep(statement.execute(params_from_iter(row)))?;
            }
        }
    }
    Ok(broken)
}

/// Copies one kind of annotation. Returns how many rows, and how many had lost their
/// article's row.
fn annotations(
    damaged: &Damaged<'_>,
    transaction: &Transaction<'_>,
    table: &str,
    has_rowid: bool,
    articles: &BTreeSet<i64>,
) -> Result<(usize, usize), StoreError> {
    let Some(Shared { columns, types, sql }) =
        shared_columns(damaged.connection, transaction, table)?
    else {
        return Ok((0, 0));
    };
    let place_of = |name: &str| columns.iter().position(|column| column == name);
    let place = place_of("article_id").unwrap_or_default();
    let tag = place_of("key").zip(place_of("name")).filter(|_| table == "article_tags");
    let mut statement = transaction.prepare(&sql).doing(DOING)?;
    let (mut n_kept, mut n_lone) = (0, 0);
    let mut on_row = |_, row: &[Value]| {
        if !fits(row, &types) || !tag.is_none_or(|(key, name)| is_tag(&row[key], &row[name])) {
            return Ok(());
        }
        let is_known = matches!(row.get(place), Some(Value::Integer(id)) if articles.contains(id));
        if is_known && keep(statement.execute(params_from_iter(row)))? {
            n_kept += 1;
        } else if !is_known {
            n_lone += 1;
        }
        Ok(())
    };
    let mut is_whole = true;
    if has_rowid {
        is_whole = walk::by_rowid(damaged.connection, table, &columns, &mut on_row)?;
    } else {
        for id in articles {
            is_whole &= walk::of_article(damaged.connection, table, &columns, *id, &mut on_row)?;
        }
    }
    if (!is_whole || damaged.is_bare) && (table == "article_tags" || CARVED.contains(&table)) {
        let kind = if has_rowid { Kind::Table } else { Kind::Keyed };
        for (rowid, row) in unreached(damaged, table, &columns, kind) {
            on_row(rowid, &row)?;
        }
    }
    Ok((n_kept, n_lone))
}

/// Whether a row has values of the types its columns were made for. What a damaged tree
/// leads to, and what is found without one, may be of any table; today's tables would turn
/// a number into a text and keep it.
fn fits(row: &[Value], types: &[String]) -> bool {
    row.len() == types.len()
        && row.iter().zip(types).all(|(value, of)| match value {
            // Where none may be, today's tables refuse it.
            Value::Null => true,
            Value::Integer(_) => matches!(of.as_str(), "INTEGER" | "INT" | "REAL" | "ANY"),
            Value::Real(_) => matches!(of.as_str(), "REAL" | "ANY"),
            Value::Text(_) => matches!(of.as_str(), "TEXT" | "ANY"),
            Value::Blob(_) => matches!(of.as_str(), "BLOB" | "ANY"),
        })
}

/// Whether a tag's key is that of its name: no row of another table has two such columns.
fn is_tag(key: &Value, name: &Value) -> bool {
    matches!((key, name), (Value::Text(key), Value::Text(name)) if *key == tag_key(name))
}

/// Columns that a table has in both databases, their types, and the statement that fills
/// them.
struct Shared {
    columns: Vec<String>,
    types: Vec<String>,
    sql: String,
}

fn shared_columns(
    damaged: &Connection,
    transaction: &Transaction<'_>,
    table: &str,
) -> Result<Option<Shared>, StoreError> {
    let typed = |connection: &Connection| -> rusqlite::Result<Vec<(String, String)>> {
        connection
            .prepare("SELECT name, type FROM pragma_table_info(?1)")?
            .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    let ours = typed(transaction).doing(DOING)?;
    let theirs = typed(damaged).unwrap_or_default();
    let is_theirs = |(name, _): &(String, String)| theirs.iter().any(|(other, _)| other == name);
    let (columns, types): (Vec<String>, Vec<String>) = ours.into_iter().filter(is_theirs).unzip();
    if columns.is_empty() {
        return Ok(None);
    }
    let names = columns.join("\", \"");
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO \"{table}\" (\"{names}\") VALUES ({marks})");
    Ok(Some(Shared { columns, types, sql }))
}

/// Whether a row was taken. One that today's tables refuse is damaged; a disk that
/// fails is an error.
fn keep(inserted: rusqlite::Result<usize>) -> Result<bool, StoreError> {
    match inserted {
        Ok(n) => Ok(n > 0),
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::ConstraintViolation | rusqlite::ErrorCode::TypeMismatch)
            ) =>
        {
            Ok(false)
        }
        Err(error) => Err(error).doing(DOING),
    }
}

/// Whether the blocks of a copied article stand one after the other within its text.
fn is_coherent(transaction: &Transaction<'_>, id: i64) -> Result<bool, StoreError> {
    let text: String = transaction
        .query_row("SELECT text FROM article_texts WHERE article_id = ?1", [id], |row| row.get(0))
        .doing(DOING)?;
    let mut statement = transaction
        .prepare_cached(
            "SELECT ordinal, start_byte, end_byte FROM blocks WHERE article_id = ?1 ORDER BY ordinal",
        )
        .doing(DOING)?;
    let blocks: Vec<(usize, usize, usize)> = statement
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .and_then(Iterator::collect)
        .unwrap_or_default();
    let mut end = 0;
    // Zeros are what a bad page leaves; no text has any. The last block ends the text.
    Ok(!text.contains('\0')
        && blocks.last().is_some_and(|last| last.2 >= text.trim_end().len())
        && blocks.into_iter().enumerate().all(|(n, (ordinal, start, stop))| {
            let fits = ordinal == n && start >= end && text.get(start..stop).is_some();
            end = stop;
            fits
        }))
}

/// Deletes the earlier versions of a copied article that do not come out as they were stored.
/// Returns how many there were.
fn versions_that_do_not_read(transaction: &Transaction<'_>, id: i64) -> Result<usize, StoreError> {
    let text: String = transaction
        .query_row("SELECT text FROM article_texts WHERE article_id = ?1", [id], |row| row.get(0))
        .doing(DOING)?;
    let broken = versions::broken(transaction, id, &text).doing(DOING)?;
    for version in &broken {
        transaction
            .execute("DELETE FROM article_versions WHERE id = ?1", [version])
            .doing(DOING)?;
    }
    Ok(broken.len())
}

/// Names an article whose row was copied.
fn lost(transaction: &Transaction<'_>, id: i64, what: &str) -> Result<LostArticle, StoreError> {
    let named: Option<(String, String)> = transaction
        .query_row("SELECT title, path FROM articles WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
        .doing(DOING)?;
    let (title, path) = named.unzip();
    Ok(LostArticle { id: ArticleId(id), title, path, what: what.to_owned() })
}

/// Articles of which a text was read but no row: named by their first words. Those that
/// were refused because their rows were of removed articles are not among them.
fn without_row(
    damaged: &Damaged<'_>,
    transaction: &Transaction<'_>,
    ids: BTreeSet<i64>,
) -> Result<Vec<LostArticle>, StoreError> {
    let mut lost = Vec::new();
    for id in ids {
        let row = damaged.connection.query_row(
            "SELECT removed_at FROM articles WHERE id = ?1",
            [id],
            |_| Ok(()),
        );
        let text: Option<String> = transaction
            .query_row("SELECT text FROM article_texts WHERE article_id = ?1", params![id], |row| {
                row.get(0)
            })
            .optional()
            .doing(DOING)?;
        if row.is_err() {
            let opening = text.map(|text| text.chars().take(80).collect());
            let what = "its title and source do not read".to_owned();
            lost.push(LostArticle { id: ArticleId(id), title: opening, path: None, what });
        }
    }
    Ok(lost)
}
