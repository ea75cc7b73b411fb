//! What the window can ask for. Every command takes ids or text, never a path,
//! and does its work off the thread that draws.

pub(crate) mod annotations;
pub(crate) mod bin;
pub(crate) mod export;
pub(crate) mod map;
pub(crate) mod menu;
pub(crate) mod packs;
pub(crate) mod queue;
pub(crate) mod rescue;
pub(crate) mod settings;
pub(crate) mod stories;
pub(crate) mod versions;
pub(crate) mod watched;

use std::path::PathBuf;

use parallax_engine::{ArticleId, EngineError, Filter, Mode, ModelStatus, Origin, PassageId, Sort};
use tauri::State;

use crate::convert;
use crate::dialogs;
use crate::dto::{
    ArticleRow, ArticleView, ErrorDto, ImportPhase, ImportProgress, LibraryState, ModelState,
    RelatedReply, SearchMode, SearchReply, SearchRequest, SortBy,
};
use crate::shell::Shell;

type Reply<T> = Result<T, ErrorDto>;

/// Hits whose nearest sentence is sought; the rest are below the fold.
const N_EXPLAINED: usize = 6;

/// Passages shown beside the reader.
const N_RELATED: usize = 8;

/// Sentences offered when nothing was searched yet.
const N_SUGGESTIONS: usize = 3;

/// Runs `work` where it may take its time.
async fn run_blocking<T: Send + 'static>(
    shell: State<'_, Shell>,
    work: impl FnOnce(&Shell) -> Result<T, EngineError> + Send + 'static,
) -> Reply<T> {
    let shell = shell.inner().clone();
    match tauri::async_runtime::spawn_blocking(move || work(&shell)).await {
        Ok(outcome) => outcome.map_err(|error| convert::error(&error)),
        Err(_) => Err(ErrorDto {
            code: "crashed".to_owned(),
            message: "something went wrong inside Parallax; the library is not affected".to_owned(),
            hint: Some("try again; if it happens again, close and open the window".to_owned()),
        }),
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn library_state(shell: State<'_, Shell>) -> Reply<LibraryState> {
    run_blocking(shell, |shell| {
        let library = shell.library();
        let stats = library.stats()?.store;
        let folder = library.folder();
        Ok(LibraryState {
            name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            path: folder.display().to_string(),
            n_articles: convert::count(stats.n_articles),
            n_passages: convert::count(stats.n_passages),
            n_pending: convert::count(stats.n_pending),
            outlets: convert::facets(&stats.outlets),
            languages: convert::facets(&stats.languages),
            model: match library.model_status() {
                ModelStatus::NotLoaded => ModelState::Loading,
                ModelStatus::Ready(info) => ModelState::Ready { title: info.title },
                ModelStatus::Failed(error) => {
                    ModelState::Missing { problem: convert::model_error(&error) }
                }
            },
            read_only_reason: shell.read_only_reason(),
            n_in_bin: convert::count(library.n_in_bin()?),
        })
    })
    .await
}

/// False when the dialog was dismissed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_files(shell: State<'_, Shell>) -> Reply<bool> {
    run_blocking(shell, |shell| {
        Ok(import_chosen(shell, dialogs::for_files(shell, &shell.words().choose_files)))
    })
    .await
}

/// False when the dialog was dismissed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_folder(shell: State<'_, Shell>) -> Reply<bool> {
    run_blocking(shell, |shell| {
        Ok(import_chosen(shell, dialogs::for_folders(shell, &shell.words().choose_folders)))
    })
    .await
}

