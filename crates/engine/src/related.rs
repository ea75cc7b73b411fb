//! Who else says it: passages of other articles near to a passage, a selection
//! or any pasted text.
//!
//! Invariants: never the same article; a passage that repeats the origin is a
//! copy, named but no voice of its own; every article speaks once before any
//! speaks twice.

use std::collections::{HashMap, HashSet};

use parallax_index::Plan;
use parallax_store::{ArticleRow, PassageRow, Scope};
use parallax_text::n_words;
use parallax_types::{ArticleId, Label, PassageId, Span, UnitVector, VectorId};

use crate::model::is_made_for;
use crate::search::{
    Assembly, CopyOf, Hit, Mark, Query, Ranked, Ranking, Shingles, Sort, Stems, segments,
    word_spans,
};
use crate::{EngineError, Library};

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
        self.load_model()?;
        self.load_vectors()?;
        let (text, vector, own_article) = match origin {
            Origin::Passage(id) => {
                let (passage, vector) = self.passage_with_vector(*id)?;
                (passage.text, vector, Some(passage.article_id))
            }
            Origin::Text(text, article) => {
                (text.clone(), self.load_model()?.embed_query(text)?, *article)
            }
        };
        let mut ranked = self.near(&vector, n_wanted, own_article)?;
        if n_words(&text) <= MAX_SENTENCE_WORDS {
            self.add_holders_of_words(&text, own_article, &mut ranked)?;
            self.rescore_by_sentence(&vector, &mut ranked)?;
        }
        ranked.retain(|ranked| self.label(ranked.similarity).is_some());
        let n_ranked = ranked.len();
        // Nothing is marked here as a shared word: what differs is what matters.
        let query = Query::default();
        let ranking = Ranking { ranked, ..Ranking::default() };
        let hits = Assembly::new(self, &query).hits(&ranking, 0, n_ranked, Sort::Relevance)?;
        let (copies, mut hits) = set_copies_apart(&text, own_article, hits);
        let outside_model = self.language_outside_model(own_article)?;
        // A similarity the model was not made for says nothing, however high.
        hits.retain(|hit| outside_model.is_none() && self.is_made_for(&hit.article));
        // An article that repeats this passage has no other word of its own in the matter.
        hits.retain(|hit| copies.iter().all(|copy| copy.article.id != hit.article.id));
        one_voice_each(&mut hits);
        hits.truncate(n_wanted);
        self.mark_differences(&mut hits, &text, &vector)?;
        Ok(Related { hits, copies, outside_model })
    }

    fn language_outside_model(
        &self,
        article: Option<ArticleId>,
    ) -> Result<Option<String>, EngineError> {
        let Some(id) = article else { return Ok(None) };
        let row = self.store.article_rows(&[id])?.pop();
        Ok(row
            .filter(|row| !self.is_made_for(row))
            .and_then(|row| row.metadata.language)
            .map(|language| language.value))
    }

    fn is_made_for(&self, article: &ArticleRow) -> bool {
        let language = article.metadata.language.as_ref().map(|language| language.value.as_str());
        self.ready_model().is_none_or(|model| is_made_for(model.model(), language))
    }

    /// Passages of other articles nearest to `vector`, nearest first.
    fn near(
        &self,
        vector: &UnitVector,
        n_wanted: usize,
        own_article: Option<ArticleId>,
    ) -> Result<Vec<Ranked>, EngineError> {
        let n_considered = n_wanted * N_CONSIDERED_PER_HIT + 40;
        let neighbors =
            self.vectors.nearest(&self.store, vector, n_considered, Plan::Auto, None)?;
        let similarity: HashMap<VectorId, f32> =
            neighbors.iter().map(|n| (n.id, n.similarity)).collect();
        let ids: Vec<VectorId> = neighbors.iter().map(|neighbor| neighbor.id).collect();
        let passages = self.store.passages_with_vectors(&ids)?;
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
        &self,
        text: &str,
        own_article: Option<ArticleId>,
        ranked: &mut Vec<Ranked>,
    ) -> Result<(), EngineError> {
        ranked.truncate(N_RESCORED);
        let wanted = self.any_word_of(text)?;
        let found = self.store.find_words(&wanted, &Scope::default(), N_RESCORED)?;
        let ids: Vec<PassageId> = found.passages.iter().map(|hit| hit.passage_id).collect();
        for (passage_id, article_id, _) in self.store.passage_locations(&ids)? {
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
        &self,
        vector: &UnitVector,
        ranked: &mut [Ranked],
    ) -> Result<(), EngineError> {
        let Some(model) = self.ready_model() else { return Ok(()) };
        let ids: Vec<PassageId> = ranked.iter().map(|ranked| ranked.passage_id).collect();
        let passages = self.store.passages(&ids)?;
        let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
        let nearest = self.sentences.nearest(model.as_ref(), vector, &texts)?;
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

    fn passage_with_vector(&self, id: PassageId) -> Result<(PassageRow, UnitVector), EngineError> {
        let passage = self.store.passages(&[id])?.pop().ok_or(EngineError::NoSuchPassage { id })?;
        let vector = self.store.vectors(&[passage.vector_id])?.pop().flatten();
        Ok((passage, vector.ok_or(EngineError::PassagePending { id })?))
    }

    fn label(&self, similarity: Option<f32>) -> Option<Label> {
        self.ready_model()?.model().label(similarity?)
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
