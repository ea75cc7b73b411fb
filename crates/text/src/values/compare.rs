//! Which values of two sentences that tell the same stand for each other, and whether
//! they agree.
//!
//! Numbers stand for each other when what they count, what is said of it or what stands
//! around them is the same; names and dates when one was put in the other's place.
//! In doubt two values do not stand for each other, and nothing is said.

use std::collections::HashSet;

use super::amount::{Amount, compare as compare_amounts};
use super::verdict::{Reason, Verdict};
use super::{Content, Statement, UnitOf, Value, ValueKind};
use crate::dates::{Precision, Resolved, Spoken};
use crate::diff::{changes, common};
use crate::names::same_person;

/// Two values that stand for each other, by their numbers, and what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pairing {
    /// Number in the first sentence's values.
    pub a: usize,
    /// Number in the second's.
    pub b: usize,
    /// What they say.
    pub verdict: Verdict,
}

/// How alike the surroundings of two numbers are where one stands for the other.
const ALIKE: f32 = 0.3;

/// The same of denials and duties.
const ALIKE_CLAIM: f32 = 0.4;

/// The same where nothing else tells that they belong together.
const ALIKE_ALONE: f32 = 0.55;

/// Words on either side of a change up to which a value stands for the other's.
const MAX_REPLACED: usize = 6;

impl Statement {
    /// The values of two sentences that stand for each other.
    ///
    /// The sentences must tell the same: of sentences that do not, nothing that is
    /// returned means anything.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Vec<Pairing> {
        let places = Places::of(self, other);
        let mut candidates: Vec<(f32, Pairing)> = Vec::new();
        for (a, value) in self.values.iter().enumerate() {
            for (b, theirs) in other.values.iter().enumerate() {
                let Some((score, verdict)) =
                    stand_for_each_other(self, value, other, theirs, &places)
                else {
                    continue;
                };
                candidates.push((score, Pairing { a, b, verdict }));
            }
        }
        // What agrees goes together before what does not.
        candidates.sort_by(|x, y| {
            let agrees = |pairing: &Pairing| pairing.verdict != Verdict::Agree;
            agrees(&x.1)
                .cmp(&agrees(&y.1))
                .then(y.0.total_cmp(&x.0))
                .then((x.1.a, x.1.b).cmp(&(y.1.a, y.1.b)))
        });
        let (mut used_a, mut used_b) = (HashSet::new(), HashSet::new());
        let mut found: Vec<Pairing> = Vec::new();
        for (_, pairing) in candidates {
            if !used_a.contains(&pairing.a) && !used_b.contains(&pairing.b) {
                used_a.insert(pairing.a);
                used_b.insert(pairing.b);
                found.push(pairing);
            }
        }
        if self.n_denials() == other.n_denials() {
            // A denial that only moved: `I do not think it is`, `I think it is not`.
            found.retain(|pairing| {
                let kind = self.values[pairing.a].kind;
                pairing.verdict != Verdict::Differ
                    || kind != ValueKind::Denial
                    || !self.is_negated()
            });
        }
        not_of_other_occasions(self, &mut found);
        found.sort_by_key(|pairing| (pairing.a, pairing.b));
        found
    }
}

impl Statement {
    /// How many verbs it denies.
    fn n_denials(&self) -> usize {
        let is_denial = |value: &&Value| {
            value.kind == ValueKind::Denial && matches!(value.content, Content::Claim(true, _))
        };
        self.values.iter().filter(is_denial).count()
    }

    fn is_negated(&self) -> bool {
        self.n_denials() > 0
    }
}

/// Where the date or a name differs as well as a number, another occasion is told of.
fn not_of_other_occasions(statement: &Statement, found: &mut [Pairing]) {
    let kind = |pairing: &Pairing| statement.values[pairing.a].kind;
    let is_apart = |pairing: &Pairing| pairing.verdict != Verdict::Agree;
    let of_numbers = found.iter().any(|one| is_apart(one) && kind(one).is_number());
    let differs = |pairing: &Pairing| pairing.verdict == Verdict::Differ;
    let reason = found.iter().filter(|one| differs(one)).find_map(|one| match kind(one) {
        ValueKind::Date => Some(Reason::Day),
        ValueKind::Person | ValueKind::Place => Some(Reason::Scope),
        _ => None,
    });
    let Some(reason) = reason.filter(|_| of_numbers) else { return };
    for pairing in found.iter_mut().filter(|pairing| differs(pairing)) {
        pairing.verdict = Verdict::NotComparable(reason);
    }
}

