//! Folders that change while the library is open, and while it is closed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::{
    Access, Control, FakeEmbedder, Filter, FolderWatch, Held, HeldBecause, Library, ModelSource,
    Options, Synced,
};

const N_FILES: usize = 200;

fn open(folder: &Path) -> Library {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    Library::open(Options { folder: folder.to_path_buf(), access: Access::Write, model, clock })
        .unwrap()
}

fn sync(library: &Library, folder: &Path) -> Synced {
    library.sync_folders(&[folder.to_path_buf()], &Control::default(), &|_| {}).unwrap()
}

fn story(n: usize, version: usize) -> String {
    format!(
        "Report {n} of the harbour\n\nThe ferries of pier {n} were stopped by ice for the {version}. day, and \
         number {} on the list had to wait until the evening of that day.\n",
        n * 37 + version
    )
}

fn name(folder: &Path, n: usize) -> PathBuf {
    folder.join(format!("story-{n}.txt"))
}

/// What the library holds under `folder`, as path and text.
fn held(library: &Library) -> BTreeSet<(String, String)> {
    let rows = library.articles(&Filter::default()).unwrap();
    let article = |row: &crate::ArticleRow| library.article(row.id).unwrap().text;
    rows.iter().map(|row| (row.path.clone(), squeezed(&article(row)))).collect()
}

fn in_folder(folder: &Path) -> BTreeSet<(String, String)> {
    let files = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|file| {
            let text = fs_err::read_to_string(&file).unwrap();
            (file.to_string_lossy().into_owned(), squeezed(&text))
        })
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 50 files changed, 50 removed, 20 renamed.
fn change(folder: &Path, version: usize, first: usize) {
    for n in first..first + 25 {
        fs_err::write(name(folder, n), story(n, version)).unwrap();
    }
    for n in first + 25..first + 50 {
        fs_err::remove_file(name(folder, n)).unwrap();
    }
    for n in first + 50..first + 60 {
        fs_err::rename(name(folder, n), folder.join(format!("renamed-{n}.txt"))).unwrap();
    }
}

#[test]
fn the_library_ends_equal_to_the_folder_it_watches() {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("watched");
    fs_err::create_dir_all(&folder).unwrap();
    let at = dir.path().join("library");
    let library = open(&at);
    let watch = FolderWatch::start(std::slice::from_ref(&folder)).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..N_FILES {
                fs_err::write(name(&folder, n), story(n, 0)).unwrap();
            }
            std::thread::sleep(Duration::from_millis(700));
            change(&folder, 1, 0);
        });
        let started = Instant::now();
        let is_done = || {
            let files = in_folder(&folder);
            files.len() == N_FILES - 25 && held(&library) == files
        };
        while !is_done() {
            assert!(started.elapsed() < Duration::from_mins(1), "not equal after a minute");
            if watch.wait(Duration::from_millis(500)) {
                sync(&library, &folder);
            }
        }
    });
    drop((watch, library));
    // Closed, the folder goes on changing.
    change(&folder, 2, 60);
    let library = open(&at);
    let ids = |library: &Library| {
        let rows = library.articles(&Filter::default()).unwrap();
        rows.iter().map(|row| row.id).collect::<BTreeSet<_>>()
    };
    let before = ids(&library);
    let synced = sync(&library, &folder);
    assert_eq!((synced.followed.n_moved, synced.followed.removed.len()), (10, 25));
    assert_eq!((synced.report.imported.len(), synced.report.failed.len()), (25, 0));
    assert_eq!(held(&library), in_folder(&folder));
    // Changed articles are new versions; all others are those they were.
    assert_eq!(before.intersection(&ids(&library)).count(), N_FILES - 25 - 25 - 25);
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn a_folder_that_is_not_there_removes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("drive");
    fs_err::create_dir_all(&folder).unwrap();
    fs_err::write(name(&folder, 1), story(1, 0)).unwrap();
    let library = open(&dir.path().join("library"));
    sync(&library, &folder);
    fs_err::rename(&folder, dir.path().join("elsewhere")).unwrap();
    let followed = sync(&library, &folder).followed;
    assert_eq!((followed.removed.len(), followed.held.len()), (0, 1));
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 1);
    assert!(FolderWatch::start(std::slice::from_ref(&folder)).is_err());
    // The mount point of a drive that is not connected.
    fs_err::create_dir_all(&folder).unwrap();
    let followed = sync(&library, &folder).followed;
    assert_eq!(followed.removed.len(), 0);
    assert_eq!(followed.held[0].to_string(), "the folder is empty; its article was kept");
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 1);
}

/// A folder with two files in each of two folders below, in a library that is in step.
fn nested() -> (tempfile::TempDir, PathBuf, Library) {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("watched");
    for n in 0..4 {
        let below = folder.join(if n < 2 { "clips" } else { "drives/one/deep" });
        fs_err::create_dir_all(&below).unwrap();
        fs_err::write(name(&below, n), story(n, 0)).unwrap();
    }
    let library = open(&dir.path().join("library"));
    library.watch_folder(&folder).unwrap();
    sync(&library, &folder);
    (dir, folder, library)
}

