//! A screen nobody sees, outside the bare system: Xvfb with a window manager, looked at
//! through xdotool and `ImageMagick`.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::{answer, run};
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::super::tree;
use super::failed;

/// The middle of a page that is drawn has more colours than this; a blank one has one. The
/// window's frame, which has many, lies outside of it.
const DRAWN: u32 = 60;

/// The screen; it ends with this value.
pub(super) struct Screen {
    name: String,
    server: Child,
    manager: Child,
}

impl Screen {
    /// Starts one on a display number that is free.
    pub(super) fn start(workspace: &Workspace) -> Result<Self, TaskError> {
        let is_free = |number: &u32| {
            !PathBuf::from(format!("/tmp/.X11-unix/X{number}")).exists()
                && !PathBuf::from(format!("/tmp/.X{number}-lock")).exists()
        };
        let number = (200..300).find(is_free).ok_or_else(|| failed("no display number is free"))?;
        let name = format!(":{number}");
        let quiet = |command: &mut Command| {
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
        };
        let mut server = workspace.command("Xvfb");
        // No access control: nobody but this machine can reach it, and readers are others.
        server.args([&name, "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-ac"]);
        let server = quiet(&mut server)?;
        let start = Instant::now();
        while !PathBuf::from(format!("/tmp/.X11-unix/X{number}")).exists() {
            if start.elapsed() > Duration::from_secs(10) {
                return Err(failed("Xvfb does not start"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let mut manager = workspace.command("openbox");
        let manager = quiet(manager.arg("--sm-disable").env("DISPLAY", &name))?;
        Ok(Self { name, server, manager })
    }

    /// The value of `DISPLAY`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Waits until a window of this title is on the screen.
    pub(super) fn wait_for_window(&self, title: &str, patience: Duration) -> Result<(), TaskError> {
        let pattern = format!("^{title}$");
        self.until(patience, &format!("no window titled `{title}` appeared"), || {
            let mut search = Command::new("xdotool");
            search.args(["search", "--onlyvisible", "--name", &pattern]).env("DISPLAY", &self.name);
            answer(&mut search).is_some_and(|ids| !ids.is_empty())
        })
    }

    /// Waits until there is something to see in it.
    pub(super) fn wait_for_drawing(&self, patience: Duration) -> Result<(), TaskError> {
        self.until(patience, "the window stayed blank", || {
            let mut count = Command::new("sh");
            count.args([
                "-c",
                "import -silent -window root -crop 1000x600+200+150 png:- | identify -format %k -",
            ]);
            let colours = answer(count.env("DISPLAY", &self.name));
            colours.and_then(|text| text.parse().ok()).is_some_and(|n: u32| n > DRAWN)
        })
    }

    fn until(
        &self,
        patience: Duration,
        what: &str,
        holds: impl Fn() -> bool,
    ) -> Result<(), TaskError> {
        let start = Instant::now();
        while !holds() {
            if start.elapsed() > patience {
                return Err(failed(format!("{what} on {}", self.name)));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// Saves what is on the screen.
    pub(super) fn picture(&self, workspace: &Workspace, name: &str) -> Result<PathBuf, TaskError> {
        let path = tree::work_folder(workspace).join(format!("check-{name}.png"));
        let mut import = workspace.command("import");
        import.args(["-silent", "-window", "root"]).arg(&path).env("DISPLAY", &self.name);
        run(&mut import, None)?;
        Ok(path)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for child in [&mut self.manager, &mut self.server] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
