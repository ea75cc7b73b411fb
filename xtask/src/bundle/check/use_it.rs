//! Uses an installed Parallax as a person would: imports, searches, looks at copies and
//! stories, exports; opens the window with files, and once more with others.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::output;
use crate::error::TaskError;
use crate::workspace::Workspace;

use super::super::facts::Facts;
use super::articles;
use super::bare::{Bare, User};
use super::failed;
use super::screen::Screen;

/// Words the sample's articles do not use for what they say.
const BY_MEANING: &str = "the port authority hopes to make peace with its workers";

/// Words the PDF does not use for what it says.
const OF_THE_PDF: &str = "people who look after the beacon tally birds on passage";

/// How long a second start may take to hand its files over.
const HAND_OVER: Duration = Duration::from_secs(20);

/// From the start to a window on the screen, and from there to something in it. What was
/// measured is told; this only ends the waiting, on machines that are at work otherwise.
const UNTIL_WINDOW: Duration = Duration::from_mins(1);

/// What came of it.
pub(super) struct Used {
    /// From the beginning of the import to the first answer by meaning.
    pub(super) first_answer: Duration,
    /// In a few words.
    pub(super) told: String,
}

/// The command line on a library of this user's own.
struct Cli<'a> {
    bare: &'a Bare,
    user: &'a User,
    program: &'a str,
    library: String,
}

impl Cli<'_> {
    /// The JSON of a command that must succeed.
    fn json(&self, arguments: &[&str]) -> Result<Value, TaskError> {
        let head = [self.program, "--library", self.library.as_str(), "--json"];
        let printed = self.bare.within(self.user, &[&head, arguments].concat())?;
        serde_json::from_str(&printed)
            .map_err(|error| failed(format!("`{arguments:?}` printed no JSON: {error}")))
    }
}

/// Fails with `what` unless it `holds`.
fn demand(holds: bool, what: &str, seen: &Value) -> Result<(), TaskError> {
    if holds { Ok(()) } else { Err(failed(format!("{what}: {seen}"))) }
}

