//! The tree of files every package carries, laid out as below `/usr`.
//!
//! The programs look for their parts in `../lib/parallax` (`parallax-parts`), so the tree
//! works wherever it is put. `target/package/tree` holds it while it is packed.
//!
//! Invariant: each file is named here or made by a program just built; modes are 644 or
//! 755, every time is the commit's.

use std::path::{Path, PathBuf};

use crate::command::{output, run};
use crate::error::TaskError;
use crate::workspace::{PACK, Workspace};

use super::facts::Facts;
use super::files::{files_below, size};
use super::{bill, licence_texts, programs};

/// What desktops name the program.
pub(super) const ID: &str = "app.parallax.Parallax";

/// Sizes of the icon in pixels, and the file that has it.
const ICONS: [(&str, &str); 8] = [
    ("16x16", "16x16.png"),
    ("24x24", "24x24.png"),
    ("32x32", "32x32.png"),
    ("48x48", "48x48.png"),
    ("64x64", "64x64.png"),
    ("128x128", "128x128.png"),
    ("256x256", "256x256.png"),
    ("512x512", "icon.png"),
];

/// Shells, and where each looks for the completions of programs.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "share/bash-completion/completions/parallax"),
    ("zsh", "share/zsh/site-functions/_parallax"),
    ("fish", "share/fish/vendor_completions.d/parallax.fish"),
];

/// Where the documents lie in the tree.
pub(super) const DOCUMENTS: &str = "share/doc/parallax";

/// A tree in the making.
pub(super) struct Tree {
    root: PathBuf,
}

