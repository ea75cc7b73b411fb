//! Title, outlet, authors and date from the first lines of a text that says
//! nothing about itself.
//!
//! Invariant: a value is taken only where it stands as such (a line that reads
//! like a headline, a byline, a dateline); a date without a year is no date.

use parallax_types::{Block, Metadata, Source, Sourced};

use crate::dates::{is_month, parse_date};
use crate::names;

/// How many blocks a page may put before its headline.
const HEAD_BLOCKS: usize = 30;

/// Longest title made of a first sentence, in characters.
const MAX_TITLE_CHARS: usize = 90;

/// Fills what is missing in `metadata` from the text's first blocks.
pub(crate) fn read(blocks: &[Block], metadata: &mut Metadata) {
    let body_at =
        blocks.iter().position(|block| is_prose(&block.text) && !is_boilerplate(&block.text));
    let head = &blocks[..body_at.unwrap_or(blocks.len()).min(HEAD_BLOCKS)];
    if metadata.title.is_none() {
        let first = || blocks.get(body_at.unwrap_or_default());
        let title =
            headline(head).or_else(|| first().map(|it| shortened(without_dateline(&it.text))));
        metadata.title = title.map(|title| Sourced::new(title, Source::FirstLines));
    }
    for block in head {
        if metadata.authors.is_none() {
            metadata.authors =
                byline(&block.text).map(|names| Sourced::new(names, Source::Dateline));
        }
        if metadata.published.is_none() {
            metadata.published =
                date_line(&block.text).map(|date| Sourced::new(date, Source::Dateline));
        }
    }
    if let Some(dateline) = body_at.and_then(|at| dateline(&blocks[at].text)) {
        if metadata.outlet.is_none() {
            metadata.outlet = Some(Sourced::new(dateline.agency, Source::Dateline));
        }
        if let (None, Some(date)) = (&metadata.published, parse_date(&dateline.date)) {
            metadata.published = Some(Sourced::new(date, Source::Dateline));
        }
    }
}

fn n_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn ends_like_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', ')', ' ']);
    text.ends_with(['.', '!', '?', '…', '。', ':', ';', ','])
}

fn is_prose(text: &str) -> bool {
    let n_words = n_words(text);
    n_words >= 30 || (n_words >= 10 && ends_like_sentence(text) && !text.ends_with(['?', '!']))
}

/// Words of pages, not of headlines. Only asked about lines above the text; the
/// labels of blocks are another crate's.
fn is_boilerplate(text: &str) -> bool {
    const MARKS: &[&str] = &[
        "ad-free",
        "all ads",
        "your support",
        "support us",
        "need your help",
        "costs us",
        "subscribe",
        "subscription",
        "donate",
        "newsletter",
        "cookie",
        "sign in",
        "sign up",
        "log in",
        "advertisement",
        "sponsored",
        "read more",
        "related article",
        "all news",
        "skip to",
        "share this",
        "follow us",
        "our journalism",
        "javascript",
        "photo credit",
        "getty images",
        "http://",
        "https://",
        "www.",
        "©",
        "unterstützen sie",
        "anmelden",
        "abonnieren",
        "soutenez",
        "abonnez",
        "suscríbete",
        "apóyanos",
        "поддержите",
        "подпишитесь",
        "все новости",
        "alle nachrichten",
    ];
    // Boilerplate is short, and texts may be a hundred megabytes in one line.
    if text.len() > 600 {
        return false;
    }
    let folded = text.to_lowercase();
    MARKS.iter().any(|mark| folded.contains(mark))
}

