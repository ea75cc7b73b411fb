//! What each command consists of, step by step.

use std::path::PathBuf;

use crate::bench::Wish;
use crate::command::run as run_command;
use crate::error::TaskError;
use crate::plan::Plan;
use crate::workspace::Workspace;
use crate::{bench, driver, model, npm, observed, system, tools};

/// Fetches what building and running needs.
pub(crate) fn setup(workspace: &Workspace) -> Result<(), TaskError> {
    for_building().run(workspace)
}

/// Fetches what building, running and testing need.
pub(crate) fn setup_for_tests(workspace: &Workspace) -> Result<(), TaskError> {
    for_testing().run(workspace)
}

/// Sets up, builds, opens the window and waits until it is closed.
pub(crate) fn run(
    workspace: &Workspace,
    profile: &str,
    arguments: &[&str],
) -> Result<(), TaskError> {
    let build = move |workspace: &Workspace| {
        cargo(
            workspace,
            &["build", "--profile", profile, "-p", "parallax-desktop", "-p", "parallax-cli"],
        )
    };
    for_building()
        .step("the window's pages", npm::build)
        .step(format!("program, profile {profile}"), build)
        .run(workspace)?;
    println!("opening the window");
    // Not `cargo run`: it would build once more, with the features of one package alone.
    let mut window = workspace.command(built(workspace, profile, "parallax-desktop"));
    run_command(window.args(arguments), None)
}

/// Collections with questions and the answers people found right.
const COLLECTIONS: [&str; 4] =
    ["retrieval/time", "retrieval/cranfield", "retrieval/scifact", "crosslang/xquad"];

/// Sets up, builds the command line, and asks every collection there is its questions:
/// each alone, all in one library, and each in the libraries of the others.
pub(crate) fn eval(workspace: &Workspace, options: &[&str]) -> Result<(), TaskError> {
    let folders = COLLECTIONS.map(|name| workspace.path("../shared/data").join(name));
    let folders: Vec<&PathBuf> = folders.iter().filter(|folder| folder.is_dir()).collect();
    if folders.is_empty() {
        println!("skipped: no ../shared");
        return Ok(());
    }
    for_building()
        .step("command line, profile release", |workspace| {
            cargo(workspace, &["build", "--release", "-p", "parallax-cli"])
        })
        .run(workspace)?;
    let mut program = workspace.command(built(workspace, "release", "parallax"));
    run_command(
        program.arg("eval").args(folders).args(["--mixed", "--closeness"]).args(options),
        None,
    )
}

/// Where cargo has put a program.
fn built(workspace: &Workspace, profile: &str, program: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace.path("target"), PathBuf::from);
    let folder = if profile == "dev" { "debug" } else { profile };
    target.join(folder).join(program).with_extension(std::env::consts::EXE_EXTENSION)
}

/// Sets up, then runs every check and test. One profile and one choice of packages
/// throughout: another choice may ask other features of the dependencies, and build
/// them again.
pub(crate) fn test(workspace: &Workspace) -> Result<(), TaskError> {
    let pages = ["check", "lint", "test"];
    tidy_steps(for_testing())
        .step("pages: types, lints, tests", move |workspace| npm::run_scripts(workspace, &pages))
        .step("the window's pages", npm::build)
        .step("clippy", clippy)
        .step("programs and tests", build_for_tests)
        .step("tests, with every use of the network seen", observed::tests)
        .run(workspace)
}

fn build_for_tests(workspace: &Workspace) -> Result<String, TaskError> {
    let mut arguments = vec!["build", "--workspace", "--bins", "--tests"];
    arguments.extend(observed::FEATURES);
    cargo(workspace, &arguments)
}

