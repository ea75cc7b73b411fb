//! How well credits are read, on articles marked by hand.
//!
//! `cargo run -p parallax-text --example credit_quality -- ../shared/data` reads the 300
//! articles of ECB+ and BASIL that `credits.tsv` names, and prints precision and recall for
//! both halves: the first, third… article was used while the rules were written, the others
//! only for reporting. What was missed or found beside is printed for the first half, with
//! `BOTH=1` for both. A credit is found where a mark of any kind overlaps it; the shares of
//! right kinds are printed apart.
//!
//! What was marked: words that name a medium as the place where something was said,
//! reported or appeared; not pictures' credits, not `the newspaper said`, not an outlet's
//! `Fox News has learned`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement, not part of the program"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use parallax_text::{OriginMark, origin_marks};
use parallax_types::Span;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or("../shared/data".to_owned()));
    let texts = texts(&folder.join("samestory"));
    if texts.is_empty() {
        println!("skipped: no {}", folder.display());
        return;
    }
    let articles = articles(include_str!("credits.tsv"));
    for half in 0..2 {
        let mut counts = Counts::default();
        for (_, (id, credits)) in articles.iter().enumerate().filter(|(n, _)| n % 2 == half) {
            let is_shown = half == 0 || std::env::var_os("BOTH").is_some();
            counts.add(&texts[*id], credits, is_shown.then_some(*id));
        }
        println!("{} half: {counts:?}", ["first", "second"][half]);
        println!(
            "  precision {:.3}, recall {:.3}",
            share(counts.n_right, counts.n_found),
            share(counts.n_met, counts.n_marked)
        );
    }
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of.max(1) as f64
}

#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "each is a number of something")]
struct Counts {
    n_articles: usize,
    n_marked: usize,
    n_met: usize,
    n_of_kind: usize,
    n_found: usize,
    n_right: usize,
}

impl Counts {
    fn add(&mut self, text: &str, credits: &[Credit<'_>], shown: Option<&str>) {
        let marks = origin_marks(text, &blocks(text), &[]);
        let meets = |mark: &OriginMark, credit: &Credit<'_>| mark.span.overlaps(credit.span);
        self.n_articles += 1;
        self.n_marked += credits.len();
        self.n_found += marks.len();
        for credit in credits {
            let met = marks.iter().find(|mark| meets(mark, credit));
            self.n_met += usize::from(met.is_some());
            self.n_of_kind +=
                usize::from(met.is_some_and(|mark| mark.kind.as_str() == credit.kind));
            if let (None, Some(id)) = (met, shown) {
                println!("  missed in {id}: {}", around(text, credit.span));
            }
        }
        for mark in &marks {
            let is_right = credits.iter().any(|credit| meets(mark, credit));
            self.n_right += usize::from(is_right);
            if let (false, Some(id)) = (is_right, shown) {
                println!("  beside in {id}: {} [{}]", around(text, mark.span), mark.name);
            }
        }
    }
}

fn around(text: &str, span: Span) -> String {
    let start = text.floor_char_boundary(span.start.saturating_sub(50));
    let end = text.ceil_char_boundary((span.end + 50).min(text.len()));
    let (before, behind) = (&text[start..span.start], &text[span.end..end]);
    format!("{before}«{}»{behind}", span.of(text)).replace('\n', " ")
}

fn blocks(text: &str) -> Vec<Span> {
    let mut start = 0;
    let lines = text.split('\n').map(|line| {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        span
    });
    lines.filter(|span| span.end > span.start).collect()
}

struct Credit<'a> {
    kind: &'a str,
    span: Span,
}

/// The articles in order, with what is marked in each.
fn articles(file: &str) -> Vec<(&str, Vec<Credit<'_>>)> {
    let mut articles: Vec<(&str, Vec<Credit<'_>>)> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        if articles.last().is_none_or(|last| last.0 != fields[0]) {
            articles.push((fields[0], Vec::new()));
        }
        if let [_, kind, _, start, end] = fields[..] {
            let span = Span::new(start.parse().unwrap(), end.parse().unwrap());
            articles.last_mut().unwrap().1.push(Credit { kind, span });
        }
    }
    articles
}

fn texts(folder: &Path) -> HashMap<String, String> {
    let mut texts = HashMap::new();
    for set in ["ecbplus", "basil"] {
        let path = folder.join(set).join("docs.jsonl");
        for line in fs_err::read_to_string(path).unwrap_or_default().lines() {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            texts.insert(
                doc["id"].as_str().unwrap().to_owned(),
                doc["text"].as_str().unwrap().to_owned(),
            );
        }
    }
    texts
}
