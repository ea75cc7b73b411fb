//! From ranked passages to what a reader sees: copies folded, one article not
//! flooding the list, words marked, each hit with its reason.

use std::collections::HashMap;

use parallax_embed::Embedder;
use parallax_store::{ArticleRow, PassageRow, Snapshot};
use parallax_types::{ArticleId, IsoDate, Label, PassageId, Source, Span, UnitVector};

use super::agreement::Wording;
use super::context::SearchContext;
use super::coverage::Coverage;
use super::marks::QueryWords;
use super::reason::{HitReason, NamedWords, ReasonKind};
use super::{Mark, Ranked, Ranking, Segment, Shingles, Sort, segments};
use crate::error::EngineError;
use crate::model::is_made_for;
use crate::sentences::SentenceVectors;

/// Passages of one article shown before other articles have had their turn.
const N_PER_ARTICLE: usize = 2;

/// Ranked passages looked at for every hit wanted: some fold into others.
const N_CONSIDERED_PER_HIT: usize = 4;

/// Of so many of the best one has to answer the query for others to count beside it.
const N_ANSWERING: usize = 10;

/// Passages read at a time.
const N_PER_STEP: usize = 40;

/// Of how many of the best the newest, or oldest, come first when dates decide.
const N_BY_DATE: usize = 200;

/// A passage found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The passage.
    pub passage_id: PassageId,
    /// The article it stands in.
    pub article: ArticleRow,
    /// The passage's words.
    pub text: String,
    /// Bytes of the article's clean text.
    pub span: Span,
    /// Cosine similarity in -1…1, larger is closer; `None` when only words matched.
    pub similarity: Option<f32>,
    /// What the similarity means; `None` when only words matched.
    pub label: Option<Label>,
    /// Which sides found it.
    pub matched: Matched,
    /// The passage cut at its marks.
    pub segments: Vec<Segment>,
    /// The article's headline cut at its marks.
    pub title_segments: Vec<Segment>,
    /// Why it is here.
    pub why: HitReason,
    /// Other articles that carry the same passage.
    pub copies: Vec<CopyOf>,
    /// Further passages of this article that come after everybody's turn; given at
    /// the last hit before them.
    pub n_more_in_article: usize,
}

/// Which sides found a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// Its words.
    pub words: bool,
    /// Its meaning.
    pub meaning: bool,
    /// Words of its article's headline, which may be all that matched.
    pub headline: bool,
}

/// An article folded under a hit because it carries the same passage.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyOf {
    /// The passage there.
    pub passage_id: PassageId,
    /// The article.
    pub article: ArticleRow,
}

/// Builds hits from ranked passages.
pub(crate) struct Assembly<'a> {
    snapshot: Snapshot<'a>,
    model: Option<&'a dyn Embedder>,
    words: &'a QueryWords,
    coverage: Option<&'a Coverage>,
    /// How much of the query each article holds.
    shares: HashMap<ArticleId, f32>,
    /// Whether any of the best passages answers the query.
    is_answered: bool,
    articles: HashMap<ArticleId, ArticleRow>,
}

impl<'a> Assembly<'a> {
    /// - `words`: marked where they stand.
    /// - `coverage`: gives the words an article shares with the query a say in its label.
    pub(crate) fn new(
        context: &'a SearchContext<'_>,
        words: &'a QueryWords,
        coverage: Option<&'a Coverage>,
    ) -> Self {
        Self {
            snapshot: context.snapshot,
            model: context.model.as_deref(),
            words,
            coverage,
            shares: HashMap::new(),
            is_answered: false,
            articles: HashMap::new(),
        }
    }

