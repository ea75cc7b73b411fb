//! `search`: passages by meaning and words.

use clap::ValueEnum;
use parallax_engine::{Access, Mode, ModelStatus, SearchRequest, Sort};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::{complain, say};
use parallax_view as json;

/// Find passages by meaning and words
///
/// QUERY is what you remember, in your own words. It may also hold
/// "an exact phrase", -without, outlet:NAME, author:NAME, lang:en, format:html, tag:NAME,
/// after:2017-01-01 and before:2017-12-31.
#[derive(Debug, clap::Args)]
pub(crate) struct SearchArgs {
    /// What to look for
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// At most this many passages
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Pass over this many: the next page
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// What to look at
    #[arg(long, value_enum, default_value_t = ModeArg::Hybrid)]
    mode: ModeArg,
    /// Order of the passages
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    sort: SortArg,
    /// Only articles of this outlet (part of its name)
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    /// Only articles by this author (part of the name)
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// Only articles in this language
    #[arg(long, value_name = "CODE")]
    lang: Vec<String>,
    /// Only articles read from this format
    #[arg(long, value_name = "FORMAT")]
    format: Vec<String>,
    /// Only articles with this tag
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only articles published on this day or later
    #[arg(long, value_name = "DATE")]
    after: Option<String>,
    /// Only articles published on this day or earlier
    #[arg(long, value_name = "DATE")]
    before: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ModeArg {
    /// Words and meaning together
    Hybrid,
    /// Meaning alone
    Meaning,
    /// Words alone; needs no model
    Words,
}

impl ModeArg {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hybrid => "hybrid",
            Self::Meaning => "meaning",
            Self::Words => "words",
        }
    }
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Hybrid => Self::Hybrid,
            ModeArg::Meaning => Self::Meaning,
            ModeArg::Words => Self::Words,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SortArg {
    /// Best first
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Relevance => Self::Relevance,
            SortArg::Newest => Self::Newest,
            SortArg::Oldest => Self::Oldest,
        }
    }
}

pub(super) fn run(global: &GlobalArgs, args: &SearchArgs) -> Result<Exit, Failure> {
    let query = args.query.join(" ") + &filters(args);
    let library = global.open(Access::Read)?;
    let request = SearchRequest {
        mode: args.mode.into(),
        sort: args.sort.into(),
        n_wanted: args.limit,
        offset: args.offset,
        n_explained: args.limit,
        ..SearchRequest::new(&query)
    };
    let result = library.search(&request)?;
    if global.json {
        print::json(&json::Search {
            query: &query,
            mode: args.mode.name(),
            results: result.hits.iter().map(json::Hit::from).collect(),
            n_total: result.n_total,
            understood: result.query.understood(),
            printed: result.query.printed(),
            notes: &result.notes,
            did_you_mean: result.did_you_mean.as_deref(),
            nothing_close: result.nothing_close,
            unknown_language: result.unknown_language.as_ref().map(|it| it.language.as_str()),
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
        let other = result.unknown_language.as_ref().and_then(|it| it.pack.as_ref());
        if let Some((id, _)) = other {
            complain!("hint: `parallax packs use {id}` gives it to the library");
        }
        print::hits(&result.hits)?;
    }
    global.maintain_index_if_due(library);
    Ok(Exit::Done)
}

/// Filter options as query words: one language for both.
fn filters(args: &SearchArgs) -> String {
    let SearchArgs { outlet, author, lang, format, tag, after, before, .. } = args;
    let many =
        [("outlet", outlet), ("author", author), ("lang", lang), ("format", format), ("tag", tag)];
    let one = [("after", after), ("before", before)];
    let many = many.iter().flat_map(|(key, values)| values.iter().map(move |value| (*key, value)));
    let one = one.iter().filter_map(|(key, value)| Some((*key, value.as_ref()?)));
    many.chain(one).map(|(key, value)| format!(" {key}:\"{}\"", value.replace('"', ""))).collect()
}
