//! What readers make of their library, as it crosses to the window and back.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The colours of highlights, in the order offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ColourDto {
    Yellow,
    Green,
    Blue,
    Pink,
    Purple,
}

/// The highlight a piece of text is part of.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaintDto {
    pub highlight_id: i32,
    pub colour: ColourDto,
}

/// A point in an article's text, as the page knows it.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TextPoint {
    /// Place of the block among all blocks of the article.
    pub block: u32,
    /// UTF-16 units into the block's text, as the page counts them.
    pub offset: u32,
}

/// Words of an article, from one point to another.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TextRange {
    pub article_id: i32,
    pub from: TextPoint,
    pub to: TextPoint,
}

/// What the reader made of one article.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptView {
    pub article_id: i32,
    pub tags: Vec<String>,
    pub note: Option<String>,
    /// In reading order; those that lost their place come last.
    pub highlights: Vec<HighlightView>,
    pub fields: Vec<FieldView>,
}

/// A field readers may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldName {
    Title,
    Outlet,
    Authors,
    Published,
}

/// A field as a form shows it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    pub field: FieldName,
    /// Empty where nothing is known; authors one per line; the day of a date.
    pub value: String,
    /// What was read from the file, where the reader wrote something else.
    pub read: Option<String>,
}

/// A highlight in a list.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HighlightView {
    pub highlight_id: i32,
    pub article_id: i32,
    pub words: String,
    pub colour: ColourDto,
    pub note: Option<String>,
    pub place: HighlightPlace,
}

/// Whether a highlight's words still stand in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum HighlightPlace {
    Exact,
    /// Its place is there, the words have changed since.
    Changed,
    /// The words are gone from the article.
    Lost,
}

/// A highlight with the article it is in.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HighlightCard {
    pub highlight: HighlightView,
    pub title: String,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub file_name: String,
}

/// Which highlights a list shows; empty lists let everything pass.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HighlightQuery {
    pub colours: Vec<ColourDto>,
    pub tags: Vec<String>,
}

/// Everything the form about an article says.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArticleForm {
    pub title: String,
    pub outlet: String,
    /// One per line.
    pub authors: String,
    /// `YYYY-MM-DD`, or empty.
    pub published: String,
    pub tags: Vec<String>,
    pub note: String,
}

/// A search the reader saved.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearchView {
    pub id: i32,
    pub name: String,
    pub query: String,
}

/// What is to be taken along.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "what")]
pub enum ExportSelection {
    Query {
        query: String,
    },
    #[serde(rename_all = "camelCase")]
    Story {
        story_id: i32,
    },
    #[serde(rename_all = "camelCase")]
    Articles {
        article_ids: Vec<i32>,
    },
    #[serde(rename_all = "camelCase")]
    Reading {
        article_id: i32,
        passage_id: i32,
    },
    Highlights {
        highlights: HighlightQuery,
    },
}

/// In which form.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportForm {
    Markdown,
    Csv,
    Json,
    CslJson,
    Bibtex,
    Ris,
}

/// In which form to copy.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CopyForm {
    Plain,
    Apa,
    Chicago,
    Mla,
    Harvard,
    Markdown,
    Html,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    pub file_name: String,
    pub n_articles: u32,
    pub n_excerpts: u32,
}
