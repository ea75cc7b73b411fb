//! What a library holds, a line for each fact, and a hand that highlights: for tests that
//! kill programs and look at what is left.
//!
//! ```text
//! library_facts facts LIBRARY       articles with the hashes of all their texts, tags, highlights
//! library_facts highlight LIBRARY   highlights a word of every article, naming each once stored
//! ```
//!
//! Not here: killing anything (`cargo xtask torture`).

#![expect(clippy::print_stdout, reason = "facts are printed")]

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use parallax_engine::{
    Access, Colour, EmbedError, EngineError, Filter, HighlightFilter, Library, ModelSource,
    Options, Span,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [what, library] if what == "facts" => facts(library),
        [what, library] if what == "highlight" => highlight(library),
        _ => return ExitCode::from(2),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {} {error}", error.code());
            ExitCode::FAILURE
        }
    }
}

fn open(folder: &str) -> Result<Library, EngineError> {
    let missing = EmbedError::PackMissing { looked_in: Vec::new() };
    Library::open(Options {
        folder: PathBuf::from(folder),
        access: Access::Write,
        model: ModelSource::Missing(missing),
        clock: jiff::Timestamp::now,
    })
}

fn facts(folder: &str) -> Result<(), EngineError> {
    let library = open(folder)?;
    for row in library.articles(&Filter::default())? {
        let article = library.article(row.id)?;
        let hash = blake3::hash(article.text.as_bytes()).to_hex();
        let (n_blocks, n_passages) = (article.blocks.len(), article.passages.len());
        println!("article {} {hash} {n_blocks} {n_passages}", row.path);
        for version in library.versions(row.id)?.versions {
            let text = library.version(row.id, version.number)?.text;
            println!("text {} {}", version.path, blake3::hash(text.as_bytes()).to_hex());
        }
        for tag in library.tags_of(row.id)? {
            println!("tag {} {tag}", row.path);
        }
        let filter = HighlightFilter { article: Some(row.id), ..HighlightFilter::default() };
        for (highlight, _) in library.highlights(&filter)? {
            println!("highlight {} {}", row.path, highlight.words);
        }
    }
    Ok(())
}

fn highlight(folder: &str) -> Result<(), EngineError> {
    let library = open(folder)?;
    for row in library.articles(&Filter::default())? {
        let text = library.article(row.id)?.text;
        let start = text.find("mill").unwrap_or_default();
        library.add_highlight(row.id, Span::new(start, start + 4), Colour::Green, None)?;
        println!("highlight {} mill", row.path);
        // What was printed is promised: it is not to wait in a buffer.
        let _ = std::io::stdout().flush();
    }
    Ok(())
}
