//! Articles and errors as bytes, between a parent and a child of the same build.
//!
//! Little-endian, every list and text with its length before it, enumerations by
//! their place in a table. Invariant: reading never panics and never allocates
//! more than the bytes at hand justify; bytes that are not ours give `None`.

use std::path::Path;

use parallax_types::{
    Block, BlockKind, Boilerplate, IsoDate, Metadata, RawArticle, Receipt, Role, Source, Sourced,
};

use crate::error::ImportError;
use crate::refused;

const KINDS: [BlockKind; 7] = [
    BlockKind::Heading,
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::Quote,
    BlockKind::TableRow,
    BlockKind::Caption,
    BlockKind::Preformatted,
];

const SOURCES: [Source; 9] = [
    Source::JsonLd,
    Source::OpenGraph,
    Source::Meta,
    Source::Markup,
    Source::Dateline,
    Source::FirstLines,
    Source::FileProperties,
    Source::FileName,
    Source::Detected,
];

/// What came of a file.
pub(super) type Outcome = Result<Vec<RawArticle>, ImportError>;

/// Writes what came of a file; an error's path stays behind.
pub(super) fn encode(outcome: &Outcome) -> Vec<u8> {
    let mut out = Writer(Vec::new());
    match outcome {
        Ok(articles) => {
            out.byte(0);
            out.list(articles, Writer::article);
        }
        Err(error) => out.error(error),
    }
    out.0
}

/// Reads what came of the file at `path`; `None` if these are not such bytes.
pub(super) fn decode(bytes: &[u8], path: &Path) -> Option<Outcome> {
    let mut from = Reader(bytes);
    let outcome = match from.byte()? {
        0 => Ok(from.list(Reader::article)?),
        tag => Err(from.error(tag, path)?),
    };
    from.0.is_empty().then_some(outcome)
}

struct Writer(Vec<u8>);

