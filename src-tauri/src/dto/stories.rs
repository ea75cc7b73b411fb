//! The sides of a story, as they cross to the window: stories, quotations,
//! what is new, two articles beside each other.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Segment;

/// The stories several articles tell, latest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoryList {
    pub stories: Vec<StoryRow>,
    /// Articles were added that no story was drawn around yet.
    pub is_due: bool,
}

/// A story in a list.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoryRow {
    pub story_id: i32,
    pub title: String,
    /// Earliest and latest day known, `YYYY-MM-DD`.
    pub first: Option<String>,
    pub last: Option<String>,
    pub n_articles: u32,
    /// Each outlet once, in order of its first article.
    pub outlets: Vec<String>,
    /// Independent origins, at least.
    pub n_origins: u32,
}

/// A story with everything that is quick to tell.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoryView {
    pub story_id: i32,
    pub title: String,
    pub first: Option<String>,
    pub last: Option<String>,
    /// Independent origins, at least.
    pub n_origins: u32,
    /// Earliest first.
    pub articles: Vec<StoryArticle>,
    /// Origins the articles name, those named most first.
    pub sources: Vec<StorySource>,
    /// Each teller behind the one it takes from.
    pub tree: Vec<OriginNodeView>,
    /// The earliest dated telling.
    pub first_telling: Option<FirstTellingView>,
    pub copies: Vec<StoryCopy>,
    /// In time order.
    pub events: Vec<StoryEvent>,
    /// Earlier stories on the subject, closest first.
    pub follow_up_of: Vec<StoryRow>,
    /// Later ones, and those of unknown time.
    pub related: Vec<StoryRow>,
}

/// An article of a story.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoryArticle {
    pub article_id: i32,
    pub title: String,
    pub outlet: Option<String>,
    pub file_name: String,
    /// When it was written: published, or as its text gives away.
    pub day: Option<String>,
    /// Articles of one origin have the same number, counted from 0.
    pub origin: u32,
    pub n_words: u32,
}

/// A piece of evidence: what to open, and the words to find there.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    pub article_id: i32,
    /// Null where it stands in no passage: in furniture.
    pub passage_id: Option<i32>,
    pub text: String,
}

/// A teller of a story, below the one it takes from.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OriginNodeView {
    /// Null for a medium that has no earlier article here.
    pub article_id: Option<i32>,
    /// The medium's name, or null.
    pub name: Option<String>,
    /// How many stand above it.
    pub depth: u32,
    /// How it is known that it takes from the teller above; null at the top.
    pub link: Option<OriginLinkView>,
}

/// How it is known that a teller takes from another.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OriginLinkView {
    pub basis: LinkBasisDto,
    /// The words that say so; null where it is guessed.
    pub credit: Option<Place>,
    /// How much of it stands in the other, in percent.
    pub percent: Option<u32>,
}

/// What says that an article takes from another teller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LinkBasisDto {
    Cited,
    Told,
    Wording,
    First,
    Copy,
    Wire,
    Republished,
}

/// The earliest dated telling.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FirstTellingView {
    pub article_id: i32,
    /// As the article has it.
    pub date: String,
    pub precision: DatePrecision,
    /// Others that may have been as early.
    pub or: Vec<i32>,
    pub n_undated: u32,
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DatePrecision {
    Hour,
    Day,
    Coarse,
}

/// What an article leaves out of what its story told before it, and what only it has.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutView {
    /// Without a date nothing is said to be left out.
    pub has_date: bool,
    pub facts: Vec<LeftOutFactView>,
    pub only_here: Vec<Place>,
}

/// A fact that other origins told.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutFactView {
    pub n_origins: u32,
    /// One telling of each origin, earliest first.
    pub tellings: Vec<LeftOutTelling>,
}

/// A telling of it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutTelling {
    pub outlet: Option<String>,
    pub title: String,
    pub place: Place,
}

/// An origin that articles name.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorySource {
    pub name: String,
    pub mentions: Vec<SourceMention>,
}

/// Where and how an article names it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceMention {
    pub kind: MentionKind,
    pub place: Place,
}

/// How an article names an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MentionKind {
    /// It came over this agency's wire.
    Wire,
    /// Somebody's words were first spoken to it.
    Told,
    /// It was reported there.
    Cited,
    /// The text appeared there before.
    Republished,
    /// It was reported there before anywhere else.
    First,
}

/// Two articles of which one stands in the other in good part.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoryCopy {
    pub a: i32,
    pub b: i32,
    /// How much of the first stands in the second, in percent.
    pub a_in_b: u32,
    pub b_in_a: u32,
    /// Blocks of either that the other does not have.
    pub extra: Vec<ExtraBlock>,
}

/// A block only one of two copies has.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExtraBlock {
    pub place: Place,
    /// Null for body text, else why it is furniture.
    pub furniture: Option<String>,
}

/// A date an article mentions, with the sentence.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoryEvent {
    /// `2017-01-04`, `2016-04` or `2014`.
    pub date: String,
    pub place: Place,
    /// The sentence; the words that name the date are marked.
    pub segments: Vec<Segment>,
    /// Where the day came from that the words were seen from.
    pub seen_from: SeenFrom,
}

