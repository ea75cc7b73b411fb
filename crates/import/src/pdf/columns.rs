//! Columns whose lines are drawn across the page, row by row: the left column is
//! read, then the right one.
//!
//! Not here: columns drawn one after the other, which are in order already; tables,
//! whose rows stay lines.

use crate::layout::Line;

/// A page is set in columns if at least this many of its rows are parted at the same
/// place.
const MIN_ROWS: usize = 5;

/// Cells of tables are shorter than lines of columns, in characters.
const MIN_COLUMN_CHARS: usize = 18;

/// The lines of a page from pieces that wide gaps part.
pub(super) fn in_order(pieces: Vec<Line>) -> Vec<Line> {
    let Some(gutter) = gutter(&pieces) else { return joined(pieces) };
    let mut lines = Vec::new();
    let mut right = Vec::new();
    for piece in pieces {
        if piece.left >= gutter - piece.size {
            right.push(piece);
            continue;
        }
        // A line across both columns ends them.
        if piece.right > gutter + piece.size {
            lines.append(&mut right);
        }
        lines.push(piece);
    }
    lines.append(&mut right);
    lines
}

/// Where the right column begins.
fn gutter(pieces: &[Line]) -> Option<f32> {
    let starts: Vec<&Line> = pieces.iter().filter(|piece| piece.follows).collect();
    let at = |left: f32| starts.iter().filter(|it| (it.left - left).abs() <= it.size).count();
    let gutter = starts.iter().max_by_key(|it| at(it.left))?.left;
    let n_rows = at(gutter);
    let n_chars: usize = pieces
        .windows(2)
        .filter(|pair| pair[1].follows && (pair[1].left - gutter).abs() <= pair[1].size)
        .map(|pair| pair[0].text.chars().count().min(pair[1].text.chars().count()))
        .sum();
    let is_set_in_columns = n_rows >= MIN_ROWS
        && n_rows * 10 >= starts.len() * 8
        && n_chars >= n_rows * MIN_COLUMN_CHARS;
    is_set_in_columns.then_some(gutter)
}

/// Pieces of one row put together again.
fn joined(pieces: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if piece.follows => line.append(&piece),
            _ => lines.push(piece),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(left: f32, y: f32, follows: bool, text: &str) -> Line {
        let right = left + text.chars().count() as f32 * 5.0;
        Line { text: text.to_owned(), left, right, y, size: 10.0, follows, ..Line::default() }
    }

    #[test]
    fn columns_by_row_and_tables() {
        let rows = |left: &str, right: &str| -> Vec<String> {
            let mut pieces = vec![piece(60.0, 780.0, false, "Bridge to close")];
            for n in 0..6_u8 {
                let y = 700.0 - 12.0 * f32::from(n);
                pieces.push(piece(60.0, y, false, &format!("{left}{n}")));
                pieces.push(piece(310.0, y, true, &format!("{right}{n}")));
            }
            in_order(pieces).into_iter().map(|it| it.text).collect()
        };
        let columns = rows("the bridge over the harbour ", "the ferry to the island off ");
        assert_eq!(columns.len(), 13);
        assert!(columns[1..7].iter().all(|it| it.starts_with("the bridge")), "{columns:?}");
        assert_eq!(rows("a", "b")[1], "a0 b0");
    }
}
