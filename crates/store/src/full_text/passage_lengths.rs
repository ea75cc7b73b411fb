//! Where every passage stands: its article, and how long both are. Kept in memory,
//! since a search asks it of every passage that holds one of its words.
//!
//! Ids of passages are never used twice, so what is new is read behind what is known.
//! Passages that were removed stay until the library is opened again: nothing leads
//! to them, and averages hardly change.

use parallax_types::ArticleId;
use rusqlite::Connection;

use crate::StoreError;
use crate::error::Doing;

/// All passages, by id.
#[derive(Debug, Clone, Default)]
pub(crate) struct PassageLengths {
    passages: Vec<PassageEntry>,
    articles: Vec<ArticleEntry>,
    n_bytes: f64,
}

/// A passage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PassageEntry {
    pub(crate) passage_id: i64,
    /// Index of its article.
    pub(crate) home: usize,
    pub(crate) n_bytes: f64,
}

/// An article: its passages follow each other, having been stored together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArticleEntry {
    pub(crate) article_id: ArticleId,
    pub(crate) n_bytes: f64,
}

impl PassageLengths {
    /// Whether passages were stored since.
    pub(crate) fn is_old(&self, connection: &Connection) -> Result<bool, StoreError> {
        let newest: i64 = connection
            .prepare_cached("SELECT coalesce(max(id), 0) FROM passages")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .doing("reading passages")?;
        Ok(newest > self.newest())
    }

    /// Reads what was stored since.
    pub(crate) fn renew(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement = connection
            .prepare_cached(
                "SELECT id, article_id, end_byte - start_byte FROM passages WHERE id > ?1 ORDER BY id",
            )
            .doing("reading passages")?;
        let mut rows = statement.query([self.newest()]).doing("reading passages")?;
        while let Some(row) = rows.next().doing("reading passages")? {
            let column = |at: usize| row.get::<_, i64>(at).doing("reading passages");
            self.push(column(0)?, ArticleId(column(1)?), column(2)? as f64);
        }
        Ok(())
    }

    fn newest(&self) -> i64 {
        self.passages.last().map_or(0, |place| place.passage_id)
    }

    pub(super) fn push(&mut self, passage_id: i64, article_id: ArticleId, n_bytes: f64) {
        if self.articles.last().is_none_or(|home| home.article_id != article_id) {
            self.articles.push(ArticleEntry { article_id, n_bytes: 0.0 });
        }
        let home = self.articles.len() - 1;
        self.articles[home].n_bytes += n_bytes;
        self.n_bytes += n_bytes;
        self.passages.push(PassageEntry { passage_id, home, n_bytes });
    }

    pub(crate) fn n_passages(&self) -> usize {
        self.passages.len()
    }

    pub(crate) fn n_articles(&self) -> usize {
        self.articles.len()
    }

    pub(crate) fn home(&self, home: usize) -> &ArticleEntry {
        &self.articles[home]
    }

    /// Bytes of a passage and of an article on average.
    pub(crate) fn mean_bytes(&self) -> (f64, f64) {
        let of = |n: usize| self.n_bytes / n.max(1) as f64;
        (of(self.passages.len()), of(self.articles.len()))
    }

    /// The id from which on `n` passages are left, the latest.
    pub(crate) fn latest(&self, n: usize) -> i64 {
        let n_before = self.passages.len().saturating_sub(n);
        self.passages.get(n_before).map_or(0, |place| place.passage_id)
    }

    /// The number of passages up to an id.
    pub(crate) fn n_through(&self, id: i64) -> usize {
        self.passages.partition_point(|place| place.passage_id <= id)
    }

    /// Finds passages asked for in the order of their ids.
    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk { places: &self.passages, at: 0 }
    }
}

/// A walk through the passages.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    places: &'a [PassageEntry],
    at: usize,
}

impl Walk<'_> {
    /// The passage with this id, none before the last one asked for. Without gaps
    /// between the ids it lies as far ahead as its id is higher, with gaps nearer.
    pub(crate) fn to(&mut self, passage_id: i64) -> Option<PassageEntry> {
        let ahead = self.places.get(self.at..)?;
        let distance = usize::try_from(passage_id - ahead.first()?.passage_id).ok()?;
        let farthest = distance.min(ahead.len() - 1);
        let is_before = |place: &PassageEntry| place.passage_id < passage_id;
        let mut n_back = 0;
        while n_back < farthest && !is_before(&ahead[farthest - n_back - 1]) {
            n_back = (n_back * 2 + 1).min(farthest);
        }
        let between = &ahead[farthest - n_back..=farthest];
        self.at += farthest - n_back + between.partition_point(is_before);
        self.places.get(self.at).filter(|place| place.passage_id == passage_id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_found_across_gaps() {
        let ids: Vec<i64> = (3..10).chain(40..44).chain([90]).chain(200..260).collect();
        let mut places = PassageLengths::default();
        for id in &ids {
            places.push(*id, ArticleId(1), 1.0);
        }
        for step in 1..9 {
            let mut walk = places.walk();
            for id in (1..300).step_by(step) {
                let expected = ids.contains(&id).then_some(id);
                assert_eq!(walk.to(id).map(|place| place.passage_id), expected, "{id} by {step}");
            }
        }
        assert!(PassageLengths::default().walk().to(1).is_none());
    }
}
