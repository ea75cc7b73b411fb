//! `timeline`: the dates that articles mention, in order.

use parallax_engine::ArticleId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Page, ToolSpec, answered, asked, bounded, page, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "timeline",
    title: "Dates in order",
    description: "The dates that articles mention, in order, each with its sentence.",
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
    /// At most this many, 1 to 200; 50 unless said otherwise.
    limit: Option<usize>,
    /// Dates to leave out from the first.
    offset: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    #[serde(flatten)]
    timeline: parallax_view::Timeline<'a>,
    #[serde(flatten)]
    page: Page,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let events = desk.library().timeline(question.story_id.map(ArticleId))?;
    let (events, page) = page(events, question.offset, bounded(question.limit, 50, 200));
    value(&Answer { timeline: parallax_view::Timeline::from(events.as_slice()), page })
}
