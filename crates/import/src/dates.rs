//! Dates as people and machines write them → ISO 8601.
//!
//! Invariant: never guesses. A date without its year, or numbers that could be
//! day or month ("03/04/2017"), is no date.

use jiff::civil::Date;
use parallax_types::IsoDate;

/// Reads a date, perhaps with a time: RFC 3339, RFC 2822, "4 January 2017",
/// "January 4, 2017", "04.01.2017", "2017/01/04", "4 января 2017 г."
pub(crate) fn parse_date(text: &str) -> Option<IsoDate> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    machine(text).or_else(|| written(text))
}

/// `2017-01-04`, `2017-01-04T10:30:00+0300`, `20170104`, `2017/01/04 10:30`.
fn machine(text: &str) -> Option<IsoDate> {
    let mut numbers = text.split(|char: char| !char.is_ascii_digit());
    let first = numbers.next()?;
    let (year, month, day, rest) = match first.len() {
        4 if matches!(text.as_bytes().get(4), Some(b'-' | b'/' | b'.')) => {
            let (month, day) = (numbers.next()?, numbers.next()?);
            let length = 4 + 1 + month.len() + 1 + day.len();
            (number(first)?, number(month)?, number(day)?, text.get(length..)?)
        }
        8 => (number(&first[..4])?, number(&first[4..6])?, number(&first[6..])?, &text[8..]),
        _ => return None,
    };
    let day = civil(year, month, day)?;
    match rest.strip_prefix(['T', 't', ' ']) {
        Some(time) => IsoDate::new(&with_time(day, time)),
        None if rest.is_empty() || rest == "Z" => IsoDate::new(&day.to_string()),
        None => None,
    }
}

/// Adds a time of day with its offset, as far as it is one.
fn with_time(day: Date, text: &str) -> String {
    let mut time = Vec::new();
    let mut rest = text.trim();
    while time.len() < 3 {
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(value) = (n_digits == 2).then(|| number(&rest[..2])).flatten() else { break };
        if value > [23, 59, 60][time.len()] {
            return day.to_string();
        }
        time.push(value.min(59));
        rest = &rest[2..];
        match rest.strip_prefix(':') {
            Some(after) => rest = after,
            None => break,
        }
    }
    if time.len() < 2 {
        return day.to_string();
    }
    let fraction = rest
        .strip_prefix('.')
        .map_or(0, |after| 1 + after.bytes().take_while(u8::is_ascii_digit).count());
    let second = time.get(2).copied().unwrap_or_default();
    format!("{day}T{:02}:{:02}:{second:02}{}", time[0], time[1], offset(&rest[fraction..]))
}

/// `Z`, `+03:00`, or nothing if it is none of ours.
fn offset(text: &str) -> String {
    let text = text.trim();
    if matches!(text, "Z" | "z" | "GMT" | "UTC") {
        return "Z".to_owned();
    }
    let digits: String = text.chars().skip(1).filter(|char| *char != ':').collect();
    let plain = text.starts_with(['+', '-'])
        && digits.len() == 4
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { format!("{}{}:{}", &text[..1], &digits[..2], &digits[2..]) } else { String::new() }
}

/// Dates with a month's name, or with dots.
fn written(text: &str) -> Option<IsoDate> {
    let folded = text.to_lowercase();
    let tokens: Vec<&str> = folded
        .split(|char: char| !char.is_alphanumeric() && char != ':' && char != '+')
        .filter(|it| !it.is_empty())
        .collect();
    let mut months = tokens.iter().enumerate().filter_map(|(at, it)| Some((at, month(it)?)));
    if months.clone().next().is_none() {
        return dotted(&tokens, text);
    }
    // A name may be a month's as well: "Jan Roe - May 4, 2017".
    let (month, day) = months.find_map(|(at, month)| Some((month, day_beside(&tokens, at)?)))?;
    let year =
        tokens.iter().find_map(|it| number(it).filter(|year| it.len() == 4 && *year >= 1000))?;
    let date = civil(year, month, day)?;
    let zone = text.rsplit(' ').next().unwrap_or_default();
    match time_of_day(&tokens) {
        Some(time) => IsoDate::new(&with_time(date, &format!("{time}{}", offset(zone)))),
        None => IsoDate::new(&date.to_string()),
    }
}

