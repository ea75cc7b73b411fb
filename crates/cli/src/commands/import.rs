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
        summary(&report);
    }
    Ok(if report.failed.is_empty() { Exit::Done } else { Exit::InPart })
}

pub(super) fn summary(report: &ImportReport) {
    for file in &report.failed {
        eprintln!("failed: {}", file.message);
        if let Some(hint) = file.hint {
            eprintln!("        {hint}");
        }
    }
    let n_kept: usize = report.imported.iter().map(|article| article.n_words_kept).sum();
    let n_dropped: usize = report.imported.iter().map(|article| article.n_words_dropped).sum();
    println!(
        "{} imported, {} unchanged, {} failed, {} passed over in {:.1} s",
        report.imported.len(),
        report.unchanged.len(),
        report.failed.len(),
        report.skipped.len(),
        report.took.as_secs_f64()
    );
    if n_kept > 0 {
        println!("{n_kept} words read, {n_dropped} set aside as page furniture");
    }
    if let Some(problem) = &report.model_problem {
        eprintln!("warning: found by words only: {problem}");
        if let Some(hint) = problem.hint() {
            eprintln!("hint: {hint}");
        }
    }
}
