//! What a search prints, and what says the same elsewhere.

use parallax_engine as engine;
use schemars::JsonSchema;
use serde::Serialize;

use super::{milliseconds, outlet, published};

/// The answer to a query.
#[derive(Serialize, JsonSchema)]
pub struct Search<'a> {
    /// As typed.
    pub query: &'a str,
    /// `hybrid`, `meaning` or `words`.
    pub mode: &'a str,
    /// Best first.
    pub results: Vec<Hit<'a>>,
    /// How many there are.
    pub n_total: usize,
    /// The query in words for people.
    pub understood: String,
    /// The query as it may be typed to mean the same.
    pub printed: String,
    /// What was not understood, and what was taken for it.
    pub notes: &'a [String],
    /// The query with a spelling that finds something.
    pub did_you_mean: Option<&'a str>,
    /// Whether no hit is near enough to be called an answer.
    pub nothing_close: bool,
    /// The query's language, where nothing is close and the model does not know it.
    pub unknown_language: Option<&'a str>,
    /// Whether meaning was searched, not words alone.
    pub searched_meaning: bool,
    /// Where the time went.
    pub took_ms: SearchTook,
}

/// Milliseconds by part.
#[derive(Serialize, JsonSchema)]
pub struct SearchTook {
    embed: f64,
    words: f64,
    meaning: f64,
    fuse: f64,
    total: f64,
}

impl From<engine::Timings> for SearchTook {
    fn from(took: engine::Timings) -> Self {
        Self {
            embed: milliseconds(took.embed),
            words: milliseconds(took.words),
            meaning: milliseconds(took.meaning),
            fuse: milliseconds(took.fuse),
            total: milliseconds(took.total),
        }
    }
}

/// Passages near to one.
#[derive(Serialize, JsonSchema)]
pub struct Related<'a> {
    /// Nearest first.
    pub results: Vec<Hit<'a>>,
    /// Articles that repeat the very passage.
    pub copies: Vec<CopyOf<'a>>,
    /// Time it took, in milliseconds.
    pub took_ms: f64,
}

/// A passage found; `span` in bytes of the clean text.
#[derive(Serialize, JsonSchema)]
pub struct Hit<'a> {
    passage_id: i64,
    article_id: i64,
    title: &'a str,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    path: &'a str,
    text: &'a str,
    span: [usize; 2],
    similarity: Option<f32>,
    label: Option<&'static str>,
    matched: Matched,
    segments: Vec<Segment<'a>>,
    why: String,
    copies: Vec<CopyOf<'a>>,
    /// Further passages of the article, behind everybody's turn.
    n_more_in_article: usize,
    /// Texts there are of the article, earlier ones among them.
    n_versions: usize,
}

#[derive(Serialize, JsonSchema)]
struct Matched {
    words: bool,
    meaning: bool,
    headline: bool,
}

#[derive(Serialize, JsonSchema)]
struct Segment<'a> {
    text: &'a str,
    marked: bool,
    /// `word`, `meaning` or `differs` where it is marked.
    mark: Option<&'static str>,
}

/// An article that holds the passage as well.
#[derive(Serialize, JsonSchema)]
pub struct CopyOf<'a> {
    article_id: i64,
    passage_id: i64,
    title: &'a str,
    path: &'a str,
}

impl<'a> From<&'a engine::CopyOf> for CopyOf<'a> {
    fn from(copy: &'a engine::CopyOf) -> Self {
        Self {
            article_id: copy.article.id.0,
            passage_id: copy.passage_id.0,
            title: &copy.article.title,
            path: &copy.article.path,
        }
    }
}

impl<'a> From<&'a engine::Hit> for Hit<'a> {
    fn from(hit: &'a engine::Hit) -> Self {
        let segments = hit.segments.iter().map(|segment| Segment {
            text: &segment.text,
            marked: segment.mark != engine::Mark::None,
            mark: mark_name(segment.mark),
        });
        Self {
            passage_id: hit.passage_id.0,
            article_id: hit.article.id.0,
            title: &hit.article.title,
            outlet: outlet(&hit.article),
            published: published(&hit.article),
            path: &hit.article.path,
            text: &hit.text,
            span: [hit.span.start, hit.span.end],
            similarity: hit.similarity,
            label: hit.label.map(engine::Label::as_str),
            matched: Matched {
                words: hit.matched.words,
                meaning: hit.matched.meaning,
                headline: hit.matched.headline,
            },
            segments: segments.collect(),
            why: hit.why.to_string(),
            copies: hit.copies.iter().map(CopyOf::from).collect(),
            n_more_in_article: hit.n_more_in_article,
            n_versions: hit.article.n_versions,
        }
    }
}

fn mark_name(mark: engine::Mark) -> Option<&'static str> {
    match mark {
        engine::Mark::None => None,
        engine::Mark::Word => Some("word"),
        engine::Mark::Meaning => Some("meaning"),
        engine::Mark::Differs => Some("differs"),
    }
}
