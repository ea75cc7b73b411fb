//! Who takes from whom: the articles of a story and the media they credit, as a tree.
//!
//! Each article hangs from one other teller at most, that of its strongest claim: a text it
//! says it took over, the wire it came by, the article it repeats, who reported it first, a
//! text much like it, who was told, who is cited. Where the credited medium has an article in
//! the story that is not later, the claim leads to that article. Invariants: no circle; every
//! link names its words or is marked as guessed; the same articles give the same tree.
//! Not here: how credits are read (`parallax-text`), counting origins (`origins`).

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use parallax_store::{ArticleRow, CopyPair};
use parallax_text::OriginMarkKind;
use parallax_types::{ArticleId, Span};

use super::first::Moment;
use super::sources::{Source, alike, medium_key};

/// Who told a story, and from whom they have it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OriginTree {
    /// Each teller behind the one it takes from: from the top down, as a list is read.
    pub nodes: Vec<OriginNode>,
}

/// A teller.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginNode {
    /// Who.
    pub teller: Teller,
    /// How many stand above it.
    pub depth: usize,
    /// The teller it takes from, by its place in [`OriginTree::nodes`], and how that is known.
    pub from: Option<(usize, OriginLink)>,
}

/// Who tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Teller {
    /// An article of the story.
    Article(ArticleId),
    /// A medium that articles credit and that has no earlier article here.
    Named(String),
}

/// How it is known that an article takes from another teller.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginLink {
    /// What says so.
    pub basis: LinkBasis,
    /// The credit in the article's clean text, and its words; `None` for what is read from
    /// the likeness of texts.
    pub credit: Option<(Span, String)>,
    /// Share of the article's words or wording that stands in the other, 0…1.
    pub share: Option<f64>,
}

impl OriginLink {
    /// Whether nothing written says so.
    #[must_use]
    pub fn is_guessed(&self) -> bool {
        self.credit.is_none()
    }
}

/// What says that an article takes from another teller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkBasis {
    /// It cites it.
    Cited,
    /// Somebody's words in it were spoken to the other.
    Told,
    /// It shares much of its wording with it.
    Wording,
    /// It says that the other reported first.
    First,
    /// It repeats the other.
    Copy,
    /// It came over the other's wire.
    Wire,
    /// It appeared there before.
    Republished,
}

impl LinkBasis {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::Told => "told",
            Self::Wording => "wording",
            Self::First => "first",
            Self::Copy => "copy",
            Self::Wire => "wire",
            Self::Republished => "republished",
        }
    }

    fn of(kind: OriginMarkKind) -> Self {
        match kind {
            OriginMarkKind::Wire => Self::Wire,
            OriginMarkKind::Told => Self::Told,
            OriginMarkKind::Cited => Self::Cited,
            OriginMarkKind::Republished => Self::Republished,
            OriginMarkKind::First => Self::First,
        }
    }
}

/// What a tree is made of.
pub(super) struct TreeInput<'a> {
    pub(super) articles: &'a [ArticleRow],
    pub(super) sources: &'a [Source],
    /// Articles that repeat one another.
    pub(super) repeated: Vec<CopyPair>,
    /// Articles that share much of their wording.
    pub(super) rewritten: Vec<CopyPair>,
}

/// A teller an article may take from.
struct Claim<'a> {
    from: Claimed<'a>,
    link: OriginLink,
}

#[derive(Clone, Copy)]
enum Claimed<'a> {
    Article(usize),
    Named(&'a str),
}

/// The tree of a story.
pub(super) fn tree(known: &TreeInput<'_>) -> OriginTree {
    let mut moments: Vec<Moment> = known.articles.iter().map(Moment::of).collect();
    moments.sort_by_key(Moment::sort_key);
    let rows: HashMap<ArticleId, &ArticleRow> =
        known.articles.iter().map(|row| (row.id, row)).collect();
    let growing = Growing {
        place: moments.iter().enumerate().map(|(at, moment)| (moment.article_id, at)).collect(),
        rows: moments.iter().filter_map(|moment| rows.get(&moment.article_id).copied()).collect(),
        moments: &moments,
        known,
    };
    growing.grow()
}

struct Growing<'a> {
    known: &'a TreeInput<'a>,
    /// Earliest first; `rows` in the same order.
    moments: &'a [Moment],
    rows: Vec<&'a ArticleRow>,
    place: HashMap<ArticleId, usize>,
}

impl<'a> Growing<'a> {
    fn grow(&self) -> OriginTree {
        let mut parents: Vec<Option<Claim<'a>>> = Vec::new();
        parents.resize_with(self.rows.len(), || None);
        for at in 0..self.rows.len() {
            let mut claims = self.claims(at);
            // The strongest first; of equals what is read first.
            claims.sort_by_key(|claim| std::cmp::Reverse(claim.link.basis));
            let found = claims.into_iter().find(|claim| !leads_to(&parents, claim, at));
            parents[at] = found;
        }
        laid_out(self.moments, parents)
    }

