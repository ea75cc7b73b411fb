//! How well copies are found: derived copies of real articles, made by our own
//! mutations, are to be found among 2,000 originals.
//!
//! `cargo run --release -p parallax-engine --example copy_quality -- ../shared/data`
//!
//! Reads TIME and Cranfield (`retrieval/*/corpus.jsonl`) and `samestory/ecbplus`.
//! Needs no model. Prints precision and recall over pairs, the error of
//! containment, and every pair found among the originals.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement, not part of the program"
)]

use std::collections::{HashMap, HashSet};
use std::path::Path;

use parallax_engine::{Access, Control, EmbedError, Intake, Library, ModelSource, Options};

const N_ORIGINALS: usize = 2_000;
const N_COPIES: usize = 1_000;

/// A derived copy.
struct Copy {
    text: String,
    /// Share of the original's words that stand in it.
    original_in_copy: f64,
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or("../shared/data".to_owned());
    let originals = originals(Path::new(&folder));
    if originals.is_empty() {
        println!("skipped: no {folder}");
        return;
    }
    let work = tempfile::tempdir().unwrap();
    let files = work.path().join("files");
    fs_err::create_dir_all(&files).unwrap();
    let mut random = Random(20_170_104);
    for (at, text) in originals.iter().enumerate() {
        fs_err::write(files.join(format!("o{at}.txt")), text).unwrap();
    }
    let mut truth: HashMap<(String, String), (f64, &'static str)> = HashMap::new();
    for at in 0..N_COPIES {
        let from = random.below(originals.len());
        let (copy, how) = mutate(&originals[from], at, &mut random);
        fs_err::write(files.join(format!("c{at}.txt")), &copy.text).unwrap();
        truth.insert((format!("o{from}"), format!("c{at}")), (copy.original_in_copy, how));
    }
    let library = open(&work.path().join("library"));
    let report = library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    println!("{} articles, import took {:.1} s", report.imported.len(), report.took.as_secs_f64());
    score(&library, &truth);
}

fn score(library: &Library, truth: &HashMap<(String, String), (f64, &'static str)>) {
    let source: HashMap<&String, &String> = truth.keys().map(|(from, copy)| (copy, from)).collect();
    let (mut found, mut n_wrong, mut among_originals) = (HashSet::new(), 0, Vec::new());
    let (mut kin, mut n_kin) = (HashSet::new(), 0);
    let mut strange: Vec<(String, String)> = Vec::new();
    let mut errors: Vec<(f64, &str, String)> = Vec::new();
    for group in library.copies().unwrap() {
        let names: HashMap<_, String> = group
            .articles
            .iter()
            .map(|row| {
                (row.id, Path::new(&row.path).file_stem().unwrap().to_string_lossy().into_owned())
            })
            .collect();
        for pair in &group.pairs {
            let (a, b) = (&names[&pair.a], &names[&pair.b]);
            let is_original = |name: &String| name.starts_with('o');
            let (from, copy, share) = match (is_original(a), is_original(b)) {
                (true, true) => {
                    kin.insert((a.clone(), b.clone()));
                    kin.insert((b.clone(), a.clone()));
                    among_originals.push(format!("{a} {b} {:.2} {:.2}", pair.a_in_b, pair.b_in_a));
                    continue;
                }
                // Two copies of one original are copies of each other.
                (false, false) => {
                    if source[a] != source[b] {
                        strange.push((source[a].clone(), source[b].clone()));
                    }
                    continue;
                }
                (true, false) => (a, b, pair.a_in_b),
                (false, true) => (b, a, pair.b_in_a),
            };
            let key = (from.clone(), copy.clone());
            let Some((wanted, how)) = truth.get(&key) else {
                strange.push((from.clone(), source[copy].clone()));
                continue;
            };
            errors.push(((share - wanted).abs(), *how, format!("{share:.2} for {wanted:.2}")));
            found.insert(key);
        }
    }
    for pair in strange {
        // A copy of an article is a copy of that article's copies too.
        if kin.contains(&pair) {
            n_kin += 1;
        } else {
            println!("wrong: {pair:?}");
            n_wrong += 1;
        }
    }
    let recall = found.len() as f64 / truth.len() as f64;
    let precision = found.len() as f64 / (found.len() + n_wrong) as f64;
    let close = errors.iter().filter(|error| error.0 <= 0.05).count();
    println!(
        "precision {precision:.4}, recall {recall:.4}; {n_kin} pairs through copies among the originals"
    );
    println!(
        "containment of the original within 0.05 of the truth: {:.4} of the pairs found",
        close as f64 / errors.len() as f64
    );
    errors.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (error, how, what) in errors.iter().take(10) {
        println!("  off by {error:.3} ({how}): {what}");
    }
    let mut missed: HashMap<&str, usize> = HashMap::new();
    for (key, (_, how)) in truth {
        if !found.contains(key) {
            *missed.entry(how).or_default() += 1;
        }
    }
    println!("missed by mutation: {missed:?}");
    println!("pairs among the originals: {}", among_originals.len());
    for pair in among_originals {
        println!("  {pair}");
    }
}

fn open(folder: &Path) -> Library {
    let model = ModelSource::Missing(EmbedError::PackMissing { looked_in: Vec::new() });
    let folder = folder.to_path_buf();
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    Library::open(Options { folder, access: Access::Write, model, clock }).unwrap()
}

/// Articles of at least 60 words, in the order of the files.
fn originals(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for name in [
        "samestory/ecbplus/docs.jsonl",
        "retrieval/time/corpus.jsonl",
        "retrieval/cranfield/corpus.jsonl",
    ] {
        for line in fs_err::read_to_string(folder.join(name)).unwrap_or_default().lines() {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = doc["text"].as_str().unwrap().to_owned();
            if text.split_whitespace().count() >= 60 {
                texts.push(text);
            }
        }
    }
    texts.truncate(N_ORIGINALS);
    texts
}

const FURNITURE: &str = "Menu\n\nLatest news\n\nSubscribe to our newsletter\n\nThe weather tomorrow will be mild with \
    light rain along the coast and a fresh wind from the west in the afternoon.\n\n";

fn mutate(text: &str, number: usize, random: &mut Random) -> (Copy, &'static str) {
    let sentences: Vec<&str> =
        text.split_inclusive(". ").flat_map(|part| part.split_inclusive('\n')).collect();
    let n_words = |text: &str| text.split_whitespace().count();
    let share = |kept: usize| kept as f64 / n_words(text).max(1) as f64;
    let whole = |text: String, how| (Copy { text, original_in_copy: 1.0 }, how);
    match number % 7 {
        0 => whole(
            format!("{FURNITURE}{text}\n\nRead more\n\nShare this article\n"),
            "furniture around",
        ),
        1 => {
            let mut kept: Vec<&str> =
                sentences.iter().copied().filter(|_| random.below(5) > 0).collect();
            if kept.len() < 2 {
                kept.clone_from(&sentences);
            }
            let n_kept = kept.iter().map(|sentence| n_words(sentence)).sum();
            (Copy { text: kept.concat(), original_in_copy: share(n_kept) }, "sentences dropped")
        }
        2 => {
            let mut moved: Vec<String> = sentences.iter().map(|s| s.trim().to_owned()).collect();
            for at in (1..moved.len()).rev() {
                moved.swap(at, random.below(at + 1));
            }
            whole(moved.join(" "), "sentences reordered")
        }
        3 => {
            let percent = 5 + random.below(16);
            let mut n_kept = 0;
            let words: Vec<String> = text
                .split(' ')
                .map(|word| {
                    if random.below(100) < percent && !word.contains('\n') {
                        format!("zq{}", random.below(9_999))
                    } else {
                        n_kept += n_words(word);
                        word.to_owned()
                    }
                })
                .collect();
            (Copy { text: words.join(" "), original_in_copy: share(n_kept) }, "words replaced")
        }
        4 => {
            let words: Vec<&str> = text.split_whitespace().collect();
            let lines: Vec<String> = words.chunks(9).map(|line| line.join(" ")).collect();
            whole(lines.join("\n"), "wrapped anew")
        }
        5 => whole(format!("Another headline for what follows below\n\n{text}"), "titled anew"),
        _ => {
            let words: Vec<&str> = text.split_whitespace().collect();
            let n_kept = (words.len() * (30 + random.below(61)) / 100).max(20).min(words.len());
            let from = random.below(words.len() - n_kept + 1);
            let kept = words[from..from + n_kept].join(" ");
            (Copy { text: kept, original_in_copy: share(n_kept) }, "excerpt")
        }
    }
}

/// `xorshift64*`; the same run every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap_or(0)
            % limit.max(1)
    }
}
