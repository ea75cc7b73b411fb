//! Quotations collected into families: the same words of the same speaker, as
//! each article renders them, in quotation marks or as reported speech.

use std::collections::{BTreeMap, HashMap, HashSet};

use parallax_store::{OriginMarkRow, QuoteFilter, QuoteRow};
use parallax_text::{OriginMarkKind, person_key, rarity, same_person, stem, tokens};
use parallax_types::{ArticleId, Span};

use super::first::{FirstTelling, Moment, first_of};
use crate::{EngineError, Library};

/// Share of the shorter rendering's words (weighted by rarity) that two
/// renderings must have in common.
const SAME_WORDS: f32 = 0.45;

/// The same between a quotation and a sentence that may report it.
const SAME_REPORT: f32 = 0.34;

/// The same when the speaker of one is not known.
const SAME_WORDS_ANY_SPEAKER: f32 = 0.75;

/// Words two renderings must share at least.
const MIN_SHARED: usize = 3;

/// Words as common as this are shared by any two sentences.
const MIN_RARITY: f32 = 0.6;

/// Whose quotations are wanted.
#[derive(Debug, Clone)]
pub enum QuoteScope {
    /// Everybody's.
    All,
    /// A speaker's, by name; the family name is enough.
    Speaker(String),
    /// Those in the articles of a story.
    Story(ArticleId),
}

/// One statement in all its renderings.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteFamily {
    /// Who said it, as fully as any article names them; `None` when none does.
    pub speaker: Option<String>,
    /// As each article has it, by article and place.
    pub renderings: Vec<Rendering>,
    /// The article that has it first, as far as dates tell; `None` where none has a date.
    pub first: Option<FirstTelling>,
    /// To whom it was said, as most articles have it beside it.
    pub told_to: Option<String>,
}

impl QuoteFamily {
    /// How many articles have it.
    #[must_use]
    pub fn n_articles(&self) -> usize {
        self.renderings.iter().map(|rendering| rendering.article_id).collect::<HashSet<_>>().len()
    }
}

/// A statement as one article has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendering {
    /// The article.
    pub article_id: ArticleId,
    /// The words said, in its clean text.
    pub span: Span,
    /// Those words.
    pub text: String,
    /// The sentences around them, with the attribution.
    pub sentence: Span,
    /// How this article names the speaker.
    pub speaker: Option<String>,
    /// Where it does.
    pub speaker_span: Option<Span>,
    /// Whether it is told in the author's words.
    pub is_reported: bool,
    /// Renderings of a family with the same number have the same words.
    pub wording: usize,
}

impl Library {
    /// The quotations in `scope` by family, those in most articles first.
    ///
    /// # Errors
    /// When the store cannot be read, or there is no such story.
    pub fn quotes(&self, scope: &QuoteScope) -> Result<Vec<QuoteFamily>, EngineError> {
        let rows = match scope {
            QuoteScope::All => self.store.quotes(QuoteFilter::All)?,
            QuoteScope::Speaker(name) => {
                let of_family = self.store.quotes(QuoteFilter::Speaker(&person_key(name)))?;
                let is_meant = |row: &QuoteRow| {
                    row.speaker.as_deref().is_some_and(|speaker| same_person(speaker, name))
                };
                of_family.into_iter().filter(is_meant).collect()
            }
            QuoteScope::Story(id) => {
                let ids: Vec<ArticleId> =
                    self.story_articles(*id)?.into_iter().map(|(id, _)| id).collect();
                self.store.quotes(QuoteFilter::Articles(&ids))?
            }
        };
        let mut families = families(&self.renderings(rows)?);
        self.add_first(&mut families)?;
        families.sort_by_key(|family| {
            std::cmp::Reverse((family.n_articles(), family.renderings.len()))
        });
        Ok(families)
    }

