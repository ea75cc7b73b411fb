//! Rows of pages that no tree leads to any more.
//!
//! When a page in the middle of a tree is bad, SQLite reaches nothing below it though the
//! leaves are whole. Here every page of the file is looked at by itself: leaves of tables and
//! nodes of keyed tables say how many rows they hold and where (SQLite's file format,
//! sections 1.6 and 2.1). Whose rows they are is told by their shape. Pages on the list of
//! free ones are left out: they hold what was deleted.
//!
//! Nothing here trusts a number it read: whatever does not fit its page is no row.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use fs_err as fs;
use rusqlite::types::Value;

use super::header::PAGE_BYTES;

/// Texts longer than this are not put together.
const MAX_PAYLOAD: usize = 64 << 20;

/// A row: its rowid (0 in keyed tables) and its columns, as many as it was written with.
pub(super) type Carved = (i64, Vec<Value>);

/// Which pages hold the rows sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Those of tables with rowids.
    Table,
    /// Those of tables keyed by their columns.
    Keyed,
}

/// A database file, page by page.
pub(super) struct Pages {
    file: RefCell<fs::File>,
    count: usize,
    size: usize,
    usable: usize,
    free: HashSet<usize>,
}

impl Pages {
    /// Opens a file whose log was taken over. What its header says of its pages is not
    /// asked: they are those of a library.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let mut file = fs::File::open(path).ok()?;
        let mut head = [0; 100];
        file.read_exact(&mut head).ok()?;
        let n_bytes = usize::try_from(file.metadata().ok()?.len()).ok()?;
        let (size, usable) = (PAGE_BYTES, PAGE_BYTES);
        let file = RefCell::new(file);
        let mut pages = Self { file, count: n_bytes / size, size, usable, free: HashSet::new() };
        pages.free = pages.free_pages(number(&head[32..36])?);
        Some(pages)
    }

    /// Hands over the rows of every page of a kind.
    pub(super) fn rows(&self, kind: Kind, on_row: &mut dyn FnMut(Carved)) {
        for page in 2..=self.count {
            if !self.free.contains(&page) {
                self.rows_of(page, kind, on_row);
            }
        }
    }

    fn page(&self, number: usize) -> Option<Vec<u8>> {
        if !(1..=self.count).contains(&number) {
            return None;
        }
        let mut page = vec![0; self.usable];
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(((number - 1) * self.size) as u64)).ok()?;
        file.read_exact(&mut page).ok()?;
        Some(page)
    }

    /// Pages on the list of free ones, as far as it can be followed.
    fn free_pages(&self, first: usize) -> HashSet<usize> {
        let mut free = HashSet::new();
        let mut trunk = first;
        while trunk != 0 && free.insert(trunk) {
            let Some(page) = self.page(trunk) else { break };
            let n = number(&page[4..8]).unwrap_or(0).min(self.usable / 4 - 2);
            free.extend(page[8..8 + n * 4].chunks_exact(4).filter_map(number));
            trunk = number(&page[..4]).unwrap_or(0);
        }
        free
    }

    fn rows_of(&self, number_of_page: usize, kind: Kind, on_row: &mut dyn FnMut(Carved)) {
        let Some(page) = self.page(number_of_page) else { return };
        let (header, child) = match (kind, page[0]) {
            (Kind::Table, 13) | (Kind::Keyed, 10) => (8, 0),
            // An inner node of a keyed table holds rows too, each after a page's number.
            (Kind::Keyed, 2) => (12, 4),
            _ => return,
        };
        let n_cells = number(&page[3..5]).unwrap_or(0);
        for cell in 0..n_cells {
            let pointer = header + cell * 2;
            let Some(at) = page.get(pointer..pointer + 2).and_then(number) else { return };
            if let Some(row) = self.row(&page, at + child, kind) {
                on_row(row);
            }
        }
    }

    fn row(&self, page: &[u8], at: usize, kind: Kind) -> Option<Carved> {
        let (n_bytes, at) = varint(page, at)?;
        let n_bytes = usize::try_from(n_bytes)
            .ok()
            .filter(|n| *n <= MAX_PAYLOAD.min(self.count * self.size))?;
        let (rowid, at) = match kind {
            Kind::Table => varint(page, at)?,
            Kind::Keyed => (0, at),
        };
        let payload = self.payload(page, at, n_bytes, kind)?;
        Some((rowid, record(&payload)?))
    }

    /// What a cell holds, with what overflows its page.
    fn payload(&self, page: &[u8], at: usize, n_bytes: usize, kind: Kind) -> Option<Vec<u8>> {
        let most = match kind {
            Kind::Table => self.usable - 35,
            Kind::Keyed => (self.usable - 12) * 64 / 255 - 23,
        };
        if n_bytes <= most {
            return page.get(at..at.checked_add(n_bytes)?).map(<[u8]>::to_vec);
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let fitting = least + (n_bytes - least) % (self.usable - 4);
        let here = if fitting <= most { fitting } else { least };
        let mut payload = page.get(at..at + here)?.to_vec();
        let mut next = number(page.get(at + here..at + here + 4)?)?;
        while payload.len() < n_bytes {
            let page = self.page(next)?;
            let wanted = (n_bytes - payload.len()).min(self.usable - 4);
            payload.extend_from_slice(&page[4..4 + wanted]);
            next = number(&page[..4])?;
        }
        Some(payload)
    }
}

