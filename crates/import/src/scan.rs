//! Lines on pages → an article: what documents with pages have in common, whoever read
//! their lines. Not here: reading them (`pdf`, `images`).

use parallax_types::{RawArticle, Source, Sourced};

use crate::headline;
use crate::layout::{self, Page};

/// An article of which nothing is known but its pages.
pub(crate) fn article(pages: &[Page]) -> RawArticle {
    let layout = layout::read(pages);
    let mut article = RawArticle { blocks: layout.blocks, ..RawArticle::default() };
    article.metadata.title = layout.title.map(|title| Sourced::new(title, Source::FirstLines));
    headline::read(&article.blocks, &mut article.metadata);
    article
}
