//! The app's window under the hand of a test: find, press, type, wait, drag.
//!
//! Elements are found by their `data-testid`, never by text or style, so that
//! wording and looks may change. Every look waits, up to [`PATIENCE`].
//!
//! Invariant: all processes end with the [`Window`].

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, Locator};
use serde_json::Value;

use super::display::Display;
use super::driver;
use super::process::Running;
use crate::root;

/// How long a test waits for anything. Model loading on a busy machine takes seconds, and
/// the tests that kill programs by the dozen may be at it on the other core.
const PATIENCE: Duration = Duration::from_mins(2);
const PAUSE: Duration = Duration::from_millis(100);

/// The title of the app's window.
const TITLE: &str = "(.* – )?Parallax";
/// The size of its content in pixels: wide enough for all three panes.
const SIZE: (i32, i32) = (1280, 800);

/// The running app.
pub(super) struct Window {
    name: &'static str,
    client: Client,
    _driver: Running,
    display: Display,
}

/// Files on their way into the window, the mouse button still down.
pub(super) struct Drag<'a> {
    window: &'a Window,
    from: (i32, i32),
    over: (i32, i32),
    _source: Running,
}

impl Window {
    /// Opens the app for a user whose folders, library included, lie below `home`.
    /// `name` names the screenshot of a failure.
    pub(super) async fn open(name: &'static str, home: &Path) -> Self {
        Self::open_with(name, home, &[]).await
    }

