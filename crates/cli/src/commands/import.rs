//! `import`: files and folders into the library.

use std::path::PathBuf;

use parallax_engine::{Access, Control, ImportReport, Intake};

use super::{open, print};
use crate::args::Args;
use crate::bars::{ImportBars, spinner};
use crate::json;
use crate::outcome::{Exit, Failure};

pub(super) fn import(args: &Args, paths: &[PathBuf]) -> Result<Exit, Failure> {
    let library = open(args, Access::Write)?;
    let bars = ImportBars::new(args.json);
    let control = Control::default();
    let intake = Intake::new(paths.to_vec());
    let report = library.import(&intake, &control, &|progress| bars.show(progress))?;
    let spinner = spinner(args.json, "indexing");
    library.tend_index(&control)?;
    spinner.finish_and_clear();
    if args.json {
        print::json(&json::Import::of(&report))?;
    } else {
        summary(&report)?;
    }
    Ok(if report.failed.is_empty() { Exit::Done } else { Exit::InPart })
}

pub(super) fn summary(report: &ImportReport) -> Result<(), Failure> {
    for file in &report.failed {
        print::aside(&format!("failed: {}", file.message));
        if let Some(hint) = file.hint {
            print::aside(&format!("        {hint}"));
        }
    }
    let n_kept: usize = report.imported.iter().map(|article| article.n_words_kept).sum();
    let n_dropped: usize = report.imported.iter().map(|article| article.n_words_dropped).sum();
    print::line(&format!(
        "{} imported, {} unchanged, {} failed, {} passed over in {:.1} s",
        report.imported.len(),
        report.unchanged.len(),
        report.failed.len(),
        report.skipped.len(),
        report.took.as_secs_f64()
    ))?;
    if n_kept > 0 {
        print::line(&format!("{n_kept} words read, {n_dropped} set aside as page furniture"))?;
    }
    if let Some(problem) = &report.model_problem {
        print::aside(&format!("warning: found by words only: {problem}"));
        if let Some(hint) = problem.hint() {
            print::aside(&format!("hint: {hint}"));
        }
    }
    Ok(())
}
