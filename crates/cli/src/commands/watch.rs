//! `watch`: folders the library is kept equal to.

use std::path::{Path, PathBuf};
use std::time::Duration;

use parallax_engine::{
    Access, Control, FolderWatch, Library, Synced, Unwatched, on_one_line, path_to_text,
};

use super::doctor;
use super::{import, print};
use crate::bars::ImportBars;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::{complain, say};
use parallax_view as json;

/// How often folders that are not there are looked for, and notices doubted.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Keep the library equal to folders
///
/// New and changed files are imported, moved ones recognised, articles whose
/// files are gone removed. A folder that is missing or empty, also one below,
/// removes nothing, and an article you tagged, annotated or corrected stays.
/// Without options it goes on until Ctrl-C; the window does the same while it
/// is open.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what")))]
pub(crate) struct WatchArgs {
    /// Watch this folder from now on, and read it
    #[arg(long, value_name = "DIR", group = "what")]
    add: Option<PathBuf>,
    /// No longer watch this folder; its articles stay
    #[arg(long, value_name = "DIR", group = "what")]
    remove: Option<PathBuf>,
    /// With --remove: its articles go too, the files stay
    #[arg(long, requires = "remove")]
    with_articles: bool,
    /// Remove the articles of this folder whose files are gone, also those kept
    #[arg(long, value_name = "DIR", group = "what")]
    remove_gone: Option<PathBuf>,
    /// Show the watched folders
    #[arg(long, group = "what")]
    list: bool,
    /// Bring the library into step once, and end
    #[arg(long, group = "what")]
    once: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &WatchArgs) -> Result<Exit, Failure> {
    match args {
        WatchArgs { list: true, .. } => list(global),
        WatchArgs { add: Some(folder), .. } => add(global, folder),
        WatchArgs { remove: Some(folder), with_articles, .. } => {
            remove(global, folder, *with_articles)
        }
        WatchArgs { remove_gone: Some(folder), .. } => remove_gone(global, folder),
        WatchArgs { once: true, .. } => {
            let library = global.open(Access::Write)?;
            doctor::warn_of_what_is_missing();
            sync(global, &library)
        }
        WatchArgs { .. } => follow(global),
    }
}

fn list(global: &GlobalArgs) -> Result<Exit, Failure> {
    let folders = global.open(Access::Read)?.watched_folders()?;
    if global.json {
        print::json(&json::Watched::of(&folders))?;
        return Ok(Exit::Done);
    }
    for folder in &folders {
        let state = match (&folder.problem, &folder.synced_at) {
            (Some(problem), _) => problem.clone(),
            (None, Some(synced_at)) => format!("in step at {synced_at}"),
            (None, None) => "not read yet".to_owned(),
        };
        say!("{}  {} articles, {}", shown(&folder.path), folder.n_articles, on_one_line(&state));
    }
    if folders.is_empty() {
        say!("no folder is watched; `parallax watch --add DIR` adds one");
    }
    Ok(Exit::Done)
}

fn add(global: &GlobalArgs, folder: &Path) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    let path = library.watch_folder(folder)?;
    if !global.json {
        say!("watching {}", shown(&path));
    }
    sync(global, &library)
}

fn remove(global: &GlobalArgs, folder: &Path, with_articles: bool) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    let articles = if with_articles { Unwatched::Remove } else { Unwatched::Keep };
    let removed = library.unwatch_folder(folder, articles)?;
    library.maintain_index(&Control::default())?;
    if global.json {
        let removed: Vec<i64> = removed.iter().map(|id| id.0).collect();
        print::json(&serde_json::json!({ "path": path_to_text(folder), "removed": removed }))?;
    } else if with_articles {
        say!("no longer watched; {} articles removed, the files stay", removed.len());
    } else {
        say!("no longer watched; its articles stay in the library");
    }
    Ok(Exit::Done)
}

/// Takes the reader's word for it that files will not come back.
fn remove_gone(global: &GlobalArgs, folder: &Path) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    // A folder that is gone cannot be resolved; it is named as it was kept.
    let folder = fs_err::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let removed = library.remove_vanished(&folder)?;
    library.maintain_index(&Control::default())?;
    if global.json {
        let removed: Vec<i64> = removed.iter().map(|id| id.0).collect();
        print::json(&serde_json::json!({ "path": path_to_text(&folder), "removed": removed }))?;
    } else {
        say!("{} articles removed whose files are gone", removed.len());
    }
    Ok(Exit::Done)
}

/// Brings the library into step once.
fn sync(global: &GlobalArgs, library: &Library) -> Result<Exit, Failure> {
    let synced = bring_into_step(global, library)?;
    if global.json {
        print::json(&json::Sync::of(&synced))?;
    } else {
        summary(&synced, Told::All);
    }
    let is_whole = synced.report.failed.is_empty() && synced.followed.held.is_empty();
    Ok(if is_whole { Exit::Done } else { Exit::InPart })
}

/// Keeps in step until the program is ended.
fn follow(global: &GlobalArgs) -> Result<Exit, Failure> {
    doctor::warn_of_what_is_missing();
    let library = global.open(Access::Write)?;
    let mut told = Told::All;
    loop {
        let folders: Vec<PathBuf> =
            library.watched_folders()?.into_iter().map(|folder| folder.path).collect();
        if folders.is_empty() {
            return Err(Failure::other(
                "no folder is watched",
                Some("`parallax watch --add DIR` adds one"),
            ));
        }
        // Watched before they are read: what changes meanwhile is not missed.
        let there: Vec<PathBuf> = folders.into_iter().filter(|folder| folder.is_dir()).collect();
        let watch = FolderWatch::start(&there)?;
        let synced = bring_into_step(global, &library)?;
        if global.json {
            print::json(&json::Sync::of(&synced))?;
        } else {
            summary(&synced, told);
        }
        if told == Told::All && !global.json {
            say!("watching; end with Ctrl-C");
        }
        told = Told::Changes;
        let _ = watch.wait(LOOK_AGAIN);
    }
}

fn bring_into_step(global: &GlobalArgs, library: &Library) -> Result<Synced, Failure> {
    let bars = ImportBars::new(global.json);
    let control = Control::default();
    let synced = library.sync_watched(&control, &|progress| bars.show(progress))?;
    library.clear_old_bin()?;
    library.maintain_index(&control)?;
    Ok(synced)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    All,
    /// Only what is new; folders that are looked at again and again are no news.
    Changes,
}

fn summary(synced: &Synced, told: Told) {
    let (followed, report) = (&synced.followed, &synced.report);
    let n_changed = report.imported.len() + followed.removed.len() + followed.n_moved;
    if told == Told::Changes && n_changed == 0 {
        return;
    }
    for held in &followed.held {
        complain!("kept: `{}`: {held}", shown(&held.path));
    }
    if !followed.held.is_empty() {
        complain!(
            "hint: `parallax watch --remove-gone DIR` removes them if they are gone for good"
        );
    }
    if followed.n_moved + followed.removed.len() > 0 {
        say!(
            "{} moved, {} removed because their files are gone",
            followed.n_moved,
            followed.removed.len()
        );
    }
    import::summary(report);
}

/// A path on one line.
fn shown(path: &Path) -> String {
    on_one_line(&path_to_text(path)).into_owned()
}
