//! From one article to everything kept about it: its keys, its copies, its links
//! to articles on like subjects, its quotations.

use parallax_store::{CopyPair, KeyKind, NewSides, QuoteRow, SideFacts, StoredArticle, StoryLink};
use parallax_text::{
    Day, Term, hashes, heaviest, overlap, person_key, quotations, reference_day, sampled_shingles,
    term_similarity, terms,
};
use parallax_types::{ArticleId, UnitVector};

use super::body::Body;
use super::copies::is_copy;
use crate::{EngineError, Library};

/// Words of an article by which others on its subject are found.
const N_HEAVY_TERMS: usize = 40;

/// Heavy words two articles must share to be compared at all.
const N_SHARED_TERMS: usize = 2;

/// Articles compared for their subject, and for copies.
const N_LIKE: usize = 256;
const N_COPIES: usize = 48;

/// Passages whose mean vector stands for an article: news says first what matters.
const N_PASSAGES: usize = 24;

/// Weight of meaning beside words. Words tell similar events apart (names!),
/// meaning brings tellings together; measured with `story_quality`.
const MEANING: f64 = 0.25;

/// What meaning is taken to be where one of two articles has no vectors: the
/// mean over pairs that share words.
const USUAL_MEANING: f64 = 0.55;

/// Subjects less alike than this are not linked.
const MIN_SUBJECT: f64 = 0.25;

/// Days within which articles are of one time, and beyond which they are not.
const SAME_TIME: f64 = 3.0;
const OTHER_TIME: f64 = 30.0;

/// What is left of the similarity of articles of different times.
const APART_IN_TIME: f64 = 0.6;

impl Library {
    pub(super) fn derive(&self, id: ArticleId) -> Result<NewSides, EngineError> {
        let article = self.store.article(id)?;
        let body = Body::of(&article);
        let facts = self.facts_of(&article, &body)?;
        let words = hashes(&body.words());
        let shingles = sampled_shingles(&words);
        let heavy_terms = heaviest(&as_terms(&facts.terms), N_HEAVY_TERMS);
        let copies = self.find_copies(id, &words, &shingles)?;
        let links = self.find_links(id, &facts, &heavy_terms, &copies)?;
        Ok(NewSides {
            article_id: id,
            day: facts.day,
            terms: facts.terms,
            mean: facts.mean,
            quotes: quotes_of(id, &body),
            shingles,
            heavy_terms,
            copies,
            links,
        })
    }

    fn facts_of(&self, article: &StoredArticle, body: &Body<'_>) -> Result<SideFacts, EngineError> {
        let joined = body.joined();
        let published =
            article.row.metadata.published.as_ref().map(|day| day.value.day().to_owned());
        let day = published.or_else(|| reference_day(&joined).map(Day::iso));
        let told = format!("{}\n\n{joined}", article.context);
        Ok(SideFacts {
            day,
            terms: terms(&told).into_iter().map(|term| (term.key, term.weight)).collect(),
            mean: mean(&self.store.vectors_of_article(article.row.id, N_PASSAGES)?),
        })
    }

    /// Articles that hold a good part of this one, or are held by it.
    fn find_copies(
        &self,
        id: ArticleId,
        words: &[u64],
        shingles: &[u64],
    ) -> Result<Vec<CopyPair>, EngineError> {
        let keys: Vec<i64> = shingles.iter().map(|key| key.cast_signed()).collect();
        let n_shared = if keys.len() < 12 { 1 } else { 2 };
        let candidates =
            self.store.articles_sharing(KeyKind::Shingle, &keys, n_shared, N_COPIES)?;
        let mut found = Vec::new();
        for (other, _) in candidates.into_iter().filter(|(other, _)| *other != id) {
            let article = self.store.article(other)?;
            let shared = overlap(words, &hashes(&Body::of(&article).words()));
            if !is_copy(&shared) {
                continue;
            }
            let (own, others) = (shared.a_in_b(), shared.b_in_a());
            found.push(if id < other {
                CopyPair { a: id, b: other, a_in_b: own, b_in_a: others }
            } else {
                CopyPair { a: other, b: id, a_in_b: others, b_in_a: own }
            });
        }
        Ok(found)
    }

