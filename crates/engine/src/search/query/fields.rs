//! What may stand before a colon, and what may stand behind it.

use jiff::civil::Date;
use parallax_store::{Filter, ReaderMark};

use super::PartKind;

/// The keys of the query language, and what else people type for them.
pub(super) fn of_key(key: &str) -> Option<PartKind> {
    Some(match key.to_ascii_lowercase().as_str() {
        "title" | "headline" | "intitle" => PartKind::Title,
        "quoted" | "quote" => PartKind::Quoted,
        "by" | "speaker" | "said" => PartKind::Speaker,
        "outlet" | "source" | "site" => PartKind::Outlet,
        "author" => PartKind::Author,
        "lang" | "language" => PartKind::Language,
        "format" | "type" => PartKind::Format,
        "tag" => PartKind::Tag,
        "has" => PartKind::Has,
        "after" | "since" | "from" => PartKind::After,
        "before" | "until" => PartKind::Before,
        "on" => PartKind::On,
        "in" => PartKind::In,
        _ => return None,
    })
}

/// The keys that are offered, in the order they are told.
pub(super) const KEYS: [&str; 13] = [
    "title", "quoted", "by", "outlet", "author", "lang", "format", "tag", "has", "after", "before",
    "on", "in",
];

/// Keys that open an ordinary heading (`Source: …`), so that a space behind them is no slip.
pub(super) fn is_word_too(key: &str) -> bool {
    !matches!(
        key.to_ascii_lowercase().as_str(),
        "title" | "outlet" | "author" | "tag" | "quoted" | "before" | "after" | "has" | "lang"
    )
}

/// A value as it is meant; otherwise what is wrong with it.
pub(super) fn value_of(kind: PartKind, value: &str) -> Result<String, String> {
    match kind {
        PartKind::After | PartKind::Before | PartKind::On | PartKind::In => {
            let days = days(value).ok_or("names no day like 2017-01-31")?;
            Ok(match kind {
                PartKind::After => days.0,
                PartKind::Before => days.1,
                _ => value.to_owned(),
            })
        }
        PartKind::Has => match reader_mark(value) {
            Some(_) => Ok(value.to_lowercase().trim_end_matches('s').to_owned()),
            None => Err("names nothing an article may have: highlight, note or tag".to_owned()),
        },
        PartKind::Language => Ok(value.to_lowercase()),
        _ => Ok(value.to_owned()),
    }
}

fn reader_mark(value: &str) -> Option<ReaderMark> {
    match value.to_lowercase().trim_end_matches('s') {
        "highlight" => Some(ReaderMark::Highlight),
        "note" => Some(ReaderMark::Note),
        "tag" => Some(ReaderMark::Tag),
        _ => None,
    }
}

/// Adds a condition to a filter. Values of one field are alternatives, and of days the
/// narrower range counts.
pub(super) fn add_to(filter: &mut Filter, kind: PartKind, value: &str) {
    let value = value.to_owned();
    match kind {
        PartKind::Outlet => filter.outlets.push(value),
        PartKind::Author => filter.authors.push(value),
        PartKind::Language => filter.languages.push(value),
        PartKind::Format => filter.formats.push(value),
        PartKind::Tag => filter.tags.push(value),
        PartKind::Speaker => filter.speakers.push(value),
        PartKind::Has => filter.has.extend(reader_mark(&value)),
        PartKind::After => not_before(filter, value),
        PartKind::Before => not_after(filter, value),
        PartKind::On | PartKind::In => {
            if let Some((first, last)) = days(&value) {
                not_before(filter, first);
                not_after(filter, last);
            }
        }
        PartKind::Title
        | PartKind::Quoted
        | PartKind::Phrase
        | PartKind::Without
        | PartKind::Condition => {}
    }
}

fn not_before(filter: &mut Filter, day: String) {
    filter.after = filter.after.take().max(Some(day));
}

fn not_after(filter: &mut Filter, day: String) {
    filter.before = Some(filter.before.take().map_or(day.clone(), |known| known.min(day)));
}

/// The first and last day of `2017`, `2017-01` or `2017-01-04`, with `/` or `.` for `-` and
/// without leading noughts too.
pub(super) fn days(value: &str) -> Option<(String, String)> {
    let numbers: Option<Vec<&str>> = value
        .split(['-', '/', '.'])
        .map(|number| {
            let is_number =
                (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
            is_number.then_some(number)
        })
        .collect();
    let numbers = numbers?;
    let (year, rest) = numbers.split_first()?;
    if year.len() != 4 || rest.len() > 2 || rest.iter().any(|number| number.len() > 2) {
        return None;
    }
    let month = |month: &str, day: &str| day_of(&format!("{year}-{month:0>2}-{day:0>2}"));
    match *rest {
        [] => Some((month("1", "1")?, month("12", "31")?)),
        [m] => Some((month(m, "1")?, (28..=31).rev().find_map(|day| month(m, &day.to_string()))?)),
        [m, day] => month(m, day).map(|day| (day.clone(), day)),
        _ => None,
    }
}

fn day_of(text: &str) -> Option<String> {
    text.parse::<Date>().ok().map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_many_ways() {
        let of = |value: &str| days(value).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(of("2017").unwrap(), "2017-01-01 2017-12-31");
        assert_eq!(of("2016-02").unwrap(), "2016-02-01 2016-02-29");
        assert_eq!(of("2017/1/4").unwrap(), "2017-01-04 2017-01-04");
        for wrong in ["17", "yesterday", "2017-13", "2017-02-30", "2017-1-1-1", "", "2017-001"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
        assert!(KEYS.iter().all(|key| of_key(key).is_some()));
    }
}
