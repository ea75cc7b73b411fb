//! What the settings show of the program and its libraries.

use serde::Serialize;
use specta::Type;

/// The program, its model and what it may use of the machine.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppInfo {
    pub version: String,
    /// Null while it loads or when there is none.
    pub model: Option<ModelInfo>,
    /// Whether the model works on one core only.
    pub saves_power: bool,
    pub n_cores: u32,
    /// Sizes on disk, in bytes.
    pub database_bytes: f64,
    pub index_bytes: f64,
}

/// The embedding model.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    pub id: String,
    pub title: String,
    /// BCP 47.
    pub languages: Vec<String>,
    pub n_dimensions: u32,
}

/// A library that can be opened.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LibraryChoice {
    /// Names the library to the program.
    pub library_id: u32,
    pub name: String,
    /// Where it lies, for display only.
    pub path: String,
    pub is_open: bool,
    /// False when its folder is away.
    pub is_there: bool,
}
