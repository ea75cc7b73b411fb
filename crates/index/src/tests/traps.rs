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

/// A graph that was read back puts every new point on the lowest layer; so it
/// takes none, and what comes later is scanned.
#[test]
fn reload() {
    let vectors = clustered(1_500, 32, 20, 6);
    let before = settled_index_of(&vectors[..1_000]);
    let dir = tempfile::tempdir().unwrap();
    build(&before).save(dir.path()).unwrap();
    let mut after = index_of(&vectors[..1_000]);
    after.adopt(Snapshot::load(dir.path()).unwrap()).unwrap();
    assert_eq!(before.stats(), after.stats());
    for query in &vectors[1_000..] {
        assert_eq!(
            before.nearest(query, 10, GRAPH).unwrap(),
            after.nearest(query, 10, GRAPH).unwrap()
        );
    }
    for (id, vector) in (1_001..).map(VectorId).zip(&vectors[1_000..]) {
        after.insert(id, vector).unwrap();
    }
    assert_eq!(lost(&after, &vectors, 1), [0i64; 0]);
    let graph = crate::graph::Graph::load(dir.path(), "snapshot-000001").unwrap();
    graph.insert(VectorId(5_000), Code::new(&vectors[1_200]).as_ref());
    let mut n_points = 0;
    graph.for_each(&mut |_, _| n_points += 1);
    assert_eq!(n_points, 1_000);
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

/// `file_dump` overwrites, or writes under a name of its own choosing; ours are
/// new each time, and only the latest stays.
#[test]
fn file_dump_basename() {
    let dir = tempfile::tempdir().unwrap();
    let index = index_of(&clustered(100, 16, 5, 6));
    let names = || {
        let mut names: Vec<String> = fs_err::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let generation = |n: u32| {
        vec![
            "manifest.json".to_owned(),
            format!("snapshot-{n:06}.hnsw.data"),
            format!("snapshot-{n:06}.hnsw.graph"),
        ]
    };
    build(&index).save(dir.path()).unwrap();
    assert_eq!(names(), generation(1));
    build(&index).save(dir.path()).unwrap();
    assert_eq!(names(), generation(2));
    // Left over from a crash before the manifest was written.
    fs_err::write(dir.path().join("snapshot-000003.hnsw.data"), b"half").unwrap();
    Snapshot::load(dir.path()).unwrap().save(dir.path()).unwrap();
    assert_eq!(names(), generation(4));
    Snapshot::load(dir.path()).unwrap();
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
    let saved = |index: &VectorIndex| {
        let dir = tempfile::tempdir().unwrap();
        build(index).save(dir.path()).unwrap();
        fs_err::read_to_string(dir.path().join("manifest.json")).unwrap()
    };
    assert_eq!(saved(&index_of(&vectors)), saved(&backwards));
}
