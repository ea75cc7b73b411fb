//! What a page shows its reader around the headline, where its markup says
//! nothing or something else: the headline itself, the date, the day of the place
//! the story was published in.
//!
//! Invariant: only blocks beside the headline count; a date is corrected by one
//! day at most, and only where a time zone explains it.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time};
use parallax_types::{BlockKind, IsoDate, Metadata, Source, Sourced};

use super::blocks::PageBlock;
use super::elements::{Call, Place};
use super::metadata::Doubts;
use super::texts::letters;
use crate::dates::parse_date_in;
use crate::names;

/// How many blocks around the headline may hold the date.
const N_BEFORE: usize = 4;
const N_AFTER: usize = 8;
const N_BYLINE_AFTER: usize = 12;

/// Shorter is the name of a section as often as a headline.
const MIN_HEADLINE_LETTERS: usize = 12;

/// Time zones lie between these, in minutes.
const ZONES: std::ops::RangeInclusive<i64> = -12 * 60..=14 * 60;

/// So many different days or bylines beside the headline are those of several stories.
const MIN_LISTED: usize = 3;

/// Corrects and completes title and date by what the page shows; what is in doubt
/// and not shown is dropped.
///
/// `article`: which blocks are the article's.
pub(super) fn read(
    blocks: &[PageBlock],
    article: &[bool],
    metadata: &mut Metadata,
    doubts: Doubts,
    is_forum: bool,
) {
    if let Some(title) = &mut metadata.title
        && let Some(headline) = headline(blocks, &title.value)
    {
        title.value = headline;
    }
    let title = metadata.title.as_ref().map(|it| letters(&it.value));
    let at = title.and_then(|title| headline_at(blocks, &title));
    let at = at.or_else(|| heading_of(blocks, article));
    if doubts.published && !is_day_shown(blocks, metadata) {
        metadata.published = None;
    }
    if doubts.authors && !are_names_shown(blocks, at, metadata) {
        metadata.authors = None;
    }
    let Some(at) = at else { return };
    let has_people = metadata
        .authors
        .as_ref()
        .is_some_and(|it| is_forum || (it.source != Source::Markup && !are_accounts(&it.value)));
    if !has_people && let Some(names) = byline(blocks, at) {
        metadata.authors = Some(Sourced::new(names, Source::Dateline));
    }
    let language = metadata.language.as_ref().map(|it| it.value.clone());
    let lines = date_lines(blocks, at, language.as_deref());
    match &mut metadata.published {
        None => {
            let mut days: Vec<&str> = lines.iter().map(|it| it.date.day()).collect();
            days.sort_unstable();
            days.dedup();
            let line = lines.iter().find(|line| !line.is_update).or(lines.first());
            let line = line.filter(|_| is_forum || days.len() < MIN_LISTED);
            let date = line.map(|it| it.date.clone());
            let date = date.or_else(|| labelled_date(blocks, language.as_deref()));
            metadata.published = date.map(|it| Sourced::new(it, Source::Dateline));
        }
        Some(published) if doubts.is_also_change && earlier(published, &lines).is_some() => {
            let line = earlier(published, &lines);
            metadata.published = line.map(|it| Sourced::new(it, Source::Dateline));
        }
        Some(published) => {
            // What stands above the headline may be the day the page was saved.
            let mut below = lines.iter().filter(|line| line.is_below);
            let local = below.find_map(|line| local_date(&published.value, line));
            if let Some(date) = local {
                *published = Sourced::new(date, Source::Dateline);
            }
        }
    }
}

/// A day below the headline that is not said to be that of a change, before the one
/// the page's data gives.
fn earlier(said: &Sourced<IsoDate>, lines: &[DateLine]) -> Option<IsoDate> {
    let line = lines.iter().find(|it| it.is_below && !it.is_update)?;
    (line.date.as_str().len() >= 10 && line.date.day() < said.value.day())
        .then(|| line.date.clone())
}

/// Whether the page shows its date, or the day beside it, in a line of its own.
fn is_day_shown(blocks: &[PageBlock], metadata: &Metadata) -> bool {
    let Some(published) = &metadata.published else { return false };
    let language = metadata.language.as_ref().map(|it| it.value.as_str());
    let day = |date: &IsoDate| date.day().parse::<Date>().ok();
    let Some(said) = day(&published.value) else { return false };
    let is_near = |line: DateLine| {
        let n_days = day(&line.date).map(|it| (it - said).get_days().abs());
        n_days.is_some_and(|it| it <= 1)
    };
    let mut told = blocks.iter().filter(|it| it.place != Place::Footer && it.call != Call::Today);
    told.any(|it| date_line(&it.text, true, language).is_some_and(is_near))
}

