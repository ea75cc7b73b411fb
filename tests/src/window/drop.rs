//! Real native drops: another program's window offers files, the mouse carries them.

use std::path::Path;

use super::session::Window;
use super::{import_ends, lists_articles, run};

const BEES: &str = "Bees return to the old quarry\n\nThe quarry above the village has been silent for \
    twenty years. This spring the first swarms came back, and the beekeepers counted nine of them.\n\n\
    Nobody had planted anything. The thyme had spread by itself over the spoil heaps, and where the \
    thyme grows the bees follow, said the oldest of the keepers.\n";
const FERRY: &str = "# The night ferry sails again\n\nAfter a winter in dock the night ferry left on \
    Monday with forty passengers and a cargo of apples. The crossing takes six hours.\n\nThe company \
    says it will run until the first ice.\n";
const CLOCK: &str = "<!doctype html><html lang=en><head><title>Town clock repaired</title></head><body>\
    <nav>Home News Sport</nav><article><h1>Town clock repaired</h1><p>The clock on the market tower \
    strikes again. A retired lathe operator turned the missing wheel in his kitchen, and took \
    nothing for it but a dinner.</p><p>The council had been quoted a sum nobody wanted to \
    repeat, and the hands had stood at ten past four since the storm.</p></article></body></html>";

#[test]
fn a_dropped_file_becomes_an_article() {
    run(async |home| {
        let file = written(home, "drop/bees.txt", BEES.as_bytes());
        let window = Window::open("drop-file", home).await;
        window.find("empty-state").await;
        let drag = window.drag_in(&[&file]);
        window.find("drop-overlay").await;
        window.screenshot("drop-target");
        drag.let_go();
        lists_articles(&window, &["Bees return to the old quarry"]).await;
        window.close().await;
    });
}

#[test]
fn a_dropped_folder_is_read_with_all_below_it_and_kept() {
    run(async |home| {
        written(home, "drop/folder of things/ferry.md", FERRY.as_bytes());
        written(home, "drop/folder of things/deeper/clock.html", CLOCK.as_bytes());
        let window = Window::open("drop-folder", home).await;
        window.find("empty-state").await;
        window.drag_in(&[&home.join("drop/folder of things")]).let_go();
        lists_articles(&window, &["The night ferry sails again", "Town clock repaired"]).await;
        import_ends(&window).await;
        window.close().await;

        let window = Window::open("drop-folder-again", home).await;
        lists_articles(&window, &["The night ferry sails again", "Town clock repaired"]).await;
        window.close().await;
    });
}

#[test]
fn a_bad_file_is_named_and_harms_no_neighbour() {
    run(async |home| {
        let good = written(home, "drop/bees.txt", BEES.as_bytes());
        let noise: Vec<u8> =
            (0..40_000_u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        let bad = written(home, "drop/noise.txt", &noise);
        let window = Window::open("drop-bad", home).await;
        window.find("empty-state").await;
        window.drag_in(&[&bad, &good]).let_go();
        lists_articles(&window, &["Bees return to the old quarry"]).await;
        window.press("import-problems").await;
        window.wait_until("queue-dialog", |texts| texts.concat().contains("noise.txt")).await;
        window.screenshot("problems");
        window.close().await;
    });
}

/// Writes a file below `home` and returns where it is.
fn written(home: &Path, name: &str, content: &[u8]) -> std::path::PathBuf {
    let path = home.join(name);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(&path, content).unwrap();
    path
}
