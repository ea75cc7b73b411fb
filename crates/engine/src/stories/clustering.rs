//! Drawing the stories again around what changed.
//!
//! A story is what average linkage makes of the links between articles. Groups of
//! articles that no chain of links connects cannot share a story, so only those
//! with a change are drawn again; the result is that of grouping everything anew,
//! up to ties. In a large library nearly everything hangs together by some chain:
//! there, beyond [`MAX_CHAINED`] articles, one change draws again only the stories
//! it is linked with, and a large import everything. Very many near-identical articles
//! count as one: else groups of thousands would be compared with each other, article by
//! article, to come to the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use parallax_store::StoryLink;
use parallax_text::{Day, LinkageRules, average_linkage};
use parallax_types::ArticleId;

use super::copies::{are_as_good_as_one, components};
use crate::{EngineError, Library};

/// Links weaker than this do not count for one event; lower ones link whole
/// subjects together. Measured with `story_quality`.
const MIN_LINK: f64 = 0.33;

/// When two groups of articles are one story: when they are as alike as two
/// linked articles. Measured with `story_quality`: B-cubed F1 stays within a
/// hundredth while the threshold goes from 0.24 to 0.36.
const ONE_STORY: LinkageRules = LinkageRules { threshold: MIN_LINK, cohesion: 0.5, apart: 0.8 };

/// Articles hanging together up to which all of them are drawn again.
const MAX_CHAINED: usize = 2_000;

/// Near-identical articles beyond which they count as one, and articles beyond which it
/// is looked for such. (Below, what is drawn depends on similarities alone.)
const MANY_NEAR_IDENTICAL: usize = 64;

/// A story of more is not drawn again for one article on it.
const MAX_REDRAWN: usize = 4 * MAX_CHAINED;

/// When one in so many articles changed, everything is drawn again at once.
const MANY: usize = 8;

/// Articles, ascending, and the links among them that count for one event.
#[derive(Default)]
pub(super) struct Linked {
    members: Vec<ArticleId>,
    links: Vec<StoryLink>,
}

impl Library {
    /// Draws the stories again around every article that changed something.
    pub(super) fn settle_stories(&self) -> Result<(), EngineError> {
        let unsettled = self.store.unsettled()?;
        if unsettled.len() > MAX_CHAINED / MANY
            && unsettled.len() * MANY > self.store.story_members(None)?.len()
        {
            return self.settle_all(&unsettled);
        }
        let mut done: HashSet<ArticleId> = HashSet::new();
        for id in unsettled {
            if done.contains(&id) {
                continue;
            }
            if let Some(linked) = self.linked_with(id)? {
                self.store.put_stories(&self.assign_stories(&linked)?, &linked.members)?;
                done.extend(linked.members);
            } else {
                let drawn = match self.stories_around(id)? {
                    Some(around) => self.assign_stories(&around)?,
                    None => self.nearest_story(id)?,
                };
                self.store.put_stories(&drawn, &[id])?;
            }
        }
        // What is left belongs to articles that are gone.
        self.store.put_stories(&[], &[])?;
        Ok(())
    }

    fn settle_all(&self, unsettled: &[ArticleId]) -> Result<(), EngineError> {
        let is_one_event = |link: &StoryLink| link.similarity >= MIN_LINK;
        let links = self.store.story_links(None)?.into_iter().filter(is_one_event).collect();
        let changed: HashSet<ArticleId> = unsettled.iter().copied().collect();
        let mut stories = Vec::new();
        for linked in connected_components(unsettled, links) {
            if linked.members.iter().any(|member| changed.contains(member)) {
                stories.extend(self.assign_stories(&linked)?);
            }
        }
        Ok(self.store.put_stories(&stories, unsettled)?)
    }

    /// The story of each article.
    pub(super) fn assign_stories(
        &self,
        linked: &Linked,
    ) -> Result<Vec<(ArticleId, ArticleId)>, EngineError> {
        let Linked { members, links } = linked;
        // Each article, and the one that stands for it: the lowest of its kind.
        let standing = self.standing_for(members)?;
        let drawn: Vec<ArticleId> = members
            .iter()
            .copied()
            .filter(|id| standing.get(id).is_none_or(|by| by == id))
            .collect();
        let days = self.days_of(&drawn)?;
        let place: HashMap<ArticleId, usize> =
            drawn.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let place_of = |id: ArticleId| place[standing.get(&id).unwrap_or(&id)];
        let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for link in links {
            let (a, b) = (place_of(link.a), place_of(link.b));
            if a != b {
                let known = pairs.entry((a.min(b), a.max(b))).or_default();
                *known = known.max(link.similarity);
            }
        }
        let pairs: Vec<(usize, usize, f64)> =
            pairs.into_iter().map(|((a, b), similarity)| (a, b, similarity)).collect();
        let groups = average_linkage(&days, &pairs, &ONE_STORY);
        Ok(members.iter().map(|id| (*id, drawn[groups[place_of(*id)]])).collect())
    }

