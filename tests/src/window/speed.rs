//! How quickly the window is there, answers and follows the keys, in a library given
//! to it. Measures and prints; asserts nothing about time. Ignored otherwise.
//!
//! `PARALLAX_SPEED_LIBRARY=DIR PARALLAX_DESKTOP_BIN=target/release/parallax-desktop
//! cargo test --workspace --test e2e -- --ignored --nocapture window::speed`
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::json;

use super::run;
use super::session::Window;

const QUERY: &str = "a government falls after a vote about taxes and the ministers resign";
/// Between two keys of a quick typist.
const BETWEEN_KEYS: Duration = Duration::from_millis(80);

/// Notes how long each key waits for the picture that shows it, and how long the page
/// stood still at most.
const WATCH: &str = "
    window.waits = []; window.longest = 0;
    let last = performance.now();
    const frame = (now) => { window.longest = Math.max(window.longest, now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    document.addEventListener('input', (event) => {
        requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - event.timeStamp)));
    }, true);";

/// Asks, and says when the first answer near in meaning is there.
const ASK: &str = "
    const [query, done] = arguments;
    const field = document.querySelector(\"[data-testid='search-field']\");
    field.value = query;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    const look = () => document.querySelector(\"[data-testid='hit-label']\") ? done(Date.now()) : setTimeout(look, 5);
    look();";

#[test]
#[ignore = "measures; needs a library to measure in"]
fn start_and_typing_are_timed() {
    let Some(library) = std::env::var_os("PARALLAX_SPEED_LIBRARY").map(PathBuf::from) else {
        println!("skipped: no PARALLAX_SPEED_LIBRARY");
        return;
    };
    run(async |home| {
        std::os::unix::fs::symlink(library, home.join("library")).unwrap();
        for round in ["cold", "warm"] {
            let window = Window::open("speed", home).await;
            let started = started_at(home);
            let painted = window.evaluate("performance.timeOrigin + performance.getEntriesByType('paint').at(-1)?.startTime").await;
            let mounted = window.evaluate("performance.timing.domContentLoadedEventEnd").await;
            let answered = window.run_script(ASK, json!(QUERY)).await;
            let since = |at: &serde_json::Value| at.as_f64().map_or(f64::NAN, |at| at - started);
            println!(
                r#"{{"start":"{round}","search_field_ms":{:.0},"painted_ms":{:.0},"first_answer_by_meaning_ms":{:.0}}}"#,
                since(&mounted),
                since(&painted),
                since(&answered)
            );
            if round == "warm" {
                type_slowly(&window).await;
            }
            window.close().await;
        }
    });
}

async fn type_slowly(window: &Window) {
    window.type_into("search-field", " ").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    window.bring_in(WATCH).await;
    for query in [QUERY, "supersonic boundary layer", "cells", "who said the talks would end"] {
        let mut keys = KeyActions::new("keyboard".into());
        for value in query.chars().chain(std::iter::repeat_n('\u{e003}', query.len())) {
            keys = keys
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value })
                .then(KeyAction::Pause { duration: BETWEEN_KEYS });
        }
        window.press_all(keys).await;
    }
    let waits = window.evaluate("window.waits.sort((a, b) => a - b)").await;
    let waits: Vec<f64> = serde_json::from_value(waits).unwrap();
    let longest = window.evaluate("window.longest").await;
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
    println!(
        r#"{{"keys":{},"key_to_picture_ms":[{:.1},{:.1},{:.1}],"longest_still_ms":{longest}}}"#,
        waits.len(),
        at(50),
        at(95),
        at(100)
    );
}

/// When the app's process began, in milliseconds since 1970: found by its home.
fn started_at(home: &Path) -> f64 {
    let of_home = format!("HOME={}", home.display());
    let mut latest = f64::NAN;
    for entry in fs_err::read_dir("/proc").unwrap().flatten() {
        let name = fs_err::read_to_string(entry.path().join("comm")).unwrap_or_default();
        let environment = fs_err::read(entry.path().join("environ")).unwrap_or_default();
        let is_ours = environment.split(|byte| *byte == 0).any(|it| it == of_home.as_bytes());
        if !name.starts_with("parallax-deskt") || !is_ours {
            continue;
        }
        let stat = fs_err::read_to_string(entry.path().join("stat")).unwrap();
        let ticks: f64 =
            stat.rsplit(')').next().unwrap().split(' ').nth(20).unwrap().parse().unwrap();
        let kernel = fs_err::read_to_string("/proc/stat").unwrap();
        let boot = kernel.lines().find_map(|line| line.strip_prefix("btime ")).unwrap();
        let begun = boot.parse::<f64>().unwrap() * 1e3 + ticks * 10.0;
        latest = latest.max(begun);
    }
    latest
}
