//! axe-core finds nothing serious in any state of the window, light or dark.

use std::cell::RefCell;
use std::time::Duration;

use fantoccini::key::Key;
use serde_json::Value;

use super::session::Window;
use super::{import_ends, run, written};
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

/// Goes through the window and asks axe about each state.
struct Walk {
    window: Window,
    found: RefCell<Vec<(String, Value)>>,
}

#[test]
fn nothing_serious_stands_in_the_way_of_searching_and_reading() {
    run(async |home| {
        let walk = Walk::begin("axe", home).await;
        walk.looks_at("empty library").await;
        let broken = written(home, "drop/minutes.txt", "");
        let drag = walk.window.drag_in(&[&broken, &root().join("crates/engine/sample")]);
        walk.window.find("drop-overlay").await;
        walk.looks_at("drop").await;
        drag.let_go();
        import_ends(&walk.window).await;
        walk.window.find("tour").await;
        walk.looks_at("after the import, with the tour").await;
        walk.through_search().await;
        walk.through_reading().await;
        walk.through_the_import().await;
        walk.ends().await;
    });
}

#[test]
fn nothing_serious_stands_in_the_way_of_the_sides_and_the_rest() {
    run(async |home| {
        let walk = Walk::begin("axe-sides", home).await;
        walk.window.press("try-sample").await;
        import_ends(&walk.window).await;
        walk.through_the_story().await;
        walk.through_what_is_kept().await;
        walk.through_dialogs().await;
        walk.ends().await;
    });
}

impl Walk {
    async fn begin(name: &'static str, home: &std::path::Path) -> Self {
        let axe =
            fs_err::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js")).unwrap();
        let window = Window::open(name, home).await;
        window.find("empty-state").await;
        // The page's content policy refuses `eval`; WebDriver itself may bring code in.
        window.bring_in(&axe).await;
        Self { window, found: RefCell::default() }
    }

    async fn through_search(&self) {
        self.searches("rebuild ties with the union outlet:\"The Quay\"").await;
        self.looks_at("hits, narrowed").await;
        self.window.press("hit-title").await;
        self.window.press_control('k').await;
        self.window.press_keys(&[Key::Escape]).await;
        self.window.find("asked-search").await;
        self.looks_at("earlier searches").await;
        self.searches("rebuild ties with the union").await;
        self.window.press("export").await;
        self.window.find("export-markdown").await;
        self.looks_at("export menu").await;
        self.window.press_keys(&[Key::Escape]).await;
        self.window.type_into("search-field", "quantum chromodynamics lattice").await;
        self.window.find("nothing-close").await;
        self.looks_at("nothing close").await;
    }

    async fn through_reading(&self) {
        self.searches("rebuild ties with the union").await;
        self.window.press("hit-title").await;
        self.window.wait_until("elsewhere-card", |cards| !cards.is_empty()).await;
        self.looks_at("reading").await;
        self.window.press("reading-open").await;
        self.window
            .evaluate("document.querySelector('[data-testid=reading-paper-sepia]').click()")
            .await;
        self.looks_at("how articles look, on sepia").await;
        self.window.press_keys(&[Key::Escape]).await;
        self.window.press("article-more").await;
        self.window.find("article-find").await;
        self.looks_at("article menu").await;
        self.window.press("article-find").await;
        self.window.type_into("find-field", "union").await;
        self.looks_at("find in the article").await;
        self.window.press("find-close").await;
        self.window.press("article-edit").await;
        self.window.find("form-title").await;
        self.looks_at("details being written").await;
        self.window.press_keys(&[Key::Escape]).await;
        self.window.press("nav-articles").await;
        self.window.find("article-row").await;
        self.looks_at("articles").await;
        self.window.press("listing-menu").await;
        self.window.press("listing-table").await;
        self.window.find("order-outlet").await;
        self.looks_at("articles as a table").await;
        self.window
            .evaluate("document.querySelector('[data-testid=article-row] button').click()")
            .await;
        self.window.press("article-more").await;
        self.window.press("reader-remove").await;
        self.window.press("open-bin").await;
        self.window.find("bin-row").await;
        self.window.press("bin-empty").await;
        self.looks_at("bin").await;
        self.window.press_keys(&[Key::Escape]).await;
    }

    async fn through_the_import(&self) {
        self.window.press_control('j').await;
        self.window.wait_until("queue-file", |files| files.len() > 5).await;
        self.looks_at("import queue").await;
        self.window.press("queue-receipt").await;
        self.window.wait_until("receipt-kept", |kept| !kept.concat().is_empty()).await;
        self.looks_at("receipt").await;
        self.window.press_keys(&[Key::Escape, Key::Escape]).await;
    }

