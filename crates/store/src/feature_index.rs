//! Keys by which articles find each other: written per article, counted over many.
//!
//! A key is a number of 32 bits, two for its kind and thirty of a hash: two hashes
//! that meet by chance make a candidate, which is then looked at in full. Keys fall
//! all over their table, so those of single articles would rewrite most of it for
//! every few: the latest are kept apart, by article, and sorted in when they are many
//! (`pages.rs`).
//! Invariant: the cost of a look-up is bounded, whatever stands in the library.
//! Not here: which keys an article has, and what sharing them means (`engine`).

mod pages;

use std::collections::{HashMap, HashSet};

use parallax_types::ArticleId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::error::Doing;
use crate::{Store, StoreError};
use pages::Posting;

/// What a key is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A sampled run of words: copies share many.
    Shingle,
    /// A heavy word: articles of one story share several.
    Term,
    /// A run of quoted words: articles that share several quote the same.
    Quoted,
}

/// One key of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeatureKey {
    /// What it is made from.
    pub kind: KeyKind,
    /// Its hash, of which thirty bits count.
    pub hash: u64,
    /// How much of the article it makes up, 1…127, in a measure of the caller's.
    pub weight: u8,
}

/// An article that shares keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sharing {
    /// The article.
    pub article_id: ArticleId,
    /// Keys it shares.
    pub n_keys: usize,
    /// Sum of the products of the shared keys' weights.
    pub product: u64,
    /// Shingles the article has.
    pub n_shingles: usize,
}

/// Articles looked at per key, those laid side by side last, and for all keys of one
/// look-up: a word that stands in more tells nothing apart, and who shares rarer ones
/// is found by them.
const MAX_PER_KEY: usize = 500;
const MAX_LOOKED_AT: usize = 4_000;

/// Articles whose keys are sorted in at once, at least and as a share of all (one in):
/// sorting in rewrites the whole table, so it is to grow by a good part each time.
const WHILE_MORE_COME: (usize, usize) = (2_048, 16);

/// The same once no more come for now. What stays apart is read again for the next
/// article, which should not take long.
const AT_THE_END: (usize, usize) = (256, 256);

/// Rows that were lost before their keys are cleared away, as a share of those
/// there are (one in) and at least.
const LOST_SHARE: usize = 8;
const MIN_LOST: usize = 256;

impl FeatureKey {
    fn number(self) -> i32 {
        let kind = match self.kind {
            KeyKind::Shingle => 0,
            KeyKind::Term => 1,
            KeyKind::Quoted => 2,
        };
        // Around zero, where SQLite stores it in four bytes.
        let [.., a, b, c, d] = (self.hash & 0x3fff_ffff).to_be_bytes();
        i32::from_be_bytes([a, b, c, d]).wrapping_add(kind << 30).wrapping_add(i32::MIN)
    }
}

/// The keys that are kept apart, in memory.
#[derive(Debug, Default)]
pub struct DeltaPostings {
    /// The rows whose keys they are, in the order written.
    side_ids: Vec<i64>,
    entries: Vec<Entry>,
    /// The latest entry of each key.
    latest: HashMap<i32, u32>,
}

/// A key of one article, and the entry of the same key before it. Small, since chains of
/// them are walked all over memory.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Place in `side_ids`.
    side: u32,
    /// Place in `entries`; [`NO_ENTRY`] if it is the first of its key.
    before: u32,
    weight: u8,
}

const NO_ENTRY: u32 = u32::MAX;

impl DeltaPostings {
    pub(crate) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let mut new = Self::default();
        each_new(connection, &mut |side_id, keys| new.add(side_id, &keys))?;
        Ok(new)
    }

    /// What no longer fits the numbers of an [`Entry`] (four thousand million keys) is found
    /// only once it is sorted in, which happens at a few thousand articles.
    fn add(&mut self, side_id: i64, keys: &[(i32, u8)]) {
        let Ok(side) = u32::try_from(self.side_ids.len()) else { return };
        self.side_ids.push(side_id);
        for (key, weight) in keys {
            let Ok(at) = u32::try_from(self.entries.len()) else { return };
            let before = self.latest.insert(*key, at).unwrap_or(NO_ENTRY);
            self.entries.push(Entry { side, before, weight: *weight });
        }
    }

    fn n_articles(&self) -> usize {
        self.side_ids.len()
    }

    /// The articles that have a key, with its weight there, latest first.
    fn of_key(&self, key: i32) -> impl Iterator<Item = (i64, u8)> {
        let entry = |at: u32| self.entries.get(at as usize);
        std::iter::successors(self.latest.get(&key).and_then(|at| entry(*at)), move |later| {
            entry(later.before)
        })
        .map(|entry| (self.side_ids[entry.side as usize], entry.weight))
    }
}

