//! The one door to a library: [`Library`] imports, finds, relates, shows and
//! removes. The command line and the window are thin shells around it.
//!
//! Siblings below (`import`, `text`, `embed`, `index`, `store`) never know each
//! other; they meet here. Invariants: what is acknowledged is in the store; the
//! index may be missing, old or damaged and answers stay right; a missing model
//! leaves words searchable.
//! Not here: SQL, ONNX, HTML, arguments, windows, JSON.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod annotations;
mod article;
mod control;
mod doctor;
mod error;
mod evaluate;
mod export;
mod folders;
mod import;
mod library;
mod limits;
mod map;
mod memory;
mod model;
mod pack_advice;
mod packs;
mod places;
mod prepare;
mod related;
mod removal;
mod rescue;
mod sample;
mod search;
mod sentences;
mod side_by_side;
mod stories;
mod suggest;
mod undo;
mod vectors;
mod versions;
mod watch;
mod watched;
mod worker;

#[cfg(test)]
mod tests;

pub use annotations::{Annotations, Citation, FieldView, HighlightView, cite, source_of};
pub use article::{ArticleBlock, Piece};
pub use control::Control;
pub use doctor::{Examination, LibraryAccess, PartState, examine, protection};
pub use error::EngineError;
pub use evaluate::{Baseline, Closeness, Corpus, Document, Evaluation, ModeScores, Nearby, Qrel};
pub use export::{
    Collection, CopyForm, Excerpt, ExportFormat, Item, LedgerFormat, Reference, ReferenceStyle,
    Selection,
};
pub use folders::{Followed, Held, HeldBecause, Synced};
pub use import::{
    FailedFile, FileState, ImportReport, ImportedArticle, Intake, LEADS_OUTSIDE, PICTURE, Phase,
    Progress, QueuedFile, SkippedFile, TAKEN_OUT, UnchangedArticle, Wishes,
};
pub use library::{Library, LibraryStats, ModelStatus, Options, verify};
pub use map::{Map, MapPoint};
pub use model::ModelSource;
pub use pack_advice::{PackAdvice, UnknownLanguage};
pub use packs::{InstalledPack, PackProgress, PackSwitch, verify_pack, verify_pack_in};
pub use parallax_import::{OcrScope, PageAt};
pub use places::{default_folder, default_model, environment, pack_folder, pack_places, packs};
pub use related::{Origin, Related};
pub use removal::DAYS_IN_BIN;
pub use rescue::{SalvageReport, backups, begin_anew, find_backup, restore, salvage};
pub use search::Mark;
pub use search::{
    Condition, CopyOf, Hit, HitReason, Matched, Mode, NamedWords, Part, PartKind, Query,
    ReasonKind, SearchRequest, SearchResult, SearchTicket, Searches, Segment, Sort, TextForm,
    TextPlace, TextTest, Timings, Within, agreement, label_of_pair,
};
pub use side_by_side::{
    Claim, CompareRow, ComparedRendering, Contrast, RenderingKind, SideBySide, SidePiece,
    SideSentence, claims, compare_renderings, passage_at, split_at_marks,
};

pub use stories::{
    Comparison, CopyGroup, CopyPairing, Event, ExtraBlock, FactKind, FactState, FirstTelling,
    Ledger, LedgerCell, LedgerOrigin, LedgerRow, LeftOut, LeftOutFact, LinkBasis, MomentPrecision,
    NewsPassage, NewsSentence, NewsStatus, OriginLink, OriginNode, OriginSource, OriginTree,
    Origins, QuoteFamily, QuoteScope, ReferenceFrom, Relation, Rendering, SentencePair, Story,
    StoryRelation, Teller, TextAt,
};
pub use undo::{ChangeId, ChangeKind, Presence, Undone};
pub use versions::{Seen, Version, VersionChain, VersionChange, VersionChangeKind, VersionDiff};
pub use watch::FolderWatch;
pub use watched::{Unwatched, WatchedFolder};
pub use worker::{OcrState, parse_worker, require_confinement};

pub use parallax_confine::{NetworkLock, ReaderConfinement, lock_network};

pub use parallax_embed::{
    DEFAULT_PACK, EmbedError, Embedder, FakeEmbedder, LabelBorders, ModelFiles, ModelInfo, Pack,
    PackPlaces, Pool, Priority, is_pack_id,
};
pub use parallax_index::{DEFAULT_EF_SEARCH, Plan};
pub use parallax_store::{
    Access, ArticleRow, AskedSearch, Backup, BackupReason, BackupState, Count, Edit, EditedField,
    Field, Filter, HighlightFilter, ListedBackup, LostArticle, NextStep, Problem, ProblemKind,
    RemovedArticle, Restored, SavedSearch, StoredArticle, StoredBlock, TagCount, Value,
};
pub use parallax_text::{Difference, DifferenceKind, OriginMarkKind, Precision, Reason, ValueKind};
pub use parallax_types::{
    Anchor, ArticleId, Block, BlockKind, Boilerplate, Colour, HighlightId, IsoDate, Label,
    Metadata, PassageId, Quote, RawArticle, Receipt, Role, SavedSearchId, Source, Sourced, Span,
    VersionId, for_file, for_terminal, is_bidi, on_one_line, path_to_text, text_to_path,
};
