//! Saved files that are not what was written: never an exit, never a panic,
//! never a wrong answer.

use std::path::{Path, PathBuf};

use fs_err as fs;
use tempfile::TempDir;

use super::*;
use crate::IndexError;
use crate::clustered::Random;

struct Saved {
    dir: TempDir,
    vectors: Vec<UnitVector>,
}

impl Saved {
    fn new(seed: u64) -> Self {
        // Duplicates, so that the list of unfindable points is not empty.
        let mut vectors = vec![clustered(1, 16, 1, 77).remove(0); 150];
        vectors.extend(clustered(150, 16, 5, seed));
        let dir = tempfile::tempdir().unwrap();
        build(&index_of(&vectors)).save(dir.path()).unwrap();
        Self { dir, vectors }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Manifest, data, graph.
    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> =
            fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert_eq!(files.len(), 3);
        files
    }

    /// Loads; a snapshot that loads must answer as if nothing had happened.
    fn load(&self) -> Result<(), IndexError> {
        let snapshot = Snapshot::load(self.path())?;
        let mut index = index_of(&self.vectors);
        index.adopt(snapshot)?;
        assert_eq!(index.stats(), settled_index_of(&self.vectors).stats());
        assert_eq!(lost(&index, &self.vectors, 300), [0i64; 0]);
        Ok(())
    }

    #[track_caller]
    fn assert_damaged(&self) -> String {
        let error = self.load().unwrap_err();
        assert_eq!(error.code(), "damaged_snapshot", "{error}");
        assert!(error.hint().is_some());
        error.to_string()
    }
}

#[test]
fn whole_files_load() {
    Saved::new(1).load().unwrap();
}

#[test]
fn nothing_saved() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Snapshot::load(dir.path()).unwrap_err().code(), "missing_snapshot");
    let no_dir = dir.path().join("none");
    assert_eq!(Snapshot::load(&no_dir).unwrap_err().code(), "missing_snapshot");
}

/// A short graph file panics in `hnsw_rs`.
#[test]
fn truncated_graph_file() {
    truncate_at_many_lengths(2);
}

/// A short data file ends the process in `hnsw_rs`.
#[test]
fn truncated_data_file() {
    truncate_at_many_lengths(1);
}

#[test]
fn truncated_manifest() {
    truncate_at_many_lengths(0);
}

fn truncate_at_many_lengths(which: usize) {
    let saved = Saved::new(1);
    let path = &saved.files()[which];
    let whole = fs::read(path).unwrap();
    let mut random = Random(5);
    for length in
        [0, 1, 4, whole.len() - 1].into_iter().chain((0..20).map(|_| random.below(whole.len())))
    {
        fs::write(path, &whole[..length]).unwrap();
        saved.assert_damaged();
    }
    fs::write(path, [&whole[..], b"\0"].concat()).unwrap();
    saved.assert_damaged();
    fs::write(path, whole).unwrap();
    saved.load().unwrap();
}

/// `hnsw_rs` accepted 82 of 120 flipped bits.
#[test]
fn flipped_bits() {
    let saved = Saved::new(1);
    let mut random = Random(6);
    for path in saved.files() {
        let whole = fs::read(&path).unwrap();
        for _ in 0..60 {
            let mut bytes = whole.clone();
            bytes[random.below(whole.len())] ^= 1 << random.below(8);
            fs::write(&path, bytes).unwrap();
            // White space of the manifest may change without harm; `load` checks
            // that whatever loads answers right.
            let is_manifest = path.extension().is_some_and(|extension| extension == "json");
            match saved.load() {
                Ok(()) => assert!(is_manifest, "accepted in {}", path.display()),
                Err(error) => assert_eq!(error.code(), "damaged_snapshot", "{error}"),
            }
        }
        fs::write(&path, whole).unwrap();
    }
    saved.load().unwrap();
}

#[test]
fn deleted_files() {
    let saved = Saved::new(1);
    for path in saved.files() {
        let whole = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let code = saved.load().unwrap_err().code();
        let is_manifest = path.ends_with("manifest.json");
        assert_eq!(code, if is_manifest { "missing_snapshot" } else { "damaged_snapshot" });
        fs::write(&path, whole).unwrap();
    }
    saved.load().unwrap();
}

#[test]
fn mixed_generations() {
    let (one, two) = (Saved::new(1), Saved::new(2));
    for which in 0..3 {
        let (path, other) = (&one.files()[which], &two.files()[which]);
        let whole = fs::read(path).unwrap();
        fs::copy(other, path).unwrap();
        one.assert_damaged();
        fs::write(path, whole).unwrap();
    }
    one.load().unwrap();
}

/// Sound files of another library, or of this one before its database was
/// restored: the same ids with other vectors.
#[test]
fn files_of_another_library() {
    let (one, two) = (Saved::new(1), Saved::new(2));
    let mut index = settled_index_of(&one.vectors);
    let before = index.stats();
    let error = index.adopt(Snapshot::load(two.path()).unwrap()).unwrap_err();
    assert_eq!(error.code(), "foreign_snapshot");
    assert_eq!(index.stats(), before);
    let wider = index_of(&clustered(5, 17, 1, 1));
    assert_eq!(index.adopt(build(&wider)).unwrap_err().code(), "foreign_snapshot");
}

/// Vectors removed since the snapshot was saved are no reason to refuse it.
#[test]
fn files_older_than_the_library() {
    let saved = Saved::new(1);
    let mut index = index_of(&saved.vectors);
    let newer = &clustered(1, 16, 1, 5)[0];
    for id in 160..260 {
        index.remove(VectorId(id));
    }
    index.insert(VectorId(301), newer).unwrap();
    index.adopt(Snapshot::load(saved.path()).unwrap()).unwrap();
    let stats = index.stats();
    assert_eq!((stats.n_in_snapshot, stats.n_recent, stats.n_tombstones), (200, 1, 100));
    assert_eq!(lost(&index, &saved.vectors, 300), (160..260).collect::<Vec<i64>>());
    assert_eq!(ids(&index.nearest(newer, 1, GRAPH).unwrap()), [301]);
}

#[test]
fn error_texts() {
    let saved = Saved::new(1);
    let dir = saved.path().display().to_string();
    let files = saved.files();
    fs::write(&files[1], b"x").unwrap();
    assert_eq!(
        saved.assert_damaged().replace(&dir, "DIR"),
        "the saved index in `DIR` is damaged: `snapshot-000001.hnsw.data` \
         has another length than was written"
    );
    fs::remove_file(&files[2]).unwrap();
    assert_eq!(
        saved.assert_damaged().replace(&dir, "DIR"),
        "the saved index in `DIR` is damaged: `snapshot-000001.hnsw.graph` is missing"
    );
}

#[test]
fn an_unwritable_folder_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, b"in the way").unwrap();
    let snapshot = build(&index_of(&clustered(5, 8, 1, 1)));
    assert_eq!(snapshot.save(&file.join("index")).unwrap_err().code(), "index_io");
}
