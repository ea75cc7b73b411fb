//! How long removed articles wait, and who brings them back.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::{
    Access, Control, FakeEmbedder, Filter, Intake, Library, ModelSource, Options, SearchRequest,
    TAKEN_OUT, Unwatched,
};

/// Of these tests alone: days since the epoch.
static DAY: AtomicI64 = AtomicI64::new(0);

fn open(folder: &Path) -> Library {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || Timestamp::from_second(86_400 * DAY.load(Ordering::Relaxed)).unwrap();
    let folder = folder.to_path_buf();
    Library::open(Options { folder, access: Access::Write, model, clock }).unwrap()
}

fn write(folder: &Path, name: &str) {
    let text = format!("Report {name}\n\nThe board said that quay {name} is open again.\n");
    fs_err::write(folder.join(format!("{name}.txt")), text).unwrap();
}

#[test]
fn bringing_back_and_deleting_are_one_step_and_may_be_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let (files, folder) = (dir.path().join("files"), dir.path().join("library"));
    fs_err::create_dir_all(&files).unwrap();
    for name in ["north", "south", "east"] {
        write(&files, name);
    }
    let library = open(&folder);
    library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    let ids: Vec<_> =
        library.articles(&Filter::default()).unwrap().iter().map(|row| row.id).collect();
    library.remove(&ids).unwrap();
    // As after a run that was broken off: one is back already.
    library.restore_from_bin(&ids[..1]).unwrap();
    let nobody = parallax_types::ArticleId(999);
    assert!(library.restore_from_bin(&[ids[1], nobody]).is_err());
    assert_eq!(library.n_in_bin().unwrap(), 2, "all or none");
    library.restore_from_bin(&ids).unwrap();
    assert_eq!(library.n_in_bin().unwrap(), 0);
    library.remove(&ids[..1]).unwrap();
    assert!(library.remove_for_good(&[ids[1], nobody]).is_err());
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 2);
    // One of them is in the bin.
    library.remove_for_good(&ids[..2]).unwrap();
    assert_eq!(library.n_in_bin().unwrap(), 0);
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 1);
    assert_eq!(library.verify().unwrap(), []);
}

#[test]
fn removed_articles_wait_thirty_days_and_are_found_again_when_they_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let (files, folder) = (dir.path().join("files"), dir.path().join("library"));
    fs_err::create_dir_all(&files).unwrap();
    write(&files, "north");
    write(&files, "south");
    let everything = || Intake::new(vec![files.clone()]);
    let ask = SearchRequest::new("quay north");
    let id = {
        let library = open(&folder);
        library.import(&everything(), &Control::default(), &|_| {}).unwrap();
        let id = library.search(&ask).unwrap().hits[0].article.id;
        library.tag(&[id], &["port".to_owned()], &[]).unwrap();
        library.remove(&[id]).unwrap();
        id
    };
    DAY.store(29, Ordering::Relaxed);
    let library = open(&folder);
    assert_eq!(library.bin().unwrap()[0].row.id, id);
    assert_eq!(library.verify().unwrap(), []);
    library.restore_from_bin(&[id]).unwrap();
    assert_eq!(library.n_pending().unwrap(), 1, "its vector was given up, and is computed again");
    library.import(&Intake::default(), &Control::default(), &|_| {}).unwrap();
    assert_eq!(library.search(&ask).unwrap().hits[0].article.id, id);
    assert_eq!(library.tags_of(id).unwrap(), ["port"]);
    library.remove(&[id]).unwrap();
    drop(library);
    DAY.store(60, Ordering::Relaxed);
    let library = open(&folder);
    assert_eq!((library.n_in_bin().unwrap(), library.verify().unwrap()), (0, vec![]));

    // Gone for good, and still not wanted: a watched folder leaves it out, its name brings it.
    library.watch_folder(&files).unwrap();
    let report = library.sync_watched(&Control::default(), &|_| {}).unwrap().report;
    let left_out: Vec<_> = report.skipped.iter().map(|file| file.reason).collect();
    assert_eq!((report.imported.len(), &left_out[..]), (0, &[TAKEN_OUT][..]));
    let report = library.import(&everything(), &Control::default(), &|_| {}).unwrap();
    assert_eq!(report.imported.len(), 1);

    // What goes with its folder comes back with it.
    assert_eq!(library.unwatch_folder(&files, Unwatched::Keep).unwrap().len(), 0);
    library.watch_folder(&files).unwrap();
    fs_err::rename(files.join("north.txt"), dir.path().join("north.txt")).unwrap();
    let gone = library.sync_watched(&Control::default(), &|_| {}).unwrap().followed.removed;
    assert_eq!((gone.len(), library.n_in_bin().unwrap()), (1, 1));
    fs_err::rename(dir.path().join("north.txt"), files.join("north.txt")).unwrap();
    library.sync_watched(&Control::default(), &|_| {}).unwrap();
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 2);
    assert_eq!((library.n_in_bin().unwrap(), library.verify().unwrap()), (0, vec![]));
}
