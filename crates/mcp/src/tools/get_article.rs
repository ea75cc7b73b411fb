//! `get_article`: an article with its text, a piece at a time.

use parallax_engine::{ArticleId, Span, StoredArticle, source_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ToolSpec, answered, asked, bounded, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "get_article",
    title: "Read an article",
    description: "Gives an article: source, how it was read, the reader's tags and note, and its \
        text from byte `from` on. `span`s of other tools are bytes of this text.",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The article.
    article_id: i64,
    /// The byte of its text to begin at; its beginning unless said otherwise.
    from: Option<usize>,
    /// At most this many bytes of text, up to 100000; 20000 unless said otherwise.
    max_bytes: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    article: parallax_view::Article<'a>,
    /// The address the article names as its own; null where none is known.
    address: Option<&'a str>,
    /// Where it is from, ready to be given.
    source: String,
    text: &'a str,
    /// Bytes of the whole text that `text` is.
    span: [usize; 2],
    n_bytes: usize,
    /// The `from` to read on at; null at the end.
    next: Option<usize>,
    /// What could not be read, or was doubtful.
    warnings: &'a [String],
    tags: &'a [String],
    /// The reader's own note.
    note: Option<&'a str>,
    n_highlights: usize,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let library = desk.library();
    let id = ArticleId(question.article_id);
    let article = library.article(id)?;
    let kept = library.kept(id)?;
    let most = bounded(question.max_bytes, 20_000, 100_000);
    let span = window(&article, question.from.unwrap_or(0), most);
    let row = &article.row;
    let n_bytes = article.text.len();
    value(&Answer {
        article: row.into(),
        address: row.metadata.canonical_url.as_ref().map(|address| address.value.as_str()),
        source: source_of(row, None, None),
        text: span.of(&article.text),
        span: [span.start, span.end],
        n_bytes,
        next: (span.end < n_bytes).then_some(span.end),
        warnings: &row.receipt.warnings,
        tags: &kept.tags,
        note: kept.note.as_deref(),
        n_highlights: kept.highlights.len(),
    })
}

/// `most` bytes from `from` on, moved to where characters begin; never none while there is
/// text left.
fn window(article: &StoredArticle, from: usize, most: usize) -> Span {
    let text = &article.text;
    let start = text.floor_char_boundary(from);
    let end = text.floor_char_boundary(start.saturating_add(most));
    Span::new(start, if end > start { end } else { text.ceil_char_boundary(start + 1) })
}
