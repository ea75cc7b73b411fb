//! Where in a line a date stands, and which: every form is tried at every place,
//! the first that fits is the date.
//!
//! Invariant: the parts of a date stand side by side. A number that is a clock's,
//! an issue's or a room's is no year, however much it looks like one.

use jiff::civil::Date;

use super::calendars;
use super::months::{Calendar, Month, named};
use super::tokens::Token;
use super::{Hint, Order, civil};

/// Small words between day, month and year: "11 de marzo de 2030", "1st of March",
/// "2030 m. kovo 11 d.".
const FILLERS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "e", "º", "ª", "of", "de", "del", "d", "den", "da", "do",
    "dos", "di", "af", "a", "go", "года", "го", "й", "ого", "la", "el", "m", "г", "р", "nam",
    "ngay", "από", "του", "ב", "ad", "ni", "ng", "tahun",
];

/// What small print or a zone may stand between a clock and the year behind it.
const MAX_CLOCK_TOKENS: usize = 5;

/// A date and the bytes of the line it takes.
pub(super) struct Found {
    pub(super) date: Date,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The first date of a line.
pub(super) fn find(tokens: &[Token], hint: &Hint<'_>) -> Option<Found> {
    (0..tokens.len()).find_map(|at| {
        let line = Line { tokens, hint };
        let forms = [
            Line::in_signs,
            Line::in_numbers,
            Line::day_month_year,
            Line::month_day_year,
            Line::year_month_day,
        ];
        forms.iter().find_map(|form| {
            let (date, last) = form(&line, at)?;
            Some(Found { date, start: tokens[at].start, end: tokens[last].end })
        })
    })
}

/// A month and its year, or a year, if the line is nothing else; as ISO 8601
/// writes them, `2030-03` and `2030`.
pub(super) fn find_partial(tokens: &[Token], hint: &Hint<'_>) -> Option<String> {
    let line = Line { tokens, hint };
    let is_last = |at: usize| line.skip_fillers(at + 1) >= tokens.len();
    let year = |at: usize| line.year(at).filter(|it| super::YEARS.contains(it));
    if tokens.len() == 1 {
        return year(0).map(|year| year.to_string());
    }
    if let Some((month, next)) = line.month(0) {
        let at = line.skip_fillers(next);
        let year = (month.calendar == Calendar::Gregorian).then(|| year(at))??;
        return is_last(at).then(|| format!("{year}-{:02}", month.number));
    }
    let year = year(0)?;
    if tokens.get(1).is_some_and(|it| matches!(it.text.as_str(), "年" | "년")) {
        let month = tokens.get(2).and_then(|it| it.number).filter(|it| (1..=12).contains(it));
        return match month {
            Some(month) if tokens.len() == 4 => Some(format!("{year}-{month:02}")),
            _ => (tokens.len() == 2).then(|| year.to_string()),
        };
    }
    let at = line.skip_fillers(1);
    if let Some((month, next)) = line.month(at) {
        return (next >= tokens.len()).then(|| format!("{year}-{:02}", month.number));
    }
    let month = &tokens[1];
    let fits =
        tokens.len() == 2 && month.n_digits <= 2 && matches!(month.before.as_str(), "-" | "/");
    let number = month.number.filter(|it| fits && (1..=12).contains(it))?;
    Some(format!("{year}-{number:02}"))
}

struct Line<'a> {
    tokens: &'a [Token],
    hint: &'a Hint<'a>,
}