fn n(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

fn library(user: &User) -> String {
    format!("{}/Library of packages ü", user.home)
}

/// Imports, searches by meaning, looks at copies and stories, exports, verifies.
pub(super) fn on_the_command_line(
    bare: &Bare,
    user: &User,
    program: &str,
    facts: &Facts,
) -> Result<Used, TaskError> {
    let library = library(user);
    bare.within(user, &["rm", "-rf", &library])?;
    let cli = Cli { bare, user, program, library };
    let version = bare.within(user, &[program, "--version"])?;
    let expected = format!("parallax {} (commit ", facts.version);
    if !version.starts_with(&expected) || !version.contains("\nmodel pack: all-") {
        return Err(failed(format!("`--version` says `{version}`")));
    }

    let start = Instant::now();
    let report = cli.json(&["import", articles::FOLDER])?;
    let imported_after = start.elapsed();
    let n_imported = n(&report["imported"]);
    demand(n(&report["failed"]) == 0 && n_imported >= 12, "the import lacks articles", &report)?;
    let found = cli.json(&["search", "--mode", "meaning", BY_MEANING])?;
    let first_answer = start.elapsed();
    let best = found["results"][0]["text"].as_str().unwrap_or_default();
    demand(best.contains("arbour") || best.contains("dock"), "the wrong passage leads", &found)?;
    let found = cli.json(&["search", "--mode", "meaning", OF_THE_PDF])?;
    let best = found["results"][0]["text"].as_str().unwrap_or_default();
    demand(best.contains("lighthouse"), "the PDF is not found by meaning", &found)?;

    let copies = cli.json(&["copies"])?;
    demand(n(&copies["groups"]) >= 1, "no copy was found", &copies)?;
    let stories = cli.json(&["stories", "--min-articles", "3"])?;
    demand(n(&stories["stories"]) >= 1, "no story was found", &stories)?;
    let out = format!("{}/export ü.bib", user.home);
    bare.within(user, &["rm", "-f", &out])?;
    cli.json(&["export", "--query", "harbour", "--format", "bibtex", "--out", &out])?;
    let exported = fs_err::read_to_string(bare.path(&out))?;
    demand(exported.contains('@'), "the export holds no entry", &Value::String(exported.clone()))?;
    let sound = cli.json(&["verify"])?;
    demand(n(&sound["problems"]) == 0, "the library is not sound", &sound)?;
    bare.within(user, &[program, "--library", &cli.library, "doctor"])?;
    Ok(Used {
        first_answer,
        told: format!("{n_imported} articles imported in {imported_after:.1?}"),
    })
}

/// Opens the window with two files, then once more with a third, and looks at what came of
/// it. `folder`: where the programs lie. `name`: of the picture that is taken.
pub(super) fn in_the_window(
    workspace: &Workspace,
    bare: &Bare,
    user: &User,
    folder: &str,
    name: &str,
) -> Result<String, TaskError> {
    let library = format!("{}/Library of the window", user.home);
    bare.within(user, &["rm", "-rf", &library])?;
    let run = format!("{}/run", user.home);
    bare.within(user, &["mkdir", "-p", "-m", "700", &run])?;
    let screen = Screen::start(workspace)?;
    let variable = format!("PARALLAX_LIBRARY={library}");
    let program = format!("{folder}/parallax-desktop");
    let start = |files: &[&str]| {
        let words = [&["env", variable.as_str(), program.as_str()], files].concat();
        let mut command = bare.command(user, &words);
        command.env("CHECK_DISPLAY", screen.name()).stdin(Stdio::null());
        command
    };
    let of = |file: &str| format!("{}/{file}", articles::FOLDER);
    let (first, second) =
        (of("marsh-post-flood-gates-hold.html"), of("ostrey-lantern-chess-final.md"));
    let began = Instant::now();
    let mut window = start(&[&first, &second]).spawn()?;
    let shown = screen.wait_for_window("Parallax", UNTIL_WINDOW);
    let shown_after = began.elapsed();
    let outcome = shown.and_then(|()| {
        screen.wait_for_drawing(UNTIL_WINDOW)?;
        let drawn_after = began.elapsed();
        let handed = hand_over(&mut start(&[&of("lighthouse.pdf")]))?;
        await_articles(bare, user, folder, &library, 3)?;
        Ok((drawn_after, handed))
    });
    let picture = screen.picture(workspace, name);
    // By the id of its own group of processes: everything below ends with it.
    let _ = window.kill();
    let _ = window.wait();
    let (drawn_after, handed) = outcome?;
    Ok(format!(
        "window after {shown_after:.1?}, drawn after {drawn_after:.1?}, a second start handed its file over in {handed:.1?}, \
         picture in {}",
        picture?.display()
    ))
}

/// A second start ends by itself, and successfully, once its files were taken.
fn hand_over(second: &mut std::process::Command) -> Result<Duration, TaskError> {
    let start = Instant::now();
    let mut second = second.spawn()?;
    loop {
        if let Some(status) = second.try_wait()? {
            return if status.success() {
                Ok(start.elapsed())
            } else {
                Err(failed(format!("the second start ended with {status}")))
            };
        }
        if start.elapsed() > HAND_OVER {
            let _ = second.kill();
            let _ = second.wait();
            return Err(failed("the second start opened a window instead of handing over"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until the window's library holds so many articles, all found by meaning.
fn await_articles(
    bare: &Bare,
    user: &User,
    folder: &str,
    library: &str,
    wanted: usize,
) -> Result<(), TaskError> {
    let program = format!("{folder}/parallax");
    let cli = Cli { bare, user, program: &program, library: library.to_owned() };
    let start = Instant::now();
    loop {
        let list = cli.json(&["list"])?;
        if n(&list) == wanted {
            return Ok(());
        }
        if start.elapsed() > Duration::from_mins(1) {
            return Err(failed(format!("the window imported something else: {list}")));
        }
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// One line that changes when anything in the user's libraries does.
pub(super) fn fingerprint(bare: &Bare, user: &User) -> Result<String, TaskError> {
    let script = "find \"$1\" -type f -path '*Library of*' -print0 | sort -z | xargs -0 sha256sum | sha256sum";
    output(&mut bare.command(user, &["sh", "-c", script, "sh", &user.home]))
}
