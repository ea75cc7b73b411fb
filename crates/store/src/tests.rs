//! The store against real SQLite files: what goes in comes out, whole or not at all.

use std::path::Path;

use parallax_types::{
    ArticleId, BlockKind, Boilerplate, IsoDate, Metadata, Receipt, Role, Source, Sourced, Span,
    UnitVector, VectorId,
};

use crate::{
    Access, Filter, NewArticle, NewPassage, QueryWord, RemovedBy, Scope, Store, StoreError,
    StoredBlock, WordsFound,
};

pub(crate) fn library() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    (dir, store)
}

pub(crate) fn find(store: &Store, word: &str, filter: &Filter) -> WordsFound {
    let articles = store.articles_passing(filter).unwrap();
    store.find_words(&[QueryWord::once(word)], &Scope { articles, passages: None }, 9).unwrap()
}

pub(crate) fn article(path: &str, text: &str) -> NewArticle {
    let metadata = Metadata {
        outlet: Some(Sourced::new("The Quay".to_owned(), Source::OpenGraph)),
        authors: Some(Sourced::new(
            vec!["A. Reuel".to_owned(), "B. Osei".to_owned()],
            Source::Meta,
        )),
        published: IsoDate::new("2031-01-04T10:00:00+01:00")
            .map(|date| Sourced::new(date, Source::JsonLd)),
        language: Some(Sourced::new("en".to_owned(), Source::Detected)),
        ..Metadata::default()
    };
    let span = Span::new(0, text.len());
    NewArticle {
        path: path.to_owned(),
        part: 0,
        content_hash: [7; 32],
        metadata,
        title: "A thaw on the waterfront".to_owned(),
        title_source: Source::OpenGraph,
        context: "A thaw on the waterfront".to_owned(),
        opening: "Dockers".to_owned(),
        tags: Vec::new(),
        receipt: Receipt {
            format: "html".to_owned(),
            encoding: "utf-8".to_owned(),
            warnings: vec!["odd".to_owned()],
            took_ms: 7,
            captured: IsoDate::new("2031-01-04T12:00:00Z"),
        },
        text: text.to_owned(),
        blocks: vec![StoredBlock {
            span,
            kind: BlockKind::Paragraph,
            role: Role::Body,
            key: Some(9),
            page: Some(3),
        }],
        passages: vec![NewPassage { span, input_hash: hash(text) }],
        n_words_kept: 3,
        n_words_dropped: 1,
        pipeline: "p1".to_owned(),
        imported_at: "2031-01-05T00:00:00Z".to_owned(),
    }
}

fn hash(text: &str) -> [u8; 16] {
    blake3::hash(text.as_bytes()).as_bytes()[..16].try_into().unwrap()
}

fn vector(values: &[f32]) -> UnitVector {
    UnitVector::new(values.to_vec()).unwrap()
}

#[test]
fn an_article_comes_back_as_it_was_stored() {
    let (dir, store) = library();
    let new = article("/a.html", "Dockers met the board.");
    let id = store.put_article(&new).unwrap().id;
    drop(store);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    let stored = store.article(id).unwrap();
    assert_eq!(stored.text, new.text);
    assert_eq!(stored.blocks, new.blocks);
    assert_eq!((stored.page_of(0), stored.page_of(stored.text.len())), (Some(3), None));
    assert_eq!(stored.row.metadata.outlet, new.metadata.outlet);
    assert_eq!(stored.row.metadata.authors, new.metadata.authors);
    assert_eq!(stored.row.metadata.published, new.metadata.published);
    assert_eq!(stored.row.receipt, new.receipt);
    assert_eq!(stored.passages.len(), 1);
}

#[test]
fn boilerplate_kinds_survive_storage() {
    let (_dir, store) = library();
    let mut new = article("/a", "x");
    new.blocks = Boilerplate::ALL
        .map(|furniture| StoredBlock {
            span: Span::new(0, 1),
            kind: BlockKind::Caption,
            role: Role::Boilerplate(furniture),
            key: None,
            page: None,
        })
        .to_vec();
    let id = store.put_article(&new).unwrap().id;
    assert_eq!(store.article(id).unwrap().blocks, new.blocks);
}

