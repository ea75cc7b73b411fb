//! The measurements, each for a process of its own; each prints one object.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use parallax_engine::{
    Access, Control, Embedder, Intake, Library, Mode, ModelSource, Options, Plan, SearchRequest,
};
use parallax_index::VectorIndex;
use parallax_store::Store;
use parallax_types::{UnitVector, VectorId};

use crate::memory::{peak_mb, resident_mb};
use crate::mixed::{Mixed, queries};

const N_WANTED: usize = 10;
/// Fetched from the index and compared again with the stored vectors, as a search does.
const N_FETCHED: usize = N_WANTED + 16;

fn open(dir: &Path, access: Access) -> Library {
    let model = ModelSource::Loaded(Arc::new(Mixed::open()));
    let clock = || Timestamp::UNIX_EPOCH;
    Library::open(Options { folder: dir.to_path_buf(), access, model, clock }).unwrap()
}

/// Imports a folder: the whole pipeline but embedding.
pub(crate) fn import(dir: &Path, files: &Path) {
    let library = open(dir, Access::Write);
    let n_files = walk_size(files).0;
    let half_way_mb = OnceLock::new();
    let started = Instant::now();
    let report = library
        .import(&Intake::new(vec![files.to_path_buf()]), &Control::default(), &|progress| {
            if progress.n_files_done * 2 >= n_files {
                half_way_mb.get_or_init(resident_mb);
            }
        })
        .unwrap();
    let took = started.elapsed().as_secs_f64();
    let end_mb = resident_mb();
    let stats = library.stats().unwrap();
    let n = stats.store.n_passages as f64;
    let n_text_bytes = walk_size(files).1 as f64;
    // What stays on the disk: the journal goes with the last connection.
    drop(library);
    let n_bytes = walk_size(dir).1 as f64;
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    println!(
        r#"{{"what":"import","n_passages":{n},"articles_per_s":{:.1},"ms_per_passage":{:.3},"mb_per_s":{:.2},"half_way_mb":{:.0},"end_mb":{:.0},"peak_mb":{:.0},"bytes_per_passage":{:.0},"bytes_per_passage_beyond_text":{:.0}}}"#,
        n_files as f64 / took,
        took * 1e3 / n,
        n_text_bytes / took / 1e6,
        half_way_mb.into_inner().unwrap_or(f64::NAN),
        end_mb,
        peak_mb(),
        n_bytes / n,
        (n_bytes - n_text_bytes) / n,
    );
}

/// Adds a few articles to what is there, one import each: what one more costs.
pub(crate) fn add(dir: &Path, files: &Path) {
    let library = open(dir, Access::Write);
    let mut times = Vec::new();
    for entry in fs_err::read_dir(files).unwrap() {
        let started = Instant::now();
        let intake = Intake::new(vec![entry.unwrap().path()]);
        let report = library.import(&intake, &Control::default(), &|_| {}).unwrap();
        assert_eq!(report.imported.len(), 1);
        times.push(started.elapsed());
    }
    println!(
        r#"{{"what":"add","n_passages":{},"one_article_ms":{}}}"#,
        library.stats().unwrap().store.n_passages,
        quantiles(times),
    );
}

/// Writes what is left to the index and builds graphs where they pay.
pub(crate) fn link(dir: &Path) {
    let library = open(dir, Access::Write);
    let started = Instant::now();
    library.maintain_index(&Control::default()).unwrap();
    let index = library.stats().unwrap().index.unwrap();
    println!(
        r#"{{"what":"link","n_passages":{},"n_linked":{},"build_s":{:.1},"peak_mb":{:.0}}}"#,
        index.n_vectors,
        index.n_linked,
        started.elapsed().as_secs_f64(),
        peak_mb(),
    );
}

