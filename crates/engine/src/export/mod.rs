//! Taking things along: hits, stories, highlights and articles as text in the forms
//! other programs read.
//!
//! ```text
//! selection ─▶ collection: articles with excerpts ─▶ one writer per format ─▶ text
//! ```
//!
//! Invariants: UTF-8 with `\n`; words as they stand in the article, but for control
//! characters, which are shown (`parallax_types::for_file`); the same collection gives
//! the same text. Not here: files and dialogs.

mod bibtex;
mod collect;
mod copying;
mod csl;
mod csv;
mod json;
mod ledger;
mod markdown;
mod references;
mod ris;
#[cfg(test)]
mod tests;

use crate::annotations::in_quotation_marks;
pub use copying::CopyForm;
pub use ledger::LedgerFormat;
use parallax_store::{ArticleRow, HighlightFilter};
use parallax_types::{ArticleId, Colour, Label, PassageId, Span, for_file, on_one_line};
pub use references::{Reference, ReferenceStyle};

/// What is to be taken along.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, for one export")]
pub enum Selection {
    /// What a search finds, at most `n_wanted` passages.
    Query {
        /// As typed.
        query: String,
        /// Upper bound on passages.
        n_wanted: usize,
    },
    /// The articles of a story, earliest first.
    Story(ArticleId),
    /// These articles, in this order, each with its highlights.
    Articles(Vec<ArticleId>),
    /// One article with its highlights, and of its passages the one that was being
    /// read, unless a highlight holds it.
    Reading(ArticleId, PassageId),
    /// Highlights, by article.
    Highlights(HighlightFilter),
}

/// The forms to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// For reading and for notes.
    Markdown,
    /// For spreadsheets: one row per excerpt (RFC 4180).
    Csv,
    /// For programs: everything.
    Json,
    /// For Zotero, Pandoc and others: citeproc's JSON.
    CslJson,
    /// For LaTeX.
    Bibtex,
    /// For reference managers.
    Ris,
}

impl ExportFormat {
    /// Every format, in the order offered.
    pub const ALL: [Self; 6] =
        [Self::Markdown, Self::Csv, Self::Json, Self::CslJson, Self::Bibtex, Self::Ris];

    /// The stable name, as on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::CslJson => "csl-json",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// What a file's name ends in, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json | Self::CslJson => "json",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
        }
    }
}

/// Articles with excerpts, ready to be written in any form.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection {
    /// What it is, for people.
    pub title: String,
    /// When it was put together, ISO 8601 in UTC.
    pub made_at: String,
    /// Its articles; none twice.
    pub items: Vec<Item>,
}

/// An article and what is taken from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The article.
    pub article: ArticleRow,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// The reader's note.
    pub note: Option<String>,
    /// Passages or highlights; may be none.
    pub excerpts: Vec<Excerpt>,
}

/// Exact words of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// The words.
    pub words: String,
    /// Bytes of the clean text; `None` where a highlight lost its place.
    pub span: Option<Span>,
    /// Which paragraph of the body they begin in, from 1.
    pub paragraph: Option<usize>,
    /// The colour, if it is a highlight.
    pub colour: Option<Colour>,
    /// The reader's note on it.
    pub note: Option<String>,
    /// How close it is to the query, if it was found by one.
    pub label: Option<Label>,
}

impl Collection {
    /// The collection as the text of a file.
    #[must_use]
    pub fn write(&self, format: ExportFormat) -> String {
        match format {
            ExportFormat::Markdown => markdown::write(&self.shown()),
            ExportFormat::Csv => csv::write(&self.shown()),
            // They have escapes for what must not be seen, and stay exact.
            ExportFormat::Json => json::write(self),
            ExportFormat::CslJson => csl::write(self),
            ExportFormat::Bibtex => bibtex::write(&self.shown()),
            ExportFormat::Ris => ris::write(&self.shown()),
        }
    }

    /// The same with every text from elsewhere made harmless: control characters as
    /// pictures, and no text turning the direction of the next.
    fn shown(&self) -> Self {
        let text = |text: &str| for_file(text).into_owned();
        let optional = |text: &Option<String>| text.as_deref().map(|it| for_file(it).into_owned());
        let items = self.items.iter().map(|item| {
            let mut article = item.article.clone();
            article.title = on_one_line(&article.title).into_owned();
            article.path = on_one_line(&article.path).into_owned();
            let metadata = &mut article.metadata;
            let fields =
                [&mut metadata.outlet, &mut metadata.language, &mut metadata.canonical_url];
            for field in fields.into_iter().flatten() {
                field.value = on_one_line(&field.value).into_owned();
            }
            for author in metadata.authors.iter_mut().flat_map(|authors| &mut authors.value) {
                *author = on_one_line(author).into_owned();
            }
            let excerpts = item.excerpts.iter().map(|excerpt| Excerpt {
                words: text(&excerpt.words),
                note: optional(&excerpt.note),
                ..excerpt.clone()
            });
            Item {
                article,
                tags: item.tags.iter().map(|tag| text(tag)).collect(),
                note: optional(&item.note),
                excerpts: excerpts.collect(),
            }
        });
        Self {
            title: on_one_line(&self.title).into_owned(),
            made_at: self.made_at.clone(),
            items: items.collect(),
        }
    }

