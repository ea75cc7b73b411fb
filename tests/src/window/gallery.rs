//! Pictures of the window in every state, light and dark, small and large: made to
//! be looked at, by `cargo xtask screenshots --out DIR`. Ignored otherwise.
//!
//! The articles are the sample's and those of `fixtures/gallery.txt`; the people, places and
//! papers in them are invented.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::key::Key;

use super::annotations::select;
use super::session::Window;
use super::{cli, import_ends, run, written};
use crate::root;

const SIZES: [(i32, i32); 2] = [(1280, 800), (1920, 1080)];
/// Where Elsewhere, then the list too, folds into a tab; and the smallest there is.
const NARROW: [(i32, i32); 3] = [(900, 700), (760, 700), (560, 480)];
const THEMES: [&str; 2] = ["light", "dark"];
const QUERY: &str = "a full lake above a dry river";

#[test]
#[ignore = "makes pictures; `cargo xtask screenshots` runs it"]
fn every_state_is_pictured() {
    let out = std::env::var_os("PARALLAX_SCREENSHOTS")
        .map_or_else(|| root().join("target/screenshots/gallery"), PathBuf::from);
    fs_err::create_dir_all(&out).unwrap();
    run(async |home| {
        let pictures = Pictures { out: out.clone(), window: Window::open("gallery", home).await };
        pictures.of_an_empty_library(home).await;
        pictures.of_reading().await;
        pictures.of_dialogs().await;
        pictures.of_sides().await;
        pictures.of_highlights().await;
        pictures.of_the_bin().await;
        pictures.of_narrow_windows().await;
        pictures.window.close().await;

        cli(home, &["watch", "--add", home.join("Clippings").to_str().unwrap()]);
        let pictures = Pictures { out, window: Window::open("gallery-settings", home).await };
        pictures.of_settings().await;
        pictures.window.close().await;
    });
}

struct Pictures {
    out: PathBuf,
    window: Window,
}

impl Pictures {
    async fn of_an_empty_library(&self, home: &Path) {
        let window = &self.window;
        window.find("empty-state").await;
        self.take("01-empty").await;
        let articles = articles(home);
        let broken = written(home, "Clippings/minutes-2019.txt", "");
        let dropped = [articles.as_path(), &broken, &sample(home)];
        window.resize(SIZES[1]).await;
        let drag = window.drag_in(&dropped);
        window.find("drop-overlay").await;
        self.take_themes("02-drop", SIZES[1]).await;
        drag.take_back();
        window.resize(SIZES[0]).await;
        let drag = window.drag_in(&dropped);
        window.find("drop-overlay").await;
        self.take_themes("02-drop", SIZES[0]).await;
        drag.let_go();
        import_ends(window).await;
        window.press("import-dismiss").await;
        self.take("03-first-minute").await;
    }

    async fn of_reading(&self) {
        let window = &self.window;
        self.open_longest().await;
        self.take("04-reading").await;
        window.press("reading-open").await;
        let choose = |paper: &str| {
            format!("document.querySelector('[data-testid=reading-paper-{paper}]').click()")
        };
        window.evaluate(&choose("sepia")).await;
        self.take("04-reading-sepia").await;
        window.evaluate(&choose("plain")).await;
        window.press_keys(&[Key::Escape]).await;
        window.type_into("search-field", "quantum chromodynamics lattice").await;
        window.find("nothing-close").await;
        self.take("05-nothing-close").await;
        window.press_control('k').await;
        window.press_keys(&[Key::Escape]).await;
        window.press("nav-articles").await;
        window.find("article-row").await;
        self.take("06-articles").await;
        window.press("listing-menu").await;
        self.take("06-listing").await;
        window.press("listing-table").await;
        window.find("order-outlet").await;
        self.take("06-table").await;
        window.press("listing-menu").await;
        window.press("listing-table").await;
    }

