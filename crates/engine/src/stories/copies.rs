//! Groups of articles that repeat one another, with how much of each stands in
//! the other and which blocks do not.

use std::collections::{BTreeMap, HashMap};

use parallax_store::{ArticleRow, CopyPair, StoredArticle};
use parallax_text::{hashes, overlap, shared_trigrams};
use parallax_types::{ArticleId, Boilerplate, Role, Span};

use super::body::words_of;
use super::wording::Wording;
use crate::{EngineError, Library};

/// Share of one article's words that must stand in the other.
const MIN_CONTAINMENT: f64 = 0.6;

/// Shared words that make a copy; fewer only if nearly all are shared.
const MIN_WORDS: usize = 25;
const MIN_WORDS_IF_WHOLE: usize = 10;
const WHOLE: f64 = 0.8;

/// Share of either article that must stand in the other for the two to be as good as one.
const AS_GOOD_AS_ONE: f64 = 0.9;

/// Share of one article's own runs of three words, quotations left out, that makes it likely
/// to be drawn from the other; measured with `ledger_quality -- rewritten`.
const MIN_REWRITTEN: f64 = 0.2;

/// Such runs an article has at least: of a few lines all may be names.
const MIN_REWRITTEN_RUNS: usize = 100;

/// Pairs told of one group: beyond these nobody reads them, and each costs a comparison.
const MAX_PAIRS_TOLD: usize = 2_000;

/// A block of which less than this stands in the other article is extra.
const EXTRA_BELOW: f64 = 0.5;

/// Articles that repeat one another, directly or through a third.
#[derive(Debug, Clone)]
pub struct CopyGroup {
    /// The articles, earliest first.
    pub articles: Vec<ArticleRow>,
    /// The pairs that repeat one another directly, lower ids first; at most 2,000. Of
    /// many near-identical articles each is compared with some of the others alone.
    pub pairs: Vec<CopyPairing>,
}

/// Two articles of which one stands in the other in good part.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyPairing {
    /// The one with the lower id.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// Share of a's body that stands in b, 0…1.
    pub a_in_b: f64,
    /// Share of b's body that stands in a, 0…1.
    pub b_in_a: f64,
    /// Blocks of either that the other does not have.
    pub extra_blocks: Vec<ExtraBlock>,
}

/// A block only one of two articles has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraBlock {
    /// The article that has it.
    pub article_id: ArticleId,
    /// Bytes of its clean text.
    pub span: Span,
    /// Its text.
    pub text: String,
    /// Why it is not the author's, if it is not.
    pub furniture: Option<Boilerplate>,
}

impl Library {
    /// The groups of articles that repeat one another, largest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn copies(&self) -> Result<Vec<CopyGroup>, EngineError> {
        let pairs = self.copy_pairs(None)?;
        let mut texts = Texts::default();
        let mut groups = Vec::new();
        let components = components(&pairs);
        let mut by_group: Vec<Vec<&CopyPair>> = vec![Vec::new(); components.len()];
        let group_of: HashMap<ArticleId, usize> = components
            .iter()
            .enumerate()
            .flat_map(|(at, members)| members.iter().map(move |id| (*id, at)))
            .collect();
        for pair in &pairs {
            by_group[group_of[&pair.a]].push(pair);
        }
        for (members, own) in components.iter().zip(by_group) {
            let mut articles = self.store.article_rows(members)?;
            articles.sort_by_key(|row| (published(row), row.id));
            let pairs =
                own.into_iter().take(MAX_PAIRS_TOLD).map(|pair| self.pairing(pair, &mut texts));
            groups.push(CopyGroup { articles, pairs: pairs.collect::<Result<_, _>>()? });
            texts.0.clear();
        }
        groups.sort_by_key(|group| (std::cmp::Reverse(group.articles.len()), group.articles[0].id));
        Ok(groups)
    }

    /// The pairs of the given articles that repeat one another directly, lower ids
    /// first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn copies_among(&self, ids: &[ArticleId]) -> Result<Vec<CopyPairing>, EngineError> {
        let mut texts = Texts::default();
        let mut pairs = self.copy_pairs(Some(ids))?;
        pairs.retain(|pair| ids.contains(&pair.a) && ids.contains(&pair.b));
        pairs.sort_by_key(|pair| (pair.a, pair.b));
        pairs.iter().map(|pair| self.pairing(pair, &mut texts)).collect()
    }

    /// The pairs of which one article repeats the other; [`Library::rewritten_pairs`] lie in
    /// the same table, with smaller shares.
    pub(super) fn copy_pairs(
        &self,
        of: Option<&[ArticleId]>,
    ) -> Result<Vec<CopyPair>, EngineError> {
        let mut pairs = self.store.copy_pairs(of)?;
        pairs.retain(is_of_copies);
        Ok(pairs)
    }

    /// The pairs of the given articles of which one looks drawn from the other, though no
    /// copy of it; the shares are of runs of three words.
    pub(super) fn rewritten_pairs(&self, of: &[ArticleId]) -> Result<Vec<CopyPair>, EngineError> {
        let mut pairs = self.store.copy_pairs(Some(of))?;
        pairs.retain(|pair| !is_of_copies(pair) && of.contains(&pair.a) && of.contains(&pair.b));
        Ok(pairs)
    }

    fn pairing(&self, pair: &CopyPair, texts: &mut Texts) -> Result<CopyPairing, EngineError> {
        texts.read(self, pair.a)?;
        texts.read(self, pair.b)?;
        let (a, b) = (&texts.0[&pair.a], &texts.0[&pair.b]);
        Ok(CopyPairing {
            a: pair.a,
            b: pair.b,
            a_in_b: pair.a_in_b,
            b_in_a: pair.b_in_a,
            extra_blocks: extra_blocks(a, b),
        })
    }
}

