//! Where a text says its words come from: agency credits, "told Interfax", "first reported
//! by The Herald", "originally published in".
//!
//! Names of media are found first (`media`), then what stands around each says whether and
//! how it is credited (`phrases`, `wire`, `republished`). Conservative: what is not written
//! is not claimed, and a picture's credit is no source (callers hand over body text and
//! bylines only).
//! Not here: the names and phrases (`parallax-lang`), what follows from a credit.

mod media;
mod phrases;
mod republished;
mod wire;

#[cfg(test)]
mod tests;

use parallax_types::Span;

use media::Words;

/// How a text names an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginMarkKind {
    /// The text came over an agency's wire: `/TASS/`, `(AP) —`, `(Reuters)`.
    Wire,
    /// Somebody's words were first spoken to it: `told Interfax`.
    Told,
    /// It was reported there: `according to Reuters`, `Reuters reported`.
    Cited,
    /// The text appeared there before: `originally published in The Herald`.
    Republished,
    /// It was reported there before anywhere else: `first reported by The Herald`.
    First,
}

impl OriginMarkKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Wire, Self::Told, Self::Cited, Self::Republished, Self::First];

    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Told => "told",
            Self::Cited => "cited",
            Self::Republished => "republished",
            Self::First => "first",
        }
    }

    /// The kind of this stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A named origin, with the words that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginMark {
    /// Its name as listed, or as written.
    pub name: String,
    /// How it is named.
    pub kind: OriginMarkKind,
    /// Bytes of the text.
    pub span: Span,
}

/// The origins a text names, in order.
///
/// - `blocks`: its body, in order;
/// - `bylines`: blocks that say who wrote it.
#[must_use]
pub fn origin_marks(text: &str, blocks: &[Span], bylines: &[Span]) -> Vec<OriginMark> {
    let words: Vec<Words<'_>> = blocks.iter().map(|block| Words::of(text, *block)).collect();
    let people = media::people(&words);
    let mut known = Vec::new();
    let mut marks = Vec::new();
    for words in &words {
        let names = media::names(words, &mut known);
        for (at, name) in names.iter().enumerate() {
            let wire = wire::wire(words, name).map(|span| (OriginMarkKind::Wire, span));
            let found = wire.or_else(|| phrases::credit(words, &names, at, &people));
            marks.extend(found.map(|(kind, span)| OriginMark {
                name: name.name.clone(),
                kind,
                span,
            }));
        }
        marks.extend(republished::republished(words));
    }
    for block in bylines {
        let words = Words::of(text, *block);
        let agencies = media::names(&words, &mut known).into_iter().filter(|name| name.is_agency);
        marks.extend(agencies.map(|name| OriginMark {
            kind: OriginMarkKind::Wire,
            span: name.span(&words),
            name: name.name,
        }));
    }
    marks.sort_by_key(|mark| (mark.span, mark.kind));
    // `originally published in The Herald` names it once.
    marks.dedup_by(|next, before| next.span.overlaps(before.span) && next.name == before.name);
    marks
}

/// The name a medium is listed by, and its publisher family.
///
/// - `name`: as an article or a reader writes it.
#[must_use]
pub fn medium_named(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    media::listed_as(name).map(|medium| (medium.name, medium.family))
}
