//! The JSON of tags, highlights and exports: field names are a promise.

use parallax_engine as engine;
use schemars::JsonSchema;
use serde::Serialize;

use super::Show;

/// All tags of a library.
#[derive(Serialize, JsonSchema)]
pub struct Tags {
    /// By name.
    pub tags: Vec<Tag>,
}

/// A tag.
#[derive(Serialize, JsonSchema)]
pub struct Tag {
    /// As it is shown.
    pub name: String,
    /// Articles that have it.
    pub n_articles: usize,
}

/// The tags of one article.
#[derive(Serialize, JsonSchema)]
pub struct Tagged {
    /// Its number.
    pub article_id: i64,
    /// By name.
    pub tags: Vec<String>,
}

/// Words a reader marked; `span` in bytes of the clean text.
#[derive(Serialize, JsonSchema)]
pub struct Highlight<'a> {
    #[serde(rename = "highlight_id")]
    id: i64,
    article_id: i64,
    title: &'a str,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    path: &'a str,
    text: &'a str,
    /// Null when the words are gone from the article.
    span: Option<[usize; 2]>,
    /// The words at the place are no longer exactly these.
    changed: bool,
    colour: &'a str,
    note: Option<&'a str>,
    made_at: &'a str,
}

impl<'a> From<&'a (engine::HighlightView, engine::ArticleRow)> for Highlight<'a> {
    fn from((highlight, row): &'a (engine::HighlightView, engine::ArticleRow)) -> Self {
        Self {
            id: highlight.id.0,
            article_id: row.id.0,
            title: &row.title,
            outlet: row.metadata.outlet.as_ref().map(|outlet| outlet.value.as_str()),
            published: row.metadata.published.as_ref().map(|date| date.value.as_str()),
            path: &row.path,
            text: &highlight.words,
            span: highlight.anchor.map(|anchor| [anchor.span.start, anchor.span.end]),
            changed: highlight.anchor.is_some_and(|anchor| anchor.is_changed),
            colour: highlight.colour.as_str(),
            note: highlight.note.as_deref(),
            made_at: &highlight.made_at,
        }
    }
}

/// An article with what the reader made of it.
#[derive(Serialize, JsonSchema)]
pub struct Shown<'a> {
    #[serde(flatten)]
    article: Show<'a>,
    tags: &'a [String],
    note: Option<&'a str>,
    n_highlights: usize,
}

impl<'a> Shown<'a> {
    /// `article` with what is kept with it.
    #[must_use]
    pub fn of(article: Show<'a>, kept: &'a engine::Annotations) -> Self {
        let (tags, note) = (kept.tags.as_slice(), kept.note.as_deref());
        Self { article, tags, note, n_highlights: kept.highlights.len() }
    }
}

/// What an export wrote.
#[derive(Serialize, JsonSchema)]
pub struct Exported<'a> {
    /// Name of the form.
    pub format: &'a str,
    /// Articles in it.
    pub n_articles: usize,
    /// Passages and highlights in it.
    pub n_excerpts: usize,
    /// Null when the text is in `text`.
    pub path: Option<String>,
    /// What would have been written.
    pub text: Option<&'a str>,
}
