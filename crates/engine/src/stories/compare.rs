//! Two articles side by side: which sentences say the same, which words differ
//! in them, what only one has.

use std::collections::HashSet;

use parallax_embed::Embedder;
use parallax_store::StoredArticle;
use parallax_text::{Aligned, Difference, align, differences, likeness, tokens};
use parallax_types::{ArticleId, Label, Span, UnitVector};

use super::body::Body;
use crate::{EngineError, Library};

/// Likeness in words from which sentences are one, reworded; the same where
/// their meaning is as near as the model calls reworded.
pub(super) const REWORDED: f32 = 0.62;
const REWORDED_IN_MEANING: f32 = 0.3;

/// Likeness in words from which sentences are on one subject; the same where
/// their meaning is as near as the model calls so.
const SAME_SUBJECT: f32 = 0.38;
const SAME_SUBJECT_IN_MEANING: f32 = 0.12;

/// Sentences shorter than this ("He agreed.") belong to none by themselves.
const MIN_WORDS: usize = 4;

/// How two sentences belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same words, case and punctuation aside.
    Identical,
    /// The same statement in other words.
    Reworded,
    /// About the same thing.
    SameSubject,
}

impl Relation {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Reworded => "reworded",
            Self::SameSubject => "same subject",
        }
    }
}

/// A piece of an article's clean text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAt {
    /// Bytes of the clean text.
    pub span: Span,
    /// What stands there.
    pub text: String,
}

/// Two sentences that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct SentencePair {
    /// How.
    pub relation: Relation,
    /// The first article's sentence.
    pub a: TextAt,
    /// The second article's.
    pub b: TextAt,
    /// What differs, with spans of either article's clean text; empty on mere
    /// kinship of subject, where everything would.
    pub differences: Vec<Difference>,
}

/// Two articles side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Sentences that belong together, in the first article's order.
    pub pairs: Vec<SentencePair>,
    /// Sentences only the first has.
    pub only_a: Vec<TextAt>,
    /// Sentences only the second has.
    pub only_b: Vec<TextAt>,
}

impl Library {
    /// Lays two articles side by side, sentence by sentence. With the model
    /// their meaning counts too; without it their words alone.
    ///
    /// # Errors
    /// When one of them is not there.
    pub fn compare(&self, a: ArticleId, b: ArticleId) -> Result<Comparison, EngineError> {
        let (a, b) = (self.store.article(a)?, self.store.article(b)?);
        let model = self.load_model().ok();
        compare_articles(&a, &b, model.as_deref())
    }
}

/// Lays two texts side by side; without a model by their words alone.
///
/// # Errors
/// When the model fails.
pub(crate) fn compare_articles(
    a: &StoredArticle,
    b: &StoredArticle,
    model: Option<&dyn Embedder>,
) -> Result<Comparison, EngineError> {
    let (a, b) = (Side::of(a, model)?, Side::of(b, model)?);
    let pairs = paired(&a, &b, model);
    let used = |at: fn(&Aligned) -> usize| pairs.iter().map(|(pair, _)| at(pair)).collect();
    let (used_a, used_b): (HashSet<usize>, HashSet<usize>) = (used(|p| p.a), used(|p| p.b));
    Ok(Comparison {
        only_a: a.except(&used_a),
        only_b: b.except(&used_b),
        pairs: pairs.iter().map(|(pair, relation)| pair_of(&a, &b, pair, *relation)).collect(),
    })
}

/// One article's sentences.
pub(super) struct Side<'a> {
    text: &'a str,
    pub(super) sentences: Vec<Span>,
    vectors: Vec<Option<UnitVector>>,
}

impl<'a> Side<'a> {
    pub(super) fn of(
        article: &'a StoredArticle,
        model: Option<&dyn Embedder>,
    ) -> Result<Self, EngineError> {
        let sentences = Body::of(article).sentences();
        let text = article.text.as_str();
        let mut vectors = vec![None; sentences.len()];
        if let Some(model) = model {
            let texts = sentences.iter().map(|span| span.of(text).to_owned()).collect();
            let computed = model.submit(texts, parallax_embed::Priority::Shown).wait()?;
            vectors = computed.into_iter().map(Some).collect();
        }
        Ok(Self { text, sentences, vectors })
    }

