//! Reading the rows of a damaged table: all that SQLite still gives out, page after bad page.
//!
//! SQLite stops at the first page that makes no sense. Rows beyond it are reached by asking
//! for higher keys: first in steps that double until something answers, then by halving back
//! to the first key that does.
//!
//! Invariant: a walk ends, whatever the pages say. It only goes on to higher rowids, and takes
//! no more rows than the file has room for: an overwritten page gives rows numbered 0 among
//! others, and one that points back into its own tree the same rows for ever.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

/// What is done with a row: its rowid, its columns.
pub(super) type OnRow<'a> = dyn FnMut(i64, &[Value]) -> Result<(), StoreError> + 'a;

/// Beyond this many keys without an answer the rest of the table is given up.
const LONGEST_STEP: i64 = 1 << 40;

/// A row of a table takes more bytes than this.
const LEAST_ROW_BYTES: u64 = 4;

/// In which order rows come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Each has a higher rowid than the one before.
    Rowid,
    /// The first column is no rowid.
    Any,
}

/// What became of a walk.
enum Stop {
    /// The table's end.
    End,
    /// The end, or rows enough for a file of this size; some of them made no sense.
    BadEnd,
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
    loop {
        let at = match run(connection, &sql, from, Order::Rowid, on_row)? {
            Stop::End => return Ok(is_whole),
            Stop::BadEnd => return Ok(false),
            Stop::Bad(at) => at,
        };
        is_whole = false;
        match next_that_answers(connection, &probe, at) {
            Some(next) => from = next,
            None => return Ok(false),
        }
    }
}

/// Reads on from `from` until the end or something bad.
fn run(
    connection: &Connection,
    sql: &str,
    from: i64,
    order: Order,
    on_row: &mut OnRow<'_>,
) -> Result<Stop, StoreError> {
    let mut n_left = most_rows(connection);
    let mut makes_sense = true;
    // Nothing below `from` is asked for again.
    let mut next = from;
    let Ok(mut statement) = connection.prepare(sql) else { return Ok(Stop::Bad(next)) };
    let n_columns = statement.column_count();
    let Ok(mut rows) = statement.query([from]) else { return Ok(Stop::Bad(next)) };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) if makes_sense => return Ok(Stop::End),
            Ok(None) => return Ok(Stop::BadEnd),
            Err(_) => return Ok(Stop::Bad(next)),
        };
        let Ok(rowid) = row.get::<_, i64>(0) else { return Ok(Stop::Bad(next)) };
        n_left = n_left.saturating_sub(1);
        if n_left == 0 {
            return Ok(Stop::BadEnd);
        }
        if order == Order::Rowid {
            if rowid < next {
                makes_sense = false;
                continue;
            }
            next = rowid.saturating_add(1);
        }
        let values: Option<Vec<Value>> =
            (1..n_columns).map(|column| owned(row.get_ref(column).ok()?)).collect();
        if let Some(values) = values {
            on_row(rowid, &values)?;
        }
    }
}

/// How many rows the file has room for.
fn most_rows(connection: &Connection) -> u64 {
    let number =
        |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, u64>(0));
    match (number("page_count"), number("page_size")) {
        (Ok(n_pages), Ok(page_bytes)) => n_pages.saturating_mul(page_bytes) / LEAST_ROW_BYTES,
        _ => u64::MAX,
    }
}

/// What a table says to a rowid.
enum Answer {
    /// The lowest rowid at or above it.
    Row(i64),
    /// None is that high.
    Nothing,
    /// A page that makes no sense.
    Bad,
}

/// The lowest rowid above `at` from which reading may go on, as far as can be told.
fn next_that_answers(connection: &Connection, probe: &str, at: i64) -> Option<i64> {
    // A rowid below what was asked for is no answer.
    let answers = |from: i64| {
        let rowid = connection.query_row(probe, [from], |row| row.get::<_, i64>(0));
        match rowid.optional() {
            Ok(None) => Answer::Nothing,
            Ok(Some(rowid)) if rowid >= from => Answer::Row(rowid),
            _ => Answer::Bad,
        }
    };
    // The row itself may be named though it does not read: go past it.
    let start = at.max(0);
    if let Answer::Row(rowid) = answers(start)
        && rowid > at
    {
        return Some(rowid);
    }
    let (mut bad, mut step) = (start, 1_i64);
    let good = loop {
        let from = start.checked_add(step)?;
        match answers(from) {
            Answer::Bad => bad = from,
            // Also where nothing lies up there: what lies between is still looked for.
            _ => break from,
        }
        step = step.checked_mul(2).filter(|step| *step <= LONGEST_STEP)?;
    };
    let mut good = good;
    while bad + 1 < good {
        let middle = bad + (good - bad) / 2;
        match answers(middle) {
            Answer::Bad => bad = middle,
            _ => good = middle,
        }
    }
    match answers(good) {
        Answer::Row(rowid) if rowid > at => Some(rowid),
        _ => None,
    }
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
        if matches!(run(connection, &sql, 0, Order::Any, on_row)?, Stop::End) {
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
    Ok(matches!(run(connection, &sql, article, Order::Any, on_row)?, Stop::End))
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

/// A value that can be kept; text that is not UTF-8 is damaged text.
fn owned(value: ValueRef<'_>) -> Option<Value> {
    Value::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: usize = 4096;

    /// The file of a table of 400 rows of 300 bytes over some thirty leaves.
    fn table() -> Vec<u8> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.db");
        let connection = Connection::open(&file).unwrap();
        let rows = "WITH RECURSIVE n(id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n LIMIT 400)";
        connection
            .execute_batch(&format!(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT);
                 INSERT INTO t {rows} SELECT id, replace(hex(zeroblob(150)), '0', 'x') FROM n"
            ))
            .unwrap();
        drop(connection);
        fs_err::read(&file).unwrap()
    }

    /// Whether it was whole, and the rows that were handed over.
    fn walked(bytes: &[u8]) -> (bool, Vec<i64>) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.db");
        fs_err::write(&file, bytes).unwrap();
        let connection = Connection::open(&file).unwrap();
        let mut seen = Vec::new();
        let columns = ["text".to_owned()];
        let is_whole = by_rowid(&connection, "t", &columns, &mut |rowid, _| {
            seen.push(rowid);
            Ok(())
        });
        (is_whole.unwrap(), seen)
    }

    #[test]
    fn a_sound_table_is_walked_once() {
        assert_eq!(walked(&table()), (true, (1..=400).collect()));
    }

    /// Half of one page and half of the next: rows numbered 0 before a page that is none.
    #[test]
    fn a_walk_over_rows_without_numbers_ends() {
        let table = table();
        for at in (PAGE..28 * PAGE).step_by(PAGE / 4) {
            let mut bytes = table.clone();
            bytes[at..at + PAGE].fill(0);
            let (_, seen) = walked(&bytes);
            assert!(seen.is_sorted(), "at {at}: {seen:?}");
            assert!(seen.len() > 300 || at < 3 * PAGE, "at {at}: {} rows", seen.len());
        }
    }

    /// The last child of the root is the root: every row comes again and again.
    #[test]
    fn a_walk_in_a_tree_that_bites_its_tail_ends() {
        let mut bytes = table();
        bytes[PAGE + 8..PAGE + 12].copy_from_slice(&2_u32.to_be_bytes());
        let (is_whole, seen) = walked(&bytes);
        assert!(!is_whole);
        assert!(seen.is_sorted() && seen.len() > 300, "{} rows", seen.len());
    }
}