/// Articles read for one group.
#[derive(Default)]
struct Texts(HashMap<ArticleId, StoredArticle>);

impl Texts {
    fn read(&mut self, library: &Library, id: ArticleId) -> Result<(), EngineError> {
        if let std::collections::hash_map::Entry::Vacant(entry) = self.0.entry(id) {
            entry.insert(library.store.article(id)?);
        }
        Ok(())
    }
}

/// How much of either article's body stands anywhere in the other: what is body
/// in one page may pass for furniture in another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shared {
    pub(super) a_in_b: f64,
    pub(super) b_in_a: f64,
    n_words: usize,
}

impl Shared {
    pub(super) fn of(a: &Wording, b: &Wording) -> Self {
        let found = overlap(&a.words, &b.words);
        let ((n_a, a_in_b), (n_b, b_in_a)) = (a.covered(&found.in_a), b.covered(&found.in_b));
        Self { a_in_b, b_in_a, n_words: n_a.min(n_b) }
    }

    /// Whether the two are one text, give or take a few words.
    pub(super) fn is_as_good_as_one(self) -> bool {
        self.a_in_b.min(self.b_in_a) >= AS_GOOD_AS_ONE
    }

    /// Whether it makes one a copy of the other.
    pub(super) fn is_copy(self) -> bool {
        let share = self.a_in_b.max(self.b_in_a);
        (share >= MIN_CONTAINMENT && self.n_words >= MIN_WORDS)
            || (share >= WHOLE && self.n_words >= MIN_WORDS_IF_WHOLE)
    }
}

/// Whether a stored pair is one of copies, not of one article drawn from the other.
pub(super) fn is_of_copies(pair: &CopyPair) -> bool {
    pair.a_in_b.max(pair.b_in_a) >= MIN_CONTAINMENT
}

/// The shares of either article's own runs of words that stand in the other, if they make it
/// likely that one was drawn from the other. Below what makes a copy.
pub(super) fn rewritten(a: &Wording, b: &Wording) -> Option<(f64, f64)> {
    let (own_a, own_b) = (a.own_words(), b.own_words());
    let ((a_in_b, n_a), (b_in_a, n_b)) =
        (shared_trigrams(&own_a, &own_b), shared_trigrams(&own_b, &own_a));
    let is_enough = |share: f64, n: usize| share >= MIN_REWRITTEN && n >= MIN_REWRITTEN_RUNS;
    let below_copies = |share: f64| share.min(MIN_CONTAINMENT - 0.01);
    (is_enough(a_in_b, n_a) || is_enough(b_in_a, n_b))
        .then(|| (below_copies(a_in_b), below_copies(b_in_a)))
}

/// Whether two articles are one text, give or take a few words.
pub(super) fn are_as_good_as_one(pair: &CopyPair) -> bool {
    pair.a_in_b.min(pair.b_in_a) >= AS_GOOD_AS_ONE
}

/// The connected components of the pairs, members ascending, in order of their
/// lowest member.
pub(super) fn components(pairs: &[CopyPair]) -> Vec<Vec<ArticleId>> {
    let mut parent: BTreeMap<ArticleId, ArticleId> = BTreeMap::new();
    for pair in pairs {
        let (a, b) = (root(&mut parent, pair.a), root(&mut parent, pair.b));
        parent.insert(a.max(b), a.min(b));
    }
    let ids: Vec<ArticleId> = parent.keys().copied().collect();
    let mut members: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
    for id in ids {
        members.entry(root(&mut parent, id)).or_default().push(id);
    }
    members.into_values().collect()
}

/// The lowest article one is known to hang together with; what was walked is shortened.
fn root(parent: &mut BTreeMap<ArticleId, ArticleId>, id: ArticleId) -> ArticleId {
    let mut lowest = id;
    while let Some(&above) = parent.get(&lowest).filter(|above| **above != lowest) {
        lowest = above;
    }
    let mut at = id;
    while at != lowest {
        at = parent.insert(at, lowest).unwrap_or(lowest);
    }
    parent.entry(lowest).or_insert(lowest);
    lowest
}

/// The blocks of both, furniture included, that the other does not have.
fn extra_blocks(a: &StoredArticle, b: &StoredArticle) -> Vec<ExtraBlock> {
    let words = |article: &StoredArticle| words_of(&article.text, Span::new(0, article.text.len()));
    let (words_a, words_b) = (words(a), words(b));
    let shared = overlap(&hashes(&words_a), &hashes(&words_b));
    let mut extra = Vec::new();
    for (article, words, covered) in [(a, &words_a, &shared.in_a), (b, &words_b, &shared.in_b)] {
        for block in &article.blocks {
            let from = words.partition_point(|word| word.span.start < block.span.start);
            let to = words.partition_point(|word| word.span.end <= block.span.end).max(from);
            let n_words = to - from;
            let n_covered = covered[from..to].iter().filter(|covered| **covered).count();
            if n_words == 0 || n_covered as f64 >= EXTRA_BELOW * n_words as f64 {
                continue;
            }
            extra.push(ExtraBlock {
                article_id: article.row.id,
                span: block.span,
                text: block.span.of(&article.text).to_owned(),
                furniture: match block.role {
                    Role::Body => None,
                    Role::Boilerplate(furniture) => Some(furniture),
                },
            });
        }
    }
    extra
}

/// The day an article says it was published on; unknown days come last.
pub(super) fn published(row: &ArticleRow) -> (bool, Option<String>) {
    let day = row.metadata.published.as_ref().map(|published| published.value.day().to_owned());
    (day.is_none(), day)
}
