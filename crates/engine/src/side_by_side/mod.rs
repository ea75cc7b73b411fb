//! Two texts beside each other, ready to be shown: cut into pieces, each piece
//! marked with the kind of what differs in it.
//!
//! Input: what `sides` finds, as spans of clean texts. Output: text in pieces
//! and the passage to open, so that no window ever slices. Invariant: the pieces
//! of a text joined are that text.
//! Not here: which sentences belong together (`sides`), what a difference is
//! (`parallax-text`).

mod contrast;
mod quotes;
mod rows;

pub use contrast::Contrast;
pub use quotes::{ComparedRendering, RenderingKind, compare_renderings};
pub(crate) use rows::side_by_side;
pub use rows::{CompareRow, SideBySide, SideSentence};

use parallax_store::StoredArticle;
use parallax_text::{Difference, DifferenceKind};
use parallax_types::{PassageId, Span};

/// A piece of a text, and what differs in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SidePiece {
    /// The text.
    pub text: String,
    /// The kind of difference; `None` where both say the same.
    pub kind: Option<DifferenceKind>,
}

/// A difference in what is claimed, in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Claim {
    /// What differs; never mere wording.
    pub kind: DifferenceKind,
    /// What the first says; `None` when it says nothing there.
    pub a: Option<String>,
    /// What the second says.
    pub b: Option<String>,
}

/// The passage that holds the beginning of `span`, to open the article there.
#[must_use]
pub fn passage_at(article: &StoredArticle, span: Span) -> Option<PassageId> {
    let holds = |passage: &Span| passage.start <= span.start && span.start < passage.end;
    let exact = article.passages.iter().find(|(_, passage)| holds(passage));
    let near = || article.passages.iter().find(|(_, passage)| passage.overlaps(span));
    exact.or_else(near).map(|(id, _)| *id)
}

/// Cuts `text`, which begins at byte `from` of its article, at the borders of
/// the marked spans. Where marks overlap, what changes a claim wins over wording.
#[must_use]
pub fn split_at_marks(
    text: &str,
    from: usize,
    marks: impl Iterator<Item = (Span, DifferenceKind)>,
) -> Vec<SidePiece> {
    let end = from + text.len();
    let within = |span: Span| span.start >= from && span.end <= end && span.start < span.end;
    let mut marks: Vec<(Span, DifferenceKind)> = marks
        .filter(|(span, _)| within(*span))
        .map(|(span, kind)| (Span::new(span.start - from, span.end - from), kind))
        .collect();
    marks.sort_by_key(|(_, kind)| *kind);
    let mut borders: Vec<usize> =
        marks.iter().flat_map(|(span, _)| [span.start, span.end]).chain([0, text.len()]).collect();
    borders.retain(|border| text.is_char_boundary(*border));
    borders.sort_unstable();
    borders.dedup();
    let mut pieces: Vec<SidePiece> = Vec::new();
    for pair in borders.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        let kind = marks.iter().find(|(span, _)| span.contains(piece)).map(|(_, kind)| *kind);
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(piece.of(text)),
            _ => pieces.push(SidePiece { text: piece.of(text).to_owned(), kind }),
        }
    }
    pieces
}

/// What two texts claim differently, each once; spans are of `a` and `b`.
#[must_use]
pub fn claims(differences: &[Difference], a: &str, b: &str) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for found in differences.iter().filter(|found| found.kind.is_fact()) {
        let words = |span: Option<Span>, text: &str| span.map(|span| span.of(text).to_owned());
        let claim = Claim { kind: found.kind, a: words(found.a, a), b: words(found.b, b) };
        if !claims.contains(&claim) {
            claims.push(claim);
        }
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_changes_a_claim_is_marked_over_wording() {
        let marks = [
            (Span::new(14, 24), DifferenceKind::Word),
            (Span::new(14, 19), DifferenceKind::Number),
        ];
        let pieces = split_at_marks("for 1,400 members.", 10, marks.into_iter());
        let shown: Vec<(&str, Option<DifferenceKind>)> =
            pieces.iter().map(|piece| (piece.text.as_str(), piece.kind)).collect();
        assert_eq!(
            shown,
            [
                ("for ", None),
                ("1,400", Some(DifferenceKind::Number)),
                (" memb", Some(DifferenceKind::Word)),
                ("ers.", None)
            ]
        );
    }

    proptest! {
        #[test]
        fn joined_pieces_are_the_text(text in "\\PC{0,30}", from in 0usize..9, spans in proptest::collection::vec((0usize..50, 0usize..50), 0..6)) {
            let marks = spans.into_iter().map(|(a, b)| (Span::new(a.min(b), a.max(b)), DifferenceKind::Word));
            let joined: String = split_at_marks(&text, from, marks).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