    async fn of_dialogs(&self) {
        let window = &self.window;
        window.press_control('p').await;
        window.find("palette-field").await;
        self.take("07-palette").await;
        window.type_here("river").await;
        self.take("08-palette-articles").await;
        window.press_keys(&[Key::Escape]).await;
        window.evaluate("document.activeElement.blur()").await;
        window.type_here("?").await;
        window.find("keys-dialog").await;
        self.take("09-keys").await;
        window.press_keys(&[Key::Escape]).await;
        window.press("main-menu").await;
        window.find("menu-of-add").await;
        self.take("09-menu").await;
        window.press("menu-of-help").await;
        window.press("menu-action-help.open").await;
        window.type_into("help-search", "hyphens").await;
        self.take("09-guide").await;
        window.press("help-legend").await;
        window.find("legend-dialog").await;
        self.take("09-legend").await;
        window.press_keys(&[Key::Escape]).await;
        window.press_control('j').await;
        window.wait_until("queue-file", |files| files.len() > 5).await;
        self.take("10-import-files").await;
        window.press("queue-receipt").await;
        window.wait_until("receipt-kept", |kept| !kept.concat().is_empty()).await;
        self.take("11-receipt").await;
        window.press_keys(&[Key::Escape, Key::Escape]).await;
    }

    async fn of_sides(&self) {
        let window = &self.window;
        window.press("nav-stories").await;
        let titles = window.wait_until("story-title", |titles| titles.len() > 1).await;
        let harbour = titles.iter().position(|title| title.to_lowercase().contains("harbour"));
        window.press_at("story-title", harbour.unwrap_or(0)).await;
        let rows = window.wait_until("story-article", |rows| rows.len() > 1).await;
        self.take("15-story").await;
        let of = |outlet: &str| rows.iter().position(|row| row.contains(outlet));
        let (one, other) = (of("Coast Herald").unwrap_or(0), of("The Quay").unwrap_or(1));
        window.press_at("story-pick", one).await;
        window.press_at("story-pick", other).await;
        window.press("story-compare").await;
        window.wait_until("compare-row", |rows| !rows.is_empty()).await;
        self.take("16-compare").await;
        window.press("nav-map").await;
        window.find("map-canvas").await;
        self.take("17-map").await;
    }

    async fn of_highlights(&self) {
        let window = &self.window;
        self.open_longest().await;
        for (colour, from, to) in [("yellow", 0, 61), ("green", 96, 157)] {
            let button = format!("colour-{colour}");
            // The article may just be drawn again, which takes a selection away.
            let offers_colours = async || {
                select(window, from, to).await;
                tokio::time::sleep(Duration::from_millis(300)).await;
                !window.all(&button).await.is_empty()
            };
            window.until("the selection offers colours", offers_colours).await;
            window.press(&button).await;
            window.find("toast").await;
        }
        window.press_at("highlight-note", 0).await;
        window.type_into("note-field", "The Quay has it as “can’t sit on”.").await;
        window.press("note-save").await;
        window.press("nav-highlights").await;
        window.wait_until("highlight-card", |cards| cards.len() == 2).await;
        window.press("toast-dismiss").await;
        self.take("18-highlights").await;
    }

    async fn of_the_bin(&self) {
        let window = &self.window;
        window.press("nav-articles").await;
        for _ in 0..2 {
            window.find("article-row").await;
            window
                .evaluate("document.querySelector('[data-testid=article-row] button').click()")
                .await;
            window.press("article-more").await;
            window.press("reader-remove").await;
            window.find("toast").await;
            window.press("toast-dismiss").await;
        }
        window.press("open-bin").await;
        window.wait_until("bin-row", |rows| rows.len() == 2).await;
        self.take("19-bin").await;
        window.press("bin-restore-all").await;
        window.wait_until("open-bin", <[String]>::is_empty).await;
    }

    async fn of_narrow_windows(&self) {
        let window = &self.window;
        self.open_longest().await;
        for size in NARROW {
            window.resize(size).await;
            for (name, pane) in
                [("list", "tab-list"), ("reading", "tab-reader"), ("elsewhere", "tab-elsewhere")]
            {
                if let Some(tab) = window.all(pane).await.first() {
                    tab.click().await.unwrap();
                    self.take_themes(&format!("20-narrow-{name}"), size).await;
                }
            }
        }
        window.resize(SIZES[0]).await;
    }

