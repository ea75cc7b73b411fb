//! Where things lie in the source tree, and the programs that work on it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Folder name of the default model pack.
pub(crate) const PACK: &str = "all-MiniLM-L6-v2";

/// Folder name of the model pack for many languages.
pub(crate) const MULTILINGUAL_PACK: &str = "multilingual-e5-small";

/// Folder name of the default model in 32-bit floats, which only benchmarks need.
pub(crate) const REFERENCE_PACK: &str = "all-MiniLM-L6-v2-fp32";

/// The source tree this program was built from.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The tree cargo started us in; the tree we were compiled in otherwise.
    pub(crate) fn find() -> Self {
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir.parent().unwrap_or(&manifest_dir).to_path_buf();
        Self { root }
    }

    /// A path inside the tree.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path inside the cache, which git ignores and anyone may delete.
    pub(crate) fn cache(&self, relative: &str) -> PathBuf {
        self.root.join(".cache").join(relative)
    }

    /// Where the model pack `id` is unpacked.
    pub(crate) fn pack_dir(&self, id: &str) -> PathBuf {
        self.cache("models").join(id)
    }

    /// `program`, to be run at the root of the tree.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(&self.root);
        command
    }

    /// The cargo that started us, so that one toolchain does everything.
    pub(crate) fn cargo(&self) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.command(PathBuf::from(cargo));
        // Set for us by `cargo run`; would mark every build script as changed.
        command.env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_PKG_NAME");
        command
    }

    /// npm, to be run in the window's folder.
    pub(crate) fn npm(&self) -> Command {
        let mut command = self.command(if cfg!(windows) { "npm.cmd" } else { "npm" });
        command.current_dir(self.path("ui"));
        command
    }
}
