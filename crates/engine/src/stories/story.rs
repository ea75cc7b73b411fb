//! Articles grouped by the event they report, as they are shown.
//!
//! Not here: which articles belong together (`clustering`).

use std::collections::{BTreeMap, HashMap};

use parallax_store::{ArticleRow, StoryLink, StoryMember};
use parallax_types::{ArticleId, Source};

use super::origins::Origins;
use crate::{EngineError, Library};

/// Subject similarity of two articles at which their stories are related.
const RELATED: f64 = 0.28;

/// The related stories named with each story.
const N_RELATED: usize = 5;

/// Articles that report one event.
#[derive(Debug, Clone)]
pub struct Story {
    /// Names the story: the lowest id among its articles. Another article may
    /// give it another one.
    pub id: ArticleId,
    /// The title of the article most like the others.
    pub title: String,
    /// The articles, earliest first.
    pub articles: Vec<ArticleRow>,
    /// When each was written, `YYYY-MM-DD`, as far as known; in the same order.
    pub days: Vec<Option<String>>,
    /// Where they come from.
    pub origins: Origins,
    /// The earliest day known.
    pub first: Option<String>,
    /// The latest day known.
    pub last: Option<String>,
    /// Earlier stories with the same actors and subject, closest first.
    pub follow_up_of: Vec<StoryRelation>,
    /// Other stories on the subject: later ones, and those of unknown time.
    pub related: Vec<StoryRelation>,
}

/// Another story on the subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoryRelation {
    /// The other story.
    pub story_id: ArticleId,
    /// Similarity in subject of the closest two articles, 0…1.
    pub similarity: f64,
}

impl Library {
    /// All stories with at least `min_articles` articles, latest first, those of
    /// unknown time last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stories(&self, min_articles: usize) -> Result<Vec<Story>, EngineError> {
        let members = by_story(self.store.story_members(None)?);
        let relations = Relations::new(&members, &self.store.story_links(None)?);
        let mut stories = Vec::new();
        for (id, members) in members.iter().filter(|(_, members)| members.len() >= min_articles) {
            stories.push(self.story_from(*id, members, &relations)?);
        }
        stories.sort_by(|a, b| {
            let unknown = a.last.is_none().cmp(&b.last.is_none());
            unknown.then(b.last.cmp(&a.last)).then(a.id.cmp(&b.id))
        });
        Ok(stories)
    }

    /// The story an article belongs to; `None` while it was not looked at.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn story_of(&self, article: ArticleId) -> Result<Option<ArticleId>, EngineError> {
        Ok(self.store.story_of(article)?)
    }

    /// The articles of the story that `id` names or is part of, earliest first,
    /// with the day each was written, as far as known.
    ///
    /// # Errors
    /// [`EngineError::NoSuchStory`] when there is no such story.
    pub fn story_articles(
        &self,
        id: ArticleId,
    ) -> Result<Vec<(ArticleId, Option<String>)>, EngineError> {
        let story = self.store.story_of(id)?.ok_or(EngineError::NoSuchStory { id })?;
        let mut members = self.store.story_members(Some(story))?;
        members.sort_by_key(in_time);
        Ok(members.into_iter().map(|member| (member.article_id, member.day)).collect())
    }

    fn story_from(
        &self,
        id: ArticleId,
        members: &[StoryMember],
        relations: &Relations,
    ) -> Result<Story, EngineError> {
        let mut members = members.to_vec();
        members.sort_by_key(in_time);
        let ids: Vec<ArticleId> = members.iter().map(|member| member.article_id).collect();
        let articles = self.store.article_rows(&ids)?;
        let days: Vec<Option<String>> = members.into_iter().map(|member| member.day).collect();
        let first = days.iter().flatten().min().cloned();
        let (follow_up_of, related) = relations.of(id);
        Ok(Story {
            id,
            title: title(&articles, &relations.centrality),
            origins: self.origins_of(&articles)?,
            last: days.iter().flatten().max().cloned(),
            first,
            articles,
            days,
            follow_up_of,
            related,
        })
    }
}