/// Where the words of two sentences stand to each other.
struct Places {
    /// For each word of the first its twin in the second.
    twins: Vec<Option<usize>>,
    /// The changes: words of the first, words of the second.
    changes: Vec<crate::diff::Change>,
}

impl Places {
    fn of(a: &Statement, b: &Statement) -> Self {
        let folded = |statement: &Statement| -> Vec<String> {
            statement.words.list.iter().map(|word| word.folded.clone()).collect()
        };
        let (folded_a, folded_b) = (folded(a), folded(b));
        let mut twins = vec![None; folded_a.len()];
        for (x, y) in common(&folded_a, &folded_b) {
            twins[x] = Some(y);
        }
        Self { twins, changes: changes(&folded_a, &folded_b) }
    }

    /// Whether one was put in the other's place, and how many words changed there.
    fn replaced(&self, a: &Value, b: &Value) -> Option<usize> {
        let change = self.changes.iter().find(|change| {
            change.a.start < a.words.end
                && a.words.start < change.a.end
                && change.b.start < b.words.end
                && b.words.start < change.b.end
        })?;
        Some(change.a.len().max(change.b.len()))
    }

    /// Whether both stand in the same place, the same or changed.
    fn are_in_one_place(&self, a: &Value, b: &Value) -> bool {
        let is_twin = a.words.clone().any(|at| {
            self.twins.get(at).copied().flatten().is_some_and(|twin| b.words.contains(&twin))
        });
        is_twin || self.replaced(a, b).is_some_and(|n_words| n_words <= MAX_REPLACED)
    }
}

fn stand_for_each_other(
    a: &Statement,
    one: &Value,
    b: &Statement,
    other: &Value,
    places: &Places,
) -> Option<(f32, Verdict)> {
    if one.kind.is_number() && other.kind.is_number() {
        return numbers(a, one, b, other, places);
    }
    if one.kind != other.kind {
        return None;
    }
    match (&one.content, &other.content) {
        (Content::Date(spoken, resolved), Content::Date(theirs, their_resolved)) => {
            let verdict = dates((*spoken, *resolved), (*theirs, *their_resolved))?;
            let alike = alike(one, other);
            let in_place = places.are_in_one_place(one, other);
            let enough = match verdict {
                Verdict::Agree => in_place || alike > 0.1,
                _ => in_place && alike > ALIKE,
            };
            enough.then_some((alike + f32::from(u8::from(in_place)), verdict))
        }
        (Content::Name(name), Content::Name(theirs)) => {
            let verdict = names(one.kind, name, theirs);
            let in_place =
                places.replaced(one, other).is_some_and(|n_words| n_words <= MAX_REPLACED);
            match verdict {
                Verdict::Agree => Some((1.0, verdict)),
                _ if in_place
                    && alike(one, other) > ALIKE
                    && !is_told_elsewhere(a, b, name, theirs) =>
                {
                    Some((alike(one, other), verdict))
                }
                _ => None,
            }
        }
        (Content::Claim(holds, verb), Content::Claim(theirs, their_verb)) => {
            let same_verb = verb == their_verb;
            (same_verb && alike(one, other) > ALIKE_CLAIM).then(|| {
                let verdict = if holds == theirs { Verdict::Agree } else { Verdict::Differ };
                (alike(one, other), verdict)
            })
        }
        _ => None,
    }
}

/// Whether either sentence names what the other puts in the place of something else.
fn is_told_elsewhere(a: &Statement, b: &Statement, name: &str, theirs: &str) -> bool {
    let tells = |statement: &Statement, name: &str| {
        // Of a person's name the last word.
        name.split(' ')
            .next_back()
            .is_some_and(|part| statement.words.list.iter().any(|word| word.folded == part))
    };
    tells(b, name) || tells(a, theirs)
}

