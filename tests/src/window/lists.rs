//! Long lists: only what is near the eye is drawn, and all of it can be reached.

use fantoccini::key::Key;

use super::session::Window;
use super::{cli, run, written};

/// So many articles say something about the ferry, each in its own words.
const N_ARTICLES: usize = 260;
/// So many papers print one and the same article.
const N_PAPERS: usize = 100;

const WORDS: &str = "amber anvil apple arch attic badge bamboo barley basket beacon birch blanket bottle brass \
    bridge bronze bucket butter button cabin candle canvas carbon carpet castle cedar chalk cherry chimney \
    cider cinder clay clover cobalt coffee copper coral cotton crane cricket crystal curtain daisy dome \
    drum ember engine falcon feather fennel fiddle flannel flint fossil garlic ginger glacier granite guitar \
    hammer hazel helmet honey ivory jacket jasmine kettle ladder lantern lavender leather lemon linen lobster";

/// A few paragraphs on the ferry that no other article shares more than a word or two with.
fn story(n: usize) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = format!("Report {n}: the ferry and the {}\n\n", words[n % words.len()]);
    for k in 0..60 {
        let at = (n * 131 + k * (n % 17 + 3) * 7 + k * k) % words.len();
        text += words[at];
        text += if k % 9 == 8 { " ferry. " } else { " " };
    }
    text
}

#[test]
fn hundreds_of_hits_are_drawn_where_one_looks() {
    run(async |home| {
        for n in 0..N_ARTICLES {
            written(home, &format!("pile/{n}.txt"), &story(n));
        }
        cli(home, &["import", home.join("pile").to_str().unwrap()]);
        let window = Window::open("long-list", home).await;
        window.type_into("search-field", "ferry").await;
        window.wait_until("hit", |hits| hits.len() > 5).await;
        let first = window.texts("hit-title").await.swap_remove(0);
        window.press_keys(&[Key::Down]).await;
        window.until("a hit has the focus", async || window.focused().await == "hit-title").await;

        // The end moves on as more is fetched, until everything is there.
        let known = "Number(document.querySelector('#pane-list li[aria-setsize]').getAttribute('aria-setsize'))";
        let n_known = async || window.evaluate(known).await.as_u64().unwrap_or(0);
        let reaches_200 = async || {
            window.press_keys(&[Key::End]).await;
            n_known().await >= 200
        };
        window.until("200 hits can be reached", reaches_200).await;
        assert!(window.texts("hit").await.len() < 60, "only those near the eye are drawn");
        let is_seen = "(() => { const row = document.activeElement.getBoundingClientRect(); const pane = document.getElementById('pane-list').getBoundingClientRect(); return row.height > 0 && row.top >= pane.top && row.bottom <= pane.bottom; })()";
        window
            .until("the row with the focus is seen", async || {
                window.evaluate(is_seen).await == true
            })
            .await;
        window.screenshot("long-list");

        window.press_keys(&[Key::Home]).await;
        window
            .until("the first hit has the focus again", async || {
                let focused = window.evaluate("document.activeElement.textContent").await;
                focused.as_str().is_some_and(|title| title == first)
            })
            .await;
        window.close().await;
    });
}

#[test]
fn a_hit_with_many_copies_names_a_few_and_shows_all_when_asked() {
    run(async |home| {
        for n in 0..N_PAPERS {
            let page = format!(
                "<!doctype html><html lang=en><head><title>Ice on the ferry line</title>\
                 <meta property=og:site_name content=\"Paper {n}\"></head><body><article>\
                 <h1>Ice on the ferry line</h1><p>The ferry to the north island stayed in dock on Monday, \
                 since the ice in the sound has grown thicker than the breakers can cut before noon.</p>\
                 <p>Forty passengers slept in the school and were fed by the parish until the wind turned.</p>\
                 </article></body></html>"
            );
            written(home, &format!("papers/{n}.html"), &page);
        }
        cli(home, &["import", home.join("papers").to_str().unwrap()]);
        let window = Window::open("many-copies", home).await;
        window.type_into("search-field", "ferry stayed in dock ice").await;
        let folds = window.wait_until("copies", |folds| !folds.is_empty()).await;
        assert!(folds[0].contains("99 copies"), "{folds:?}");
        assert!(folds[0].contains("and 96 more"), "{folds:?}");
        window.press("copies").await;
        let few = window.wait_until("copy", |copies| !copies.is_empty()).await;
        assert!(few.len() < 20, "{}", few.len());
        window.press("more-copies").await;
        window.wait_until("copy", |copies| copies.len() == N_PAPERS - 1).await;
        window.close().await;
    });
}
