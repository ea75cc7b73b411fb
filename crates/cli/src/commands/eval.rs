//! `eval`: retrieval quality on corpora in BEIR form, each in a throw-away library.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use parallax_engine::{
    Access, Baseline, Closeness, Control, Corpus, Document, Evaluation, Library, Mode, Plan, Qrel,
};
use serde::Deserialize;

use super::print;
use crate::bars::ImportBars;
use crate::global::{GlobalArgs, open_at};
use crate::outcome::{Exit, Failure};
use crate::say::say;
use parallax_view as json;

/// Measure retrieval quality on judged corpora in BEIR form
///
/// DIR holds corpus.jsonl, queries.jsonl and qrels.tsv, or the first two per
/// language (corpus.de.jsonl…) over one qrels.tsv. Each is read into a
/// throw-away library; yours is not touched.
#[derive(Debug, clap::Args)]
pub(crate) struct EvalArgs {
    /// Folders of corpora
    #[arg(required = true, value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// Also ask each corpus's queries with all of them in one library
    #[arg(long)]
    mixed: bool,
    /// Also count how often a query is answered "nothing close", rightly and
    /// wrongly
    #[arg(long)]
    closeness: bool,
    /// How nearest vectors are found
    #[arg(long, value_enum, default_value_t = PlanArg::Auto)]
    plan: PlanArg,
    /// Language pairs to ask where languages lie apart: `ru-en` is Russian questions to
    /// English texts
    #[arg(long, value_delimiter = ',', value_name = "ASKED-STORED")]
    pairs: Vec<LanguagePair>,
    /// The model pack to ask with
    #[arg(long, value_name = "ID")]
    pack: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PlanArg {
    /// As in the app
    Auto,
    /// Compare with every vector
    Exact,
    /// Look at their signs first, and compare with those that may be near
    Scan,
    /// Through the HNSW graph
    Hnsw,
}

impl From<PlanArg> for Plan {
    fn from(plan: PlanArg) -> Self {
        match plan {
            PlanArg::Auto => Self::Auto,
            PlanArg::Exact => Self::Exact,
            PlanArg::Scan => Self::Scan,
            PlanArg::Hnsw => Self::Hnsw { ef_search: parallax_engine::DEFAULT_EF_SEARCH },
        }
    }
}

/// The languages of questions and of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LanguagePair {
    asked: String,
    stored: String,
}

impl std::str::FromStr for LanguagePair {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (asked, stored) = text.split_once('-').ok_or("a pair is like ru-en")?;
        Ok(Self { asked: asked.to_owned(), stored: stored.to_owned() })
    }
}

/// A corpus and what to call it.
struct Named {
    name: String,
    corpus: Corpus,
}

/// How many queries of one corpus found something close in the library of another.
struct Measured {
    library: String,
    queries: String,
    closeness: Closeness,
}

pub(super) fn run(global: &GlobalArgs, args: &EvalArgs) -> Result<Exit, Failure> {
    let mut named = Vec::new();
    for dir in &args.dirs {
        named.extend(read_corpora(dir, &args.pairs)?);
    }
    let fresh_library = || fresh_library(args.pack.as_deref());
    let plan: Plan = args.plan.into();
    let (mut sets, mut measured) = (Vec::new(), Vec::new());
    for corpus in &named {
        let (_folder, library) = fresh_library()?;
        let bars = ImportBars::new(global.json);
        let corpora = std::slice::from_ref(&corpus.corpus);
        let evaluations = library
            .evaluate(corpora, plan, &Control::default(), &|progress| bars.show(progress))?;
        drop(bars);
        sets.extend(evaluations);
        if !global.json {
            table(&corpus.name, sets.last());
        }
        if args.closeness {
            measured.extend(measure(&library, corpus, &named)?);
        }
    }
    let mixture = if args.mixed {
        evaluate_mixed(global, &named, plan, fresh_library()?)?
    } else {
        Vec::new()
    };
    let of = |evaluations| {
        let pairs = named.iter().zip(evaluations);
        pairs.map(|(named, evaluation)| json::Eval::of(&named.name, evaluation)).collect()
    };
    if global.json && sets.len() == 1 && mixture.is_empty() && measured.is_empty() {
        print::json(&json::Eval::of(&named[0].name, &sets[0]))?;
    } else if global.json {
        let closeness = measured.iter().map(|measured| json::Closeness {
            library: &measured.library,
            queries: &measured.queries,
            n_queries: measured.closeness.n_queries,
            n_close: measured.closeness.n_close,
        });
        let evals =
            json::Evals { sets: of(&sets), mixed: of(&mixture), closeness: closeness.collect() };
        print::json(&evals)?;
    } else {
        for (named, evaluation) in named.iter().zip(&mixture) {
            table(&format!("{} among all", named.name), Some(evaluation));
        }
        closeness_table(&measured);
    }
    Ok(Exit::Done)
}

