//! Dates a text mentions, and the days they mean.
//!
//! A mention is read as written (`on Wednesday`, `in November`, `4 January`)
//! and resolved against a reference day, the day the article was published.
//! Where that is not known, [`reference_day`] finds it in the text if the text
//! gives it away.
//! Invariant: a mention without a year or a weekday alone is never resolved
//! without a reference day. English only; holidays, seasons, "three weeks ago"
//! are not read.

use parallax_types::Span;

use crate::calendar::{Day, month, weekday};
use crate::tokens::{Token, tokens};

/// What a text says about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// `4 January 2017`, `Jan. 4`.
    Day(Option<i32>, u32, u32),
    /// `April 2016`, `in November`.
    Month(Option<i32>, u32),
    /// `in 2014`.
    Year(i32),
    /// `on Wednesday`: 0 is Monday.
    Weekday(i64),
    /// `yesterday` is -1, `today` 0, `tomorrow` 1.
    Days(i64),
}

/// A mention of a date in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// Bytes of the text.
    pub span: Span,
    /// What it says.
    pub spoken: Spoken,
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

impl Precision {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// A date as far as it is known; what is finer than its precision is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resolved {
    /// The day, the first of the month, or the first of the year.
    pub day: Day,
    /// How much of it counts.
    pub precision: Precision,
}

impl Resolved {
    /// `2017-01-04`, `2016-04` or `2014`.
    #[must_use]
    pub fn iso(self) -> String {
        let mut iso = self.day.iso();
        iso.truncate(match self.precision {
            Precision::Day => 10,
            Precision::Month => 7,
            Precision::Year => 4,
        });
        iso
    }
}

/// The dates a text mentions, in order.
#[must_use]
pub fn date_mentions(text: &str) -> Vec<DateMention> {
    let words = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let reader = Reader { text, words: &words, at };
        match reader.day().or_else(|| reader.month()).or_else(|| reader.single()) {
            Some((n_words, spoken)) => {
                let span = Span::new(words[at].span.start, words[at + n_words - 1].span.end);
                found.push(DateMention { span, spoken });
                at += n_words;
            }
            None => at += 1,
        }
    }
    found
}

/// Reads one mention that starts at word `at`; answers with its length in words.
struct Reader<'a> {
    text: &'a str,
    words: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn word(&self, offset: usize) -> &str {
        self.words.get(self.at + offset).map_or("", |word| word.folded.as_str())
    }

    fn before(&self) -> &str {
        self.at.checked_sub(1).map_or("", |before| self.words[before].folded.as_str())
    }

    /// What stands between a word and the next.
    fn gap(&self, offset: usize) -> &str {
        let (Some(one), Some(next)) =
            (self.words.get(self.at + offset), self.words.get(self.at + offset + 1))
        else {
            return "\n\n";
        };
        &self.text[one.span.end..next.span.start]
    }

    fn is_close(&self, offset: usize) -> bool {
        self.gap(offset).len() <= 2 && !self.gap(offset).contains('\n')
    }

    /// A month's name; `may` and `march` only with a capital letter.
    fn month_at(&self, offset: usize) -> Option<u32> {
        let number = month(self.word(offset))?;
        let written = self.words[self.at + offset].span.of(self.text);
        written.starts_with(char::is_uppercase).then_some(number)
    }

    fn day_of_month(&self, offset: usize) -> Option<u32> {
        let word = self.word(offset);
        let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        if !matches!(ending, "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
            return None;
        }
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    }

    fn year(&self, offset: usize) -> Option<i32> {
        let word = self.word(offset);
        let year =
            word.parse().ok().filter(|year| word.len() == 4 && (1800..=2100).contains(year))?;
        Some(year)
    }

    fn year_after(&self, offset: usize) -> Option<i32> {
        if self.is_close(offset) { self.year(offset + 1) } else { None }
    }

    fn day(&self) -> Option<(usize, Spoken)> {
        if let Some(date) = self.iso() {
            return Some(date);
        }
        let close = self.is_close(0) && self.gap(0) != ", ";
        let (month, day) = match (self.month_at(0), self.month_at(1)) {
            (Some(month), _) if close => (month, self.day_of_month(1)?),
            (None, Some(month)) if close => (month, self.day_of_month(0)?),
            _ => return None,
        };
        Some(match self.year_after(1) {
            Some(year) => (3, Spoken::Day(Some(year), month, day)),
            None => (2, Spoken::Day(None, month, day)),
        })
    }

    /// `2017-01-04`.
    fn iso(&self) -> Option<(usize, Spoken)> {
        let year = self.year(0)?;
        let is_dashed = self.gap(0) == "-" && self.gap(1) == "-";
        let month = self.day_of_month(1).filter(|month| is_dashed && *month <= 12)?;
        Some((3, Spoken::Day(Some(year), month, self.day_of_month(2)?)))
    }

    fn month(&self) -> Option<(usize, Spoken)> {
        let month = self.month_at(0)?;
        if let Some(year) = self.year_after(0) {
            return Some((2, Spoken::Month(Some(year), month)));
        }
        // `March` and `May` alone are a walk and a name too often.
        let introduced = matches!(
            self.before(),
            "in" | "since"
                | "until"
                | "by"
                | "from"
                | "last"
                | "next"
                | "early"
                | "late"
                | "mid"
                | "of"
                | "this"
                | "during"
        );
        introduced.then_some((1, Spoken::Month(None, month)))
    }

    fn single(&self) -> Option<(usize, Spoken)> {
        let written = self.words[self.at].span.of(self.text);
        if let Some(number) =
            weekday(self.word(0)).filter(|_| written.starts_with(char::is_uppercase))
        {
            return Some((1, Spoken::Weekday(number)));
        }
        let spoken = match self.word(0) {
            "yesterday" => Spoken::Days(-1),
            "today" => Spoken::Days(0),
            "tomorrow" => Spoken::Days(1),
            _ => Spoken::Year(self.year(0).filter(|_| self.introduces_year())?),
        };
        Some((1, spoken))
    }

    fn introduces_year(&self) -> bool {
        matches!(
            self.before(),
            "in" | "since"
                | "until"
                | "by"
                | "from"
                | "before"
                | "after"
                | "of"
                | "during"
                | "early"
                | "late"
                | "year"
                | "to"
        )
    }
}

