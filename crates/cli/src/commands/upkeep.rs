//! Looking after the library: `list`, `show`, `remove`, `stats`, `verify`,
//! `reindex`.

use std::io::{self, IsTerminal, Write};

use parallax_engine::{
    Access, ArticleId, Control, DAYS_IN_BIN, Filter, Problem, Role, on_one_line,
};

use super::{library_folder, open, print};
use crate::args::Args;
use crate::bars::spinner;
use crate::json;
use crate::json::Shown;
use crate::outcome::{Exit, Failure};
use crate::say::{self, complain, say};

pub(super) fn list(args: &Args) -> Result<Exit, Failure> {
    let rows = open(args, Access::Read)?.articles(&Filter::default())?;
    if args.json {
        print::json(&rows.iter().map(json::Article::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut out = say::out();
    for row in &rows {
        writeln!(out, "{:>6}  {}  {}", row.id, print::source(row), print::title(row))?;
    }
    if rows.is_empty() {
        writeln!(out, "the library is empty; `parallax import PATH` adds articles")?;
    }
    Ok(Exit::Done)
}

pub(super) fn show(args: &Args, id: i64) -> Result<Exit, Failure> {
    let library = open(args, Access::Read)?;
    let article = library.article(ArticleId(id))?;
    let kept = library.kept(ArticleId(id))?;
    if args.json {
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

pub(super) fn remove(args: &Args, ids: &[i64], for_good: bool, yes: bool) -> Result<Exit, Failure> {
    let library = open(args, Access::Write)?;
    let ids: Vec<ArticleId> = ids.iter().map(|id| ArticleId(*id)).collect();
    let mut titles = Vec::new();
    for id in &ids {
        titles.push(library.article(*id)?.row.title);
    }
    let must_ask = !yes && !args.json && io::stdin().is_terminal();
    if must_ask && !confirm(&titles)? {
        say!("nothing removed");
        return Ok(Exit::Done);
    }
    if for_good {
        library.remove_for_good(&ids)?;
    } else {
        library.remove(&ids)?;
    }
    library.maintain_index(&Control::default())?;
    if args.json {
        print::json(
            &serde_json::json!({ "removed": ids.iter().map(|id| id.0).collect::<Vec<_>>() }),
        )?;
    } else {
        say!("{} removed; the files stay where they are", ids.len());
        if !for_good {
            say!("`parallax bin` brings them back, for {DAYS_IN_BIN} days");
        }
    }
    Ok(Exit::Done)
}

fn confirm(titles: &[String]) -> Result<bool, Failure> {
    for title in titles {
        complain!("  {}", on_one_line(title));
    }
    Ok(say::confirm("Remove from the library? The files stay. [y/N] ")?)
}

pub(super) fn stats(args: &Args) -> Result<Exit, Failure> {
    let library = open(args, Access::Read)?;
    library.load_vectors()?;
    let stats = library.stats()?;
    let folder = library.folder().display().to_string();
    if args.json {
        print::json(&json::Stats::of(folder, &stats))?;
        return Ok(Exit::Done);
    }
    let store = &stats.store;
    say!("{}", on_one_line(&folder));
    say!(
        "{} articles, {} passages, {} vectors",
        store.n_articles,
        store.n_passages,
        store.n_vectors
    );
    if store.n_pending > 0 {
        say!(
            "{} passages still without vectors; `parallax import` goes on with them",
            store.n_pending
        );
    }
    say!(
        "database {}, index {}",
        print::size(store.database_bytes),
        print::size(stats.index_bytes)
    );
    if let Some(problem) = &stats.index_problem {
        say!("the index on disk is not used: {problem}");
    }
    for count in store.outlets.iter().take(20) {
        say!(
            "{:>6}  {}",
            count.n_articles,
            on_one_line(count.name.as_deref().unwrap_or("(outlet not known)"))
        );
    }
    Ok(Exit::Done)
}

pub(super) fn verify(args: &Args) -> Result<Exit, Failure> {
    let spinner = spinner(args.json, "reading everything");
    let problems = found(args);
    spinner.finish_and_clear();
    let problems = problems?;
    if args.json {
        print::json(&json::Verify::of(&problems))?;
    } else {
        tell(&problems);
    }
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Bad })
}

/// The database is looked at as it lies there, since opening a damaged one may fail, or
/// change it. The index is looked at in a sound library alone.
fn found(args: &Args) -> Result<Vec<Problem>, Failure> {
    let folder = library_folder(args)?;
    let problems = match parallax_engine::verify(&folder) {
        Ok(problems) => problems,
        // An older library is upgraded first, as by any other command.
        Err(error) if error.code() == "library_too_old" => {
            drop(open(args, Access::Write)?);
            parallax_engine::verify(&folder)?
        }
        Err(error) => return Err(error.into()),
    };
    if !problems.is_empty() {
        return Ok(problems);
    }
    // As a writer if possible: an index that is damaged is written anew by the way.
    let library = open(args, Access::Write).or_else(|_| open(args, Access::Read))?;
    Ok(library.verify_index()?.into_iter().collect())
}

/// Each problem on a line, and each next step once, below those it is for.
fn tell(problems: &[Problem]) {
    if problems.is_empty() {
        say!("everything is whole");
        return;
    }
    let mut problems: Vec<&Problem> = problems.iter().collect();
    problems.sort_by_key(|problem| (problem.kind.is_derived(), problem.kind.hint()));
    for alike in problems.chunk_by(|a, b| a.kind.hint() == b.kind.hint()) {
        for problem in alike {
            say!("{}", problem.what);
        }
        say!("  hint: {}", alike[0].kind.hint());
    }
}

pub(super) fn reindex(args: &Args) -> Result<Exit, Failure> {
    let library = open(args, Access::Write)?;
    let spinner = spinner(args.json, "indexing");
    library.reindex(&Control::default())?;
    spinner.finish_and_clear();
    let stats = library.stats()?;
    let n_vectors = stats.index.as_ref().map_or(0, |index| index.n_settled);
    if args.json {
        print::json(
            &serde_json::json!({ "n_vectors": n_vectors, "index_bytes": stats.index_bytes }),
        )?;
    } else {
        say!("{n_vectors} vectors indexed, {} on disk", print::size(stats.index_bytes));
    }
    Ok(Exit::Done)
}
