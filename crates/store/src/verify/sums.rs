//! Every row against the checksums.
//!
//! Tables are read through once. Where that fails on the way, each group that has a
//! checksum is looked up by itself, so that what is damaged is known by name and what lies
//! beside it is not blamed.

use std::collections::{BTreeMap, BTreeSet};

use parallax_types::ArticleId;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::problem::{ProblemKind, Report};
use crate::checksums::{BLOCK_BITS, Holds, Key, PARTS, Part, Sum, by_id, scan, scan_group, seal};

/// Sums by group.
type Sums = BTreeMap<i64, Sum>;

/// Names of rows shown of one part.
const MAX_NAMES: usize = 10;

/// The checksums as they can be read.
#[derive(Default)]
struct Stored {
    /// Those that are themselves sound, by part.
    sums: BTreeMap<i64, Sums>,
    /// Whether some are not, or could not be read: a group without one is then not blamed.
    has_gaps: bool,
}

pub(super) fn check(connection: &Connection, report: &mut Report) {
    let mut stored = Stored::default();
    match read(connection, &mut stored) {
        Ok(0) => {}
        Ok(n) => report.add(ProblemKind::Checksum, format!("{n} checksums are damaged themselves")),
        Err(error) => {
            stored.has_gaps = true;
            report.add(ProblemKind::Unreadable, format!("the checksums cannot be read: {error}"));
        }
    }
    for part in &PARTS {
        let none = Sums::new();
        let sums = stored.sums.get(&part.id).unwrap_or(&none);
        check_part(connection, part, sums, stored.has_gaps, report);
    }
}

/// Returns how many are damaged.
fn read(connection: &Connection, stored: &mut Stored) -> rusqlite::Result<usize> {
    let mut statement =
        connection.prepare("SELECT part, key, n, sum, seal FROM checksums NOT INDEXED")?;
    let mut rows = statement.query([])?;
    let mut n_damaged = 0;
    while let Some(row) = rows.next()? {
        let read = || -> rusqlite::Result<(i64, i64, Sum, i64)> {
            let sum = Sum { n: row.get(2)?, sum: row.get(3)? };
            Ok((row.get(0)?, row.get(1)?, sum, row.get(4)?))
        };
        match read() {
            Ok((part, key, sum, found))
                if seal((part, key), sum) == found && by_id(part).is_some() =>
            {
                stored.sums.entry(part).or_default().insert(key, sum);
            }
            _ => n_damaged += 1,
        }
    }
    stored.has_gaps = n_damaged > 0;
    Ok(n_damaged)
}

fn check_part(
    connection: &Connection,
    part: &Part,
    stored: &Sums,
    has_gaps: bool,
    report: &mut Report,
) {
    let mut found = Sums::new();
    let mut names: BTreeMap<i64, String> = BTreeMap::new();
    let scanned = scan(connection, part, &mut |key, sum, row| {
        found.entry(key).or_default().add(sum);
        if part.holds == Holds::Collection {
            names.entry(key).or_insert_with(|| name_of(row));
        }
    });
    let mut damaged: BTreeMap<i64, Option<(Sum, Sum)>> = BTreeMap::new();
    match scanned {
        Ok(()) => {
            let keys: BTreeSet<i64> = found.keys().chain(stored.keys()).copied().collect();
            for key in keys {
                if has_gaps && !stored.contains_key(&key) {
                    continue;
                }
                let sum = |sums: &Sums| sums.get(&key).copied().unwrap_or_default();
                if sum(&found) != sum(stored) {
                    damaged.insert(key, Some((sum(stored), sum(&found))));
                }
            }
        }
        Err(error) => {
            let what = format!("the table `{}` cannot be read through: {error}", part.table);
            report.add(ProblemKind::Unreadable, what);
            one_by_one(connection, part, stored, &mut damaged);
        }
    }
    if !damaged.is_empty() {
        tell(connection, part, &damaged, &names, report);
    }
}

