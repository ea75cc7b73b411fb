//! Which of a page's blocks are the article.
//!
//! The extractors' votes (`votes`), corrected by what the block's place on the page
//! says, decide; in discussions the posts are the text (`thread`).
//!
//! Invariant: nothing is lost, a block that is not in the article is furniture.

use parallax_types::BlockKind;

use super::balance;
use super::blocks::PageBlock;
use super::elements::{Call, Place};
use super::left_out::{leave_out_link_lists, leave_out_pointers, leave_out_repeated};
use super::texts::letters;
use super::thread::thread;
use super::votes::{held, votes, without_marks, words};
use super::within::{ends, take_in_alike, take_in_gaps, take_in_headings, take_in_rows};

/// What is known about a page beside its blocks.
pub(super) struct Page<'a> {
    /// What the extractors found.
    pub(super) texts: &'a [String],
    /// The text of the article in the page's data.
    pub(super) said: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    /// Whether what elsewhere are comments is the text.
    pub(super) is_forum: bool,
}

/// For each block whether it belongs to the article.
pub(super) fn is_article(blocks: &[PageBlock], page: &Page<'_>) -> Vec<bool> {
    let &Page { texts, said, title, .. } = page;
    if let Some(thread) = thread(blocks) {
        return thread;
    }
    let mut votes = votes(blocks, texts);
    let majority = texts.len() / 2 + 1;
    // An extractor that stopped early or lost its way says nothing against the other.
    let is_one_enough = texts.len() == 2 && differ(&texts[0], &texts[1]);
    if is_one_enough {
        for (vote, block) in votes.iter_mut().zip(blocks) {
            *vote = if *vote > 0 && is_text(block) { majority } else { *vote };
        }
    }
    if let Some(said) = said {
        // Who published the page knows best.
        let words: Vec<Vec<u64>> =
            blocks.iter().map(|block| words(&without_marks(&block.text))).collect();
        for (vote, is_held) in votes.iter_mut().zip(held(&words, said)) {
            *vote += if is_held { majority } else { 0 };
        }
    }
    let may_tell = !texts.is_empty() || said.is_some();
    let mut article: Vec<bool> = blocks
        .iter()
        .zip(&votes)
        .map(|(block, n_votes)| may_tell && *n_votes >= majority && block.place.may_be_article())
        .collect();
    if !article.contains(&true) {
        let by_place: Vec<bool> = blocks.iter().map(reads_like_article).collect();
        return if by_place.contains(&true) { by_place } else { vec![true; blocks.len()] };
    }
    take_in_neighbours(blocks, &votes, &mut article);
    take_in_gaps(blocks, &mut article);
    take_in_rows(blocks, &votes, &mut article);
    take_in_headings(blocks, &mut article);
    take_in_alike(blocks, &mut article);
    take_in_standfirst(blocks, title, &mut article);
    take_in_captions(blocks, &mut article);
    leave_out_link_lists(blocks, &mut article);
    if balance::share_outside(blocks, &article, page.is_forum) > MISSED {
        take_in_prose(blocks, page, &mut article);
    }
    leave_out_repeated(blocks, &mut article);
    leave_out_pointers(blocks, &mut article);
    article
}

/// What reads like a piece of a text by itself: a sentence, an item, code.
fn is_text(block: &PageBlock) -> bool {
    block.place.may_be_article()
        && !matches!(block.call, Call::Elsewhere | Call::Caption)
        && match block.kind {
            BlockKind::Preformatted | BlockKind::TableRow | BlockKind::ListItem => true,
            BlockKind::Paragraph | BlockKind::Quote => {
                block.text.split_whitespace().nth(11).is_some() && ends(&block.text)
            }
            _ => false,
        }
}

/// Two texts of which one is this much shorter than the other are of two minds.
const DIFFERENCE: f64 = 0.6;

fn differ(first: &str, second: &str) -> bool {
    let (shorter, longer) = (first.len().min(second.len()), first.len().max(second.len()));
    (shorter as f64) < DIFFERENCE * longer as f64
}

/// With more of the page's prose than this outside, the extractors agreed on a part
/// of the article: a summary, the first of several sections, one post of a thread.
const MISSED: f64 = 0.5;

/// More text than this below a heading is no teaser.
const MAX_TEASER_BYTES: usize = 500;

