//! An article as read from a file: blocks of text with what is known about them.

/// What kind of text a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading inside the article (the title is in [`Metadata`]).
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A quotation set apart from the text.
    Quote,
    /// One row of a table, cells joined by ` | `.
    TableRow,
    /// Text under a picture.
    Caption,
    /// Preformatted text; its line breaks matter.
    Preformatted,
}

/// Why a block is not part of what the author wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Boilerplate {
    /// Menus, breadcrumbs, section names, buttons, "All news", "×".
    Navigation,
    /// Appeals for money or support, subscription and ad-free offers.
    Appeal,
    /// Advertising and sponsored links.
    Advertising,
    /// "Read more", "Related article", lists of other headlines.
    MoreLinks,
    /// Share and follow buttons, comment prompts.
    Sharing,
    /// Cookie, privacy and legal notices, copyright lines.
    Notice,
    /// Credits and captions of pictures.
    PhotoCredit,
    /// The title, byline or date line repeated as text.
    Byline,
    /// Text that recurs in other articles of the same outlet.
    Repeated,
    /// A bare web address.
    Address,
    /// Left out by the article extractor without a closer reason.
    OutsideArticle,
}

impl Boilerplate {
    /// Every kind, in a fixed order.
    pub const ALL: [Self; 11] = [
        Self::Navigation,
        Self::Appeal,
        Self::Advertising,
        Self::MoreLinks,
        Self::Sharing,
        Self::Notice,
        Self::PhotoCredit,
        Self::Byline,
        Self::Repeated,
        Self::Address,
        Self::OutsideArticle,
    ];

    /// The stable name, for storage and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::Appeal => "appeal",
            Self::Advertising => "advertising",
            Self::MoreLinks => "more links",
            Self::Sharing => "sharing",
            Self::Notice => "notice",
            Self::PhotoCredit => "photo credit",
            Self::Byline => "byline",
            Self::Repeated => "repeated",
            Self::Address => "address",
            Self::OutsideArticle => "outside article",
        }
    }
}

/// Whether a block is read, searched and related, or only shown dimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// What the author wrote.
    Body,
    /// What the page put around it.
    Boilerplate(Boilerplate),
}

/// A piece of an article in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What kind of text it is.
    pub kind: BlockKind,
    /// The importer's verdict; `text` may turn body into furniture, never back.
    pub role: Role,
    /// The text, never empty once cleaned.
    pub text: String,
    /// The page of the document it begins on, from 1, where there are pages.
    pub page: Option<u32>,
}

/// Where a piece of metadata was read from. Nothing is ever guessed silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// schema.org data in the page.
    JsonLd,
    /// OpenGraph and `article:` properties.
    OpenGraph,
    /// Other `<meta>` elements.
    Meta,
    /// The document's own markup: `<title>`, `<h1>`, `<time>`, `lang`.
    Markup,
    /// A byline or dateline in the text.
    Dateline,
    /// The first lines of the text.
    FirstLines,
    /// Front matter of a Markdown file, or the file format's own properties.
    FileProperties,
    /// The file's name.
    FileName,
    /// The words of the text (language only).
    Detected,
    /// Written by the reader; what was read before is kept beside it.
    Reader,
}

impl Source {
    /// The stable name, for storage and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonLd => "json-ld",
            Self::OpenGraph => "opengraph",
            Self::Meta => "meta",
            Self::Markup => "markup",
            Self::Dateline => "dateline",
            Self::FirstLines => "first lines",
            Self::FileProperties => "file properties",
            Self::FileName => "file name",
            Self::Detected => "detected",
            Self::Reader => "by you",
        }
    }
}

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub source: Source,
}

impl<T> Sourced<T> {
    /// Pairs a value with its source.
    pub fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }
}

/// A calendar date, perhaps with a time: `2017-01-04` or
/// `2017-01-04T10:30:00+03:00` (ISO 8601); or as much of one as is known, `2017-01`
/// or `2017`. Sorts by time within one zone, and by day always, since the day comes
/// first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoDate(String);

