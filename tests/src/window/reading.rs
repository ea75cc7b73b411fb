//! The main job in the window: the sample, a search by meaning, a hit, Elsewhere.

use std::time::Duration;

use super::session::Window;
use super::{import_ends, run};

/// Words that the articles about this do not use: only the meaning can find them.
const PARAPHRASE: &str = "rebuild normal ties with the union and renew what there was";
/// How one of the outlets puts it.
const QUOTE: &str = "relations with the union";

#[test]
fn an_empty_library_offers_ways_to_begin() {
    run(async |home| {
        let window = Window::open("empty", home).await;
        for id in ["empty-state", "choose-files", "choose-folder", "try-sample"] {
            window.find(id).await;
        }
        assert!(window.all("hit").await.is_empty());
        window.screenshot("empty");
        window.close().await;
    });
}

#[test]
fn the_sample_is_found_by_meaning_and_read_beside_others() {
    run(async |home| {
        let window = Window::open("sample", home).await;
        window.press("try-sample").await;
        window.press("nav-articles").await;
        window.wait_until("article-row", |rows| rows.len() == 12).await;
        import_ends(&window).await;

        window.type_into("search-field", PARAPHRASE).await;
        window.wait_until("hit", |hits| hits.iter().any(|hit| hit.contains(QUOTE))).await;
        // The list draws as many as fit, which it learns as it draws them.
        window
            .until("every hit has a label", async || {
                window.texts("hit-label").await.len() == window.texts("hit").await.len()
            })
            .await;
        let hits = window.texts("hit").await;
        let at = hits.iter().position(|hit| hit.contains(QUOTE)).unwrap();
        let found = window.texts("hit-title").await.swap_remove(at);
        window.press_at("hit-title", at).await;

        window.wait_until("reader-title", |titles| titles.first() == Some(&found)).await;
        window.wait_until("reader-here", |marked| marked.concat().contains(QUOTE)).await;
        let elsewhere = window.wait_until("elsewhere-card", |cards| cards.len() >= 2).await;
        assert!(elsewhere.iter().any(|card| card.contains("relations")), "{elsewhere:?}");
        assert!(
            !elsewhere.iter().any(|card| card.contains(&found)),
            "{found} is not elsewhere: {elsewhere:?}"
        );
        window.screenshot("reading");
        window.close().await;
    });
}

#[test]
fn nothing_close_is_said_so() {
    run(async |home| {
        let window = Window::open("nothing-close", home).await;
        window.press("try-sample").await;
        import_ends(&window).await;
        window.type_into("search-field", "quantum chromodynamics lattice renormalisation").await;
        window.find("nothing-close").await;
        assert!(window.all("hit").await.is_empty());
        window.close().await;
    });
}

#[test]
fn dark_mode_is_dark_and_remembered() {
    run(async |home| {
        let window = Window::open("dark", home).await;
        window.find("empty-state").await;
        assert!(brightness(&window).await > 0.8);
        window.press("theme-toggle").await;
        window.until("the window turns dark", async || brightness(&window).await < 0.25).await;
        window.screenshot("dark");
        // WebKit writes local storage to disk about a second later, and WebDriver's
        // way of closing a window is to kill it.
        tokio::time::sleep(Duration::from_secs(3)).await;
        window.close().await;

        let window = Window::open("dark-again", home).await;
        window.find("empty-state").await;
        assert!(brightness(&window).await < 0.25, "the choice outlives the window");
        window.close().await;
    });
}

#[test]
fn control_k_reaches_the_search_field() {
    run(async |home| {
        let window = Window::open("keys", home).await;
        window.press("try-sample").await;
        import_ends(&window).await;
        window.press("nav-articles").await;
        window.press_control('k').await;
        let focused = "document.activeElement.dataset.testid === 'search-field'";
        window
            .until("the field has the focus", async || window.evaluate(focused).await == true)
            .await;
        window.close().await;
    });
}

/// How bright the page's background is, 0 (black) to 1 (white).
async fn brightness(window: &Window) -> f64 {
    let colour = window.evaluate("getComputedStyle(document.body).backgroundColor").await;
    let colour = colour.as_str().unwrap();
    let parts =
        colour.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|part| !part.is_empty());
    let parts: Vec<f64> = parts.take(3).map(|part| part.parse().unwrap()).collect();
    assert!(colour.starts_with("rgb(") && parts.len() == 3, "not an opaque colour: {colour}");
    parts.iter().sum::<f64>() / 3.0 / 255.0
}
