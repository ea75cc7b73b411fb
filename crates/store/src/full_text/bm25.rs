//! BM25 of passages and of their articles, from one reading of the words index.
//!
//! An article's words are those of its passages and of its title, which stands in the
//! index once, at the first passage. Lengths are bytes instead of words: only their
//! ratio to the average counts. Parameters are those of FTS5 (Robertson and Zaragoza 2009,
//! k1 = 1.2, b = 0.75); what a word is worth never falls below zero (Lucene's form), and a
//! word that a long question repeats counts as often.
//! Pure: what is read and what becomes of it is a matter of `words`.

use parallax_types::PassageId;

use super::passage_lengths::{PassageEntry, PassageLengths};
use super::term_counts::{counts, larger};
use super::{Scope, TitleHit, WordHit, WordsFound};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// How much a word in the title counts against one in the body.
const PASSAGE_TITLE_WEIGHT: f64 = 0.5;
const ARTICLE_TITLE_WEIGHT: f64 = 2.0;

/// Passages that hold some of the words, in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    places: Vec<PassageEntry>,
    n_words: usize,
    /// For each of them a byte for each word (`term_counts.rs`).
    tallies: Vec<u8>,
}

impl Rows {
    /// None yet; `n_words` are looked for.
    pub(crate) fn new(n_words: usize) -> Self {
        Self { places: Vec::new(), n_words, tallies: Vec::new() }
    }

    /// Adds the next. A word may be spelt in several ways, and one place may hold two of
    /// them at once (`co-operative`): the one that stands there most often counts.
    ///
    /// - `tally`: a byte for each spelling.
    /// - `owners`: of which word each is a spelling.
    pub(crate) fn push(&mut self, place: PassageEntry, tally: &[u8], owners: &[usize]) {
        let start = self.tallies.len();
        self.tallies.resize(start + self.n_words, 0);
        for (byte, owner) in tally.iter().zip(owners) {
            let sum = &mut self.tallies[start + owner];
            *sum = larger(*sum, *byte);
        }
        self.places.push(place);
    }

    fn iter(&self) -> impl Iterator<Item = (&PassageEntry, &[u8])> {
        self.places.iter().zip(self.tallies.chunks_exact(self.n_words.max(1)))
    }
}

/// How often phrases stand in a passage or an article, and in their title. One for all
/// of them in turn: there are very many.
struct TermCounts {
    in_title: Vec<f64>,
    in_body: Vec<f64>,
}

impl TermCounts {
    fn new(n_phrases: usize) -> Self {
        Self { in_title: vec![0.0; n_phrases], in_body: vec![0.0; n_phrases] }
    }