/// Numbers: what they count, what is said of it and what stands around them.
fn numbers(
    a: &Statement,
    one: &Value,
    b: &Statement,
    other: &Value,
    places: &Places,
) -> Option<(f32, Verdict)> {
    let (Content::Amount(amount, unit), Content::Amount(theirs, their_unit)) =
        (&one.content, &other.content)
    else {
        return None;
    };
    let alike = alike(one, other);
    let in_place = places.are_in_one_place(one, other);
    let score = alike + if in_place { 0.5 } else { 0.0 };
    if one.kind != other.kind || !is_same_unit(unit, their_unit) {
        let is_money = matches!((unit, their_unit), (UnitOf::Money(_), UnitOf::Money(_)));
        let reason = if is_money { Reason::Unit } else { Reason::Kind };
        let is_plain = |kind: ValueKind| {
            matches!(
                kind,
                ValueKind::Count | ValueKind::Percent | ValueKind::Money | ValueKind::Measure
            )
        };
        let is_number_of_another_kind = in_place
            && alike > ALIKE_ALONE
            && is_plain(one.kind)
            && is_plain(other.kind)
            && (is_money || (amount.high - theirs.high).abs() > 1e-9);
        return is_number_of_another_kind.then_some((score, Verdict::NotComparable(reason)));
    }
    let same_head = one.head.iter().any(|stem| other.head.contains(stem));
    let same_role = one.role.is_some() && one.role == other.role;
    let other_role = one.role.is_some() && other.role.is_some() && one.role != other.role;
    let is_same_people = one.is_people && other.is_people;
    let other_head =
        !one.head.is_empty() && !other.head.is_empty() && !same_head && !is_same_people;
    if other_role {
        return None;
    }
    let units_differ = amount.is_converted != theirs.is_converted
        || (amount.is_converted && (amount.step - theirs.step).abs() > 1e-9);
    let verdict = match one.kind {
        ValueKind::Score if is_one_score(amount, theirs) => Verdict::Agree,
        ValueKind::Score => Verdict::Differ,
        _ => compare_amounts(amount, theirs, units_differ),
    };
    let score = score + if same_head { 0.5 } else { 0.0 } + if same_role { 0.8 } else { 0.0 };
    if verdict == Verdict::Agree {
        let enough = in_place || same_role || same_head || alike > 0.15;
        return (enough && !(other_head && alike < ALIKE)).then_some((score, verdict));
    }
    let belong = match one.kind {
        ValueKind::Count => {
            (same_role && alike > 0.15)
                || (same_head && alike > ALIKE)
                || (in_place && alike > ALIKE_ALONE)
        }
        ValueKind::Ordinal => {
            one.head.first() == other.head.first() && same_head && in_place && alike > ALIKE
        }
        ValueKind::Score => in_place && alike > ALIKE_ALONE,
        _ => (in_place && alike > ALIKE) || alike > ALIKE_ALONE,
    };
    if !belong {
        return None;
    }
    if other_head && one.kind == ValueKind::Count && !same_role {
        return Some((score, Verdict::NotComparable(Reason::Scope)));
    }
    if let (Verdict::Differ, Some(reason)) = (verdict, other_circumstances(a, one, b, other)) {
        return Some((score, Verdict::NotComparable(reason)));
    }
    Some((score, verdict))
}

/// `3-1` is `1-3` told from the other side.
fn is_one_score(one: &Amount, other: &Amount) -> bool {
    let is = |a: f64, b: f64| (a - b).abs() < 1e-9;
    (is(one.low, other.low) && is(one.high, other.high))
        || (is(one.low, other.high) && is(one.high, other.low))
}

fn is_same_unit(one: &UnitOf, other: &UnitOf) -> bool {
    one == other
}

/// Why two numbers of the same kind are not of the same, if they are not.
fn other_circumstances(a: &Statement, one: &Value, b: &Statement, other: &Value) -> Option<Reason> {
    if one.scope != other.scope {
        return Some(Reason::Scope);
    }
    let apart = |one: &[String], other: &[String]| {
        !one.is_empty() && !other.is_empty() && !one.iter().any(|place| other.contains(place))
    };
    if apart(&one.places, &other.places) {
        return Some(Reason::Scope);
    }
    if one.is_so_far != other.is_so_far {
        return Some(Reason::Day);
    }
    if let (Some(day), Some(theirs)) = (one.day, other.day)
        && matches!(dates(day, theirs), Some(Verdict::Differ | Verdict::NotComparable(_)))
    {
        return Some(Reason::Day);
    }
    let is_running = |statement: &Statement, value: &Value| {
        let role = value.role.as_deref();
        role.is_some_and(|role| statement.words.quantity_words().is_running(role))
    };
    let articles_of_other_days =
        a.reference.zip(b.reference).is_some_and(|(one, other)| one != other);
    // How often something was done is no count of people.
    let are_people = |value: &Value| value.is_people || value.head.is_empty();
    let grows =
        (is_running(a, one) || is_running(b, other)) && are_people(one) && are_people(other);
    let one_has_day = one.day.is_some() != other.day.is_some();
    if grows && articles_of_other_days {
        return Some(Reason::Day);
    }
    (one_has_day && one.is_so_far).then_some(Reason::Day)
}

