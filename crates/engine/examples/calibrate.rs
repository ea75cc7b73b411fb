//! Computes the `[labels]` of a model pack from data, and prints them as its `pack.toml`
//! has them.
//!
//! `PARALLAX_MODEL_DIR=PACK cargo run --release -p parallax-engine --example calibrate --
//! STS CORPUS…`, where STS holds `stsb-en-dev.tsv` and each CORPUS is a folder in BEIR
//! form. Borders between labels are those that as many pairs of a grade pass as with the
//! English pack, for which they were chosen by reading pairs; weights of differing
//! words come from logistic regression; what makes an answer is what calls at most 2 of
//! 100 queries of the other corpora close, and the most of a corpus's own.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::{Path, PathBuf};

use parallax_engine::{
    Access, Control, Corpus, Document, Embedder, LabelBorders, Library, ModelSource, Nearby,
    Options, Pack, Pool, Priority, Qrel, agreement, default_model,
};

/// Pairs graded this high say the same.
const SAME: f32 = 4.0;

/// Shares of graded pairs beyond the borders, as the English pack has them on this set.
const PRECISION_OF_REWORDED: f64 = 0.82;
const SHARE_OF_THREES_OF_ONE_SUBJECT: f64 = 0.97;
const SHARE_OF_UNLIKE_BELOW_LOOSELY: f64 = 0.70;

/// Queries that may find something close in a library that has nothing for them.
const MOST_FALSE: f64 = 0.018;

/// Passages, from the best, of which one has to answer.
const N_ANSWERING: usize = 10;

type Failure = Box<dyn std::error::Error>;

struct Pair {
    grade: f32,
    /// Cosine; differing numbers, words, length: 0…1 each.
    features: [f32; 4],
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let sts = arguments.next().ok_or("name the folder of STS-B, then corpora")?;
    let environment = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let ModelSource::Files(files, n_workers) =
        default_model(&environment, &std::env::current_exe()?, 2)
    else {
        return Err("PARALLAX_MODEL_DIR must name a pack".into());
    };
    let pool = Pool::open(Pack::read(&files.pack_dir)?, &files.runtime, n_workers)?;
    let unrelated = pool.model().search.unrelated;
    let pairs = pairs(&pool, &sts.join("stsb-en-dev.tsv"))?;
    drop(pool);
    print_labels(&pairs, unrelated);

    let corpora: Vec<Corpus> = arguments.map(|dir| read(&dir)).collect::<Result<_, _>>()?;
    let (mut own, mut foreign) = (Vec::new(), Vec::new());
    for (at, corpus) in corpora.iter().enumerate() {
        let folder = tempfile::tempdir()?;
        let library = Library::open(Options {
            folder: folder.path().to_path_buf(),
            access: Access::Write,
            model: ModelSource::Files(files.clone(), n_workers),
            clock: jiff::Timestamp::now,
        })?;
        let empty = Corpus { documents: corpus.documents.clone(), ..Corpus::default() };
        library.evaluate(&[empty], parallax_engine::Plan::Auto, &Control::default(), &|_| {})?;
        for (asking, queries) in corpora.iter().enumerate() {
            let found = library.nearby(queries)?;
            if asking == at { own.extend(found) } else { foreign.extend(found) }
        }
    }
    print_answers(&own, &foreign, 1.0 - unrelated);
    Ok(())
}

fn pairs(pool: &Pool, path: &Path) -> Result<Vec<Pair>, Failure> {
    let text = fs_err::read_to_string(path)?;
    let lines: Vec<[&str; 3]> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some([fields.next()?, fields.next()?, fields.next()?.trim()])
        })
        .collect();
    let side = |n: usize| lines.iter().map(|line| line[n].to_owned()).collect();
    let ones = pool.submit(side(0), Priority::Import).wait()?;
    let others = pool.submit(side(1), Priority::Import).wait()?;
    // Each weight alone tells how much there is to be weighed.
    let only = |numbers, words, length| LabelBorders {
        differing_numbers: numbers,
        differing_words: words,
        differing_length: length,
        ..LabelBorders::default()
    };
    let weights = [only(1.0, 0.0, 0.0), only(0.0, 1.0, 0.0), only(0.0, 0.0, 1.0)];
    lines
        .iter()
        .zip(ones.iter().zip(&others))
        .map(|(line, (one, other))| {
            let of = |weights| -agreement(weights, 0.0, line[0], line[1]);
            let [numbers, words, length] = [of(&weights[0]), of(&weights[1]), of(&weights[2])];
            let features = [one.cosine(other), numbers, words, length];
            Ok(Pair { grade: line[2].parse()?, features })
        })
        .collect()
}

