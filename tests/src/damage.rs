//! Damaged libraries: what changed is found, named and, where it can be, mended.
//!
//! Bits and pages of `library.db` are damaged at places drawn by a seed. Whether anything
//! stored was changed is decided by a reader of its own (`dump.py`), whether `parallax
//! verify` sees it by the program. `cargo xtask torture` runs the long form.
//! Not here: damage to the index on disk (`robust`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use parallax_engine::{
    Access, ArticleId, Colour, Edit, Field, Library as Engine, Options, Span, Value as FieldValue,
    default_model,
};
use serde_json::Value;

use crate::cli::Library;
use crate::root;

/// How many places are damaged, and where they are drawn from.
struct Campaign {
    n_bits: usize,
    n_zeros: usize,
    seed: u64,
}

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    changed_and_found: usize,
    changed_and_missed: Vec<String>,
    unchanged_and_reported: usize,
    unchanged_and_whole: usize,
    /// `verify` ended without an answer.
    failed: Vec<String>,
    /// What was damaged and is whole after the step that is documented for it.
    steps: BTreeMap<&'static str, usize>,
    /// What is not.
    steps_failed: Vec<String>,
}

/// Something done to the bytes of a file.
enum Damage {
    Bit(usize, u8),
    Zeros(usize),
}

const N_ZEROS: usize = 4096;

#[test]
fn whatever_damage_changes_is_found() {
    let counts = run(&Campaign { n_bits: 30, n_zeros: 6, seed: 15 });
    assert_eq!(counts.n(), 36, "{counts:?}");
    counts.check();
    assert!(counts.changed_and_found >= 15, "hardly anything was tried: {counts:?}");
}

/// Run by `cargo xtask torture`, which says how much of it.
#[test]
#[ignore = "minutes; run by `cargo xtask torture`"]
fn long_campaign() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let campaign = Campaign {
        n_bits: number("PARALLAX_TORTURE_BITS").unwrap_or(500),
        n_zeros: number("PARALLAX_TORTURE_ZEROS").unwrap_or(100),
        seed: number("PARALLAX_TORTURE_SEED").map_or(1, |seed| seed as u64),
    };
    let counts = run(&campaign);
    assert_eq!(counts.n(), campaign.n_bits + campaign.n_zeros);
    counts.check();
}

impl Counts {
    fn check(&self) {
        let wrong = [&self.changed_and_missed, &self.failed, &self.steps_failed];
        assert!(wrong.iter().all(|list| list.is_empty()), "{self:#?}");
    }

    fn n(&self) -> usize {
        self.changed_and_found
            + self.changed_and_missed.len()
            + self.unchanged_and_reported
            + self.unchanged_and_whole
            + self.failed.len()
    }
}

fn run(campaign: &Campaign) -> Counts {
    let files = tempfile::tempdir().unwrap();
    let library = full_library(files.path());
    library.json(0, &["backup", "--daily"]);
    let sound = library.folder().join("library.db");
    let bytes = fs_err::read(&sound).unwrap();
    let tables = tables(&sound);
    let expected = dump(&sound, &tables);
    assert!(!expected.starts_with("unreadable"), "{expected}");
    let mut draw = Draw(campaign.seed);
    let damages: Vec<Damage> = (0..campaign.n_bits)
        .map(|_| Damage::Bit(draw.below(bytes.len()), 1 << draw.below(8)))
        .collect();
    let zeros: Vec<Damage> = (0..campaign.n_zeros)
        .map(|n| {
            let at = draw.below(bytes.len() - N_ZEROS);
            // Whole pages and parts of two.
            Damage::Zeros(if n % 2 == 0 { at / N_ZEROS * N_ZEROS } else { at })
        })
        .collect();
    let mut counts = Counts::default();
    let copy = Library::new();
    for damage in damages.iter().chain(&zeros) {
        let damaged = damage.of(&bytes);
        if damaged == bytes {
            counts.unchanged_and_whole += 1; // zeros where zeros were
            continue;
        }
        let _ = fs_err::remove_dir_all(copy.folder());
        fs_err::create_dir_all(copy.folder()).unwrap();
        let path = copy.folder().join("library.db");
        fs_err::write(&path, &damaged).unwrap();
        let is_changed = dump(&path, &tables) != expected;
        let verdict = copy.json_of_any(&["verify"]);
        let name = damage.name();
        match (is_changed, verdict["ok"].as_bool()) {
            (_, None) => counts.failed.push(name),
            (true, Some(false)) => counts.changed_and_found += 1,
            (true, Some(true)) => counts.changed_and_missed.push(name),
            (false, Some(false)) => counts.unchanged_and_reported += 1,
            (false, Some(true)) => counts.unchanged_and_whole += 1,
        }
        if verdict["ok"] == false {
            take_steps(&copy, &damaged, &library, &verdict, &mut counts);
        }
    }
    eprintln!(
        "seed {}, {} bits and {} runs of zeros in {} KB: {} changed something and were found, {} changed \
         something and were missed, {} changed nothing and were reported, {} changed nothing, {} without an answer",
        campaign.seed,
        campaign.n_bits,
        campaign.n_zeros,
        bytes.len() / 1024,
        counts.changed_and_found,
        counts.changed_and_missed.len(),
        counts.unchanged_and_reported,
        counts.unchanged_and_whole,
        counts.failed.len()
    );
    eprintln!("whole again after {:?}; not whole: {:#?}", counts.steps, counts.steps_failed);
    counts
}

