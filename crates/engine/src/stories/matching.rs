//! From one article beside the others to what is kept about it: its copies and its
//! links to articles on like subjects.
//!
//! Invariant: what one article costs does not grow with the library; the store's
//! look-ups are bounded, and so is the number of articles compared. An article that is
//! one of very many near-identical ones is laid beside a few of them alone, which hold
//! it in their group: pairs among thousands would be millions, and say nothing more.
//! Not here: what is told of an article by itself (`features`).

use parallax_embed::SearchRules;
use parallax_store::{ArticleFacts, CopyPair, FeatureReader, FeatureRowId, Relations, StoryLink};
use parallax_text::{Term, closeness_in_time, term_similarity};
use parallax_types::{ArticleId, UnitVector};

use super::copies::{Shared, are_as_good_as_one, is_of_copies, rewritten};
use super::features::{ArticleFeatures, N_IN_MEAN};
use super::wording::Wording;
use crate::EngineError;

/// Heavy words two articles must share to be compared at all.
const N_SHARED_TERMS: usize = 2;

/// Articles compared for their subject, and for copies.
const N_LIKE: usize = 64;
const N_COPIES: usize = 48;

/// Near-identical articles beside which no more of them are looked for, and like
/// subjects looked at then.
const N_NEAR_IDENTICAL: usize = 16;

/// Share of the smaller article's shingles that a copy has in common, less than
/// half of what is left where every fifth word was replaced.
const MIN_SHINGLES_SHARED: f64 = 0.1;

/// Weight of meaning beside words. Words tell similar events apart (names!),
/// meaning brings tellings together; measured with `story_quality`.
const MEANING: f64 = 0.2;

/// What meaning is taken to be where one of two articles has no vectors: the
/// mean over pairs that share words.
const USUAL_MEANING: f64 = 0.55;

/// Subjects less alike than this are not linked.
const MIN_SUBJECT: f64 = 0.25;

/// What is left of the similarity of articles that speak of other times of year.
const OTHER_SEASON: f64 = 0.8;

/// How far articles that copy one another or quote the same words move towards
/// one event, and how many runs of four quoted words they must share. Measured: 183
/// of 185 such pairs of `ecbplus` are of one story.
const SAME_WORDS: f64 = 0.5;
const N_SHARED_QUOTED: usize = 3;

/// An article and those it is laid beside.
pub(super) struct MatchContext<'a> {
    pub(super) reading: &'a FeatureReader<'a>,
    pub(super) own: &'a ArticleFeatures,
    /// Its row: those written later are laid beside it, not it beside them.
    pub(super) id: FeatureRowId,
    /// What the model's cosines are worth.
    pub(super) rules: SearchRules,
}

/// Lays an article beside those of the store.
pub(super) fn relations(beside: &MatchContext<'_>) -> Result<Relations, EngineError> {
    let copies = find_copies(beside)?;
    let is_one_of_many =
        copies.iter().filter(|pair| are_as_good_as_one(pair)).count() >= N_NEAR_IDENTICAL;
    let mut quoting = quoting(beside)?;
    if is_one_of_many {
        quoting.truncate(N_NEAR_IDENTICAL);
    }
    let repeated: Vec<CopyPair> = copies.iter().copied().filter(is_of_copies).collect();
    let near = Near { copies: &repeated, quoting, is_one_of_many };
    let links = find_links(beside, &near)?;
    Ok(Relations { article_id: beside.own.id, copies, links })
}

/// Articles that hold a good part of this one, or are held by it, or were drawn from it.
fn find_copies(beside: &MatchContext<'_>) -> Result<Vec<CopyPair>, EngineError> {
    let MatchContext { reading, own, id, .. } = *beside;
    let n_own = own.shingles.len();
    let n_shared = if n_own < 12 { 1 } else { 2 };
    let candidates = reading.articles_sharing(id, &own.shingles, n_shared, N_COPIES)?;
    let mut found = Vec::new();
    let mut n_near_identical = 0;
    for candidate in candidates {
        if n_near_identical >= N_NEAR_IDENTICAL {
            break;
        }
        let n_smaller = n_own.min(candidate.n_shingles) as f64;
        let other = candidate.article_id;
        if other == own.id || (candidate.n_keys as f64) < MIN_SHINGLES_SHARED * n_smaller {
            continue;
        }
        let theirs = Wording::of(&reading.article(other)?);
        let shared = Shared::of(&own.wording, &theirs);
        let (in_other, in_own) = if shared.is_copy() {
            n_near_identical += usize::from(shared.is_as_good_as_one());
            (shared.a_in_b, shared.b_in_a)
        } else if let Some(shares) = rewritten(&own.wording, &theirs) {
            shares
        } else {
            continue;
        };
        found.push(if own.id < other {
            CopyPair { a: own.id, b: other, a_in_b: in_other, b_in_a: in_own }
        } else {
            CopyPair { a: other, b: own.id, a_in_b: in_own, b_in_a: in_other }
        });
    }
    Ok(found)
}

