//! Giving a library another model pack, killed on the way and found whole each time.

use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::cli::Library;

const ENGLISH: &str = "all-MiniLM-L6-v2";
const MULTILINGUAL: &str = "multilingual-e5-small";

/// The program on this library, which has a pack of its own.
fn command(library: &Library, arguments: &[&str]) -> Command {
    let mut command = library.command(arguments);
    command.env_remove("PARALLAX_MODEL_DIR").env("PARALLAX_PACKS", library.folder().join("none"));
    command
}

fn json(library: &Library, arguments: &[&str]) -> Value {
    let output = command(library, &[arguments, &["--json"]].concat()).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn used(library: &Library) -> String {
    let packs = json(library, &["packs", "list"]);
    let packs = packs["packs"].as_array().unwrap();
    let used = packs.iter().find(|pack| pack["is_used"] == true).unwrap();
    used["id"].as_str().unwrap().to_owned()
}

fn best(library: &Library, query: &str) -> Value {
    json(library, &["search", query, "--mode", "meaning", "--limit", "1"])["results"][0].clone()
}

#[test]
fn a_library_is_given_another_pack_and_killed_on_the_way() {
    let library = Library::new();
    let sample = crate::root().join("crates/engine/sample");
    json(&library, &["import", &sample.display().to_string()]);
    assert_eq!(used(&library), ENGLISH);
    let before = best(&library, "the port wants its ties back");

    for milliseconds in [5, 150, 400, 600, 900] {
        let mut child = command(&library, &["packs", "use", MULTILINGUAL]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        if used(&library) == MULTILINGUAL {
            break;
        }
        let found = best(&library, "the port wants its ties back");
        assert_eq!(found["passage_id"], before["passage_id"], "the old vectors answer");
        assert_eq!(found["similarity"], before["similarity"]);
    }
    json(&library, &["packs", "use", MULTILINGUAL]);
    assert_eq!(used(&library), MULTILINGUAL);
    assert_eq!(json(&library, &["verify"])["problems"], serde_json::json!([]));
    assert_eq!(json(&library, &["stats"])["n_pending"], 0);
    let found = best(&library, "Порт хочет восстановить отношения с докерами");
    let text = found["text"].as_str().unwrap();
    assert!(text.contains("dockers") || text.contains("union"), "{text}");

    json(&library, &["packs", "use", ENGLISH]);
    let again = best(&library, "the port wants its ties back");
    assert_eq!(again["text"], before["text"]);
    assert_eq!(again["similarity"], before["similarity"]);
}

#[test]
fn an_unknown_pack_is_named_with_the_next_step() {
    let library = Library::new();
    let output = command(&library, &["packs", "use", "unheard-of"]).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint.contains("unheard-of is not installed"), "{complaint}");
    assert!(complaint.contains("packs list"), "{complaint}");
}

#[test]
fn every_pack_gives_its_own_texts_the_vectors_they_should_get() {
    let library = Library::new();
    let verified = json(&library, &["packs", "verify"]);
    let verified = verified["verified"].as_array().unwrap();
    assert!(verified.iter().all(|pack| pack["n_texts"].as_u64() > Some(1)), "{verified:?}");
    assert_eq!(verified.len(), 2);
}
