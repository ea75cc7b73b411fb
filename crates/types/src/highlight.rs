//! What marks a passage a reader set apart: a colour, and the words by which its
//! place is found again.

use crate::Span;

/// The colours of highlights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Colour {
    /// The first choice.
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Pink.
    Pink,
    /// Purple.
    Purple,
}

impl Colour {
    /// Every colour, in the order offered.
    pub const ALL: [Self; 5] = [Self::Yellow, Self::Green, Self::Blue, Self::Pink, Self::Purple];

    /// The stable name, for storage and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Pink => "pink",
            Self::Purple => "purple",
        }
    }

    /// The colour of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.as_str() == name)
    }
}

/// Words of an article and what stands around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words themselves.
    pub words: String,
    /// The last few words before them.
    pub before: String,
    /// The first few words after them.
    pub after: String,
}

/// Where a quote stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Bytes of the clean text.
    pub span: Span,
    /// The words there are no longer exactly those quoted.
    pub is_changed: bool,
}
