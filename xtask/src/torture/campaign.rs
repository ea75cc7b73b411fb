//! Kills and failed writes: what becomes of a library when the worst happens to it.
//!
//! Works on generated articles in a temporary folder, with the built programs as they are.
//! Not here: any rule of the program; only what must hold whatever it does.

use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;

use super::program::Program;
use super::random::Random;
use super::row::Row;
use super::scenario::World;
use super::{failed_writes, kills, scenario};
use crate::command::run as run_command;
use crate::error::TaskError;
use crate::workspace::Workspace;

/// At most this many lines on what is wrong are shown for each scenario.
const MAX_LINES: usize = 8;

/// What was asked for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Wish {
    kills: usize,
    failed_writes: usize,
    seed: Option<u64>,
    /// Only scenarios whose name has this in it.
    only: Option<String>,
    /// Folder of built programs; without it they are built first.
    programs: Option<PathBuf>,
    json: bool,
}

impl Wish {
    /// `None` when the words make no sense.
    pub(super) fn parse(words: &[&str]) -> Option<Self> {
        let mut wish = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--kills" => wish.kills = words.next()?.parse().ok()?,
                "--failed-writes" => wish.failed_writes = words.next()?.parse().ok()?,
                "--seed" => wish.seed = Some(words.next()?.parse().ok()?),
                "--only" => wish.only = Some((*words.next()?).to_owned()),
                "--programs" => wish.programs = Some(words.next()?.into()),
                "--json" => wish.json = true,
                _ => return None,
            }
        }
        (wish.kills + wish.failed_writes > 0).then_some(wish)
    }
}

/// Does what was asked for and prints a table for each kind; an error when anything is
/// wrong anywhere.
pub(super) fn run(workspace: &Workspace, wish: &Wish) -> Result<(), TaskError> {
    let folder = match &wish.programs {
        Some(folder) => folder.clone(),
        None => built(workspace)?,
    };
    let program = Program::find(workspace, &folder)?;
    let seed = wish.seed.unwrap_or_else(|| u64::from(std::process::id()));
    let root = std::env::temp_dir().join(format!("parallax-torture-{}", std::process::id()));
    let done = torture(workspace, &program, &World::new(&root), wish, seed);
    if root.exists() {
        fs_err::remove_dir_all(&root)?;
    }
    let (kills, failures) = done?;
    if wish.json {
        let rows = |rows: &[Row]| rows.iter().map(Row::as_json).collect::<Vec<_>>();
        println!(
            "{}",
            json!({ "seed": seed, "kills": rows(&kills), "failed_writes": rows(&failures) })
        );
    } else {
        show("killed", &kills);
        show("failed writes", &failures);
    }
    let n_bad: usize = kills.iter().chain(&failures).map(|row| row.n_tried - row.n_good).sum();
    if n_bad > 0 {
        return Err(TaskError::Tortured {
            what: format!("{n_bad} trials went wrong (seed {seed})"),
        });
    }
    Ok(())
}

type Rows = Vec<Row>;

fn torture(
    workspace: &Workspace,
    program: &Program,
    world: &World,
    wish: &Wish,
    seed: u64,
) -> Result<(Rows, Rows), TaskError> {
    let started = Instant::now();
    let mut scenarios = scenario::all(workspace, program, world)?;
    if let Some(only) = &wish.only {
        scenarios.retain(|scenario| scenario.name.contains(only));
    }
    if scenarios.is_empty() {
        return Err(TaskError::Usage { words: "torture --only: no scenario has that name".into() });
    }
    eprintln!("{} scenarios, seed {seed}", scenarios.len());
    let kills = if wish.kills > 0 {
        kills::run(program, world, &scenarios, wish.kills, &mut Random::new(seed))?
    } else {
        Vec::new()
    };
    let failures = if wish.failed_writes > 0 {
        failed_writes::run(program, world, &scenarios, wish.failed_writes)?
    } else {
        Vec::new()
    };
    eprintln!("took {} s", started.elapsed().as_secs());
    Ok((kills, failures))
}

/// Builds what is tortured. Returns the folder it lies in.
fn built(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "-p", "parallax-cli", "-p", "parallax-engine", "--bins", "--examples"]);
    run_command(&mut cargo, None)?;
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace.path("target"), PathBuf::from);
    Ok(target.join("debug"))
}

fn show(title: &str, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    println!(
        "{title:<26}{:>7}{:>7}{:>10}{:>6}{:>9}{:>8}{:>15}",
        "tried", "hit", "verified", "lost", "partial", "ruined", "failed re-runs"
    );
    let line = |name: &str, of: &dyn Fn(&Row) -> [usize; 7], rows: &[Row]| {
        let sums = rows.iter().map(of).fold([0; 7], |mut sums, row| {
            sums.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
            sums
        });
        let [tried, hit, good, lost, partial, ruined, reruns] = sums;
        println!(
            "{name:<26}{tried:>7}{hit:>7}{good:>10}{lost:>6}{partial:>9}{ruined:>8}{reruns:>15}"
        );
    };
    let numbers = |row: &Row| {
        [
            row.n_tried,
            row.n_hit,
            row.n_good,
            row.n_lost,
            row.n_partial,
            row.n_ruined,
            row.n_failed_reruns,
        ]
    };
    for row in rows {
        line(&row.name, &numbers, std::slice::from_ref(row));
    }
    line("all", &numbers, rows);
    for row in rows {
        row.lines.iter().take(MAX_LINES).for_each(|line| println!("  {line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_read_and_empty_ones_refused() {
        let wish = Wish::parse(&["--kills", "60", "--seed", "7", "--json"]).unwrap();
        assert_eq!((wish.kills, wish.seed, wish.json), (60, Some(7), true));
        assert_eq!(Wish::parse(&[]), None);
        assert_eq!(Wish::parse(&["--kills"]), None);
        assert_eq!(Wish::parse(&["--kills", "many"]), None);
    }
}
