//! Discussions: which pages are one, and which of their blocks are posts.
//!
//! Not here: which elements hold a post (`posts`).

use std::collections::HashSet;

use parallax_types::BlockKind;

use super::blocks::PageBlock;
use super::elements::{Call, Place};
use super::left_out::{leave_out_repeated_lines, n_bytes};
use super::votes::{SHINGLE, words};

/// Whether a program for discussions made the page.
pub(super) fn is_forum(html: &str) -> bool {
    const SIGNS: &[&str] = &[
        "DiscussionForumPosting",
        "QAPage",
        "phpbb",
        "phpBB",
        "vBulletin",
        "vbulletin",
        "XenForo",
        "xenforo",
        "discourse",
        "Discourse",
        "vanilla-",
        "invision",
        "Simple Machines",
        "FluxBB",
        "flarum",
        "mybb",
        "MyBB",
    ];
    SIGNS.iter().any(|sign| html.contains(sign))
}

/// Posts with less text than this, all together, are none.
const MIN_THREAD_BYTES: usize = 200;

/// The posts of a discussion, if the page says which they are.
pub(super) fn thread(blocks: &[PageBlock]) -> Option<Vec<bool>> {
    let is_link = |block: &PageBlock| block.n_linked * 10 >= block.text.len() * 8;
    let is_told = |block: &PageBlock| {
        block.call == Call::Post
            && !matches!(block.place, Place::Navigation | Place::Control)
            && !(block.kind == BlockKind::Heading && is_link(block))
    };
    let mut thread: Vec<bool> = blocks.iter().map(is_told).collect();
    leave_out_repeated_lines(blocks, &mut thread);
    leave_out_quoted(blocks, &mut thread);
    (n_bytes(blocks, &thread) >= MIN_THREAD_BYTES).then_some(thread)
}

/// Quotations of which this share stands above, in tenths, are taken from there.
const QUOTED: usize = 6;

/// What posts quote from those above them: the page has it already.
fn leave_out_quoted(blocks: &[PageBlock], thread: &mut [bool]) {
    let mut told: HashSet<Vec<u64>> = HashSet::new();
    let mut at = 0;
    while at < blocks.len() {
        let is_quote = |at: usize| thread[at] && blocks[at].kind == BlockKind::Quote;
        let end = (at..blocks.len()).find(|it| !is_quote(*it)).unwrap_or(blocks.len());
        if end > at {
            let words: Vec<u64> = blocks[at..end].iter().flat_map(|it| words(&it.text)).collect();
            let n_above = words.windows(SHINGLE).filter(|it| told.contains(*it)).count();
            if n_above > 0 && n_above * 10 >= words.windows(SHINGLE).len() * QUOTED {
                thread[at..end].fill(false);
            }
            at = end;
            continue;
        }
        if thread[at] {
            told.extend(words(&blocks[at].text).windows(SHINGLE).map(<[u64]>::to_vec));
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;
    use crate::html::blocks::page_blocks;
    use crate::html::wrappers::Wrappers;

    const FIRST: &str = "The bridge over the harbour is shut until the winter, and nobody knows why the council voted for it.";
    const SECOND: &str = "They found cracks in the northern pier last spring, that is the whole story as far as I have heard from those who work there.";

    #[test]
    fn posts_are_the_text_and_what_they_quote_stands_above() {
        let post = |name: &str, text: &str| {
            format!(
                "<div class=message><div class=message-user>{name}<br>Joined 2031</div>\
                 <div class=bbWrapper>{text}</div><div class=message-signature>Life is short, row slowly.</div></div>"
            )
        };
        let quote = format!("<blockquote>roe_77 said: {FIRST}</blockquote><p>{SECOND}</p>");
        let html = format!(
            "<h1>Bridge</h1>{}{}<div class=sidebar>Other threads</div>",
            post("roe_77", &format!("<p>{FIRST}</p>")),
            post("poe", &quote)
        );
        let page = Html::parse_document(&html);
        let blocks = page_blocks(&page, &Wrappers::of(&page), true);
        let thread = thread(&blocks).unwrap();
        let told = blocks.iter().zip(&thread).filter(|(_, is_told)| **is_told);
        let told: Vec<&str> = told.map(|(block, _)| block.text.as_str()).collect();
        assert_eq!(told, [FIRST, SECOND]);
    }

    #[test]
    fn a_page_without_posts_is_no_thread() {
        let page = Html::parse_document(&format!("<p>{FIRST}</p><p>{SECOND}</p>"));
        assert!(thread(&page_blocks(&page, &Wrappers::of(&page), true)).is_none());
    }
}
