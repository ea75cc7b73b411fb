//! Files made to hurt, thousands of them, in one folder with good ones: the good ones
//! are read, each bad one is read or named with its next step, and the program stays
//! within its memory and leaves no child behind.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::hostile_kinds::{KINDS, good, write_named};
use super::processes::Watched;
use super::random::Random;
use crate::command;
use crate::error::TaskError;
use crate::workspace::Workspace;

const N_GOOD: usize = 50;

/// What is promised, in bytes and time.
const MAX_PARENT: u64 = 600 << 20;
const MAX_CHILD: u64 = 1_200 << 20;
const MAX_TIME: Duration = Duration::from_mins(30);

/// - `programs`: folder of built programs; without it they are built first.
pub(super) fn run(
    workspace: &Workspace,
    n_files: usize,
    programs: Option<&Path>,
) -> Result<(), TaskError> {
    if programs.is_none() {
        command::run(workspace.cargo().args(["build", "-p", "parallax-cli"]), None)?;
    }
    let built = workspace.path("target/debug");
    let parallax = programs.unwrap_or(&built).join("parallax");
    let folder = workspace.path("target/torture/hostile");
    if folder.exists() {
        fs_err::remove_dir_all(&folder)?;
    }
    let files = folder.join("files");
    fs_err::create_dir_all(&files)?;
    let kinds = write_all(&files, n_files)?;
    println!("{n_files} hostile files of {} kinds, {N_GOOD} good ones", KINDS.len());
    let started = Instant::now();
    let (report, watched) = import(workspace, &parallax, &folder, &files)?;
    let took = started.elapsed();
    let outcomes = Outcomes::of(&report);
    table(&kinds, &outcomes);
    let wrong = judge(&kinds, &outcomes, &watched, took);
    let most = watched.children.values().max().copied().unwrap_or_default();
    println!(
        "{:.0} s; parent {} MB; largest of {} children {} MB; {} left behind",
        took.as_secs_f64(),
        watched.own >> 20,
        watched.children.len(),
        most >> 20,
        watched.left_behind()
    );
    for problem in &wrong {
        eprintln!("wrong: {problem}");
    }
    if wrong.is_empty() {
        println!("everything held");
        return Ok(());
    }
    Err(TaskError::Missing {
        what: format!("{} promises were broken", wrong.len()),
        hint: format!("the files are in {}", files.display()),
    })
}

/// Which kind each file is of, by its path as reports name it. Good ones are `None`.
type Kinds = BTreeMap<String, Option<&'static str>>;

fn write_all(files: &Path, n_files: usize) -> Result<Kinds, TaskError> {
    let mut random = Random::new(20_310_104);
    let mut kinds = Kinds::new();
    for n in 0..n_files {
        let (kind, make) = KINDS[n % KINDS.len()];
        let (ending, bytes) = make(&mut random, n);
        let path = write_named(files, &mut random, n, ending, &bytes)?;
        kinds.insert(as_reported(&path), Some(kind));
    }
    for n in 0..N_GOOD {
        let (ending, bytes) = good(n);
        let path = files.join(format!("good-{n:02}.{ending}"));
        fs_err::write(&path, bytes)?;
        kinds.insert(as_reported(&path), None);
    }
    Ok(kinds)
}

/// Names that are no Unicode are reported escaped; by its number each is known.
fn as_reported(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>() + tail(&name)
}

/// `-01` of `good-01.txt`.
fn tail(name: &str) -> &str {
    name.strip_prefix("good").map_or("", |rest| rest.get(..3).unwrap_or_default())
}

fn import(
    workspace: &Workspace,
    program: &Path,
    folder: &Path,
    files: &Path,
) -> Result<(Value, Watched), TaskError> {
    let out = folder.join("report.json");
    let arguments: [OsString; 5] = [
        "--library".into(),
        folder.join("library").into(),
        "import".into(),
        files.into(),
        "--json".into(),
    ];
    let mut child = workspace
        .command(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(fs_err::File::create(&out)?.into_parts().0)
        .spawn()
        .map_err(|source| TaskError::CannotStart { program: "parallax".to_owned(), source })?;
    let mut watched = Watched::default();
    while child.try_wait()?.is_none() {
        watched.look(child.id());
        std::thread::sleep(Duration::from_millis(40));
    }
    std::thread::sleep(Duration::from_secs(2));
    let report = serde_json::from_slice(&fs_err::read(&out)?);
    let report = report.map_err(|error| TaskError::Page { path: out, what: error.to_string() })?;
    Ok((report, watched))
}

/// What came of each file: `imported`, or a code.
#[derive(Default)]
struct Outcomes {
    by_file: BTreeMap<String, String>,
    /// Files that failed without message or next step.
    unexplained: BTreeSet<String>,
}

impl Outcomes {
    fn of(report: &Value) -> Self {
        let mut outcomes = Self::default();
        let listed = |list: &str| report[list].as_array().cloned().unwrap_or_default();
        let file = |entry: &Value| {
            as_reported(&PathBuf::from(
                entry["path"].as_str().unwrap_or_default().trim_end_matches('/'),
            ))
        };
        for entry in listed("skipped") {
            let reason = entry["reason"].as_str().unwrap_or_default();
            outcomes.by_file.insert(file(&entry), format!("passed over: {reason}"));
        }
        for list in ["imported", "unchanged"] {
            for entry in listed(list) {
                outcomes.by_file.insert(file(&entry), "imported".to_owned());
            }
        }
        for entry in listed("failed") {
            let code = entry["code"].as_str().unwrap_or_default().to_owned();
            let is_told = |field: &str| entry[field].as_str().is_some_and(|text| !text.is_empty());
            if code.is_empty() || !is_told("message") || !is_told("hint") {
                outcomes.unexplained.insert(file(&entry));
            }
            outcomes.by_file.insert(file(&entry), code);
        }
        outcomes
    }
}

fn table(kinds: &Kinds, outcomes: &Outcomes) {
    let mut rows: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (file, kind) in kinds {
        let outcome = outcomes.by_file.get(file).map_or("NO OUTCOME", String::as_str);
        *rows.entry(kind.unwrap_or("good")).or_default().entry(outcome).or_default() += 1;
    }
    for (kind, counts) in rows {
        let counts: Vec<String> = counts.iter().map(|(code, n)| format!("{n} {code}")).collect();
        println!("{kind:<34} {}", counts.join(", "));
    }
}

fn judge(kinds: &Kinds, outcomes: &Outcomes, watched: &Watched, took: Duration) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, kind) in kinds {
        match (kind, outcomes.by_file.get(file).map(String::as_str)) {
            (_, None) => wrong.push(format!("`{file}` has no outcome")),
            (None, Some(outcome)) if outcome != "imported" => {
                wrong.push(format!("`{file}` is good, and came out as {outcome}"));
            }
            _ => {}
        }
    }
    wrong.extend(outcomes.unexplained.iter().map(|file| format!("`{file}` is not explained")));
    if watched.own > MAX_PARENT {
        wrong.push(format!("the program took {} MB", watched.own >> 20));
    }
    let most = watched.children.values().max().copied().unwrap_or_default();
    if most > MAX_CHILD {
        wrong.push(format!("a child took {} MB", most >> 20));
    }
    if watched.left_behind() > 0 {
        wrong.push(format!("{} children were left behind", watched.left_behind()));
    }
    if took > MAX_TIME {
        wrong.push(format!("it took {:.0} minutes", took.as_secs_f64() / 60.0));
    }
    wrong
}
