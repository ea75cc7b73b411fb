//! The settings: the program, its model, the libraries it can open, looking after
//! the one that is open.

use std::path::{Path, PathBuf};

use parallax_engine::{self as engine, Control, EngineError, ModelStatus};
use tauri::{Manager, State};

use super::{Reply, run_blocking};
use crate::convert;
use crate::dialogs;
use crate::dto::{AppInfo, ErrorDto, LibraryChoice, LibraryProblem, Privacy};
use crate::open_library;
use crate::shell::Shell;

#[tauri::command]
#[specta::specta]
pub(crate) async fn app_info(shell: State<'_, Shell>) -> Reply<AppInfo> {
    run_blocking(shell, |shell| {
        let library = shell.library();
        let stats = library.stats()?;
        Ok(AppInfo {
            version: shell.app().package_info().version.to_string(),
            model: match library.model_status() {
                ModelStatus::Ready(info) => Some(convert::model(&info)),
                _ => None,
            },
            saves_power: shell.settings().choices().saves_power,
            reads_scans: !shell.settings().choices().leaves_scans,
            n_cores: convert::count(open_library::n_cores()),
            backs_up_daily: shell.settings().choices().backs_up_daily,
            database_bytes: convert::bytes(stats.store.database_bytes),
            index_bytes: convert::bytes(stats.index_bytes),
        })
    })
    .await
}

/// Looks at what keeps the promises of privacy on this machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn privacy(shell: State<'_, Shell>) -> Reply<Privacy> {
    run_blocking(shell, |shell| {
        let program = std::env::current_exe().unwrap_or_default();
        let folder = shell.library().folder().to_path_buf();
        Ok(convert::privacy(engine::examine(&engine::environment, &program, Some(&folder))))
    })
    .await
}

/// Reads pages that are pictures by OCR, or does not; from the next import on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_scans(shell: State<'_, Shell>, on: bool) -> Reply<()> {
    run_blocking(shell, move |shell| {
        shell.settings().change(|choices| choices.leaves_scans = !on);
        Ok(())
    })
    .await
}

/// Lets the model work on one core, or on all of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_power(shell: State<'_, Shell>, on: bool) -> Reply<()> {
    run_blocking(shell, move |shell| {
        shell.settings().change(|choices| choices.saves_power = on);
        shell.library().use_workers(open_library::n_workers(on));
        let _ = shell.library().load_model();
        shell.emit(&crate::dto::ModelChanged {});
        Ok(())
    })
    .await
}

/// Asks for a folder and copies the library into a folder of its own there.
/// Returns where, for display, or null when the dialog was dismissed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn back_up(shell: State<'_, Shell>) -> Reply<Option<String>> {
    run_blocking(shell, |shell| {
        let chosen = dialogs::for_folder(shell, &shell.words().choose_copy);
        let Some(folder) = chosen else { return Ok(None) };
        let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H-%M-%S");
        let copy = folder.join(format!("Parallax backup {now}"));
        shell.library().back_up(&copy)?;
        Ok(Some(copy.display().to_string()))
    })
    .await
}

/// Checks everything; returns what is wrong, in words for people, and what can be done.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_library(shell: State<'_, Shell>) -> Reply<Vec<LibraryProblem>> {
    run_blocking(shell, problems).await
}

/// Computes again what is derived, then checks everything; returns what is still wrong.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reindex_library(shell: State<'_, Shell>) -> Reply<Vec<LibraryProblem>> {
    run_blocking(shell, |shell| {
        shell.library().reindex(&Control::default())?;
        shell.library_changed();
        problems(shell)
    })
    .await
}

fn problems(shell: &Shell) -> Result<Vec<LibraryProblem>, EngineError> {
    Ok(shell.library().verify()?.into_iter().map(convert::library_problem).collect())
}

/// The libraries opened lately, the open one first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn libraries(shell: State<'_, Shell>) -> Reply<Vec<LibraryChoice>> {
    let open = shell.library().folder().to_path_buf();
    let known = shell.settings().choices().libraries;
    Ok(known.iter().map(|folder| convert::library_choice(folder, &open)).collect())
}

/// Asks for the folder of a library and opens it. False when the dialog was dismissed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_library(shell: State<'_, Shell>) -> Reply<bool> {
    let Some(folder) = asked(&shell, shell.words().choose_library).await else { return Ok(false) };
    if !folder.join("library.db").is_file() {
        return Err(refused(
            format!("there is no library in `{}`", folder.display()),
            "choose a folder that holds a `library.db`, or begin a new library",
        ));
    }
    switch(shell, folder).await
}

/// Asks for an empty folder and begins a library there. False when dismissed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_library(shell: State<'_, Shell>) -> Reply<bool> {
    let Some(folder) = asked(&shell, shell.words().choose_empty).await else {
        return Ok(false);
    };
    if !is_empty(&folder) {
        return Err(refused(
            format!("`{}` is not empty", folder.display()),
            "choose or make an empty folder for the new library",
        ));
    }
    switch(shell, folder).await
}

/// Opens one of the libraries opened lately.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_known_library(shell: State<'_, Shell>, library_id: u32) -> Reply<bool> {
    let known = shell.settings().choices().libraries;
    let folder = known.into_iter().find(|folder| convert::path_id(folder) == library_id);
    match folder.filter(|folder| folder.is_dir()) {
        Some(folder) => switch(shell, folder).await,
        None => Err(refused(
            "that library's folder is not there".to_owned(),
            "connect its drive, or open it where it lies now",
        )),
    }
}

/// Opens the library in `folder` and begins the page anew.
async fn switch(shell: State<'_, Shell>, folder: PathBuf) -> Reply<bool> {
    run_blocking(shell, move |shell| {
        if shell.library().folder() == folder {
            return Ok(true);
        }
        crate::lifecycle::switch_to(shell, &folder)?;
        for window in shell.app().webview_windows().into_values() {
            // A page that cannot be loaded anew still hears that the library changed.
            let _ = window.reload();
        }
        shell.library_changed();
        Ok::<_, EngineError>(true)
    })
    .await
}

async fn asked(shell: &State<'_, Shell>, title: String) -> Option<PathBuf> {
    let shell = shell.inner().clone();
    let asking = move || dialogs::for_folder(&shell, &title);
    tauri::async_runtime::spawn_blocking(asking).await.ok().flatten()
}

fn is_empty(folder: &Path) -> bool {
    fs_err::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn refused(message: String, hint: &str) -> ErrorDto {
    ErrorDto { code: "no_library".to_owned(), message, hint: Some(hint.to_owned()) }
}
