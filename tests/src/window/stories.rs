//! The sides of a story in the window: the list of stories, a story's page, its
//! evidence in the reader, two articles side by side, the map and the dates.

use super::session::Window;
use super::{import_ends, run};

/// The story several of the sample's outlets tell.
const STORY: &str = "Harbour board calls for a fresh start with dockers";

/// Opens the window on the sample library, everything in it found by meaning.
async fn open_sample(name: &'static str, home: &std::path::Path) -> Window {
    let window = Window::open(name, home).await;
    window.press("try-sample").await;
    import_ends(&window).await;
    window
}

/// Opens the page of [`STORY`].
async fn open_story(window: &Window) {
    window.press("nav-stories").await;
    let titles =
        window.wait_until("story-title", |titles| titles.iter().any(|title| title == STORY)).await;
    let at = titles.iter().position(|title| title == STORY).unwrap();
    window.press_at("story-title", at).await;
    window.wait_until("story-page-title", |titles| titles == [STORY]).await;
}

#[test]
fn a_story_shows_who_tells_it_and_its_evidence_opens_the_reader() {
    run(async |home| {
        let window = open_sample("story", home).await;
        open_story(&window).await;

        let articles = window.wait_until("story-article", |rows| rows.len() >= 5).await;
        let copy = articles.iter().find(|row| row.contains("Tideline")).unwrap();
        assert!(copy.contains("repeats Coast Herald"), "{copy}");
        let origins = window.texts("story-origins").await.concat();
        assert!(origins.contains("independent origins at least"), "{origins}");
        assert!(window.texts("timeline-mark").await.len() >= 4, "days are drawn");

        let told = window
            .wait_until("rendering", |told| told.iter().any(|one| one.contains("should restore")))
            .await;
        assert!(told[0].contains("first seen"), "{told:?}");
        window.wait_until("news-sentence", |sentences| !sentences.is_empty()).await;
        let rows = window.wait_until("ledger-row", |rows| !rows.is_empty()).await;
        let agrees = |row: &String| row.starts_with("Agrees") && row.contains("38 million");
        assert!(rows.iter().any(agrees), "{rows:?}");
        window.screenshot("story");

        // The words of the evidence are marked where they stand, and there is a way back.
        window.press("source-mention").await;
        window.find("reader-title").await;
        let marked = "[...(CSS.highlights.get('evidence') ?? [])].map(r => r.toString()).join('')";
        window
            .until("the evidence is marked", async || {
                window.evaluate(marked).await.as_str().is_some_and(|words| {
                    ["Norden Wire", "Coast Herald"].iter().any(|name| words.contains(name))
                })
            })
            .await;
        window.screenshot("evidence");
        window.press("stage-back").await;
        window.wait_until("story-page-title", |titles| titles == [STORY]).await;
        window.close().await;
    });
}

#[test]
fn the_list_of_stories_is_filtered_as_one_types() {
    run(async |home| {
        let window = open_sample("stories", home).await;
        window.press("nav-stories").await;
        window.wait_until("story-row", |rows| rows.len() >= 2).await;
        window.type_into("story-filter", "quay board").await;
        let rows = window.wait_until("story-row", |rows| rows.len() == 1).await;
        assert!(rows[0].contains(STORY), "{rows:?}");
        window.close().await;
    });
}