fn each_new(
    connection: &Connection,
    each: &mut dyn FnMut(i64, Vec<(i32, u8)>),
) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT side_id, keys FROM new_side_keys ORDER BY side_id")
        .doing("reading new keys")?;
    let mut rows = statement.query([]).doing("reading new keys")?;
    while let Some(row) = rows.next().doing("reading new keys")? {
        let keys = row.get_ref(1).and_then(|value| Ok(value.as_blob()?));
        let keys = decode(keys.doing("reading new keys")?);
        each(row.get(0).doing("reading new keys")?, keys);
    }
    Ok(())
}

impl Store {
    /// Articles that share at least `n_shared` of the keys, those with the largest
    /// product first, ties to the lower id, at most `n_wanted`. Of keys that stand
    /// in very many articles only the latest five hundred are looked at, and keys
    /// are looked up in the order given until that is enough.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_sharing(
        &self,
        keys: &[FeatureKey],
        n_shared: usize,
        n_wanted: usize,
    ) -> Result<Vec<Sharing>, StoreError> {
        let wanted = LookUp { keys, before: i64::MAX, n_shared, n_wanted };
        self.read(|connection| sharing(connection, &DeltaPostings::read(connection)?, &wanted))
    }
}

/// Which articles are looked for.
pub(crate) struct LookUp<'a> {
    pub(crate) keys: &'a [FeatureKey],
    /// Those whose row came before this one.
    pub(crate) before: i64,
    /// Those that share so many keys.
    pub(crate) n_shared: usize,
    /// So many at most.
    pub(crate) n_wanted: usize,
}

pub(crate) fn sharing(
    connection: &Connection,
    new: &DeltaPostings,
    wanted: &LookUp<'_>,
) -> Result<Vec<Sharing>, StoreError> {
    let mut found = counted(connection, new, wanted)?;
    found.retain(|found| found.n_keys >= wanted.n_shared);
    found.sort_unstable_by(|a, b| b.product.cmp(&a.product).then(a.side_id.cmp(&b.side_id)));
    let mut row = connection
        .prepare_cached("SELECT article_id, n_shingles FROM sides WHERE id = ?1")
        .doing("looking for shared keys")?;
    let mut sharing = Vec::new();
    for Found { side_id, n_keys, product } in found {
        let article = row
            .query_row([side_id], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))
            .optional()
            .doing("looking for shared keys")?;
        // `None`: lost since its keys were written.
        let Some((article_id, n_shingles)) = article else { continue };
        sharing.push(Sharing { article_id, n_keys, product, n_shingles });
        if sharing.len() >= wanted.n_wanted {
            break;
        }
    }
    sharing.sort_by(|a, b| b.product.cmp(&a.product).then(a.article_id.cmp(&b.article_id)));
    Ok(sharing)
}

struct Found {
    side_id: i64,
    n_keys: usize,
    product: u64,
}

fn counted(
    connection: &Connection,
    new: &DeltaPostings,
    wanted: &LookUp<'_>,
) -> Result<Vec<Found>, StoreError> {
    let is_before = |side_id: i64| side_id < wanted.before;
    let mut products: Vec<(i64, u64)> = Vec::new();
    for key in wanted.keys {
        if products.len() >= MAX_LOOKED_AT {
            break;
        }
        let number = key.number();
        let product = |weight: u8| u64::from(key.weight) * u64::from(weight);
        let latest = new.of_key(number).skip_while(|(side_id, _)| !is_before(*side_id));
        let latest = latest.take(MAX_PER_KEY);
        products.extend(latest.map(|(side_id, weight)| (side_id, product(weight))));
        pages::look_up(connection, number, &mut |side_id, weight| {
            if is_before(side_id) {
                products.push((side_id, product(weight)));
            }
        })?;
    }
    products.sort_unstable_by_key(|(side_id, _)| *side_id);
    let by_side = products.chunk_by(|a, b| a.0 == b.0);
    Ok(by_side
        .map(|shared| Found {
            side_id: shared[0].0,
            n_keys: shared.len(),
            product: shared.iter().map(|(_, product)| product).sum(),
        })
        .collect())
}

