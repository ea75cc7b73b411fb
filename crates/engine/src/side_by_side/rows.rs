//! A comparison of two articles as rows: sentences that belong together stand in
//! one row, what only one has stands where its article has it.

use std::collections::HashMap;

use parallax_store::{ArticleRow, StoredArticle};
use parallax_text::DifferenceKind;
use parallax_types::{ArticleId, PassageId, Span};

use super::{Claim, SidePiece, claims, passage_at, split_at_marks};
use crate::stories::{Comparison, Relation, SentencePair, TextAt};
use crate::{EngineError, Library};

/// Two articles side by side, row by row.
#[derive(Debug, Clone)]
pub struct SideBySide {
    /// The first article.
    pub a: ArticleRow,
    /// The second.
    pub b: ArticleRow,
    /// In the first article's order; what only the second has follows the
    /// sentence it follows there.
    pub rows: Vec<CompareRow>,
}

/// Sentences that belong together, or one that belongs to none.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareRow {
    /// How they belong together; `None` when one side is empty.
    pub relation: Option<Relation>,
    /// The first article's sentence.
    pub a: Option<SideSentence>,
    /// The second article's.
    pub b: Option<SideSentence>,
    /// What they claim differently.
    pub claims: Vec<Claim>,
}

/// A sentence in pieces.
#[derive(Debug, Clone, PartialEq)]
pub struct SideSentence {
    /// Its text, cut at what differs.
    pub pieces: Vec<SidePiece>,
    /// The passage it stands in.
    pub passage_id: Option<PassageId>,
    /// Whether a paragraph begins with it.
    pub begins_block: bool,
}

impl Library {
    /// Lays two articles side by side, row by row, with [`Library::compare`].
    ///
    /// # Errors
    /// When one of them is not there.
    pub fn side_by_side(&self, a: ArticleId, b: ArticleId) -> Result<SideBySide, EngineError> {
        let comparison = self.compare(a, b)?;
        let (a, b) = (self.article(a)?, self.article(b)?);
        Ok(side_by_side(&comparison, &a, &b))
    }
}

/// A comparison as rows.
pub(crate) fn side_by_side(
    comparison: &Comparison,
    a: &StoredArticle,
    b: &StoredArticle,
) -> SideBySide {
    SideBySide { rows: rows(comparison, a, b), a: a.row.clone(), b: b.row.clone() }
}

fn rows(comparison: &Comparison, a: &StoredArticle, b: &StoredArticle) -> Vec<CompareRow> {
    let mut following = following(comparison);
    let mut rows: Vec<CompareRow> = Vec::new();
    let mut add_only_b = |rows: &mut Vec<CompareRow>, after: Option<usize>| {
        let only = following.remove(&after).unwrap_or_default();
        rows.extend(only.into_iter().map(|text| alone(None, Some(sentence(b, text, &[])))));
    };
    add_only_b(&mut rows, None);
    let mut pairs = comparison.pairs.iter().peekable();
    let mut alone_in_a = comparison.only_a.iter().peekable();
    loop {
        let starts = |text: &TextAt| text.span.start;
        match (pairs.peek(), alone_in_a.peek()) {
            (Some(pair), only) if only.is_none_or(|only| starts(&pair.a) < starts(only)) => {
                rows.push(together(pair, a, b));
                let after = Some(pair.b.span.start);
                pairs.next();
                add_only_b(&mut rows, after);
            }
            (_, Some(only)) => {
                rows.push(alone(Some(sentence(a, only, &[])), None));
                alone_in_a.next();
            }
            (_, None) => return rows,
        }
    }
}

/// What only the second has, by the start of the paired sentence it follows.
fn following(comparison: &Comparison) -> HashMap<Option<usize>, Vec<&TextAt>> {
    let mut paired: Vec<usize> = comparison.pairs.iter().map(|pair| pair.b.span.start).collect();
    paired.sort_unstable();
    let mut following: HashMap<Option<usize>, Vec<&TextAt>> = HashMap::new();
    for only in &comparison.only_b {
        let n_before = paired.partition_point(|start| *start < only.span.start);
        let before = n_before.checked_sub(1).map(|at| paired[at]);
        following.entry(before).or_default().push(only);
    }
    following
}

fn together(pair: &SentencePair, a: &StoredArticle, b: &StoredArticle) -> CompareRow {
    let marks =
        |side: fn(&parallax_text::Difference) -> Option<Span>| -> Vec<(Span, DifferenceKind)> {
            let marked = pair.differences.iter();
            marked.filter_map(|found| Some((side(found)?, found.kind))).collect()
        };
    CompareRow {
        relation: Some(pair.relation),
        a: Some(sentence(a, &pair.a, &marks(|found| found.a))),
        b: Some(sentence(b, &pair.b, &marks(|found| found.b))),
        claims: claims(&pair.differences, &a.text, &b.text),
    }
}

fn alone(a: Option<SideSentence>, b: Option<SideSentence>) -> CompareRow {
    CompareRow { relation: None, a, b, claims: Vec::new() }
}

fn sentence(
    article: &StoredArticle,
    text: &TextAt,
    marks: &[(Span, DifferenceKind)],
) -> SideSentence {
    SideSentence {
        pieces: split_at_marks(&text.text, text.span.start, marks.iter().copied()),
        passage_id: passage_at(article, text.span),
        begins_block: article.blocks.iter().any(|block| block.span.start == text.span.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, text: &str) -> TextAt {
        TextAt { span: Span::new(start, start + text.len()), text: text.to_owned() }
    }

    fn pair(a: usize, b: usize) -> SentencePair {
        SentencePair {
            relation: Relation::Identical,
            a: at(a, "x"),
            b: at(b, "x"),
            differences: Vec::new(),
        }
    }

    #[test]
    fn what_only_the_second_has_follows_what_it_follows_there() {
        let comparison = Comparison {
            pairs: vec![pair(10, 40), pair(20, 10)],
            only_a: vec![at(15, "a")],
            only_b: vec![at(0, "first"), at(20, "then"), at(50, "last")],
        };
        let following = following(&comparison);
        let texts = |after: Option<usize>| -> Vec<&str> {
            following[&after].iter().map(|text| text.text.as_str()).collect()
        };
        assert_eq!(texts(None), ["first"]);
        assert_eq!(texts(Some(10)), ["then"]);
        assert_eq!(texts(Some(40)), ["last"]);
    }
}
