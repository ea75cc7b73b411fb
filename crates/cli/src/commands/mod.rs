//! One function per command: open the library, ask the engine, print.

mod annotations;
mod bin;
mod doctor;
mod eval;
mod export;
mod find;
mod import;
mod ledger;
mod packs;
mod print;
mod print_sides;
mod rescue;
mod stories;
mod upkeep;
mod watch;

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use parallax_engine::{
    Access, Library, Options, Wishes, default_folder, environment, require_confinement,
};

use crate::args::{Args, Command};
use crate::outcome::{Exit, Failure};

/// Runs the command asked for.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    if args.require_confinement {
        require_confinement();
    }
    match &args.command {
        Command::Import { paths, large_archives, retry_quarantined, follow_links } => {
            let wishes = Wishes {
                large_archives: *large_archives,
                retry_quarantined: *retry_quarantined,
                follow_links: *follow_links,
            };
            import::import(args, paths, wishes)
        }
        Command::Search { .. } => find::search(args),
        Command::Related { passage, text, article, limit } => {
            find::related(args, *passage, text.as_deref(), *article, *limit)
        }
        Command::Copies => stories::copies(args),
        Command::Stories { min_articles } => stories::stories(args, *min_articles),
        Command::Quotes { story, speaker } => stories::quotes(args, *story, speaker.as_deref()),
        Command::Compare { a, b } => stories::compare(args, *a, *b),
        Command::Ledger { story, state, format } => ledger::ledger(args, *story, state, *format),
        Command::Whatsnew { article, story } => stories::whats_new(args, *article, *story),
        Command::Timeline { story } => stories::timeline(args, *story),
        Command::Watch(watch) => watch::watch(args, watch),
        Command::List => upkeep::list(args),
        Command::Show { article } => upkeep::show(args, *article),
        Command::Tag { articles, add, remove } => annotations::tag(args, articles, add, remove),
        Command::Highlights { article, colour, tag } => {
            annotations::highlights(args, *article, colour, tag)
        }
        Command::Export { .. } => export::export(args),
        Command::Remove { articles, for_good, yes } => {
            upkeep::remove(args, articles, *for_good, *yes)
        }
        Command::Bin(wish) => bin::bin(args, wish),
        Command::Stats => upkeep::stats(args),
        Command::Verify => upkeep::verify(args),
        Command::Reindex => upkeep::reindex(args),
        Command::Backup(wish) => rescue::back_up(args, wish),
        Command::Restore(wish) => rescue::restore(args, wish),
        Command::Salvage(wish) => rescue::salvage(args, wish),
        Command::Doctor => doctor::doctor(args),
        Command::Eval { .. } => eval::eval(args),
        Command::Packs(wish) => packs::packs(args, wish),
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut Args::command(),
                "parallax",
                &mut std::io::stdout(),
            );
            Ok(Exit::Done)
        }
        Command::Manual { dir } => {
            clap_mangen::generate_to(Args::command(), dir).map_err(|error| {
                let message =
                    format!("the manual cannot be written into `{}`: {error}", dir.display());
                Failure::other(message, None)
            })?;
            Ok(Exit::Done)
        }
    }
}

/// Opens the library the command line names.
fn open(args: &Args, access: Access) -> Result<Library, Failure> {
    open_at(&library_folder(args)?, access)
}

/// The library's folder, whether or not a library is there.
fn library_folder(args: &Args) -> Result<PathBuf, Failure> {
    let named = args.library.clone().filter(|folder| !folder.as_os_str().is_empty());
    named.or_else(|| default_folder(&environment)).ok_or_else(|| {
        Failure::usage("there is no home folder to keep the library in", "name one with --library")
    })
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