fn by_story(members: Vec<StoryMember>) -> BTreeMap<ArticleId, Vec<StoryMember>> {
    let mut stories: BTreeMap<ArticleId, Vec<StoryMember>> = BTreeMap::new();
    for member in members {
        stories.entry(member.story_id).or_default().push(member);
    }
    stories
}

fn in_time(member: &StoryMember) -> (bool, Option<String>, ArticleId) {
    (member.day.is_none(), member.day.clone(), member.article_id)
}

/// The headline of the article most like its story's others; one that was given
/// a title beats one whose title is just its file's name.
fn title(articles: &[ArticleRow], centrality: &HashMap<ArticleId, f64>) -> String {
    let score = |row: &ArticleRow| {
        let has_title = match row.title_source {
            Source::FileName => 0.0,
            Source::FirstLines => 100.0,
            _ => 200.0,
        };
        // A title cut from the first lines is worse than a whole one.
        let is_cut = if row.title.ends_with('…') { -50.0 } else { 0.0 };
        has_title + is_cut + centrality.get(&row.id).copied().unwrap_or(0.0)
    };
    let best = articles.iter().max_by(|a, b| score(a).total_cmp(&score(b)).then(b.id.cmp(&a.id)));
    best.map(|row| row.title.clone()).unwrap_or_default()
}

/// Which stories are on like subjects.
struct Relations {
    /// Closest similarity between the articles of two stories.
    closest: BTreeMap<ArticleId, BTreeMap<ArticleId, f64>>,
    first_day: BTreeMap<ArticleId, String>,
    /// Sum of an article's similarities to the others of its story.
    centrality: HashMap<ArticleId, f64>,
}

impl Relations {
    fn new(stories: &BTreeMap<ArticleId, Vec<StoryMember>>, links: &[StoryLink]) -> Self {
        let story_of: HashMap<ArticleId, ArticleId> =
            stories.values().flatten().map(|member| (member.article_id, member.story_id)).collect();
        let mut closest: BTreeMap<ArticleId, BTreeMap<ArticleId, f64>> = BTreeMap::new();
        let mut centrality: HashMap<ArticleId, f64> = HashMap::new();
        for link in links {
            let (Some(&a), Some(&b)) = (story_of.get(&link.a), story_of.get(&link.b)) else {
                continue;
            };
            if a == b {
                for end in [link.a, link.b] {
                    *centrality.entry(end).or_default() += link.similarity;
                }
            } else if link.subject >= RELATED {
                for (one, other) in [(a, b), (b, a)] {
                    let known = closest.entry(one).or_default().entry(other).or_default();
                    *known = known.max(link.subject);
                }
            }
        }
        let first_day = stories
            .iter()
            .filter_map(|(id, members)| {
                Some((*id, members.iter().filter_map(|member| member.day.clone()).min()?))
            })
            .collect();
        Self { closest, first_day, centrality }
    }

    /// The stories this one follows, and the others on its subject.
    fn of(&self, id: ArticleId) -> (Vec<StoryRelation>, Vec<StoryRelation>) {
        let mut all: Vec<StoryRelation> = self
            .closest
            .get(&id)
            .into_iter()
            .flatten()
            .map(|(story_id, similarity)| StoryRelation {
                story_id: *story_id,
                similarity: *similarity,
            })
            .collect();
        all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.story_id.cmp(&b.story_id)));
        let is_earlier = |other: &StoryRelation| {
            let (own, theirs) = (self.first_day.get(&id), self.first_day.get(&other.story_id));
            own.zip(theirs).is_some_and(|(own, theirs)| theirs < own)
        };
        let (mut before, mut others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_earlier);
        before.truncate(N_RELATED);
        others.truncate(N_RELATED);
        (before, others)
    }
}