/// Looks up each group that has a sum.
fn one_by_one(
    connection: &Connection,
    part: &Part,
    stored: &Sums,
    damaged: &mut BTreeMap<i64, Option<(Sum, Sum)>>,
) {
    for (key, expected) in stored {
        if !matches!(part.key, Key::Id(_) | Key::Block(_)) {
            damaged.insert(*key, None);
            continue;
        }
        let mut sum = Sum::default();
        match scan_group(connection, part, *key, &mut |_, row, _| sum.add(row)) {
            Ok(()) if sum == *expected => {}
            Ok(()) => {
                damaged.insert(*key, Some((*expected, sum)));
            }
            Err(_) => {
                damaged.insert(*key, None);
            }
        }
    }
}

fn tell(
    connection: &Connection,
    part: &Part,
    damaged: &BTreeMap<i64, Option<(Sum, Sum)>>,
    names: &BTreeMap<i64, String>,
    report: &mut Report,
) {
    match part.holds {
        Holds::Article => {
            for (id, sums) in damaged {
                let what = format!("{}{}", part.label, how(sums.as_ref()));
                report.article(*id, what, || title(connection, *id));
            }
        }
        Holds::Collection => {
            let names: Vec<&str> = damaged
                .keys()
                .filter_map(|key| names.get(key).map(String::as_str))
                .filter(|name| !name.is_empty())
                .take(MAX_NAMES)
                .collect();
            let named =
                if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
            report.add(
                ProblemKind::Collection,
                format!(
                    "{} were changed or are missing: {} of them{named}",
                    part.label,
                    damaged.len()
                ),
            );
        }
        Holds::Vectors => {
            let articles = articles_of_vectors(connection, damaged.keys().copied());
            report.add_with(
                ProblemKind::Vectors,
                format!("vectors were changed or are missing, of {} articles", articles.len()),
                articles,
            );
        }
        Holds::Derived => {
            let what = format!("{}: changed, or some of it is missing", part.label);
            report.add(ProblemKind::Derived, what);
        }
        Holds::Words => {
            report.add(ProblemKind::Words, "the words index was changed, or some of it is missing");
        }
    }
}

/// How many rows of how many are not there, if any are missing.
fn how(sums: Option<&(Sum, Sum)>) -> String {
    match sums {
        None => " (cannot be read)".to_owned(),
        Some((stored, found)) if found.n < stored.n => {
            format!(" ({} of {} missing)", stored.n.wrapping_sub(found.n), stored.n)
        }
        Some((stored, found)) if found.n > stored.n && stored.n == 0 => {
            " (of another article, or without a checksum)".to_owned()
        }
        Some(_) => String::new(),
    }
}

/// An article's title, as far as it can be read.
pub(super) fn title(connection: &Connection, id: i64) -> Option<String> {
    let read = |row: &Row<'_>| {
        Ok(match row.get_ref(0)? {
            ValueRef::Text(text) | ValueRef::Blob(text) => {
                Some(String::from_utf8_lossy(text).into_owned())
            }
            _ => None,
        })
    };
    connection
        .prepare_cached("SELECT title FROM articles WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], read))
        .ok()
        .flatten()
}

/// What a row is called: its first text.
fn name_of(row: &Row<'_>) -> String {
    let texts = (0..row.as_ref().column_count()).filter_map(|at| match row.get_ref(at) {
        Ok(ValueRef::Text(text)) => Some(String::from_utf8_lossy(text).into_owned()),
        _ => None,
    });
    texts.map(|text| format!("“{text}”")).next().unwrap_or_default()
}

fn articles_of_vectors(
    connection: &Connection,
    groups: impl Iterator<Item = i64>,
) -> Vec<ArticleId> {
    let mut found: BTreeSet<i64> = BTreeSet::new();
    let mut read = |group: i64| -> rusqlite::Result<()> {
        let first = group << BLOCK_BITS;
        let last = first | ((1 << BLOCK_BITS) - 1);
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT article_id FROM passages WHERE vector_id BETWEEN ?1 AND ?2",
        )?;
        let mut rows = statement.query([first, last])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
        }
        Ok(())
    };
    for group in groups {
        // What cannot be read is told of by the table of passages itself.
        let _ = read(group);
    }
    found.into_iter().map(ArticleId).collect()
}
