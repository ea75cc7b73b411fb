//! Stories, what they are made of, and articles beside one another.

use std::collections::{HashMap, HashSet};

use parallax_engine::{
    ArticleId, EngineError, Library, Origin, PassageId, QuoteScope, Story, StoryRelation,
};
use tauri::State;

use super::{Reply, run_blocking};
use crate::convert;
use crate::convert::stories::{StoryParts, Texts};
use crate::dto::stories::{
    CompareView, ContrastFrom, ContrastView, LedgerView, LeftOutView, NewsView, QuoteFamilyView,
    StoryList, StoryRow, StoryView,
};
use crate::shell::Shell;

/// Articles that make a story worth listing.
const LEAST_ARTICLES: usize = 2;

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_stories(shell: State<'_, Shell>) -> Reply<StoryList> {
    run_blocking(shell, |shell| {
        let stories = shell.cache().stories(&shell.library())?;
        let told_by_several = stories.iter().filter(|story| story.articles.len() >= LEAST_ARTICLES);
        Ok(StoryList {
            stories: told_by_several.map(convert::stories::story_row).collect(),
            is_due: shell.library().stories_are_due()?,
        })
    })
    .await
}

/// The story that has this id or this article.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_story(shell: State<'_, Shell>, story_id: i32) -> Reply<StoryView> {
    run_blocking(shell, move |shell| {
        let library = &*shell.library();
        let asked = ArticleId(story_id.into());
        let id = library.story_of(asked)?.ok_or(EngineError::NoSuchStory { id: asked })?;
        let stories = shell.cache().stories(library)?;
        let story = stories.iter().find(|story| story.id == id);
        let story = story.ok_or(EngineError::NoSuchStory { id })?;
        let ids: Vec<ArticleId> = story.articles.iter().map(|row| row.id).collect();
        Ok(convert::stories::story(StoryParts {
            story,
            texts: &texts(library, &ids)?,
            copies: &library.copies_among(&ids)?,
            events: &library.timeline(Some(id))?,
            follow_up_of: rows_of(&story.follow_up_of, &stories),
            related: rows_of(&story.related, &stories),
        }))
    })
    .await
}

/// The quotations of a story, those in most articles first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn story_quotes(
    shell: State<'_, Shell>,
    story_id: i32,
) -> Reply<Vec<QuoteFamilyView>> {
    run_blocking(shell, move |shell| {
        let library = &*shell.library();
        let id = ArticleId(story_id.into());
        let families = library.quotes(&QuoteScope::Story(id))?;
        let ids: Vec<ArticleId> =
            library.story_articles(id)?.into_iter().map(|(id, _)| id).collect();
        let order: HashMap<ArticleId, usize> =
            ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let texts = texts(library, &ids)?;
        let view = |family| convert::stories::quote_family(family, &order, &texts);
        Ok(families.iter().map(view).collect())
    })
    .await
}

/// What the independent origins of a story tell of each fact. Takes the model.
#[tauri::command]
#[specta::specta]
pub(crate) async fn story_ledger(shell: State<'_, Shell>, story_id: i32) -> Reply<LedgerView> {
    run_blocking(shell, move |shell| {
        let ledger = shell.library().ledger(ArticleId(story_id.into()))?;
        Ok(convert::stories::ledger(&ledger))
    })
    .await
}

/// What an article leaves out of what its story told before it. Takes the model.
#[tauri::command]
#[specta::specta]
pub(crate) async fn article_left_out(
    shell: State<'_, Shell>,
    article_id: i32,
) -> Reply<LeftOutView> {
    run_blocking(shell, move |shell| {
        let library = &*shell.library();
        let id = ArticleId(article_id.into());
        let left_out = library.left_out(id)?;
        let tellings = left_out.facts.iter().flat_map(|fact| &fact.tellings);
        let ids: HashSet<ArticleId> = tellings.map(|cell| cell.article_id).chain([id]).collect();
        let texts = texts(library, &ids.into_iter().collect::<Vec<_>>())?;
        Ok(convert::stories::left_out(&left_out, &texts))
    })
    .await
}

/// What an article says beyond what earlier ones said.
#[tauri::command]
#[specta::specta]
pub(crate) async fn article_news(shell: State<'_, Shell>, article_id: i32) -> Reply<Vec<NewsView>> {
    run_blocking(shell, move |shell| {
        let library = &*shell.library();
        let id = ArticleId(article_id.into());
        let news = library.whats_new(id)?;
        let earlier = news.iter().flat_map(|passage| passage.seen_in.iter().copied());
        let ids: HashSet<ArticleId> = earlier.chain([id]).collect();
        let texts = texts(library, &ids.into_iter().collect::<Vec<_>>())?;
        Ok(news.iter().map(|passage| convert::stories::news(passage, &texts)).collect())
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_articles(
    shell: State<'_, Shell>,
    a: i32,
    b: i32,
) -> Reply<CompareView> {
    run_blocking(shell, move |shell| {
        let both = shell.library().side_by_side(ArticleId(a.into()), ArticleId(b.into()))?;
        Ok(convert::stories::side_by_side(&both))
    })
    .await
}

/// Which words differ between what is being read and another passage.
#[tauri::command]
#[specta::specta]
pub(crate) async fn contrast(
    shell: State<'_, Shell>,
    from: ContrastFrom,
    passage_id: i32,
) -> Reply<ContrastView> {
    run_blocking(shell, move |shell| {
        let origin = match from {
            ContrastFrom::Passage { passage_id } => Origin::Passage(PassageId(passage_id.into())),
            ContrastFrom::Text { text } => Origin::Text(text, None),
        };
        let contrast = shell.library().contrast(&origin, PassageId(passage_id.into()))?;
        Ok(convert::stories::contrast(&contrast))
    })
    .await
}

fn rows_of(relations: &[StoryRelation], stories: &[Story]) -> Vec<StoryRow> {
    let story =
        |relation: &StoryRelation| stories.iter().find(|story| story.id == relation.story_id);
    relations.iter().filter_map(story).map(convert::stories::story_row).collect()
}

fn texts(library: &Library, ids: &[ArticleId]) -> Result<Texts, EngineError> {
    ids.iter().map(|id| Ok((*id, library.article(*id)?))).collect()
}
