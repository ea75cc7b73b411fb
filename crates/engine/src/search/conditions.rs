//! Which articles a condition holds of, and which of their passages hold what was asked.
//!
//! Each test of words gives passages, first by the index alone; what the index cannot tell
//! (`store/words/matches.rs`) is read. Articles are then put together as sets. A condition
//! is about whole articles: `a AND b` holds where one passage has `a` and another `b`.
//! Invariant: what is found does not depend on how much was read, up to [`MAX_READ`]; where
//! more would have to be read, the latest are, and a note says so.
//! Not here: how they are ranked (`rank`).

use std::collections::{BTreeMap, HashMap, HashSet};

use parallax_lang::{Phrase, StemLanguage, Tokens, fold, tokens};
use parallax_store::{PassageRow, PhraseMatch, QuoteFilter, Snapshot};
use parallax_text::sentences;
use parallax_types::{ArticleId, PassageId, Span};

use super::marks::spans_of;
use super::query::filter_of;
use super::{Condition, TextForm, TextPlace, TextTest, Within};
use crate::error::EngineError;

/// Passages read for one query at most: some tenths of a second, for conditions on words
/// that stand almost anywhere.
const MAX_READ: usize = 20_000;

/// Passages that an article counts as when it is read whole.
const N_PER_ARTICLE: usize = 4;

/// Articles, as a set or as all but a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Articles {
    Only(HashSet<ArticleId>),
    AllBut(HashSet<ArticleId>),
}

impl Articles {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Only(a), Self::Only(b)) => Self::Only(a.intersection(&b).copied().collect()),
            (Self::Only(a), Self::AllBut(b)) | (Self::AllBut(b), Self::Only(a)) => {
                Self::Only(a.difference(&b).copied().collect())
            }
            (Self::AllBut(a), Self::AllBut(b)) => Self::AllBut(a.union(&b).copied().collect()),
        }
    }

    fn not(self) -> Self {
        match self {
            Self::Only(a) => Self::AllBut(a),
            Self::AllBut(a) => Self::Only(a),
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    pub(super) fn contains(&self, id: ArticleId) -> bool {
        match self {
            Self::Only(articles) => articles.contains(&id),
            Self::AllBut(articles) => !articles.contains(&id),
        }
    }
}

/// What a condition comes to.
#[derive(Debug)]
pub(super) struct Evaluated {
    /// The articles it holds of.
    pub(super) articles: Articles,
    /// Passages that hold what was asked for, also of articles it does not hold of.
    pub(super) holding: HashMap<PassageId, ArticleId>,
    /// What could not be done exactly.
    pub(super) notes: Vec<String>,
}

/// Evaluates a condition.
pub(super) fn evaluate(
    snapshot: Snapshot<'_>,
    condition: &Condition,
) -> Result<Evaluated, EngineError> {
    let languages = snapshot.stem_languages()?;
    let mut evaluation =
        Evaluation { snapshot, languages, holding: HashMap::new(), n_read: 0, is_cut: false };
    let articles = evaluation.condition(condition, true)?;
    let mut notes = Vec::new();
    if evaluation.is_cut {
        notes.push(format!(
            "very many passages would have to be read to answer exactly; the latest {MAX_READ} were"
        ));
    }
    Ok(Evaluated { articles, holding: evaluation.holding, notes })
}

struct Evaluation<'a> {
    snapshot: Snapshot<'a>,
    /// Those whose words have stems of their own.
    languages: Vec<StemLanguage>,
    holding: HashMap<PassageId, ArticleId>,
    n_read: usize,
    is_cut: bool,
}