    /// Says of each family which article has it first, and to whom it was said.
    fn add_first(&self, families: &mut [QuoteFamily]) -> Result<(), EngineError> {
        let renderings = families.iter().flat_map(|family| &family.renderings);
        let mut ids: Vec<ArticleId> = renderings.map(|rendering| rendering.article_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = self.store.article_rows(&ids)?;
        let moments: HashMap<ArticleId, Moment> =
            rows.iter().map(|row| (row.id, Moment::of(row))).collect();
        let marks = self.store.origin_marks(&ids)?;
        for family in families {
            let mut own: Vec<ArticleId> =
                family.renderings.iter().map(|rendering| rendering.article_id).collect();
            own.dedup();
            family.first = first_of(own.iter().filter_map(|id| moments.get(id).cloned()));
            family.told_to = told_to(family, &marks);
        }
        Ok(())
    }

    /// The quotations of some articles by family.
    pub(super) fn quotes_in(&self, ids: &[ArticleId]) -> Result<Vec<QuoteFamily>, EngineError> {
        Ok(families(&self.renderings(self.store.quotes(QuoteFilter::Articles(ids))?)?))
    }

    fn renderings(&self, rows: Vec<QuoteRow>) -> Result<Vec<Rendering>, EngineError> {
        let mut text: (Option<ArticleId>, String) = (None, String::new());
        let mut renderings = Vec::with_capacity(rows.len());
        for row in rows {
            if text.0 != Some(row.article_id) {
                text = (Some(row.article_id), self.store.article(row.article_id)?.text);
            }
            renderings.push(Rendering {
                article_id: row.article_id,
                text: row.span.of(&text.1).to_owned(),
                span: row.span,
                sentence: row.sentence,
                speaker: row.speaker,
                speaker_span: row.speaker_span,
                is_reported: row.is_reported,
                wording: 0,
            });
        }
        Ok(renderings)
    }
}

/// The medium that most renderings have beside them as the one that was told.
fn told_to(family: &QuoteFamily, marks: &[(ArticleId, OriginMarkRow)]) -> Option<String> {
    let mut articles: BTreeMap<&str, HashSet<ArticleId>> = BTreeMap::new();
    for rendering in &family.renderings {
        let beside = marks.iter().filter(|(id, mark)| {
            *id == rendering.article_id
                && mark.kind == OriginMarkKind::Told.as_str()
                && mark.span.overlaps(rendering.sentence)
        });
        for (id, mark) in beside {
            articles.entry(&mark.name).or_default().insert(*id);
        }
    }
    let most = articles.into_iter().rev().max_by_key(|(_, articles)| articles.len());
    most.map(|(name, _)| name.to_owned())
}

/// Renderings of the same statement together, in order of their first.
fn families(renderings: &[Rendering]) -> Vec<QuoteFamily> {
    let words: Vec<Words> = renderings.iter().map(Words::of).collect();
    let mut group: Vec<usize> = (0..renderings.len()).collect();
    for (a, b) in candidates(&words) {
        if is_same(&renderings[a], &renderings[b], &words[a], &words[b]) {
            let (one, other) = (group[a], group[b]);
            for member in group.iter_mut().filter(|member| **member == one.max(other)) {
                *member = one.min(other);
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, group) in group.into_iter().enumerate() {
        members.entry(group).or_default().push(at);
    }
    members.into_values().map(|members| family(renderings, &members)).collect()
}

/// Pairs that share enough words to be compared.
fn candidates(words: &[Words]) -> Vec<(usize, usize)> {
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        for stem in words.weights.keys() {
            holders.entry(stem).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    // A word in hundreds of quotations tells no two of them to be one.
    for holders in holders.values().filter(|holders| holders.len() <= 200) {
        for (at, a) in holders.iter().enumerate() {
            for b in &holders[at + 1..] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    shared.into_iter().filter(|(_, n)| *n >= MIN_SHARED).map(|(pair, _)| pair).collect()
}

fn is_same(a: &Rendering, b: &Rendering, words_a: &Words, words_b: &Words) -> bool {
    let needed = match (&a.speaker, &b.speaker) {
        (Some(one), Some(other)) if !same_person(one, other) => return false,
        (Some(_), Some(_)) if a.is_reported || b.is_reported => SAME_REPORT,
        (Some(_), Some(_)) => SAME_WORDS,
        _ => SAME_WORDS_ANY_SPEAKER,
    };
    // Two reports of one article are two things said.
    let is_one_article = a.article_id == b.article_id;
    !(is_one_article && (a.is_reported || b.is_reported)) && words_a.shared(words_b) >= needed
}

fn family(renderings: &[Rendering], members: &[usize]) -> QuoteFamily {
    let mut wordings: Vec<String> = Vec::new();
    let renderings: Vec<Rendering> = members
        .iter()
        .map(|at| {
            let mut rendering = renderings[*at].clone();
            let folded: Vec<String> =
                tokens(&rendering.text).into_iter().map(|token| token.folded).collect();
            let folded = folded.join(" ");
            rendering.wording =
                wordings.iter().position(|known| *known == folded).unwrap_or_else(|| {
                    wordings.push(folded);
                    wordings.len() - 1
                });
            rendering
        })
        .collect();
    let speakers = renderings.iter().filter_map(|rendering| rendering.speaker.clone());
    let speaker =
        speakers.max_by_key(|name| (name.split(' ').count(), std::cmp::Reverse(name.clone())));
    QuoteFamily { speaker, renderings, first: None, told_to: None }
}

/// The words of a rendering that say something, with their weights.
struct Words {
    weights: HashMap<String, f32>,
    sum: f32,
}

impl Words {
    /// The speaker's own name is no part of what was said.
    fn of(rendering: &Rendering) -> Self {
        let speaker = rendering.speaker.as_deref().map(tokens).unwrap_or_default();
        let speaker: HashSet<&str> = speaker.iter().map(|token| token.folded.as_str()).collect();
        let mut weights = HashMap::new();
        for token in tokens(&rendering.text) {
            let folded = token.folded.as_str();
            let stem = stem(folded);
            let weight = rarity(stem);
            if weight >= MIN_RARITY && !speaker.contains(folded) && folded != "said" {
                weights.insert(stem.to_owned(), weight);
            }
        }
        Self { sum: weights.values().sum(), weights }
    }

    /// The share of the lighter one's weight that both have, 0…1.
    fn shared(&self, other: &Self) -> f32 {
        let both: f32 = self
            .weights
            .iter()
            .filter(|(stem, _)| other.weights.contains_key(*stem))
            .map(|(_, weight)| weight)
            .sum();
        let lighter = self.sum.min(other.sum);
        if lighter > 0.0 { both / lighter } else { 0.0 }
    }
}
