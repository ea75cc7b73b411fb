//! The JSON of `ledger`: field names are a promise. Fields may be added, never renamed.

use parallax_engine as engine;
use schemars::JsonSchema;
use serde::Serialize;

use super::Article;
use super::stories::{FirstTelling, OriginNode};

/// What the origins of a story tell of each fact.
#[derive(Serialize, JsonSchema)]
pub struct Ledger<'a> {
    /// The columns: articles that are one origin, earliest first.
    origins: Vec<Origin>,
    /// The articles that were read.
    articles: Vec<Article<'a>>,
    rows: Vec<Row<'a>>,
    /// Articles that were not read, because the story has so many.
    n_left_out: usize,
    /// Each teller behind the one it takes from.
    origin_tree: Vec<OriginNode<'a>>,
    first_telling: Option<FirstTelling<'a>>,
}

/// What an article leaves out, and what only it has.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
pub struct LeftOut<'a> {
    article_id: i64,
    /// Without a date nothing is said to be left out.
    has_date: bool,
    left_out: Vec<LeftOutFact<'a>>,
    only_here: Vec<OnlyHere<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct LeftOutFact<'a> {
    n_origins: usize,
    /// One of each origin, earliest first.
    tellings: Vec<Cell<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct OnlyHere<'a> {
    span: [usize; 2],
    text: &'a str,
}

impl<'a> From<&'a engine::LeftOut> for LeftOut<'a> {
    fn from(left_out: &'a engine::LeftOut) -> Self {
        let facts = left_out.facts.iter().map(|fact| LeftOutFact {
            n_origins: fact.n_origins,
            tellings: fact.tellings.iter().map(Cell::from).collect(),
        });
        let alone = left_out
            .only_here
            .iter()
            .map(|at| OnlyHere { span: [at.span.start, at.span.end], text: &at.text });
        Self {
            article_id: left_out.article_id.0,
            has_date: left_out.has_date,
            left_out: facts.collect(),
            only_here: alone.collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Origin {
    article_ids: Vec<i64>,
}

#[derive(Serialize, JsonSchema)]
struct Row<'a> {
    /// `differ`, `revised`, `agree`, `not-comparable` or `one-origin`.
    state: &'static str,
    /// For `not-comparable`: `day`, `scope`, `unit`, `kind` or `precision`.
    reason: Option<&'static str>,
    /// `count`, `money`, `percent`, `date`, `person`, `denial`, `quotation`, `statement`…
    kind: &'static str,
    /// What is counted, in the words of the first telling; who is quoted.
    subject: &'a str,
    n_origins: usize,
    cells: Vec<Cell<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Cell<'a> {
    /// Number in `origins`, from 0.
    origin: usize,
    article_id: i64,
    passage_id: Option<i64>,
    /// Articles of the origin that tell it so.
    n_articles: usize,
    /// Cells of a row with the same number say the same.
    group: usize,
    value: &'a str,
    /// Bytes of the article's clean text.
    value_span: [usize; 2],
    sentence: &'a str,
    sentence_span: [usize; 2],
}

impl<'a> Ledger<'a> {
    /// - `rows`: those of the ledger that are wanted.
    #[must_use]
    pub fn of(ledger: &'a engine::Ledger, rows: &[&'a engine::LedgerRow]) -> Self {
        let origins = ledger
            .origins
            .iter()
            .map(|origin| Origin { article_ids: origin.articles.iter().map(|id| id.0).collect() });
        Self {
            origins: origins.collect(),
            articles: ledger.articles.iter().map(Article::from).collect(),
            rows: rows.iter().map(|row| Row::from(*row)).collect(),
            n_left_out: ledger.n_left_out,
            origin_tree: OriginNode::all(&ledger.tree),
            first_telling: ledger.first.as_ref().map(FirstTelling::from),
        }
    }
}

impl<'a> From<&'a engine::LedgerRow> for Row<'a> {
    fn from(row: &'a engine::LedgerRow) -> Self {
        Self {
            state: row.state.as_str(),
            reason: row.reason.map(engine::Reason::as_str),
            kind: row.kind.as_str(),
            subject: &row.subject,
            n_origins: row.n_origins(),
            cells: row.cells.iter().map(Cell::from).collect(),
        }
    }
}

impl<'a> From<&'a engine::LedgerCell> for Cell<'a> {
    fn from(cell: &'a engine::LedgerCell) -> Self {
        Self {
            origin: cell.origin,
            article_id: cell.article_id.0,
            passage_id: cell.passage_id.map(|id| id.0),
            n_articles: cell.n_articles,
            group: cell.group,
            value: cell.value_text(),
            value_span: [cell.value.start, cell.value.end],
            sentence: &cell.text,
            sentence_span: [cell.sentence.start, cell.sentence.end],
        }
    }
}
