//! Years that are not counted from the year one of our calendar.
//!
//! The Persian solar year and the eras of Japan and Taiwan are converted, as is
//! the Buddhist year of Thailand. Not here: the Hijri year, whose months begin
//! when the moon is seen; its dates are left out.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// Reigns and republics: what their years are counted from, less one.
const ERAS: &[(&str, u32)] = &[
    ("明治", 1867),
    ("大正", 1911),
    ("昭和", 1925),
    ("平成", 1988),
    ("令和", 2018),
    ("民國", 1911),
    ("民国", 1911),
];

/// Years of the Buddhist count lie this much ahead of ours.
const BUDDHIST: u32 = 543;

/// The year a number of an era means: `令和12` is 2030.
pub(super) fn of_era(word: &str, year: u32) -> Option<u32> {
    let (_, before_first) = ERAS.iter().find(|(era, _)| word.ends_with(era))?;
    (1..=150).contains(&year).then_some(before_first + year)
}

/// A year as our calendar has it, if it is of the Buddhist count.
pub(super) fn ours(year: u32) -> u32 {
    if (2400..=2700).contains(&year) { year - BUDDHIST } else { year }
}

/// A day of the Persian solar calendar, years 1206 to 1498 (1827 to 2120): leap
/// years follow a cycle of 33 years there.
pub(super) fn solar(year: u32, month: u16, day: u16) -> Option<Date> {
    if !(1206..=1498).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let is_leap = |year: u32| matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let (month, day) = (i64::from(month), i64::from(day));
    // Six months of 31 days, then months of 30; the last has 29 but in leap years.
    let longest = match month {
        1..=6 => 31,
        12 if !is_leap(year) => 29,
        _ => 30,
    };
    if day > longest {
        return None;
    }
    let n_years: i64 = (1206..year).map(|it| if is_leap(it) { 366 } else { 365 }).sum();
    let n_days = (month - 1) * 30 + (month - 1).min(6) + day - 1;
    // The first of Farvardin 1206.
    date(1827, 3, 22).checked_add((n_years + n_days).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solar_days() {
        for (solar_day, ours) in [
            ((1206, 1, 1), "1827-03-22"),
            ((1357, 11, 22), "1979-02-11"),
            ((1399, 12, 30), "2021-03-20"),
            ((1400, 1, 1), "2021-03-21"),
            ((1403, 1, 1), "2024-03-20"),
            ((1408, 12, 21), "2030-03-11"),
        ] {
            let (year, month, day) = solar_day;
            assert_eq!(solar(year, month, day).unwrap().to_string(), ours, "{solar_day:?}");
        }
        assert_eq!(solar(1400, 12, 30), None);
        assert_eq!(solar(2030, 1, 1), None);
    }
}