#[test]
fn the_same_file_again_replaces_the_article_and_frees_its_vectors() {
    let (_dir, store) = library();
    let first = store.put_article(&article("/a", "single text")).unwrap();
    store.put_vectors(&[(VectorId(1), vector(&[1.0, 2.0]))]).unwrap();
    let second = store.put_article(&article("/a", "another text")).unwrap();
    assert_eq!(second.replaced, Some(first.id));
    assert_eq!(second.dropped, [VectorId(1)]);
    assert!(matches!(store.article(first.id), Err(StoreError::NoSuchArticle { .. })));
    assert_eq!(find(&store, "single", &Filter::default()).passages, []);
    assert_eq!(find(&store, "another", &Filter::default()).passages.len(), 1);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn equal_inputs_share_one_vector_and_ids_are_never_reused() {
    let (_dir, store) = library();
    let a = store.put_article(&article("/a", "same words")).unwrap();
    let b = store.put_article(&article("/b", "same words")).unwrap();
    assert_eq!((a.n_pending, b.n_pending), (1, 0));
    assert_eq!(store.pending(VectorId(0), 9).unwrap().len(), 1);
    store.put_vectors(&[(VectorId(1), vector(&[0.5, -1.0]))]).unwrap();
    assert_eq!(store.pending(VectorId(0), 9).unwrap(), []);
    assert_eq!(store.passages_with_vectors(&[VectorId(1)]).unwrap().len(), 2);
    let c = store.put_article(&article("/c", "same words")).unwrap();
    assert_eq!(c.n_pending, 0);

    store.remove(&[a.id, b.id, c.id], RemovedBy::Reader, "now").unwrap();
    assert_eq!(store.purge_removed(&crate::Purge::Everything).unwrap(), [VectorId(1)]);
    store.put_article(&article("/d", "fresh words")).unwrap();
    assert_eq!(store.pending(VectorId(0), 9).unwrap()[0].vector_id, VectorId(2));
}

#[test]
fn vectors_keep_their_direction() {
    let (_dir, store) = library();
    store.put_article(&article("/a", "x y z")).unwrap();
    let values: Vec<f32> = (0..384u16).map(|n| (f32::from(n) * 0.7).sin()).collect();
    let original = vector(&values);
    store.put_vectors(&[(VectorId(1), original.clone())]).unwrap();
    let stored = store.vectors(&[VectorId(1), VectorId(5)]).unwrap();
    assert!(stored[0].as_ref().unwrap().cosine(&original) > 0.999_99);
    assert_eq!(stored[0], Some(crate::as_stored(&original)));
    assert_eq!(stored[1], None);
}

#[test]
fn removal_can_be_undone_until_it_is_purged() {
    let (_dir, store) = library();
    let new = article("/a", "dockers and board");
    let id = store.put_article(&new).unwrap().id;
    store.remove(&[id], RemovedBy::Reader, "now").unwrap();
    assert_eq!(store.articles(&Filter::default()).unwrap(), []);
    assert_eq!(find(&store, "dockers", &Filter::default()).passages, []);
    assert_eq!(store.verify().unwrap(), []);

    let removed = store.removed_article(id).unwrap();
    store.restore(&removed, &new.passages).unwrap();
    assert_eq!(find(&store, "docker", &Filter::default()).passages.len(), 1);

    store.remove(&[id], RemovedBy::Reader, "2031-02-01").unwrap();
    assert_eq!(
        store.purge_removed(&crate::Purge::RemovedBefore("2031-02-01".to_owned())).unwrap(),
        [VectorId(1)],
        "used by none"
    );
    let removed = store.removed_articles().unwrap();
    let seen = removed.iter().map(|one| (one.row.id, one.removed_at.as_str()));
    assert_eq!(seen.collect::<Vec<_>>(), [(id, "2031-02-01")]);
    assert_eq!(store.verify().unwrap(), []);
    store.purge_removed(&crate::Purge::RemovedBefore("2031-02-02".to_owned())).unwrap();
    assert_eq!(store.n_removed().unwrap(), 0);
    assert!(store.removed_article(id).is_err());
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn files_a_reader_took_out_are_remembered_until_they_are_wanted_again() {
    let (_dir, store) = library();
    let mut parts = [article("/a", "one"), article("/a", "two")];
    parts[1].part = 1;
    let [first, second] = parts.each_ref().map(|part| store.put_article(part).unwrap().id);
    let hash = parts[0].content_hash;
    let is_declined = || store.is_declined(&hash).unwrap();
    store.remove(&[first], RemovedBy::Reader, "now").unwrap();
    assert!(!is_declined(), "something of it is there");
    store.remove(&[second], RemovedBy::Reader, "now").unwrap();
    assert!(is_declined());
    store.purge_removed(&crate::Purge::Everything).unwrap();
    assert!(is_declined(), "it is gone for good, and not wanted");
    let again = store.put_article(&parts[0]).unwrap().id;
    assert!(!is_declined());
    store.remove(&[again], RemovedBy::Folder, "now").unwrap();
    assert!(!is_declined());
    store.restore(&store.removed_article(again).unwrap(), &parts[0].passages).unwrap();
    store.remove(&[again], RemovedBy::Reader, "now").unwrap();
    assert!(is_declined());
    store.restore(&store.removed_article(again).unwrap(), &parts[0].passages).unwrap();
    assert!(!is_declined());
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_removed_article_that_comes_again_with_other_words_leaves_nothing_behind() {
    let (_dir, store) = library();
    let first = store.put_article(&article("/a.txt", "The crane stands still.")).unwrap();
    store.remove(&[first.id], RemovedBy::Reader, "2031-01-05T00:00:00Z").unwrap();
    let again = store.put_article(&article("/a.txt", "The crane turns again.")).unwrap();
    assert_eq!((again.replaced, again.dropped.len()), (Some(first.id), 1));
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn removing_an_unknown_article_removes_nothing() {
    let (_dir, store) = library();
    let id = store.put_article(&article("/a", "text")).unwrap().id;
    assert!(store.remove(&[id, ArticleId(99)], RemovedBy::Reader, "now").is_err());
    assert_eq!(store.articles(&Filter::default()).unwrap().len(), 1);
}

#[test]
fn filters_agree_between_articles_words_and_vectors() {
    let (_dir, store) = library();
    store.put_article(&article("/a", "harbour one")).unwrap();
    let mut other = article("/b", "harbour two");
    other.metadata.outlet = Some(Sourced::new("100% Coast_Herald".to_owned(), Source::Meta));
    other.metadata.published = None;
    store.put_article(&other).unwrap();
    let counts = |filter: &Filter| {
        let articles = store.articles(filter).unwrap().len();
        assert_eq!(articles, find(&store, "harbour", filter).passages.len(), "{filter:?}");
        let passages = store.snapshot(|snapshot| snapshot.passages_passing(filter)).unwrap();
        assert_eq!(articles, passages.len(), "{filter:?}");
        assert_eq!(articles, store.first_passages(filter).unwrap().len(), "{filter:?}");
        articles
    };
    let outlets = |name: &str| Filter { outlets: vec![name.to_owned()], ..Filter::default() };
    assert_eq!(counts(&Filter::default()), 2);
    assert_eq!(counts(&outlets("the quay")), 1);
    assert_eq!(counts(&outlets("100%")), 1);
    assert_eq!(counts(&outlets("_")), 1);
    assert_eq!(counts(&Filter { authors: vec!["osei".to_owned()], ..Filter::default() }), 2);
    assert_eq!(counts(&Filter { after: Some("2031-01-04".to_owned()), ..Filter::default() }), 1);
    assert_eq!(counts(&Filter { before: Some("2031-01-03".to_owned()), ..Filter::default() }), 0);
}

#[test]
fn one_writer_many_readers() {
    let (dir, store) = library();
    let error = Store::open(dir.path(), Access::Write).unwrap_err();
    assert_eq!(error.code(), "library_locked");
    assert!(error.to_string().contains("process"), "{error}");
    let reader = Store::open(dir.path(), Access::Read).unwrap();
    store.put_article(&article("/a", "seen at once")).unwrap();
    assert_eq!(reader.articles(&Filter::default()).unwrap().len(), 1);
    assert_eq!(
        reader.purge_removed(&crate::Purge::Everything).unwrap_err().code(),
        "library_read_only"
    );
    drop(store);
    Store::open(dir.path(), Access::Write).unwrap();
}

#[test]
fn other_formats_are_refused_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Store::open(dir.path(), Access::Read).unwrap_err().code(), "no_library");
    drop(Store::open(dir.path(), Access::Write).unwrap());
    let connection = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    for access in [Access::Read, Access::Write] {
        assert_eq!(Store::open(dir.path(), access).unwrap_err().code(), "library_too_new");
    }
}

#[test]
fn verify_sees_drift_and_damage() {
    let (dir, store) = library();
    store.put_article(&article("/a", "some words")).unwrap();
    store.put_vectors(&[(VectorId(1), vector(&[1.0, 1.0]))]).unwrap();
    assert_eq!(store.verify().unwrap(), []);
    let connection = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
    for (damage, expected) in [
        ("DELETE FROM passage_words", "missing from the words index"),
        ("UPDATE passages SET end_byte = 999", "does not fit"),
        ("UPDATE vectors SET value = x'0000'", "no direction"),
    ] {
        connection.execute_batch(damage).unwrap();
        let problems = store.verify().unwrap();
        assert!(
            problems.iter().any(|problem| problem.what.contains(expected)),
            "{damage}: {problems:?}"
        );
    }
}

#[test]
fn repeated_blocks_are_counted_within_an_outlet() {
    let (_dir, store) = library();
    for path in ["/a", "/b", "/c"] {
        store.put_article(&article(path, path)).unwrap();
    }
    let count = |outlet, key, except: &[&'static str], up_to| {
        let except = except.iter().copied().collect();
        store.n_articles_with_block(outlet, key, &except, up_to).unwrap()
    };
    assert_eq!(count("The Quay", 9, &[], 9), 3);
    assert_eq!(count("The Quay", 9, &["/a"], 9), 2);
    assert_eq!(count("The Quay", 9, &["/a", "/b"], 9), 1);
    assert_eq!(count("The Quay", 9, &["/a"], 1), 1);
    assert_eq!(count("Coast Herald", 9, &["/a"], 9), 0);
    assert_eq!(count("The Quay", 8, &["/a"], 9), 0);
}

#[test]
fn another_model_starts_over_under_new_ids() {
    let (_dir, store) = library();
    assert!(!store.use_model("a").unwrap());
    for path in ["/a", "/b", "/c"] {
        store.put_article(&article(path, path)).unwrap();
    }
    store.put_vectors(&[(VectorId(2), vector(&[1.0])), (VectorId(3), vector(&[1.0]))]).unwrap();
    assert!(!store.use_model("a").unwrap());
    assert_eq!(store.pending(VectorId(0), 9).unwrap().len(), 1);

    assert!(store.use_model("b").unwrap());
    assert_eq!(store.model().unwrap().as_deref(), Some("b"));
    let pending: Vec<_> =
        store.pending(VectorId(0), 9).unwrap().iter().map(|p| p.vector_id.0).collect();
    assert_eq!(pending, [4, 5, 6]);
    assert_eq!(store.verify().unwrap(), []);
    store.put_article(&article("/d", "/d")).unwrap();
    assert_eq!(store.pending(VectorId(6), 9).unwrap()[0].vector_id, VectorId(7));
}

/// Turns a library of this format into one of the first, with the same articles.
fn make_older(folder: &Path) {
    let (new, old) = (folder.join("library.db"), folder.join("older.db"));
    let connection = rusqlite::Connection::open(&old).unwrap();
    connection.execute_batch(crate::schema::FIRST).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute("ATTACH ?1 AS new", [new.to_str().unwrap()]).unwrap();
    for table in ["articles", "article_texts", "blocks", "vectors", "passages"] {
        let columns: Vec<String> = connection
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}', 'main')"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let columns = columns.join(", ");
        let copy =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}");
        connection.execute(&copy, []).unwrap();
    }
    connection
        .execute_batch(
            "DETACH new;
             INSERT INTO passage_words (rowid, context, body) VALUES (1, '', 'ёлка');
             INSERT INTO article_words (rowid, title, body) VALUES (1, '', 'ёлка');",
        )
        .unwrap();
    drop(connection);
    fs_err::rename(old, new).unwrap();
    fs_err::remove_file(folder.join("acknowledged.log")).unwrap();
}