    async fn through_the_story(&self) {
        self.window.press("nav-stories").await;
        self.window.find("story-title").await;
        self.looks_at("stories").await;
        self.window.press("story-title").await;
        self.window.wait_until("news-sentence", |sentences| !sentences.is_empty()).await;
        self.looks_at("story").await;
        self.window.press_at("story-pick", 0).await;
        self.window.press_at("story-pick", 1).await;
        self.window.press("story-compare").await;
        self.window.wait_until("compare-row", |rows| !rows.is_empty()).await;
        self.looks_at("compare").await;
        self.window.press("nav-map").await;
        self.window.find("map-canvas").await;
        self.looks_at("map").await;
    }

    async fn through_what_is_kept(&self) {
        self.window.press("nav-highlights").await;
        self.window.find("no-highlights").await;
        self.looks_at("no highlights").await;
        self.window.press("nav-articles").await;
        self.window.find("article-row").await;
        self.window
            .evaluate("document.querySelector('[data-testid=article-row] button').click()")
            .await;
        self.window.find("article-kept").await;
        self.window.evaluate("document.getElementById('reading').focus()").await;
        self.window.type_here("n").await;
        self.window.type_into("note-field", "Who says so?").await;
        self.looks_at("note being written").await;
        self.window.press("note-save").await;
        self.window.find("toast").await;
        self.looks_at("highlighted").await;
        self.window.press("nav-highlights").await;
        self.window.find("highlight-card").await;
        self.looks_at("highlights").await;
        self.window.press("reader-compare").await;
        self.window.wait_until("compare-choice", |choices| !choices.is_empty()).await;
        self.looks_at("choosing what to compare with").await;
        self.window.press_keys(&[Key::Escape]).await;
    }

    async fn through_dialogs(&self) {
        self.window.press_control('p').await;
        self.opened().await;
        self.looks_at("palette").await;
        self.window.press_keys(&[Key::Escape]).await;
        self.window.press_control(',').await;
        self.opened().await;
        for section in ["appearance", "folders", "library", "model", "privacy", "about"] {
            self.window.press(&format!("settings-{section}")).await;
            if section == "about" {
                self.window.find("licences").await;
            }
            self.looks_at(&format!("settings, {section}")).await;
        }
        self.window.press_keys(&[Key::Escape]).await;
        self.through_help().await;
        self.window.evaluate("document.activeElement.blur()").await;
        self.window.type_here("?").await;
        self.window.find("keys-dialog").await;
        self.looks_at("keys").await;
    }

    async fn through_help(&self) {
        self.window.press("main-menu").await;
        self.window.find("menu-of-help").await;
        self.looks_at("menu").await;
        self.window.press("menu-of-help").await;
        self.window.press("menu-action-help.open").await;
        self.window.type_into("help-search", "hyphens").await;
        self.looks_at("guide, searched").await;
        self.window.press("help-legend").await;
        self.window.find("legend-dialog").await;
        self.looks_at("legend").await;
        self.window.press_keys(&[Key::Escape]).await;
    }

    async fn searches(&self, query: &str) {
        self.window.type_into("search-field", query).await;
        self.window.wait_until("hit", |hits| !hits.is_empty()).await;
    }

    async fn opened(&self) {
        let is_open = "!!document.querySelector('dialog[open]')";
        self.window
            .until("a dialog opens", async || self.window.evaluate(is_open).await == true)
            .await;
    }

    /// Asks axe about the page as it is, in light and in dark.
    async fn looks_at(&self, state: &str) {
        for theme in ["light", "dark"] {
            let wanted = format!("document.documentElement.dataset.theme = '{theme}'");
            self.window.evaluate(&wanted).await;
            let is_still = "document.querySelector('[aria-busy=true]') === null";
            self.window
                .until("nothing is being asked", async || {
                    self.window.evaluate(is_still).await == true
                })
                .await;
            let mut report = self.window.run_script(ASK, Value::Null).await;
            // A list that is just being drawn anew lies over itself for a moment: what is
            // wrong is still wrong a second later.
            if report.as_array().is_some_and(|found| !found.is_empty()) {
                tokio::time::sleep(Duration::from_secs(1)).await;
                report = self.window.run_script(ASK, Value::Null).await;
            }
            for violation in report.as_array().into_iter().flatten() {
                self.found.borrow_mut().push((format!("{state}, {theme}"), violation.clone()));
            }
        }
    }

    async fn ends(self) {
        let Self { window, found } = self;
        let found = found.into_inner();
        assert!(found.is_empty(), "{found:#?}");
        window.close().await;
    }
}
