//! BM25 of passages and of their articles, from one reading of the words index.
//!
//! An article's words are those of its passages and of its title, which stands in the
//! index once, at the first passage. Lengths are bytes instead of words: only their
//! ratio to the average counts. Parameters and formula are those of FTS5 (Robertson
//! and Zaragoza 2009, k1 = 1.2, b = 0.75).
//! Pure: what is read and what becomes of it is a matter of `words`.

use parallax_types::{ArticleId, PassageId};

use super::places::{Place, Places};
use super::tally::counts;
use super::{Wanted, WordHit, WordsFound};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// So much at least is a word worth that stands almost anywhere.
const MIN_IDF: f64 = 1e-6;

/// How much a word in the title counts against one in the body.
const PASSAGE_TITLE_WEIGHT: f64 = 0.5;
const ARTICLE_TITLE_WEIGHT: f64 = 2.0;

/// Passages that hold some of the phrases, in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) places: Vec<Place>,
    /// For each of them a byte for each phrase (`tally.rs`).
    pub(crate) tallies: Vec<u8>,
}

/// How often phrases stand in a passage or an article, and in their title. One for all
/// of them in turn: there are very many.
struct Held {
    in_title: Vec<f64>,
    in_body: Vec<f64>,
}

impl Held {
    fn new(n_phrases: usize) -> Self {
        Self { in_title: vec![0.0; n_phrases], in_body: vec![0.0; n_phrases] }
    }

    /// What an article holds, by the tallies of its passages.
    fn count(&mut self, article: &[(&Place, &[u8])]) {
        self.in_title.fill(0.0);
        self.in_body.fill(0.0);
        for (_, tally) in article {
            let sums = self.in_title.iter_mut().zip(&mut self.in_body);
            for ((in_title, in_body), byte) in sums.zip(*tally) {
                let counts = counts(*byte);
                *in_title += f64::from(counts.0);
                *in_body += f64::from(counts.1);
            }
        }
    }

    /// What one of its passages holds; the title is everybody's.
    fn narrow(&mut self, tally: &[u8]) {
        for (in_body, byte) in self.in_body.iter_mut().zip(tally) {
            *in_body = f64::from(counts(*byte).1);
        }
    }

    fn holds(&self, phrase: usize) -> bool {
        self.in_title[phrase] + self.in_body[phrase] > 0.0
    }

    /// All that must be there is, and nothing that must not.
    fn passes(&self, wanted: &Wanted) -> bool {
        let n_any = wanted.any.len();
        let n_all = wanted.all.len();
        (n_any..n_any + n_all).all(|phrase| self.holds(phrase))
            && (n_any + n_all..self.in_body.len()).all(|phrase| !self.holds(phrase))
    }

    fn score(&self, n_scored: usize, idf: &[f64], title_weight: f64, length: f64) -> f64 {
        let held = self.in_title.iter().zip(&self.in_body).zip(idf).take(n_scored);
        let scores = held.map(|((in_title, in_body), idf)| {
            let n = title_weight * in_title + in_body;
            if n > 0.0 { idf * n * (K1 + 1.0) / (n + K1 * (1.0 - B + B * length)) } else { 0.0 }
        });
        scores.sum()
    }
}

/// Scores what passes, unordered.
///
/// - `may_pass`: whether an article passes the filters.
pub(crate) fn scored(
    rows: &Rows,
    wanted: &Wanted,
    places: &Places,
    may_pass: &dyn Fn(ArticleId) -> bool,
) -> WordsFound {
    let n_phrases = wanted.n_phrases();
    let n_scored = wanted.any.len() + wanted.all.len();
    let idf = Idf::of(rows, n_phrases, places);
    let (mean_passage, mean_article) = places.mean_bytes();
    let mut found = WordsFound::default();
    found.passages.reserve(rows.places.len());
    let tallied: Vec<(&Place, &[u8])> =
        rows.places.iter().zip(rows.tallies.chunks_exact(n_phrases)).collect();
    let mut held = Held::new(n_phrases);
    for article in tallied.chunk_by(|(a, _), (b, _)| a.home == b.home) {
        let home = places.home(article[0].0.home);
        if !may_pass(home.article_id) {
            continue;
        }
        held.count(article);
        if held.passes(wanted) {
            let length = home.n_bytes / mean_article;
            let bm25 = held.score(n_scored, &idf.articles, ARTICLE_TITLE_WEIGHT, length);
            found.articles.push((home.article_id, bm25));
        }
        for (place, tally) in article {
            held.narrow(tally);
            if held.passes(wanted) {
                let length = place.n_bytes / mean_passage;
                let bm25 = held.score(n_scored, &idf.passages, PASSAGE_TITLE_WEIGHT, length);
                let passage_id = PassageId(place.passage_id);
                found.passages.push(WordHit { passage_id, bm25 });
            }
        }
    }
    found
}

