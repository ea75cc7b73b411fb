//! Which of several articles was first, as far as their dates tell.
//!
//! A date is a stretch of time: a minute where the hour is known, else a day, a month, a
//! year. Articles whose stretches overlap may each have been the first, and are all named.
//! A time without a zone is taken as it stands.
//! Not here: days read from texts; only what an article says of its publication counts.

use parallax_store::ArticleRow;
use parallax_types::ArticleId;

/// How exactly it is known when an article appeared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MomentPrecision {
    /// The hour is known.
    Hour,
    /// The day is.
    Day,
    /// The month or the year is.
    Coarse,
    /// Nothing is.
    Unknown,
}

impl MomentPrecision {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Coarse => "month or year",
            Self::Unknown => "unknown",
        }
    }
}

/// When an article appeared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) article_id: ArticleId,
    /// As it is written; `None` where it is not.
    pub(super) written: Option<String>,
    pub(super) precision: MomentPrecision,
    /// First and last second, since 1970; meaningless where nothing is known.
    from: i64,
    to: i64,
}

impl Moment {
    pub(super) fn of(row: &ArticleRow) -> Self {
        let written = row.metadata.published.as_ref().map(|date| date.value.as_str().to_owned());
        let stretch = written.as_deref().and_then(stretch);
        let (precision, from, to) = stretch.unwrap_or((MomentPrecision::Unknown, 0, 0));
        let written = written.filter(|_| precision != MomentPrecision::Unknown);
        Self { article_id: row.id, written, precision, from, to }
    }

    pub(super) fn is_known(&self) -> bool {
        self.precision != MomentPrecision::Unknown
    }

    /// Whether this appeared after the other, whatever is not known of either.
    pub(super) fn is_surely_after(&self, other: &Self) -> bool {
        self.is_known() && other.is_known() && self.from > other.to
    }

    /// Whether this appeared no later than the other; two of one day did.
    pub(super) fn is_surely_no_later(&self, other: &Self) -> bool {
        self.is_known() && other.is_known() && self.to <= other.to
    }

    /// Earliest first, unknown ones last.
    pub(super) fn sort_key(&self) -> (bool, i64, i64, ArticleId) {
        (!self.is_known(), self.to, self.from, self.article_id)
    }
}

/// The first and last second of what is written.
fn stretch(written: &str) -> Option<(MomentPrecision, i64, i64)> {
    const MINUTE: i64 = 59;
    if written.len() > 10 {
        let zoned: Option<jiff::Timestamp> = written.parse().ok();
        let plain = || written.parse::<jiff::civil::DateTime>().ok().and_then(utc);
        if let Some(time) = zoned.map(jiff::Timestamp::as_second).or_else(plain) {
            return Some((MomentPrecision::Hour, time, time + MINUTE));
        }
    }
    let number = |from: usize, to: usize| -> Option<i16> { written.get(from..to)?.parse().ok() };
    let year = number(0, 4)?;
    let month = number(5, 7).and_then(|month| i8::try_from(month).ok());
    let day = number(8, 10).and_then(|day| i8::try_from(day).ok());
    let first = jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let (precision, last) = match (month, day) {
        (Some(_), Some(_)) => (MomentPrecision::Day, first),
        (Some(_), None) => (MomentPrecision::Coarse, first.last_of_month()),
        _ => (MomentPrecision::Coarse, first.last_of_year()),
    };
    Some((precision, utc(first.at(0, 0, 0, 0))?, utc(last.at(23, 59, 59, 0))?))
}

fn utc(time: jiff::civil::DateTime) -> Option<i64> {
    let zoned = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}

/// The earliest dated telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstTelling {
    /// The article.
    pub article_id: ArticleId,
    /// When it appeared, as it says: `2031-01-04`, `2031-01-04T09:30`.
    pub date: String,
    /// How exactly that is known.
    pub precision: MomentPrecision,
    /// Others that may have been as early, by id: the dates do not tell.
    pub or: Vec<ArticleId>,
    /// How many have no date at all.
    pub n_undated: usize,
}

/// The first of some moments.
pub(super) fn first_of(moments: impl Iterator<Item = Moment>) -> Option<FirstTelling> {
    let (dated, undated): (Vec<Moment>, Vec<Moment>) = moments.partition(Moment::is_known);
    let first = dated.iter().min_by_key(|moment| moment.sort_key())?;
    let mut or: Vec<ArticleId> = dated
        .iter()
        .filter(|other| other.article_id != first.article_id && !other.is_surely_after(first))
        .map(|other| other.article_id)
        .collect();
    or.sort_unstable();
    Some(FirstTelling {
        article_id: first.article_id,
        date: first.written.clone()?,
        precision: first.precision,
        or,
        n_undated: undated.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(id: i64, written: &str) -> Moment {
        let (precision, from, to) = stretch(written).unwrap_or((MomentPrecision::Unknown, 0, 0));
        Moment { article_id: ArticleId(id), written: Some(written.to_owned()), precision, from, to }
    }

    fn shown(dates: &[&str]) -> String {
        let moments = dates.iter().zip(1..).map(|(date, id)| moment(id, date));
        first_of(moments).map_or("none".to_owned(), |first| {
            let or: Vec<String> = first.or.iter().map(ToString::to_string).collect();
            format!(
                "{} at {} ({}) or [{}], {} undated",
                first.article_id,
                first.date,
                first.precision.as_str(),
                or.join(" "),
                first.n_undated
            )
        })
    }

    #[test]
    fn the_first_is_told_with_what_is_uncertain() {
        for (dates, expected) in [
            (&["2031-01-05", "2031-01-04"][..], "2 at 2031-01-04 (day) or [], 0 undated"),
            (&["2031-01-04", "2031-01-04"][..], "1 at 2031-01-04 (day) or [2], 0 undated"),
            (
                &["2031-01-04T09:30:00", "2031-01-04T11:00:00", "2031-01-04"][..],
                "1 at 2031-01-04T09:30:00 (hour) or [3], 0 undated",
            ),
            (
                &["2031-01-04T09:30:00+02:00", "2031-01-04T08:00:00Z"][..],
                "1 at 2031-01-04T09:30:00+02:00 (hour) or [], 0 undated",
            ),
            (&["2031-01", "2031-01-20", ""][..], "2 at 2031-01-20 (day) or [1], 1 undated"),
            (&["", "never"][..], "none"),
        ] {
            assert_eq!(shown(dates), expected, "{dates:?}");
        }
    }
}
