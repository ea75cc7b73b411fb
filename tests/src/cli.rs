//! The command line as a script uses it: JSON out, exit codes, one library folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::{program, root};

/// Words the articles themselves do not use.
const PARAPHRASE: &str = "the port authority hopes to make peace with its workers";

/// A library of a test's own, and the program that works on it.
pub(crate) struct Library {
    folder: TempDir,
}

impl Library {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// The program, ready to be run on this library.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("parallax", "PARALLAX_BIN"));
        command
            .args(arguments)
            .env("PARALLAX_LIBRARY", self.folder())
            .env("PARALLAX_MODEL_DIR", root().join(".cache/models/all-MiniLM-L6-v2"))
            .env("PARALLAX_ONNXRUNTIME", root().join(".cache/onnxruntime"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The JSON of a command however it ends; null when it printed none.
    pub(crate) fn json_of_any(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    /// Runs a command that must end with `code`, and reads its JSON.
    pub(crate) fn json(&self, code: i32, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {complaint}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stdout))
        })
    }

    /// The same on a computer without the model: nothing is embedded.
    pub(crate) fn json_without_model(&self, code: i32, arguments: &[&str]) -> Value {
        let mut command = self.command(&[arguments, &["--json"]].concat());
        let output = command.env("PARALLAX_MODEL_DIR", self.folder()).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {complaint}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs a command that must end with `code` and print nothing to stdout.
    pub(crate) fn json_fails(&self, code: i32, arguments: &[&str]) {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }

    /// Imports files and folders; what could not be read fails the test.
    pub(crate) fn import(&self, paths: &[PathBuf]) -> Value {
        let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
        self.json(0, &[&["import"], paths.as_slice()].concat())
    }
}

#[test]
fn tags_filter_and_exports_name_their_source() {
    let library = Library::new();
    let imported = library.import(&sample());
    let id = imported["imported"][0]["article_id"].to_string();
    let title = imported["imported"][0]["title"].as_str().unwrap();
    let tagged = library.json(0, &["tag", &id, "--add", "Häfen", "--add", "to read"]);
    assert_eq!(tagged[0]["tags"], serde_json::json!(["Häfen", "to read"]));
    assert_eq!(library.json(0, &["show", &id])["tags"], tagged[0]["tags"]);
    let tags = library.json(0, &["tag"]);
    assert_eq!(tags["tags"][0], serde_json::json!({ "name": "Häfen", "n_articles": 1 }));
    let found = library.json(0, &["search", "tag:häfen"]);
    assert!(found["results"].as_array().unwrap().iter().all(|hit| hit["title"] == title));
    assert!(!found["results"].as_array().unwrap().is_empty());

    for format in ["markdown", "csv", "json", "csl-json", "bibtex", "ris"] {
        let out = library.folder().join(format);
        let path = out.to_str().unwrap();
        let arguments = ["export", "--format", format, "--article", &id, "--out", path];
        let exported = library.json(0, &arguments);
        assert_eq!((&exported["n_articles"], &exported["format"]), (&1.into(), &format.into()));
        let text = fs_err::read_to_string(&out).unwrap();
        assert!(text.contains("Häfen"), "{format}: {text}");
        // It is never written over.
        library.json_fails(1, &arguments);
    }
    library.json(0, &["tag", &id, "--remove", "HÄFEN"]);
    assert_eq!(library.json(0, &["tag"])["tags"].as_array().unwrap().len(), 1);
    assert_eq!(library.json(0, &["highlights"]), serde_json::json!([]));
    library.json_fails(2, &["highlights", "--colour", "beige"]);
    library.json_fails(1, &["tag", "999", "--add", "x"]);
}

#[test]
fn the_sample_is_imported_and_found_by_meaning() {
    let library = Library::new();
    let imported = library.import(&sample());
    assert_eq!(count(&imported["imported"]), 12);
    assert_eq!((count(&imported["failed"]), count(&imported["unchanged"])), (0, 0));
    let again = library.import(&sample());
    assert_eq!((count(&again["imported"]), count(&again["unchanged"])), (0, 12));

    let found = library.json(0, &["search", PARAPHRASE]);
    let hits = found["results"].as_array().unwrap();
    let mut articles: Vec<i64> = hits.iter().take(5).map(article_of).collect();
    articles.sort_unstable();
    articles.dedup();
    assert!(articles.len() >= 3, "the first five hits come from {} articles", articles.len());
    for hit in hits {
        assert!(hit["label"].is_string() && hit["why"].is_string(), "{hit}");
        let text: String = segments(hit).concat();
        assert_eq!(text, hit["text"].as_str().unwrap(), "segments are the text, cut");
    }
}

