//! Kills the program at random moments of everything it does to a library.

use std::process::Stdio;
use std::time::Duration;

use super::judge::judge;
use super::program::{Facts, Program};
use super::random::Random;
use super::row::Row;
use super::scenario::{Scenario, World};
use crate::error::TaskError;

/// Kills go a little beyond the usual end, so that the last steps are hit too.
const BEYOND: f64 = 1.1;

/// Kills each scenario in turn, `n_kills` times in all. One row for each scenario.
pub(super) fn run(
    program: &Program,
    world: &World,
    scenarios: &[Scenario],
    n_kills: usize,
    random: &mut Random,
) -> Result<Vec<Row>, TaskError> {
    let mut rows: Vec<Row> = scenarios.iter().map(|scenario| Row::new(&scenario.name)).collect();
    for n in 0..n_kills {
        let (scenario, row) = (&scenarios[n % rows.len()], n % scenarios.len());
        scenario.reset(world)?;
        let after = scenario.takes.mul_f64(BEYOND * random.share());
        let (was_hit, acknowledged) = kill(program, world, scenario, after)?;
        let verdict = judge(program, world, scenario, &acknowledged)?;
        let moment = format!("kill {n} of {} after {} ms", scenario.name, after.as_millis());
        rows[row].count(was_hit, &moment, &verdict);
    }
    Ok(rows)
}

/// Starts the work and kills it. Whether it was still at it, and what it had said.
fn kill(
    program: &Program,
    world: &World,
    scenario: &Scenario,
    after: Duration,
) -> Result<(bool, Facts), TaskError> {
    let Some(mut command) = scenario.command(program, world) else {
        return Ok((false, Facts::new()));
    };
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    std::thread::sleep(after);
    let was_running = child.try_wait()?.is_none();
    // SIGKILL; one that has ended meanwhile is not hurt.
    let _ = child.kill();
    let output = child.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let acknowledged = if output.status.success() {
        scenario.after.clone()
    } else {
        text.lines().filter(|line| scenario.after.contains(*line)).map(str::to_owned).collect()
    };
    Ok((was_running && !output.status.success(), acknowledged))
}