/// The way back that `verify` named for a damaged library, and the others that are
/// documented, each on a copy of its own.
fn take_steps(
    copy: &Library,
    damaged: &[u8],
    sound: &Library,
    verdict: &Value,
    counts: &mut Counts,
) {
    let details = verdict["details"].as_array().unwrap();
    let hint = |detail: &Value| detail["hint"].as_str().unwrap_or_default().to_owned();
    let is_derived = details.iter().all(|detail| hint(detail).contains("parallax reindex"));
    let mut steps = vec!["restore", "salvage"];
    if is_derived {
        steps.push("reindex");
    }
    for step in steps {
        let _ = fs_err::remove_dir_all(copy.folder());
        copy_folder(&sound.folder().join("backups"), &copy.folder().join("backups"));
        fs_err::write(copy.folder().join("library.db"), damaged).unwrap();
        let told = copy.json_of_any(&[step]);
        let after = copy.json_of_any(&["verify"]);
        if after["ok"] == true {
            *counts.steps.entry(step).or_default() += 1;
        } else if step == "salvage" && told["error"]["code"] == "nothing_reads" {
            *counts.steps.entry("salvage said that nothing reads").or_default() += 1;
        } else {
            counts.steps_failed.push(format!("{step}: {told:#} {after:#} after {verdict:#}"));
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs_err::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

impl Damage {
    fn of(&self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        match *self {
            Self::Bit(at, mask) => bytes[at] ^= mask,
            Self::Zeros(at) => bytes[at..at + N_ZEROS].fill(0),
        }
        bytes
    }

    fn name(&self) -> String {
        match self {
            Self::Bit(at, mask) => format!("byte {at} ^ {mask:#04x}"),
            Self::Zeros(at) => format!("zeros from {at}"),
        }
    }
}

/// `SplitMix64`: places drawn are the same for the same seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
}

/// A library of sixty articles in which every table has rows.
fn full_library(files: &Path) -> Library {
    write_articles(files, 60);
    let library = Library::new();
    library.json(0, &["import", files.to_str().unwrap()]);
    for n in 1..=20 {
        library.json(0, &["tag", &n.to_string(), "--add", ["ice", "to read"][n % 2]]);
    }
    let engine = open(&library.folder());
    for n in 1..=12 {
        let id = ArticleId(n);
        let text = engine.article(id).unwrap().text;
        let end = text.find('\n').unwrap_or(text.len());
        let colour = [Colour::Yellow, Colour::Green][usize::try_from(n).unwrap() % 2];
        engine.add_highlight(id, Span::new(0, end), colour, Some("look this up")).unwrap();
        engine.set_note(id, &format!("note {n}, to be kept")).unwrap();
    }
    let value = FieldValue::Written(Some("The Quay".to_owned()));
    engine.edit(ArticleId(3), &[Edit { field: Field::Outlet, value }]).unwrap();
    for n in 0..8 {
        engine.save_search(&format!("search {n}"), &format!("ice {n}")).unwrap();
        engine.remember_search(&format!("ferries {n}")).unwrap();
    }
    engine.watch_folder(files).unwrap();
    engine.note_unfinished(&[files.join("later.txt")]).unwrap();
    drop(engine);
    let verdict = library.json(0, &["verify"]);
    assert_eq!(verdict["ok"], true, "{verdict:#}");
    library
}

fn open(folder: &Path) -> Engine {
    let environment = |name: &str| -> Option<PathBuf> {
        match name {
            "PARALLAX_MODEL_DIR" => Some(root().join(".cache/models/all-MiniLM-L6-v2")),
            "PARALLAX_ONNXRUNTIME" => Some(root().join(".cache/onnxruntime")),
            _ => None,
        }
    };
    let options = Options {
        folder: folder.to_path_buf(),
        access: Access::Write,
        model: default_model(&environment, Path::new(""), 1),
        clock: || "2031-01-04T10:00:00Z".parse().unwrap(),
    };
    Engine::open(options).unwrap()
}

/// Reports with speakers and sources; every fifth is nearly the one before.
fn write_articles(folder: &Path, n_articles: usize) {
    const PLACES: [&str; 7] =
        ["Norden", "Ostrey", "Hallowick", "Sandmouth", "Brenmoor", "Velm", "Marsh End"];
    const SPEAKERS: [&str; 4] = ["Ada Reuel", "Ben Osei", "Carla Lindqvist", "Dan Whitlock"];
    for n in 0..n_articles {
        let of = if n % 5 == 4 { n - 1 } else { n };
        let (place, speaker) = (PLACES[of % PLACES.len()], SPEAKERS[of % SPEAKERS.len()]);
        let text = format!(
            "Ice stops the ferries of {place}, day {of}\n\n{place} (Coast Agency) — The ferries of {place} were \
             stopped by ice for the {of}th day, and {} people waited on the quay.\n\n\
             \u{201c}We have bread for {} days and no more than that,\u{201d} said {speaker}, the harbour master of \
             {place}. \u{201c}After that we shall have to walk across.\u{201d}\n\nAccording to the Coast Agency, \
             {} ships lie before the harbour. {speaker} said that number {} on the list would go first. Nobody in \
             the hall objected, although {} of them had come to do so, in the snow of January {}.\n\nReport {n}.\n",
            of * 37 + 11,
            of + 3,
            of * 7 % 23 + 2,
            of * 5 + 1,
            of * 13 % 97,
            2020 + of % 9,
        );
        fs_err::write(folder.join(format!("report-{n}.txt")), text).unwrap();
    }
}

/// The tables that hold something, by Python's SQLite.
fn tables(database: &Path) -> Vec<String> {
    let found = python(
        "import sqlite3,sys\nfor r in sqlite3.connect('file:'+sys.argv[1]+'?immutable=1',uri=True).execute(\
         \"SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name\"): print(r[0])",
        &[database.to_str().unwrap()],
    );
    found.lines().map(str::to_owned).collect()
}

fn dump(database: &Path, tables: &[String]) -> String {
    let script = root().join("tests/src/dump.py");
    let output = Command::new("python3").arg(script).arg(database).args(tables).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn python(script: &str, arguments: &[&str]) -> String {
    let output = Command::new("python3").args(["-c", script]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_derived_is_mended_by_reindex() {
    let files = tempfile::tempdir().unwrap();
    write_articles(files.path(), 12);
    let library = Library::new();
    library.json(0, &["import", files.path().to_str().unwrap()]);
    let quotes = library.json(0, &["quotes"]);
    let passages = || -> Vec<i64> {
        let found = library.json(0, &["search", "ice on the harbour"]);
        let hits = found["results"].as_array().unwrap();
        hits.iter().map(|hit| hit["passage_id"].as_i64().unwrap()).collect()
    };
    let found = passages();
    assert!(!found.is_empty());
    let database = library.folder().join("library.db");
    for (damage, code) in [
        ("UPDATE quotes SET speaker = 'Somebody else'", "derived"),
        ("UPDATE copy_pairs SET a_in_b = 0.01", "derived"),
        ("UPDATE passage_words_data SET block = zeroblob(40) WHERE id > 100", "words"),
        ("DELETE FROM passage_words_docsize WHERE id = 3", "words"),
        (
            "UPDATE vectors SET value = CAST(x'01' || substr(value, 2) AS BLOB) WHERE id < 9",
            "vectors",
        ),
        ("UPDATE checksums SET sum = sum + 1 WHERE part = 2 AND key = 4", "checksum"),
    ] {
        let script =
            "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1]);c.execute(sys.argv[2]);c.commit()";
        python(script, &[database.to_str().unwrap(), damage]);
        let verdict = library.json(1, &["verify"]);
        let details = verdict["details"].as_array().unwrap();
        assert!(details.iter().any(|it| it["code"] == code), "{damage}: {verdict:#}");
        for detail in details {
            assert!(detail["hint"].as_str().unwrap().contains("reindex"), "{damage}: {detail:#}");
        }
        library.json(0, &["reindex"]);
        let verdict = library.json_of_any(&["verify"]);
        assert_eq!(verdict["ok"], true, "{damage}: {verdict:#}");
        assert_eq!(library.json(0, &["quotes"]), quotes, "{damage}");
        assert_eq!(passages(), found, "{damage}");
    }
}

#[test]
fn what_was_acknowledged_and_is_gone_is_named() {
    let files = tempfile::tempdir().unwrap();
    write_articles(files.path(), 3);
    let library = Library::new();
    library.json(0, &["import", files.path().to_str().unwrap()]);
    // What is written now stays beside the database until it is closed.
    let old = fs_err::read(library.folder().join("library.db")).unwrap();
    let more = tempfile::tempdir().unwrap();
    fs_err::write(more.path().join("late.txt"), "A late report\n\nThe ice went out at last.\n")
        .unwrap();
    library.json(0, &["import", more.path().to_str().unwrap()]);
    library.json(0, &["tag", "2", "--add", "ice"]);
    fs_err::write(library.folder().join("library.db"), old).unwrap();
    for round in ["verify", "verify again", "after it was written to"] {
        let verdict = library.json(1, &["verify"]);
        let text = verdict["problems"].to_string();
        assert!(
            text.contains("1 articles that were acknowledged are missing: “A late report”"),
            "{round}: {text}"
        );
        assert!(text.contains("changes to 1 articles"), "{round}: {text}");
        if round == "verify again" {
            library.json(0, &["tag", "1", "--add", "later"]);
        }
    }
    // Imported again, it is missed no longer; the tag still is.
    library.json(0, &["import", more.path().to_str().unwrap()]);
    let verdict: Value = library.json(1, &["verify"]);
    assert!(!verdict["problems"].to_string().contains("A late report"), "{verdict:#}");
}
