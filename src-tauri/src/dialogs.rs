//! The system's dialogs for files and folders: what they are called and where they begin.
//!
//! They begin where the reader chose last, else among the documents: a dialog that begins
//! at "recently used" offers no folder to open on some desktops.

use std::path::{Path, PathBuf};

use parallax_engine::on_one_line;
use tauri::{Manager, Wry};
use tauri_plugin_dialog::{
    DialogExt, FileDialogBuilder, FilePath, MessageDialogButtons, MessageDialogKind,
};

use crate::shell::Shell;

/// Asks for files. None when the dialog was dismissed.
pub(crate) fn for_files(shell: &Shell, title: &str) -> Vec<PathBuf> {
    taken(shell, dialog(shell, title).blocking_pick_files())
}

/// Asks for folders. None when the dialog was dismissed.
pub(crate) fn for_folders(shell: &Shell, title: &str) -> Vec<PathBuf> {
    taken(shell, dialog(shell, title).blocking_pick_folders())
}

/// Asks for one folder. `None` when the dialog was dismissed.
pub(crate) fn for_folder(shell: &Shell, title: &str) -> Option<PathBuf> {
    let chosen = dialog(shell, title).blocking_pick_folder();
    taken(shell, chosen.map(|folder| vec![folder])).pop()
}

/// A dialog for saving a file. Not where articles were chosen: a file saved there might
/// be read as one.
pub(crate) fn to_save(shell: &Shell, title: &str) -> FileDialogBuilder<Wry> {
    begun_at(shell.app().dialog().file().set_title(title), documents(shell))
}

/// Asks whether a file that is there may be written over. Blocks.
pub(crate) fn may_replace(shell: &Shell, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = on_one_line(&name);
    let words = shell.words();
    shell
        .app()
        .dialog()
        .message(words.replace_ask.replace("{file}", &name))
        .title(words.replace_title)
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom(words.replace, words.cancel))
        .blocking_show()
}

fn dialog(shell: &Shell, title: &str) -> FileDialogBuilder<Wry> {
    let folder = shell.last_folder().get().or_else(|| documents(shell));
    begun_at(shell.app().dialog().file().set_title(title), folder)
}

fn begun_at(dialog: FileDialogBuilder<Wry>, folder: Option<PathBuf>) -> FileDialogBuilder<Wry> {
    match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

fn taken(shell: &Shell, chosen: Option<Vec<FilePath>>) -> Vec<PathBuf> {
    let chosen = chosen.unwrap_or_default().into_iter();
    let paths: Vec<PathBuf> = chosen.filter_map(|path| path.into_path().ok()).collect();
    if let Some(path) = paths.first() {
        shell.last_folder().chosen(path);
    }
    paths
}

fn documents(shell: &Shell) -> Option<PathBuf> {
    let paths = shell.app().path();
    let is_there = |folder: &PathBuf| folder.is_dir();
    paths.document_dir().ok().filter(is_there).or_else(|| paths.home_dir().ok().filter(is_there))
}
