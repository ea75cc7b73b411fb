//! Keys by which articles find each other: written per article, counted over many.
//!
//! A key is a number of 32 bits, two for its kind and thirty of a hash: two hashes
//! that meet by chance make a candidate, which is then looked at in full.
//! Invariant: the cost of a look-up is bounded, whatever stands in the library.
//! Not here: which keys an article has, and what sharing them means (`engine`).

use parallax_types::ArticleId;
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::error::Doing;
use crate::{Store, StoreError};

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
pub struct SideKey {
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

/// Articles looked at per key, those laid side by side last: a word that stands in
/// more tells nothing apart, and who shares rarer ones is found by them.
const MAX_PER_KEY: usize = 500;

/// Rows that were lost before their keys are cleared away, as a share of those
/// there are (one in) and at least.
const LOST_SHARE: usize = 8;
const MIN_LOST: usize = 256;

impl SideKey {
    fn number(self) -> i64 {
        let kind = match self.kind {
            KeyKind::Shingle => 0,
            KeyKind::Term => 1,
            KeyKind::Quoted => 2,
        };
        // Around zero, where SQLite stores it in four bytes.
        ((kind << 30) | (self.hash & 0x3fff_ffff).cast_signed()) - (1 << 31)
    }
}

impl Store {
    /// Articles that share at least `n_shared` of the keys, those with the largest
    /// product first, ties to the lower id, at most `n_wanted`. Of keys that stand
    /// in very many articles only the latest five hundred are looked at.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_sharing(
        &self,
        keys: &[SideKey],
        n_shared: usize,
        n_wanted: usize,
    ) -> Result<Vec<Sharing>, StoreError> {
        self.read(|connection| sharing(connection, keys, n_shared, n_wanted))
    }
}

pub(crate) fn sharing(
    connection: &Connection,
    keys: &[SideKey],
    n_shared: usize,
    n_wanted: usize,
) -> Result<Vec<Sharing>, StoreError> {
    let mut found = counted(connection, keys)?;
    found.retain(|found| found.n_keys >= n_shared);
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
        if sharing.len() >= n_wanted {
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

fn counted(connection: &Connection, keys: &[SideKey]) -> Result<Vec<Found>, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT side_id, weight FROM side_keys WHERE key = ?1 ORDER BY side_id DESC LIMIT ?2",
        )
        .doing("looking for shared keys")?;
    let mut products: Vec<(i64, u64)> = Vec::new();
    for key in keys {
        let limit = i64::try_from(MAX_PER_KEY).unwrap_or(i64::MAX);
        let mut rows = statement.query([key.number(), limit]).doing("looking for shared keys")?;
        while let Some(row) = rows.next().doing("looking for shared keys")? {
            let weight: u64 = row.get(1).doing("looking for shared keys")?;
            products.push((
                row.get(0).doing("looking for shared keys")?,
                u64::from(key.weight) * weight,
            ));
        }
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
    side_id: i64,
    keys: &[SideKey],
) -> Result<(), StoreError> {
    let mut statement = transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO side_keys (key, side_id, weight) VALUES (?1, ?2, ?3)",
        )
        .doing("storing keys")?;
    for key in keys {
        statement.execute([key.number(), side_id, i64::from(key.weight)]).doing("storing keys")?;
    }
    Ok(())
}

/// Deletes the keys of rows that are gone, once they are many.
pub(crate) fn clear_lost(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let (n_lost, n_there): (usize, usize) = transaction
        .query_row("SELECT n, (SELECT count(*) FROM sides) FROM lost_sides", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .doing("counting lost keys")?;
    if n_lost < MIN_LOST.max(n_there / LOST_SHARE) {
        return Ok(());
    }
    transaction
        .execute_batch(
            "DELETE FROM side_keys WHERE side_id NOT IN (SELECT id FROM sides);
             UPDATE lost_sides SET n = 0;",
        )
        .doing("clearing lost keys")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{article, library};
    use crate::{Access, NewSides};

    fn keys(hashes: &[u64]) -> Vec<SideKey> {
        let key = |hash: &u64| SideKey { kind: KeyKind::Term, hash: *hash, weight: 2 };
        hashes.iter().map(key).collect()
    }

    fn put(store: &Store, id: ArticleId, hashes: &[u64]) {
        let sides = NewSides {
            article_id: id,
            day: None,
            season: None,
            terms: vec![(7, 255)],
            mean: None,
            n_shingles: 3,
            keys: keys(hashes),
            copies: vec![],
            links: vec![],
            quotes: vec![],
            origin_marks: vec![],
        };
        store.write_sides(|batch| batch.put(&sides)).unwrap();
    }

    #[test]
    fn articles_are_found_by_the_keys_they_have_now() {
        let (_dir, store) = library();
        let id = |n: usize| store.put_article(&article(&format!("/{n}"), "text")).unwrap().id;
        let (one, other) = (id(1), id(2));
        put(&store, one, &[1, 2, 3]);
        put(&store, other, &[2, 3, 4]);
        let found = store.articles_sharing(&keys(&[1, 2, 3]), 2, 9).unwrap();
        let shared: Vec<_> =
            found.iter().map(|it| (it.article_id, it.n_keys, it.product)).collect();
        assert_eq!(shared, [(one, 3, 12), (other, 2, 8)]);
        // Other kinds are other keys.
        let shingle = SideKey { kind: KeyKind::Shingle, ..keys(&[1])[0] };
        assert_eq!(store.articles_sharing(&[shingle], 1, 9).unwrap(), []);
        // Its new keys replace its old ones; those of a removed article are gone.
        put(&store, one, &[9]);
        store.remove(&[other], "2031-01-06").unwrap();
        assert_eq!(store.articles_sharing(&keys(&[1, 2, 3, 4]), 1, 9).unwrap(), []);
        assert_eq!(store.articles_sharing(&keys(&[9]), 1, 9).unwrap().len(), 1);
    }

    #[test]
    fn keys_of_lost_rows_do_not_pile_up() {
        let (dir, store) = library();
        let id = store.put_article(&article("/1", "text")).unwrap().id;
        for _ in 0..MIN_LOST * 3 {
            put(&store, id, &[1, 2, 3]);
        }
        drop(store);
        let store = Store::open(dir.path(), Access::Write).unwrap();
        let n_keys: usize = store
            .read(|connection| {
                let sql = "SELECT count(*) FROM side_keys";
                connection.query_row(sql, [], |row| row.get(0)).doing("counting")
            })
            .unwrap();
        assert!(n_keys <= 3 * (MIN_LOST + 1), "{n_keys}");
    }
}