/// Where the day came from that "on Tuesday" is counted from.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SeenFrom {
    Published,
    Text,
    Story,
    Unknown,
}

/// What the independent origins of a story tell of each fact.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerView {
    /// The articles of each column, earliest first.
    pub origins: Vec<Vec<i32>>,
    /// What differs first.
    pub rows: Vec<LedgerRowView>,
    /// Articles that were not read, because the story has so many.
    pub n_left_out: u32,
}

/// The forms a ledger is saved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LedgerForm {
    /// For reading and for notes.
    Markdown,
    /// For spreadsheets.
    Csv,
}

/// A fact that several articles tell.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerRowView {
    pub state: FactStateDto,
    pub reason: Option<FactReasonDto>,
    pub kind: FactKindDto,
    /// What is counted, or who is quoted; may be empty.
    pub subject: String,
    /// By column, then by time.
    pub cells: Vec<LedgerCellView>,
}

/// A telling of a fact.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerCellView {
    /// The column, from 0.
    pub origin: u32,
    /// Cells of a row with the same number say the same.
    pub group: u32,
    /// Articles of the origin that tell it so.
    pub n_articles: u32,
    pub place: Place,
    /// The sentence before the value, the value, and what is behind it.
    pub before: String,
    pub value: String,
    pub behind: String,
}

/// How the tellings of a fact stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FactStateDto {
    Differ,
    Revised,
    Agree,
    NotComparable,
    OneOrigin,
}

/// Why tellings cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FactReasonDto {
    Day,
    Scope,
    Unit,
    Kind,
    Precision,
}

/// What kind of fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FactKindDto {
    Number,
    Money,
    Percent,
    Measure,
    Time,
    Age,
    Date,
    Name,
    Denial,
    Modality,
    Quotation,
    Statement,
}

/// One statement in all its renderings, the first before the others.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuoteFamilyView {
    pub speaker: Option<String>,
    pub n_articles: u32,
    pub renderings: Vec<RenderingView>,
}

/// A statement as one article has it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RenderingView {
    pub place: Place,
    /// The words, cut at what differs from the first rendering.
    pub pieces: Vec<SidePieceView>,
    pub standing: StandingDto,
    /// Whether it is told in the author's words: then it is no quotation.
    pub is_reported: bool,
    /// What is claimed differently; `a` is what the first says.
    pub claims: Vec<ClaimView>,
    /// How this article names the speaker.
    pub speaker: Option<String>,
}

/// How a rendering stands to the first.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StandingDto {
    First,
    SameWords,
    Reworded,
    /// Told in the author's words.
    Reported,
}

/// A piece of a text, and what differs in it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SidePieceView {
    pub text: String,
    pub kind: Option<DiffersIn>,
}

/// What kind of thing differs.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DiffersIn {
    Number,
    Negation,
    Name,
    Date,
    Modality,
    /// Wording only.
    Word,
}

/// A difference in what is claimed.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    pub kind: DiffersIn,
    /// Null where the first says nothing of the kind.
    pub a: Option<String>,
    pub b: Option<String>,
}

/// A passage and whether anybody said it before.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewsView {
    pub passage_id: i32,
    pub status: NewsStatusDto,
    pub sentences: Vec<NewsSentenceView>,
}

/// A sentence and the earlier one nearest to it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewsSentenceView {
    pub status: NewsStatusDto,
    /// Its text, cut at what changed.
    pub pieces: Vec<SidePieceView>,
    /// What changed; `a` is what this one says, `b` what was said before.
    pub claims: Vec<ClaimView>,
    /// The earlier article, by name, and the place in it.
    pub seen_in: Option<SeenIn>,
}

/// Where something was said before.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SeenIn {
    pub outlet: Option<String>,
    pub title: String,
    pub place: Place,
}

/// Whether something was said before.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NewsStatusDto {
    New,
    Seen,
    /// Said before with another number, name, date or denial.
    Changed,
}

/// Two articles side by side.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompareView {
    pub a: CompareHead,
    pub b: CompareHead,
    pub rows: Vec<CompareRowView>,
}

/// The article at the head of a column.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompareHead {
    pub article_id: i32,
    pub title: String,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub file_name: String,
}

/// Sentences that belong together, or one that belongs to none.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompareRowView {
    pub kind: RowKind,
    pub a: Option<CompareCell>,
    pub b: Option<CompareCell>,
    pub claims: Vec<ClaimView>,
}

/// How the sentences of a row belong together.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RowKind {
    Identical,
    Reworded,
    SameSubject,
    OnlyA,
    OnlyB,
}

/// A sentence in its column.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompareCell {
    pub pieces: Vec<SidePieceView>,
    pub passage_id: Option<i32>,
    /// A paragraph begins with it.
    pub begins_block: bool,
}

/// What is compared with another passage: the passage being read, or a text.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "from")]
pub enum ContrastFrom {
    #[serde(rename_all = "camelCase")]
    Passage {
        passage_id: i32,
    },
    Text {
        text: String,
    },
}

/// Two passages beside each other: which words differ on both sides.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ContrastView {
    pub here: Vec<SidePieceView>,
    pub there: Vec<SidePieceView>,
    pub claims: Vec<ClaimView>,
}
