//! How long an import takes of very many near-identical articles from one file, such as
//! a ZIP made to hurt: `cargo run --release --example near_identical -- 1000 4000`.
//! With a fake model, so that what is measured is everything but embedding.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "an example")]

use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use parallax_engine::{
    Access, Control, FakeEmbedder, Intake, Library, ModelSource, Options, Wishes,
};

const N_PER_FILE: usize = 17_000;

fn main() {
    println!(
        "{:>8} {:>10} {:>8} {:>8} {:>9} {:>9}",
        "articles", "import", "copies", "stories", "group", "story"
    );
    for n in std::env::args().skip(1) {
        measure(n.parse().unwrap());
    }
}

fn measure(n_articles: usize) {
    let dir = tempfile::tempdir().unwrap();
    // As many as one file may give.
    let files = (0..n_articles).step_by(N_PER_FILE).map(|first| {
        let file = dir.path().join(format!("{first}.jsonl"));
        fs_err::write(&file, lines(first..n_articles.min(first + N_PER_FILE))).unwrap();
        file
    });
    let files = files.collect();
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let folder = dir.path().join("library");
    let clock = jiff::Timestamp::now;
    let library = Library::open(Options { folder, access: Access::Write, model, clock }).unwrap();
    let started = Instant::now();
    let wishes = Wishes { large_archives: true, ..Wishes::default() };
    let intake = Intake::new(files).with(wishes);
    let report = library.import(&intake, &Control::default(), &|_| {}).unwrap();
    assert_eq!((report.imported.len(), report.failed.len()), (n_articles, 0));
    let imported = started.elapsed();
    let started = Instant::now();
    let copies = library.copies().unwrap();
    let told = started.elapsed();
    let started = Instant::now();
    let stories = library.stories(2).unwrap();
    println!(
        "{n_articles:>8} {:>8.1} s {:>6.1} s {:>6.1} s {:>9} {:>9}",
        imported.as_secs_f64(),
        told.as_secs_f64(),
        started.elapsed().as_secs_f64(),
        copies.first().map_or(0, |group| group.articles.len()),
        stories.first().map_or(0, |story| story.articles.len()),
    );
}

fn lines(numbers: Range<usize>) -> String {
    let mut lines = String::new();
    for n in numbers {
        let text = format!(
            "The harbour board of Ostrey said on Wednesday that it wants to restore its ties with the \
             dockers' union after a year of {n} idle cranes. The union has twelve hundred members on the \
             western quays, where {} cranes stand idle, and nobody in the town hall had expected the \
             change of tone. The mayor was away when the letter arrived at noon.",
            n * 7 + 3
        );
        let _ =
            writeln!(lines, r#"{{"title": "Board wants its ties back {n}", "text": "{text}"}}"#);
    }
    lines
}
