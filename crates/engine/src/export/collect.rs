//! From what a reader selected to the articles and excerpts it means.

use std::collections::HashMap;

use parallax_store::{HighlightFilter, StoredArticle};
use parallax_types::{ArticleId, PassageId};

use super::{Collection, Excerpt, Item, Selection};
use crate::annotations::{HighlightView, paragraph_of};
use crate::{EngineError, Hit, Library, SearchRequest};

impl Library {
    /// Puts together what is to be taken along.
    ///
    /// # Errors
    /// When an article or story is not there, or the store cannot be read.
    pub fn collect(&self, selection: &Selection) -> Result<Collection, EngineError> {
        let (title, items) = match selection {
            Selection::Query { query, n_wanted } => {
                let request = SearchRequest {
                    n_wanted: *n_wanted,
                    n_explained: 0,
                    ..SearchRequest::new(query)
                };
                (query.trim().to_owned(), self.found(&self.search(&request)?.hits)?)
            }
            Selection::Story(id) => {
                let ids: Vec<ArticleId> =
                    self.story_articles(*id)?.into_iter().map(|(id, _)| id).collect();
                let items = self.whole(&ids)?;
                (items.first().map_or(String::new(), |item| item.article.title.clone()), items)
            }
            Selection::Articles(ids) => {
                let items = self.whole(ids)?;
                let title = match items.as_slice() {
                    [item] => item.article.title.clone(),
                    items => format!("{} articles", items.len()),
                };
                (title, items)
            }
            Selection::Reading(id, passage) => {
                let item = self.read_item(*id, *passage)?;
                (item.article.title.clone(), vec![item])
            }
            Selection::Highlights(filter) => ("Highlights".to_owned(), self.highlighted(filter)?),
        };
        Ok(Collection { title, made_at: self.now(), items })
    }

    fn item(&self, article: &StoredArticle, excerpts: Vec<Excerpt>) -> Result<Item, EngineError> {
        let id = article.row.id;
        Ok(Item {
            article: article.row.clone(),
            tags: self.store.tags_of(id)?,
            note: self.store.note(id)?,
            excerpts,
        })
    }

    /// Articles with their highlights.
    fn whole(&self, ids: &[ArticleId]) -> Result<Vec<Item>, EngineError> {
        let item = |id: &ArticleId| {
            let article = self.article(*id)?;
            let highlights = self.kept(*id)?.highlights;
            let excerpts = highlights.iter().map(|highlight| highlighted(&article, highlight));
            self.item(&article, excerpts.collect())
        };
        ids.iter().map(item).collect()
    }

    /// An article with its highlights and one of its passages, in the order of the text.
    fn read_item(&self, id: ArticleId, passage: PassageId) -> Result<Item, EngineError> {
        let mut item = self.whole(&[id])?.remove(0);
        let rows = self.store.passages(&[passage])?;
        let Some(row) = rows.into_iter().find(|row| row.article_id == id) else { return Ok(item) };
        let is_held = item
            .excerpts
            .iter()
            .filter_map(|excerpt| excerpt.span)
            .any(|span| span.start <= row.span.start && row.span.end <= span.end);
        if !is_held {
            let article = self.article(id)?;
            item.excerpts.push(Excerpt {
                words: row.text,
                span: Some(row.span),
                paragraph: paragraph_of(&article, row.span.start),
                colour: None,
                note: None,
                label: None,
            });
            // What lost its place stays at the end.
            item.excerpts.sort_by_key(|excerpt| excerpt.span.map_or(usize::MAX, |span| span.start));
        }
        Ok(item)
    }

    /// Hits by article, in the order of each article's best.
    fn found(&self, hits: &[Hit]) -> Result<Vec<Item>, EngineError> {
        let mut items: Vec<Item> = Vec::new();
        let mut places: HashMap<ArticleId, usize> = HashMap::new();
        for hit in hits {
            let article = self.article(hit.article.id)?;
            let excerpt = Excerpt {
                words: hit.text.clone(),
                span: Some(hit.span),
                paragraph: paragraph_of(&article, hit.span.start),
                colour: None,
                note: None,
                label: hit.label,
            };
            if let Some(at) = places.get(&hit.article.id) {
                items[*at].excerpts.push(excerpt);
            } else {
                places.insert(hit.article.id, items.len());
                items.push(self.item(&article, vec![excerpt])?);
            }
        }
        Ok(items)
    }

    fn highlighted(&self, filter: &HighlightFilter) -> Result<Vec<Item>, EngineError> {
        let mut items: Vec<Item> = Vec::new();
        for (highlight, row) in self.highlights(filter)? {
            let article = self.article(row.id)?;
            let excerpt = highlighted(&article, &highlight);
            match items.last_mut().filter(|item| item.article.id == row.id) {
                Some(item) => item.excerpts.push(excerpt),
                None => items.push(self.item(&article, vec![excerpt])?),
            }
        }
        Ok(items)
    }
}

/// The words are those that stand in the article now, or were highlighted once.
fn highlighted(article: &StoredArticle, highlight: &HighlightView) -> Excerpt {
    let span = highlight.anchor.map(|anchor| anchor.span);
    Excerpt {
        words: span.map_or(highlight.words.as_str(), |span| span.of(&article.text)).to_owned(),
        span,
        paragraph: span.and_then(|span| paragraph_of(article, span.start)),
        colour: Some(highlight.colour),
        note: highlight.note.clone(),
        label: None,
    }
}
