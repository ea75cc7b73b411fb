//! Lets the disk fail: the n-th write, sync, rename or growth of a file answers that there
//! is no space, or that the device failed.
//!
//! `strace` makes the calls fail, so the program is the one that is shipped. A position counts
//! once a call there was really made to fail, in whichever thread or process.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::judge::{Verdict, judge};
use super::program::{Facts, Program};
use super::row::Row;
use super::scenario::{Scenario, World};
use crate::error::TaskError;

/// Calls that fail together.
const FAMILIES: [&str; 5] = [
    "pwrite64,pwritev",
    "write",
    "fsync,fdatasync",
    "rename,renameat,renameat2",
    "ftruncate,fallocate,msync",
];

/// What they answer.
const ERRORS: [&str; 2] = ["ENOSPC", "EIO"];

/// Work that is tried.
const NAMES: [&str; 5] = ["import", "backup", "restore", "reindex", "upgrade"];

struct Position {
    scenario: usize,
    family: &'static str,
    error: &'static str,
    n: usize,
}

/// Tries up to `n_wanted` positions, spread evenly over all there are. One row for
/// each scenario.
pub(super) fn run(
    program: &Program,
    world: &World,
    scenarios: &[Scenario],
    n_wanted: usize,
) -> Result<Vec<Row>, TaskError> {
    let chosen: Vec<&Scenario> = scenarios
        .iter()
        .filter(|scenario| NAMES.iter().any(|name| scenario.name.starts_with(name)))
        .collect();
    let positions = positions(program, world, &chosen)?;
    let mut rows: Vec<Row> = chosen.iter().map(|scenario| Row::new(&scenario.name)).collect();
    let n_tried = n_wanted.min(positions.len());
    for n in 0..n_tried {
        let position = &positions[n * positions.len() / n_tried];
        let scenario = chosen[position.scenario];
        scenario.reset(world)?;
        let moment = format!(
            "{} with {} at {} number {}",
            scenario.name, position.error, position.family, position.n
        );
        let (was_hit, verdict) = fail(program, world, scenario, position)?;
        rows[position.scenario].count(was_hit, &moment, &verdict);
    }
    Ok(rows)
}

/// Every position of every family at which the work makes a call in one of its threads.
fn positions(
    program: &Program,
    world: &World,
    scenarios: &[&Scenario],
) -> Result<Vec<Position>, TaskError> {
    let mut found = Vec::new();
    for (index, scenario) in scenarios.iter().enumerate() {
        for family in FAMILIES {
            scenario.reset(world)?;
            let log = world.check().with_extension("log");
            traced(program, world, scenario, &log, &[&format!("trace={family}")])?;
            let n_calls = longest_thread(&fs_err::read_to_string(&log)?);
            for error in ERRORS {
                found.extend((1..=n_calls).map(|n| Position { scenario: index, family, error, n }));
            }
        }
    }
    Ok(found)
}

/// `strace` counts calls of each thread for itself: how many the busiest makes.
fn longest_thread(log: &str) -> usize {
    let mut counts = std::collections::HashMap::new();
    for line in log.lines().filter(|line| line.contains('(') && !line.contains("resumed>")) {
        let thread = line.split_whitespace().next().unwrap_or_default();
        *counts.entry(thread).or_insert(0) += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

fn fail(
    program: &Program,
    world: &World,
    scenario: &Scenario,
    position: &Position,
) -> Result<(bool, Verdict), TaskError> {
    let log = world.check().with_extension("log");
    let Position { family, error, n, .. } = position;
    let inject = format!("inject={family}:error={error}:when={n}");
    let output = traced(program, world, scenario, &log, &[&format!("trace={family}"), &inject])?;
    let was_hit = fs_err::read_to_string(&log)?.contains("(INJECTED)");
    let acknowledged = if output.status.success() { scenario.after.clone() } else { Facts::new() };
    let mut verdict = judge(program, world, scenario, &acknowledged)?;
    if was_hit && let Some(what) = bad_ending(&output, error) {
        verdict.partial.push(what);
    }
    Ok((was_hit, verdict))
}

/// What is wrong with how the program ended; it may also have coped.
fn bad_ending(output: &Output, error: &str) -> Option<String> {
    let said = String::from_utf8_lossy(&output.stderr).to_lowercase();
    match output.status.code() {
        Some(0) => None,
        Some(code @ (1 | 3)) => {
            let names_disk = said.contains("disk") || said.contains("no space");
            let names_it = match error {
                "ENOSPC" => names_disk,
                _ => names_disk || said.contains("input/output") || said.contains("file"),
            };
            // In part: some files could not be read, each is named. What cannot be handed to
            // the process that reads them is no matter of a disk.
            let names_it = names_it || (code == 3 && said.contains("could not be read"));
            (!names_it).then(|| format!("{error} is not named: {}", said.trim()))
        }
        _ => Some(format!("it ended with {}: {}", output.status, said.trim())),
    }
}

fn traced(
    program: &Program,
    world: &World,
    scenario: &Scenario,
    log: &Path,
    expressions: &[&str],
) -> Result<Output, TaskError> {
    let _ = fs_err::remove_file(log);
    fs_err::write(log, "")?;
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(log);
    for expression in expressions {
        strace.args(["-e", expression]);
    }
    let Some(command) = scenario.command(program, world) else {
        return Err(TaskError::Tortured { what: format!("nothing to do in {}", scenario.name) });
    };
    strace.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            strace.env(name, value);
        }
    }
    let started = strace.stdin(Stdio::null()).output();
    started.map_err(|source| TaskError::CannotStart { program: "strace".into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_thread_is_counted() {
        let log = "11 write(1, \"a\") = 1\n12 write(1, \"b\") = 1\n11 write(1, \"(\" <unfinished ...>\n\
                   11 <... write resumed>) = 1\n";
        assert_eq!(longest_thread(log), 2);
        assert_eq!(longest_thread(""), 0);
    }
}
