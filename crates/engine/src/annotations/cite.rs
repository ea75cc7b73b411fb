//! A passage with where it is from, in words that stand alone in a note or a mail.

use std::path::Path;

use parallax_store::{ArticleRow, StoredArticle, StoredBlock};
use parallax_types::{ArticleId, BlockKind, Role, Span, for_file, on_one_line};

use super::highlights::trimmed;
use super::nesting::in_quotation_marks;
use crate::{EngineError, Library};

/// Exact words and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The words, as they stand in the article.
    pub words: String,
    /// Which paragraph of the body they begin in, from 1; `None` in furniture.
    pub paragraph: Option<usize>,
    /// The page of the document that paragraph begins on, from 1, where there are pages.
    pub page: Option<u32>,
    /// All of it as text: words in quotation marks, then the source.
    pub text: String,
}

impl Library {
    /// The citation of a span of an article; blanks at its ends are left out.
    ///
    /// # Errors
    /// [`EngineError::NothingSelected`] when no words are left; when there is no such
    /// article.
    pub fn cite(&self, id: ArticleId, span: Span) -> Result<Citation, EngineError> {
        let article = self.article(id)?;
        let span = trimmed(&article, span)?;
        let paragraph = paragraph_of(&article, span.start);
        let words = span.of(&article.text).to_owned();
        let page = article.page_of(span.start);
        let text = cite(&article.row, &words, page, paragraph);
        Ok(Citation { words, paragraph, page, text })
    }
}

/// `“Words.”`, then outlet, headline, date, authors, position, and the address with the day
/// it was read; the file's name where no address is known.
#[must_use]
pub fn cite(row: &ArticleRow, words: &str, page: Option<u32>, paragraph: Option<usize>) -> String {
    format!("{}\n— {}", in_quotation_marks(&for_file(words)), source_of(row, page, paragraph))
}

/// Where words are from, on one line that ends in a full stop or an address.
#[must_use]
pub fn source_of(row: &ArticleRow, page: Option<u32>, paragraph: Option<usize>) -> String {
    let metadata = &row.metadata;
    let mut source: Vec<String> = Vec::new();
    source.extend(metadata.outlet.as_ref().map(|outlet| on_one_line(&outlet.value).into_owned()));
    source.push(in_quotation_marks(&on_one_line(&row.title)));
    source.extend(metadata.published.as_ref().map(|date| long_date(date.value.day())));
    source.extend(
        metadata
            .authors
            .as_ref()
            .map(|authors| format!("by {}", on_one_line(&author_list(&authors.value)))),
    );
    source.extend(page.map(|n| format!("page {n}")));
    source.extend(paragraph.map(|n| format!("paragraph {n}")));
    let read = long_date(row.imported_at.get(..10).unwrap_or_default());
    if let Some(url) = &metadata.canonical_url {
        format!("{}. {} (read {read})", source.join(", "), on_one_line(&url.value))
    } else {
        let file = on_one_line(&file_name(row)).into_owned();
        format!("{}. File {file}, added {read}.", source.join(", "))
    }
}

/// Which paragraph of the body holds byte `at`, from 1; headings are not counted.
pub(crate) fn paragraph_of(article: &StoredArticle, at: usize) -> Option<usize> {
    let is_counted =
        |block: &&StoredBlock| block.role == Role::Body && block.kind != BlockKind::Heading;
    let body = article.blocks.iter().filter(is_counted);
    let place = body.enumerate().find(|(_, block)| block.span.range().contains(&at));
    place.map(|(n, _)| n + 1)
}

/// `4 January 2031`; as given when it is no day.
pub(crate) fn long_date(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut numbers = day.split('-').map(str::parse::<usize>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(year)), Some(Ok(month @ 1..=12)), Some(Ok(day))) => {
            format!("{day} {} {year}", MONTHS[month - 1])
        }
        (Some(Ok(year)), Some(Ok(month @ 1..=12)), None) => {
            format!("{} {year}", MONTHS[month - 1])
        }
        _ => day.to_owned(),
    }
}

/// `A, B and C`.
pub(crate) fn author_list(authors: &[String]) -> String {
    match authors {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The name of the file an article came from.
pub(crate) fn file_name(row: &ArticleRow) -> String {
    Path::new(&row.path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