/// Whether the authors' names stand beside the headline in lines that say little else.
fn are_names_shown(blocks: &[PageBlock], at: Option<usize>, metadata: &Metadata) -> bool {
    let (Some(authors), Some(at)) = (&metadata.authors, at) else { return false };
    let names: Vec<String> = authors.value.iter().map(|it| letters(it)).collect();
    let end = (at + 1 + N_BYLINE_AFTER).min(blocks.len());
    let mut around = blocks[at.saturating_sub(N_BEFORE)..at].iter().chain(&blocks[at + 1..end]);
    around.any(|block| {
        let line = if block.text.len() <= 120 { letters(&block.text) } else { return false };
        block.place.may_be_article() && names.iter().all(|it| line.contains(it.as_str()))
    })
}

/// `Headline - The Outlet` → `Headline`, where the page shows exactly that as a block.
fn headline(blocks: &[PageBlock], title: &str) -> Option<String> {
    [" | ", " - ", " – ", " — ", " :: ", " » ", " · "].iter().find_map(|separator| {
        let (headline, _) = title.rsplit_once(separator)?;
        let wanted = letters(headline);
        let is_shown = || {
            blocks.iter().any(|block| {
                block.text.len() <= 2 * headline.len() && letters(&block.text) == wanted
            })
        };
        (wanted.chars().count() >= MIN_HEADLINE_LETTERS && is_shown())
            .then(|| headline.trim().to_owned())
    })
}

/// A date the page shows beside its headline.
struct DateLine {
    date: IsoDate,
    /// Whether it is said to be that of a later change.
    is_update: bool,
    /// Whether it stands below the headline.
    is_below: bool,
}

/// Names of one word in Latin letters: those of accounts, as often as not.
fn are_accounts(names: &[String]) -> bool {
    names.iter().all(|name| !name.contains(' ') && name.is_ascii())
}

/// The byline beside the headline: "By Jane Roe".
fn byline(blocks: &[PageBlock], at: usize) -> Option<Vec<String>> {
    let after = blocks[at + 1..].iter().take(N_BYLINE_AFTER);
    let before = blocks[at.saturating_sub(N_BEFORE)..at].iter().rev();
    let lines = after.chain(before).filter(|block| block.place.may_be_article());
    let bylines = lines.filter(|block| block.kind != BlockKind::Caption).filter_map(|block| {
        let signed = || names::in_signed_line(&block.text).map(|it| vec![it]);
        let names = names::in_byline(&block.text, false).or_else(signed)?;
        let is_person =
            |name: &String| (2..=5).contains(&name.split(' ').count()) || !name.is_ascii();
        names.iter().all(is_person).then_some(names)
    });
    let mut bylines: Vec<Vec<String>> = bylines.collect();
    let first = bylines.first().cloned();
    bylines.sort_unstable();
    bylines.dedup();
    first.filter(|_| bylines.len() < MIN_LISTED)
}

/// The heading the article begins with or below, where no block says the title.
fn heading_of(blocks: &[PageBlock], article: &[bool]) -> Option<usize> {
    let first = article.iter().position(|it| *it)?;
    let from = first.saturating_sub(N_AFTER);
    let is_heading = |it: &PageBlock| {
        it.kind == BlockKind::Heading && it.place == Place::Plain && it.call != Call::Elsewhere
    };
    let above = blocks[from..=first].iter().rposition(is_heading);
    above.map(|at| from + at)
}

/// The day that the page calls that of publication, wherever it stands, if it calls
/// but one so: "Published" above "Feb 2, 2031", a date below "Written by Jane Roe".
fn labelled_date(blocks: &[PageBlock], language: Option<&str>) -> Option<IsoDate> {
    const LABELS: &[&str] = &[
        "published",
        "posted",
        "first published",
        "originally published",
        "written by",
        "veröffentlicht",
        "erschienen",
        "publié",
        "publicado",
        "pubblicato",
        "gepubliceerd",
        "publicerad",
        "опубликовано",
    ];
    let is_label = |text: &str| {
        let text = text.to_lowercase();
        text.len() <= 60 && LABELS.iter().any(|it| text.starts_with(it))
    };
    let is_told = |block: &PageBlock| {
        block.place == Place::Plain && !matches!(block.call, Call::Elsewhere | Call::Today)
    };
    let pairs = blocks.windows(2).filter(|it| is_told(&it[1]) && is_label(&it[0].text));
    let below = pairs.filter_map(|it| date_line(&it[1].text, true, language));
    let own = blocks.iter().filter(|it| is_told(it) && is_label(&it.text));
    let own = own.filter_map(|it| date_line(&it.text, true, language));
    let mut dates: Vec<IsoDate> =
        below.chain(own).filter(|it| !it.is_update).map(|it| it.date).collect();
    dates.dedup_by(|a, b| a.day() == b.day());
    (dates.len() == 1).then(|| dates.pop())?
}

