//! When a page was saved, as whatever saved it noted.
//!
//! Invariant: only what a saving program wrote counts; what the page says of itself (when it
//! was published or changed) is not here.

use parallax_types::IsoDate;

use crate::dates::in_utc;

/// How far into the page and from its end notes are looked for, in bytes.
const EDGE_BYTES: usize = 4096;

/// Reads `SingleFile`'s ` saved date: …`, and of the Wayback Machine the time in the address
/// and `FILE ARCHIVED ON 10:30:00 Jan 04, 2017`.
pub(super) fn captured(html: &str, address: Option<&str>) -> Option<IsoDate> {
    let head = &html[..html.floor_char_boundary(EDGE_BYTES)];
    let tail = &html[html.ceil_char_boundary(html.len().saturating_sub(EDGE_BYTES))..];
    by_single_file(head).or_else(|| address.and_then(by_address)).or_else(|| by_footer(tail))
}

fn by_single_file(head: &str) -> Option<IsoDate> {
    let (_, note) = head.split_once("Page saved with SingleFile")?;
    let (_, date) = note.split_once("saved date:")?;
    // "Wed Jan 04 2017 10:30:00 GMT+0300 (Moscow Standard Time)"
    let date = date.lines().next()?.split('(').next()?.trim().trim_end_matches("-->");
    in_utc(&date.replace("GMT", ""))
}

fn by_address(address: &str) -> Option<IsoDate> {
    let (_, rest) = address.split_once("web.archive.org/web/")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 14).then(|| in_utc(&format!("{digits}Z")))?
}

fn by_footer(tail: &str) -> Option<IsoDate> {
    let (_, note) = tail.split_once("FILE ARCHIVED ON ")?;
    let (date, _) = note.split_once(" AND RETRIEVED")?;
    in_utc(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_saving_programs_note() {
        let wayback = Some("https://web.archive.org/web/20170104103000/http://example.org/c");
        for (page, address, expected) in [
            (
                "<!--\n Page saved with SingleFile \n url: https://a.example/b \n saved date: Wed Jan 04 2017 10:30:00 GMT+0300 (Moscow Standard Time)\n-->",
                None,
                Some("2017-01-04T07:30:00Z"),
            ),
            ("<p>x</p>", wayback, Some("2017-01-04T10:30:00Z")),
            (
                "<p>x</p><!-- FILE ARCHIVED ON 10:31:02 Jan 04, 2017 AND RETRIEVED FROM THE INTERNET ARCHIVE -->",
                None,
                Some("2017-01-04T10:31:02Z"),
            ),
            ("<p>saved date: 4 January 2017</p>", Some("https://a.example/20170104"), None),
        ] {
            let found = captured(page, address);
            assert_eq!(found.as_ref().map(IsoDate::as_str), expected, "{page}");
        }
    }
}
