//! The directions in which articles differ most, by subspace iteration on the
//! covariance, which is never formed.

use super::Numbers;
use crate::Control;

/// Rounds; the first components settle after a few, the last need not be exact.
const N_ROUNDS: usize = 10;

/// Rows the directions are found from, evenly picked: more hardly turn them.
const N_LOOKED_AT: usize = 3_000;

/// Each row's coordinates along the first `n_wanted` principal components (fewer
/// when the rows have fewer values), largest variance first. `None` when cancelled.
pub(super) fn components(
    rows: &[&[f32]],
    n_wanted: usize,
    control: &Control,
) -> Option<Vec<Vec<f32>>> {
    let dim = rows.first().map_or(0, |row| row.len());
    let mean = mean(rows, dim);
    let mut numbers = Numbers(1);
    let mut basis: Vec<Vec<f32>> =
        (0..n_wanted.min(dim)).map(|_| (0..dim).map(|_| numbers.signed()).collect()).collect();
    orthonormalise(&mut basis);
    for _ in 0..N_ROUNDS {
        let mut next = vec![vec![0.0; dim]; basis.len()];
        if !control.go_on() {
            return None;
        }
        for row in rows.iter().step_by(rows.len().div_ceil(N_LOOKED_AT).max(1)) {
            let coordinates = project(row, &mean, &basis);
            for (direction, along) in next.iter_mut().zip(coordinates) {
                for ((value, own), centre) in direction.iter_mut().zip(*row).zip(&mean) {
                    *value += along * (own - centre);
                }
            }
        }
        basis = next;
        orthonormalise(&mut basis);
    }
    control.go_on().then(|| rows.iter().map(|row| project(row, &mean, &basis)).collect())
}

fn mean(rows: &[&[f32]], dim: usize) -> Vec<f32> {
    let mut mean = vec![0.0; dim];
    for row in rows {
        for (sum, value) in mean.iter_mut().zip(*row) {
            *sum += value / rows.len() as f32;
        }
    }
    mean
}

fn project(row: &[f32], mean: &[f32], basis: &[Vec<f32>]) -> Vec<f32> {
    let centred: Vec<f32> = row.iter().zip(mean).map(|(value, centre)| value - centre).collect();
    basis.iter().map(|direction| dot(direction, &centred)).collect()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gram–Schmidt, in order; a direction nothing varies in becomes zero.
fn orthonormalise(basis: &mut [Vec<f32>]) {
    for at in 0..basis.len() {
        let (before, rest) = basis.split_at_mut(at);
        let own = &mut rest[0];
        for other in before {
            let along = dot(own, other);
            for (value, off) in own.iter_mut().zip(other) {
                *value -= along * *off;
            }
        }
        let norm = dot(own, own).sqrt();
        let scale = if norm > 1e-6 { 1.0 / norm } else { 0.0 };
        for value in own {
            *value *= scale;
        }
    }
}
