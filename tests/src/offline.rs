//! The first promise: nothing uses the network. Every *attempt* is seen, refused or
//! not, and one is made on purpose, so that these tests can fail.
//!
//! `cargo xtask test` runs all tests of the workspace in a network namespace that has a
//! network interface leading nowhere, with every program traced (`observe`); when they
//! have passed, [`no_program_used_the_network`] reads what was seen. The other tests
//! here make sure of the watching itself, and can be run alone.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::observe::{Attempts, TRACE, Watch, attempts_in, stand_in};
use crate::{program_itself, root};

/// Traced at least: fewer means that the watching broke, not that all is well.
const MIN_PROGRAMS: usize = 200;

/// Where the run notes what its interfaces have sent, in the folder of the traces.
const PACKETS: &str = "packets";

#[test]
#[ignore = "looks back on a whole run: `cargo xtask test` calls it last"]
fn no_program_used_the_network() {
    let folder = PathBuf::from(std::env::var_os(TRACE).expect(TRACE));
    let attempts = attempts_in(&folder);
    let sent = fs_err::read_to_string(folder.join(PACKETS)).unwrap();
    eprintln!(
        "{} programs watched: {} internet sockets refused; {} opened for WebDriver, with {} \
         uses of this computer's own address; {} of any other, {} packets",
        attempts.n_programs,
        attempts.refused.len(),
        attempts.opened.len(),
        attempts.loopback.len(),
        attempts.connected.len(),
        sent.trim()
    );
    assert!(attempts.n_programs >= MIN_PROGRAMS, "only {} programs watched", attempts.n_programs);
    assert!(attempts.connected.is_empty(), "{:#?}", attempts.connected);
    let is_webdriver = |line: &&String| line.starts_with("parallax-desktop.");
    let sockets = attempts.opened.iter().chain(&attempts.loopback);
    let others: Vec<_> = sockets.filter(|line| !is_webdriver(line)).collect();
    assert!(others.is_empty(), "{others:#?}");
    // Were these not seen, nothing else would be.
    assert!(!attempts.opened.is_empty(), "not even WebDriver's sockets were seen");
    assert_eq!(sent.trim(), "0", "packets left through the interface");
}

#[test]
fn the_doctor_tries_a_socket_is_refused_and_seen() {
    let folder = tempfile::tempdir().unwrap();
    let itself = program_itself("parallax", "PARALLAX_BIN");
    let answer = doctor(&stand_in(&itself, folder.path(), Watch::Tried), &[]);
    let attempts = attempts_in(folder.path());
    assert_eq!((attempts.refused.len(), attempts.opened.len()), (1, 0), "{attempts:#?}");
    for check in ["network_lock", "internet_socket", "readers", "model", "onnxruntime", "pdfium"] {
        assert!(holds(&answer, check), "{check}: {answer:#}");
    }
}

#[test]
fn an_attempt_without_the_lock_is_seen_and_its_packet_counted() {
    let folder = tempfile::tempdir().unwrap();
    let itself = program_itself("parallax", "PARALLAX_BIN");
    let program = stand_in(&itself, folder.path(), Watch::Tried);
    let Some(mut command) = with_a_network_that_leads_nowhere() else { return };
    command.args(["sh", "-c", "\"$0\" doctor --json; cat /proc/net/dev"]).arg(program);
    let output = command.env("PARALLAX_TEST_NETWORK", "open").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("could be opened"), "{said}");
    let attempts = attempts_in(folder.path());
    assert_eq!(attempts.opened.len(), 1, "{attempts:#?}");
    assert!(attempts.refused.is_empty(), "{attempts:#?}");
    assert_eq!(packets_sent(&said), 1, "{said}");
}

#[test]
fn importing_searching_relating_and_evaluating_do_not_even_try() {
    let folder = tempfile::tempdir().unwrap();
    let itself = program_itself("parallax", "PARALLAX_BIN");
    let program = stand_in(&itself, folder.path(), Watch::Tried);
    let at = |name: &str| folder.path().join(name).display().to_string();
    let text = "The night ferry left the dock with forty passengers, and came back with two.";
    fs_err::write(at("a.txt"), text).unwrap();
    fs_err::create_dir(at("corpus")).unwrap();
    for (name, content) in [
        ("corpus.jsonl", format!("{{\"_id\": \"1\", \"title\": \"\", \"text\": \"{text}\"}}\n")),
        ("queries.jsonl", "{\"_id\": \"q\", \"text\": \"a boat at night\"}\n".to_owned()),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq\t1\t1\n".to_owned()),
    ] {
        fs_err::write(at(&format!("corpus/{name}")), content).unwrap();
    }
    let commands: [&[&str]; 6] = [
        &["import", &at("a.txt")],
        &["search", "a boat at night"],
        &["related", "--text", "the ferry went out in the dark"],
        &["stories"],
        &["verify"],
        &["eval", &at("corpus")],
    ];
    for arguments in commands {
        let mut command = Command::new(&program);
        let output = command.args(arguments).args(["--library", &at("library")]).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {complaint}");
    }
    let attempts = attempts_in(folder.path());
    assert_eq!(attempts, Attempts { n_programs: commands.len(), ..Attempts::default() });
}

