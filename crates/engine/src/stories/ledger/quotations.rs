//! Rows of what somebody is quoted with in several articles, in quotation marks.
//!
//! Renderings agree when one has the other's words, or all it has are among them. They
//! differ when a word that says something stands in the place of another. A row of a
//! sentence that holds such a quotation gives way to the quotation's.

use parallax_text::{DifferenceKind, differences};
use parallax_types::ArticleId;

use super::facts::folded;
use super::{FactKind, FactState, LedgerCell, LedgerRow, Telling};
use crate::stories::quotes::{QuoteFamily, Rendering};

/// Words two renderings share at least for one to be another wording of the other.
const MIN_SHARED: f32 = 0.5;

/// Adds a row for each family that several articles have in quotation marks.
pub(super) fn add_rows(tellings: &[Telling], families: &[QuoteFamily], rows: &mut Vec<LedgerRow>) {
    for family in families {
        let Some(row) = row(tellings, family) else { continue };
        let is_same = |other: &LedgerRow| {
            other.kind == FactKind::Statement
                && other.cells.iter().any(|cell| {
                    row.cells.iter().any(|own| {
                        own.article_id == cell.article_id && own.sentence.overlaps(cell.sentence)
                    })
                })
        };
        rows.retain(|other| !is_same(other));
        rows.push(row);
    }
}

fn row(tellings: &[Telling], family: &QuoteFamily) -> Option<LedgerRow> {
    let quoted: Vec<(&Rendering, &Telling)> = family
        .renderings
        .iter()
        .filter(|rendering| !rendering.is_reported)
        .filter_map(|rendering| Some((rendering, telling(tellings, rendering.article_id)?)))
        .collect();
    let mut cells: Vec<LedgerCell> = Vec::new();
    let mut wordings: Vec<&str> = Vec::new();
    let (mut state, mut n_alike) = (FactState::OneOrigin, 0usize);
    let (first, first_telling) = quoted.first()?;
    for (rendering, telling) in &quoted {
        let relation = relation(&first.text, &rendering.text);
        if relation == Wording::Other {
            continue;
        }
        n_alike += usize::from(telling.article.row.id != first_telling.article.row.id);
        let between = telling.origin != first_telling.origin;
        state = match (relation, between) {
            (Wording::Reworded, true) => FactState::Differ,
            (Wording::Reworded, false) if telling.is_of_one_outlet_later(first_telling) => {
                state.min(FactState::Revised)
            }
            (Wording::Same, true) => state.min(FactState::Agree),
            _ => state,
        };
        let group = match relation {
            Wording::Same => 0,
            _ => {
                1 + wordings.iter().position(|known| *known == rendering.text).unwrap_or_else(
                    || {
                        wordings.push(&rendering.text);
                        wordings.len() - 1
                    },
                )
            }
        };
        cells.push(LedgerCell { group, ..telling.cell(rendering.sentence, rendering.span) });
    }
    (n_alike > 0).then(|| LedgerRow {
        kind: FactKind::Quotation,
        state,
        reason: None,
        subject: family.speaker.clone().unwrap_or_default(),
        cells: folded(cells),
        likeness: 1.0,
    })
}

fn telling(tellings: &[Telling], id: ArticleId) -> Option<&Telling> {
    tellings.iter().find(|telling| telling.article.row.id == id)
}

/// How two renderings stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wording {
    /// The same words, or some of them.
    Same,
    /// A word stands for another.
    Reworded,
    /// Another part of what was said.
    Other,
}

fn relation(a: &str, b: &str) -> Wording {
    let found = differences(a, b);
    let is_replaced = |difference: &&parallax_text::Difference| match (difference.a, difference.b) {
        (Some(one), Some(other)) => {
            difference.kind != DifferenceKind::Word
                || says_something(one.of(a)) && says_something(other.of(b))
        }
        _ => difference.kind == DifferenceKind::Negation,
    };
    let is_like = parallax_text::likeness(a, b) >= MIN_SHARED;
    match (found.iter().any(|difference| is_replaced(&difference)), is_like) {
        (false, _) => Wording::Same,
        (true, true) => Wording::Reworded,
        (true, false) => Wording::Other,
    }
}

/// Whether words are few and mean something: a long run is another part of the statement.
fn says_something(words: &str) -> bool {
    const MAX_WORDS: usize = 4;
    parallax_text::n_words(words) <= MAX_WORDS
        && parallax_text::tokens(words)
            .iter()
            .any(|token| parallax_text::rarity(parallax_text::stem(&token.folded)) > 0.6)
}