#[test]
fn letters_are_folded_and_an_older_library_is_upgraded() {
    let (dir, store) = library();
    let mut new = article("/a", "Ёлка в Łodzi, Ёлка ещё.");
    new.context = String::new();
    store.put_article(&new).unwrap();
    let found = |store: &Store, word: &str| {
        let found = find(store, word, &Filter::default());
        (found.passages.len(), found.articles.len())
    };
    for word in ["елка", "ёлка", "lodzi", "еще"] {
        assert_eq!(found(&store, word), (1, 1), "{word}");
    }
    // The title leads to the passage that follows it.
    assert_eq!(found(&store, "thaw"), (1, 1));

    drop(store);
    make_older(dir.path());
    let store = Store::open(dir.path(), Access::Write).unwrap();
    for word in ["елка", "lodzi"] {
        assert_eq!(found(&store, word), (1, 1), "{word}");
    }
    assert_eq!(found(&store, "thaw"), (1, 1));
    assert_eq!(store.verify().unwrap(), []);
    let counts = store.word_counts(&["ёлка", "S-400", "lodzi"]).unwrap();
    assert_eq!(counts, [1, 0, 1]);
}

#[test]
fn an_article_has_the_words_of_all_its_passages_and_of_its_title() {
    let (_dir, store) = library();
    let text = "Cranes stood idle. Dockers went home.";
    let passage = |start: usize, end: usize, hash: u8| NewPassage {
        span: Span::new(start, end),
        input_hash: [hash; 16],
    };
    let two = NewArticle {
        passages: vec![passage(0, 18, 1), passage(19, text.len(), 2)],
        ..article("/a", text)
    };
    store.put_article(&two).unwrap();
    store.put_article(&article("/b", "Cranes and dockers, dockers and cranes.")).unwrap();
    let found = |words: &[&str], scope: &Scope| {
        let words: Vec<QueryWord> = words.iter().map(|word| QueryWord::once(word)).collect();
        let found = store.find_words(&words, scope, 9).unwrap();
        let mut passages: Vec<i64> = found.passages.iter().map(|hit| hit.passage_id.0).collect();
        let mut articles: Vec<i64> = found.articles.iter().map(|(id, _)| id.0).collect();
        passages.sort_unstable();
        articles.sort_unstable();
        (passages, articles)
    };
    let all = Scope::default();
    assert_eq!(found(&["cranes", "dockers"], &all), (vec![1, 2, 3], vec![1, 2]));
    assert_eq!(found(&["stood idle"], &all), (vec![1], vec![1]));
    assert_eq!(found(&["—", "\"", "OR"], &all), (vec![], vec![]));
    assert_eq!(found(&["dockers"; 300], &all), (vec![2, 3], vec![1, 2]));
    let scope = Scope { articles: Some([parallax_types::ArticleId(2)].into()), passages: None };
    assert_eq!(found(&["dockers"], &scope), (vec![3], vec![2]));
    let scope = Scope { articles: None, passages: Some([parallax_types::PassageId(2)].into()) };
    assert_eq!(found(&["dockers"], &scope), (vec![2], vec![1, 2]));
    assert_eq!(store.verify().unwrap(), []);
}