/// Opens and answers once: for starts with nothing in the system's cache.
pub(crate) fn start(dir: &Path) {
    let started = Instant::now();
    let library = open(dir, Access::Read);
    let request = SearchRequest { n_explained: 0, ..SearchRequest::new(&queries()[0]) };
    library.search(&request).unwrap();
    let first_answer_ms = started.elapsed().as_secs_f64() * 1e3;
    println!(r#"{{"what":"start","first_answer_ms":{first_answer_ms:.0}}}"#);
}

/// Opens, answers, and compares with an exact scan of the stored vectors.
pub(crate) fn search(dir: &Path, plan: Plan) {
    let before_mb = resident_mb();
    let started = Instant::now();
    let library = open(dir, Access::Read);
    let ask = |query: &str, mode: Mode| {
        let request = SearchRequest { mode, plan, n_explained: 0, ..SearchRequest::new(query) };
        library.search(&request).unwrap().took
    };
    let queries = queries();
    ask(&queries[0], Mode::Hybrid);
    let first_answer_ms = started.elapsed().as_secs_f64() * 1e3;
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    // Of the first, how long the words index alone took.
    let mut found = Vec::new();
    for query in &queries {
        for (mode, times) in [Mode::Words, Mode::Meaning, Mode::Hybrid].into_iter().zip(&mut times)
        {
            let took = ask(query, mode);
            if mode == Mode::Words {
                found.push(took.words);
            }
            times.push(took.total.saturating_sub(took.embed));
        }
    }
    let rss_mb = resident_mb() - before_mb;
    drop(library);
    let [words, meaning, hybrid] = times.map(quantiles);
    let found = quantiles(found);
    let vectors = vectors(dir, plan, &queries);
    let plan = match plan {
        Plan::Hnsw { ef_search } => format!("hnsw {ef_search}"),
        Plan::Scan => "scan".to_owned(),
        Plan::Exact | Plan::Auto => "exact".to_owned(),
    };
    println!(
        r#"{{"what":"search","n_passages":{},"plan":"{plan}","recall_at_10":{:.4},"vector_ms":{},"words_found_ms":{found},"words_ms":{words},"meaning_ms":{meaning},"fused_ms":{hybrid},"first_answer_ms":{first_answer_ms:.0},"rss_mb":{rss_mb:.0}}}"#,
        vectors.n, vectors.recall, vectors.times,
    );
}

struct VectorPart {
    n: usize,
    recall: f64,
    times: String,
}

/// The index alone: times, and how many of the true ten nearest it finds.
fn vectors(dir: &Path, plan: Plan, queries: &[String]) -> VectorPart {
    let store = Store::open(dir, Access::Read).unwrap();
    let index = VectorIndex::open(&dir.join("index")).unwrap().index;
    let mixed = Mixed::open();
    let queries: Vec<UnitVector> =
        queries.iter().map(|query| mixed.embed_query(query).unwrap()).collect();
    let mut times = Vec::new();
    let mut found: Vec<HashSet<VectorId>> = Vec::new();
    for query in &queries {
        let started = Instant::now();
        let candidates = index.nearest(query, N_FETCHED, plan).unwrap();
        let ids: Vec<VectorId> = candidates.iter().map(|neighbor| neighbor.id).collect();
        let stored = store.vectors(&ids).unwrap();
        let mut scored: Vec<(f32, VectorId)> = ids
            .iter()
            .zip(&stored)
            .map(|(id, vector)| (vector.as_ref().unwrap().cosine(query), *id))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        times.push(started.elapsed());
        found.push(scored.into_iter().take(N_WANTED).map(|(_, id)| id).collect());
    }
    let truth = truth(&store, &queries, index.covered());
    let n_found: usize = found.iter().zip(&truth).map(|(a, b)| a.intersection(b).count()).sum();
    let recall = n_found as f64 / (queries.len() * N_WANTED) as f64;
    VectorPart { n: index.len(), recall, times: quantiles(times) }
}

/// The true nearest by 32-bit arithmetic over the stored vectors.
fn truth(store: &Store, queries: &[UnitVector], covered: VectorId) -> Vec<HashSet<VectorId>> {
    let mut best: Vec<Vec<(f32, VectorId)>> = vec![Vec::new(); queries.len()];
    store
        .for_each_vector(VectorId(0), None, &mut |id, vector| {
            if id > covered {
                return;
            }
            for (query, best) in queries.iter().zip(&mut best) {
                let similarity = query.cosine(&vector);
                if best.len() == N_WANTED && similarity <= best[N_WANTED - 1].0 {
                    continue;
                }
                let at = best.partition_point(|(other, _)| *other >= similarity);
                best.insert(at, (similarity, id));
                best.truncate(N_WANTED);
            }
        })
        .unwrap();
    best.into_iter().map(|best| best.into_iter().map(|(_, id)| id).collect()).collect()
}

/// p50, p95 and p99 in milliseconds.
fn quantiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    format!("[{:.2},{:.2},{:.2}]", at(50), at(95), at(99))
}

/// Number and bytes of the files below `dir`.
fn walk_size(dir: &Path) -> (usize, u64) {
    let mut sum = (0, 0);
    for entry in fs_err::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let (n, bytes) = if entry.file_type().unwrap().is_dir() {
            walk_size(&entry.path())
        } else {
            (1, entry.metadata().unwrap().len())
        };
        sum = (sum.0 + n, sum.1 + bytes);
    }
    sum
}
