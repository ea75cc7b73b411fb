//! `import`: files and folders into the library.

use std::path::PathBuf;

use parallax_engine::{
    Access, Control, ImportReport, Intake, LEADS_OUTSIDE, OcrScope, PICTURE, Wishes, on_one_line,
};

use super::{doctor, print};
use crate::bars::{ImportBars, spinner};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::{complain, say};
use parallax_view as json;

/// Add files and folders to the library
///
/// Folders are read with everything below them. Files that are already there,
/// byte for byte, cost next to nothing; changed files replace their article.
/// Originals are never touched. Interrupted? Run it again: it goes on.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// Files and folders; none resumes an interrupted import
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Import files of more than 2000 articles too
    #[arg(long)]
    large_archives: bool,
    /// Try files again that were set aside for bringing their reader down
    #[arg(long)]
    retry_quarantined: bool,
    /// Follow symbolic links out of the named folders
    #[arg(long)]
    follow_links: bool,
    /// What is read by OCR: nothing, scans (documents, TIFFs and pictures that are named
    /// by themselves), or every picture in the folders as well
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    ocr: OcrArg,
}

/// What is read by OCR.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum OcrArg {
    Off,
    #[default]
    Scans,
    Pictures,
}

impl From<OcrArg> for OcrScope {
    fn from(ocr: OcrArg) -> Self {
        match ocr {
            OcrArg::Off => Self::Off,
            OcrArg::Scans => Self::Scans,
            OcrArg::Pictures => Self::Pictures,
        }
    }
}

pub(super) fn run(global: &GlobalArgs, args: &ImportArgs) -> Result<Exit, Failure> {
    let wishes = Wishes {
        large_archives: args.large_archives,
        retry_quarantined: args.retry_quarantined,
        follow_links: args.follow_links,
        ocr: args.ocr.into(),
    };
    let library = global.open(Access::Write)?;
    if wishes.retry_quarantined && args.paths.is_empty() {
        let n_files = library.forget_quarantine()?;
        if !global.json {
            say!("{n_files} files that were set aside are tried again when they are next imported");
        }
    }
    doctor::warn_of_what_is_missing();
    let paths =
        if args.paths.is_empty() { library.unfinished_imports()? } else { absolute(&args.paths) };
    if paths.is_empty() && library.n_pending()? == 0 && !global.json {
        say!("nothing to resume: no import was interrupted");
        return Ok(Exit::Done);
    }
    // Broken off, it is gone on with by `parallax import` and by the window.
    library.note_unfinished(&paths)?;
    let bars = ImportBars::new(global.json);
    let control = Control::default();
    let intake = Intake::new(paths.clone()).with(wishes);
    let report = library.import(&intake, &control, &|progress| bars.show(progress))?;
    library.note_finished(&paths)?;
    let spinner = spinner(global.json, "indexing");
    library.maintain_index(&control)?;
    spinner.finish_and_clear();
    if global.json {
        print::json(&json::Import::of(&report))?;
    } else {
        summary(&report);
    }
    Ok(if report.failed.is_empty() { Exit::Done } else { Exit::InPart })
}

/// As they are named wherever it is gone on with them.
fn absolute(paths: &[PathBuf]) -> Vec<PathBuf> {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    paths.iter().map(absolute).collect()
}

pub(super) fn summary(report: &ImportReport) {
    for file in &report.failed {
        complain!("failed: {}", on_one_line(&file.message));
        if let Some(hint) = file.hint {
            complain!("        {hint}");
        }
    }
    let n_kept: usize = report.imported.iter().map(|article| article.n_words_kept).sum();
    let n_dropped: usize = report.imported.iter().map(|article| article.n_words_dropped).sum();
    say!(
        "{} imported, {} unchanged, {} failed, {} passed over in {:.1} s",
        report.imported.len(),
        report.unchanged.len(),
        report.failed.len(),
        report.skipped.len(),
        report.took.as_secs_f64()
    );
    let n_outside = report.skipped.iter().filter(|file| file.reason == LEADS_OUTSIDE).count();
    if n_outside > 0 {
        complain!(
            "{n_outside} symbolic links lead out of the named folders and were not followed; \
             `--follow-links` follows them"
        );
    }
    let n_pictures = report.skipped.iter().filter(|file| file.reason == PICTURE).count();
    if n_pictures > 0 {
        say!(
            "{n_pictures} pictures in folders were passed over; `--ocr pictures` reads the text on them"
        );
    }
    if n_kept > 0 {
        say!("{n_kept} words read, {n_dropped} set aside as page furniture");
    }
    if let Some(problem) = &report.model_problem {
        complain!("warning: found by words only: {problem}");
        if let Some(hint) = problem.hint() {
            complain!("hint: {hint}");
        }
    }
}