#[test]
fn importing_and_searching_write_nothing_outside_the_library() {
    let home = tempfile::tempdir().unwrap();
    let articles = home.path().join("articles");
    fs_err::create_dir_all(&articles).unwrap();
    let text = "The night ferry left the dock with forty passengers, and came back with two.\n";
    fs_err::write(articles.join("a.txt"), text).unwrap();
    for arguments in [
        &["import", articles.to_str().unwrap()][..],
        &["search", "a boat at night"],
        &["related", "--text", "the ferry went out in the dark"],
        &["stories"],
        &["verify"],
    ] {
        let mut command = Command::new(crate::program("parallax", "PARALLAX_BIN"));
        command.args(arguments).env("HOME", home.path()).env_remove("PARALLAX_LIBRARY");
        for variable in ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env_remove(variable);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut strange = Vec::new();
    visit(home.path(), &mut |path| {
        let place = path.strip_prefix(home.path()).unwrap();
        if !place.starts_with("articles") && !place.starts_with(".local/share/parallax") {
            strange.push(place.to_owned());
        }
    });
    assert!(strange.is_empty(), "{strange:?}");
    assert!(home.path().join(".local/share/parallax/library.db").is_file());
}

#[test]
fn a_planted_library_is_not_loaded() {
    // A program with parts of its own, where an ancestor folder looks like a source tree.
    let place = tempfile::tempdir().unwrap();
    let bin = place.path().join("target/debug");
    fs_err::create_dir_all(&bin).unwrap();
    let program = bin.join("parallax");
    fs_err::copy(program_itself("parallax", "PARALLAX_BIN"), &program).unwrap();
    fs_err::write(place.path().join("Cargo.toml"), "").unwrap();
    let planted = |name: &str, library: &str| {
        fs_err::create_dir_all(place.path().join(".cache").join(name)).unwrap();
        fs_err::write(place.path().join(".cache").join(name).join(library), "evil").unwrap();
        fs_err::create_dir_all(bin.join(name)).unwrap();
        fs_err::write(bin.join(name).join(library), "evil").unwrap();
    };
    planted("pdfium", "libpdfium.so");
    planted("onnxruntime", "libonnxruntime.so.9.9.9");
    let answer = doctor(&program, &[]);
    for (check, name) in [("pdfium", "PDFium"), ("onnxruntime", "ONNX Runtime")] {
        assert!(!holds(&answer, check), "{answer:#}");
        let found = line(&answer, check)["found"].as_str().unwrap().to_owned();
        assert!(found.contains(name) && found.contains("not the file"), "{found}");
        assert!(!found.contains(".cache"), "an ancestor was looked at: {found}");
    }
}

fn doctor(program: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(program).args(["doctor", "--json"]).args(arguments).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    })
}

fn line<'a>(answer: &'a Value, check: &str) -> &'a Value {
    answer["checks"].as_array().unwrap().iter().find(|line| line["check"] == check).unwrap()
}

fn holds(answer: &Value, check: &str) -> bool {
    line(answer, check)["holds"] == true
}

/// Packets the interface that leads nowhere has sent, in the text of `/proc/net/dev`.
fn packets_sent(table: &str) -> u64 {
    let line = table.lines().find_map(|line| line.trim().strip_prefix("sink0:")).unwrap();
    line.split_whitespace().nth(9).unwrap().parse().unwrap()
}

/// The beginning of a command line that has a network of its own, with one interface
/// that takes every packet and delivers none; or nothing if that is not permitted here.
fn with_a_network_that_leads_nowhere() -> Option<Command> {
    let set_up = root().join("xtask/network-namespace.sh");
    for flags in ["--net", "--net --map-root-user"] {
        let command = || {
            let mut command = Command::new("unshare");
            command.args(flags.split(' ')).arg("sh").arg(&set_up).stdin(Stdio::null());
            command
        };
        if command().arg("true").stderr(Stdio::null()).status().is_ok_and(|it| it.success()) {
            return Some(command());
        }
    }
    assert!(std::env::var_os("CI").is_none(), "`unshare --net` is refused here");
    eprintln!("skipped: `unshare --net` is not permitted here");
    None
}

fn visit(folder: &Path, on_file: &mut impl FnMut(&Path)) {
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { visit(&path, on_file) } else { on_file(&path) }
    }
}
