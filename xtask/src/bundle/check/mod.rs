//! `cargo xtask bundle --check`: the packages on a bare system without network.
//!
//! In a Debian root with nothing but its base, whose only interface to the network is
//! gone, the `.deb` is installed and used on the command line and in the window, then
//! removed; the archive is used from an awkward path by a user who is not root; the
//! `.rpm` is unpacked and used. What packages say of themselves is looked at by the tools
//! of those who receive them.
//!
//! Needs root (mounts, other roots). The programs are the released ones, which let no
//! driver in: the window is looked at from outside, by its title, its picture, and what it
//! has written to its library.

mod articles;
mod bare;
mod screen;
mod use_it;

use std::time::{Duration, Instant};

use crate::command::{answer, run as run_command};
use crate::error::TaskError;
use crate::plan::Plan;
use crate::system;
use crate::workspace::Workspace;

use super::facts::Facts;
use super::{DIST, archive, deb, files, rpm, tree};

use bare::{Bare, User};

/// What a package may take on the disk, in bytes.
const MOST_INSTALLED: u64 = 130_000_000;

/// From the beginning of its installation to the first answer by meaning. What it needs of
/// Debian is measured apart: a desktop has most of it, the bare system none.
const MOST_UNTIL_ANSWER: Duration = Duration::from_mins(1);

/// A folder nobody would think of.
const AWKWARD: &str = "/home/reader/Meine Zeitungen – журнал é";

/// Checks what lies in `dist/`.
pub(super) fn run(workspace: &Workspace) -> Result<(), TaskError> {
    if answer(workspace.command("id").arg("-u")).as_deref() != Some("0") {
        return Err(TaskError::Missing {
            what: "a bare system is made and entered by root alone".into(),
            hint: "run `sudo -E cargo xtask bundle --check --only` once the packages are made"
                .into(),
        });
    }
    let facts = Facts::of(workspace)?;
    let facts = &facts;
    Plan::default()
        .step("system packages for packing", system::for_packing)
        .step("system packages for checking", system::for_checking)
        .step("what packages say of themselves", |workspace| look_at(workspace, facts))
        .step("a bare Debian 12", |workspace| Ok(Bare::prepare(workspace, "bookworm")?.told()))
        .step(".deb, installed without network", |workspace| debian(workspace, facts))
        .step(".tar.gz, by a user, at an awkward path", |workspace| relocated(workspace, facts))
        .step(".rpm, unpacked", |workspace| unpacked(workspace, facts))
        .run(workspace)
}

/// The tools of those who receive packages.
fn look_at(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let tree = tree::Tree::at(workspace);
    let share = tree.root().join("share");
    let id = tree::ID;
    let entry = share.join(format!("applications/{id}.desktop"));
    run_command(workspace.command("desktop-file-validate").arg(entry), None)?;
    let metainfo = share.join(format!("metainfo/{id}.metainfo.xml"));
    run_command(
        workspace.command("appstreamcli").args(["validate", "--no-net"]).arg(metainfo),
        None,
    )?;
    let Some(architecture) = deb::architecture(workspace) else { return Ok("no dpkg here".into()) };
    let package = workspace.path(DIST).join(deb::name(facts, &architecture));
    let mut lintian = workspace.command("lintian");
    lintian.args(["--allow-root", "--fail-on", "error,warning", "--tag-display-limit", "0"]);
    run_command(lintian.arg(package), Some("lintian says above what is wrong with the .deb"))?;
    Ok("desktop-file-validate, appstreamcli and lintian have nothing to say".into())
}

/// Installs the Debian package, uses it, removes it.
fn debian(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let bare = Bare::fresh(workspace, "bookworm")?;
    let architecture = deb::architecture(workspace).unwrap_or_default();
    let name = deb::name(facts, &architecture);
    bare.bring(&workspace.path(DIST).join(&name), "/srv/packages")?;
    bare.fetch_what_it_needs(&format!("/srv/packages/{name}"))?;
    articles::bring(workspace, &bare)?;

    let start = Instant::now();
    bare.install_what_it_needs(&format!("/srv/packages/{name}"))?;
    let ready_after = start.elapsed();
    let start = Instant::now();
    bare.install(&format!("/srv/packages/{name}"))?;
    let installed_after = start.elapsed();
    let used = use_it::on_the_command_line(&bare, &User::root(), "/usr/bin/parallax", facts)?;
    let answered_after = installed_after + used.first_answer;
    let bytes = files::size(tree::Tree::at(workspace).root())?;
    let window = use_it::in_the_window(workspace, &bare, &User::root(), "/usr/bin", "deb")?;
    let before = use_it::fingerprint(&bare, &User::root())?;
    bare.within(&User::root(), &["apt-get", "remove", "-y", "-qq", "parallax"])?;
    if bare.path("/usr/bin/parallax").exists() || bare.path("/usr/lib/parallax").exists() {
        return Err(failed("removing the package left some of it behind"));
    }
    if use_it::fingerprint(&bare, &User::root())? != before {
        return Err(failed("removing the package touched the library"));
    }
    bare.keep_for_next()?;
    if bytes > MOST_INSTALLED {
        return Err(failed(format!("{bytes} bytes installed, more than {MOST_INSTALLED}")));
    }
    if answered_after > MOST_UNTIL_ANSWER {
        return Err(failed(format!("the first answer took {answered_after:.1?}")));
    }
    Ok(format!(
        "what it needs of Debian in {ready_after:.1?}; then {:.1} MB installed in \
         {installed_after:.1?}, first answer by meaning after {answered_after:.1?}; {}; {window}",
        in_mb(bytes),
        used.told
    ))
}

/// Uses the archive as somebody who may install nothing would.
fn relocated(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let bare = Bare::again(workspace)?;
    let reader = User::reader(&bare)?;
    let name = archive::name(facts);
    bare.bring(&workspace.path(DIST).join(&name), AWKWARD)?;
    bare.give(&reader, "/home/reader")?;
    let archive = format!("{AWKWARD}/{name}");
    bare.within(&reader, &["tar", "-xzf", &archive, "-C", AWKWARD])?;
    let folder = format!("{AWKWARD}/{}/bin", name.trim_end_matches(".tar.gz"));
    let program = format!("{folder}/parallax");
    let used = use_it::on_the_command_line(&bare, &reader, &program, facts)?;
    let window = use_it::in_the_window(workspace, &bare, &reader, &folder, "archive")?;
    Ok(format!("{}; {window}", used.told))
}

/// Unpacks the RPM package where it does not belong, and uses it from there.
fn unpacked(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let bare = Bare::again(workspace)?;
    let reader = User::reader(&bare)?;
    let package = workspace.path(DIST).join(rpm::name(facts));
    let to = bare.path("/opt/from-rpm");
    fs_err::create_dir_all(&to)?;
    let script = "rpm2cpio \"$1\" | cpio --extract --make-directories --quiet";
    let mut unpack = workspace.command("sh");
    run_command(unpack.args(["-c", script, "sh"]).arg(package).current_dir(to), None)?;
    let program = "/opt/from-rpm/usr/bin/parallax";
    let used = use_it::on_the_command_line(&bare, &reader, program, facts)?;
    let told = answer(
        workspace
            .command("rpm")
            .args(["-qp", "--requires"])
            .arg(workspace.path(DIST).join(rpm::name(facts))),
    );
    let n_needed = told.unwrap_or_default().lines().count();
    Ok(format!("{}; it names {n_needed} things it needs", used.told))
}

fn failed(what: impl Into<String>) -> TaskError {
    TaskError::Bundle { what: what.into() }
}

fn in_mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