/// Articles that quote the same words.
fn quoting(beside: &MatchContext<'_>) -> Result<Vec<ArticleId>, EngineError> {
    let MatchContext { reading, own, id, .. } = *beside;
    let found = reading.articles_sharing(id, &own.quoted, N_SHARED_QUOTED, N_LIKE)?;
    Ok(found.into_iter().map(|sharing| sharing.article_id).collect())
}

/// Articles on a like subject.
fn find_links(beside: &MatchContext<'_>, near: &Near<'_>) -> Result<Vec<StoryLink>, EngineError> {
    let MatchContext { reading, own, id, .. } = *beside;
    let n_like = if near.is_one_of_many { N_NEAR_IDENTICAL } else { N_LIKE };
    let candidates = reading.articles_sharing(id, &own.heavy, N_SHARED_TERMS, n_like)?;
    let mut ids: Vec<ArticleId> =
        candidates.into_iter().map(|sharing| sharing.article_id).collect();
    ids.extend(near.copies.iter().flat_map(|pair| [pair.a, pair.b]));
    ids.extend(&near.quoting);
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|other| *other != own.id);
    let mut links = Vec::new();
    let own_terms = as_terms(&own.facts.terms);
    for (other, theirs) in reading.article_facts(&ids)? {
        let (a, b) = (own.id.min(other), own.id.max(other));
        let words = f64::from(term_similarity(&own_terms, &as_terms(&theirs.terms)));
        let mut subject = with_meaning(words, mean_meaning(&own.facts, &theirs, beside.rules));
        if subject < MIN_SUBJECT {
            continue;
        }
        if !own.vectors.is_empty() && theirs.mean.is_some() {
            let others = reading.vectors_of_article(other, N_IN_MEAN)?;
            subject = with_meaning(words, passage_meaning(&own.vectors, &others, beside.rules));
        }
        if near.quoting.contains(&other) || near.is_copy(a, b) {
            subject += (1.0 - subject) * SAME_WORDS;
        }
        if subject >= MIN_SUBJECT {
            let similarity = subject * closeness(&own.facts, &theirs);
            links.push(StoryLink { a, b, similarity, subject });
        }
    }
    Ok(links)
}

/// How alike two articles are in words and meaning, 0…1.
fn with_meaning(words: f64, meaning: f64) -> f64 {
    (words + MEANING * meaning) / (1.0 + MEANING)
}

/// How near the means of two articles' passages are, 0…1: quickly told.
fn mean_meaning(one: &ArticleFacts, other: &ArticleFacts, rules: SearchRules) -> f64 {
    match (&one.mean, &other.mean) {
        (Some(one), Some(other)) => f64::from(rules.nearness(one.cosine(other)).max(0.0)),
        _ => USUAL_MEANING,
    }
}

/// How near each passage of two articles is to its nearest of the other, on
/// average, 0…1.
fn passage_meaning(own: &[UnitVector], theirs: &[UnitVector], rules: SearchRules) -> f64 {
    let nearest = |of: &[UnitVector], among: &[UnitVector]| -> f64 {
        let best = of.iter().map(|one| {
            among
                .iter()
                .map(|other| f64::from(rules.nearness(one.cosine(other))))
                .fold(0.0, f64::max)
        });
        best.sum::<f64>() / of.len().max(1) as f64
    };
    f64::midpoint(nearest(own, theirs), nearest(theirs, own))
}

/// Less than 1 for articles that speak of other times of year, where the year of
/// one is not known. Known days count when stories are drawn.
fn closeness(one: &ArticleFacts, other: &ArticleFacts) -> f64 {
    if one.day.is_some() && other.day.is_some() {
        return 1.0;
    }
    let (Some(one), Some(other)) = (one.season, other.season) else { return 1.0 };
    let apart = (one - other).abs() % 360;
    closeness_in_time(apart.min(360 - apart), OTHER_SEASON)
}

/// What else is known about an article's neighbours.
struct Near<'a> {
    copies: &'a [CopyPair],
    /// Articles that quote the same words.
    quoting: Vec<ArticleId>,
    /// Whether very many are near-identical with it.
    is_one_of_many: bool,
}

impl Near<'_> {
    fn is_copy(&self, a: ArticleId, b: ArticleId) -> bool {
        self.copies.iter().any(|pair| (pair.a, pair.b) == (a, b))
    }
}

fn as_terms(terms: &[(u32, u8)]) -> Vec<Term> {
    terms.iter().map(|(key, weight)| Term { key: *key, weight: *weight }).collect()
}