/// Which block is the headline.
fn headline_at(blocks: &[PageBlock], title: &str) -> Option<usize> {
    let is_headline = |block: &PageBlock| {
        let shown = || letters(&block.text);
        block.text.len() <= 2 * title.len() + 40
            && (shown() == title
                || (block.kind == BlockKind::Heading
                    && shown().len() * 2 >= title.len()
                    && title.contains(&shown())))
    };
    let heading = blocks.iter().position(|it| it.kind == BlockKind::Heading && is_headline(it));
    heading.or_else(|| blocks.iter().position(is_headline))
}

/// The dates beside the headline, those after it first.
fn date_lines(blocks: &[PageBlock], at: usize, language: Option<&str>) -> Vec<DateLine> {
    let is_told = |block: &&PageBlock| {
        block.call != Call::Today
            && !matches!(block.place, Place::Navigation | Place::Footer | Place::Aside)
    };
    let line = |block: &PageBlock, is_below| date_line(&block.text, is_below, language);
    let after = blocks[at + 1..].iter().take(N_AFTER).filter(is_told);
    let before = blocks[at.saturating_sub(N_BEFORE)..at].iter().rev().filter(is_told);
    let after = after.filter_map(|block| line(block, true));
    after.chain(before.filter_map(|block| line(block, false))).collect()
}

/// A line that is hardly more than a date: "Posted: Fri 6:45 PM, Feb 16, 2018".
fn date_line(text: &str, is_below: bool, language: Option<&str>) -> Option<DateLine> {
    const UPDATES: &[&str] =
        &["update", "modif", "aktualisiert", "stand:", "mis à jour", "actualiz", "обновл"];
    if text.len() > 160 {
        return None;
    }
    let mut pieces = text.split(['|', '·', '•', '[', ']']).map(str::trim);
    let date = pieces.find_map(|piece| {
        (piece.split_whitespace().count() <= 12).then(|| parse_date_in(piece, language))?
    })?;
    let folded = text.to_lowercase();
    let is_update = UPDATES.iter().any(|word| folded.contains(word));
    Some(DateLine { date, is_update, is_below })
}

/// The date in the time of the place, if the page's data gives it in another
/// (mostly UTC) and what it shows tells the difference.
fn local_date(said: &IsoDate, shown: &DateLine) -> Option<IsoDate> {
    let (clock, zone) = clock(said)?;
    let day: Date = shown.date.day().parse().ok()?;
    let midnight = clock.date().to_datetime(Time::midnight());
    let n_days = minutes(midnight, day.to_datetime(Time::midnight())) / 1440;
    // What was changed on a day was not published on a later one.
    if n_days.abs() != 1 || (shown.is_update && n_days > 0) {
        return None;
    }
    let exact = self::clock(&shown.date)
        .and_then(|(shown, _)| Some(minutes(clock.with().second(0).build().ok()?, shown)))
        .filter(|offset| ZONES.contains(offset) && offset % 15 == 0);
    // A clock that is labelled with the place's zone but shows UTC.
    if zone != 0 && exact != Some(zone) {
        return None;
    }
    if let Some(offset) = exact {
        let local = clock.checked_add(offset.minutes()).ok()?;
        let (sign, offset) = (if offset < 0 { '-' } else { '+' }, offset.abs());
        return IsoDate::new(&format!("{local}{sign}{:02}:{:02}", offset / 60, offset % 60));
    }
    // Without a time beside it, the day alone, if some zone makes it that.
    let since_midnight = minutes(midnight, clock);
    let needed = if n_days < 0 { -since_midnight - 1 } else { 1440 - since_midnight };
    ZONES.contains(&needed).then(|| IsoDate::new(shown.date.day()))?
}

