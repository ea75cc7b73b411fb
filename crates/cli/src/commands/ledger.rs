//! `ledger`: what the independent origins of a story tell of each fact.

use std::io::Write;

use clap::ValueEnum;
use parallax_engine::{
    ArticleId, ArticleRow, FactState, Ledger, LedgerCell, LedgerFormat, LedgerRow, LeftOut, Mark,
    on_one_line,
};

use super::print::{self, Pen, source, title};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view as json;

/// Characters of a sentence shown on either side of its value.
const N_AROUND: usize = 60;

/// Show what the independent origins of a story tell of each fact: where they agree,
/// where they differ, what was revised later
///
/// Rows are facts that two or more articles tell, told per independent origin. Rounded,
/// converted, approximate or bounded numbers never differ from what they may stand
/// for; numbers of other days or scopes are `not-comparable`.
#[derive(Debug, clap::Args)]
pub(crate) struct LedgerArgs {
    /// The story, as `stories` numbers them, or one of its articles
    #[arg(required_unless_present = "left_out")]
    story: Option<i64>,
    /// Instead, what this article leaves out of what its story told before it, and what
    /// only it has
    #[arg(long, value_name = "ARTICLE_ID", conflicts_with_all = ["story", "state", "format"])]
    left_out: Option<i64>,
    /// Only rows of this state; may be given several times
    #[arg(long, value_enum, value_name = "STATE")]
    state: Vec<StateArg>,
    /// Write it in this form instead
    #[arg(long, value_enum, conflicts_with = "json")]
    format: Option<LedgerFormatArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LedgerFormatArg {
    /// For reading and for notes
    Markdown,
    /// For spreadsheets: one row per telling
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateArg {
    /// Independent origins give values that cannot both be exact
    Differ,
    /// An outlet told it otherwise later
    Revised,
    /// Independent origins tell the same
    Agree,
    /// Values of other days, scopes, units or kinds
    NotComparable,
    /// Several articles tell it, all of one origin
    OneOrigin,
}

impl From<StateArg> for FactState {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Differ => Self::Differ,
            StateArg::Revised => Self::Revised,
            StateArg::Agree => Self::Agree,
            StateArg::NotComparable => Self::NotComparable,
            StateArg::OneOrigin => Self::OneOrigin,
        }
    }
}

pub(super) fn run(global: &GlobalArgs, args: &LedgerArgs) -> Result<Exit, Failure> {
    let library = global.open_with_stories()?;
    if let Some(article) = args.left_out {
        let left_out = library.left_out(ArticleId(article))?;
        if global.json {
            print::json(&json::LeftOut::from(&left_out))?;
        } else {
            show_left_out(&left_out)?;
        }
        return Ok(Exit::Done);
    }
    let Some(story) = args.story else { return Ok(Exit::Done) };
    let mut ledger = library.ledger(ArticleId(story))?;
    let n_rows = ledger.rows.len();
    let is_wanted = |row: &LedgerRow| {
        args.state.is_empty() || args.state.iter().any(|state| FactState::from(*state) == row.state)
    };
    ledger.rows.retain(is_wanted);
    if let Some(format) = args.format {
        let format = match format {
            LedgerFormatArg::Markdown => LedgerFormat::Markdown,
            LedgerFormatArg::Csv => LedgerFormat::Csv,
        };
        write!(say::out(), "{}", ledger.to_text(format))?;
    } else if global.json {
        let rows: Vec<&LedgerRow> = ledger.rows.iter().collect();
        print::json(&json::Ledger::of(&ledger, &rows))?;
    } else {
        show(&ledger, n_rows)?;
    }
    Ok(Exit::Done)
}

fn show_left_out(left_out: &LeftOut) -> Result<(), Failure> {
    let mut out = say::out();
    let pen = Pen::default();
    let n = left_out.facts.len();
    writeln!(out, "{}", pen.bold(&format!("Left out ({n})")))?;
    if !left_out.has_date {
        writeln!(out, "  the article has no date: what was told before it is not known")?;
    }
    for fact in &left_out.facts {
        writeln!(out, "\n  {}", pen.dim(&format!("told by {} origins", fact.n_origins)))?;
        for cell in &fact.tellings {
            writeln!(out, "  {:>5}  {}", cell.article_id, on_one_line(&cell.text))?;
        }
    }
    let alone = left_out.only_here.len();
    writeln!(out, "\n{}", pen.bold(&format!("Only here ({alone})")))?;
    for sentence in &left_out.only_here {
        writeln!(out, "  {}", on_one_line(&sentence.text))?;
    }
    Ok(())
}

