//! The numbers of a sentence with their kind, unit, and what they count.

use std::ops::Range;

use parallax_lang::{Dimension, QuantityWord};

use super::amount::{Amount, Exactness};
use super::numerals::{Form, Numeral, numeral};
use super::words::Words;
use super::{Content, UnitOf, Value, ValueKind};

/// Words behind a number that may name what it counts.
const N_HEAD: usize = 4;

/// Higher numbers are no score.
const MAX_SCORE: f64 = 199.0;

/// Words on either side within which it is said what became of what is counted.
const ROLE_BEHIND: usize = 8;
const ROLE_BEFORE: usize = 5;

/// The numbers of a sentence but those in its dates, in order.
pub(super) fn quantities(words: &Words, dates: &[Value]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(date) = dates.iter().find(|date| date.words.contains(&at)) {
            at = date.words.end;
            continue;
        }
        // `19 Sept. 11 hijackers`: which number is the day's?
        let follows_date = dates.iter().any(|date| date.words.end == at)
            && matches!(words.gap_before(at).trim(), "" | ".")
            && words.folded(at).starts_with(|char: char| char.is_ascii_digit());
        let Some(numeral) = numeral(words, at).filter(|_| !follows_date) else {
            at += 1;
            continue;
        };
        at = numeral.end;
        let value = value(words, &numeral);
        // `$1 million (A$1.5 million)`: the same again, for readers elsewhere.
        let is_again = value.as_ref().is_some_and(|value| {
            value.kind == ValueKind::Money
                && words.gap_before(numeral.start).contains('(')
                && numeral.start > 0
        });
        found.extend(value.filter(|_| !is_again));
    }
    let numerals: Vec<Range<usize>> = found.iter().map(|value| value.words.clone()).collect();
    for value in &mut found {
        if value.kind == ValueKind::Count {
            let role = role(words, &value.words, &numerals);
            value.role_word = role.as_ref().map(|(at, _)| *at);
            value.role = role.map(|(_, role)| role);
        }
        value.scope = scope(words, &value.words, &value.head_words);
    }
    // `no one`, `one of`: a pronoun, unless something is counted.
    found.retain(|value| !is_pronoun(words, value));
    found
}

/// The number with its unit, if it is a quantity.
fn value(words: &Words, numeral: &Numeral) -> Option<Value> {
    let make = |end: usize, kind, amount, unit| {
        let mut value = Value::new(words, numeral.start..end, kind, Content::Amount(amount, unit));
        (value.head, value.is_people, value.head_words) = head(words, end);
        value
    };
    if let Some((kind, amount, unit, end)) = measured(words, numeral) {
        let mut value = make(end, kind, amount, unit);
        // The sign belongs to it.
        let gap = words.gap_before(numeral.start);
        if let Some(sign) = gap.trim_end().chars().last().filter(|sign| currency(*sign).is_some()) {
            value.span.start -= gap.len() - gap.trim_end().len() + sign.len_utf8();
        }
        if kind == ValueKind::Percent {
            value.span.end += percent_sign(words, end);
        }
        return Some(value);
    }
    let plain = |kind| make(numeral.end, kind, numeral.amount, UnitOf::Nothing);
    if numeral.form == Form::Ordinal {
        return Some(plain(ValueKind::Ordinal));
    }
    if is_age(words, numeral) {
        return Some(plain(ValueKind::Age));
    }
    if numeral.form == Form::Pair {
        let counts = !words.is_content(numeral.end) || !words.touches(numeral.end - 1);
        let kind = if counts || numeral.amount.low >= numeral.amount.high {
            // `(11-4)`: what a team has won so far.
            // Long numbers are somebody's telephone.
            let is_long = numeral.amount.low.max(numeral.amount.high) > MAX_SCORE;
            if words.gap_before(numeral.start).ends_with('(') || is_long {
                return None;
            }
            ValueKind::Score
        } else {
            ValueKind::Count
        };
        return Some(plain(kind));
    }
    if let Some(label) = label(words, numeral) {
        let value = Value::new(
            words,
            numeral.start - 1..numeral.end,
            ValueKind::Numbered,
            Content::Amount(numeral.amount, UnitOf::Label(label)),
        );
        return Some(value);
    }
    let is_year = numeral.is_digits
        && numeral.end == numeral.start + 1
        && words.written(numeral.start).len() == 4
        && (1_800.0..=2_100.0).contains(&numeral.amount.high);
    let is_part_of_name = numeral.suffix.is_some() || stands_in_name(words, numeral);
    (!is_year && !is_part_of_name).then(|| plain(ValueKind::Count))
}

type Measured = (ValueKind, Amount, UnitOf, usize);

