//! The main job without a mouse: begin, find, read, see who else says it, come back.

use fantoccini::key::Key;

use super::session::Window;
use super::{import_ends, run};

#[test]
fn the_main_job_is_done_by_keys_alone() {
    run(async |home| {
        let window = Window::open("by-keys", home).await;
        window.find("try-sample").await;
        tabs_to(&window, "try-sample").await;
        window.press_keys(&[Key::Enter]).await;
        import_ends(&window).await;
        // After the first import the field is ready.
        window
            .until("the field has the focus", async || window.focused().await == "search-field")
            .await;
        assert_eq!(window.wait_until("suggestion", |s| s.len() == 3).await.len(), 3);

        window.type_here("rebuild normal ties with the union").await;
        window.wait_until("hit", |hits| hits.len() > 2).await;
        window.press_keys(&[Key::Down]).await;
        window.until("a hit has the focus", async || window.focused().await == "hit-title").await;
        window.press_keys(&[Key::Down, Key::Up, Key::Enter]).await;
        window.wait_until("reader-here", |here| !here.concat().is_empty()).await;
        window.wait_until("elsewhere-card", |cards| !cards.is_empty()).await;
        let first = window.texts("reader-title").await.concat();

        window.press_keys(&[Key::Right]).await;
        let reads = "document.activeElement.id === 'reading'";
        window
            .until("the article has the focus", async || window.evaluate(reads).await == true)
            .await;
        window.type_here("j").await;
        window.press_keys(&[Key::F6]).await;
        let beside = "document.activeElement.closest('#pane-elsewhere') !== null";
        window
            .until("elsewhere has the focus", async || window.evaluate(beside).await == true)
            .await;
        window.press_keys(&[Key::Enter]).await;
        let other = window
            .wait_until("reader-title", |title| title.concat() != first && !title.is_empty())
            .await;
        assert_ne!(other.concat(), first);
        window.screenshot("by-keys");

        palette(&window, "back to the article", "Back to the article").await;
        window.wait_until("reader-title", |title| title.concat() == first).await;
    });
}

#[test]
fn the_palette_opens_articles_and_runs_actions_and_the_sheet_lists_the_keys() {
    run(async |home| {
        let window = Window::open("palette", home).await;
        window.press("try-sample").await;
        import_ends(&window).await;
        palette(&window, "ostrey open", "Ostrey Open").await;
        window.wait_until("reader-title", |title| title.concat().contains("Ostrey Open")).await;
        palette(&window, "dark appearance", "Dark").await;
        let dark = "document.documentElement.dataset.theme === 'dark'";
        window.until("it is dark", async || window.evaluate(dark).await == true).await;
        window.evaluate("document.activeElement.blur()").await;
        window.type_here("?").await;
        window
            .wait_until("keys-dialog", |sheet| sheet.concat().contains("Search the library"))
            .await;
        window.screenshot("keys");
        window.close().await;
    });
}

/// Runs the first thing the palette finds, which is called like `found`.
async fn palette(window: &Window, query: &str, found: &str) {
    window.press_control('p').await;
    window.until("the palette is there", async || window.focused().await == "palette-field").await;
    window.type_here(query).await;
    window
        .wait_until("palette-item", |items| items.first().is_some_and(|item| item.contains(found)))
        .await;
    window.press_keys(&[Key::Enter]).await;
}

/// Presses Tab until the element has the focus.
async fn tabs_to(window: &Window, id: &str) {
    for _ in 0..20 {
        if window.focused().await == id {
            return;
        }
        window.press_keys(&[Key::Tab]).await;
    }
    panic!("Tab does not lead to `{id}`");
}