    /// The same, started with files, as *Open with Parallax* does.
    pub(super) async fn open_with(name: &'static str, home: &Path, files: &[&Path]) -> Self {
        let display = Display::start();
        let (driver, client) = driver::open(display.name(), home, files).await;
        // WebDriver itself would break a script off after half a minute.
        let patient = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), None);
        client.update_timeouts(patient).await.unwrap();
        display.resize_window(TITLE, SIZE);
        display.place_window(TITLE, (0, 0));
        Self { name, client, _driver: driver, display }
    }

    /// The element with this `data-testid`, as soon as there is one.
    pub(super) async fn find(&self, id: &str) -> Element {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(element) = self.all(id).await.into_iter().next() {
                return element;
            }
            assert!(Instant::now() < deadline, "no element `{id}` appeared");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// All elements with this `data-testid` there are now.
    pub(super) async fn all(&self, id: &str) -> Vec<Element> {
        let selector = format!("[data-testid='{id}']");
        self.client.find_all(Locator::Css(&selector)).await.unwrap()
    }

    /// The texts of all elements with this `data-testid`, on screen or scrolled away.
    pub(super) async fn texts(&self, id: &str) -> Vec<String> {
        self.of_each(id, "textContent.trim()").await
    }

    /// How the import shown at the foot of the sidebar stands.
    pub(super) async fn import_phase(&self) -> Option<String> {
        self.of_each("import-job", "dataset.phase").await.pop()
    }

    /// Waits until the texts of the elements `id` are as `wanted` says, and returns them.
    pub(super) async fn wait_until(
        &self,
        id: &str,
        wanted: impl Fn(&[String]) -> bool,
    ) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let texts = self.texts(id).await;
            if wanted(&texts) {
                return texts;
            }
            assert!(Instant::now() < deadline, "`{id}` stayed {texts:#?}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until `condition` holds; `what` names it when it never does.
    pub(super) async fn until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !condition().await {
            assert!(Instant::now() < deadline, "waited in vain: {what}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Presses the first element with this `data-testid`.
    pub(super) async fn press(&self, id: &str) {
        self.press_at(id, 0).await;
    }

    /// Presses the element at `index` among those with this `data-testid`, as soon as
    /// it can be pressed: a page that is just being drawn may replace it meanwhile.
    pub(super) async fn press_at(&self, id: &str, index: usize) {
        let can_be_pressed = async || match self.all(id).await.get(index) {
            Some(element) => element.click().await.is_ok(),
            None => false,
        };
        self.until(&format!("`{id}` {index} can be pressed"), can_be_pressed).await;
    }

    /// Types into the element with this `data-testid`.
    pub(super) async fn type_into(&self, id: &str, text: &str) {
        let field = self.find(id).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses Ctrl and a letter, wherever the focus is.
    pub(super) async fn press_control(&self, letter: char) {
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: Key::Control.into() })
            .then(KeyAction::Down { value: letter })
            .then(KeyAction::Up { value: letter })
            .then(KeyAction::Up { value: Key::Control.into() });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses and lets go of keys one after the other, wherever the focus is.
    pub(super) async fn press_keys(&self, keys: &[Key]) {
        for key in keys {
            let value = char::from(*key);
            let press = KeyActions::new("keyboard".into())
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
            self.client.perform_actions(press).await.unwrap();
        }
    }

    /// Does what the keyboard is told.
    pub(super) async fn press_all(&self, keys: KeyActions) {
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Does what the mouse is told.
    pub(super) async fn act(&self, mouse: MouseActions) {
        self.client.perform_actions(mouse).await.unwrap();
    }

    /// Types where the focus is.
    pub(super) async fn type_here(&self, text: &str) {
        let mut keys = KeyActions::new("keyboard".into());
        for value in text.chars() {
            keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(keys).await.unwrap();
    }

    /// The `data-testid` of what has the focus.
    pub(super) async fn focused(&self) -> String {
        let id = self.evaluate("document.activeElement?.dataset?.testid ?? ''").await;
        id.as_str().unwrap_or_default().to_owned()
    }

    /// Gives the window's content another size in pixels.
    pub(super) async fn resize(&self, size: (i32, i32)) {
        self.display.resize_window(TITLE, size);
        let is_so = format!("[innerWidth, innerHeight].join() === '{},{}'", size.0, size.1);
        self.until("the window has its size", async || self.evaluate(&is_so).await == true).await;
    }

    /// Saves what the page shows, and nothing around it.
    pub(super) async fn save_page(&self, path: &Path) {
        fs_err::write(path, self.client.screenshot().await.unwrap()).unwrap();
    }

    /// Runs a script in the page, for what it leaves there.
    pub(super) async fn bring_in(&self, script: &str) {
        self.client.execute(script, Vec::new()).await.unwrap();
    }

    /// Runs a script with an argument and waits for what it hands to its callback.
    pub(super) async fn run_script(&self, script: &str, argument: Value) -> Value {
        self.client.execute_async(script, vec![argument]).await.unwrap()
    }

    /// What a JavaScript expression in the page comes to.
    pub(super) async fn evaluate(&self, expression: &str) -> Value {
        self.client.execute(&format!("return {expression}"), Vec::new()).await.unwrap()
    }

    /// Starts the app once more with some files and waits until that start has ended;
    /// whether it ended well.
    pub(super) fn start_again(&self, home: &Path, files: &[&Path]) -> bool {
        let mut start = driver::start_again(self.display.name(), home, files);
        let mut second = start.stdin(Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = second.try_wait().unwrap() {
                return status.success();
            }
            if Instant::now() > deadline {
                second.kill().unwrap();
                second.wait().unwrap();
                panic!("a second start opened a window of its own");
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Puts the window away, as its minimise button does.
    pub(super) fn minimise(&self) {
        self.display.minimise(TITLE);
    }

    /// Whether the window is to be seen on the screen.
    pub(super) fn is_on_screen(&self) -> bool {
        self.display.shows(TITLE)
    }

    /// Drags files from another program's window over the middle of this one.
    pub(super) fn drag_in(&self, paths: &[&Path]) -> Drag<'_> {
        let mut python = Command::new("/usr/bin/python3"); // the one python3-gi belongs to
        python.arg(root().join("tests/fixtures/drag_source.py")).args(paths);
        python.env("DISPLAY", self.display.name()).env("NO_AT_BRIDGE", "1");
        let source = Running::start(&mut python);
        let place = self.display.place_window(TITLE, (0, 0));
        let beside = (place.x + place.width + 40, 300);
        let button = self.display.place_window("drag source", beside);
        let (from, over) = (button.middle(), place.middle());
        self.display.drag(from, over);
        Drag { window: self, from, over, _source: source }
    }

    /// Answers the system's dialog for saving a file.
    pub(super) fn save_as(&self, path: &Path) {
        self.display.answer_dialog("Save.*", &path.to_string_lossy());
    }

    /// Saves the screen as `target/screenshots/NAME.png`.
    pub(super) fn screenshot(&self, name: &str) {
        self.display.screenshot(name);
    }

    /// Closes the window in an orderly way.
    pub(super) async fn close(self) {
        self.client.clone().close().await.unwrap();
    }

    /// A property of each element with this `data-testid`.
    async fn of_each(&self, id: &str, property: &str) -> Vec<String> {
        let elements = format!("[...document.querySelectorAll(\"[data-testid='{id}']\")]");
        let values = self.evaluate(&format!("{elements}.map(e => e.{property} ?? '')")).await;
        serde_json::from_value(values).unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.display.screenshot(&format!("failed-{}", self.name));
        }
    }
}

impl Drag<'_> {
    /// Lets go, over the middle of the window.
    pub(super) fn let_go(self) {
        self.window.display.let_go(self.over);
        std::thread::sleep(Duration::from_millis(500)); // the source hands over after the release
    }

    /// Takes the files back to where they came from.
    pub(super) fn take_back(self) {
        self.window.display.let_go(self.from);
        std::thread::sleep(Duration::from_millis(500)); // the window hears of it
    }
}
