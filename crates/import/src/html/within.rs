//! Blocks between those of the article that are its own as well: headings, lists,
//! code, rows of tables, and what looks as the rest of it does.
//!
//! Invariant: blocks are taken into the article here, never out of it.

use std::collections::HashMap;

use parallax_types::BlockKind;

use super::blocks::PageBlock;
use super::elements::{Call, Place};

/// How many blocks between two of the article may be its own as well: sentences,
/// items of lists, code.
const GAP: usize = 8;
const LIST_GAP: usize = 12;
const CODE_GAP: usize = 30;

/// Sentences, lists and code between two blocks of the article that no extractor
/// kept: paragraphs that are one link, lists, quotations, rows of tables.
pub(super) fn take_in_gaps(blocks: &[PageBlock], article: &mut [bool]) {
    between(article, GAP, |at| fills_gap(&blocks[at]));
    let is_kind = |at: usize, kind| {
        blocks[at].kind == kind
            && blocks[at].place.may_be_article()
            && !matches!(blocks[at].call, Call::Elsewhere | Call::Caption)
    };
    between(article, LIST_GAP, |at| is_kind(at, BlockKind::ListItem));
    between(article, CODE_GAP, |at| is_kind(at, BlockKind::Preformatted));
}

fn fills_gap(block: &PageBlock) -> bool {
    let n_words = block.text.split_whitespace().count();
    let is_linked = block.n_linked * 2 >= block.text.len();
    block.place == Place::Plain
        && !matches!(block.call, Call::Elsewhere | Call::Caption)
        && match block.kind {
            BlockKind::Paragraph | BlockKind::Quote => n_words >= 12 && ends(&block.text),
            BlockKind::TableRow => !is_linked && n_words >= 3,
            _ => false,
        }
}

/// Whether a text ends as sentences do.
pub(super) fn ends(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', ')']);
    text.ends_with(['.', '!', '?', '…', '。', ':'])
}

/// How far above a heading the article must have begun.
const BEGUN: usize = 8;

/// Headings above a block of the article, one or several, where it has begun.
pub(super) fn take_in_headings(blocks: &[PageBlock], article: &mut [bool]) {
    let was = article.to_vec();
    let mut is_above = false;
    for at in (0..blocks.len()).rev() {
        let block = &blocks[at];
        if block.kind != BlockKind::Heading {
            is_above = was[at];
            continue;
        }
        let has_begun = || was[at.saturating_sub(BEGUN)..at].contains(&true);
        let fits =
            block.place == Place::Plain && !matches!(block.call, Call::Elsewhere | Call::Caption);
        article[at] |= is_above && fits && has_begun();
    }
}

/// How many rows of a table may stand between two blocks of the article that one
/// extractor alone kept.
const ROWS: usize = 8;

/// Rows of tables within the article that have one vote.
pub(super) fn take_in_rows(blocks: &[PageBlock], votes: &[usize], article: &mut [bool]) {
    let is_row = |at: usize| {
        blocks[at].kind == BlockKind::TableRow
            && votes[at] > 0
            && blocks[at].place.may_be_article()
            && blocks[at].call != Call::Elsewhere
    };
    between(article, ROWS, is_row);
}

/// Blocks that look as most of the article's do, within it: so many of a shape
/// must be in it, and this share of that shape's text.
const MIN_ALIKE: usize = 3;
const ALIKE: f64 = 0.6;
const ALIKE_GAP: usize = 20;

/// Blocks within the article that no extractor kept, but whose likes they did.
pub(super) fn take_in_alike(blocks: &[PageBlock], article: &mut [bool]) {
    /// How many blocks of a shape are in the article, their bytes, the bytes of all.
    #[derive(Default, Clone, Copy)]
    struct Shape(usize, usize, usize);
    let mut shapes: HashMap<(u64, BlockKind), Shape> = HashMap::new();
    for (block, in_article) in blocks.iter().zip(&*article) {
        let shape = shapes.entry((block.shape, block.kind)).or_default();
        shape.0 += usize::from(*in_article);
        shape.1 += if *in_article { block.text.len() } else { 0 };
        shape.2 += block.text.len();
    }
    let is_alike = |at: usize| {
        let block = &blocks[at];
        let shape = shapes.get(&(block.shape, block.kind)).copied().unwrap_or_default();
        block.place == Place::Plain
            && !matches!(block.call, Call::Elsewhere | Call::Caption)
            && block.kind != BlockKind::Caption
            && block.n_linked * 2 <= block.text.len()
            && block.text.contains(' ')
            && shape.0 >= MIN_ALIKE
            && shape.1 as f64 >= ALIKE * shape.2 as f64
    };
    between(article, ALIKE_GAP, is_alike);
}

/// Takes in the blocks that fit between two blocks of the article, if no more than
/// `gap` stand there.
fn between(article: &mut [bool], gap: usize, fits: impl Fn(usize) -> bool) {
    let mut last = None;
    for at in 0..article.len() {
        if !article[at] {
            continue;
        }
        if let Some(last) = last
            && at - last <= gap + 1
        {
            for (inner, in_article) in article.iter_mut().enumerate().take(at).skip(last + 1) {
                *in_article |= fits(inner);
            }
        }
        last = Some(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: BlockKind, text: &str, shape: u64) -> PageBlock {
        let (place, call) = (Place::Plain, Call::Nothing);
        PageBlock { kind, text: text.to_owned(), place, n_linked: 0, call, shape }
    }

    #[test]
    fn headings_one_above_the_other() {
        let kinds = [
            BlockKind::Heading,
            BlockKind::Paragraph,
            BlockKind::Heading,
            BlockKind::Heading,
            BlockKind::Paragraph,
            BlockKind::Heading,
        ];
        let blocks: Vec<_> = kinds.iter().map(|it| block(*it, "x", 0)).collect();
        let mut article = [false, true, false, false, true, false];
        take_in_headings(&blocks, &mut article);
        assert_eq!(article, [false, true, true, true, true, false]);
    }

    #[test]
    fn what_looks_as_the_rest_does() {
        let line = |shape| block(BlockKind::Paragraph, "Main breaker 89 to 249", shape);
        let blocks: Vec<_> = [1, 1, 1, 2, 1, 1, 1].into_iter().map(line).collect();
        let mut article = [true, true, false, false, true, true, false];
        take_in_alike(&blocks, &mut article);
        assert_eq!(article, [true, true, true, false, true, true, false]);
    }

    #[test]
    fn code_and_items_fill_gaps() {
        let blocks = [
            block(BlockKind::Paragraph, "x", 0),
            block(BlockKind::Preformatted, "let x = 1;", 0),
            block(BlockKind::ListItem, "Flour", 0),
            block(BlockKind::Paragraph, "Advertisement", 0),
            block(BlockKind::Paragraph, "x", 0),
            block(BlockKind::ListItem, "Imprint", 0),
        ];
        let mut article = [true, false, false, false, true, false];
        take_in_gaps(&blocks, &mut article);
        assert_eq!(article, [true, true, true, false, true, false]);
    }
}
