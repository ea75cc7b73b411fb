//! Looking after the library: `list`, `show`, `remove`, `stats`, `verify`,
//! `reindex`.

use std::io::{self, IsTerminal, Write};

use parallax_engine::{Access, ArticleId, Control, Filter, Role};

use super::{open, print};
use crate::args::Args;
use crate::bars::spinner;
use crate::json;
use crate::json::Shown;
use crate::outcome::{Exit, Failure};

pub(super) fn list(args: &Args) -> Result<Exit, Failure> {
    let rows = open(args, Access::Read)?.articles(&Filter::default())?;
    if args.json {
        print::json(&rows.iter().map(json::Article::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut out = io::stdout().lock();
    for row in &rows {
        writeln!(out, "{:>6}  {}  {}", row.id, print::source(row), row.title)?;
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
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}\n{}\n{}\n",
        article.row.title,
        print::source(&article.row),
        article.row.path
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
            Role::Furniture(furniture) => writeln!(out, "  [{}] {text}\n", furniture.as_str())?,
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
        writeln!(out, "note: {warning}")?;
    }
    Ok(Exit::Done)
}

pub(super) fn remove(args: &Args, ids: &[i64], yes: bool) -> Result<Exit, Failure> {
    let library = open(args, Access::Write)?;
    let ids: Vec<ArticleId> = ids.iter().map(|id| ArticleId(*id)).collect();
    let mut titles = Vec::new();
    for id in &ids {
        titles.push(library.article(*id)?.row.title);
    }
    let must_ask = !yes && !args.json && io::stdin().is_terminal();
    if must_ask && !confirm(&titles)? {
        print::line("nothing removed")?;
        return Ok(Exit::Done);
    }
    library.remove(&ids)?;
    library.purge_removed()?;
    library.tend_index(&Control::default())?;
    if args.json {
        print::json(
            &serde_json::json!({ "removed": ids.iter().map(|id| id.0).collect::<Vec<_>>() }),
        )?;
    } else {
        print::line(&format!("{} removed; the files stay where they are", ids.len()))?;
    }
    Ok(Exit::Done)
}

fn confirm(titles: &[String]) -> Result<bool, Failure> {
    for title in titles {
        eprintln!("  {title}");
    }
    eprint!("Remove from the library? The files stay. [y/N] ");
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
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
    print::line(&folder)?;
    print::line(&format!(
        "{} articles, {} passages, {} vectors",
        store.n_articles, store.n_passages, store.n_vectors
    ))?;
    if store.n_pending > 0 {
        print::line(&format!(
            "{} passages still without vectors; `parallax import` goes on with them",
            store.n_pending
        ))?;
    }
    print::line(&format!(
        "database {}, index {}",
        print::size(store.database_bytes),
        print::size(stats.index_bytes)
    ))?;
    if let Some(problem) = &stats.index_problem {
        print::line(&format!("the index on disk is not used: {problem}"))?;
    }
    for count in store.outlets.iter().take(20) {
        print::line(&format!(
            "{:>6}  {}",
            count.n_articles,
            count.name.as_deref().unwrap_or("(outlet not known)")
        ))?;
    }
    Ok(Exit::Done)
}

pub(super) fn verify(args: &Args) -> Result<Exit, Failure> {
    // As a writer if possible: SQLite checks its words index by a write.
    let library = match open(args, Access::Read) {
        Ok(reader) => open(args, Access::Write).unwrap_or(reader),
        Err(failure) => return Err(failure),
    };
    let spinner = spinner(args.json, "reading everything");
    let problems = library.verify()?;
    spinner.finish_and_clear();
    let is_whole = problems.is_empty();
    if args.json {
        print::json(&json::Verify { ok: is_whole, problems })?;
    } else if is_whole {
        print::line("everything is whole")?;
    } else {
        for problem in problems {
            print::line(&problem)?;
        }
    }
    Ok(if is_whole { Exit::Done } else { Exit::Bad })
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
        print::line(&format!(
            "{n_vectors} vectors indexed, {} on disk",
            print::size(stats.index_bytes)
        ))?;
    }
    Ok(Exit::Done)
}
