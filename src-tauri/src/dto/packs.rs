//! Model packs as the window shows them.

use serde::Serialize;
use specta::Type;

use super::ErrorDto;

/// The packs on this machine, and what may become of the library's.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PackList {
    pub packs: Vec<PackChoice>,
    /// The pack that would serve the library's articles better, if there is one.
    pub advice: Option<PackAdvice>,
    /// The switch that runs or has just ended.
    pub switching: Option<PackSwitching>,
    /// False where the library is only read.
    pub can_change: bool,
}

/// A model pack.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PackChoice {
    pub id: String,
    pub title: String,
    /// BCP 47; empty where it names none.
    pub languages: Vec<String>,
    pub is_used: bool,
}

/// A pack that knows more of the library's languages.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PackAdvice {
    pub pack_id: String,
    pub title: String,
    /// The languages it would add, BCP 47, those of most articles first.
    pub languages: Vec<String>,
    /// Articles in these languages, of so many.
    pub n_articles: u32,
    pub n_all: u32,
}

/// How far the library is on its way to another pack.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub struct PackSwitching {
    pub pack_id: String,
    pub phase: PackPhase,
    /// Vectors computed, of so many.
    pub n_done: u32,
    pub n_all: u32,
    /// Null until it can be told.
    pub seconds_left: Option<f64>,
    /// What ended it, where it failed.
    pub problem: Option<ErrorDto>,
}

/// Where a switch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PackPhase {
    Running,
    Paused,
    Done,
    /// Given up, or broken off by closing the library.
    Cancelled,
    Failed,
}

/// A question in a language the library's model does not know.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnknownLanguage {
    /// ISO 639-1.
    pub language: String,
    /// A pack on this machine that knows it.
    pub pack_id: Option<String>,
    pub pack_title: Option<String>,
}
