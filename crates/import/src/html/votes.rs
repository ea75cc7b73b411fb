//! What extractors find on a page, and which of its blocks that is: a block is in
//! a text when its words stand there in order.
//!
//! Measured by `examples/boilerplate.rs`; neither extractor alone does as well, nor does a third vote (readability) help.
//! Invariant: an extractor that fails or panics has no vote.
//! Not here: what the votes decide (`article`).

use std::borrow::Cow;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::blocks::PageBlock;

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
    let words: Vec<Vec<u64>> =
        blocks.iter().map(|block| words(&without_marks(&block.text))).collect();
    let mut votes = vec![0; blocks.len()];
    for text in texts {
        for (vote, held) in votes.iter_mut().zip(held(&words, text)) {
            *vote += usize::from(held);
        }
    }
    votes
}

/// Words per shingle when looking for a block in a text.
pub(super) const SHINGLE: usize = 4;

/// For each block whether it stands in the text.
pub(super) fn held(blocks: &[Vec<u64>], text: &str) -> Vec<bool> {
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

/// A text without the marks of notes, `[12]`: extractors are not shown them.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    if !text.contains('[') {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let n_digits = after.bytes().take_while(u8::is_ascii_digit).count();
        out.push_str(before);
        rest = match after[n_digits..].strip_prefix(']') {
            Some(behind) if (1..=3).contains(&n_digits) => behind,
            _ => {
                out.push('[');
                after
            }
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The words of a text as hashes of their lower-case letters and digits.
pub(super) fn words(text: &str) -> Vec<u64> {
    // Places where a word may be broken are part of it.
    let is_border =
        |char: char| !char.is_alphanumeric() && !matches!(char, '\u{ad}' | '\u{200b}' | '\u{2060}');
    text.split(is_border)
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(|word| {
            let letters = word.chars().filter(|char| char.is_alphanumeric());
            letters.flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |hash: u64, char| {
                (hash ^ u64::from(u32::from(char))).wrapping_mul(0x0100_0000_01b3)
            })
        })
        .collect()
}
