//! Progress bars on a terminal; silence elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use parallax_engine::{PackProgress, Phase, Progress, on_one_line};

/// The bars of an import: files, then passages.
pub(crate) struct ImportBars {
    files: ProgressBar,
    passages: ProgressBar,
}

impl ImportBars {
    pub(crate) fn new(is_quiet: bool) -> Self {
        let bars = MultiProgress::with_draw_target(target(is_quiet));
        let bar = |template: &str| {
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            bars.add(ProgressBar::new(0).with_style(style.progress_chars("━╸─")))
        };
        Self {
            files: bar("  files    {bar:32} {pos:>6}/{len:<6} {wide_msg}"),
            passages: bar("  passages {bar:32} {pos:>6}/{len:<6} {wide_msg}"),
        }
    }

    pub(crate) fn show(&self, progress: &Progress) {
        self.files.set_length(progress.n_files as u64);
        self.files.set_position(progress.n_files_done as u64);
        if let Some(name) = &progress.current {
            self.files.set_message(being_read(name, progress));
        }
        self.passages.set_length(progress.n_passages as u64);
        self.passages.set_position(progress.n_passages_done as u64);
        if let Some(seconds) = progress.seconds_left {
            self.passages.set_message(time_left(seconds));
        }
        if matches!(progress.phase, Phase::Done | Phase::Cancelled) {
            self.files.finish_and_clear();
            self.passages.finish_and_clear();
        }
    }
}

/// The file at hand, and how far its scan is.
fn being_read(name: &str, progress: &Progress) -> String {
    let mut shown = on_one_line(name).into_owned();
    if let Some(page) = progress.page {
        shown += &format!(", page {} of {} by OCR", page.number, page.n_pages);
    }
    match progress.n_scans_waiting {
        0 => shown,
        1 => shown + "; 1 scan waits",
        n => shown + &format!("; {n} scans wait"),
    }
}

/// The bar of a library being given another pack.
pub(crate) struct PackBar(ProgressBar);

impl PackBar {
    pub(crate) fn new(is_quiet: bool) -> Self {
        let style =
            ProgressStyle::with_template("  passages {bar:32} {pos:>6}/{len:<6} {wide_msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(None, target(is_quiet));
        Self(bar.with_style(style.progress_chars("━╸─")))
    }

    pub(crate) fn show(&self, progress: &PackProgress) {
        self.0.set_length(progress.n_all as u64);
        self.0.set_position(progress.n_done as u64);
        if let Some(seconds) = progress.seconds_left {
            self.0.set_message(time_left(seconds));
        }
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// A spinner for work whose length is not known.
pub(crate) fn spinner(is_quiet: bool, message: &'static str) -> ProgressBar {
    let spinner = ProgressBar::with_draw_target(None, target(is_quiet)).with_message(message);
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

fn target(is_quiet: bool) -> ProgressDrawTarget {
    if is_quiet || !std::io::stderr().is_terminal() {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr_with_hz(8)
    }
}

fn time_left(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "a second left".to_owned(),
        s if s < 90.0 => format!("{s:.0} s left"),
        s => format!("{:.0} min left", s / 60.0),
    }
}
