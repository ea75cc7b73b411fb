//! The bin and the way back, as they cross to the window.

use serde::Serialize;
use specta::Type;

/// An article in the bin.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BinRow {
    pub article_id: i32,
    pub title: String,
    /// The outlet, or the file's name.
    pub source: String,
    /// The day it was published, if it is known.
    pub published: Option<String>,
    /// When it was removed, ISO 8601 in UTC.
    pub removed_at: String,
}

/// What a change was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKindDto {
    Removal,
    Restoration,
    Tags,
    Note,
    Fields,
    Highlight,
    SavedSearch,
    AskedSearches,
}

/// A change that was taken back, or made anew.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Undone {
    /// By which it is taken back.
    pub change: u32,
    pub kind: ChangeKindDto,
    /// Articles that are back in the library now.
    pub brought_back: Vec<i32>,
    /// Articles that are no longer in the library.
    pub taken_out: Vec<i32>,
}
