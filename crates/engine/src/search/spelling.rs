//! "Did you mean": for a word that occurs nowhere, the most frequent word of the
//! library that is a slip away from it.
//!
//! Only words with the same first two letters (or those two swapped) are looked
//! at, since comparing the whole vocabulary would take longer than the search.

use parallax_store::Snapshot;

use super::prepared::PreparedQuery;
use super::words::{Stems, word_spans};
use crate::error::EngineError;

/// Shorter words are a slip away from too many others.
const MIN_LETTERS: usize = 5;

/// The query as typed with its unknown words replaced; `None` when it has none
/// or nothing is like one of them.
pub(super) fn suggest_spelling(
    snapshot: Snapshot<'_>,
    asked: &PreparedQuery,
) -> Result<Option<String>, EngineError> {
    let mut corrected = asked.query.printed();
    let mut is_changed = false;
    for word in &asked.absent {
        if let Some(known) = similar_word(snapshot, word)? {
            corrected = corrected.replace(word, &known);
            is_changed = true;
        }
    }
    Ok(is_changed.then_some(corrected))
}

fn similar_word(snapshot: Snapshot<'_>, word: &str) -> Result<Option<String>, EngineError> {
    let tokens = parallax_lang::tokens(word).list;
    let [token] = tokens.as_slice() else { return Ok(None) };
    let token = token.stem.as_str();
    let letters: Vec<char> = token.chars().collect();
    if letters.len() < MIN_LETTERS || !letters.iter().all(|char| char.is_alphabetic()) {
        return Ok(None);
    }
    let max_slips = if letters.len() < 6 { 1 } else { 2 };
    let mut best: Option<(usize, usize, String)> = None;
    for prefix in [[letters[0], letters[1]], [letters[1], letters[0]]] {
        let prefix: String = prefix.iter().collect();
        for (other, n_passages) in snapshot.terms_with_prefix(&prefix)? {
            let n_slips = edit_distance_of(&letters, &other.chars().collect::<Vec<_>>());
            let is_better = best.as_ref().is_none_or(|(least, most, _)| {
                (n_slips, usize::MAX - n_passages) < (*least, usize::MAX - *most)
            });
            if n_slips <= max_slips && is_better {
                best = Some((n_slips, n_passages, other));
            }
        }
    }
    let Some((.., token)) = best else { return Ok(None) };
    let Some(written) = as_written(snapshot, &token)? else { return Ok(None) };
    // Stems may be alike where words are not: `Aceh`, `acetate`.
    let typed: Vec<char> = word.to_lowercase().chars().collect();
    let is_like = edit_distance_of(&typed, &written.chars().collect::<Vec<_>>()) <= max_slips;
    Ok(is_like.then_some(written))
}

/// A word of the library as it stands in a text, from its stem; `None` if it is gone.
fn as_written(snapshot: Snapshot<'_>, token: &str) -> Result<Option<String>, EngineError> {
    let latest = snapshot.latest_passage_with(token)?;
    for passage in snapshot.passages(latest.as_slice())? {
        let words: Vec<&str> =
            word_spans(&passage.text).map(|span| span.of(&passage.text)).collect();
        let found = words.iter().find(|word| Stems::stem(word) == token);
        if let Some(word) = found {
            return Ok(Some(word.to_lowercase()));
        }
    }
    Ok(latest.map(|_| token.to_owned()))
}

/// The same of two texts.
pub(super) fn edit_distance(one: &str, other: &str) -> usize {
    let letters = |text: &str| text.chars().collect::<Vec<_>>();
    edit_distance_of(&letters(one), &letters(other))
}

/// Letters to insert, drop, change or swap with the next, to make one word of the
/// other (optimal string alignment).
pub(super) fn edit_distance_of(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = last[j] + usize::from(a != b);
            let mut fewest = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                fewest = fewest.min(before[j - 1] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edit_distance_of() {
        let of = |a: &str, b: &str| {
            edit_distance_of(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
        };
        assert_eq!(of("harbour", "harbour"), 0);
        assert_eq!(of("harbor", "harbour"), 1);
        assert_eq!(of("habrour", "harbour"), 1);
        assert_eq!(of("", "abc"), 3);
        assert_eq!(of("kitten", "sitting"), 3);
    }
}