/// The day or span of days a mention means, seen from `reference`.
///
/// - `is_ahead`: whether the sentence speaks of the future (`will`, `next`).
#[must_use]
pub fn resolve(spoken: Spoken, reference: Option<Day>, is_ahead: bool) -> Option<Resolved> {
    let day = |day| Resolved { day, precision: Precision::Day };
    match spoken {
        Spoken::Day(Some(year), month, date) => Day::new(year, month, date).map(day),
        Spoken::Day(None, month, date) => {
            let reference = reference?;
            let years = (reference.year - 1)..=(reference.year + 1);
            let days = years.filter_map(|year| Day::new(year, month, date));
            days.min_by_key(|day| (day.number() - reference.number()).abs()).map(day)
        }
        Spoken::Month(Some(year), month) => {
            Some(Resolved { day: Day::new(year, month, 1)?, precision: Precision::Month })
        }
        Spoken::Month(None, month) => {
            let reference = reference?;
            let year = match (month.cmp(&reference.month), is_ahead) {
                (std::cmp::Ordering::Greater, false) => reference.year - 1,
                (std::cmp::Ordering::Less, true) => reference.year + 1,
                _ => reference.year,
            };
            Some(Resolved { day: Day::new(year, month, 1)?, precision: Precision::Month })
        }
        Spoken::Year(year) => {
            Some(Resolved { day: Day::new(year, 1, 1)?, precision: Precision::Year })
        }
        Spoken::Weekday(weekday) => {
            let reference = reference?;
            let back = (reference.weekday() - weekday).rem_euclid(7);
            let shift = if is_ahead && back > 0 { 7 - back } else { -back };
            Some(day(Day::from_number(reference.number() + shift)))
        }
        Spoken::Days(shift) => Some(day(Day::from_number(reference?.number() + shift))),
    }
}

/// Words before a mention that may put it into the future.
const N_BEFORE: usize = 6;

/// Whether a mention is of what is still to come: `will open on Monday`, `next
/// Friday`; but not `said in May that it will open`.
///
/// - `mention`: where it stands in `sentence`.
#[must_use]
pub fn is_ahead(sentence: &str, mention: Span) -> bool {
    let words = tokens(sentence.get(..mention.start).unwrap_or_default());
    let near = words.iter().rev().take(N_BEFORE);
    let telling = near.map(|word| word.folded.as_str()).find(|word| {
        matches!(
            *word,
            "will"
                | "next"
                | "due"
                | "scheduled"
                | "forthcoming"
                | "upcoming"
                | "kick"
                | "begins"
                | "starts"
        ) || matches!(*word, "said" | "told" | "says" | "announced" | "last" | "was" | "were")
    });
    telling.is_some_and(|word| {
        !matches!(word, "said" | "told" | "says" | "announced" | "last" | "was" | "were")
    })
}

/// The first day or month a text names, as day of a year of twelve months of
/// thirty days: with no year known, it still tells winter from summer.
#[must_use]
pub fn time_of_year(text: &str) -> Option<i64> {
    date_mentions(text).into_iter().find_map(|mention| match mention.spoken {
        Spoken::Day(_, month, day) => Some(i64::from(month) * 30 + i64::from(day)),
        Spoken::Month(_, month) => Some(i64::from(month) * 30 + 15),
        _ => None,
    })
}

