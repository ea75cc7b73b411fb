//! The command line: the commands, a file each. A file holds a command's arguments, and `run`,
//! which opens the library, asks the engine and prints. A new command is a file and three lines
//! here. The stable part of the command line is listed in the README.
//!
//! Not here: the fields of `--json` (`json`), what holds for every command (`global`).

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
mod mcp;
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
mod versions;
mod watch;
mod whatsnew;

use clap::{CommandFactory, Parser, Subcommand};
use parallax_engine::require_confinement;

use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};

/// Read every side of a story, offline: import articles, find passages by
/// meaning, see who else says the same.
///
/// Everything stays on this computer. The library is a folder; name another one
/// with --library or `PARALLAX_LIBRARY`.
#[derive(Debug, Parser)]
#[command(name = "parallax", version, max_term_width = 92, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,

    #[command(subcommand)]
    command: Command,
}

/// The commands, in the order the help lists them.
#[derive(Debug, Subcommand)]
enum Command {
    Import(import::ImportArgs),
    Search(search::SearchArgs),
    Related(related::RelatedArgs),
    Copies(copies::CopiesArgs),
    Stories(stories::StoriesArgs),
    Quotes(quotes::QuotesArgs),
    Compare(compare::CompareArgs),
    Versions(versions::VersionsArgs),
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
    Mcp(mcp::McpArgs),
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
        Command::Versions(args) => versions::run(global, args),
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
        Command::Mcp(args) => mcp::run(global, args),
        Command::Completions(args) => completions::run(args, Args::command()),
        Command::Manual(args) => manual::run(args, Args::command()),
    }
}
