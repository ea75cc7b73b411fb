//! Measures the whole of what is read from saved pages, on the open pages in
//! `../shared/data/boilerplate`: text, snippets that must and must not be there,
//! titles, dates, authors.
//!
//! Metrics: on WCXB the F1 of words (multisets of lower-case words), mean over
//! pages; on scrapinghub the F1 of 4-gram shingles, precision and recall averaged
//! over pages. Pages of even number are for tuning, those of odd number are
//! reported. `--pages` lists the pages that fall short, `--even` only looks at the
//! first half.
//!
//! `cargo run --release -p parallax-import --example articles`

#![allow(clippy::print_stdout, reason = "a report on the terminal")]

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use parallax_types::{RawArticle, Role};
use serde_json::Value;

/// Below this word F1 a page is listed.
const FALLS_SHORT: f64 = 0.85;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/boilerplate");
    let root = std::env::var_os("PARALLAX_BOILERPLATE").map_or(root, PathBuf::from);
    if !root.is_dir() {
        println!("skipped: no ../shared");
        return Ok(());
    }
    let lists = std::env::args().any(|it| it == "--pages");
    let even_only = std::env::args().any(|it| it == "--even");
    let halves: &[usize] = if even_only { &[0] } else { &[0, 1] };
    for half in halves {
        println!("{} pages", if *half == 0 { "even" } else { "odd" });
        wcxb(&root.join("wcxb"), *half, lists)?;
        scrapinghub(&root.join("scrapinghub"), *half)?;
    }
    Ok(())
}

fn unpacked(file: &Path) -> Result<Vec<u8>, std::io::Error> {
    let mut html = Vec::new();
    flate2::read::GzDecoder::new(fs_err::File::open(file)?).read_to_end(&mut html)?;
    Ok(html)
}

fn read(html: &[u8]) -> RawArticle {
    let articles = parallax_import::parse(html, Path::new("page.html"));
    articles.ok().and_then(|it| it.into_iter().next()).unwrap_or_default()
}

