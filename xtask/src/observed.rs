//! Runs all tests where every attempt to use the network is seen.
//!
//! On Linux the run has a network namespace of its own, whose one interface leads
//! nowhere and counts packets; the tests start each program of ours through `strace`
//! (`tests/src/observe.rs`); when all have passed, a last test reads what was seen. So
//! a program that tries to reach the network fails the run, wherever it does so.
//! Not here: what counts as an attempt (`tests/src/offline.rs`).

use std::path::Path;
use std::process::Command;

use crate::command::{answer, run};
use crate::error::TaskError;
use crate::workspace::Workspace;

/// Programs built for tests let `WebDriver` in, and can be told to leave the lock off.
pub(crate) const FEATURES: [&str; 2] =
    ["--features", "parallax-cli/test-hooks,parallax-desktop/test-hooks"];

const LAST: &str = "offline::no_program_used_the_network";

/// Runs every test, then the one that looks back on the run.
pub(crate) fn tests(workspace: &Workspace) -> Result<String, TaskError> {
    let mut all = vec!["test", "--workspace"];
    all.extend(FEATURES);
    let Some(unshare) = namespace() else {
        if cfg!(target_os = "linux") && std::env::var_os("CI").is_some() {
            return Err(TaskError::Missing {
                what: "`unshare --net` is refused, so nobody would see the network used".into(),
                hint: "run the tests where network namespaces are permitted".into(),
            });
        }
        run(workspace.cargo().args(&all), None)?;
        return Ok("passed; attempts to use the network were NOT watched here".into());
    };
    let traces = workspace.cache("network-traces");
    if traces.exists() {
        fs_err::remove_dir_all(&traces)?;
    }
    fs_err::create_dir_all(&traces)?;
    run(&mut within(workspace, &unshare, &traces, &all), None)?;
    let mut look_back = workspace.cargo();
    look_back.args(all).args(["--test", "e2e", "--", "--ignored", "--exact", LAST, "--nocapture"]);
    run(look_back.env("PARALLAX_NETWORK_TRACE", &traces), None)?;
    Ok("passed, and no program of ours used the network".into())
}

/// `cargo` in the namespace; what its interface has sent is noted when it is done.
fn within(workspace: &Workspace, unshare: &[&str], traces: &Path, arguments: &[&str]) -> Command {
    const SCRIPT: &str = r#"
        "$@" || exit
        awk '$1 == "sink0:" { print $11 }' /proc/net/dev > "$PARALLAX_NETWORK_TRACE/packets""#;
    let cargo = workspace.cargo();
    let mut command = workspace.command("unshare");
    command.args(unshare).arg("sh").arg(workspace.path("xtask/network-namespace.sh"));
    command.args(["sh", "-c", SCRIPT, "sh"]).arg(cargo.get_program()).args(arguments);
    command.env("PARALLAX_NETWORK_TRACE", traces);
    command
}

/// How to get a network namespace here, if at all.
fn namespace() -> Option<Vec<&'static str>> {
    [vec!["--net"], vec!["--net", "--map-root-user"]]
        .into_iter()
        .find(|flags| answer(Command::new("unshare").args(flags).arg("true")).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_noted_only_when_all_passed() {
        let Some(unshare) = namespace() else { return };
        let traces = tempfile::tempdir().unwrap();
        let workspace = Workspace::find();
        let mut failing = within(&workspace, &unshare, traces.path(), &["no-such-command"]);
        assert!(!failing.output().unwrap().status.success());
        assert!(!traces.path().join("packets").exists());
        let mut passing = within(&workspace, &unshare, traces.path(), &["--version"]);
        assert!(passing.output().unwrap().status.success());
        assert_eq!(fs_err::read_to_string(traces.path().join("packets")).unwrap(), "0\n");
    }
}
