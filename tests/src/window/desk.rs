//! The window as a program one works with: the guide, its title, panes, where it goes on.

use fantoccini::key::Key;
use serde_json::Value;

use super::session::Window;
use super::{import_ends, run};

async fn with_sample(name: &'static str, home: &std::path::Path) -> Window {
    let window = Window::open(name, home).await;
    window.press("try-sample").await;
    import_ends(&window).await;
    window
}

async fn text(window: &Window, script: &str) -> String {
    window.evaluate(script).await.as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_guide_is_in_the_window_and_is_searched_there() {
    run(async |home| {
        let window = with_sample("desk-help", home).await;
        window.press("main-menu").await;
        window.press("menu-of-help").await;
        window.press("menu-action-help.open").await;
        window.type_into("help-search", "hyphens").await;
        window
            .wait_until("help-text", |text| text.concat().contains("Spellings that are one"))
            .await;
        window.press_keys(&[Key::Escape]).await;
        window.close().await;
    });
}

#[test]
fn it_goes_on_where_it_was_closed_with_the_panes_as_they_were() {
    run(async |home| {
        let window = with_sample("desk-session", home).await;
        window.type_into("search-field", "rebuild ties with the union").await;
        window.press("hit-title").await;
        window.find("reader-title").await;
        let read = "document.querySelector('[data-testid=reader-title]')?.textContent ?? ''";
        let title = text(&window, read).await;
        assert!(text(&window, "document.title").await.starts_with(&title));
        window.evaluate("document.getElementById('reading').focus()").await;
        window.press_control('b').await;
        let is_away = "document.querySelector('nav') === null";
        window.until("the sidebar is away", async || window.evaluate(is_away).await == true).await;
        let is_kept = "(localStorage.getItem('parallax.session') ?? '').includes('rebuild ties')";
        window.until("the place is kept", async || window.evaluate(is_kept).await == true).await;
        // The page writes it down; the system may take a moment to do so.
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        window.close().await;

        let window = Window::open("desk-session-again", home).await;
        window
            .until("the article is open again", async || text(&window, read).await == title)
            .await;
        let query = "document.querySelector('[data-testid=search-field]').value";
        assert_eq!(text(&window, query).await, "rebuild ties with the union");
        assert_eq!(window.evaluate(is_away).await, Value::Bool(true));
        window.close().await;
    });
}

#[test]
fn a_reference_in_a_style_is_on_the_clipboard() {
    run(async |home| {
        let window = with_sample("desk-copy", home).await;
        window.type_into("search-field", "rebuild ties with the union").await;
        window.press("hit-title").await;
        window.press("article-more").await;
        window.press("article-copy-as").await;
        window.press_keys(&[Key::Down, Key::Enter]).await;
        window.wait_until("toast", |said| said.concat().contains("APA")).await;
        window.press("search-field").await;
        window.press_control('v').await;
        let value = "document.querySelector('[data-testid=search-field]').value";
        window
            .until("the field holds the reference", async || {
                let pasted = text(&window, value).await;
                pasted.contains("(20") && pasted.contains(").")
            })
            .await;
        window.close().await;
    });
}
