//! `restore`: a copy in the place of the library, which is set aside.
//!
//! Invariant: the library that lies there is never opened; it may be damaged.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use parallax_engine::{
    BackupState, ListedBackup, Restored, backups, begin_anew, find_backup, restore as put_back,
};

use super::backup::articles;
use super::print;
use crate::bars::spinner;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::{confirm, out, say};
use parallax_view::rescue as json;

/// Put a copy in the place of the library
///
/// The library may be damaged or missing. It is set aside, never overwritten.
#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArgs {
    /// The copy: a path, a name from the list, or the beginning of a date [default: the
    /// newest that is whole]
    from: Option<String>,
    /// Show the copies and whether they are whole
    #[arg(long, conflicts_with_all = ["from", "new"])]
    list: bool,
    /// Begin an empty library instead
    #[arg(long, conflicts_with = "from")]
    new: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &RestoreArgs) -> Result<Exit, Failure> {
    let folder = global.library_folder()?;
    if args.list {
        return list(global, &folder);
    }
    if args.new {
        return begin(global, &folder, args.yes);
    }
    let spinner = spinner(global.json, "checking the copies");
    let found = find_backup(&folder, args.from.as_deref());
    spinner.finish_and_clear();
    let found = found?;
    let question = format!(
        "{}\nPut this copy in the place of the library in {}? What lies there is set aside. [y/N] ",
        line(&found),
        print::path(&folder)
    );
    if !agreed(global, args.yes, &question)? {
        say!("nothing restored");
        return Ok(Exit::Done);
    }
    let restored = put_back(&folder, &found, jiff::Timestamp::now())?;
    if global.json {
        print::json(&json::Restore::from(&restored))?;
    } else {
        tell(&restored);
    }
    Ok(Exit::Done)
}

fn list(global: &GlobalArgs, folder: &Path) -> Result<Exit, Failure> {
    let found = backups(folder);
    if global.json {
        print::json(&found.iter().map(json::Listed::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut out = out();
    for one in &found {
        writeln!(out, "{}", line(one))?;
    }
    if found.is_empty() {
        writeln!(out, "there are no copies; `parallax backup` makes one")?;
    }
    Ok(Exit::Done)
}

fn begin(global: &GlobalArgs, folder: &Path, yes: bool) -> Result<Exit, Failure> {
    let question = format!(
        "Begin an empty library in {}? What lies there is set aside. [y/N] ",
        print::path(folder)
    );
    if !agreed(global, yes, &question)? {
        say!("nothing begun");
        return Ok(Exit::Done);
    }
    let set_aside = begin_anew(folder, jiff::Timestamp::now())?;
    if global.json {
        print::json(&serde_json::json!({
            "set_aside": set_aside.map(|path| path.display().to_string())
        }))?;
    } else {
        say!("an empty library lies in {}", print::path(folder));
        if let Some(path) = set_aside {
            say!("what lay there is in {}", print::path(&path));
        }
    }
    Ok(Exit::Done)
}

/// Asks on a terminal; elsewhere only `--yes` or `--json` agree.
fn agreed(global: &GlobalArgs, yes: bool, question: &str) -> Result<bool, Failure> {
    if yes || global.json {
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::usage(
            "nobody can be asked here",
            "add --yes to go on without asking",
        ));
    }
    Ok(confirm(question)?)
}

/// "2026-11-27 19:10  whole    daily           120 articles  library-….db"
fn line(one: &ListedBackup) -> String {
    let name = print::path(Path::new(one.path.file_name().unwrap_or_default()));
    let state = match &one.state {
        BackupState::Whole => "whole".to_owned(),
        BackupState::Unsealed => "not known".to_owned(),
        BackupState::Damaged(what) => format!("damaged: {what}"),
    };
    match &one.backup {
        Some(backup) => format!(
            "{}  {state}  {}  {}  {}  {name}",
            backup.made_at.get(..16).unwrap_or(&backup.made_at).replace('T', " "),
            backup.reason.as_str(),
            articles(backup),
            print::size(backup.bytes),
        ),
        None => format!("{:16}  {state}  (no seal: checked when it is restored)  {name}", ""),
    }
}

fn tell(restored: &Restored) {
    let what = restored.backup.as_ref().map_or("the library".to_owned(), articles);
    say!("restored {what} from {}", print::path(&restored.from));
    if let Some(path) = &restored.set_aside {
        say!("what lay there is in {}", print::path(path));
    }
    say!("`parallax reindex` rebuilds the index now; else the next import does");
}
