//! The nearest few of every article, exactly: all pairs, in few dimensions.

use crate::Control;

/// Rows between two looks at whether to go on.
const N_PER_TURN: usize = 64;

/// An article's neighbour: its number and the distance.
pub(super) type Neighbour = (u32, f32);

/// For each row its `n_wanted` nearest others, nearest first, ties to the lower
/// number. `None` when cancelled.
pub(super) fn nearest(
    rows: &[Vec<f32>],
    n_wanted: usize,
    control: &Control,
) -> Option<Vec<Vec<Neighbour>>> {
    let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let n_each = rows.len().div_ceil(n_threads).max(1);
    let mut found: Vec<Vec<Neighbour>> = vec![Vec::new(); rows.len()];
    std::thread::scope(|scope| {
        for (part, out) in found.chunks_mut(n_each).enumerate() {
            scope.spawn(move || {
                for (offset, own) in out.iter_mut().enumerate() {
                    if offset.is_multiple_of(N_PER_TURN) && !control.go_on() {
                        return;
                    }
                    *own = nearest_to(part * n_each + offset, rows, n_wanted);
                }
            });
        }
    });
    control.go_on().then_some(found)
}

fn nearest_to(at: usize, rows: &[Vec<f32>], n_wanted: usize) -> Vec<Neighbour> {
    let mut best: Vec<Neighbour> = Vec::with_capacity(n_wanted + 1);
    let own = &rows[at];
    for (number, other) in (0u32..).zip(rows) {
        if number as usize == at {
            continue;
        }
        let distance: f32 = own.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
        if best.len() == n_wanted && best.last().is_none_or(|last| distance >= last.1) {
            continue;
        }
        let place = best.partition_point(|known| known.1 <= distance);
        best.insert(place, (number, distance));
        best.truncate(n_wanted);
    }
    for neighbour in &mut best {
        neighbour.1 = neighbour.1.sqrt();
    }
    best
}
