//! `cargo xtask bundle`: what people install, from this source tree, in `dist/`.
//!
//! A relocatable `.tar.gz`, a `.deb` and an `.rpm` of one and the same tree of files
//! (`tree`), written by the systems' own tools. `--check` installs and uses them on a bare
//! system (`check`).
//!
//! Invariant: two bundles of one commit are equal byte for byte: every time in them is the
//! commit's, every list is sorted, and no path of the machine is in the programs.
//! Not here: how a release is made of it (`release`).

mod archive;
mod bill;
mod check;
mod deb;
mod facts;
mod files;
mod licence_texts;
mod programs;
mod release;
mod rpm;
mod sums;
mod tree;

use std::path::PathBuf;

use crate::error::TaskError;
use crate::plan::Plan;
use crate::workspace::Workspace;
use crate::{npm, system, tasks};

use facts::Facts;

pub(crate) use release::run as release;

/// Where packages are put.
const DIST: &str = "dist";

/// Runs `bundle` with these arguments.
pub(crate) fn run(workspace: &Workspace, arguments: &[&str]) -> Result<(), TaskError> {
    match arguments {
        [] => make(workspace),
        ["--check"] => {
            make(workspace)?;
            check::run(workspace)
        }
        ["--check", "--only"] => check::run(workspace),
        ["--compare", other] => sums::compare(workspace, &PathBuf::from(other)),
        _ => Err(TaskError::Usage { words: format!("bundle {}", arguments.join(" ")) }),
    }
}

/// Builds the programs and packs them.
fn make(workspace: &Workspace) -> Result<(), TaskError> {
    let facts = Facts::of(workspace)?;
    println!("{} {} of commit {}", facts.name(), facts::platform(), facts.commit);
    packing(tasks::for_building(), &facts).run(workspace)
}

/// The steps that follow when everything needed for building is there.
fn packing<'a>(plan: Plan<'a>, facts: &'a Facts) -> Plan<'a> {
    let plan = plan
        .step("system packages for packing", system::for_packing)
        .step("the window's pages", npm::build)
        .step("programs, profile bundle", |workspace| programs::build(workspace, facts))
        .step("tree of files", |workspace| tree::stage(workspace, facts))
        .step("relocatable archive", |workspace| archive::pack(workspace, facts));
    let plan = if cfg!(target_os = "linux") {
        plan.step("Debian package", |workspace| deb::pack(workspace, facts))
            .step("RPM package", |workspace| rpm::pack(workspace, facts))
            .step("AppImage", |_| Ok(NO_APPIMAGE.to_owned()))
    } else {
        plan
    };
    plan.step("bill of materials", |workspace| bill::write(workspace, facts))
        .step("checksums", |workspace| sums::write(workspace, facts))
}

const NO_APPIMAGE: &str = "left out: its runtime is downloaded by the tool that makes it, from \
    where nothing pins it; the relocatable archive takes its place";