    fn claims(&self, at: usize) -> Vec<Claim<'a>> {
        let mut claims: Vec<Claim<'a>> =
            self.known.sources.iter().flat_map(|source| self.credits(at, source)).collect();
        claims.extend(self.likenesses(at, &self.known.repeated, LinkBasis::Copy));
        claims.extend(self.likenesses(at, &self.known.rewritten, LinkBasis::Wording));
        claims
    }

    /// What an article says of a source, its own outlet aside.
    fn credits(&self, at: usize, source: &'a Source) -> Vec<Claim<'a>> {
        let id = self.rows[at].id;
        let own = self.rows[at].metadata.outlet.as_ref();
        if own.is_some_and(|outlet| alike(&outlet.value, &source.name)) {
            return Vec::new();
        }
        let from = self.from(at, &source.name);
        let mentions = source.mentions.iter().filter(|mention| mention.0 == id);
        mentions
            .map(|(_, kind, span, words)| Claim {
                from,
                link: OriginLink {
                    basis: LinkBasis::of(*kind),
                    credit: Some((*span, words.clone())),
                    share: None,
                },
            })
            .collect()
    }

    /// The earliest article of a medium that is surely no later, else the medium.
    fn from(&self, at: usize, name: &'a str) -> Claimed<'a> {
        let key = medium_key(name);
        let is_of_it = |row: &ArticleRow| {
            row.metadata.outlet.as_ref().is_some_and(|outlet| medium_key(&outlet.value) == key)
        };
        let found = (0..self.rows.len()).find(|other| {
            *other != at
                && is_of_it(self.rows[*other])
                && !self.moments[*other].is_surely_after(&self.moments[at])
        });
        found.map_or(Claimed::Named(name), Claimed::Article)
    }

    /// The earlier articles that share its words, the earliest first.
    fn likenesses(&self, at: usize, pairs: &[CopyPair], basis: LinkBasis) -> Vec<Claim<'a>> {
        let id = self.rows[at].id;
        let mut found: Vec<(usize, f64)> = pairs
            .iter()
            .filter_map(|pair| {
                let (other, share) = match (pair.a == id, pair.b == id) {
                    (true, _) => (pair.b, pair.a_in_b),
                    (_, true) => (pair.a, pair.b_in_a),
                    _ => return None,
                };
                let place = *self.place.get(&other)?;
                (place < at).then_some((place, share))
            })
            .collect();
        found.sort_by_key(|(place, _)| *place);
        let claim = |(place, share): (usize, f64)| Claim {
            from: Claimed::Article(place),
            link: OriginLink { basis, credit: None, share: Some(share) },
        };
        found.into_iter().map(claim).collect()
    }
}

/// Whether who is claimed takes, directly or not, from the article itself.
fn leads_to(parents: &[Option<Claim<'_>>], claim: &Claim<'_>, at: usize) -> bool {
    let mut from = claim.from;
    while let Claimed::Article(other) = from {
        if other == at {
            return true;
        }
        let Some(next) = &parents[other] else { return false };
        from = next.from;
    }
    false
}

/// The tree from the top down: media that are only named beside the earliest that take from
/// them.
fn laid_out(moments: &[Moment], parents: Vec<Option<Claim<'_>>>) -> OriginTree {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); moments.len()];
    let mut named: Vec<(String, Vec<usize>)> = Vec::new();
    let mut roots: Vec<Root> = Vec::new();
    for (at, claim) in parents.iter().enumerate() {
        match claim.as_ref().map(|claim| claim.from) {
            None => roots.push(Root::Article(at)),
            Some(Claimed::Article(other)) => children[other].push(at),
            Some(Claimed::Named(name)) => {
                if let Some((_, own)) = named.iter_mut().find(|(known, _)| known == name) {
                    own.push(at);
                } else {
                    roots.push(Root::Named(named.len()));
                    named.push((name.to_owned(), vec![at]));
                }
            }
        }
    }
    let mut layout = Layout { links: parents, children, moments, tree: OriginTree::default() };
    for root in roots {
        match root {
            Root::Article(at) => layout.add(at, 0, None),
            Root::Named(at) => {
                let (name, own) = &named[at];
                let place = layout.tree.nodes.len();
                let teller = Teller::Named(name.clone());
                layout.tree.nodes.push(OriginNode { teller, depth: 0, from: None });
                for child in own {
                    layout.add(*child, 1, Some(place));
                }
            }
        }
    }
    layout.tree
}

enum Root {
    Article(usize),
    Named(usize),
}

struct Layout<'a, 'b> {
    links: Vec<Option<Claim<'a>>>,
    children: Vec<Vec<usize>>,
    moments: &'b [Moment],
    tree: OriginTree,
}

impl Layout<'_, '_> {
    fn add(&mut self, at: usize, depth: usize, above: Option<usize>) {
        let place = self.tree.nodes.len();
        let link = self.links[at].take().map(|claim| claim.link);
        self.tree.nodes.push(OriginNode {
            teller: Teller::Article(self.moments[at].article_id),
            depth,
            from: above.zip(link),
        });
        for child in std::mem::take(&mut self.children[at]) {
            self.add(child, depth + 1, Some(place));
        }
    }
}
