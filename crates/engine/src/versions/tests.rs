//! Files that change, and captures of one page, through an import.

use std::path::Path;

use std::sync::Arc;

use super::*;
use crate::{Access, Control, FakeEmbedder, Filter, Intake, ModelSource, Options, SearchRequest};

const LEAD: &str = "The harbour board of Norden raised the fee for moorings to 1,200 crowns on \
    Tuesday, its first rise in nine years, after a meeting that went on until midnight.";
const VOTE: &str = "Seven members voted for it and four against, among them Ada Brandt. “Nobody \
    asked the fishermen what they thought of it,” she said after the vote.";
const COST: &str = "The board says that dredging alone has cost it two million since spring, and \
    that the state has paid for less than a third of that.";

fn page(address: &str, saved: &str, title: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    format!(
        "<!DOCTYPE html><!-- Page saved with SingleFile \n url: {address} \n saved date: {saved} -->
         <html lang=en><head><title>{title}</title><link rel=canonical href=\"{address}\">
         <meta property=og:site_name content='The Quay'>
         <meta property=article:published_time content='2031-03-02'></head>
         <body><article><h1>{title}</h1>{body}</article></body></html>"
    )
}

fn write(folder: &Path, name: &str, text: &str) {
    fs_err::write(folder.join(name), text).unwrap();
}

fn open(folder: &Path) -> Library {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let folder = folder.join("library");
    Library::open(Options { folder, access: Access::Write, model, clock }).unwrap()
}

/// Imports a file and returns the article it became, or became a version of.
fn import(library: &Library, folder: &Path, name: &str) -> ArticleId {
    let report = library
        .import(&Intake::new(vec![folder.join(name)]), &Control::default(), &|_| {})
        .unwrap();
    assert!(report.failed.is_empty(), "{report:?}");
    report.imported.first().map_or_else(|| report.unchanged[0].id, |article| article.id)
}

const ADDRESS: &str = "https://quay.example/fees";

fn three_captures() -> (tempfile::TempDir, Library, ArticleId) {
    let dir = tempfile::tempdir().unwrap();
    let library = open(dir.path());
    let changed = LEAD.replace("1,200", "1,400");
    let said = VOTE.replace("what they thought", "once what they thought");
    let captures = [
        ("b.html", "Fri Mar 07 2031 10:00:00 GMT+0000", "Norden raises fee", [LEAD, VOTE, COST]),
        ("a.html", "Mon Mar 03 2031 10:00:00 GMT+0000", "Norden fee up", [LEAD, VOTE, COST]),
        ("c.html", "Tue Sep 09 2031 10:00:00 GMT+0000", "Norden raises fee", [&changed, &said, ""]),
    ];
    let mut id = ArticleId(0);
    for (name, saved, title, paragraphs) in captures {
        write(dir.path(), name, &page(ADDRESS, saved, title, &paragraphs));
        id = import(&library, dir.path(), name);
    }
    (dir, library, id)
}

#[test]
fn captures_of_one_page_are_one_article_whatever_their_order() {
    let (dir, library, id) = three_captures();
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 1);
    let chain = library.versions(id).unwrap();
    let seen: Vec<(usize, &str, bool)> = chain
        .versions
        .iter()
        .map(|version| (version.number, &version.seen.at[..10], version.seen.is_captured))
        .collect();
    assert_eq!(seen, [(1, "2031-03-03", true), (2, "2031-03-07", true), (3, "2031-09-09", true)]);
    let hits = library.search(&SearchRequest::new("moorings")).unwrap().hits;
    assert_eq!((hits.len(), hits[0].article.n_versions), (1, 3));
    assert!(library.search(&SearchRequest::new("\"1,200 crowns\"")).unwrap().hits.is_empty());
    for (name, number) in [("a.html", 1), ("b.html", 2), ("c.html", 3)] {
        assert_eq!(import(&library, dir.path(), name), id, "{name} is known");
        assert!(chain.versions[number - 1].path.ends_with(name));
    }
    assert!(library.version(id, 2).unwrap().text.contains("1,200 crowns"));
    assert_eq!(library.version(id, 4).unwrap_err().code(), "no_such_version");
    assert_eq!(library.verify().unwrap(), []);
}