/// What two dates say; `None` when it cannot be told whether they are of the same.
fn dates(one: (Spoken, Option<Resolved>), other: (Spoken, Option<Resolved>)) -> Option<Verdict> {
    if one.0 == other.0 && !matches!(one.0, Spoken::Days(_)) {
        return Some(Verdict::Agree);
    }
    if let (Spoken::Weekday(one), Spoken::Weekday(other)) = (one.0, other.0) {
        return Some(if one == other { Verdict::Agree } else { Verdict::Differ });
    }
    if let (Spoken::Day(year, month, day), Spoken::Day(their_year, their_month, their_day)) =
        (one.0, other.0)
    {
        let same_year = year.is_none() || their_year.is_none() || year == their_year;
        let same = (month, day) == (their_month, their_day) && same_year;
        return Some(if same { Verdict::Agree } else { Verdict::Differ });
    }
    if let (Spoken::Month(year, month), Spoken::Month(their_year, their_month)) = (one.0, other.0) {
        let same_year = year.is_none() || their_year.is_none() || year == their_year;
        let same = month == their_month && same_year;
        return Some(if same { Verdict::Agree } else { Verdict::Differ });
    }
    if let (Spoken::Year(_), Spoken::Year(_)) = (one.0, other.0) {
        return Some(Verdict::Differ);
    }
    let (one, other) = (one.1?, other.1?);
    let precision = one.precision.max(other.precision);
    let same = match precision {
        Precision::Day => one.day == other.day,
        Precision::Month => (one.day.year, one.day.month) == (other.day.year, other.day.month),
        Precision::Year => one.day.year == other.day.year,
    };
    // A weekday seen from another article's day is easily a day or a week off.
    Some(if same { Verdict::Agree } else { Verdict::NotComparable(Reason::Precision) })
}

fn names(kind: ValueKind, one: &str, other: &str) -> Verdict {
    let initials =
        |name: &str| -> String { name.split(' ').filter_map(|word| word.chars().next()).collect() };
    let is_abbreviation = initials(one) == other || initials(other) == one;
    let shares_word = one.split(' ').any(|word| other.split(' ').any(|theirs| word == theirs));
    let is_same = match kind {
        ValueKind::Person => {
            // Of two full names the family names count; a single one may be either.
            let is_single = !one.contains(' ') || !other.contains(' ');
            same_person(one, other) || (is_single && shares_word) || is_other_spelling(one, other)
        }
        _ => shares_word,
    };
    if one == other || is_same || is_abbreviation { Verdict::Agree } else { Verdict::Differ }
}

/// `Rait` and `Raite`: the last words differ by one letter.
fn is_other_spelling(one: &str, other: &str) -> bool {
    const LEAST: usize = 4;
    let last = |name: &str| -> Vec<char> {
        name.split(' ').next_back().unwrap_or_default().chars().collect()
    };
    let (one, other) = (last(one), last(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let same_start = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], from: usize| letters[from.min(letters.len())..].to_vec();
    let is_changed =
        short.len() == long.len() && rest(&short, same_start + 1) == rest(&long, same_start + 1);
    let is_added =
        short.len() + 1 == long.len() && rest(&short, same_start) == rest(&long, same_start + 1);
    short.len() >= LEAST && (is_changed || is_added)
}

/// How alike the surroundings of two values are: the cosine over weighted stems, 0…1.
fn alike(one: &Value, other: &Value) -> f32 {
    let weight = |value: &Value, stem: &str| {
        value.context.iter().find(|(known, _)| known == stem).map(|(_, weight)| *weight)
    };
    let dot: f32 =
        one.context.iter().filter_map(|(stem, own)| Some(own * weight(other, stem)?)).sum();
    let norm =
        |value: &Value| value.context.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    let norms = norm(one) * norm(other);
    if norms > 0.0 { (dot / norms).min(1.0) } else { 0.0 }
}
