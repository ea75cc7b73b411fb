//! The renderings of one statement beside the one seen first.

use std::collections::HashMap;

use parallax_text::differences;
use parallax_types::{ArticleId, Span};

use super::{Claim, SidePiece, claims, split_at_marks};
use crate::stories::{QuoteFamily, Rendering};

/// How a rendering stands to the one the others are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenderingKind {
    /// It is that one: the earliest in quotation marks, or the earliest.
    First,
    /// The same words.
    SameWords,
    /// Other words, in quotation marks.
    Reworded,
    /// Told in the author's words.
    Reported,
}

/// A rendering, cut at what differs from the first.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedRendering {
    /// The rendering.
    pub rendering: Rendering,
    /// Its text in pieces.
    pub pieces: Vec<SidePiece>,
    /// How it stands to the first.
    pub standing: RenderingKind,
    /// What it claims differently; `a` is what the first says.
    pub claims: Vec<Claim>,
}

/// The renderings of a family, the first before the others, in time order.
///
/// - `order`: the place in time of each article; unknown ones come last.
#[must_use]
pub fn compare_renderings<S: std::hash::BuildHasher>(
    family: &QuoteFamily,
    order: &HashMap<ArticleId, usize, S>,
) -> Vec<ComparedRendering> {
    let mut renderings: Vec<&Rendering> = family.renderings.iter().collect();
    renderings.sort_by_key(|rendering| {
        let place = order.get(&rendering.article_id).copied().unwrap_or(usize::MAX);
        (rendering.is_reported, place, rendering.article_id, rendering.span.start)
    });
    let Some(first) = renderings.first().copied() else { return Vec::new() };
    renderings.into_iter().enumerate().map(|(at, one)| beside(first, one, at == 0)).collect()
}

fn beside(first: &Rendering, one: &Rendering, is_first: bool) -> ComparedRendering {
    let same = is_first || one.wording == first.wording;
    let mut found = if same { Vec::new() } else { differences(&first.text, &one.text) };
    if one.is_reported {
        // A report has words of its own throughout; only what it claims counts.
        found.retain(|found| found.kind.is_fact() && found.a.is_some() && found.b.is_some());
    }
    let marks = found.iter().filter_map(|found| Some((found.b?, found.kind)));
    let marks = marks.map(|(span, kind)| {
        (Span::new(span.start + one.span.start, span.end + one.span.start), kind)
    });
    ComparedRendering {
        pieces: split_at_marks(&one.text, one.span.start, marks),
        claims: claims(&found, &first.text, &one.text),
        standing: match (is_first, one.is_reported, same) {
            (true, ..) => RenderingKind::First,
            (_, true, _) => RenderingKind::Reported,
            (_, _, true) => RenderingKind::SameWords,
            _ => RenderingKind::Reworded,
        },
        rendering: one.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_text::DifferenceKind;

    fn rendering(article: i64, text: &str, is_reported: bool, wording: usize) -> Rendering {
        Rendering {
            article_id: ArticleId(article),
            span: Span::new(100, 100 + text.len()),
            text: text.to_owned(),
            sentence: Span::new(90, 120 + text.len()),
            speaker: None,
            speaker_span: None,
            is_reported,
            wording,
        }
    }

    #[test]
    fn the_earliest_in_quotation_marks_is_what_others_are_compared_with() {
        let family = QuoteFamily {
            speaker: None,
            renderings: vec![
                rendering(1, "she wants normal relations with 1,400 members", true, 0),
                rendering(2, "We must build relations with 1,200 members", false, 1),
                rendering(3, "We need to build relations with 1,200 members", false, 2),
            ],
            first: None,
            told_to: None,
        };
        let order = HashMap::from([(ArticleId(3), 0), (ArticleId(2), 1), (ArticleId(1), 2)]);
        let told = compare_renderings(&family, &order);
        let ids: Vec<i64> = told.iter().map(|told| told.rendering.article_id.0).collect();
        assert_eq!(ids, [3, 2, 1]);
        assert_eq!(
            told.iter().map(|told| told.standing).collect::<Vec<_>>(),
            [RenderingKind::First, RenderingKind::Reworded, RenderingKind::Reported]
        );
        assert!(told[0].pieces.iter().all(|piece| piece.kind.is_none()));
        assert!(told[1].pieces.iter().any(|piece| piece.text == "must"));
        assert_eq!(told[2].claims[0].kind, DifferenceKind::Number);
        assert_eq!(told[2].claims[0].a.as_deref(), Some("1,200"));
    }
}
