//! `stories`: the articles grouped by the event they report.

use parallax_engine::{ArticleId, EngineError, Library, Story};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Page, ToolSpec, answered, asked, bounded, page, parsed, value};
use crate::desk::Desk;
use crate::error::Refusal;

pub(super) const TOOL: ToolSpec = ToolSpec {
    name: "stories",
    title: "Articles by event",
    description: "Groups articles by the event they report, with independent origins, who takes \
        from whom, and the first dated telling. `article_id` gives the story of one article.",
    writes: false,
    input: asked::<Question>,
    output: answered::<Answer<'static>>,
    run,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// Only the story this article is in.
    article_id: Option<i64>,
    /// Leave out stories told by fewer articles; 2 unless said otherwise.
    min_articles: Option<usize>,
    /// At most this many stories, 1 to 50; 10 unless said otherwise.
    limit: Option<usize>,
    /// Stories to leave out from the first.
    offset: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    #[serde(flatten)]
    stories: parallax_view::Stories<'a>,
    #[serde(flatten)]
    page: Page,
    /// Whether articles wait that were not yet looked at.
    is_incomplete: bool,
}

fn run(desk: &Desk, arguments: rmcp::model::JsonObject) -> Result<Value, Refusal> {
    let question: Question = parsed(arguments)?;
    let library = desk.library();
    let stories = match question.article_id.map(ArticleId) {
        None => library.stories(question.min_articles.unwrap_or(2))?,
        Some(article) => story_with(library, article)?,
    };
    let (stories, page) = page(stories, question.offset, bounded(question.limit, 10, 50));
    let is_incomplete = library.stories_are_due()?;
    let stories = parallax_view::Stories::from(stories.as_slice());
    value(&Answer { stories, page, is_incomplete })
}

fn story_with(library: &Library, article: ArticleId) -> Result<Vec<Story>, EngineError> {
    library.article(article)?; // says so where there is none
    let mut stories = library.stories(1)?;
    stories.retain(|story| story.articles.iter().any(|row| row.id == article));
    Ok(stories)
}
