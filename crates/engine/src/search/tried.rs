//! What a query asked for that is not there: values of filters that no article has, with
//! the nearest one that some have; and, when nothing is close, what was tried.

use parallax_lang::fold;
use parallax_store::{Filter, NamedField, Scope, Snapshot};

use super::prepared::PreparedQuery;
use super::query::filter_of;
use super::spelling::edit_distance;
use super::{PartKind, Query};
use crate::error::EngineError;

/// Words named in a sentence at most.
const MAX_NAMED: usize = 5;

/// What is said about the values of a query's filters.
#[derive(Default)]
pub(super) struct UnknownValues {
    pub(super) notes: Vec<String>,
    /// The query with the nearest values in their place.
    pub(super) corrected: Option<String>,
}

/// Values of filters that no article has.
pub(super) fn unknown_values(
    snapshot: Snapshot<'_>,
    query: &Query,
) -> Result<UnknownValues, EngineError> {
    let mut unknown = UnknownValues::default();
    for part in &query.parts {
        let Some(field) = field_of(part.kind) else { continue };
        let passing = snapshot.articles_passing(&filter_of(part.kind, &part.value))?;
        if passing.is_none_or(|articles| !articles.is_empty()) {
            continue;
        }
        let (key, value) = (part.kind.as_str(), &part.value);
        let values = snapshot.values_of(field)?;
        let Some(nearest) = nearest(value, &values) else {
            unknown.notes.push(format!("no article has `{key}:{value}`"));
            continue;
        };
        unknown
            .notes
            .push(format!("no article has `{key}:{value}`; did you mean `{key}:\"{nearest}\"`?"));
        let known = unknown.corrected.take().unwrap_or_else(|| query.printed());
        let typed = format!("{key}:\"{value}\"");
        unknown.corrected = Some(known.replace(&typed, &format!("{key}:\"{nearest}\"")));
    }
    Ok(unknown)
}

/// What was tried in vain, and the one step that would find something.
pub(super) fn what_was_tried(
    snapshot: Snapshot<'_>,
    asked: &PreparedQuery,
    has_searched_meaning: bool,
) -> Result<Vec<String>, EngineError> {
    let query = &asked.query;
    if query.words.is_empty() && query.phrases.is_empty() && query.condition.is_none() {
        return Ok(Vec::new());
    }
    let mut notes = Vec::new();
    let absent: Vec<String> =
        asked.absent.iter().map(|word| format!("“{word}”")).take(MAX_NAMED).collect();
    let tried = if has_searched_meaning {
        "tried all forms of the words, and their meaning"
    } else {
        "tried all forms of the words; meaning was not searched"
    };
    notes.push(match absent.as_slice() {
        [] => tried.to_owned(),
        absent => format!("{tried}; no article has {}", absent.join(", ")),
    });
    if query.filter != Filter::default() && is_found_without_filters(snapshot, asked)? {
        notes.push("without the filters there are articles with these words".to_owned());
    }
    Ok(notes)
}

fn is_found_without_filters(
    snapshot: Snapshot<'_>,
    asked: &PreparedQuery,
) -> Result<bool, EngineError> {
    Ok(!snapshot.find_words(&asked.wanted, &Scope::default(), 1)?.passages.is_empty())
}

fn field_of(kind: PartKind) -> Option<NamedField> {
    Some(match kind {
        PartKind::Outlet => NamedField::Outlet,
        PartKind::Author => NamedField::Author,
        PartKind::Speaker => NamedField::Speaker,
        PartKind::Tag => NamedField::Tag,
        PartKind::Language => NamedField::Language,
        PartKind::Format => NamedField::Format,
        _ => return None,
    })
}

/// The value that is a slip of the pen away, as a whole or one of its words.
fn nearest<'a>(typed: &str, values: &'a [String]) -> Option<&'a str> {
    let typed = fold(typed);
    let n_letters = typed.chars().count();
    let max = if n_letters < 3 { 0 } else { 1 + usize::from(n_letters > 5) };
    let distance = |value: &String| {
        let folded = fold(value);
        let words = folded.split_whitespace().map(|word| edit_distance(&typed, word));
        words.chain([edit_distance(&typed, &folded)]).min()
    };
    values
        .iter()
        .filter_map(|value| Some((distance(value)?, value)))
        .filter(|(distance, _)| *distance <= max)
        .min()
        .map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_value_is_a_slip_away() {
        let values = ["The Quay", "Harbour Gazette", "RT"].map(str::to_owned);
        assert_eq!(nearest("qoay", &values), Some("The Quay"));
        assert_eq!(nearest("harbor gazete", &values), Some("Harbour Gazette"));
        assert_eq!(nearest("gazete", &values), Some("Harbour Gazette"));
        assert_eq!(nearest("tribune", &values), None);
        assert_eq!(nearest("r", &values), None);
    }
}
