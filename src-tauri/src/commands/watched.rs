//! The watched folders: which they are, adding and forgetting them.

use parallax_engine::{EngineError, Unwatched, WatchedFolder};
use tauri::State;

use super::{Reply, run_blocking};
use crate::convert;
use crate::dialogs;
use crate::dto;
use crate::dto::WhatOfArticles;
use crate::shell::Shell;

#[tauri::command]
#[specta::specta]
pub(crate) async fn watched_folders(shell: State<'_, Shell>) -> Reply<Vec<dto::WatchedFolder>> {
    run_blocking(shell, |shell| {
        Ok(shell.library().watched_folders()?.iter().map(convert::watched).collect())
    })
    .await
}

/// Asks which folder to watch. False when the dialog was dismissed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_folder(shell: State<'_, Shell>) -> Reply<bool> {
    run_blocking(shell, |shell| {
        let folders = dialogs::for_folders(shell, &shell.words().choose_watched);
        for folder in &folders {
            shell.library().watch_folder(folder)?;
        }
        shell.look_at_folders();
        Ok(!folders.is_empty())
    })
    .await
}

/// Watches a folder no longer. Returns how many articles went with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unwatch_folder(
    shell: State<'_, Shell>,
    folder_id: u32,
    articles: WhatOfArticles,
) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        let folder = find(shell, folder_id)?;
        let articles = match articles {
            WhatOfArticles::Keep => Unwatched::Keep,
            WhatOfArticles::Remove => Unwatched::Remove,
        };
        let removed = shell.library().unwatch_folder(&folder.path, articles)?;
        shell.look_at_folders();
        shell.library_changed();
        Ok(convert::count(removed.len()))
    })
    .await
}

/// Removes the articles whose files a folder no longer has, also when all of it is
/// missing. Returns how many.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_vanished(shell: State<'_, Shell>, folder_id: u32) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        let folder = find(shell, folder_id)?;
        let removed = shell.library().remove_vanished(&folder.path)?;
        shell.library_changed();
        Ok(convert::count(removed.len()))
    })
    .await
}

/// Looks at the folders at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_folders(shell: State<'_, Shell>) -> Reply<()> {
    shell.look_at_folders();
    Ok(())
}

fn find(shell: &Shell, folder_id: u32) -> Result<WatchedFolder, EngineError> {
    let folders = shell.library().watched_folders()?;
    let folder = folders.into_iter().find(|folder| convert::path_id(&folder.path) == folder_id);
    folder.ok_or_else(|| EngineError::NotWatched { path: "that folder".into() })
}
