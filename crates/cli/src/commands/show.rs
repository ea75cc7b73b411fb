//! `show`: an article, its passages and how it was read.

use std::io::Write;

use parallax_engine::{Access, ArticleId, Role, on_one_line};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say;
use parallax_view::{self as json, Shown};

/// Show an article: its text, its passages, how it was read
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// The article, as `list` numbers them
    article: i64,
}

pub(super) fn run(global: &GlobalArgs, args: &ShowArgs) -> Result<Exit, Failure> {
    let id = ArticleId(args.article);
    let library = global.open(Access::Read)?;
    let article = library.article(id)?;
    let kept = library.kept(id)?;
    if global.json {
        print::json(&Shown::of(json::Show::from(&article), &kept))?;
        return Ok(Exit::Done);
    }
    let mut out = say::out();
    writeln!(
        out,
        "{}\n{}\n{}\n",
        print::title(&article.row),
        print::source(&article.row),
        on_one_line(&article.row.path)
    )?;
    let mut page = None;
    for block in &article.blocks {
        if let Some(number) = block.page.filter(|_| block.page != page) {
            writeln!(out, "  — page {number} —\n")?;
            page = block.page;
        }
        let text = block.span.of(&article.text);
        match block.role {
            Role::Body => writeln!(out, "{text}\n")?,
            Role::Boilerplate(furniture) => writeln!(out, "  [{}] {text}\n", furniture.as_str())?,
        }
    }
    let row = &article.row;
    writeln!(
        out,
        "read as {}, {}, in {} ms; title from {}; {} words kept, {} set aside; {} passages",
        row.receipt.format,
        row.receipt.encoding,
        row.receipt.took_ms,
        row.title_source.as_str(),
        row.n_words_kept,
        row.n_words_dropped,
        row.n_passages
    )?;
    if !kept.tags.is_empty() {
        writeln!(out, "tagged {}", kept.tags.join(", "))?;
    }
    if let Some(note) = &kept.note {
        writeln!(out, "your note: {note}")?;
    }
    if !kept.highlights.is_empty() {
        writeln!(
            out,
            "{} highlighted; `parallax highlights --article {id}` shows them",
            kept.highlights.len()
        )?;
    }
    for warning in &row.receipt.warnings {
        writeln!(out, "note: {}", on_one_line(warning))?;
    }
    Ok(Exit::Done)
}
