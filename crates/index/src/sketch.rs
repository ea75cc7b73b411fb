//! A bit a dimension: which rows may be near, from an eighth of their bytes.
//!
//! A sketch is the signs of a code. From it and one number a row the cosine with a
//! query can be estimated (`RaBitQ`, Gao & Long 2024, without its rotation); rows whose
//! estimate is too low are not looked at any more. How far estimates are off depends
//! on the model, so it is measured on the rows at hand whenever they are written, and
//! a search leaves that much room: [`Sketches::slack`]. Where signs tell little, the
//! room is large and the scan slow, but not wrong.
//!
//! Layout: rows in groups of [`LANES`], of each group the first words, then the second
//! words…, so that a register compares as many rows as it holds words.
//! Not here: codes and their inner products (`codes`, `dot`), the scan (`exact`).

use std::ops::Range;

use crate::codes::{CodeRef, Rows};

/// Rows of a group.
pub(crate) const LANES: usize = 8;

/// Bits a value of the query is rounded to.
const N_PLANES: usize = 4;

/// The largest value of the query in its rounding: odd numbers up to this.
const MAX_LEVEL: f32 = 15.0;

/// Of how many rows the estimates are compared with how many others.
const N_ASKING: usize = 64;
const N_ASKED: usize = 2_048;

/// One in so many similarities may be above its estimate by more than the slack.
const N_PER_MISS: usize = 2_000;

/// Leaves room for everything.
const BOUNDLESS: f32 = 4.0;

type Group = [u64; LANES];

/// Sketches of rows that lie one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sketches<'a> {
    /// For each group as many as a row has words.
    pub(crate) groups: &'a [Group],
    /// For each row, filled up to whole groups, the length of its code over the sum of
    /// its values without their signs.
    pub(crate) factors: &'a [f32],
    /// How far above its estimate a similarity may be, but for one in
    /// [`N_PER_MISS`].
    pub(crate) slack: f32,
}

/// Sketches to be written.
pub(crate) struct NewSketches {
    pub(crate) groups: Vec<Group>,
    pub(crate) factors: Vec<f32>,
    pub(crate) slack: f32,
}

/// A query to be compared with sketches.
pub(crate) struct AskedSketch {
    /// For each word of a row the bits of the rounded query, lowest first.
    planes: Vec<[u64; N_PLANES]>,
    /// The estimate of a row is its factor times (`all` - `each` · weighted mismatches).
    all: f32,
    each: f32,
}

impl AskedSketch {
    pub(crate) fn new(query: CodeRef<'_>) -> Self {
        let largest = query.bytes.iter().map(|value| value.unsigned_abs()).max().unwrap_or(0);
        let step = f32::from(largest.max(1)) / MAX_LEVEL;
        let mut planes = vec![[0; N_PLANES]; n_words(query.bytes.len())];
        for (at, value) in query.bytes.iter().enumerate() {
            // -15, -13 … 15 are the numbers 0 to 15.
            let level = ((f32::from(*value) / step + MAX_LEVEL) * 0.5).round();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 15")]
            let level = level.clamp(0.0, MAX_LEVEL) as u64;
            for (bit, plane) in planes[at / 64].iter_mut().enumerate() {
                *plane |= (level >> bit & 1) << (at % 64);
            }
        }
        let unit = step * query.inverse_norm;
        Self { planes, all: unit * MAX_LEVEL * query.bytes.len() as f32, each: unit * 2.0 }
    }
}

impl Sketches<'_> {
    /// The sketches of some of the rows, of which the first must begin a group.
    pub(crate) fn part(self, rows: Range<usize>, dim: usize) -> Self {
        debug_assert!(rows.start.is_multiple_of(LANES));
        let groups = rows.start / LANES..rows.end.div_ceil(LANES);
        let n_words = n_words(dim);
        Self {
            groups: &self.groups[groups.start * n_words..groups.end * n_words],
            factors: &self.factors[groups.start * LANES..groups.end * LANES],
            slack: self.slack,
        }
    }

    /// The estimated similarity of each row, filled up to whole groups, written to as
    /// many `estimates` as there is room for.
    pub(crate) fn estimate(self, query: &AskedSketch, estimates: &mut [f32]) {
        mismatches(self.groups, &query.planes, estimates);
        for (estimate, factor) in estimates.iter_mut().zip(self.factors) {
            *estimate = factor * (query.all - query.each * *estimate);
        }
    }

    /// Whether these can be the sketches of `n_rows` rows.
    pub(crate) fn fit(self, n_rows: usize, dim: usize) -> bool {
        let n_groups = n_rows.div_ceil(LANES);
        self.groups.len() == n_groups * n_words(dim)
            && self.factors.len() == n_groups * LANES
            && self.factors.iter().all(|factor| factor.is_finite())
            && self.slack >= 0.0
    }
}

