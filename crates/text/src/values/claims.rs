//! Dates, names, denials and duties of a sentence, as values.

use parallax_lang::{Language, QuantityWord};

use super::words::Words;
use super::{Content, Value, ValueKind};
use crate::calendar::Day;
use crate::dates::{date_mentions, is_ahead, resolve};
use crate::names::{NameKind, names as named};
use crate::tokens::{fold, stem};

/// Words between `not` or `must` and the verb it belongs to.
const TO_VERB: usize = 4;

/// Words before a verb among which its subject is looked for.
const SUBJECT: usize = 8;

/// The dates of a sentence.
pub(super) fn dates(words: &Words, reference: Option<Day>) -> Vec<Value> {
    let text = words.text.as_str();
    let mentions = date_mentions(text).into_iter();
    mentions
        .filter_map(|mention| {
            let resolved = resolve(mention.spoken, reference, is_ahead(text, mention.span));
            let range = range_of(words, mention.span)?;
            let content = Content::Date(mention.spoken, resolved);
            Some(Value::new(words, range, ValueKind::Date, content))
        })
        .collect()
}

/// The names of a sentence.
pub(super) fn names(words: &Words) -> Vec<Value> {
    let found = named(&words.text).into_iter();
    found
        .filter_map(|name| {
            let kind = match name.kind {
                NameKind::Person => ValueKind::Person,
                NameKind::Place => ValueKind::Place,
                // Too many acronyms pass for bodies of people.
                NameKind::Organisation | NameKind::Other => return None,
            };
            let range = range_of(words, name.span)?;
            if is_dateline(words, &range) {
                return None;
            }
            let folded = fold(name.span.of(&words.text));
            let mut value = Value::new(words, range, kind, Content::Name(folded));
            value.span = name.span;
            Some(value)
        })
        .collect()
}

/// `BOSTON —`: where it was written, not what it tells.
fn is_dateline(words: &Words, range: &std::ops::Range<usize>) -> bool {
    let behind = words.gap(range.end - 1);
    range.start == 0
        && (behind.contains(['—', '–', '(', ',']) || behind.contains("--"))
        && words.written(0).chars().all(|char| !char.is_lowercase())
}

fn range_of(words: &Words, span: parallax_types::Span) -> Option<std::ops::Range<usize>> {
    let start = words.list.iter().position(|word| word.span.overlaps(span))?;
    let n_words = words.list[start..].iter().take_while(|word| word.span.overlaps(span)).count();
    Some(start..start + n_words)
}

/// What a sentence denies or confirms, and what must or may be.
pub(super) fn denials_and_duties(words: &Words) -> Vec<Value> {
    if words.language != Language::English {
        return Vec::new();
    }
    let mut found = Vec::new();
    for at in 0..words.len() {
        let meanings = words.quantity_words().meanings(words.folded(at));
        let is_not = meanings.contains(&QuantityWord::Not) || words.folded(at).ends_with("n't");
        let is_helper = meanings.contains(&QuantityWord::Helper) && !is_denied(words, at + 1);
        if (is_not && denies(words, at) || is_helper)
            && let Some(verb) = verb_behind(words, at + 1)
        {
            let holds = is_not || has_negative_subject(words, at);
            found.push(claim(words, at..at + 1, ValueKind::Denial, holds, verb));
        }
        for (meaning, is_denied) in [(QuantityWord::Deny, true), (QuantityWord::Affirm, false)] {
            if meanings.contains(&meaning) {
                let value =
                    claim(words, at..at + 1, ValueKind::Denial, is_denied, "deny".to_owned());
                found.push(value);
            }
        }
        for (meaning, is_must) in [(QuantityWord::Must, true), (QuantityWord::May, false)] {
            let wanted = |known: &QuantityWord| *known == meaning;
            if let Some((n_words, _)) = words.phrase(at, wanted)
                && !is_month(words, at)
                && let Some(verb) = verb_behind(words, at + n_words)
            {
                found.push(claim(words, at..at + n_words, ValueKind::Modality, is_must, verb));
            }
        }
    }
    found
}

fn claim(
    words: &Words,
    range: std::ops::Range<usize>,
    kind: ValueKind,
    holds: bool,
    verb: String,
) -> Value {
    Value::new(words, range, kind, Content::Claim(holds, verb))
}

/// The stem of the next word that says something.
fn verb_behind(words: &Words, from: usize) -> Option<String> {
    let to = (from + TO_VERB).min(words.len());
    let is_helper = |folded: &str| {
        matches!(
            folded,
            "be" | "been"
                | "being"
                | "have"
                | "has"
                | "had"
                | "yet"
                | "also"
                | "so"
                | "now"
                | "already"
        )
    };
    let at = (from..to)
        .take_while(|at| *at == from || !words.gap(at - 1).contains([',', ';', ':', '.']))
        .find(|at| {
            words.is_content(*at)
                && !is_helper(words.folded(*at))
                && !words.means(*at, &QuantityWord::Not)
        })?;
    Some(stem(words.folded(at)).to_owned())
}

/// `not only` denies nothing.
fn denies(words: &Words, at: usize) -> bool {
    !matches!(words.folded(at + 1), "only" | "just" | "least" | "necessarily" | "later")
}

/// `no one, including her, is`: the verb is denied by its subject.
fn has_negative_subject(words: &Words, at: usize) -> bool {
    (at.saturating_sub(SUBJECT)..at).any(|before| words.means(before, &QuantityWord::Nobody))
}

/// Whether the verb from here on is denied.
fn is_denied(words: &Words, from: usize) -> bool {
    (from..(from + TO_VERB).min(words.len()))
        .any(|at| words.means(at, &QuantityWord::Not) || words.folded(at).ends_with("n't"))
}

fn is_month(words: &Words, at: usize) -> bool {
    words.written(at) == "May" && at > 0
}
