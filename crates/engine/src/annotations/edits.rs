//! Corrections of what was read: title, outlet, authors, date.

use parallax_store::{Edit, Field, Value};
use parallax_types::{ArticleId, IsoDate, Source};

use crate::limits::{MAX_AUTHORS, MAX_NAME, MAX_TITLE, shortened};
use crate::undo::{Change, ChangeId};
use crate::{ArticleRow, Control, EngineError, Library};

/// A field as it stands, with what was read from the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// Which.
    pub field: Field,
    /// What it holds now; authors one per line.
    pub value: Option<String>,
    /// What was read, and where, if the reader wrote something else.
    pub read: Option<(Option<String>, Option<Source>)>,
}

impl Library {
    /// Writes fields of an article, or brings back what was read. Values are
    /// trimmed; what is empty then empties the field.
    ///
    /// # Errors
    /// [`EngineError::BadField`] for an empty title or what is no day; when there is
    /// no such article. Nothing is changed then.
    pub fn edit(&self, id: ArticleId, edits: &[Edit]) -> Result<ChangeId, EngineError> {
        let edits = edits.iter().map(tidy).collect::<Result<Vec<_>, _>>()?;
        let before = self.store.edit(id, &edits)?;
        if edits.iter().any(|edit| edit.field == Field::Published) {
            self.update_stories(&Control::default())?;
        }
        Ok(self.changed(Change::Fields(id, before)))
    }

    pub(super) fn field_views(&self, id: ArticleId) -> Result<Vec<FieldView>, EngineError> {
        let rows = self.store.article_rows(&[id])?;
        let row = rows.first().ok_or(parallax_store::StoreError::NoSuchArticle { id })?;
        let edited = self.store.edited_fields(id)?;
        let view = |field| FieldView {
            field,
            value: value(row, field),
            read: edited
                .iter()
                .find(|edited| edited.field == field)
                .map(|edited| (edited.read.clone(), edited.source)),
        };
        Ok(Field::ALL.map(view).to_vec())
    }
}

fn value(row: &ArticleRow, field: Field) -> Option<String> {
    let metadata = &row.metadata;
    match field {
        Field::Title => Some(row.title.clone()),
        Field::Outlet => metadata.outlet.as_ref().map(|outlet| outlet.value.clone()),
        Field::Authors => metadata.authors.as_ref().map(|authors| authors.value.join("\n")),
        Field::Published => {
            metadata.published.as_ref().map(|published| published.value.as_str().to_owned())
        }
    }
}

fn tidy(edit: &Edit) -> Result<Edit, EngineError> {
    let field = edit.field;
    let Value::Written(value) = &edit.value else { return Ok(edit.clone()) };
    let lines = value.iter().flat_map(|value| value.lines());
    let lines: Vec<String> = lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    let value = Some(lines.join(if field == Field::Authors { "\n" } else { " " }))
        .filter(|value| !value.is_empty());
    let value = value.map(|mut value| {
        let max = if field == Field::Authors { MAX_AUTHORS * MAX_NAME } else { MAX_TITLE };
        shortened(&mut value, max);
        value
    });
    let is_good = match (field, &value) {
        (Field::Title, None) => false,
        (Field::Published, Some(day)) => IsoDate::new(day).is_some(),
        _ => true,
    };
    if is_good {
        Ok(Edit { field, value: Value::Written(value) })
    } else {
        Err(EngineError::BadField { field, value: value.unwrap_or_default() })
    }
}