impl NewSketches {
    /// The sketches of the rows of `runs`.
    pub(crate) fn of(runs: &[Rows<'_>], dim: usize) -> Self {
        let n_rows: usize = runs.iter().map(|run| run.len()).sum();
        let rows = || runs.iter().flat_map(|run| (0..run.len()).map(|row| run.code(row)));
        let sample: Vec<CodeRef<'_>> =
            rows().step_by((n_rows / N_ASKED).max(1)).take(N_ASKED).collect();
        Self { slack: slack(&sample, dim), ..Self::laid_out(rows(), n_rows, dim) }
    }

    fn laid_out<'a>(rows: impl Iterator<Item = CodeRef<'a>>, n_rows: usize, dim: usize) -> Self {
        let (n_groups, n_words) = (n_rows.div_ceil(LANES), n_words(dim));
        let mut groups = vec![[0; LANES]; n_groups * n_words];
        let mut factors = vec![0.0; n_groups * LANES];
        for (at, row) in rows.enumerate() {
            let group = &mut groups[at / LANES * n_words..][..n_words];
            for (word, values) in group.iter_mut().zip(row.bytes.chunks(64)) {
                for (bit, _) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
                    word[at % LANES] |= 1 << bit;
                }
            }
            let sum: u32 = row.bytes.iter().map(|value| u32::from(value.unsigned_abs())).sum();
            factors[at] = 1.0 / (row.inverse_norm * sum as f32);
        }
        Self { groups, factors, slack: BOUNDLESS }
    }

    pub(crate) fn as_ref(&self) -> Sketches<'_> {
        Sketches { groups: &self.groups, factors: &self.factors, slack: self.slack }
    }
}

