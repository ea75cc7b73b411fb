//! Passages a reader set apart, in five colours, with notes.

use std::collections::HashMap;

use parallax_store::{Highlight, HighlightFilter, NewHighlight, StoredArticle};
use parallax_types::{Anchor, ArticleId, Colour, HighlightId, Quote, Span};

use super::Painted;
use crate::undo::{Change, ChangeId};
use crate::{ArticleRow, EngineError, Library};

/// Bytes of text kept around a highlight, to find its place again.
const N_AROUND: usize = 80;

/// A highlight with what a list shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighlightView {
    /// Its id.
    pub id: HighlightId,
    /// The article.
    pub article_id: ArticleId,
    /// The words as they were highlighted.
    pub words: String,
    /// Where it stands; `None` when its words are gone from the article.
    pub anchor: Option<Anchor>,
    /// Its colour.
    pub colour: Colour,
    /// The reader's note on it.
    pub note: Option<String>,
    /// When it was made, ISO 8601 in UTC.
    pub made_at: String,
}

impl From<Highlight> for HighlightView {
    fn from(highlight: Highlight) -> Self {
        Self {
            id: highlight.id,
            article_id: highlight.article_id,
            words: highlight.quote.words,
            anchor: highlight.anchor,
            colour: highlight.colour,
            note: highlight.note,
            made_at: highlight.made_at,
        }
    }
}

impl Library {
    /// Highlights that pass, with the article each is in: by article, the one
    /// highlighted last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn highlights(
        &self,
        filter: &HighlightFilter,
    ) -> Result<Vec<(HighlightView, ArticleRow)>, EngineError> {
        let found = self.store.highlights(filter)?;
        let mut ids: Vec<ArticleId> = found.iter().map(|highlight| highlight.article_id).collect();
        ids.dedup();
        let rows: HashMap<ArticleId, ArticleRow> =
            self.store.article_rows(&ids)?.into_iter().map(|row| (row.id, row)).collect();
        let views = found.into_iter().map(HighlightView::from);
        Ok(views
            .filter_map(|view| rows.get(&view.article_id).cloned().map(|row| (view, row)))
            .collect())
    }

    pub(super) fn highlights_of(&self, id: ArticleId) -> Result<Vec<HighlightView>, EngineError> {
        let filter = HighlightFilter { article: Some(id), ..HighlightFilter::default() };
        Ok(self.store.highlights(&filter)?.into_iter().map(HighlightView::from).collect())
    }

    /// What is painted in an article's text.
    pub(crate) fn painted(&self, id: ArticleId) -> Result<Vec<Painted>, EngineError> {
        let placed = self.highlights_of(id)?.into_iter().filter_map(|highlight| {
            let span = highlight.anchor?.span;
            Some(Painted { id: highlight.id, span, colour: highlight.colour })
        });
        let mut painted: Vec<Painted> = placed.collect();
        painted.sort_by_key(|painted| painted.id);
        Ok(painted)
    }

    /// Highlights a span of an article's text, in whole words, without blanks at its
    /// ends. What is highlighted already gets the new colour.
    ///
    /// # Errors
    /// [`EngineError::NothingSelected`] when no words are left; when there is no such
    /// article.
    pub fn add_highlight(
        &self,
        article_id: ArticleId,
        span: Span,
        colour: Colour,
        note: Option<&str>,
    ) -> Result<(HighlightId, ChangeId), EngineError> {
        let article = self.article(article_id)?;
        let span = trimmed(&article, span)?;
        let there = self.painted(article_id)?.into_iter().find(|painted| painted.span == span);
        if let Some(painted) = there {
            let before = self.store.highlight(painted.id)?;
            let note = note.or(before.note.as_deref());
            return Ok((painted.id, self.change_highlight(painted.id, colour, note)?));
        }
        let new = NewHighlight {
            article_id,
            span,
            quote: quote(&article.text, span),
            colour,
            note: tidy(note),
            made_at: self.now(),
        };
        let id = self.store.add_highlight(&new)?;
        Ok((id, self.changed(Change::NoHighlight(id))))
    }

    /// Gives a highlight another colour and note; an empty note drops it.
    ///
    /// # Errors
    /// When there is no such highlight.
    pub fn change_highlight(
        &self,
        id: HighlightId,
        colour: Colour,
        note: Option<&str>,
    ) -> Result<ChangeId, EngineError> {
        let before = self.store.highlight(id)?;
        self.store.put_highlight(&Highlight { colour, note: tidy(note), ..before.clone() })?;
        Ok(self.changed(Change::Highlight(Box::new(before))))
    }

    /// Removes a highlight.
    ///
    /// # Errors
    /// When there is no such highlight.
    pub fn remove_highlight(&self, id: HighlightId) -> Result<ChangeId, EngineError> {
        let before = self.store.delete_highlight(id)?;
        Ok(self.changed(Change::Highlight(Box::new(before))))
    }
}

/// `span` in whole words, without the blanks at its ends.
pub(super) fn trimmed(article: &StoredArticle, span: Span) -> Result<Span, EngineError> {
    let words = span.of(&article.text);
    let start = span.start + (words.len() - words.trim_start().len());
    let span = whole_words(&article.text, Span::new(start, start + words.trim().len()));
    if span.is_empty() {
        return Err(EngineError::NothingSelected { id: article.row.id });
    }
    Ok(span)
}

/// A word cut in two at an end of `span` is taken whole.
fn whole_words(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let (mut start, mut end) = (span.start, span.end);
    if words.starts_with(is_spaced_letter) {
        let before = &text[..start];
        start = before.trim_end_matches(is_spaced_letter).len();
    }
    if words.ends_with(is_spaced_letter) {
        let after = &text[end..];
        end += after.len() - after.trim_start_matches(is_spaced_letter).len();
    }
    Span::new(start, end)
}

/// A letter or digit of a script that puts blanks between words; of others (Thai,
/// Burmese, Khmer, Chinese, Japanese) a word cannot be told by its letters.
fn is_spaced_letter(c: char) -> bool {
    let is_unspaced = matches!(
        c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..
    );
    c.is_alphanumeric() && !is_unspaced
}

fn quote(text: &str, span: Span) -> Quote {
    let from = text.floor_char_boundary(span.start.saturating_sub(N_AROUND));
    let to = text.ceil_char_boundary((span.end + N_AROUND).min(text.len()));
    Quote {
        words: span.of(text).to_owned(),
        before: Span::new(from, span.start).of(text).to_owned(),
        after: Span::new(span.end, to).of(text).to_owned(),
    }
}

fn tidy(note: Option<&str>) -> Option<String> {
    note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned)
}