#[test]
fn a_quotation_is_found_in_every_rendering() {
    let library = Library::new();
    library.import(&sample());
    let quote = "We need to restore normal relations with the union and renew what we had before";
    let related = library.json(0, &["related", "--text", quote]);
    let hits = related["results"].as_array().unwrap();
    let first: String = hits.iter().take(10).map(|hit| hit["text"].as_str().unwrap()).collect();
    for rendering in
        ["restore normal relations", "rebuild", "must build ordinary relations", "should restore"]
    {
        assert!(
            first.contains(rendering),
            "`{rendering}` is not among the first ten hits: {first}"
        );
    }
}

#[test]
fn articles_are_listed_shown_and_removed() {
    let library = Library::new();
    library.import(&sample());
    let articles = library.json(0, &["list"]);
    let articles = articles.as_array().unwrap();
    assert_eq!(articles.len(), 12);
    let id = articles[0]["article_id"].as_i64().unwrap().to_string();
    let shown = library.json(0, &["show", &id]);
    assert_eq!(shown["title"], articles[0]["title"]);
    library.json(0, &["remove", &id, "--yes"]);
    assert_eq!(count(&library.json(0, &["list"])), 11);
    library.json(0, &["verify"]);

    // It waits in the bin, and comes back by its number.
    let bin = library.json(0, &["bin"]);
    assert_eq!((count(&bin), &bin[0]["title"]), (1, &articles[0]["title"]));
    assert!(bin[0]["removed_at"].as_str().unwrap().starts_with("20"), "{bin}");
    library.json(0, &["bin", "--restore", &id]);
    assert_eq!((count(&library.json(0, &["list"])), count(&library.json(0, &["bin"]))), (12, 0));
    assert_eq!(library.json(0, &["show", &id])["text"], shown["text"]);
    library.json(0, &["remove", &id, "--yes", "--for-good"]);
    assert_eq!(count(&library.json(0, &["bin"])), 0);
    let other = articles[1]["article_id"].as_i64().unwrap().to_string();
    library.json(0, &["remove", &other, "--yes"]);
    assert_eq!(library.json(0, &["bin", "--empty"])["n_deleted"], 1);
    assert_eq!((count(&library.json(0, &["list"])), count(&library.json(0, &["bin"]))), (10, 0));
    assert!(library.run(&["bin", "--restore", &other]).status.code() == Some(1));
    library.json(0, &["verify"]);
}

#[test]
fn exit_codes_tell_done_failed_misused_and_done_in_part() {
    let library = Library::new();
    let files = tempfile::tempdir().unwrap();
    fs_err::write(
        files.path().join("good.txt"),
        "A short true story.\n\nIt rained, and then it stopped.",
    )
    .unwrap();
    fs_err::write(files.path().join("bad.txt"), [0_u8, 159, 146, 150].repeat(5000)).unwrap();
    let report = library.json(3, &["import", files.path().to_str().unwrap()]);
    assert_eq!((count(&report["imported"]), count(&report["failed"])), (1, 1));
    assert!(report["failed"][0]["path"].as_str().unwrap().ends_with("bad.txt"));
    assert!(report["failed"][0]["code"].is_string());

    assert_eq!(library.run(&["serach", "x"]).status.code(), Some(2));
    let missing = library.run(&["show", "987654"]);
    assert_eq!(missing.status.code(), Some(1));
    let complaint = String::from_utf8(missing.stderr).unwrap();
    assert!(complaint.starts_with("error: "), "{complaint}");
}

/// The first acceptance case, on texts that are not ours to copy.
#[test]
fn the_seed_articles_are_read_and_found() {
    let seeds = root().join("../shared/data/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: no ../shared");
        return;
    }
    let library = Library::new();
    let imported = library.import(&[seeds]);
    assert_eq!((count(&imported["imported"]), count(&imported["failed"])), (5, 0));
    let titles: Vec<&str> = imported["imported"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| article["title"].as_str().unwrap())
        .collect();
    assert!(titles.contains(&"Russian Foreign Ministry Appeals for NATO Reset"), "{titles:?}");

    let found = library.json(
        0,
        &["search", "Moscow hopes to repair its relationship with the Western military alliance"],
    );
    let mut articles: Vec<i64> =
        found["results"].as_array().unwrap().iter().take(5).map(article_of).collect();
    articles.sort_unstable();
    articles.dedup();
    assert!(articles.len() >= 3, "the first five hits come from {} articles", articles.len());

    for advert in ["Taboola", "Sponsored", "\"ad-free\"", "donation"] {
        let found = library.json(0, &["search", advert, "--mode", "words", "--limit", "50"]);
        assert_eq!(count(&found["results"]), 0, "`{advert}` is furniture: {found:#}");
    }
}

/// The files of the sample library: ours, and each for a purpose.
pub(crate) fn sample() -> Vec<PathBuf> {
    let folder = root().join("crates/engine/sample");
    let entries = fs_err::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| !path.ends_with(Path::new("README.md"))).collect()
}

pub(crate) fn count(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

fn article_of(hit: &Value) -> i64 {
    hit["article_id"].as_i64().unwrap()
}

fn segments(hit: &Value) -> Vec<&str> {
    hit["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| segment["text"].as_str().unwrap())
        .collect()
}
