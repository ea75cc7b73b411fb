//! The short form of `cargo xtask torture`: the program is killed, and its disk fails, in
//! everything it does to a library.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program_itself;

const N_KILLS: u64 = 64;
const N_FAILED_WRITES: u64 = 40;

#[test]
fn kills_lose_nothing_and_leave_nothing_by_half() {
    let report = torture(&["--kills", &N_KILLS.to_string()]);
    let sum = |key| total(&report["kills"], key);
    assert_eq!((sum("tried"), sum("verified")), (N_KILLS, N_KILLS), "{report:#}");
    // Some come too late; a campaign that hits nothing proves nothing.
    assert!(sum("hit") >= N_KILLS / 3, "only {} were still at it: {report:#}", sum("hit"));
    assert!(report["kills"].as_array().unwrap().len() >= 14, "{report:#}");
}

#[test]
fn failed_writes_lose_nothing_and_are_named() {
    if cfg!(not(target_os = "linux")) {
        eprintln!("skipped: strace is of Linux");
        return;
    }
    let report = torture(&["--failed-writes", &N_FAILED_WRITES.to_string()]);
    let sum = |key| total(&report["failed_writes"], key);
    let all = (sum("tried"), sum("verified"));
    assert_eq!(all, (N_FAILED_WRITES, N_FAILED_WRITES), "{report:#}");
    assert!(sum("hit") >= N_FAILED_WRITES * 3 / 4, "only {} failed: {report:#}", sum("hit"));
}

/// Not the watched programs: one tracer cannot be traced by another.
///
/// Runs it with the programs beside this test; its seed is fixed, the moments it finds
/// the program at are not.
fn torture(wishes: &[&str]) -> Value {
    let xtask = program_itself("xtask", "XTASK_BIN");
    let folder = program_itself("parallax", "PARALLAX_BIN").parent().unwrap().to_path_buf();
    let mut command = Command::new(xtask);
    command.arg("torture").args(wishes).args(["--seed", "20261127", "--json", "--programs"]);
    let output = command.arg(folder).stderr(Stdio::inherit()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn total(rows: &Value, key: &str) -> u64 {
    rows.as_array().unwrap().iter().map(|row| row[key].as_u64().unwrap()).sum()
}
