//! Folders, libraries and the model for the settings.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use parallax_engine as engine;

use super::count;
use crate::dto::{
    BackupChoice, BackupReason, BackupState, LibraryChoice, LibraryProblem, ModelInfo,
    NetworkState, NextStep, Privacy, ReaderState, WatchedFolder,
};

/// Names a path to the window, which never sends one: the same as long as the
/// program runs.
pub(crate) fn path_id(path: &Path) -> u32 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

/// Bytes as the window counts them: JavaScript's only number holds 2⁵³ exactly.
pub(crate) fn bytes(n: u64) -> f64 {
    n as f64
}

/// A problem with what can be done about it.
pub(crate) fn library_problem(problem: engine::Problem) -> LibraryProblem {
    let next_step = match problem.kind.next_step() {
        engine::NextStep::Reindex => NextStep::Reindex,
        engine::NextStep::ImportAgain => NextStep::ImportAgain,
        engine::NextStep::Restore => NextStep::Restore,
        engine::NextStep::RestoreOrImport => NextStep::RestoreOrImport,
    };
    LibraryProblem { what: problem.what, next_step }
}

/// What was found about privacy, for the settings.
pub(crate) fn privacy(found: engine::Examination) -> Privacy {
    let (network, network_why) = match found.network_lock {
        engine::NetworkLock::Enforced { .. } => (NetworkState::Locked, None),
        engine::NetworkLock::LoopbackForTests => (NetworkState::LoopbackForTests, None),
        engine::NetworkLock::Absent { why } => (NetworkState::NotLocked, Some(why)),
        _ => (NetworkState::NotLocked, None),
    };
    let part_problems =
        [found.model, found.runtime, found.pdfium].into_iter().filter_map(|part| match part {
            engine::PartState::Sound { .. } | engine::PartState::OwnersChoice { .. } => None,
            engine::PartState::Unusable { what } => Some(what),
        });
    Privacy {
        network,
        network_why,
        is_socket_refused: found.socket_refusal.is_some(),
        readers: found.readers.map(|readers| ReaderState {
            is_limited: readers.is_limited,
            has_no_files: readers.has_no_files,
            has_few_calls: readers.has_few_calls,
        }),
        part_problems: part_problems.collect(),
        is_library_open_to_others: found
            .library
            .is_some_and(|library| !library.open_to_others.is_empty()),
    }
}

pub(crate) fn watched(folder: &engine::WatchedFolder) -> WatchedFolder {
    WatchedFolder {
        folder_id: path_id(&folder.path),
        name: name(&folder.path),
        path: folder.path.display().to_string(),
        n_articles: count(folder.n_articles),
        synced_at: folder.synced_at.clone(),
        problem: folder.problem.clone(),
        is_there: folder.path.is_dir(),
    }
}

pub(crate) fn library_choice(folder: &Path, open: &Path) -> LibraryChoice {
    LibraryChoice {
        library_id: path_id(folder),
        name: name(folder),
        path: folder.display().to_string(),
        is_open: folder == open,
        is_there: folder.is_dir(),
    }
}

pub(crate) fn backup_choice(one: &engine::ListedBackup) -> BackupChoice {
    let seal = one.backup.as_ref();
    let size = fs_err::metadata(&one.path).map_or(0, |file| file.len());
    BackupChoice {
        backup_id: path_id(&one.path),
        made_at: seal.map(|backup| backup.made_at.clone()),
        reason: seal.map(|backup| match backup.reason {
            engine::BackupReason::ByHand => BackupReason::ByHand,
            engine::BackupReason::Daily => BackupReason::Daily,
            engine::BackupReason::BeforeUpgrade => BackupReason::BeforeUpgrade,
        }),
        n_articles: seal.map(|backup| u32::try_from(backup.n_articles).unwrap_or(u32::MAX)),
        bytes: bytes(size),
        state: match one.state {
            engine::BackupState::Whole => BackupState::Whole,
            engine::BackupState::Damaged(_) => BackupState::Damaged,
            engine::BackupState::Unsealed => BackupState::Unsealed,
        },
    }
}

pub(crate) fn model(info: &engine::ModelInfo) -> ModelInfo {
    ModelInfo {
        id: info.id.clone(),
        title: info.title.clone(),
        languages: info.languages.clone(),
        n_dimensions: count(info.n_dimensions),
    }
}

fn name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    name.to_string_lossy().into_owned()
}