#[test]
fn what_changed_stands_out() {
    let (_dir, library, id) = three_captures();
    let diff = library.version_diff(id, 1, 3).unwrap();
    let changes: Vec<(&str, Option<&str>, Option<&str>)> = diff
        .changes
        .iter()
        .map(|change| (change.kind.as_str(), change.a.as_deref(), change.b.as_deref()))
        .collect();
    expect_test::expect![[r#"
        [
            (
                "headline",
                Some(
                    "Norden fee up",
                ),
                Some(
                    "Norden raises fee",
                ),
            ),
            (
                "number",
                Some(
                    "1,200",
                ),
                Some(
                    "1,400",
                ),
            ),
            (
                "quotation",
                Some(
                    "Nobody asked the fishermen what they thought of it",
                ),
                Some(
                    "Nobody asked the fishermen once what they thought of it",
                ),
            ),
            (
                "paragraph",
                Some(
                    "The board says that dredging alone has cost it two million since spring, and that the state has paid for less than a third of that.",
                ),
                None,
            ),
        ]
    "#]]
    .assert_debug_eq(&changes);
    let unchanged = library.version_diff(id, 2, 2).unwrap();
    assert!(unchanged.changes.is_empty(), "{:?}", unchanged.changes);
}

#[test]
fn a_file_that_changes_keeps_what_it_said_and_what_was_made_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(dir.path());
    let text = |cost: &str| format!("Norden raises fee\n\n{LEAD}\n\n{VOTE}\n\n{cost}\n");
    let mut id = ArticleId(0);
    for n in 0..5 {
        write(dir.path(), "a.txt", &text(&format!("{COST} It was said {n} times.")));
        id = import(&library, dir.path(), "a.txt");
        library.set_note(id, "mine").unwrap();
    }
    let chain = library.versions(id).unwrap();
    assert_eq!(chain.versions.len(), 5);
    for n in 0..5 {
        let version = library.version(id, n + 1).unwrap();
        assert!(version.text.contains(&format!("said {n} times")), "{n}: {}", version.text);
    }
    assert_eq!(library.store.note(id).unwrap().as_deref(), Some("mine"));
    // Another article in its place is no version of it.
    write(
        dir.path(),
        "a.txt",
        "A long endgame\n\nThe young grandmaster won a rook endgame that \
        everybody thought level.\n",
    );
    let id = import(&library, dir.path(), "a.txt");
    assert_eq!(library.versions(id).unwrap().versions.len(), 1);
    assert_eq!(library.verify().unwrap(), []);
}

#[test]
fn one_folder_of_captures_is_one_article_in_whatever_order_it_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    fs_err::create_dir_all(&files).unwrap();
    for (name, day) in [("c", 9), ("a", 3), ("b", 5), ("d", 4)] {
        let cost = format!("{COST} It was said on day {day}.");
        let saved = format!("Mon Mar {day:02} 2031 10:00:00 GMT+0000");
        write(&files, &format!("{name}.html"), &page(ADDRESS, &saved, "Fee", &[LEAD, VOTE, &cost]));
    }
    let library = open(dir.path());
    let report = library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    assert!(report.failed.is_empty(), "{report:?}");
    let ids: Vec<ArticleId> = report.imported.iter().map(|article| article.id).collect();
    assert!(ids.iter().all(|id| library.article(*id).is_ok()), "{ids:?}");
    let articles = library.articles(&Filter::default()).unwrap();
    assert_eq!((articles.len(), articles[0].n_versions), (1, 4));
    let chain = library.versions(articles[0].id).unwrap();
    let days: Vec<&str> = chain.versions.iter().map(|version| &version.seen.at[8..10]).collect();
    assert_eq!(days, ["03", "04", "05", "09"]);
}
