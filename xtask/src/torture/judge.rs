//! What became of a library: whether anything known to be stored is gone, whether anything
//! is there by half, whether a copy that is called whole is, and whether the work completes.

use std::path::Path;

use super::program::{Facts, Program};
use super::scenario::{Scenario, World, listed};
use crate::error::TaskError;

/// What is wrong after one trial, a line each; empty when all is well.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) lost: Vec<String>,
    pub(super) partial: Vec<String>,
    pub(super) ruined: Vec<String>,
    pub(super) failed_reruns: Vec<String>,
}

impl Verdict {
    pub(super) fn is_good(&self) -> bool {
        self.all().next().is_none()
    }

    /// Everything that is wrong.
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        self.lost.iter().chain(&self.partial).chain(&self.ruined).chain(&self.failed_reruns)
    }
}

/// Looks at what a trial left, then does the work again. `acknowledged`: what the program
/// had said to have stored.
pub(super) fn judge(
    program: &Program,
    world: &World,
    scenario: &Scenario,
    acknowledged: &Facts,
) -> Result<Verdict, TaskError> {
    let mut verdict = Verdict::default();
    let library = world.library();
    if let Some(format) = scenario.original_format {
        check_original(program, &library, format, &mut verdict);
    }
    check_copies(program, world, &mut verdict)?;
    check_facts(program, scenario, &library, acknowledged, &mut verdict);
    if verdict.is_good() {
        run_again(program, world, scenario, &mut verdict)?;
        check_copies(program, world, &mut verdict)?;
    }
    Ok(verdict)
}

/// A library that is no longer of its original format must have a copy that is.
fn check_original(program: &Program, library: &Path, format: u64, verdict: &mut Verdict) {
    let is_old = match program.run(library, &["list"]) {
        Ok(output) => String::from_utf8_lossy(&output.stderr).contains("older format"),
        Err(_) => false,
    };
    if is_old {
        return;
    }
    match listed(program, library) {
        Ok(copies) => {
            let has_one = copies.iter().any(|copy| {
                copy["state"] == "whole"
                    && copy["seal"]["reason"] == "before-upgrade"
                    && copy["seal"]["format"] == format
            });
            if !has_one {
                verdict.ruined.push(format!("upgraded without a whole copy of format {format}"));
            }
        }
        Err(what) => verdict.ruined.push(what),
    }
}

/// Every copy must be whole, and open.
fn check_copies(program: &Program, world: &World, verdict: &mut Verdict) -> Result<(), TaskError> {
    let copies = match listed(program, &world.library()) {
        Ok(copies) => copies,
        Err(what) => {
            verdict.ruined.push(what);
            return Ok(());
        }
    };
    let mut paths: Vec<String> = Vec::new();
    for copy in copies {
        let path = copy["path"].as_str().unwrap_or_default().to_owned();
        if copy["state"] == "whole" {
            paths.push(path);
        } else {
            verdict.ruined.push(format!("{path} is {}", copy["state"]));
        }
    }
    let elsewhere = world.elsewhere().join("library.db");
    if elsewhere.exists() {
        paths.push(elsewhere.to_string_lossy().into_owned());
    }
    for path in paths {
        if let Err(what) = opens(program, &world.check(), Path::new(&path))? {
            verdict.ruined.push(format!("{path} is called whole: {what}"));
        }
    }
    Ok(())
}

/// Whether a copy opens as a library in which everything is whole.
fn opens(program: &Program, folder: &Path, copy: &Path) -> Result<Result<(), String>, TaskError> {
    if folder.exists() {
        fs_err::remove_dir_all(folder)?;
    }
    fs_err::create_dir_all(folder)?;
    fs_err::copy(copy, folder.join("library.db"))?;
    Ok(program
        .facts(folder)
        .and_then(|facts| if facts.is_empty() { Err("it is empty".to_owned()) } else { Ok(()) })
        .and_then(|()| program.json(folder, &["verify"]).map(drop)))
}

