//! What stands out between two texts of one article: headline, numbers, names, quotations,
//! paragraphs that one has and the other has not.
//!
//! Sentences are laid beside each other by their words alone, as `compare` does without its
//! model: an edit keeps most of them. Mere wording is marked in the rows and not listed.

use std::collections::HashSet;

use parallax_store::StoredArticle;
use parallax_text::{DifferenceKind, likeness, quotations, tokens};
use parallax_types::Span;

use super::Version;
use crate::EngineError;
use crate::side_by_side::{SideBySide, claims, side_by_side};
use crate::stories::{Body, Comparison, compare_articles};

/// Likeness from which a quotation is another one, changed.
const SAME_QUOTATION: f32 = 0.4;

/// Two texts of one article beside each other.
#[derive(Debug, Clone)]
pub struct VersionDiff {
    /// The first.
    pub a: Version,
    /// The second.
    pub b: Version,
    /// Both, row by row; passages are known of the newest alone.
    pub side_by_side: SideBySide,
    /// What stands out, by kind, each in the order of its text.
    pub changes: Vec<VersionChange>,
}

/// Something that stands in one text and not in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionChange {
    /// What it is.
    pub kind: VersionChangeKind,
    /// What the first text has; `None` where that has nothing.
    pub a: Option<String>,
    /// What the second has.
    pub b: Option<String>,
}

/// What differs between two texts of one article, in the order it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VersionChangeKind {
    /// The headline.
    Headline,
    /// A number, a name, a date, a denial, an obligation.
    Claim(DifferenceKind),
    /// Words in quotation marks.
    Quotation,
    /// A whole paragraph.
    Paragraph,
    /// A sentence of a paragraph that both have.
    Sentence,
}

impl VersionChangeKind {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Claim(kind) => kind.as_str(),
            Self::Quotation => "quotation",
            Self::Paragraph => "paragraph",
            Self::Sentence => "sentence",
        }
    }
}

/// Compares two texts of one article.
pub(super) fn diff(
    (a, text_a): (Version, &StoredArticle),
    (b, text_b): (Version, &StoredArticle),
) -> Result<VersionDiff, EngineError> {
    let comparison = compare_articles(text_a, text_b, None)?;
    let mut changes = Vec::new();
    if a.title != b.title {
        changes.push(VersionChange {
            kind: VersionChangeKind::Headline,
            a: Some(a.title.clone()),
            b: Some(b.title.clone()),
        });
    }
    changes.extend(changed_claims(&comparison, text_a, text_b));
    let (missing_a, missing_b) = (missing(&comparison, text_a, 0), missing(&comparison, text_b, 1));
    changes.extend(changed_quotations((text_a, &missing_a), (text_b, &missing_b)));
    let only_a = missing_a.into_iter().map(|(kind, span)| (kind, span.of(&text_a.text), true));
    let only_b = missing_b.into_iter().map(|(kind, span)| (kind, span.of(&text_b.text), false));
    changes.extend(only_a.chain(only_b).map(|(kind, text, is_a)| {
        let text = Some(text.to_owned());
        let (a, b) = if is_a { (text, None) } else { (None, text) };
        VersionChange { kind, a, b }
    }));
    changes.sort_by_key(|change| change.kind);
    Ok(VersionDiff { side_by_side: side_by_side(&comparison, text_a, text_b), a, b, changes })
}

fn changed_claims(
    comparison: &Comparison,
    a: &StoredArticle,
    b: &StoredArticle,
) -> Vec<VersionChange> {
    let mut found: Vec<VersionChange> = Vec::new();
    for pair in &comparison.pairs {
        for claim in claims(&pair.differences, &a.text, &b.text) {
            let kind = VersionChangeKind::Claim(claim.kind);
            let change = VersionChange { kind, a: claim.a, b: claim.b };
            if !found.contains(&change) {
                found.push(change);
            }
        }
    }
    found
}

/// What one text has and the other has not: whole paragraphs, and sentences of others.
/// `side`: 0 for the first text.
fn missing(
    comparison: &Comparison,
    article: &StoredArticle,
    side: usize,
) -> Vec<(VersionChangeKind, Span)> {
    let only = if side == 0 { &comparison.only_a } else { &comparison.only_b };
    let only: HashSet<Span> = only.iter().map(|text| text.span).collect();
    let body = Body::of(article);
    let sentences = body.sentences();
    let mut found = Vec::new();
    for block in &body.blocks {
        let own: Vec<Span> =
            sentences.iter().copied().filter(|sentence| block.contains(*sentence)).collect();
        let missing: Vec<Span> = own.iter().copied().filter(|it| only.contains(it)).collect();
        if !own.is_empty() && missing.len() == own.len() {
            found.push((VersionChangeKind::Paragraph, *block));
        } else {
            found.extend(missing.into_iter().map(|span| (VersionChangeKind::Sentence, span)));
        }
    }
    found
}

/// A text and what the other lacks of it.
type Missing<'a> = (&'a StoredArticle, &'a [(VersionChangeKind, Span)]);

/// Quotations that the other text does not have word for word, but for those that went or came
/// with their paragraph.
fn changed_quotations(a: Missing<'_>, b: Missing<'_>) -> Vec<VersionChange> {
    let (mut gone, mut come) = (quoted_only(a, b.0), quoted_only(b, a.0));
    let mut found = Vec::new();
    gone.retain(|words| {
        let nearest = come
            .iter()
            .map(|other| likeness(words, other))
            .enumerate()
            .max_by(|one, other| one.1.total_cmp(&other.1));
        let Some((at, _)) = nearest.filter(|(_, likeness)| *likeness >= SAME_QUOTATION) else {
            return true;
        };
        let (a, b) = (Some(words.clone()), Some(come.remove(at)));
        found.push(VersionChange { kind: VersionChangeKind::Quotation, a, b });
        false
    });
    let kind = VersionChangeKind::Quotation;
    found.extend(gone.into_iter().map(|words| VersionChange { kind, a: Some(words), b: None }));
    found.extend(come.into_iter().map(|words| VersionChange { kind, a: None, b: Some(words) }));
    found
}

fn quoted_only((article, missing): Missing<'_>, other: &StoredArticle) -> Vec<String> {
    let body = Body::of(article);
    let there = folded(&Body::of(other).joined());
    let is_in_missing = |span: Span| missing.iter().any(|(_, whole)| whole.contains(span));
    quotations(&article.text, &body.blocks)
        .into_iter()
        .filter(|quotation| !quotation.is_reported && !is_in_missing(quotation.span))
        .map(|quotation| quotation.span.of(&article.text))
        .filter(|words| !there.contains(&folded(words)))
        .map(str::to_owned)
        .collect()
}

/// The words of a text with a space on either side of each.
fn folded(text: &str) -> String {
    let words: Vec<String> = tokens(text).into_iter().map(|token| token.folded).collect();
    format!(" {} ", words.join(" "))
}
