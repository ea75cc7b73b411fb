//! Keys sorted in: a row of `side_keys` holds all there is to know of a run of keys,
//! packed, so that it takes a third of the space of a row for each and a key is one
//! look-up. What is new is merged in by rewriting the rows, which is cheap for many
//! keys at a time and for them alone (`side_keys.rs` says when).
//!
//! A row: for each key ascending its distance from the one before (from the row's own
//! number for the first), how many articles have it, and for each of them ascending
//! the distance of its number from the one before and the weight; numbers in groups
//! of seven bits, lowest first, the eighth bit saying that more follow; a weight is one
//! byte. Invariant: a key stands in one row only.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::MAX_PER_KEY;
use crate::StoreError;
use crate::error::Doing;

/// A key of an article, with how much of it it makes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) key: i32,
    pub(super) side_id: i64,
    pub(super) weight: u8,
}

/// Bytes of a row: four fill a page of the database.
const N_BYTES: usize = 1_000;

/// Rows rewritten at a time.
const N_ROWS: usize = 64;

/// Hands the articles that have a key to `each`, with its weight there, ascending.
pub(super) fn look_up(
    connection: &Connection,
    key: i32,
    each: &mut dyn FnMut(i64, u8),
) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT first, postings FROM side_keys WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
        )
        .doing("looking for shared keys")?;
    let mut rows = statement.query([key]).doing("looking for shared keys")?;
    let Some(row) = rows.next().doing("looking for shared keys")? else { return Ok(()) };
    let first = row.get(0).doing("looking for shared keys")?;
    let bytes = row.get_ref(1).and_then(|value| Ok(value.as_blob()?));
    let mut reader = Reader { bytes: bytes.doing("looking for shared keys")?, key: first };
    while let Some(n) = reader.next_key().filter(|_| reader.key <= key) {
        let mut side_id = 0;
        for _ in 0..n {
            let weight = reader.article(&mut side_id);
            if reader.key == key {
                each(side_id, weight);
            }
        }
    }
    Ok(())
}

/// Merges new keys in, sorted; of those in `annotations` alone, if that is given.
pub(super) fn merge(
    transaction: &Transaction<'_>,
    mut new: &[Posting],
    kept: Option<&HashSet<i64>>,
) -> Result<(), StoreError> {
    let firsts: Vec<i32> = transaction
        .prepare_cached("SELECT first FROM side_keys ORDER BY first")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .doing("sorting keys in")?;
    if firsts.is_empty() {
        return write(transaction, new);
    }
    for (n, stripe) in firsts.chunks(N_ROWS).enumerate() {
        let until = firsts.get((n + 1) * N_ROWS).copied();
        let n_here = until.map_or(new.len(), |until| new.partition_point(|it| it.key < until));
        let (here, rest) = new.split_at(n_here);
        new = rest;
        if here.is_empty() && kept.is_none() {
            continue;
        }
        let mut postings = Vec::new();
        for first in stripe {
            read(transaction, *first, &mut postings)?;
        }
        postings.extend_from_slice(here);
        if let Some(kept) = kept {
            postings.retain(|posting| kept.contains(&posting.side_id));
        }
        postings.sort_unstable(); // two sorted runs, mostly
        transaction
            .prepare_cached("DELETE FROM side_keys WHERE first >= ?1 AND first < ?2")
            .and_then(|mut statement| {
                statement.execute(params![stripe[0], until.map_or(i64::MAX, i64::from)])
            })
            .doing("sorting keys in")?;
        write(transaction, &postings)?;
    }
    Ok(())
}

fn read(
    transaction: &Transaction<'_>,
    first: i32,
    postings: &mut Vec<Posting>,
) -> Result<(), StoreError> {
    let bytes: Option<Vec<u8>> = transaction
        .prepare_cached("SELECT postings FROM side_keys WHERE first = ?1")
        .and_then(|mut statement| statement.query_row([first], |row| row.get(0)).optional())
        .doing("sorting keys in")?;
    let bytes = bytes.unwrap_or_default();
    let mut reader = Reader { bytes: &bytes, key: first };
    while let Some(n) = reader.next_key() {
        let mut side_id = 0;
        for _ in 0..n {
            let weight = reader.article(&mut side_id);
            postings.push(Posting { key: reader.key, side_id, weight });
        }
    }
    Ok(())
}

