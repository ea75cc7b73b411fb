//! The window's log: one file a day in `logs` beside its settings, the last seven kept.
//! It names files and says what went wrong; it is for its owner alone, and sent nowhere.
//!
//! Not here: showing it (`desktop`).

use std::path::{Path, PathBuf};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

const N_KEPT: usize = 7;

/// Where the log lies, in the folder of the settings.
pub(crate) fn folder_in(settings: &Path) -> PathBuf {
    settings.join("logs")
}

/// Begins to write. Where that cannot be, the program works without.
pub(crate) fn begin(settings: Option<&Path>) {
    let Some(file) = settings.and_then(|settings| appender(&folder_in(settings))) else { return };
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(file);
    let ours = Targets::new().with_target("parallax", LevelFilter::INFO);
    // There is one already only in tests.
    let _ = tracing_subscriber::registry().with(lines).with(ours).try_init();
}

fn appender(folder: &Path) -> Option<RollingFileAppender> {
    fs_err::create_dir_all(folder).ok()?;
    for_its_owner(folder).ok()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("parallax")
        .filename_suffix("log")
        .max_log_files(N_KEPT)
        .build(folder)
        .ok()
}

#[cfg(unix)]
fn for_its_owner(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs_err::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn for_its_owner(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_a_day_is_written_where_only_its_owner_looks() {
        let settings = tempfile::tempdir().unwrap();
        let folder = folder_in(settings.path());
        let mut file = appender(&folder).unwrap();
        writeln!(file, "the index was written anew").unwrap();
        let files: Vec<PathBuf> =
            fs_err::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        assert!(fs_err::read_to_string(&files[0]).unwrap().contains("written anew"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs_err::metadata(&folder).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
    }
}
