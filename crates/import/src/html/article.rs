//! Which of a page's blocks are the article.
//!
//! Two extractors, each with its own idea of an article, name its text; a block
//! is in what an extractor found when its words are there in order. The votes,
//! corrected by what the block's place on the page says, decide.
//!
//! Measured by `examples/boilerplate.rs`; neither extractor alone does as well, nor does a third vote (readability) help.
//! Invariant: an extractor that fails or panics has no vote; nothing is lost, a
//! block that is not in the article is furniture.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parallax_types::BlockKind;

use super::blocks::{PageBlock, Place};

/// Texts this much shorter than the other extractor's, or shorter than this, are
/// no agreement on where the article is.
const AGREEMENT: f64 = 0.7;
const MIN_AGREED_BYTES: usize = 250;

/// The texts the extractors found on the (slimmed) page.
///
/// The second extractor compares what it found with what its own fallbacks find,
/// which takes it twice the time; only where the two disagree is that worth it.
pub(super) fn extracted(html: &str) -> Vec<String> {
    let first = unless_it_panics(|| by_rs_trafilatura(html));
    let mut second = unless_it_panics(|| by_trafilatura(html, Fallback::Without));
    if !agree(first.as_deref(), second.as_deref()) {
        second = unless_it_panics(|| by_trafilatura(html, Fallback::With)).or(second);
    }
    [first, second].into_iter().flatten().filter(|text| !text.trim().is_empty()).collect()
}

fn unless_it_panics(extract: impl FnOnce() -> Option<String>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(extract)).ok().flatten()
}

fn agree(first: Option<&str>, second: Option<&str>) -> bool {
    let (first, second) = (first.map_or(0, str::len), second.map_or(0, str::len));
    let (shorter, longer) = (first.min(second), first.max(second));
    shorter >= MIN_AGREED_BYTES && shorter as f64 >= AGREEMENT * longer as f64
}

/// Told that the page is an article, it need not find out (half of its time).
fn by_rs_trafilatura(html: &str) -> Option<String> {
    let options = rs_trafilatura::Options {
        page_type: Some(rs_trafilatura::page_type::PageType::Article),
        ..rs_trafilatura::Options::default()
    };
    rs_trafilatura::extract_with_options(html, &options).ok().map(|found| found.content_text)
}

/// Whether an extractor looks for a better text than its rules find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fallback {
    With,
    Without,
}

fn by_trafilatura(html: &str, fallback: Fallback) -> Option<String> {
    let options = trafilatura::Options::default()
        .with_fallback(fallback == Fallback::With)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled)
        .with_focus(trafilatura::ExtractionFocus::FavorPrecision);
    trafilatura::extract(html, &options).ok().map(|found| found.content_text)
}

/// For each block how many of the extracted texts hold it.
pub(super) fn votes(blocks: &[PageBlock], texts: &[String]) -> Vec<usize> {
    let words: Vec<Vec<u64>> = blocks.iter().map(|block| words(&block.text)).collect();
    let mut votes = vec![0; blocks.len()];
    for text in texts {
        for (vote, held) in votes.iter_mut().zip(held(&words, text)) {
            *vote += usize::from(held);
        }
    }
    votes
}

/// Words per shingle when looking for a block in a text.
const SHINGLE: usize = 4;

/// For each block whether it stands in the text.
fn held(blocks: &[Vec<u64>], text: &str) -> Vec<bool> {
    let text = words(text);
    let mut positions: HashMap<&[u64], Vec<usize>> = HashMap::new();
    for (at, shingle) in text.windows(SHINGLE).enumerate() {
        positions.entry(shingle).or_default().push(at);
    }
    // Where the block before ended in the text: a short block is held only right there.
    let mut next = 0;
    blocks
        .iter()
        .map(|block| {
            if block.len() < SHINGLE {
                let held = !block.is_empty() && text[next.min(text.len())..].starts_with(block);
                next += if held { block.len() } else { 0 };
                return held;
            }
            let shingles = block.windows(SHINGLE);
            let n_shingles = shingles.len();
            let mut n_found = 0;
            let mut end = None;
            for shingle in shingles {
                if let Some(found) = positions.get(shingle) {
                    n_found += 1;
                    let later = found.partition_point(|at| *at < next);
                    end = found.get(later).map(|at| at + SHINGLE).or(end);
                }
            }
            let held = n_found * 10 >= n_shingles * 6;
            if let (true, Some(end)) = (held, end) {
                next = end;
            }
            held
        })
        .collect()
}

/// The words of a text as hashes of their lower-case letters and digits.
fn words(text: &str) -> Vec<u64> {
    text.split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |hash, char| {
                (hash ^ u64::from(u32::from(char))).wrapping_mul(0x0100_0000_01b3)
            })
        })
        .collect()
}

/// For each block whether it belongs to the article.
pub(super) fn is_article(blocks: &[PageBlock], texts: &[String]) -> Vec<bool> {
    let votes = votes(blocks, texts);
    let majority = texts.len() / 2 + 1;
    let mut article: Vec<bool> = blocks
        .iter()
        .zip(&votes)
        .map(|(block, n_votes)| {
            !texts.is_empty() && *n_votes >= majority && block.place.may_be_article()
        })
        .collect();
    if !article.contains(&true) {
        let by_place: Vec<bool> = blocks.iter().map(reads_like_article).collect();
        return if by_place.contains(&true) { by_place } else { vec![true; blocks.len()] };
    }
    take_in_neighbours(blocks, &votes, &mut article);
    take_in_headings(blocks, &mut article);
    leave_out_link_lists(blocks, &mut article);
    article
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

/// A heading between two blocks of the article is one of its own.
fn take_in_headings(blocks: &[PageBlock], article: &mut [bool]) {
    for at in 1..blocks.len().saturating_sub(1) {
        let heading = blocks[at].kind == BlockKind::Heading && blocks[at].place == Place::Plain;
        if heading && article[at - 1] && article[at + 1] {
            article[at] = true;
        }
    }
}

/// Two or more list items in a row that are nothing but links lead elsewhere.
fn leave_out_link_lists(blocks: &[PageBlock], article: &mut [bool]) {
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
