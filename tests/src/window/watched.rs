//! Folders followed while the window is open, and what is asked before one is
//! forgotten.

use std::path::Path;

use super::session::Window;
use super::{cli, lists_articles, run, written};

fn story(n: usize) -> String {
    format!(
        "Ferry {n} stays in port\n\nThe ferry of pier {n} was stopped by ice, and its crew went home for the day.\n"
    )
}

fn clipping(home: &Path, n: usize) -> std::path::PathBuf {
    written(home, &format!("clippings/{n}.txt"), &story(n))
}

#[test]
fn files_come_and_go_with_their_folder() {
    run(async |home| {
        clipping(home, 1);
        cli(home, &["watch", "--add", home.join("clippings").to_str().unwrap()]);
        clipping(home, 2);
        let window = Window::open("watched", home).await;
        lists_articles(&window, &["Ferry 1 stays", "Ferry 2 stays"]).await;
        clipping(home, 3);
        lists_articles(&window, &["Ferry 1 stays", "Ferry 2 stays", "Ferry 3 stays"]).await;
        written(home, "clippings/3.txt", &story(33));
        fs_err::remove_file(home.join("clippings/1.txt")).unwrap();
        fs_err::rename(home.join("clippings/2.txt"), home.join("clippings/two.txt")).unwrap();
        lists_articles(&window, &["Ferry 2 stays", "Ferry 33 stays"]).await;
        window.wait_until("watched-row", |rows| rows.concat().contains("clippings")).await;
        window.screenshot("watched");
        window.close().await;
    });
}

#[test]
fn a_drive_that_is_away_keeps_its_articles_until_the_reader_says_otherwise() {
    run(async |home| {
        clipping(home, 1);
        let folder = home.join("clippings");
        cli(home, &["watch", "--add", folder.to_str().unwrap()]);
        fs_err::rename(&folder, home.join("unplugged")).unwrap();
        let window = Window::open("unplugged", home).await;
        lists_articles(&window, &["Ferry 1 stays"]).await;
        window.press("watched-row").await;
        window
            .wait_until("watched-folder", |rows| rows.concat().contains("its article was kept"))
            .await;
        window.screenshot("unplugged");
        window.press("remove-vanished").await;
        window.wait_until("watched-folder", |rows| !rows.concat().contains("kept")).await;
        window.press("toast-action").await;
        window.wait_until("watched-folder", |rows| rows.concat().contains("1 article")).await;
        window.press("forget-folder").await;
        window.press("forget-keep").await;
        window.wait_until("watched-folder", <[String]>::is_empty).await;
        window.evaluate("document.querySelector('dialog[open]').close()").await;
        lists_articles(&window, &["Ferry 1 stays"]).await;
        window.close().await;
    });
}
