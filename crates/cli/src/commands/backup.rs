//! `backup`: a copy of the library, checked and sealed.

use std::path::PathBuf;

use parallax_engine::{Access, Backup, BackupReason};

use super::print;
use crate::bars::spinner;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;
use parallax_view::rescue as json;

/// Copy the library, safely even while it is in use
///
/// The copy is checked and sealed with its hash. Without DIR it goes into the library's
/// own folder `backups`; what is made by hand stays there until you delete it. Daily
/// copies are kept for seven days and four weeks.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArgs {
    /// Folder for the copy; made if it is not there
    dir: Option<PathBuf>,
    /// Only if the last daily copy is a day old
    #[arg(long, conflicts_with = "dir")]
    daily: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &BackupArgs) -> Result<Exit, Failure> {
    let library = global.open(Access::Read)?;
    let spinner = spinner(global.json, "copying and checking");
    let made = match &args.dir {
        Some(dir) => Some(library.back_up(dir)?),
        None if args.daily => library.back_up_daily()?,
        None => Some(library.back_up_here(BackupReason::ByHand)?),
    };
    spinner.finish_and_clear();
    match made {
        Some(backup) if global.json => print::json(&json::Seal::from(&backup))?,
        Some(backup) => {
            say!("copied {} to {}", articles(&backup), print::path(&backup.path));
        }
        None if global.json => print::json(&serde_json::json!({ "path": null }))?,
        None => say!("the last daily copy is less than a day old; nothing to do"),
    }
    Ok(Exit::Done)
}

/// `120 articles`, of a copy.
pub(super) fn articles(backup: &Backup) -> String {
    match backup.n_articles {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}
