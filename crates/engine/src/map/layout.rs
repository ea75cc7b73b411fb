//! From neighbours to places: neighbours attract, everybody else repels.
//!
//! The forces are those of UMAP with a = b = 1 (`McInnes`, Healy & Melville,
//! arXiv:1802.03426), begun from the first two principal components, with numbers
//! that are the same every time.

use super::Numbers;
use super::neighbours::Neighbour;
use crate::Control;

/// Rounds for small libraries and for large ones.
const N_ROUNDS: usize = 300;
const N_ROUNDS_LARGE: usize = 120;
const LARGE: usize = 4_000;

/// Articles each one is pushed from in a round, for every neighbour.
const N_PUSHES: usize = 4;

/// The picture is about this wide while it is drawn.
const WIDTH: f32 = 20.0;

/// A place for each article. `None` when cancelled.
pub(super) fn spread(
    components: &[Vec<f32>],
    neighbours: &[Vec<Neighbour>],
    control: &Control,
) -> Option<Vec<[f32; 2]>> {
    let mut places = begin(components);
    let pulls = pulls(neighbours);
    let n_rounds = if places.len() > LARGE { N_ROUNDS_LARGE } else { N_ROUNDS };
    let mut numbers = Numbers(2);
    let mut due: Vec<f32> = vec![0.0; pulls.len()];
    for round in 0..n_rounds {
        if !control.go_on() {
            return None;
        }
        let step = 1.0 - round as f32 / n_rounds as f32;
        for ((a, b, weight), due) in pulls.iter().zip(&mut due) {
            *due += weight;
            if *due < 1.0 {
                continue;
            }
            *due -= 1.0;
            attract(&mut places, *a, *b, step);
            for _ in 0..N_PUSHES {
                let other = numbers.below(places.len());
                repel(&mut places, *a, other, step);
            }
        }
    }
    Some(places)
}

/// The first two components, widened; equal ones a little apart.
fn begin(components: &[Vec<f32>]) -> Vec<[f32; 2]> {
    let mut numbers = Numbers(3);
    let value = |row: &Vec<f32>, at: usize| row.get(at).copied().unwrap_or(0.0);
    let largest = components
        .iter()
        .flat_map(|row| [value(row, 0).abs(), value(row, 1).abs()])
        .fold(1e-6, f32::max);
    let scale = WIDTH / 2.0 / largest;
    let mut place = |row| [0, 1].map(|at| value(row, at) * scale + 0.01 * numbers.signed());
    components.iter().map(&mut place).collect()
}

/// Who attracts whom, and how strongly, 0…1: its nearest neighbour draws an
/// article fully, farther ones less.
fn pulls(neighbours: &[Vec<Neighbour>]) -> Vec<(usize, usize, f32)> {
    let mut pulls = Vec::new();
    for (at, own) in neighbours.iter().enumerate() {
        let nearest = own.first().map_or(0.0, |neighbour| neighbour.1);
        let sum: f32 = own.iter().map(|neighbour| neighbour.1 - nearest).sum();
        let scale = (sum / own.len().max(1) as f32).max(1e-6);
        let weight = |distance: f32| (-(distance - nearest) / scale).exp();
        pulls.extend(own.iter().map(|(other, d)| (at, *other as usize, weight(*d))));
    }
    pulls
}

fn attract(places: &mut [[f32; 2]], a: usize, b: usize, step: f32) {
    let (along, squared) = between(places, a, b);
    let force = -2.0 / (1.0 + squared);
    for axis in 0..2 {
        let by = (force * along[axis]).clamp(-4.0, 4.0) * step;
        places[a][axis] += by;
        places[b][axis] -= by;
    }
}

fn repel(places: &mut [[f32; 2]], a: usize, b: usize, step: f32) {
    if a == b {
        return;
    }
    let (along, squared) = between(places, a, b);
    let force = 2.0 / ((0.001 + squared) * (1.0 + squared));
    for axis in 0..2 {
        places[a][axis] += (force * along[axis]).clamp(-4.0, 4.0) * step;
    }
}

fn between(places: &[[f32; 2]], a: usize, b: usize) -> ([f32; 2], f32) {
    let along = [places[a][0] - places[b][0], places[a][1] - places[b][1]];
    (along, along[0] * along[0] + along[1] * along[1])
}

/// Scaled alike in both directions and centred.
pub(super) fn into_square(places: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let range = |axis: usize| {
        let values = places.iter().map(|place| place[axis]);
        let (low, high) = values.fold((f32::MAX, f32::MIN), |(l, h), v| (l.min(v), h.max(v)));
        (low, high)
    };
    let ((left, right), (top, bottom)) = (range(0), range(1));
    let side = (right - left).max(bottom - top).max(1e-6);
    let centre = [f32::midpoint(left, right), f32::midpoint(top, bottom)];
    let place =
        |place: &[f32; 2]| [0, 1].map(|at| ((place[at] - centre[at]) / side + 0.5).clamp(0.0, 1.0));
    places.iter().map(place).collect()
}
