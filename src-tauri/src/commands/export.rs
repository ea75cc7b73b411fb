//! Taking things along: files, the clipboard, the original in its own program.
//! Paths come from the library and from native dialogs, never from the page.

use std::path::{Path, PathBuf};

use parallax_engine::{ArticleId, LedgerFormat, text_to_path};
use tauri::{Manager, State};

use super::{Reply, run_blocking};
use crate::convert::{self, annotations};
use crate::dialogs;
use crate::dto::ErrorDto;
use crate::dto::annotations::{CopyForm, ExportForm, ExportSelection, Exported, TextRange};
use crate::dto::stories::LedgerForm;
use crate::shell::Shell;
use crate::{desktop, log};

/// Asks where to, then writes the file. Null when the dialog was dismissed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export(
    shell: State<'_, Shell>,
    selection: ExportSelection,
    form: ExportForm,
) -> Reply<Option<Exported>> {
    let format = annotations::to_format(form);
    let asker = shell.inner().clone();
    let collection = run_blocking(shell, move |shell| {
        shell.library().collect(&annotations::to_selection(selection))
    })
    .await?;
    let name = collection.file_name(format);
    let kind = (name_of(form), format.extension());
    let file_name = save(&asker, &name, kind, &collection.write(format)).await?;
    Ok(file_name.map(|file_name| Exported {
        file_name,
        n_articles: convert::count(collection.items.len()),
        n_excerpts: convert::count(collection.n_excerpts()),
    }))
}

/// Asks where to, then writes the ledger of a story. Returns the file's name; null when the
/// dialog was dismissed. Takes the model.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_ledger(
    shell: State<'_, Shell>,
    story_id: i32,
    form: LedgerForm,
) -> Reply<Option<String>> {
    let asker = shell.inner().clone();
    let (format, kind) = match form {
        LedgerForm::Markdown => (LedgerFormat::Markdown, ("Markdown", "md")),
        LedgerForm::Csv => (LedgerFormat::Csv, ("CSV", "csv")),
    };
    let text = run_blocking(shell, move |shell| {
        Ok(shell.library().ledger(ArticleId(story_id.into()))?.to_text(format))
    })
    .await?;
    save(&asker, &format!("Ledger of story {story_id}.{}", kind.1), kind, &text).await
}

/// Asks where to, then writes a file. Its name; `None` when the dialog was dismissed.
///
/// - `kind`: what people call the form, and its ending.
async fn save(
    asker: &Shell,
    file_name: &str,
    kind: (&str, &str),
    text: &str,
) -> Result<Option<String>, ErrorDto> {
    let title = asker.words().save_as.replace("{form}", kind.0);
    let dialog = dialogs::to_save(asker, &title);
    let dialog = dialog.set_file_name(file_name).add_filter(kind.0, &[kind.1]);
    let chosen = tauri::async_runtime::spawn_blocking(move || dialog.blocking_save_file()).await;
    let Some(path) = chosen.ok().flatten().and_then(|path| path.into_path().ok()) else {
        return Ok(None);
    };
    let Some(path) = final_path(asker, path, kind.1).await else {
        return Ok(None);
    };
    fs_err::write(&path, text).map_err(|error| ErrorDto {
        code: "export_failed".to_owned(),
        message: error.to_string(),
        hint: Some("choose another folder, or check that the disk is not full".to_owned()),
    })?;
    Ok(Some(path.file_name().unwrap_or_default().to_string_lossy().into_owned()))
}

/// What people call the form.
fn name_of(form: ExportForm) -> &'static str {
    match form {
        ExportForm::Markdown => "Markdown",
        ExportForm::Csv => "CSV",
        ExportForm::Json => "JSON",
        ExportForm::CslJson => "CSL-JSON",
        ExportForm::Bibtex => "BibTeX",
        ExportForm::Ris => "RIS",
    }
}