/// Money, percent, measures, spans and times of day.
fn measured(words: &Words, numeral: &Numeral) -> Option<Measured> {
    let end = numeral.end;
    if let Some(clock) = clock(words, numeral) {
        return Some(clock);
    }
    if let Some(money) = money(words, numeral) {
        return Some(money);
    }
    if percent_sign(words, end) > 0 {
        return Some((ValueKind::Percent, numeral.amount, UnitOf::Percent, end));
    }
    let is_close = words.touches(end - 1) || numeral.suffix.is_some();
    if let Some((n_words, _)) =
        words.phrase(end, |meaning| *meaning == QuantityWord::Percent).filter(|_| is_close)
    {
        return Some((ValueKind::Percent, numeral.amount, UnitOf::Percent, end + n_words));
    }
    let (n_words, unit) = unit(words, numeral)?;
    let behind = end + n_words;
    let is_old = words.means(behind, &QuantityWord::Old) && unit.dimension == Dimension::Time;
    if is_old {
        let years = numeral.amount.scaled(unit.factor / 31_557_600.0, 0.0);
        let years = Amount { is_converted: false, ..years };
        return Some((ValueKind::Age, years, UnitOf::Nothing, behind + 1));
    }
    let kind = match unit.dimension {
        Dimension::Time => ValueKind::Duration,
        _ => ValueKind::Measure,
    };
    // An ordinal before a unit is no quantity: `the third day`.
    if numeral.form == Form::Ordinal {
        return None;
    }
    let amount = numeral.amount.scaled(unit.factor, unit.offset);
    Some((kind, amount, UnitOf::Dimension(unit.dimension), behind))
}

/// The unit behind a number, or clinging to it, with its length in words.
fn unit(words: &Words, numeral: &Numeral) -> Option<(usize, parallax_lang::Unit)> {
    let known = words.quantity_words();
    let of = |meanings: &[QuantityWord]| {
        meanings.iter().find_map(|meaning| match meaning {
            QuantityWord::Unit(unit) => Some(*unit),
            _ => None,
        })
    };
    if let Some(suffix) = &numeral.suffix {
        let metres = (suffix == "m").then_some("metres");
        return of(known.meanings(metres.unwrap_or(suffix))).map(|unit| (0, unit));
    }
    if !words.touches(numeral.end - 1) {
        return degrees(words, numeral);
    }
    let (n_words, _) =
        words.phrase(numeral.end, |meaning| matches!(meaning, QuantityWord::Unit(_)))?;
    let phrase: Vec<&str> =
        (numeral.end..numeral.end + n_words).map(|at| words.folded(at)).collect();
    of(known.meanings(&phrase.join(" "))).map(|unit| (n_words, unit))
}

/// `20 °C`, `68°F`.
fn degrees(words: &Words, numeral: &Numeral) -> Option<(usize, parallax_lang::Unit)> {
    let is_degree = words.gap(numeral.end - 1).trim() == "°";
    let scale = words.folded(numeral.end);
    let name = match scale {
        "c" if is_degree => "celsius",
        "f" if is_degree => "fahrenheit",
        _ => return None,
    };
    let english = parallax_lang::QuantityWords::of(parallax_lang::Language::English);
    english.meanings(name).iter().find_map(|meaning| match meaning {
        QuantityWord::Unit(unit) => Some((1, *unit)),
        _ => None,
    })
}

/// `$5`, `€4.1m`, `5 million dollars`.
fn money(words: &Words, numeral: &Numeral) -> Option<Measured> {
    let sign = words.gap_before(numeral.start).trim_end().chars().last().and_then(currency);
    let mut amount = numeral.amount;
    if let Some(sign) = sign {
        let factor = match numeral.suffix.as_deref() {
            None => 1.0,
            Some("m" | "mn" | "mln") => 1e6,
            Some("bn" | "b") => 1e9,
            Some("k") => 1e3,
            Some("tn") => 1e12,
            Some(_) => return None,
        };
        amount = Amount { is_converted: false, ..amount.scaled(factor, 0.0) };
        let code =
            dialect(words.written(numeral.start.wrapping_sub(1)), sign, words, numeral.start);
        return Some((ValueKind::Money, amount, UnitOf::Money(code), numeral.end));
    }
    if !words.touches(numeral.end - 1) {
        return None;
    }
    let (n_words, meaning) =
        words.phrase(numeral.end, |meaning| matches!(meaning, QuantityWord::Money(_)))?;
    let QuantityWord::Money(code) = meaning else { return None };
    let (code, amount) = if code == "CENT" {
        ("USD".to_owned(), amount.scaled(0.01, 0.0))
    } else {
        (code.clone(), amount)
    };
    Some((ValueKind::Money, amount, UnitOf::Money(code), numeral.end + n_words))
}

/// `A$`, `C$`: dollars of elsewhere.
fn dialect(before: &str, sign: &str, words: &Words, at: usize) -> String {
    let is_glued = words.gap_before(at) == "$";
    match before {
        "A" | "AU" | "C" | "CA" | "NZ" | "HK" | "S" if is_glued => format!("{before}$"),
        _ => sign.to_owned(),
    }
}

