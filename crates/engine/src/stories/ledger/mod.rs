//! The ledger of a story: which facts two and more of its articles tell, and whether the
//! independent origins behind them agree.
//!
//! Rows are facts, columns are origins ([`super::Origins`]: copies are one), cells are the
//! value a telling gives with the sentence it stands in. Sentences of all articles are
//! laid beside each other by their words, those that share less also by their meaning
//! (`sentences`), gathered into facts (`clusters`), and their values compared
//! ([`parallax_text::Statement`], `facts`); quotations come from their families
//! (`quotations`). Invariants: nothing is judged, only shown to agree or to differ; every
//! cell names its place; the same articles give the same ledger. Costs are bounded:
//! [`MAX_ARTICLES`] articles, [`MAX_SENTENCES`] sentences of each.
//! Vectors of sentences are computed when a ledger is asked for, of those alone whose words
//! leave open whether they tell the same, and kept while the library is open.
//! Not here: who is right, what only one article tells, SQL, JSON.

mod clusters;
mod facts;
mod left_out;
mod order;
mod quotations;
mod sentences;

#[cfg(test)]
mod tests;

pub use left_out::{LeftOut, LeftOutFact};

use parallax_store::{ArticleRow, StoredArticle};
use parallax_text::{Day, Reason, ValueKind};
use parallax_types::{ArticleId, PassageId, Span};

use super::body::Body;
use super::first::FirstTelling;
use super::origins::Origins;
use super::quotes::QuoteFamily;
use super::tree::OriginTree;
use crate::side_by_side::passage_at;
use crate::{EngineError, Library};

/// Articles of a story that are read; the earliest of each origin before any second one.
const MAX_ARTICLES: usize = 100;

/// Sentences of an article that are read: news says what matters first.
const MAX_SENTENCES: usize = 150;

/// The facts of a story and what its origins tell of them.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The articles that were read, earliest first.
    pub articles: Vec<ArticleRow>,
    /// The independent origins, in the order of their earliest article.
    pub origins: Vec<LedgerOrigin>,
    /// What differs first, then by how many origins tell it.
    pub rows: Vec<LedgerRow>,
    /// Articles of the story that were not read, because it has so many.
    pub n_left_out: usize,
    /// Who takes from whom.
    pub tree: OriginTree,
    /// The earliest dated telling.
    pub first: Option<FirstTelling>,
}

/// A column: articles that are one origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerOrigin {
    /// Its articles, earliest first.
    pub articles: Vec<ArticleId>,
}

/// A fact that several articles tell.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerRow {
    /// What kind of fact.
    pub kind: FactKind,
    /// How its tellings stand to each other.
    pub state: FactState,
    /// Why they cannot be compared, where that is so.
    pub reason: Option<Reason>,
    /// What is counted or measured, in the words of the first telling; may be empty.
    pub subject: String,
    /// The tellings by column, then by time. Tellings of one origin that say the same are
    /// one.
    pub cells: Vec<LedgerCell>,
    /// How alike the tellings' sentences are on average, 0…1.
    pub likeness: f32,
}

impl LedgerRow {
    /// How many origins tell it.
    #[must_use]
    pub fn n_origins(&self) -> usize {
        let mut origins: Vec<usize> = self.cells.iter().map(|cell| cell.origin).collect();
        origins.dedup();
        origins.len()
    }
}

/// A telling of a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerCell {
    /// The column: number in [`Ledger::origins`].
    pub origin: usize,
    /// The article.
    pub article_id: ArticleId,
    /// How many articles of the origin tell it so.
    pub n_articles: usize,
    /// The sentence, in the article's clean text.
    pub sentence: Span,
    /// That sentence.
    pub text: String,
    /// The value, in the article's clean text; the sentence where the fact has no value.
    pub value: Span,
    /// The passage the sentence begins in.
    pub passage_id: Option<PassageId>,
    /// Cells with the same number say the same, as far as they tell.
    pub group: usize,
}

impl LedgerCell {
    /// The value as it is written.
    #[must_use]
    pub fn value_text(&self) -> &str {
        let start = self.value.start.saturating_sub(self.sentence.start);
        let end = self.value.end.saturating_sub(self.sentence.start);
        self.text.get(start..end).unwrap_or(&self.text)
    }
}

/// What kind of fact a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// A value.
    Value(ValueKind),
    /// What somebody said, in quotation marks.
    Quotation,
    /// A sentence without a value to compare.
    Statement,
}

impl FactKind {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Value(kind) => kind.as_str(),
            Self::Quotation => "quotation",
            Self::Statement => "statement",
        }
    }
}

/// How the tellings of a fact stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactState {
    /// Independent origins give values that cannot both be exact.
    Differ,
    /// An outlet told it otherwise later.
    Revised,
    /// Independent origins tell the same, as far as they tell.
    Agree,
    /// Values of other days, scopes, units or kinds of number.
    NotComparable,
    /// Several articles tell it, all of one origin.
    OneOrigin,
}

impl FactState {
    /// Every state, in the order of rows.
    pub const ALL: [Self; 5] =
        [Self::Differ, Self::Revised, Self::Agree, Self::NotComparable, Self::OneOrigin];

