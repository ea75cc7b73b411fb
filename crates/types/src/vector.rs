//! Embedding vectors that are known to be finite and of length one.

/// An L2-normalised embedding: finite `f32` values, norm 1 within 1e-3, at least
/// one dimension. The cosine similarity of two is their dot product.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitVector(Vec<f32>);

/// Why some numbers are not a unit vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitVectorError {
    /// No values at all.
    Empty,
    /// A NaN or an infinity.
    NotFinite,
    /// All zeros: it has no direction.
    Zero,
}

impl std::fmt::Display for UnitVectorError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "the vector has no values",
            Self::NotFinite => "the vector holds a value that is not finite",
            Self::Zero => "the vector is zero and has no direction",
        })
    }
}

impl std::error::Error for UnitVectorError {}

impl UnitVector {
    /// Scales `values` to length one.
    ///
    /// # Errors
    /// Refuses an empty vector, values that are not finite, and the zero vector.
    pub fn new(mut values: Vec<f32>) -> Result<Self, UnitVectorError> {
        if values.is_empty() {
            return Err(UnitVectorError::Empty);
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(UnitVectorError::NotFinite);
        }
        // Scale by the largest value first: squares of tiny or huge values
        // would under- or overflow.
        let largest = values.iter().fold(0f32, |largest, value| largest.max(value.abs()));
        if largest == 0.0 {
            return Err(UnitVectorError::Zero);
        }
        let norm = values.iter().map(|value| (value / largest).powi(2)).sum::<f32>().sqrt();
        for value in &mut values {
            *value = *value / largest / norm;
        }
        Ok(Self(values))
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.0.len()
    }

    /// The values; the sum of their squares is 1.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }

    /// Cosine similarity, clamped to `-1.0..=1.0`; larger is closer.
    /// Vectors of different length compare over the shorter one's dimensions.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        let dot: f32 = self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum();
        dot.clamp(-1.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_has_no_direction() {
        assert_eq!(UnitVector::new(vec![]), Err(UnitVectorError::Empty));
        assert_eq!(UnitVector::new(vec![0.0, -0.0]), Err(UnitVectorError::Zero));
        assert_eq!(UnitVector::new(vec![1.0, f32::NAN]), Err(UnitVectorError::NotFinite));
        assert_eq!(UnitVector::new(vec![f32::INFINITY]), Err(UnitVectorError::NotFinite));
    }

    #[test]
    fn normalises_tiny_and_huge_values() {
        for scale in [1e-38, 1.0, 1e37] {
            let vector = UnitVector::new(vec![3.0 * scale, 4.0 * scale]).unwrap();
            assert!((vector.as_slice()[0] - 0.6).abs() < 1e-4, "{scale}: {vector:?}");
            assert!((vector.cosine(&vector) - 1.0).abs() < 1e-5);
        }
    }
}
