//! The Debian package: the tree below `/usr`, with what Debian wants to know about it.
//!
//! `dpkg-shlibdeps` computes what it depends on from the programs, `dpkg-deb` writes it.
//! Not here: scripts run at installation; Debian's own triggers do what is needed.

use std::path::Path;

use crate::command::{answer, output, run};
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::DIST;
use super::facts::Facts;
use super::files;
use super::tree::{self, DOCUMENTS, Tree};

const DESCRIPTION: &str = "\
Description: read every side of a story, offline
 Drop articles into the window and find passages by what they mean, see who
 else says the same, and see what differs. There is no account and no server:
 a small sentence model runs on this computer, and the program locks itself out
 of the network.
 .
 With the window comes the command line, parallax.
";

/// The package's file name.
pub(super) fn name(facts: &Facts, architecture: &str) -> String {
    format!("parallax_{}_{architecture}.deb", facts.version)
}

/// Debian's word for the machine, where Debian's tools are.
pub(super) fn architecture(workspace: &Workspace) -> Option<String> {
    answer(workspace.command("dpkg").arg("--print-architecture"))
}

/// Writes the package.
pub(super) fn pack(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let Some(architecture) = architecture(workspace) else {
        return Ok("left out: dpkg-deb is not installed".into());
    };
    let work = tree::work_folder(workspace).join("deb");
    if work.exists() {
        fs_err::remove_dir_all(&work)?;
    }
    let root = work.join("root");
    fs_err::create_dir_all(root.join("DEBIAN"))?;
    let staged = Tree::at(workspace);
    run(workspace.command("cp").arg("-a").arg(staged.root()).arg(root.join("usr")), None)?;
    as_debian_wants(workspace, &root, facts)?;

    let control = control(workspace, &work, &root, &architecture, facts)?;
    fs_err::write(root.join("DEBIAN/control"), control)?;
    let sums = output(
        workspace
            .command("sh")
            .current_dir(&root)
            .args(["-c", "find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum"]),
    )?;
    fs_err::write(root.join("DEBIAN/md5sums"), sums)?;
    tree::settle(&root, facts)?;

    let package = workspace.path(DIST).join(name(facts, &architecture));
    let mut pack = workspace.command("dpkg-deb");
    // One thread: with several the bytes depend on their number. Level 3 takes a third of
    // the time of 6.
    pack.args(["--root-owner-group", "-Zxz", "-z3", "--threads-max=1", "--build"]);
    run(pack.arg(&root).arg(&package).env("SOURCE_DATE_EPOCH", facts.epoch.to_string()), None)?;
    Ok(format!("{} MB", fs_err::metadata(&package)?.len() / 1_000_000))
}

/// Where Debian's customs differ from the tree's.
fn as_debian_wants(workspace: &Workspace, root: &Path, facts: &Facts) -> Result<(), TaskError> {
    let usr = root.join("usr");
    let completions = usr.join("share/zsh/vendor-completions");
    fs_err::rename(usr.join("share/zsh/site-functions"), completions)?;
    let documents = usr.join(DOCUMENTS);
    // The changelog in Debian's form is one of Debian; ours lies beside it.
    fs_err::rename(documents.join("CHANGELOG.md.gz"), documents.join("NEWS.md.gz"))?;
    let changelog = documents.join("changelog");
    let entry = format!(
        "parallax ({}) stable; urgency=medium\n\n  * What is new stands in NEWS.md.gz.\n\n -- {}  {}\n",
        facts.version,
        facts.maintainer,
        facts.mail_date()
    );
    fs_err::write(&changelog, entry)?;
    run(workspace.command("gzip").arg("-9nf").arg(&changelog), None)?;
    let overrides = usr.join("share/lintian/overrides");
    fs_err::create_dir_all(&overrides)?;
    fs_err::copy(workspace.path("packaging/lintian-overrides"), overrides.join("parallax"))?;
    Ok(())
}

/// The control file: what the package is and needs.
fn control(
    workspace: &Workspace,
    work: &Path,
    root: &Path,
    architecture: &str,
    facts: &Facts,
) -> Result<String, TaskError> {
    let depends = depends(workspace, work, root)?;
    Ok(format!(
        "Package: parallax\nVersion: {}\nArchitecture: {architecture}\nMaintainer: {}\n\
         Installed-Size: {}\nDepends: {depends}\nRecommends: xdg-utils, tesseract-ocr, tesseract-ocr-osd\nSection: utils\n\
         Priority: optional\n{DESCRIPTION}",
        facts.version,
        facts.maintainer,
        files::size(&root.join("usr"))?.div_ceil(1024),
    ))
}

/// The packages the programs and libraries need, with versions.
fn depends(workspace: &Workspace, work: &Path, root: &Path) -> Result<String, TaskError> {
    fs_err::create_dir_all(work.join("debian"))?;
    fs_err::write(
        work.join("debian/control"),
        "Source: parallax\n\nPackage: parallax\nArchitecture: any\n",
    )?;
    let mut ask = workspace.command("dpkg-shlibdeps");
    ask.current_dir(work).args(["-O", "--warnings=0"]);
    for folder in ["usr/bin", "usr/lib/parallax/onnxruntime", "usr/lib/parallax/pdfium"] {
        for file in files::files_below(&root.join(folder))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if folder == "usr/bin" || name.contains(".so") {
                ask.arg("-e").arg(&file);
            }
        }
    }
    let told = output(&mut ask)?;
    let depends = told.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    depends.map(str::to_owned).ok_or_else(|| TaskError::Bundle {
        what: "`dpkg-shlibdeps` named no package the programs depend on".into(),
    })
}
