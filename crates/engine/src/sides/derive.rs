//! From one article to everything kept about it: its keys, its copies, its links
//! to articles on like subjects, its quotations.

use parallax_store::{CopyPair, KeyKind, NewSides, QuoteRow, SideFacts, StoredArticle, StoryLink};
use parallax_text::{
    Day, Term, closeness_in_time, hashes, heaviest, person_key, quotations, reference_day, runs,
    sampled_shingles, term_similarity, terms, time_of_year, tokens,
};
use parallax_types::{ArticleId, Furniture, Role, UnitVector};

use super::body::Body;
use super::copies::{Shared, Wording};
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
const MEANING: f64 = 0.2;

/// What meaning is taken to be where one of two articles has no vectors: the
/// mean over pairs that share words.
const USUAL_MEANING: f64 = 0.55;

/// Subjects less alike than this are not linked.
const MIN_SUBJECT: f64 = 0.25;

/// What is left of the similarity of articles that speak of other times of year.
const OTHER_SEASON: f64 = 0.8;

/// How far articles that copy one another or quote the same words move towards
/// one event, and how many runs of four quoted words they must share. Measured: 183
/// of 185 such pairs of `ecbplus` are of one story.
const SAME_WORDS: f64 = 0.5;
const N_SHARED_QUOTED: usize = 3;

impl Library {
    pub(super) fn derive(&self, id: ArticleId) -> Result<NewSides, EngineError> {
        let article = self.store.article(id)?;
        let body = Body::of(&article);
        let facts = self.facts_of(&article, &body)?;
        let wording = Wording::of(&article);
        let shingles = sampled_shingles(&wording.body());
        let heavy_terms = heaviest(&as_terms(&facts.terms), N_HEAVY_TERMS);
        let quotes = quotes_of(id, &body);
        let quoted = quoted_runs(&body, &quotes);
        let copies = self.find_copies(id, &wording, &shingles)?;
        let near = Near { copies: &copies, quoting: self.quoting(&quoted)? };
        let links = self.find_links(id, &facts, &heavy_terms, &near)?;
        Ok(NewSides {
            article_id: id,
            day: facts.day,
            season: facts.season,
            terms: facts.terms,
            mean: facts.mean,
            quotes,
            quoted,
            shingles,
            heavy_terms,
            copies,
            links,
        })
    }

    fn facts_of(&self, article: &StoredArticle, body: &Body<'_>) -> Result<SideFacts, EngineError> {
        let joined = body.joined();
        let told = told(article);
        let published =
            article.row.metadata.published.as_ref().map(|day| day.value.day().to_owned());
        let day = published.or_else(|| reference_day(&joined).map(Day::iso));
        Ok(SideFacts {
            season: season_of(day.as_deref(), &told),
            day,
            terms: terms(&told).into_iter().map(|term| (term.key, term.weight)).collect(),
            mean: mean(&self.store.vectors_of_article(article.row.id, N_PASSAGES)?),
        })
    }

    /// Articles that hold a good part of this one, or are held by it.
    fn find_copies(
        &self,
        id: ArticleId,
        own: &Wording,
        shingles: &[u64],
    ) -> Result<Vec<CopyPair>, EngineError> {
        let keys: Vec<i64> = shingles.iter().map(|key| key.cast_signed()).collect();
        let n_shared = if keys.len() < 12 { 1 } else { 2 };
        let candidates =
            self.store.articles_sharing(KeyKind::Shingle, &keys, n_shared, N_COPIES)?;
        let mut found = Vec::new();
        for (other, _) in candidates.into_iter().filter(|(other, _)| *other != id) {
            let article = self.store.article(other)?;
            let shared = Shared::of(own, &Wording::of(&article));
            if !shared.is_copy() {
                continue;
            }
            let (own, others) = (shared.a_in_b, shared.b_in_a);
            found.push(if id < other {
                CopyPair { a: id, b: other, a_in_b: own, b_in_a: others }
            } else {
                CopyPair { a: other, b: id, a_in_b: others, b_in_a: own }
            });
        }
        Ok(found)
    }

    /// Articles that quote the same words.
    fn quoting(&self, quoted: &[u64]) -> Result<Vec<ArticleId>, EngineError> {
        let keys: Vec<i64> = quoted.iter().map(|key| key.cast_signed()).collect();
        let found = self.store.articles_sharing(KeyKind::Quoted, &keys, N_SHARED_QUOTED, N_LIKE)?;
        Ok(found.into_iter().map(|(id, _)| id).collect())
    }

