//! Against a naive scan of the full vectors.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::build::BuildInput;

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
    StartBuild,
    FinishBuild,
    SaveAndLoad,
}

const N_IDS: usize = 60;

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (0..N_IDS).prop_map(Event::Insert),
        4 => (0..N_IDS).prop_map(Event::Remove),
        1 => Just(Event::StartBuild),
        1 => Just(Event::FinishBuild),
        1 => Just(Event::SaveAndLoad),
    ]
}

fn numbered(at: usize) -> VectorId {
    VectorId(i64::try_from(at).unwrap())
}

struct Run {
    pool: Vec<UnitVector>,
    index: VectorIndex,
    alive: BTreeMap<VectorId, UnitVector>,
    building: Option<BuildInput>,
}

impl Run {
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
            Event::StartBuild => self.building = Some(self.index.build_input()),
            Event::FinishBuild => {
                if let Some(snapshot) = self.built() {
                    self.index.adopt(snapshot).unwrap();
                }
            }
            Event::SaveAndLoad => {
                if let Some(snapshot) = self.built() {
                    let dir = tempfile::tempdir().unwrap();
                    snapshot.save(dir.path()).unwrap();
                    self.index.adopt(Snapshot::load(dir.path()).unwrap()).unwrap();
                }
            }
        }
    }

    fn built(&mut self) -> Option<Snapshot> {
        self.building.take()?.build(&BuildParams::default(), &|| false)
    }

    fn check(&self, query: &UnitVector, n_wanted: usize) {
        assert_eq!(self.index.len(), self.alive.len());
        let mut expected: Vec<f32> = self.alive.values().map(|it| query.cosine(it)).collect();
        expected.sort_by(|a, b| b.total_cmp(a));
        expected.truncate(n_wanted);
        for plan in [Plan::Exact, GRAPH] {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_history_gives_the_answers_of_a_naive_scan(
        events in prop::collection::vec(event(), 1..120),
        n_wanted in 1usize..80,
    ) {
        let pool = clustered(N_IDS, 24, 6, 9);
        let mut run = Run {
            index: VectorIndex::new(24),
            alive: BTreeMap::new(),
            building: None,
            pool,
        };
        for event in &events {
            run.apply(event);
        }
        for query in [0, 31] {
            let query = run.pool[query].clone();
            run.check(&query, n_wanted);
        }
    }
}
