//! A number as the interval it may stand for, and whether two may be the same.

use super::verdict::{Reason, Verdict};

/// Share by which a rounded number may be off.
const ROUNDING: f64 = 0.06;

/// The same for one that is said to be about right, and for borders and ranges.
const ABOUT: f64 = 0.2;

/// The same for one that was converted to another unit.
const CONVERTED: f64 = 0.05;

/// How many times one of two approximate numbers is the other where they differ.
const FAR: f64 = 1.5;

/// Numbers above this are rounded without being called so.
const ROUNDED_FROM: f64 = 100.0;

/// How exactly a number is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exactness {
    /// As written.
    Exact,
    /// `about`
    About,
    /// `at least`
    AtLeast,
    /// `up to`
    AtMost,
    /// `dozens`
    Vague,
}

/// A number, in its unit's own terms (metres, seconds…).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    pub(super) low: f64,
    /// Above `low` for a range alone.
    pub(super) high: f64,
    pub(super) exactness: Exactness,
    /// The place of its last digit that is not zero.
    pub(super) step: f64,
    /// Whether it was converted to the unit it is in here.
    pub(super) is_converted: bool,
}

impl Amount {
    pub(super) fn exactly(value: f64, step: f64) -> Self {
        Self { low: value, high: value, exactness: Exactness::Exact, step, is_converted: false }
    }

    /// The same times a factor.
    pub(super) fn scaled(self, factor: f64, offset: f64) -> Self {
        let is_converted = self.is_converted || (factor - 1.0).abs() > 1e-9;
        Self {
            low: (self.low - offset) * factor,
            high: (self.high - offset) * factor,
            step: self.step * factor,
            is_converted,
            ..self
        }
    }

    /// By how much it may be off.
    fn slack(&self) -> f64 {
        match self.exactness {
            Exactness::About => (ABOUT * self.high.abs()).max(self.step / 2.0),
            Exactness::Exact | Exactness::AtLeast | Exactness::AtMost => self.rounding(),
            Exactness::Vague => 3.0 * self.high,
        }
    }

    /// By how much it may be off for having been rounded.
    fn rounding(&self) -> f64 {
        let last_digit = self.step / 2.0;
        let is_whole = (self.step - 1.0).abs() < 1e-9 || self.high.abs() < ROUNDED_FROM;
        if is_whole && !self.is_fraction() && !self.is_converted {
            return 0.0;
        }
        last_digit.min(ROUNDING * self.high.abs())
    }

    fn is_fraction(&self) -> bool {
        self.step < 1.0
    }

    /// Whether it names a border, or nothing definite.
    fn is_open(&self) -> bool {
        matches!(self.exactness, Exactness::AtLeast | Exactness::AtMost | Exactness::Vague)
    }

    fn is_exact(&self) -> bool {
        self.exactness == Exactness::Exact && self.low >= self.high
    }
}

/// Whether two amounts in the same terms may be one.
///
/// - `units_differ`: whether one was converted from another unit, and rounded then.
pub(super) fn compare(a: &Amount, b: &Amount, units_differ: bool) -> Verdict {
    let more = if units_differ { CONVERTED * a.high.abs().max(b.high.abs()) } else { 0.0 };
    let gap = (b.low - a.high).max(a.low - b.high).max(0.0);
    if gap <= a.slack().max(b.slack()).max(more) + 1e-9 {
        return Verdict::Agree;
    }
    // "more than 100" leaves room for 150; "dozens" for anything.
    if a.is_open() || b.is_open() {
        return Verdict::NotComparable(Reason::Precision);
    }
    if a.is_exact() && b.is_exact() {
        return Verdict::Differ;
    }
    let (small, large) = if a.high < b.low { (a, b) } else { (b, a) };
    let is_far = small.high.abs() * FAR < large.low.abs();
    if is_far { Verdict::Differ } else { Verdict::NotComparable(Reason::Precision) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_and_bounded_numbers_never_differ_from_what_they_may_stand_for() {
        let exact = |value: f64, step: f64| Amount::exactly(value, step);
        let of = |exactness, value: f64, step: f64| Amount { exactness, ..exact(value, step) };
        let range = |low, high| Amount { low, ..exact(high, 1.0) };
        let precision = Verdict::NotComparable(Reason::Precision);
        for (a, b, expected) in [
            (exact(12.0, 1.0), exact(12.0, 1.0), Verdict::Agree),
            (exact(12.0, 1.0), exact(14.0, 1.0), Verdict::Differ),
            (exact(30.0, 10.0), exact(28.0, 1.0), Verdict::Differ),
            (exact(1_200.0, 100.0), exact(1_234.0, 1.0), Verdict::Agree),
            (exact(1_200.0, 100.0), exact(1_300.0, 100.0), Verdict::Differ),
            (exact(1_200_000.0, 100_000.0), exact(1_238_500.0, 100.0), Verdict::Agree),
            (exact(4.1, 0.1), exact(4.13, 0.01), Verdict::Agree),
            (of(Exactness::About, 30.0, 10.0), exact(28.0, 1.0), Verdict::Agree),
            (of(Exactness::About, 30.0, 10.0), exact(90.0, 1.0), Verdict::Differ),
            (of(Exactness::AtLeast, 100.0, 100.0), exact(150.0, 10.0), precision),
            (of(Exactness::AtMost, 200.0, 100.0), exact(150.0, 10.0), precision),
            (of(Exactness::Vague, 24.0, 1.0), exact(36.0, 1.0), Verdict::Agree),
            (of(Exactness::Vague, 24.0, 1.0), exact(900.0, 1.0), precision),
            (range(10.0, 12.0), exact(11.0, 1.0), Verdict::Agree),
            (range(10.0, 12.0), exact(13.0, 1.0), precision),
            (range(10.0, 12.0), exact(40.0, 1.0), Verdict::Differ),
        ] {
            assert_eq!(compare(&a, &b, false), expected, "{a:?} {b:?}");
            assert_eq!(compare(&b, &a, false), expected, "{b:?} {a:?}");
        }
        let (five_km, three_miles) =
            (exact(5.0, 1.0).scaled(1000.0, 0.0), exact(3.0, 1.0).scaled(1609.344, 0.0));
        assert_eq!(compare(&five_km, &three_miles, true), Verdict::Agree);
        let five_miles = exact(5.0, 1.0).scaled(1609.344, 0.0);
        assert_eq!(compare(&five_km, &five_miles, true), Verdict::Differ);
    }
}