/// The columns of a record.
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, mut at) = varint(payload, 0)?;
    let header = usize::try_from(header).ok().filter(|header| *header <= payload.len())?;
    let mut body = header;
    let mut columns = Vec::new();
    while at < header {
        let (kind, next) = varint(payload, at)?;
        let (value, n_bytes) = column(kind, payload.get(body..)?)?;
        columns.push(value);
        at = next;
        body += n_bytes;
    }
    (at == header && body == payload.len()).then_some(columns)
}

/// A column by its serial type, and how many bytes it takes.
fn column(kind: i64, bytes: &[u8]) -> Option<(Value, usize)> {
    let integer = |n: usize| -> Option<(Value, usize)> {
        let bytes = bytes.get(..n)?;
        let negative = bytes[0] & 0x80 != 0;
        let start = if negative { -1_i64 } else { 0 };
        Some((
            Value::Integer(bytes.iter().fold(start, |value, byte| value << 8 | i64::from(*byte))),
            n,
        ))
    };
    match kind {
        0 => Some((Value::Null, 0)),
        1..=4 => integer(usize::try_from(kind).ok()?),
        5 => integer(6),
        6 => integer(8),
        7 => Some((Value::Real(f64::from_be_bytes(bytes.get(..8)?.try_into().ok()?)), 8)),
        8 => Some((Value::Integer(0), 0)),
        9 => Some((Value::Integer(1), 0)),
        12.. => {
            let n = usize::try_from((kind - 12) / 2).ok()?;
            let bytes = bytes.get(..n)?.to_vec();
            let value = if kind % 2 == 0 {
                Value::Blob(bytes)
            } else {
                Value::Text(String::from_utf8(bytes).ok()?)
            };
            Some((value, n))
        }
        _ => None,
    }
}

/// A number of up to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let mut value: u64 = 0;
    for n in 0..8 {
        let byte = *bytes.get(at + n)?;
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value.cast_signed(), at + n + 1));
        }
    }
    let byte = *bytes.get(at + 8)?;
    Some(((value << 8 | u64::from(byte)).cast_signed(), at + 9))
}

fn number(bytes: &[u8]) -> Option<usize> {
    usize::try_from(bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    fn database(sql: &str) -> Vec<u8> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        fs::read(path).unwrap()
    }

    fn opened(bytes: &[u8]) -> Option<Pages> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), bytes).unwrap();
        Pages::open(file.path())
    }

    fn rows(bytes: &[u8], kind: Kind) -> Vec<Carved> {
        let mut found = Vec::new();
        opened(bytes).unwrap().rows(kind, &mut |row| found.push(row));
        found
    }

    #[test]
    fn rows_come_back_as_they_were_written_long_ones_too() {
        let bytes = database(
            "CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT, n, r REAL, b BLOB);
             INSERT INTO a VALUES (-7, 'short', 300, 1.5, x'00ff'), (9, printf('%.*c', 30000, 'x'), -1, 0, NULL);",
        );
        let found = rows(&bytes, Kind::Table);
        let long = Value::Text("x".repeat(30_000));
        assert_eq!(
            found,
            [
                (
                    -7,
                    vec![
                        Value::Null,
                        Value::Text("short".into()),
                        Value::Integer(300),
                        Value::Real(1.5),
                        Value::Blob(vec![0, 255])
                    ]
                ),
                (9, vec![Value::Null, long, Value::Integer(-1), Value::Integer(0), Value::Null]),
            ]
        );
    }

    #[test]
    fn keyed_rows_are_found_on_leaves_and_inner_nodes_and_deleted_ones_are_not() {
        let sql = "CREATE TABLE k (a INTEGER, b INTEGER, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
             WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO k SELECT i, i * 2, 'some words' FROM n;";
        let mut found: Vec<i64> = rows(&database(sql), Kind::Keyed)
            .into_iter()
            .map(|(_, row)| if let Value::Integer(a) = row[0] { a } else { 0 })
            .collect();
        found.sort_unstable();
        assert_eq!(found, (1..=3000).collect::<Vec<_>>());
        let emptied = database(&format!("{sql} DELETE FROM k;"));
        assert_eq!(rows(&emptied, Kind::Keyed), []);
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_nothing_panics(
            noise in prop::collection::vec((0..40_000_usize, any::<u8>()), 0..200),
        ) {
            let mut bytes = database(
                "CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT);
                 CREATE TABLE k (a INTEGER PRIMARY KEY, t) WITHOUT ROWID;
                 WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
                 INSERT INTO a SELECT i, printf('%.*c', i * 90, 'x') FROM n; INSERT INTO k SELECT * FROM a;",
            );
            let n_bytes = bytes.len();
            for (at, byte) in noise {
                bytes[at % n_bytes] = byte;
            }
            if let Some(pages) = opened(&bytes) {
                pages.rows(Kind::Table, &mut |_| {});
                pages.rows(Kind::Keyed, &mut |_| {});
            }
        }
    }
}
