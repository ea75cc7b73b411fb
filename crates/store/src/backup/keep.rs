//! Which copies are kept.
//!
//! Made by hand: always. Before an upgrade: the newest two of each of the last three
//! formats. Daily: the newest of each of the last seven days, and of each of the four weeks
//! before those. A copy without a seal was not made by this program and is left alone.

use std::collections::HashSet;

use super::seal::{Backup, BackupReason};

const N_FORMATS: usize = 3;
const N_PER_FORMAT: usize = 2;
const N_DAYS: i64 = 7;
const N_WEEKS: i64 = 4;

/// A daily copy is due this long after the last, in seconds: somewhat under a day, so that
/// it does not wander through the day.
const EVERY: i64 = 20 * 3600;

/// Whether a daily copy is due at `now`.
pub(super) fn is_due(backups: &[Backup], now: &str) -> bool {
    let daily = backups.iter().filter(|backup| backup.reason == BackupReason::Daily);
    let last = daily.filter_map(|backup| seconds(&backup.made_at)).max();
    match (last, seconds(now)) {
        (Some(last), Some(now)) => now - last >= EVERY || last > now + EVERY,
        _ => true,
    }
}

/// The copies that are to be deleted at `now`.
pub(super) fn superfluous(backups: &[Backup], now: &str) -> Vec<Backup> {
    let mut newest_first = backups.to_vec();
    newest_first.sort_by(|a, b| b.made_at.cmp(&a.made_at));
    let kept: HashSet<_> =
        [upgrades(&newest_first), dailies(&newest_first, now)].concat().into_iter().collect();
    newest_first
        .into_iter()
        .filter(|backup| backup.reason != BackupReason::ByHand && !kept.contains(&backup.path))
        .collect()
}

fn upgrades(newest_first: &[Backup]) -> Vec<std::path::PathBuf> {
    let of_upgrades = || newest_first.iter().filter(|b| b.reason == BackupReason::BeforeUpgrade);
    let mut formats: Vec<u32> = of_upgrades().map(|backup| backup.format).collect();
    formats.sort_unstable();
    formats.dedup();
    let last = formats.into_iter().rev().take(N_FORMATS);
    last.flat_map(|format| of_upgrades().filter(move |b| b.format == format).take(N_PER_FORMAT))
        .map(|backup| backup.path.clone())
        .collect()
}

fn dailies(newest_first: &[Backup], now: &str) -> Vec<std::path::PathBuf> {
    let Some(today) = seconds(now).map(|now| now.div_euclid(86_400)) else {
        // Without a clock nothing is old.
        return newest_first.iter().map(|backup| backup.path.clone()).collect();
    };
    let mut seen = HashSet::new();
    newest_first
        .iter()
        .filter(|backup| backup.reason == BackupReason::Daily)
        .filter(|backup| {
            let Some(made) = seconds(&backup.made_at) else { return true };
            let age = today - made.div_euclid(86_400);
            let slot = if age < N_DAYS { (0, age) } else { (1, (age - N_DAYS) / 7) };
            (slot.0 == 0 || slot.1 < N_WEEKS) && seen.insert(slot)
        })
        .map(|backup| backup.path.clone())
        .collect()
}

/// Seconds since 1970 of `2031-01-05T10:20:30…Z`; the proleptic Gregorian calendar.
fn seconds(iso: &str) -> Option<i64> {
    let part = |from: usize, to: usize| iso.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    // Years begin in March, so that the day added in a leap year is their last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100
        + day_of_year
        - 719_468;
    Some(days * 86_400 + part(11, 13)? * 3600 + part(14, 16)? * 60 + part(17, 19)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(made_at: &str, reason: BackupReason, format: u32) -> Backup {
        Backup {
            path: format!("{made_at} {format} {}", reason.as_str()).into(),
            made_at: made_at.to_owned(),
            reason,
            format,
            n_articles: 1,
            bytes: 1,
            blake3: String::new(),
            program: String::new(),
        }
    }

    fn day(n: i64) -> String {
        format!("2031-{:02}-{:02}T10:00:00Z", 1 + n / 28, 1 + n % 28)
    }

    #[test]
    fn seconds_are_those_of_the_calendar() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2000-02-29T12:00:01.5Z"), Some(951_825_601));
        assert_eq!(seconds("2031-01-05T00:00:00Z"), Some(1_925_337_600));
        assert_eq!(seconds("soon"), None);
    }

    #[test]
    fn a_year_of_days_leaves_seven_days_and_four_weeks() {
        let mut kept: Vec<Backup> = Vec::new();
        for n in 0..300 {
            kept.push(backup(&day(n), BackupReason::Daily, 11));
            let gone = superfluous(&kept, &day(n));
            kept.retain(|backup| !gone.contains(backup));
        }
        assert!((7..=11).contains(&kept.len()), "{}", kept.len());
        for n in 293..300 {
            assert!(kept.iter().any(|backup| backup.made_at == day(n)), "day {n}");
        }
    }

    #[test]
    fn what_was_made_by_hand_stays_and_upgrades_go_by_format() {
        let mut all = vec![backup(&day(0), BackupReason::ByHand, 3)];
        for format in 4..=8 {
            for n in 0..3 {
                all.push(backup(&day(n), BackupReason::BeforeUpgrade, format));
            }
        }
        let gone = superfluous(&all, &day(200));
        let kept: Vec<&Backup> = all.iter().filter(|backup| !gone.contains(backup)).collect();
        assert_eq!(kept.len(), 1 + 3 * 2);
        assert!(
            kept.iter()
                .all(|b| b.reason == BackupReason::ByHand || b.format >= 6 && b.made_at != day(0))
        );
    }

    #[test]
    fn a_daily_copy_is_due_after_a_day_and_at_first() {
        let made = [backup("2031-01-05T10:00:00Z", BackupReason::Daily, 11)];
        assert!(!is_due(&made, "2031-01-05T23:00:00Z"));
        assert!(is_due(&made, "2031-01-06T09:30:00Z"));
        assert!(is_due(&[], "2031-01-06T09:30:00Z"));
        let by_hand = [backup("2031-01-05T10:00:00Z", BackupReason::ByHand, 11)];
        assert!(is_due(&by_hand, "2031-01-05T10:00:01Z"));
    }
}
