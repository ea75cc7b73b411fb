//! What a reader makes of the library, in the window: highlights, notes, tags, details
//! written anew, saved searches, and taking it all along.

use super::session::Window;
use super::{import_ends, run};

/// Stands in one article of the sample only, in its first paragraph.
const WORDS: &str = "unexpectedly";

async fn with_sample(name: &'static str, home: &std::path::Path) -> Window {
    let window = Window::open(name, home).await;
    window.press("try-sample").await;
    window.press("nav-articles").await;
    window.wait_until("article-row", |rows| rows.len() == 12).await;
    import_ends(&window).await;
    window
}

/// Opens the first article of the list.
async fn open_first(window: &Window) {
    window.press("nav-articles").await;
    window.find("article-row").await;
    let first = "document.querySelector('[data-testid=article-row] button').click()";
    window.evaluate(first).await;
    window.find("article-kept").await;
}

/// Selects the characters `start..end` of the second paragraph, as a mouse would, and
/// returns them.
pub(super) async fn select(window: &Window, start: usize, end: usize) -> String {
    let script = format!(
        "(() => {{
           const block = document.querySelectorAll('#reading .body [data-block]')[1];
           const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
           const range = document.createRange();
           for (let node = walker.nextNode(), at = 0; node; at += node.length, node = walker.nextNode()) {{
             if (at <= {start} && {start} < at + node.length) range.setStart(node, {start} - at);
             if (at < {end} && {end} <= at + node.length) range.setEnd(node, {end} - at);
           }}
           getSelection().removeAllRanges();
           getSelection().addRange(range);
           block.dispatchEvent(new PointerEvent('pointerup', {{ bubbles: true }}));
           return range.toString();
         }})()"
    );
    window.evaluate(&script).await.as_str().unwrap().to_owned()
}

/// The words painted as highlights in the open article.
async fn painted(window: &Window) -> String {
    let script = "[...document.querySelectorAll('#reading .body [data-highlight]')].map(e => e.textContent).join('|')";
    window.evaluate(script).await.as_str().unwrap().to_owned()
}

#[test]
fn words_are_highlighted_noted_listed_and_brought_back() {
    run(async |home| {
        let window = with_sample("highlight", home).await;
        open_first(&window).await;
        let words = select(&window, 0, 40).await;
        window.find("pick-bar").await;
        window.press("colour-green").await;
        let is_painted = async || painted(&window).await.starts_with(words.trim());
        window.until("the words are painted", is_painted).await;

        select(&window, 60, 90).await;
        window.press("pick-note").await;
        window.type_into("note-field", "Who says so? <b>check</b>").await;
        window.press("note-save").await;
        window
            .wait_until("article-highlight", |rows| {
                rows.len() == 2 && rows[1].contains("Who says so? <b>check</b>")
            })
            .await;

        window.press("nav-highlights").await;
        let cards = window.wait_until("highlight-card", |cards| cards.len() == 2).await;
        assert!(cards[0].contains(words.trim()), "{cards:?}");
        // Both have the colour used last.
        window.press("colour-pink").await;
        window.wait_until("highlight-card", <[String]>::is_empty).await;
        window.press("colour-pink").await;
        window.wait_until("highlight-card", |cards| cards.len() == 2).await;
        window.screenshot("highlights");

        window.press("highlight-remove").await;
        window.wait_until("article-highlight", |rows| rows.len() == 1).await;
        window.press("toast-action").await;
        window.wait_until("article-highlight", |rows| rows.len() == 2).await;
        window.until("it is painted again", is_painted).await;
        window.close().await;

        let window = Window::open("highlight-again", home).await;
        // The window first goes on where it was closed.
        window
            .until("the highlights are listed", async || {
                window.press("nav-highlights").await;
                window.all("highlight-card").await.len() == 2
            })
            .await;
        window.close().await;
    });
}

#[test]
fn details_are_written_in_place_and_what_was_read_comes_back() {
    run(async |home| {
        let window = with_sample("edit", home).await;
        open_first(&window).await;
        let title = window.texts("reader-title").await.remove(0);
        window.press("article-edit").await;
        window.type_into("form-title", "A title <i>of my own</i>").await;
        window.type_into("form-tags", "Port, to read").await;
        window.type_into("form-note", "Ask the council.").await;
        window.press("form-save").await;
        let own = "A title <i>of my own</i>";
        window.wait_until("reader-title", |titles| titles == [own]).await;
        window.wait_until("article-tag", |tags| tags == ["Port", "to read"]).await;
        window.wait_until("article-note", |notes| notes == ["Ask the council."]).await;
        let receipt = window.texts("receipt").await.concat();
        assert!(receipt.contains("by you"), "{receipt}");

        // A tag narrows the list.
        window.press_at("tag-facet", 0).await;
        window.wait_until("article-row", |rows| rows.len() == 1 && rows[0].contains(own)).await;
        window.press("nav-articles").await;

        window.press("article-edit").await;
        window.press("use-read-title").await;
        window.press("form-save").await;
        window.wait_until("reader-title", |titles| titles == [title.as_str()]).await;
        // And the undoing of that.
        window.press("toast-action").await;
        window.wait_until("reader-title", |titles| titles == [own]).await;
        window.screenshot("edited");
        window.close().await;
    });
}

