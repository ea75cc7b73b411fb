//! A file's bytes → its articles, whatever the format.
//!
//! Invariant: never panics, whatever the third-party parsers do.

use std::panic::catch_unwind;
use std::path::Path;

use parallax_types::{RawArticle, Role};

use crate::decode::{Decoded, decode};
use crate::format::{self, Format};
use crate::{ImportError, html, language, markdown, text};

/// Above this share of control characters a text is none: 1 in this many.
const CONTROL_SHARE: usize = 50;

/// Reads the articles a file holds: at least one, each with some body text.
///
/// The format is told by the content; `path` is for messages and breaks ties.
///
/// # Errors
/// [`ImportError::Empty`], [`ImportError::NotText`], [`ImportError::UnsupportedFormat`],
/// [`ImportError::NoText`], [`ImportError::ParserFailed`].
pub fn parse(bytes: &[u8], path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty { path: path.to_owned() });
    }
    format::refuse_binary(bytes, path)?;
    let decoded = decode(bytes);
    refuse_noise(&decoded.text, path)?;
    let format = format::sniff(&decoded.text, path)?;
    let articles = catch_unwind(|| parse_as(format, &decoded.text)).map_err(|_| {
        ImportError::ParserFailed {
            path: path.to_owned(),
            message: "the parser crashed".to_owned(),
        }
    })?;
    let articles: Vec<RawArticle> = articles
        .into_iter()
        .filter(has_body)
        .map(|article| finished(article, format, &decoded))
        .collect();
    if articles.is_empty() {
        return Err(ImportError::NoText { path: path.to_owned() });
    }
    Ok(articles)
}

/// Formats that hold several articles return several.
fn parse_as(format: Format, text: &str) -> Vec<RawArticle> {
    match format {
        Format::Text => vec![text::parse(text)],
        Format::Markdown => vec![markdown::parse(text)],
        Format::Html => vec![html::parse(text)],
    }
}

fn has_body(article: &RawArticle) -> bool {
    article
        .blocks
        .iter()
        .any(|block| block.role == Role::Body && block.text.contains(char::is_alphanumeric))
}

/// Adds what every format has in common.
fn finished(mut article: RawArticle, format: Format, decoded: &Decoded) -> RawArticle {
    if article.metadata.language.is_none() {
        article.metadata.language = language::detect(&article);
    }
    format.as_str().clone_into(&mut article.receipt.format);
    article.receipt.encoding.clone_from(&decoded.encoding);
    if decoded.lossy {
        article.receipt.warnings.push("Some characters could not be decoded.".to_owned());
    }
    article
}

/// Refuses what decodes to control characters: no text in any encoding.
fn refuse_noise(text: &str, path: &Path) -> Result<(), ImportError> {
    let (mut n_control, mut n_chars) = (0, 0);
    for char in text.chars().take(1 << 20) {
        n_chars += 1;
        let control = char.is_control()
            && !matches!(char, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}' | '\u{85}');
        n_control += usize::from(control || char == char::REPLACEMENT_CHARACTER);
    }
    if n_control * CONTROL_SHARE > n_chars {
        return Err(ImportError::NotText { path: path.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