#[test]
fn a_drive_below_the_folder_removes_nothing_when_it_goes() {
    let (dir, folder, library) = nested();
    let (drive, away) = (folder.join("drives/one"), dir.path().join("unplugged"));
    for reason in [HeldBecause::NotThere, HeldBecause::Empty] {
        fs_err::rename(&drive, &away).unwrap();
        // The outermost folder in which nothing is went away.
        let gone = folder.join("drives");
        if reason == HeldBecause::NotThere {
            fs_err::remove_dir(&gone).unwrap();
        } else {
            fs_err::create_dir_all(&drive).unwrap();
        }
        let (followed, there) = library.follow_watched().unwrap();
        assert_eq!(followed.held, [Held { path: gone, reason, n_articles: 2 }]);
        assert_eq!((followed.removed.len(), there), (0, vec![folder.clone()]));
        let problem = library.watched_folders().unwrap()[0].problem.clone().unwrap();
        let why = if reason == HeldBecause::NotThere { "is not there" } else { "is empty" };
        assert_eq!(problem, format!("`drives`: the folder {why}; its 2 articles were kept"));
        let _ = fs_err::remove_dir(&drive);
        fs_err::create_dir_all(folder.join("drives")).unwrap();
        fs_err::rename(&away, &drive).unwrap();
        let synced = sync(&library, &folder);
        assert_eq!((synced.report.unchanged.len(), synced.followed.held.len()), (4, 0));
    }
}

#[test]
fn a_deleted_file_removes_its_article_unless_something_was_made_of_it() {
    let (_dir, folder, library) = nested();
    let rows = library.articles(&Filter::default()).unwrap();
    let tagged = rows.iter().find(|row| row.path.ends_with("story-2.txt")).unwrap().id;
    library.tag(&[tagged], &["keep".to_owned()], &[]).unwrap();
    let deep = folder.join("drives/one/deep");
    fs_err::write(name(&deep, 9), story(9, 0)).unwrap();
    fs_err::remove_file(name(&deep, 2)).unwrap();
    fs_err::remove_file(name(&deep, 3)).unwrap();
    let followed = library.follow_watched().unwrap().0;
    let held = Held { path: folder.clone(), reason: HeldBecause::Annotated, n_articles: 1 };
    assert_eq!((followed.removed.len(), followed.held), (1, vec![held.clone()]));
    assert_eq!(
        held.to_string(),
        "the file of an article with tags, notes, highlights or corrections is gone; the \
         article was kept"
    );
    assert_eq!(library.remove_vanished(&folder).unwrap(), [tagged]);
}

#[test]
fn a_file_moved_to_where_a_removed_one_lay_keeps_what_was_made_of_it() {
    let (_dir, folder, library) = nested();
    let clips = folder.join("clips");
    let id_of = |ending: &str| {
        let rows = library.articles(&Filter::default()).unwrap();
        rows.iter().find(|row| row.path.ends_with(ending)).unwrap().id
    };
    let removal = library.remove(&[id_of("story-0.txt")]).unwrap();
    library.tag(&[id_of("story-1.txt")], &["keep".to_owned()], &[]).unwrap();
    fs_err::rename(name(&clips, 1), name(&clips, 0)).unwrap();
    let synced = sync(&library, &folder);
    assert_eq!((synced.followed.n_moved, synced.report.imported.len()), (1, 0));
    assert_eq!(library.tags_of(id_of("story-0.txt")).unwrap(), ["keep"]);
    // The removed one can still be brought back.
    assert_eq!(library.undo(removal).unwrap().articles.len(), 1);
}

#[cfg(unix)]
#[test]
fn names_that_differ_in_bytes_that_are_no_unicode_are_different_files() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir().unwrap();
    let root = fs_err::canonicalize(dir.path()).unwrap();
    let at = |bytes: &[u8]| std::ffi::OsStr::from_bytes(bytes).to_owned();
    let folder = root.join(at(b"caf\xE9"));
    fs_err::create_dir_all(&folder).unwrap();
    for (n, bytes) in [&b"a\xFF.txt"[..], b"a\xFE.txt", b"a\\xFF.txt"].into_iter().enumerate() {
        fs_err::write(folder.join(at(bytes)), story(n, 0)).unwrap();
    }
    let library = open(&root.join("library"));
    library.watch_folder(&folder).unwrap();
    assert_eq!(library.watched_folders().unwrap()[0].path, folder);
    let report = sync(&library, &folder).report;
    assert_eq!((report.imported.len(), report.failed.len()), (3, 0));
    let rows = library.articles(&Filter::default()).unwrap();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| parallax_types::text_to_path(&row.path).is_file()));
    let synced = sync(&library, &folder);
    assert_eq!((synced.report.imported.len(), synced.report.unchanged.len()), (0, 3));
    assert_eq!(library.watched_folders().unwrap()[0].n_articles, 3);
    // Moved and removed as any other.
    fs_err::rename(folder.join(at(b"a\xFF.txt")), folder.join(at(b"b\xFF.txt"))).unwrap();
    fs_err::remove_file(folder.join(at(b"a\xFE.txt"))).unwrap();
    let followed = sync(&library, &folder).followed;
    assert_eq!((followed.n_moved, followed.removed.len()), (1, 1));
}

#[test]
fn a_mailbox_cut_short_keeps_what_was_made_of_its_later_mails() {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("mail");
    fs_err::create_dir_all(&folder).unwrap();
    let mails: Vec<String> = (0..3).map(|n| super::sequences::mail(1, n)).collect();
    let file = folder.join("all.mbox");
    fs_err::write(&file, mails.concat()).unwrap();
    let library = open(&dir.path().join("library"));
    let imported = sync(&library, &folder).report.imported;
    let last = imported.last().unwrap().id;
    library.set_note(last, "ask her").unwrap();
    fs_err::write(&file, &mails[0]).unwrap();
    sync(&library, &folder);
    assert_eq!(library.kept(last).unwrap().note.as_deref(), Some("ask her"));
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 2);
    // It is not read anew each time.
    assert_eq!(sync(&library, &folder).report.imported.len(), 0);
    fs_err::write(&file, mails.concat()).unwrap();
    sync(&library, &folder);
    let notes = library.articles(&Filter::default()).unwrap();
    let notes = notes.iter().filter_map(|row| library.kept(row.id).unwrap().note);
    assert_eq!(notes.collect::<Vec<_>>(), ["ask her"]);
}