    /// The hits from the `offset`-th on, at most `n_wanted`. Pages of one ranking
    /// have neither gaps nor repeats: more of the ranking only ever adds at the end.
    pub(crate) fn hits(
        &mut self,
        ranking: &Ranking,
        offset: usize,
        n_wanted: usize,
        sort: Sort,
    ) -> Result<Vec<Hit>, EngineError> {
        let until = offset.saturating_add(n_wanted);
        let folded = self.folded(&ranking.ranked, until, sort)?;
        let behind = n_behind(&ranking.ranked);
        let mut n_shown: HashMap<ArticleId, usize> = HashMap::new();
        let mut shown = Vec::new();
        for (place, mut folded) in folded.into_iter().take(until).enumerate() {
            let n = n_shown.entry(folded.0.article_id).or_default();
            *n += 1;
            if place < offset {
                continue;
            }
            let n_more = if *n == N_PER_ARTICLE {
                behind.get(&folded.0.article_id).copied().unwrap_or(0)
            } else {
                0
            };
            self.put_earliest_first(&mut folded);
            shown.push((folded, n_more));
        }
        let articles: Vec<ArticleId> =
            shown.iter().map(|((first, ..), _)| first.article_id).collect();
        self.learn_shares(articles)?;
        self.is_answered = self.has_answer(&ranking.ranked)?;
        let hits = shown.iter().filter_map(|((passage, ranked, copies), n_more)| {
            self.hit(passage, *ranked, copies, *n_more)
        });
        Ok(hits.collect())
    }

    /// Reads how much of the query each of `articles` holds.
    fn learn_shares(&mut self, mut articles: Vec<ArticleId>) -> Result<(), EngineError> {
        let Some(coverage) = self.coverage else { return Ok(()) };
        articles.retain(|id| !self.shares.contains_key(id));
        articles.sort_unstable();
        articles.dedup();
        self.shares.extend(coverage.shares(self.snapshot, &articles)?);
        Ok(())
    }

    /// Whether any of the best, whatever page is asked for, answers the query.
    fn has_answer(&mut self, ranked: &[Ranked]) -> Result<bool, EngineError> {
        let Some(model) = self.model else { return Ok(false) };
        let best = &ranked[..ranked.len().min(N_ANSWERING)];
        self.learn_shares(best.iter().map(|ranked| ranked.article_id).collect())?;
        Ok(best.iter().any(|ranked| {
            let share = self.shares.get(&ranked.article_id).copied().unwrap_or(0.0);
            ranked.similarity.is_some_and(|similarity| model.model().is_answer(similarity, share))
        }))
    }

    /// Ranked passages in the order shown, copies under the best of them, at least
    /// `n_wanted` if there are as many.
    fn folded(
        &mut self,
        ranked: &[Ranked],
        n_wanted: usize,
        sort: Sort,
    ) -> Result<Vec<Folded>, EngineError> {
        let is_by_date = sort != Sort::Relevance;
        let n_looked_at = if is_by_date { N_BY_DATE } else { n_wanted * N_CONSIDERED_PER_HIT };
        let mut fold = Fold::default();
        let mut n_done = 0;
        for chunk in ranked.chunks(N_PER_STEP) {
            if n_done >= n_looked_at && (is_by_date || fold.n_first_turns() >= n_wanted) {
                break;
            }
            for (passage, ranked) in self.load(chunk)? {
                fold.take(passage, ranked);
            }
            n_done += chunk.len();
        }
        if !is_by_date {
            return Ok(fold.in_turns());
        }
        let mut folded = fold.in_order();
        self.sort_by_date(&mut folded, sort);
        Ok(folded)
    }

    fn load(&mut self, ranked: &[Ranked]) -> Result<Vec<(PassageRow, Ranked)>, EngineError> {
        let ids: Vec<PassageId> = ranked.iter().map(|ranked| ranked.passage_id).collect();
        let rows = self.snapshot.passages(&ids)?;
        let mut articles: Vec<ArticleId> = rows.iter().map(|row| row.article_id).collect();
        articles.sort_unstable();
        articles.dedup();
        let article_rows = self.snapshot.article_rows(&articles)?;
        self.articles.extend(article_rows.into_iter().map(|row| (row.id, row)));
        let by_id: HashMap<PassageId, Ranked> =
            ranked.iter().map(|ranked| (ranked.passage_id, *ranked)).collect();
        Ok(rows
            .into_iter()
            .filter_map(|row| by_id.get(&row.id).map(|ranked| (row, *ranked)))
            .collect())
    }

