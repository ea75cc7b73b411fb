//! Weights as bytes.
//!
//! Invariant: the absolute values of two neighbouring rows of a column add up to
//! at most 128. Processors with AVX2 alone multiply by pairs and add into 16
//! bits, which larger pairs overflow (255 · 128 < 2^15): with them the vectors
//! would differ from one machine to the next.

/// A matrix of bytes and what each is worth.
pub(super) struct Quantised {
    /// As many as there were values, in the same order, in -127..=127.
    pub(super) bytes: Vec<i8>,
    /// What a byte of a column (of a row, for [`by_row`]) has to be multiplied by.
    pub(super) scales: Vec<f32>,
}

/// One scale a column, as integer products want it. `values`: row-major, an even
/// number of rows of `n_columns`.
pub(super) fn by_column(values: &[f32], n_columns: usize) -> Quantised {
    let mut largest = vec![0f32; n_columns];
    for pair in values.chunks_exact(2 * n_columns) {
        let (even, odd) = pair.split_at(n_columns);
        for (largest, (even, odd)) in largest.iter_mut().zip(even.iter().zip(odd)) {
            // One less than 128, since each of the two may be rounded up by a half.
            *largest = largest.max(even.abs() + odd.abs());
        }
    }
    let scales: Vec<f32> = largest.into_iter().map(scale).collect();
    let bytes = values.iter().zip(scales.iter().cycle()).map(|(v, scale)| byte(*v, *scale));
    Quantised { bytes: bytes.collect(), scales }
}

/// One scale a row, for tables that rows are taken from.
pub(super) fn by_row(values: &[f32], n_columns: usize) -> Quantised {
    let rows = values.chunks_exact(n_columns);
    let scales: Vec<f32> =
        rows.clone().map(|row| scale(row.iter().fold(0f32, |max, v| max.max(v.abs())))).collect();
    let bytes = rows.zip(&scales).flat_map(|(row, scale)| row.iter().map(|v| byte(*v, *scale)));
    Quantised { bytes: bytes.collect(), scales }
}

/// Any scale will do for zeros.
fn scale(largest: f32) -> f32 {
    if largest > 0.0 { largest / 127.0 } else { 1.0 }
}

#[expect(clippy::cast_possible_truncation, reason = "rounded and within ±127")]
fn byte(value: f32, scale: f32) -> i8 {
    (value / scale).round() as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_own_scale_and_no_pair_overflows() {
        // Columns: 1.0, -1.0 | 0.5, 0.0 | 0, 0; then a smaller pair.
        let values = [1.0, 0.5, 0.0, -1.0, 0.0, 0.0, 0.5, 0.25, 0.0, 0.0, 0.125, 0.0];
        let found = by_column(&values, 3);
        assert_eq!(found.bytes, [64, 127, 0, -64, 0, 0, 32, 64, 0, 0, 32, 0]);
        assert_eq!(found.scales, [2.0 / 127.0, 0.5 / 127.0, 1.0]);
    }

    #[test]
    fn rows_have_their_own_scale() {
        let found = by_row(&[1.0, -0.5, 0.0, 0.0, 0.1, -0.2], 2);
        assert_eq!(found.bytes, [127, -64, 0, 0, 64, -127]);
    }
}