fn print_labels(pairs: &[Pair], unrelated: f32) {
    let weights = regression(pairs, unrelated);
    let agreement = |pair: &Pair| {
        let taken =
            pair.features[1..].iter().zip(weights).map(|(feature, weight)| feature * weight);
        pair.features[0] - taken.sum::<f32>()
    };
    let mut by_agreement: Vec<(f32, bool)> =
        pairs.iter().map(|pair| (agreement(pair), pair.grade >= SAME)).collect();
    by_agreement.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut reworded, mut n_right) = (1.0, 0);
    for (n, (border, is_same)) in by_agreement.iter().enumerate() {
        n_right += u32::from(*is_same);
        if f64::from(n_right) / (n + 1) as f64 >= PRECISION_OF_REWORDED {
            reworded = *border;
        }
    }
    let cosines = |is_in: &dyn Fn(f32) -> bool| {
        let mut found: Vec<f32> =
            pairs.iter().filter(|pair| is_in(pair.grade)).map(|pair| pair.features[0]).collect();
        found.sort_by(f32::total_cmp);
        found
    };
    let same_subject =
        quantile(&cosines(&|grade| grade >= 3.0), 1.0 - SHARE_OF_THREES_OF_ONE_SUBJECT);
    let loosely = quantile(&cosines(&|grade| grade < 1.0), SHARE_OF_UNLIKE_BELOW_LOOSELY);
    println!("identical = {:.3}", 1.0 - 0.03 * (1.0 - unrelated));
    println!("reworded = {reworded:.3}");
    println!("same_subject = {same_subject:.3}");
    println!("loosely_related = {:.3}", loosely.min(same_subject - 0.01));
    println!("differing_numbers = {:.3}", weights[0]);
    println!("differing_words = {:.3}", weights[1]);
    println!("differing_length = {:.3}", weights[2]);
}

fn quantile(sorted: &[f32], share: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position")]
    let at = (share * sorted.len() as f64) as usize;
    sorted.get(at).copied().unwrap_or(1.0)
}

/// What differing numbers, words and length take from a cosine, by logistic regression of
/// "says the same"; none ever adds.
fn regression(pairs: &[Pair], unrelated: f32) -> [f32; 3] {
    const N_STEPS: usize = 20_000;
    const RATE: f64 = 0.5;
    let scale = f64::from(1.0 - unrelated);
    let mut weights = [0f64; 5];
    for _ in 0..N_STEPS {
        let mut gradient = [0f64; 5];
        for pair in pairs {
            let [cosine, rest @ ..] = pair.features.map(f64::from);
            let inputs = [1.0, (cosine - f64::from(unrelated)) / scale, rest[0], rest[1], rest[2]];
            let sum: f64 = inputs.iter().zip(weights).map(|(input, weight)| input * weight).sum();
            let error = 1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(pair.grade >= SAME));
            for (gradient, input) in gradient.iter_mut().zip(inputs) {
                *gradient += error * input;
            }
        }
        for (weight, gradient) in weights.iter_mut().zip(gradient) {
            *weight -= RATE * gradient / pairs.len() as f64;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "three digits are printed")]
    let against_cosine = |at: usize| (-weights[at] / weights[1] * scale).max(0.0) as f32;
    [against_cosine(2), against_cosine(3), against_cosine(4)]
}

/// The borders of an answer that keep most, on a grid in parts of `scale`.
fn print_answers(own: &[Vec<Nearby>], foreign: &[Vec<Nearby>], scale: f32) {
    let mut best = (0.0, [0.0; 3], 0.0);
    for words in 0..=10u8 {
        for answers in 20..=100u8 {
            for beside in 0..=4u8 {
                let shared_words = f32::from(words) * 0.04 * scale;
                let answers = 1.0 - scale + f32::from(answers) * 0.01 * scale;
                let borders = [shared_words, answers, f32::from(beside) * 0.05 * scale];
                let is_false = share(foreign, &|query| is_close(query, borders, false));
                let kept = share(own, &|query| is_close(query, borders, true));
                if is_false <= MOST_FALSE && kept > best.0 {
                    best = (kept, borders, is_false);
                }
            }
        }
    }
    let (kept, [shared_words, answers, beside_answers], is_false) = best;
    println!("shared_words = {shared_words:.3}");
    println!("answers = {answers:.3}");
    println!("beside_answers = {beside_answers:.3}");
    println!(
        "# kept {:.1} % of {} queries, false {:.1} % of {}",
        100.0 * kept,
        own.len(),
        100.0 * is_false,
        foreign.len()
    );
}

fn share(queries: &[Vec<Nearby>], holds: &dyn Fn(&[Nearby]) -> bool) -> f64 {
    queries.iter().filter(|query| holds(query)).count() as f64 / queries.len().max(1) as f64
}

fn is_close(
    found: &[Nearby],
    [shared_words, answers, beside_answers]: [f32; 3],
    asks_for_relevant: bool,
) -> bool {
    let reaches = |passage: &Nearby, less: f32| {
        passage.similarity + less + shared_words * passage.share_of_words >= answers
    };
    let is_answered = found.iter().take(N_ANSWERING).any(|passage| reaches(passage, 0.0));
    let less = if is_answered { beside_answers } else { 0.0 };
    found
        .iter()
        .any(|passage| (passage.is_relevant || !asks_for_relevant) && reaches(passage, less))
}

fn read(dir: &Path) -> Result<Corpus, Failure> {
    let lines = |name: &str| -> Result<Vec<serde_json::Value>, Failure> {
        let text = fs_err::read_to_string(dir.join(name))?;
        Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
    };
    let text =
        |line: &serde_json::Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let documents = lines("corpus.jsonl")?.into_iter().map(|line| Document {
        id: text(&line, "_id"),
        title: text(&line, "title"),
        text: text(&line, "text"),
    });
    let queries = lines("queries.jsonl")?.into_iter().map(|l| (text(&l, "_id"), text(&l, "text")));
    let qrels = fs_err::read_to_string(dir.join("qrels.tsv"))?;
    let qrels = qrels.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t').map(str::to_owned);
        Some(Qrel {
            query_id: fields.next()?,
            document_id: fields.next()?,
            grade: fields.next()?.trim().parse().ok()?,
        })
    });
    Ok(Corpus {
        documents: documents.collect(),
        queries: queries.collect(),
        qrels: qrels.collect(),
    })
}
