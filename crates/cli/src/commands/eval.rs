//! `eval`: retrieval quality on a corpus in BEIR form, in a throw-away library.

use std::path::Path;

use parallax_engine::{Access, Control, Corpus, Document, Evaluation, Mode, Plan, Qrel};
use serde::Deserialize;

use super::{open_at, print};
use crate::args::Args;
use crate::bars::ImportBars;
use crate::json;
use crate::outcome::{Exit, Failure};

pub(super) fn eval(args: &Args, dir: &Path, plan: Plan) -> Result<Exit, Failure> {
    let corpus = read_corpus(dir)?;
    let folder = tempfile::Builder::new().prefix("parallax-eval-").tempdir()?;
    let library = open_at(folder.path(), Access::Write)?;
    library.load_model()?;
    let bars = ImportBars::new(args.json);
    let evaluation =
        library.evaluate(&corpus, plan, &Control::default(), &|progress| bars.show(progress))?;
    let dataset = dir.file_name().unwrap_or_default().to_string_lossy();
    if args.json {
        print::json(&json::Eval::of(&dataset, &evaluation))?;
    } else {
        table(&dataset, &evaluation);
    }
    Ok(Exit::Done)
}

fn table(dataset: &str, evaluation: &Evaluation) {
    println!(
        "{dataset}: {} documents, {} passages, {} queries, {:.1} s",
        evaluation.n_documents,
        evaluation.n_passages,
        evaluation.n_queries,
        evaluation.took.as_secs_f64()
    );
    println!("{:<10}{:>10}{:>10}{:>12}", "", "nDCG@10", "MRR@10", "recall@100");
    for (mode, scores) in &evaluation.modes {
        let name = match mode {
            Mode::Words => "words",
            Mode::Meaning => "meaning",
            Mode::Hybrid => "hybrid",
        };
        println!(
            "{name:<10}{:>10.4}{:>10.4}{:>12.4}",
            scores.ndcg_at_10, scores.mrr_at_10, scores.recall_at_100
        );
    }
}

#[derive(Deserialize)]
struct JsonLine {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

fn read_corpus(dir: &Path) -> Result<Corpus, Failure> {
    let documents = read_lines(&dir.join("corpus.jsonl"))?.into_iter().map(|line| Document {
        id: line.id,
        title: line.title,
        text: line.text,
    });
    let queries =
        read_lines(&dir.join("queries.jsonl"))?.into_iter().map(|line| (line.id, line.text));
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
