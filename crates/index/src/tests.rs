//! The index as a whole: against a naive scan (`oracle`), against what is known
//! to go wrong in graphs (`traps`), and against files that are not what was
//! written (`damage`).

mod damage;
mod oracle;
mod traps;

use std::ops::{Deref, DerefMut};
use std::path::Path;

use parallax_types::{UnitVector, VectorId};
use tempfile::TempDir;

use crate::clustered::clustered;
use crate::{BuildParams, Neighbor, Plan, VectorIndex};

const GRAPH: Plan = Plan::Hnsw { ef_search: 128 };

/// An index over `vectors`, numbered from 1.
fn index_of(vectors: &[UnitVector]) -> VectorIndex {
    let mut index = VectorIndex::new(vectors[0].dim());
    for (id, vector) in (1..).map(VectorId).zip(vectors) {
        index.insert(id, vector).unwrap();
    }
    index
}

/// Writes everything to `dir`, and a graph for every segment.
fn settle(index: &mut VectorIndex, through: i64, dir: &Path) {
    let settled = index.settling(VectorId(through)).write(dir).unwrap();
    index.install(settled);
    link(index, BuildParams::default(), dir);
}

fn link(index: &mut VectorIndex, params: BuildParams, dir: &Path) {
    while let Some(linking) = index.linking(false) {
        let settled = linking.build(dir, params, &|| false).unwrap().unwrap();
        index.install(settled);
    }
}

/// An index with the folder it lies in.
struct OnDisk {
    index: VectorIndex,
    dir: TempDir,
}

impl Deref for OnDisk {
    type Target = VectorIndex;

    fn deref(&self) -> &VectorIndex {
        &self.index
    }
}

impl DerefMut for OnDisk {
    fn deref_mut(&mut self) -> &mut VectorIndex {
        &mut self.index
    }
}

impl OnDisk {
    fn settle(&mut self, through: i64) {
        settle(&mut self.index, through, self.dir.path());
    }
}

/// An index whose vectors are all in a segment with a graph.
fn settled_index_of(vectors: &[UnitVector]) -> OnDisk {
    let mut index = index_of(vectors);
    let dir = tempfile::tempdir().unwrap();
    settle(&mut index, i64::try_from(vectors.len()).unwrap(), dir.path());
    OnDisk { index, dir }
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
    is_shared::<crate::PendingMerge>();
    is_shared::<crate::GraphBuild>();
}