fn check_facts(
    program: &Program,
    scenario: &Scenario,
    library: &Path,
    acknowledged: &Facts,
    verdict: &mut Verdict,
) {
    let facts = match program.facts(library) {
        Ok(facts) => facts,
        // What could not be read before may be unreadable still.
        Err(error) if scenario.before.is_none() && error.starts_with("library_damaged") => return,
        Err(error) => {
            verdict.partial.push(format!("it does not open: {error}"));
            return;
        }
    };
    let nothing = Facts::new();
    let before = scenario.before.as_ref().unwrap_or(&nothing);
    let after = &scenario.after;
    compare(before, after, &facts, acknowledged, scenario.is_all_or_nothing, verdict);
    if let Err(what) = program.json(library, &["verify"]) {
        verdict.partial.push(format!("verify: {what}"));
    }
}

/// What is there must be of before or after, and hold what is of both and what was said to
/// be stored.
fn compare(
    before: &Facts,
    after: &Facts,
    facts: &Facts,
    acknowledged: &Facts,
    is_all_or_nothing: bool,
    verdict: &mut Verdict,
) {
    let must = before.intersection(after).chain(acknowledged);
    verdict
        .lost
        .extend(must.filter(|fact| !facts.contains(*fact)).map(|fact| format!("gone: {fact}")));
    let odd = facts.iter().filter(|fact| !before.contains(*fact) && !after.contains(*fact));
    verdict.partial.extend(odd.map(|fact| format!("neither old nor new: {fact}")));
    if is_all_or_nothing && facts != before && facts != after {
        verdict.partial.push("between the old library and the new".to_owned());
    }
    let there = articles(facts);
    for name in articles(before).intersection(&articles(after)) {
        // One version or the other of what is in both.
        if !there.contains(name) {
            verdict.lost.push(format!("neither version of {name} is there"));
        }
    }
}

/// Paths of the articles among the facts.
fn articles(facts: &Facts) -> std::collections::BTreeSet<String> {
    let paths = facts.iter().filter_map(|fact| fact.strip_prefix("article ")?.split(' ').next());
    paths.map(str::to_owned).collect()
}

fn run_again(
    program: &Program,
    world: &World,
    scenario: &Scenario,
    verdict: &mut Verdict,
) -> Result<(), TaskError> {
    if let Some(mut command) = scenario.command(program, world) {
        let output = command.output()?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            verdict.failed_reruns.push(format!("again: {complaint}"));
            return Ok(());
        }
    }
    match program.facts(&world.library()) {
        Ok(facts) if facts == scenario.after => {}
        Ok(_) => verdict.failed_reruns.push("again, but it is not done".to_owned()),
        Err(error) => verdict.failed_reruns.push(format!("again, and it does not open: {error}")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(lines: &[&str]) -> Facts {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    /// Numbers of lines on what is lost and what is there by half.
    fn judged(now: &[&str], said: &[&str], is_all_or_nothing: bool) -> (usize, usize) {
        let before = facts(&["article a old", "article b same", "tag b kept"]);
        let after = facts(&["article a new", "article b same", "tag b kept", "article c new"]);
        let mut verdict = Verdict::default();
        compare(&before, &after, &facts(now), &facts(said), is_all_or_nothing, &mut verdict);
        (verdict.lost.len(), verdict.partial.len())
    }

    #[test]
    fn every_kind_of_loss_is_seen() {
        let between = ["article a old", "article b same", "tag b kept", "article c new"];
        assert_eq!(judged(&between, &[], false), (0, 0));
        assert_eq!(judged(&between, &[], true), (0, 1), "half of what is whole or nothing");
        assert_eq!(judged(&between, &["article a new"], false), (1, 0), "said to be stored");
        assert_eq!(judged(&between[1..], &[], false), (1, 0), "neither version");
        assert_eq!(judged(&["article a old", "article b same"], &[], false), (1, 0), "a tag");
        let odd = [&between[..], &["article a torn"]].concat();
        assert_eq!(judged(&odd, &[], false), (0, 1), "by half");
    }
}
