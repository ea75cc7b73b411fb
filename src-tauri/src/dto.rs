//! What crosses from Rust to the window, and nothing else does.
//!
//! Every type here is plain, serialisable and generated into
//! `ui/src/ipc/bindings.ts`. Text arrives ready-cut into segments: the window
//! never slices a string and never sees a byte offset or a path it could open.
//! Not here: any rule. Conversions from engine types live in `convert`.

pub mod annotations;
pub mod bin;
pub mod map;
pub mod menu;
mod packs;
mod queue;
mod settings;
pub mod stories;
pub mod versions;
mod watched;

pub use packs::{PackAdvice, PackChoice, PackList, PackPhase, PackSwitching, UnknownLanguage};
pub use queue::{ArticleRequested, FileState, ImportQueue, QueuedFile, StateCount};
pub use settings::{
    AppInfo, BackupChoice, BackupReason, BackupState, LibraryChoice, LibraryProblem, ModelInfo,
    NetworkState, NextStep, Privacy, ReaderState,
};
pub use watched::{FoldersChanged, WatchedFolder, WhatOfArticles};

use serde::{Deserialize, Serialize};
use specta::Type;

/// The open library at a glance.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LibraryState {
    /// Name shown in the corner: the folder's name.
    pub name: String,
    /// Where it lives, for display only.
    pub path: String,
    pub n_articles: u32,
    pub n_passages: u32,
    /// Passages stored and found by words, whose vectors are not there yet.
    pub n_pending: u32,
    /// Outlets with their number of articles, largest first.
    pub outlets: Vec<Facet>,
    /// Languages (BCP 47) with their number of articles, largest first.
    pub languages: Vec<Facet>,
    pub model: ModelState,
    /// Set when another program is writing to this library; importing is off then.
    pub read_only_reason: Option<String>,
    /// Articles that were removed and can be brought back.
    pub n_in_bin: u32,
}

/// A value of a field and how many articles have it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Facet {
    /// The value; empty when the articles do not say.
    pub name: String,
    pub n_articles: u32,
}

/// Whether the library can be searched by meaning.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum ModelState {
    /// Still loading; words are searched meanwhile.
    Loading,
    /// Ready.
    Ready { title: String },
    /// Not usable; words are searched. The hint is the next step.
    Missing { problem: ErrorDto },
}

/// An error as the window shows it: branch on `code`, show `message` and `hint`.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDto {
    pub code: String,
    pub message: String,
    pub hint: Option<String>,
}

/// The import that runs, waits or has just ended.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub struct ImportProgress {
    pub phase: ImportPhase,
    /// Files found so far; grows while folders are being walked.
    pub n_files: u32,
    /// Files read, whatever came of them.
    pub n_files_done: u32,
    pub n_imported: u32,
    pub n_unchanged: u32,
    /// Pictures, style sheets and the like that lay in a dropped folder.
    pub n_skipped: u32,
    /// Articles that went because a watched folder no longer has their files.
    pub n_removed: u32,
    /// Nobody asked: a watched folder changed.
    pub is_following: bool,
    /// Passages known so far.
    pub n_passages: u32,
    /// Passages found by meaning already.
    pub n_passages_done: u32,
    /// Estimated seconds left; null until there is something to estimate from.
    pub seconds_left: Option<f64>,
    /// Name of a file just read, or being read by OCR.
    pub current: Option<String>,
    /// The page of it that is being read by OCR.
    pub page: Option<PageOfScan>,
    /// Files whose pages are read by OCR once everything else is read.
    pub n_scans_waiting: u32,
    /// Files that could not be read. Which is a question of its own: a folder may hold
    /// thousands, and this is sent many times a second.
    pub n_problems: u32,
    /// Why the library itself could take no more, a full disk for instance.
    pub library_problem: Option<FileProblem>,
}

/// A page that is being read by OCR.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PageOfScan {
    /// From 1.
    pub number: u32,
    pub n_pages: u32,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ImportPhase {
    /// Walking folders and reading files.
    Reading,
    /// All files are read; vectors are being computed.
    Embedding,
    Paused,
    /// Ended; what was imported stays.
    Cancelled,
    Done,
}

/// A file that did not become an article.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileProblem {
    pub file_name: String,
    pub path: String,
    pub code: String,
    pub message: String,
    pub hint: Option<String>,
}

/// Something is being dragged over the window, or was let go.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub struct DragState {
    pub phase: DragPhase,
    /// Dropped or hovering items (files and folders), 0 on leave.
    pub n_items: u32,
}

/// Steps of a drag.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DragPhase {
    Enter,
    Leave,
    Drop,
}

/// The library's content changed: refresh counts, and results if any are shown.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
pub struct LibraryChanged {}

/// The model became ready or failed; the window asks for the library state again.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
pub struct ModelChanged {}

/// A search.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    /// Words and filters as typed.
    pub query: String,
    pub mode: SearchMode,
    pub sort: SortBy,
    /// Upper bound on hits.
    pub limit: u32,
    /// Whether the first hits say which sentence is nearest: that takes several times as
    /// long as finding them.
    pub explain: bool,
}

/// What a search looks at.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SearchMode {
    /// Words and meaning, fused.
    Hybrid,
    Meaning,
    Words,
}

/// Order of hits.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SortBy {
    Relevance,
    Newest,
    Oldest,
}

