//! Texts drawn from real articles, lightly and heavily, and whether they are told from other
//! articles on the same event.
//!
//! A rewritten text keeps a part of its sentences, in another order where it is heavy; in
//! those, words give way to words of another article on the event, or fall out, until no
//! more runs of three words are shared than wanted: 30 to 45 of 100 where it is heavy, 50 to
//! 75 where it is light.

use std::collections::{BTreeSet, HashSet};

use parallax_engine::{ArticleId, Control, Intake, Library};

use crate::random::Random;
use crate::{Story, by_file_name, open};

/// Texts rewritten.
const N_WANTED: usize = 300;

/// Words an article has that is worth rewriting, and share of another's runs from which it
/// counts as a copy itself.
const MIN_WORDS: usize = 150;
const IS_COPY: f64 = 0.12;

struct Item {
    is_heavy: bool,
    /// Share of the rewritten text's runs that stand in what it was drawn from.
    share: f64,
    source: (usize, usize),
    other: (usize, usize),
    text: String,
}

/// Prints how many rewritten texts are joined with what they were drawn from, and how many
/// with another article on the event.
pub(crate) fn print_rewritten(stories: &[Story], seed: u64) {
    let items = items(stories, &mut Random::new(seed));
    let work = tempfile::tempdir().unwrap();
    let files = work.path().join("files");
    fs_err::create_dir_all(&files).unwrap();
    let used: BTreeSet<(usize, usize)> =
        items.iter().flat_map(|item| [item.source, item.other]).collect();
    for (story, article) in &used {
        let text = stories[*story].articles[*article].text.replace('\n', "\n\n");
        fs_err::write(files.join(format!("a{story}-{article}.txt")), text).unwrap();
    }
    for (at, item) in items.iter().enumerate() {
        fs_err::write(files.join(format!("r{at}.txt")), &item.text).unwrap();
    }
    let library = open(&work.path().join("library"), None);
    library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    library.update_stories(&Control::default()).unwrap();
    report(&library, &items);
}

fn report(library: &Library, items: &[Item]) {
    let by_name = by_file_name(library);
    let of =
        |(story, article): (usize, usize)| by_name.get(&format!("a{story}-{article}")).copied();
    let is_one = |ids: [ArticleId; 2]| library.origins(&ids).unwrap().n_origins == 1;
    for is_heavy in [false, true] {
        let (mut n, mut n_found, mut n_other, mut shares) = (0usize, 0usize, 0usize, Vec::new());
        for (at, item) in items.iter().enumerate().filter(|(_, item)| item.is_heavy == is_heavy) {
            let (Some(own), Some(source), Some(other)) =
                (by_name.get(&format!("r{at}")).copied(), of(item.source), of(item.other))
            else {
                continue;
            };
            n += 1;
            n_found += usize::from(is_one([own, source]));
            n_other += usize::from(is_one([own, other]));
            shares.push(item.share);
        }
        shares.sort_by(f64::total_cmp);
        println!(
            "{}: {n} texts sharing {:.2} to {:.2} of their runs; joined with their source {n_found}, with another \
             article on the event {n_other}; recall {:.3}, precision {:.3}",
            if is_heavy { "heavy" } else { "light" },
            shares.first().unwrap_or(&0.0),
            shares.last().unwrap_or(&0.0),
            n_found as f64 / n.max(1) as f64,
            n_found as f64 / (n_found + n_other).max(1) as f64
        );
    }
}

fn items(stories: &[Story], random: &mut Random) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut used = HashSet::new();
    for _ in 0..40_000 {
        if items.len() >= N_WANTED {
            break;
        }
        let story = random.below(stories.len());
        let articles = &stories[story].articles;
        let (a, b) = (random.below(articles.len()), random.below(articles.len()));
        let text = &articles[a].text;
        let is_fit = a != b
            && text.split_whitespace().count() >= MIN_WORDS
            && shared(text, &articles[b].text) < IS_COPY
            && shared(&articles[b].text, text) < IS_COPY;
        if !is_fit || !used.insert((story, a)) {
            continue;
        }
        let is_heavy = items.len() % 2 == 1;
        let target = if is_heavy { 30 + random.below(16) } else { 50 + random.below(26) };
        let rewritten = rewritten(text, &articles[b].text, is_heavy, target as f64 / 100.0, random);
        let share = shared(&rewritten, text);
        items.push(Item {
            is_heavy,
            share,
            source: (story, a),
            other: (story, b),
            text: rewritten,
        });
    }
    items
}

fn rewritten(text: &str, other: &str, is_heavy: bool, target: f64, random: &mut Random) -> String {
    let mut sentences: Vec<Vec<String>> = text
        .split(['\n'])
        .flat_map(|line| line.split_inclusive(". "))
        .map(|sentence| sentence.split_whitespace().map(str::to_owned).collect())
        .filter(|words: &Vec<String>| !words.is_empty())
        .collect();
    let dropped = if is_heavy { 30 } else { 10 };
    let kept: Vec<Vec<String>> =
        sentences.drain(..).filter(|_| random.below(100) >= dropped).collect();
    sentences = kept;
    if is_heavy {
        for _ in 0..sentences.len() / 3 {
            let (a, b) = (random.below(sentences.len()), random.below(sentences.len()));
            sentences.swap(a, b);
        }
    }
    let foreign: Vec<&str> = other.split_whitespace().collect();
    for _ in 0..20_000 {
        let whole = joined(&sentences);
        if shared(&whole, text) <= target || sentences.is_empty() {
            return whole;
        }
        for _ in 0..4 {
            let at = random.below(sentences.len());
            let sentence = &mut sentences[at];
            if sentence.len() < 3 {
                continue;
            }
            let word = random.below(sentence.len());
            match random.below(4) {
                0 => drop(sentence.remove(word)),
                1 if word + 1 < sentence.len() => sentence.swap(word, word + 1),
                _ => (*random.pick(&foreign)).clone_into(&mut sentence[word]),
            }
        }
    }
    joined(&sentences)
}

fn joined(sentences: &[Vec<String>]) -> String {
    let sentences: Vec<String> = sentences.iter().map(|words| words.join(" ")).collect();
    sentences.chunks(3).map(|chunk| chunk.join(" ")).collect::<Vec<_>>().join("\n\n")
}

/// The share of a text's runs of three words that stand in another.
fn shared(text: &str, other: &str) -> f64 {
    let runs = |text: &str| -> HashSet<String> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.windows(3).map(|run| run.join(" ")).collect()
    };
    let (own, theirs) = (runs(text), runs(other));
    own.intersection(&theirs).count() as f64 / own.len().max(1) as f64
}
