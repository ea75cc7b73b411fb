//! The promise that nothing needs the network: tests of this very program, run
//! again where there is none.
//!
//! `unshare --net` gives a process a network of its own with nothing in it; only
//! the loopback is brought up, because `WebDriver` talks over it. Where that is
//! not permitted (some containers), the tests say so and pass.

use std::process::{Command, Stdio};

#[test]
fn the_window_works_without_a_network() {
    pass_again("window::reading::the_sample_is_found_by_meaning_and_read_beside_others");
}

#[test]
fn the_command_line_works_without_a_network() {
    pass_again("cli::the_sample_is_imported_and_found_by_meaning");
}

#[test]
fn a_namespace_without_network_has_none() {
    let Some(mut command) = without_network() else { return };
    let output = command.args(["ip", "-brief", "link", "show", "up"]).output().unwrap();
    let links = String::from_utf8_lossy(&output.stdout).into_owned();
    let names: Vec<&str> =
        links.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["lo"]);
}

/// Runs one test of this program again without a network.
fn pass_again(test: &str) {
    let Some(mut command) = without_network() else { return };
    let program = std::env::current_exe().unwrap();
    let output = command.arg(program).args(["--exact", test, "--nocapture"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}{complained}");
    assert!(said.contains("1 passed"), "`{test}` is not a test of this program:\n{said}");
}

/// The beginning of a command line that has no network, or nothing if that is
/// not permitted here.
fn without_network() -> Option<Command> {
    for flags in ["--net", "--net --map-root-user"] {
        let command = || {
            let mut command = Command::new("unshare");
            command.args(flags.split(' ')).args([
                "sh",
                "-c",
                "ip link set lo up && exec \"$@\"",
                "sh",
            ]);
            command.stdin(Stdio::null());
            command
        };
        if command().arg("true").stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        {
            return Some(command());
        }
    }
    eprintln!("skipped: `unshare --net` is not permitted here");
    None
}
