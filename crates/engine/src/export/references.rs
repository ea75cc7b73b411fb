//! An article as an entry of a list of references, in the styles people are asked for.
//!
//! The rules are those of the Citation Style Language; `hayagriva` reads them and holds the
//! styles. Headlines keep their capitals: no style knows a name from a word.
//! Not here: files for reference managers (`bibtex`, `csl`, `ris`).

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{FontStyle, IndependentStyle, Style};
use hayagriva::types::{Date, EntryType, FormatString, Person, QualifiedUrl, StringChunk};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, Entry, Formatted,
};
use parallax_store::ArticleRow;
use parallax_types::on_one_line;

use super::{Facts, family_and_given};
use crate::annotations::{one_level_down, source_of};

/// How references are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceStyle {
    /// American Psychological Association, 7th edition.
    Apa,
    /// Chicago Manual of Style, 18th edition, author and date.
    Chicago,
    /// Modern Language Association, 9th edition.
    Mla,
    /// Harvard, as in *Cite Them Right*.
    Harvard,
}

impl ReferenceStyle {
    fn archived(self) -> ArchivedStyle {
        match self {
            Self::Apa => ArchivedStyle::AmericanPsychologicalAssociation,
            Self::Chicago => ArchivedStyle::ChicagoAuthorDate,
            Self::Mla => ArchivedStyle::ModernLanguageAssociation,
            Self::Harvard => ArchivedStyle::HarvardCiteThemRight,
        }
    }
}

/// A text as it is, and with italics as mark-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Without any mark-up.
    pub text: String,
    /// HTML in which everything but `<i>` is escaped.
    pub html: String,
}

/// One reference for each of `articles`, in the order of the style's list.
#[must_use]
pub(super) fn references(articles: &[ArticleRow], style: ReferenceStyle) -> Vec<Reference> {
    // The others put headlines between quotation marks.
    let puts_marks = style != ReferenceStyle::Apa;
    let Style::Independent(style) = style.archived().get() else {
        return articles.iter().map(unstyled).collect();
    };
    let entries: Vec<Entry> = articles.iter().map(|row| entry(row, puts_marks)).collect();
    rendered(&entries, &style)
}

fn rendered(entries: &[Entry], style: &IndependentStyle) -> Vec<Reference> {
    let locales = locales();
    let mut driver = BibliographyDriver::new();
    for entry in entries {
        let item = vec![CitationItem::with_entry(entry)];
        driver.citation(CitationRequest::from_items(item, style, &locales));
    }
    let list = driver.finish(BibliographyRequest::new(style, None, &locales)).bibliography;
    list.into_iter().flat_map(|list| list.items).map(|item| reference(&item.content)).collect()
}

fn unstyled(row: &ArticleRow) -> Reference {
    let text = source_of(row, None, None);
    Reference { html: escaped(&text), text }
}

fn entry(row: &ArticleRow, puts_marks: bool) -> Entry {
    let facts = Facts::of(row);
    // What appeared nowhere is a manuscript to these styles, and a page is none.
    let kind = if facts.outlet.is_some() { EntryType::Article } else { EntryType::Web };
    let mut entry = Entry::new(&format!("parallax-{}", row.id), kind);
    let title = if puts_marks { one_level_down(facts.title) } else { facts.title.to_owned() };
    entry.set_title(words(&title));
    if !facts.authors.is_empty() {
        entry.set_authors(facts.authors.iter().map(|author| person(author)).collect());
    }
    if let Some(date) = facts.day.and_then(date) {
        entry.set_date(date);
    }
    if let Some(mut url) = facts.url.and_then(|url| url.parse::<QualifiedUrl>().ok()) {
        url.visit_date = row.imported_at.get(..10).and_then(date);
        entry.set_url(url);
    }
    if let Some(outlet) = facts.outlet {
        let mut paper = Entry::new("outlet", EntryType::Newspaper);
        paper.set_title(words(outlet));
        entry.set_parents(vec![paper]);
    }
    entry
}

/// Shown as it is, whatever it holds.
fn words(text: &str) -> FormatString {
    StringChunk::verbatim(on_one_line(text)).into()
}

fn person(author: &str) -> Person {
    let (name, given_name) = match family_and_given(author) {
        Some((family, given)) => (family, Some(given)),
        None => (author.to_owned(), None),
    };
    let shown = |text: String| on_one_line(&text).into_owned();
    Person {
        name: shown(name),
        given_name: given_name.map(shown),
        prefix: None,
        suffix: None,
        comma_suffix: false,
        alias: None,
    }
}

/// `2031`, `2031-02` or `2031-02-04`.
fn date(day: &str) -> Option<Date> {
    let mut numbers = day.split('-').map(str::parse::<u16>);
    let year = numbers.next()?.ok()?;
    let mut next = || numbers.next()?.ok()?.checked_sub(1).and_then(|n| u8::try_from(n).ok());
    let month = next().filter(|month| *month < 12);
    let day = next().filter(|day| month.is_some() && *day < 31);
    Some(Date { year: year.into(), month, day, approximate: false, season: None })
}

fn reference(content: &ElemChildren) -> Reference {
    let mut made = Reference { text: String::new(), html: String::new() };
    write(content, &mut made);
    made
}

/// The library's own HTML escapes nothing, and headlines are anybody's text.
fn write(content: &ElemChildren, into: &mut Reference) {
    for child in &content.0 {
        match child {
            ElemChild::Text(piece) | ElemChild::Link { text: piece, .. } => {
                write_piece(piece, into);
            }
            ElemChild::Elem(inner) => write(&inner.children, into),
            ElemChild::Markup(text) => {
                into.text += text;
                into.html += &escaped(text);
            }
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn write_piece(piece: &Formatted, into: &mut Reference) {
    into.text += &piece.text;
    let text = escaped(&piece.text);
    into.html += &match piece.formatting.font_style {
        FontStyle::Italic => format!("<i>{text}</i>"),
        FontStyle::Normal => text,
    };
}

/// Text in which nothing is mark-up, for HTML and its attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            c => out.push(c),
        }
    }
    out
}
