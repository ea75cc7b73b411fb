//! Who else says it: passages of other articles near to a passage, a selection
//! or any pasted text.
//!
//! Invariants: never the same article; a passage that repeats the origin is a
//! copy, named but no voice of its own; every article speaks once before any
//! speaks twice.

use std::collections::{HashMap, HashSet};

use parallax_index::Plan;
use parallax_store::{ArticleRow, PassageRow, Scope, Snapshot};
use parallax_text::n_words;
use parallax_types::{ArticleId, Label, PassageId, Span, UnitVector, VectorId};

use crate::error::EngineError;
use crate::library::Library;
use crate::model::is_made_for;
use crate::search::{
    Assembly, CopyOf, Hit, Mark, Query, QueryWords, Ranked, Ranking, SearchContext, Shingles, Sort,
    Stems, any_word_of, segments, word_spans,
};

/// Vectors looked at for every hit wanted: copies and the article itself go.
const N_CONSIDERED_PER_HIT: usize = 8;

/// A text up to this long is taken for a sentence or two, and compared with sentences.
const MAX_SENTENCE_WORDS: usize = 60;

/// Passages whose sentences are compared, from each of meaning and words: about
/// four sentences each, some milliseconds a sentence the first time.
const N_RESCORED: usize = 20;

/// What others should say too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A passage of the library.
    Passage(PassageId),
    /// Any text; the article it was selected in, if it was.
    Text(String, Option<ArticleId>),
}

/// Who else says it.
#[derive(Debug, Clone, Default)]
pub struct Related {
    /// Nearest first, every article once before any twice.
    pub hits: Vec<Hit>,
    /// Articles that repeat the very passage.
    pub copies: Vec<CopyOf>,
    /// The language of the origin's article, where the model was not made for it: nothing
    /// was compared by meaning then, and copies are all there is.
    pub outside_model: Option<String>,
}

impl Library {
    /// Finds at most `n_wanted` passages of other articles that say what
    /// `origin` says.
    ///
    /// # Errors
    /// When the model cannot be used, or the passage is unknown or not embedded yet.
    pub fn related(&self, origin: &Origin, n_wanted: usize) -> Result<Related, EngineError> {
        let model = self.load_model()?;
        let (mut related, text, vector) = match origin {
            Origin::Text(text, article) => {
                let vector = model.embed_query(text)?;
                let related = self.in_one_state(Some(model), true, |context| {
                    voices(context, text, &vector, *article, n_wanted)
                })?;
                (related, text.clone(), vector)
            }
            Origin::Passage(id) => self.in_one_state(Some(model), true, |context| {
                let (passage, vector) = passage_with_vector(context.snapshot, *id)?;
                let own = Some(passage.article_id);
                let related = voices(context, &passage.text, &vector, own, n_wanted)?;
                Ok((related, passage.text, vector))
            })?,
        };
        self.mark_differences(&mut related.hits, &text, &vector)?;
        Ok(related)
    }

    /// Marks in each hit the sentence nearest to the origin; where that sentence
    /// says the same, the words of it that the origin has not.
    fn mark_differences(
        &self,
        hits: &mut [Hit],
        origin: &str,
        vector: &UnitVector,
    ) -> Result<(), EngineError> {
        let Some(model) = self.ready_model() else { return Ok(()) };
        let texts: Vec<&str> = hits.iter().map(|hit| hit.text.as_str()).collect();
        let nearest = self.sentences.nearest(model.as_ref(), vector, &texts)?;
        let known = Stems::of_text(origin);
        for (hit, sentence) in hits.iter_mut().zip(nearest) {
            let Some(sentence) = sentence else { continue };
            let says_the_same = model.model().label(sentence.similarity) <= Some(Label::Reworded)
                && model.model().label(sentence.similarity).is_some();
            let mut marks = vec![(sentence.span, Mark::Meaning)];
            if says_the_same || hit.label <= Some(Label::Reworded) {
                marks = differing_words(&known, &hit.text, sentence.span);
            }
            hit.segments = segments(&hit.text, &marks);
        }
        Ok(())
    }
}

