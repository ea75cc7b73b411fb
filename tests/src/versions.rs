//! Articles through time, from the command line: a file that changes, and captures of one page
//! in several files.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::Library;

const LEAD: &str = "The harbour board of Norden raised the fee for moorings to 1,200 crowns on \
    Tuesday, its first rise in nine years, after a meeting that went on until midnight.";
const VOTE: &str = "Seven members voted for it and four against, among them Ada Brandt. “Nobody \
    asked the fishermen what they thought of it,” she said after the vote.";
const COST: &str = "The board says that dredging alone has cost it two million since spring, and \
    that the state has paid for less than a third of that.";

/// A page as `SingleFile` saves it.
fn capture(folder: &Path, name: &str, saved: &str, paragraphs: &[&str]) -> PathBuf {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    let page = format!(
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: \
         https://quay.example/fees \n saved date: {saved}\n-->\n<head><title>Norden raises \
         fee</title><link rel=canonical href=\"https://quay.example/fees\"></head><body><article>\
         <h1>Norden raises fee</h1>{body}</article></body></html>"
    );
    let path = folder.join(name);
    fs_err::write(&path, page).unwrap();
    path
}

fn captures(folder: &Path) -> Vec<PathBuf> {
    let corrected = LEAD.replace("1,200", "1,400");
    vec![
        capture(folder, "a.html", "Mon Mar 03 2031 10:00:00 GMT+0000", &[LEAD, VOTE, COST]),
        capture(folder, "b.html", "Fri Mar 07 2031 10:00:00 GMT+0000", &[&corrected, VOTE, COST]),
        capture(folder, "c.html", "Tue Sep 09 2031 10:00:00 GMT+0000", &[&corrected, VOTE]),
    ]
}

fn texts(values: &Value, field: &str) -> Vec<String> {
    let values = values.as_array().map_or(&[][..], Vec::as_slice);
    values.iter().map(|value| value[field].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn captures_of_one_page_are_versions_of_one_article() {
    let library = Library::new();
    let folder = tempfile::tempdir().unwrap();
    // The latest first: what was captured later is newer, whenever it was imported.
    let mut paths = captures(folder.path());
    paths.reverse();
    for path in &paths {
        library.import(std::slice::from_ref(path));
    }
    let list = library.json(0, &["list"]);
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    assert_eq!(list[0]["n_versions"], 3);
    let id = list[0]["article_id"].to_string();
    let chain = library.json(0, &["versions", &id]);
    let seen = texts(&chain["versions"], "seen_at");
    assert_eq!(seen, ["2031-03-03T10:00:00Z", "2031-03-07T10:00:00Z", "2031-09-09T10:00:00Z"]);

    let found = library.json(0, &["search", "mooring fee crowns"]);
    assert_eq!(found["results"][0]["n_versions"], 3, "{found}");
    assert_eq!(found["results"].as_array().unwrap().len(), 1);
    let outdated = library.json(0, &["search", "\"1,200 crowns\""]);
    assert!(outdated["results"].as_array().unwrap().is_empty(), "{outdated}");

    let diff = library.json(0, &["versions", &id, "--diff", "1", "3"]);
    assert_eq!(texts(&diff["changes"], "kind"), ["number", "paragraph"], "{diff}");
    assert_eq!(
        (&diff["changes"][0]["a"], &diff["changes"][0]["b"]),
        (&"1,200".into(), &"1,400".into())
    );
    assert_eq!(diff["changes"][1]["a"], COST);
    let output = library.command(&["versions", &id, "--diff", "1", "3"]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let expected =
        "present in the capture of 3 March 2031, absent in the capture of 9 September 2031";
    assert!(told.contains(expected), "{told}");
    assert!(!told.contains("deleted"), "{told}");

    let again = library.import(&paths);
    assert_eq!(again["unchanged"].as_array().unwrap().len(), 3, "{again}");
    assert!(library.json(0, &["verify"])["problems"].as_array().unwrap().is_empty());
    library.json_fails(1, &["versions", &id, "--text", "4"]);
}

#[test]
fn every_text_of_a_file_that_changes_comes_back_also_from_the_bin_and_a_copy() {
    let library = Library::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("norden.txt");
    let text =
        |n: usize| format!("Norden raises fee\n\n{LEAD}\n\n{VOTE}\n\nIt was read {n} times.\n");
    let mut stored = Vec::new();
    for n in 0..4 {
        fs_err::write(&path, text(n)).unwrap();
        library.import(std::slice::from_ref(&path));
        let id = id(&library);
        if n == 0 {
            library.json(0, &["tag", &id, "--add", "port"]);
        }
        stored.push(library.json(0, &["show", &id])["text"].as_str().unwrap().to_owned());
    }
    let kept = |library: &Library| {
        let id = id(library);
        assert_eq!(library.json(0, &["show", &id])["n_versions"], 4);
        for (n, text) in stored.iter().enumerate() {
            let number = (n + 1).to_string();
            let version = library.json(0, &["versions", &id, "--text", &number]);
            assert_eq!(version["text"], *text, "version {number}");
        }
        assert_eq!(library.json(0, &["tag"])["tags"][0]["n_articles"], 1);
        assert!(library.json(0, &["verify"])["problems"].as_array().unwrap().is_empty());
    };
    kept(&library);
    let first = id(&library);
    library.json(0, &["remove", "--yes", &first]);
    library.json(0, &["bin", "--restore", &first]);
    kept(&library);
    library.json(0, &["backup"]);
    library.json(0, &["remove", "--yes", "--for-good", &first]);
    library.json(0, &["restore", "--yes"]);
    kept(&library);
    library.json(0, &["salvage"]);
    kept(&library);
}

fn id(library: &Library) -> String {
    library.json(0, &["list"])[0]["article_id"].to_string()
}
