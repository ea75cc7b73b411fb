//! What the words around a medium's name make of it: `told NAME`, `according to NAME`,
//! `NAME first reported`, `said … to NAME`.

use std::collections::HashSet;

use parallax_lang::{CreditWord, credit_phrases};
use parallax_types::Span;

use super::OriginMarkKind;
use super::media::{NameAt, Words, is_possessive};

/// Words that may stand between a phrase and the name.
const MAX_BETWEEN: usize = 6;

/// Words before a preposition among which a word of speech makes it one: `said … to`.
const SPEECH_REACH: usize = 10;

/// Words of a person's name: `first reported by Ann Lee of NAME`.
const MAX_PERSON: usize = 3;

/// Adverbs and persons between a name and its verb.
const MAX_BEHIND: usize = 4;

/// How a name is credited, if it is, and the words that do so.
///
/// - `names`: those of the block; `at`: which of them;
/// - `people`: words that are people's names in this text.
pub(super) fn credit(
    words: &Words<'_>,
    names: &[NameAt],
    at: usize,
    people: &HashSet<String>,
) -> Option<(OriginMarkKind, Span)> {
    let name = &names[at];
    let is_person = name.end - name.start == 1
        && name.is_listed
        && people.contains(&words.list[name.start].folded);
    let from = |(kind, start): (OriginMarkKind, usize)| {
        (kind, Span::new(words.list[start].span.start, words.list[name.end - 1].span.end))
    };
    if let Some(found) = introduced(words, name) {
        return Some(from(found));
    }
    if is_person {
        return None;
    }
    let said = says_behind(words, names, at).map(|(kind, end)| {
        (kind, Span::new(words.list[name.start].span.start, words.list[end - 1].span.end))
    });
    said.or_else(|| said_before(words, name).or_else(|| spoken_to(words, name)).map(from))
}

/// The places before a name where a phrase may end: before it, and before the words between.
fn places_before<'a>(words: &'a Words<'_>, start: usize) -> impl Iterator<Item = usize> + 'a {
    let mut at = start;
    let mut is_over = false;
    std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let place = at;
        let goes_on = place > 0
            && start - place < MAX_BETWEEN
            && !words.is_broken(place - 1)
            && words.has(CreditWord::Between, place - 1, place);
        is_over = !goes_on;
        at = place.saturating_sub(1);
        Some(place)
    })
    .filter(|place| *place > 0 && !words.is_broken(place - 1))
}

/// `told the Russian agency NAME`
fn introduced(words: &Words<'_>, name: &NameAt) -> Option<(OriginMarkKind, usize)> {
    const KINDS: [(CreditWord, OriginMarkKind); 3] = [
        (CreditWord::First, OriginMarkKind::First),
        (CreditWord::Told, OriginMarkKind::Told),
        (CreditWord::Cited, OriginMarkKind::Cited),
    ];
    let phrase_at = |end: usize| {
        let longest = credit_phrases().longest().min(end);
        (1..=longest).rev().find_map(|n| {
            let kind = KINDS.iter().find(|(class, _)| words.has(*class, end - n, end))?;
            let is_weak =
                n == 1 && words.list[end - 1].folded.len() < 4 || words.written(end - n) == "by";
            (!(is_weak && name.is_common)).then_some((kind.1, end - n))
        })
    };
    places_before(words, name.start)
        .find_map(|place| phrase_at(place).or_else(|| phrase_at(before_person(words, place)?)))
}

/// Where a person's name begins that stands before a name: `by Ann Lee of NAME`.
fn before_person(words: &Words<'_>, place: usize) -> Option<usize> {
    const OF: [&str; 7] = ["of", "at", "from", "von", "de", "du", "da"];
    if place < 2 || !OF.contains(&words.list[place - 1].folded.as_str()) {
        return None;
    }
    let mut start = place - 1;
    while start > 0
        && place - 1 - start < MAX_PERSON
        && words.is_capital(start - 1)
        && !words.is_broken(start - 1)
    {
        start -= 1;
    }
    (start < place - 1 && start > 0).then_some(start)
}

