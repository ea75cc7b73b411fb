//! Saving libraries damaged on purpose: what reads is saved, what does not is named.

use super::*;
use crate::tests::article;
use crate::{Filter, NewPassage};

const NOW: &str = "2031-01-05T00:00:00Z";
const N_ARTICLES: usize = 60;

/// A library whose texts take several pages each, closed.
fn library() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    for n in 0..N_ARTICLES {
        let text = format!("Report {n}. ").repeat(700);
        let id = store.put_article(&article(&format!("/{n}.txt"), &text)).unwrap().id;
        store.tag(&[id], &["port".to_owned()], &[]).unwrap();
    }
    dir
}

/// Zeroes whole pages of the database.
fn zero(library: &Path, pages: &[usize]) {
    let file = library.join("library.db");
    let mut bytes = fs::read(&file).unwrap();
    for page in pages {
        bytes[page * 4096..(page + 1) * 4096].fill(0);
    }
    fs::write(file, bytes).unwrap();
}

fn salvage(library: &Path) -> (Salvaged, Option<PathBuf>) {
    let salvage = Salvage::begin(library, None).unwrap();
    let store = Store::open_salvaged(&salvage).unwrap();
    let salvaged = salvage.copy(&store, NOW).unwrap();
    for id in &salvaged.articles {
        let article = store.removed_article(*id).unwrap();
        let span = parallax_types::Span::new(0, article.text.len());
        store.restore(&article, &[NewPassage { span, input_hash: [0; 16] }]).unwrap();
    }
    salvage.copy_vectors(&store).unwrap();
    drop(store);
    (salvaged, salvage.finish(NOW).unwrap())
}

#[test]
fn a_sound_library_is_saved_whole_and_set_aside() {
    let dir = library();
    let (salvaged, set_aside) = salvage(dir.path());
    assert_eq!((salvaged.articles.len(), salvaged.lost.len()), (N_ARTICLES, 0));
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(store.articles(&Filter::default()).unwrap().len(), N_ARTICLES);
    assert_eq!(store.tags().unwrap()[0].n_articles, N_ARTICLES);
    assert_eq!(store.verify().unwrap(), []);
    let old = Store::open(&set_aside.unwrap(), Access::Read).unwrap();
    assert_eq!(old.articles(&Filter::default()).unwrap().len(), N_ARTICLES);
    assert!(!restore::staging_of(dir.path()).exists());
}

#[test]
fn every_article_of_a_damaged_library_is_saved_or_named() {
    let dir = library();
    let n_pages =
        usize::try_from(fs::metadata(dir.path().join("library.db")).unwrap().len()).unwrap() / 4096;
    // The texts fill the latter part of the file.
    zero(dir.path(), &[n_pages / 2, n_pages / 2 + 40, n_pages - 30]);
    let (salvaged, _) = salvage(dir.path());
    assert!(!salvaged.lost.is_empty(), "nothing was hit");
    // A page holds the beginnings of several texts.
    assert!(salvaged.articles.len() >= N_ARTICLES * 2 / 3, "{}", salvaged.articles.len());
    assert_eq!(salvaged.articles.len() + salvaged.lost.len(), N_ARTICLES, "{:?}", salvaged.lost);
    assert!(salvaged.lost.iter().all(|lost| lost.title.is_some()));
    let store = Store::open(dir.path(), Access::Write).unwrap();
    store.purge_removed(&crate::Purge::Everything).unwrap();
    assert_eq!(store.verify().unwrap(), []);
    for id in salvaged.articles {
        assert!(store.article(id).unwrap().text.starts_with("Report "));
    }
}

/// Zeroes the root pages of tables: what lies below them is whole and out of reach.
#[test]
fn what_no_tree_leads_to_is_found_page_by_page() {
    let dir = library();
    let connection = crate::backup::open_unchanging(&database(dir.path())).unwrap();
    let root = |table: &str| -> usize {
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
        connection.query_row(sql, [table], |row| row.get(0)).unwrap()
    };
    let roots = ["articles", "article_texts"].map(|table| root(table) - 1);
    zero(dir.path(), &roots);
    let (salvaged, _) = salvage(dir.path());
    assert_eq!((salvaged.articles.len(), salvaged.lost.len()), (N_ARTICLES, 0), "{salvaged:?}");
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(store.tags().unwrap()[0].n_articles, N_ARTICLES);
    assert_eq!(store.verify().unwrap(), []);
}

