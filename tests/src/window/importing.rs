//! The import file by file: states, reasons, another try; and an import that goes on
//! after the window was closed.

use fantoccini::key::Key;

use super::session::Window;
use super::{cli, import_ends, run, written};

const FERRY: &str = "The night ferry sails again\n\nAfter a winter in dock the night ferry left on \
    Monday with forty passengers and a cargo of apples. The crossing takes six hours.\n";

#[test]
fn every_file_has_its_state_and_a_bad_one_a_second_chance() {
    run(async |home| {
        let good = written(home, "drop/ferry.txt", FERRY);
        let bad = written(home, "drop/clock.txt", "");
        let window = Window::open("queue", home).await;
        window.find("empty-state").await;
        window.drag_in(&[&good, &bad]).let_go();
        import_ends(&window).await;
        window.press("import-files").await;
        let files = window.wait_until("queue-file", |files| files.len() == 2).await;
        assert!(
            files[0].contains("clock.txt") && files[0].contains("Could not be read"),
            "{files:?}"
        );
        assert!(files[1].contains("Found by meaning"), "{files:?}");
        window.screenshot("queue");

        window.press("queue-receipt").await;
        window.wait_until("receipt-kept", |kept| kept.concat().contains("forty passengers")).await;
        window.press_keys(&[Key::Escape]).await;

        fs_err::write(&bad, "Town clock repaired\n\nThe clock on the market tower strikes again, after a long year of silence.\n").unwrap();
        window.press("queue-retry").await;
        window
            .wait_until("queue-file", |files| {
                files.len() == 1 && files[0].contains("clock.txt") && files[0].contains("meaning")
            })
            .await;
        window.close().await;
    });
}

#[test]
fn an_import_goes_on_after_the_window_was_closed() {
    const N_FILES: usize = 400;
    run(async |home| {
        for n in 0..N_FILES {
            let body =
                format!("Harbour master {n} counted {} boats by the lamp of pier {n}. ", n * 7)
                    .repeat(12);
            written(home, &format!("pile/{n}.txt"), &format!("Count {n}\n\n{body}\n"));
        }
        let window = Window::open("interrupted", home).await;
        window.find("empty-state").await;
        window.drag_in(&[&home.join("pile")]).let_go();
        window
            .until("the import has begun", async || {
                window.import_phase().await.as_deref() == Some("reading")
            })
            .await;
        window.press("import-pause").await;
        window
            .until("the import pauses", async || {
                window.import_phase().await.as_deref() == Some("paused")
            })
            .await;
        window.close().await;

        let window = Window::open("resumed", home).await;
        window.press("nav-articles").await;
        import_ends(&window).await;
        let n_articles = format!("{N_FILES}");
        window
            .until("all files are there", async || {
                window.texts("nav-articles").await.concat().ends_with(&n_articles)
            })
            .await;
        window.close().await;
    });
}

#[test]
fn ten_thousand_rows_are_few_in_the_page_and_all_within_reach() {
    run(async |home| {
        for n in 0..60 {
            written(
                home,
                &format!("pile/{n}.txt"),
                &format!("Count {n}\n\nBoats lay at the pier of lamp {n}.\n"),
            );
        }
        cli(home, &["import", home.join("pile").to_str().unwrap()]);
        let window = Window::open("long-list", home).await;
        window.press("nav-articles").await;
        window.wait_until("article-row", |rows| !rows.is_empty()).await;
        let n_drawn = window.texts("article-row").await.len();
        assert!(n_drawn < 40, "{n_drawn} rows are drawn of 60");
        window.evaluate("document.querySelector('[data-row]').focus()").await;
        window.press_keys(&[Key::End]).await;
        let at_end = "document.activeElement.closest('[data-at]')?.dataset.at === '59'";
        window
            .until("the last row has the focus", async || window.evaluate(at_end).await == true)
            .await;
        window.close().await;
    });
}
