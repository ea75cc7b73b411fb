//! Checksums of everything the library holds, so that `verify` finds every changed bit.
//!
//! The rows of each table are put into groups (`parts`: an article's rows, mostly), and
//! for each group the table `checksums` holds how many rows it has and the sum of their
//! hashes. A sum goes along with any change without the other rows being read again,
//! and so takes nothing for right that was damaged meanwhile: what is taken off when a
//! row goes is the hash of what was read, not of what was once stored.
//!
//! Triggers tell which rows come and go. They are temporary ones of the one connection
//! that writes: no caller can forget them, and a library is readable without them. What
//! they tell is kept in memory until the transaction ends, and written with it. The tables
//! of the words index bear no triggers (`parts`): a hook tells which of their rows were
//! touched, and those are read again.
//!
//! Invariant: after every commit the sums are those of the rows. A statement that fails
//! ends its transaction, since what its triggers told is not taken back.
//! Not here: looking whether the sums are right (`verify`).

mod hash;
mod parts;
mod scan;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::error::Doing;
use parts::{WORDS_LENGTHS, WORDS_PAGES, WORDS_TREE};

pub(crate) use parts::{BLOCK_BITS, Holds, Key, PARTS, Part, by_id};
pub(crate) use scan::{columns, scan, scan_group};

/// How many rows a group has, and the sum of their hashes; wraps around.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) n: i64,
    pub(crate) sum: i64,
}

/// A part and a group of its rows.
pub(crate) type Group = (i64, i64);

impl Sum {
    pub(crate) fn add(&mut self, other: Self) {
        self.n = self.n.wrapping_add(other.n);
        self.sum = self.sum.wrapping_add(other.sum);
    }

    fn less(self) -> Self {
        Self { n: self.n.wrapping_neg(), sum: self.sum.wrapping_neg() }
    }
}

/// What the triggers told since the transaction began. Cheap to clone: all are one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes(Arc<Mutex<Told>>);

#[derive(Debug, Default)]
struct Told {
    groups: HashMap<Group, Sum>,
    /// Groups of the words index that were written to.
    words: BTreeSet<Group>,
    bytes: Vec<u8>,
    /// A transaction began and was not committed.
    is_open: bool,
}

/// What is added to the sums of a transaction's groups, by group.
pub(crate) type Deltas = HashMap<Group, Sum>;

impl Changes {
    /// Creates the triggers of the connection that writes.
    pub(crate) fn install(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let told = self.clone();
        connection
            .create_scalar_function(
                "note_row",
                -1,
                FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS,
                move |context| told.note(context),
            )
            .doing("preparing checksums")?;
        let told = self.clone();
        connection
            .update_hook(Some(move |_, _: &str, table: &str, id| told.note_words(table, id)))
            .doing("preparing checksums")?;
        // Rows that `INSERT OR REPLACE` replaces are told of as well.
        connection.pragma_update(None, "recursive_triggers", true).doing("preparing checksums")?;
        for part in PARTS.iter().filter(|part| !part.is_counted_anew) {
            let sql = triggers(connection, part).doing("preparing checksums")?;
            connection.execute_batch(&sql).doing("preparing checksums")?;
        }
        Ok(())
    }

    /// To be called when a transaction begins: what an earlier one told that came to
    /// nothing is dropped.
    pub(crate) fn begin(&self) {
        let mut told = self.told();
        if told.is_open {
            told.groups.clear();
            told.words.clear();
        }
        told.is_open = true;
    }

    /// To be called when a transaction was committed.
    pub(crate) fn end(&self) {
        let mut told = self.told();
        debug_assert!(told.groups.is_empty(), "written after the checksums: {:?}", told.groups);
        debug_assert!(told.words.is_empty(), "written after the checksums: {:?}", told.words);
        told.is_open = false;
    }

    /// What was told so far. The words index first writes what it holds back until the
    /// end of the transaction.
    pub(crate) fn so_far(&self, connection: &Connection) -> Result<Deltas, StoreError> {
        let has_words = !self.told().words.is_empty();
        if has_words {
            connection
                .execute("INSERT INTO passage_words (passage_words) VALUES ('flush')", [])
                .doing("writing the words index")?;
        }
        Ok(self.told().groups.clone())
    }

    /// Writes the sums of what was told; the last thing before the commit.
    pub(crate) fn write(&self, connection: &Connection) -> Result<(), StoreError> {
        let (groups, words) = {
            let mut told = self.told();
            (std::mem::take(&mut told.groups), std::mem::take(&mut told.words))
        };
        let has_written = !groups.is_empty() || !words.is_empty();
        let mut groups: Vec<(Group, Sum)> = groups.into_iter().collect();
        groups.sort_unstable_by_key(|(group, _)| *group);
        for (group, sum) in groups {
            add(connection, group, sum).doing("writing checksums")?;
        }
        for (id, key) in words {
            let Some(part) = by_id(id) else { continue };
            count_anew(connection, part, key).doing("writing checksums")?;
        }
        if has_written {
            count_anew(connection, &parts::SEQUENCES, 0).doing("writing checksums")?;
        }
        Ok(())
    }

    /// Called by the triggers: part, 1 or -1, the group's key, the row's values.
    fn note(&self, context: &Context<'_>) -> rusqlite::Result<Option<i64>> {
        let part = context.get::<i64>(0)?;
        let is_new = context.get::<i64>(1)? > 0;
        let key = parts::key_of(part, context.get_raw(2));
        let mut told = self.told();
        let values = (3..context.len()).map(|at| context.get_raw(at));
        let row = hash::row(&mut told.bytes, part, values);
        let sum = Sum { n: 1, sum: row };
        told.groups.entry((part, key)).or_default().add(if is_new { sum } else { sum.less() });
        Ok(None)
    }