/// The name the file is written under. The dialog asked about the name as typed; where an
/// ending is added to it, it is asked about the whole. `None`: do not write.
async fn final_path(shell: &Shell, path: PathBuf, extension: &str) -> Option<PathBuf> {
    let whole = with_extension(path.clone(), extension);
    if whole == path || !whole.exists() {
        return Some(whole);
    }
    let (shell, shown) = (shell.clone(), whole.clone());
    let may = tauri::async_runtime::spawn_blocking(move || dialogs::may_replace(&shell, &shown));
    may.await.unwrap_or(false).then_some(whole)
}

/// A name without an ending gets the one of its format; a dot within it (`No. 3`) is none.
fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(extension)) {
        return path;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(extension);
    path.with_file_name(name)
}

/// Puts words with their source on the clipboard. Returns what is there now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_citation(shell: State<'_, Shell>, range: TextRange) -> Reply<String> {
    let text = run_blocking(shell.clone(), move |shell| {
        let library = shell.library();
        let id = ArticleId(range.article_id.into());
        let span = annotations::to_span(&library.article(id)?, range);
        Ok(library.cite(id, span)?.text)
    })
    .await?;
    desktop::copy(&shell, &text)?;
    Ok(text)
}

/// Puts articles, or words of the first of them, on the clipboard in that form. Returns the
/// text that is there now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_as(
    shell: State<'_, Shell>,
    article_ids: Vec<i32>,
    range: Option<TextRange>,
    form: CopyForm,
) -> Reply<String> {
    let copied = run_blocking(shell.clone(), move |shell| {
        let library = shell.library();
        let ids: Vec<ArticleId> = article_ids.into_iter().map(|id| ArticleId(id.into())).collect();
        let span = match (range, ids.first()) {
            (Some(range), Some(id)) => Some(annotations::to_span(&library.article(*id)?, range)),
            _ => None,
        };
        library.copy_as(&ids, span, annotations::to_copy_form(form))
    })
    .await?;
    desktop::copy_rich(&shell, &copied.text, &copied.html)?;
    Ok(copied.text)
}

/// Puts words on the clipboard as they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_text(shell: State<'_, Shell>, text: String) -> Reply<()> {
    desktop::copy(&shell, &text)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_original(shell: State<'_, Shell>, article_id: i32) -> Reply<()> {
    beside(file_of(shell, article_id).await?, desktop::open_original).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn show_in_folder(shell: State<'_, Shell>, article_id: i32) -> Reply<()> {
    beside(file_of(shell, article_id).await?, desktop::reveal).await
}

/// Opens the folder of the window's log in the file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_log(shell: State<'_, Shell>) -> Reply<()> {
    let settings = shell.app().path().app_config_dir().map(|settings| log::folder_in(&settings));
    let Some(folder) = settings.ok().filter(|folder| folder.is_dir()) else {
        return Err(ErrorDto {
            code: "no_log".to_owned(),
            message: "no log could be written".to_owned(),
            hint: Some("check that the folder of Parallax's settings may be written to".to_owned()),
        });
    };
    beside(folder, desktop::open_folder).await
}

/// Other programs may take their time to answer.
async fn beside(path: PathBuf, show: fn(&Path) -> Result<(), ErrorDto>) -> Reply<()> {
    let shown = tauri::async_runtime::spawn_blocking(move || show(&path)).await;
    // It ends without an answer only with the window itself.
    shown.unwrap_or(Ok(()))
}

/// The file an article came from, if it is still there.
async fn file_of(shell: State<'_, Shell>, article_id: i32) -> Reply<PathBuf> {
    let path = run_blocking(shell, move |shell| {
        Ok(text_to_path(&shell.library().article(ArticleId(article_id.into()))?.row.path))
    })
    .await?;
    if path.is_file() {
        return Ok(path);
    }
    Err(ErrorDto {
        code: "original_gone".to_owned(),
        message: format!("the file `{}` is no longer there", path.display()),
        hint: Some(
            "the article stays in the library; import the file again from its new place".to_owned(),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_added_unless_it_is_the_formats() {
        for (typed, written) in [
            ("/a/notes", "/a/notes.md"),
            ("/a/notes.MD", "/a/notes.MD"),
            ("/a/No. 3", "/a/No. 3.md"),
        ] {
            assert_eq!(with_extension(typed.into(), "md"), Path::new(written));
        }
    }
}
