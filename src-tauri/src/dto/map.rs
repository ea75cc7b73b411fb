//! The library as a picture and as a course of time, as they cross to the window.

use serde::Serialize;
use specta::Type;

/// Every article as a point.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MapView {
    pub points: Vec<MapPointView>,
    /// Outlets that points name by their place here, most articles first.
    pub outlets: Vec<String>,
    /// Articles that are not on it yet.
    pub n_waiting: u32,
}

/// An article's place.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MapPointView {
    pub article_id: i32,
    pub title: String,
    /// From the left and from the top, 0…10000.
    pub x: u32,
    pub y: u32,
    /// Its story, if others tell it too.
    pub story_id: Option<i32>,
    pub outlet: Option<u32>,
    pub published: Option<String>,
}

/// How many articles are of a month.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MonthCount {
    /// `YYYY-MM`.
    pub month: String,
    pub n_articles: u32,
}
