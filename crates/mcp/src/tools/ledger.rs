//! `ledger`: what the independent origins of a story tell of each fact.

use parallax_engine::{ArticleId, FactState, LedgerRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ToolSpec, answered, asked, bounded, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "ledger",
    title: "Who tells which fact how",
    description: "For a story: the facts two or more articles tell, and what each independent \
        origin tells of them: differ, revised, agree, not-comparable, one-origin. Rounded, \
        converted or bounded numbers never differ from what they may stand for. It does not say \
        who is right.",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The story, or one of its articles.
    story_id: i64,
    /// Only rows of these states: differ, revised, agree, not-comparable, one-origin.
    states: Option<Vec<String>>,
    /// At most this many rows, 1 to 200; 40 unless said otherwise.
    limit: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    #[serde(flatten)]
    ledger: parallax_view::Ledger<'a>,
    /// Rows of those states, shown or not.
    n_rows: usize,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let states = question.states.unwrap_or_default();
    let states: Option<Vec<FactState>> = states.iter().map(|it| FactState::named(it)).collect();
    let states = states.ok_or_else(|| {
        let hint = "states are differ, revised, agree, not-comparable and one-origin";
        Refusal::arguments("there is no such state", hint)
    })?;
    let ledger = desk.library().ledger(ArticleId(question.story_id))?;
    let wanted = |row: &&LedgerRow| states.is_empty() || states.contains(&row.state);
    let mut rows: Vec<&LedgerRow> = ledger.rows.iter().filter(wanted).collect();
    let n_rows = rows.len();
    rows.truncate(bounded(question.limit, 40, 200));
    value(&Answer { ledger: parallax_view::Ledger::of(&ledger, &rows), n_rows })
}