/// Writes sorted postings as new rows. Of keys that very many articles have, the
/// latest are kept: no more are ever looked at.
fn write(transaction: &Transaction<'_>, postings: &[Posting]) -> Result<(), StoreError> {
    let mut statement = transaction
        .prepare_cached("INSERT INTO side_keys (first, postings) VALUES (?1, ?2)")
        .doing("sorting keys in")?;
    let mut row: Vec<u8> = Vec::with_capacity(N_BYTES);
    let mut entry: Vec<u8> = Vec::new();
    let mut first = 0;
    let mut before = 0;
    for articles in postings.chunk_by(|a, b| a.key == b.key) {
        let key = articles[0].key;
        let articles = &articles[articles.len().saturating_sub(MAX_PER_KEY)..];
        entry.clear();
        put(&mut entry, articles.len() as u64);
        let mut side_id = 0;
        for article in articles {
            put(&mut entry, (article.side_id - side_id).cast_unsigned());
            entry.push(article.weight);
            side_id = article.side_id;
        }
        // A distance takes five bytes at most.
        if !row.is_empty() && row.len() + entry.len() + 5 > N_BYTES {
            statement.execute(params![first, row]).doing("sorting keys in")?;
            row.clear();
        }
        if row.is_empty() {
            (first, before) = (key, key);
        }
        put(&mut row, u64::from(key.abs_diff(before)));
        row.extend_from_slice(&entry);
        before = key;
    }
    if !row.is_empty() {
        statement.execute(params![first, row]).doing("sorting keys in")?;
    }
    Ok(())
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let [lowest, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return bytes.push(lowest & 0x7f);
        }
        bytes.push(lowest | 0x80);
    }
}

/// Reads a row. What is damaged ends it: keys are only ever hints of what to look at.
struct Reader<'a> {
    bytes: &'a [u8],
    /// The key read last.
    key: i32,
}

impl Reader<'_> {
    /// Goes to the next key, and says how many articles have it; all of them must be
    /// read before the next.
    fn next_key(&mut self) -> Option<u64> {
        if self.bytes.is_empty() {
            return None;
        }
        let distance = u32::try_from(self.number()).ok()?;
        self.key = self.key.wrapping_add_unsigned(distance);
        Some(self.number().min(MAX_PER_KEY as u64))
    }

    /// Goes to the next article, and returns the key's weight there.
    fn article(&mut self, side_id: &mut i64) -> u8 {
        *side_id = side_id.wrapping_add_unsigned(self.number());
        let Some((weight, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *weight
    }

    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let Some((byte, rest)) = self.bytes.split_first() else { break };
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::library;
    use proptest::prelude::*;

    fn posting((key, side_id, weight): (i32, u16, u8)) -> Posting {
        Posting { key, side_id: i64::from(side_id), weight }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        /// Whatever is merged in, in however many rounds, is found by its key.
        #[test]
        fn what_is_merged_in_is_found(
            rounds in proptest::collection::vec(
                proptest::collection::vec(
                    (prop_oneof![any::<i32>(), -40i32..40, Just(i32::MIN), Just(i32::MAX)], any::<u16>(), 1u8..127),
                    0..500,
                ),
                1..4,
            ),
        ) {
            let (_dir, store) = library();
            let mut all: Vec<Posting> = Vec::new();
            for round in rounds {
                let mut new: Vec<Posting> = round.into_iter().map(posting).collect();
                new.sort_unstable();
                new.dedup_by_key(|it| (it.key, it.side_id));
                new.retain(|it| all.iter().all(|old| (old.key, old.side_id) != (it.key, it.side_id)));
                store.write(|transaction| merge(transaction, &new, None)).unwrap();
                all.extend(new);
            }
            all.sort_unstable();
            let kept: HashSet<i64> = (0..1000).collect();
            store.write(|transaction| merge(transaction, &[], Some(&kept))).unwrap();
            all.retain(|it| kept.contains(&it.side_id));
            for articles in all.chunk_by(|a, b| a.key == b.key) {
                let mut found = Vec::new();
                store
                    .read(|connection| {
                        look_up(connection, articles[0].key, &mut |side_id, weight| {
                            found.push(Posting { key: articles[0].key, side_id, weight });
                        })
                    })
                    .unwrap();
                prop_assert_eq!(&found[..], articles);
            }
        }
    }

    #[test]
    fn of_a_key_that_very_many_have_the_latest_are_kept() {
        let (_dir, store) = library();
        let many: Vec<Posting> = (0..3_000).map(|n| posting((7, n, 1))).collect();
        store.write(|transaction| merge(transaction, &many[..2_000], None)).unwrap();
        store.write(|transaction| merge(transaction, &many[2_000..], None)).unwrap();
        let mut found = Vec::new();
        store.read(|connection| look_up(connection, 7, &mut |id, _| found.push(id))).unwrap();
        assert_eq!(found, (2_500..3_000).collect::<Vec<i64>>());
    }
}
