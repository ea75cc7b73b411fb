//! A file's bytes → its articles, whatever the format.
use crate::ImportError;
use parallax_types::{Block, BlockKind, RawArticle, Receipt, Role};
use std::path::Path;

/// Reads the articles a file holds; at least one, each with some body text.
///
/// # Errors
/// [`ImportError::Empty`] and the like.
pub fn parse(bytes: &[u8], path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let text = String::from_utf8_lossy(bytes);
    let blocks: Vec<Block> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
        .map(|block| Block { kind: BlockKind::Paragraph, role: Role::Body, text: block.to_owned() })
        .collect();
    if blocks.is_empty() {
        return Err(ImportError::Empty { path: path.to_owned() });
    }
    let receipt = Receipt { format: "text".into(), encoding: "utf-8".into(), warnings: vec![] };
    Ok(vec![RawArticle { blocks, receipt, ..RawArticle::default() }])
}
