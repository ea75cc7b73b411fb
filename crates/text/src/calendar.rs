//! Days as numbers, months and weekdays by name.
//!
//! Proleptic Gregorian calendar; source of the conversions: Howard Hinnant,
//! "chrono-compatible low-level date algorithms".

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// 1…9999.
    pub year: i32,
    /// 1…12.
    pub month: u32,
    /// 1…31.
    pub day: u32,
}

impl Day {
    /// A day that exists.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in(year, month);
        exists.then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`, alone or followed by anything.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
        let is_dashed = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let year = i32::try_from(number(0..4)?).ok()?;
        if is_dashed { Self::new(year, number(5..7)?, number(8..10)?) } else { None }
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * (i64::from(self.month) + if self.month > 2 { -3 } else { 9 }) + 2) / 5
            + i64::from(self.day)
            - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day with this number.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let narrow = |value: i64| u32::try_from(value).unwrap_or(1);
        Self { year: i32::try_from(year).unwrap_or(1), month: narrow(month), day: narrow(day) }
    }

    /// 0 for Monday … 6 for Sunday.
    #[must_use]
    pub fn weekday(self) -> i64 {
        (self.number() + 3).rem_euclid(7)
    }

    /// `2017-01-04`.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// 1…12 for a folded month's name or its abbreviation.
pub(crate) fn month(folded: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| {
        *month == folded
            || (folded.len() == 3 && month.starts_with(folded))
            || (folded == "sept" && *month == "september")
    })?;
    u32::try_from(at + 1).ok()
}

/// 0 for a folded `monday` … 6 for `sunday`.
pub(crate) fn weekday(folded: &str) -> Option<i64> {
    let at = WEEKDAYS.iter().position(|weekday| *weekday == folded)?;
    i64::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_weekdays_and_numbers_agree() {
        for (text, weekday) in
            [("2017-01-04", 2), ("2017-09-14", 3), ("1970-01-01", 3), ("2024-02-29", 3)]
        {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.weekday(), day.iso().as_str()), (weekday, text));
            assert_eq!(Day::from_number(day.number()), day);
        }
        assert_eq!(Day::new(2023, 2, 29), None);
        assert_eq!(Day::parse("2017-1-4"), None);
        assert_eq!(
            (month("sept"), month("mar"), month("marc"), weekday("friday")),
            (Some(9), Some(3), None, Some(4))
        );
    }
}