#[test]
fn a_search_is_saved_and_offered_again() {
    run(async |home| {
        let window = with_sample("saved-search", home).await;
        window.type_into("search-field", WORDS).await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.press("save-search").await;
        window.wait_until("saved-search", |saved| saved == [WORDS]).await;
        window.press("hit-title").await;
        window.find("article-kept").await;
        window.close().await;

        let window = Window::open("saved-search-again", home).await;
        window.wait_until("saved-search", |saved| saved == [WORDS]).await;
        // What was asked is offered to an empty field; the window may first go on with the search
        // it was closed with.
        window
            .until("what was asked is offered", async || {
                window.find("search-field").await.clear().await.unwrap();
                window.press("search-field").await;
                window.texts("asked-search").await == [WORDS]
            })
            .await;
        window.screenshot("history");
        window.press("asked-search").await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.press("save-search").await;
        window.wait_until("saved-search", <[String]>::is_empty).await;
        window.close().await;
    });
}

#[test]
fn words_are_found_in_the_open_article() {
    run(async |home| {
        let window = with_sample("find", home).await;
        open_first(&window).await;
        window.press_control('f').await;
        window.type_into("find-field", "council").await;
        let counts =
            window.wait_until("find-count", |n| n.iter().any(|n| n.starts_with("1 of "))).await;
        window.press("find-next").await;
        let second = counts[0].replacen('1', "2", 1);
        window.wait_until("find-count", |n| n == [second.as_str()]).await;
        window.type_into("find-field", "no such words here").await;
        window.wait_until("find-count", |n| n == ["Not found"]).await;
        window.press("find-close").await;
        window.until("the bar goes", async || window.all("find-bar").await.is_empty()).await;
        window.close().await;
    });
}

#[test]
fn a_passage_is_copied_with_its_source() {
    run(async |home| {
        let window = with_sample("cite", home).await;
        open_first(&window).await;
        let words = select(&window, 0, 30).await;
        window.press("pick-cite").await;
        window.find("toast").await;
        window.press("search-field").await;
        window.press_control('v').await;
        let value = "document.querySelector('[data-testid=search-field]').value";
        let has_source = async || {
            let pasted = window.evaluate(value).await.as_str().unwrap_or_default().to_owned();
            // Its own marks go one level down.
            let words = words.trim().trim_matches(['“', '”']);
            pasted.contains(words) && pasted.contains("paragraph ")
        };
        window.until("the field holds words and source", has_source).await;
        window.close().await;
    });
}

#[test]
fn highlights_are_written_to_a_file() {
    run(async |home| {
        let window = with_sample("export", home).await;
        open_first(&window).await;
        let words = select(&window, 0, 40).await;
        window.press("colour-blue").await;
        window.press("nav-highlights").await;
        window.find("highlight-card").await;
        window.press("export").await;
        window.press("export-markdown").await;
        let path = home.join("taken along.md");
        window.save_as(&path);
        window.until("the file is there", async || path.is_file()).await;
        window.wait_until("toast", |said| said.concat().contains("taken along.md")).await;
        let text = fs_err::read_to_string(&path).unwrap();
        assert!(text.starts_with("# Highlights\n"), "{text}");
        let first = words.split_whitespace().next().unwrap();
        assert!(text.contains(first) && text.contains("BLAKE3"), "{text}");
        window.close().await;
    });
}

#[test]
fn the_sentence_found_is_written_with_its_source() {
    run(async |home| {
        let window = with_sample("export-found", home).await;
        window.type_into("search-field", "undermining the gates of the port").await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.press("hit-title").await;
        let here = window.wait_until("reader-here", |here| !here.is_empty()).await.concat();
        window.press("article-more").await;
        window.press("article-export-markdown").await;
        let path = home.join("found.md");
        window.save_as(&path);
        window.until("the file is there", async || path.is_file()).await;
        window.wait_until("toast", |said| said.concat().contains("1 passage")).await;
        let text = fs_err::read_to_string(&path).unwrap();
        let begins: String = here.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        assert!(text.contains(&begins) && text.contains("BLAKE3"), "{begins}: {text}");
        window.close().await;
    });
}
