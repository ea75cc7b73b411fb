//! From the engine's map to what the window is sent.

use std::collections::{BTreeMap, HashMap};

use parallax_engine as engine;

use super::{count, id, outlet, published};
use crate::dto::map::{MapPointView, MapView, MonthCount};

/// Places are sent as whole numbers up to this.
const SIDE: f32 = 10_000.0;

/// The map with what is known of its articles; those that are gone are left out.
pub(crate) fn map(map: &engine::Map, rows: &[engine::ArticleRow]) -> MapView {
    let by_id: HashMap<engine::ArticleId, &engine::ArticleRow> =
        rows.iter().map(|row| (row.id, row)).collect();
    let outlets = outlets(rows);
    let places: HashMap<&str, usize> =
        outlets.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let point = |point: &engine::MapPoint| {
        let row = by_id.get(&point.article_id)?;
        Some(MapPointView {
            article_id: id(row.id.0),
            title: row.title.clone(),
            x: whole(point.x),
            y: whole(point.y),
            story_id: point.story_id.map(|story| id(story.0)),
            outlet: outlet(row).and_then(|name| places.get(name.as_str()).copied()).map(count),
            published: published(row),
        })
    };
    let points: Vec<MapPointView> = map.points.iter().filter_map(point).collect();
    MapView { points, n_waiting: count(map.n_waiting), outlets }
}

/// Outlets by number of articles, ties by name.
fn outlets(rows: &[engine::ArticleRow]) -> Vec<String> {
    let mut n_articles: BTreeMap<String, usize> = BTreeMap::new();
    for name in rows.iter().filter_map(outlet) {
        *n_articles.entry(name).or_default() += 1;
    }
    let mut outlets: Vec<(String, usize)> = n_articles.into_iter().collect();
    outlets.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    outlets.into_iter().map(|(name, _)| name).collect()
}

/// How many articles each month has, in time order; months without any are left out.
pub(crate) fn months(rows: &[engine::ArticleRow]) -> Vec<MonthCount> {
    let mut n_articles: BTreeMap<String, usize> = BTreeMap::new();
    for day in rows.iter().filter_map(published) {
        if let Some(month) = day.get(..7) {
            *n_articles.entry(month.to_owned()).or_default() += 1;
        }
    }
    let counts = n_articles.into_iter();
    counts.map(|(month, n)| MonthCount { month, n_articles: count(n) }).collect()
}

fn whole(share: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 10000"
    )]
    let whole = (share.clamp(0.0, 1.0) * SIDE).round() as u32;
    whole
}
