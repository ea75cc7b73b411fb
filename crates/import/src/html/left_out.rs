//! What is no part of an article although it stands in the midst of it: lines that
//! come again and again, lines that lead to other stories, lists of links.
//!
//! Invariant: blocks are taken out of the article here, never into it.

use std::collections::{HashMap, HashSet};

use parallax_types::BlockKind;

use super::blocks::PageBlock;
use super::votes::words;

pub(super) fn n_bytes(blocks: &[PageBlock], article: &[bool]) -> usize {
    let inside = blocks.iter().zip(article).filter(|(_, in_article)| **in_article);
    inside.map(|(block, _)| block.text.len()).sum()
}

/// A line that stands so often on a page, and has no more words than this, is no
/// part of its text; of longer paragraphs that stand there twice, one is.
const MIN_REPEATED: usize = 3;
const MAX_REPEATED_WORDS: usize = 30;
const MIN_TWICE_WORDS: usize = 8;

/// Buttons and notes that come again and again, and what a page shows twice; but
/// not where that is most of the text.
pub(super) fn leave_out_repeated(blocks: &[PageBlock], article: &mut [bool]) {
    let was = article.to_vec();
    leave_out_repeated_lines(blocks, article);
    if n_bytes(blocks, article) * 2 < n_bytes(blocks, &was) {
        article.copy_from_slice(&was);
        return;
    }
    let mut seen = HashSet::new();
    for (block, in_article) in blocks.iter().zip(article) {
        let line = if *in_article { repeatable(block) } else { None };
        let is_long = |(_, n_words): &(u64, usize)| *n_words >= MIN_TWICE_WORDS;
        *in_article &= line.filter(is_long).is_none_or(|line| seen.insert(line));
    }
}

pub(super) fn leave_out_repeated_lines(blocks: &[PageBlock], article: &mut [bool]) {
    let mut counts: HashMap<(u64, usize), usize> = HashMap::new();
    for line in blocks.iter().filter_map(repeatable) {
        *counts.entry(line).or_default() += 1;
    }
    for (block, in_article) in blocks.iter().zip(article) {
        let Some(line) = repeatable(block) else { continue };
        let least = if block.kind == BlockKind::Heading { 0 } else { 3 };
        let is_line = (least..=MAX_REPEATED_WORDS).contains(&line.1);
        *in_article &= !(is_line && counts.get(&line).is_some_and(|n| *n >= MIN_REPEATED));
    }
}

/// The words of a block that says the same in one place as in another, as a hash,
/// and how many they are.
fn repeatable(block: &PageBlock) -> Option<(u64, usize)> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Quote) {
        return None;
    }
    let words = words(&block.text);
    let hash = words.iter().fold(0, |hash: u64, it| hash.rotate_left(5) ^ it);
    Some((hash, words.len()))
}

/// Longer lines that begin so say more than where else to read.
const MAX_POINTER_WORDS: usize = 30;

/// Lines that lead to other stories: "Related: …", "[Read more: …]".
pub(super) fn leave_out_pointers(blocks: &[PageBlock], article: &mut [bool]) {
    const LABELS: &[&str] = &[
        "related",
        "read more",
        "read also",
        "read next",
        "also read",
        "see also",
        "recommended",
        "watch",
        "more:",
        "more on",
        "mehr zum thema",
        "lesen sie auch",
        "auch interessant",
        "lire aussi",
        "à lire aussi",
        "lea también",
        "lee también",
        "leggi anche",
        "leia também",
        "lees ook",
        "läs också",
        "les også",
        "læs også",
        "читайте также",
        "czytaj też",
        "czytaj także",
    ];
    for (block, in_article) in blocks.iter().zip(article) {
        let text = block.text.trim_start_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
        let is_labelled = || {
            let rest = LABELS.iter().find_map(|it| text.strip_prefix(it));
            rest.is_some_and(|it| !it.starts_with(char::is_alphanumeric))
        };
        let is_pointer = block.n_linked * 2 >= block.text.len()
            && block.kind != BlockKind::TableRow
            && text.split_whitespace().count() <= MAX_POINTER_WORDS
            && is_labelled();
        *in_article &= !is_pointer;
    }
}

/// Two or more list items in a row that are nothing but links lead elsewhere.
pub(super) fn leave_out_link_lists(blocks: &[PageBlock], article: &mut [bool]) {
    let linked: Vec<bool> = blocks
        .iter()
        .map(|block| {
            block.kind == BlockKind::ListItem && block.n_linked * 10 >= block.text.len() * 8
        })
        .collect();
    for at in 0..blocks.len() {
        let beside =
            |other: Option<usize>| other.and_then(|other| linked.get(other)) == Some(&true);
        if linked[at] && (beside(at.checked_sub(1)) || beside(Some(at + 1))) {
            article[at] = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::elements::{Call, Place};

    fn block(text: &str, n_linked: usize) -> PageBlock {
        let (kind, place, call) = (BlockKind::Paragraph, Place::Plain, Call::Nothing);
        PageBlock { kind, text: text.to_owned(), place, n_linked, call, shape: 0 }
    }

    #[test]
    fn what_comes_again_and_again_and_what_stands_there_twice() {
        let once = "The bridge over the harbour is shut until the winter comes round again.";
        let twice = "Nobody knows why the council voted for it, and nobody has asked them so far.";
        let lines = [once, "Sign up now", twice, "Sign up now", twice, "Sign up now", "Yes."];
        let blocks: Vec<_> = lines.iter().map(|it| block(it, 0)).collect();
        let mut article = vec![true; blocks.len()];
        leave_out_repeated(&blocks, &mut article);
        assert_eq!(article, [true, false, true, false, false, false, true]);
        // A page that says one thing alone says it.
        let blocks: Vec<_> = [once; 4].iter().map(|it| block(it, 0)).collect();
        let mut article = vec![true; 4];
        leave_out_repeated(&blocks, &mut article);
        assert_eq!(article, [true; 4]);
    }

    #[test]
    fn lines_that_lead_elsewhere() {
        for (text, n_linked, stays) in [
            ("Related: The pier that nobody wanted", 28, false),
            ("[Read more: The pier that nobody wanted]", 39, false),
            ("→ Lire aussi : le pont fermé", 24, false),
            ("Related work was done by the harbour office.", 0, true),
            ("Watching the tide is free", 20, true),
            ("The pier that nobody wanted", 27, true),
        ] {
            let mut article = [true];
            leave_out_pointers(&[block(text, n_linked)], &mut article);
            assert_eq!(article[0], stays, "{text}");
        }
    }
}
