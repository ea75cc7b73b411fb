//! Drives the built programs on libraries of their own, and says what a library holds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::error::TaskError;
use crate::workspace::{PACK, Workspace};

/// A line that says one thing about a library.
pub(super) type Facts = BTreeSet<String>;

/// The programs under test, and what they need.
pub(super) struct Program {
    pub(super) parallax: PathBuf,
    pub(super) hand: PathBuf,
    model: PathBuf,
    runtime: PathBuf,
}

impl Program {
    /// The programs in `folder`, as cargo puts them there.
    pub(super) fn find(workspace: &Workspace, folder: &Path) -> Result<Self, TaskError> {
        let named = |name: &str| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
        let program = Self {
            parallax: named("parallax"),
            hand: named("examples/library_facts"),
            model: workspace.pack_dir(PACK),
            runtime: workspace.cache("onnxruntime"),
        };
        for path in [&program.parallax, &program.hand] {
            if !path.is_file() {
                return Err(TaskError::Missing {
                    what: format!("there is no `{}`", path.display()),
                    hint: "`cargo xtask test` builds it".into(),
                });
            }
        }
        Ok(program)
    }

    /// `parallax` on a library; without its model it imports for words only, and quickly.
    pub(super) fn parallax(&self, library: &Path, arguments: &[&str], with_model: bool) -> Command {
        let mut command = Command::new(&self.parallax);
        command.args(arguments);
        self.prepared(command, library, with_model)
    }

    /// The hand that highlights, and that tells facts.
    pub(super) fn hand(&self, what: &str, library: &Path) -> Command {
        let mut command = Command::new(&self.hand);
        command.arg(what).arg(library);
        self.prepared(command, library, false)
    }

    fn prepared(&self, mut command: Command, library: &Path, with_model: bool) -> Command {
        let model = if with_model { self.model.clone() } else { library.join("no-model") };
        command
            .env("PARALLAX_LIBRARY", library)
            .env("PARALLAX_MODEL_DIR", model)
            .env("PARALLAX_ONNXRUNTIME", &self.runtime)
            .stdin(Stdio::null());
        command
    }

    /// What a library holds once it is opened for writing, or the code of its error.
    pub(super) fn facts(&self, library: &Path) -> Result<Facts, String> {
        let output = said(self.hand("facts", library))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        match text.lines().find_map(|line| line.strip_prefix("error: ")) {
            Some(error) => Err(error.to_owned()),
            None if !output.status.success() => Err(format!("no facts: {}", output.status)),
            None => Ok(text.lines().map(str::to_owned).collect()),
        }
    }

    /// Runs a command of `parallax` to its end.
    pub(super) fn run(&self, library: &Path, arguments: &[&str]) -> Result<Output, String> {
        said(self.parallax(library, arguments, false))
    }

    /// The JSON a command prints; it must succeed.
    pub(super) fn json(&self, library: &Path, arguments: &[&str]) -> Result<Value, String> {
        let output = self.run(library, &[arguments, &["--json"]].concat())?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`{}`: {}", arguments.join(" "), complaint.trim()));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
    }
}

fn said(mut command: Command) -> Result<Output, String> {
    command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))
}

/// Copies a folder with everything in it.
pub(super) fn copy_folder(from: &Path, to: &Path) -> Result<(), TaskError> {
    fs_err::create_dir_all(to)?;
    for entry in fs_err::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs_err::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
