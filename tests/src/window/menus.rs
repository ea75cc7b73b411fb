//! Menus at the pointer, what was typed and not saved, and who is quoted: what readers
//! would otherwise lose or believe wrongly.

use fantoccini::actions::{InputSource, MouseActions, PointerAction};

use super::session::Window;
use super::{import_ends, run};

const RIGHT_BUTTON: u64 = 2;

impl Window {
    /// Presses the right button of the mouse on the element of this id and place.
    async fn press_right(&self, id: &str, index: usize) {
        let element = self.all(id).await.swap_remove(index);
        let mouse = MouseActions::new("mouse".into())
            .then(PointerAction::MoveToElement { element, duration: None, x: 4., y: 4. })
            .then(PointerAction::Down { button: RIGHT_BUTTON })
            .then(PointerAction::Up { button: RIGHT_BUTTON });
        self.act(mouse).await;
    }
}

async fn with_sample(name: &'static str, home: &std::path::Path) -> Window {
    let window = Window::open(name, home).await;
    window.press("try-sample").await;
    import_ends(&window).await;
    window
}

#[test]
fn the_right_button_offers_what_can_be_done_and_nothing_of_the_browser() {
    run(async |home| {
        let window = with_sample("menus", home).await;
        window.press("nav-articles").await;
        window.wait_until("article-row", |rows| rows.len() == 12).await;
        window.press_right("article-row", 1).await;
        window.find("menu-story").await;
        window.screenshot("menu");
        window.press("menu-remove").await;
        window.wait_until("article-row", |rows| rows.len() == 11).await;
        window.type_into("search-field", "rebuild ties with the union").await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.press_right("hit", 0).await;
        window.press("menu-cite").await;
        window.wait_until("toast", |said| said.concat().contains("Copied")).await;
        window.press_right("hit", 1).await;
        let titles = window.texts("hit-title").await;
        window.press("menu-open").await;
        window.wait_until("reader-title", |shown| shown == &titles[1..2]).await;
        window.close().await;
    });
}

#[test]
fn what_was_typed_into_the_form_waits_until_one_comes_back() {
    run(async |home| {
        let window = with_sample("drafts", home).await;
        window.press("nav-articles").await;
        window.wait_until("article-row", |rows| rows.len() == 12).await;
        let open = async |row: usize| {
            let script = format!(
                "document.querySelectorAll('[data-testid=article-row] [data-row]')[{row}].click()"
            );
            window.evaluate(&script).await;
        };
        open(0).await;
        window.press("article-edit").await;
        window.type_into("form-note", "Ask the council.").await;
        let title = window.texts("reader-title").await;
        open(1).await;
        window.wait_until("reader-title", |now| !now.is_empty() && now != title).await;
        assert!(window.all("article-form").await.is_empty());
        open(0).await;
        window.find("article-form").await;
        let note = window.evaluate("document.getElementById('form-note').value").await;
        assert_eq!(note.as_str(), Some("Ask the council."));
        window.press("form-save").await;
        window.wait_until("article-note", |notes| notes == ["Ask the council."]).await;
        window.close().await;
    });
}

/// Whatever stands between quotation marks stands between such marks in the article.
#[test]
fn nothing_is_quoted_that_no_article_quotes() {
    run(async |home| {
        let window = with_sample("quoted", home).await;
        window.press("nav-stories").await;
        let n_stories = window.wait_until("story-title", |titles| titles.len() >= 2).await.len();
        let mut n_quoted = 0;
        for story in 0..n_stories {
            window.press_at("story-title", story).await;
            window.wait_until("rendering", |told| !told.is_empty()).await;
            let quoted = "[...document.querySelectorAll('[data-testid=rendering] q:not(.plain)')].map((q) => q.textContent)";
            let quoted = window.evaluate(quoted).await;
            let texts = sample_texts();
            for words in quoted.as_array().unwrap() {
                let words = words.as_str().unwrap();
                let is_quoted = texts.iter().any(|text| stands_in_marks(text, words));
                assert!(is_quoted, "no article quotes “{words}”");
                n_quoted += 1;
            }
        }
        assert!(n_quoted > 3, "{n_quoted}");
        window.close().await;
    });
}

fn sample_texts() -> Vec<String> {
    let files = fs_err::read_dir(crate::root().join("crates/engine/sample")).unwrap();
    files
        .filter_map(|file| fs_err::read_to_string(file.unwrap().path()).ok())
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Whether the words stand in the text with an opening mark before them, and no closing one
/// in between.
fn stands_in_marks(text: &str, words: &str) -> bool {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = |text: &str| {
        text.replace("&ldquo;", "“")
            .replace("&rdquo;", "”")
            .replace("&quot;", "\"")
            .replace("&rsquo;", "’")
    };
    let (text, words) = (plain(text), plain(&words));
    text.match_indices(&words).any(|(at, _)| {
        let before = &text[..at];
        let opened = before.rfind(['“', '"']);
        let closed = before.rfind('”');
        opened.is_some_and(|opened| closed.is_none_or(|closed| closed < opened))
    })
}
