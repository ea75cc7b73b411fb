//! `export`: what was selected, as a file for another program.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use parallax_engine::{
    Access, ArticleId, ExportFormat, HighlightFilter, Selection, for_terminal, on_one_line,
};

use super::{open, print};
use crate::args::{Args, Command};
use crate::json::Exported;
use crate::outcome::{Exit, Failure};
use crate::say::say;

pub(super) fn export(args: &Args) -> Result<Exit, Failure> {
    let Command::Export { format, query, limit, story, article, out, .. } = &args.command else {
        return Ok(Exit::Done);
    };
    let selection = match (query, story) {
        (Some(query), _) => Selection::Query { query: query.clone(), n_wanted: *limit },
        (None, Some(story)) => Selection::Story(ArticleId(*story)),
        (None, None) if !article.is_empty() => {
            Selection::Articles(article.iter().map(|id| ArticleId(*id)).collect())
        }
        (None, None) => Selection::Highlights(HighlightFilter::default()),
    };
    let format = ExportFormat::from(*format);
    let collection = open(args, Access::Read)?.collect(&selection)?;
    let text = collection.write(format);
    if let Some(path) = out {
        write_new(path, &text)?;
    }
    let (n_articles, n_excerpts) = (collection.items.len(), collection.n_excerpts());
    if args.json {
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
