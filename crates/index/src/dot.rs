//! The inner product of two byte vectors: the one loop everything else waits for.
//!
//! Invariant: integer arithmetic throughout, so every path gives exactly the same
//! sum as [`scalar`]; which one runs is decided once per call from what the
//! processor offers. Exact for values in `-127..=127` and up to [`MAX_DIM`] of them.
//! Its `unsafe` code: loads of whole registers and calls of functions compiled for
//! processor features that were detected just before.
//! Not here: norms and similarities (`codes`).

/// Above this many dimensions a sum might no longer fit 32 bits.
pub(crate) const MAX_DIM: usize = 65_536;

/// Sum of `a[i] * b[i]` over the shorter length.
pub(crate) fn dot(a: &[i8], b: &[i8]) -> i32 {
    let mut sum = [0];
    let n = a.len().min(b.len());
    if n > 0 {
        dots(&a[..n], &b[..n], &mut sum);
    }
    sum[0]
}

/// The inner product of `query` with each row of `rows`, written to `sums`.
///
/// `rows` holds rows of `query.len()` values, one after the other; as many are
/// computed as both `rows` and `sums` have room for. `query` is not empty.
pub(crate) fn dots(query: &[i8], rows: &[i8], sums: &mut [i32]) {
    #[cfg(target_arch = "x86_64")]
    if x86::dots(query, rows, sums) {
        return;
    }
    dots_scalar(query, rows, sums);
}

/// Asks the processor to fetch a row that will soon be needed: a walk through a
/// graph would otherwise wait for memory at every step.
#[inline]
pub(crate) fn prefetch(row: &[i8]) {
    #[cfg(target_arch = "x86_64")]
    x86::prefetch(row);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = row;
}

fn dots_scalar(query: &[i8], rows: &[i8], sums: &mut [i32]) {
    for (row, sum) in rows.chunks_exact(query.len()).zip(sums) {
        *sum = scalar(query, row);
    }
}