/// Passages of other articles that say what `text` says, and those that repeat it.
fn voices(
    context: &SearchContext<'_>,
    text: &str,
    vector: &UnitVector,
    own_article: Option<ArticleId>,
    n_wanted: usize,
) -> Result<Related, EngineError> {
    let mut ranked = near(context, vector, n_wanted, own_article)?;
    if n_words(text) <= MAX_SENTENCE_WORDS {
        add_holders_of_words(context.snapshot, text, own_article, &mut ranked)?;
        rescore_by_sentence(context, vector, &mut ranked)?;
    }
    let is_labelled = |similarity: f32| {
        context.model.as_ref().is_some_and(|model| model.model().label(similarity).is_some())
    };
    ranked.retain(|ranked| ranked.similarity.is_some_and(is_labelled));
    let n_ranked = ranked.len();
    // Nothing is marked here as a shared word: what differs is what matters.
    let no_words = QueryWords::of(&Query::default(), &[]);
    let ranking = Ranking { ranked, ..Ranking::default() };
    let mut assembly = Assembly::new(context, &no_words, None);
    let hits = assembly.hits(&ranking, 0, n_ranked, Sort::Relevance)?;
    let (copies, mut hits) = set_copies_apart(text, own_article, hits);
    let outside_model = language_outside_model(context, own_article)?;
    // A similarity the model was not made for says nothing, however high.
    hits.retain(|hit| outside_model.is_none() && fits_model(context, &hit.article));
    // An article that repeats this passage has no other word of its own in the matter.
    hits.retain(|hit| copies.iter().all(|copy| copy.article.id != hit.article.id));
    one_voice_each(&mut hits);
    hits.truncate(n_wanted);
    Ok(Related { hits, copies, outside_model })
}

/// The language of an article, if the model was not made for it.
fn language_outside_model(
    context: &SearchContext<'_>,
    article: Option<ArticleId>,
) -> Result<Option<String>, EngineError> {
    let Some(id) = article else { return Ok(None) };
    let row = context.snapshot.article_rows(&[id])?.pop();
    let row = row.filter(|row| !fits_model(context, row));
    Ok(row.and_then(|row| row.metadata.language).map(|language| language.value))
}

fn fits_model(context: &SearchContext<'_>, article: &ArticleRow) -> bool {
    let language = article.metadata.language.as_ref().map(|language| language.value.as_str());
    context.model.as_ref().is_none_or(|model| is_made_for(model.model(), language))
}

/// Passages of other articles nearest to `vector`, nearest first.
fn near(
    context: &SearchContext<'_>,
    vector: &UnitVector,
    n_wanted: usize,
    own_article: Option<ArticleId>,
) -> Result<Vec<Ranked>, EngineError> {
    let n_considered = n_wanted * N_CONSIDERED_PER_HIT + 40;
    let neighbors = context.vectors.nearest(context.snapshot, vector, n_considered, Plan::Auto)?;
    let similarity: HashMap<VectorId, f32> =
        neighbors.iter().map(|n| (n.id, n.similarity)).collect();
    let ids: Vec<VectorId> = neighbors.iter().map(|neighbor| neighbor.id).collect();
    let passages = context.snapshot.passages_with_vectors(&ids)?;
    let others = passages.into_iter().filter(|(.., article)| Some(*article) != own_article);
    let ranked = others.map(|(vector, passage_id, article_id)| Ranked {
        passage_id,
        article_id,
        similarity: Some(similarity[&vector]),
        has_words: false,
    });
    Ok(ranked.collect())
}

/// Adds passages that hold the words of `text`: among the hundred words of a
/// passage, one sentence hardly moves its vector.
fn add_holders_of_words(
    snapshot: Snapshot<'_>,
    text: &str,
    own_article: Option<ArticleId>,
    ranked: &mut Vec<Ranked>,
) -> Result<(), EngineError> {
    ranked.truncate(N_RESCORED);
    let wanted = any_word_of(snapshot, text)?;
    let found = snapshot.find_words(&wanted, &Scope::default(), N_RESCORED)?;
    let ids: Vec<PassageId> = found.passages.iter().map(|hit| hit.passage_id).collect();
    for (passage_id, article_id, _) in snapshot.passage_locations(&ids)? {
        let is_new = ranked.iter().all(|known| known.passage_id != passage_id);
        if is_new && Some(article_id) != own_article {
            ranked.push(Ranked { passage_id, article_id, similarity: None, has_words: true });
        }
    }
    Ok(())
}

