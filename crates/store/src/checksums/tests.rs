//! Sums go along with whatever is written, and nothing is left without one.

use std::collections::BTreeSet;

use parallax_types::{ArticleId, Colour, Quote, Span, UnitVector, VectorId};
use proptest::prelude::*;

use super::PARTS;
use crate::error::Doing;
use crate::tests::{article, library};
use crate::{
    Access, AskedSearch, Edit, Field, NewArticle, NewHighlight, RemovedBy, Store, Value, verify,
};

#[test]
fn every_table_has_checksums() {
    let connection = crate::schema::empty(crate::schema::FORMAT).unwrap();
    let tables: BTreeSet<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut parts: BTreeSet<String> = PARTS.iter().map(|part| part.table.to_owned()).collect();
    assert_eq!(parts.len(), PARTS.len());
    assert_eq!(PARTS.iter().map(|part| part.id).collect::<BTreeSet<_>>().len(), PARTS.len());
    parts.insert("checksums".to_owned());
    assert_eq!(tables, parts);
}

/// A library in which every table has rows.
fn full() -> (tempfile::TempDir, Store, ArticleId) {
    let (dir, store) = library();
    let first = store.put_article(&article("/a", "Dockers met the board.")).unwrap().id;
    let second = store.put_article(&article("/b", "The board met dockers.")).unwrap().id;
    store.use_model("m").unwrap();
    store.put_vectors(&[(VectorId(1), UnitVector::new(vec![1.0, 2.0]).unwrap())]).unwrap();
    store.tag(&[first], &["harbour".to_owned()], &[]).unwrap();
    store.set_note(first, Some("mine")).unwrap();
    store.add_highlight(&highlight(first)).unwrap();
    let edit = Edit { field: Field::Title, value: Value::Written(Some("Other".to_owned())) };
    store.edit(first, &[edit]).unwrap();
    store.save_search("n", "q", "2031").unwrap();
    let asked = AskedSearch { query: "q".to_owned(), asked_at: "2031".to_owned() };
    store.put_asked_searches(&[asked]).unwrap();
    store.watch_folder("/f", "2031").unwrap();
    store.note_unfinished(&["/f".to_owned()]).unwrap();
    store.note_parser_crash(&[1; 32]).unwrap();
    let gone = NewArticle { content_hash: [8; 32], ..article("/c", "Gone.") };
    let gone = store.put_article(&gone).unwrap().id;
    store.remove(&[gone], RemovedBy::Reader, "2031").unwrap();
    crate::versions::tests::put_twice(&store, "/d");
    derive(&store, first, second);
    (dir, store, first)
}

fn derive(store: &Store, first: ArticleId, second: ArticleId) {
    use crate::{
        CopyPair, FeatureKey, KeyKind, NewFeatures, OriginMarkRow, QuoteRow, Relations, StoryLink,
    };
    let mut keys = store.new_keys().unwrap();
    let span = Span::new(0, 3);
    for id in [first, second] {
        let sides = NewFeatures {
            article_id: id,
            day: None,
            season: Some(3),
            terms: vec![(7, 255)],
            mean: None,
            n_shingles: 3,
            keys: vec![FeatureKey { kind: KeyKind::Term, hash: 1, weight: 2 }],
            quotes: vec![QuoteRow {
                article_id: id,
                span,
                sentence: span,
                speaker: Some("A".to_owned()),
                speaker_key: None,
                speaker_span: None,
                is_reported: false,
            }],
            origin_marks: vec![OriginMarkRow {
                span,
                name: "wire".to_owned(),
                kind: "wire".to_owned(),
                words: "wire".to_owned(),
            }],
        };
        let (a, b) = (first, second);
        let (copies, links) = if id == second {
            let copy = CopyPair { a, b, a_in_b: 0.5, b_in_a: 1.0 };
            (vec![copy], vec![StoryLink { a, b, similarity: 0.5, subject: 1.0 }])
        } else {
            (vec![], vec![])
        };
        let relations = Relations { article_id: id, copies, links };
        store
            .write_features(&mut keys, |batch| {
                batch.put(&sides)?;
                batch.relate(&relations)
            })
            .unwrap();
    }
    store.count_vocabulary(&|| true).unwrap();
    // Sorted in only once they are many.
    store
        .write(|transaction| {
            transaction
                .execute("INSERT INTO side_keys (first, postings) VALUES (1, x'000101')", [])
                .doing("sorting a key in")
        })
        .unwrap();
}

fn highlight(article_id: ArticleId) -> NewHighlight {
    NewHighlight {
        article_id,
        span: Span::new(0, 7),
        quote: Quote { words: "Dockers".to_owned(), before: String::new(), after: String::new() },
        colour: Colour::Yellow,
        note: None,
        made_at: "2031".to_owned(),
    }
}

