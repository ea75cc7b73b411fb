//! How well articles are grouped into stories: B-cubed precision, recall and F1
//! on a folder of labelled articles.
//!
//! `cargo run --release -p parallax-engine --example story_quality -- ../shared/data/samestory/ecbplus`
//!
//! The folder holds `docs.jsonl` with `id`, `story` and `text` per line. Needs the
//! model (`PARALLAX_MODEL_DIR`, `PARALLAX_ONNXRUNTIME`, or what `cargo xtask setup` laid down).
//! B-cubed: Bagga & Baldwin, "Entity-based cross-document coreferencing", 1998.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement, not part of the program"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use parallax_engine::{Access, Control, Intake, Library, Options, default_model};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or("../shared/data/samestory/ecbplus".to_owned());
    let docs = Path::new(&folder).join("docs.jsonl");
    let Ok(lines) = fs_err::read_to_string(&docs) else {
        println!("skipped: no {}", docs.display());
        return;
    };
    let work = tempfile::tempdir().unwrap();
    let files = work.path().join("files");
    fs_err::create_dir_all(&files).unwrap();
    let mut gold: HashMap<String, String> = HashMap::new();
    for line in lines.lines() {
        let doc: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| doc[name].as_str().unwrap().to_owned();
        fs_err::write(files.join(field("id")).with_extension("txt"), field("text")).unwrap();
        gold.insert(field("id"), field("story"));
    }
    let library = open(&work.path().join("library"));
    library.load_model().unwrap();
    library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    let stories = library.stories(1).unwrap();
    let mut found: HashMap<String, i64> = HashMap::new();
    for story in &stories {
        for row in &story.articles {
            let id = Path::new(&row.path).file_stem().unwrap().to_string_lossy().into_owned();
            found.insert(id, story.id.0);
        }
    }
    let (precision, recall) = b_cubed(&found, &gold);
    println!(
        "{} articles, {} labelled stories, {} found",
        found.len(),
        n_distinct(&gold),
        stories.len()
    );
    println!(
        "B-cubed precision {precision:.4}, recall {recall:.4}, F1 {:.4}",
        2.0 * precision * recall / (precision + recall)
    );
}

fn open(folder: &Path) -> Library {
    let environment = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let program = std::env::current_exe().unwrap_or_default();
    let model = default_model(&environment, &program, 2);
    let options = Options {
        folder: folder.to_path_buf(),
        access: Access::Write,
        model,
        clock: jiff::Timestamp::now,
    };
    Library::open(options).unwrap()
}

fn n_distinct(gold: &HashMap<String, String>) -> usize {
    gold.values().collect::<std::collections::HashSet<_>>().len()
}

fn b_cubed(found: &HashMap<String, i64>, gold: &HashMap<String, String>) -> (f64, f64) {
    let (mut precision, mut recall) = (0.0, 0.0);
    for (id, group) in found {
        let together: Vec<&String> =
            found.iter().filter(|(_, other)| *other == group).map(|(id, _)| id).collect();
        let right = together.iter().filter(|other| gold[**other] == gold[id]).count() as f64;
        let wanted = found.keys().filter(|other| gold[*other] == gold[id]).count() as f64;
        precision += right / together.len() as f64;
        recall += right / wanted;
    }
    (precision / found.len() as f64, recall / found.len() as f64)
}