/// What a search found.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchReply {
    pub hits: Vec<Hit>,
    /// Passages found before `limit` was applied.
    pub n_total: u32,
    /// Articles and outlets among `hits`.
    pub n_articles: u32,
    pub n_outlets: u32,
    /// Filters and phrases as understood, for chips.
    pub understood: Vec<QueryPart>,
    /// No hit is close; `hits` then holds the nearest loose ones, best first.
    pub nothing_close: bool,
    /// What of the query was not understood or not done as asked, and what was tried when
    /// nothing is close; one sentence each.
    pub notes: Vec<String>,
    /// The query with slips of the pen put right, if there are any.
    pub did_you_mean: Option<String>,
    /// The query's language, where nothing is close and the model does not know it.
    pub unknown_language: Option<UnknownLanguage>,
    /// False while only words could be searched (model loading or missing).
    pub searched_meaning: bool,
    pub took_ms: f64,
}

/// One filter, phrase or exclusion of a query.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueryPart {
    /// The key as typed before a colon, or `phrase`, `without`, `condition`.
    pub kind: String,
    pub value: String,
    /// The part as typed; removing exactly this text from the query undoes it.
    pub typed: String,
}

/// A passage found.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    pub passage_id: i32,
    pub article_id: i32,
    pub title: String,
    pub outlet: Option<String>,
    /// `YYYY-MM-DD`, perhaps with a time behind `T`.
    pub published: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub file_name: String,
    pub label: LabelDto,
    /// Cosine similarity in -1…1, larger is closer; null when only words matched.
    pub similarity: Option<f64>,
    pub segments: Vec<Segment>,
    /// The headline with its marks.
    pub title_segments: Vec<Segment>,
    /// Why this is here.
    pub why: HitReason,
    /// Articles that carry the same passage, folded under this hit.
    pub copies: Vec<CopyOf>,
    /// Texts there are of the article, earlier ones among them.
    pub n_versions: u32,
}

/// Why a hit is shown; the window says it in words.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HitReason {
    pub kind: ReasonKind,
    /// Words of the query in the passage.
    pub shared: NamedWords,
    /// Words of the query in the headline.
    pub in_headline: NamedWords,
}

/// What brought a hit here.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ReasonKind {
    /// It says the same in the same words.
    SameWords,
    /// It says the same, in part or all in other words.
    Reworded,
    /// It is near in meaning.
    Near,
    /// It may be near; the model was not made for its language.
    MayBeNear,
    /// It has the words.
    Words,
    /// Its headline has the words.
    Headline,
    /// It passes the filters; nothing else was asked.
    Filters,
}

/// The first of some words.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedWords {
    pub words: Vec<String>,
    /// How many there are beside them.
    pub n_more: u32,
}

/// An article folded under a hit because it carries the same passage.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CopyOf {
    pub article_id: i32,
    pub passage_id: i32,
    pub title: String,
    pub outlet: Option<String>,
    pub file_name: String,
}

/// How close; a shape and a word in the window.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LabelDto {
    Identical,
    Reworded,
    SameSubject,
    LooselyRelated,
    /// Only words matched; nothing is known about meaning.
    Words,
}

/// A piece of text and how to mark it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    pub text: String,
    pub mark: Mark,
}

/// How a piece of text is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Mark {
    None,
    /// A word shared with the query.
    Word,
    /// Part of the sentence nearest in meaning.
    Meaning,
    /// What this outlet says differently.
    Differs,
}

/// One row of the list of articles.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArticleRow {
    pub article_id: i32,
    pub title: String,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub file_name: String,
    pub n_passages: u32,
    /// Words of its text, furniture left out.
    pub n_words: u32,
    /// When it was imported, ISO 8601 in UTC.
    pub added: String,
    /// The reader's tags, by name.
    pub tags: Vec<String>,
    /// The first words of the body.
    pub opening: String,
}

/// An article for the reader.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArticleView {
    pub article_id: i32,
    pub title: String,
    pub outlet: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub language: Option<String>,
    pub format: String,
    pub file_name: String,
    pub path: String,
    /// In reading order, furniture included.
    pub blocks: Vec<BlockView>,
    /// Words read and words set aside as furniture.
    pub n_words_kept: u32,
    pub n_words_dropped: u32,
    /// Number of furniture blocks and a few words on what they are.
    pub n_boilerplate: u32,
    pub boilerplate_summary: String,
    /// Texts there are of it, earlier ones among them.
    pub n_versions: u32,
    pub receipt: Vec<ReceiptLine>,
}

/// One line of the receipt: `title`, `from the page's og:title`.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptLine {
    pub name: String,
    pub value: String,
    /// Where it was read; null where that goes without saying.
    pub source: Option<String>,
}

/// A paragraph, heading or other block.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    pub kind: BlockKindDto,
    /// Null for body text, else why it is furniture (`appeal`, `navigation`, …).
    pub furniture: Option<String>,
    pub pieces: Vec<Piece>,
}

/// What kind of text a block holds.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BlockKindDto {
    Heading,
    Paragraph,
    ListItem,
    Quote,
    TableRow,
    Caption,
    Preformatted,
}

/// A run of text inside a block, belonging to one passage.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    pub text: String,
    pub mark: Mark,
    /// The passage it belongs to; null in furniture.
    pub passage_id: Option<i32>,
    /// Part of the passage the reader came for.
    pub here: bool,
    /// The highlight it is part of.
    pub paint: Option<annotations::PaintDto>,
}

/// Passages of other articles that say it too.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RelatedReply {
    pub hits: Vec<Hit>,
    /// Outlets among the hits.
    pub n_outlets: u32,
    /// Articles that repeat the whole passage: copies, named but not counted as another voice.
    pub copies: Vec<CopyOf>,
    pub searched_meaning: bool,
    /// The article's language, where the model was not made for it; only copies are named then.
    pub outside_model: Option<String>,
}