#[test]
fn two_articles_are_compared_from_the_story_and_by_keys() {
    run(async |home| {
        let window = open_sample("compare", home).await;
        open_story(&window).await;
        let articles = window.wait_until("story-article", |rows| rows.len() >= 5).await;
        let at = |outlet: &str| articles.iter().position(|row| row.starts_with(outlet)).unwrap();
        window.press_at("story-pick", at("Coast Herald")).await;
        window.press_at("story-pick", at("The Quay")).await;
        window.press("story-compare").await;
        let rows = window.wait_until("compare-row", |rows| rows.len() > 5).await;
        let quoted = rows.iter().find(|row| row.contains("We need")).unwrap();
        assert!(quoted.contains("We must") && quoted.contains("need / must"), "{quoted}");
        window.screenshot("compare");

        window.press("only-differences").await;
        window.wait_until("compare-row", |fewer| fewer.len() <= rows.len()).await;
        let kinds = "[...document.querySelectorAll('[data-testid=compare-row]')].map(r => r.dataset.kind).join(' ')";
        let kinds = window.evaluate(kinds).await;
        assert!(!kinds.as_str().unwrap().contains("identical"), "{kinds}");

        // From the reader: any article of the library.
        window.type_into("search-field", "rebuild normal ties with the union").await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.press("hit-title").await;
        window.find("reader-title").await;
        window.press("reader-compare").await;
        window.wait_until("compare-choice", |choices| choices.len() > 3).await;
        window.type_into("compare-filter", "tideline").await;
        window.wait_until("compare-choice", |choices| choices.len() == 1).await;
        window.press("compare-choice").await;
        window.wait_until("compare-row", |rows| !rows.is_empty()).await;
        window.close().await;
    });
}

#[test]
fn a_card_of_elsewhere_is_kept_and_its_differences_are_marked_in_the_text() {
    run(async |home| {
        let window = open_sample("elsewhere", home).await;
        window.type_into("search-field", "rebuild normal ties with the union").await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.press("hit-title").await;
        window.find("reader-title").await;
        window.wait_until("elsewhere-card", |cards| cards.len() >= 2).await;
        // The focus does what the mouse does.
        window
            .evaluate("document.querySelector('[data-testid=elsewhere-card] h3 button').focus()")
            .await;
        window
            .until("differences are marked in the reader", async || {
                window.evaluate("CSS.highlights.get('differs-here')?.size ?? 0").await.as_u64()
                    > Some(0)
            })
            .await;
        window.screenshot("elsewhere");
        window.press("elsewhere-pin").await;
        let kept = window.wait_until("elsewhere-pins", |pins| pins.len() == 1).await;
        assert!(kept[0].contains("Kept"), "{kept:?}");
        window.press("elsewhere-compare").await;
        window.wait_until("compare-row", |rows| !rows.is_empty()).await;
        window.close().await;
    });
}

#[test]
fn the_map_shows_every_article_and_opens_one_by_keys() {
    run(async |home| {
        let window = open_sample("map", home).await;
        window.press("nav-map").await;
        let canvas = window.find("map-canvas").await;
        assert_eq!(canvas.attr("data-points").await.unwrap().as_deref(), Some("12"));
        window.evaluate("document.querySelector('[data-testid=map-canvas]').focus()").await;
        let keys = |key: &str| {
            format!(
                "document.querySelector('[data-testid=map-canvas]').dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true }}))"
            )
        };
        window.evaluate(&keys("ArrowRight")).await;
        let tip = window.wait_until("map-tip", |tips| tips.len() == 1).await;
        let nearest = window.wait_until("map-near", |rows| rows.len() > 5).await;
        window.screenshot("map");
        window.evaluate(&keys("Enter")).await;
        let title = window.wait_until("reader-title", |titles| titles.len() == 1).await;
        assert!(tip[0].contains(&title[0]) && nearest[0].contains(&title[0]), "{tip:?} {title:?}");
        window.press("stage-back").await;
        window.find("map-canvas").await;
        window.close().await;
    });
}

#[test]
fn months_narrow_the_search() {
    run(async |home| {
        let window = open_sample("dates", home).await;
        window.press("nav-articles").await;
        window.find("date-brush").await;
        let end = "document.querySelector('[data-testid=date-brush]').dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))";
        window.evaluate(end).await;
        window.wait_until("filter-chip", |chips| chips.len() == 2).await;
        let query = "document.querySelector('[data-testid=search-field]').value";
        let query = window.evaluate(query).await;
        assert!(query.as_str().unwrap().starts_with("after:2031-"), "{query}");
        window.press("date-clear").await;
        window.wait_until("filter-chip", <[String]>::is_empty).await;
        window.close().await;
    });
}
