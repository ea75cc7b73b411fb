//! The commands, a file each: its arguments, and `run`, which opens the library, asks the
//! engine and prints. A new command is a file and three lines here.
//!
//! Not here: the fields of `--json` (`json`).

mod backup;
mod bin;
mod compare;
mod completions;
mod copies;
mod doctor;
mod eval;
mod export;
mod highlights;
mod import;
mod ledger;
mod list;
mod manual;
mod packs;
mod print;
mod quotes;
mod reindex;
mod related;
mod remove;
mod restore;
mod salvage;
mod search;
mod show;
mod stats;
mod stories;
mod tag;
mod timeline;
mod verify;
mod watch;
mod whatsnew;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use parallax_engine::{
    Access, Control, Library, Options, default_folder, environment, require_confinement,
};

use crate::args::{Args, GlobalArgs};
use crate::outcome::{Exit, Failure};
use crate::say::complain;

/// The commands, in the order the help lists them.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Import(import::ImportArgs),
    Search(search::SearchArgs),
    Related(related::RelatedArgs),
    Copies(copies::CopiesArgs),
    Stories(stories::StoriesArgs),
    Quotes(quotes::QuotesArgs),
    Compare(compare::CompareArgs),
    Ledger(ledger::LedgerArgs),
    Whatsnew(whatsnew::WhatsnewArgs),
    Timeline(timeline::TimelineArgs),
    Watch(watch::WatchArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Tag(tag::TagArgs),
    Highlights(highlights::HighlightsArgs),
    Export(export::ExportArgs),
    Remove(remove::RemoveArgs),
    Bin(bin::BinArgs),
    Stats(stats::StatsArgs),
    Verify(verify::VerifyArgs),
    Reindex(reindex::ReindexArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    Salvage(salvage::SalvageArgs),
    Doctor(doctor::DoctorArgs),
    Eval(eval::EvalArgs),
    #[command(subcommand)]
    Packs(packs::PacksCommand),
    Completions(completions::CompletionsArgs),
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

/// Runs the command asked for.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let global = &args.global;
    if global.require_confinement {
        require_confinement();
    }
    match &args.command {
        Command::Import(args) => import::run(global, args),
        Command::Search(args) => search::run(global, args),
        Command::Related(args) => related::run(global, args),
        Command::Copies(args) => copies::run(global, args),
        Command::Stories(args) => stories::run(global, args),
        Command::Quotes(args) => quotes::run(global, args),
        Command::Compare(args) => compare::run(global, args),
        Command::Ledger(args) => ledger::run(global, args),
        Command::Whatsnew(args) => whatsnew::run(global, args),
        Command::Timeline(args) => timeline::run(global, args),
        Command::Watch(args) => watch::run(global, args),
        Command::List(args) => list::run(global, args),
        Command::Show(args) => show::run(global, args),
        Command::Tag(args) => tag::run(global, args),
        Command::Highlights(args) => highlights::run(global, args),
        Command::Export(args) => export::run(global, args),
        Command::Remove(args) => remove::run(global, args),
        Command::Bin(args) => bin::run(global, args),
        Command::Stats(args) => stats::run(global, args),
        Command::Verify(args) => verify::run(global, args),
        Command::Reindex(args) => reindex::run(global, args),
        Command::Backup(args) => backup::run(global, args),
        Command::Restore(args) => restore::run(global, args),
        Command::Salvage(args) => salvage::run(global, args),
        Command::Doctor(args) => doctor::run(global, args),
        Command::Eval(args) => eval::run(global, args),
        Command::Packs(args) => packs::run(global, args),
        Command::Completions(args) => completions::run(global, args),
        Command::Manual(args) => manual::run(global, args),
    }
}

/// Opens the library the command line names.
fn open(global: &GlobalArgs, access: Access) -> Result<Library, Failure> {
    open_at(&library_folder(global)?, access)
}

/// The library's folder, whether or not a library is there.
fn library_folder(global: &GlobalArgs) -> Result<PathBuf, Failure> {
    let named = global.library.clone().filter(|folder| !folder.as_os_str().is_empty());
    named.or_else(|| default_folder(&environment)).ok_or_else(|| {
        Failure::usage("there is no home folder to keep the library in", "name one with --library")
    })
}

/// Opens the library for reading; where articles wait to be looked at, does that
/// first, unless another program is writing to it.
fn open_tended(global: &GlobalArgs) -> Result<Library, Failure> {
    let library = open(global, Access::Read)?;
    if !library.stories_are_due()? {
        return Ok(library);
    }
    if let Ok(writer) = open(global, Access::Write) {
        writer.update_stories(&Control::default())?;
        return Ok(writer);
    }
    complain!("warning: the library is being written to; its latest articles are left out");
    Ok(library)
}

/// After answering, repairs the index on disk if it was missing, damaged or old,
/// unless another program is at it. A failure here has cost nobody an answer.
fn maintain_index_if_due(global: &GlobalArgs, library: Library) {
    if !library.index_is_due() {
        return;
    }
    drop(library);
    if let Ok(library) = open(global, Access::Write)
        && let Err(error) = library.maintain_index(&Control::default())
    {
        complain!("warning: the index could not be rebuilt: {error}");
    }
}

fn open_at(folder: &Path, access: Access) -> Result<Library, Failure> {
    Ok(Library::open(options(folder, access))?)
}

fn options(folder: &Path, access: Access) -> Options {
    let program = std::env::current_exe().unwrap_or_default();
    let n_workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let model = parallax_engine::packs(&environment, &program, n_workers);
    Options { folder: folder.to_path_buf(), access, model, clock: jiff::Timestamp::now }
}
