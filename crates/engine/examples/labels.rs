//! Labels against sentence pairs that people graded 0–5 (STS-B): which pairs are
//! called reworded or identical, and how often a grade of 4 or more agrees.
//!
//! `cargo run --release -p parallax-engine --example labels -- DIR`, where DIR
//! holds `stsb-en-dev.tsv` and `stsb-en-test.tsv`; `../shared/data/sts/stsb` by
//! default. Borders are read from the model pack; they were chosen on dev alone.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::{Path, PathBuf};

use parallax_engine::{
    Embedder, Label, ModelSource, Pack, Pool, Priority, agreement, default_model, label_of_pair,
};

/// Pairs graded this high say the same.
const SAME: f32 = 4.0;

struct Pair {
    one: String,
    other: String,
    grade: f32,
}

struct Judged {
    grade: f32,
    agreement: f32,
    label: Option<Label>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args_os().nth(1).map_or_else(default_dir, PathBuf::from);
    if !dir.is_dir() {
        println!("skipped: no {}", dir.display());
        return Ok(());
    }
    let environment = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let model = match default_model(&environment, &std::env::current_exe()?, 2) {
        ModelSource::Files(files, n_workers) => {
            Pool::open(Pack::read(&files.pack_dir)?, &files.runtime, n_workers)?
        }
        ModelSource::Missing(error) => return Err(error.into()),
        ModelSource::Packs(..) | ModelSource::Loaded(_) => return Ok(()),
    };
    for set in ["dev", "test"] {
        let pairs = read(&dir.join(format!("stsb-en-{set}.tsv")))?;
        report(set, &judge(&model, &pairs)?);
    }
    Ok(())
}

fn default_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sts/stsb")
}

fn read(path: &Path) -> std::io::Result<Vec<Pair>> {
    let text = fs_err::read_to_string(path)?;
    let pairs = text.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        let (one, other) = (fields.next()?.to_owned(), fields.next()?.to_owned());
        Some(Pair { one, other, grade: fields.next()?.trim().parse().ok()? })
    });
    Ok(pairs.collect())
}

fn judge(model: &Pool, pairs: &[Pair]) -> Result<Vec<Judged>, Box<dyn std::error::Error>> {
    let texts = |of: fn(&Pair) -> &String| pairs.iter().map(|pair| of(pair).clone()).collect();
    let ones = model.submit(texts(|pair| &pair.one), Priority::Import).wait()?;
    let others = model.submit(texts(|pair| &pair.other), Priority::Import).wait()?;
    let info = model.model();
    let judged = pairs.iter().zip(ones.iter().zip(&others)).map(|(pair, (one, other))| {
        let similarity = one.cosine(other);
        Judged {
            grade: pair.grade,
            agreement: agreement(&info.labels, similarity, &pair.one, &pair.other),
            label: label_of_pair(info, similarity, &pair.one, &pair.other),
        }
    });
    Ok(judged.collect())
}

fn report(set: &str, judged: &[Judged]) {
    let n_same = judged.iter().filter(|pair| pair.grade >= SAME).count();
    let said = |pair: &&Judged| pair.label.is_some_and(|label| label <= Label::Reworded);
    let n_said = judged.iter().filter(said).count();
    let n_right = judged.iter().filter(said).filter(|pair| pair.grade >= SAME).count();
    println!(
        "{set}: {} pairs, {n_same} graded {SAME} or more; called reworded or identical: {n_said}, \
         precision {:.3}, recall {:.3}",
        judged.len(),
        n_right as f64 / n_said.max(1) as f64,
        n_right as f64 / n_same.max(1) as f64
    );
    println!("{:<18}{:>8}{:>8}{:>8}{:>8}{:>8}", "", "0–1", "1–2", "2–3", "3–4", "4–5");
    let labels = [
        Some(Label::Identical),
        Some(Label::Reworded),
        Some(Label::SameSubject),
        Some(Label::LooselyRelated),
        None,
    ];
    for label in labels {
        let count = |grade: f32| {
            let last = grade >= SAME;
            judged
                .iter()
                .filter(|pair| pair.label == label)
                .filter(|pair| pair.grade >= grade && (last || pair.grade < grade + 1.0))
                .count()
        };
        let counts: Vec<String> =
            [0.0, 1.0, 2.0, 3.0, 4.0].map(|grade| format!("{:>8}", count(grade))).to_vec();
        println!("{:<18}{}", label.map_or("nothing close", Label::as_str), counts.concat());
    }
    for recall in [0.45, 0.5, 0.55, 0.6, 0.65] {
        let (border, precision) = at_recall(judged, n_same, recall);
        println!("recall {recall:.2} at agreement {border:.3}: precision {precision:.3}");
    }
}

/// The border at which so large a share of the same pairs is found, and how many
/// of all found are the same.
fn at_recall(judged: &[Judged], n_same: usize, recall: f64) -> (f32, f64) {
    let mut by_agreement: Vec<&Judged> = judged.iter().collect();
    by_agreement.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
    let mut n_right = 0;
    for (at, pair) in by_agreement.iter().enumerate() {
        n_right += usize::from(pair.grade >= SAME);
        if n_right as f64 >= recall * n_same as f64 {
            return (pair.agreement, n_right as f64 / (at + 1) as f64);
        }
    }
    (-1.0, 0.0)
}
