//! Saved files that are not what was written: never an exit, never a panic,
//! never a wrong answer.

use std::path::PathBuf;

use fs_err as fs;

use super::*;
use crate::clustered::Random;

struct Saved {
    on_disk: OnDisk,
    vectors: Vec<UnitVector>,
}

impl Saved {
    fn new(seed: u64) -> Self {
        // Duplicates, so that the list of unfindable points is not empty.
        let mut vectors = vec![clustered(1, 16, 1, 77).remove(0); 150];
        vectors.extend(clustered(150, 16, 5, seed));
        Self { on_disk: settled_index_of(&vectors), vectors }
    }

    fn path(&self) -> &Path {
        self.on_disk.dir.path()
    }

    /// Codes, links, manifest.
    fn files(&self) -> [PathBuf; 3] {
        let mut files: Vec<_> =
            fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.try_into().unwrap()
    }

    /// Opens as the engine does and checks that nothing is lost. Returns what was
    /// said to be wrong.
    fn open(&self) -> Vec<String> {
        let (mut index, problems) = match VectorIndex::open(self.path()) {
            Ok(opened) => (opened.index, opened.problems),
            Err(error) => {
                assert_eq!(error.code(), "damaged_index", "{error}");
                assert!(error.hint().is_some());
                (VectorIndex::new(16), vec![error.to_string()])
            }
        };
        for (id, vector) in (1..).map(VectorId).zip(&self.vectors) {
            if id > index.covered() {
                index.insert(id, vector).unwrap();
            }
        }
        assert_eq!(index.len(), self.vectors.len());
        assert_eq!(lost(&index, &self.vectors, 300), [0i64; 0]);
        problems
    }

    #[track_caller]
    fn assert_damaged(&self) -> String {
        let problems = self.open();
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].clone()
    }
}

#[test]
fn whole_files_open() {
    assert_eq!(Saved::new(1).open(), [""; 0]);
}

#[test]
fn nothing_saved() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(VectorIndex::open(dir.path()).unwrap_err().code(), "missing_index");
    let no_dir = dir.path().join("none");
    assert_eq!(VectorIndex::open(&no_dir).unwrap_err().code(), "missing_index");
}

#[test]
fn truncated_codes() {
    truncate_at_many_lengths(0);
}

#[test]
fn truncated_links() {
    truncate_at_many_lengths(1);
}

#[test]
fn truncated_manifest() {
    truncate_at_many_lengths(2);
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
    assert_eq!(saved.open(), [""; 0]);
}

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
            // White space of the manifest may change without harm; `open` checks
            // that whatever opens answers right.
            let is_manifest = path.extension().is_some_and(|extension| extension == "json");
            let problems = saved.open();
            assert!(is_manifest || !problems.is_empty(), "accepted in {}", path.display());
        }
        fs::write(&path, whole).unwrap();
    }
    assert_eq!(saved.open(), [""; 0]);
}

#[test]
fn missing_files() {
    let saved = Saved::new(1);
    for path in saved.files() {
        let whole = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        if path.ends_with("manifest.json") {
            assert_eq!(VectorIndex::open(saved.path()).unwrap_err().code(), "missing_index");
        } else {
            assert!(saved.assert_damaged().ends_with("is missing"));
        }
        fs::write(&path, whole).unwrap();
    }
    assert_eq!(saved.open(), [""; 0]);
}

/// Files of two generations, as a crash or a copied folder may leave them.
#[test]
fn files_of_another_generation() {
    let (one, two) = (Saved::new(1), Saved::new(2));
    for (mine, theirs) in one.files().iter().zip(two.files()).take(2) {
        let whole = fs::read(mine).unwrap();
        fs::copy(theirs, mine).unwrap();
        one.assert_damaged();
        fs::write(mine, whole).unwrap();
    }
}

/// What is sound in itself but of another library, or of this one before its
/// database was restored: the same ids with other vectors.
#[test]
fn files_of_another_library() {
    let (one, two) = (Saved::new(1), Saved::new(2));
    let foreign = VectorIndex::open(two.path()).unwrap().index;
    let agrees = |vectors: &[UnitVector]| {
        foreign
            .sample()
            .iter()
            .all(|id| foreign.agrees(*id, &vectors[usize::try_from(id.0).unwrap() - 1]))
    };
    assert!(agrees(&two.vectors));
    assert!(!agrees(&one.vectors));
    assert!(!foreign.agrees(VectorId(1), &clustered(1, 17, 1, 1)[0]), "another dimension");
}

/// A damaged graph costs its segment the graph; damaged codes cost what comes after.
#[test]
fn what_is_whole_stays_in_use() {
    let saved = Saved::new(1);
    let [codes, links, _] = saved.files();
    fs::write(&links, b"x").unwrap();
    let opened = VectorIndex::open(saved.path()).unwrap();
    assert_eq!(opened.problems, ["`links-000002.bin` has another length than was written"]);
    assert_eq!((opened.index.stats().n_settled, opened.index.stats().n_linked), (300, 0));
    assert_eq!(opened.index.covered(), VectorId(300));
    fs::write(&codes, b"x").unwrap();
    let opened = VectorIndex::open(saved.path()).unwrap();
    assert_eq!(opened.problems, ["`codes-000001.bin` has another length than was written"]);
    assert_eq!(opened.index.covered(), VectorId(0));
}

#[test]
fn error_texts() {
    let saved = Saved::new(1);
    let [_, _, manifest] = saved.files();
    fs::write(&manifest, b"{}").unwrap();
    let dir = saved.path().display().to_string();
    let text = saved.assert_damaged().replace(&dir, "DIR");
    assert!(text.starts_with("the saved index in `DIR` is damaged: `manifest.json`"), "{text}");
}

#[test]
fn an_unwritable_folder_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, b"in the way").unwrap();
    let index = index_of(&clustered(5, 8, 1, 1));
    let error = index.settling(VectorId(5)).write(&file.join("index")).unwrap_err();
    assert_eq!(error.code(), "index_io");
}
