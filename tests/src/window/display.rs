//! A screen nobody sees: Xvfb with a window manager, a mouse, and screenshots.
//!
//! Invariant: each display is a free one of its own; several may run at once.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::process::Running;
use crate::root;

/// Pixels and colour depth: room for the app beside a drag source.
const SCREEN: &str = "2200x1240x24";

/// A virtual screen with openbox on it.
pub(super) struct Display {
    name: String,
    _window_manager: Running,
    _server: Running,
}

/// Where a window's content lies on the screen, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Place {
    /// The pixel in the middle.
    pub(super) fn middle(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }
}

impl Display {
    /// Starts a screen on a free display number.
    pub(super) fn start() -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        let mut server = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut number = String::new();
        BufReader::new(server.stdout().unwrap()).read_line(&mut number).unwrap();
        let name = format!(":{}", number.trim());
        assert!(name.len() > 1, "Xvfb found no free display");
        let mut command = Command::new("openbox");
        command
            .arg("--sm-disable")
            .env("DISPLAY", &name)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let window_manager = Running::start(&mut command);
        Self { name, _window_manager: window_manager, _server: server }
    }

    /// The value of `DISPLAY` for programs that should appear here.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Gives the window with this title a size in pixels, as soon as there is one.
    pub(super) fn resize_window(&self, title: &str, (width, height): (i32, i32)) {
        let id = self.wait_for_window(title);
        self.xdotool(&["windowsize", &id, &width.to_string(), &height.to_string()]);
        sleep(Duration::from_millis(200)); // `--sync` waits for ever when the size is right already
    }

    /// Moves the window with this title and says where its content is, as soon as
    /// there is one.
    pub(super) fn place_window(&self, title: &str, (x, y): (i32, i32)) -> Place {
        let id = self.wait_for_window(title);
        self.xdotool(&["windowmove", &id, &x.to_string(), &y.to_string()]);
        sleep(Duration::from_millis(200)); // as above
        let geometry = self.xdotool(&["getwindowgeometry", "--shell", &id]);
        let value = |key: &str| {
            let line = geometry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
            line.and_then(|text| text.parse().ok())
                .unwrap_or_else(|| panic!("no {key} in {geometry}"))
        };
        Place { x: value("X"), y: value("Y"), width: value("WIDTH"), height: value("HEIGHT") }
    }

    /// Puts the window with this title away.
    pub(super) fn minimise(&self, title: &str) {
        let id = self.wait_for_window(title);
        self.xdotool(&["windowminimize", &id]);
    }

    /// Whether a window with this title is to be seen.
    pub(super) fn shows(&self, title: &str) -> bool {
        let pattern = format!("^{title}$");
        let ids = self.try_xdotool(&["search", "--onlyvisible", "--name", &pattern]);
        ids.is_some_and(|ids| !ids.trim().is_empty())
    }

    /// Presses the left button at `from`, moves to `to` as a hand would, and holds.
    pub(super) fn drag(&self, from: (i32, i32), to: (i32, i32)) {
        const N_STEPS: i32 = 20;
        self.move_mouse(from);
        sleep(Duration::from_millis(200));
        self.xdotool(&["mousedown", "1"]);
        for step in 1..=N_STEPS {
            let between = |a: i32, b: i32| a + (b - a) * step / N_STEPS;
            sleep(Duration::from_millis(40));
            self.move_mouse((between(from.0, to.0), between(from.1, to.1)));
        }
    }

    /// Lets go of the left button at `at`, after a last small move: a target that
    /// has not yet said it accepts would refuse the drop.
    pub(super) fn let_go(&self, at: (i32, i32)) {
        self.move_mouse((at.0 + 1, at.1));
        sleep(Duration::from_millis(300));
        self.xdotool(&["mouseup", "1"]);
    }

    /// Writes `text` into the dialog whose title matches, over what it proposes, and
    /// presses Enter.
    pub(super) fn answer_dialog(&self, title: &str, text: &str) {
        let id = self.wait_for_window(title);
        self.xdotool(&["windowfocus", &id]);
        sleep(Duration::from_secs(1)); // it fills in its proposal once it is shown
        self.xdotool(&["key", "ctrl+a"]);
        self.xdotool(&["type", "--delay", "20", text]);
        sleep(Duration::from_millis(500)); // it looks for files of that name
        self.xdotool(&["key", "Return"]);
    }

    /// Saves what is on the screen as `target/screenshots/NAME.png`. Never panics:
    /// it is also called when a test has failed.
    pub(super) fn screenshot(&self, name: &str) {
        let folder = root().join("target/screenshots");
        let path = folder.join(format!("{name}.png"));
        let mut import = Command::new("import");
        import.args(["-silent", "-window", "root"]).arg(&path).env("DISPLAY", &self.name);
        let is_taken = fs_err::create_dir_all(folder).is_ok()
            && import.status().is_ok_and(|status| status.success());
        eprintln!("{}: {}", if is_taken { "screenshot" } else { "no screenshot" }, path.display());
    }

    fn move_mouse(&self, (x, y): (i32, i32)) {
        self.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
    }

    fn wait_for_window(&self, title: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        let pattern = format!("^{title}$");
        loop {
            let ids = self.try_xdotool(&["search", "--onlyvisible", "--name", &pattern]);
            if let Some(id) = ids.as_deref().and_then(|ids| ids.lines().last()) {
                return id.to_owned();
            }
            assert!(Instant::now() < deadline, "no window titled `{title}` appeared");
            sleep(Duration::from_millis(100));
        }
    }

    fn xdotool(&self, arguments: &[&str]) -> String {
        self.try_xdotool(arguments).unwrap_or_else(|| panic!("xdotool {arguments:?} failed"))
    }

    fn try_xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output =
            Command::new("xdotool").args(arguments).env("DISPLAY", &self.name).output().unwrap();
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}
