//! The file somebody opened from outside the window, until its article is shown.
//!
//! The page may not be there yet when the article is: so it is told that there is
//! something, and takes it when it can. Not here: importing the file (`import`).

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use parallax_engine::{ArticleId, FileState, QueuedFile};

/// What is to be shown next. The latest wish counts.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Nothing,
    /// A file, or a folder of which the first article counts.
    Awaited(PathBuf),
    Ready(ArticleId),
}

impl Opening {
    /// The article of this file is wanted.
    pub(crate) fn await_file(&self, path: &Path) {
        // The import names files by where they really lie.
        let path = fs_err::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        *self.lock() = State::Awaited(path);
    }

    pub(crate) fn is_awaited(&self) -> bool {
        matches!(*self.lock(), State::Awaited(_))
    }

    /// Looks whether the file has become an article; true at the moment it has.
    pub(crate) fn look(&self, files: &[QueuedFile]) -> bool {
        let mut state = self.lock();
        let State::Awaited(path) = &*state else { return false };
        let article = files.iter().filter(|file| file.path.starts_with(path)).find_map(first);
        if let Some(article) = article {
            *state = State::Ready(article);
        }
        article.is_some()
    }

    /// The article to show now; it is given once.
    pub(crate) fn take(&self) -> Option<ArticleId> {
        let mut state = self.lock();
        let State::Ready(article) = *state else { return None };
        *state = State::Nothing;
        Some(article)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn first(file: &QueuedFile) -> Option<ArticleId> {
    match &file.state {
        FileState::Stored(ids) | FileState::Unchanged(ids) => ids.first().copied(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, state: FileState) -> QueuedFile {
        QueuedFile { path: path.into(), state }
    }

    #[test]
    fn an_article_is_ready_once_its_file_is_stored_and_is_given_once() {
        let opening = Opening::default();
        let mut files = vec![file("/x/other.txt", FileState::Stored(vec![ArticleId(1)]))];
        assert!(!opening.look(&files));
        opening.await_file(Path::new("/x/wanted.txt"));
        assert!(!opening.look(&files) && opening.take().is_none());
        files.push(file("/x/wanted.txt", FileState::Reading));
        assert!(!opening.look(&files));
        files[1].state = FileState::Unchanged(vec![ArticleId(2), ArticleId(3)]);
        assert!(opening.look(&files) && !opening.look(&files));
        assert_eq!((opening.take(), opening.take()), (Some(ArticleId(2)), None));
    }

    #[test]
    fn the_first_article_of_a_folder_counts_and_the_latest_wish() {
        let opening = Opening::default();
        let files = [
            file("/folder/a.txt", FileState::Waiting),
            file("/folder/b.txt", FileState::Stored(vec![ArticleId(4)])),
            file("/folder-beside/c.txt", FileState::Stored(vec![ArticleId(5)])),
        ];
        opening.await_file(Path::new("/nowhere"));
        opening.await_file(Path::new("/folder"));
        assert!(opening.look(&files));
        assert_eq!(opening.take(), Some(ArticleId(4)));
    }
}
