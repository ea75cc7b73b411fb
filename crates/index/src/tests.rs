//! The index as a whole: against a naive scan (`oracle`), against what is known
//! to go wrong in graphs (`traps`), and against files that are not what was
//! written (`damage`).

mod damage;
mod oracle;
mod traps;

use parallax_types::{UnitVector, VectorId};

use crate::clustered::clustered;
use crate::{BuildParams, Neighbor, Plan, Snapshot, VectorIndex};

const GRAPH: Plan = Plan::Hnsw { ef_search: 128 };

/// An index over `vectors`, numbered from 1.
fn index_of(vectors: &[UnitVector]) -> VectorIndex {
    let mut index = VectorIndex::new(vectors[0].dim());
    for (id, vector) in (1..).map(VectorId).zip(vectors) {
        index.insert(id, vector).unwrap();
    }
    index
}

fn build(index: &VectorIndex) -> Snapshot {
    index.build_input().build(&BuildParams::default(), &|| false).unwrap()
}

/// An index whose vectors are all in its snapshot.
fn settled_index_of(vectors: &[UnitVector]) -> VectorIndex {
    let mut index = index_of(vectors);
    index.adopt(build(&index)).unwrap();
    index
}

fn ids(neighbors: &[Neighbor]) -> Vec<i64> {
    neighbors.iter().map(|neighbor| neighbor.id.0).collect()
}

