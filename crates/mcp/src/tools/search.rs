//! `search`: passages by meaning and by words.

use parallax_engine::{Mode, SearchRequest, Sort};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CitedHit, ToolSpec, answered, asked, bounded, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "search",
    title: "Find passages",
    description: "Finds passages by meaning and by words, best first. Filters stand in the query: \
        outlet:\"Name\" author:Name lang:de tag:name after:2024-03 before:2024-06 by:Speaker \
        title:word; also \"exact phrase\", -word, word*, AND, OR, NEAR/5(a b).",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// What to look for: a sentence half remembered, a claim, words; and filters.
    query: String,
    /// What is searched; both unless said otherwise.
    mode: Option<ModeAsked>,
    /// The order; best first unless said otherwise.
    sort: Option<SortAsked>,
    /// At most this many hits, 1 to 50; 10 unless said otherwise.
    limit: Option<usize>,
    /// Hits to leave out from the first.
    offset: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum ModeAsked {
    Hybrid,
    Meaning,
    Words,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum SortAsked {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    hits: Vec<CitedHit<'a>>,
    n_total: usize,
    /// The query in words for people.
    understood: String,
    /// What was not understood, and what was taken for it.
    notes: &'a [String],
    /// The query with a spelling that finds something.
    did_you_mean: Option<&'a str>,
    /// No hit is near enough to be called an answer.
    nothing_close: bool,
    /// The query's language, where nothing is close and the model does not know it.
    unknown_language: Option<&'a str>,
    /// False where words alone were searched, because there is no model.
    searched_meaning: bool,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let library = desk.library();
    let found = library.search(&SearchRequest {
        mode: match question.mode {
            None | Some(ModeAsked::Hybrid) => Mode::Hybrid,
            Some(ModeAsked::Meaning) => Mode::Meaning,
            Some(ModeAsked::Words) => Mode::Words,
        },
        sort: match question.sort {
            None | Some(SortAsked::Relevance) => Sort::Relevance,
            Some(SortAsked::Newest) => Sort::Newest,
            Some(SortAsked::Oldest) => Sort::Oldest,
        },
        n_wanted: bounded(question.limit, 10, 50),
        offset: question.offset.unwrap_or(0),
        ..SearchRequest::new(&question.query)
    })?;
    value(&Answer {
        hits: CitedHit::all(library, &found.hits)?,
        n_total: found.n_total,
        understood: found.query.understood(),
        notes: &found.notes,
        did_you_mean: found.did_you_mean.as_deref(),
        nothing_close: found.nothing_close,
        unknown_language: found.unknown_language.as_ref().map(|it| it.language.as_str()),
        searched_meaning: found.searched_meaning,
    })
}
