//! The time of day beside a date.

/// How far from the date its time may stand, in bytes.
const MAX_BEFORE: usize = 40;
const MAX_AFTER: usize = 32;

/// The time that stands behind a date (`after`) or else before it, as ISO 8601
/// writes it with its offset, `10:30:00Z`.
pub(super) fn beside(before: &str, after: &str) -> Option<String> {
    let after = &after[..floor(after, MAX_AFTER)];
    let from = before.len().saturating_sub(MAX_BEFORE);
    let from = (from..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(0);
    first(after).or_else(|| first(&before[from..]))
}

/// The time that stands in the middle of a date.
pub(super) fn inside(date: &str) -> Option<String> {
    if date.contains(':') { first(date) } else { None }
}

fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first time in a text: `10:30`, `9:24 pm`, `9:24 p.m.`, `14h30`.
fn first(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let starts = byte.is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
        if starts && let Some(time) = read(&text[at..]) {
            return Some(time);
        }
    }
    None
}

/// A time at the beginning of a text.
pub(super) fn read(text: &str) -> Option<String> {
    let (hour, rest) = number(text, 1..=2)?;
    let rest = rest.strip_prefix([':', 'h'])?;
    let (minute, rest) = number(rest, 2..=2)?;
    let (second, rest) =
        rest.strip_prefix(':').and_then(|rest| number(rest, 2..=2)).unwrap_or((0, rest));
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|it: char| it.is_ascii_digit()) => {
            fraction.trim_start_matches(|it: char| it.is_ascii_digit())
        }
        _ => rest,
    };
    let half: String = rest
        .trim_start()
        .chars()
        .filter(|it| *it != '.')
        .take(2)
        .collect::<String>()
        .to_lowercase();
    let hour = match half.as_str() {
        "am" if hour <= 12 => hour % 12,
        "pm" if hour <= 12 => hour % 12 + 12,
        _ => hour,
    };
    Some(format!("{hour:02}:{minute:02}:{:02}{}", second.min(59), offset(rest)))
}

fn number(text: &str, n_digits: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    n_digits.contains(&n).then(|| text[..n].parse().ok())?.map(|value| (value, &text[n..]))
}

/// `Z`, `+03:00`, or nothing if the zone is none of ours.
fn offset(text: &str) -> String {
    let text = text.trim_start();
    let is_word_end = |rest: &str| !rest.starts_with(|it: char| it.is_alphanumeric());
    for name in ["Z", "z", "GMT", "UTC"] {
        if text.strip_prefix(name).is_some_and(is_word_end)
            && !text[name.len()..].starts_with(['+', '-'])
        {
            return "Z".to_owned();
        }
    }
    let Some(digits) = text.strip_prefix(['+', '-']) else { return String::new() };
    let Some((hours, rest)) = number(digits, 2..=4) else { return String::new() };
    let n_digits = digits.len() - rest.len();
    let (hours, minutes) = match n_digits {
        4 => (hours / 100, hours % 100),
        2 => (hours, rest.strip_prefix(':').and_then(|it| number(it, 2..=2)).map_or(0, |it| it.0)),
        _ => return String::new(),
    };
    if hours > 14 || minutes > 59 {
        return String::new();
    }
    format!("{}{hours:02}:{minutes:02}", &text[..1])
}
