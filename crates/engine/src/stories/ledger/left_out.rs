//! What an article leaves out: facts that two and more other origins of its story told no
//! later, and that have no counterpart in it; and what only it has.
//!
//! Precision first: a fact counts as left out only where no sentence of the article, and no
//! two in a row, hold much of its words, and none means the same. Nothing is said of an
//! article without a date, and tellings without one count for nothing: what was told after
//! an article appeared is no omission.
//! Not here: who was right to leave it out.

use std::collections::{HashMap, HashSet};

use parallax_text::{likeness, n_words, rarity, stem, tokens};
use parallax_types::{ArticleId, Span};

use super::clusters::{Cluster, clusters};
use super::sentences::{SentenceAt, pairs, text};
use super::{LedgerCell, Telling};
use crate::stories::first::Moment;
use crate::stories::{Relation, TextAt, compare};
use crate::{EngineError, Library};

/// Share of a fact's words, weighted by rarity, that is a counterpart: in a sentence or two
/// in a row.
const COUNTERPART: f32 = 0.5;

/// The same for what only one article has: any other article that holds more of it.
const HELD: f32 = 0.4;

/// Words a fact has at least, and one that only one article has.
const MIN_WORDS: usize = 7;
const MIN_WORDS_ALONE: usize = 9;

/// Origins that tell a fact for it to be missed.
const MIN_ORIGINS: usize = 2;

/// Words as common as this say nothing of a fact.
const MIN_RARITY: f32 = 0.5;

/// What of either kind is told at most.
const MAX_FACTS: usize = 24;

/// What an article leaves out, and what only it has.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The article.
    pub article_id: ArticleId,
    /// Whether it says when it appeared; without that nothing is said to be left out.
    pub has_date: bool,
    /// What others told no later, those told by most origins first.
    pub facts: Vec<LeftOutFact>,
    /// Sentences that no other article of the story has anything like, in order.
    pub only_here: Vec<TextAt>,
}

/// A fact that others told.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutFact {
    /// How many independent origins tell it.
    pub n_origins: usize,
    /// One telling of each of them, earliest first.
    pub tellings: Vec<LedgerCell>,
}

impl Library {
    /// What an article leaves out of what its story tells.
    ///
    /// # Errors
    /// [`EngineError::NoSuchStory`] when it is in none; when the store or the model fails.
    pub fn left_out(&self, article: ArticleId) -> Result<LeftOut, EngineError> {
        let ids: Vec<ArticleId> =
            self.story_articles(article)?.into_iter().map(|(id, _)| id).collect();
        self.left_out_among(article, &ids)
    }

    /// The same among any articles.
    ///
    /// # Errors
    /// When one of them is not there; when the store or the model fails.
    pub fn left_out_among(
        &self,
        article: ArticleId,
        ids: &[ArticleId],
    ) -> Result<LeftOut, EngineError> {
        let (tellings, ..) = self.tellings(ids)?;
        let nothing = || LeftOut {
            article_id: article,
            has_date: false,
            facts: Vec::new(),
            only_here: Vec::new(),
        };
        let is_own = |telling: &Telling| telling.article.row.id == article;
        let Some(own) = tellings.iter().position(is_own) else { return Ok(nothing()) };
        let model = self.load_model().ok();
        let found = clusters(&tellings, pairs(&tellings, &self.sentences, model.as_deref())?);
        let moment = Moment::of(&tellings[own].article.row);
        let reading = Reading {
            tellings: &tellings,
            own,
            windows: windows(&tellings[own]),
            is_in_time: tellings
                .iter()
                .map(|other| Moment::of(&other.article.row).is_surely_no_later(&moment))
                .collect(),
        };
        let missed: Vec<LeftOutFact> =
            found.iter().filter_map(|cluster| reading.missed(cluster)).collect();
        let mut facts = self.without_meant(missed, &tellings[own])?;
        facts.sort_by_key(|fact| std::cmp::Reverse(fact.n_origins));
        facts.truncate(MAX_FACTS);
        Ok(LeftOut {
            has_date: moment.is_known(),
            facts,
            only_here: reading.only_here(&found),
            ..nothing()
        })
    }

    /// The facts that no sentence of the article means.
    fn without_meant(
        &self,
        facts: Vec<LeftOutFact>,
        own: &Telling,
    ) -> Result<Vec<LeftOutFact>, EngineError> {
        let Ok(model) = self.load_model() else { return Ok(facts) };
        if facts.is_empty() {
            return Ok(facts);
        }
        let sentences: Vec<&str> =
            own.sentences.iter().map(|span| span.of(&own.article.text)).collect();
        let told = facts.iter().filter_map(|fact| fact.tellings.first());
        let all: Vec<&str> =
            sentences.iter().copied().chain(told.map(|cell| cell.text.as_str())).collect();
        let vectors = self.sentences.vectors(model.as_ref(), &all)?;
        let is_meant = |fact: &LeftOutFact| {
            let Some(telling) = fact.tellings.first() else { return false };
            let vector = vectors.get(telling.text.as_str());
            sentences.iter().any(|sentence| {
                let cosine =
                    vectors.get(*sentence).zip(vector).map(|(own, other)| own.cosine(other));
                let label = cosine.and_then(|cosine| model.model().label(cosine));
                let words = likeness(sentence, &telling.text);
                let relation = compare::relation_of(false, words, label);
                matches!(relation, Some(Relation::Identical | Relation::Reworded))
            })
        };
        let meant: Vec<bool> = facts.iter().map(is_meant).collect();
        Ok(facts.into_iter().zip(meant).filter(|(_, meant)| !meant).map(|(fact, _)| fact).collect())
    }
}

