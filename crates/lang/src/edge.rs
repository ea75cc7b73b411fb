//! One word of a text as it can be asked for: a token, or several read as one.
//!
//! Not here: how a text is cut (`tokens`), what tokens make together (`joined`).

use parallax_types::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// One character of a script without spaces, or of Korean.
    Character,
}

/// A token, or several read as one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Bytes of the text.
    pub span: Span,
    /// The first of the tokens it covers,
    pub first: usize,
    /// and one past the last.
    pub end: usize,
    /// As it is compared when its very form counts.
    pub form: String,
    /// What its forms have in common.
    pub stem: String,
    /// As it is written, in lower case, where that is not its form: with its accents.
    pub written: Option<String>,
    /// What its first token is made of.
    pub kind: TokenKind,
}
