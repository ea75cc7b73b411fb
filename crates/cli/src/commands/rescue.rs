//! Copies of the library and the ways back: `backup`, `restore`, `salvage`.
//!
//! `restore` and `salvage` never open the library that lies there: it may be damaged.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use parallax_engine::{
    Access, Backup, BackupReason, BackupState, ListedBackup, Restored, SalvageReport, backups,
    begin_anew, find_backup, restore as put_back, salvage as save,
};

use super::import::summary;
use super::{library_folder, open, options, print};
use crate::args::{Args, BackupArgs, RestoreArgs, SalvageArgs};
use crate::bars::spinner;
use crate::json::rescue as json;
use crate::outcome::{Exit, Failure};
use crate::say::{confirm, out, say};

pub(super) fn back_up(args: &Args, wish: &BackupArgs) -> Result<Exit, Failure> {
    let library = open(args, Access::Read)?;
    let spinner = spinner(args.json, "copying and checking");
    let made = match &wish.dir {
        Some(dir) => Some(library.back_up(dir)?),
        None if wish.daily => library.back_up_daily()?,
        None => Some(library.back_up_here(BackupReason::ByHand)?),
    };
    spinner.finish_and_clear();
    match made {
        Some(backup) if args.json => print::json(&json::Seal::from(&backup))?,
        Some(backup) => {
            say!("copied {} to {}", articles(&backup), backup.path.display());
        }
        None if args.json => print::json(&serde_json::json!({ "path": null }))?,
        None => say!("the last daily copy is less than a day old; nothing to do"),
    }
    Ok(Exit::Done)
}

pub(super) fn restore(args: &Args, wish: &RestoreArgs) -> Result<Exit, Failure> {
    let folder = library_folder(args)?;
    if wish.list {
        return list(args, &folder);
    }
    if wish.new {
        return begin(args, &folder, wish.yes);
    }
    let spinner = spinner(args.json, "checking the copies");
    let found = find_backup(&folder, wish.from.as_deref());
    spinner.finish_and_clear();
    let found = found?;
    let question = format!(
        "{}\nPut this copy in the place of the library in {}? What lies there is set aside. [y/N] ",
        line(&found),
        folder.display()
    );
    if !agreed(args, wish.yes, &question)? {
        say!("nothing restored");
        return Ok(Exit::Done);
    }
    let restored = put_back(&folder, &found, jiff::Timestamp::now())?;
    if args.json {
        print::json(&json::Restore::from(&restored))?;
    } else {
        tell(&restored);
    }
    Ok(Exit::Done)
}

pub(super) fn salvage(args: &Args, wish: &SalvageArgs) -> Result<Exit, Failure> {
    let folder = library_folder(args)?;
    let spinner = spinner(args.json, "reading what still reads");
    let report = save(options(&folder, Access::Write), wish.into.as_deref(), wish.reimport);
    spinner.finish_and_clear();
    let report = report?;
    if args.json {
        print::json(&json::Salvage::from(&report))?;
    } else {
        tell_saved(&report)?;
    }
    let n_back = report.reimported.as_ref().map_or(0, |import| import.imported.len());
    Ok(if report.lost.len() > n_back { Exit::InPart } else { Exit::Done })
}

fn list(args: &Args, folder: &Path) -> Result<Exit, Failure> {
    let found = backups(folder);
    if args.json {
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

fn begin(args: &Args, folder: &Path, yes: bool) -> Result<Exit, Failure> {
    let question = format!(
        "Begin an empty library in {}? What lies there is set aside. [y/N] ",
        folder.display()
    );
    if !agreed(args, yes, &question)? {
        say!("nothing begun");
        return Ok(Exit::Done);
    }
    let set_aside = begin_anew(folder, jiff::Timestamp::now())?;
    if args.json {
        print::json(&serde_json::json!({
            "set_aside": set_aside.map(|path| path.display().to_string())
        }))?;
    } else {
        say!("an empty library lies in {}", folder.display());
        if let Some(path) = set_aside {
            say!("what lay there is in {}", path.display());
        }
    }
    Ok(Exit::Done)
}

/// Asks on a terminal; elsewhere only `--yes` or `--json` agree.
fn agreed(args: &Args, yes: bool, question: &str) -> Result<bool, Failure> {
    if yes || args.json {
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
    let name = one.path.file_name().unwrap_or_default().to_string_lossy();
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

fn articles(backup: &Backup) -> String {
    match backup.n_articles {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}

fn tell(restored: &Restored) {
    let what = restored.backup.as_ref().map_or("the library".to_owned(), articles);
    say!("restored {what} from {}", restored.from.display());
    if let Some(path) = &restored.set_aside {
        say!("what lay there is in {}", path.display());
    }
    say!("`parallax reindex` rebuilds the index now; else the next import does");
}

fn tell_saved(report: &SalvageReport) -> Result<(), Failure> {
    let mut out = out();
    writeln!(out, "{} articles saved in {}", report.n_saved, report.folder.display())?;
    for lost in &report.lost {
        let title = lost.title.as_deref().unwrap_or("(title not known)");
        writeln!(out, "lost: {} {title}: {}", lost.id, lost.what)?;
        if let Some(path) = &lost.path {
            writeln!(out, "      from {path}")?;
        }
    }
    if report.n_lone_annotations > 0 {
        writeln!(
            out,
            "{} tags, notes and highlights belong to no article any more",
            report.n_lone_annotations
        )?;
    }
    if let Some(path) = &report.set_aside {
        writeln!(out, "the damaged library is in {}", path.display())?;
    }
    drop(out);
    match &report.reimported {
        Some(import) => summary(import),
        None if report.originals.is_empty() => {}
        None => {
            say!("{} lost articles can be read again from their files:", report.originals.len());
            for path in &report.originals {
                say!("  {}", path.display());
            }
            say!("import them, or salvage with --reimport, which keeps their tags and highlights");
        }
    }
    Ok(())
}
