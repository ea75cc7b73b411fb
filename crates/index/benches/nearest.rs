//! Build time, query times and recall of the exact scan and of the graph.
//!
//! `cargo bench -p parallax-index` for 100,000 vectors of 384 dimensions, or
//! `cargo bench -p parallax-index -- 20000 200000` for other numbers. One thread.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a failed benchmark may panic")]

#[path = "../testing/clustered.rs"]
mod clustered;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use parallax_index::{BuildParams, Neighbor, Plan, Snapshot, VectorIndex};
use parallax_types::{UnitVector, VectorId};

use clustered::clustered;

const DIM: usize = 384;
const N_SUBJECTS: usize = 300;
const N_QUERIES: usize = 1_000;
const N_WANTED: usize = 10;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    for n in if sizes.is_empty() { vec![100_000] } else { sizes } {
        run(n);
    }
}

fn run(n: usize) {
    println!("{n} clustered vectors, {DIM} dimensions, {N_QUERIES} queries, one thread");
    let mut vectors = clustered(n + N_QUERIES, DIM, N_SUBJECTS, 7);
    let queries = vectors.split_off(n);
    let truth: Vec<HashSet<VectorId>> = queries.iter().map(|q| exact_f32(&vectors, q)).collect();

    let mut index = VectorIndex::new(DIM);
    timed("insert all", || {
        for (id, vector) in (1..).map(VectorId).zip(&vectors) {
            index.insert(id, vector).expect("all have one dimension");
        }
    });
    let params = BuildParams::default();
    let snapshot =
        timed(&format!("build and audit, m {} ef {}", params.m, params.ef_construction), || {
            index.build_input().build(&params, &|| false).expect("not cancelled")
        });
    let dir = tempfile::tempdir().expect("a temporary folder");
    timed("save", || snapshot.save(dir.path()).expect("saved"));
    drop(snapshot);
    let snapshot = timed("verify and load", || Snapshot::load(dir.path()).expect("loaded"));
    timed("compare and adopt", || index.adopt(snapshot).expect("its own"));
    let stats = index.stats();
    println!("  about {} bytes per vector, {} unfindable", stats.n_bytes / n, stats.n_unfindable);

    println!("  plan               recall@10    p50 ms    p95 ms    p99 ms");
    report("exact", &index, &queries, &truth, Plan::Exact);
    for ef_search in [32, 64, 96, 128, 192, 256, 384] {
        let name = format!("hnsw ef {ef_search}");
        report(&name, &index, &queries, &truth, Plan::Hnsw { ef_search });
    }
    report("auto", &index, &queries, &truth, Plan::Auto);
}

fn report(
    name: &str,
    index: &VectorIndex,
    queries: &[UnitVector],
    truth: &[HashSet<VectorId>],
    plan: Plan,
) {
    let mut times = Vec::new();
    let mut n_found = 0;
    for (query, truth) in queries.iter().zip(truth) {
        let start = Instant::now();
        let found: Vec<Neighbor> = index.nearest(query, N_WANTED, plan).expect("one dimension");
        times.push(start.elapsed());
        n_found += found.iter().filter(|neighbor| truth.contains(&neighbor.id)).count();
    }
    times.sort_unstable();
    let at = |percent: usize| milliseconds(times[(times.len() - 1) * percent / 100]);
    let recall = n_found as f64 / (queries.len() * N_WANTED) as f64;
    println!("  {name:<18} {recall:>9.4} {:>9.3} {:>9.3} {:>9.3}", at(50), at(95), at(99));
}

fn exact_f32(vectors: &[UnitVector], query: &UnitVector) -> HashSet<VectorId> {
    let mut all: Vec<(f32, i64)> =
        (1..).zip(vectors).map(|(id, vector)| (-query.cosine(vector), id)).collect();
    all.select_nth_unstable_by(N_WANTED, |a, b| a.partial_cmp(b).unwrap());
    all[..N_WANTED].iter().map(|(_, id)| VectorId(*id)).collect()
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let made = run();
    println!("  {what}: {:.0} ms", milliseconds(start.elapsed()));
    made
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