impl Line<'_> {
    fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// `2030年3月11日`, `2030년 3월 11일`, `令和12年3月11日`.
    fn in_signs(&self, at: usize) -> Option<(Date, usize)> {
        let sign = |at: usize, signs: &[char]| self.get(at)?.text.starts_with(signs).then_some(());
        sign(at + 1, &['年', '년'])?;
        sign(at + 3, &['月', '월'])?;
        let (year, month, day) =
            (self.get(at)?.number?, self.get(at + 2)?.number?, self.get(at + 4)?.number?);
        let era = at.checked_sub(1).and_then(|it| self.get(it));
        let year = era.and_then(|era| calendars::of_era(&era.text, year)).unwrap_or(year);
        let date = civil(year, u16::try_from(month).ok()?, u16::try_from(day).ok()?)?;
        let has_sign = sign(at + 5, &['日', '일', '号', '號']).is_some();
        Some((date, at + 4 + usize::from(has_sign)))
    }

    /// `2030-03-11`, `11.03.2030`, `3/25/2030`, `2030. 3. 11.`
    fn in_numbers(&self, at: usize) -> Option<(Date, usize)> {
        let [first, second, third] = self.tokens.get(at..at + 3)?.first_chunk::<3>()?;
        let sign = second.before.trim_end();
        if sign != third.before.trim_end()
            || !matches!(sign, "." | "-" | "/" | "‐" | "–" | "．" | "／")
        {
            return None;
        }
        // Longer rows of numbers are addresses, versions, telephone numbers.
        let goes_on = self.get(at + 3).is_some_and(|it| it.number.is_some() && it.before == sign);
        let came_on = first.before.ends_with(sign) && at > 0 && self.tokens[at - 1].n_digits > 0;
        if goes_on || came_on || second.n_digits > 2 {
            return None;
        }
        let small = |token: &Token| token.number.and_then(|it| u16::try_from(it).ok());
        let (a, b, c) = (small(first)?, small(second)?, small(third)?);
        let date = match (first.n_digits, third.n_digits) {
            (4, 1..=2) => civil(u32::from(a), b, c),
            (1..=2, 4) => self
                .day_and_month(sign, a, b)
                .and_then(|(day, month)| civil(u32::from(c), month, day)),
            (2, 2) if second.n_digits == 2 => self.short_year(sign, a, b, c),
            _ => None,
        };
        Some((date?, at + 2))
    }

    /// Which of two numbers is the day, where the way of writing, the numbers
    /// themselves or the text's language tell.
    fn day_and_month(&self, sign: &str, first: u16, second: u16) -> Option<(u16, u16)> {
        match (sign, self.hint.order) {
            (".", _) => Some((first, second)),
            _ if first > 12 => Some((first, second)),
            _ if second > 12 => Some((second, first)),
            _ if first == second => Some((first, second)),
            (_, Order::DayFirst) => Some((first, second)),
            (_, Order::MonthFirst) => Some((second, first)),
            (_, Order::Unknown | Order::YearFirst) => None,
        }
    }

    /// `11.03.24`; the year stands first in some languages.
    fn short_year(&self, sign: &str, a: u16, b: u16, c: u16) -> Option<Date> {
        if self.hint.order == Order::YearFirst {
            return civil(full_year(a), b, c);
        }
        let is_told = sign == "." || self.hint.order != Order::Unknown;
        let (day, month) = is_told.then(|| self.day_and_month(sign, a, b))??;
        civil(full_year(c), month, day)
    }

    /// `11 March 2030`, `11. März 2030`, `11-Mar-24`, `11 tháng 3, 2030`.
    fn day_month_year(&self, at: usize) -> Option<(Date, usize)> {
        let day = self.day(at)?;
        let month_at = self.skip_fillers(at + 1);
        let (month, next) = self.month(month_at)?;
        let year_at = self.skip_fillers(next);
        let year = self.year(year_at).or_else(|| self.year_of_two(year_at))?;
        Some((date_of(year, month, day)?, year_at))
    }

    /// `March 11, 2030`, `Mar 11 08:00:00 CET 2030`.
    fn month_day_year(&self, at: usize) -> Option<(Date, usize)> {
        let (month, next) = self.month(at)?;
        let day_at = self.skip_fillers(next);
        let day = self.day(day_at)?;
        let year_at = self.skip_fillers(day_at + 1);
        if let Some(year) = self.year(year_at) {
            return Some((date_of(year, month, day)?, year_at));
        }
        let year_at = self.behind_a_clock(day_at + 1)?;
        Some((date_of(self.year(year_at)?, month, day)?, year_at))
    }

    /// `2030. március 11.`, `2030 m. kovo 11 d.`
    fn year_month_day(&self, at: usize) -> Option<(Date, usize)> {
        let year = self.year(at)?;
        let (month, next) = self.month(self.skip_fillers(at + 1))?;
        let day_at = self.skip_fillers(next);
        let day = self.day(day_at)?;
        // "In 2030 March 11 2031": the year of a date is its own.
        let has_own = self.year(day_at + 1).is_some() && self.get(day_at + 1)?.before.len() <= 2;
        (!has_own).then(|| Some((date_of(year, month, day)?, day_at)))?
    }

    fn day(&self, at: usize) -> Option<u16> {
        let token = self.get(at)?;
        let day = token.number.filter(|it| token.n_digits <= 2 && (1..=31).contains(it))?;
        // The minutes of a clock are no day.
        (!token.before.ends_with(':')).then(|| u16::try_from(day).ok())?
    }

    /// A year of four digits, in the count of our calendar or another.
    fn year(&self, at: usize) -> Option<u32> {
        let token = self.get(at)?;
        let next_goes_on = self.get(at + 1).is_some_and(|it| it.before == ":" && it.n_digits == 2);
        let year = token.number.filter(|_| token.n_digits == 4 && !next_goes_on)?;
        (token.before.chars().count() <= 4 && !token.before.contains([':', '+'])).then_some(year)
    }

    /// A year of two digits, where nothing else can be meant: behind a hyphen or an
    /// apostrophe, or at the end of the line or before a clock.
    fn year_of_two(&self, at: usize) -> Option<u32> {
        let token = self.get(at)?;
        let year = token.number.filter(|_| token.n_digits == 2)?;
        let next = self.get(at + 1);
        let is_clock = next.is_some_and(|it| matches!(it.before.as_str(), ":" | "." | "h"));
        let after = self.get(at + 2);
        let before_clock = next.is_some_and(|it| it.n_digits == 2)
            && after.is_some_and(|it| it.before == ":" && it.n_digits == 2);
        let marked = matches!(token.before.as_str(), "-" | " '" | " ’" | "/");
        let fits = !is_clock && (marked || next.is_none() || before_clock);
        fits.then(|| full_year(u16::try_from(year).unwrap_or_default()))
    }

    /// The month at a place, and the place behind it.
    fn month(&self, at: usize) -> Option<(Month, usize)> {
        let token = self.get(at)?;
        let next = self.get(at + 1);
        if matches!(token.text.as_str(), "thang" | "thg") {
            let number = next?.number.and_then(|it| u16::try_from(it).ok())?;
            let month = Month { number, calendar: Calendar::Gregorian };
            return (1..=12).contains(&number).then_some((month, at + 2));
        }
        let language = self.hint.language;
        let is_dotted = token.before.starts_with('.');
        let pair = next
            .filter(|next| matches!(next.before.as_str(), " " | "."))
            .and_then(|next| named(&format!("{}_{}", token.text, next.text), language, is_dotted));
        if let Some(month) = pair {
            return Some((month, at + 2));
        }
        named(&token.text, language, is_dotted).map(|month| (month, at + 1))
    }

    fn skip_fillers(&self, mut at: usize) -> usize {
        let first = at;
        while at < first + 2 && self.get(at).is_some_and(|it| FILLERS.contains(&it.text.as_str())) {
            at += 1;
        }
        at
    }

    /// The last token, if a clock and hardly more stands before it.
    fn behind_a_clock(&self, at: usize) -> Option<usize> {
        let last = self.tokens.len().checked_sub(1)?;
        let is_clock = self.get(at + 1).is_some_and(|it| it.before == ":" && it.n_digits == 2);
        (is_clock && at < last && last - at <= MAX_CLOCK_TOKENS).then_some(last)
    }
}

/// 24 is 2024, 87 is 1987; as POSIX has it.
fn full_year(year: u16) -> u32 {
    u32::from(year) + if year < 69 { 2000 } else { 1900 }
}

fn date_of(year: u32, month: Month, day: u16) -> Option<Date> {
    match month.calendar {
        Calendar::Gregorian => civil(year, month.number, day),
        Calendar::Solar => calendars::solar(year, month.number, day),
    }
}
