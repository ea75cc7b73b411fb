//! From an article as imported to an article as stored: cleaned, cut into
//! passages, with the hash each vector is found by.
//!
//! Pure but for the repetition count it is handed. Not here: files, SQL.

use parallax_store::{NewArticle, NewPassage, StoredArticle, StoredBlock};
use parallax_text::{CleanArticle, CleanBlock, PassageRules, block_key, clean, n_words, passages};
use parallax_types::{RawArticle, Role, Source, Span};

use crate::annotations::tidy_tag;
use crate::limits::limit;

/// Blocks longer than this are prose; their repetition means a copy, not furniture.
const MAX_KEYED_WORDS: usize = 60;

/// Where an article comes from.
pub(crate) struct Provenance<'a> {
    pub(crate) path: &'a str,
    pub(crate) part: u32,
    pub(crate) content_hash: [u8; 32],
    pub(crate) imported_at: String,
}

/// Everything that decides what an article is stored as, apart from its bytes.
pub(crate) fn pipeline() -> String {
    format!("import {}, text {}", parallax_import::VERSION, parallax_text::VERSION)
}

/// Cleans and cuts `raw`.
///
/// `n_elsewhere`: in how many other articles of the same outlet a block stands.
pub(crate) fn prepare(
    mut raw: RawArticle,
    provenance: Provenance<'_>,
    n_elsewhere: &dyn Fn(&str) -> usize,
) -> NewArticle {
    limit(&mut raw);
    let article = clean(&raw, n_elsewhere);
    let (title, title_source) = title_of(&raw, provenance.path);
    let spans = passages(&article, &PassageRules::default());
    let opening = opening(spans.first().map_or("", |span| span.of(&article.text)));
    let context = context_of(&title, title_source, &opening);
    let passages = hashed(&context, &article.text, &spans);
    let count = |is_kept: bool| {
        let blocks = article.blocks.iter().filter(|block| (block.role == Role::Body) == is_kept);
        blocks.map(|block| n_words(block.span.of(&article.text))).sum()
    };
    NewArticle {
        path: provenance.path.to_owned(),
        part: provenance.part,
        content_hash: provenance.content_hash,
        metadata: std::mem::take(&mut raw.metadata),
        title,
        title_source,
        context,
        opening,
        tags: raw.tags.iter().filter_map(|tag| tidy_tag(tag)).collect(),
        receipt: raw.receipt,
        blocks: article.blocks.iter().map(|block| stored(block, &article.text)).collect(),
        passages,
        n_words_kept: count(true),
        n_words_dropped: count(false),
        text: article.text,
        pipeline: pipeline(),
        imported_at: provenance.imported_at,
    }
}

/// Cuts a stored article's text again, as when it was imported.
pub(crate) fn passages_again(article: &StoredArticle) -> Vec<NewPassage> {
    let blocks = article.blocks.iter();
    let clean = CleanArticle {
        text: article.text.clone(),
        blocks: blocks
            .map(|b| CleanBlock { span: b.span, kind: b.kind, role: b.role, page: b.page })
            .collect(),
    };
    hashed(&article.context, &article.text, &passages(&clean, &PassageRules::default()))
}

/// The text a passage is embedded as: its article's title gives it context.
pub(crate) fn embedded_text(context: &str, passage: &str) -> String {
    if context.is_empty() { passage.to_owned() } else { format!("{context}\n{passage}") }
}

fn hashed(context: &str, text: &str, spans: &[Span]) -> Vec<NewPassage> {
    spans
        .iter()
        .map(|span| {
            let hash = blake3::hash(embedded_text(context, span.of(text)).as_bytes());
            let mut input_hash = [0; 16];
            input_hash.copy_from_slice(&hash.as_bytes()[..16]);
            NewPassage { span: *span, input_hash }
        })
        .collect()
}

fn stored(block: &CleanBlock, text: &str) -> StoredBlock {
    let block_text = block.span.of(text);
    let key = (n_words(block_text) <= MAX_KEYED_WORDS).then(|| block_key(block_text));
    StoredBlock { span: block.span, kind: block.kind, role: block.role, key, page: block.page }
}

/// The first words of a text on one line.
fn opening(text: &str) -> String {
    const N_WORDS: usize = 40;
    text.split_whitespace().take(N_WORDS).collect::<Vec<_>>().join(" ")
}

fn title_of(raw: &RawArticle, path: &str) -> (String, Source) {
    if let Some(title) = raw.metadata.title.as_ref().filter(|title| !title.value.trim().is_empty())
    {
        return (title.value.clone(), title.source);
    }
    let stem = std::path::Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    let name = if stem.is_empty() { "untitled".to_owned() } else { stem.into_owned() };
    (name, Source::FileName)
}

/// A title gives context to a passage unless it says nothing new: a file's name,
/// or the opening words of the text itself.
fn context_of(title: &str, source: Source, opening: &str) -> String {
    let is_opening = opening.starts_with(title.trim_end_matches('…').trim_end());
    if source == Source::FileName || is_opening { String::new() } else { title.to_owned() }
}
