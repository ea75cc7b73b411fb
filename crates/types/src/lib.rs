//! Plain data that every crate of Parallax speaks: ids, articles, passages,
//! unit vectors, labels.
//!
//! Invariant: no dependencies, no I/O, no serde. What can be wrong about a value
//! is refused where it is made, so that nobody downstream checks again.
//! Not here: how any of it is written to a screen, a file or a database.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod article;
mod highlight;
mod ids;
mod label;
mod path_text;
mod shown;
mod span;
mod vector;

pub use article::{
    Block, BlockKind, Boilerplate, IsoDate, Metadata, RawArticle, Receipt, Role, Source, Sourced,
};
pub use highlight::{Anchor, Colour, Quote};
pub use ids::{ArticleId, HighlightId, PassageId, SavedSearchId, VectorId, VersionId};
pub use label::Label;
pub use path_text::{is_below, path_to_text, text_to_path, texts_below_begin};
pub use shown::{for_file, for_terminal, is_bidi, on_one_line};
pub use span::Span;
pub use vector::{UnitVector, UnitVectorError};
