//! What an assistant may ask, a file each: what is asked, what comes back, and `run`, which
//! asks the engine. A new tool is a file and a line in `TOOLS`.

mod add_note;
mod get_article;
mod get_passage;
mod ledger;
mod list_articles;
mod quotes;
mod related;
mod search;
mod stories;
mod timeline;

use std::sync::Arc;

use parallax_engine::{Hit, Library, Span};
use rmcp::handler::server::tool::{schema_for_input, schema_for_output};
use rmcp::model::{CallToolResult, JsonObject, Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::desk::Desk;
use crate::error::Refusal;
use crate::resources;

/// In the order they are listed.
static TOOLS: &[&ToolSpec] = &[
    &search::TOOL,
    &get_article::TOOL,
    &get_passage::TOOL,
    &related::TOOL,
    &stories::TOOL,
    &ledger::TOOL,
    &quotes::TOOL,
    &timeline::TOOL,
    &list_articles::TOOL,
    &add_note::TOOL,
];

/// Bytes of an answer: what assistants take in at once, several times over.
const MAX_ANSWER: usize = 400_000;

/// A tool: how it is described, and what answers it.
pub(crate) struct ToolSpec {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    /// Whether it changes the library.
    writes: bool,
    input: fn() -> Arc<JsonObject>,
    output: fn() -> Arc<JsonObject>,
    run: fn(&Desk, JsonObject) -> Result<Value, Refusal>,
}

/// The tools that are offered.
pub(crate) fn offered(allows_notes: bool) -> impl Iterator<Item = &'static ToolSpec> {
    TOOLS.iter().copied().filter(move |tool| allows_notes || !tool.writes)
}

/// The tool of this name. One that writes is found even where it is not offered: it says
/// why it does nothing.
pub(crate) fn named(name: &str) -> Option<&'static ToolSpec> {
    TOOLS.iter().copied().find(|tool| tool.name == name)
}

impl ToolSpec {
    pub(crate) fn describe(&self) -> Tool {
        let annotations = ToolAnnotations::new()
            .read_only(!self.writes)
            .destructive(false)
            .idempotent(!self.writes)
            .open_world(false);
        Tool::new(self.name, self.description, (self.input)())
            .with_title(self.title)
            .with_raw_output_schema((self.output)())
            .with_annotations(annotations)
    }

    pub(crate) fn call(
        &self,
        desk: &Desk,
        arguments: JsonObject,
    ) -> Result<CallToolResult, Refusal> {
        let answer = CallToolResult::structured((self.run)(desk, arguments)?);
        let n_bytes: usize =
            answer.content.iter().filter_map(|block| Some(block.as_text()?.text.len())).sum();
        if n_bytes > MAX_ANSWER { Err(Refusal::too_large(n_bytes)) } else { Ok(answer) }
    }
}

/// The schema of what a tool is asked with.
fn asked<T: JsonSchema + 'static>() -> Arc<JsonObject> {
    schema_for_input::<T>().unwrap_or_default()
}

/// The schema of what a tool answers with.
fn answered<T: JsonSchema + 'static>() -> Arc<JsonObject> {
    schema_for_output::<T>()
}

fn parsed<T: DeserializeOwned>(arguments: JsonObject) -> Result<T, Refusal> {
    serde_json::from_value(Value::Object(arguments)).map_err(|error| {
        Refusal::arguments(error.to_string(), "the tool's input schema says what it takes")
    })
}

fn value(answer: &impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(answer).map_err(|_| Refusal::crashed())
}

/// How many are wanted: at least one, at most `most`.
fn bounded(limit: Option<usize>, usual: usize, most: usize) -> usize {
    limit.unwrap_or(usual).clamp(1, most)
}

/// A page of a long list, and where the next begins.
fn page<T>(mut items: Vec<T>, offset: Option<usize>, limit: usize) -> (Vec<T>, Page) {
    let n_total = items.len();
    let from = offset.unwrap_or(0).min(n_total);
    let to = from.saturating_add(limit).min(n_total);
    items.truncate(to);
    items.drain(..from);
    (items, Page { n_total, next_offset: (to < n_total).then_some(to) })
}

/// Where in a long list an answer stands.
#[derive(Serialize, JsonSchema)]
struct Page {
    /// All there are.
    n_total: usize,
    /// The `offset` to go on with; null at the end.
    next_offset: Option<usize>,
}

/// A hit with what it takes to quote it.
#[derive(Serialize, JsonSchema)]
struct CitedHit<'a> {
    #[serde(flatten)]
    hit: parallax_view::Hit<'a>,
    /// The address the article names as its own; null where none is known.
    address: Option<&'a str>,
    /// The article as a resource.
    resource: String,
    /// The passage in quotation marks with its source, ready to be given.
    citation: String,
}

impl<'a> CitedHit<'a> {
    fn all(library: &Library, hits: &'a [Hit]) -> Result<Vec<Self>, Refusal> {
        hits.iter()
            .map(|hit| {
                let span = Span::new(hit.span.start, hit.span.end);
                let citation = library.cite(hit.article.id, span)?.text;
                let address = hit.article.metadata.canonical_url.as_ref();
                Ok(Self {
                    hit: hit.into(),
                    address: address.map(|address| address.value.as_str()),
                    resource: resources::address(hit.article.id),
                    citation,
                })
            })
            .collect()
    }
}
