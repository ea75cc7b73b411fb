//! What readers make of their library: tags, notes, highlights, edits, searches.
//! Every change returns the number by which it is taken back (`commands::bin`).

use parallax_engine::{ArticleId, ChangeId, EngineError, Filter, HighlightId, SavedSearchId};
use tauri::State;

use super::{Reply, run_blocking};
use crate::convert::{self, annotations};
use crate::dto::annotations::{
    ArticleForm, ColourDto, HighlightCard, HighlightQuery, KeptView, SavedSearchView, TextRange,
};
use crate::dto::{ArticleRow, Facet};
use crate::shell::Shell;

fn article(id: i32) -> ArticleId {
    ArticleId(id.into())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn kept(shell: State<'_, Shell>, article_id: i32) -> Reply<KeptView> {
    run_blocking(shell, move |shell| {
        let id = article(article_id);
        Ok(annotations::kept(id, &shell.library().kept(id)?))
    })
    .await
}

/// Every tag in use, with how many articles have it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tags(shell: State<'_, Shell>) -> Reply<Vec<Facet>> {
    run_blocking(shell, |shell| {
        let tags = shell.library().tags()?.into_iter();
        let facet = |tag: parallax_engine::TagCount| Facet {
            name: tag.name,
            n_articles: convert::count(tag.n_articles),
        };
        Ok(tags.map(facet).collect())
    })
    .await
}

/// Articles with a tag, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_tagged(shell: State<'_, Shell>, tag: String) -> Reply<Vec<ArticleRow>> {
    run_blocking(shell, move |shell| {
        let filter = Filter { tags: vec![tag], ..Filter::default() };
        convert::article_rows(&shell.library(), &filter)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn tag_articles(
    shell: State<'_, Shell>,
    article_ids: Vec<i32>,
    add: Vec<String>,
    remove: Vec<String>,
) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        let ids: Vec<ArticleId> = article_ids.into_iter().map(article).collect();
        Ok(shell.library().tag(&ids, &add, &remove)?.0)
    })
    .await
}

/// Writes what the form says anew. Null when it says nothing new.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_article(
    shell: State<'_, Shell>,
    article_id: i32,
    form: ArticleForm,
) -> Reply<Option<u32>> {
    run_blocking(shell, move |shell| {
        let library = shell.library();
        let id = article(article_id);
        let kept = library.kept(id)?;
        let mut changes: Vec<ChangeId> = Vec::new();
        // First what can be refused.
        let edits = annotations::to_edits(&kept, &form);
        if !edits.is_empty() {
            changes.push(library.edit(id, &edits)?);
        }
        if form.note.trim() != kept.note.as_deref().unwrap_or_default() {
            changes.push(library.set_note(id, &form.note)?);
        }
        let gone: Vec<String> =
            kept.tags.iter().filter(|tag| !form.tags.contains(tag)).cloned().collect();
        if form.tags != kept.tags {
            changes.push(library.tag(&[id], &form.tags, &gone)?);
        }
        let change = (!changes.is_empty()).then(|| library.as_one(&changes).0);
        if !edits.is_empty() {
            shell.library_changed();
        }
        Ok(change)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn add_highlight(
    shell: State<'_, Shell>,
    range: TextRange,
    colour: ColourDto,
) -> Reply<(i32, u32)> {
    run_blocking(shell, move |shell| {
        let library = shell.library();
        let id = article(range.article_id);
        let span = annotations::to_span(&library.article(id)?, range);
        let (highlight, change) =
            library.add_highlight(id, span, annotations::to_colour(colour), None)?;
        Ok((convert::id(highlight.0), change.0))
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn change_highlight(
    shell: State<'_, Shell>,
    highlight_id: i32,
    colour: ColourDto,
    note: Option<String>,
) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        let (id, colour) = (HighlightId(highlight_id.into()), annotations::to_colour(colour));
        Ok(shell.library().change_highlight(id, colour, note.as_deref())?.0)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_highlight(shell: State<'_, Shell>, highlight_id: i32) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        Ok(shell.library().remove_highlight(HighlightId(highlight_id.into()))?.0)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn highlights(
    shell: State<'_, Shell>,
    query: HighlightQuery,
) -> Reply<Vec<HighlightCard>> {
    run_blocking(shell, move |shell| {
        let found = shell.library().highlights(&annotations::to_filter(query))?;
        Ok(found.iter().map(annotations::card).collect())
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn saved_searches(shell: State<'_, Shell>) -> Reply<Vec<SavedSearchView>> {
    run_blocking(shell, |shell| {
        Ok(shell.library().saved_searches()?.iter().map(annotations::saved_search).collect())
    })
    .await
}

/// An empty name saves the search under its own words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_search(
    shell: State<'_, Shell>,
    name: String,
    query: String,
) -> Reply<u32> {
    run_blocking(shell, move |shell| Ok(shell.library().save_search(&name, &query)?.1.0)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_saved_search(shell: State<'_, Shell>, id: i32) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        Ok(shell.library().remove_saved_search(SavedSearchId(id.into()))?.0)
    })
    .await
}

/// The searches asked last, latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn asked_searches(shell: State<'_, Shell>) -> Reply<Vec<String>> {
    run_blocking(shell, |shell| {
        Ok(shell.library().asked_searches()?.into_iter().map(|asked| asked.query).collect())
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remember_search(shell: State<'_, Shell>, query: String) -> Reply<()> {
    run_blocking(shell, move |shell| shell.library().remember_search(&query)).await
}

/// Forgets one search asked before; null forgets all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_searches(shell: State<'_, Shell>, query: Option<String>) -> Reply<u32> {
    run_blocking(shell, move |shell| -> Result<u32, EngineError> {
        Ok(shell.library().forget_searches(query.as_deref())?.0)
    })
    .await
}
