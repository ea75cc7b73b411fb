//! The menu bar of a system that has one for every program (macOS). What stands in it comes
//! from the window, which knows the actions; what is chosen goes back as an action's id.
//! Elsewhere the window draws its own menu. What else the system draws speaks the window's
//! language too.

use tauri::menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Manager, State, Wry};
use tauri_specta::Event;

use super::Reply;
use crate::dto::menu::{ActionChosen, MenuDto, MenuItemDto, SystemWords};
use crate::shell::Shell;

/// False where the system has no such bar.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_menu(shell: State<'_, Shell>, menus: Vec<MenuDto>) -> Reply<bool> {
    if !cfg!(target_os = "macos") {
        return Ok(false);
    }
    let app = shell.app().clone();
    let edit = shell.words().edit;
    let made = app.clone().run_on_main_thread(move || {
        // Without a menu every action is still in the palette.
        if let Ok(menu) = build(&app, &menus, &edit) {
            let _ = app.set_menu(menu);
        }
    });
    Ok(made.is_ok())
}

/// Takes the words of dialogs that the system draws.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_system_words(shell: State<'_, Shell>, words: SystemWords) -> Reply<()> {
    shell.speak(words);
    Ok(())
}

/// Tells the window which action was chosen.
pub(crate) fn chosen(app: &AppHandle, id: &str) {
    if app.try_state::<Shell>().is_some() {
        let _ = ActionChosen { id: id.to_owned() }.emit(app);
    }
}

fn build(app: &AppHandle, menus: &[MenuDto], edit: &str) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::new(app)?;
    menu.append(&program_menu(app)?)?;
    for (at, of) in menus.iter().enumerate() {
        let submenu = Submenu::new(app, &of.title, true)?;
        for item in &of.items {
            append(app, &submenu, item)?;
        }
        menu.append(&submenu)?;
        if at == 0 {
            menu.append(&edit_menu(app, edit)?)?;
        }
    }
    Ok(menu)
}

fn append(app: &AppHandle, to: &Submenu<Wry>, item: &MenuItemDto) -> tauri::Result<()> {
    match &item.id {
        Some(id) => {
            let keys = item.keys.as_deref();
            to.append(&MenuItem::with_id(app, id, &item.title, true, keys)?)
        }
        None => to.append(&PredefinedMenuItem::separator(app)?),
    }
}

fn program_menu(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let name = &app.package_info().name;
    with(
        Submenu::new(app, name, true)?,
        &[
            &PredefinedMenuItem::hide(app, None)?,
            &PredefinedMenuItem::hide_others(app, None)?,
            &PredefinedMenuItem::separator(app)?,
            &PredefinedMenuItem::quit(app, None)?,
        ],
    )
}

/// What text fields need: on this system their keys come through the menu.
fn edit_menu(app: &AppHandle, title: &str) -> tauri::Result<Submenu<Wry>> {
    with(
        Submenu::new(app, title, true)?,
        &[
            &PredefinedMenuItem::cut(app, None)?,
            &PredefinedMenuItem::copy(app, None)?,
            &PredefinedMenuItem::paste(app, None)?,
            &PredefinedMenuItem::select_all(app, None)?,
        ],
    )
}

fn with(menu: Submenu<Wry>, items: &[&dyn IsMenuItem<Wry>]) -> tauri::Result<Submenu<Wry>> {
    menu.append_items(items)?;
    Ok(menu)
}
