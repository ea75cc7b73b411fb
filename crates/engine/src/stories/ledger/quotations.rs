//! Rows of what somebody is quoted with in several articles, in quotation marks.
//!
//! Renderings agree when one has the other's words, or all it has are among them. They
//! differ when a word that says something stands in the place of another. A row of a
//! sentence that holds such a quotation gives way to the quotation's.

use parallax_text::{Token, common_words as common, n_words, number, rarity, stem, tokens};
use parallax_types::ArticleId;

use super::facts::folded;
use super::{FactKind, FactState, LedgerCell, LedgerRow, Telling};
use crate::stories::quotes::{QuoteFamily, Rendering};

/// Words two renderings share at least, and the share of the shorter they make up.
const MIN_SHARED: usize = 4;
const MIN_SHARE: f64 = 0.6;

/// Words as common as this say nothing by themselves.
const MIN_RARITY: f32 = 0.6;

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
    // The fullest, of equals the earliest.
    let fullest = |(rendering, _): &&(&Rendering, &Telling)| n_words(&rendering.text);
    let (first, first_telling) = quoted.iter().rev().max_by_key(fullest)?;
    let relations: Vec<Wording> =
        quoted.iter().map(|(rendering, _)| relation(&first.text, &rendering.text)).collect();
    for ((rendering, telling), relation) in quoted.iter().zip(&relations) {
        let relation = *relation;
        // An article that has both wordings tells of two utterances.
        let has_both = || {
            let own = quoted.iter().zip(&relations);
            own.into_iter().any(|((other, _), wording)| {
                other.article_id == rendering.article_id && *wording == Wording::Same
            })
        };
        if relation == Wording::Other || (relation == Wording::Reworded && has_both()) {
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

/// - `a`: the fuller rendering.
fn relation(a: &str, b: &str) -> Wording {
    let (a, b) = (tokens(a), tokens(b));
    let (folded_a, folded_b) = (folded_words(&a), folded_words(&b));
    let pairs = common(&folded_a, &folded_b);
    let n_shorter = folded_a.len().min(folded_b.len());
    if pairs.len() < MIN_SHARED || (pairs.len() as f64) < MIN_SHARE * n_shorter as f64 {
        return Wording::Other;
    }
    // What stands before the first shared word and behind the last may have been cut.
    // Words shared by chance hold no place: two in a row do, or one that ends either text.
    let is_firm = |at: usize, next: usize| {
        pairs
            .get(at)
            .zip(pairs.get(next))
            .is_none_or(|(one, other)| one.0.abs_diff(other.0) == 1 && one.1.abs_diff(other.1) == 1)
    };
    let is_replaced = (1..pairs.len()).any(|at| {
        let (before, behind) = (pairs[at - 1], pairs[at]);
        let (one, other) = (before.0 + 1..behind.0, before.1 + 1..behind.1);
        (at < 2 || is_firm(at - 2, at - 1))
            && is_firm(at, at + 1)
            && is_other_wording(&folded_a[one], &folded_b[other])
    });
    if is_replaced { Wording::Reworded } else { Wording::Same }
}

/// Numbers in digits, whatever they are written in.
fn folded_words(tokens: &[Token]) -> Vec<String> {
    let folded = |token: &Token| number(&token.folded).unwrap_or_else(|| token.folded.clone());
    tokens.iter().map(folded).collect()
}

/// Whether a word or a few stand in the place of others, or deny them. What is only left
/// out is no other wording.
fn is_other_wording(one: &[String], other: &[String]) -> bool {
    const MAX_WORDS: usize = 3;
    let denies = |words: &[String]| {
        words.iter().any(|word| matches!(word.as_str(), "not" | "never") || word.ends_with("n't"))
    };
    let content = |words: &[String]| -> Vec<String> {
        let says_something = |word: &&String| rarity(stem(word)) > MIN_RARITY;
        words.iter().filter(says_something).map(|word| stem(word).to_owned()).collect()
    };
    if one.len().max(other.len()) > MAX_WORDS {
        return false;
    }
    if denies(one) != denies(other) {
        return true;
    }
    let (own, theirs) = (content(one), content(other));
    let begin_alike =
        |a: &String, b: &String| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    let is_short_for = |long: &[String], short: &[String]| {
        let initials: String = long.iter().filter_map(|word| word.chars().next()).collect();
        short.contains(&initials)
    };
    !own.is_empty()
        && !theirs.is_empty()
        && !own.iter().any(|a| theirs.iter().any(|b| begin_alike(a, b)))
        && !is_short_for(one, other)
        && !is_short_for(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_are_told_from_fewer_words() {
        for (a, b, expected) in [
            (
                "We need to restore normal ties with them",
                "We need to build normal ties with them",
                Wording::Reworded,
            ),
            ("We need to restore normal ties with them", "restore normal ties with", Wording::Same),
            ("We will close the port today", "We will not close the port today", Wording::Reworded),
            (
                "I feel very badly for General Roe today",
                "I feel badly for Gen. Roe today",
                Wording::Same,
            ),
            (
                "urges all IE users to update soon",
                "urges all Internet Explorer users to update soon",
                Wording::Same,
            ),
            (
                "We need to restore normal ties with them",
                "Nobody in town expected this at all",
                Wording::Other,
            ),
        ] {
            assert_eq!(relation(a, b), expected, "{a} | {b}");
        }
    }
}