impl IsoDate {
    /// Accepts `YYYY-MM-DD`, alone or followed by `T…`, with month and day in range;
    /// `YYYY-MM` and `YYYY`.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        if text.len() == 4 || text.len() == 7 {
            // The rest of a month's or a year's first day.
            let whole = format!("{text}{}", &"-01-01"[text.len() - 4..]);
            return Self::new(&whole).map(|_| Self(text.to_owned()));
        }
        let day = text.get(..10)?;
        let rest = &text[10..];
        let bytes = day.as_bytes();
        let number = |range: std::ops::Range<usize>| -> Option<u32> {
            bytes[range.clone()].iter().all(u8::is_ascii_digit).then(|| day[range].parse().ok())?
        };
        let (month, date) = (number(5..7)?, number(8..10)?);
        number(0..4)?;
        let fits = bytes[4] == b'-'
            && bytes[7] == b'-'
            && (1..=12).contains(&month)
            && (1..=31).contains(&date)
            && (rest.is_empty() || rest.starts_with('T'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The text it was made from.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day alone, `YYYY-MM-DD`; the month or year where no more is known.
    #[must_use]
    pub fn day(&self) -> &str {
        &self.0[..self.0.len().min(10)]
    }
}

/// What is known about an article, each with where it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub title: Option<Sourced<String>>,
    /// Who published it.
    pub outlet: Option<Sourced<String>>,
    /// Who wrote it, in the order given.
    pub authors: Option<Sourced<Vec<String>>>,
    /// When it was published.
    pub published: Option<Sourced<IsoDate>>,
    /// BCP 47 language tag, lower case: `en`, `pt-br`.
    pub language: Option<Sourced<String>>,
    /// Where the page says it lives; kept as text, never fetched.
    pub canonical_url: Option<Sourced<String>>,
}

/// What the importer did with one file; shown to the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// `text`, `html`, `pdf`…
    pub format: String,
    /// WHATWG name of the character encoding, lower case; `ocr 91 %` where words were
    /// read by OCR, and how surely.
    pub encoding: String,
    /// Things the reader should know, as whole sentences.
    pub warnings: Vec<String>,
    /// Milliseconds it took to read the whole file.
    pub took_ms: u32,
    /// When the page was saved, where the file says so; not when the file was written.
    pub captured: Option<IsoDate>,
}

/// Before the share of [`Receipt::ocr_percent`].
const OCR: &str = "ocr ";

impl Receipt {
    /// How surely the words were read that were read by OCR, of 100; `None` where none were.
    #[must_use]
    pub fn ocr_percent(&self) -> Option<u8> {
        let (_, rest) = self.encoding.rsplit_once(OCR)?;
        rest.strip_suffix(" %")?.parse().ok().filter(|percent| *percent <= 100)
    }

    /// Says in [`Receipt::encoding`] that words were read by OCR, and how surely.
    pub fn set_ocr_percent(&mut self, percent: u8) {
        let rest = if self.encoding.is_empty() { "" } else { ", " };
        self.encoding = format!("{}{rest}{OCR}{percent} %", self.encoding);
    }
}

/// An article as an importer read it, before cleaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawArticle {
    /// Title, outlet, authors, date, language.
    pub metadata: Metadata,
    /// All text of the file in reading order, furniture included.
    pub blocks: Vec<Block>,
    /// Tags that whoever kept the file had put on it; pages' own keywords are none.
    pub tags: Vec<String>,
    /// What was done.
    pub receipt: Receipt,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates() {
        for good in ["2017-01-04", "2017-01-04T10:30:00+03:00", "0099-12-31"] {
            assert_eq!(IsoDate::new(good).map(|date| date.day().len()), Some(10), "{good}");
        }
        for part in ["2017", "2017-12"] {
            assert_eq!(IsoDate::new(part).map(|date| date.day().to_owned()).as_deref(), Some(part));
        }
        for bad in [
            "",
            "201",
            "2017-13",
            "2017-1",
            "2017-13-04",
            "2017-01-32",
            "2017/01/04",
            "2017-01-04 10:30",
            "20é7-01-04",
        ] {
            assert_eq!(IsoDate::new(bad), None, "{bad}");
        }
    }
}
