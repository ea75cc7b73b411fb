//! What the program has to tell of its own work, beside the results: warnings, and more
//! with `-v` or `PARALLAX_LOG`.
//!
//! Not here: errors that end a command (`outcome`), and what a command reports.

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::say::{Harmless, complain};

/// Names what is told: `debug`, or `parallax_engine=trace,parallax_index=info`.
const VARIABLE: &str = "PARALLAX_LOG";

/// Begins to tell; `n_asked` is how many `-v` there were.
pub(crate) fn begin(n_asked: u8) {
    let asked = std::env::var(VARIABLE).unwrap_or_default();
    let targets = targets(n_asked, &asked).unwrap_or_else(|what| {
        complain!("warning: `{VARIABLE}` is not understood: {what}");
        ours(LevelFilter::WARN)
    });
    let lines = tracing_subscriber::fmt::layer()
        .without_time()
        .with_ansi(false)
        .with_target(n_asked > 1)
        .with_writer(|| Harmless::of(io::stderr().lock()));
    // There is one already only where two programs share a process.
    let _ = tracing_subscriber::registry().with(lines).with(targets).try_init();
}

fn targets(n_asked: u8, asked: &str) -> Result<Targets, String> {
    if !asked.trim().is_empty() {
        // A level alone is ours; what others tell must be asked for by name.
        return match asked.trim().parse::<LevelFilter>() {
            Ok(level) => Ok(ours(level)),
            Err(_) => asked.parse().map_err(|error| format!("{error}")),
        };
    }
    Ok(ours(match n_asked {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }))
}

fn ours(level: LevelFilter) -> Targets {
    Targets::new().with_target("parallax", level)
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn warnings_are_told_and_more_when_asked() {
        let tells = |n_asked, asked, target, level: Level| {
            targets(n_asked, asked).unwrap().would_enable(target, &level)
        };
        assert!(tells(0, "", "parallax_engine::vectors", Level::WARN));
        assert!(!tells(0, "", "parallax_engine::vectors", Level::INFO));
        assert!(tells(1, "", "parallax_store", Level::INFO));
        assert!(!tells(3, "", "ort::session", Level::ERROR), "others are not asked");
        assert!(tells(0, "debug", "parallax_index", Level::DEBUG));
        assert!(tells(0, "parallax_index=trace", "parallax_index::merge", Level::TRACE));
        assert!(!tells(0, "parallax_index=trace", "parallax_engine", Level::WARN));
        assert!(targets(0, "parallax_index=loud").is_err());
    }
}
