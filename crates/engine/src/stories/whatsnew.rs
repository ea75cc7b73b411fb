//! What an article says that the library did not know before it appeared:
//! sentence by sentence, then passage by passage.

use parallax_store::StoredArticle;
use parallax_text::{Difference, differences, n_words, terms};
use parallax_types::{ArticleId, PassageId, Span};

use super::compare::{Relation, Side, related};
use super::features::heavy_keys;
use crate::{EngineError, Library};

/// Earlier articles that are read for what they said.
const N_EARLIER: usize = 24;

/// Heavy words they share, by which they are found.
const N_SHARED: usize = 2;

/// A passage is seen when this much of it was seen.
const SEEN: f64 = 0.6;

/// Sentences shorter than this say nothing new by themselves.
const MIN_WORDS: usize = 4;

/// Whether something was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewsStatus {
    /// Nobody said it before.
    New,
    /// It was said before.
    Seen,
    /// It was said before with another number, name, date or denial.
    Changed,
}

impl NewsStatus {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Seen => "seen earlier",
            Self::Changed => "changed",
        }
    }
}

/// A passage of an article and whether it says anything new.
#[derive(Debug, Clone, PartialEq)]
pub struct NewsPassage {
    /// The article.
    pub article_id: ArticleId,
    /// The passage.
    pub passage_id: PassageId,
    /// Bytes of the article's clean text.
    pub span: Span,
    /// Its text.
    pub text: String,
    /// The verdict on the whole of it.
    pub status: NewsStatus,
    /// The earlier articles that said it, or something like it.
    pub seen_in: Vec<ArticleId>,
    /// Its sentences.
    pub sentences: Vec<NewsSentence>,
}

/// A sentence and the earlier sentence nearest to it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewsSentence {
    /// Bytes of the article's clean text.
    pub span: Span,
    /// The verdict.
    pub status: NewsStatus,
    /// The earlier article that said it, with the place in its clean text.
    pub seen_in: Option<(ArticleId, Span)>,
    /// What changed; spans of the article and of the earlier one.
    pub differences: Vec<Difference>,
}

impl Library {
    /// What `article` says beyond what the articles that appeared before it say.
    /// Where a day is not known, the one imported first counts as earlier.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn whats_new(&self, article: ArticleId) -> Result<Vec<NewsPassage>, EngineError> {
        let article = self.store.article(article)?;
        let model = self.load_model().ok();
        let model = model.as_deref();
        let earlier = self.earlier_articles(&article)?;
        let own = Side::of(&article, model)?;
        let theirs =
            earlier.iter().map(|other| Side::of(other, model)).collect::<Result<Vec<_>, _>>()?;
        let sentences: Vec<NewsSentence> = (0..own.sentences.len())
            .map(|at| {
                let nearest = nearest(&own, at, &theirs, model);
                sentence(&own, at, &earlier, &theirs, nearest)
            })
            .collect();
        let passages = article.passages.iter();
        Ok(passages.map(|(id, span)| passage(&article, *id, *span, &sentences)).collect())
    }

    /// [`Library::whats_new`] for every article of a story, in time order.
    ///
    /// # Errors
    /// When there is no such story.
    pub fn whats_new_in_story(&self, story: ArticleId) -> Result<Vec<NewsPassage>, EngineError> {
        let mut news = Vec::new();
        for (id, _) in self.story_articles(story)? {
            news.extend(self.whats_new(id)?);
        }
        Ok(news)
    }

    /// Articles on the subject that appeared before this one.
    fn earlier_articles(&self, article: &StoredArticle) -> Result<Vec<StoredArticle>, EngineError> {
        let id = article.row.id;
        let keys = heavy_keys(&terms(&article.text));
        let sharing = self.store.articles_sharing(&keys, N_SHARED, N_EARLIER * 4)?;
        let mut ids: Vec<ArticleId> =
            sharing.into_iter().map(|sharing| sharing.article_id).collect();
        // Copies first: nobody is nearer.
        let copies = self.copy_pairs(Some(&[id]))?;
        ids.splice(0..0, copies.iter().flat_map(|pair| [pair.a, pair.b]));
        let own_day = self.day_of(id)?;
        let mut earlier: Vec<StoredArticle> = Vec::new();
        for other in ids {
            let is_known = earlier.iter().any(|known| known.row.id == other);
            if other == id || is_known || earlier.len() >= N_EARLIER {
                continue;
            }
            let is_earlier = match (&own_day, self.day_of(other)?) {
                (Some(own), Some(theirs)) if *own != theirs => theirs < *own,
                _ => other < id,
            };
            if is_earlier {
                earlier.push(self.store.article(other)?);
            }
        }
        Ok(earlier)
    }

    /// When an article was written, as far as it is known.
    pub(super) fn day_of(&self, id: ArticleId) -> Result<Option<String>, EngineError> {
        Ok(self.store.article_facts(&[id])?.pop().and_then(|(_, facts)| facts.day))
    }
}

