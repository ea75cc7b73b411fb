//! An article as a reader sees it: blocks cut into pieces that know their
//! passage and their marks.

use parallax_store::StoredArticle;
use parallax_types::{ArticleId, BlockKind, Colour, HighlightId, PassageId, Role, Span};

use crate::annotations::paint;
use crate::search::{Mark, Query, QueryWords, segments};
use crate::{EngineError, Library};

/// A block in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleBlock {
    /// What kind of text it is.
    pub kind: BlockKind,
    /// Body or furniture.
    pub role: Role,
    /// Its text in pieces; joined they are the block.
    pub pieces: Vec<Piece>,
}

/// A run of text of one passage with one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// How to mark it.
    pub mark: Mark,
    /// The passage it belongs to; `None` in furniture.
    pub passage_id: Option<PassageId>,
    /// The highlight it is part of; of several, the one made last.
    pub highlight: Option<(HighlightId, Colour)>,
}

impl Library {
    /// Where a passage stands: its article and the bytes of its text.
    ///
    /// # Errors
    /// [`EngineError::NoSuchPassage`].
    pub fn passage(&self, id: PassageId) -> Result<(ArticleId, Span), EngineError> {
        let found = self.store.snapshot(|snapshot| snapshot.passages(&[id]))?.pop();
        let passage = found.ok_or(EngineError::NoSuchPassage { id })?;
        Ok((passage.article_id, passage.span))
    }

    /// An article with its blocks cut for reading.
    ///
    /// - `here`: the passage the reader came for; its sentence nearest to `query`
    ///   is marked, if the model is ready.
    /// - `query`: as typed; its words are marked everywhere in the body.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn read(
        &self,
        id: ArticleId,
        here: Option<PassageId>,
        query: Option<&str>,
    ) -> Result<(StoredArticle, Vec<ArticleBlock>), EngineError> {
        let article = self.article(id)?;
        let query = query.map(Query::parse).unwrap_or_default();
        let nearest = self.nearest_sentence(&article, here, &query)?;
        let words = QueryWords::of(&query, &self.store.stem_languages()?);
        let highlights = self.painted(id)?;
        let blocks = article.blocks.iter().map(|block| {
            let pieces = match block.role {
                Role::Boilerplate(_) => vec![plain(block.span.of(&article.text))],
                Role::Body => pieces(&article, block.span, nearest, &words),
            };
            let pieces = paint(pieces, block.span.start, &highlights);
            ArticleBlock { kind: block.kind, role: block.role, pieces }
        });
        let blocks = blocks.collect();
        Ok((article, blocks))
    }

    /// The sentence of passage `here` nearest to the query, as bytes of the article.
    fn nearest_sentence(
        &self,
        article: &StoredArticle,
        here: Option<PassageId>,
        query: &Query,
    ) -> Result<Option<Span>, EngineError> {
        let passage = article.passages.iter().find(|(id, _)| Some(*id) == here);
        let (Some((_, span)), Some(model), false) =
            (passage, self.ready_model(), query.has_no_words())
        else {
            return Ok(None);
        };
        let vector = model.embed_query(&query.text)?;
        let found = self.sentences.nearest(model.as_ref(), &vector, &[span.of(&article.text)])?;
        let sentence = found.into_iter().flatten().next();
        Ok(sentence.map(|s| Span::new(span.start + s.span.start, span.start + s.span.end)))
    }
}

fn plain(text: &str) -> Piece {
    Piece { text: text.to_owned(), mark: Mark::None, passage_id: None, highlight: None }
}

/// Cuts a body block where its passages end, then at its marks.
fn pieces(
    article: &StoredArticle,
    block: Span,
    nearest: Option<Span>,
    words: &QueryWords,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = block.start;
    for (id, passage) in article.passages.iter().filter(|(_, passage)| passage.overlaps(block)) {
        let end = passage.end.min(block.end);
        // Blanks between two passages go to the one before them.
        let start = passage.start.max(block.start);
        if let (Some(last), true) = (pieces.last_mut(), start > at) {
            let last: &mut Piece = last;
            last.text.push_str(Span::new(at, start).of(&article.text));
        } else if start > at {
            pieces.push(plain(Span::new(at, start).of(&article.text)));
        }
        let text = Span::new(start, end).of(&article.text);
        let mut marks = Vec::new();
        if let Some(nearest) = nearest.filter(|nearest| nearest.overlaps(Span::new(start, end))) {
            let (from, to) = (nearest.start.max(start) - start, nearest.end.min(end) - start);
            marks.push((Span::new(from, to), Mark::Meaning));
        }
        marks.extend(words.marks(text));
        pieces.extend(segments(text, &marks).into_iter().map(|segment| Piece {
            text: segment.text,
            mark: segment.mark,
            passage_id: Some(*id),
            highlight: None,
        }));
        at = end;
    }
    if at < block.end {
        pieces.push(plain(Span::new(at, block.end).of(&article.text)));
    }
    pieces
}
