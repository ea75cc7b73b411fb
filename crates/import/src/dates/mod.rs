//! Dates as people and machines write them → ISO 8601.
//!
//! Invariant: never guesses. A date without its year, numbers that could be day or
//! month ("03/04/2017", unless the text's language tells) and years of calendars
//! that cannot be converted are no dates. `2030-03` and `2030` are as much as a
//! month or a year alone say.

mod calendars;
mod machine;
mod months;
mod time;
mod tokens;
mod written;

use jiff::civil::Date;
use parallax_types::IsoDate;

pub(crate) use months::is_month;

/// Longer lines are no dates.
const MAX_CHARS: usize = 120;

/// Years a date may be of. Earlier ones are numbers of another kind.
const YEARS: std::ops::RangeInclusive<u32> = 1600..=2200;

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Unknown,
    DayFirst,
    MonthFirst,
    YearFirst,
}

/// What is known about the text a date stands in.
struct Hint<'a> {
    /// The primary language, `en` of `en-gb`.
    language: Option<&'a str>,
    order: Order,
}

impl<'a> Hint<'a> {
    fn new(tag: Option<&'a str>) -> Self {
        let language = tag.map(|it| it.split('-').next().unwrap_or(it));
        let order = match (tag, language) {
            (Some("en-us"), _) => Order::MonthFirst,
            // Of the languages alone, English is written both ways.
            (Some("en"), _) | (_, None) => Order::Unknown,
            (_, Some("zh" | "ja" | "ko" | "hu" | "lt" | "mn")) => Order::YearFirst,
            _ => Order::DayFirst,
        };
        Self { language, order }
    }
}

/// Reads a date, perhaps with a time: RFC 3339, RFC 2822, "4 January 2017",
/// "January 4, 2017", "04.01.2017", "2017/01/04", "4 января 2017 г.", "2017年1月4日".
pub(crate) fn parse_date(text: &str) -> Option<IsoDate> {
    parse_date_in(text, None)
}

