//! What is told of an article by itself: its words, its quotations, the keys by
//! which others find it.
//!
//! Not here: comparing it with others (`matching`).

use parallax_store::{
    ArticleFacts, FeatureKey, KeyKind, NewFeatures, OriginMarkRow, QuoteRow, StoreError,
    StoredArticle,
};
use parallax_text::{
    Day, Term, hashes, heaviest, length_of_terms, origin_marks, person_key, quotations,
    reference_day, runs, sampled_shingles, terms, time_of_year, tokens,
};
use parallax_types::{ArticleId, Boilerplate, Role, Span, UnitVector};

use super::body::Body;
use super::wording::Wording;
use crate::{EngineError, Library};

/// Words of an article by which others on its subject are found.
const N_HEAVY_TERMS: usize = 40;

/// Passages whose mean vector stands for an article: news says first what matters,
/// and a book's tenth chapter says little about its first.
pub(crate) const N_IN_MEAN: usize = 24;

/// Bytes of an article that say what it is about: half a novel's.
const MAX_TOLD: usize = 1 << 20;

/// An article, taken by itself.
pub(super) struct ArticleFeatures {
    pub(super) id: ArticleId,
    pub(super) facts: ArticleFacts,
    pub(super) wording: Wording,
    pub(super) vectors: Vec<UnitVector>,
    pub(super) quotes: Vec<QuoteRow>,
    pub(super) origin_marks: Vec<OriginMarkRow>,
    pub(super) heavy: Vec<FeatureKey>,
    pub(super) shingles: Vec<FeatureKey>,
    pub(super) quoted: Vec<FeatureKey>,
}

impl Library {
    /// `None` for an article that is gone.
    pub(super) fn features(&self, id: ArticleId) -> Result<Option<ArticleFeatures>, EngineError> {
        let article = match self.store.article(id) {
            Ok(article) => article,
            Err(StoreError::NoSuchArticle { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let body = Body::of(&article);
        let vectors = self.store.vectors_of_article(id, N_IN_MEAN)?;
        let terms = terms(&own_text(&article));
        let wording = Wording::of(&article);
        let quotes = quotes_of(id, &body);
        Ok(Some(ArticleFeatures {
            id,
            heavy: heavy_keys(&terms),
            shingles: unweighted(KeyKind::Shingle, sampled_shingles(&wording.body())),
            quoted: unweighted(KeyKind::Quoted, quoted_runs(&body, &quotes)),
            origin_marks: marks_of(&article, &body),
            facts: facts_of(&article, &body, &terms, &vectors),
            vectors,
            wording,
            quotes,
        }))
    }
}

impl ArticleFeatures {
    /// What of it is kept.
    pub(super) fn new_features(&self) -> NewFeatures {
        NewFeatures {
            article_id: self.id,
            day: self.facts.day.clone(),
            season: self.facts.season,
            terms: self.facts.terms.clone(),
            mean: self.facts.mean.clone(),
            n_shingles: self.shingles.len(),
            keys: [self.shingles.as_slice(), &self.heavy, &self.quoted].concat(),
            quotes: self.quotes.clone(),
            origin_marks: self.origin_marks.clone(),
        }
    }
}

fn facts_of(
    article: &StoredArticle,
    body: &Body<'_>,
    terms: &[Term],
    vectors: &[UnitVector],
) -> ArticleFacts {
    let published = article.row.metadata.published.as_ref().map(|day| day.value.day().to_owned());
    let day = published.or_else(|| reference_day(&body.joined()).map(Day::iso));
    ArticleFacts {
        season: season_of(day.as_deref(), article),
        day,
        terms: terms.iter().map(|term| (term.key, term.weight)).collect(),
        mean: mean(vectors),
    }
}

fn season_of(day: Option<&str>, article: &StoredArticle) -> Option<i64> {
    match day.and_then(Day::parse) {
        Some(day) => Some(i64::from(day.month) * 30 + i64::from(day.day)),
        None => time_of_year(&own_text(article)),
    }
}

/// What an article tells, its headline and date line too, which are furniture to
/// a reader but say what it is about.
fn own_text(article: &StoredArticle) -> String {
    let is_told = |role: Role| matches!(role, Role::Body | Role::Boilerplate(Boilerplate::Byline));
    let blocks = article.blocks.iter().filter(|block| is_told(block.role));
    let blocks: Vec<&str> = blocks.map(|block| block.span.of(&article.text)).collect();
    let mut told = format!("{}\n\n{}", article.context, blocks.join("\n\n"));
    told.truncate(told.floor_char_boundary(MAX_TOLD));
    told
}

/// The direction of the sum of vectors; `None` if there is none.
pub(crate) fn mean(vectors: &[UnitVector]) -> Option<UnitVector> {
    let mut sum = vec![0.0; vectors.first()?.dim()];
    for vector in vectors {
        for (sum, value) in sum.iter_mut().zip(vector.as_slice()) {
            *sum += value;
        }
    }
    UnitVector::new(sum).ok()
}

/// Keys of the heaviest terms, weighted so that the products of what two articles
/// share add up to most of their cosine.
pub(super) fn heavy_keys(terms: &[Term]) -> Vec<FeatureKey> {
    let length = length_of_terms(terms);
    let key = |term: Term| FeatureKey {
        kind: KeyKind::Term,
        hash: u64::from(term.key),
        weight: share_of_127(f32::from(term.weight) / length),
    };
    heaviest(terms, N_HEAVY_TERMS).into_iter().map(key).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 1 is at most 127"
)]
fn share_of_127(share: f32) -> u8 {
    (share * 127.0).round().clamp(1.0, 127.0) as u8
}

fn unweighted(kind: KeyKind, hashes: Vec<u64>) -> Vec<FeatureKey> {
    hashes.into_iter().map(|hash| FeatureKey { kind, hash, weight: 1 }).collect()
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

/// What its body and its bylines say of where it comes from.
fn marks_of(article: &StoredArticle, body: &Body<'_>) -> Vec<OriginMarkRow> {
    let is_byline = |role: Role| matches!(role, Role::Boilerplate(Boilerplate::Byline));
    let bylines = article.blocks.iter().filter(|block| is_byline(block.role));
    let bylines: Vec<Span> = bylines.map(|block| block.span).collect();
    let found = origin_marks(body.text, &body.blocks, &bylines).into_iter();
    found
        .map(|mark| OriginMarkRow {
            span: mark.span,
            name: mark.name,
            kind: mark.kind.as_str().to_owned(),
            words: mark.span.of(body.text).to_owned(),
        })
        .collect()
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
