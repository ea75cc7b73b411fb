//! What copies, restoring and salvaging print.

use parallax_engine as engine;
use serde::Serialize;

use super::import::Import;

/// What is written beside a copy: when and why it was made, and its checksum.
#[derive(Serialize)]
pub struct Seal<'a> {
    path: String,
    made_at: &'a str,
    reason: &'static str,
    format: u32,
    n_articles: u64,
    bytes: u64,
    blake3: &'a str,
}

impl<'a> From<&'a engine::Backup> for Seal<'a> {
    fn from(backup: &'a engine::Backup) -> Self {
        Self {
            path: backup.path.display().to_string(),
            made_at: &backup.made_at,
            reason: backup.reason.as_str(),
            format: backup.format,
            n_articles: backup.n_articles,
            bytes: backup.bytes,
            blake3: &backup.blake3,
        }
    }
}

/// A copy that could be restored.
#[derive(Serialize)]
pub struct Listed<'a> {
    path: String,
    /// `whole`, `damaged`, or `unsealed`.
    state: &'static str,
    problem: Option<&'a str>,
    seal: Option<Seal<'a>>,
}

impl<'a> From<&'a engine::ListedBackup> for Listed<'a> {
    fn from(one: &'a engine::ListedBackup) -> Self {
        let (state, problem) = match &one.state {
            engine::BackupState::Whole => ("whole", None),
            engine::BackupState::Unsealed => ("unsealed", None),
            engine::BackupState::Damaged(what) => ("damaged", Some(what.as_str())),
        };
        let seal = one.backup.as_ref().map(Seal::from);
        Self { path: one.path.display().to_string(), state, problem, seal }
    }
}

/// What was restored.
#[derive(Serialize)]
pub struct Restore<'a> {
    from: String,
    seal: Option<Seal<'a>>,
    set_aside: Option<String>,
}

impl<'a> From<&'a engine::Restored> for Restore<'a> {
    fn from(restored: &'a engine::Restored) -> Self {
        Self {
            from: restored.from.display().to_string(),
            seal: restored.backup.as_ref().map(Seal::from),
            set_aside: restored.set_aside.as_ref().map(|path| path.display().to_string()),
        }
    }
}

/// What could be saved of a damaged library.
#[derive(Serialize)]
pub struct Salvage<'a> {
    folder: String,
    n_saved: usize,
    lost: Vec<Lost<'a>>,
    n_lone_annotations: usize,
    n_lost_versions: usize,
    n_vectors: usize,
    originals: Vec<String>,
    reimported: Option<Import<'a>>,
    set_aside: Option<String>,
}

#[derive(Serialize)]
struct Lost<'a> {
    article_id: i64,
    title: Option<&'a str>,
    path: Option<&'a str>,
    what: &'a str,
}

impl<'a> From<&'a engine::SalvageReport> for Salvage<'a> {
    fn from(report: &'a engine::SalvageReport) -> Self {
        let lost = report.lost.iter().map(|lost| Lost {
            article_id: lost.id.0,
            title: lost.title.as_deref(),
            path: lost.path.as_deref(),
            what: &lost.what,
        });
        Self {
            folder: report.folder.display().to_string(),
            n_saved: report.n_saved,
            lost: lost.collect(),
            n_lone_annotations: report.n_lone_annotations,
            n_lost_versions: report.n_lost_versions,
            n_vectors: report.n_vectors,
            originals: report.originals.iter().map(|path| path.display().to_string()).collect(),
            reimported: report.reimported.as_ref().map(Import::of),
            set_aside: report.set_aside.as_ref().map(|path| path.display().to_string()),
        }
    }
}
