//! Tags, notes, highlights and edits, between the engine and the window.

use parallax_engine as engine;

use super::{file_name, id, outlet, published};
use crate::dto::annotations::{
    ArticleForm, ColourDto, CopyForm, ExportForm, ExportSelection, FieldName, FieldView,
    HighlightCard, HighlightPlace, HighlightQuery, HighlightView, KeptView, PaintDto,
    SavedSearchView, TextPoint, TextRange,
};

pub(crate) fn paint(piece: &engine::Piece) -> Option<PaintDto> {
    let (highlight, its_colour) = piece.highlight?;
    Some(PaintDto { highlight_id: id(highlight.0), colour: colour(its_colour) })
}

pub(crate) fn kept(article_id: engine::ArticleId, kept: &engine::Annotations) -> KeptView {
    KeptView {
        article_id: id(article_id.0),
        tags: kept.tags.clone(),
        note: kept.note.clone(),
        highlights: kept.highlights.iter().map(highlight).collect(),
        fields: kept.fields.iter().map(field).collect(),
    }
}

fn field(view: &engine::FieldView) -> FieldView {
    let shown = |value: &str| match view.field {
        engine::Field::Published => day(value).to_owned(),
        _ => value.to_owned(),
    };
    FieldView {
        field: match view.field {
            engine::Field::Title => FieldName::Title,
            engine::Field::Outlet => FieldName::Outlet,
            engine::Field::Authors => FieldName::Authors,
            engine::Field::Published => FieldName::Published,
        },
        value: shown(view.value.as_deref().unwrap_or_default()),
        read: view.read.as_ref().map(|(read, _)| shown(read.as_deref().unwrap_or_default())),
    }
}

fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

fn highlight(view: &engine::HighlightView) -> HighlightView {
    HighlightView {
        highlight_id: id(view.id.0),
        article_id: id(view.article_id.0),
        words: view.words.clone(),
        colour: colour(view.colour),
        note: view.note.clone(),
        place: match view.anchor {
            None => HighlightPlace::Lost,
            Some(anchor) if anchor.is_changed => HighlightPlace::Changed,
            Some(_) => HighlightPlace::Exact,
        },
    }
}

pub(crate) fn card(found: &(engine::HighlightView, engine::ArticleRow)) -> HighlightCard {
    let (view, row) = found;
    HighlightCard {
        highlight: highlight(view),
        title: row.title.clone(),
        outlet: outlet(row),
        published: published(row),
        file_name: file_name(&row.path),
    }
}

pub(crate) fn saved_search(search: &engine::SavedSearch) -> SavedSearchView {
    SavedSearchView { id: id(search.id.0), name: search.name.clone(), query: search.query.clone() }
}

fn colour(colour: engine::Colour) -> ColourDto {
    match colour {
        engine::Colour::Yellow => ColourDto::Yellow,
        engine::Colour::Green => ColourDto::Green,
        engine::Colour::Blue => ColourDto::Blue,
        engine::Colour::Pink => ColourDto::Pink,
        engine::Colour::Purple => ColourDto::Purple,
    }
}

pub(crate) fn to_colour(colour: ColourDto) -> engine::Colour {
    match colour {
        ColourDto::Yellow => engine::Colour::Yellow,
        ColourDto::Green => engine::Colour::Green,
        ColourDto::Blue => engine::Colour::Blue,
        ColourDto::Pink => engine::Colour::Pink,
        ColourDto::Purple => engine::Colour::Purple,
    }
}

pub(crate) fn to_filter(query: HighlightQuery) -> engine::HighlightFilter {
    engine::HighlightFilter {
        article: None,
        colours: query.colours.into_iter().map(to_colour).collect(),
        articles: engine::Filter { tags: query.tags, ..engine::Filter::default() },
    }
}

pub(crate) fn to_selection(selection: ExportSelection) -> engine::Selection {
    /// Passages of a search that are taken along.
    const N_HITS: usize = 500;
    match selection {
        ExportSelection::Query { query } => engine::Selection::Query { query, n_wanted: N_HITS },
        ExportSelection::Story { story_id } => {
            engine::Selection::Story(engine::ArticleId(story_id.into()))
        }
        ExportSelection::Articles { article_ids } => engine::Selection::Articles(
            article_ids.into_iter().map(|id| engine::ArticleId(id.into())).collect(),
        ),
        ExportSelection::Reading { article_id, passage_id } => engine::Selection::Reading(
            engine::ArticleId(article_id.into()),
            engine::PassageId(passage_id.into()),
        ),
        ExportSelection::Highlights { highlights } => {
            engine::Selection::Highlights(to_filter(highlights))
        }
    }
}

