//! The files of an import one by one: which wait, which are read, what came of each.
//! Not here: numbers over all of them (`progress`).

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use parallax_import::PageAt;
use parallax_types::ArticleId;

use super::FailedFile;

/// A file on its way into the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedFile {
    /// Where it lies.
    pub path: PathBuf,
    /// How far it is.
    pub state: FileState,
}

/// How far a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// Its turn has not come.
    Waiting,
    /// Being read.
    Reading,
    /// Being read by OCR, at this page.
    ReadingPage(PageAt),
    /// Its articles are stored: found by words, and by meaning once their vectors are.
    Stored(Vec<ArticleId>),
    /// The library had it already, byte for byte.
    Unchanged(Vec<ArticleId>),
    /// It did not become an article.
    Failed(FailedFile),
}

/// Files in the order they were found.
#[derive(Debug, Default)]
pub(super) struct Queue {
    files: Vec<QueuedFile>,
    by_path: HashMap<PathBuf, usize>,
}

impl Queue {
    pub(super) fn files(&self) -> &[QueuedFile] {
        &self.files
    }

    /// Notes the state of a file; one not met before joins the end.
    pub(super) fn set(&mut self, path: &Path, state: FileState) {
        if let Some(file) = self.by_path.get(path).and_then(|at| self.files.get_mut(*at)) {
            file.state = state;
        } else {
            self.by_path.insert(path.to_path_buf(), self.files.len());
            self.files.push(QueuedFile { path: path.to_path_buf(), state });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_place_while_its_state_changes() {
        let mut queue = Queue::default();
        queue.set(Path::new("a"), FileState::Waiting);
        queue.set(Path::new("b"), FileState::Waiting);
        queue.set(Path::new("a"), FileState::Stored(vec![ArticleId(7)]));
        let states: Vec<_> = queue.files().iter().map(|file| file.state.clone()).collect();
        assert_eq!(states, [FileState::Stored(vec![ArticleId(7)]), FileState::Waiting]);
    }
}
