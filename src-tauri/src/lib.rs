//! The native window: a thin shell around the engine. Commands in, events out.
//!
//! Invariants: no rule lives here; the window never sends a path and never
//! receives one it could open; nothing blocks the thread that draws.
//! Not here: searching, importing, storing (`parallax-engine`); what it looks
//! like (`ui`).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod arguments;
mod background;
mod cache;
mod commands;
mod convert;
mod daily;
mod desktop;
mod dialogs;
#[expect(missing_docs, reason = "fields whose name says all carry no more words into the bindings")]
pub mod dto;
mod import;
mod import_job;
mod last_folder;
mod launcher;
mod lifecycle;
mod log;
mod open_library;
mod opening;
mod pack_switch;
mod packs;
mod settings;
mod shell;
mod single_instance;
mod watching;
mod window_state;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use parallax_engine::find_backup;
use tauri::window::Color;
use tauri::{App, AppHandle, DragDropEvent, Manager, Theme, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tauri_specta::{Builder, Event, collect_commands, collect_events};

use dto::{DragPhase, DragState};
use open_library::{NotOpened, Opened};
use settings::Settings;
use shell::Shell;

/// Opens the library and runs the window until it is closed.
///
/// To be called before any thread begins: the first thing it does is to lock the
/// process out of the network.
#[must_use]
pub fn run() -> ExitCode {
    launcher::start();
    parallax_engine::lock_network();
    match build() {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(why) => {
            no_window(&why);
            ExitCode::FAILURE
        }
    }
}

/// The error is why the system has no way to show a window.
fn build() -> Result<App, String> {
    // The toolkit panics where there is no display. That is no fault of the program,
    // and nobody wants to read where in the toolkit it happened.
    std::panic::set_hook(Box::new(|_| {}));
    let built = std::panic::catch_unwind(|| builder().build(tauri::generate_context!()));
    drop(std::panic::take_hook());
    match built {
        Ok(Ok(app)) => Ok(app),
        Ok(Err(error)) => Err(error.to_string()),
        Err(panic) => Err(panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("the toolkit gave up")
            .to_owned()),
    }
}

#[expect(clippy::print_stderr, reason = "without a display there is nothing else to tell it with")]
fn no_window(why: &str) {
    eprintln!("error: Parallax cannot open a window: {why}");
    eprintln!(
        "hint: start it in a graphical session; `parallax` does the same on the command line"
    );
}

fn builder() -> tauri::Builder<tauri::Wry> {
    let bindings = bindings();
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(bindings.invoke_handler())
        .setup(move |app| {
            bindings.mount_events(app);
            let folder = app.path().app_config_dir().ok();
            let kept = Arc::new(Settings::read(folder.as_deref()));
            let here = std::env::current_dir().unwrap_or_default();
            let files = arguments::files(std::env::args_os().skip(1), &here);
            if is_handed_over(&kept, &files) {
                app.handle().cleanup_before_exit();
                std::process::exit(0);
            }
            log::begin(folder.as_deref());
            match open_library::library(&kept.choices()) {
                Ok(opened) => start(app, kept, opened, files),
                Err(not_opened) => {
                    explain(app.handle(), not_opened);
                    Ok(())
                }
            }
        })
        .on_menu_event(|app, event| commands::menu::chosen(app, event.id().as_ref()))
        .on_window_event(|window, event| {
            if let (WindowEvent::DragDrop(drag), Some(shell)) = (event, window.try_state::<Shell>())
            {
                dragged(&shell, drag);
            }
            if matches!(
                event,
                WindowEvent::Resized(_)
                    | WindowEvent::Moved(_)
                    | WindowEvent::CloseRequested { .. }
            ) {
                window_state::remember(window);
            }
            #[cfg(unix)]
            if let (WindowEvent::CloseRequested { .. } | WindowEvent::Destroyed, Some(shell)) =
                (event, window.try_state::<Shell>())
            {
                lifecycle::listen_no_longer(&shell);
            }
        })
}

fn start(
    app: &tauri::App,
    kept: Arc<Settings>,
    opened: Opened,
    files: Vec<PathBuf>,
) -> Result<(), Box<dyn std::error::Error>> {
    let shell = Shell::new(app.handle().clone(), Arc::clone(&kept), opened);
    app.manage(shell.clone());
    for window in &app.config().app.windows {
        let window = WebviewWindowBuilder::from_config(app.handle(), window)?
            // The page knows which article is open.
            .on_document_title_changed(|window, title| {
                let _ = window.set_title(&title);
            })
            .build()?;
        // Seen until the page is drawn: a dark desktop shall not flash white.
        if matches!(window.theme(), Ok(Theme::Dark)) {
            let _ = window.set_background_color(Some(Color(0x1b, 0x1b, 0x1d, 0xff)));
        }
        window_state::restore(&window, &kept);
    }
    // From now on its moves are remembered.
    app.manage(kept);
    #[cfg(unix)]
    lifecycle::listen(&shell);
    lifecycle::wake(&shell);
    import::open_files(&shell, files);
    Ok(())
}

/// Whether a window of the same library is open and has taken these files.
#[cfg(unix)]
fn is_handed_over(kept: &Settings, files: &[PathBuf]) -> bool {
    let runtime = parallax_engine::environment("XDG_RUNTIME_DIR");
    let place = open_library::folder(&kept.choices())
        .and_then(|folder| single_instance::meeting_place(&folder, runtime.as_deref()));
    place.is_some_and(|place| single_instance::hand_over(&place, files))
}

#[cfg(not(unix))]
fn is_handed_over(_: &Settings, _: &[PathBuf]) -> bool {
    false
}

/// Tells why the library cannot be opened, offers its newest whole copy if there is one,
/// then ends, or begins again with the copy.
fn explain(app: &AppHandle, not_opened: NotOpened) {
    let closing = app.clone();
    let dialog = |message: String| {
        let dialog = app.dialog().message(message).kind(MessageDialogKind::Error);
        dialog.title("Parallax cannot open its library")
    };
    let NotOpened { message, lost } = not_opened;
    let copy = lost.and_then(|folder| Some((find_backup(&folder, None).ok()?, folder)));
    let Some((copy, folder)) = copy else {
        dialog(message).show(move |_| closing.exit(1));
        return;
    };
    let of = copy.backup.as_ref().map_or("", |backup| backup.made_at.get(..10).unwrap_or(""));
    let message = format!(
        "{message}\n\nThe newest whole copy is of {of}. Shall it take the library's place? What lies \
         there now is set aside, not deleted."
    );
    let buttons =
        MessageDialogButtons::OkCancelCustom("Restore the copy".to_owned(), "Close".to_owned());
    dialog(message).buttons(buttons).show(move |agreed| {
        if agreed && parallax_engine::restore(&folder, &copy, jiff::Timestamp::now()).is_ok() {
            closing.restart();
        }
        closing.exit(1);
    });
}

/// Drops are taken natively: paths come from the system, never from the page.
fn dragged(shell: &Shell, drag: &DragDropEvent) {
    let (phase, n_items) = match drag {
        // Words dragged out of the window, or within it.
        DragDropEvent::Enter { paths, .. } | DragDropEvent::Drop { paths, .. }
            if paths.is_empty() =>
        {
            return;
        }
        DragDropEvent::Enter { paths, .. } => (DragPhase::Enter, paths.len()),
        DragDropEvent::Drop { paths, .. } => {
            import::ask(shell, paths.clone());
            (DragPhase::Drop, paths.len())
        }
        DragDropEvent::Leave => (DragPhase::Leave, 0),
        _ => return,
    };
    // An event that cannot be sent has no window to show it.
    let _ = DragState { phase, n_items: convert::count(n_items) }.emit(shell.app());
}

/// Every command and event, as the window may use them.
#[expect(clippy::too_many_lines, reason = "a list, not steps")]
fn bindings() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        // One shape per type: what is optional is null both ways.
        .disable_serde_phases()
        .commands(collect_commands![
            commands::library_state,
            commands::choose_files,
            commands::choose_folder,
            commands::import_sample,
            commands::pause_import,
            commands::cancel_import,
            commands::retry_import,
            commands::import_state,
            commands::search,
            commands::list_articles,
            commands::open_article,
            commands::related,
            commands::related_text,
            commands::remove_articles,
            commands::bin::undo_change,
            commands::bin::undo_last,
            commands::bin::redo,
            commands::bin::bin,
            commands::bin::restore_from_bin,
            commands::bin::empty_bin,
            commands::suggestions,
            commands::annotations::kept,
            commands::annotations::tags,
            commands::annotations::list_tagged,
            commands::annotations::tag_articles,
            commands::annotations::edit_article,
            commands::annotations::add_highlight,
            commands::annotations::change_highlight,
            commands::annotations::remove_highlight,
            commands::annotations::highlights,
            commands::annotations::saved_searches,
            commands::annotations::save_search,
            commands::annotations::remove_saved_search,
            commands::annotations::asked_searches,
            commands::annotations::remember_search,
            commands::annotations::forget_searches,
            commands::export::export,
            commands::export::export_ledger,
            commands::export::copy_citation,
            commands::export::copy_as,
            commands::export::copy_text,
            commands::export::open_original,
            commands::export::show_in_folder,
            commands::export::show_log,
            commands::stories::list_stories,
            commands::stories::open_story,
            commands::stories::story_quotes,
            commands::stories::story_ledger,
            commands::stories::article_news,
            commands::stories::article_left_out,
            commands::stories::compare_articles,
            commands::stories::contrast,
            commands::versions::article_versions,
            commands::versions::compare_versions,
            commands::menu::show_menu,
            commands::menu::set_system_words,
            commands::map::library_map,
            commands::map::cancel_map,
            commands::map::month_counts,
            commands::queue::import_queue,
            commands::queue::show_file,
            commands::queue::retry_file,
            commands::queue::import_whole_file,
            commands::queue::requested_article,
            commands::watched::watched_folders,
            commands::watched::watch_folder,
            commands::watched::unwatch_folder,
            commands::watched::remove_vanished,
            commands::watched::sync_folders,
            commands::packs::packs,
            commands::packs::pack_cost,
            commands::packs::use_pack,
            commands::packs::pause_pack,
            commands::packs::cancel_pack,
            commands::settings::app_info,
            commands::settings::privacy,
            commands::settings::save_power,
            commands::settings::read_scans,
            commands::settings::back_up,
            commands::rescue::backups,
            commands::rescue::restore_backup,
            commands::rescue::back_up_daily,
            commands::settings::verify_library,
            commands::settings::reindex_library,
            commands::settings::libraries,
            commands::settings::open_library,
            commands::settings::new_library,
            commands::settings::open_known_library,
        ])
        .events(collect_events![
            dto::ImportProgress,
            dto::ArticleRequested,
            dto::DragState,
            dto::LibraryChanged,
            dto::ModelChanged,
            dto::PackSwitching,
            dto::FoldersChanged,
            dto::menu::ActionChosen
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `PARALLAX_WRITE_BINDINGS=1 cargo test -p parallax-desktop` writes them.
    #[test]
    fn the_bindings_in_the_tree_are_those_of_the_commands() {
        let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts");
        let fresh =
            std::env::temp_dir().join(format!("parallax-bindings-{}.ts", std::process::id()));
        bindings().export(specta_typescript::Typescript::default(), &fresh).unwrap();
        let generated = fs_err::read_to_string(&fresh).unwrap();
        fs_err::remove_file(&fresh).unwrap();
        if std::env::var_os("PARALLAX_WRITE_BINDINGS").is_some() {
            fs_err::write(committed, &generated).unwrap();
        }
        let known = fs_err::read_to_string(committed).unwrap();
        assert!(
            generated == known,
            "run `PARALLAX_WRITE_BINDINGS=1 cargo test -p parallax-desktop`"
        );
    }
}
