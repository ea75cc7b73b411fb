//! What is known to go wrong with `hnsw_rs` 0.3.5, one test each.

use super::*;
use crate::clustered::Random;
use crate::codes::Code;
use crate::distance::{CodeDistance, to_point};
use hnsw_rs::anndists::dist::distances::Distance;
use proptest::prelude::*;

/// `vector` with a little of something else.
fn nudged(vector: &UnitVector, by: f32, random: &mut Random) -> UnitVector {
    let values = vector.as_slice().iter().map(|value| value + by * random.normal()).collect();
    UnitVector::new(values).unwrap()
}

/// Identical points link only to one another and become islands: 50 of them
/// inserted first made 1,331 of 5,000 points unfindable.
#[test]
fn duplicates() {
    let mut vectors = vec![clustered(1, 64, 1, 99).remove(0); 50];
    vectors.extend(clustered(3_000, 64, 30, 8));
    let index = settled_index_of(&vectors);
    assert_eq!(lost(&index, &vectors, 60), [0i64; 0]);
}

/// More identical points than a search keeps candidates.
#[test]
fn more_duplicates_than_candidates() {
    let mut vectors = vec![clustered(1, 64, 1, 99).remove(0); 500];
    vectors.extend(clustered(1_000, 64, 30, 8));
    let index = settled_index_of(&vectors);
    assert!(index.stats().n_unfindable > 0);
    let found = index.nearest(&vectors[0], 500, GRAPH).unwrap();
    assert_eq!(ids(&found), (1..=500).collect::<Vec<i64>>());
    assert_eq!(lost(&index, &vectors, 501), [0i64; 0]);
}

/// Near-duplicates inserted cluster by cluster lost 725 of 5,000 points.
#[test]
fn insertion_cluster_by_cluster() {
    let mut random = Random(3);
    let vectors: Vec<UnitVector> = clustered(60, 64, 60, 12)
        .iter()
        .flat_map(|centre| (0..50).map(|_| nudged(centre, 0.004, &mut random)).collect::<Vec<_>>())
        .collect();
    let index = settled_index_of(&vectors);
    assert_eq!(lost(&index, &vectors, 60), [0i64; 0]);
    assert!(index.stats().n_unfindable < vectors.len() / 50, "{:?}", index.stats());
}

/// A graph that was read back put every new point on its lowest layer; ours are
/// copied out of `hnsw_rs` with all their layers, and never added to.
#[test]
fn upper_layers_survive() {
    let vectors = clustered(3_000, 32, 30, 6);
    let on_disk = settled_index_of(&vectors);
    let reopened = VectorIndex::open(on_disk.dir.path()).unwrap().index;
    assert_eq!(on_disk.stats(), reopened.stats());
    assert_eq!(lost(&reopened, &vectors, 1), [0i64; 0]);
    // Without layers above, a walk from one point with so little effort loses many.
    let hasty = Plan::Hnsw { ef_search: 1 };
    let found = |index: &VectorIndex, vector| ids(&index.nearest(vector, 1, hasty).unwrap());
    let n_found = (1..).zip(&vectors).filter(|(id, it)| found(&reopened, it) == [*id]).count();
    assert!(n_found > 2_400, "{n_found}");
}

/// `DistDot` panics for four in ten normalised vectors compared with themselves.
#[test]
fn distance_of_normalised_vectors_to_themselves() {
    for vector in clustered(2_000, 384, 10, 14) {
        let point = to_point(Code::new(&vector).as_ref());
        let distance = CodeDistance.eval(&point, &point);
        assert!((0.0..1e-6).contains(&distance), "{distance}");
    }
}

proptest! {
    /// A distance that is NaN or negative makes `hnsw_rs` panic.
    #[test]
    fn distance_of_anything_to_anything(
        a in prop::collection::vec(any::<i8>(), 0..40),
        b in prop::collection::vec(any::<i8>(), 0..40),
    ) {
        let distance = CodeDistance.eval(&a, &b);
        prop_assert!((0.0..=2.0).contains(&distance));
        prop_assert_eq!(distance.to_bits(), CodeDistance.eval(&b, &a).to_bits());
    }
}

/// Level numbers come from a fixed seed; the order of insertion must not come
/// from chance either.
#[test]
fn the_same_vectors_give_the_same_files() {
    let vectors = clustered(300, 16, 5, 6);
    let mut backwards = VectorIndex::new(16);
    for (id, vector) in (1..=300).rev().map(VectorId).zip(vectors.iter().rev()) {
        backwards.insert(id, vector).unwrap();
    }
    let saved = |mut index: VectorIndex| {
        let dir = tempfile::tempdir().unwrap();
        settle(&mut index, 300, dir.path());
        fs_err::read_to_string(dir.path().join("manifest.json")).unwrap()
    };
    assert_eq!(saved(index_of(&vectors)), saved(backwards));
}