fn show(ledger: &Ledger, n_rows: usize) -> Result<(), Failure> {
    let mut out = say::out();
    let pen = Pen::default();
    for (at, origin) in ledger.origins.iter().enumerate() {
        for (n, id) in origin.articles.iter().enumerate() {
            let Some(row) = article(ledger, *id) else { continue };
            let number = if n == 0 { format!("{:>3}.", at + 1) } else { "   =".to_owned() };
            writeln!(out, "{number} {:>5}  {}  {}", row.id, source(row), title(row))?;
        }
    }
    if ledger.n_left_out > 0 {
        writeln!(out, "     {} more articles are left out", ledger.n_left_out)?;
    }
    if ledger.rows.is_empty() {
        let nothing = if n_rows == 0 { "no fact is told by two articles" } else { "no such row" };
        writeln!(out, "\n{nothing}")?;
    }
    let mut state = None;
    for row in &ledger.rows {
        if state != Some(row.state) {
            let n = ledger.rows.iter().filter(|other| other.state == row.state).count();
            writeln!(out, "\n{}", pen.bold(&format!("{} ({n})", heading(row.state))))?;
            state = Some(row.state);
        }
        writeln!(out, "\n  {}", pen.dim(&about(row)))?;
        for cell in &row.cells {
            writeln!(out, "  {}", telling(row, cell, &pen))?;
        }
    }
    Ok(())
}

fn heading(state: FactState) -> &'static str {
    match state {
        FactState::Differ => "Differs",
        FactState::Revised => "Revised later by the same outlet",
        FactState::Agree => "Agrees",
        FactState::NotComparable => "Not comparable",
        FactState::OneOrigin => "Told by one origin only",
    }
}

/// `count, people killed; other days`
fn about(row: &LedgerRow) -> String {
    let mut about = row.kind.as_str().to_owned();
    if !row.subject.is_empty() {
        about += &format!(", {}", on_one_line(&row.subject));
    }
    if let Some(reason) = row.reason {
        let reason = match reason.as_str() {
            "day" => "other days",
            "scope" => "of another part",
            "unit" => "other units",
            "kind" => "numbers of other kinds",
            _ => "one is too vague to tell",
        };
        about += &format!("; {reason}");
    }
    about
}

/// `1a   12  at least [12] people were killed`: origin and what it says, the article.
fn telling(row: &LedgerRow, cell: &LedgerCell, pen: &Pen) -> String {
    let says_one = row.cells.iter().all(|other| other.group == row.cells[0].group);
    let group = match u8::try_from(cell.group) {
        Ok(group) if !says_one && group < 26 => char::from(b'a' + group),
        _ => ' ',
    };
    let start = cell.value.start.saturating_sub(cell.sentence.start).min(cell.text.len());
    let end = cell.value.end.saturating_sub(cell.sentence.start).min(cell.text.len());
    let (before, value, behind) = match (cell.text.get(..start), cell.text.get(start..end)) {
        (Some(before), Some(value)) => (before, value, &cell.text[end..]),
        _ => ("", cell.text.as_str(), ""),
    };
    let mark = if row.state == FactState::Differ { Mark::Differs } else { Mark::Word };
    let value = if value == cell.text {
        on_one_line(value).into_owned()
    } else {
        pen.marked(&on_one_line(value), mark)
    };
    let more = match cell.n_articles {
        0 | 1 => String::new(),
        n => format!("  (in {n} articles)"),
    };
    format!(
        "{:>3}{group} {:>5}  {}{value}{}{}",
        cell.origin + 1,
        cell.article_id,
        last_of(before),
        first_of(behind),
        pen.dim(&more)
    )
}

fn first_of(text: &str) -> String {
    let shown: String = text.chars().take(N_AROUND).collect();
    let cut = if shown.len() < text.len() { "…" } else { "" };
    format!("{}{cut}", on_one_line(&shown))
}

fn last_of(text: &str) -> String {
    let n = text.chars().count();
    let shown: String = text.chars().skip(n.saturating_sub(N_AROUND)).collect();
    let cut = if shown.len() < text.len() { "…" } else { "" };
    format!("{cut}{}", on_one_line(&shown))
}

fn article(ledger: &Ledger, id: ArticleId) -> Option<&ArticleRow> {
    ledger.articles.iter().find(|row| row.id == id)
}
