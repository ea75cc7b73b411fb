//! Reading a table's rows to sum them up.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Rows};

use super::{BLOCK_BITS, Key, Part, Sum, hash};

/// Takes a row: its group's key, its own sum, its values.
pub(crate) type EachRow<'a> = dyn FnMut(i64, Sum, &Row<'_>) + 'a;

/// A table's columns, in their order.
pub(crate) fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

/// Hands out every row. Stops at the first that cannot be read.
pub(crate) fn scan(
    connection: &Connection,
    part: &Part,
    each: &mut EachRow<'_>,
) -> rusqlite::Result<()> {
    let columns = columns(connection, part.table)?;
    let sql = format!("SELECT {} FROM main.{} NOT INDEXED", quoted(&columns), part.table);
    let mut statement = connection.prepare(&sql)?;
    hand_out(part, &columns, statement.query([])?, each)
}

/// Hands out the rows of one group, of parts whose groups can be looked up.
pub(crate) fn scan_group(
    connection: &Connection,
    part: &Part,
    key: i64,
    each: &mut EachRow<'_>,
) -> rusqlite::Result<()> {
    let columns = columns(connection, part.table)?;
    let (condition, first, last) = match part.key {
        Key::Id(column) => (format!("\"{column}\" BETWEEN ?1 AND ?2"), key, key),
        Key::Block(column) => {
            let first = key << BLOCK_BITS;
            let last = first | ((1 << BLOCK_BITS) - 1);
            (format!("\"{column}\" BETWEEN ?1 AND ?2"), first, last)
        }
        Key::Whole | Key::Name(_) => ("?1 = ?2".to_owned(), 0, 0),
    };
    let sql = format!("SELECT {} FROM main.{} WHERE {condition}", quoted(&columns), part.table);
    let mut statement = connection.prepare_cached(&sql)?;
    hand_out(part, &columns, statement.query([first, last])?, each)
}

fn hand_out(
    part: &Part,
    columns: &[String],
    mut rows: Rows<'_>,
    each: &mut EachRow<'_>,
) -> rusqlite::Result<()> {
    let at = part.key.column().and_then(|name| columns.iter().position(|it| it == name));
    let mut bytes = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns.len());
        for at in 0..columns.len() {
            values.push(row.get_ref(at)?);
        }
        let key = part.key.of(at.map_or(ValueRef::Null, |at| values[at]));
        let sum = Sum { n: 1, sum: hash::row(&mut bytes, part.id, values.into_iter()) };
        each(key, sum, row);
    }
    Ok(())
}

fn quoted(columns: &[String]) -> String {
    let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    names.join(", ")
}