/// A moment as [`parse_date`] reads it, in UTC so that it sorts by time; one without a zone is
/// taken for UTC, and a day stays a day.
pub(crate) fn in_utc(text: &str) -> Option<IsoDate> {
    let date = parse_date(text)?;
    let moment = date.as_str().parse::<jiff::Timestamp>();
    let moment = moment.or_else(|_| format!("{}Z", date.as_str()).parse());
    match moment {
        Ok(moment) => IsoDate::new(&moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        Err(_) => Some(date),
    }
}

/// As [`parse_date`], in a text of a known language (`de`, `en-us`), which tells
/// the day from the month.
pub(crate) fn parse_date_in(text: &str, language: Option<&str>) -> Option<IsoDate> {
    let text = text.trim();
    if text.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    if let Some(date) = machine::compact(text) {
        return Some(date);
    }
    let line = tokens::with_our_digits(text);
    let tokens = tokens::tokens(&line);
    let found = written::find(&tokens, &Hint::new(language))?;
    // "Mar 11 08:00:00 CET 2030" has its clock inside.
    let time = time::inside(&line[found.start..found.end])
        .or_else(|| time::beside(&line[..found.start], &line[found.end..]));
    with_time(found.date, time.as_deref())
}

/// Reads the value of a field that is a date: also seconds since 1970, and a month
/// or a year alone.
pub(crate) fn parse_stated(text: &str) -> Option<IsoDate> {
    let text = text.trim();
    let text = text.strip_prefix("!!timestamp ").unwrap_or(text);
    parse_date(text).or_else(|| machine::since_1970(text)).or_else(|| {
        let line = tokens::with_our_digits(text);
        let tokens = tokens::tokens(&line);
        IsoDate::new(&written::find_partial(&tokens, &Hint::new(None))?)
    })
}

fn with_time(date: Date, time: Option<&str>) -> Option<IsoDate> {
    match time {
        Some(time) => IsoDate::new(&format!("{date}T{time}")),
        None => IsoDate::new(&date.to_string()),
    }
}

fn civil(year: u32, month: u16, day: u16) -> Option<Date> {
    let year = calendars::ours(year);
    let plausible = YEARS.contains(&year);
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()?;
    plausible.then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (text, expected) in [
            ("2017-01-04", "2017-01-04"),
            ("2017-01-04T10:30:00Z", "2017-01-04T10:30:00Z"),
            ("2017-01-04T10:30:00.123+0300", "2017-01-04T10:30:00+03:00"),
            ("2017-01-04 10:30", "2017-01-04T10:30:00"),
            ("2017/1/4", "2017-01-04"),
            ("20170104", "2017-01-04"),
            ("Wed, 04 Jan 2017 10:30:05 GMT", "2017-01-04T10:30:05Z"),
            ("Wed, 4 Jan 2017 10:30:05 +0300", "2017-01-04T10:30:05+03:00"),
            ("January 4, 2017", "2017-01-04"),
            ("January 4th, 2017 at 10:30 am", "2017-01-04T10:30:00"),
            ("Jan Roe - May 4, 2017, 9:24 p.m. ET", "2017-05-04T21:24:00"),
            ("12:05am, 4 January 2017", "2017-01-04T00:05:00"),
            ("Published: 4 January 2017", "2017-01-04"),
            ("4. Januar 2017", "2017-01-04"),
            ("4 de enero de 2017", "2017-01-04"),
            ("4 января 2017 г.", "2017-01-04"),
            ("04.01.2017", "2017-01-04"),
            ("13/04/2017", "2017-04-13"),
            ("Updated 1430 GMT (2230 HKT) January 4, 2017", "2017-01-04"),
            ("Issue 1207, January 4, 2017", "2017-01-04"),
            ("Wed Jan 4 08:00:00 CET 2017", "2017-01-04T08:00:00"),
            ("Wed Jan 04 08:00:00 +0000 2017", "2017-01-04T08:00:00+00:00"),
            ("Wed, 04 Jan 17 09:30 GMT", "2017-01-04T09:30:00Z"),
            ("4-Jan-2017", "2017-01-04"),
            ("am 04.01.2017 22:30", "2017-01-04T22:30:00"),
            ("Mi., 04.01.17", "2017-01-04"),
            ("Written: 2017-01-04 15:03:30 / Updated: 2017-01-05 10:00:00", "2017-01-04T15:03:30"),
            ("20170104T080000Z", "2017-01-04T08:00:00Z"),
            ("2017年1月4日（水）", "2017-01-04"),
            ("2017년 1월 4일", "2017-01-04"),
            ("2017. 1. 4. 14:30", "2017-01-04T14:30:00"),
            ("二〇一七年一月四日", "2017-01-04"),
            ("平成29年1月4日", "2017-01-04"),
            ("٤ يناير ٢٠١٧", "2017-01-04"),
            ("4 كانون الثاني 2017", "2017-01-04"),
            ("۱۵ دی ۱۳۹۵", "2017-01-04"),
            ("4 มกราคม 2560", "2017-01-04"),
            ("4 ม.ค. 2560", "2017-01-04"),
            ("4 tháng 1, 2017", "2017-01-04"),
            ("4. ledna 2017", "2017-01-04"),
            ("4 stycznia 2017", "2017-01-04"),
            ("4 listopada 2017", "2017-11-04"),
            ("4. listopada 2017.", "2017-10-04"),
            ("2017. január 4.", "2017-01-04"),
            ("2017 m. sausio 4 d.", "2017-01-04"),
            ("4 Ιανουαρίου 2017", "2017-01-04"),
            ("4 Ocak 2017", "2017-01-04"),
            ("4. tammikuuta 2017", "2017-01-04"),
            ("4 जनवरी 2017", "2017-01-04"),
            ("1º de enero de 2017", "2017-01-01"),
            ("4 de janeiro de 2017 às 14h30", "2017-01-04T14:30:00"),
        ] {
            assert_eq!(
                parse_date(text).map(|date| date.as_str().to_owned()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in [
            "",
            "September 14",
            "03/04/2017",
            "2017-13-01",
            "2017-02-30",
            "1483525800",
            "yesterday",
            "2017",
            "Jan",
            "é",
            "11 رمضان 1438",
            "1438/09/11",
            "Room 1430, March",
            "March 11 14:30",
            "192.168.2017.4",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_language_tells_the_day() {
        for (language, expected) in [
            ("fr", Some("2017-04-03")),
            ("en-gb", Some("2017-04-03")),
            ("en-us", Some("2017-03-04")),
            ("en", None),
        ] {
            let date = parse_date_in("03/04/2017", Some(language));
            assert_eq!(date.as_ref().map(IsoDate::as_str), expected, "{language}");
        }
    }

    #[test]
    fn fields_may_hold_less_or_a_number() {
        for (text, expected) in [
            ("1483525800", Some("2017-01-04T10:30:00Z")),
            ("1483525800123", Some("2017-01-04T10:30:00Z")),
            ("2017-01", Some("2017-01")),
            ("January 2017", Some("2017-01")),
            ("2017年1月", Some("2017-01")),
            ("2017", Some("2017")),
            ("1207", None),
            ("12345", None),
            ("January", None),
            ("In January 2017 it was", None),
        ] {
            assert_eq!(parse_stated(text).as_ref().map(IsoDate::as_str), expected, "{text}");
        }
    }
}
