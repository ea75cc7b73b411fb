//! The files of the import that runs or has ended: their list, one by one.

use std::collections::HashSet;
use std::path::PathBuf;

use tauri::State;

use super::{Reply, run_blocking};
use crate::convert;
use crate::desktop;
use crate::dto::{ErrorDto, FileState, ImportPhase, ImportQueue};
use crate::shell::Shell;

/// At most `limit` files, in one state or in any.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_queue(
    shell: State<'_, Shell>,
    state: Option<FileState>,
    limit: u32,
) -> Reply<ImportQueue> {
    run_blocking(shell, move |shell| {
        let (job, is_running) = {
            let importing = shell.importing();
            let over = [ImportPhase::Done, ImportPhase::Cancelled];
            let is_over = importing.last.as_ref().is_some_and(|last| over.contains(&last.phase));
            (importing.job.clone(), !is_over)
        };
        let pending: HashSet<_> = shell.library().articles_pending()?.into_iter().collect();
        let waiting = job.as_ref().map(|job| job.intake.waiting()).unwrap_or_default();
        let list = |found: &[parallax_engine::QueuedFile]| {
            let files = convert::Files { found, waiting: &waiting, pending: &pending, is_running };
            convert::queue(&files, state, limit as usize)
        };
        Ok(job.map_or_else(|| list(&[]), |job| job.intake.with_files(list)))
    })
    .await
}

/// Shows a file of the import where it lies, in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_file(shell: State<'_, Shell>, file_id: u32) -> Reply<()> {
    let path = path_of(&shell, file_id)?;
    // The file manager may take its time to start.
    let shown = tauri::async_runtime::spawn_blocking(move || desktop::reveal(&path)).await;
    shown.unwrap_or(Ok(()))
}

/// Reads one file again, also if it was set aside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_file(shell: State<'_, Shell>, file_id: u32) -> Reply<()> {
    let path = path_of(&shell, file_id)?;
    crate::import::again(&shell, path, false);
    Ok(())
}

/// Reads one file again and imports every article in it, however many.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_whole_file(shell: State<'_, Shell>, file_id: u32) -> Reply<()> {
    let path = path_of(&shell, file_id)?;
    crate::import::again(&shell, path, true);
    Ok(())
}

/// The article of a file that was opened from outside the window; it is told once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn requested_article(shell: State<'_, Shell>) -> Reply<Option<i32>> {
    Ok(shell.opening().take().map(|article| convert::id(article.0)))
}

fn path_of(shell: &Shell, file_id: u32) -> Reply<PathBuf> {
    let job = shell.importing().job.clone();
    let path = job.and_then(|job| {
        job.intake.with_files(|files| files.get(file_id as usize).map(|file| file.path.clone()))
    });
    path.ok_or_else(|| ErrorDto {
        code: "no_such_file".to_owned(),
        message: "that file is no longer in the list".to_owned(),
        hint: None,
    })
}
