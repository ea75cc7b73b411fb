//! Against a naive scan of the full vectors.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::PendingMerge;

fn recall(found: &[i64], truth: &[i64]) -> f64 {
    truth.iter().filter(|id| found.contains(id)).count() as f64 / truth.len() as f64
}

#[test]
fn recall_at_10_stays_above_floor() {
    const N_QUERIES: usize = 200;
    let mut vectors = clustered(5_000 + N_QUERIES, 384, 100, 21);
    let queries = vectors.split_off(5_000);
    let index = settled_index_of(&vectors);

    let mean = |n_fetched: usize, plan: Plan| -> f64 {
        let recall_of = |query: &UnitVector| {
            let found = ids(&index.nearest(query, n_fetched, plan).unwrap());
            recall(&found, &naive(&vectors, query, 10))
        };
        queries.iter().map(recall_of).sum::<f64>() / N_QUERIES as f64
    };
    let (exact, graph) = (mean(10, Plan::Exact), mean(10, GRAPH));
    assert!(exact >= 0.97, "rounding to bytes costs too much: {exact}");
    assert!(graph >= 0.95, "graph {graph}, exact {exact}");
    assert!(mean(10, Plan::Scan) >= exact - 0.002, "a rough look loses too much");
    // What the engine does: fetch more, compare again with the full vectors.
    let (exact, graph) = (mean(30, Plan::Exact), mean(30, GRAPH));
    assert!(exact >= 0.999, "exact, fetching 30: {exact}");
    assert!(graph >= 0.97, "graph, fetching 30: {graph}");
}

#[test]
fn similarities_are_close_to_the_full_cosine() {
    // Mean and largest error of the byte codes at a model's usual size.
    let vectors = clustered(1_000, 384, 20, 5);
    let index = index_of(&vectors);
    let found = index.nearest(&vectors[0], 1_000, Plan::Exact).unwrap();
    let errors: Vec<f32> = found
        .iter()
        .map(|it| {
            let full = &vectors[usize::try_from(it.id.0).unwrap() - 1];
            (it.similarity - vectors[0].cosine(full)).abs()
        })
        .collect();
    assert!(errors.iter().all(|error| *error < 5e-3));
    assert!(errors.iter().sum::<f32>() / 1e3 < 1e-3);
}

/// Something that may happen to an index.
#[derive(Debug, Clone)]
enum Event {
    Insert(usize),
    Remove(usize),
    StartWriting,
    FinishWriting,
    Link,
    Reopen,
}

const N_IDS: usize = 60;

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (0..N_IDS).prop_map(Event::Insert),
        4 => (0..N_IDS).prop_map(Event::Remove),
        1 => Just(Event::StartWriting),
        1 => Just(Event::FinishWriting),
        1 => Just(Event::Link),
        1 => Just(Event::Reopen),
    ]
}

fn numbered(at: usize) -> VectorId {
    VectorId(i64::try_from(at).unwrap())
}

struct Run {
    pool: Vec<UnitVector>,
    index: VectorIndex,
    alive: BTreeMap<VectorId, UnitVector>,
    writing: Option<PendingMerge>,
    dir: TempDir,
}

impl Run {
    /// Goes through `events` from an empty index, and checks what comes of it.
    fn through(events: &[Event], n_wanted: usize) {
        let mut run = Self {
            pool: clustered(N_IDS, 24, 6, 9),
            index: VectorIndex::new(24),
            alive: BTreeMap::new(),
            writing: None,
            dir: tempfile::tempdir().unwrap(),
        };
        for event in events {
            run.apply(event);
        }
        for query in [0, 31] {
            let query = run.pool[query].clone();
            run.check(&query, n_wanted);
        }
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Insert(at) => {
                let id = numbered(*at);
                self.index.insert(id, &self.pool[*at]).unwrap();
                self.alive.insert(id, self.pool[*at].clone());
            }
            Event::Remove(at) => {
                let id = numbered(*at);
                assert_eq!(self.index.remove(id), self.alive.remove(&id).is_some());
            }
            // Up to an id in the middle: others come to life below and above it.
            Event::StartWriting => self.writing = Some(self.index.settling(numbered(N_IDS / 2))),
            Event::FinishWriting => {
                if let Some(settling) = self.writing.take() {
                    let settled = settling.write(self.dir.path()).unwrap();
                    self.index.install(settled);
                }
            }
            Event::Link => {
                self.writing = None;
                link(&mut self.index, BuildParams::default(), self.dir.path());
            }
            Event::Reopen => self.reopen(),
        }
    }

    /// As the engine does: what is on disk, less what is gone, and the rest again.
    fn reopen(&mut self) {
        self.writing = None;
        let Ok(opened) = VectorIndex::open(self.dir.path()) else { return };
        assert_eq!(opened.problems, [""; 0]);
        self.index = opened.index;
        self.index.retain_settled(&|id| self.alive.contains_key(&id));
        for (id, vector) in &self.alive {
            assert!(self.index.agrees(*id, vector));
            self.index.insert(*id, vector).unwrap();
        }
    }

    fn check(&self, query: &UnitVector, n_wanted: usize) {
        assert_eq!(self.index.len(), self.alive.len());
        let mut expected: Vec<f32> = self.alive.values().map(|it| query.cosine(it)).collect();
        expected.sort_by(|a, b| b.total_cmp(a));
        expected.truncate(n_wanted);
        for plan in [Plan::Exact, Plan::Scan, GRAPH] {
            let found = self.index.nearest(query, n_wanted, plan).unwrap();
            assert_eq!(found.len(), expected.len(), "{plan:?}");
            assert!(found.is_sorted_by(|a, b| {
                b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)).is_lt()
            }));
            for neighbor in &found {
                let full = query.cosine(&self.alive[&neighbor.id]);
                assert!((neighbor.similarity - full).abs() < 0.02, "{neighbor:?} {full}");
            }
            if plan == Plan::Exact {
                for (neighbor, similarity) in found.iter().zip(&expected) {
                    assert!((neighbor.similarity - similarity).abs() < 0.02);
                }
            }
        }
    }
}

#[test]
fn a_vector_that_came_back_outlives_the_next_graph() {
    use Event::{FinishWriting, Insert, Link, Remove, StartWriting};
    let events = [
        Insert(0),
        Insert(7),
        Insert(11),
        StartWriting,
        FinishWriting,
        Remove(11),
        Insert(11),
        Link,
    ];
    Run::through(&events, 35);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_history_gives_the_answers_of_a_naive_scan(
        events in prop::collection::vec(event(), 1..120),
        n_wanted in 1usize..80,
    ) {
        Run::through(&events, n_wanted);
    }
}
