//! What a block's place among its neighbours says about being furniture.

use parallax_types::{BlockKind, Boilerplate, Metadata, Source};

use super::line::{Line, bare, ends_like_sentence};
use super::line_rules::{appeal_evidence, ends_in_bare_agency};
use super::phrases;

type Verdicts = [Option<Boilerplate>];

/// A letter to the readers is looked through this far for its appeal.
const LETTER_WINDOW: usize = 12;

/// Adds to the verdicts what follows from neighbours and metadata.
pub(super) fn extend(lines: &[Line<'_>], metadata: &Metadata, verdicts: &mut Verdicts) {
    letters(lines, verdicts);
    buttons(lines, verdicts);
    link_lines(lines, verdicts);
    late_captions(lines, verdicts);
    head(lines, metadata, verdicts);
    about_the_author(lines, metadata, verdicts);
}

fn mark(verdicts: &mut Verdicts, at: usize, kind: Boilerplate) {
    verdicts[at].get_or_insert(kind);
}

/// "A Message from …:" and the letter below it, up to the last block that asks
/// for something. Only if it asks: a letter that does not is an article.
fn letters(lines: &[Line<'_>], verdicts: &mut Verdicts) {
    let mut at = 0;
    while at < lines.len() {
        let opens = lines[at].n_words <= 10 && lines[at].starts_with_any(phrases::LETTER_START);
        let end = if opens { letter_end(lines, verdicts, at) } else { None };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        for inside in at..end {
            mark(verdicts, inside, Boilerplate::Appeal);
        }
        at = end;
    }
}

/// One past the last block of the letter that opens at `start`. A letter that
/// asks for something says so plainly once, and comes back to it.
fn letter_end(lines: &[Line<'_>], verdicts: &Verdicts, start: usize) -> Option<usize> {
    let window = start + 1..lines.len().min(start + 1 + LETTER_WINDOW);
    let mut total = 0;
    let mut plainly = false;
    let mut last = None;
    for at in window {
        let (n_strong, n_weak) = appeal_evidence(&lines[at]);
        let strength =
            2 * n_strong + n_weak + usize::from(verdicts[at] == Some(Boilerplate::Appeal));
        plainly |= n_strong > 0;
        total += strength.min(3);
        if strength >= 2 {
            last = Some(at + 1);
        }
    }
    last.filter(|_| plainly && total >= 4)
}

/// Short lines right after an appeal belong to it: amounts, intervals, buttons.
/// A short line above a paragraph is that paragraph's heading and does not.
fn buttons(lines: &[Line<'_>], verdicts: &mut Verdicts) {
    for at in 1..lines.len() {
        let after_appeal = verdicts[at - 1] == Some(Boilerplate::Appeal);
        let line = &lines[at];
        let above_prose = lines.get(at + 1).is_some_and(|next| next.prose);
        let button =
            line.n_words <= 3 && line.kind != BlockKind::Heading && !ends_like_sentence(line.text);
        if after_appeal && button && !above_prose && at + 1 < lines.len() {
            let next_short = lines[at + 1].n_words <= 6 || verdicts[at + 1].is_some();
            if next_short && verdicts[at + 1] != Some(Boilerplate::Byline) {
                mark(verdicts, at, Boilerplate::Appeal);
            }
        }
    }
}

/// Lines below "Sponsored links" or "Related articles" that are no sentences are
/// the links announced.
fn link_lines(lines: &[Line<'_>], verdicts: &mut Verdicts) {
    let mut running: Option<Boilerplate> = None;
    for at in 0..lines.len() {
        let line = &lines[at];
        match verdicts[at] {
            Some(kind @ Boilerplate::Advertising) if announces_links(line) => running = Some(kind),
            Some(kind @ Boilerplate::MoreLinks) if announces_links(line) => running = Some(kind),
            Some(_) => {}
            None => {
                let above_prose = lines.get(at + 1).is_some_and(|next| next.prose);
                let link = line.n_words <= 20
                    && !ends_like_sentence(line.text)
                    && (!above_prose || line.kind == BlockKind::ListItem);
                match running {
                    Some(kind) if link => mark(verdicts, at, kind),
                    _ => running = None,
                }
            }
        }
    }
}

fn announces_links(line: &Line<'_>) -> bool {
    line.has_any(phrases::ANNOUNCES_LINKS)
}

/// A caption that ends in the bare name of an agency, below the text, with the
/// name of the person shown on the line above.
fn late_captions(lines: &[Line<'_>], verdicts: &mut Verdicts) {
    let Some(first_prose) = lines.iter().position(|line| line.prose) else { return };
    for (at, line) in lines.iter().enumerate().skip(first_prose + 1) {
        if ends_in_bare_agency(line) && !ends_like_sentence(line.text) {
            mark(verdicts, at, Boilerplate::PhotoCredit);
        }
    }
    for at in 0..lines.len().saturating_sub(1) {
        let caption = &lines[at + 1];
        let name = &lines[at];
        if verdicts[at + 1] == Some(Boilerplate::PhotoCredit)
            && is_name(name.text)
            && caption.n_words > name.n_words
            && caption.has(&name.folded)
        {
            mark(verdicts, at, Boilerplate::PhotoCredit);
        }
    }
}

/// Two to four capitalised words and nothing else.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| word.starts_with(char::is_uppercase))
        && !ends_like_sentence(text)
}

/// The title repeated as text, what stands above it, byline and dateline.
fn head(lines: &[Line<'_>], metadata: &Metadata, verdicts: &mut Verdicts) {
    let title_at = title_position(lines, metadata);
    if let Some(title_at) = title_at {
        mark(verdicts, title_at, Boilerplate::Byline);
        let below_text = (0..title_at).any(|at| lines[at].prose && verdicts[at].is_none());
        for at in (0..title_at).filter(|_| !below_text) {
            // "The Cable", "World | Europe": what stands above a title names a section.
            if lines[at].n_words <= 5 && !lines[at].prose {
                mark(verdicts, at, Boilerplate::Navigation);
            }
        }
    }
    let outlet = metadata.outlet.as_ref().map(|outlet| bare(&outlet.value)).unwrap_or_default();
    let authors: Vec<String> = metadata
        .authors
        .iter()
        .flat_map(|authors| &authors.value)
        .map(|author| bare(author))
        .collect();
    let head_end = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.prose)
        .nth(1)
        .map_or(lines.len(), |(at, _)| at);
    for (at, line) in lines.iter().enumerate() {
        let text = if line.n_words <= 14 { bare(line.text) } else { continue };
        if !outlet.is_empty() && text == outlet {
            mark(verdicts, at, Boilerplate::Navigation);
        } else if is_byline(line, &text, &authors, at < head_end)
            || (at < head_end && is_date(line))
        {
            mark(verdicts, at, Boilerplate::Byline);
        }
    }
}

/// Where the title stands in the text. A title that was made of the first
/// sentence is that sentence, and stays body.
fn title_position(lines: &[Line<'_>], metadata: &Metadata) -> Option<usize> {
    let title = metadata.title.as_ref()?;
    let wanted = bare(&title.value);
    if wanted.is_empty() {
        return None;
    }
    let at = lines.iter().position(|line| line.n_words <= 60 && bare(line.text) == wanted)?;
    let text = lines[at].text;
    let is_sentence = title.source == Source::FirstLines
        && lines[at].prose
        && !text.ends_with(['?', '!'])
        && ends_like_sentence(text);
    (!is_sentence).then_some(at)
}

/// "By Jane Roe", "Jane Roe", "Von Jane Roe, Berlin".
fn is_byline(line: &Line<'_>, text: &str, authors: &[String], near_head: bool) -> bool {
    let without_by = phrases::BY.iter().find_map(|by| text.strip_prefix(by)).unwrap_or(text);
    let named = authors.iter().any(|author| !author.is_empty() && without_by == author);
    let all_named = !authors.is_empty() && without_by == authors.join(" and ");
    let by_somebody = near_head
        && line.n_words <= 10
        && !ends_like_sentence(line.text)
        && line.kind != BlockKind::Heading
        && phrases::BY.iter().any(|by| {
            line.folded.starts_with(by)
                && line.text.get(by.len()..).is_some_and(|name| {
                    name.split(' ')
                        .take(2)
                        .filter(|word| word.starts_with(char::is_uppercase))
                        .count()
                        == 2
                })
        });
    named || all_named || by_somebody
}

/// A date, perhaps with a time, and nothing else.
fn is_date(line: &Line<'_>) -> bool {
    let mut n_numbers = 0;
    let only_date_words =
        line.core().split(|char: char| !char.is_alphanumeric()).filter(|w| !w.is_empty()).all(
            |word| {
                let number = word.bytes().all(|byte| byte.is_ascii_digit());
                n_numbers += usize::from(number);
                number || phrases::DATE_WORDS.contains(&word)
            },
        );
    only_date_words && n_numbers >= 2 && line.n_words <= 12 && line.kind != BlockKind::TableRow
}

/// "Jane Roe is a reporter at The Example. @janeroe", below the article.
fn about_the_author(lines: &[Line<'_>], metadata: &Metadata, verdicts: &mut Verdicts) {
    let last_body = |verdicts: &Verdicts| {
        (0..lines.len()).rev().find(|&at| verdicts[at].is_none() && lines[at].spoken())
    };
    let Some(at) = last_body(verdicts) else { return };
    let line = &lines[at];
    if line.n_words > 50 || line.quotes_somebody() || !lines[..at].iter().any(|line| line.prose) {
        return;
    }
    let start: Vec<&str> = line.folded.split(' ').take(7).collect();
    let introduces = start.iter().any(|word| matches!(*word, "is" | "was" | "ist" | "est" | "es"));
    let handle = line
        .folded
        .split(' ')
        .next_back()
        .is_some_and(|word| word.starts_with('@') && word.len() > 2);
    let author = metadata
        .authors
        .iter()
        .flat_map(|authors| &authors.value)
        .any(|author| bare(line.text).starts_with(&bare(author)) && !author.is_empty());
    if introduces && line.has_any(phrases::PROFESSIONS) && (handle || author) {
        mark(verdicts, at, Boilerplate::Byline);
    }
}