/// The plain loop: the definition, the fallback, and what compilers turn into
/// NEON by themselves.
#[inline]
fn scalar(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "vector instructions; see each SAFETY line")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, __m512i, _MM_HINT_T0, _mm_add_epi32, _mm_cvtsi128_si32, _mm_loadu_si128,
        _mm_prefetch, _mm_shuffle_epi32, _mm256_add_epi32, _mm256_castsi256_si128,
        _mm256_cvtepi8_epi16, _mm256_extracti128_si256, _mm256_madd_epi16, _mm256_setzero_si256,
        _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_reduce_add_epi32, _mm512_set1_epi8,
        _mm512_setzero_si512, _mm512_xor_si512,
    };

    use super::scalar;

    /// Computes with the widest path this processor has; `false` if it has none.
    pub(super) fn dots(query: &[i8], rows: &[i8], sums: &mut [i32]) -> bool {
        if has_vnni() {
            // SAFETY: the features were detected on this processor.
            unsafe { dots_vnni(query, rows, sums) };
            true
        } else if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was detected on this processor.
            unsafe { dots_avx2(query, rows, sums) };
            true
        } else {
            false
        }
    }

    #[inline]
    pub(super) fn prefetch(row: &[i8]) {
        for line in row.chunks(64) {
            // SAFETY: a hint about an address inside the slice; it reads nothing.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr()) };
        }
    }

    pub(super) fn has_vnni() -> bool {
        is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni")
    }

    /// `vpdpbusd` multiplies unsigned by signed bytes: with `row + 128` as the
    /// unsigned side the sum is too large by 128 · Σ query, the same for all rows.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) fn dots_vnni(query: &[i8], rows: &[i8], sums: &mut [i32]) {
        let in_blocks = &query[..query.len() - query.len() % 64];
        let excess: i32 = in_blocks.iter().map(|value| 128 * i32::from(*value)).sum();
        for (row, sum) in rows.chunks_exact(query.len()).zip(sums) {
            *sum = shifted_dot_vnni(query, row) - excess;
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn shifted_dot_vnni(query: &[i8], row: &[i8]) -> i32 {
        let (query_blocks, row_blocks) = (query.chunks_exact(64), row.chunks_exact(64));
        let rest = scalar(query_blocks.remainder(), row_blocks.remainder());
        let offset = _mm512_set1_epi8(i8::MIN);
        let mut sum = _mm512_setzero_si512();
        for (query, row) in query_blocks.zip(row_blocks) {
            let shifted = _mm512_xor_si512(load_64(row), offset);
            sum = _mm512_dpbusd_epi32(sum, shifted, load_64(query));
        }
        rest + _mm512_reduce_add_epi32(sum)
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn load_64(block: &[i8]) -> __m512i {
        debug_assert_eq!(block.len(), 64);
        // SAFETY: callers pass blocks of exactly 64 bytes; the load needs no alignment.
        unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn dots_avx2(query: &[i8], rows: &[i8], sums: &mut [i32]) {
        for (row, sum) in rows.chunks_exact(query.len()).zip(sums) {
            *sum = dot_avx2(query, row);
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn dot_avx2(a: &[i8], b: &[i8]) -> i32 {
        let (a_blocks, b_blocks) = (a.chunks_exact(32), b.chunks_exact(32));
        let rest = scalar(a_blocks.remainder(), b_blocks.remainder());
        let (mut even, mut odd) = (_mm256_setzero_si256(), _mm256_setzero_si256());
        for (a, b) in a_blocks.zip(b_blocks) {
            let low = _mm256_madd_epi16(widen_16(&a[..16]), widen_16(&b[..16]));
            let high = _mm256_madd_epi16(widen_16(&a[16..]), widen_16(&b[16..]));
            even = _mm256_add_epi32(even, low);
            odd = _mm256_add_epi32(odd, high);
        }
        rest + sum_8(_mm256_add_epi32(even, odd))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn widen_16(block: &[i8]) -> __m256i {
        debug_assert_eq!(block.len(), 16);
        // SAFETY: callers pass blocks of exactly 16 bytes; the load needs no alignment.
        _mm256_cvtepi8_epi16(unsafe { _mm_loadu_si128(block.as_ptr().cast()) })
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn sum_8(lanes: __m256i) -> i32 {
        let four =
            _mm_add_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256::<1>(lanes));
        let two = _mm_add_epi32(four, _mm_shuffle_epi32::<0b00_00_11_10>(four));
        _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32::<0b00_00_00_01>(two)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_sums_fit() {
        for n in [1, 31, 32, 63, 64, 65, 384, 1024] {
            let high = vec![127; n];
            let low = vec![-127; n];
            let expected = i32::try_from(n).unwrap() * 127 * 127;
            assert_eq!(dot(&high, &high), expected);
            assert_eq!(dot(&low, &high), -expected);
            assert_eq!(dot(&low, &low), expected);
        }
        assert_eq!(dot(&[], &[1, 2]), 0);
        assert_eq!(dot(&[3], &[4, 100]), 12);
    }

    proptest! {
        #[test]
        fn all_paths_agree_exactly(
            values in prop::collection::vec(-127i8..=127, 2..1200),
            n_rows in 1usize..5,
        ) {
            let dim = values.len() / (n_rows + 1);
            prop_assume!(dim > 0);
            let (query, rows) = values.split_at(dim);
            let mut expected = vec![0; n_rows];
            dots_scalar(query, rows, &mut expected);
            let mut found = vec![0; n_rows];
            dots(query, rows, &mut found);
            prop_assert_eq!(&found, &expected);
            #[cfg(target_arch = "x86_64")]
            check_x86(query, rows, &expected);
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "calls each path the processor has")]
    fn check_x86(query: &[i8], rows: &[i8], expected: &[i32]) {
        let mut found = vec![0; expected.len()];
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was detected just now.
            unsafe { x86::dots_avx2(query, rows, &mut found) };
            assert_eq!(found, expected, "avx2");
        }
        if x86::has_vnni() {
            // SAFETY: the features were detected just now.
            unsafe { x86::dots_vnni(query, rows, &mut found) };
            assert_eq!(found, expected, "avx512vnni");
        }
    }
}