fn currency(sign: char) -> Option<&'static str> {
    Some(match sign {
        '$' => "USD",
        '€' => "EUR",
        '£' => "GBP",
        '¥' => "JPY",
        '₹' => "INR",
        '₽' => "RUB",
        _ => return None,
    })
}

/// Bytes of the gap behind a number up to its percent sign; 0 without one.
fn percent_sign(words: &Words, end: usize) -> usize {
    let gap = words.gap(end - 1);
    let trimmed = gap.trim_start();
    if trimmed.starts_with('%') { gap.len() - trimmed.len() + 1 } else { 0 }
}

/// `5 p.m.`, `17:30`
fn clock(words: &Words, numeral: &Numeral) -> Option<Measured> {
    let half =
        numeral.suffix.as_deref().filter(|suffix| matches!(*suffix, "am" | "pm" | "a" | "p"));
    let behind = words.folded(numeral.end);
    let half = half.or_else(|| {
        (words.means(numeral.end, &QuantityWord::Clock)
            && words.gap(numeral.end - 1).trim().is_empty())
        .then_some(behind)
    });
    if numeral.form != Form::Clock
        && (half.is_none() || !numeral.is_digits || numeral.amount.high > 24.0)
    {
        return None;
    }
    let mut minutes = numeral.amount.high * if numeral.form == Form::Clock { 1.0 } else { 60.0 };
    match half {
        Some("pm" | "p") if minutes < 720.0 => minutes += 720.0,
        Some("am" | "a") if minutes >= 720.0 => minutes -= 720.0,
        _ => {}
    }
    let end = numeral.end + usize::from(half.is_some() && numeral.suffix.is_none());
    let amount = Amount { exactness: numeral.amount.exactness, ..Amount::exactly(minutes, 1.0) };
    Some((ValueKind::Time, amount, UnitOf::Nothing, end))
}

/// `aged 24`, `Smith, 24,`
fn is_age(words: &Words, numeral: &Numeral) -> bool {
    let value = numeral.amount.high;
    if !(1.0..=115.0).contains(&value) || numeral.suffix.is_some() || numeral.form == Form::Pair {
        return false;
    }
    let before = numeral.start.checked_sub(1);
    let follows_name = before.is_some_and(|before| {
        words.written(before).starts_with(char::is_uppercase) && words.gap(before) == ", "
    });
    let ends = words.gap(numeral.end - 1).trim_start().starts_with([',', '.', ';', ')']);
    let is_called = before.is_some_and(|before| words.means(before, &QuantityWord::Aged));
    is_called || (numeral.is_digits && follows_name && ends && value >= 5.0)
}

/// What is called by its number: `Flight 447`, `No. 5`.
fn label(words: &Words, numeral: &Numeral) -> Option<String> {
    let before = numeral.start.checked_sub(1)?;
    let name = words.written(before);
    let is_name = name.starts_with(char::is_uppercase)
        && before > 0
        && matches!(words.gap(before), " " | ". ")
        && !words.quantity_words().meanings(words.folded(before)).iter().any(|meaning| {
            matches!(meaning, QuantityWord::About | QuantityWord::AtLeast | QuantityWord::AtMost)
        });
    let names_nothing = !words.touches(numeral.end - 1) || !words.is_content(numeral.end);
    (is_name && numeral.is_digits && names_nothing && numeral.suffix.is_none())
        .then(|| words.folded(before).to_owned())
}

/// `S-400`, `G20`, `45 Elm Street`: part of what something is called.
fn stands_in_name(words: &Words, numeral: &Numeral) -> bool {
    let is_capitalised = |at: usize| words.written(at).starts_with(char::is_uppercase);
    let glued_before = numeral.start > 0
        && matches!(words.gap_before(numeral.start), "-" | "–" | "/" | "#")
        && numeral.is_digits;
    let glued_behind = matches!(words.gap(numeral.end - 1), "/" | ".");
    let is_address = numeral.is_digits
        && words.touches(numeral.end - 1)
        && is_capitalised(numeral.end)
        && is_capitalised(numeral.end + 1)
        && words.touches(numeral.end);
    glued_before || glued_behind || is_address
}