impl Tree {
    /// The tree that was staged last.
    pub(super) fn at(workspace: &Workspace) -> Self {
        Self { root: work_folder(workspace).join("tree") }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    fn add(&self, from: &Path, to: &str) -> Result<(), TaskError> {
        self.write(to, &fs_err::read(from)?)
    }

    /// Writes a file that everybody may read.
    pub(super) fn write(&self, to: &str, bytes: &[u8]) -> Result<(), TaskError> {
        let path = self.root.join(to);
        if let Some(folder) = path.parent() {
            fs_err::create_dir_all(folder)?;
        }
        fs_err::write(&path, bytes)?;
        set_mode(&path, if to.starts_with("bin/") { 0o755 } else { 0o644 })
    }

    /// Writes a file compressed, with neither name nor time inside.
    fn write_compressed(&self, to: &str, bytes: &[u8]) -> Result<(), TaskError> {
        self.write(to, bytes)?;
        run(std::process::Command::new("gzip").arg("-9nf").arg(self.root.join(to)), None)
    }
}

/// Where packages are put together.
pub(super) fn work_folder(workspace: &Workspace) -> PathBuf {
    workspace.path("target/package")
}

/// Puts the tree together, in place of an older one.
pub(super) fn stage(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let tree = Tree::at(workspace);
    if tree.root.exists() {
        fs_err::remove_dir_all(&tree.root)?;
    }
    for program in programs::PROGRAMS {
        let built = programs::built(workspace, program);
        let name = built.file_name().unwrap_or_default().to_string_lossy().into_owned();
        tree.add(&built, &format!("bin/{name}"))?;
    }
    parts(workspace, &tree)?;
    if cfg!(target_os = "linux") {
        desktop(workspace, &tree, facts)?;
        made_by_the_program(workspace, &tree)?;
    }
    documents(workspace, &tree, facts)?;
    settle(&tree.root, facts)?;
    Ok(format!("{} MB below {}", size(&tree.root)? / 1_000_000, tree.root.display()))
}

/// Model pack, ONNX Runtime, PDFium.
fn parts(workspace: &Workspace, tree: &Tree) -> Result<(), TaskError> {
    let models = format!("models/{PACK}");
    for (folder, to) in [
        (workspace.pack_dir(PACK), models.as_str()),
        (workspace.cache("onnxruntime"), "onnxruntime"),
        (workspace.cache("pdfium"), "pdfium"),
    ] {
        for file in files_below(&folder)? {
            let inside = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy();
            tree.add(&file, &format!("lib/parallax/{to}/{inside}"))?;
        }
    }
    Ok(())
}

/// What desktops read: entry, icons, description, types of files.
fn desktop(workspace: &Workspace, tree: &Tree, facts: &Facts) -> Result<(), TaskError> {
    let page = |ending: &str| filled(workspace, &format!("{ID}.{ending}"), facts);
    tree.write(&format!("share/applications/{ID}.desktop"), page("desktop")?.as_bytes())?;
    tree.write(&format!("share/metainfo/{ID}.metainfo.xml"), page("metainfo.xml")?.as_bytes())?;
    tree.write(&format!("share/mime/packages/{ID}.xml"), page("mime.xml")?.as_bytes())?;
    let icons = workspace.path("src-tauri/icons");
    let place = |size: &str, ending: &str| format!("share/icons/hicolor/{size}/apps/{ID}.{ending}");
    tree.add(&icons.join("icon.svg"), &place("scalable", "svg"))?;
    for (size, file) in ICONS {
        tree.add(&icons.join(file), &place(size, "png"))?;
    }
    Ok(())
}

/// Manual pages and completions, as the command line itself defines them.
fn made_by_the_program(workspace: &Workspace, tree: &Tree) -> Result<(), TaskError> {
    let program = programs::built(workspace, "parallax");
    for (shell, place) in COMPLETIONS {
        let script = output(workspace.command(&program).args(["completions", shell]))?;
        tree.write(place, script.as_bytes())?;
    }
    let pages = work_folder(workspace).join("manual");
    if pages.exists() {
        fs_err::remove_dir_all(&pages)?;
    }
    fs_err::create_dir_all(&pages)?;
    run(workspace.command(&program).arg("manual").arg(&pages), None)?;
    for page in files_below(&pages)? {
        let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
        tree.write_compressed(&format!("share/man/man1/{name}"), &fs_err::read(&page)?)?;
    }
    Ok(())
}

/// Licences, changes, the guide, and the bill of materials.
fn documents(workspace: &Workspace, tree: &Tree, facts: &Facts) -> Result<(), TaskError> {
    let to = |name: &str| format!("{DOCUMENTS}/{name}");
    let licence = fs_err::read_to_string(workspace.path("LICENSE-MIT"))?;
    let indented: Vec<String> = licence.lines().skip(4).map(in_control_file).collect();
    let copyright = filled(workspace, "copyright", facts)?.replace("@MIT@", &indented.join("\n"));
    tree.write(&to("copyright"), copyright.as_bytes())?;
    tree.add(&workspace.path("README.md"), &to("README.md"))?;
    let guide = workspace.path("docs/guide");
    for page in files_below(&guide)? {
        let name = page.strip_prefix(&guide).unwrap_or(&page).to_string_lossy();
        tree.add(&page, &to(&format!("guide/{name}")))?;
    }
    let write = |name: &str, bytes: &[u8]| {
        let to = to(name);
        if cfg!(unix) { tree.write_compressed(&to, bytes) } else { tree.write(&to, bytes) }
    };
    write("CHANGELOG.md", &fs_err::read(workspace.path("CHANGELOG.md"))?)?;
    write("third-party-licences.txt", licence_texts::gathered(workspace)?.as_bytes())?;
    write("parallax.cdx.json", bill::bill(workspace, facts)?.as_bytes())?;
    if cfg!(target_os = "linux") {
        let page = filled(workspace, "parallax-desktop.1", facts)?;
        tree.write_compressed("share/man/man1/parallax-desktop.1", page.as_bytes())?;
    }
    Ok(())
}

/// A line of a text as Debian's control files have it: indented, a dot where it is empty.
fn in_control_file(line: &str) -> String {
    if line.trim().is_empty() { " .".to_owned() } else { format!(" {line}") }
}

/// A page of `packaging/` with what is known put in.
pub(super) fn filled(
    workspace: &Workspace,
    name: &str,
    facts: &Facts,
) -> Result<String, TaskError> {
    let page = fs_err::read_to_string(workspace.path("packaging").join(name))?;
    Ok(page.replace("@VERSION@", &facts.version).replace("@DATE@", &facts.day()))
}

/// Gives everything below `folder`, and itself, the commit's time, and folders their mode.
/// On Windows, where a time needs a file opened for writing, times stay as they are.
pub(super) fn settle(folder: &Path, facts: &Facts) -> Result<(), TaskError> {
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            settle(&entry.path(), facts)?;
        } else {
            set_time(&entry.path(), facts)?;
        }
    }
    set_mode(folder, 0o755)?;
    set_time(folder, facts)
}

fn set_time(path: &Path, facts: &Facts) -> Result<(), TaskError> {
    if cfg!(unix) {
        fs_err::File::open(path)?.file().set_modified(facts.time())?;
    }
    Ok(())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> Result<(), TaskError> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs_err::set_permissions(path, std::fs::Permissions::from_mode(mode))?)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as where there are modes")]
fn set_mode(_: &Path, _: u32) -> Result<(), TaskError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_are_dots_in_control_files() {
        assert_eq!([in_control_file("a b"), in_control_file("")], [" a b", " ."]);
    }

    #[test]
    fn every_page_names_files_that_are_there() {
        let workspace = Workspace::find();
        for (_, file) in ICONS {
            assert!(workspace.path("src-tauri/icons").join(file).is_file(), "{file}");
        }
        let facts = Facts {
            version: "1.2.3".into(),
            commit: String::new(),
            epoch: 0,
            maintainer: String::new(),
        };
        for page in ["desktop", "metainfo.xml", "mime.xml"] {
            let text = filled(&workspace, &format!("{ID}.{page}"), &facts).unwrap();
            assert!(!text.contains('@'), "{page}: {text}");
        }
    }
}
