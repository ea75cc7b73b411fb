//! Several articles at a time: picked in the list by keys and by mouse, tagged, exported,
//! removed and brought back; and saved searches that get names.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use super::session::Window;
use super::{import_ends, run};

const N_ARTICLES: usize = 12;

async fn articles(name: &'static str, home: &std::path::Path) -> Window {
    let window = Window::open(name, home).await;
    window.press("try-sample").await;
    import_ends(&window).await;
    window.press("nav-articles").await;
    window.wait_until("article-row", |rows| rows.len() == N_ARTICLES).await;
    window
}

/// Waits until so many articles are picked.
async fn are_picked(window: &Window, n: usize) {
    let picked = "document.querySelectorAll('[data-testid=article-row][data-picked=true]').length";
    window
        .until(&format!("{n} articles are picked"), async || {
            window.evaluate(picked).await.as_u64() == Some(n as u64)
        })
        .await;
}

/// Clicks a row's title with a key held.
async fn click_with(window: &Window, row: usize, key: &str) {
    let script = format!(
        "document.querySelectorAll('[data-testid=article-row] [data-row]')[{row}].dispatchEvent(new MouseEvent('click', {{ {key}: true, bubbles: true }}))"
    );
    window.evaluate(&script).await;
}

impl Window {
    /// Presses a key with Shift held.
    async fn press_shift(&self, key: Key) {
        let (shift, value) = (Key::Shift.into(), char::from(key));
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: shift })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: shift });
        self.press_all(keys).await;
    }
}

#[test]
fn picked_articles_are_tagged_exported_removed_and_brought_back() {
    run(async |home| {
        let window = articles("picking", home).await;
        window.evaluate("document.querySelector('#pane-list [data-row]').focus()").await;
        window.press_shift(Key::Down).await;
        window.press_shift(Key::Down).await;
        are_picked(&window, 3).await;
        window.screenshot("picking");
        click_with(&window, 4, "ctrlKey").await;
        are_picked(&window, 4).await;
        click_with(&window, 6, "shiftKey").await;
        are_picked(&window, 3).await; // from the row picked last by itself

        window.press("picked-tag").await;
        window.type_into("picked-tag-field", "port").await;
        window.press_keys(&[Key::Enter]).await;
        window.wait_until("toast", |said| said.concat().contains("3 articles tagged")).await;
        window.wait_until("tag-facet", |tags| tags.concat() == "port3").await;
        window.press("toast-action").await;
        window.wait_until("tag-facet", <[String]>::is_empty).await;

        are_picked(&window, 3).await;
        window.press("export").await;
        window.press("export-csv").await;
        let path = home.join("picked.csv");
        window.save_as(&path);
        window.until("the file is there", async || path.is_file()).await;
        let lines = fs_err::read_to_string(&path).unwrap();
        assert!(lines.lines().count() >= 4, "a head and three articles: {lines}");

        window.press("picked-remove").await;
        window.wait_until("article-row", |rows| rows.len() == N_ARTICLES - 3).await;
        window.press("toast-action").await;
        window.wait_until("article-row", |rows| rows.len() == N_ARTICLES).await;

        window.press_control('a').await;
        are_picked(&window, N_ARTICLES).await;
        window.press("picked-clear").await;
        are_picked(&window, 0).await;
        window.close().await;
    });
}

#[test]
fn two_removals_come_back_one_by_one_and_wait_in_the_bin_after_a_restart() {
    run(async |home| {
        let window = articles("bin", home).await;
        let has = async |n: usize| {
            window.wait_until("article-row", |rows| rows.len() == n).await;
        };
        for n_left in [N_ARTICLES - 1, N_ARTICLES - 2] {
            click_with(&window, 0, "ctrlKey").await;
            are_picked(&window, 1).await;
            window.press("picked-remove").await;
            has(n_left).await;
        }
        window.evaluate("document.activeElement.blur()").await;
        window.press_control('z').await;
        has(N_ARTICLES - 1).await;
        window.press_control('z').await;
        has(N_ARTICLES).await;
        window.wait_until("toast", |said| said.concat().contains("Removal: undone")).await;
        window.press_control('y').await;
        has(N_ARTICLES - 1).await;
        window.press_control('y').await;
        has(N_ARTICLES - 2).await;
        window.close().await;

        let window = Window::open("bin-again", home).await;
        window.press("open-bin").await;
        window.wait_until("bin-row", |rows| rows.len() == 2).await;
        window.screenshot("bin-again");
        window.press_at("bin-restore", 1).await;
        window.wait_until("bin-row", |rows| rows.len() == 1).await;
        window.press("bin-empty").await;
        window.press("bin-empty-no").await;
        window.press("bin-empty").await;
        window.press("bin-empty-yes").await;
        window.press("nav-articles").await;
        window.wait_until("article-row", |rows| rows.len() == N_ARTICLES - 1).await;
        window.wait_until("open-bin", <[String]>::is_empty).await;
        window.close().await;
    });
}

#[test]
fn a_saved_search_gets_a_name_and_its_old_one_back() {
    run(async |home| {
        let window = articles("naming", home).await;
        window.type_into("search-field", "unexpectedly").await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.press("save-search").await;
        window.wait_until("saved-search", |saved| saved == ["unexpectedly"]).await;
        window.evaluate("document.querySelector('[data-testid=saved-search]').focus()").await;
        window.press_keys(&[Key::F2]).await;
        window.find("saved-search-name").await;
        window.press_control('a').await;
        window.type_here("The quay <b>story</b>").await;
        window.press_keys(&[Key::Enter]).await;
        window.wait_until("saved-search", |saved| saved == ["The quay <b>story</b>"]).await;
        window.press("toast-action").await;
        window.wait_until("saved-search", |saved| saved == ["unexpectedly"]).await;
        window.close().await;
    });
}
