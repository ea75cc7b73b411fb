//! The files of an import for the window: states told apart, the notable first.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use parallax_engine::{self as engine, ArticleId};

use super::{count, file_name, id, problem};
use crate::dto::{FileState, ImportQueue, QueuedFile, StateCount};

/// What there is to know about the files of an import.
pub(crate) struct Files<'a> {
    /// Files found, in the order found.
    pub(crate) found: &'a [engine::QueuedFile],
    /// Paths nobody has looked at yet.
    pub(crate) waiting: &'a [std::path::PathBuf],
    /// Articles some vectors of which are missing.
    pub(crate) pending: &'a HashSet<ArticleId>,
    /// Whether the import still runs.
    pub(crate) is_running: bool,
}

/// At most `n_wanted` files in the state `only`, or in any; failures first, then
/// what is being read, then by how far they are.
pub(crate) fn queue(files: &Files<'_>, only: Option<FileState>, n_wanted: usize) -> ImportQueue {
    let mut by_state: BTreeMap<FileState, Vec<Place<'_>>> = BTreeMap::new();
    for (at, file) in files.found.iter().enumerate() {
        by_state.entry(state(file, files)).or_default().push(Place::Found(at, file));
    }
    let not_begun = if files.is_running { FileState::Waiting } else { FileState::Stopped };
    for path in files.waiting {
        by_state.entry(not_begun).or_default().push(Place::Waiting(path));
    }
    let counts = by_state
        .iter()
        .map(|(state, places)| StateCount { state: *state, n_files: count(places.len()) })
        .collect();
    let wanted = by_state.iter().filter(|(state, _)| only.is_none_or(|only| only == **state));
    let n_wanted_state: usize = wanted.clone().map(|(_, places)| places.len()).sum();
    let listed = wanted.flat_map(|(state, places)| places.iter().map(|place| place.view(*state)));
    let listed: Vec<QueuedFile> = listed.take(n_wanted).collect();
    ImportQueue { counts, n_more: count(n_wanted_state - listed.len()), files: listed }
}

enum Place<'a> {
    Found(usize, &'a engine::QueuedFile),
    Waiting(&'a Path),
}

impl Place<'_> {
    fn view(&self, state: FileState) -> QueuedFile {
        let (file_id, path) = match self {
            Self::Found(at, file) => (Some(count(*at)), file.path.as_path()),
            Self::Waiting(path) => (None, *path),
        };
        let (articles, failed) = match self {
            Self::Found(_, file) => match &file.state {
                engine::FileState::Stored(ids) | engine::FileState::Unchanged(ids) => {
                    (ids.as_slice(), None)
                }
                engine::FileState::Failed(failed) => (&[][..], Some(problem(failed))),
                _ => (&[][..], None),
            },
            Self::Waiting(_) => (&[][..], None),
        };
        QueuedFile {
            file_id,
            file_name: file_name(&path.to_string_lossy()),
            folder: path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
            state,
            article_ids: articles.iter().map(|article| id(article.0)).collect(),
            problem: failed,
        }
    }
}

fn state(file: &engine::QueuedFile, files: &Files<'_>) -> FileState {
    match &file.state {
        engine::FileState::Failed(_) => FileState::Failed,
        engine::FileState::Stored(ids) if ids.iter().any(|id| files.pending.contains(id)) => {
            FileState::FoundByWords
        }
        engine::FileState::Stored(_) => FileState::FoundByMeaning,
        engine::FileState::Unchanged(_) => FileState::Unchanged,
        _ if !files.is_running => FileState::Stopped,
        engine::FileState::Waiting => FileState::Waiting,
        engine::FileState::Reading | engine::FileState::ReadingPage(_) => FileState::Reading,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, state: engine::FileState) -> engine::QueuedFile {
        engine::QueuedFile { path: path.into(), state }
    }

    #[test]
    fn failures_come_first_and_vectors_decide_how_a_file_is_found() {
        let failed = engine::FailedFile {
            path: "/x/bad.txt".into(),
            code: "not_text",
            message: "it is a picture".into(),
            hint: None,
        };
        let found = [
            file("/x/a.txt", engine::FileState::Stored(vec![ArticleId(1)])),
            file("/x/b.txt", engine::FileState::Stored(vec![ArticleId(2)])),
            file("/x/bad.txt", engine::FileState::Failed(failed)),
            file("/x/c.txt", engine::FileState::Waiting),
        ];
        let pending = HashSet::from([ArticleId(2)]);
        let mut files =
            Files { found: &found, waiting: &["/y".into()], pending: &pending, is_running: true };
        let all = queue(&files, None, 3);
        let states: Vec<_> = all.files.iter().map(|file| file.state).collect();
        assert_eq!(states, [FileState::Failed, FileState::FoundByWords, FileState::FoundByMeaning]);
        assert_eq!((all.n_more, all.files[0].file_id), (2, Some(2)));
        assert_eq!(queue(&files, Some(FileState::Waiting), 9).files.len(), 2);
        files.is_running = false;
        assert_eq!(queue(&files, Some(FileState::Stopped), 9).files.len(), 2);
    }
}