/// Time of day of a date that has one, and the minutes its zone is ahead of UTC.
/// A time without a zone is taken for UTC.
fn clock(date: &IsoDate) -> Option<(DateTime, i64)> {
    let text = date.as_str();
    let clock: DateTime = text.get(..19)?.parse().ok()?;
    let zone = match text.get(19..)? {
        "" | "Z" => 0,
        zone => {
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
    };
    Some((clock, zone))
}

/// From one time to another, in whole minutes.
fn minutes(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_block(kind: BlockKind, text: &str) -> PageBlock {
        PageBlock {
            kind,
            text: text.to_owned(),
            place: Place::Plain,
            n_linked: 0,
            call: Call::Nothing,
            shape: 0,
        }
    }

    fn published(said: &str, shown: &str) -> String {
        let blocks = [
            page_block(BlockKind::Heading, "Bridge"),
            page_block(BlockKind::Heading, "Harbour Bridge Closes for Repairs"),
            page_block(BlockKind::Paragraph, shown),
        ];
        let mut metadata = Metadata {
            title: Some(Sourced::new("Harbour Bridge Closes for Repairs".into(), Source::Meta)),
            published: IsoDate::new(said).map(|date| Sourced::new(date, Source::JsonLd)),
            ..Metadata::default()
        };
        read(&blocks, &[false; 3], &mut metadata, Doubts::default(), false);
        metadata.published.map_or_else(String::new, |it| it.value.as_str().to_owned())
    }

    #[test]
    fn the_day_of_the_place() {
        for (said, shown, expected) in [
            ("", "Nov 19, 2019", "2019-11-19"),
            // The clock beside it tells the zone.
            (
                "2019-11-20T02:24:41",
                "Nov 19, 2019 at 9:24 pm ET • 2 min read",
                "2019-11-19T21:24:41-05:00",
            ),
            (
                "2019-11-20T04:31:13-06:00",
                "Roe - Nov 19, 2019, 10:31 pm CST",
                "2019-11-19T22:31:13-06:00",
            ),
            ("2019-11-19T22:30:00Z", "20. November 2019, 07:30", "2019-11-20T07:30:00+09:00"),
            // The day alone.
            ("2019-11-20T01:50:59Z", "Nov. 19, 2019", "2019-11-19"),
            (
                "2019-11-20T05:57:50Z",
                "Updated 10:01 pm PST, Tuesday, November 19, 2019",
                "2019-11-19",
            ),
            // No zone explains it, or the page's own zone is as good.
            ("2019-11-20T15:00:00Z", "Nov. 19, 2019", "2019-11-20T15:00:00Z"),
            ("2019-11-19T02:00:00Z", "Nov. 20, 2019", "2019-11-19T02:00:00Z"),
            ("2019-11-19T23:00:00-05:00", "Nov. 20, 2019", "2019-11-19T23:00:00-05:00"),
            ("2019-11-19T23:00:00Z", "Updated Nov. 20, 2019", "2019-11-19T23:00:00Z"),
            ("2019-11-20T01:50:59Z", "Nov. 10, 2019", "2019-11-20T01:50:59Z"),
            ("2019-11-20", "Nov. 19, 2019", "2019-11-20"),
        ] {
            assert_eq!(published(said, shown), expected, "{said} {shown}");
        }
    }

    #[test]
    fn dates_that_are_called_so() {
        let date = |lines: &[&str]| {
            let blocks: Vec<_> =
                lines.iter().map(|it| page_block(BlockKind::Paragraph, it)).collect();
            labelled_date(&blocks, None).map(|it| it.day().to_owned())
        };
        assert_eq!(date(&["Published", "Feb 2, 2031"]).as_deref(), Some("2031-02-02"));
        assert_eq!(date(&["Written by Jane Roe", "Feb 2, 2031"]).as_deref(), Some("2031-02-02"));
        assert_eq!(date(&["Posted on Feb 2, 2031"]).as_deref(), Some("2031-02-02"));
        assert_eq!(date(&["Published", "Feb 2, 2031", "Published", "Feb 3, 2031"]), None);
        assert_eq!(date(&["Captured", "Feb 2, 2031"]), None);
    }

    #[test]
    fn a_title_is_cut_where_the_page_shows_it_cut() {
        let block = |text: &str| page_block(BlockKind::Paragraph, text);
        let blocks = [block("Menu"), block("Harbour Bridge Closes - Again")];
        let title = |title: &str| headline(&blocks, title);
        assert_eq!(
            title("Harbour Bridge Closes - Again - The Quay").as_deref(),
            Some("Harbour Bridge Closes - Again")
        );
        assert_eq!(title("Harbour Bridge Closes - Again"), None);
        assert_eq!(title("Menu - The Quay"), None);
    }
}
