//! The library an assistant reads at, and how it is opened to write a note.

use std::sync::Arc;

use parallax_engine::{Access, ArticleId, EngineError, Library};

use crate::error::Refusal;

/// Opens the library, for reading or writing.
pub type OpenLibrary = Box<dyn Fn(Access) -> Result<Library, EngineError> + Send + Sync>;

/// A library open for reading. Others may write to it meanwhile.
pub struct Desk {
    library: Arc<Library>,
    open: OpenLibrary,
    allows_notes: bool,
}

impl Desk {
    /// Opens the library for reading.
    ///
    /// - `allows_notes`: whether an assistant may write notes.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn new(open: OpenLibrary, allows_notes: bool) -> Result<Self, EngineError> {
        let library = Arc::new(open(Access::Read)?);
        Ok(Self { library, open, allows_notes })
    }

    pub(crate) fn library(&self) -> &Library {
        &self.library
    }

    pub(crate) fn allows_notes(&self) -> bool {
        self.allows_notes
    }

    /// Adds a paragraph to the note on an article. The library is open for writing only as
    /// long as that takes, so that the window can write as well.
    pub(crate) fn add_note(&self, id: ArticleId, note: &str) -> Result<String, Refusal> {
        if !self.allows_notes {
            return Err(Refusal::notes_not_allowed());
        }
        let library = (self.open)(Access::Write)?;
        library.article(id)?;
        let before = library.kept(id)?.note;
        let note = match before {
            Some(before) => format!("{before}\n\n{}", note.trim()),
            None => note.trim().to_owned(),
        };
        library.set_note(id, &note)?;
        Ok(note)
    }
}