fn import_chosen(shell: &Shell, paths: Vec<PathBuf>) -> bool {
    let is_any = !paths.is_empty();
    if is_any {
        crate::import::ask(shell, paths);
    }
    is_any
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_sample(shell: State<'_, Shell>) -> Reply<()> {
    run_blocking(shell, |shell| {
        let folder = shell.library().write_sample()?;
        crate::import::ask(shell, vec![folder]);
        Ok(())
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_import(shell: State<'_, Shell>, paused: bool) -> Reply<()> {
    let progress = {
        let mut importing = shell.importing();
        if let Some(job) = &importing.job {
            job.control.pause(paused);
        }
        // Said at once: the work itself may be in the middle of a batch.
        if let Some(last) = &mut importing.last {
            match (last.phase, paused) {
                (ImportPhase::Reading | ImportPhase::Embedding, true) => {
                    last.phase = ImportPhase::Paused;
                }
                (ImportPhase::Paused, false) => last.phase = ImportPhase::Reading,
                _ => {}
            }
        }
        importing.last.clone()
    };
    if let Some(progress) = progress {
        shell.emit(&progress);
    }
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_import(shell: State<'_, Shell>) -> Reply<()> {
    if let Some(job) = &shell.importing().job {
        job.control.cancel();
    }
    Ok(())
}

/// Reads the files again that failed in the last import.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_import(shell: State<'_, Shell>) -> Reply<()> {
    run_blocking(shell, |shell| {
        let (job, was_given_up) = {
            let importing = shell.importing();
            let was_given_up =
                importing.last.as_ref().is_some_and(|last| last.library_problem.is_some());
            (importing.job.clone(), was_given_up)
        };
        let failed = |files: &[parallax_engine::QueuedFile]| {
            let failed = files
                .iter()
                .filter(|file| matches!(file.state, parallax_engine::FileState::Failed(_)));
            failed.map(|file| file.path.clone()).collect::<Vec<_>>()
        };
        let mut paths = job.map(|job| job.intake.with_files(failed)).unwrap_or_default();
        if was_given_up {
            // What had not been read then is still noted as unfinished.
            paths.extend(shell.library().unfinished_imports()?);
        }
        crate::import::ask(shell, paths);
        Ok(())
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_state(shell: State<'_, Shell>) -> Reply<Option<ImportProgress>> {
    Ok(shell.importing().last.clone())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn search(shell: State<'_, Shell>, request: SearchRequest) -> Reply<SearchReply> {
    // Before it waits for a thread: its place among the others is when it was asked.
    let turn = shell.searches().begin();
    run_blocking(shell, move |shell| {
        let request = parallax_engine::SearchRequest {
            mode: match request.mode {
                SearchMode::Hybrid => Mode::Hybrid,
                SearchMode::Meaning => Mode::Meaning,
                SearchMode::Words => Mode::Words,
            },
            sort: match request.sort {
                SortBy::Relevance => Sort::Relevance,
                SortBy::Newest => Sort::Newest,
                SortBy::Oldest => Sort::Oldest,
            },
            n_wanted: request.limit as usize,
            n_explained: if request.explain { N_EXPLAINED } else { 0 },
            waits_for_model: false,
            turn: Some(turn),
            ..parallax_engine::SearchRequest::new(&request.query)
        };
        Ok(convert::search(&shell.library().search(&request)?))
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_articles(
    shell: State<'_, Shell>,
    outlet: Option<String>,
) -> Reply<Vec<ArticleRow>> {
    run_blocking(shell, move |shell| {
        let filter = Filter { outlets: outlet.into_iter().collect(), ..Filter::default() };
        convert::article_rows(&shell.library(), &filter)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_article(
    shell: State<'_, Shell>,
    article_id: i32,
    passage_id: Option<i32>,
    query: Option<String>,
) -> Reply<ArticleView> {
    run_blocking(shell, move |shell| {
        let here = passage_id.map(|id| PassageId(id.into()));
        let id = ArticleId(article_id.into());
        let (article, blocks) = shell.library().read(id, here, query.as_deref())?;
        Ok(convert::article(&article, &blocks, here))
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn related(shell: State<'_, Shell>, passage_id: i32) -> Reply<RelatedReply> {
    related_to(shell, Origin::Passage(PassageId(passage_id.into()))).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn related_text(
    shell: State<'_, Shell>,
    article_id: Option<i32>,
    text: String,
) -> Reply<RelatedReply> {
    related_to(shell, Origin::Text(text, article_id.map(|id| ArticleId(id.into())))).await
}

async fn related_to(shell: State<'_, Shell>, origin: Origin) -> Reply<RelatedReply> {
    run_blocking(shell, move |shell| {
        // While the model loads the pane is empty and says so, rather than late.
        if !matches!(shell.library().model_status(), ModelStatus::Ready(_)) {
            return Ok(convert::related(&parallax_engine::Related::default(), false));
        }
        match shell.library().related(&origin, N_RELATED) {
            Ok(related) => Ok(convert::related(&related, true)),
            // Its vector will be there in a moment.
            Err(EngineError::PassagePending { .. }) => {
                Ok(convert::related(&parallax_engine::Related::default(), false))
            }
            Err(error) => Err(error),
        }
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_articles(shell: State<'_, Shell>, article_ids: Vec<i32>) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        let ids: Vec<ArticleId> = article_ids.into_iter().map(|id| ArticleId(id.into())).collect();
        let change = shell.library().remove(&ids)?;
        shell.library_changed();
        Ok(change.0)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn suggestions(shell: State<'_, Shell>) -> Reply<Vec<String>> {
    run_blocking(shell, |shell| shell.library().suggestions(N_SUGGESTIONS)).await
}