/// Turns a library of this format into one of the eleventh, its words index empty.
fn make_format_11(folder: &Path) {
    let connection = rusqlite::Connection::open(folder.join("library.db")).unwrap();
    connection
        .execute_batch(
            "DROP TABLE checksums; DROP TABLE declined_files; DELETE FROM library WHERE key = 'acknowledged';
             DROP TABLE passage_vocab; DROP TABLE passage_words;
             CREATE VIRTUAL TABLE passage_words USING fts5 (
  title, body, content = '', contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
             CREATE VIRTUAL TABLE passage_vocab USING fts5vocab(passage_words, row);
             DROP TABLE article_versions; DROP INDEX articles_by_address;
             DROP INDEX articles_by_outlet; ALTER TABLE articles DROP COLUMN captured;
             CREATE INDEX articles_by_outlet ON articles (outlet);
             PRAGMA user_version = 11;",
        )
        .unwrap();
    fs_err::remove_file(folder.join("acknowledged.log")).unwrap();
}

#[test]
fn a_library_without_checksums_gets_them() {
    let (dir, store) = library();
    let id = store.put_article(&article("/a", "Dockers met the board.")).unwrap().id;
    store.tag(&[id], &["harbour".to_owned()], &[]).unwrap();
    drop(store);
    make_format_11(dir.path());
    assert_eq!(crate::verify(dir.path()).unwrap_err().code(), "library_too_old");
    drop(Store::open(dir.path(), Access::Write).unwrap());
    assert_eq!(crate::verify(dir.path()).unwrap(), []);
    let connection = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
    connection.execute("UPDATE article_texts SET text = 'Dockers met the boars.'", []).unwrap();
    let problems = crate::verify(dir.path()).unwrap();
    assert_eq!(problems[0].what, "article 1 “A thaw on the waterfront”: damaged: text");
    assert_eq!((problems[0].kind.code(), &problems[0].articles[..]), ("article", &[id][..]));
}

#[test]
fn a_format_that_its_tables_are_not_of_is_damage() {
    let (dir, store) = library();
    store.put_article(&article("/a", "Dockers met the board.")).unwrap();
    drop(store);
    for wrong in [0, 4, 11, 12, 13, 15, 17, 0x0010_000c, i32::MIN] {
        let connection = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
        connection.pragma_update(None, "user_version", wrong).unwrap();
        drop(connection);
        let problems = crate::verify(dir.path()).unwrap();
        assert!(problems.iter().any(|it| it.kind.code() == "schema"), "{wrong}: {problems:?}");
    }
}

#[test]
fn whatever_lies_there_gets_an_answer() {
    let (dir, store) = library();
    store.put_article(&article("/a", "Dockers met the board.")).unwrap();
    drop(store);
    let path = dir.path().join("library.db");
    let bytes = fs_err::read(&path).unwrap();
    fs_err::write(&path, "").unwrap();
    assert_eq!(crate::verify(dir.path()).unwrap_err().code(), "library_missing");
    for (name, damaged) in [
        ("no database", b"Dockers met the board, and nothing came of it.".repeat(99)),
        ("half of it", bytes[..bytes.len() / 2].to_vec()),
        ("its beginning", bytes[..1000].to_vec()),
        ("zeros", vec![0; bytes.len()]),
    ] {
        fs_err::write(&path, damaged).unwrap();
        let problems = crate::verify(dir.path()).unwrap();
        assert!(!problems.is_empty(), "{name}");
        assert!(!problems.iter().all(|problem| problem.kind.is_derived()), "{name}: {problems:?}");
    }
}