fn body(article: &RawArticle) -> String {
    let blocks = article.blocks.iter().filter(|block| block.role == Role::Body);
    blocks.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// Shares of what was found, over the pages of one type.
#[derive(Default)]
struct Sums {
    n_pages: usize,
    f1: f64,
    n_with: (usize, usize),
    /// The same by letters and digits alone: the gold text has straight quotation
    /// marks where pages have round ones, and breaks lines around inline code.
    n_with_letters: (usize, usize),
    n_without: (usize, usize),
    n_titles: (usize, usize),
    n_dates: (usize, usize),
    n_false_dates: usize,
    n_authors: (usize, usize),
    n_spurious_authors: (usize, usize),
    n_spurious_dates: (usize, usize),
    /// Pages with more than a quarter of the gold text outside the body, and how
    /// many of them carry a warning about it; good pages that carry one.
    n_warned: (usize, usize),
    n_warned_in_vain: (usize, usize),
}

fn count(sum: &mut (usize, usize), good: bool) {
    sum.0 += usize::from(good);
    sum.1 += 1;
}

fn share((n, of): (usize, usize)) -> f64 {
    n as f64 / of.max(1) as f64
}

fn wcxb(folder: &Path, half: usize, lists: bool) -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<PathBuf> = fs_err::read_dir(folder.join("ground-truth"))?
        .map(|it| it.map(|it| it.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut sums: HashMap<String, Sums> = HashMap::new();
    for file in files.iter().skip(half).step_by(2) {
        let truth: Value = serde_json::from_slice(&fs_err::read(file)?)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let html = unpacked(&folder.join("html").join(format!("{name}.html.gz")))?;
        let article = read(&html);
        let kind = truth["_internal"]["page_type"]["primary"].as_str().unwrap_or("?").to_owned();
        let notes = sums.entry(kind.clone()).or_default().add(&truth["ground_truth"], &article);
        if lists && !notes.is_empty() {
            println!("  {kind} {name}: {notes}");
        }
    }
    let mut kinds: Vec<_> = sums.into_iter().collect();
    kinds.sort_by(|a, b| a.0.cmp(&b.0));
    for (kind, sums) in kinds {
        println!("{kind:14} {}", sums.line());
    }
    Ok(())
}

impl Sums {
    /// Adds a page; says in what it falls short.
    fn add(&mut self, gold: &Value, article: &RawArticle) -> String {
        let mut notes = Vec::new();
        self.n_pages += 1;
        let text = body(article);
        let (precision, recall) =
            overlap(&words(gold["main_content"].as_str().unwrap_or_default()), &words(&text));
        let f1 = harmonic(precision, recall);
        self.f1 += f1;
        if f1 < FALLS_SHORT {
            notes.push(format!("F1 {f1:.2} (precision {precision:.2}, recall {recall:.2})"));
        }
        let flat = squeezed(&text);
        let flat_letters = letters(&text);
        for snippet in gold["with"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            count(&mut self.n_with, flat.contains(&squeezed(snippet)));
            count(&mut self.n_with_letters, flat_letters.contains(&letters(snippet)));
        }
        for snippet in gold["without"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            count(&mut self.n_without, !flat.contains(&squeezed(snippet)));
        }
        let warned = article.receipt.warnings.iter().any(|it| it.contains("may be missing"));
        if recall < 0.75 {
            count(&mut self.n_warned, warned);
        } else if f1 > 0.9 {
            count(&mut self.n_warned_in_vain, warned);
        }
        self.add_values(gold, article, &mut notes);
        notes.join("; ")
    }

    fn add_values(&mut self, gold: &Value, article: &RawArticle, notes: &mut Vec<String>) {
        let metadata = &article.metadata;
        let title = metadata.title.as_ref().map_or("", |it| it.value.as_str());
        if let Some(wanted) = gold["title"].as_str().filter(|it| !it.is_empty()) {
            let good = letters(wanted) == letters(title);
            count(&mut self.n_titles, good);
            if !good {
                notes.push(format!("title {title:?} for {wanted:?}"));
            }
        }
        let date = metadata.published.as_ref().map_or("", |it| it.value.as_str());
        if let Some(wanted) = gold["publish_date"].as_str().filter(|it| !it.is_empty()) {
            let good = !date.is_empty() && date.get(..10) == wanted.get(..10);
            count(&mut self.n_dates, good);
            self.n_false_dates += usize::from(!good && !date.is_empty());
            if !good {
                notes.push(format!("date {date:?} for {wanted:?}"));
            }
        } else {
            count(&mut self.n_spurious_dates, !date.is_empty());
            if !date.is_empty() {
                notes.push(format!("spurious date {date:?}"));
            }
        }
        let none = Vec::new();
        let authors = metadata.authors.as_ref().map_or(&none, |it| &it.value);
        if let Some(wanted) = gold["author"].as_str().filter(|it| !it.is_empty()) {
            // The gold names are one text: "Jane Roe and John Doe".
            let people = |text: &str| letters(&text.replace(" and ", " "));
            let good = people(&authors.join(" ")) == people(wanted);
            count(&mut self.n_authors, good);
            if !good {
                notes.push(format!("authors {authors:?} for {wanted:?}"));
            }
        } else {
            count(&mut self.n_spurious_authors, !authors.is_empty());
            if !authors.is_empty() {
                notes.push(format!("spurious authors {authors:?}"));
            }
        }
    }

    fn line(&self) -> String {
        format!(
            "{:>4} pages  F1 {:.4}  with {:.3} (letters {:.3})  without {:.3}  titles {:.3}  dates {:.3} (false {})  authors {:.3}  \
             spurious dates {:.2} authors {:.2}  warned {}/{}, in vain {}/{}",
            self.n_pages,
            self.f1 / self.n_pages.max(1) as f64,
            share(self.n_with),
            share(self.n_with_letters),
            share(self.n_without),
            share(self.n_titles),
            share(self.n_dates),
            self.n_false_dates,
            share(self.n_authors),
            share(self.n_spurious_dates),
            share(self.n_spurious_authors),
            self.n_warned.0,
            self.n_warned.1,
            self.n_warned_in_vain.0,
            self.n_warned_in_vain.1,
        )
    }
}

fn scrapinghub(folder: &Path, half: usize) -> Result<(), Box<dyn std::error::Error>> {
    let truth: Value = serde_json::from_slice(&fs_err::read(folder.join("ground-truth.json"))?)?;
    let (mut precision, mut recall, mut n_pages) = (0.0, 0.0, 0);
    for (name, about) in truth.as_object().into_iter().flatten().skip(half).step_by(2) {
        let html = unpacked(&folder.join("html").join(format!("{name}.html.gz")))?;
        let gold = words(about["articleBody"].as_str().unwrap_or_default());
        let found = words(&body(&read(&html)));
        let (of_page, in_page) = overlap(&shingles(&gold), &shingles(&found));
        if std::env::args().any(|it| it == "--pages") && of_page < 0.9 {
            println!("  scrapinghub {name}: precision {of_page:.2}, recall {in_page:.2}");
        }
        (precision, recall, n_pages) = (precision + of_page, recall + in_page, n_pages + 1);
    }
    let n = f64::from(n_pages);
    let (precision, recall) = (precision / n, recall / n);
    println!(
        "scrapinghub    {n_pages:>4} pages  F1 {:.4}  precision {precision:.3}  recall {recall:.3}",
        harmonic(precision, recall)
    );
    Ok(())
}

fn words(text: &str) -> Vec<String> {
    text.split(|char: char| !char.is_alphanumeric() && char != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn shingles(words: &[String]) -> Vec<String> {
    words.windows(4.min(words.len().max(1))).map(|it| it.join(" ")).collect()
}

/// Precision and recall of what was found, as multisets.
fn overlap(gold: &[String], found: &[String]) -> (f64, f64) {
    let counts = |of: &[String]| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for it in of {
            *counts.entry(it.clone()).or_default() += 1;
        }
        counts
    };
    let (of_gold, of_found) = (counts(gold), counts(found));
    let n_common: usize =
        of_gold.iter().map(|(it, n)| (*n).min(of_found.get(it).copied().unwrap_or_default())).sum();
    let ratio = |total: usize| if total == 0 { 0.0 } else { n_common as f64 / total as f64 };
    (ratio(found.len()), ratio(gold.len()))
}

fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