/// The day a text was written, where the text gives it away: a weekday with its
/// date (`Wednesday (4 January)`), or the date line it begins with (`MOSCOW,
/// September 14.`). The year is the first that fits and is not before any other
/// year the text mentions.
#[must_use]
pub fn reference_day(text: &str) -> Option<Day> {
    let mentions = date_mentions(text);
    let latest_year = mentions.iter().filter_map(|mention| year_of(mention.spoken)).max();
    by_weekday(text, &mentions, latest_year).or_else(|| by_date_line(text, &mentions, latest_year))
}

fn year_of(spoken: Spoken) -> Option<i32> {
    match spoken {
        Spoken::Day(year, ..) | Spoken::Month(year, _) => year,
        Spoken::Year(year) => Some(year),
        Spoken::Weekday(_) | Spoken::Days(_) => None,
    }
}

fn by_weekday(text: &str, mentions: &[DateMention], latest_year: Option<i32>) -> Option<Day> {
    let days = mentions.windows(2).filter_map(|pair| {
        let (Spoken::Weekday(weekday), Spoken::Day(year, month, date)) =
            (pair[0].spoken, pair[1].spoken)
        else {
            return None;
        };
        let gap = text.get(pair[0].span.end..pair[1].span.start)?;
        if gap.len() > 3 || gap.contains('\n') {
            return None;
        }
        let years = match (year, latest_year) {
            (Some(year), _) => year..=year,
            (None, Some(latest)) => latest..=latest + 6,
            (None, None) => return None,
        };
        years.filter_map(|year| Day::new(year, month, date)).find(|day| day.weekday() == weekday)
    });
    // "Tuesday (3 January)" and "Wednesday (4 January)": written on the later one.
    days.max()
}

/// How far into a text its date line may stand, in bytes.
const DATE_LINE_WITHIN: usize = 400;

fn by_date_line(text: &str, mentions: &[DateMention], latest_year: Option<i32>) -> Option<Day> {
    let first = mentions.first().filter(|mention| mention.span.start < DATE_LINE_WITHIN)?;
    let Spoken::Day(year, month, date) = first.spoken else { return None };
    let before = text.get(..first.span.start)?;
    let line = before.rsplit('\n').next()?.trim_end_matches([' ', ',', '(', '—', '-']);
    let is_place = !line.is_empty()
        && line.len() < 40
        && line
            .split(' ')
            .all(|word| word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase));
    let day = Day::new(year.or(latest_year)?, month, date)?;
    is_place.then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn mentions_are_read_and_resolved() {
        let reference = day("2017-01-04");
        for (text, expected) in [
            ("He said on Wednesday (4 January) that", "2017-01-04 2017-01-04"),
            ("talks resumed in April 2016 for the first time since 2014", "2016-04 2014"),
            ("told us in November that", "2016-11"),
            (
                "On Tuesday she left; tomorrow it ends. May I go? The march in March.",
                "2017-01-03 2017-01-05 2016-03",
            ),
            ("on Dec. 28 and on July 13, 2017, 4th of", "2016-12-28 2017-07-13"),
            ("as of 2016-02-03 there were 2014 people", "2016-02-03"),
            ("The room seats 1950.", ""),
        ] {
            let found: Vec<String> = date_mentions(text)
                .into_iter()
                .filter_map(|mention| resolve(mention.spoken, Some(reference), false))
                .map(Resolved::iso)
                .collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
        assert_eq!(resolve(Spoken::Weekday(0), None, false), None);
        let sentence = "It opens on Monday; the fair will open on Friday, he said in May.";
        let ahead: Vec<bool> = date_mentions(sentence)
            .iter()
            .map(|mention| is_ahead(sentence, mention.span))
            .collect();
        assert_eq!(ahead, [false, true, false]);
        assert_eq!(time_of_year("On 4 May, in April"), Some(154));
        let ahead = resolve(Spoken::Weekday(3), Some(reference), true).unwrap();
        assert_eq!(ahead.iso(), "2017-01-05");
    }

    #[test]
    fn a_text_gives_its_day_away() {
        for (text, expected) in [
            (
                "He said so on Wednesday (4 January). The council met in April 2016.",
                Some("2017-01-04"),
            ),
            (
                "OSTREY, September 14. /NW/. A board of 2014 met on July 13, 2017.",
                Some("2017-09-14"),
            ),
            ("He was born on May 3, 1950, in Ostrey.", None),
            ("He said so on Wednesday.", None),
        ] {
            assert_eq!(reference_day(text), expected.map(day), "{text}");
        }
    }
}