/// What can be checked quickly, without running the programs.
pub(crate) fn tidy(workspace: &Workspace) -> Result<(), TaskError> {
    let drift = ["test", "--quiet", "-p", "parallax-desktop", "--lib", "bindings"];
    tidy_steps(for_building())
        .step("pages: types and lints", |workspace| npm::run_scripts(workspace, &["check", "lint"]))
        .step("the window's pages", npm::build)
        .step("clippy", clippy)
        .step("bindings are those of the commands", move |workspace| cargo(workspace, &drift))
        .run(workspace)
}

/// Sets up, builds, and pictures the window in every state, into `folder`.
pub(crate) fn screenshots(workspace: &Workspace, folder: &str) -> Result<(), TaskError> {
    let here = std::env::current_dir()?;
    let out = here.join(folder);
    for_testing()
        .step("the window's pages", npm::build)
        .step("programs and tests", build_for_tests)
        .step("pictures", |workspace| {
            let mut test = workspace.cargo();
            test.args(["test", "--workspace"]).args(observed::FEATURES);
            test.args(["--test", "e2e", "--"]);
            test.args(["--ignored", "--exact", "window::gallery::every_state_is_pictured"]);
            run_command(test.env("PARALLAX_SCREENSHOTS", &out), None)?;
            Ok(format!("in {}", out.display()))
        })
        .run(workspace)
}

/// Sets up, builds, and runs a test that is only run when asked for, with these variables
/// in its environment; what it prints is shown.
pub(crate) fn ignored_test(
    workspace: &Workspace,
    name: &'static str,
    variables: &[(&str, String)],
) -> Result<(), TaskError> {
    for_building()
        .step("the window's pages", npm::build)
        .step("programs and tests", |workspace| {
            cargo(workspace, &["build", "--workspace", "--bins", "--tests"])
        })
        .step(name, |workspace| {
            let mut test = workspace.cargo();
            test.args(["test", "--workspace", "--test", "e2e", "--"]);
            test.args(["--ignored", "--exact", "--nocapture", name]);
            for (variable, value) in variables {
                test.env(variable, value);
            }
            run_command(&mut test, None)?;
            Ok("passed".into())
        })
        .run(workspace)
}

/// Sets up, then measures.
pub(crate) fn bench(workspace: &Workspace, wish: Wish) -> Result<(), TaskError> {
    for_building()
        .step("model in 32-bit floats, to measure against", model::reference_pack)
        .run(workspace)?;
    bench::run(workspace, wish)
}

pub(crate) fn for_building<'a>() -> Plan<'a> {
    Plan::default()
        .step("tools", tools::check)
        .step("system packages", system::for_building)
        .step("ONNX Runtime", model::runtime)
        .step("model pack", model::pack)
        .step("model pack for many languages", model::multilingual_pack)
        .step("PDFium", model::pdfium)
        .step("npm packages", npm::install)
}

fn for_testing<'a>() -> Plan<'a> {
    for_building()
        .step("system packages for window tests", system::for_tests)
        .step("driver for window tests", driver::install)
}

fn tidy_steps(plan: Plan<'_>) -> Plan<'_> {
    plan.step("formatting", |workspace| cargo(workspace, &["fmt", "--all", "--check"]))
        .step("licences and sources of dependencies", licences)
}

fn clippy(workspace: &Workspace) -> Result<String, TaskError> {
    let mut arguments = vec!["clippy", "--workspace", "--all-targets"];
    arguments.extend(observed::FEATURES);
    arguments.extend(["--", "-D", "warnings"]);
    cargo(workspace, &arguments)
}

/// Not the advisories: they change from day to day, and fetching them needs the network.
fn licences(workspace: &Workspace) -> Result<String, TaskError> {
    let is_there = crate::command::answer(workspace.cargo().args(["deny", "--version"])).is_some();
    if !is_there {
        return Ok("skipped: cargo-deny is not installed (`cargo install cargo-deny`)".into());
    }
    cargo(workspace, &["deny", "check", "bans", "licenses", "sources"])
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<String, TaskError> {
    run_command(workspace.cargo().args(arguments), None)?;
    Ok("passed".into())
}