fn raw(dir: &tempfile::TempDir) -> rusqlite::Connection {
    rusqlite::Connection::open(dir.path().join("library.db")).unwrap()
}

#[test]
fn a_change_of_any_column_of_any_table_is_found() {
    let (dir, store, _) = full();
    assert_eq!(store.verify().unwrap(), []);
    drop(store);
    let mut n_columns = 0;
    for part in &PARTS {
        let columns = super::columns(&raw(&dir), part.table).unwrap();
        for column in columns {
            let table = part.table;
            let connection = raw(&dir);
            connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; SAVEPOINT whole").unwrap();
            let value = format!(
                "CASE typeof({column}) WHEN 'integer' THEN {column} + 1000 WHEN 'real' THEN {column} / 2
                 WHEN 'blob' THEN CAST(x'77' || coalesce(substr({column}, 2), '') AS BLOB) WHEN 'text' THEN 'x' || {column} ELSE 1 END"
            );
            // FTS5 looks at its own version before anything is compared.
            if table == "passage_words_config" || table == "sqlite_sequence" && column == "name" {
                continue;
            }
            let sql = format!("UPDATE {table} SET {column} = {value}");
            let changed = connection.execute(&sql, []);
            let is_changed = changed.as_ref().is_ok_and(|n| *n > 0);
            if let Err(error) = changed {
                // NULL of another type.
                assert!(error.to_string().contains("cannot store"), "{sql}: {error}");
                connection
                    .execute(
                        &format!("UPDATE {table} SET {column} = x'01' WHERE {column} IS NULL"),
                        [],
                    )
                    .unwrap();
            } else {
                assert!(is_changed, "{table} has no rows");
            }
            connection.execute_batch("RELEASE whole").unwrap();
            drop(connection);
            let problems = verify(dir.path()).unwrap();
            assert!(!problems.is_empty(), "{table}.{column}");
            let codes: Vec<&str> = problems.iter().map(|problem| problem.kind.code()).collect();
            assert!(
                !codes.contains(&"unreadable") || table.starts_with("passage_words"),
                "{table}.{column}: {problems:?}"
            );
            n_columns += 1;
            // Back to the sound state: the whole file, since values cannot be undone.
            full_again(&dir);
        }
    }
    assert!(n_columns > 100, "{n_columns}");
}

/// Puts a sound library in place of the damaged one.
fn full_again(dir: &tempfile::TempDir) {
    let (other, store, _) = full();
    drop(store);
    for name in ["library.db", "library.db-wal", "library.db-shm", "acknowledged.log"] {
        let _ = fs_err::remove_file(dir.path().join(name));
        let _ = fs_err::copy(other.path().join(name), dir.path().join(name));
    }
}

#[derive(Debug, Clone)]
enum Step {
    Put(u8, u8),
    Batch(u8, u8, u8),
    Remove(u8),
    UndoRemove(u8),
    Purge,
    Tag(u8, u8),
    Note(u8, bool),
    Highlight(u8),
    HighlightAgain(u8),
    Edit(u8, u8),
    Vectors(u8),
    Model(u8),
    Search(u8),
    Fails(u8),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0u8..5, any::<u8>()).prop_map(|(path, text)| Step::Put(path, text)),
        2 => (0u8..5, any::<u8>(), any::<u8>()).prop_map(|(path, a, b)| Step::Batch(path, a, b)),
        1 => (0u8..5).prop_map(Step::Remove),
        1 => (0u8..5).prop_map(Step::UndoRemove),
        1 => Just(Step::Purge),
        1 => (0u8..5, 0u8..3).prop_map(|(id, tag)| Step::Tag(id, tag)),
        1 => (0u8..5, any::<bool>()).prop_map(|(id, is_set)| Step::Note(id, is_set)),
        1 => (0u8..5).prop_map(Step::Highlight),
        1 => (0u8..5).prop_map(Step::HighlightAgain),
        1 => (0u8..5, any::<u8>()).prop_map(|(id, title)| Step::Edit(id, title)),
        1 => (0u8..9).prop_map(Step::Vectors),
        1 => (0u8..3).prop_map(Step::Model),
        1 => (0u8..3).prop_map(Step::Search),
        1 => (0u8..5).prop_map(Step::Fails),
        1 => Just(Step::Reopen),
    ]
}

