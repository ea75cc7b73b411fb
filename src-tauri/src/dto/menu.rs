//! The menu bar, as the window wants it.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// One menu of the bar.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MenuDto {
    pub title: String,
    pub items: Vec<MenuItemDto>,
}

/// One line of a menu.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MenuItemDto {
    /// The action's; null for a line between groups.
    pub id: Option<String>,
    pub title: String,
    /// "`CmdOrCtrl`+Shift+O".
    pub keys: Option<String>,
}

/// An action was chosen from the menu bar.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct ActionChosen {
    pub id: String,
}
