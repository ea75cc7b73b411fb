//! `related`: who else says it.

use parallax_engine::{ArticleId, Origin, PassageId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CitedHit, ToolSpec, answered, asked, bounded, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "related",
    title: "Who else says it",
    description: "Finds passages of other articles that say what a passage or any text says, \
        nearest first, with the words in which they differ marked; articles that repeat it word \
        for word are listed as copies.",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// A passage, as hits number them. Either this or `text`.
    passage_id: Option<i64>,
    /// Any text: a quotation, a claim.
    text: Option<String>,
    /// The article the text is from, which is then left out.
    article_id: Option<i64>,
    /// At most this many hits, 1 to 50; 10 unless said otherwise.
    limit: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    hits: Vec<CitedHit<'a>>,
    /// Articles that repeat the very passage.
    copies: Vec<parallax_view::CopyOf<'a>>,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let origin = match (question.passage_id, question.text) {
        (Some(id), None) => Origin::Passage(PassageId(id)),
        (None, Some(text)) if !text.trim().is_empty() => {
            Origin::Text(text, question.article_id.map(ArticleId))
        }
        _ => return Err(Refusal::arguments("nothing to relate", "give `passage_id` or `text`")),
    };
    let library = desk.library();
    let related = library.related(&origin, bounded(question.limit, 10, 50))?;
    value(&Answer {
        hits: CitedHit::all(library, &related.hits)?,
        copies: related.copies.iter().map(parallax_view::CopyOf::from).collect(),
    })
}