    /// Called for every row that any statement writes or deletes.
    fn note_words(&self, table: &str, id: i64) {
        if table == WORDS_PAGES.table {
            let mut told = self.told();
            told.words.insert((WORDS_PAGES.id, id));
            told.words.extend(parts::segment_of(id).map(|segment| (WORDS_TREE.id, segment)));
        } else if table == WORDS_LENGTHS.table {
            let group = WORDS_LENGTHS.key.of(ValueRef::Integer(id));
            self.told().words.insert((WORDS_LENGTHS.id, group));
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The three triggers of a table.
fn triggers(connection: &Connection, part: &Part) -> rusqlite::Result<String> {
    let columns = columns(connection, part.table)?;
    let call = |sign: i8, row: &str| {
        let values: Vec<String> = columns.iter().map(|name| format!("{row}.\"{name}\"")).collect();
        let key = part.key.column().map_or("0".to_owned(), |name| format!("{row}.\"{name}\""));
        format!("note_row({}, {sign}, {key}, {})", part.id, values.join(", "))
    };
    let (table, old, new) = (part.table, call(-1, "OLD"), call(1, "NEW"));
    Ok(format!(
        "CREATE TEMP TRIGGER IF NOT EXISTS sum_new_{table} AFTER INSERT ON main.{table} BEGIN SELECT {new}; END;
         CREATE TEMP TRIGGER IF NOT EXISTS sum_old_{table} AFTER DELETE ON main.{table} BEGIN SELECT {old}; END;
         CREATE TEMP TRIGGER IF NOT EXISTS sum_both_{table} AFTER UPDATE ON main.{table} BEGIN SELECT {old}, {new}; END;"
    ))
}

/// Takes the sums of everything anew, whatever was there: after an upgrade, or once
/// damage was mended or is to be lived with.
pub(crate) fn fill(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM checksums", []).doing("taking checksums")?;
    for part in &PARTS {
        fill_part(connection, part)?;
    }
    Ok(())
}

/// The same of one part.
pub(crate) fn fill_part(connection: &Connection, part: &Part) -> Result<(), StoreError> {
    let doing = "taking checksums";
    connection.execute("DELETE FROM checksums WHERE part = ?1", [part.id]).doing(doing)?;
    let mut groups = HashMap::new();
    scan(connection, part, &mut |key, sum, _| {
        groups.entry(key).or_insert_with(Sum::default).add(sum);
    })
    .doing(doing)?;
    let mut groups: Vec<(i64, Sum)> = groups.into_iter().collect();
    groups.sort_unstable_by_key(|(key, _)| *key);
    for (key, sum) in groups {
        put(connection, (part.id, key), sum).doing(doing)?;
    }
    Ok(())
}

/// Groups whose rows are not those summed up, of the parts that hold this.
pub(crate) fn damaged_groups(
    connection: &Connection,
    holds: Holds,
) -> Result<Vec<i64>, StoreError> {
    let doing = "looking for damage";
    let mut damaged = Vec::new();
    for part in PARTS.iter().filter(|part| part.holds == holds) {
        let mut groups: HashMap<i64, Sum> = HashMap::new();
        scan(connection, part, &mut |key, sum, _| groups.entry(key).or_default().add(sum))
            .doing(doing)?;
        let mut statement =
            connection.prepare("SELECT key, n, sum FROM checksums WHERE part = ?1").doing(doing)?;
        let stored = statement
            .query_map([part.id], |row| Ok((row.get(0)?, Sum { n: row.get(1)?, sum: row.get(2)? })))
            .doing(doing)?;
        for row in stored {
            let (key, sum) = row.doing(doing)?;
            if groups.remove(&key) != Some(sum) {
                damaged.push(key);
            }
        }
        damaged.extend(groups.into_keys());
    }
    damaged.sort_unstable();
    Ok(damaged)
}

fn add(connection: &Connection, group: Group, delta: Sum) -> rusqlite::Result<()> {
    if delta == Sum::default() {
        return Ok(());
    }
    let stored = connection
        .prepare_cached("SELECT n, sum, seal FROM checksums WHERE part = ?1 AND key = ?2")?
        .query_row(params![group.0, group.1], |row| {
            Ok((Sum { n: row.get(0)?, sum: row.get(1)? }, row.get(2)?))
        })
        .optional()?;
    let mut sum = Sum::default();
    if let Some((stored, found)) = stored {
        // A damaged sum stays what it is, for `verify` to find.
        if seal(group, stored) != found {
            return Ok(());
        }
        sum = stored;
    }
    sum.add(delta);
    put(connection, group, sum)
}

/// Of groups without rows nothing is kept: damage to what is gone does not matter.
fn put(connection: &Connection, group: Group, sum: Sum) -> rusqlite::Result<()> {
    if sum.n == 0 {
        connection
            .prepare_cached("DELETE FROM checksums WHERE part = ?1 AND key = ?2")?
            .execute(params![group.0, group.1])?;
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO checksums (part, key, n, sum, seal) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![group.0, group.1, sum.n, sum.sum, seal(group, sum)])?;
    Ok(())
}

fn count_anew(connection: &Connection, part: &Part, key: i64) -> rusqlite::Result<()> {
    let mut sum = Sum::default();
    scan_group(connection, part, key, &mut |_, row, _| sum.add(row))?;
    put(connection, (part.id, key), sum)
}

/// Tells a damaged sum from the sum of damaged rows.
pub(crate) fn seal(group: Group, sum: Sum) -> i64 {
    let numbers = [group.0, group.1, sum.n, sum.sum].map(ValueRef::Integer);
    hash::row(&mut Vec::new(), 0, numbers.into_iter()) & 0xffff_ffff
}

#[cfg(test)]
mod tests;
