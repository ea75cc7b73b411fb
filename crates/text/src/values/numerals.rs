//! Numbers put together from digits and words: `1.2 million`, `two dozen`, `10 to 12`,
//! `at least a hundred`.

use parallax_lang::QuantityWord;

use super::amount::{Amount, Exactness};
use super::words::Words;

/// A number where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numeral {
    /// The first word, qualifiers not counted.
    pub(super) start: usize,
    /// One past its last word.
    pub(super) end: usize,
    pub(super) amount: Amount,
    /// What `million` behind it multiplied it by, 1 without.
    scale: f64,
    pub(super) form: Form,
    pub(super) is_digits: bool,
    /// Letters that cling to its digits: `km`, `m`.
    pub(super) suffix: Option<String>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A number.
    Plain,
    /// `third`
    Ordinal,
    /// Two plain numbers with a hyphen between: a range or a score.
    Pair,
    /// `5: 30`, in minutes.
    Clock,
}

/// The number that begins at a word, if one does.
pub(super) fn numeral(words: &Words, at: usize) -> Option<Numeral> {
    let mut first = single(words, at)?;
    if let Some(clock) = clock(words, &first) {
        return Some(clock);
    }
    if first.form != Form::Ordinal {
        range(words, &mut first);
    }
    qualify(words, &mut first);
    Some(first)
}

fn single(words: &Words, at: usize) -> Option<Numeral> {
    if words.folded(at).starts_with(|char: char| char.is_ascii_digit()) {
        in_digits(words, at)
    } else {
        in_words(words, at)
    }
}

fn in_digits(words: &Words, at: usize) -> Option<Numeral> {
    let written = words.written(at);
    let digits = written.trim_end_matches(|char: char| !char.is_ascii_digit());
    let mut suffix = written[digits.len()..].to_lowercase();
    if digits.contains(|char: char| !char.is_ascii_digit() && char != '.' && char != ',')
        || suffix.chars().count() > 4
        || suffix == "s"
    {
        return None;
    }
    let (mut digits, mut end) = (digits.to_owned(), at + 1);
    // `1 200` in languages that part thousands by a space.
    while words.language.has_decimal_comma()
        && matches!(words.gap(end - 1), " " | "\u{a0}" | "\u{202f}")
        && words.written(end).len() == 3
        && words.written(end).bytes().all(|byte| byte.is_ascii_digit())
        && digits.len() <= 3 * (end - at)
    {
        digits.push_str(words.written(end));
        end += 1;
    }
    // `170, 000`, as some pages write it.
    if digits.len() <= 3
        && words.gap(end - 1) == ", "
        && let Some(rest) = words.written(end).strip_prefix("000")
        && rest.chars().all(char::is_alphabetic)
    {
        digits.push_str("000");
        suffix = rest.to_lowercase();
        end += 1;
    }
    let (value, step) = value_of(&digits, words.language.has_decimal_comma())?;
    let is_ordinal = matches!(suffix.as_str(), "st" | "nd" | "rd" | "th");
    let mut amount = Amount::exactly(value, step);
    let mut scale = 1.0;
    if !is_ordinal && suffix.is_empty() {
        while let Some((n_words, factor)) = times(words, end).filter(|_| words.touches(end - 1)) {
            amount = Amount { is_converted: false, ..amount.scaled(factor, 0.0) };
            scale *= factor;
            end += n_words;
        }
    }
    Some(Numeral {
        start: at,
        end,
        amount,
        scale,
        form: if is_ordinal { Form::Ordinal } else { Form::Plain },
        is_digits: true,
        suffix: (!is_ordinal && !suffix.is_empty()).then_some(suffix),
    })
}

/// The value of digits with points and commas, and the place of the last that counts.
fn value_of(digits: &str, decimal_comma: bool) -> Option<(f64, f64)> {
    let (thousands, point) = if decimal_comma { ('.', ',') } else { (',', '.') };
    let is_grouped = |mark: char| {
        let mut groups = digits.split(mark);
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len())
            && first.bytes().all(|byte| byte.is_ascii_digit())
            && digits.contains(mark)
            && groups.all(|group| group.len() >= 3)
    };
    // Whatever the language, several groups of three are thousands.
    let plain = if digits.matches(point).count() > 1 && is_grouped(point) {
        digits.replace(point, "")
    } else if digits.contains(thousands) && !is_grouped(thousands) {
        digits.replace(thousands, ".")
    } else {
        digits.replace(thousands, "").replace(point, ".")
    };
    let value: f64 = plain.parse().ok()?;
    Some((value, step_of(&plain)))
}

