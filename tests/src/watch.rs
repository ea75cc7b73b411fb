//! Watched folders from outside: `parallax watch` while files come, change and go,
//! and while it does not run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::cli::{Library, count};

const N_FILES: usize = 200;
const PATIENCE: Duration = Duration::from_mins(3);

/// The program, ended with this value.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_library_ends_equal_to_the_folder_running_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("clippings");
    fs_err::create_dir_all(&folder).unwrap();
    let library = Library::new();
    library.json(0, &["watch", "--add", folder.to_str().unwrap()]);

    let mut command = library.command(&["watch"]);
    let watching = Watching(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    for n in 0..N_FILES {
        fs_err::write(file(&folder, n), story(n, 0)).unwrap();
    }
    becomes_equal(&library, &folder);
    change(&folder, 1, 0);
    becomes_equal(&library, &folder);
    drop(watching);

    change(&folder, 2, 60);
    let synced = library.json(0, &["watch", "--once"]);
    assert_eq!((synced["moved"].as_u64(), count(&synced["removed"])), (Some(10), 25));
    assert_eq!(count(&synced["imported"]), 25);
    assert_eq!(held(&library), in_folder(&folder));
    let again = library.json(0, &["watch", "--once"]);
    assert_eq!((count(&again["imported"]), count(&again["removed"])), (0, 0));
    assert_eq!(library.json(0, &["verify"])["problems"], serde_json::json!([]));
}

#[test]
fn a_folder_that_went_away_keeps_its_articles_and_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let folder = fs_err::canonicalize(dir.path()).unwrap().join("drive");
    fs_err::create_dir_all(&folder).unwrap();
    fs_err::write(file(&folder, 1), story(1, 0)).unwrap();
    let library = Library::new();
    library.json(0, &["watch", "--add", folder.to_str().unwrap()]);
    fs_err::rename(&folder, dir.path().join("unplugged")).unwrap();
    let synced = library.json(3, &["watch", "--once"]);
    assert_eq!((count(&synced["removed"]), count(&synced["kept"])), (0, 1));
    let listed = library.json(0, &["watch", "--list"]);
    assert_eq!(listed["folders"][0]["n_articles"], 1);
    assert!(listed["folders"][0]["problem"].as_str().unwrap().contains("kept"), "{listed}");
    let gone = library.json(0, &["watch", "--remove", folder.to_str().unwrap(), "--with-articles"]);
    assert_eq!(count(&gone["removed"]), 1);
    assert_eq!(count(&library.json(0, &["list"])), 0);
}

/// 25 files changed, 25 removed, 10 renamed.
fn change(folder: &Path, version: usize, first: usize) {
    for n in first..first + 25 {
        fs_err::write(file(folder, n), story(n, version)).unwrap();
    }
    for n in first + 25..first + 50 {
        fs_err::remove_file(file(folder, n)).unwrap();
    }
    for n in first + 50..first + 60 {
        fs_err::rename(file(folder, n), folder.join(format!("renamed-{n}.txt"))).unwrap();
    }
}

fn file(folder: &Path, n: usize) -> PathBuf {
    folder.join(format!("story-{n}.txt"))
}

fn story(n: usize, version: usize) -> String {
    format!(
        "Report {n} of the harbour, version {version}\n\nThe ferries of pier {n} were stopped by \
         ice for the {version}. day, and number {} on the list had to wait until the evening.\n",
        n * 37 + version
    )
}

fn becomes_equal(library: &Library, folder: &Path) {
    let deadline = Instant::now() + PATIENCE;
    while held(library) != in_folder(folder) {
        assert!(Instant::now() < deadline, "the library did not become equal to the folder");
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// Path and title of what the library holds.
fn held(library: &Library) -> BTreeMap<String, String> {
    let rows = library.json_of_any(&["list"]);
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.as_array()
        .into_iter()
        .flatten()
        .map(|row| (text(row, "path"), text(row, "title")))
        .collect()
}

/// Path and first line of what lies in the folder.
fn in_folder(folder: &Path) -> BTreeMap<String, String> {
    let files = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let text = fs_err::read_to_string(&path).unwrap();
            (path.to_string_lossy().into_owned(), text.lines().next().unwrap().to_owned())
        })
        .collect()
}
