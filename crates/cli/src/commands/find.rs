//! `search` and `related`.

use std::time::Instant;

use parallax_engine::{
    Access, ArticleId, Control, Library, ModelStatus, Origin, PassageId, SearchRequest,
};

use super::{open, print};
use crate::args::{Args, Command};
use crate::json;
use crate::outcome::{Exit, Failure};
use crate::say::{complain, say};

pub(super) fn search(args: &Args) -> Result<Exit, Failure> {
    let Command::Search { query, limit, offset, mode, sort, .. } = &args.command else {
        return Ok(Exit::Done);
    };
    let query = query.join(" ") + &filters(&args.command);
    let library = open(args, Access::Read)?;
    let request = SearchRequest {
        mode: (*mode).into(),
        sort: (*sort).into(),
        n_wanted: *limit,
        offset: *offset,
        n_explained: *limit,
        ..SearchRequest::new(&query)
    };
    let result = library.search(&request)?;
    if args.json {
        print::json(&json::Search {
            query: &query,
            mode: mode.name(),
            results: result.hits.iter().map(json::Hit::from).collect(),
            n_total: result.n_total,
            understood: result.query.understood(),
            printed: result.query.printed(),
            notes: &result.notes,
            did_you_mean: result.did_you_mean.as_deref(),
            nothing_close: result.nothing_close,
            searched_meaning: result.searched_meaning,
            took_ms: result.took.into(),
        })?;
    } else {
        if let ModelStatus::Failed(error) = library.model_status() {
            complain!("warning: searched words only: {error}");
        }
        if !result.query.parts.is_empty() {
            say!("understood: {}\n", result.query.understood());
        }
        for note in &result.notes {
            complain!("note: {note}");
        }
        if let Some(query) = &result.did_you_mean {
            say!("did you mean: {query}\n");
        }
        match (result.hits.is_empty(), result.nothing_close) {
            (true, _) => say!("nothing close"),
            (false, true) => say!("nothing close; the nearest, loosely related:\n"),
            (false, false) => {}
        }
        print::hits(&result.hits)?;
    }
    tend(args, library);
    Ok(Exit::Done)
}

/// Filter options as query words: one language for both.
fn filters(command: &Command) -> String {
    let Command::Search { outlet, author, lang, format, tag, after, before, .. } = command else {
        return String::new();
    };
    let many =
        [("outlet", outlet), ("author", author), ("lang", lang), ("format", format), ("tag", tag)];
    let one = [("after", after), ("before", before)];
    let many = many.iter().flat_map(|(key, values)| values.iter().map(move |value| (*key, value)));
    let one = one.iter().filter_map(|(key, value)| Some((*key, value.as_ref()?)));
    many.chain(one).map(|(key, value)| format!(" {key}:\"{}\"", value.replace('"', ""))).collect()
}

pub(super) fn related(
    args: &Args,
    passage: Option<i64>,
    text: Option<&str>,
    article: Option<i64>,
    limit: usize,
) -> Result<Exit, Failure> {
    let origin = match (passage, text) {
        (Some(id), _) => Origin::Passage(PassageId(id)),
        (None, Some(text)) if !text.trim().is_empty() => {
            Origin::Text(text.to_owned(), article.map(ArticleId))
        }
        _ => {
            return Err(Failure::usage(
                "there is no text to relate",
                "pass --text \"…\" or --passage ID",
            ));
        }
    };
    let library = open(args, Access::Read)?;
    let started = Instant::now();
    let related = library.related(&origin, limit)?;
    if args.json {
        print::json(&json::Related {
            results: related.hits.iter().map(json::Hit::from).collect(),
            copies: related.copies.iter().map(json::CopyOf::from).collect(),
            took_ms: json::milliseconds(started.elapsed()),
        })?;
    } else {
        if related.hits.is_empty() {
            say!("nothing close in other articles");
        }
        print::hits(&related.hits)?;
        for copy in &related.copies {
            say!("repeated by {}: {}", print::source(&copy.article), print::title(&copy.article));
        }
    }
    tend(args, library);
    Ok(Exit::Done)
}

/// After answering, repairs the index on disk if it was missing, damaged or old,
/// unless another program is at it. A failure here has cost nobody an answer.
fn tend(args: &Args, library: Library) {
    if !library.index_is_due() {
        return;
    }
    drop(library);
    if let Ok(library) = open(args, Access::Write)
        && let Err(error) = library.maintain_index(&Control::default())
    {
        complain!("warning: the index could not be rebuilt: {error}");
    }
}
