//! Vectors that behave like those of sentence models, for tests and benchmarks.
//!
//! Uniformly random vectors are no test: in 384 dimensions all are equally far
//! apart and no graph finds its way. Texts lie in clusters of few effective
//! dimensions, so points are drawn there (stories within subjects, 96 latent
//! dimensions of falling weight), carried into the full space by a fixed random
//! map, and given noise. Easier for a graph than vectors of
//! all-MiniLM-L6-v2 are (see `DEFAULT_EF_SEARCH`): a floor met here is a check of
//! the code, not a promise about texts.

use parallax_types::UnitVector;

const N_LATENT: usize = 96;
const NOISE: f32 = 5.0;

/// `n` vectors of `dim` dimensions around `n_subjects` centres, in random order;
/// the same for the same arguments.
pub(crate) fn clustered(n: usize, dim: usize, n_subjects: usize, seed: u64) -> Vec<UnitVector> {
    let mut random = Random(seed);
    let map: Vec<f32> = (0..N_LATENT * dim).map(|_| random.normal()).collect();
    let subjects: Vec<_> = (0..n_subjects).map(|_| random.latent()).collect();
    let stories: Vec<Vec<f32>> = (0..n_subjects * 10)
        .map(|story| sum(&subjects[story % n_subjects], &random.latent()))
        .collect();
    (0..n)
        .map(|_| {
            let story = &stories[random.below(stories.len())];
            let point = sum(story, &random.latent());
            let mut values: Vec<f32> = (0..dim).map(|_| random.normal() * NOISE).collect();
            for (weight, row) in point.iter().zip(map.chunks_exact(dim)) {
                for (value, direction) in values.iter_mut().zip(row) {
                    *value += weight * direction;
                }
            }
            UnitVector::new(values).expect("a sum of normal deviates is never all zero")
        })
        .collect()
}

fn sum(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

/// `SplitMix64`, enough for test data.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a remainder is below n")]
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// About normal, mean 0, deviation 1: the sum of six uniform numbers.
    pub(crate) fn normal(&mut self) -> f32 {
        let sum: u64 = (0..6).map(|_| self.next() >> 40).sum();
        (sum as f32 / (1u64 << 24) as f32 - 3.0) * std::f32::consts::SQRT_2
    }

    /// A latent point whose dimensions lose weight one after the other.
    fn latent(&mut self) -> Vec<f32> {
        (0..N_LATENT).map(|i| self.normal() / (1.0 + i as f32).powf(0.3)).collect()
    }
}