impl Evaluation<'_> {
    /// - `is_positive`: not under a `NOT`; what is found then answers.
    fn condition(
        &mut self,
        condition: &Condition,
        is_positive: bool,
    ) -> Result<Articles, EngineError> {
        match condition {
            Condition::All(inner) => {
                let mut all = Articles::AllBut(HashSet::new());
                for condition in inner {
                    all = all.and(self.condition(condition, is_positive)?);
                }
                Ok(all)
            }
            Condition::Any(inner) => {
                let mut any = Articles::Only(HashSet::new());
                for condition in inner {
                    any = any.or(self.condition(condition, is_positive)?);
                }
                Ok(any)
            }
            Condition::Not(inner) => Ok(self.condition(inner, false)?.not()),
            Condition::Text(test) => {
                let matches = self.matches(test)?;
                Ok(self.articles_of(matches.into_iter(), is_positive))
            }
            Condition::Near(operands, within) => {
                let found = self.near(operands, *within)?;
                Ok(self.articles_of(found.into_iter(), is_positive))
            }
            Condition::Field(kind, value) => {
                let passing = self.snapshot.articles_passing(&filter_of(*kind, value))?;
                Ok(passing.map_or(Articles::AllBut(HashSet::new()), Articles::Only))
            }
        }
    }

    fn articles_of(
        &mut self,
        matches: impl Iterator<Item = PhraseMatch>,
        is_positive: bool,
    ) -> Articles {
        let mut articles = HashSet::new();
        for found in matches {
            articles.insert(found.article_id);
            if is_positive {
                self.holding.insert(found.passage_id, found.article_id);
            }
        }
        Articles::Only(articles)
    }

    /// Passages where a test succeeds, by id.
    fn matches(&mut self, test: &TextTest) -> Result<Vec<PhraseMatch>, EngineError> {
        let finder = Finder::of(test, &self.languages);
        let mut found = match &finder {
            Finder::Phrase(phrase) => self.snapshot.passages_with(phrase)?,
            Finder::Beginning(beginning) => self.snapshot.passages_with_beginning(beginning)?,
        };
        match test.place {
            TextPlace::Anywhere => {}
            TextPlace::Title => found.iter_mut().for_each(|it| it.in_body = false),
            TextPlace::Quotation => found.iter_mut().for_each(|it| {
                it.in_title = false;
                it.is_certain = false;
            }),
        }
        found.retain(|it| it.in_title || it.in_body);
        self.verify(&mut found, &finder, test.place)?;
        Ok(found)
    }

    /// Reads what is uncertain and drops what does not match.
    fn verify(
        &mut self,
        found: &mut Vec<PhraseMatch>,
        finder: &Finder,
        place: TextPlace,
    ) -> Result<(), EngineError> {
        let uncertain: Vec<PassageId> =
            found.iter().filter(|it| !it.is_certain).map(|it| it.passage_id).collect();
        let rows = self.read(&uncertain)?;
        let titles: Vec<ArticleId> = found
            .iter()
            .filter(|it| !it.is_certain && it.in_title)
            .map(|it| it.article_id)
            .collect();
        let titles = self.titles(&titles)?;
        let quotes = match place {
            TextPlace::Quotation => self.quotations(rows.values())?,
            _ => HashMap::new(),
        };
        for it in found.iter_mut().filter(|it| !it.is_certain) {
            // What could not be read is taken for what the index says.
            let Some(row) = rows.get(&it.passage_id) else { continue };
            it.in_title &=
                titles.get(&it.article_id).is_some_and(|title| finder.stands_in(&tokens(title)));
            it.in_body = it.in_body
                && match place {
                    TextPlace::Quotation => quotes.get(&row.article_id).is_some_and(|quotes| {
                        finder.spans(&tokens(&row.text)).iter().any(|span| {
                            let start = row.span.start;
                            let span = Span::new(span.start + start, span.end + start);
                            quotes.iter().any(|quote| quote.contains(span))
                        })
                    }),
                    _ => finder.stands_in(&tokens(&row.text)),
                };
        }
        found.retain(|it| it.in_title || it.in_body);
        Ok(())
    }

    /// Passages by id, as many as may still be read, the latest of them.
    fn read(&mut self, ids: &[PassageId]) -> Result<HashMap<PassageId, PassageRow>, EngineError> {
        let n = ids.len().min(MAX_READ.saturating_sub(self.n_read));
        self.is_cut |= n < ids.len();
        self.n_read += n;
        let rows = self.snapshot.passages(&ids[ids.len() - n..])?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    fn titles(&self, ids: &[ArticleId]) -> Result<HashMap<ArticleId, String>, EngineError> {
        let rows = self.snapshot.article_rows(ids)?;
        Ok(rows.into_iter().map(|row| (row.id, row.title)).collect())
    }

    fn quotations<'r>(
        &self,
        rows: impl Iterator<Item = &'r PassageRow>,
    ) -> Result<HashMap<ArticleId, Vec<Span>>, EngineError> {
        let mut ids: Vec<ArticleId> = rows.map(|row| row.article_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut quotes: HashMap<ArticleId, Vec<Span>> = HashMap::new();
        for quote in self.snapshot.quotes(QuoteFilter::Articles(&ids))? {
            quotes.entry(quote.article_id).or_default().push(quote.span);
        }
        Ok(quotes)
    }

    /// Passages of articles in which all operands stand near each other.
    fn near(
        &mut self,
        operands: &[Vec<TextTest>],
        within: Within,
    ) -> Result<Vec<PhraseMatch>, EngineError> {
        let mut of_operands: Vec<BTreeMap<PassageId, PhraseMatch>> = Vec::new();
        for tests in operands {
            let mut matches = BTreeMap::new();
            for test in tests {
                let found = self.matches(test)?.into_iter();
                matches.extend(found.map(|it| (it.passage_id, it)));
            }
            of_operands.push(matches);
        }
        let certain = self.certainly_near(operands, within)?;
        let candidates = candidates(&of_operands, within, certain.as_ref());
        let finder = |test: &TextTest| Finder::of(test, &self.languages);
        let finders: Vec<Vec<Finder>> =
            operands.iter().map(|tests| tests.iter().map(finder).collect()).collect();
        let mut articles: HashSet<ArticleId> = HashSet::new();
        let by_id = |id: &PassageId| of_operands[0].get(id).map(|it| it.article_id);
        articles.extend(certain.iter().flatten().filter_map(by_id));
        if within == Within::Sentence {
            articles.extend(self.with_sentences(&of_operands, &finders)?);
        } else {
            let mut unknown: Vec<ArticleId> =
                candidates.into_iter().filter(|id| !articles.contains(id)).collect();
            unknown.sort_unstable();
            articles.extend(self.with_texts(&unknown, &finders, within)?);
        }
        // The passages with all of them answer best; where they lie apart, each does.
        let mut found: Vec<PhraseMatch> = Vec::new();
        let mut answered: HashSet<ArticleId> = HashSet::new();
        let (first, others) = of_operands.split_at(1);
        for it in first.iter().flat_map(BTreeMap::values) {
            let has_all = others.iter().all(|other| other.contains_key(&it.passage_id));
            if articles.contains(&it.article_id) && has_all {
                answered.insert(it.article_id);
                found.push(*it);
            }
        }
        found.extend(
            of_operands.iter().flat_map(BTreeMap::values).filter(|it| {
                articles.contains(&it.article_id) && !answered.contains(&it.article_id)
            }),
        );
        Ok(found)
    }

    /// The articles with a sentence, or a headline, that holds all operands: sentences end
    /// where passages do, so passages alone are read.
    fn with_sentences(
        &mut self,
        of_operands: &[BTreeMap<PassageId, PhraseMatch>],
        finders: &[Vec<Finder>],
    ) -> Result<HashSet<ArticleId>, EngineError> {
        let Some((first, others)) = of_operands.split_first() else { return Ok(HashSet::new()) };
        let shared = |of: fn(&PhraseMatch) -> bool| {
            let all = first.values().filter(move |it| of(it)).filter(move |it| {
                others.iter().all(|other| other.get(&it.passage_id).is_some_and(of))
            });
            all.map(|it| (it.passage_id, it.article_id)).collect::<Vec<_>>()
        };
        let in_titles: Vec<ArticleId> =
            shared(|it| it.in_title).into_iter().map(|(_, article)| article).collect();
        let in_bodies: Vec<PassageId> =
            shared(|it| it.in_body).into_iter().map(|(passage, _)| passage).collect();
        let holds = |text: &str| stand_near(text, finders, Within::Sentence);
        let titles = self.titles(&in_titles)?.into_iter();
        let mut articles: HashSet<ArticleId> =
            titles.filter(|(_, title)| holds(title)).map(|(id, _)| id).collect();
        let rows = self.read(&in_bodies)?.into_values();
        articles.extend(rows.filter(|row| holds(&row.text)).map(|row| row.article_id));
        Ok(articles)
    }

    /// Those of some articles in whose text or headline the operands are near each other.
    ///
    /// - `ids`: in order.
    fn with_texts(
        &mut self,
        ids: &[ArticleId],
        finders: &[Vec<Finder>],
        within: Within,
    ) -> Result<Vec<ArticleId>, EngineError> {
        let n = ids.len().min(MAX_READ.saturating_sub(self.n_read) / N_PER_ARTICLE);
        self.is_cut |= n < ids.len();
        self.n_read += n * N_PER_ARTICLE;
        let ids = &ids[ids.len() - n..];
        let titles = self.titles(ids)?;
        let mut found = Vec::new();
        for (id, _, text) in self.snapshot.searched_texts(ids)? {
            let title = titles.get(&id).map_or("", String::as_str);
            if stand_near(&text, finders, within) || stand_near(title, finders, within) {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Passages of which the index alone knows it; `None` where it cannot.
    fn certainly_near(
        &self,
        operands: &[Vec<TextTest>],
        within: Within,
    ) -> Result<Option<HashSet<PassageId>>, EngineError> {
        let Within::Words(n) = within else { return Ok(None) };
        let mut phrases = Vec::new();
        for tests in operands {
            match tests.as_slice() {
                [test] if test.form != TextForm::Beginning => {
                    phrases.push(phrase_of(test, &self.languages));
                }
                _ => return Ok(None),
            }
        }
        let found = self.snapshot.passages_with_near(&phrases, n)?;
        Ok(found.map(|ids| ids.into_iter().collect()))
    }
}

/// Articles that have to be read: all operands stand in them, close enough together.
fn candidates(
    of_operands: &[BTreeMap<PassageId, PhraseMatch>],
    within: Within,
    certain: Option<&HashSet<PassageId>>,
) -> HashSet<ArticleId> {
    let mut candidates = HashSet::new();
    let Some((first, others)) = of_operands.split_first() else { return candidates };
    let of = |matches: &BTreeMap<PassageId, PhraseMatch>| -> HashSet<ArticleId> {
        matches.values().map(|it| it.article_id).collect()
    };
    if within == Within::Paragraph {
        let others: Vec<HashSet<ArticleId>> = others.iter().map(of).collect();
        let all = of(first).into_iter().filter(|id| others.iter().all(|it| it.contains(id)));
        return all.collect();
    }
    for it in first.values() {
        // A passage ends anywhere but within a sentence; words may be near beyond it.
        let reach = i64::from(matches!(within, Within::Words(_)));
        let around = |other: &BTreeMap<PassageId, PhraseMatch>| {
            let (from, to) = (it.passage_id.0 - reach, it.passage_id.0 + reach);
            other
                .range(PassageId(from)..=PassageId(to))
                .any(|(_, found)| found.article_id == it.article_id && is_new(it, found, certain))
        };
        if others.iter().all(around) {
            candidates.insert(it.article_id);
        }
    }
    candidates
}

/// Whether two may be near each other in a way the index does not know of.
fn is_new(one: &PhraseMatch, other: &PhraseMatch, certain: Option<&HashSet<PassageId>>) -> bool {
    certain.is_none() || one.passage_id != other.passage_id || !one.is_certain || !other.is_certain
}

/// What a test looks for in a text.
enum Finder {
    Phrase(Phrase),
    Beginning(String),
}

impl Finder {
    fn of(test: &TextTest, languages: &[StemLanguage]) -> Self {
        match test.form {
            TextForm::Beginning => Self::Beginning(fold(&test.text)),
            _ => Self::Phrase(phrase_of(test, languages)),
        }
    }

    fn stands_in(&self, text: &Tokens) -> bool {
        match self {
            Self::Phrase(phrase) => phrase.stands_in(text),
            Self::Beginning(_) => !self.spans(text).is_empty(),
        }
    }

    fn spans(&self, text: &Tokens) -> Vec<Span> {
        match self {
            Self::Phrase(phrase) => phrase.spans(text),
            Self::Beginning(beginning) => spans_of(text, beginning),
        }
    }

    /// Tokens (first, one past the last) of each place.
    fn places(&self, text: &Tokens) -> Vec<(usize, usize)> {
        match self {
            Self::Phrase(phrase) => phrase.places(text),
            Self::Beginning(beginning) => {
                let words = text.edges().filter(|edge| edge.form.starts_with(beginning.as_str()));
                let mut places: Vec<_> = words.map(|edge| (edge.first, edge.end)).collect();
                places.sort_unstable();
                places
            }
        }
    }
}

fn phrase_of(test: &TextTest, languages: &[StemLanguage]) -> Phrase {
    match test.form {
        TextForm::Phrase | TextForm::Exact => Phrase::exact(&test.text),
        TextForm::Word | TextForm::Beginning => Phrase::stemmed_in(&test.text, languages),
    }
}

/// Whether one of each stand near each other anywhere in a text.
fn stand_near(text: &str, operands: &[Vec<Finder>], within: Within) -> bool {
    let all_stand_in = |part: &str| {
        let part = tokens(part);
        operands.iter().all(|finders| finders.iter().any(|finder| finder.stands_in(&part)))
    };
    match within {
        Within::Sentence => sentences(text).iter().any(|span| all_stand_in(span.of(text))),
        Within::Paragraph => text.split("\n\n").any(all_stand_in),
        Within::Words(n) => {
            let text = tokens(text);
            let places: Vec<Vec<(usize, usize)>> = operands
                .iter()
                .map(|finders| finders.iter().flat_map(|finder| finder.places(&text)).collect())
                .collect();
            are_within(&places, n)
        }
    }
}

/// Whether of each list one place can be taken so that at most `n` tokens lie between the
/// end of the first and the beginning of the last.
fn are_within(places: &[Vec<(usize, usize)>], n: usize) -> bool {
    places.iter().enumerate().any(|(at, firsts)| {
        firsts.iter().any(|first| {
            let nearest_after = |(other, places): (usize, &Vec<(usize, usize)>)| {
                if other == at {
                    return Some(first.0);
                }
                let after = places.iter().filter(|place| place.0 >= first.0 && *place != first);
                after.map(|place| place.0).min()
            };
            let last = places.iter().enumerate().map(nearest_after).collect::<Option<Vec<_>>>();
            last.and_then(|starts| starts.into_iter().max())
                .is_some_and(|last| last.saturating_sub(first.1) <= n)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearness_is_counted_between_the_first_and_the_last() {
        let places =
            |list: &[&[(usize, usize)]]| list.iter().map(|it| it.to_vec()).collect::<Vec<_>>();
        let two = places(&[&[(0, 1), (9, 10)], &[(4, 5)]]);
        assert!(are_within(&two, 3) && !are_within(&two, 2));
        let three = places(&[&[(0, 1)], &[(3, 5)], &[(8, 9)]]);
        assert!(are_within(&three, 7) && !are_within(&three, 6));
        assert!(!are_within(&places(&[&[(0, 1)], &[]]), 99));
        assert!(!are_within(&places(&[&[(0, 1)], &[(0, 1)]]), 99), "one word is not two");
    }

    #[test]
    fn sets_add_up() {
        let only = |ids: &[i64]| Articles::Only(ids.iter().copied().map(ArticleId).collect());
        let (a, b) = (only(&[1, 2]), only(&[2, 3]));
        assert_eq!(a.clone().and(b.clone()), only(&[2]));
        assert_eq!(a.clone().or(b.clone()), only(&[1, 2, 3]));
        assert_eq!(a.clone().and(b.clone().not()), only(&[1]));
        assert!(a.clone().not().or(b).contains(ArticleId(9)));
        assert!(!a.not().contains(ArticleId(1)));
    }
}
