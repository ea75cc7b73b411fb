//! `list_articles`: what is in the library, newest first.

use parallax_engine::{Filter, IsoDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Page, ToolSpec, answered, asked, bounded, page, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "list_articles",
    title: "List articles",
    description: "Lists the articles of the library, newest first, by outlet, author, language, \
        tag or day.",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The outlet's name, or part of it.
    outlet: Option<String>,
    /// Part of an author's name.
    author: Option<String>,
    /// BCP 47; `pt` finds `pt-BR` as well.
    language: Option<String>,
    /// A tag, whole.
    tag: Option<String>,
    /// First day, `YYYY-MM-DD`; articles without a date are then left out.
    after: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    before: Option<String>,
    /// At most this many, 1 to 200; 50 unless said otherwise.
    limit: Option<usize>,
    /// Articles to leave out from the first.
    offset: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    articles: Vec<parallax_view::Article<'a>>,
    #[serde(flatten)]
    page: Page,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let filter = Filter {
        outlets: question.outlet.into_iter().collect(),
        authors: question.author.into_iter().collect(),
        languages: question.language.into_iter().collect(),
        tags: question.tag.into_iter().collect(),
        after: day(question.after)?,
        before: day(question.before)?,
        ..Filter::default()
    };
    let rows = desk.library().articles(&filter)?;
    let (rows, page) = page(rows, question.offset, bounded(question.limit, 50, 200));
    value(&Answer { articles: rows.iter().map(Into::into).collect(), page })
}

fn day(asked: Option<String>) -> Result<Option<String>, Refusal> {
    let is_day = |text: &String| text.len() == 10 && IsoDate::new(text).is_some();
    if asked.as_ref().is_none_or(is_day) {
        return Ok(asked);
    }
    Err(Refusal::arguments("that is no day", "a day is written YYYY-MM-DD"))
}