#[test]
fn an_empty_index_answers_nothing() {
    let mut index = VectorIndex::new(8);
    let query = &clustered(1, 8, 1, 1)[0];
    for plan in [Plan::Auto, Plan::Exact, Plan::Scan, GRAPH] {
        assert_eq!(index.nearest(query, 10, plan).unwrap(), []);
    }
    assert!(index.is_empty() && !index.is_settling_due());
    assert!(index.linking(false).is_none());
    let dir = tempfile::tempdir().unwrap();
    settle(&mut index, 7, dir.path());
    assert!(VectorIndex::open(dir.path()).unwrap().index.is_empty());
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
        for plan in [Plan::Auto, Plan::Exact, Plan::Scan, GRAPH, Plan::Hnsw { ef_search: 0 }] {
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
    let dir = tempfile::tempdir().unwrap();
    settle(&mut index, 9, dir.path());
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
fn vectors_are_found_before_during_and_after_writing() {
    let vectors = clustered(400, 32, 5, 11);
    let mut index = index_of(&vectors[..300]);
    let settling = index.settling(VectorId(300));
    index.remove(VectorId(10));
    for (id, vector) in (301..).map(VectorId).zip(&vectors[300..]) {
        index.insert(id, vector).unwrap();
    }
    let dir = tempfile::tempdir().unwrap();
    index.install(settling.write(dir.path()).unwrap());
    let linking = index.linking(false).unwrap();
    assert_eq!(linking.n_rows(), 300);
    index.remove(VectorId(20));
    let settled = linking.build(dir.path(), BuildParams::default(), &|| false).unwrap();
    index.install(settled.unwrap());

    let stats = index.stats();
    assert_eq!((stats.n_vectors, stats.n_settled, stats.n_linked), (398, 298, 298));
    assert_eq!((stats.n_recent, stats.n_tombstones), (100, 2));
    assert_eq!(lost(&index, &vectors, 1), [10, 20]);

    let mut opened = VectorIndex::open(dir.path()).unwrap().index;
    assert_eq!(opened.covered(), VectorId(300));
    opened.retain_settled(&|id| id.0 != 10 && id.0 != 20);
    assert_eq!(opened.stats().n_vectors, 298);
}

/// A vector below `through` that is written, one above that is not.
#[test]
fn only_what_will_not_be_preceded_any_more_is_written() {
    let vectors = clustered(100, 16, 5, 11);
    let mut index = index_of(&vectors);
    let dir = tempfile::tempdir().unwrap();
    settle(&mut index, 60, dir.path());
    assert_eq!((index.stats().n_settled, index.stats().n_recent), (60, 40));
    assert_eq!(VectorIndex::open(dir.path()).unwrap().index.covered(), VectorId(60));
    assert_eq!(lost(&index, &vectors, 1), [0i64; 0]);
}

/// Many small additions make few segments, whatever was removed between them.
#[test]
fn segments_are_merged_and_dead_rows_dropped() {
    let vectors = clustered(2_000, 16, 20, 4);
    let mut on_disk = settled_index_of(&vectors[..100]);
    for (n, added) in (1..).zip(vectors[100..].chunks(100)) {
        for (id, vector) in (n * 100 + 1..).map(VectorId).zip(added) {
            on_disk.insert(id, vector).unwrap();
        }
        on_disk.remove(VectorId(n * 100 - 50));
        on_disk.settle(n * 100 + 100);
        assert!(on_disk.stats().n_segments <= 6, "{:?}", on_disk.stats());
    }
    let gone: Vec<i64> = (1..20).map(|n| n * 100 - 50).collect();
    assert_eq!(lost(&on_disk, &vectors, 1), gone);
    assert!(on_disk.stats().n_tombstones < 19, "{:?}", on_disk.stats());
    let n_files = fs_err::read_dir(on_disk.dir.path()).unwrap().count();
    assert_eq!(n_files, 1 + 2 * on_disk.stats().n_segments, "no file is left behind");
    for id in 1..=1_000 {
        on_disk.remove(VectorId(id));
    }
    on_disk.settle(2_000);
    assert!(on_disk.stats().n_tombstones < 300, "{:?}", on_disk.stats());
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
    assert_eq!(found, index.nearest(query, 10, Plan::Scan).unwrap());
}

#[test]
fn writing_is_due_when_changes_have_grown() {
    let vectors = clustered(3_200, 8, 5, 4);
    let mut index = OnDisk { index: index_of(&vectors[..1]), dir: tempfile::tempdir().unwrap() };
    assert!(index.is_settling_due(), "nothing on disk yet");
    index.settle(1);
    for (id, vector) in (2..).map(VectorId).zip(&vectors[1..1_001]) {
        index.insert(id, vector).unwrap();
    }
    assert!(!index.is_settling_due(), "few recent ones");
    for (id, vector) in (1_002..).map(VectorId).zip(&vectors[1_001..]) {
        index.insert(id, vector).unwrap();
    }
    assert!(index.is_settling_due(), "many recent ones");
    index.settle(3_200);
    assert!(!index.is_settling_due());
    assert!(index.linking(true).is_none(), "no graph is worth its while yet");
    for id in 1..=1_001 {
        index.remove(VectorId(id));
    }
    assert!(index.is_settling_due(), "many dead ones");
}

#[test]
fn a_build_can_be_cancelled_and_taken_up_again() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let vectors = clustered(500, 16, 5, 4);
    let mut index = index_of(&vectors);
    let dir = tempfile::tempdir().unwrap();
    index.install(index.settling(VectorId(500)).write(dir.path()).unwrap());
    for stop_at in [1, 4, 9, 12] {
        let n_asked = AtomicUsize::new(0);
        let cancel = || n_asked.fetch_add(1, Ordering::Relaxed) + 1 == stop_at;
        let linking = index.linking(false).unwrap();
        assert!(linking.build(dir.path(), BuildParams::default(), &cancel).unwrap().is_none());
        assert_eq!(n_asked.into_inner(), stop_at);
    }
    link(&mut index, BuildParams::default(), dir.path());
    assert_eq!(index.stats().n_linked, 500);
}

#[test]
fn strange_parameters_are_brought_into_range() {
    let vectors = clustered(200, 16, 5, 4);
    for (m, ef_construction) in [(0, 0), (1, 1), (2, 0), (100_000, usize::MAX)] {
        let mut index = index_of(&vectors);
        let dir = tempfile::tempdir().unwrap();
        index.install(index.settling(VectorId(200)).write(dir.path()).unwrap());
        let params = BuildParams { m, ef_construction, seed: 1, n_threads: 3 };
        link(&mut index, params, dir.path());
        assert_eq!(lost(&index, &vectors, 1), [0i64; 0]);
    }
}
