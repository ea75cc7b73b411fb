//! `salvage`: what still reads of a damaged library, in a new one.
//!
//! Invariant: the library that lies there is never opened; it is damaged.

use std::io::Write;
use std::path::PathBuf;

use parallax_engine::{Access, SalvageReport, salvage as save};

use super::import::summary;
use super::print;
use crate::bars::spinner;
use crate::global::{GlobalArgs, options};
use crate::outcome::{Exit, Failure};
use crate::say::{out, say};
use parallax_view::rescue as json;

/// Save what still reads of a damaged library into a new one
///
/// Says what is lost, and which lost articles can be read again from their files. The
/// damaged library is set aside, never changed.
#[derive(Debug, clap::Args)]
pub(crate) struct SalvageArgs {
    /// Folder for the new library [default: the place of the damaged one]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Import lost articles again from the files that still exist
    #[arg(long)]
    reimport: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &SalvageArgs) -> Result<Exit, Failure> {
    let folder = global.library_folder()?;
    let spinner = spinner(global.json, "reading what still reads");
    let report = save(options(&folder, Access::Write), args.into.as_deref(), args.reimport);
    spinner.finish_and_clear();
    let report = report?;
    if global.json {
        print::json(&json::Salvage::from(&report))?;
    } else {
        tell(&report)?;
    }
    let n_back = report.reimported.as_ref().map_or(0, |import| import.imported.len());
    Ok(if report.lost.len() > n_back { Exit::InPart } else { Exit::Done })
}

fn tell(report: &SalvageReport) -> Result<(), Failure> {
    let mut out = out();
    writeln!(out, "{} articles saved in {}", report.n_saved, print::path(&report.folder))?;
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
    if report.n_lost_versions > 0 {
        writeln!(out, "{} earlier versions of articles are lost", report.n_lost_versions)?;
    }
    if let Some(path) = &report.set_aside {
        writeln!(out, "the damaged library is in {}", print::path(path))?;
    }
    drop(out);
    match &report.reimported {
        Some(import) => summary(import),
        None if report.originals.is_empty() => {}
        None => {
            say!("{} lost articles can be read again from their files:", report.originals.len());
            for path in &report.originals {
                say!("  {}", print::path(path));
            }
            say!("import them, or salvage with --reimport, which keeps their tags and highlights");
        }
    }
    Ok(())
}
