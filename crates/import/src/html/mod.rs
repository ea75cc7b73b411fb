//! HTML pages.
//!
//! Invariant: every visible block of the page is in the article, as body or as
//! furniture; nothing is rendered or fetched; deep nesting costs nothing.

mod article;
mod blocks;
mod flatten;

use parallax_types::{Block, BlockKind, Furniture, RawArticle, Role};
use scraper::Html;

use blocks::{PageBlock, Place};

pub(crate) fn parse(html: &str) -> RawArticle {
    let mut raw = RawArticle::default();
    let flat = flatten::flatten(html);
    if matches!(flat, std::borrow::Cow::Owned(_)) {
        raw.receipt.warnings.push("The page nests its elements deeper than any browser page should; the deepest were flattened.".to_owned());
    }
    let page = Html::parse_document(&flat);
    let blocks = blocks::page_blocks(&page);
    let texts = article::extracted(&flat);
    let article = article::is_article(&blocks, &texts);
    raw.blocks = blocks.into_iter().zip(article).map(|(block, in_article)| labelled(block, in_article)).collect();
    raw
}

fn labelled(block: PageBlock, in_article: bool) -> Block {
    let role = if in_article && block.kind != BlockKind::Caption {
        Role::Body
    } else {
        Role::Furniture(match (block.kind, block.place) {
            (BlockKind::Caption, _) => Furniture::PhotoCredit,
            (_, Place::Navigation | Place::Control) => Furniture::Navigation,
            _ => Furniture::OutsideArticle,
        })
    };
    Block { kind: block.kind, role, text: block.text }
}
