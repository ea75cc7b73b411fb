//! Row ids as distinct types, so that an article's id cannot be passed for a passage's.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// An article of a library. Never reused, also after removal.
    ArticleId
);
id!(
    /// A passage of an article. Never reused, also after removal.
    PassageId
);
id!(
    /// A highlight in an article. Never reused, also after removal.
    HighlightId
);
id!(
    /// An earlier text of an article. Never reused, also after removal.
    VersionId
);
id!(
    /// A saved search. Never reused, also after removal.
    SavedSearchId
);
id!(
    /// A distinct embedded text. One vector per distinct text, however many
    /// passages share it; never reused, and its vector never changes.
    VectorId
);