impl Writer {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn list<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.number(items.len() as u64);
        for item in items {
            write(self, item);
        }
    }

    /// An enumeration's value by its place in `table`, which holds all of them.
    fn place<T: PartialEq>(&mut self, value: &T, table: &[T]) {
        let place = table.iter().position(|it| it == value).unwrap_or_default();
        self.byte(u8::try_from(place).unwrap_or_default());
    }

    fn sourced<T>(&mut self, value: Option<&Sourced<T>>, write: impl Fn(&mut Self, &T)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, &value.value);
            self.place(&value.source, &SOURCES);
        }
    }

    fn article(&mut self, article: &RawArticle) {
        let text = |out: &mut Self, text: &String| out.text(text);
        let metadata = &article.metadata;
        self.sourced(metadata.title.as_ref(), text);
        self.sourced(metadata.outlet.as_ref(), text);
        self.sourced(metadata.authors.as_ref(), |out, names| out.list(names, text));
        self.sourced(metadata.published.as_ref(), |out, date| out.text(date.as_str()));
        self.sourced(metadata.language.as_ref(), text);
        self.sourced(metadata.canonical_url.as_ref(), text);
        self.list(&article.blocks, Self::block);
        self.list(&article.tags, text);
        self.text(&article.receipt.format);
        self.text(&article.receipt.encoding);
        self.list(&article.receipt.warnings, text);
        self.number(u64::from(article.receipt.took_ms));
        self.list(article.receipt.captured.as_slice(), |out, date| out.text(date.as_str()));
    }

    fn block(&mut self, block: &Block) {
        self.place(&block.kind, &KINDS);
        match &block.role {
            Role::Body => self.byte(u8::MAX),
            Role::Boilerplate(furniture) => self.place(furniture, &Boilerplate::ALL),
        }
        self.text(&block.text);
        self.number(u64::from(block.page.unwrap_or_default()));
    }

    fn error(&mut self, error: &ImportError) {
        match error {
            ImportError::Empty { .. } => self.byte(1),
            ImportError::NotText { .. } => self.byte(2),
            ImportError::NoText { .. } => self.byte(3),
            ImportError::Encrypted { .. } => self.byte(4),
            ImportError::PdfReaderMissing { .. } => self.byte(5),
            ImportError::UnsupportedFormat { what, next, .. } => {
                self.byte(6);
                self.text(what);
                self.text(next);
            }
            ImportError::NoTextLayer { n_pages, .. } => {
                self.byte(7);
                self.number(u64::from(*n_pages));
            }
            ImportError::Damaged { what, .. } => {
                self.byte(8);
                self.text(what);
            }
            ImportError::TooMuchInside { what, .. } => {
                self.byte(9);
                self.text(what);
            }
            ImportError::TooMuchText { max_bytes, .. } => {
                self.byte(10);
                self.number(*max_bytes);
            }
            ImportError::ParserFailed { message, .. } => {
                self.byte(11);
                self.text(message);
            }
            ImportError::OcrMissing { .. } => self.byte(12),
            ImportError::NoTextOnPages { n_pages, .. } => {
                self.byte(13);
                self.number(u64::from(*n_pages));
            }
            // What only a parent says.
            other => {
                self.byte(11);
                self.text(&other.to_string());
            }
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n_bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n_bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn number(&mut self) -> Option<u64> {
        let bytes = self.take(8)?;
        Some(u64::from_le_bytes(bytes.try_into().ok()?))
    }

    fn text(&mut self) -> Option<String> {
        let n_bytes = usize::try_from(self.number()?).ok()?;
        String::from_utf8(self.take(n_bytes)?.to_vec()).ok()
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n_items = self.number()?;
        // Every item takes a byte at least, so a false number ends at the last byte.
        let mut items = Vec::new();
        for _ in 0..n_items {
            items.push(read(self)?);
        }
        Some(items)
    }

    fn place<T: Copy>(&mut self, table: &[T]) -> Option<T> {
        table.get(usize::from(self.byte()?)).copied()
    }

    /// The outer `None`: not our bytes; the inner: nothing known.
    #[expect(clippy::option_option, reason = "two different absences")]
    fn sourced<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<Sourced<T>>> {
        match self.byte()? {
            0 => Some(None),
            1 => {
                let value = read(self)?;
                Some(Some(Sourced::new(value, self.place(&SOURCES)?)))
            }
            _ => None,
        }
    }

    fn article(&mut self) -> Option<RawArticle> {
        let metadata = Metadata {
            title: self.sourced(Self::text)?,
            outlet: self.sourced(Self::text)?,
            authors: self.sourced(|from| from.list(Self::text))?,
            published: self.sourced(|from| IsoDate::new(&from.text()?))?,
            language: self.sourced(Self::text)?,
            canonical_url: self.sourced(Self::text)?,
        };
        let blocks = self.list(Self::block)?;
        let tags = self.list(Self::text)?;
        let receipt = Receipt {
            format: self.text()?,
            encoding: self.text()?,
            warnings: self.list(Self::text)?,
            took_ms: u32::try_from(self.number()?).ok()?,
            captured: self.list(|from| IsoDate::new(&from.text()?))?.pop(),
        };
        Some(RawArticle { metadata, blocks, tags, receipt })
    }

    fn block(&mut self) -> Option<Block> {
        let kind = self.place(&KINDS)?;
        let role = match self.byte()? {
            u8::MAX => Role::Body,
            place => Role::Boilerplate(*Boilerplate::ALL.get(usize::from(place))?),
        };
        let text = self.text()?;
        // Pages are counted from 1.
        let page = Some(u32::try_from(self.number()?).ok()?).filter(|page| *page > 0);
        Some(Block { kind, role, text, page })
    }

    fn error(&mut self, tag: u8, path: &Path) -> Option<ImportError> {
        let path = path.to_owned();
        Some(match tag {
            1 => ImportError::Empty { path },
            2 => ImportError::NotText { path },
            3 => ImportError::NoText { path },
            4 => ImportError::Encrypted { path },
            5 => ImportError::PdfReaderMissing { path },
            6 => {
                let (what, next) = refused::known_refusal(&self.text()?, &self.text()?)?;
                ImportError::UnsupportedFormat { path, what, next }
            }
            7 => ImportError::NoTextLayer { path, n_pages: u32::try_from(self.number()?).ok()? },
            8 => ImportError::Damaged { path, what: self.text()? },
            9 => ImportError::TooMuchInside { path, what: self.text()? },
            10 => ImportError::TooMuchText { path, max_bytes: self.number()? },
            11 => ImportError::ParserFailed { path, message: self.text()? },
            12 => ImportError::OcrMissing { path },
            13 => ImportError::NoTextOnPages { path, n_pages: u32::try_from(self.number()?).ok()? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn article() -> RawArticle {
        let kinds = KINDS.iter().map(|kind| (*kind, Role::Body));
        let furniture =
            Boilerplate::ALL.iter().map(|it| (BlockKind::Paragraph, Role::Boilerplate(*it)));
        let block = |(kind, role)| Block { kind, role, text: "Größe".to_owned(), page: Some(7) };
        let text = |text: &str, place: usize| Some(Sourced::new(text.to_owned(), SOURCES[place]));
        RawArticle {
            metadata: Metadata {
                title: text("Bridge", 0),
                outlet: text("Mail", 1),
                authors: Some(Sourced::new(vec!["A".to_owned(), String::new()], SOURCES[2])),
                published: IsoDate::new("2017-01-04").map(|it| Sourced::new(it, SOURCES[3])),
                language: text("en", 8),
                canonical_url: None,
            },
            blocks: kinds.chain(furniture).map(block).collect(),
            tags: vec!["port".to_owned()],
            receipt: Receipt {
                format: "html".to_owned(),
                encoding: "utf-8".to_owned(),
                warnings: vec!["One.".to_owned()],
                took_ms: 12,
                captured: IsoDate::new("2017-01-05T10:30:00Z"),
            },
        }
    }

    #[test]
    fn articles_come_through_whole() {
        let articles = vec![article(), RawArticle::default()];
        let bytes = encode(&Ok(articles.clone()));
        assert_eq!(decode(&bytes, Path::new("a")).unwrap().unwrap(), articles);
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length], Path::new("a")).is_none(), "{length}");
        }
    }

    #[test]
    fn every_source_has_its_place() {
        for source in SOURCES {
            // Fails to compile when a source is added; add it to `SOURCES` then.
            match source {
                Source::JsonLd
                | Source::OpenGraph
                | Source::Meta
                | Source::Markup
                | Source::Dateline
                | Source::FirstLines
                | Source::FileProperties
                | Source::FileName
                | Source::Detected
                // A file cannot claim to be its reader.
                | Source::Reader => {}
            }
        }
    }

    #[test]
    fn errors_come_through_with_the_path_of_the_parent() {
        let path = || Path::new("/there").to_owned();
        let (what, next) = ("a PostScript document", refused::OPEN_AND_SAVE);
        for error in [
            ImportError::Empty { path: path() },
            ImportError::UnsupportedFormat { path: path(), what, next },
            ImportError::NoTextLayer { path: path(), n_pages: 7 },
            ImportError::OcrMissing { path: path() },
            ImportError::NoTextOnPages { path: path(), n_pages: 3 },
            ImportError::Damaged { path: path(), what: "no end".to_owned() },
            ImportError::TooMuchText { path: path(), max_bytes: 20 << 20 },
        ] {
            let shown = format!("{error} {:?}", error.hint());
            let bytes = encode(&Err(error));
            let back = decode(&bytes, Path::new("/there")).unwrap().unwrap_err();
            assert_eq!(format!("{back} {:?}", back.hint()), shown);
        }
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&bytes, Path::new("a"));
        }

        #[test]
        fn damaged_answers_are_refused(at in 0_usize..2000, bit in 0_u8..8) {
            let mut bytes = encode(&Ok(vec![article()]));
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            let _ = decode(&bytes, Path::new("a"));
        }
    }
}
