//! Measures how well the body of saved news pages is told from the rest, on the
//! 98 pages of the article extraction benchmark in `../shared/data`.
//!
//! Metric: F1 of 4-gram word shingles (as multisets) between our body text and
//! the page's gold text; precision and recall are averaged over pages. Prints the
//! single extractors for comparison.
//!
//! `cargo run --release -p parallax-import --example boilerplate`

#![allow(clippy::print_stdout, reason = "a report on the terminal")]

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use parallax_types::Role;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/boilerplate/scrapinghub");
    if !folder.is_dir() {
        println!("skipped: no ../shared");
        return Ok(());
    }
    let pages = read_pages(&folder)?;
    println!("{:28} {:>9} {:>7} {:>7} {:>8}", "body by", "precision", "recall", "F1", "pages/s");
    let methods: [(&str, Method); 3] = [
        ("parallax-import", ours),
        ("rs-trafilatura", |html| {
            rs_trafilatura::extract(html).map(|it| it.content_text).unwrap_or_default()
        }),
        ("trafilatura, for precision", trafilatura_for_precision),
    ];
    for (name, method) in methods {
        measure(name, method, &pages);
    }
    Ok(())
}

/// A page's HTML → its body text.
type Method = fn(&str) -> String;

struct Page {
    name: String,
    html: String,
    gold: String,
}

fn read_pages(folder: &Path) -> Result<Vec<Page>, Box<dyn std::error::Error>> {
    let truth: serde_json::Value =
        serde_json::from_slice(&fs_err::read(folder.join("ground-truth.json"))?)?;
    let mut pages = Vec::new();
    for (name, about) in truth.as_object().into_iter().flatten() {
        let mut html = Vec::new();
        let file: PathBuf = folder.join("html").join(format!("{name}.html.gz"));
        flate2::read::GzDecoder::new(fs_err::File::open(file)?).read_to_end(&mut html)?;
        let gold = about["articleBody"].as_str().unwrap_or_default().to_owned();
        pages.push(Page {
            name: name.clone(),
            html: String::from_utf8_lossy(&html).into_owned(),
            gold,
        });
    }
    Ok(pages)
}

fn measure(name: &str, method: Method, pages: &[Page]) {
    let started = Instant::now();
    let results: Vec<(f64, f64)> =
        pages.iter().map(|page| precision_recall(&page.gold, &method(&page.html))).collect();
    let n_per_second = pages.len() as f64 / started.elapsed().as_secs_f64();
    let n_pages = pages.len() as f64;
    let precision = results.iter().map(|(precision, _)| precision).sum::<f64>() / n_pages;
    let recall = results.iter().map(|(_, recall)| recall).sum::<f64>() / n_pages;
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{name:28} {precision:>9.3} {recall:>7.3} {f1:>7.4} {n_per_second:>8.0}");
    if std::env::args().any(|argument| argument == "--pages") && name.starts_with("parallax") {
        for (page, (precision, recall)) in pages.iter().zip(&results) {
            if *precision < 0.97 || *recall < 0.97 {
                println!("  {} {precision:.2} {recall:.2}", &page.name[..8]);
            }
        }
    }
}

fn ours(html: &str) -> String {
    let Ok(articles) = parallax_import::parse(html.as_bytes(), Path::new("page.html")) else {
        return String::new();
    };
    let body: Vec<&str> = articles
        .iter()
        .flat_map(|article| &article.blocks)
        .filter(|block| block.role == Role::Body)
        .map(|block| block.text.as_str())
        .collect();
    body.join("\n\n")
}

fn trafilatura_for_precision(html: &str) -> String {
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_focus(trafilatura::ExtractionFocus::FavorPrecision);
    trafilatura::extract(html, &options).map(|it| it.content_text).unwrap_or_default()
}

fn precision_recall(gold: &str, found: &str) -> (f64, f64) {
    let (gold, found) = (shingles(gold), shingles(found));
    let n_common: usize = gold
        .iter()
        .map(|(shingle, n)| (*n).min(found.get(shingle).copied().unwrap_or_default()))
        .sum();
    let ratio = |total: usize| if total == 0 { 0.0 } else { n_common as f64 / total as f64 };
    (ratio(found.values().sum()), ratio(gold.values().sum()))
}

fn shingles(text: &str) -> HashMap<Vec<String>, usize> {
    let words: Vec<String> = text
        .split(|char: char| !char.is_alphanumeric() && char != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut counts = HashMap::new();
    for shingle in words.windows(4.min(words.len().max(1))) {
        *counts.entry(shingle.to_vec()).or_default() += 1;
    }
    counts
}