/// The place of the last digit that is not zero.
fn step_of(plain: &str) -> f64 {
    let n_digits = |digits: &str| i32::try_from(digits.len()).unwrap_or(9);
    if let Some((_, decimals)) = plain.split_once('.') {
        return 10f64.powi(-n_digits(decimals));
    }
    let digits = plain.trim_end_matches('0');
    if digits.is_empty() { 1.0 } else { 10f64.powi(n_digits(plain) - n_digits(digits)) }
}

fn times(words: &Words, at: usize) -> Option<(usize, f64)> {
    match words.phrase(at, |meaning| matches!(meaning, QuantityWord::Times(_)))? {
        (n_words, QuantityWord::Times(factor)) => Some((n_words, *factor)),
        _ => None,
    }
}

fn number(words: &Words, at: usize) -> Option<f64> {
    match words.phrase(at, |meaning| matches!(meaning, QuantityWord::Number(_)))? {
        (1, QuantityWord::Number(value)) => Some(*value),
        _ => None,
    }
}

fn in_words(words: &Words, at: usize) -> Option<Numeral> {
    let numeral = |end: usize, amount: Amount, is_ordinal: bool| Numeral {
        start: at,
        end,
        amount,
        scale: 1.0,
        form: if is_ordinal { Form::Ordinal } else { Form::Plain },
        is_digits: false,
        suffix: None,
    };
    if let Some((_, QuantityWord::Ordinal(value))) =
        words.phrase(at, |meaning| matches!(meaning, QuantityWord::Ordinal(_)))
    {
        return Some(numeral(at + 1, Amount::exactly(*value, 1.0), true));
    }
    if let Some((_, QuantityWord::Vague(value))) =
        words.phrase(at, |meaning| matches!(meaning, QuantityWord::Vague(_)))
    {
        return Some(vague(words, at, *value, &numeral));
    }
    let (value, step, end) = spelled(words, at)?;
    Some(numeral(end, Amount::exactly(value, step), false))
}

/// `hundreds of thousands` is vaguer still.
fn vague(
    words: &Words,
    at: usize,
    value: f64,
    numeral: &impl Fn(usize, Amount, bool) -> Numeral,
) -> Numeral {
    let (mut value, mut end) = (value, at + 1);
    // `several hundred`, `dozens of thousands`
    if let Some((n_words, factor)) = times(words, end) {
        (value, end) = (value * factor, end + n_words);
    }
    numeral(end, Amount { exactness: Exactness::Vague, ..Amount::exactly(value, 1.0) }, false)
}

/// `two hundred and fifty`: the value, its step and where it ends.
fn spelled(words: &Words, at: usize) -> Option<(f64, f64, usize)> {
    let is_article =
        |at: usize| matches!(words.folded(at), "a" | "an" | "ein" | "eine" | "un" | "une" | "una");
    let mut end = at;
    let (mut total, mut current, mut step) = (0.0, 0.0, 1.0);
    // `a dozen`, `half a million`
    if words.means(at, &QuantityWord::Half) {
        let next = if is_article(at + 1) { at + 2 } else { at + 1 };
        let (n_words, factor) = times(words, next)?;
        return Some((0.5 * factor, 0.1 * factor, next + n_words));
    }
    if is_article(at) {
        times(words, at + 1)?;
        (current, end) = (1.0, at + 1);
    }
    while end < words.len() && (end == at || words.touches(end - 1)) {
        if let Some(value) = number(words, end) {
            let fits = current == 0.0
                || (value < 10.0
                    && (20.0..100.0).contains(&(current % 100.0))
                    && current % 10.0 == 0.0)
                || (value < 100.0 && current >= 100.0 && current % 100.0 == 0.0);
            if !fits {
                break;
            }
            current += value;
            step = if value >= 20.0 { 10.0 } else { 1.0 };
            end += 1;
        } else if let Some((n_words, factor)) =
            times(words, end).filter(|_| current > 0.0 || total == 0.0)
        {
            let counted = if current > 0.0 { current } else { 1.0 };
            if factor >= 1_000.0 {
                (total, current) = (total + counted * factor, 0.0);
            } else {
                current = counted * factor;
            }
            step = if factor < 100.0 { 1.0 } else { factor };
            end += n_words;
        } else if end > at
            && words.folded(end) == "and"
            && current % 100.0 == 0.0
            && (current >= 100.0 || (total > 0.0 && current == 0.0))
            && number(words, end + 1).is_some()
        {
            end += 1;
        } else {
            break;
        }
    }
    let is_number = total + current > 0.0 || number(words, at) == Some(0.0);
    (end > at && is_number).then_some((total + current, step, end))
}

