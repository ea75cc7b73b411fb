//! Plain text: paragraphs by blank lines, or one per line; lines broken by hand
//! or by a mail program are joined again.
//!
//! Invariant: every visible character of the file is in some block.

use parallax_types::{Block, BlockKind, RawArticle, Role};

use crate::{headline, properties};

/// Wrapped text has lines of about this many characters.
const WRAP_CHARS: std::ops::RangeInclusive<usize> = 40..=132;

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
    Block { kind, role: Role::Body, text: item.unwrap_or(text).to_owned() }
}

/// The text of a list item, without its bullet.
fn bullet(text: &str) -> Option<&str> {
    let rest =
        ["- ", "* ", "• ", "– ", "· ", "‣ "].iter().find_map(|mark| text.strip_prefix(mark))?;
    rest.contains(char::is_alphanumeric).then(|| rest.trim_start())
}

/// At how many characters the text's lines were broken, if they were: the longest
/// line of a text that has hardly any longer ones, and several that long.
fn wrap_width(text: &str) -> Option<usize> {
    let mut lengths: Vec<usize> =
        text.lines().map(|line| line.trim().chars().count()).filter(|n| *n > 0).collect();
    lengths.sort_unstable();
    // A table or an address may stick out.
    let longest =
        *lengths.get((lengths.len() * 98).checked_div(100)?.min(lengths.len().checked_sub(1)?))?;
    let n_full = lengths.iter().filter(|n| **n * 10 >= longest * 8).count();
    (WRAP_CHARS.contains(&longest) && n_full >= 3 && lengths.last()? <= &(2 * longest))
        .then_some(longest)
}

/// Whether `line` goes on with the paragraph of the line `above` it: its first
/// word would not have fitted there.
fn goes_on(above: &str, line: &str, width: usize) -> bool {
    let indented = |line: &str| line.len() - line.trim_start().len();
    let first_word = line.split_whitespace().next().unwrap_or_default();
    let would_be = above.trim().chars().count() + 1 + first_word.chars().count();
    let new_paragraph = indented(line) > indented(above) + 1 || bullet(line.trim()).is_some();
    // Ragged text was broken by hand, a word or two early.
    !new_paragraph && would_be * 100 >= width * 85
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
