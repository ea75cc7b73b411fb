//! Any text → sentences, passages, quotations, names, dates.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_text::PassageRules;
use parallax_types::{Block, BlockKind, RawArticle, Role};

fuzz_target!(|text: &str| {
    for span in parallax_text::sentences(text) {
        assert!(text.get(span.start..span.end).is_some_and(|it| !it.is_empty()));
    }
    let _ = parallax_text::names(text);
    let _ = parallax_text::date_mentions(text);
    let _ = parallax_text::origin_marks(text);
    let _ = parallax_text::tokens(text);
    let blocks = text.split('\n').filter(|line| !line.trim().is_empty()).map(|line| Block {
        kind: BlockKind::Paragraph,
        role: Role::Body,
        text: line.to_owned(),
        page: None,
    });
    let raw = RawArticle { blocks: blocks.collect(), ..RawArticle::default() };
    let article = parallax_text::clean(&raw, &|_| 0);
    let mut end = 0;
    for span in parallax_text::passages(&article, &PassageRules::default()) {
        assert!(span.start >= end && span.end > span.start);
        assert!(article.text.get(span.start..span.end).is_some());
        end = span.end;
    }
    let (half, rest) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let _ = parallax_text::differences(half, rest);
});
