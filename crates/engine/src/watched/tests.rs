//! Watched folders are kept with the library, and nothing goes unseen.

use std::sync::Arc;

use super::*;
use crate::{Access, FakeEmbedder, Filter, ModelSource, Options};

fn open(folder: &Path) -> Library {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    Library::open(Options { folder: folder.to_path_buf(), access: Access::Write, model, clock })
        .unwrap()
}

fn folder_of(dir: &Path, name: &str, n_files: usize) -> PathBuf {
    let folder = fs_err::canonicalize(dir).unwrap().join(name);
    fs_err::create_dir_all(&folder).unwrap();
    for n in 0..n_files {
        let text =
            format!("Report {n}\n\nThe ferries of pier {n} were stopped by ice for a day.\n");
        fs_err::write(folder.join(format!("{n}.txt")), text).unwrap();
    }
    folder
}

fn n_articles(library: &Library) -> usize {
    library.articles(&Filter::default()).unwrap().len()
}

#[test]
fn they_are_kept_and_followed_when_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder_of(dir.path(), "clippings", 3);
    let at = dir.path().join("library");
    let library = open(&at);
    assert_eq!(library.watch_folder(&folder).unwrap(), folder);
    library.sync_watched(&Control::default(), &|_| {}).unwrap();
    drop(library);
    fs_err::remove_file(folder.join("1.txt")).unwrap();
    let library = open(&at);
    let watched = library.watched_folders().unwrap();
    assert_eq!((watched.len(), watched[0].n_articles), (1, 3));
    assert_eq!((watched[0].synced_at.is_some(), &watched[0].problem), (true, &None));
    let synced = library.sync_watched(&Control::default(), &|_| {}).unwrap();
    assert_eq!((synced.followed.removed.len(), n_articles(&library)), (1, 2));
}

#[test]
fn a_missing_folder_keeps_its_articles_until_told_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder_of(dir.path(), "drive", 2);
    let library = open(&dir.path().join("library"));
    library.watch_folder(&folder).unwrap();
    library.sync_watched(&Control::default(), &|_| {}).unwrap();
    fs_err::rename(&folder, dir.path().join("unplugged")).unwrap();
    let synced = library.sync_watched(&Control::default(), &|_| {}).unwrap();
    assert!(synced.report.failed.is_empty(), "a folder that is away is no bad file");
    let watched = library.watched_folders().unwrap();
    assert_eq!(
        watched[0].problem.as_deref(),
        Some("the folder is not there; its 2 articles were kept")
    );
    assert_eq!(n_articles(&library), 2);
    assert_eq!(library.remove_vanished(&folder).unwrap().len(), 2);
    assert_eq!(n_articles(&library), 0);
}

#[test]
fn forgetting_a_folder_keeps_or_removes_as_asked() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder_of(dir.path(), "clippings", 2);
    let library = open(&dir.path().join("library"));
    let watch = || {
        library.watch_folder(&folder).unwrap();
        library.sync_watched(&Control::default(), &|_| {}).unwrap();
    };
    watch();
    assert!(library.unwatch_folder(&folder, Unwatched::Keep).unwrap().is_empty());
    assert_eq!((library.watched_folders().unwrap().len(), n_articles(&library)), (0, 2));
    watch();
    assert_eq!(library.unwatch_folder(&folder, Unwatched::Remove).unwrap().len(), 2);
    assert_eq!(n_articles(&library), 0);
    let error = library.unwatch_folder(&folder, Unwatched::Keep).unwrap_err();
    assert_eq!((error.code(), error.hint().is_some()), ("not_watched", true));
}

#[test]
fn folders_in_folders_are_watched_once() {
    let dir = tempfile::tempdir().unwrap();
    let inner = folder_of(dir.path(), "all/inner", 1);
    let outer = folder_of(dir.path(), "all", 1);
    let library = open(&dir.path().join("library"));
    library.watch_folder(&inner).unwrap();
    library.watch_folder(&outer).unwrap();
    let paths: Vec<_> = library.watched_folders().unwrap().into_iter().map(|f| f.path).collect();
    assert_eq!(paths, std::slice::from_ref(&outer));
    let error = library.watch_folder(&inner).unwrap_err().to_string();
    assert!(error.contains("which is watched"), "{error}");
    let error = library.watch_folder(dir.path()).unwrap_err().to_string();
    assert!(error.contains("the library itself lies there"), "{error}");
}

#[test]
fn an_unfinished_import_is_remembered_until_it_ends() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("library");
    let library = open(&at);
    library.note_unfinished(&[PathBuf::from("/b"), PathBuf::from("/a")]).unwrap();
    drop(library);
    let library = open(&at);
    assert_eq!(library.unfinished_imports().unwrap(), [Path::new("/a"), Path::new("/b")]);
    library.clear_unfinished().unwrap();
    assert!(library.unfinished_imports().unwrap().is_empty());
}
