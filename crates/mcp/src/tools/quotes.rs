//! `quotes`: who is quoted with what.

use parallax_engine::{ArticleId, QuoteScope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Page, ToolSpec, answered, asked, bounded, page, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "quotes",
    title: "Who is quoted with what",
    description: "Quotations with all their renderings: the same statement in the words of each \
        article, direct or reported, with its speaker, first dated telling, and the medium it was \
        told to.",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// Only in the articles of a story: its id, or one of its articles.
    story_id: Option<i64>,
    /// Only this speaker's; the family name is enough.
    speaker: Option<String>,
    /// At most this many, 1 to 100; 20 unless said otherwise.
    limit: Option<usize>,
    /// Quotations to leave out from the first.
    offset: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    #[serde(flatten)]
    quotes: parallax_view::Quotes<'a>,
    #[serde(flatten)]
    page: Page,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let scope = match (question.story_id, question.speaker) {
        (None, None) => QuoteScope::All,
        (Some(story), None) => QuoteScope::Story(ArticleId(story)),
        (None, Some(name)) => QuoteScope::Speaker(name),
        (Some(_), Some(_)) => {
            let hint = "give `story_id` or `speaker`";
            return Err(Refusal::arguments("one of both at a time", hint));
        }
    };
    let families = desk.library().quotes(&scope)?;
    let (families, page) = page(families, question.offset, bounded(question.limit, 20, 100));
    value(&Answer { quotes: parallax_view::Quotes::from(families.as_slice()), page })
}
