//! What crosses to the window of articles through time.

use serde::Serialize;
use specta::Type;

use super::stories::{CompareView, DiffersIn};

/// One text of an article.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// Its place in time among the others, from 1.
    pub number: u32,
    pub title: String,
    pub file_name: String,
    /// When it was captured, or else imported: ISO 8601 in UTC.
    pub seen_at: String,
    pub is_captured: bool,
    pub n_words: u32,
}

/// Two texts of an article beside each other.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionDiffView {
    pub a: VersionView,
    pub b: VersionView,
    pub compare: CompareView,
    /// What stands out, by kind.
    pub changes: Vec<VersionChangeView>,
}

/// Something that stands in one text and not in the other.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionChangeView {
    pub kind: VersionChangeDto,
    /// Of a number, a name and the like: which.
    pub claim: Option<DiffersIn>,
    /// Null where that text has nothing.
    pub a: Option<String>,
    pub b: Option<String>,
}

/// What differs between two texts of an article.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum VersionChangeDto {
    Headline,
    Claim,
    Quotation,
    Paragraph,
    Sentence,
}
