//! What has checksums: every table, into which groups its rows are put, and what people
//! call it.
//!
//! Invariant: a part's number is never used for another table, and every table of the
//! schema is here but the checksums themselves (a test sees to it).

use rusqlite::types::ValueRef;

use super::hash;

/// A table whose rows have checksums.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) id: i64,
    pub(crate) table: &'static str,
    pub(crate) key: Key,
    pub(crate) holds: Holds,
    /// What it is called, after "its" or by itself.
    pub(crate) label: &'static str,
    /// No trigger can tell of its rows: their group is counted anew when one has changed.
    pub(crate) is_counted_anew: bool,
}

/// Into which groups rows are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// All into one.
    Whole,
    /// By this number.
    Id(&'static str),
    /// So many consecutive numbers each ([`BLOCK_BITS`]).
    Block(&'static str),
    /// By this text or these bytes.
    Name(&'static str),
}

/// What becomes of it when it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Part of an article, which is named.
    Article,
    /// What cannot be computed again and belongs to no article.
    Collection,
    /// Computed from passages by the model.
    Vectors,
    /// Derived from articles.
    Derived,
    /// The words index.
    Words,
}

/// Blocks are of 64 ids.
pub(crate) const BLOCK_BITS: u32 = 6;

impl Key {
    /// The column it is made from.
    pub(crate) fn column(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::Id(column) | Self::Block(column) | Self::Name(column) => Some(column),
        }
    }

    /// The group of a row that has `value` in that column.
    pub(crate) fn of(self, value: ValueRef<'_>) -> i64 {
        match (self, value) {
            (Self::Whole, _) => 0,
            (Self::Id(_), ValueRef::Integer(number)) => number,
            (Self::Block(_), ValueRef::Integer(number)) => number >> BLOCK_BITS,
            (_, ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => hash::name(bytes),
            // Damaged, or it would be one of the above.
            _ => -1,
        }
    }
}

const fn part(id: i64, table: &'static str, key: Key, holds: Holds, label: &'static str) -> Part {
    Part { id, table, key, holds, label, is_counted_anew: false }
}

const fn of_article(id: i64, table: &'static str, label: &'static str) -> Part {
    part(id, table, Key::Id("article_id"), Holds::Article, label)
}

const fn derived(id: i64, table: &'static str, label: &'static str) -> Part {
    part(id, table, Key::Whole, Holds::Derived, label)
}

const fn of_words(id: i64, table: &'static str, key: Key) -> Part {
    Part { is_counted_anew: true, ..part(id, table, key, Holds::Words, "the words index") }
}

/// Pages of the words index. Statements on its tables must not have triggers: SQLite would
/// have FTS5 write what it holds back, while it is writing just that.
pub(super) const WORDS_PAGES: Part = of_words(23, "passage_words_data", Key::Id("id"));

/// The tree over them, by segment.
pub(super) const WORDS_TREE: Part = of_words(24, "passage_words_idx", Key::Id("segid"));

/// The lengths of passages.
pub(super) const WORDS_LENGTHS: Part = of_words(25, "passage_words_docsize", Key::Block("id"));

/// The highest ids ever given. SQLite allows no triggers on it.
pub(super) const SEQUENCES: Part = Part {
    is_counted_anew: true,
    ..part(27, "sqlite_sequence", Key::Whole, Holds::Collection, "the record of used ids")
};

/// Every table.
pub(crate) const PARTS: [Part; 34] = [
    part(1, "articles", Key::Id("id"), Holds::Article, "what is known about it"),
    of_article(2, "article_texts", "text"),
    of_article(3, "blocks", "blocks"),
    of_article(4, "passages", "passages"),
    of_article(5, "article_tags", "tags"),
    of_article(6, "article_notes", "note"),
    of_article(7, "highlights", "highlights"),
    of_article(8, "read_fields", "fields as read"),
    part(9, "vectors", Key::Block("id"), Holds::Vectors, "vectors"),
    part(10, "library", Key::Name("key"), Holds::Collection, "facts about the library"),
    part(11, "saved_searches", Key::Id("id"), Holds::Collection, "saved searches"),
    part(12, "asked_searches", Key::Name("query"), Holds::Collection, "searches asked before"),
    part(13, "watched_folders", Key::Name("path"), Holds::Collection, "watched folders"),
    part(14, "unfinished_imports", Key::Name("path"), Holds::Collection, "unfinished imports"),
    part(15, "deadly_files", Key::Name("content_hash"), Holds::Collection, "files set aside"),
    derived(16, "sides", "what articles are compared by"),
    derived(17, "side_keys", "the keys articles find each other by"),
    derived(18, "new_side_keys", "the latest keys articles find each other by"),
    derived(19, "copy_pairs", "copies"),
    derived(20, "story_links", "links between articles"),
    derived(21, "quotes", "quotations"),
    derived(22, "origin_marks", "named origins"),
    WORDS_PAGES,
    WORDS_TREE,
    WORDS_LENGTHS,
    of_words(26, "passage_words_config", Key::Whole),
    SEQUENCES,
    derived(28, "sides_pending", "the articles still to be compared"),
    derived(29, "stories_unsettled", "the stories to be drawn again"),
    derived(30, "lost_sides", "the count of outdated keys"),
    derived(31, "known_words", "the vocabulary"),
    derived(32, "known_words_counted", "the count of the vocabulary"),
    part(33, "declined_files", Key::Name("content_hash"), Holds::Collection, "files taken out"),
    of_article(34, "article_versions", "earlier versions"),
];

/// The part of this number.
pub(crate) fn by_id(id: i64) -> Option<&'static Part> {
    PARTS.iter().find(|part| part.id == id)
}

pub(super) fn key_of(part: i64, value: ValueRef<'_>) -> i64 {
    by_id(part).map_or(-1, |part| part.key.of(value))
}

/// Bits of a page's number within a segment of the words index (`fts5_index.c`:
/// `FTS5_DATA_PAGE_B`, `_HEIGHT_B` and `_DLI_B`; the segment's number stands above them).
const SEGMENT_SHIFT: u32 = 31 + 5 + 1;

/// The segment a page of the words index belongs to, if it does.
pub(super) fn segment_of(page: i64) -> Option<i64> {
    Some(page >> SEGMENT_SHIFT).filter(|segment| *segment > 0)
}
