//! axe-core finds nothing serious in any state of the window, light or dark.

use fantoccini::key::Key;
use serde_json::Value;

use super::session::Window;
use super::{import_ends, run};
use crate::root;

/// Runs axe in the page and hands over what it found serious, with where.
const ASK: &str = "
    const done = arguments[arguments.length - 1];
    // What still moves would be met half-way.
    document.getAnimations().forEach((animation) => { try { animation.finish(); } catch { animation.cancel(); } });
    axe.run(document, { resultTypes: ['violations'] }).then((report) => done(
      report.violations
        .filter((v) => v.impact === 'serious' || v.impact === 'critical')
        .map((v) => [v.id, v.help, ...v.nodes.slice(0, 4).map((n) => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? ''))]),
    ), (error) => done([['axe failed', String(error)]]));
";

#[test]
fn nothing_serious_stands_in_anybodys_way() {
    run(async |home| {
        let axe =
            fs_err::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js")).unwrap();
        let window = Window::open("axe", home).await;
        let mut found = Vec::new();
        window.find("empty-state").await;
        // The page's content policy refuses `eval`; WebDriver itself may bring code in.
        window.bring_in(&axe).await;
        both(&window, "empty library", &mut found).await;
        window.press("try-sample").await;
        import_ends(&window).await;
        both(&window, "after the import", &mut found).await;
        window.type_into("search-field", "rebuild ties with the union outlet:\"The Quay\"").await;
        window.wait_until("hit", |hits| !hits.is_empty()).await;
        window.type_into("search-field", "rebuild ties with the union").await;
        window.wait_until("hit", |hits| hits.len() > 2).await;
        window.press("hit-title").await;
        window.wait_until("elsewhere-card", |cards| !cards.is_empty()).await;
        both(&window, "reading", &mut found).await;
        window.type_into("search-field", "quantum chromodynamics lattice").await;
        window.find("nothing-close").await;
        both(&window, "nothing close", &mut found).await;
        window.press("nav-articles").await;
        window.find("article-row").await;
        both(&window, "articles", &mut found).await;
        for (name, key) in [("palette", 'p'), ("queue", 'j'), ("settings", ',')] {
            window.press_control(key).await;
            window
                .until(name, async || {
                    window.evaluate("!!document.querySelector('dialog[open]')").await == true
                })
                .await;
            both(&window, name, &mut found).await;
            if name == "settings" {
                for section in ["folders", "library", "model", "about"] {
                    window.press(&format!("settings-{section}")).await;
                    both(&window, &format!("settings, {section}"), &mut found).await;
                }
            }
            window.press_keys(&[Key::Escape]).await;
        }
        window.evaluate("document.activeElement.blur()").await;
        window.type_here("?").await;
        window.find("keys-dialog").await;
        both(&window, "keys", &mut found).await;
        assert!(found.is_empty(), "{found:#?}");
        window.close().await;
    });
}

/// Asks axe about the page as it is, in light and in dark.
async fn both(window: &Window, state: &str, found: &mut Vec<(String, Value)>) {
    for theme in ["light", "dark"] {
        window.evaluate(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        window
            .until("nothing is being asked", async || {
                window.evaluate("document.querySelector('[aria-busy=true]') === null").await == true
            })
            .await;
        let report = window.run_script(ASK, Value::Null).await;
        for violation in report.as_array().into_iter().flatten() {
            found.push((format!("{state}, {theme}"), violation.clone()));
        }
    }
}
