//! Imports that are broken off: what they started ends with them, and they are gone on
//! with.
#![cfg(target_os = "linux")]

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::cli::{Library, count};

/// A page that keeps a reader busy for a good while, also a fast one.
fn long_page() -> String {
    "<p>The ferries were <b>stopped <i>by ice</i></b> on that <a href=x>Monday</a>.</p>\n"
        .repeat(120_000)
}

fn children(process: u32) -> Vec<u32> {
    let ids = fs_err::read_dir("/proc").unwrap();
    let ids = ids.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| field(*id, 1) == Some(u64::from(process))).collect()
}

/// A field of a process's `stat` after its name: 1 its parent, 11 what it computed.
fn field(process: u32, n: usize) -> Option<u64> {
    let stat = fs_err::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(n)?.parse().ok()
}

/// Gone, or only waiting to be collected.
fn is_gone(process: u32) -> bool {
    let stat = fs_err::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with(['Z', 'X']))
}

fn until(what: &str, seconds: u64, is_so: &dyn Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(seconds), "{what}: not in {seconds} s");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn readers_end_with_the_program_and_the_import_is_gone_on_with() {
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("long.html");
    fs_err::write(&path, long_page()).unwrap();
    let library = Library::new();
    let mut import = library
        .command(&["import", files.path().to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let id = import.id();
    // Ticks of a hundredth of a second: it is at work, not about to begin.
    let busy = || children(id).into_iter().find(|child| field(*child, 11) > Some(10));
    until("a reader computes", 60, &|| busy().is_some());
    let readers = children(id);
    import.kill().unwrap();
    import.wait().unwrap();
    until("readers end", 2, &|| readers.iter().all(|reader| is_gone(*reader)));
    // Nothing is named: it goes on with what was asked for, a smaller page by now.
    fs_err::write(&path, "<p>The ferries were stopped by ice on that Monday, for a day.</p>")
        .unwrap();
    let report = library.json(0, &["import"]);
    assert_eq!(count(&report["imported"]), 1, "{report:#}");
    let output = library.command(&["import"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, "nothing to resume: no import was interrupted\n");
}

#[test]
fn thousands_of_articles_in_one_file_are_asked_about() {
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("many.jsonl");
    let line =
        |n: usize| format!("{{\"title\": \"Ferry {n}\", \"text\": \"Ferry {n} was late.\"}}\n");
    fs_err::write(&path, (0..2_001).map(line).collect::<String>()).unwrap();
    let library = Library::new();
    let report = library.json(3, &["import", path.to_str().unwrap()]);
    let failed = &report["failed"][0];
    assert_eq!((count(&report["imported"]), &failed["code"]), (0, &"too_many_articles".into()));
    assert!(failed["message"].as_str().unwrap().contains("holds 2001 articles"), "{failed:#}");
}

#[test]
fn thousands_of_letters_in_a_mailbox_are_not() {
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("list.mbox");
    let letter = |n: usize| {
        let head = format!(
            "From a@example.org Wed Jan  4 10:30:05 2017\nFrom: a@example.org\nSubject: Ferry {n}"
        );
        format!("{head}\n\nFerry {n} was late.\n\n")
    };
    fs_err::write(&path, (0..2_001).map(letter).collect::<String>()).unwrap();
    let library = Library::new();
    let mut command = library.command(&["import", path.to_str().unwrap(), "--json"]);
    // Without its model: what is looked at is how many are taken.
    let output = command.env("PARALLAX_MODEL_DIR", files.path()).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(count(&report["imported"]), 2_001, "{:#}", report["failed"]);
}
