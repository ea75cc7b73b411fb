//! What a similarity means to a reader: a word instead of a number.

/// How close two passages are, from closest to loosest.
///
/// The borders are a matter of the model (`pack.toml`, `[labels]`), not of this type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// The same words, give or take punctuation.
    Identical,
    /// The same statement in other words.
    Reworded,
    /// About the same thing.
    SameSubject,
    /// Some connection; worth a look only when nothing closer is there.
    LooselyRelated,
}

impl Label {
    /// The stable name, as in the command line's JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Reworded => "reworded",
            Self::SameSubject => "same subject",
            Self::LooselyRelated => "loosely related",
        }
    }
}
