//! HTML pages.
//!
//! Invariant: every visible block of the page is in the article, as body or as
//! furniture; nothing is rendered or fetched; deep nesting costs nothing.

mod article;
mod balance;
mod blocks;
mod captured;
mod credits;
mod elements;
mod flatten;
mod inline;
mod json_ld;
mod left_out;
mod metadata;
mod people;
mod posts;
mod published;
mod said;
mod saved;
mod shown;
mod slim;
mod sniff;
mod texts;
mod thread;
mod titles;
mod votes;
mod within;
mod wrappers;

use std::borrow::Cow;

use parallax_types::{Block, BlockKind, Boilerplate, RawArticle, Role, Source, Sourced};
use scraper::Html;

use crate::format::TextFormat;
use blocks::PageBlock;
use elements::Place;
use texts::letters;
use wrappers::Wrappers;

pub(crate) const FORMAT: TextFormat =
    TextFormat { name: "html", sniff: sniff::is_page, read: |text, _| Ok(vec![parse(text)]) };

/// Larger pages are not given to the extractors: some of them take more than
/// linear time, and no article is that long.
const MAX_EXTRACTED_BYTES: usize = 8 << 20;

/// Pages with more blocks are lists or data, and the extractors take their time.
const MAX_EXTRACTED_BLOCKS: usize = 20_000;

/// A body shorter than this is looked for where scripts would have taken it from.
const MIN_BODY_BYTES: usize = 400;

/// Text found elsewhere than on the page must be this long, and as many times
/// longer than the body.
const MIN_HIDDEN_BYTES: usize = 250;
const HIDDEN_FACTOR: usize = 2;

/// Reads a page.
pub(crate) fn parse(html: &str) -> RawArticle {
    let html = &*saved::without_additions(html);
    let html = &*saved::with_shadow_roots(html);
    let article = read(html);
    if body_bytes(&article) >= MIN_BODY_BYTES {
        return article;
    }
    // The page shows hardly any text: its article may be in what a script or a
    // subscription would have shown.
    let shown = saved::with_noscript(html);
    let unhidden = saved::with_hidden(html);
    let least = (HIDDEN_FACTOR * body_bytes(&article)).max(MIN_HIDDEN_BYTES);
    let others = [
        matches!(shown, Cow::Owned(_)).then(|| read(&shown)),
        matches!(unhidden, Cow::Owned(_)).then(|| read(&unhidden)),
    ];
    let best = others.into_iter().flatten().max_by_key(body_bytes);
    best.filter(|other| body_bytes(other) >= least).unwrap_or(article)
}

fn body_bytes(article: &RawArticle) -> usize {
    let body = article.blocks.iter().filter(|block| block.role == Role::Body);
    body.map(|block| block.text.len()).sum()
}

fn read(html: &str) -> RawArticle {
    let mut raw = RawArticle::default();
    let flat = flatten::flatten(html);
    let page = Html::parse_document(&flat.html);
    let flattened = flat.is_flattened;
    let wrappers = Wrappers::of(&page);
    let is_forum = thread::is_forum(html);
    let blocks = blocks::page_blocks(&page, &wrappers, is_forum);
    let slim = slim::slim(&page, &wrappers);
    let too_large = slim.len() > MAX_EXTRACTED_BYTES || blocks.len() > MAX_EXTRACTED_BLOCKS;
    let texts = if flattened || too_large { Vec::new() } else { votes::extracted(&slim) };
    if flattened {
        raw.receipt.warnings.push(
            "The page nests its elements deeper than pages do; the article was told from the rest by simpler rules.".to_owned(),
        );
    } else if too_large {
        raw.receipt.warnings.push(
            "The page is larger than articles are; the article was told from the rest by simpler rules.".to_owned(),
        );
    }
    let (metadata, doubts) = metadata::metadata(&page, is_forum);
    raw.metadata = metadata;
    let address = &mut raw.metadata.canonical_url;
    if address.is_none() {
        *address = saved::noted_address(html).map(|it| Sourced::new(it, Source::Markup));
    }
    raw.receipt.captured =
        captured::captured(html, address.as_ref().map(|address| address.value.as_str()));
    if let Some(address) = address
        && let Some(original) = saved::original_address(&address.value).map(str::to_owned)
    {
        address.value = original;
    }
    let said = metadata::article_body(&page).map(|it| plain_paragraphs(&it));
    let title = raw.metadata.title.as_ref().map(|it| it.value.as_str());
    let known = article::Page { texts: &texts, said: said.as_deref(), title, is_forum };
    let article = article::is_article(&blocks, &known);
    shown::read(&blocks, &article, &mut raw.metadata, doubts, is_forum);
    if raw.receipt.warnings.is_empty() {
        raw.receipt.warnings.extend(balance::warning(&blocks, &article, html.len()));
    }
    raw.blocks = blocks
        .into_iter()
        .zip(article)
        .map(|(block, in_article)| labelled(block, in_article))
        .collect();
    if let Some(said) = said {
        take_in_data(&mut raw, &said);
    }
    mark_title(&mut raw);
    if raw.metadata.title.is_none() {
        let body: Vec<Block> =
            raw.blocks.iter().filter(|block| block.role == Role::Body).cloned().collect();
        crate::headline::read(&body, &mut raw.metadata);
    }
    raw
}

