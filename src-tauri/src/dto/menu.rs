//! The menu bar, as the window wants it, and the words of what the system draws.

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

/// Words of dialogs that the system draws, in the language of the window.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SystemWords {
    pub choose_files: String,
    pub choose_folders: String,
    pub choose_watched: String,
    pub choose_copy: String,
    pub choose_library: String,
    pub choose_empty: String,
    /// `{form}` stands for the form of the file.
    pub save_as: String,
    pub replace_title: String,
    /// `{file}` stands for the file's name.
    pub replace_ask: String,
    pub replace: String,
    pub cancel: String,
    /// The menu of copying and pasting, where there is a menu bar.
    pub edit: String,
}

impl Default for SystemWords {
    /// In English, until the window is there.
    fn default() -> Self {
        let own = str::to_owned;
        Self {
            choose_files: own("Choose articles to add"),
            choose_folders: own("Choose folders of articles to add"),
            choose_watched: own("Choose folders to watch"),
            choose_copy: own("Choose where the copy goes"),
            choose_library: own("Choose a library"),
            choose_empty: own("Choose an empty folder for the new library"),
            save_as: own("Save as {form}"),
            replace_title: own("Replace the file?"),
            replace_ask: own("“{file}” is there already. Write over it?"),
            replace: own("Replace"),
            cancel: own("Cancel"),
            edit: own("Edit"),
        }
    }
}

/// An action was chosen from the menu bar.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct ActionChosen {
    pub id: String,
}
