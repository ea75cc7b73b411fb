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
    /// Whether pages that are pictures are read by OCR.
    pub reads_scans: bool,
    /// Whether the open library is copied each day.
    pub backs_up_daily: bool,
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

/// Something in the library that should not be.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LibraryProblem {
    /// What was found where, in words for people.
    pub what: String,
    pub next_step: NextStep,
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NextStep {
    Reindex,
    ImportAgain,
    Restore,
    RestoreOrImport,
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

/// What of the promises about privacy holds on this machine.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Privacy {
    pub network: NetworkState,
    /// Why nothing keeps the program from the network, where that is so.
    pub network_why: Option<String>,
    /// An internet socket was tried just now, and the system refused it.
    pub is_socket_refused: bool,
    /// Null where the process that reads files did not start.
    pub readers: Option<ReaderState>,
    /// What is wrong with the model, ONNX Runtime or PDFium; empty when all are the
    /// files that were shipped.
    pub part_problems: Vec<String>,
    /// Whether others on this computer may read the library's files.
    pub is_library_open_to_others: bool,
}

/// What keeps the program from the network.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NetworkState {
    Locked,
    LoopbackForTests,
    NotLocked,
}

/// What confines the process that reads files.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReaderState {
    pub is_limited: bool,
    pub has_no_files: bool,
    pub has_few_calls: bool,
}

/// A copy of the open library.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BackupChoice {
    /// Names the copy to the program.
    pub backup_id: u32,
    /// ISO 8601 in UTC; null where the copy does not say.
    pub made_at: Option<String>,
    pub reason: Option<BackupReason>,
    pub n_articles: Option<u32>,
    /// In bytes.
    pub bytes: f64,
    pub state: BackupState,
}

/// Why a copy was made.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BackupReason {
    ByHand,
    Daily,
    BeforeUpgrade,
}

/// Whether a copy can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BackupState {
    Whole,
    Damaged,
    /// Made by an older Parallax; checked when it is restored.
    Unsealed,
}
