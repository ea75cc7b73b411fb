//! Nothing acknowledged is lost: killed imports, damaged indexes, bad files.
//!
//! On the real program, the real model and real files. The articles are made up
//! here; with `../shared` beside the tree the killed import is of the 423 TIME
//! articles instead.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::cli::{Library, count};
use crate::root;

/// Something that happens to a file of the index.
type Damage = fn(&Path);

/// How often an import is killed. Each time it gets a little further.
const N_KILLS: u32 = 20;

#[test]
fn killed_imports_lose_nothing_and_resume() {
    let files = tempfile::tempdir().unwrap();
    let n_files = write_corpus(files.path());
    let library = Library::new();
    let path = files.path().to_str().unwrap();
    let mut known: BTreeSet<i64> = BTreeSet::new();
    for n in 0..N_KILLS {
        let mut import = library
            .command(&["import", path])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread over reading, storing, embedding and indexing, without a clock's help.
        std::thread::sleep(Duration::from_millis(u64::from(n * n * 7 % 1300) + 40));
        import.kill().unwrap();
        import.wait().unwrap();
        if !library.folder().join("library.db").is_file() {
            continue;
        }
        let verdict = library.json_of_any(&["verify"]);
        if verdict["problems"].is_array() {
            assert_eq!(verdict["problems"].as_array().unwrap(), &Vec::<Value>::new(), "kill {n}");
            let listed = articles(&library);
            assert!(listed.is_superset(&known), "kill {n}: an article is gone");
            known = listed;
        }
    }
    let last = library.json(0, &["import", path]);
    assert_eq!(count(&last["imported"]) + count(&last["unchanged"]), n_files);
    assert_eq!(library.json_of_any(&["verify"])["problems"], serde_json::json!([]));
    let stats = library.json(0, &["stats"]);
    assert_eq!(stats["n_pending"], 0);
    assert_eq!(stats["n_articles"], n_files);
}

#[test]
fn a_damaged_index_answers_right_and_is_rebuilt() {
    let files = tempfile::tempdir().unwrap();
    write_stories(files.path(), 40);
    let library = Library::new();
    library.json(0, &["import", files.path().to_str().unwrap()]);
    let ask =
        || passages(&library.json(0, &["search", "ferries stopped by ice", "--mode", "meaning"]));
    let expected = ask();
    assert!(!expected.is_empty());
    let index = library.folder().join("index");
    let damages: [(&str, Damage); 4] = [
        ("truncated", |file| {
            let bytes = fs_err::read(file).unwrap();
            fs_err::write(file, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("flipped", |file| {
            let mut bytes = fs_err::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x10;
            fs_err::write(file, &bytes).unwrap();
        }),
        ("emptied", |file| fs_err::write(file, b"").unwrap()),
        ("deleted", |file| fs_err::remove_file(file).unwrap()),
    ];
    for (name, damage) in damages {
        let n_files = files_in(&index).len();
        assert!(n_files >= 2, "an index of {n_files} files");
        for at in 0..n_files {
            damage(&files_in(&index)[at]);
            assert_eq!(ask(), expected, "{name}: file {at}");
            assert_eq!(
                library.json(0, &["verify"])["ok"],
                true,
                "{name}: file {at} is not rebuilt"
            );
        }
    }
}

#[test]
fn bad_files_are_named_and_their_neighbours_imported() {
    let files = tempfile::tempdir().unwrap();
    let at = |name: &str| files.path().join(name);
    write_stories(files.path(), 3);
    fs_err::write(at("binary.txt"), [0_u8, 1, 2, 255, 254, 7].repeat(9000)).unwrap();
    fs_err::write(at("empty.txt"), b"").unwrap();
    fs_err::write(at("blank.html"), b"<html><body><script>x()</script></body></html>").unwrap();
    let large = fs_err::File::create(at("large.txt")).unwrap();
    large.file().set_len(200 << 20).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(files.path(), at("loop")).unwrap();
        std::os::unix::fs::symlink(at("nowhere"), at("dangling.txt")).unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe.txt")).status().unwrap().success());
    }
    let library = Library::new();
    let report = library.json(3, &["import", files.path().to_str().unwrap()]);
    assert_eq!(count(&report["imported"]), 3, "{report:#}");
    let failed: BTreeSet<&str> = report["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["path"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    for name in ["binary.txt", "empty.txt", "blank.html", "large.txt"] {
        assert!(failed.contains(name), "{name}: {report:#}");
    }
    #[cfg(unix)]
    for name in ["dangling.txt", "pipe.txt"] {
        assert!(failed.contains(name), "{name}: {report:#}");
    }
    for file in report["failed"].as_array().unwrap() {
        assert!(file["message"].is_string() && file["code"].is_string(), "{file:#}");
    }
}

fn articles(library: &Library) -> BTreeSet<i64> {
    let list = library.json(0, &["list"]);
    for article in list.as_array().unwrap() {
        assert!(article["n_passages"].as_u64().unwrap() > 0, "a partial article: {article:#}");
    }
    list.as_array().unwrap().iter().map(|article| article["article_id"].as_i64().unwrap()).collect()
}

fn passages(found: &Value) -> Vec<i64> {
    let results = found["results"].as_array().unwrap();
    results.iter().map(|hit| hit["passage_id"].as_i64().unwrap()).collect()
}

fn files_in(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> =
        fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The TIME articles where they are, else a few of our own. Returns how many.
fn write_corpus(folder: &Path) -> usize {
    let corpus = root().join("../shared/data/retrieval/time/corpus.jsonl");
    let Ok(lines) = fs_err::read_to_string(corpus) else {
        eprintln!("TIME skipped: no ../shared; 120 articles of our own instead");
        write_stories(folder, 120);
        return 120;
    };
    let mut n_written = 0;
    for line in lines.lines() {
        let document: Value = serde_json::from_str(line).unwrap();
        let text = document["text"].as_str().unwrap();
        if !text.trim().is_empty() {
            let name = format!("{}.txt", document["_id"].as_str().unwrap());
            fs_err::write(folder.join(name), text).unwrap();
            n_written += 1;
        }
    }
    n_written
}

/// Short reports that differ in their facts, so that none is another's copy.
fn write_stories(folder: &Path, n_stories: usize) {
    const PLACES: [&str; 7] =
        ["Norden", "Ostrey", "Hallowick", "Sandmouth", "Brenmoor", "Velm", "Marsh End"];
    const EVENTS: [&str; 5] = [
        "the ferries were stopped by ice for the third day, and the islands ran short of bread",
        "the council voted to close the swimming bath and keep the library open on Sundays",
        "a chess club of eleven members beat the university by two points in the last round",
        "wheat came in three weeks early, and the mill had no room for the half of it",
        "engineers found the crack in the weir that had emptied the reservoir since spring",
    ];
    for n in 0..n_stories {
        let (place, event) = (PLACES[n % PLACES.len()], EVENTS[n % EVENTS.len()]);
        let text = format!(
            "Report {n} from {place}\n\nIn {place} {event}. It was the {n}th report of the year, and {} people \
             had asked for it.\n\nThe mayor of {place} said that number {} on the list would be dealt with next. \
             Nobody in the hall objected, although {} of them had come to do so.\n",
            n * 37 + 11,
            n + 3,
            n * 13 % 97
        );
        fs_err::write(folder.join(format!("story-{n}.txt")), text).unwrap();
    }
}
