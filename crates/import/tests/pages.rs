//! Title and date of real news pages against what a person read in them
//! (`tests/fixtures/pages.tsv`). Needs `../shared`, and says so.

#![expect(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::io::Read as _;
use std::path::Path;

#[test]
fn titles_and_dates_are_those_a_reader_sees() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let pages = root.join("../shared/data/boilerplate/scrapinghub/html");
    let Ok(files) = fs_err::read_dir(&pages) else {
        eprintln!("skipped: no ../shared");
        return;
    };
    let files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    let facts = fs_err::read_to_string(root.join("tests/fixtures/pages.tsv")).unwrap();
    let (mut n_pages, mut n_titles, mut n_dates) = (0, 0, 0);
    let mut wrong = Vec::new();
    for fact in facts.lines().filter(|line| !line.starts_with('#')) {
        let [id, day, title] = fact.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let is_page = |file: &&std::path::PathBuf| {
            file.file_name().unwrap().to_string_lossy().starts_with(id)
        };
        let file = files.iter().find(is_page).unwrap();
        let mut html = Vec::new();
        flate2::read::GzDecoder::new(fs_err::File::open(file).unwrap())
            .read_to_end(&mut html)
            .unwrap();
        let articles = parallax_import::parse(&html, Path::new("page.html")).unwrap();
        let metadata = &articles[0].metadata;
        n_pages += 1;
        let found = metadata.title.as_ref().map_or("", |title| title.value.as_str());
        if letters(found) == letters(title) {
            n_titles += 1;
        } else {
            wrong.push(format!("{id} title: {found:?}"));
        }
        let date = metadata.published.as_ref().map(|date| date.value.day().to_owned());
        if date.as_deref() == Some(day) {
            n_dates += 1;
        } else {
            wrong.push(format!("{id} date: {date:?}, not {day}"));
        }
    }
    eprintln!(
        "{n_pages} pages: {n_titles} titles, {n_dates} dates right to the day\n{}",
        wrong.join("\n")
    );
    assert!(n_titles * 100 >= n_pages * 95, "{n_titles} of {n_pages}");
    assert!(n_dates * 100 >= n_pages * 90, "{n_dates} of {n_pages}");
}

fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
