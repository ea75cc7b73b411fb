//! Parses real files in child processes and says what came of each.
//!
//! `cargo run --release -p parallax-import --example files [FILE…]`: without
//! arguments all files of `../shared/data/files`, one line each and a table of
//! folder × outcome; with arguments the articles of these files, block by block.
//! PDFium is taken from `.cache/pdfium` (`cargo xtask setup` puts it there) or
//! `PARALLAX_PDFIUM`.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use parallax_import::{
    ImportError, Limits, Parsers, Tesseract, WORKER_ARGUMENT, WorkerProgram, read_file, serve,
};
use parallax_parts::{LibraryKind, NativeLibrary};
use parallax_types::{RawArticle, Role};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.next_if(|first| first == WORKER_ARGUMENT).is_some() {
        return serve(arguments);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let program = std::env::current_exe().unwrap_or_default();
    let named = std::env::var_os("PARALLAX_PDFIUM").map(PathBuf::from);
    let pdfium = NativeLibrary::find(LibraryKind::Pdfium, named, &program).ok();
    let tesseract = Tesseract::find(std::env::var_os("PARALLAX_TESSERACT").map(PathBuf::from));
    let parsers = Parsers::in_children(WorkerProgram {
        program,
        pdfium,
        tesseract,
        requires_confinement: true,
    });
    let files: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    if files.is_empty() {
        table(&parsers, &root.join("../shared/data/files"));
    }
    for file in files {
        println!("## {}", file.display());
        match outcome(&parsers, &file) {
            Ok(articles) => articles.iter().for_each(show),
            Err(error) => println!("{}: {error}\nhint: {:?}", error.code(), error.hint()),
        }
    }
    ExitCode::SUCCESS
}

fn outcome(parsers: &Parsers, file: &Path) -> Result<Vec<RawArticle>, ImportError> {
    parsers.parse(&read_file(file, &Limits::default())?.bytes, file)
}

fn table(parsers: &Parsers, folder: &Path) {
    let Ok(index) = fs_err::read_to_string(folder.join("index.tsv")) else {
        println!("skipped: no ../shared");
        return;
    };
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for line in index.lines().skip(1) {
        let name = line.split('\t').next().unwrap_or_default();
        let started = Instant::now();
        let outcome = outcome(parsers, &folder.join(name));
        let took = started.elapsed().as_millis();
        let (kind, about) = match &outcome {
            Ok(articles) => ("article".to_owned(), brief(articles)),
            Err(error) => (error.code().to_owned(), error.hint().unwrap_or("NO HINT").to_owned()),
        };
        println!("{name}\t{kind}\t{took} ms\t{about}");
        let row = counts.entry(name.split('/').next().unwrap_or_default().to_owned()).or_default();
        *row.entry(kind).or_default() += 1;
    }
    println!();
    for (folder, outcomes) in counts {
        let outcomes: Vec<String> =
            outcomes.iter().map(|(outcome, n)| format!("{n} {outcome}")).collect();
        println!("{folder}: {}", outcomes.join(", "));
    }
}

fn brief(articles: &[RawArticle]) -> String {
    let Some(first) = articles.first() else { return String::new() };
    let title = first.metadata.title.as_ref().map_or("-", |title| title.value.as_str());
    let n_words: usize = articles
        .iter()
        .flat_map(|article| &article.blocks)
        .filter(|block| block.role == Role::Body)
        .map(|block| block.text.split_whitespace().count())
        .sum();
    let receipt = &first.receipt;
    format!(
        "{} {} | {} articles, {n_words} words | {title}",
        receipt.format,
        receipt.encoding,
        articles.len()
    )
}

fn show(article: &RawArticle) {
    let metadata = &article.metadata;
    println!("\n# {:?}", metadata.title.as_ref().map(|it| (&it.value, it.source.as_str())));
    println!(
        "outlet {:?}, authors {:?}, date {:?}, language {:?}, address {:?}",
        metadata.outlet.as_ref().map(|it| &it.value),
        metadata.authors.as_ref().map(|it| &it.value),
        metadata.published.as_ref().map(|it| (it.value.as_str(), it.source.as_str())),
        metadata.language.as_ref().map(|it| &it.value),
        metadata.canonical_url.as_ref().map(|it| &it.value)
    );
    println!("{:?}", article.receipt);
    for block in &article.blocks {
        let role = match block.role {
            Role::Body => "",
            Role::Boilerplate(furniture) => furniture.as_str(),
        };
        println!("{:?}[{role}] {}", block.kind, block.text);
    }
}