/// How far similarities are above their estimates between the rows of a sample.
fn slack(sample: &[CodeRef<'_>], dim: usize) -> f32 {
    let sketches = NewSketches::laid_out(sample.iter().copied(), sample.len(), dim);
    let mut estimates = vec![0.0; sketches.factors.len()];
    let mut errors = Vec::with_capacity(N_ASKING * sample.len());
    for (at, asking) in sample.iter().enumerate().step_by((sample.len() / N_ASKING).max(1)) {
        sketches.as_ref().estimate(&AskedSketch::new(*asking), &mut estimates);
        let others = sample.iter().zip(&estimates).enumerate().filter(|(other, _)| *other != at);
        errors.extend(others.map(|(_, (row, estimate))| asking.similarity(*row) - estimate));
    }
    if errors.is_empty() {
        return BOUNDLESS;
    }
    let n_below = errors.len() - 1 - errors.len() / N_PER_MISS;
    errors.select_nth_unstable_by(n_below, f32::total_cmp).1.max(0.0)
}

fn n_words(dim: usize) -> usize {
    dim.div_ceil(64)
}

/// For each row, how many of its signs differ from the query's bits, each plane
/// counting twice the one before it.
fn mismatches(groups: &[Group], planes: &[[u64; N_PLANES]], found: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if x86::mismatches(groups, planes, found) {
        return;
    }
    count(groups, planes, found);
}

/// The plain loop, compiled for whatever its caller is compiled for.
#[inline(always)]
#[expect(clippy::inline_always, reason = "processor features end at a call")]
fn count(groups: &[Group], planes: &[[u64; N_PLANES]], found: &mut [f32]) {
    let rows = groups.chunks_exact(planes.len()).zip(found.chunks_exact_mut(LANES));
    for (group, found) in rows {
        let mut sums = [0u64; LANES];
        for (words, planes) in group.iter().zip(planes) {
            for (bit, plane) in planes.iter().enumerate() {
                for (sum, word) in sums.iter_mut().zip(words) {
                    *sum += u64::from((word ^ plane).count_ones()) << bit;
                }
            }
        }
        for (found, sum) in found.iter_mut().zip(sums) {
            *found = sum as f32;
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "functions compiled for features the processor was asked about")]
mod x86 {
    use super::{Group, N_PLANES, count};

    /// Counts with the widest path this processor has; `false` if it has none.
    pub(super) fn mismatches(
        groups: &[Group],
        planes: &[[u64; N_PLANES]],
        found: &mut [f32],
    ) -> bool {
        if has_avx512() {
            // SAFETY: the features were detected on this processor.
            unsafe { count_avx512(groups, planes, found) };
            true
        } else if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was detected on this processor.
            unsafe { count_avx2(groups, planes, found) };
            true
        } else {
            false
        }
    }

    fn has_avx512() -> bool {
        is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vpopcntdq")
    }

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512vpopcntdq")]
    pub(super) fn count_avx512(groups: &[Group], planes: &[[u64; N_PLANES]], found: &mut [f32]) {
        count(groups, planes, found);
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn count_avx2(groups: &[Group], planes: &[[u64; N_PLANES]], found: &mut [f32]) {
        count(groups, planes, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustered::clustered;
    use crate::codes::{Block, Code};
    use parallax_types::VectorId;

    fn block(n: usize, dim: usize) -> Block {
        let mut block = Block::default();
        for (id, vector) in (0..).map(VectorId).zip(clustered(n, dim, 20, 3)) {
            block.push(id, Code::new(&vector).as_ref());
        }
        block
    }

    /// By the definition: the rounded query's inner product with the signs.
    fn by_hand(query: CodeRef<'_>, row: CodeRef<'_>) -> f32 {
        let largest = query.bytes.iter().map(|value| value.unsigned_abs()).max().unwrap();
        let step = f32::from(largest) / MAX_LEVEL;
        let rounded = |value: i8| {
            let odd = (f32::from(value) / step + MAX_LEVEL) * 0.5;
            (odd.round() * 2.0 - MAX_LEVEL) * step
        };
        let signed = |(q, b): (&i8, &i8)| if *b > 0 { rounded(*q) } else { -rounded(*q) };
        let product: f32 = query.bytes.iter().zip(row.bytes).map(signed).sum();
        let sum: f32 = row.bytes.iter().map(|value| f32::from(value.unsigned_abs())).sum();
        product * query.inverse_norm / (row.inverse_norm * sum)
    }

    #[test]
    fn estimates_are_what_the_definition_says_and_near_the_similarity() {
        for dim in [64, 100, 384] {
            let block = block(205, dim);
            let rows = block.rows(dim);
            let sketches = NewSketches::of(&[rows.part(0..100), rows.part(100..205)], dim);
            assert!(sketches.as_ref().fit(205, dim) && !sketches.as_ref().fit(210, dim));
            let query = rows.code(3);
            let part = sketches.as_ref().part(8..205, dim);
            let mut estimates = vec![0.0; 200];
            part.estimate(&AskedSketch::new(query), &mut estimates);
            let mut n_above = 0;
            for (row, estimate) in (8..205).zip(estimates) {
                let expected = by_hand(query, rows.code(row));
                assert!((estimate - expected).abs() < 1e-4, "{dim} {row} {estimate} {expected}");
                let similarity = query.similarity(rows.code(row));
                assert!((estimate - similarity).abs() < 8.0 / (dim as f32).sqrt());
                n_above += usize::from(similarity > estimate + sketches.slack);
            }
            assert!(n_above <= 2, "{n_above} above the slack {}", sketches.slack);
        }
    }

    #[test]
    fn all_paths_count_the_same() {
        let block = block(64, 200);
        let sketches = NewSketches::of(&[block.rows(200)], 200);
        let asked = AskedSketch::new(block.rows(200).code(7));
        let mut expected = vec![0.0; 64];
        count(&sketches.groups, &asked.planes, &mut expected);
        let mut found = vec![0.0; 64];
        mismatches(&sketches.groups, &asked.planes, &mut found);
        assert_eq!(found, expected);
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was detected just now.
            #[expect(unsafe_code, reason = "calls a path the processor has")]
            unsafe {
                x86::count_avx2(&sketches.groups, &asked.planes, &mut found);
            }
            assert_eq!(found, expected, "avx2");
        }
    }

    #[test]
    fn nothing_is_assumed_of_rows_that_cannot_be_compared() {
        let block = block(1, 64);
        assert_eq!(NewSketches::of(&[block.rows(64)], 64).slack.to_bits(), BOUNDLESS.to_bits());
        assert_eq!(NewSketches::of(&[], 64).slack.to_bits(), BOUNDLESS.to_bits());
    }
}
