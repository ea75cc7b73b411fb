//! The files of an import one by one.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::FileProblem;

/// The files of the import that runs or has ended last.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportQueue {
    /// How many files are in each state; states without files are left out.
    pub counts: Vec<StateCount>,
    pub files: Vec<QueuedFile>,
    /// Files in the state asked for that are not listed.
    pub n_more: u32,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StateCount {
    pub state: FileState,
    pub n_files: u32,
}

/// A file on its way into the library.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueuedFile {
    /// Names the file to the program; null while nobody has looked at it.
    pub file_id: Option<u32>,
    pub file_name: String,
    /// The folder it lies in, for display only.
    pub folder: String,
    pub state: FileState,
    pub article_ids: Vec<i32>,
    /// Why it did not become an article.
    pub problem: Option<FileProblem>,
}

/// A file that was opened from outside the window has become an article, to be asked for
/// and shown.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
pub struct ArticleRequested {}

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FileState {
    Failed,
    Reading,
    /// Stored and found by words; its vectors are still to come.
    FoundByWords,
    FoundByMeaning,
    /// The library had it already, byte for byte.
    Unchanged,
    Waiting,
    /// Its turn never came: the import was stopped.
    Stopped,
}
