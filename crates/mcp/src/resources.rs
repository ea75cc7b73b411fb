//! Articles as resources: `parallax://article/ID`, plain text below a head of what is known.

use parallax_engine::{ArticleId, ArticleRow, Filter, cite, source_of};
use rmcp::model::{
    ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};

use crate::desk::Desk;
use crate::error::Refusal;

const ARTICLE: &str = "parallax://article/";
const N_A_PAGE: usize = 100;
/// Bytes of a text that one reading gives; `get_article` reads on.
const MAX_TEXT: usize = 200_000;

/// The address of an article as a resource.
pub(crate) fn address(id: ArticleId) -> String {
    format!("{ARTICLE}{id}")
}

pub(crate) fn template() -> ResourceTemplate {
    ResourceTemplate::new(format!("{ARTICLE}{{article_id}}"), "article")
        .with_title("An article of the library")
        .with_description("Headline, source and text; `list_articles` and `search` tell the ids.")
        .with_mime_type("text/plain")
}

/// - `cursor`: how many were listed before, as an earlier page said.
pub(crate) fn list(desk: &Desk, cursor: Option<&str>) -> Result<ListResourcesResult, Refusal> {
    let from = match cursor.map(str::parse::<usize>) {
        None => 0,
        Some(Ok(from)) => from,
        Some(Err(_)) => {
            return Err(Refusal::arguments("no such page", "use the cursor of the page before"));
        }
    };
    let rows = desk.library().articles(&Filter::default())?;
    let page = rows.iter().skip(from).take(N_A_PAGE);
    let mut listed = ListResourcesResult::with_all_items(page.map(resource).collect());
    let to = from.saturating_add(N_A_PAGE);
    listed.next_cursor = (to < rows.len()).then(|| to.to_string());
    Ok(listed)
}

fn resource(row: &ArticleRow) -> Resource {
    Resource::new(address(row.id), row.title.clone())
        .with_description(source_of(row, None, None))
        .with_mime_type("text/plain")
}

pub(crate) fn read(desk: &Desk, uri: &str) -> Result<ReadResourceResult, Refusal> {
    let id = uri.strip_prefix(ARTICLE).and_then(|id| id.parse().ok()).map(ArticleId);
    let id = id.ok_or_else(|| {
        Refusal::arguments("no such resource", "resources are named parallax://article/ID")
    })?;
    let article = desk.library().article(id)?;
    let source = cite(&article.row, &article.row.title, None, None);
    let shown = &article.text[..article.text.floor_char_boundary(MAX_TEXT)];
    let mut text = format!("{source}\n\n{shown}");
    if shown.len() < article.text.len() {
        text += &format!(
            "\n\n[{} of {} bytes; get_article reads on from there]",
            shown.len(),
            article.text.len()
        );
    }
    Ok(ReadResourceResult::new(vec![ResourceContents::text(text, uri)]))
}
