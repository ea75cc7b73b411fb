//! A file's bytes → its articles, whatever the format.
//!
//! Invariant: never panics, whatever the third-party parsers do.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use parallax_types::{RawArticle, Role};

use crate::budget::Budget;
use crate::decode::{Decoded, decode};
use crate::error::ImportError;
use crate::format::{Sample, TextSample};
use crate::formats::{BYTE_FORMATS, TEXT_FORMATS};
use crate::language;
use crate::ocr::Recogniser;

/// Above this share of control characters a text is none: 1 in this many.
const CONTROL_SHARE: usize = 50;

/// Reads the articles a file holds: at least one, each with some body text.
///
/// The format is told by the content; `path` is for messages and breaks ties.
/// Files from elsewhere belong in [`crate::Parsers`], which survives them.
///
/// # Errors
/// [`ImportError::Empty`], [`ImportError::NotText`], [`ImportError::UnsupportedFormat`],
/// [`ImportError::NoText`], [`ImportError::Encrypted`], [`ImportError::NoTextLayer`],
/// [`ImportError::NoTextOnPages`], [`ImportError::OcrMissing`],
/// [`ImportError::Damaged`], [`ImportError::TooMuchInside`],
/// [`ImportError::PdfReaderMissing`], [`ImportError::ParserFailed`].
pub fn parse(bytes: &[u8], path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    read_one(bytes, path, &mut Budget::new(read_one))
}

/// As [`parse`], where somebody may read pictures of pages.
pub(crate) fn parse_pages(
    bytes: &[u8],
    path: &Path,
    recogniser: Option<Box<dyn Recogniser>>,
) -> Result<Vec<RawArticle>, ImportError> {
    read_one(bytes, path, &mut Budget::with(read_one, recogniser))
}

/// As [`parse`], of a file that may lie inside another.
pub(crate) fn read_one(
    bytes: &[u8],
    path: &Path,
    budget: &mut Budget,
) -> Result<Vec<RawArticle>, ImportError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty { path: path.to_owned() });
    }
    let crashed = |_| ImportError::ParserFailed {
        path: path.to_owned(),
        message: "the parser crashed".to_owned(),
    };
    let sample = Sample::new(bytes, path);
    let articles = if let Some(format) = BYTE_FORMATS.iter().find(|it| (it.sniff)(&sample)) {
        let read = AssertUnwindSafe(|| (format.read)(bytes, path, budget));
        let articles = catch_unwind(read).map_err(crashed)??;
        finished(articles, format.name, None)
    } else {
        let decoded = decode(bytes);
        refuse_noise(&decoded.text, path)?;
        let sample = TextSample::new(&decoded.text, path);
        let format = TEXT_FORMATS.iter().find(|it| (it.sniff)(&sample));
        let format = format.ok_or_else(|| ImportError::NotText { path: path.to_owned() })?;
        let read = AssertUnwindSafe(|| (format.read)(&decoded.text, path));
        finished(catch_unwind(read).map_err(crashed)??, format.name, Some(&decoded))
    };
    let articles: Vec<RawArticle> = articles.into_iter().filter(has_body).collect();
    if articles.is_empty() {
        return Err(ImportError::NoText { path: path.to_owned() });
    }
    Ok(articles)
}

fn has_body(article: &RawArticle) -> bool {
    article
        .blocks
        .iter()
        .any(|block| block.role == Role::Body && block.text.contains(char::is_alphanumeric))
}

fn finished(articles: Vec<RawArticle>, format: &str, decoded: Option<&Decoded>) -> Vec<RawArticle> {
    articles.into_iter().map(|article| finish(article, format, decoded)).collect()
}

/// Adds what every format has in common; what a file inside it said stays.
fn finish(mut article: RawArticle, format: &str, decoded: Option<&Decoded>) -> RawArticle {
    if article.metadata.language.is_none() {
        article.metadata.language = language::detect(&article);
    }
    if article.receipt.format.is_empty() {
        format.clone_into(&mut article.receipt.format);
    }
    if let Some(decoded) = decoded {
        article.receipt.encoding.clone_from(&decoded.encoding);
        if decoded.lossy {
            article.receipt.warnings.push("Some characters could not be decoded.".to_owned());
        }
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
