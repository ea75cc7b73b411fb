//! `export`: what was selected, as a file for another program.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use parallax_engine::{
    Access, ArticleId, ExportFormat, HighlightFilter, Selection, for_terminal, on_one_line,
};

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;
use parallax_view::Exported;

/// Write hits, a story, highlights or articles for other programs
///
/// Markdown, CSV and JSON hold the exact words with their sources; CSL-JSON,
/// BibTeX and RIS are for reference managers. Prints to the terminal unless --out
/// names a file.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true)))]
pub(crate) struct ExportArgs {
    /// In which form
    #[arg(long, value_enum, default_value_t = FormatArg::Markdown)]
    format: FormatArg,
    /// What this query finds
    #[arg(long, value_name = "QUERY", group = "what")]
    query: Option<String>,
    /// At most this many passages of the query
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// The articles of a story, as `stories` numbers them
    #[arg(long, value_name = "ID", group = "what")]
    story: Option<i64>,
    /// This article with its highlights; may be given several times
    #[arg(long, value_name = "ID", group = "what")]
    article: Vec<i64>,
    /// All highlights
    #[arg(long, group = "what")]
    highlights: bool,
    /// Write to this file; it must not be there yet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FormatArg {
    /// For reading and for notes
    Markdown,
    /// For spreadsheets: one row per excerpt
    Csv,
    /// For programs: everything
    Json,
    /// For Zotero, Pandoc and others
    CslJson,
    /// For LaTeX
    Bibtex,
    /// For reference managers
    Ris,
}

impl From<FormatArg> for ExportFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Csv => Self::Csv,
            FormatArg::Json => Self::Json,
            FormatArg::CslJson => Self::CslJson,
            FormatArg::Bibtex => Self::Bibtex,
            FormatArg::Ris => Self::Ris,
        }
    }
}

pub(super) fn run(global: &GlobalArgs, args: &ExportArgs) -> Result<Exit, Failure> {
    let ExportArgs { format, query, limit, story, article, out, .. } = args;
    let selection = match (query, story) {
        (Some(query), _) => Selection::Query { query: query.clone(), n_wanted: *limit },
        (None, Some(story)) => Selection::Story(ArticleId(*story)),
        (None, None) if !article.is_empty() => {
            Selection::Articles(article.iter().map(|id| ArticleId(*id)).collect())
        }
        (None, None) => Selection::Highlights(HighlightFilter::default()),
    };
    let format = ExportFormat::from(*format);
    let collection = global.open(Access::Read)?.collect(&selection)?;
    let text = collection.write(format);
    if let Some(path) = out {
        write_new(path, &text)?;
    }
    let (n_articles, n_excerpts) = (collection.items.len(), collection.n_excerpts());
    if global.json {
        print::json(&Exported {
            format: format.as_str(),
            n_articles,
            n_excerpts,
            path: out.as_ref().map(|path| path.display().to_string()),
            text: out.is_none().then_some(text.as_str()),
        })?;
    } else if let Some(path) = out {
        say!(
            "{n_articles} articles, {n_excerpts} passages written to {}",
            on_one_line(&path.display().to_string())
        );
    } else {
        // A file's text may turn its own direction; a terminal's must not.
        let mut stdout = io::stdout().lock();
        if stdout.is_terminal() {
            stdout.write_all(for_terminal(&text.replace("\r\n", "\n")).as_bytes())?;
        } else {
            stdout.write_all(text.as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let opened = fs_err::OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = match opened {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Failure::other(
                format!("`{}` is there already", path.display()),
                Some("name another file, or move that one away"),
            ));
        }
        opened => opened?,
    };
    Ok(file.write_all(text.as_bytes())?)
}