/// The text of the page's data as lines, one a paragraph.
fn plain_paragraphs(text: &str) -> String {
    if !text.contains("</") && !text.contains('&') {
        return text.to_owned();
    }
    let blocks = document(text).blocks;
    blocks.into_iter().map(|it| it.text).collect::<Vec<_>>().join("\n\n")
}

/// The article as the page's data has it, where the page shows hardly any of it.
fn take_in_data(raw: &mut RawArticle, said: &str) {
    let body = body_bytes(raw);
    if said.len() < MIN_HIDDEN_BYTES || body * HIDDEN_FACTOR >= said.len() {
        return;
    }
    // What stands there is a part of it, or asks to subscribe.
    for block in raw.blocks.iter_mut().filter(|block| block.role == Role::Body) {
        block.role = Role::Boilerplate(Boilerplate::OutsideArticle);
    }
    raw.blocks.extend(crate::text::blocks(&said.replace("\r\n", "\n")));
    raw.receipt.warnings.push(
        "The page shows hardly any of its article; the text was taken from its data.".to_owned(),
    );
}

/// Reads a page that is all text: a chapter, a message. Everything but menus is body.
pub(crate) fn document(html: &str) -> RawArticle {
    let page = Html::parse_document(&flatten::flatten(html).html);
    let blocks = blocks::page_blocks(&page, &Wrappers::of(&page), false).into_iter().map(|block| {
        let in_article = !matches!(block.place, Place::Navigation | Place::Control);
        labelled(block, in_article)
    });
    let blocks = blocks.collect();
    RawArticle { metadata: metadata::metadata(&page, false).0, blocks, ..RawArticle::default() }
}

/// A text without tags, its entities as the characters they mean.
pub(crate) fn unescaped(text: &str) -> String {
    Html::parse_fragment(&text.replace('<', "&lt;")).root_element().text().collect()
}

/// The text of a line that may hold markup.
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let texts: Vec<String> = document(html).blocks.into_iter().map(|block| block.text).collect();
    texts.join(" ")
}

/// The title repeated above the text is no part of it, unless it is all there is.
fn mark_title(raw: &mut RawArticle) {
    let Some(title) = raw.metadata.title.as_ref().map(|title| letters(&title.value)) else {
        return;
    };
    let is_title = |block: &Block| {
        block.role == Role::Body
            && block.text.len() <= 2 * title.len() + 40
            && letters(&block.text) == title
    };
    if raw.blocks.iter().any(|block| block.role == Role::Body && !is_title(block)) {
        for block in raw.blocks.iter_mut().filter(|block| is_title(block)) {
            block.role = Role::Boilerplate(Boilerplate::Byline);
        }
    }
}

fn labelled(block: PageBlock, in_article: bool) -> Block {
    let is_credit = block.kind == BlockKind::Caption && !article::is_told_caption(&block.text);
    let role = if in_article && !is_credit {
        Role::Body
    } else {
        Role::Boilerplate(match (block.kind, block.place) {
            (BlockKind::Caption, _) => Boilerplate::PhotoCredit,
            (_, Place::Navigation | Place::Control) => Boilerplate::Navigation,
            (_, Place::Appeal) => Boilerplate::Appeal,
            (_, Place::Advertisement) => Boilerplate::Advertising,
            _ => Boilerplate::OutsideArticle,
        })
    };
    Block { kind: block.kind, role, text: block.text, page: None }
}

#[cfg(test)]
mod kinds;
#[cfg(test)]
mod tests;