/// Does a step; most may fail, which is to change nothing.
fn take(dir: &tempfile::TempDir, store: Store, step: &Step) -> Store {
    let path = |n: u8| format!("/{n}");
    let id = |store: &Store, n: u8| {
        let there = store.articles(&crate::Filter::default()).unwrap();
        there.get(usize::from(n)).map_or(ArticleId(99), |row| row.id)
    };
    let text = |n: u8| format!("Dockers number {n} met the board of {}.", n / 3);
    match *step {
        Step::Put(at, n) => drop(store.put_article(&article(&path(at), &text(n))).unwrap()),
        Step::Batch(at, a, b) => {
            let place = |_: &Quote, _: &str| None;
            // The same file twice in one batch, and another.
            let stored: Result<(), crate::StoreError> = store.write_articles(|batch| {
                batch.put(&article(&path(at), &text(a)), &place, &crate::NoVersions)?;
                batch.put(&article(&path(at), &text(b)), &place, &crate::NoVersions)?;
                batch.put(&article(&path(at + 1), &text(b)), &place, &crate::NoVersions)?;
                batch.delete_parts_from(&path(at + 1), 0, &[0; 32]).map(drop)
            });
            stored.unwrap();
        }
        Step::Remove(n) => drop(store.remove(&[id(&store, n)], RemovedBy::Reader, "now")),
        Step::UndoRemove(n) => {
            if let Ok(removed) = store.removed_article(ArticleId(i64::from(n))) {
                let passages = article(&removed.row.path, &removed.text).passages;
                store.restore(&removed, &passages).unwrap();
            }
        }
        Step::Purge => drop(store.purge_removed(&crate::Purge::Everything).unwrap()),
        Step::Tag(n, tag) => drop(store.tag(&[id(&store, n)], &[format!("t{tag}")], &[])),
        Step::Note(n, is_set) => drop(store.set_note(id(&store, n), is_set.then_some("mine"))),
        Step::Highlight(n) => drop(store.add_highlight(&highlight(id(&store, n)))),
        Step::HighlightAgain(n) => {
            let all = store.highlights(&crate::HighlightFilter::default()).unwrap();
            if let Some(first) = all.first() {
                let again = crate::Highlight { article_id: id(&store, n), ..first.clone() };
                drop(store.put_highlight(&again));
            }
        }
        Step::Edit(n, title) => {
            let value = Value::Written(Some(format!("Title {title}")));
            drop(store.edit(id(&store, n), &[Edit { field: Field::Title, value }]));
        }
        Step::Vectors(n) => {
            let vector = UnitVector::new(vec![1.0, f32::from(n)]).unwrap();
            store.put_vectors(&[(VectorId(i64::from(n)), vector)]).unwrap();
        }
        Step::Model(n) => drop(store.use_model(&format!("m{n}")).unwrap()),
        Step::Search(n) => drop(store.save_search("n", &format!("q{n}"), "2031").unwrap()),
        Step::Fails(n) => {
            let place = |_: &Quote, _: &str| None;
            let failed: Result<(), crate::StoreError> = store.write_articles(|batch| {
                batch.put(&article(&path(n), "never stored"), &place, &crate::NoVersions)?;
                Err(crate::StoreError::NoSuchArticle { id: ArticleId(0) })
            });
            assert!(failed.is_err());
        }
        Step::Reopen => {
            drop(store);
            return Store::open(dir.path(), Access::Write).unwrap();
        }
    }
    store
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    /// Whatever is done through the store, nothing is reported.
    #[test]
    fn sums_go_along_with_whatever_is_written(steps in proptest::collection::vec(step(), 1..40)) {
        let (dir, mut store) = library();
        for step in &steps {
            store = take(&dir, store, step);
            prop_assert_eq!(store.verify().unwrap(), vec![], "after {:?}", step);
        }
    }
}

/// What a flipped bit can do to a derived row: no index takes it beside the other.
#[test]
fn a_derived_row_that_became_the_double_of_another_is_derived_again() {
    let (dir, store, _) = full();
    drop(store);
    let root: i64 = raw(&dir)
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_sides_1'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let change = |sql: &str| raw(&dir).execute_batch(sql).unwrap();
    change(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL UNIQUE', 'NOT NULL') WHERE name = 'sides';
         DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_sides_1';",
    );
    change(
        "PRAGMA foreign_keys = OFF; UPDATE sides SET article_id = (SELECT min(article_id) FROM sides)",
    );
    change(&format!(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'article_id INTEGER NOT NULL', 'article_id INTEGER NOT NULL UNIQUE')
           WHERE name = 'sides';
         INSERT INTO sqlite_schema VALUES ('index', 'sqlite_autoindex_sides_1', 'sides', {root}, NULL);"
    ));
    let problems = verify(dir.path()).unwrap();
    let codes: BTreeSet<&str> = problems.iter().map(|problem| problem.kind.code()).collect();
    assert!(codes.contains("index") && codes.contains("derived"), "{problems:?}");
    let store = Store::open(dir.path(), Access::Write).unwrap();
    store.repair(&problems).unwrap();
    assert_eq!(store.verify().unwrap(), []);
}
