//! Cuts a text into marked and unmarked pieces, so that no window ever slices.

use parallax_types::Span;

/// How a piece of text is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Not at all.
    None,
    /// A word shared with the query.
    Word,
    /// Part of the sentence nearest in meaning.
    Meaning,
    /// What this passage says differently.
    Differs,
}

/// A piece of text and how to mark it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text; the segments of a passage joined are the passage.
    pub text: String,
    /// Its mark.
    pub mark: Mark,
}

/// Cuts `text` at the borders of `marks`. Spans are bytes of `text`; where marks
/// overlap, the later one in the list wins.
pub(crate) fn segments(text: &str, marks: &[(Span, Mark)]) -> Vec<Segment> {
    let mut borders: Vec<usize> =
        marks.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    borders.extend([0, text.len()]);
    borders.retain(|border| text.is_char_boundary(*border));
    borders.sort_unstable();
    borders.dedup();
    let mut segments: Vec<Segment> = Vec::new();
    for pair in borders.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        let covering = marks.iter().rev().find(|(span, _)| span.contains(piece));
        let mark = covering.map_or(Mark::None, |(_, mark)| *mark);
        match segments.last_mut() {
            Some(last) if last.mark == mark => last.text.push_str(piece.of(text)),
            _ => segments.push(Segment { text: piece.of(text).to_owned(), mark }),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_inside_the_nearest_sentence_stay_marked() {
        let marks = [(Span::new(0, 9), Mark::Meaning), (Span::new(3, 5), Mark::Word)];
        let cut = segments("abcdefghijk", &marks);
        let shown: Vec<(&str, Mark)> = cut.iter().map(|s| (s.text.as_str(), s.mark)).collect();
        assert_eq!(
            shown,
            [
                ("abc", Mark::Meaning),
                ("de", Mark::Word),
                ("fghi", Mark::Meaning),
                ("jk", Mark::None)
            ]
        );
    }

    proptest! {
        #[test]
        fn joined_segments_are_the_text(text in "\\PC{0,30}", spans in proptest::collection::vec((0usize..40, 0usize..40), 0..6)) {
            let marks: Vec<(Span, Mark)> =
                spans.into_iter().map(|(a, b)| (Span::new(a.min(b), a.max(b)), Mark::Word)).collect();
            let joined: String = segments(&text, &marks).into_iter().map(|s| s.text).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