/// `NAME first reported`, `NAME and NAME said`: the kind, and where the verb ends.
fn says_behind(words: &Words<'_>, names: &[NameAt], at: usize) -> Option<(OriginMarkKind, usize)> {
    let name = &names[at];
    let goes_on = |at: usize| {
        at > 0
            && at < words.list.len()
            && !words.is_broken(at - 1)
            && !words.gap(at - 1).contains([',', ':', '(', ')'])
    };
    let mut end = name.end;
    if words.gap(end - 1).starts_with(['\'', '’']) || is_possessive(words, end - 1) {
        while end - name.end < MAX_PERSON && goes_on(end) && words.is_capital(end) {
            end += 1;
        }
    }
    let (mut is_first, mut is_medium) = (false, false);
    for _ in 0..MAX_BEHIND {
        if !goes_on(end) {
            break;
        }
        let of = |class: CreditWord| (1..=3).rev().find(|n| words.has(class, end, end + n));
        if let Some(n) = of(CreditWord::FirstAdverb) {
            (is_first, end) = (true, end + n);
        } else if let Some(n) = of(CreditWord::Person) {
            (is_medium, end) = (true, end + n);
        } else if let Some(n) = of(CreditWord::Adverb) {
            end += n;
        } else {
            break;
        }
    }
    if let Some(next) = names.get(at + 1)
        && goes_on(name.end)
        && next.start == name.end + 1
        && matches!(words.list[name.end].folded.as_str(), "and" | "und" | "et" | "y" | "и")
    {
        return says_behind(words, names, at + 1).map(|(kind, _)| (kind, name.end));
    }
    if !goes_on(end) {
        return None;
    }
    let has_article = name.start > 0 && words.list[name.start - 1].folded == "the"
        || words.list[name.start].folded == "the";
    if name.is_common && !has_article && !is_medium && !is_first {
        return None;
    }
    let verb = |class: CreditWord| (1..=2).rev().find(|n| words.has(class, end, end + n));
    if let Some(n) = verb(CreditWord::FirstSays) {
        return Some((OriginMarkKind::First, end + n));
    }
    let n = verb(CreditWord::Says)?;
    Some((if is_first { OriginMarkKind::First } else { OriginMarkKind::Cited }, end + n))
}

/// `berichtet NAME`, `…, reports NAME.`
fn said_before(words: &Words<'_>, name: &NameAt) -> Option<(OriginMarkKind, usize)> {
    if name.is_common {
        return None;
    }
    let ends_clause = {
        let behind = words.gap(name.end - 1).trim_start_matches(['”', '"', '»']);
        behind.is_empty()
            || behind.starts_with(['.', ',', ';', '\n', ')'])
            || words.is_broken(name.end - 1)
            || words.has(CreditWord::Medium, name.end, name.end + 1)
            || words.has(CreditWord::Medium, name.end, name.end + 2)
    };
    places_before(words, name.start).find_map(|place| {
        let is_before = words.has(CreditWord::SaysBefore, place - 1, place);
        let is_at_end = ends_clause && words.has(CreditWord::SaysAtEnd, place - 1, place);
        (is_before || is_at_end).then_some((OriginMarkKind::Cited, place - 1))
    })
}

/// `said … to NAME`, `in an interview that ran on NAME`
fn spoken_to(words: &Words<'_>, name: &NameAt) -> Option<(OriginMarkKind, usize)> {
    places_before(words, name.start).find_map(|place| {
        let to = place - 1;
        if !words.has(CreditWord::To, to, place) {
            return None;
        }
        let preposition = words.list[to].folded.as_str();
        // What is common is a medium's name where it is spoken to, no time or place.
        if name.is_common && preposition != "to" {
            return None;
        }
        // `said Ann Lee, an editor at NAME`: who speaks, not to whom.
        let reach = if preposition == "at" { 1 } else { SPEECH_REACH };
        let speech = (to.saturating_sub(reach)..to)
            .rev()
            .take_while(|at| !words.is_broken(*at))
            .find(|at| words.has(CreditWord::Speech, *at, at + 1))?;
        Some((OriginMarkKind::Told, speech))
    })
}
