//! Cuts the pieces of a block where highlights begin and end.

use parallax_types::{Colour, HighlightId, Span};

use crate::Piece;

/// A highlight in an article's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Painted {
    pub(crate) id: HighlightId,
    /// Bytes of the clean text.
    pub(crate) span: Span,
    pub(crate) colour: Colour,
}

/// `pieces` joined are the text that begins at byte `start`; of highlights that
/// overlap, the later in the list is on top.
pub(crate) fn paint(pieces: Vec<Piece>, start: usize, highlights: &[Painted]) -> Vec<Piece> {
    let mut painted = Vec::with_capacity(pieces.len());
    let mut at = start;
    for piece in pieces {
        let whole = Span::new(at, at + piece.text.len());
        at = whole.end;
        let touching: Vec<&Painted> =
            highlights.iter().filter(|highlight| highlight.span.overlaps(whole)).collect();
        if touching.is_empty() {
            painted.push(piece);
            continue;
        }
        painted.extend(cut(&piece, whole, &touching));
    }
    painted
}

fn cut(piece: &Piece, whole: Span, highlights: &[&Painted]) -> Vec<Piece> {
    let mut borders = vec![whole.start, whole.end];
    for highlight in highlights {
        borders.extend([highlight.span.start, highlight.span.end]);
    }
    borders.retain(|border| {
        (whole.start..=whole.end).contains(border)
            && piece.text.is_char_boundary(border - whole.start)
    });
    borders.sort_unstable();
    borders.dedup();
    let part = |pair: &[usize]| {
        let span = Span::new(pair[0], pair[1]);
        let on_top = highlights.iter().rev().find(|highlight| highlight.span.contains(span));
        Piece {
            text: Span::new(span.start - whole.start, span.end - whole.start)
                .of(&piece.text)
                .to_owned(),
            highlight: on_top.map(|highlight| (highlight.id, highlight.colour)),
            ..piece.clone()
        }
    };
    borders.windows(2).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mark;

    #[test]
    fn pieces_are_cut_where_highlights_begin_and_end() {
        let piece = |text: &str| Piece {
            text: text.to_owned(),
            mark: Mark::None,
            passage_id: None,
            highlight: None,
        };
        let lit = |id, start, end, colour| Painted {
            id: HighlightId(id),
            span: Span::new(start, end),
            colour,
        };
        let pieces = vec![piece("The quäy "), piece("was quiet.")];
        let highlights = [lit(1, 104, 114, Colour::Green), lit(2, 110, 112, Colour::Pink)];
        let painted = paint(pieces, 100, &highlights);
        let shown: Vec<(&str, Option<i64>)> = painted
            .iter()
            .map(|piece| (piece.text.as_str(), piece.highlight.map(|(id, _)| id.0)))
            .collect();
        assert_eq!(
            shown,
            [
                ("The ", None),
                ("quäy ", Some(1)),
                ("wa", Some(2)),
                ("s ", Some(1)),
                ("quiet.", None)
            ]
        );
    }
}
