//! The folders a library follows.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A folder the library is kept equal to.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WatchedFolder {
    /// Names the folder to the program.
    pub folder_id: u32,
    pub name: String,
    /// Where it lies, for display only.
    pub path: String,
    pub n_articles: u32,
    /// When the library was last in step with it, ISO 8601 in UTC.
    pub synced_at: Option<String>,
    /// Why it is not in step, for people.
    pub problem: Option<String>,
    pub is_there: bool,
}

/// What becomes of a folder's articles once it is watched no longer.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WhatOfArticles {
    Keep,
    Remove,
}

/// The watched folders, or what is known of them, changed.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
pub struct FoldersChanged {}
