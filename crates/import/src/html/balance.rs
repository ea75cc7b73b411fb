//! Whether all of the article was found: a warning where the page shows much more
//! prose than was taken for its body.
//!
//! Not here: what to do about it; the reader says which text is the article's.

use parallax_types::BlockKind;

use super::blocks::PageBlock;
use super::elements::{Call, Place};

/// Of all words that the page shows, so many outside the body are too many.
const MAX_OUTSIDE: f64 = 0.6;

/// Of its lines outside menus that are longer than labels, so many.
const MAX_LINES_OUTSIDE: f64 = 0.5;
const MIN_LINE_WORDS: usize = 6;

/// Pages with fewer words outside the body than this are notes.
const MIN_WORDS_OUTSIDE: usize = 150;

/// Pages with less prose than this are notes and menus.
const MIN_PROSE_BYTES: usize = 600;

/// A body shorter than this, of a page as large as pages with articles are, is none.
const MIN_BODY_BYTES: usize = 250;
const LARGE_PAGE_BYTES: usize = 20_000;

/// The warning for a page of so many bytes whose blocks are in the article or not.
pub(super) fn warning(
    blocks: &[PageBlock],
    article: &[bool],
    n_page_bytes: usize,
) -> Option<String> {
    let inside = blocks.iter().zip(article).filter(|(_, in_article)| **in_article);
    let body: usize = inside.map(|(block, _)| block.text.len()).sum();
    let is_empty = body < MIN_BODY_BYTES && n_page_bytes > LARGE_PAGE_BYTES;
    (is_empty || is_lopsided(blocks, article)).then(|| {
        "Parts of the article may be missing: the page shows much more text than was taken for it."
            .to_owned()
    })
}

/// Whether most of the page's words, or of its longer lines, are outside the body.
fn is_lopsided(blocks: &[PageBlock], article: &[bool]) -> bool {
    // Words inside and outside: of all blocks, of the longer lines.
    let (mut all, mut lines) = ([0, 0], [0, 0]);
    for (block, in_article) in blocks.iter().zip(article) {
        let n_words = block.text.split_whitespace().count();
        let side = usize::from(!in_article);
        all[side] += n_words;
        let is_menu = matches!(block.place, Place::Navigation | Place::Control) && !in_article;
        lines[side] += if n_words >= MIN_LINE_WORDS && !is_menu { n_words } else { 0 };
    }
    let share = |[inside, outside]: [usize; 2]| outside as f64 / (inside + outside).max(1) as f64;
    all[1] > MIN_WORDS_OUTSIDE && (share(all) > MAX_OUTSIDE || share(lines) > MAX_LINES_OUTSIDE)
}

/// How much of the page's prose is not in the article, 0–1; 0 where there is hardly
/// any prose.
pub(super) fn share_outside(blocks: &[PageBlock], article: &[bool], is_forum: bool) -> f64 {
    let (mut all, mut outside) = (0, 0);
    for (block, in_article) in blocks.iter().zip(article).filter(|(block, _)| is_prose(block)) {
        if block.call == Call::Elsewhere && !is_forum && !in_article {
            continue;
        }
        all += block.text.len();
        outside += if *in_article { 0 } else { block.text.len() };
    }
    if all < MIN_PROSE_BYTES { 0.0 } else { outside as f64 / all as f64 }
}

/// Text of the page that reads like an article's: sentences, not links.
fn is_prose(block: &PageBlock) -> bool {
    let fits = matches!(block.place, Place::Plain) && block.n_linked * 3 < block.text.len();
    let is_text =
        matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote);
    fits && is_text && block.text.split(' ').nth(14).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn much_text_outside_is_said() {
        let block = |n: usize| PageBlock {
            kind: BlockKind::Paragraph,
            text: format!(
                "{n} {}",
                "The bridge over the harbour is shut until the winter. ".repeat(4)
            ),
            place: Place::Plain,
            n_linked: 0,
            call: Call::Nothing,
            shape: 0,
        };
        let blocks: Vec<PageBlock> = (0..10).map(block).collect();
        let warns = |n_inside: usize| {
            let article: Vec<bool> = (0..10).map(|at| at < n_inside).collect();
            warning(&blocks, &article, 1000).is_some()
        };
        assert_eq!([warns(10), warns(7), warns(4), warns(0)], [false, false, true, true]);
    }
}