pub(crate) fn insert(
    transaction: &Transaction<'_>,
    new: &mut DeltaPostings,
    side_id: i64,
    keys: &[FeatureKey],
) -> Result<(), StoreError> {
    let mut keys: Vec<(i32, u8)> = keys.iter().map(|key| (key.number(), key.weight)).collect();
    keys.sort_unstable();
    keys.dedup_by_key(|(key, _)| *key);
    transaction
        .prepare_cached("INSERT INTO new_side_keys (side_id, keys) VALUES (?1, ?2)")
        .and_then(|mut statement| statement.execute(params![side_id, encode(&keys)]))
        .doing("storing keys")?;
    new.add(side_id, &keys);
    Ok(())
}

/// Sorts the new keys in once they are many.
pub(crate) fn sort_in(
    transaction: &Transaction<'_>,
    new: &mut DeltaPostings,
    more_come: bool,
) -> Result<(), StoreError> {
    let (at_least, share) = if more_come { WHILE_MORE_COME } else { AT_THE_END };
    if new.n_articles() < at_least {
        return Ok(());
    }
    let newest: usize = transaction
        .query_row("SELECT coalesce(max(id), 0) FROM sides", [], |row| row.get(0))
        .doing("sorting keys in")?;
    if new.n_articles() < newest / share {
        return Ok(());
    }
    *new = DeltaPostings::default();
    let mut postings = Vec::new();
    // Read again, without those lost meanwhile.
    each_new(transaction, &mut |side_id, keys| {
        postings.extend(keys.into_iter().map(|(key, weight)| Posting { key, side_id, weight }));
    })?;
    postings.sort_unstable();
    pages::merge(transaction, &postings, None)?;
    transaction.execute("DELETE FROM new_side_keys", []).doing("sorting keys in")?;
    Ok(())
}

fn encode(keys: &[(i32, u8)]) -> Vec<u8> {
    let bytes = keys.iter().map(|(key, weight)| (key.to_le_bytes(), *weight));
    bytes.flat_map(|([a, b, c, d], weight)| [a, b, c, d, weight]).collect()
}

fn decode(bytes: &[u8]) -> Vec<(i32, u8)> {
    let (keys, _) = bytes.as_chunks::<5>();
    keys.iter()
        .map(|[a, b, c, d, weight]| (i32::from_le_bytes([*a, *b, *c, *d]), *weight))
        .collect()
}

