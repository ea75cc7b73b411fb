//! What comparing two values comes to. Not here: how they are compared (`compare`, `amount`).

/// What two values that stand for each other say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The same, as far as either tells.
    Agree,
    /// Something else.
    Differ,
    /// They are told of different things, so neither.
    NotComparable(Reason),
}

/// Why two values cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Of other days.
    Day,
    /// Of a larger or another part.
    Scope,
    /// In units that cannot be converted.
    Unit,
    /// Numbers of other kinds.
    Kind,
    /// One is too vague to tell.
    Precision,
}

impl Reason {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Scope => "scope",
            Self::Unit => "unit",
            Self::Kind => "kind",
            Self::Precision => "precision",
        }
    }
}
