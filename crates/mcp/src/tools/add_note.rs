//! `add_note`: a paragraph more in the reader's note on an article.

use parallax_engine::ArticleId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ToolSpec, answered, asked, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

/// Characters of one note.
const MAX_NOTE: usize = 10_000;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "add_note",
    title: "Add to a note",
    description: "Adds a paragraph to the reader's note on an article; what stands there stays.",
    writes: true,
    input: asked::<Question>,
    output: answered::<Answer>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The article.
    article_id: i64,
    /// The paragraph, as plain text.
    note: String,
}

#[derive(Serialize, JsonSchema)]
struct Answer {
    article_id: i64,
    /// The whole note as it is now.
    note: String,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let n_characters = question.note.chars().count();
    if question.note.trim().is_empty() || n_characters > MAX_NOTE {
        let what = format!("a note of {n_characters} characters is not kept");
        return Err(Refusal::arguments(what, "a note has 1 to 10000 characters"));
    }
    let note = desk.add_note(ArticleId(question.article_id), &question.note)?;
    value(&Answer { article_id: question.article_id, note })
}
