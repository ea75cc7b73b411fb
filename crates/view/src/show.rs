//! What one article prints, whole.

use parallax_engine as engine;
use schemars::JsonSchema;
use serde::Serialize;

use super::Article;

/// One article, whole; spans are bytes of `text`.
#[derive(Serialize, JsonSchema)]
pub struct Show<'a> {
    #[serde(flatten)]
    article: Article<'a>,
    text: &'a str,
    passages: Vec<Passage<'a>>,
    blocks: Vec<Block<'a>>,
    receipt: Receipt<'a>,
}

#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
struct Passage<'a> {
    passage_id: i64,
    span: [usize; 2],
    /// The page of the document its first block begins on, from 1.
    page: Option<u32>,
    text: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct Block<'a> {
    span: [usize; 2],
    page: Option<u32>,
    /// Null for body text, else why it is furniture.
    furniture: Option<&'static str>,
    text: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct Receipt<'a> {
    format: &'a str,
    encoding: &'a str,
    warnings: &'a [String],
    title_source: &'static str,
    outlet_source: Option<&'static str>,
    authors_source: Option<&'static str>,
    published_source: Option<&'static str>,
    language_source: Option<&'static str>,
    canonical_url: Option<&'a str>,
    n_words_kept: usize,
    n_words_dropped: usize,
    content_hash: String,
    /// Milliseconds it took to read the whole file.
    took_ms: u32,
}

impl<'a> From<&'a engine::StoredArticle> for Show<'a> {
    fn from(article: &'a engine::StoredArticle) -> Self {
        let row = &article.row;
        let metadata = &row.metadata;
        let passages = article.passages.iter().map(|(id, span)| Passage {
            passage_id: id.0,
            span: [span.start, span.end],
            page: article.page_of(span.start),
            text: span.of(&article.text),
        });
        let blocks = article.blocks.iter().map(|block| Block {
            span: [block.span.start, block.span.end],
            page: block.page,
            furniture: match block.role {
                engine::Role::Body => None,
                engine::Role::Boilerplate(furniture) => Some(furniture.as_str()),
            },
            text: block.span.of(&article.text),
        });
        Self {
            article: row.into(),
            text: &article.text,
            passages: passages.collect(),
            blocks: blocks.collect(),
            receipt: Receipt {
                format: &row.receipt.format,
                encoding: &row.receipt.encoding,
                warnings: &row.receipt.warnings,
                title_source: row.title_source.as_str(),
                outlet_source: metadata.outlet.as_ref().map(|value| value.source.as_str()),
                authors_source: metadata.authors.as_ref().map(|value| value.source.as_str()),
                published_source: metadata.published.as_ref().map(|value| value.source.as_str()),
                language_source: metadata.language.as_ref().map(|value| value.source.as_str()),
                canonical_url: metadata.canonical_url.as_ref().map(|url| url.value.as_str()),
                n_words_kept: row.n_words_kept,
                n_words_dropped: row.n_words_dropped,
                content_hash: row.content_hash.iter().map(|byte| format!("{byte:02x}")).collect(),
                took_ms: row.receipt.took_ms,
            },
        }
    }
}
