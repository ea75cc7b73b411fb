//! Reading the rows of a damaged table: all that SQLite still gives out, page after bad page.
//!
//! SQLite stops at the first page that makes no sense. Rows beyond it are reached by asking
//! for higher keys: first in steps that double until something answers, then by halving back
//! to the first key that does.

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use crate::StoreError;

/// What is done with a row: its rowid, its columns.
pub(super) type OnRow<'a> = dyn FnMut(i64, &[Value]) -> Result<(), StoreError> + 'a;

/// Beyond this many keys without an answer the rest of the table is given up.
const LONGEST_STEP: i64 = 1 << 40;

/// What became of a walk.
enum Stop {
    /// The table's end.
    End,
    /// A bad page, or a bad row, at or after this rowid.
    Bad(i64),
}

/// Hands over every row of a table with rowids that still reads. False when something was
/// bad. Only what `on_row` answers is an error.
pub(super) fn by_rowid(
    connection: &Connection,
    table: &str,
    columns: &[String],
    on_row: &mut OnRow<'_>,
) -> Result<bool, StoreError> {
    let columns = quoted(columns);
    let sql = format!("SELECT rowid, {columns} FROM \"{table}\" WHERE rowid >= ?1 ORDER BY rowid");
    let probe = format!("SELECT rowid FROM \"{table}\" WHERE rowid >= ?1 ORDER BY rowid LIMIT 1");
    let mut from = i64::MIN;
    let mut is_whole = true;
    while let Stop::Bad(at) = run(connection, &sql, from, on_row)? {
        is_whole = false;
        match next_that_answers(connection, &probe, at) {
            Some(next) => from = next,
            None => break,
        }
    }
    Ok(is_whole)
}

/// Reads on from `from` until the end or something bad.
fn run(
    connection: &Connection,
    sql: &str,
    from: i64,
    on_row: &mut OnRow<'_>,
) -> Result<Stop, StoreError> {
    // Nothing below `from` is asked for again.
    let mut next = from;
    let Ok(mut statement) = connection.prepare(sql) else { return Ok(Stop::Bad(next)) };
    let n_columns = statement.column_count();
    let Ok(mut rows) = statement.query([from]) else { return Ok(Stop::Bad(next)) };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(Stop::End),
            Err(_) => return Ok(Stop::Bad(next)),
        };
        let Ok(rowid) = row.get::<_, i64>(0) else { return Ok(Stop::Bad(next)) };
        next = rowid.saturating_add(1);
        let values: Option<Vec<Value>> =
            (1..n_columns).map(|column| owned(row.get_ref(column).ok()?)).collect();
        if let Some(values) = values {
            on_row(rowid, &values)?;
        }
    }
}

/// The lowest rowid above `at` from which reading may go on, as far as can be told.
fn next_that_answers(connection: &Connection, probe: &str, at: i64) -> Option<i64> {
    let answers = |from: i64| {
        connection.query_row(probe, [from], |row| row.get::<_, i64>(0)).map_err(|error| match error
        {
            rusqlite::Error::QueryReturnedNoRows => None,
            error => Some(error),
        })
    };
    // The row itself may be named though it does not read: go past it.
    let start = at.max(0);
    if let Ok(rowid) = answers(start)
        && rowid > at
    {
        return Some(rowid);
    }
    let (mut bad, mut step) = (start, 1_i64);
    let good = loop {
        let from = start.checked_add(step)?;
        match answers(from) {
            Err(Some(_)) => bad = from,
            // Also where nothing lies up there: what lies between is still looked for.
            _ => break from,
        }
        step = step.checked_mul(2).filter(|step| *step <= LONGEST_STEP)?;
    };
    let mut good = good;
    while bad + 1 < good {
        let middle = bad + (good - bad) / 2;
        match answers(middle) {
            Err(Some(_)) => bad = middle,
            _ => good = middle,
        }
    }
    answers(good).ok()
}

/// Hands over the rows of a small table without rowids: from its beginning up to what is
/// bad, and from its end back to it.
pub(super) fn from_both_ends(
    connection: &Connection,
    table: &str,
    columns: &[String],
    on_row: &mut OnRow<'_>,
) -> Result<(), StoreError> {
    let columns = quoted(columns);
    let key = format!(
        "SELECT group_concat('\"' || name || '\" DESC') FROM pragma_table_info('{table}') WHERE pk > 0"
    );
    let descending: String =
        connection.query_row(&key, [], |row| row.get(0)).unwrap_or_else(|_| "1 DESC".to_owned());
    for order in [String::new(), format!(" ORDER BY {descending}")] {
        let sql = format!("SELECT ?1, {columns} FROM \"{table}\"{order}");
        if matches!(run(connection, &sql, 0, on_row)?, Stop::End) {
            break;
        }
    }
    Ok(())
}

/// Hands over the rows of a table that belong to one article. False when some did not read.
pub(super) fn of_article(
    connection: &Connection,
    table: &str,
    columns: &[String],
    article: i64,
    on_row: &mut OnRow<'_>,
) -> Result<bool, StoreError> {
    let columns = quoted(columns);
    let sql = format!("SELECT article_id, {columns} FROM \"{table}\" WHERE article_id = ?1");
    Ok(matches!(run(connection, &sql, article, on_row)?, Stop::End))
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

/// A value that can be kept; text that is not UTF-8 is damaged text.
fn owned(value: ValueRef<'_>) -> Option<Value> {
    Value::try_from(value).ok()
}