/// The ids, numbered from 1, of the `n_wanted` vectors with the largest cosine.
fn naive(vectors: &[UnitVector], query: &UnitVector, n_wanted: usize) -> Vec<i64> {
    let mut all: Vec<(f32, i64)> =
        (1..).zip(vectors).map(|(id, vector)| (-query.cosine(vector), id)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all.into_iter().take(n_wanted).map(|(_, id)| id).collect()
}

/// Numbers, from 1, of the vectors that a search for themselves does not return.
fn lost(index: &VectorIndex, vectors: &[UnitVector], n_wanted: usize) -> Vec<i64> {
    (1..)
        .zip(vectors)
        .filter(|(id, vector)| !ids(&index.nearest(vector, n_wanted, GRAPH).unwrap()).contains(id))
        .map(|(id, _)| id)
        .collect()
}

#[test]
fn an_index_may_be_shared_and_built_on_another_thread() {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<VectorIndex>();
    is_shared::<Snapshot>();
    is_shared::<crate::BuildInput>();
}

#[test]
fn an_empty_index_answers_nothing() {
    let mut index = VectorIndex::new(8);
    let query = &clustered(1, 8, 1, 1)[0];
    for plan in [Plan::Auto, Plan::Exact, GRAPH] {
        assert_eq!(index.nearest(query, 10, plan).unwrap(), []);
    }
    assert!(index.is_empty() && !index.needs_rebuild());
    assert!(index.build_input().is_empty());
    assert!(index.build_input().build(&BuildParams::default(), &|| false).is_none());
    assert!(!index.remove(VectorId(1)));
}

#[test]
fn another_dimension_is_refused() {
    let mut index = VectorIndex::new(8);
    let vector = &clustered(1, 9, 1, 1)[0];
    let error = index.insert(VectorId(1), vector).unwrap_err();
    assert_eq!(error.to_string(), "the vector has 9 dimensions where the index has 8");
    assert_eq!(error.code(), "wrong_dimension");
    assert!(index.nearest(vector, 1, Plan::Auto).is_err());
    assert!(index.nearest_among(vector, 1, &|_| true).is_err());
}

#[test]
fn every_plan_answers_for_one_vector_and_for_few() {
    for n in 1..6 {
        let vectors = clustered(n, 16, 1, 3);
        let index = settled_index_of(&vectors);
        for plan in [Plan::Auto, Plan::Exact, GRAPH, Plan::Hnsw { ef_search: 0 }] {
            let found = index.nearest(&vectors[0], 10, plan).unwrap();
            assert_eq!(found.len(), n, "{plan:?}");
            assert_eq!(found[0].id, VectorId(1), "{plan:?}");
            assert!((found[0].similarity - 1.0).abs() < 1e-6);
        }
        assert_eq!(index.nearest(&vectors[0], 0, GRAPH).unwrap(), []);
        assert_eq!(index.nearest(&vectors[0], usize::MAX, GRAPH).unwrap().len(), n);
    }
}

#[test]
fn ties_go_to_the_lower_id() {
    let vector = clustered(1, 16, 1, 3).remove(0);
    let mut index = VectorIndex::new(16);
    for id in [5, 3, 9, 1, 7] {
        index.insert(VectorId(id), &vector).unwrap();
    }
    assert_eq!(ids(&index.nearest(&vector, 3, Plan::Exact).unwrap()), [1, 3, 5]);
    index.adopt(build(&index)).unwrap();
    assert_eq!(ids(&index.nearest(&vector, 3, GRAPH).unwrap()), [1, 3, 5]);
}

#[test]
fn a_filter_is_never_too_narrow() {
    let vectors = clustered(3_000, 32, 20, 5);
    let mut index = settled_index_of(&vectors[..2_500]);
    for (id, vector) in (2_501..).map(VectorId).zip(&vectors[2_500..]) {
        index.insert(id, vector).unwrap();
    }
    let query = &vectors[17];
    let found = index.nearest_among(query, 10, &|id| id.0 % 500 == 0).unwrap();
    let mut expected = ids(&index.nearest(query, 3_000, Plan::Exact).unwrap());
    expected.retain(|id| id % 500 == 0);
    assert_eq!(ids(&found), expected);
}

#[test]
fn vectors_are_found_before_during_and_after_a_build() {
    let vectors = clustered(400, 32, 5, 11);
    let mut index = index_of(&vectors[..300]);
    let input = index.build_input();
    index.remove(VectorId(10));
    for (id, vector) in (301..).map(VectorId).zip(&vectors[300..]) {
        index.insert(id, vector).unwrap();
    }
    assert_eq!(input.len(), 300);
    index.adopt(input.build(&BuildParams::default(), &|| false).unwrap()).unwrap();

    let stats = index.stats();
    assert_eq!((stats.n_vectors, stats.n_in_snapshot), (399, 299));
    assert_eq!((stats.n_recent, stats.n_tombstones), (100, 1));
    assert_eq!(lost(&index, &vectors, 1), [10]);
}

#[test]
fn many_tombstones_beside_the_query_do_not_shorten_the_answer() {
    let vectors = clustered(2_000, 32, 10, 2);
    let mut index = settled_index_of(&vectors);
    let query = &vectors[0];
    for id in naive(&vectors, query, 700) {
        index.remove(VectorId(id));
    }
    let found = index.nearest(query, 10, Plan::Hnsw { ef_search: 16 }).unwrap();
    assert_eq!(found, index.nearest(query, 10, Plan::Exact).unwrap());
}

#[test]
fn a_rebuild_is_due_when_changes_have_grown() {
    let vectors = clustered(3_200, 8, 5, 4);
    let mut index = index_of(&vectors[..1]);
    assert!(index.needs_rebuild(), "no snapshot yet");
    index.adopt(build(&index)).unwrap();
    for (id, vector) in (2..).map(VectorId).zip(&vectors[1..1_001]) {
        index.insert(id, vector).unwrap();
    }
    assert!(!index.needs_rebuild(), "few recent ones");
    for (id, vector) in (1_002..).map(VectorId).zip(&vectors[1_001..]) {
        index.insert(id, vector).unwrap();
    }
    assert!(index.needs_rebuild(), "many recent ones");
    index.adopt(build(&index)).unwrap();
    assert!(!index.needs_rebuild());
    for id in 1..=1_001 {
        index.remove(VectorId(id));
    }
    assert!(index.needs_rebuild(), "many tombstones");
}

#[test]
fn a_build_can_be_cancelled() {
    let index = index_of(&clustered(500, 16, 5, 4));
    let n_asked = std::cell::Cell::new(0);
    for stop_at in [1, 4, 9, 12] {
        n_asked.set(0);
        let built = index.build_input().build(&BuildParams::default(), &|| {
            n_asked.set(n_asked.get() + 1);
            n_asked.get() == stop_at
        });
        assert!(built.is_none() && n_asked.get() == stop_at);
    }
}

#[test]
fn strange_parameters_are_brought_into_range() {
    let vectors = clustered(200, 16, 5, 4);
    for (m, ef_construction) in [(0, 0), (1, 1), (2, 0), (100_000, usize::MAX)] {
        let mut index = index_of(&vectors);
        let params = BuildParams { m, ef_construction, seed: 1 };
        index.adopt(index.build_input().build(&params, &|| false).unwrap()).unwrap();
        assert_eq!(lost(&index, &vectors, 1), [0i64; 0]);
    }
}
