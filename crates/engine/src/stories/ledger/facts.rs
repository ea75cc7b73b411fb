//! Rows from facts: for each value that sentences of a fact give, what the origins say.

use std::collections::HashMap;

use parallax_text::{Reason, Statement, ValueKind, Verdict, n_words};
use parallax_types::Span;

use super::clusters::Cluster;
use super::sentences::{SentenceAt, text};
use super::{FactKind, FactState, LedgerCell, LedgerRow, Telling};

/// Likeness in words from which sentences without values are said to agree.
const SAME_STATEMENT: f32 = 0.72;

/// Words such a sentence has at least: of short ones a name and `said` are the half.
const STATEMENT_WORDS: usize = 9;

/// Likeness in words below which values are not said to differ: sentences that only mean
/// much the same are often of another occasion.
const ALIKE_ENOUGH: f32 = 0.45;
const ALIKE_TO_DENY: f32 = 0.7;

/// Pairs of a fact's sentences that are compared; a fact of very many articles is clear
/// before.
const MAX_PAIRS: usize = 400;

/// The rows of facts; those of a fact together.
pub(super) fn rows(tellings: &[Telling], clusters: &[Cluster]) -> Vec<LedgerRow> {
    clusters.iter().flat_map(|cluster| Fact::read(tellings, cluster).rows()).collect()
}

/// A value of a sentence of the fact: the sentence's number and the value's.
type ValueAt = (usize, usize);

/// Two values that stand for each other.
struct Link {
    a: ValueAt,
    b: ValueAt,
    verdict: Verdict,
}

/// A fact with its sentences read.
struct Fact<'a> {
    tellings: &'a [Telling],
    places: &'a [SentenceAt],
    statements: Vec<Statement>,
    links: Vec<Link>,
    likeness: f32,
    least_likeness: f32,
}

impl<'a> Fact<'a> {
    fn read(tellings: &'a [Telling], cluster: &'a Cluster) -> Self {
        let places = cluster.sentences.as_slice();
        let statements: Vec<Statement> = places
            .iter()
            .map(|at| Statement::read(text(tellings, *at), tellings[at.telling].day))
            .collect();
        let number: HashMap<SentenceAt, usize> =
            places.iter().enumerate().map(|(number, at)| (*at, number)).collect();
        let mut links = Vec::new();
        for pair in cluster.pairs.iter().take(MAX_PAIRS) {
            let (a, b) = (number[&pair.a], number[&pair.b]);
            for mut found in statements[a].compare(&statements[b]) {
                let kind = statements[a].values()[found.a].kind;
                let enough = match kind {
                    ValueKind::Denial | ValueKind::Modality => ALIKE_TO_DENY,
                    _ => ALIKE_ENOUGH,
                };
                if found.verdict == Verdict::Differ && pair.likeness < enough {
                    found.verdict = Verdict::NotComparable(Reason::Scope);
                }
                links.push(Link { a: (a, found.a), b: (b, found.b), verdict: found.verdict });
            }
        }
        // What agrees belongs together before what does not.
        links.sort_by_key(|link| (link.verdict, link.a, link.b));
        let n_pairs = cluster.pairs.len().max(1) as f32;
        let likeness = cluster.pairs.iter().map(|pair| pair.likeness);
        Self {
            tellings,
            places,
            statements,
            links,
            likeness: likeness.clone().sum::<f32>() / n_pairs,
            least_likeness: likeness.fold(1.0, f32::min),
        }
    }

    fn rows(&self) -> Vec<LedgerRow> {
        let mut rows: Vec<LedgerRow> =
            self.gathered().into_iter().filter_map(|values| self.row(&values)).collect();
        if rows.is_empty() {
            rows.extend(self.statement());
        }
        rows
    }

    fn telling(&self, sentence: usize) -> &Telling {
        &self.tellings[self.places[sentence].telling]
    }

    /// Values that stand for each other, one of a sentence at most.
    fn gathered(&self) -> Vec<Vec<ValueAt>> {
        let mut of: HashMap<ValueAt, usize> = HashMap::new();
        let mut gathered: Vec<Vec<ValueAt>> = Vec::new();
        for link in &self.links {
            let mut number = |at: ValueAt| {
                *of.entry(at).or_insert_with(|| {
                    gathered.push(vec![at]);
                    gathered.len() - 1
                })
            };
            let (one, other) = (number(link.a), number(link.b));
            let is_twice = |at: &ValueAt| gathered[one].iter().any(|own| own.0 == at.0);
            if one == other || gathered[other].iter().any(is_twice) {
                continue;
            }
            let moved = std::mem::take(&mut gathered[other]);
            for at in &moved {
                of.insert(*at, one);
            }
            gathered[one].extend(moved);
        }
        gathered.retain(|values| values.len() > 1);
        for values in &mut gathered {
            values.sort_unstable();
        }
        gathered.sort();
        gathered
    }