    /// Which article stands for each of very many near-identical ones; none for others.
    fn standing_for(
        &self,
        members: &[ArticleId],
    ) -> Result<HashMap<ArticleId, ArticleId>, EngineError> {
        if members.len() <= MANY_NEAR_IDENTICAL {
            return Ok(HashMap::new());
        }
        let mut pairs = self.store.copy_pairs(Some(members))?;
        let is_in = |id: ArticleId| members.binary_search(&id).is_ok();
        pairs.retain(|pair| are_as_good_as_one(pair) && is_in(pair.a) && is_in(pair.b));
        let many = components(&pairs).into_iter().filter(|one| one.len() > MANY_NEAR_IDENTICAL);
        Ok(many.flat_map(|one| one.clone().into_iter().map(move |id| (id, one[0]))).collect())
    }

    /// The story of the article most like this one, where that is too large to be drawn
    /// again; its own otherwise.
    fn nearest_story(&self, id: ArticleId) -> Result<Vec<(ArticleId, ArticleId)>, EngineError> {
        let mut links = self.store.story_links(Some(&[id]))?;
        links.retain(|link| link.similarity >= MIN_LINK);
        links.sort_by(|one, other| other.similarity.total_cmp(&one.similarity));
        for link in links {
            let other = if link.a == id { link.b } else { link.a };
            if let Some(story) = self.store.story_of(other)? {
                return Ok(vec![(id, story)]);
            }
        }
        Ok(vec![(id, id)])
    }

    /// When each was written, as a day's number, if known.
    fn days_of(&self, ids: &[ArticleId]) -> Result<Vec<Option<i64>>, EngineError> {
        let days = self.store.days(ids)?;
        Ok(days.iter().map(|day| Some(Day::parse(day.as_deref()?)?.number())).collect())
    }

    /// Every article linked with one, directly or through others; `None` if they
    /// are too many.
    fn linked_with(&self, id: ArticleId) -> Result<Option<Linked>, EngineError> {
        let mut members = BTreeSet::from([id]);
        let mut found: BTreeMap<(ArticleId, ArticleId), StoryLink> = BTreeMap::new();
        let mut frontier = vec![id];
        while !frontier.is_empty() {
            let links = self.store.story_links(Some(&frontier))?;
            frontier.clear();
            for link in links.into_iter().filter(|link| link.similarity >= MIN_LINK) {
                frontier.extend([link.a, link.b].into_iter().filter(|end| members.insert(*end)));
                found.insert((link.a, link.b), link);
            }
            if members.len() > MAX_CHAINED {
                return Ok(None);
            }
        }
        let links = found.into_values().collect();
        Ok(Some(Linked { members: members.into_iter().collect(), links }))
    }

    /// The stories an article is directly linked with, and its own; `None` if they hold
    /// too many articles.
    pub(super) fn stories_around(&self, id: ArticleId) -> Result<Option<Linked>, EngineError> {
        let mut near = BTreeSet::from([id]);
        let links = self.store.story_links(Some(&[id]))?;
        let near_links = links.into_iter().filter(|link| link.similarity >= MIN_LINK);
        near.extend(near_links.flat_map(|link| [link.a, link.b]));
        let mut members = near.clone();
        let mut seen = HashSet::new();
        for one in near {
            if let Some(story) = self.store.story_of(one)?.filter(|story| seen.insert(*story)) {
                let story = self.store.story_members(Some(story))?;
                members.extend(story.into_iter().map(|member| member.article_id));
            }
            if members.len() > MAX_REDRAWN {
                return Ok(None);
            }
        }
        let members: Vec<ArticleId> = members.into_iter().collect();
        let is_within = |link: &StoryLink| {
            let is_in = |end: ArticleId| members.binary_search(&end).is_ok();
            link.similarity >= MIN_LINK && is_in(link.a) && is_in(link.b)
        };
        let links = self.store.story_links(Some(&members))?.into_iter().filter(is_within).collect();
        Ok(Some(Linked { members, links }))
    }
}

/// Articles by the chains of links between them; `alone` are in one of their own
/// if no link names them.
fn connected_components(alone: &[ArticleId], links: Vec<StoryLink>) -> Vec<Linked> {
    let mut root: HashMap<ArticleId, ArticleId> = alone.iter().map(|id| (*id, *id)).collect();
    for link in &links {
        let (a, b) = (find_root(&mut root, link.a), find_root(&mut root, link.b));
        root.insert(a.max(b), a.min(b));
    }
    let mut ids: Vec<ArticleId> = root.keys().copied().collect();
    ids.sort_unstable();
    let mut found: BTreeMap<ArticleId, Linked> = BTreeMap::new();
    for id in ids {
        found.entry(find_root(&mut root, id)).or_default().members.push(id);
    }
    for link in links {
        found.entry(find_root(&mut root, link.a)).or_default().links.push(link);
    }
    found.into_values().collect()
}

/// The lowest article a chain is known to lead to; what was walked is shortened.
fn find_root(root: &mut HashMap<ArticleId, ArticleId>, id: ArticleId) -> ArticleId {
    let mut lowest = *root.entry(id).or_insert(id);
    while root[&lowest] != lowest {
        lowest = root[&lowest];
    }
    let mut at = id;
    while at != lowest {
        at = root.insert(at, lowest).unwrap_or(lowest);
    }
    lowest
}
