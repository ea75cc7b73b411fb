//! Moves points apart that lie on top of one another, so that each can be seen
//! and meant; what lies far apart stays where it is.

use std::collections::HashMap;

use crate::Control;

/// Rounds; groups are wide enough after a few dozen.
const N_ROUNDS: usize = 60;

/// Distance wanted between neighbours, as a share of what there would be were all
/// points spread evenly.
const SHARE: f32 = 0.3;

/// Places in the unit square, moved apart. `None` when cancelled.
pub(super) fn move_apart(mut places: Vec<[f32; 2]>, control: &Control) -> Option<Vec<[f32; 2]>> {
    let wanted = SHARE / (places.len().max(1) as f32).sqrt();
    for _ in 0..N_ROUNDS {
        if !control.go_on() {
            return None;
        }
        let pushes = pushes(&places, wanted);
        for (place, push) in places.iter_mut().zip(pushes) {
            for axis in 0..2 {
                place[axis] += push[axis];
            }
        }
    }
    Some(places)
}

/// How far each point is pushed by those too near to it.
fn pushes(places: &[[f32; 2]], wanted: f32) -> Vec<[f32; 2]> {
    let cells = cells(places, wanted);
    let push = |(at, place): (usize, &[f32; 2])| {
        let mut sum = [0.0, 0.0];
        let (column, row) = cell(*place, wanted);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy)));
        for other in around.filter_map(|cell| cells.get(&cell)).flatten() {
            if *other == at {
                continue;
            }
            let along = [place[0] - places[*other][0], place[1] - places[*other][1]];
            let distance = (along[0] * along[0] + along[1] * along[1]).sqrt();
            if distance >= wanted {
                continue;
            }
            // Equal places part along the order of their numbers.
            let unit = if distance > 1e-9 {
                along.map(|value| value / distance)
            } else {
                [if *other > at { 0.6 } else { -0.6 }, if *other > at { 0.8 } else { -0.8 }]
            };
            for axis in 0..2 {
                sum[axis] += unit[axis] * (wanted - distance) * 0.25;
            }
        }
        sum.map(|value: f32| value.clamp(-wanted, wanted))
    };
    places.iter().enumerate().map(push).collect()
}

fn cells(places: &[[f32; 2]], side: f32) -> HashMap<(i64, i64), Vec<usize>> {
    let mut cells: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (at, place) in places.iter().enumerate() {
        cells.entry(cell(*place, side)).or_default().push(at);
    }
    cells
}

#[expect(clippy::cast_possible_truncation, reason = "places lie around the unit square")]
fn cell(place: [f32; 2], side: f32) -> (i64, i64) {
    ((place[0] / side).floor() as i64, (place[1] / side).floor() as i64)
}