    /// Articles on a like subject.
    fn find_links(
        &self,
        id: ArticleId,
        facts: &SideFacts,
        heavy_terms: &[u32],
        copies: &[CopyPair],
    ) -> Result<Vec<StoryLink>, EngineError> {
        let keys: Vec<i64> = heavy_terms.iter().map(|key| i64::from(*key)).collect();
        let candidates =
            self.store.articles_sharing(KeyKind::Term, &keys, N_SHARED_TERMS, N_LIKE)?;
        let mut ids: Vec<ArticleId> = candidates.into_iter().map(|(other, _)| other).collect();
        ids.extend(copies.iter().flat_map(|pair| [pair.a, pair.b]));
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|other| *other != id);
        let mut links = Vec::new();
        let own = as_terms(&facts.terms);
        for (other, theirs) in self.store.side_facts(&ids)? {
            let (a, b) = (id.min(other), id.max(other));
            let copied = copies.iter().find(|pair| (pair.a, pair.b) == (a, b));
            let copied = copied.map_or(0.0, |pair| pair.a_in_b.max(pair.b_in_a));
            let subject = subject_similarity(&own, facts.mean.as_ref(), &theirs).max(copied);
            if subject >= MIN_SUBJECT {
                // A text that was published again months later still tells the same story.
                let similarity = (subject * closeness(facts, &theirs)).max(copied);
                links.push(StoryLink { a, b, similarity, subject });
            }
        }
        Ok(links)
    }
}

/// How alike two articles are in words and meaning, 0…1.
fn subject_similarity(own: &[Term], mean: Option<&UnitVector>, theirs: &SideFacts) -> f64 {
    let words = f64::from(term_similarity(own, &as_terms(&theirs.terms)));
    let meaning = match (mean, &theirs.mean) {
        (Some(one), Some(other)) => f64::from(one.cosine(other).max(0.0)),
        _ => USUAL_MEANING,
    };
    (words + MEANING * meaning) / (1.0 + MEANING)
}

/// 1 for articles of the same days, [`APART_IN_TIME`] for those weeks apart; 1
/// too when one of the days is not known.
fn closeness(one: &SideFacts, other: &SideFacts) -> f64 {
    let number = |facts: &SideFacts| Day::parse(facts.day.as_deref()?).map(Day::number);
    let (Some(one), Some(other)) = (number(one), number(other)) else { return 1.0 };
    let apart = (one - other).abs() as f64;
    let share = ((apart - SAME_TIME) / (OTHER_TIME - SAME_TIME)).clamp(0.0, 1.0);
    1.0 - share * (1.0 - APART_IN_TIME)
}

fn as_terms(terms: &[(u32, f32)]) -> Vec<Term> {
    terms.iter().map(|(key, weight)| Term { key: *key, weight: *weight }).collect()
}

fn mean(vectors: &[UnitVector]) -> Option<UnitVector> {
    let mut sum = vec![0.0; vectors.first()?.dim()];
    for vector in vectors {
        for (sum, value) in sum.iter_mut().zip(vector.as_slice()) {
            *sum += value;
        }
    }
    UnitVector::new(sum).ok()
}

fn quotes_of(id: ArticleId, body: &Body<'_>) -> Vec<QuoteRow> {
    let found = quotations(body.text, &body.blocks);
    found
        .into_iter()
        .map(|quotation| QuoteRow {
            article_id: id,
            span: quotation.span,
            sentence: quotation.sentence,
            speaker_key: quotation.speaker.as_deref().map(person_key),
            speaker: quotation.speaker,
            speaker_span: quotation.speaker_span,
            is_reported: quotation.is_reported,
        })
        .collect()
}