/// What holding a phrase is worth, by how few hold it.
struct Idf {
    passages: Vec<f64>,
    articles: Vec<f64>,
}

impl Idf {
    fn of(rows: &Rows, n_phrases: usize, places: &Places) -> Self {
        let mut n_passages = vec![0usize; n_phrases];
        let mut n_articles = vec![0usize; n_phrases];
        let mut last_home = vec![usize::MAX; n_phrases];
        for (place, tally) in rows.places.iter().zip(rows.tallies.chunks_exact(n_phrases)) {
            for (phrase, _) in tally.iter().enumerate().filter(|(_, byte)| **byte > 0) {
                n_passages[phrase] += 1;
                n_articles[phrase] += usize::from(last_home[phrase] != place.home);
                last_home[phrase] = place.home;
            }
        }
        let idf = |n_all: usize, n: &usize| {
            let (n_all, n) = (n_all as f64, *n as f64);
            ((n_all - n + 0.5) / (n + 0.5)).max(0.0).ln().max(MIN_IDF)
        };
        Self {
            passages: n_passages.iter().map(|n| idf(places.n_passages(), n)).collect(),
            articles: n_articles.iter().map(|n| idf(places.n_articles(), n)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five articles of two passages each, of 100 bytes, the last two of 400.
    fn places() -> Places {
        let mut places = Places::default();
        for id in 1..=10 {
            let n_bytes = if id > 8 { 400.0 } else { 100.0 };
            places.push(id, ArticleId((id + 1) / 2), n_bytes);
        }
        places
    }

    /// What the rows (passage, tally) give for alternatives, best first.
    fn found(rows: &[(i64, &[u8])], wanted: &Wanted) -> (Vec<i64>, Vec<i64>) {
        let places = places();
        let mut walk = places.walk();
        let rows = Rows {
            places: rows.iter().map(|(id, _)| walk.to(*id).unwrap()).collect(),
            tallies: rows.iter().flat_map(|(_, tally)| tally.iter().copied()).collect(),
        };
        let mut found = scored(&rows, wanted, &places, &|article| article != ArticleId(4));
        found.passages.sort_by(|a, b| b.bm25.total_cmp(&a.bm25));
        found.articles.sort_by(|a, b| b.1.total_cmp(&a.1));
        (
            found.passages.iter().map(|hit| hit.passage_id.0).collect(),
            found.articles.iter().map(|(id, _)| id.0).collect(),
        )
    }

    fn any(n: usize) -> Wanted {
        Wanted::any_of((0..n).map(|n| n.to_string()).collect())
    }

    #[test]
    fn more_in_less_text_is_better() {
        let rows: [(i64, &[u8]); 4] = [(1, &[1]), (3, &[3]), (7, &[9]), (9, &[1])];
        // The fourth article does not pass.
        assert_eq!(found(&rows, &any(1)), (vec![3, 1, 9], vec![2, 1, 5]));
    }

    #[test]
    fn rare_words_count_more() {
        let rows: [(i64, &[u8]); 3] = [(1, &[1, 0]), (3, &[0, 1]), (5, &[1, 0])];
        assert_eq!(found(&rows, &any(2)).0[0], 3);
    }

    #[test]
    fn an_article_is_more_than_its_best_passage_and_a_title_counts_for_all_of_it() {
        // One word in either passage of the first; both in one passage of the second.
        let rows: [(i64, &[u8]); 3] = [(1, &[2, 0]), (2, &[0, 2]), (3, &[1, 1])];
        assert_eq!(found(&rows, &any(2)).1, [1, 2]);
        // In the title (the upper three bits), which stands at the first passage.
        let rows: [(i64, &[u8]); 3] = [(1, &[1 << 5, 1]), (2, &[0, 1]), (4, &[0, 1])];
        assert_eq!(found(&rows, &any(2)), (vec![1, 2, 4], vec![1, 2]));
    }
}