/// Gives each passage the similarity of its nearest sentence where that is
/// higher, and orders them by it.
fn rescore_by_sentence(
    context: &SearchContext<'_>,
    vector: &UnitVector,
    ranked: &mut [Ranked],
) -> Result<(), EngineError> {
    let Some(model) = context.model.as_deref() else { return Ok(()) };
    let ids: Vec<PassageId> = ranked.iter().map(|ranked| ranked.passage_id).collect();
    let passages = context.snapshot.passages(&ids)?;
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
    let nearest = context.sentences.nearest(model, vector, &texts)?;
    let by_id: HashMap<PassageId, f32> = passages
        .iter()
        .zip(nearest)
        .filter_map(|(passage, sentence)| Some((passage.id, sentence?.similarity)))
        .collect();
    for ranked in ranked.iter_mut() {
        let sentence = by_id.get(&ranked.passage_id).copied();
        ranked.similarity = match (ranked.similarity, sentence) {
            (Some(passage), Some(sentence)) => Some(passage.max(sentence)),
            (one, other) => one.or(other),
        };
    }
    ranked.sort_by(|a, b| {
        let order = b.similarity.unwrap_or(-1.0).total_cmp(&a.similarity.unwrap_or(-1.0));
        order.then(a.passage_id.cmp(&b.passage_id))
    });
    Ok(())
}

fn passage_with_vector(
    snapshot: Snapshot<'_>,
    id: PassageId,
) -> Result<(PassageRow, UnitVector), EngineError> {
    let passage = snapshot.passages(&[id])?.pop().ok_or(EngineError::NoSuchPassage { id })?;
    let vector = snapshot.vectors(&[passage.vector_id])?.pop().flatten();
    Ok((passage, vector.ok_or(EngineError::PassagePending { id })?))
}

/// The content words of `sentence` that `known` has in no form, neighbours joined.
fn differing_words(known: &Stems, text: &str, sentence: Span) -> Vec<(Span, Mark)> {
    let inside = sentence.of(text);
    let own = Stems::of_text(inside);
    let shared: HashSet<Span> = known.find(inside).into_iter().collect();
    let content: HashSet<Span> = own.find(inside).into_iter().collect();
    let mut marks: Vec<(Span, Mark)> = Vec::new();
    let mut was_marked = false;
    for word in word_spans(inside) {
        let differs = content.contains(&word) && !shared.contains(&word);
        if differs {
            let span = Span::new(sentence.start + word.start, sentence.start + word.end);
            match marks.last_mut() {
                Some((last, _)) if was_marked => last.end = span.end,
                _ => marks.push((span, Mark::Differs)),
            }
        }
        was_marked = differs;
    }
    marks
}

/// Takes hits that repeat the origin out of the list of voices.
fn set_copies_apart(
    origin: &str,
    own: Option<ArticleId>,
    hits: Vec<Hit>,
) -> (Vec<CopyOf>, Vec<Hit>) {
    if own.is_none() {
        // Pasted text comes from nowhere: who repeats it is just who was looked for.
        return (Vec::new(), hits);
    }
    let origin = Shingles::of(origin);
    let (copies, voices): (Vec<Hit>, Vec<Hit>) =
        hits.into_iter().partition(|hit| origin.repeats(&Shingles::of(&hit.text)));
    let mut named: Vec<CopyOf> = Vec::new();
    for copy in copies {
        let first = CopyOf { passage_id: copy.passage_id, article: copy.article };
        for copy in std::iter::once(first).chain(copy.copies) {
            if named.iter().all(|known| known.article.id != copy.article.id) {
                named.push(copy);
            }
        }
    }
    (named, voices)
}

/// Every article's nearest passage first, then their second nearest.
fn one_voice_each(hits: &mut Vec<Hit>) {
    let mut seen = HashSet::new();
    let (first, second): (Vec<Hit>, Vec<Hit>) =
        std::mem::take(hits).into_iter().partition(|hit| seen.insert(hit.article.id));
    hits.extend(first);
    hits.extend(second);
}
