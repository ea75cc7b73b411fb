//! The real window, driven as a person would: `WebDriver` presses and types, a
//! second program drags files in.
//!
//! Needs Linux, and what `cargo xtask setup --test` installs. One window at a
//! time: two would fight for two cores.

mod access;
mod annotations;
mod desk;
mod display;
mod driver;
mod drop;
mod gallery;
mod hostile;
mod importing;
mod keyboard;
mod lists;
mod menus;
mod opening;
mod picking;
mod process;
mod reading;
mod session;
mod settings;
mod speed;
mod stories;
mod watched;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use session::Window;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs a test with a user's home of its own, while no other window is open.
fn run(test: impl AsyncFnOnce(&Path)) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let home = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test(home.path()));
}

/// Writes a file below `home` and returns where it is.
fn written(home: &Path, name: &str, content: &str) -> std::path::PathBuf {
    let path = home.join(name);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(&path, content).unwrap();
    path
}

/// Runs the command line on the library the window will open.
fn cli(home: &Path, arguments: &[&str]) {
    let mut command = std::process::Command::new(crate::program("parallax", "PARALLAX_BIN"));
    command
        .args(arguments)
        .env("PARALLAX_LIBRARY", home.join("library"))
        .env("PARALLAX_MODEL_DIR", crate::root().join(".cache/models/all-MiniLM-L6-v2"))
        .env("PARALLAX_ONNXRUNTIME", crate::root().join(".cache/onnxruntime"));
    let mut output = command.output().unwrap();
    // A window that was closed a moment ago may still be letting go of the library.
    let until = Instant::now() + Duration::from_secs(20);
    while String::from_utf8_lossy(&output.stderr).contains("being written to")
        && Instant::now() < until
    {
        std::thread::sleep(Duration::from_millis(200));
        output = command.output().unwrap();
    }
    let is_done = matches!(output.status.code(), Some(0 | 3)); // 3: some files failed
    assert!(is_done, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Waits until the import that was begun has read and embedded everything.
async fn import_ends(window: &Window) {
    window
        .until("the import ends", async || window.import_phase().await.as_deref() == Some("done"))
        .await;
}

/// Waits until the list of articles holds exactly `titles`, in any order.
async fn lists_articles(window: &Window, titles: &[&str]) {
    window.press("nav-articles").await;
    let holds = |rows: &[String], title: &str| rows.iter().any(|row| row.contains(title));
    window
        .wait_until("article-row", |rows| {
            rows.len() == titles.len() && titles.iter().all(|title| holds(rows, title))
        })
        .await;
}