/// Deletes the keys of rows that are gone, once they are many.
pub(crate) fn clear_lost(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let count = |sql| transaction.query_row(sql, [], |row| row.get(0));
    let n_lost: usize = count("SELECT n FROM lost_sides").doing("counting lost keys")?;
    if n_lost < MIN_LOST {
        return Ok(());
    }
    let n_there: usize = count("SELECT count(*) FROM sides").doing("counting lost keys")?;
    if n_lost < n_there / LOST_SHARE {
        return Ok(());
    }
    let there: HashSet<i64> = transaction
        .prepare("SELECT id FROM sides")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .doing("clearing lost keys")?;
    pages::merge(transaction, &[], Some(&there))?;
    transaction.execute("UPDATE lost_sides SET n = 0", []).doing("clearing lost keys")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{article, library};
    use crate::{FeatureBatch, NewArticle, NewFeatures, Relations};

    fn keys(hashes: &[u64]) -> Vec<FeatureKey> {
        let key = |hash: &u64| FeatureKey { kind: KeyKind::Term, hash: *hash, weight: 2 };
        hashes.iter().map(key).collect()
    }

    fn put(store: &Store, new: &mut DeltaPostings, id: ArticleId, hashes: &[u64]) {
        let sides = NewFeatures {
            article_id: id,
            day: None,
            season: None,
            terms: vec![(7, 255)],
            mean: None,
            n_shingles: 3,
            keys: keys(hashes),
            quotes: vec![],
            origin_marks: vec![],
        };
        let relations = Relations { article_id: id, copies: vec![], links: vec![] };
        let write = |batch: &mut FeatureBatch<'_>| {
            batch.put(&sides)?;
            batch.relate(&relations)
        };
        store.write_features(new, write).unwrap();
        store.merge_delta(new, true).unwrap();
    }

    #[test]
    fn articles_are_found_by_the_keys_they_have_now() {
        let (_dir, store) = library();
        let id = |n: usize| store.put_article(&article(&format!("/{n}"), "text")).unwrap().id;
        let (one, other) = (id(1), id(2));
        let mut new = store.new_keys().unwrap();
        put(&store, &mut new, one, &[1, 2, 3]);
        put(&store, &mut new, other, &[2, 3, 4]);
        let found = store.articles_sharing(&keys(&[1, 2, 3]), 2, 9).unwrap();
        let shared: Vec<_> =
            found.iter().map(|it| (it.article_id, it.n_keys, it.product)).collect();
        assert_eq!(shared, [(one, 3, 12), (other, 2, 8)]);
        // Other kinds are other keys.
        let shingle = FeatureKey { kind: KeyKind::Shingle, ..keys(&[1])[0] };
        assert_eq!(store.articles_sharing(&[shingle], 1, 9).unwrap(), []);
        // Its new keys replace its old ones; those of a removed article are gone.
        put(&store, &mut new, one, &[9]);
        store.remove(&[other], crate::RemovedBy::Reader, "2031-01-06").unwrap();
        assert_eq!(store.articles_sharing(&keys(&[1, 2, 3, 4]), 1, 9).unwrap(), []);
        assert_eq!(store.articles_sharing(&keys(&[9]), 1, 9).unwrap().len(), 1);
    }

    /// Articles whose keys wait, and entries of three keys that are sorted in.
    fn n_waiting_and_sorted(store: &Store) -> (usize, usize) {
        let count = |connection: &Connection| {
            let sql = "SELECT count(*) FROM new_side_keys";
            let n = connection.query_row(sql, [], |row| row.get(0)).doing("counting")?;
            let mut n_sorted = 0;
            for key in keys(&[1, 2, 3]) {
                pages::look_up(connection, key.number(), &mut |_, _| n_sorted += 1)?;
            }
            Ok::<_, StoreError>((n, n_sorted))
        };
        store.read(count).unwrap()
    }

    #[test]
    fn keys_are_found_before_and_after_they_are_sorted_in_and_lost_ones_do_not_pile_up() {
        let (_dir, store) = library();
        let put_article = |n: usize| {
            let article = article(&format!("/{n}"), "text");
            store.put_article(&article).unwrap().id
        };
        let ids: Vec<ArticleId> = (0..3).map(put_article).collect();
        let mut new = store.new_keys().unwrap();
        for round in 0..WHILE_MORE_COME.0 {
            put(&store, &mut new, ids[round % 3], &[1, 2, 3]);
        }
        assert_eq!(n_waiting_and_sorted(&store), (0, 9));
        put(&store, &mut new, ids[0], &[1, 2, 4]);
        let found = store.articles_sharing(&keys(&[1, 2, 3]), 2, 9).unwrap();
        let mut found: Vec<_> = found.iter().map(|it| (it.article_id, it.n_keys)).collect();
        found.sort_unstable();
        assert_eq!(found, [(ids[0], 2), (ids[1], 3), (ids[2], 3)]);
    }

    #[test]
    fn an_article_without_passages_does_not_wait_for_vectors() {
        let (_dir, store) = library();
        let empty = NewArticle { passages: vec![], ..article("/1", "text") };
        let id = store.put_article(&empty).unwrap().id;
        assert_eq!(store.pending_features(false, ArticleId(0), 9).unwrap(), [id]);
        put(&store, &mut store.new_keys().unwrap(), id, &[1]);
        assert_eq!(store.pending_features(true, ArticleId(0), 9).unwrap(), []);
    }
}
