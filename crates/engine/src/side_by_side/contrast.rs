//! A passage and another article's passage that says it too: which words differ,
//! on both sides.

use parallax_embed::{Embedder, Priority};
use parallax_text::{Aligned, DifferenceKind, align, differences, likeness, sentences};
use parallax_types::{Label, PassageId, Span, UnitVector};

use super::{Claim, SidePiece, claims, split_at_marks};
use crate::related::Origin;
use crate::{EngineError, Library};

/// Likeness in words from which two sentences are one, reworded, whatever the
/// model says of them.
const REWORDED: f32 = 0.62;

/// Words two sentences share at least, else everything in them differs and
/// nothing is worth marking.
const LEAST_SHARED: f32 = 0.2;

/// Two passages beside each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contrast {
    /// The passage being read, cut at what the other says differently.
    pub here: Vec<SidePiece>,
    /// The other passage, cut at what it says differently.
    pub there: Vec<SidePiece>,
    /// What they claim differently.
    pub claims: Vec<Claim>,
}

impl Library {
    /// Marks what differs between the passage or text being read and another
    /// passage, in sentences that say the same in other words.
    ///
    /// # Errors
    /// When a passage is unknown or the model fails.
    pub fn contrast(&self, origin: &Origin, other: PassageId) -> Result<Contrast, EngineError> {
        let here = match origin {
            Origin::Passage(id) => self.passage_text(*id)?,
            Origin::Text(text, _) => text.clone(),
        };
        let there = self.passage_text(other)?;
        let model = self.ready_model();
        contrast(&here, &there, model.as_deref())
    }

    fn passage_text(&self, id: PassageId) -> Result<String, EngineError> {
        let passage = self.store.passages(&[id])?.pop();
        Ok(passage.ok_or(EngineError::NoSuchPassage { id })?.text)
    }
}

fn contrast(
    here: &str,
    there: &str,
    model: Option<&dyn Embedder>,
) -> Result<Contrast, EngineError> {
    let (own, theirs) = (Sentences::of(here, model)?, Sentences::of(there, model)?);
    let mut candidates = Vec::new();
    for a in 0..own.spans.len() {
        for b in 0..theirs.spans.len() {
            let similarity = closeness(&own, a, &theirs, b, model);
            candidates.extend(similarity.map(|similarity| Aligned { a, b, similarity }));
        }
    }
    let (mut in_here, mut in_there, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for pair in align(candidates) {
        let (a, b) = (own.spans[pair.a], theirs.spans[pair.b]);
        let found = differences(a.of(here), b.of(there));
        said.extend(claims(&found, a.of(here), b.of(there)));
        in_here.extend(found.iter().filter_map(|d| Some((shifted(d.a?, a), d.kind))));
        in_there.extend(found.iter().filter_map(|d| Some((shifted(d.b?, b), d.kind))));
    }
    let pieces =
        |text: &str, marks: Vec<(Span, DifferenceKind)>| split_at_marks(text, 0, marks.into_iter());
    Ok(Contrast { here: pieces(here, in_here), there: pieces(there, in_there), claims: said })
}

fn shifted(span: Span, by: Span) -> Span {
    Span::new(span.start + by.start, span.end + by.start)
}

/// The sentences of a passage with their vectors, if there is a model.
struct Sentences<'a> {
    text: &'a str,
    spans: Vec<Span>,
    vectors: Vec<UnitVector>,
}

impl<'a> Sentences<'a> {
    fn of(text: &'a str, model: Option<&dyn Embedder>) -> Result<Self, EngineError> {
        let spans = sentences(text);
        let texts: Vec<String> = spans.iter().map(|span| span.of(text).to_owned()).collect();
        let vectors = match model {
            Some(model) => model.submit(texts, Priority::Shown).wait()?,
            None => Vec::new(),
        };
        Ok(Self { text, spans, vectors })
    }
}

/// How close two sentences are when they say the same, else nothing.
fn closeness(
    own: &Sentences<'_>,
    a: usize,
    theirs: &Sentences<'_>,
    b: usize,
    model: Option<&dyn Embedder>,
) -> Option<f32> {
    let words = likeness(own.spans[a].of(own.text), theirs.spans[b].of(theirs.text));
    let cosine = own.vectors.get(a).zip(theirs.vectors.get(b)).map(|(a, b)| a.cosine(b));
    let label = cosine.zip(model).and_then(|(cosine, model)| model.model().label(cosine));
    let is_near = label.is_some_and(|label| label <= Label::Reworded);
    let says_the_same = words >= REWORDED || (words >= LEAST_SHARED && is_near);
    // Words count double: the sentence that is quoted beats the one about it.
    says_the_same.then(|| 2.0 * words + cosine.unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_both_sides_of_the_sentence_that_says_the_same() {
        let here = "It rained. The board said 1,200 members must pay the harbour fee in May.";
        let there = "The board said 1,400 members must pay the harbour fee in May. Nobody came.";
        let contrast = contrast(here, there, None).unwrap();
        let marked = |pieces: &[SidePiece]| -> Vec<(String, DifferenceKind)> {
            pieces.iter().filter_map(|p| Some((p.text.clone(), p.kind?))).collect()
        };
        assert_eq!(marked(&contrast.here), [("1,200".to_owned(), DifferenceKind::Number)]);
        assert_eq!(marked(&contrast.there), [("1,400".to_owned(), DifferenceKind::Number)]);
        assert_eq!(contrast.claims.len(), 1);
    }
}