    fn row(&self, values: &[ValueAt]) -> Option<LedgerRow> {
        let value = |at: &ValueAt| &self.statements[at.0].values()[at.1];
        let first = value(values.first()?);
        let links: Vec<&Link> = self
            .links
            .iter()
            .filter(|link| values.contains(&link.a) && values.contains(&link.b))
            .collect();
        let (state, reason) = self.state(values, &links);
        let is_worth_a_row = match first.kind {
            ValueKind::Date => true,
            kind if kind.is_number() => first.is_telling() || state == FactState::Differ,
            // Names and verbs are in every sentence: only what differs is told.
            _ => matches!(state, FactState::Differ | FactState::Revised),
        };
        if !is_worth_a_row {
            return None;
        }
        let groups = groups(values, &links);
        let cells = values.iter().zip(groups).map(|(at, group)| {
            let telling = self.telling(at.0);
            let sentence = telling.sentences[self.places[at.0].sentence];
            let own = value(at).span;
            let span = Span::new(sentence.start + own.start, sentence.start + own.end);
            LedgerCell { group, ..telling.cell(sentence, span) }
        });
        Some(LedgerRow {
            kind: FactKind::Value(first.kind),
            state,
            reason,
            subject: self.statements[values[0].0].subject(first),
            cells: folded(cells.collect()),
            likeness: self.likeness,
        })
    }

    /// How the values stand to each other.
    fn state(&self, values: &[ValueAt], links: &[&Link]) -> (FactState, Option<Reason>) {
        let origin = |at: &ValueAt| self.telling(at.0).origin;
        let between_origins = |link: &&&Link| origin(&link.a) != origin(&link.b);
        let is_later =
            |link: &&Link| self.telling(link.a.0).is_of_one_outlet_later(self.telling(link.b.0));
        let differs = |link: &&&Link| link.verdict == Verdict::Differ;
        let has_one_origin = values.iter().all(|at| origin(at) == origin(&values[0]));
        if links.iter().filter(differs).filter(between_origins).any(|link| !is_later(link)) {
            return (FactState::Differ, None);
        }
        if links.iter().filter(differs).any(is_later) {
            return (FactState::Revised, None);
        }
        if has_one_origin {
            return (FactState::OneOrigin, None);
        }
        let agrees = |link: &&&Link| link.verdict == Verdict::Agree;
        let say_one = groups(values, links).iter().all(|group| *group == 0);
        if say_one && links.iter().filter(between_origins).any(|link| agrees(&link)) {
            return (FactState::Agree, None);
        }
        let reason = links.iter().find_map(|link| match link.verdict {
            Verdict::NotComparable(reason) => Some(reason),
            _ => None,
        });
        (FactState::NotComparable, reason)
    }

    /// The fact itself, where it has no value to compare.
    fn statement(&self) -> Option<LedgerRow> {
        let n_origins = {
            let mut origins: Vec<usize> =
                self.places.iter().map(|at| self.tellings[at.telling].origin).collect();
            origins.sort_unstable();
            origins.dedup();
            origins.len()
        };
        let is_short = |at: &SentenceAt| n_words(text(self.tellings, *at)) < STATEMENT_WORDS;
        if self.least_likeness < SAME_STATEMENT || self.places.iter().any(is_short) {
            return None;
        }
        let cells = self.places.iter().map(|at| {
            let telling = &self.tellings[at.telling];
            let sentence = telling.sentences[at.sentence];
            telling.cell(sentence, sentence)
        });
        Some(LedgerRow {
            kind: FactKind::Statement,
            state: if n_origins > 1 { FactState::Agree } else { FactState::OneOrigin },
            reason: None,
            subject: String::new(),
            cells: folded(cells.collect()),
            likeness: self.likeness,
        })
    }
}

/// For each value the number of those it agrees with.
fn groups(values: &[ValueAt], links: &[&Link]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..values.len()).collect();
    let at = |value: ValueAt| values.iter().position(|own| *own == value);
    for link in links.iter().filter(|link| link.verdict == Verdict::Agree) {
        let (Some(a), Some(b)) = (at(link.a), at(link.b)) else { continue };
        let (from, to) = (group[a].max(group[b]), group[a].min(group[b]));
        for own in group.iter_mut().filter(|own| **own == from) {
            *own = to;
        }
    }
    // 0, 1, 2… in the order they are met.
    let mut order: Vec<usize> = Vec::new();
    group
        .into_iter()
        .map(|own| {
            order.iter().position(|known| *known == own).unwrap_or_else(|| {
                order.push(own);
                order.len() - 1
            })
        })
        .collect()
}

/// Tellings of one origin that say the same are one cell, the earliest.
pub(super) fn folded(cells: Vec<LedgerCell>) -> Vec<LedgerCell> {
    let mut folded: Vec<LedgerCell> = Vec::new();
    for cell in cells {
        let same =
            |known: &&mut LedgerCell| known.origin == cell.origin && known.group == cell.group;
        match folded.iter_mut().find(same) {
            Some(known) => known.n_articles += 1,
            None => folded.push(cell),
        }
    }
    folded.sort_by_key(|cell| cell.origin);
    // Groups are numbered as they are met from left to right.
    let mut order: Vec<usize> = Vec::new();
    for cell in &mut folded {
        let known = order.iter().position(|group| *group == cell.group);
        cell.group = known.unwrap_or_else(|| {
            order.push(cell.group);
            order.len() - 1
        });
    }
    folded
}
