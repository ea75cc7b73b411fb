//! Who else tells it, on articles grouped by story (ECB+): of 300 random sentences,
//! how many find a passage of another article of the same story among the first
//! three, and whether any finds its own article.
//!
//! `cargo run --release -p parallax-engine --example related_stories -- FILE`, where
//! FILE is `docs.jsonl` with `id`, `story` and `text`; `../shared/data/samestory/ecbplus`
//! by default.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use parallax_engine::{
    Access, ArticleId, Control, Corpus, Document, Filter, Library, Options, Origin, Plan,
    default_model,
};

const N_SENTENCES: usize = 300;
const MIN_WORDS: usize = 6;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).map_or_else(default_file, PathBuf::from);
    if !file.is_file() {
        println!("skipped: no {}", file.display());
        return Ok(());
    }
    let (documents, stories) = read(&file)?;
    let folder = tempfile::tempdir()?;
    let environment = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let library = Library::open(Options {
        folder: folder.path().to_path_buf(),
        access: Access::Write,
        model: default_model(&environment, &std::env::current_exe()?, 2),
        clock: jiff::Timestamp::now,
    })?;
    let sentences = sample(&documents);
    let corpus = Corpus { documents, ..Corpus::default() };
    library.evaluate(&[corpus], Plan::Auto, &Control::default(), &|_| {})?;
    report(&library, &sentences, &stories)
}

fn default_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/samestory/ecbplus/docs.jsonl")
}

/// The documents, and the story of each.
#[expect(clippy::type_complexity, reason = "read once, here")]
fn read(
    file: &Path,
) -> Result<(Vec<Document>, HashMap<String, String>), Box<dyn std::error::Error>> {
    let mut documents = Vec::new();
    let mut stories = HashMap::new();
    for line in fs_err::read_to_string(file)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        stories.insert(field("id"), field("story"));
        documents.push(Document { id: field("id"), title: String::new(), text: field("text") });
    }
    Ok((documents, stories))
}

/// Sentences (lines, in this set) drawn evenly at random, with their documents.
fn sample(documents: &[Document]) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = documents
        .iter()
        .flat_map(|document| document.text.lines().map(|line| (document.id.clone(), line.trim())))
        .filter(|(_, line)| line.split_whitespace().count() >= MIN_WORDS)
        .map(|(id, line)| (id, line.to_owned()))
        .collect();
    // A hash of the text as a fixed shuffle.
    lines.sort_by_key(|(id, line)| *blake3::hash(format!("{id} {line}").as_bytes()).as_bytes());
    lines.truncate(N_SENTENCES);
    lines
}

fn report(
    library: &Library,
    sentences: &[(String, String)],
    stories: &HashMap<String, String>,
) -> Result<(), Box<dyn std::error::Error>> {
    let names: HashMap<ArticleId, String> = library
        .articles(&Filter::default())?
        .into_iter()
        .map(|row| (row.id, row.path.trim_start_matches("0/").to_owned()))
        .collect();
    let ids: HashMap<&str, ArticleId> =
        names.iter().map(|(id, name)| (name.as_str(), *id)).collect();
    let (mut n_own, mut n_first, mut n_three, mut n_none) = (0, 0, 0, 0);
    for (document, sentence) in sentences {
        let origin = Origin::Text(sentence.clone(), ids.get(document.as_str()).copied());
        let related = library.related(&origin, 10)?;
        let found: Vec<&str> = related
            .hits
            .iter()
            .filter_map(|hit| Some(names.get(&hit.article.id)?.as_str()))
            .collect();
        let copies =
            related.copies.iter().filter_map(|copy| Some(names.get(&copy.article.id)?.as_str()));
        n_own += usize::from(found.contains(&document.as_str()));
        // Whoever repeats the sentence is named before the voices.
        let all: Vec<&str> = copies.chain(found).collect();
        let is_same = |name: &&&str| stories.get(**name) == stories.get(document);
        n_first += usize::from(all.first().is_some_and(|name| is_same(&name)));
        n_three += usize::from(all.iter().take(3).any(|name| is_same(&name)));
        n_none += usize::from(all.is_empty());
    }
    let share = |n: usize| 100.0 * n as f64 / sentences.len().max(1) as f64;
    println!(
        "{} sentences: {n_own} found their own article; same story first {:.1} %, among the first \
         three {:.1} %; nothing found {:.1} %",
        sentences.len(),
        share(n_first),
        share(n_three),
        share(n_none)
    );
    Ok(())
}