    /// Searches, and opens what is longest of what is found.
    async fn open_longest(&self) {
        let window = &self.window;
        window.type_into("search-field", QUERY).await;
        window.wait_until("hit", |hits| hits.len() > 3).await;
        let titles = window.texts("hit-title").await;
        let longest = titles.iter().position(|title| title.starts_with("Reservoir opens"));
        window.press_at("hit-title", longest.unwrap_or(0)).await;
        window.wait_until("elsewhere-card", |cards| !cards.is_empty()).await;
    }

    async fn of_settings(&self) {
        let window = &self.window;
        window.find("watched-row").await;
        let sections = [
            ("12-folders", "folders"),
            ("13-library", "library"),
            ("14-about", "about"),
            ("18-privacy", "privacy"),
        ];
        for (name, section) in sections {
            window.press_control(',').await;
            window.press(&format!("settings-{section}")).await;
            self.take(name).await;
            window.press_keys(&[Key::Escape]).await;
        }
    }

    /// One picture in each size and theme.
    async fn take(&self, name: &str) {
        for size in SIZES {
            self.window.resize(size).await;
            self.take_themes(name, size).await;
        }
        self.window.resize(SIZES[0]).await;
    }

    async fn take_themes(&self, name: &str, size: (i32, i32)) {
        for theme in THEMES {
            let wanted = format!("document.documentElement.dataset.theme = '{theme}'");
            self.window.evaluate(&wanted).await;
            tokio::time::sleep(Duration::from_millis(450)).await;
            let file = format!("{name}-{theme}-{}x{}.png", size.0, size.1);
            self.window.save_page(&self.out.join(file)).await;
        }
        self.window.evaluate("document.documentElement.dataset.theme = 'light'").await;
    }
}

/// Writes the gallery's articles as files and returns their folder, which is watched.
fn articles(home: &Path) -> PathBuf {
    let source = fs_err::read_to_string(root().join("tests/fixtures/gallery.txt")).unwrap();
    for article in source.split("=== ").filter(|article| !article.trim().is_empty()) {
        let (head, body) = article.split_once('\n').unwrap();
        let fields: Vec<&str> = head.split('|').map(str::trim).collect();
        let [file, outlet, date, author, title] = fields[..] else { panic!("{head}") };
        let text = page(outlet, date, author, title, body);
        written(home, &format!("Clippings/{file}"), &text);
    }
    home.join("Clippings")
}

/// Copies the sample's articles into a folder of their own, and returns it.
fn sample(home: &Path) -> PathBuf {
    for entry in fs_err::read_dir(root().join("crates/engine/sample")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "README.md" {
            let text =
                fs_err::read_to_string(root().join("crates/engine/sample").join(&name)).unwrap();
            written(home, &format!("Sample/{name}"), &text);
        }
    }
    home.join("Sample")
}

fn page(outlet: &str, date: &str, author: &str, title: &str, body: &str) -> String {
    let mut paragraphs = String::new();
    for paragraph in body.trim().split("\n\n") {
        writeln!(paragraphs, "<p>{paragraph}</p>").unwrap();
    }
    format!(
        "<!doctype html><html lang=en><head><title>{title} | {outlet}</title>\
         <meta property=og:title content=\"{title}\"><meta property=og:site_name content=\"{outlet}\">\
         <meta name=author content=\"{author}\"><meta property=article:published_time content={date}></head>\
         <body><nav><a href=/>Home</a> <a href=/region>Region</a> <a href=/opinion>Opinion</a></nav>\
         <article><h1>{title}</h1>{paragraphs}</article>\
         <aside><p>Enjoying this article? Support independent reporting with a small monthly gift.</p></aside>\
         <footer><p>Read more</p><p>Share this article</p></footer></body></html>"
    )
}
