//! The copies of the open library: which there are, putting one back, making one each day.

use parallax_engine as engine;
use tauri::{Manager, State};

use super::{Reply, run_blocking};
use crate::convert;
use crate::dto::{BackupChoice, ErrorDto};
use crate::shell::Shell;

/// The copies in the open library's folder, newest first, each read and checked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn backups(shell: State<'_, Shell>) -> Reply<Vec<BackupChoice>> {
    run_blocking(shell, |shell| {
        let found = engine::backups(shell.library().folder());
        Ok(found.iter().map(convert::backup_choice).collect())
    })
    .await
}

/// Puts a copy in the place of the open library, which is set aside, and begins the page
/// anew. Returns where the library lies now that was open, for display.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_backup(
    shell: State<'_, Shell>,
    backup_id: u32,
) -> Reply<Option<String>> {
    let copies = {
        let shell = shell.inner().clone();
        move || engine::backups(shell.library().folder())
    };
    let found = tauri::async_runtime::spawn_blocking(copies).await.unwrap_or_default();
    let copy = found.into_iter().find(|one| convert::path_id(&one.path) == backup_id);
    let Some(copy) = copy else {
        return Err(ErrorDto {
            code: "no_such_backup".to_owned(),
            message: "that copy is not there any more".to_owned(),
            hint: Some("open the settings again to see which copies there are".to_owned()),
        });
    };
    run_blocking(shell, move |shell| {
        let restored = crate::lifecycle::restore(shell, &copy)?;
        for window in shell.app().webview_windows().into_values() {
            // A page that cannot be loaded anew still hears that the library changed.
            let _ = window.reload();
        }
        shell.library_changed();
        Ok(restored.set_aside.map(|path| path.display().to_string()))
    })
    .await
}

/// Copies the open library each day from now on, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn back_up_daily(shell: State<'_, Shell>, on: bool) -> Reply<()> {
    run_blocking(shell, move |shell| {
        shell.settings().change(|choices| choices.backs_up_daily = on);
        shell.look_at_copies();
        Ok(())
    })
    .await
}