/// `10 to 12`, `between 10 and 12`, `10-12`.
fn range(words: &Words, first: &mut Numeral) {
    let gap = words.gap(first.end - 1).trim();
    let is_dashed = matches!(gap, "-" | "–" | "‐" | "‑") && first.suffix.is_none();
    if is_dashed {
        let Some(second) = single(words, first.end) else { return };
        let both_digits = first.is_digits && second.is_digits && second.form == Form::Plain;
        if both_digits {
            first.form = Form::Pair;
            join(first, second);
        }
        return;
    }
    let is_between =
        words.phrase_before(first.start, |meaning| *meaning == QuantityWord::Between).is_some();
    let parted_by = words.folded(first.end);
    let is_range = words.means(first.end, &QuantityWord::Range)
        && words.touches(first.end - 1)
        && words.touches(first.end)
        && (is_between || !is_and(parted_by))
        && words.folded(first.start.wrapping_sub(1)) != "from";
    if !is_range {
        return;
    }
    if let Some(second) = single(words, first.end + 1).filter(|second| second.form == Form::Plain) {
        join(first, second);
    }
}

fn is_and(folded: &str) -> bool {
    matches!(folded, "and" | "und" | "et" | "y" | "и")
}

fn join(first: &mut Numeral, second: Numeral) {
    // `10 to 12 million`: both are millions.
    let is_short = first.scale <= 1.0 && first.amount.high < second.amount.high / second.scale;
    if is_short && second.scale > 1.0 {
        first.amount = Amount { is_converted: false, ..first.amount.scaled(second.scale, 0.0) };
    }
    if first.amount.low > second.amount.high && first.form != Form::Pair {
        return;
    }
    first.amount.high = second.amount.high;
    first.end = second.end;
    first.suffix = second.suffix;
}

/// `5:30`, `10: 04`
fn clock(words: &Words, first: &Numeral) -> Option<Numeral> {
    let is_hour = first.is_digits && first.amount.high <= 24.0 && first.end == first.start + 1;
    let minutes = words.written(first.end);
    let is_minutes = minutes.len() >= 2
        && minutes.bytes().take(2).all(|byte| byte.is_ascii_digit())
        && matches!(words.gap(first.end - 1), ":" | ": ")
        && minutes[..2].parse::<u32>().is_ok_and(|minutes| minutes < 60);
    let digits: String = minutes.chars().take_while(char::is_ascii_digit).collect();
    if !is_hour || !is_minutes || digits.len() != 2 {
        return None;
    }
    let value = first.amount.high * 60.0 + digits.parse::<f64>().ok()?;
    let suffix = minutes[2..].to_lowercase();
    Some(Numeral {
        end: first.end + 1,
        amount: Amount::exactly(value, 1.0),
        suffix: (!suffix.is_empty()).then_some(suffix),
        form: Form::Clock,
        ..first.clone()
    })
}

/// `about`, `at least`, `or more` around a number.
fn qualify(words: &Words, numeral: &mut Numeral) {
    let is_qualifier = |meaning: &QuantityWord| {
        matches!(meaning, QuantityWord::About | QuantityWord::AtLeast | QuantityWord::AtMost)
    };
    let gap = words.gap_before(numeral.start);
    let is_close =
        gap.trim_end_matches(['$', '€', '£', '¥']).trim().is_empty() || gap.contains('$');
    let before = words.phrase_before(numeral.start, is_qualifier).filter(|_| is_close);
    let qualifier = before.map(|(_, meaning)| meaning);
    let behind = (words.folded(numeral.end), words.folded(numeral.end + 1));
    let sign = words.gap(numeral.end - 1);
    numeral.amount.exactness = match (qualifier, behind) {
        _ if numeral.amount.exactness == Exactness::Vague => Exactness::Vague,
        (Some(QuantityWord::AtLeast), _) | (_, ("or", "more")) => Exactness::AtLeast,
        (Some(QuantityWord::AtMost), _) | (_, ("or", "less" | "fewer")) => Exactness::AtMost,
        (Some(_), _) | (_, ("or", "so")) => Exactness::About,
        _ if sign.starts_with('+') => Exactness::AtLeast,
        _ if gap.ends_with('~') => Exactness::About,
        _ => numeral.amount.exactness,
    };
}