    /// The stable name, for JSON and options.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Differ => "differ",
            Self::Revised => "revised",
            Self::Agree => "agree",
            Self::NotComparable => "not-comparable",
            Self::OneOrigin => "one-origin",
        }
    }

    /// The state of this stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// An article as the ledger reads it.
pub(super) struct Telling {
    pub(super) article: StoredArticle,
    /// Its column.
    pub(super) origin: usize,
    /// The day it was written, if known.
    pub(super) day: Option<Day>,
    /// Its sentences, in its clean text.
    pub(super) sentences: Vec<Span>,
}

impl Telling {
    fn outlet(&self) -> Option<&str> {
        self.article.row.metadata.outlet.as_ref().map(|outlet| outlet.value.as_str())
    }

    /// Whether both appeared in one outlet, on known days that are not the same.
    pub(super) fn is_of_one_outlet_later(&self, other: &Self) -> bool {
        let is_one = self
            .outlet()
            .zip(other.outlet())
            .is_some_and(|(one, other)| one.to_lowercase() == other.to_lowercase());
        is_one && self.day.zip(other.day).is_some_and(|(one, other)| one != other)
    }

    fn cell(&self, sentence: Span, value: Span) -> LedgerCell {
        LedgerCell {
            origin: self.origin,
            article_id: self.article.row.id,
            n_articles: 1,
            sentence,
            text: sentence.of(&self.article.text).to_owned(),
            value,
            passage_id: passage_at(&self.article, sentence),
            group: 0,
        }
    }
}

impl Library {
    /// The ledger of the story that `id` names or is part of.
    ///
    /// # Errors
    /// [`EngineError::NoSuchStory`] when there is none; when the store or the model fails.
    pub fn ledger(&self, id: ArticleId) -> Result<Ledger, EngineError> {
        let ids: Vec<ArticleId> = self.story_articles(id)?.into_iter().map(|(id, _)| id).collect();
        self.ledger_of(&ids)
    }

    /// The ledger of any articles, in the order given.
    ///
    /// # Errors
    /// When one of them is not there; when the store or the model fails.
    pub fn ledger_of(&self, ids: &[ArticleId]) -> Result<Ledger, EngineError> {
        let (tellings, n_left_out, found) = self.tellings(ids)?;
        let n_origins = tellings.iter().map(|telling| telling.origin + 1).max().unwrap_or(0);
        let mut origins = vec![LedgerOrigin { articles: Vec::new() }; n_origins];
        for telling in &tellings {
            origins[telling.origin].articles.push(telling.article.row.id);
        }
        let model = self.load_model().ok();
        let pairs = sentences::pairs(&tellings, &self.sentences, model.as_deref())?;
        let clusters = clusters::clusters(&tellings, pairs);
        let mut rows = facts::rows(&tellings, &clusters);
        quotations::add_rows(&tellings, &self.families_of(&tellings)?, &mut rows);
        order::sort(&mut rows);
        let articles = tellings.into_iter().map(|telling| telling.article.row).collect();
        let Origins { tree, first, .. } = found;
        Ok(Ledger { articles, origins, rows, n_left_out, tree, first })
    }

    fn families_of(&self, tellings: &[Telling]) -> Result<Vec<QuoteFamily>, EngineError> {
        let ids: Vec<ArticleId> = tellings.iter().map(|telling| telling.article.row.id).collect();
        self.quotes_in(&ids)
    }

    /// The articles to be read with their columns, how many are left out, and the origins.
    fn tellings(&self, ids: &[ArticleId]) -> Result<(Vec<Telling>, usize, Origins), EngineError> {
        let origins = self.origins_of(&self.store.article_rows(ids)?)?;
        let groups = &origins.groups;
        let column_of = columns(ids, groups);
        let mut chosen: Vec<(usize, usize)> = Vec::new();
        let mut n_of = vec![0usize; groups.len()];
        for (at, column) in column_of.iter().enumerate() {
            chosen.push((n_of[*column], at));
            n_of[*column] += 1;
        }
        chosen.sort_unstable();
        chosen.truncate(MAX_ARTICLES);
        let mut chosen: Vec<usize> = chosen.into_iter().map(|(_, at)| at).collect();
        chosen.sort_unstable();
        let n_left_out = ids.len() - chosen.len();
        let tellings = chosen.into_iter().map(|at| {
            let article = self.store.article(ids[at])?;
            let mut sentences = Body::of(&article).sentences();
            sentences.truncate(MAX_SENTENCES);
            let (day, _) = self.reference_of(&article)?;
            Ok(Telling { origin: column_of[at], day, sentences, article })
        });
        Ok((tellings.collect::<Result<_, EngineError>>()?, n_left_out, origins))
    }
}

/// The column of each article: origins in the order of their first article.
fn columns(ids: &[ArticleId], groups: &[Vec<ArticleId>]) -> Vec<usize> {
    let group_of = |id: &ArticleId| groups.iter().position(|group| group.contains(id));
    let mut order: Vec<Option<usize>> = Vec::new();
    let mut columns = Vec::with_capacity(ids.len());
    for id in ids {
        let group = group_of(id);
        let known = order.iter().position(|known| *known == group);
        columns.push(known.unwrap_or_else(|| {
            order.push(group);
            order.len() - 1
        }));
    }
    columns
}