/// Any page may be hit: nothing panics, nothing half is kept.
#[test]
fn whichever_page_is_bad_the_new_library_is_whole() {
    let sound = library();
    let bytes = fs::read(sound.path().join("library.db")).unwrap();
    let n_pages = bytes.len() / 4096;
    for page in (1..n_pages).step_by(n_pages / 24) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("library.db"), &bytes).unwrap();
        zero(dir.path(), &[page]);
        let (salvaged, _) = salvage(dir.path());
        let store = Store::open(dir.path(), Access::Write).unwrap();
        store.purge_removed(&crate::Purge::Everything).unwrap();
        assert_eq!(store.verify().unwrap(), [], "page {page}");
        let n_there = store.articles(&Filter::default()).unwrap().len();
        assert_eq!(n_there, salvaged.articles.len(), "page {page}");
    }
}

#[test]
fn what_is_no_database_is_said_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("library.db"), [7; 9000]).unwrap();
    let salvage = Salvage::begin(dir.path(), None).unwrap();
    let store = Store::open_salvaged(&salvage).unwrap();
    assert_eq!(salvage.copy(&store, NOW).unwrap_err().code(), "nothing_reads");
    assert_eq!(fs::read(dir.path().join("library.db")).unwrap(), [7; 9000]);
}

/// A bit of the header is a bit like others: what lies behind it is saved.
#[test]
fn whatever_is_wrong_with_the_header_all_articles_are_saved() {
    let sound = library();
    let bytes = fs::read(sound.path().join("library.db")).unwrap();
    for at in [0, 5, 16, 17, 18, 20, 21, 28, 31, 44, 47, 59, 100, 103] {
        let dir = tempfile::tempdir().unwrap();
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        fs::write(dir.path().join("library.db"), damaged).unwrap();
        let (salvaged, _) = salvage(dir.path());
        assert_eq!((salvaged.articles.len(), salvaged.lost.len()), (N_ARTICLES, 0), "byte {at}");
        let store = Store::open(dir.path(), Access::Read).unwrap();
        assert_eq!(store.verify().unwrap(), [], "byte {at}");
    }
}

#[test]
fn of_a_file_that_is_cut_or_has_lost_its_first_page_what_is_there_is_saved() {
    let sound = library();
    let bytes = fs::read(sound.path().join("library.db")).unwrap();
    for (n_bytes, least) in [(bytes.len() - 4096, N_ARTICLES - 1), (bytes.len() / 2, 15)] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("library.db"), &bytes[..n_bytes]).unwrap();
        let (salvaged, _) = salvage(dir.path());
        assert!(salvaged.articles.len() >= least, "{n_bytes}: {}", salvaged.articles.len());
        let store = Store::open(dir.path(), Access::Write).unwrap();
        store.purge_removed(&crate::Purge::Everything).unwrap();
        assert_eq!(store.verify().unwrap(), [], "{n_bytes}");
    }
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("library.db"), &bytes).unwrap();
    zero(dir.path(), &[0]);
    let (salvaged, _) = salvage(dir.path());
    assert_eq!(salvaged.articles.len(), N_ARTICLES);
}

/// Rows of other tables look like tags to who does not look closely.
#[test]
fn no_tag_is_invented_where_the_tags_cannot_be_reached() {
    let sound = library();
    let connection = crate::backup::open_unchanging(&database(sound.path())).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'article_tags'";
    let root: usize = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    drop(connection);
    let beside = Connection::open(database(sound.path())).unwrap();
    beside
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
             INSERT INTO copy_pairs (a, b, a_in_b, b_in_a) SELECT i, i + 1, 0.5, 0.5 FROM n;
             PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    drop(beside);
    let bytes = fs::read(sound.path().join("library.db")).unwrap();
    for kind in [11, 0] {
        let dir = tempfile::tempdir().unwrap();
        let mut damaged = bytes.clone();
        damaged[(root - 1) * 4096] = kind;
        fs::write(dir.path().join("library.db"), damaged).unwrap();
        let (salvaged, _) = salvage(dir.path());
        assert_eq!(salvaged.n_lone_annotations, 0, "{kind}");
        let store = Store::open(dir.path(), Access::Read).unwrap();
        let names: Vec<String> = store.tags().unwrap().into_iter().map(|tag| tag.name).collect();
        assert!(names.is_empty() || names == ["port"], "{kind}: {names:?}");
    }
}

#[test]
fn another_folder_takes_the_new_library_and_the_damaged_one_stays() {
    let dir = library();
    let into = tempfile::tempdir().unwrap();
    let target = into.path().join("saved");
    let salvage = Salvage::begin(dir.path(), Some(&target)).unwrap();
    let store = Store::open_salvaged(&salvage).unwrap();
    salvage.copy(&store, NOW).unwrap();
    drop(store);
    assert_eq!(salvage.finish(NOW).unwrap(), None);
    assert_eq!(Salvage::begin(dir.path(), Some(&target)).err().unwrap().code(), "backup_exists");
    let old = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(old.articles(&Filter::default()).unwrap().len(), N_ARTICLES);
}
