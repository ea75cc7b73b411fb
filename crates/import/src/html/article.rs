//! Which of a page's blocks are the article.
//!
//! Two extractors, each with its own idea of an article, name its text; a block
//! is in what an extractor found when its words are there in order. The votes,
//! corrected by what the block's place on the page says, decide.
//!
//! Measured by `examples/boilerplate.rs`; neither extractor alone does as well, nor does a third vote (readability) help.
//! Invariant: an extractor that fails or panics has no vote; nothing is lost, a
//! block that is not in the article is furniture.

use std::borrow::Cow;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parallax_types::BlockKind;

use super::balance;
use super::blocks::{Call, PageBlock, Place};
use super::shown::letters;

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

/// A text without the marks of notes, `[12]`: extractors are not shown them.
fn without_marks(text: &str) -> Cow<'_, str> {
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
fn words(text: &str) -> Vec<u64> {
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

/// For each block whether it belongs to the article.
pub(super) fn is_article(blocks: &[PageBlock], page: &Page<'_>) -> Vec<bool> {
    let &Page { texts, said, title, .. } = page;
    let mut votes = votes(blocks, texts);
    let majority = texts.len() / 2 + 1;
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
    take_in_headings(blocks, &mut article);
    take_in_standfirst(blocks, title, &mut article);
    take_in_captions(blocks, &mut article);
    leave_out_link_lists(blocks, &mut article);
    if balance::share_outside(blocks, &article, page.is_forum) > MISSED {
        take_in_prose(blocks, page, &mut article);
    }
    article
}

/// With more of the page's prose than this outside, the extractors agreed on a part
/// of the article: a summary, the first of several sections, one post of a thread.
const MISSED: f64 = 0.5;

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
            is_teaser = is_link(block);
        }
        let is_elsewhere = !is_forum && (is_teaser || block.call == Call::Elsewhere);
        article[at] |= reads_like_article(block) && !is_elsewhere;
    }
    take_in_gaps(blocks, article);
    take_in_headings(blocks, article);
}

/// How many blocks between two of the article may be its own as well.
const GAP: usize = 8;

/// Sentences and lists between two blocks of the article that no extractor kept:
/// paragraphs that are one link, lists, quotations, rows of tables.
fn take_in_gaps(blocks: &[PageBlock], article: &mut [bool]) {
    let mut last = None;
    for at in 0..blocks.len() {
        if !article[at] {
            continue;
        }
        if let Some(last) = last
            && at - last <= GAP + 1
        {
            for between in last + 1..at {
                article[between] |= fills_gap(&blocks[between]);
            }
        }
        last = Some(at);
    }
}

fn fills_gap(block: &PageBlock) -> bool {
    let n_words = block.text.split_whitespace().count();
    let is_linked = block.n_linked * 2 >= block.text.len();
    let ends = block
        .text
        .trim_end_matches(['"', '”', '’', '»', ')'])
        .ends_with(['.', '!', '?', '…', '。', ':']);
    block.place == Place::Plain
        && !matches!(block.call, Call::Elsewhere | Call::Caption)
        && match block.kind {
            BlockKind::Paragraph | BlockKind::Quote => n_words >= 12 && ends,
            BlockKind::ListItem | BlockKind::TableRow => !is_linked && n_words >= 3,
            _ => false,
        }
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