    /// Excerpts of all articles together.
    #[must_use]
    pub fn n_excerpts(&self) -> usize {
        self.items.iter().map(|item| item.excerpts.len()).sum()
    }

    /// A name for the file, without anything a file system minds.
    #[must_use]
    pub fn file_name(&self, format: ExportFormat) -> String {
        const MAX_CHARS: usize = 60;
        let safe: String = self
            .title
            .chars()
            .map(|c| if c.is_alphanumeric() || " -_,’".contains(c) { c } else { ' ' })
            .collect();
        let safe = safe.split_whitespace().collect::<Vec<_>>().join(" ");
        let name: String = safe.chars().take(MAX_CHARS).collect();
        let name = if name.trim().is_empty() { "Parallax" } else { name.trim() };
        format!("{name}.{}", format.extension())
    }
}

/// What is said of an article in every form.
struct Facts<'a> {
    title: &'a str,
    outlet: Option<&'a str>,
    authors: &'a [String],
    /// `YYYY-MM-DD`, or as much of it as is known.
    day: Option<&'a str>,
    language: Option<&'a str>,
    url: Option<&'a str>,
}

impl<'a> Facts<'a> {
    fn of(article: &'a ArticleRow) -> Self {
        let metadata = &article.metadata;
        Self {
            title: &article.title,
            outlet: metadata.outlet.as_ref().map(|outlet| outlet.value.as_str()),
            authors: metadata.authors.as_ref().map_or(&[], |authors| authors.value.as_slice()),
            day: metadata.published.as_ref().map(|date| date.value.day()),
            language: metadata.language.as_ref().map(|language| language.value.as_str()),
            url: metadata.canonical_url.as_ref().map(|url| url.value.as_str()),
        }
    }

    /// Year, month and day as numbers, as far as they are known.
    fn date_parts(&self) -> Vec<u32> {
        let numbers = self.day.into_iter().flat_map(|day| day.split('-'));
        numbers.map_while(|number| number.parse().ok()).collect()
    }
}

/// The reader's note and the excerpts, each in quotation marks, as one text.
fn annotation(item: &Item) -> Option<String> {
    let mut parts: Vec<String> = item.note.iter().cloned().collect();
    parts.extend(item.excerpts.iter().map(|excerpt| {
        let place = excerpt.paragraph.map(|n| format!(" (paragraph {n})")).unwrap_or_default();
        let note = excerpt.note.as_ref().map(|note| format!(" – {note}")).unwrap_or_default();
        format!("{}{place}{note}", in_quotation_marks(&excerpt.words))
    }));
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// A person's name cut into family and given names: `Reuel, Anna` and `Anna van
/// Reuel` alike. `None` for a single word, or what reads like an institution.
fn family_and_given(author: &str) -> Option<(String, String)> {
    const INSTITUTION: [&str; 25] = [
        "agency",
        "agencies",
        "and",
        "association",
        "authority",
        "board",
        "bureau",
        "commission",
        "committee",
        "correspondent",
        "council",
        "desk",
        "editorial",
        "editors",
        "institute",
        "ministry",
        "news",
        "newsroom",
        "of",
        "office",
        "press",
        "reporter",
        "society",
        "staff",
        "the",
    ];
    const PARTICLES: [&str; 14] = [
        "al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "ibn", "la", "van", "von",
    ];
    const SUFFIXES: [&str; 8] = ["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "V"];
    if let Some((family, given)) = author.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        return (!family.is_empty() && !given.is_empty())
            .then(|| (family.to_owned(), given.to_owned()));
    }
    let mut words: Vec<&str> = author.split_whitespace().collect();
    // Sons and grandsons of the same name: `Hale Jr.` is the family name.
    let suffix = words.pop_if(|word| SUFFIXES.contains(word));
    let is_institution =
        words.iter().any(|word| INSTITUTION.contains(&word.to_lowercase().as_str()));
    if words.len() < 2 || words.len() > 6 || is_institution {
        return None;
    }
    let first_particle = words[1..]
        .iter()
        .position(|word| PARTICLES.contains(word))
        .map_or(words.len() - 1, |at| at + 1);
    let family = first_particle.min(words.len() - 1);
    let given = words[..family].join(" ");
    words.extend(suffix);
    Some((words[family..].join(" "), given))
}