    /// Of a passage and its copies, the one published first leads: it is more
    /// likely the original.
    fn put_earliest_first(&self, (first, ranked, copies): &mut Folded) {
        let date = |passage: &PassageRow| self.published(passage.article_id);
        let earliest = copies.iter_mut().filter(|(copy, _)| date(copy).is_some());
        if let Some((copy, copy_ranked)) = earliest.min_by_key(|(copy, _)| date(copy))
            && date(first).is_none_or(|own| date(copy) < Some(own))
        {
            std::mem::swap(first, copy);
            std::mem::swap(ranked, copy_ranked);
        }
    }

    fn published(&self, article: ArticleId) -> Option<&IsoDate> {
        Some(&self.articles.get(&article)?.metadata.published.as_ref()?.value)
    }

    fn sort_by_date(&self, folded: &mut [Folded], sort: Sort) {
        let date = |folded: &Folded| self.published(folded.0.article_id);
        folded.sort_by(|a, b| match (date(a), date(b)) {
            (Some(a), Some(b)) if sort == Sort::Oldest => a.cmp(b),
            (Some(a), Some(b)) => b.cmp(a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
    }

    /// `None` when only words matched; never below loosely related otherwise.
    /// Where the model was not made for the article's language, words alone have a say.
    fn label(&self, article: &ArticleRow, ranked: Ranked) -> Option<Label> {
        let (model, similarity) = (self.model?, ranked.similarity?);
        if !is_made_for(model.model(), language_of(article)) {
            return (!ranked.has_words).then_some(Label::LooselyRelated);
        }
        let article = article.id;
        let label = match (self.coverage, self.shares.get(&article)) {
            (Some(_), share) => {
                let share = share.copied().unwrap_or(0.0);
                model.model().label_of_answer(similarity, share, self.is_answered)
            }
            (None, _) => model.model().label(similarity),
        };
        Some(label.unwrap_or(Label::LooselyRelated))
    }

    fn hit(
        &self,
        passage: &PassageRow,
        ranked: Ranked,
        copies: &[(PassageRow, Ranked)],
        n_more_in_article: usize,
    ) -> Option<Hit> {
        let article = self.articles.get(&passage.article_id)?.clone();
        let label = self.label(&article, ranked);
        let marks = self.words.marks(&passage.text);
        let title_marks = self.title_marks(&article);
        let copies = copies.iter().filter_map(|(copy, _)| {
            Some(CopyOf {
                passage_id: copy.id,
                article: self.articles.get(&copy.article_id)?.clone(),
            })
        });
        Some(Hit {
            passage_id: passage.id,
            span: passage.span,
            similarity: ranked.similarity,
            label,
            matched: Matched {
                words: ranked.has_words,
                meaning: ranked.similarity.is_some(),
                headline: !title_marks.is_empty(),
            },
            why: self.why(&article, &passage.text, &marks, label),
            title_segments: segments(&article.title, &title_marks),
            segments: segments(&passage.text, &marks),
            text: passage.text.clone(),
            copies: copies.collect(),
            n_more_in_article,
            article,
        })
    }

    /// The words of a headline that are asked for; a file's name is no headline.
    fn title_marks(&self, article: &ArticleRow) -> Vec<(Span, Mark)> {
        let title = article.metadata.title.as_ref();
        if title.is_none_or(|title| title.source == Source::FileName) {
            return Vec::new();
        }
        self.words.marks(&article.title)
    }

    fn why(
        &self,
        article: &ArticleRow,
        text: &str,
        marks: &[(Span, Mark)],
        label: Option<Label>,
    ) -> HitReason {
        let mut reason = HitReason::new(label, NamedWords::of(text, marks));
        let is_foreign = self
            .model
            .as_ref()
            .is_some_and(|model| !is_made_for(model.model(), language_of(article)));
        if is_foreign && label.is_some() {
            reason.kind = ReasonKind::MayBeNear;
        }
        reason.with_headline(NamedWords::of(&article.title, &self.title_marks(article)))
    }
}

/// Marks in each of `hits` the sentence nearest to the query. A sentence that says the
/// same as the query lifts its hit's label. Reads nothing of the store, and embeds
/// sentences: to be done when the snapshot is closed.
///
/// - `text`: the query's, `vector` what it means.
pub(super) fn mark_nearest_sentences(
    hits: &mut [Hit],
    sentences: &SentenceVectors,
    model: &dyn Embedder,
    text: &str,
    vector: &UnitVector,
) -> Result<(), EngineError> {
    let texts: Vec<&str> = hits.iter().map(|hit| hit.text.as_str()).collect();
    let nearest = sentences.nearest(model, vector, &texts)?;
    let wording = Wording::of(text);
    for (hit, sentence) in hits.iter_mut().zip(nearest) {
        let Some(sentence) = sentence else { continue };
        if !is_made_for(model.model(), language_of(&hit.article)) {
            continue;
        }
        let said = Wording::of(sentence.span.of(&hit.text));
        let label = wording.label_beside(&said, model.model(), sentence.similarity);
        let words = marks_of(&hit.segments);
        if let Some(label) = label.filter(|label| *label <= Label::Reworded) {
            hit.label = Some(label);
            hit.why = HitReason::new(hit.label, NamedWords::of(&hit.text, &words));
        }
        let mut marks = vec![(sentence.span, Mark::Meaning)];
        marks.extend(words);
        hit.segments = segments(&hit.text, &marks);
    }
    Ok(())
}

fn language_of(article: &ArticleRow) -> Option<&str> {
    article.metadata.language.as_ref().map(|language| language.value.as_str())
}

/// The marks a text was cut at.
fn marks_of(segments: &[Segment]) -> Vec<(Span, Mark)> {
    let mut at = 0;
    let mut marks = Vec::new();
    for segment in segments {
        let end = at + segment.text.len();
        if segment.mark != Mark::None {
            marks.push((Span::new(at, end), segment.mark));
        }
        at = end;
    }
    marks
}

type Folded = (PassageRow, Ranked, Vec<(PassageRow, Ranked)>);

/// Passages taken one by one, best first: each that repeats a better one of another
/// article goes under it. Passages of the same article never fold: it says both.
#[derive(Default)]
struct Fold {
    folded: Vec<(Folded, Shingles)>,
    n_by_article: HashMap<ArticleId, usize>,
}

impl Fold {
    fn take(&mut self, passage: PassageRow, ranked: Ranked) {
        let shingles = Shingles::of(&passage.text);
        let original = self.folded.iter_mut().find(|((first, ..), known)| {
            first.article_id != passage.article_id && known.repeats(&shingles)
        });
        if let Some(((_, _, copies), _)) = original {
            // Two passages of one copy may both overlap the original's.
            if copies.iter().all(|(copy, _)| copy.article_id != passage.article_id) {
                copies.push((passage, ranked));
            }
        } else {
            *self.n_by_article.entry(passage.article_id).or_default() += 1;
            self.folded.push(((passage, ranked, Vec::new()), shingles));
        }
    }

    /// How many are shown before any article has a third.
    fn n_first_turns(&self) -> usize {
        self.n_by_article.values().map(|n| (*n).min(N_PER_ARTICLE)).sum()
    }

    fn in_order(self) -> Vec<Folded> {
        self.folded.into_iter().map(|(folded, _)| folded).collect()
    }

    /// An article's third and later passages behind everyone's first two.
    fn in_turns(self) -> Vec<Folded> {
        let mut n_shown: HashMap<ArticleId, usize> = HashMap::new();
        let (first, later): (Vec<Folded>, Vec<Folded>) =
            self.in_order().into_iter().partition(|(passage, ..)| {
                let n = n_shown.entry(passage.article_id).or_default();
                *n += 1;
                *n <= N_PER_ARTICLE
            });
        first.into_iter().chain(later).collect()
    }
}

/// How many passages of each article wait behind its first few.
fn n_behind(ranked: &[Ranked]) -> HashMap<ArticleId, usize> {
    let mut n_ranked: HashMap<ArticleId, usize> = HashMap::new();
    for ranked in ranked {
        *n_ranked.entry(ranked.article_id).or_default() += 1;
    }
    n_ranked.into_iter().map(|(id, n)| (id, n.saturating_sub(N_PER_ARTICLE))).collect()
}