    /// Articles on a like subject.
    fn find_links(
        &self,
        id: ArticleId,
        facts: &SideFacts,
        heavy_terms: &[u32],
        near: &Near<'_>,
    ) -> Result<Vec<StoryLink>, EngineError> {
        let keys: Vec<i64> = heavy_terms.iter().map(|key| i64::from(*key)).collect();
        let candidates =
            self.store.articles_sharing(KeyKind::Term, &keys, N_SHARED_TERMS, N_LIKE)?;
        let mut ids: Vec<ArticleId> = candidates.into_iter().map(|(other, _)| other).collect();
        ids.extend(near.copies.iter().flat_map(|pair| [pair.a, pair.b]));
        ids.extend(&near.quoting);
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|other| *other != id);
        let mut links = Vec::new();
        let own = as_terms(&facts.terms);
        let vectors = self.store.vectors_of_article(id, N_PASSAGES)?;
        for (other, theirs) in self.store.side_facts(&ids)? {
            let (a, b) = (id.min(other), id.max(other));
            let words = f64::from(term_similarity(&own, &as_terms(&theirs.terms)));
            let mut subject = with_meaning(words, mean_meaning(facts, &theirs));
            if subject < MIN_SUBJECT {
                continue;
            }
            if !vectors.is_empty() && theirs.mean.is_some() {
                let others = self.store.vectors_of_article(other, N_PASSAGES)?;
                subject = with_meaning(words, passage_meaning(&vectors, &others));
            }
            if near.quoting.contains(&other) || near.is_copy(a, b) {
                subject += (1.0 - subject) * SAME_WORDS;
            }
            if subject >= MIN_SUBJECT {
                let similarity = subject * closeness(facts, &theirs);
                links.push(StoryLink { a, b, similarity, subject });
            }
        }
        Ok(links)
    }
}

/// How alike two articles are in words and meaning, 0…1.
fn with_meaning(words: f64, meaning: f64) -> f64 {
    (words + MEANING * meaning) / (1.0 + MEANING)
}

/// How near the means of two articles' passages are, 0…1: quickly told.
fn mean_meaning(one: &SideFacts, other: &SideFacts) -> f64 {
    match (&one.mean, &other.mean) {
        (Some(one), Some(other)) => f64::from(one.cosine(other).max(0.0)),
        _ => USUAL_MEANING,
    }
}

/// How near each passage of two articles is to its nearest of the other, on
/// average, 0…1.
fn passage_meaning(own: &[UnitVector], theirs: &[UnitVector]) -> f64 {
    let nearest = |of: &[UnitVector], among: &[UnitVector]| -> f64 {
        let best = of
            .iter()
            .map(|one| among.iter().map(|other| f64::from(one.cosine(other))).fold(0.0, f64::max));
        best.sum::<f64>() / of.len().max(1) as f64
    };
    f64::midpoint(nearest(own, theirs), nearest(theirs, own))
}

/// Less than 1 for articles that speak of other times of year, where the year of
/// one is not known. Known days count when stories are drawn.
fn closeness(one: &SideFacts, other: &SideFacts) -> f64 {
    if one.day.is_some() && other.day.is_some() {
        return 1.0;
    }
    let (Some(one), Some(other)) = (one.season, other.season) else { return 1.0 };
    let apart = (one - other).abs() % 360;
    closeness_in_time(apart.min(360 - apart), OTHER_SEASON)
}

fn season_of(day: Option<&str>, text: &str) -> Option<i64> {
    match day.and_then(Day::parse) {
        Some(day) => Some(i64::from(day.month) * 30 + i64::from(day.day)),
        None => time_of_year(text),
    }
}

/// What an article tells, its headline and date line too, which are furniture to
/// a reader but say what it is about.
fn told(article: &StoredArticle) -> String {
    let is_told = |role: Role| matches!(role, Role::Body | Role::Furniture(Furniture::Byline));
    let blocks = article.blocks.iter().filter(|block| is_told(block.role));
    let blocks: Vec<&str> = blocks.map(|block| block.span.of(&article.text)).collect();
    format!("{}\n\n{}", article.context, blocks.join("\n\n"))
}

/// What else is known about an article's neighbours.
struct Near<'a> {
    copies: &'a [CopyPair],
    /// Articles that quote the same words.
    quoting: Vec<ArticleId>,
}

impl Near<'_> {
    fn is_copy(&self, a: ArticleId, b: ArticleId) -> bool {
        self.copies.iter().any(|pair| (pair.a, pair.b) == (a, b))
    }
}

/// Hashes of the runs of words an article quotes.
fn quoted_runs(body: &Body<'_>, quotes: &[QuoteRow]) -> Vec<u64> {
    let direct = quotes.iter().filter(|quote| !quote.is_reported);
    let mut found: Vec<u64> =
        direct.flat_map(|quote| runs(&hashes(&tokens(quote.span.of(body.text))))).collect();
    found.sort_unstable();
    found.dedup();
    found
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