/// All prose below the headline.
fn take_in_prose(blocks: &[PageBlock], page: &Page<'_>, article: &mut [bool]) {
    let is_forum = page.is_forum;
    let title = page.title.map(letters).unwrap_or_default();
    let is_title = |block: &PageBlock| {
        block.kind == BlockKind::Heading && !title.is_empty() && letters(&block.text) == title
    };
    let from = blocks.iter().position(is_title).unwrap_or(0);
    let is_link = |block: &PageBlock| block.n_linked * 10 >= block.text.len() * 8;
    // Below a heading that leads elsewhere stands what it leads to, in short.
    let mut is_teaser = false;
    for (at, block) in blocks.iter().enumerate().skip(from) {
        if block.kind == BlockKind::Heading {
            let section = blocks[at + 1..].iter().take_while(|it| it.kind != BlockKind::Heading);
            let n_bytes: usize =
                section.filter(|it| reads_like_article(it)).map(|it| it.text.len()).sum();
            is_teaser = is_link(block) && n_bytes <= MAX_TEASER_BYTES;
        }
        let is_elsewhere = !is_forum && (is_teaser || block.call == Call::Elsewhere);
        article[at] |= reads_like_article(block) && !is_elsewhere;
    }
    take_in_gaps(blocks, article);
    take_in_headings(blocks, article);
}

/// How many blocks behind the headline the standfirst may stand.
const STANDFIRST: usize = 6;

/// The lines between headline and text, by what the page calls them.
fn take_in_standfirst(blocks: &[PageBlock], title: Option<&str>, article: &mut [bool]) {
    let Some(first) = article.iter().position(|it| *it) else { return };
    let title = title.map(letters).unwrap_or_default();
    let is_title = |block: &PageBlock| {
        block.text.len() <= 2 * title.len() + 40
            && !title.is_empty()
            && letters(&block.text) == title
    };
    let Some(headline) = blocks[..first].iter().rposition(is_title) else { return };
    for at in headline + 1..first.min(headline + 1 + STANDFIRST) {
        let block = &blocks[at];
        let n_words = block.text.split_whitespace().count();
        if block.call == Call::Standfirst && block.place.may_be_article() && n_words >= 5 {
            article[at] = true;
        }
    }
}

/// Captions that tell something, beside text of the article.
fn take_in_captions(blocks: &[PageBlock], article: &mut [bool]) {
    for at in 0..blocks.len() {
        let near = |it: &Option<usize>| it.is_some_and(|it| article.get(it) == Some(&true));
        let beside = [at.checked_sub(1), Some(at + 1)].iter().any(near);
        if blocks[at].kind == BlockKind::Caption && beside && is_told_caption(&blocks[at].text) {
            article[at] = true;
        }
    }
}

/// A caption that is a sentence and names no photographer.
pub(super) fn is_told_caption(text: &str) -> bool {
    const CREDITS: &[&str] = &[
        "photo",
        "image",
        "picture",
        "credit",
        "getty",
        "reuters",
        "afp",
        "shutterstock",
        "courtesy",
        "©",
        "foto",
        "bild",
        "imago",
        "dpa",
        "unsplash",
        "istock",
        "via ",
        "crédit",
        "crédito",
        "фото",
        "写真",
        "(ap",
        "/ap",
        "source",
        "quelle",
        "illustration",
        "screenshot",
    ];
    let folded = text.to_lowercase();
    let ends = text.trim_end().ends_with(['.', '!', '?', '”', '"']);
    ends && text.split_whitespace().count() >= 10 && !CREDITS.iter().any(|it| folded.contains(it))
}

/// Without a vote: long text, few links, outside of menus.
fn reads_like_article(block: &PageBlock) -> bool {
    block.place == Place::Plain && block.text.len() >= 60 && block.n_linked * 3 < block.text.len()
}

/// How far from the article a paragraph may stand that only one extractor saw.
const NEIGHBOURHOOD: usize = 3;

/// A long paragraph with one vote, in or next to the article, belongs to it: first
/// paragraphs and those after pictures are what extractors miss most.
fn take_in_neighbours(blocks: &[PageBlock], votes: &[usize], article: &mut [bool]) {
    let near: Vec<bool> = (0..blocks.len())
        .map(|at| {
            let from = at.saturating_sub(NEIGHBOURHOOD);
            let to = (at + NEIGHBOURHOOD + 1).min(blocks.len());
            article[from..to].contains(&true)
        })
        .collect();
    for (at, block) in blocks.iter().enumerate() {
        let long = block.text.split(' ').take(20).count() == 20;
        if votes[at] > 0 && near[at] && long && reads_like_article(block) {
            article[at] = true;
        }
    }
}