/// The stems of what a number counts, and whether it is people.
fn head(words: &Words, from: usize) -> (Vec<String>, bool, Range<usize>) {
    let mut stems = Vec::new();
    let mut is_people = false;
    let mut at = from;
    let follows = |at: usize| {
        at > 0 && (words.touches(at - 1) || at == from && words.gap(at - 1).trim() == "%")
    };
    // `12 of the 40 people`, `30 percent of voters`
    while matches!(words.folded(at), "of" | "the" | "those" | "its" | "their" | "all")
        && at < from + 3
        && follows(at)
    {
        at += 1;
    }
    let start = at;
    while at < words.len() && stems.len() < N_HEAD && follows(at) {
        let meanings = words.quantity_words().meanings(words.folded(at));
        is_people |= meanings.contains(&QuantityWord::People);
        let is_verb = meanings.iter().any(|meaning| matches!(meaning, QuantityWord::Role(_)));
        let goes_on = words.is_content(at) || is_people;
        // `three times since October`: what is counted ends there.
        let is_scope = meanings.contains(&QuantityWord::Scope) && !stems.is_empty();
        if !goes_on || is_scope {
            break;
        }
        if !is_verb {
            stems.push(words.stem(at).to_owned());
        }
        at += 1;
    }
    let end = if stems.is_empty() { start } else { at };
    (stems, is_people, start..end)
}

/// What is said of what is counted: the nearest such word, not past another number.
fn role(words: &Words, own: &Range<usize>, numerals: &[Range<usize>]) -> Option<(usize, String)> {
    let is_other = |at: usize| numerals.iter().any(|other| other != own && other.contains(&at));
    let role_at = |at: usize| {
        words.quantity_words().meanings(words.folded(at)).iter().find_map(|meaning| match meaning {
            QuantityWord::Role(role) => Some(role.clone()),
            _ => None,
        })
    };
    let stops = |gap: &str| gap.contains([';', ':', '(', ')', '—', '.']);
    let behind = (own.end..(own.end + ROLE_BEHIND).min(words.len()))
        .take_while(|at| !is_other(*at) && !stops(words.gap(at - 1)) && !leads_away(words, *at))
        .find_map(|at| Some((at - own.end + comma(words, own.end - 1, at), (at, role_at(at)?))));
    let before = (own.start.saturating_sub(ROLE_BEFORE)..own.start)
        .rev()
        .take_while(|at| !is_other(*at) && !stops(words.gap(*at)))
        .find_map(|at| {
            let n_between = (at + 1..own.start).filter(|at| words.is_content(*at)).count();
            Some((n_between + comma(words, at, own.start), (at, role_at(at)?)))
        });
    match (before, behind) {
        (Some(before), Some(behind)) => Some(if before.0 < behind.0 { before.1 } else { behind.1 }),
        (found, None) | (None, found) => found.map(|(_, role)| role),
    }
}

/// `13 shots in her death`: what follows is said of something else.
fn leads_away(words: &Words, at: usize) -> bool {
    matches!(words.folded(at), "in" | "for" | "after" | "over" | "with" | "on")
}

/// A comma between makes a word farther.
fn comma(words: &Words, from: usize, to: usize) -> usize {
    3 * (from..to).filter(|at| words.gap(*at).contains(',')).count()
}

/// Words near a number that say how much of it is counted.
///
/// - `head`: what is counted, which says nothing of how much of it.
fn scope(words: &Words, own: &Range<usize>, head: &Range<usize>) -> Vec<String> {
    let from = own.start.saturating_sub(4);
    let to = (own.end + 5).min(words.len());
    // `13 countries` counts them; `12 other boats` counts boats.
    let is_counted = |at: &usize| {
        head.contains(at) && words.folded(*at).ends_with('s') && words.folded(*at) != "others"
    };
    let is_scope = |at: &usize| {
        let is_head = (own.end..own.end + 2).contains(at);
        (words.means(*at, &QuantityWord::Scope) && !is_counted(at))
            || (is_head && words.means(*at, &QuantityWord::Narrower))
    };
    // `at least`, `last` in a date: no scope.
    let is_qualifier = |at: &usize| words.folded(*at) == "least";
    let mut found: Vec<String> = (from..own.start)
        .chain(own.end..to)
        .filter(|at| is_scope(at) && !is_qualifier(at))
        .map(|at| words.stem(at).to_owned())
        .collect();
    // `During the first half, …`: all of the sentence is about a part.
    let is_of_part = (0..words.len()).any(|at| words.folded(at) == "during");
    found.extend(is_of_part.then(|| "during".to_owned()));
    found.sort();
    found.dedup();
    found
}

/// `one` is a number only where it counts something.
fn is_pronoun(words: &Words, value: &Value) -> bool {
    let is_one = value.words.len() == 1 && words.folded(value.words.start) == "one";
    let before = value.words.start.checked_sub(1).map_or("", |before| words.folded(before));
    let is_nobody = matches!(before, "no" | "any" | "every" | "some");
    let counts = !is_nobody && (value.is_people || value.role.is_some());
    let is_vague_one = matches!(&value.content, Content::Amount(amount, _) if amount.exactness == Exactness::Vague)
        && value.kind == ValueKind::Count
        && value.head.is_empty()
        && value.role.is_none();
    (is_one && value.kind == ValueKind::Count && !counts) || is_vague_one
}
