//! Dates as only machines write them: digits in a row, seconds since 1970.

use jiff::Timestamp;
use parallax_types::IsoDate;

use super::{civil, time, with_time};

/// Seconds since 1970 are taken for a time from 1980 on; smaller numbers are ids.
const MIN_SECONDS: i64 = 315_532_800;

/// `20170104`, `20170104T103000Z`, `20170104103000`.
pub(super) fn compact(text: &str) -> Option<IsoDate> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(n_digits);
    let day = digits.get(..8)?;
    let date = civil(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?)?;
    let clock = match (n_digits, rest) {
        (8, "" | "Z") => return with_time(date, None),
        (8, _) => {
            let clock = rest.strip_prefix(['T', 't', ' '])?;
            if clock.contains(':') {
                return with_time(date, time::read(clock).as_deref());
            }
            clock
        }
        (14, "" | "Z") => &text[8..],
        _ => return None,
    };
    let pair =
        |at: usize| clock.get(at..at + 2).filter(|it| it.bytes().all(|it| it.is_ascii_digit()));
    let spelt = format!(
        "{}:{}:{}{}",
        pair(0)?,
        pair(2)?,
        pair(4).unwrap_or("00"),
        clock.get(6..).unwrap_or("")
    );
    with_time(date, time::read(&spelt).as_deref())
}

/// Seconds, thousandths or millionths of a second since 1970.
pub(super) fn since_1970(text: &str) -> Option<IsoDate> {
    let whole = text.split('.').next().unwrap_or_default();
    if !whole.bytes().all(|it| it.is_ascii_digit()) || text.len() > whole.len() + 7 {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        15 | 16 => number / 1_000_000,
        _ => return None,
    };
    let moment = Timestamp::from_second(seconds).ok().filter(|_| seconds >= MIN_SECONDS)?;
    IsoDate::new(&moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
