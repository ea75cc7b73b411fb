//! A bare Debian in a folder: its base alone, as `debootstrap` makes it, entered without
//! network.
//!
//! `.cache/roots` keeps the base as it was made, so that each check begins with the same,
//! and the packages that were fetched for it.
//! Invariant: the network is there only while `fetch_what_it_needs` runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{output, run};
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::super::{files, tree};

/// Enters the root.
const ENTER: &str = "xtask/src/bundle/check/in-root.sh";

/// Who does something in the root.
pub(super) struct User {
    ids: String,
    pub(super) home: String,
}

impl User {
    pub(super) fn root() -> Self {
        Self { ids: "0:0".into(), home: "/root".into() }
    }

    /// Somebody who is not root, made if need be.
    pub(super) fn reader(bare: &Bare) -> Result<Self, TaskError> {
        if !bare.path("/home/reader").exists() {
            let make = ["useradd", "--create-home", "--uid", "1000", "reader"];
            bare.within(&Self::root(), &make)?;
        }
        Ok(Self { ids: "1000:1000".into(), home: "/home/reader".into() })
    }
}

/// The root.
pub(super) struct Bare {
    root: PathBuf,
    cache: PathBuf,
    enter: PathBuf,
}

impl Bare {
    /// Makes sure that the base of a release of Debian is there.
    pub(super) fn prepare(workspace: &Workspace, release: &str) -> Result<Self, TaskError> {
        let cache = workspace.cache("roots");
        let base = cache.join(format!("{release}.tar"));
        fs_err::create_dir_all(cache.join(format!("{release}-archives/partial")))?;
        let root = tree::work_folder(workspace).join("root");
        let bare = Self { root, cache, enter: workspace.path(ENTER) };
        if base.is_file() {
            return Ok(bare);
        }
        let fresh = bare.cache.join(format!("{release}.new"));
        remove(&fresh)?;
        let mut make = workspace.command("debootstrap");
        make.args(["--variant=minbase", release]).arg(&fresh);
        run(&mut make, Some("is Debian's mirror reachable?"))?;
        let half = base.with_extension("tar.new");
        let mut pack = workspace.command("tar");
        run(
            pack.arg("-cf").arg(&half).arg("--numeric-owner").arg("-C").arg(&fresh).arg("."),
            None,
        )?;
        fs_err::rename(half, base)?;
        remove(&fresh)?;
        Ok(bare)
    }

    pub(super) fn told(&self) -> String {
        format!("in {}", self.cache.display())
    }

    /// The base, with nothing added.
    pub(super) fn fresh(workspace: &Workspace, release: &str) -> Result<Self, TaskError> {
        let bare = Self::prepare(workspace, release)?;
        remove(&bare.root)?;
        fs_err::create_dir_all(&bare.root)?;
        let base = bare.cache.join(format!("{release}.tar"));
        let mut unpack = workspace.command("tar");
        run(unpack.arg("-xpf").arg(base).arg("--numeric-owner").arg("-C").arg(&bare.root), None)?;
        // What was fetched before need not be fetched again.
        let archives = bare.root.join("var/cache/apt/archives");
        for file in files::files_below(&bare.archives(release))? {
            fs_err::copy(&file, archives.join(file.file_name().unwrap_or_default()))?;
        }
        Ok(bare)
    }

    /// The root as the last check left it.
    pub(super) fn again(workspace: &Workspace) -> Result<Self, TaskError> {
        Self::prepare(workspace, "bookworm")
    }

    fn archives(&self, release: &str) -> PathBuf {
        self.cache.join(format!("{release}-archives"))
    }

    /// Where a path of the root lies on this machine.
    pub(super) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside.trim_start_matches('/'))
    }

    /// Copies a file into a folder of the root.
    pub(super) fn bring(&self, file: &Path, folder: &str) -> Result<(), TaskError> {
        let folder = self.path(folder);
        fs_err::create_dir_all(&folder)?;
        fs_err::copy(file, folder.join(file.file_name().unwrap_or_default()))?;
        Ok(())
    }

    /// Makes everything below a folder somebody's.
    pub(super) fn give(&self, user: &User, folder: &str) -> Result<(), TaskError> {
        let mut command = Command::new("chown");
        run(command.args(["-R", &user.ids]).arg(self.path(folder)), None)
    }

    /// Fetches, with network, the packages that a package needs, and installs nothing.
    pub(super) fn fetch_what_it_needs(&self, package: &str) -> Result<(), TaskError> {
        fs_err::copy("/etc/resolv.conf", self.path("/etc/resolv.conf"))?;
        for arguments in [
            &["update", "-qq"][..],
            &["install", "-y", "-qq", "--no-install-recommends", "--download-only", package],
        ] {
            let mut command = Command::new("unshare");
            command.args(["--mount", "--pid", "--fork"]);
            self.enter(&mut command, &User::root(), &[&["apt-get"], arguments].concat());
            run(&mut command, Some("is Debian's mirror reachable?"))?;
        }
        for file in files::files_below(&self.path("/var/cache/apt/archives"))? {
            if file.extension().is_some_and(|extension| extension == "deb") {
                let kept = self.archives("bookworm").join(file.file_name().unwrap_or_default());
                if !kept.exists() {
                    fs_err::copy(&file, kept)?;
                }
            }
        }
        Ok(())
    }

    /// Installs the packages that a package needs, from what was fetched.
    pub(super) fn install_what_it_needs(&self, package: &str) -> Result<(), TaskError> {
        let depends = self.within(&User::root(), &["dpkg-deb", "--field", package, "Depends"])?;
        let flags = ["satisfy", "-y", "-qq", "--no-install-recommends", depends.trim()];
        self.within(&User::root(), &[&["apt-get"], &flags[..]].concat()).map(drop)
    }

    /// Installs a package from what was fetched.
    pub(super) fn install(&self, package: &str) -> Result<(), TaskError> {
        // Not `--no-download`: apt then refuses packages named by path. There is no network.
        let flags = ["install", "-y", "-qq", "--no-install-recommends", package];
        self.within(&User::root(), &[&["apt-get"], &flags[..]].concat()).map(drop)
    }

    /// What was removed with the package and is needed by the other forms stays: the
    /// libraries it depended on, which `apt-get remove` leaves.
    pub(super) fn keep_for_next(&self) -> Result<(), TaskError> {
        self.within(&User::root(), &["rm", "-rf", "/srv/packages"]).map(drop)
    }

    /// A command in the root without network, to be run.
    pub(super) fn command(&self, user: &User, words: &[&str]) -> Command {
        let mut command = Command::new("unshare");
        command.args(["--net", "--mount", "--pid", "--fork", "--kill-child"]);
        self.enter(&mut command, user, words);
        command
    }

    /// Runs a command in the root without network; what it printed.
    pub(super) fn within(&self, user: &User, words: &[&str]) -> Result<String, TaskError> {
        output(&mut self.command(user, words))
    }

    fn enter(&self, command: &mut Command, user: &User, words: &[&str]) {
        command.arg("sh").arg(&self.enter).arg(&self.root);
        command.args([&user.ids, &user.home]).args(words);
    }
}

fn remove(folder: &Path) -> Result<(), TaskError> {
    if folder.exists() {
        fs_err::remove_dir_all(folder)?;
    }
    Ok(())
}