    pub(super) fn sentence(&self, at: usize) -> &'a str {
        self.sentences[at].of(self.text)
    }

    fn except(&self, used: &HashSet<usize>) -> Vec<TextAt> {
        let alone = (0..self.sentences.len()).filter(|at| !used.contains(at));
        alone.map(|at| self.at(at)).collect()
    }

    fn at(&self, at: usize) -> TextAt {
        TextAt { span: self.sentences[at], text: self.sentence(at).to_owned() }
    }
}

/// Sentences that belong together and how, best pairs first served.
fn paired(a: &Side<'_>, b: &Side<'_>, model: Option<&dyn Embedder>) -> Vec<(Aligned, Relation)> {
    let mut candidates = Vec::new();
    let mut relations = std::collections::HashMap::new();
    for at_a in 0..a.sentences.len() {
        for at_b in 0..b.sentences.len() {
            let Some((relation, similarity)) = related(a, at_a, b, at_b, model) else { continue };
            relations.insert((at_a, at_b), relation);
            candidates.push(Aligned { a: at_a, b: at_b, similarity });
        }
    }
    let aligned = align(candidates);
    aligned.into_iter().map(|pair| (pair, relations[&(pair.a, pair.b)])).collect()
}

/// How two sentences belong together, if they do, and how closely.
pub(super) fn related(
    a: &Side<'_>,
    at_a: usize,
    b: &Side<'_>,
    at_b: usize,
    model: Option<&dyn Embedder>,
) -> Option<(Relation, f32)> {
    let (one, other) = (a.sentence(at_a), b.sentence(at_b));
    let cosine = match (&a.vectors[at_a], &b.vectors[at_b]) {
        (Some(one), Some(other)) => Some(one.cosine(other)),
        _ => None,
    };
    let label = cosine.zip(model).and_then(|(cosine, model)| model.model().label(cosine));
    let words = likeness(one, other);
    let relation = relation(one, other, words, label)?;
    let closeness = match relation {
        Relation::Identical => 3.0,
        Relation::Reworded => 1.0,
        Relation::SameSubject => 0.0,
    };
    Some((relation, closeness + words + cosine.unwrap_or(0.0).max(0.0)))
}

fn relation(one: &str, other: &str, words: f32, label: Option<Label>) -> Option<Relation> {
    let (folded_one, folded_other) = (folded(one), folded(other));
    if folded_one == folded_other {
        return Some(Relation::Identical);
    }
    if folded_one.len().min(folded_other.len()) < MIN_WORDS {
        return None;
    }
    relation_of(false, words, label)
}

/// How sentences of some length belong together, if they do.
///
/// - `words`: [`likeness`].
/// - `label`: what the model calls their similarity, if it was asked.
pub(super) fn relation_of(
    is_identical: bool,
    words: f32,
    label: Option<Label>,
) -> Option<Relation> {
    if is_identical {
        return Some(Relation::Identical);
    }
    let is_within = |closest: Label| label.is_some_and(|label| label <= closest);
    if words >= REWORDED || (words >= REWORDED_IN_MEANING && is_within(Label::Reworded)) {
        Some(Relation::Reworded)
    } else if words >= SAME_SUBJECT
        || (words >= SAME_SUBJECT_IN_MEANING && is_within(Label::SameSubject))
    {
        Some(Relation::SameSubject)
    } else {
        None
    }
}

fn folded(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.folded).collect()
}

fn pair_of(a: &Side<'_>, b: &Side<'_>, pair: &Aligned, relation: Relation) -> SentencePair {
    let differences = match relation {
        Relation::Identical | Relation::SameSubject => Vec::new(),
        Relation::Reworded => placed(a, b, pair),
    };
    SentencePair { relation, a: a.at(pair.a), b: b.at(pair.b), differences }
}

/// The differences of a pair, with spans of the whole texts.
fn placed(a: &Side<'_>, b: &Side<'_>, pair: &Aligned) -> Vec<Difference> {
    let shift =
        |span: Option<Span>, by: usize| span.map(|span| Span::new(span.start + by, span.end + by));
    let (from_a, from_b) = (a.sentences[pair.a].start, b.sentences[pair.b].start);
    differences(a.sentence(pair.a), b.sentence(pair.b))
        .into_iter()
        .map(|found| Difference {
            kind: found.kind,
            a: shift(found.a, from_a),
            b: shift(found.b, from_b),
        })
        .collect()
}