pub(crate) fn to_format(form: ExportForm) -> engine::ExportFormat {
    match form {
        ExportForm::Markdown => engine::ExportFormat::Markdown,
        ExportForm::Csv => engine::ExportFormat::Csv,
        ExportForm::Json => engine::ExportFormat::Json,
        ExportForm::CslJson => engine::ExportFormat::CslJson,
        ExportForm::Bibtex => engine::ExportFormat::Bibtex,
        ExportForm::Ris => engine::ExportFormat::Ris,
    }
}

/// The fields in which the form says something else than the article.
pub(crate) fn to_edits(kept: &engine::Annotations, form: &ArticleForm) -> Vec<engine::Edit> {
    let changed = kept.fields.iter().filter_map(|view| {
        let shown = field(view);
        let written = match view.field {
            engine::Field::Title => &form.title,
            engine::Field::Outlet => &form.outlet,
            engine::Field::Authors => &form.authors,
            engine::Field::Published => &form.published,
        };
        let written = written.trim();
        if written == shown.value {
            return None;
        }
        let value = if shown.read.as_deref() == Some(written) {
            engine::Value::AsRead
        } else {
            engine::Value::Written((!written.is_empty()).then(|| written.to_owned()))
        };
        Some(engine::Edit { field: view.field, value })
    });
    changed.collect()
}

/// The bytes between two points of the page, whichever comes first.
pub(crate) fn to_copy_form(form: CopyForm) -> engine::CopyForm {
    use engine::{CopyForm as To, ReferenceStyle as Style};
    match form {
        CopyForm::Plain => To::Plain,
        CopyForm::Apa => To::Reference(Style::Apa),
        CopyForm::Chicago => To::Reference(Style::Chicago),
        CopyForm::Mla => To::Reference(Style::Mla),
        CopyForm::Harvard => To::Reference(Style::Harvard),
        CopyForm::Markdown => To::Markdown,
        CopyForm::Html => To::Html,
    }
}

pub(crate) fn to_span(article: &engine::StoredArticle, range: TextRange) -> engine::Span {
    let (from, to) = (byte_at(article, range.from), byte_at(article, range.to));
    engine::Span::new(from.min(to), from.max(to))
}

/// A point beyond the end of a block is its end.
fn byte_at(article: &engine::StoredArticle, point: TextPoint) -> usize {
    let Some(block) = article.blocks.get(point.block as usize) else { return article.text.len() };
    let text = block.span.of(&article.text);
    let mut n_units = 0;
    for (at, c) in text.char_indices() {
        if n_units >= point.offset as usize {
            return block.span.start + at;
        }
        n_units += c.len_utf16();
    }
    block.span.end
}

#[cfg(test)]
mod tests {
    use parallax_engine::{
        ArticleId, ArticleRow, BlockKind, Metadata, Receipt, Role, Source, Span, StoredArticle,
        StoredBlock,
    };

    use super::*;

    fn article(blocks: &[&str]) -> StoredArticle {
        let mut text = String::new();
        let block = |part: &&str| {
            let start = text.len();
            text += part;
            let span = Span::new(start, text.len());
            text += "\n\n";
            StoredBlock {
                span,
                kind: BlockKind::Paragraph,
                role: Role::Body,
                key: None,
                page: None,
            }
        };
        let blocks = blocks.iter().map(block).collect();
        let row = ArticleRow {
            id: ArticleId(1),
            path: String::new(),
            part: 0,
            title: String::new(),
            title_source: Source::FileName,
            opening: String::new(),
            metadata: Metadata::default(),
            receipt: Receipt::default(),
            n_words_kept: 0,
            n_words_dropped: 0,
            n_passages: 0,
            imported_at: String::new(),
            content_hash: [0; 32],
            n_versions: 1,
        };
        StoredArticle { row, context: String::new(), text, blocks, passages: Vec::new() }
    }

    #[test]
    fn the_page_counts_utf16_and_the_library_bytes() {
        let article = article(&["Über 🦀 Krabben", "Zweiter Absatz"]);
        let point = |block, offset| TextPoint { block, offset };
        let table = [
            (point(0, 0), point(0, 4), "Über"),
            (point(0, 5), point(0, 7), "🦀"),
            (point(0, 8), point(1, 7), "Krabben\n\nZweiter"),
            // Dragged backwards, and beyond the end.
            (point(1, 999), point(1, 8), "Absatz"),
        ];
        for (from, to, expected) in table {
            let span = to_span(&article, TextRange { article_id: 1, from, to });
            assert_eq!(span.of(&article.text), expected);
        }
    }
}
