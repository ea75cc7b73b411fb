//! The way back and forth along what was changed, and the bin.

use parallax_engine::{ArticleId, ChangeId};
use tauri::State;

use super::{Reply, run_blocking};
use crate::convert;
use crate::dto::bin::{BinRow, Undone};
use crate::shell::Shell;

/// Takes one change back, whatever was done since.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_change(shell: State<'_, Shell>, change: u32) -> Reply<Undone> {
    run_blocking(shell, move |shell| {
        let undone = shell.library().undo(ChangeId(change))?;
        crate::import::content_came_back(shell);
        Ok(convert::bin::undone(&undone))
    })
    .await
}

/// Takes the latest change back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_last(shell: State<'_, Shell>) -> Reply<Undone> {
    run_blocking(shell, |shell| {
        let undone = shell.library().undo_last()?;
        crate::import::content_came_back(shell);
        Ok(convert::bin::undone(&undone))
    })
    .await
}

/// Makes the change anew that was taken back last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn redo(shell: State<'_, Shell>) -> Reply<Undone> {
    run_blocking(shell, |shell| {
        let undone = shell.library().redo()?;
        crate::import::content_came_back(shell);
        Ok(convert::bin::undone(&undone))
    })
    .await
}

/// What lies in the bin, what was removed last first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bin(shell: State<'_, Shell>) -> Reply<Vec<BinRow>> {
    run_blocking(shell, |shell| Ok(shell.library().bin()?.iter().map(convert::bin::row).collect()))
        .await
}

/// Brings articles back from the bin. Returns the change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_from_bin(shell: State<'_, Shell>, article_ids: Vec<i32>) -> Reply<u32> {
    run_blocking(shell, move |shell| {
        let ids: Vec<ArticleId> = article_ids.into_iter().map(|id| ArticleId(id.into())).collect();
        let change = shell.library().restore_from_bin(&ids)?;
        crate::import::content_came_back(shell);
        Ok(change.0)
    })
    .await
}

/// Deletes what lies in the bin for good. Returns how many articles.
#[tauri::command]
#[specta::specta]
pub(crate) async fn empty_bin(shell: State<'_, Shell>) -> Reply<u32> {
    run_blocking(shell, |shell| {
        let n_articles = shell.library().empty_bin()?;
        shell.library_changed();
        Ok(convert::count(n_articles))
    })
    .await
}
