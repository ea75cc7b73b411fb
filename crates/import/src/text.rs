//! Plain text: paragraphs by blank lines, or one per line; lines broken by hand
//! or by a mail program are joined again.
//!
//! Invariant: every word of the file is in some block.

use parallax_types::{Block, BlockKind, RawArticle, Role};

use crate::format::TextFormat;
use crate::{headline, properties};

/// Wrapped text has lines of about this many characters.
const WRAP_CHARS: std::ops::RangeInclusive<usize> = 40..=132;

/// What is text and nothing else.
pub(crate) const FORMAT: TextFormat =
    TextFormat { name: "text", sniff: |_| true, read: |text, _| Ok(vec![parse(text)]) };

pub(crate) fn parse(text: &str) -> RawArticle {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{c}', '\u{2028}', '\u{2029}'], "\n");
    let (mut metadata, rest) =
        properties::header_block(&text).unwrap_or((parallax_types::Metadata::default(), &text));
    let blocks = blocks(rest);
    headline::read(&blocks, &mut metadata);
    RawArticle { metadata, blocks, ..RawArticle::default() }
}

/// The paragraphs of a plain text.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let width = wrap_width(text);
    let mut blocks: Vec<Block> = Vec::new();
    // The line above, if the next may go on with it.
    let mut above: Option<&str> = None;
    for line in text.lines() {
        if line.trim().is_empty() {
            above = None;
            continue;
        }
        match (above, blocks.last_mut()) {
            (Some(above), Some(block))
                if width.is_some_and(|width| goes_on(above, line, width)) =>
            {
                block.text.push('\n');
                block.text.push_str(line.trim());
            }
            _ => blocks.push(block(line)),
        }
        above = Some(line);
    }
    blocks
}

fn block(line: &str) -> Block {
    let text = line.trim();
    let item = bullet(text);
    let kind = if item.is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
    Block { kind, role: Role::Body, text: item.unwrap_or(text).to_owned(), page: None }
}

/// The text of a list item, without its bullet.
fn bullet(text: &str) -> Option<&str> {
    let rest = ["- ", "* ", "• ", "· ", "‣ "].iter().find_map(|mark| text.strip_prefix(mark))?;
    rest.contains(char::is_alphanumeric).then(|| rest.trim_start())
}

/// At how many characters the text's lines were broken, if they were: the longest
/// line of a text that has hardly any longer ones, and several that long, most of
/// which end in mid-sentence.
fn wrap_width(text: &str) -> Option<usize> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lengths: Vec<usize> = lines().map(|line| line.chars().count()).collect();
    lengths.sort_unstable();
    // A table or an address may stick out.
    let longest = *lengths.get((lengths.len() * 98 / 100).min(lengths.len().checked_sub(1)?))?;
    let full: Vec<&str> = lines().filter(|line| line.chars().count() * 10 >= longest * 8).collect();
    let n_ended =
        full.iter().filter(|line| line.ends_with(['.', '!', '?', '"', '”', '»', ':'])).count();
    let wrapped = WRAP_CHARS.contains(&longest) && full.len() >= 3 && n_ended * 2 <= full.len();
    (wrapped && *lengths.last()? <= 2 * longest).then_some(longest)
}

/// Whether `line` goes on with the paragraph of the line `above` it: its first
/// word would not have fitted there.
fn goes_on(above: &str, line: &str, width: usize) -> bool {
    let indented = |line: &str| line.len() - line.trim_start().len();
    let drawn = |line: &str| !line.contains(char::is_alphanumeric);
    let first_word = line.split_whitespace().next().unwrap_or_default();
    let would_be = above.trim().chars().count() + 1 + first_word.chars().count();
    let new_paragraph = indented(line) > indented(above) + 1 || bullet(line.trim()).is_some();
    // Ragged text was broken by hand, a word or two early.
    !new_paragraph && !drawn(above) && !drawn(line) && would_be * 100 >= width * 85
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let lines: Vec<String> = blocks(text)
            .into_iter()
            .map(|block| format!("{:?} {}", block.kind, block.text.replace('\n', "⏎")))
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn one_paragraph_per_line() {
        check(
            "One line\nAnother\n\n - An item\n× \n",
            expect![[r#"
            Paragraph One line
            Paragraph Another
            ListItem An item
            Paragraph ×"#]],
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        check(
            "The bridge over the harbour will be closed for three weeks,\nthe city said on Monday. The ferry will run every ten\nminutes.\n\n\
             Short headline\nThe last closure, nine years ago, lasted twice as long as\nhad been planned, and nobody was surprised at all.\n\
             - An item that is long enough to be broken by the program\nthat wrote it",
            expect![[r#"
                Paragraph The bridge over the harbour will be closed for three weeks,⏎the city said on Monday. The ferry will run every ten⏎minutes.
                Paragraph Short headline
                Paragraph The last closure, nine years ago, lasted twice as long as⏎had been planned, and nobody was surprised at all.
                ListItem An item that is long enough to be broken by the program⏎that wrote it"#]],
        );
    }

    #[test]
    fn lines_that_are_sentences_are_paragraphs() {
        check(
            "The bridge over the harbour will be closed for weeks.\nThe ferry will run every ten minutes until then.\nIts captains have asked for a night shift to be paid.",
            expect![[r#"
                Paragraph The bridge over the harbour will be closed for weeks.
                Paragraph The ferry will run every ten minutes until then.
                Paragraph Its captains have asked for a night shift to be paid."#]],
        );
    }

    #[test]
    fn verse_keeps_its_lines() {
        check(
            "Roses are red\nViolets are blue\nThe bridge is closed\nAnd the ferry is too",
            expect![[r#"
            Paragraph Roses are red
            Paragraph Violets are blue
            Paragraph The bridge is closed
            Paragraph And the ferry is too"#]],
        );
    }
}
