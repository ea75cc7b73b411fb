//! `get_passage`: exact words with their citation.

use parallax_engine::{ArticleId, PassageId, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ToolSpec, answered, asked, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;
use crate::resources;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "get_passage",
    title: "Exact words with their citation",
    description: "Gives the exact words of a passage, or of a span of an article, with the \
        citation to quote them by.",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// A passage, as hits number them. Either this, or `article_id` and `span`.
    passage_id: Option<i64>,
    /// The article the span is of.
    article_id: Option<i64>,
    /// First byte and the byte behind the last, of the article's text.
    span: Option<[usize; 2]>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    article: parallax_view::Article<'a>,
    address: Option<&'a str>,
    /// The article as a resource.
    resource: String,
    span: [usize; 2],
    text: String,
    /// Which paragraph of the body it begins in, from 1.
    paragraph: Option<usize>,
    /// The page it begins on, from 1, where there are pages.
    page: Option<u32>,
    citation: String,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let library = desk.library();
    let (id, span) = match (question.passage_id, question.article_id, question.span) {
        (Some(passage), None, None) => library.passage(PassageId(passage))?,
        (None, Some(article), Some([start, end])) => {
            let id = ArticleId(article);
            let text = library.article(id)?.text;
            if start >= end || text.get(start..end).is_none() {
                let hint = "`get_article` gives the text whose bytes are counted";
                return Err(Refusal::arguments("the span is not one of the article's", hint));
            }
            (id, Span::new(start, end))
        }
        _ => {
            let hint = "give `passage_id`, or `article_id` and `span`";
            return Err(Refusal::arguments("no passage is named", hint));
        }
    };
    let cited = library.cite(id, span)?;
    let article = library.article(id)?;
    value(&Answer {
        article: (&article.row).into(),
        address: article.row.metadata.canonical_url.as_ref().map(|it| it.value.as_str()),
        resource: resources::address(id),
        span: [span.start, span.end],
        text: cited.words,
        paragraph: cited.paragraph,
        page: cited.page,
        citation: cited.text,
    })
}
