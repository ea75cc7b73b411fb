//! How many independent origins stand behind articles on one story.
//!
//! Articles that copy one another, that share too much of their wording to have been
//! written apart, that carry the same agency's text, that say they were published by
//! another of them before, or that name the same canonical address, are one origin. Conservative: what nothing joins may still
//! have one source, so the number is what the articles show, "at least so many".

use std::collections::BTreeMap;

use parallax_store::{ArticleRow, OriginMarkRow};
use parallax_text::OriginMarkKind;
use parallax_types::ArticleId;

use super::first::{self, FirstTelling};
use super::sources::{Source, alike};
use super::tree::{self, OriginTree};
use crate::{EngineError, Library};

/// Where articles of one story come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origins {
    /// Independent origins, as far as the articles show.
    pub n_origins: usize,
    /// The articles of each origin, by lowest id.
    pub groups: Vec<Vec<ArticleId>>,
    /// Origins the articles name, those named by most articles first.
    pub sources: Vec<Source>,
    /// Who takes from whom.
    pub tree: OriginTree,
    /// The earliest dated telling; `None` where no article has a date.
    pub first: Option<FirstTelling>,
}

impl Library {
    /// The origins behind the given articles.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn origins(&self, ids: &[ArticleId]) -> Result<Origins, EngineError> {
        self.origins_of(&self.store.article_rows(ids)?)
    }

    /// [`Library::origins`] of articles whose rows are known.
    pub(super) fn origins_of(&self, articles: &[ArticleRow]) -> Result<Origins, EngineError> {
        let ids: Vec<ArticleId> = articles.iter().map(|row| row.id).collect();
        let ids = &ids[..];
        let mut groups = Groups::of(ids);
        let repeated = self.copy_pairs(Some(ids))?;
        let rewritten = self.rewritten_pairs(ids)?;
        for pair in repeated.iter().chain(&rewritten) {
            groups.join(pair.a, pair.b);
        }
        let sources = sources(self.store.origin_marks(ids)?);
        for source in &sources {
            join_by_mark(source, articles, &mut groups);
        }
        join_by_address(articles, &mut groups);
        let groups = groups.members();
        let tree =
            tree::tree(&tree::TreeInput { articles, sources: &sources, repeated, rewritten });
        let first = first::first_of(articles.iter().map(first::Moment::of));
        Ok(Origins { n_origins: groups.len(), groups, sources, tree, first })
    }
}

fn sources(marks: Vec<(ArticleId, OriginMarkRow)>) -> Vec<Source> {
    let mut by_name: BTreeMap<String, Source> = BTreeMap::new();
    for (id, mark) in marks {
        // A word of another program's: what it means is not known here.
        let Some(kind) = OriginMarkKind::named(&mark.kind) else { continue };
        let source = by_name
            .entry(mark.name.clone())
            .or_insert_with(|| Source { name: mark.name, mentions: Vec::new() });
        source.mentions.push((id, kind, mark.span, mark.words));
    }
    let mut sources: Vec<Source> = by_name.into_values().collect();
    sources.sort_by_key(|source| std::cmp::Reverse(source.n_articles()));
    sources
}

/// Joins articles that carry one agency's text, or another's article anew.
fn join_by_mark(source: &Source, articles: &[ArticleRow], groups: &mut Groups) {
    let of = |kind: OriginMarkKind| source.mentions.iter().filter(move |mention| mention.1 == kind);
    let wire: Vec<ArticleId> = of(OriginMarkKind::Wire).map(|mention| mention.0).collect();
    for pair in wire.windows(2) {
        groups.join(pair[0], pair[1]);
    }
    let republished: Vec<ArticleId> =
        of(OriginMarkKind::Republished).map(|mention| mention.0).collect();
    let Some(first) = republished.first() else { return };
    let is_outlet = |article: &&ArticleRow| {
        let outlet = article.metadata.outlet.as_ref();
        outlet.is_some_and(|outlet| alike(&outlet.value, &source.name))
    };
    // All of them with all of the outlet's, if it has any here.
    for (n, article) in articles.iter().filter(is_outlet).enumerate() {
        groups.join(*first, article.id);
        for mention in republished.iter().filter(|_| n == 0) {
            groups.join(*mention, article.id);
        }
    }
}

fn join_by_address(articles: &[ArticleRow], groups: &mut Groups) {
    let mut first: BTreeMap<&str, ArticleId> = BTreeMap::new();
    for article in articles {
        let Some(url) = &article.metadata.canonical_url else { continue };
        let before = *first.entry(&url.value).or_insert(article.id);
        groups.join(before, article.id);
    }
}

/// Articles by origin: each leads to one before it, the first of a group to itself.
struct Groups(BTreeMap<ArticleId, ArticleId>);

impl Groups {
    fn of(ids: &[ArticleId]) -> Self {
        Self(ids.iter().map(|id| (*id, *id)).collect())
    }

    /// Passes over articles that are not among those asked about.
    fn join(&mut self, a: ArticleId, b: ArticleId) {
        let (Some(one), Some(other)) = (self.first(a), self.first(b)) else { return };
        self.0.insert(one.max(other), one.min(other));
    }

    /// The first of an article's group; what was walked is shortened.
    fn first(&mut self, id: ArticleId) -> Option<ArticleId> {
        let mut first = *self.0.get(&id)?;
        while self.0[&first] != first {
            first = self.0[&first];
        }
        let mut at = id;
        while at != first {
            at = self.0.insert(at, first)?;
        }
        Some(first)
    }

    fn members(mut self) -> Vec<Vec<ArticleId>> {
        let mut members: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
        let ids: Vec<ArticleId> = self.0.keys().copied().collect();
        for id in ids {
            members.entry(self.first(id).unwrap_or(id)).or_default().push(id);
        }
        members.into_values().collect()
    }
}