    /// What an article holds, by the tallies of its passages.
    fn count(&mut self, article: &[(&PassageEntry, &[u8])]) {
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

    fn holds_any(&self) -> bool {
        self.in_title.iter().chain(&self.in_body).any(|n| *n > 0.0)
    }

    /// How much of what all words are worth those are worth that stand in the title.
    fn share_in_title(&self, idf: &[f64]) -> f64 {
        let held = self.in_title.iter().zip(idf).filter(|(n, _)| **n > 0.0);
        held.map(|(_, idf)| idf).sum::<f64>() / idf.iter().sum::<f64>().max(f64::MIN_POSITIVE)
    }

    fn score(&self, idf: &[f64], title_weight: f64, length: f64) -> f64 {
        let held = self.in_title.iter().zip(&self.in_body).zip(idf);
        let scores = held.map(|((in_title, in_body), idf)| {
            let n = title_weight * in_title + in_body;
            if n > 0.0 { idf * n * (K1 + 1.0) / (n + K1 * (1.0 - B + B * length)) } else { 0.0 }
        });
        scores.sum()
    }
}

/// Scores what may answer, unordered.
///
/// - `weights`: how much each word counts, beside how rare it is.
pub(crate) fn scored(
    rows: &Rows,
    weights: &[f64],
    places: &PassageLengths,
    scope: &Scope,
) -> WordsFound {
    let idf = Idf::of(rows, weights, places);
    let (mean_passage, mean_article) = places.mean_bytes();
    let mut found = WordsFound::default();
    found.passages.reserve(rows.places.len());
    let tallied: Vec<(&PassageEntry, &[u8])> = rows.iter().collect();
    let mut held = TermCounts::new(rows.n_words);
    for article in tallied.chunk_by(|(a, _), (b, _)| a.home == b.home) {
        let home = places.home(article[0].0.home);
        if !scope.has_article(home.article_id) {
            continue;
        }
        held.count(article);
        let length = home.n_bytes / mean_article;
        let bm25 = held.score(&idf.articles, ARTICLE_TITLE_WEIGHT, length);
        found.articles.push((home.article_id, bm25));
        let share = held.share_in_title(&idf.articles);
        if share > 0.0 {
            let passage_id = PassageId(article[0].0.passage_id);
            found.titles.push(TitleHit { article_id: home.article_id, passage_id, share });
        }
        for (place, tally) in article {
            let passage_id = PassageId(place.passage_id);
            held.narrow(tally);
            if scope.has_passage(passage_id) && held.holds_any() {
                let length = place.n_bytes / mean_passage;
                let bm25 = held.score(&idf.passages, PASSAGE_TITLE_WEIGHT, length);
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
    fn of(rows: &Rows, weights: &[f64], places: &PassageLengths) -> Self {
        let n_phrases = rows.n_words;
        let mut n_passages = vec![0usize; n_phrases];
        let mut n_articles = vec![0usize; n_phrases];
        let mut last_home = vec![usize::MAX; n_phrases];
        for (place, tally) in rows.iter() {
            for (phrase, _) in tally.iter().enumerate().filter(|(_, byte)| **byte > 0) {
                n_passages[phrase] += 1;
                n_articles[phrase] += usize::from(last_home[phrase] != place.home);
                last_home[phrase] = place.home;
            }
        }
        let idf = |n_all: usize, n_holding: &[usize]| -> Vec<f64> {
            let weighed = n_holding.iter().zip(weights).map(|(n, weight)| {
                let (n_all, n) = (n_all as f64, (*n as f64).min(n_all as f64));
                weight * ((n_all - n + 0.5) / (n + 0.5)).ln_1p()
            });
            weighed.collect()
        };
        Self {
            passages: idf(places.n_passages(), &n_passages),
            articles: idf(places.n_articles(), &n_articles),
        }
    }
}

#[cfg(test)]
mod tests {
    use parallax_types::ArticleId;

    use super::*;

    /// Five articles of two passages each, of 100 bytes, the last two of 400.
    fn places() -> PassageLengths {
        let mut places = PassageLengths::default();
        for id in 1..=10 {
            let n_bytes = if id > 8 { 400.0 } else { 100.0 };
            places.push(id, ArticleId((id + 1) / 2), n_bytes);
        }
        places
    }

    /// What the rows (passage, tally) give for alternatives, best first.
    fn found(tallied: &[(i64, &[u8])], n_words: usize) -> (Vec<i64>, Vec<i64>) {
        let places = places();
        let mut walk = places.walk();
        let mut rows = Rows::new(n_words);
        let owners: Vec<usize> = (0..n_words).collect();
        for (id, tally) in tallied {
            rows.push(walk.to(*id).unwrap(), tally, &owners);
        }
        let articles = Some([1, 2, 3, 5].map(ArticleId).into());
        let mut found =
            scored(&rows, &vec![1.0; n_words], &places, &Scope { articles, passages: None });
        found.passages.sort_by(|a, b| b.bm25.total_cmp(&a.bm25));
        found.articles.sort_by(|a, b| b.1.total_cmp(&a.1));
        (
            found.passages.iter().map(|hit| hit.passage_id.0).collect(),
            found.articles.iter().map(|(id, _)| id.0).collect(),
        )
    }

    #[test]
    fn more_in_less_text_is_better() {
        let rows: [(i64, &[u8]); 4] = [(1, &[1]), (3, &[3]), (7, &[9]), (9, &[1])];
        // The fourth article does not pass.
        assert_eq!(found(&rows, 1), (vec![3, 1, 9], vec![2, 1, 5]));
    }

    #[test]
    fn rare_words_count_more() {
        let rows: [(i64, &[u8]); 3] = [(1, &[1, 0]), (3, &[0, 1]), (5, &[1, 0])];
        assert_eq!(found(&rows, 2).0[0], 3);
    }

    #[test]
    fn an_article_is_more_than_its_best_passage_and_a_title_counts_for_all_of_it() {
        // One word in either passage of the first; both in one passage of the second.
        let rows: [(i64, &[u8]); 3] = [(1, &[2, 0]), (2, &[0, 2]), (3, &[1, 1])];
        assert_eq!(found(&rows, 2).1, [1, 2]);
        // In the title (the upper three bits), which stands at the first passage.
        let rows: [(i64, &[u8]); 3] = [(1, &[1 << 5, 1]), (2, &[0, 1]), (4, &[0, 1])];
        assert_eq!(found(&rows, 2), (vec![1, 2, 4], vec![1, 2]));
    }
}