/// What throw-away libraries are called, followed by the id of their process.
const PREFIX: &str = "parallax-eval-";

/// Where processes cannot be looked up, a library this old is nobody's any more.
const STALE_AFTER: Duration = Duration::from_hours(24);

/// Removes what interrupted runs left behind. What cannot be removed is somebody else's.
fn remove_stale(folder: &Path) {
    let entries = fs_err::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(|entry| is_stale(&entry.file_name().to_string_lossy(), entry)) {
        let _ = fs_err::remove_dir_all(entry.path());
    }
}

fn is_stale(name: &str, entry: &fs_err::DirEntry) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX) else { return false };
    // A link may lead anywhere.
    let Ok(about) = entry.metadata() else { return false };
    let process = rest.split('-').next().and_then(|id| id.parse::<u32>().ok());
    let is_dead = match process {
        Some(id) if Path::new("/proc/self").exists() => !Path::new(&format!("/proc/{id}")).exists(),
        _ => about
            .modified()
            .ok()
            .and_then(|at| at.elapsed().ok())
            .is_some_and(|age| age >= STALE_AFTER),
    };
    about.is_dir() && is_dead
}

/// A throw-away library with the pack named, or with the one every library begins with.
fn fresh_library(pack: Option<&str>) -> Result<(tempfile::TempDir, Library), Failure> {
    remove_stale(&std::env::temp_dir());
    let prefix = format!("{PREFIX}{}-", std::process::id());
    let folder = tempfile::Builder::new().prefix(&prefix).tempdir()?;
    let library = open_at(folder.path(), Access::Write)?;
    if let Some(pack) = pack {
        library.use_pack(pack, &Control::default(), &|_| {})?;
    }
    library.load_model()?;
    Ok((folder, library))
}

fn evaluate_mixed(
    global: &GlobalArgs,
    named: &[Named],
    plan: Plan,
    (_folder, library): (tempfile::TempDir, Library),
) -> Result<Vec<Evaluation>, Failure> {
    let bars = ImportBars::new(global.json);
    let corpora: Vec<Corpus> = named.iter().map(|named| named.corpus.clone()).collect();
    let observe = |progress: &_| bars.show(progress);
    Ok(library.evaluate(&corpora, plan, &Control::default(), &observe)?)
}

/// Asks the library of `own` its own queries and everybody else's.
fn measure(library: &Library, own: &Named, all: &[Named]) -> Result<Vec<Measured>, Failure> {
    let measured = all.iter().map(|asking| {
        let closeness = if asking.name == own.name {
            library.n_relevant_close(0, &asking.corpus)?
        } else {
            library.n_foreign_close(&asking.corpus)?
        };
        Ok(Measured { library: own.name.clone(), queries: asking.name.clone(), closeness })
    });
    measured.collect()
}

fn closeness_table(measured: &[Measured]) {
    if measured.is_empty() {
        return;
    }
    say!("{:<16}{:<16}{:>22}", "library", "queries", "something close");
    for Measured { library, queries, closeness } in measured {
        let share = 100.0 * closeness.n_close as f64 / closeness.n_queries.max(1) as f64;
        say!("{library:<16}{queries:<16}{:>15} {share:>5.1}%", closeness.n_close);
    }
}

fn table(dataset: &str, evaluation: Option<&Evaluation>) {
    let Some(evaluation) = evaluation else { return };
    say!(
        "{dataset}: {} documents, {} passages, {} queries, {:.1} s",
        evaluation.n_documents,
        evaluation.n_passages,
        evaluation.n_queries,
        evaluation.took.as_secs_f64()
    );
    say!(
        "{:<16}{:>10}{:>18}{:>8}{:>10}{:>12}",
        "",
        "nDCG@10",
        "95 %",
        "hit@1",
        "MRR@10",
        "recall@100"
    );
    let modes = evaluation.modes.iter().map(|(mode, scores)| {
        let name = match mode {
            Mode::Words => "words",
            Mode::Meaning => "meaning",
            Mode::Hybrid => "hybrid",
        };
        (name, scores)
    });
    let baselines = evaluation.baselines.iter().map(|(baseline, scores)| {
        let name = match baseline {
            Baseline::Bm25 => "FTS5 BM25 alone",
            Baseline::Nearest => "model alone",
            Baseline::ReciprocalRank => "their ranks",
        };
        (name, scores)
    });
    for (name, scores) in modes.chain(baselines) {
        let (low, high) = scores.ndcg_interval;
        say!(
            "{name:<16}{:>10.4}{:>18}{:>8.4}{:>10.4}{:>12.4}",
            scores.ndcg_at_10,
            format!("{low:.3}–{high:.3}"),
            scores.hit_at_1,
            scores.mrr_at_10,
            scores.recall_at_100
        );
    }
    say!("");
}