struct Reading<'a> {
    tellings: &'a [Telling],
    /// The article's place among the tellings.
    own: usize,
    /// The words of its headline, of each sentence and of each two in a row.
    windows: Vec<HashSet<String>>,
    /// Which tellings surely appeared no later than it.
    is_in_time: Vec<bool>,
}

impl Reading<'_> {
    fn missed(&self, cluster: &Cluster) -> Option<LeftOutFact> {
        if cluster.sentences.iter().any(|at| at.telling == self.own) {
            return None;
        }
        let own_origin = self.tellings[self.own].origin;
        let mut told: Vec<SentenceAt> = cluster
            .sentences
            .iter()
            .copied()
            .filter(|at| {
                self.is_in_time[at.telling]
                    && self.tellings[at.telling].origin != own_origin
                    && n_words(text(self.tellings, *at)) >= MIN_WORDS
            })
            .collect();
        let mut origins = HashSet::new();
        told.retain(|at| origins.insert(self.tellings[at.telling].origin));
        let is_here = |at: &SentenceAt| {
            let fact = weights(text(self.tellings, *at));
            self.windows.iter().any(|window| held(&fact, window) >= COUNTERPART)
        };
        if told.len() < MIN_ORIGINS || told.iter().any(is_here) {
            return None;
        }
        let tellings = told.iter().map(|at| {
            let telling = &self.tellings[at.telling];
            let sentence = telling.sentences[at.sentence];
            telling.cell(sentence, sentence)
        });
        Some(LeftOutFact { n_origins: told.len(), tellings: tellings.collect() })
    }

    /// Its sentences that stand in no fact and in no other article.
    fn only_here(&self, found: &[Cluster]) -> Vec<TextAt> {
        let shared: HashSet<usize> = found
            .iter()
            .flat_map(|cluster| &cluster.sentences)
            .filter(|at| at.telling == self.own)
            .map(|at| at.sentence)
            .collect();
        let others: Vec<Vec<HashSet<String>>> = self
            .tellings
            .iter()
            .enumerate()
            .filter(|(at, other)| *at != self.own && other.origin != self.tellings[self.own].origin)
            .map(|(_, other)| windows(other))
            .collect();
        let own = &self.tellings[self.own];
        let alone = own.sentences.iter().enumerate().filter(|(at, span)| {
            let written = span.of(&own.article.text);
            let fact = weights(written);
            !shared.contains(at)
                && !others.is_empty()
                && n_words(written) >= MIN_WORDS_ALONE
                && !others.iter().flatten().any(|window| held(&fact, window) >= HELD)
        });
        let found = alone.map(|(_, span): (usize, &Span)| TextAt {
            span: *span,
            text: span.of(&own.article.text).to_owned(),
        });
        found.take(MAX_FACTS).collect()
    }
}

/// The words of an article's headline, of each sentence, and of each two in a row.
fn windows(telling: &Telling) -> Vec<HashSet<String>> {
    let words = |text: &str| -> HashSet<String> {
        tokens(text).iter().map(|token| stem(&token.folded).to_owned()).collect()
    };
    let sentences: Vec<HashSet<String>> =
        telling.sentences.iter().map(|span| words(span.of(&telling.article.text))).collect();
    let pairs = sentences.windows(2).map(|two| two[0].union(&two[1]).cloned().collect());
    let headline = words(&telling.article.row.title);
    pairs.chain(sentences.iter().cloned()).chain([headline]).collect()
}

/// The words of a fact that say something, and how much.
fn weights(fact: &str) -> HashMap<String, f32> {
    let mut weights = HashMap::new();
    for token in tokens(fact) {
        let stem = stem(&token.folded);
        if rarity(stem) >= MIN_RARITY {
            weights.insert(stem.to_owned(), rarity(stem));
        }
    }
    weights
}

/// The share of a fact's weight that stands in a window, 0…1; all of it where it has none.
fn held(fact: &HashMap<String, f32>, window: &HashSet<String>) -> f32 {
    let sum: f32 = fact.values().sum();
    let both: f32 =
        fact.iter().filter(|(word, _)| window.contains(*word)).map(|(_, weight)| weight).sum();
    if sum > 0.0 { both / sum } else { 1.0 }
}