/// The line above the text that reads most like a headline: four words or more
/// go before shorter ones, which are section names as often as titles.
fn headline(head: &[Block]) -> Option<String> {
    let lines = || {
        head.iter().map(|block| block.text.trim()).filter(|text| {
            let words = n_words(text);
            let ends = ends_like_sentence(text) && !text.ends_with(['?', '!', '…']);
            (1..=25).contains(&words)
                && text.chars().count() <= 200
                && !ends
                && !is_boilerplate(text)
                && byline(text).is_none()
                && !is_date_or_number(text)
                && !is_picture_credit(text)
        })
    };
    let title =
        lines().find(|text| n_words(text) >= 4).or_else(|| lines().find(|text| n_words(text) >= 2));
    title
        .or_else(|| lines().next())
        .map(|text| text.trim_start_matches('#').split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_date_or_number(text: &str) -> bool {
    date_line(text).is_some() || !text.contains(char::is_alphabetic)
}

fn is_picture_credit(text: &str) -> bool {
    ["/ AP", "/ AFP", "/ Reuters", "/AFP", "/AP", "/Reuters", " Reuters"]
        .iter()
        .any(|credit| text.ends_with(credit))
}

/// The first sentence, or as much of it as fits a title.
fn shortened(text: &str) -> String {
    let text = text.trim();
    let sentence = first_sentence(text);
    if sentence.chars().count() <= MAX_TITLE_CHARS {
        return sentence.trim_end_matches('.').to_owned();
    }
    let mut short = String::new();
    for word in sentence.split_whitespace() {
        if short.chars().count() + 1 + word.chars().count() > MAX_TITLE_CHARS - 1 {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.is_empty() {
        short = sentence.chars().take(MAX_TITLE_CHARS - 1).collect();
    }
    format!("{}…", short.trim_end_matches([',', ';', ':', '–', '—', '-', ' ']))
}

/// Up to the first full stop that follows a word of four letters or more: shorter
/// ones may be abbreviations, and a title may be long rather than cut at "U.S.".
fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(['.', '!', '?', '。']).find(|(at, mark)| {
        let after = &text[at + mark.len()..];
        let long_word = || {
            text[..*at]
                .chars()
                .rev()
                .take(4)
                .take_while(|char| *char != ' ' && *char != '.')
                .count()
                == 4
        };
        *mark == "。" || ((after.is_empty() || after.starts_with(' ')) && long_word())
    });
    end.map_or(text, |(at, mark)| &text[..at + mark.len()])
}

/// "By Jane Roe and John Doe", of names that read like names of people.
fn byline(text: &str) -> Option<Vec<String>> {
    let names = names::in_byline(text, false)?;
    let is_person = |name: &String| {
        let words: Vec<&str> = name.split(' ').collect();
        (2..=5).contains(&words.len())
    };
    (names.iter().all(is_person) && !ends_like_sentence(text)).then_some(names)
}

/// A line that is a date and little else: "Published 4 January 2017, 10:30".
fn date_line(text: &str) -> Option<parallax_types::IsoDate> {
    (n_words(text) <= 9 && text.contains(|char: char| char.is_ascii_digit()))
        .then(|| parse_date(text))?
}

/// "MOSCOW, September 14. /TASS/. …", "LONDON (Reuters) - …".
struct Dateline {
    agency: String,
    /// What stands between place and agency; often a date without a year.
    date: String,
    /// Where the text goes on, in bytes.
    end: usize,
}

fn without_dateline(text: &str) -> &str {
    let rest = dateline(text).map_or(text, |dateline| &text[dateline.end..]);
    if rest.is_empty() { text } else { rest }
}

fn dateline(text: &str) -> Option<Dateline> {
    let start: String = text.chars().take(80).collect();
    let place = start.split([',', '(', '/', '.']).next()?.trim();
    let is_place =
        n_words(place) <= 4 && place.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let shouted = place.chars().filter(|char| char.is_alphabetic()).all(char::is_uppercase);
    let (agency, date, rest) = between(&start, '/', '/').or_else(|| between(&start, '(', ')'))?;
    let dashed = rest.trim_start_matches('.').trim_start().starts_with(['-', '–', '—']);
    let date = date.strip_prefix(place).unwrap_or(date).trim_matches([',', '.', ' ']);
    let date_only = date.split([' ', ',', '.']).filter(|it| !it.is_empty()).all(|word| {
        is_month(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || word.chars().all(|char| !char.is_lowercase())
    });
    let agency_like = (1..=3).contains(&n_words(agency))
        && agency.len() <= 30
        && agency.starts_with(char::is_uppercase)
        && agency.chars().all(|char| char.is_alphabetic() || char == ' ' || char == '-');
    (is_place
        && (shouted || dashed)
        && (shouted || n_words(place) <= 2)
        && date_only
        && agency_like
        && (dashed || start.contains('/')))
    .then(|| {
        let text_start = rest.trim_start_matches(['.', ' ', '-', '–', '—']);
        Dateline {
            agency: agency.to_owned(),
            date: date.to_owned(),
            end: start.len() - text_start.len(),
        }
    })
}

/// What is between two marks, what is before, and what is after.
fn between(text: &str, open: char, close: char) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(open)?;
    let (inside, after) = rest.split_once(close)?;
    Some((inside.trim(), before, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use parallax_types::{BlockKind, Role};

    fn check(lines: &[&str], expected: Expect) {
        let blocks: Vec<Block> = lines
            .iter()
            .map(|text| Block {
                kind: BlockKind::Paragraph,
                role: Role::Body,
                text: (*text).to_owned(),
                page: None,
            })
            .collect();
        let mut metadata = Metadata::default();
        read(&blocks, &mut metadata);
        let found = format!(
            "{} | {} | {} | {}",
            metadata.title.map(|it| it.value).unwrap_or_default(),
            metadata.outlet.map(|it| it.value).unwrap_or_default(),
            metadata.authors.map(|it| it.value.join(" + ")).unwrap_or_default(),
            metadata.published.map(|it| it.value.as_str().to_owned()).unwrap_or_default(),
        );
        expected.assert_eq(&found);
    }

    const BODY: &str =
        "The bridge over the harbour will be closed for three weeks, the city said on Monday.";

    #[test]
    fn headlines() {
        check(
            &[
                "×",
                "Enjoying ad-free content?",
                "Support us",
                "Harbour Bridge Closes for Repairs",
                BODY,
            ],
            expect!["Harbour Bridge Closes for Repairs |  |  | "],
        );
        check(
            &["The Harbour", "Bridge to Close — but Not the Ferry", "Three weeks, at least.", BODY],
            expect!["Bridge to Close — but Not the Ferry |  |  | "],
        );
        check(
            &["Bridge Closed", "By Jane Roe and John Doe", "January 4, 2017", BODY],
            expect!["Bridge Closed |  | Jane Roe + John Doe | 2017-01-04"],
        );
        check(
            &["Why does the bridge close?", BODY],
            expect!["Why does the bridge close? |  |  | "],
        );
        check(&["Bridge closed"], expect!["Bridge closed |  |  | "]);
    }

    #[test]
    fn first_sentences_as_titles() {
        check(
            &[BODY],
            expect![
                "The bridge over the harbour will be closed for three weeks, the city said on Monday |  |  | "
            ],
        );
        check(
            &[
                "Mr. Roe of the U.S. Army said on Monday that the bridge over the harbour, which has been the pride of the city since it was built, will be closed. Really.",
            ],
            expect![
                "Mr. Roe of the U.S. Army said on Monday that the bridge over the harbour, which has been… |  |  | "
            ],
        );
    }

    #[test]
    fn datelines() {
        check(
            &[
                "HARBOUR CITY, September 14. /HARB/. The bridge will be closed for three weeks, the city said.",
            ],
            expect!["The bridge will be closed for three weeks, the city said | HARB |  | "],
        );
        check(
            &[
                "HARBOUR CITY, Jan 4, 2017 (Harbour Press) - The bridge will be closed for three weeks, the city said.",
            ],
            expect![
                "The bridge will be closed for three weeks, the city said | Harbour Press |  | 2017-01-04"
            ],
        );
        check(
            &[
                "Harbour City (HP) — The bridge will be closed for three weeks, the city said on Monday.",
            ],
            expect![
                "The bridge will be closed for three weeks, the city said on Monday | HP |  | "
            ],
        );
        check(
            &[
                "The bridge (Harbour Bridge) - which is old - will be closed for three weeks, the city said.",
            ],
            expect![
                "The bridge (Harbour Bridge) - which is old - will be closed for three weeks, the city… |  |  | "
            ],
        );
        check(
            &[
                "The city and/or the state will close the bridge for three weeks, the mayor said on Monday.",
            ],
            expect![
                "The city and/or the state will close the bridge for three weeks, the mayor said on Monday |  |  | "
            ],
        );
    }
}