#[derive(Deserialize)]
struct JsonLine {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// One corpus, or where languages lie apart each pair of languages asked for; without any
/// each in its own language and, asked in it, in English.
fn read_corpora(dir: &Path, wanted: &[LanguagePair]) -> Result<Vec<Named>, Failure> {
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let languages = languages_of(dir);
    if languages.is_empty() {
        let corpus = read_corpus(dir, "corpus.jsonl", "queries.jsonl")?;
        return Ok(vec![Named { name, corpus }]);
    }
    let mut pairs: Vec<(&str, &str)> =
        wanted.iter().map(|pair| (pair.asked.as_str(), pair.stored.as_str())).collect();
    for language in languages.iter().filter(|_| wanted.is_empty()) {
        pairs.push((language, language));
        if language != "en" && languages.iter().any(|other| other == "en") {
            pairs.push((language, "en"));
        }
    }
    let corpora = pairs.into_iter().map(|(asked, stored)| {
        let files = (format!("corpus.{stored}.jsonl"), format!("queries.{asked}.jsonl"));
        let corpus = read_corpus(dir, &files.0, &files.1)?;
        Ok(Named { name: format!("{name} {asked}→{stored}"), corpus })
    });
    corpora.collect()
}

/// The `xx` of all `corpus.xx.jsonl`, sorted.
fn languages_of(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs_err::read_dir(dir) else { return Vec::new() };
    let mut languages: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            Some(name.strip_prefix("corpus.")?.strip_suffix(".jsonl")?.to_owned())
        })
        .collect();
    languages.sort_unstable();
    languages
}

fn read_corpus(dir: &Path, corpus: &str, queries: &str) -> Result<Corpus, Failure> {
    let documents = read_lines(&dir.join(corpus))?.into_iter().map(|line| Document {
        id: line.id,
        title: line.title,
        text: line.text,
    });
    let queries = read_lines(&dir.join(queries))?.into_iter().map(|line| (line.id, line.text));
    Ok(Corpus {
        documents: documents.collect(),
        queries: queries.collect(),
        qrels: read_qrels(dir)?,
    })
}

fn read_lines(path: &Path) -> Result<Vec<JsonLine>, Failure> {
    let text = fs_err::read_to_string(path).map_err(|error| no_corpus(&error))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| {
                Failure::other(format!("`{}` line {}: {error}", path.display(), at + 1), None)
            })
        })
        .collect()
}

/// `query-id <tab> corpus-id <tab> score`, with a heading.
fn read_qrels(dir: &Path) -> Result<Vec<Qrel>, Failure> {
    let path = dir.join("qrels.tsv");
    let text = fs_err::read_to_string(&path).map_err(|error| no_corpus(&error))?;
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let qrel = match fields[..] {
                [query_id, document_id, grade] => grade.trim().parse().ok().map(|grade| Qrel {
                    query_id: query_id.to_owned(),
                    document_id: document_id.to_owned(),
                    grade,
                }),
                _ => None,
            };
            let bad = || format!("`{}` line {}: not three fields", path.display(), at + 1);
            qrel.ok_or_else(|| Failure::other(bad(), None))
        })
        .collect()
}

fn no_corpus(error: &std::io::Error) -> Failure {
    Failure::usage(
        error.to_string(),
        "the folder must hold corpus.jsonl, queries.jsonl and qrels.tsv (BEIR form)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_dead_process_left_is_removed_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        // No process has this id: it is above what systems give.
        let (dead, own) =
            (format!("{PREFIX}4294967295-a"), format!("{PREFIX}{}-b", std::process::id()));
        for name in [dead.as_str(), &own, "else", "parallax-eval-old"] {
            fs_err::create_dir(dir.path().join(name)).unwrap();
        }
        remove_stale(dir.path());
        let is_there = |name: &str| dir.path().join(name).is_dir();
        assert_eq!(is_there(&dead), !Path::new("/proc/self").exists());
        assert!(is_there(&own) && is_there("else") && is_there("parallax-eval-old"));
    }
}
