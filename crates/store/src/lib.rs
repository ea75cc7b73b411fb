//! SQLite holds the truth: articles, their blocks and passages, the words index
//! and the vectors. SQL lives in this crate only.
//!
//! Invariants: what a method has returned `Ok` for survives a power cut (WAL,
//! `synchronous=FULL`); an article is there whole or not at all; a vector id is
//! never reused and never changes its vector; one writer at a time, guarded by a
//! lock file, and any number of readers.
//! Not here: what the text means, how vectors are searched (`index`), and any
//! decision on what to import or remove (`engine`).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod acknowledged;
mod annotations;
mod article_features;
mod article_rows;
mod articles;
mod backup;
mod checksums;
mod connection;
mod error;
mod feature_index;
mod feature_rows;
mod files;
mod filter;
mod full_text;
mod lock;
mod origin_marks;
mod packed;
mod passages;
mod prepared;
mod private;
mod quarantine;
mod quotes;
mod reading;
mod removed;
mod repair;
mod restore;
mod salvage;
mod schema;
mod snapshot;
mod stats;
mod trouble;
mod vectors;
mod verify;
mod versions;
mod vocabulary;
mod watched;
mod word_counts;

#[cfg(test)]
mod tests;

pub use annotations::{
    AskedSearch, Edit, EditedField, Field, Highlight, HighlightFilter, NewHighlight, SavedSearch,
    TagCount, Value, tag_key,
};
pub use article_features::{FeatureBatch, FeatureReader, FeatureRowId, NewFeatures, Relations};
pub use article_rows::{ArticleRow, KnownArticle, StoredArticle};
pub use articles::{ArticlesBatch, NewArticle, NewPassage, StoredBlock, Written};
pub use backup::{Backup, BackupReason, BackupState, ListedBackup, backups, find_backup};
pub use connection::{Access, Store};
pub use error::StoreError;
pub use feature_index::{DeltaPostings, FeatureKey, KeyKind, Sharing};
pub use feature_rows::{ArticleFacts, CopyPair, StoryLink, StoryMember};
pub use files::StoredFile;
pub use filter::{Filter, NamedField, ReaderMark};
pub use full_text::{PhraseMatch, QueryWord, Scope, TitleHit, WordHit, WordsFound};
pub use origin_marks::OriginMarkRow;
pub use passages::PassageRow;
pub use prepared::{Input, MeanOf, PreparedVectors};
pub use quotes::{QuoteFilter, QuoteRow};
pub use removed::{Purge, RemovedArticle, RemovedBy};
pub use restore::{Restored, begin_anew, restore};
pub use salvage::{LostArticle, Salvage, Salvaged};
pub use snapshot::Snapshot;
pub use stats::{Count, Stats};
pub use vectors::{InputHash, PendingPassage, as_stored};
pub use verify::{NextStep, Problem, ProblemKind, verify};
pub use versions::{Judge, Meeting, MetBy, NoVersions, VersionRow};
pub use watched::WatchedRow;
