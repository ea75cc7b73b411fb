//! HTML pages.
//!
//! Invariant: every visible block of the page is in the article, as body or as
//! furniture; nothing is rendered or fetched; deep nesting costs nothing.

mod article;
mod blocks;
mod flatten;
mod metadata;
mod saved;
mod shown;
mod slim;

use parallax_types::{Block, BlockKind, Furniture, RawArticle, Role, Source, Sourced};
use scraper::Html;

use blocks::{PageBlock, Place};
use shown::letters;

/// Larger pages are not given to the extractors: some of them take more than
/// linear time, and no article is that long.
const MAX_EXTRACTED_BYTES: usize = 8 << 20;

/// Pages with more blocks are lists or data, and the extractors take their time.
const MAX_EXTRACTED_BLOCKS: usize = 20_000;

/// Reads a page.
pub(crate) fn parse(html: &str) -> RawArticle {
    let mut raw = RawArticle::default();
    let html = &*saved::without_additions(html);
    let flat = flatten::flatten(html);
    let page = Html::parse_document(&flat.html);
    let flattened = flat.is_flattened;
    let blocks = blocks::page_blocks(&page);
    let slim = slim::slim(&page);
    let too_large = slim.len() > MAX_EXTRACTED_BYTES || blocks.len() > MAX_EXTRACTED_BLOCKS;
    let texts = if flattened || too_large { Vec::new() } else { article::extracted(&slim) };
    if flattened {
        raw.receipt.warnings.push(
            "The page nests its elements deeper than pages do; the article was told from the rest by simpler rules.".to_owned(),
        );
    } else if too_large {
        raw.receipt.warnings.push(
            "The page is larger than articles are; the article was told from the rest by simpler rules.".to_owned(),
        );
    }
    raw.metadata = metadata::metadata(&page);
    let address = &mut raw.metadata.canonical_url;
    if address.is_none() {
        *address = saved::noted_address(html).map(|it| Sourced::new(it, Source::Markup));
    }
    if let Some(address) = address
        && let Some(original) = saved::original_address(&address.value).map(str::to_owned)
    {
        address.value = original;
    }
    let article = article::is_article(&blocks, &texts);
    raw.blocks = blocks
        .into_iter()
        .zip(article)
        .map(|(block, in_article)| labelled(block, in_article))
        .collect();
    shown::read(&raw.blocks, &mut raw.metadata);
    mark_title(&mut raw);
    if raw.metadata.title.is_none() {
        let body: Vec<Block> =
            raw.blocks.iter().filter(|block| block.role == Role::Body).cloned().collect();
        crate::headline::read(&body, &mut raw.metadata);
    }
    raw
}

/// Reads a page that is all text: a chapter, a message. Everything but menus is body.
pub(crate) fn document(html: &str) -> RawArticle {
    let page = Html::parse_document(&flatten::flatten(html).html);
    let blocks = blocks::page_blocks(&page).into_iter().map(|block| {
        let in_article = !matches!(block.place, Place::Navigation | Place::Control);
        labelled(block, in_article)
    });
    let blocks = blocks.collect();
    RawArticle { metadata: metadata::metadata(&page), blocks, ..RawArticle::default() }
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
            block.role = Role::Furniture(Furniture::Byline);
        }
    }
}

fn labelled(block: PageBlock, in_article: bool) -> Block {
    let role = if in_article && block.kind != BlockKind::Caption {
        Role::Body
    } else {
        Role::Furniture(match (block.kind, block.place) {
            (BlockKind::Caption, _) => Furniture::PhotoCredit,
            (_, Place::Navigation | Place::Control) => Furniture::Navigation,
            (_, Place::Appeal) => Furniture::Appeal,
            (_, Place::Advertisement) => Furniture::Advertising,
            _ => Furniture::OutsideArticle,
        })
    };
    Block { kind: block.kind, role, text: block.text, page: None }
}

#[cfg(test)]
mod tests;
