//! How many independent origins stand behind articles on one story.
//!
//! Articles that copy one another, that carry the same agency's text, that say
//! they were published by another of them before, or that name the same
//! canonical address, are one origin. Conservative: what nothing joins may still
//! have one source, so the number is what the articles show, "at least so many".

use std::collections::BTreeMap;

use parallax_store::StoredArticle;
use parallax_text::{OriginMarkKind, origin_marks};
use parallax_types::{ArticleId, Span};

use super::body::Body;
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
}

/// An origin that articles name.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Where and how each article names it: `wire`, `told`, `cited`, `republished`.
    pub mentions: Vec<(ArticleId, OriginMarkKind, Span, String)>,
}

impl Source {
    /// How many articles name it.
    #[must_use]
    pub fn n_articles(&self) -> usize {
        let mut ids: Vec<ArticleId> = self.mentions.iter().map(|mention| mention.0).collect();
        ids.dedup();
        ids.len()
    }
}

impl Library {
    /// The origins behind the given articles.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn origins(&self, ids: &[ArticleId]) -> Result<Origins, EngineError> {
        let articles =
            ids.iter().map(|id| self.store.article(*id)).collect::<Result<Vec<_>, _>>()?;
        let mut groups = Groups::of(ids);
        for pair in self.store.copy_pairs(Some(ids))? {
            groups.join(pair.a, pair.b);
        }
        let sources = sources(&articles);
        for source in &sources {
            join_by_mark(source, &articles, &mut groups);
        }
        join_by_address(&articles, &mut groups);
        let groups = groups.members();
        Ok(Origins { n_origins: groups.len(), groups, sources })
    }
}

fn sources(articles: &[StoredArticle]) -> Vec<Source> {
    let mut by_name: BTreeMap<String, Source> = BTreeMap::new();
    for article in articles {
        for block in &Body::of(article).blocks {
            for mark in origin_marks(block.of(&article.text)) {
                let span = Span::new(block.start + mark.span.start, block.start + mark.span.end);
                let source = by_name
                    .entry(mark.name.clone())
                    .or_insert_with(|| Source { name: mark.name.clone(), mentions: Vec::new() });
                let words = span.of(&article.text).to_owned();
                source.mentions.push((article.row.id, mark.kind, span, words));
            }
        }
    }
    let mut sources: Vec<Source> = by_name.into_values().collect();
    sources.sort_by_key(|source| std::cmp::Reverse(source.n_articles()));
    sources
}

/// Joins articles that carry one agency's text, or another's article anew.
fn join_by_mark(source: &Source, articles: &[StoredArticle], groups: &mut Groups) {
    let of = |kind: OriginMarkKind| source.mentions.iter().filter(move |mention| mention.1 == kind);
    let wire: Vec<ArticleId> = of(OriginMarkKind::Wire).map(|mention| mention.0).collect();
    for pair in wire.windows(2) {
        groups.join(pair[0], pair[1]);
    }
    for mention in of(OriginMarkKind::Republished) {
        let is_outlet = |article: &&StoredArticle| {
            let outlet = article.row.metadata.outlet.as_ref();
            outlet.is_some_and(|outlet| alike(&outlet.value, &source.name))
        };
        for article in articles.iter().filter(is_outlet) {
            groups.join(mention.0, article.row.id);
        }
    }
}

fn alike(outlet: &str, name: &str) -> bool {
    let (outlet, name) = (outlet.to_lowercase(), name.to_lowercase());
    outlet.trim_start_matches("the ") == name.trim_start_matches("the ")
}

fn join_by_address(articles: &[StoredArticle], groups: &mut Groups) {
    let mut first: BTreeMap<&str, ArticleId> = BTreeMap::new();
    for article in articles {
        let Some(url) = &article.row.metadata.canonical_url else { continue };
        let before = *first.entry(&url.value).or_insert(article.row.id);
        groups.join(before, article.row.id);
    }
}

/// Articles by origin.
struct Groups(BTreeMap<ArticleId, ArticleId>);

impl Groups {
    fn of(ids: &[ArticleId]) -> Self {
        Self(ids.iter().map(|id| (*id, *id)).collect())
    }

    /// Passes over articles that are not among those asked about.
    fn join(&mut self, a: ArticleId, b: ArticleId) {
        let (Some(&one), Some(&other)) = (self.0.get(&a), self.0.get(&b)) else { return };
        for group in self.0.values_mut().filter(|group| **group == one.max(other)) {
            *group = one.min(other);
        }
    }

    fn members(self) -> Vec<Vec<ArticleId>> {
        let mut members: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
        for (id, group) in self.0 {
            members.entry(group).or_default().push(id);
        }
        members.into_values().collect()
    }
}