/// The day next to a month, or one word off: "4 de enero de 2017".
fn day_beside(tokens: &[&str], month_at: usize) -> Option<u16> {
    let before = tokens[..month_at].iter().rev().find(|token| **token != "de");
    let before = before.and_then(|token| day(token));
    before.or_else(|| tokens.get(month_at + 1).and_then(|token| day(token)))
}

/// `10:30`, `9:24 pm`, `9:24pm`, `9:24 p.m.` → `21:24`; seconds stay.
fn time_of_day(tokens: &[&str]) -> Option<String> {
    let is_time =
        |token: &&str| token.contains(':') && token.starts_with(|it: char| it.is_ascii_digit());
    let at = tokens.iter().position(is_time)?;
    let n_digits = tokens[at].bytes().take_while(|it| it.is_ascii_digit() || *it == b':').count();
    let (time, attached) = tokens[at].split_at(n_digits);
    let (hour, rest) = time.split_once(':')?;
    let hour = number(hour).filter(|hour| *hour < 24)?;
    let half = if attached.is_empty() { *tokens.get(at + 1).unwrap_or(&"") } else { attached };
    let hour = match (half, tokens.get(at + 2)) {
        ("am", _) | ("a", Some(&"m")) => hour % 12,
        ("pm", _) | ("p", Some(&"m")) => hour % 12 + 12,
        _ => hour,
    };
    Some(format!("{hour:02}:{rest}"))
}

/// `04.01.2017`, day first by convention; `13/04/2017`, where only one reading fits.
fn dotted(tokens: &[&str], text: &str) -> Option<IsoDate> {
    let [first, second, year] = *tokens.first_chunk::<3>()?;
    if year.len() != 4 {
        return None;
    }
    let (first, second, year) = (number(first)?, number(second)?, number(year)?);
    let dots = text.matches('.').count() >= 2;
    let date = match (dots, first > 12, second > 12) {
        (true, ..) | (false, true, false) => civil(year, second, first),
        (false, false, true) => civil(year, first, second),
        _ => None,
    };
    IsoDate::new(&date?.to_string())
}

fn civil(year: u16, month: u16, day: u16) -> Option<Date> {
    let plausible = (1000..=2200).contains(&year);
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()?;
    plausible.then_some(date)
}

fn number(text: &str) -> Option<u16> {
    text.parse().ok()
}

/// `4`, `04`, `4th`, `1er`.
fn day(token: &str) -> Option<u16> {
    let n_digits = token.bytes().take_while(u8::is_ascii_digit).count();
    let suffix = &token[n_digits..];
    ((1..=2).contains(&n_digits) && matches!(suffix, "" | "st" | "nd" | "rd" | "th" | "er"))
        .then(|| number(&token[..n_digits]))?
}

/// The month a word names, 1–12, in English, German, French, Spanish or Russian.
pub(crate) fn month(word: &str) -> Option<u16> {
    const MONTHS: [&[&str]; 12] = [
        &[
            "january",
            "jan",
            "januar",
            "jänner",
            "janvier",
            "janv",
            "enero",
            "ene",
            "января",
            "январь",
        ],
        &["february", "feb", "februar", "février", "févr", "febrero", "февраля", "февраль"],
        &["march", "mar", "märz", "mär", "mars", "marzo", "марта", "март"],
        &["april", "apr", "avril", "avr", "abril", "abr", "апреля", "апрель"],
        &["may", "mai", "mayo", "мая", "май"],
        &["june", "jun", "juni", "juin", "junio", "июня", "июнь"],
        &["july", "jul", "juli", "juillet", "juil", "julio", "июля", "июль"],
        &["august", "aug", "août", "agosto", "ago", "августа", "август"],
        &["september", "sep", "sept", "septembre", "septiembre", "сентября", "сентябрь"],
        &["october", "oct", "oktober", "okt", "octobre", "octubre", "октября", "октябрь"],
        &["november", "nov", "novembre", "noviembre", "ноября", "ноябрь"],
        &[
            "december",
            "dec",
            "dezember",
            "dez",
            "décembre",
            "déc",
            "diciembre",
            "dic",
            "декабря",
            "декабрь",
        ],
    ];
    MONTHS.iter().position(|names| names.contains(&word)).and_then(|at| u16::try_from(at + 1).ok())
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
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
