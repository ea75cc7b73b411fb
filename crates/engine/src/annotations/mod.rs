//! What a reader makes of the library: tags, notes, highlights, corrected titles
//! and dates, saved searches. Every change can be undone until the library is closed.
//!
//! Invariant: each of these changes the store once, in one transaction, and returns
//! the [`ChangeId`] by which it is taken back.
//! Not here: removing articles (`library`), writing any of it to a file (`export`).

mod anchor;
mod cite;
mod edits;
mod highlights;
mod nesting;
mod paint;
mod searches;
#[cfg(test)]
mod tests;

pub use cite::{Citation, cite, source_of};
pub use edits::FieldView;
pub use highlights::HighlightView;

pub(crate) use anchor::place;
pub(crate) use cite::{author_list, file_name, hex, long_date, paragraph_of};
pub(crate) use nesting::{in_quotation_marks, one_level_down};
pub(crate) use paint::{Painted, paint};

use std::collections::HashMap;

use parallax_store::TagCount;
use parallax_types::ArticleId;

use crate::undo::{Change, ChangeId};
use crate::{EngineError, Library};

/// Characters a tag's name has at most.
const MAX_TAG_CHARS: usize = 60;

/// What a reader made of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotations {
    /// Its tags, by name.
    pub tags: Vec<String>,
    /// The note on it.
    pub note: Option<String>,
    /// Its highlights, in reading order, lost ones last.
    pub highlights: Vec<HighlightView>,
    /// Title, outlet, authors and date, each with what was read.
    pub fields: Vec<FieldView>,
}

impl Library {
    /// Everything kept with an article.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn kept(&self, id: ArticleId) -> Result<Annotations, EngineError> {
        Ok(Annotations {
            fields: self.field_views(id)?,
            tags: self.store.tags_of(id)?,
            note: self.store.note(id)?,
            highlights: self.highlights_of(id)?,
        })
    }

    /// Every tag in use, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tags(&self) -> Result<Vec<TagCount>, EngineError> {
        Ok(self.store.tags()?)
    }

    /// The tags of every article that has any, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tags_by_article(&self) -> Result<HashMap<ArticleId, Vec<String>>, EngineError> {
        Ok(self.store.tags_by_article()?)
    }

    /// The tags of an article, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tags_of(&self, id: ArticleId) -> Result<Vec<String>, EngineError> {
        Ok(self.store.tags_of(id)?)
    }

    /// Puts tags on articles and takes others off. Names are tidied: one line, no
    /// quotes or commas, at most 60 characters; what is empty then is passed over.
    ///
    /// # Errors
    /// When one of the articles is not there; nothing is changed then.
    pub fn tag(
        &self,
        ids: &[ArticleId],
        add: &[String],
        remove: &[String],
    ) -> Result<ChangeId, EngineError> {
        let add: Vec<String> = add.iter().filter_map(|name| tidy_tag(name)).collect();
        let remove: Vec<String> = remove.iter().filter_map(|name| tidy_tag(name)).collect();
        let before = self.store.tag(ids, &add, &remove)?;
        Ok(self.changed(Change::Tags(before)))
    }

    /// Sets the note on an article; an empty one drops it.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn set_note(&self, id: ArticleId, note: &str) -> Result<ChangeId, EngineError> {
        let note = Some(note.trim()).filter(|note| !note.is_empty());
        let before = self.store.set_note(id, note)?;
        Ok(self.changed(Change::Note(id, before)))
    }
}

/// A tag's name as it is kept; `None` if nothing is left of it. Quotes and commas
/// hold tags apart where several are written.
pub(crate) fn tidy_tag(name: &str) -> Option<String> {
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || c.is_control() || c == '"' || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let name: String = words.join(" ").chars().take(MAX_TAG_CHARS).collect();
    let name = name.trim_start_matches('#').trim();
    (!name.is_empty()).then(|| name.to_owned())
}