/// A sentence of an earlier article.
#[derive(Clone, Copy)]
struct Earlier {
    article: usize,
    sentence: usize,
    relation: Relation,
    similarity: f32,
}

fn nearest(
    own: &Side<'_>,
    at: usize,
    theirs: &[Side<'_>],
    model: Option<&dyn parallax_embed::Embedder>,
) -> Option<Earlier> {
    let mut best: Option<Earlier> = None;
    for (article, other) in theirs.iter().enumerate() {
        for sentence in 0..other.sentences.len() {
            let Some((relation, similarity)) = related(own, at, other, sentence, model) else {
                continue;
            };
            if best.is_none_or(|best| similarity > best.similarity) {
                best = Some(Earlier { article, sentence, relation, similarity });
            }
        }
    }
    best.filter(|best| best.relation <= Relation::Reworded)
}

fn sentence(
    own: &Side<'_>,
    at: usize,
    earlier: &[StoredArticle],
    theirs: &[Side<'_>],
    nearest: Option<Earlier>,
) -> NewsSentence {
    let span = own.sentences[at];
    let Some(nearest) = nearest else {
        return NewsSentence {
            span,
            status: NewsStatus::New,
            seen_in: None,
            differences: Vec::new(),
        };
    };
    let other = &theirs[nearest.article];
    let place = other.sentences[nearest.sentence];
    let found = differences(own.sentence(at), other.sentence(nearest.sentence));
    // A name or number that one of two sentences leaves out did not change.
    let changed: Vec<Difference> = found
        .into_iter()
        .filter(|found| {
            found.kind.is_fact() && (found.a.is_some() && found.b.is_some() || is_denial(found))
        })
        .map(|found| Difference {
            kind: found.kind,
            a: found.a.map(|part| Span::new(part.start + span.start, part.end + span.start)),
            b: found.b.map(|part| Span::new(part.start + place.start, part.end + place.start)),
        })
        .collect();
    NewsSentence {
        span,
        status: if changed.is_empty() { NewsStatus::Seen } else { NewsStatus::Changed },
        seen_in: Some((earlier[nearest.article].row.id, place)),
        differences: changed,
    }
}

fn is_denial(difference: &Difference) -> bool {
    difference.kind == parallax_text::DifferenceKind::Negation
}

fn passage(
    article: &StoredArticle,
    id: PassageId,
    span: Span,
    sentences: &[NewsSentence],
) -> NewsPassage {
    let own: Vec<NewsSentence> =
        sentences.iter().filter(|sentence| sentence.span.overlaps(span)).cloned().collect();
    let count = |wanted: &dyn Fn(&NewsSentence) -> bool| -> usize {
        let wanted = own.iter().filter(|sentence| wanted(sentence));
        wanted.map(|sentence| n_words(sentence.span.of(&article.text))).sum()
    };
    let n_all = count(&|sentence| n_words(sentence.span.of(&article.text)) >= MIN_WORDS).max(1);
    let n_seen = count(&|sentence| sentence.status != NewsStatus::New);
    let mut seen_in: Vec<ArticleId> =
        own.iter().filter_map(|sentence| sentence.seen_in.map(|(id, _)| id)).collect();
    seen_in.sort_unstable();
    seen_in.dedup();
    let status = if own.iter().any(|sentence| sentence.status == NewsStatus::Changed) {
        NewsStatus::Changed
    } else if n_seen as f64 >= SEEN * n_all as f64 {
        NewsStatus::Seen
    } else {
        NewsStatus::New
    };
    NewsPassage {
        article_id: article.row.id,
        passage_id: id,
        span,
        text: span.of(&article.text).to_owned(),
        status,
        seen_in,
        sentences: own,
    }
}
