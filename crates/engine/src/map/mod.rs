//! The library as a picture: every article a point, those on like subjects near
//! one another.
//!
//! Input: the mean vectors of articles. Output: places in a square. Principal
//! components first (`pca`), then each article is drawn to its nearest
//! neighbours and pushed from others (`layout`), then those on top of one another
//! are moved apart (`apart`). Invariant: the same articles
//! give the same picture, whatever the number of threads; no clock, no chance.
//! Not here: colours, titles, drawing.

mod apart;
mod layout;
mod neighbours;
mod pca;

use std::collections::HashMap;

use parallax_types::{ArticleId, UnitVector};

use crate::{Control, EngineError, Filter, Library};

/// Components kept before neighbours are sought: what sets subjects apart lies in
/// the first few dozen.
const N_COMPONENTS: usize = 32;

/// Neighbours an article is drawn to.
const N_NEIGHBOURS: usize = 10;

/// The library as points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// One for each article whose vectors are there, by article.
    pub points: Vec<MapPoint>,
    /// Articles that are not on it, because their vectors are not there yet.
    pub n_waiting: usize,
}

/// An article's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapPoint {
    /// The article.
    pub article_id: ArticleId,
    /// From the left, 0…1.
    pub x: f32,
    /// From the top, 0…1.
    pub y: f32,
    /// Its story, if others tell it too.
    pub story_id: Option<ArticleId>,
}

impl Library {
    /// Draws the map; some seconds for ten thousand articles. `None` when it was
    /// cancelled.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn map(&self, control: &Control) -> Result<Option<Map>, EngineError> {
        let mut ids: Vec<ArticleId> =
            self.store.articles(&Filter::default())?.into_iter().map(|row| row.id).collect();
        ids.sort_unstable();
        let facts = self.store.article_facts(&ids)?;
        let (mapped, means): (Vec<ArticleId>, Vec<UnitVector>) =
            facts.into_iter().filter_map(|(id, facts)| Some((id, facts.mean?))).unzip();
        let Some(places) = places(&means, control) else { return Ok(None) };
        let stories = self.told_by_several()?;
        let points = mapped.iter().zip(places).map(|(id, [x, y])| MapPoint {
            article_id: *id,
            x,
            y,
            story_id: stories.get(id).copied(),
        });
        Ok(Some(Map { n_waiting: ids.len() - mapped.len(), points: points.collect() }))
    }

    /// The story of each article that is not the only one of its story.
    fn told_by_several(&self) -> Result<HashMap<ArticleId, ArticleId>, EngineError> {
        let members = self.store.story_members(None)?;
        let mut n_articles: HashMap<ArticleId, usize> = HashMap::new();
        for member in &members {
            *n_articles.entry(member.story_id).or_default() += 1;
        }
        let several = members.into_iter().filter(|member| n_articles[&member.story_id] > 1);
        Ok(several.map(|member| (member.article_id, member.story_id)).collect())
    }
}

/// A place in the unit square for each vector; `None` when cancelled.
fn places(vectors: &[UnitVector], control: &Control) -> Option<Vec<[f32; 2]>> {
    let rows: Vec<&[f32]> = vectors.iter().map(UnitVector::as_slice).collect();
    let components = pca::components(&rows, N_COMPONENTS, control)?;
    let neighbours = neighbours::nearest(&components, N_NEIGHBOURS, control)?;
    let places = layout::into_square(&layout::spread(&components, &neighbours, control)?);
    Some(layout::into_square(&apart::move_apart(places, control)?))
}

/// Numbers that look like chance and are always the same (`SplitMix64`, Steele et
/// al. 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// -1…1.
    fn signed(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u32 << 23) as f32 - 1.0
    }

    /// Below `n`, which is not 0.
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n_groups` groups of `n_each` vectors around directions of their own.
    fn grouped(n_groups: usize, n_each: usize) -> Vec<UnitVector> {
        let mut numbers = Numbers(7);
        let mut vectors = Vec::new();
        for _ in 0..n_groups {
            let centre: Vec<f32> = (0..48).map(|_| numbers.signed()).collect();
            for _ in 0..n_each {
                let near = centre.iter().map(|value| value + 0.25 * numbers.signed());
                vectors.push(UnitVector::new(near.collect()).unwrap());
            }
        }
        vectors
    }

    fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
        ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt()
    }

    #[test]
    fn articles_on_one_subject_lie_together() {
        let places = places(&grouped(6, 20), &Control::default()).unwrap();
        let mut n_with_own = 0;
        for (at, place) in places.iter().enumerate() {
            let others = (0..places.len()).filter(|other| *other != at);
            let nearest = others
                .min_by(|a, b| {
                    distance(places[*a], *place).total_cmp(&distance(places[*b], *place))
                })
                .unwrap();
            n_with_own += usize::from(nearest / 20 == at / 20);
        }
        assert!(n_with_own >= 116, "{n_with_own} of 120 lie next to one of their own");
    }

    #[test]
    fn the_same_articles_give_the_same_picture_inside_the_square() {
        let vectors = grouped(4, 9);
        let one = places(&vectors, &Control::default()).unwrap();
        assert_eq!(Some(&one), places(&vectors, &Control::default()).as_ref());
        assert!(one.iter().flatten().all(|value| (0.0..=1.0).contains(value)));
    }

    #[test]
    fn few_articles_and_equal_ones_have_places_too() {
        let one = UnitVector::new(vec![1.0, 0.0, 0.0]).unwrap();
        for n in 0..4 {
            let places = places(&vec![one.clone(); n], &Control::default()).unwrap();
            assert_eq!(places.len(), n);
            assert!(places.iter().flatten().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn cancelled_work_ends() {
        let control = Control::default();
        control.cancel();
        assert_eq!(places(&grouped(2, 5), &control), None);
    }
}
