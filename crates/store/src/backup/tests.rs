//! Copies on real files: whole, sealed, and never trusted when they are not.

use super::*;
use crate::tests::{article, library};

const NOW: &str = "2031-01-05T00:00:00Z";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_copy_is_sealed_and_found_whole() {
    let (dir, store) = library();
    store.put_article(&article("/a", "some text")).unwrap();
    let made = store.back_up_here(BackupReason::ByHand, NOW).unwrap();
    let format = crate::schema::FORMAT;
    let name = format!("library-2031-01-05T00-00-00Z-format-{format}-by-hand.db");
    let folder = dir.path().join("backups");
    assert_eq!(names(&folder), [name.clone(), format!("{name}.toml"), "writer.lock".to_owned()]);
    assert_eq!((made.n_articles, made.format), (1, format));
    let found = backups(dir.path());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].state.clone(), found[0].backup.clone()), (BackupState::Whole, Some(made)));
    // The same second again is another copy.
    store.back_up_here(BackupReason::ByHand, NOW).unwrap();
    assert_eq!(backups(dir.path()).len(), 2);
}

#[test]
fn one_flipped_bit_is_noticed_and_the_older_copy_offered() {
    let (dir, store) = library();
    store.put_article(&article("/a", "some text")).unwrap();
    let older = store.back_up_here(BackupReason::Daily, "2031-01-04T00:00:00Z").unwrap();
    let newer = store.back_up_here(BackupReason::Daily, NOW).unwrap();
    let mut bytes = fs::read(&newer.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&newer.path, bytes).unwrap();
    let states: Vec<bool> =
        backups(dir.path()).iter().map(|one| one.state == BackupState::Whole).collect();
    assert_eq!(states, [false, true]);
    assert_eq!(find_backup(dir.path(), None).unwrap().path, older.path);
    assert_eq!(find_backup(dir.path(), Some("2031-01-05")).unwrap().path, newer.path);
    let error = find_backup(dir.path(), Some("2030")).unwrap_err();
    assert_eq!(error.code(), "no_such_backup");
}

#[test]
fn of_a_library_that_is_damaged_no_copy_is_made() {
    let (dir, store) = library();
    store.put_article(&article("/a", "some text")).unwrap();
    store.back_up_here(BackupReason::Daily, "2031-01-04T00:00:00Z").unwrap();
    // As a disk does it: what SQLite finds no fault with.
    let beside = Connection::open(dir.path().join("library.db")).unwrap();
    beside.execute("UPDATE articles SET title = 'A thaw on the watarfront'", []).unwrap();
    let error = store.back_up_here(BackupReason::Daily, NOW).unwrap_err();
    assert_eq!(error.code(), "library_damaged", "{error}");
    assert!(error.to_string().contains("article 1"), "{error}");
    let copies = backups(dir.path());
    assert_eq!((copies.len(), &copies[0].state), (1, &BackupState::Whole));
}

#[test]
fn what_a_killed_run_left_is_removed_and_never_listed() {
    let (dir, store) = library();
    let folder = dir.path().join("backups");
    fs::create_dir_all(&folder).unwrap();
    for name in ["library-x.db.partial", "library-x.db.partial-journal", "library-x.db.toml"] {
        fs::write(folder.join(name), "half").unwrap();
    }
    assert_eq!(backups(dir.path()), []);
    store.back_up_here(BackupReason::Daily, NOW).unwrap();
    assert!(
        !names(&folder).iter().any(|name| name.starts_with("library-x")),
        "{:?}",
        names(&folder)
    );
    assert_eq!(backups(dir.path()).len(), 1);
}

#[test]
fn a_folder_that_holds_a_copy_is_left_alone_and_one_that_holds_half_is_used() {
    let (dir, store) = library();
    let to = dir.path().join("elsewhere/library.db");
    store.back_up(&to, NOW).unwrap();
    assert_eq!(store.back_up(&to, NOW).unwrap_err().code(), "backup_exists");
    fs::rename(&to, partial_of(&to)).unwrap();
    store.back_up(&to, NOW).unwrap();
    assert_eq!(names(to.parent().unwrap()), ["library.db", "library.db.toml", "writer.lock"]);
}

#[test]
fn a_damaged_library_is_not_copied_as_a_whole_one() {
    let (dir, store) = library();
    for n in 0..40 {
        store.put_article(&article(&format!("/{n}"), &format!("text {n} ").repeat(900))).unwrap();
    }
    drop(store);
    let file = dir.path().join("library.db");
    let mut bytes = fs::read(&file).unwrap();
    // A leaf of a table's tree; zeros within a text are still a text.
    let leaf =
        (bytes.len() / 8192..bytes.len() / 4096).find(|page| bytes[page * 4096] == 13).unwrap()
            * 4096;
    bytes[leaf..leaf + 4096].fill(0);
    fs::write(&file, bytes).unwrap();
    let store = Store::open(dir.path(), crate::Access::Read).unwrap();
    assert!(store.back_up_here(BackupReason::Daily, NOW).is_err());
    assert_eq!(backups(dir.path()), []);
}

#[test]
fn copies_made_while_somebody_writes_are_whole() {
    let (dir, store) = library();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..60 {
                store.put_article(&article(&format!("/{n}"), &format!("text {n}"))).unwrap();
            }
        });
        let reader = Store::open(dir.path(), crate::Access::Read).unwrap();
        for _ in 0..4 {
            reader.back_up_here(BackupReason::ByHand, NOW).unwrap();
        }
    });
    let found = backups(dir.path());
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|one| one.state == BackupState::Whole));
}

#[test]
fn an_upgrade_begins_with_a_checked_copy_and_not_without() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("backups");
    crate::schema::older::library(&dir.path().join("library.db"), 9);
    // What an older program's killed copy left is no copy.
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("library-format-9.db"), b"half of it").unwrap();
    let store = Store::open(dir.path(), crate::Access::Write).unwrap();
    let n_articles = store.articles(&crate::Filter::default()).unwrap().len();
    assert_eq!(n_articles, crate::schema::older::N_ARTICLES);
    assert_eq!(store.verify().unwrap(), []);
    let found = backups(dir.path());
    let states: Vec<&BackupState> = found.iter().map(|one| &one.state).collect();
    assert_eq!(states, [&BackupState::Whole, &BackupState::Unsealed]);
    let seal = found[0].backup.clone().unwrap();
    assert_eq!((seal.format, seal.reason), (9, BackupReason::BeforeUpgrade));
    assert_eq!(seal.n_articles, n_articles as u64);
}

#[test]
fn a_library_that_cannot_be_copied_is_not_upgraded() {
    let dir = tempfile::tempdir().unwrap();
    crate::schema::older::library(&dir.path().join("library.db"), 9);
    // Where the copies go there is a file.
    fs::write(dir.path().join("backups"), b"").unwrap();
    assert!(Store::open(dir.path(), crate::Access::Write).is_err());
    let connection = open_unchanging(&dir.path().join("library.db")).unwrap();
    assert_eq!(crate::schema::format(&connection).unwrap(), 9);
}
