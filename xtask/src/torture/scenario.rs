//! What is done to a library while it is killed or its disk fails, each from a library made
//! for it, with what must be there before and after.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::program::{Facts, Program, copy_folder};
use crate::error::TaskError;
use crate::workspace::Workspace;

/// Articles of the library that most scenarios begin with.
const N_ARTICLES: usize = 14;

/// Pages that are captured twice.
const N_PAGES: usize = 6;

/// Articles that `remove` takes.
const N_REMOVED: usize = 7;

/// One kind of work.
pub(super) struct Scenario {
    pub(super) name: String,
    work: Work,
    /// The folder it begins with.
    base: PathBuf,
    /// What the library holds before; `None` where it cannot be read.
    pub(super) before: Option<Facts>,
    pub(super) after: Facts,
    /// Whether anything between before and after is wrong.
    pub(super) is_all_or_nothing: bool,
    /// The format that a copy must have once the library has another.
    pub(super) original_format: Option<u64>,
    /// How long it takes when nothing happens.
    pub(super) takes: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Import,
    Change,
    Versions,
    Remove,
    Tag,
    Highlight,
    Reindex,
    Backup,
    BackupElsewhere,
    Restore,
    Upgrade,
    Salvage,
}

/// A folder in which libraries are worked on, always at the same place, since they know
/// the paths of their files.
pub(super) struct World {
    root: PathBuf,
}

impl World {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    fn trial(&self) -> PathBuf {
        self.root.join("trial")
    }

    pub(super) fn library(&self) -> PathBuf {
        self.trial().join("library")
    }

    /// A folder for looking at copies.
    pub(super) fn check(&self) -> PathBuf {
        self.root.join("check")
    }

    /// Where a copy goes that does not stay in the library.
    pub(super) fn elsewhere(&self) -> PathBuf {
        self.trial().join("copy")
    }

    fn files(&self) -> PathBuf {
        self.trial().join("files")
    }

    fn keep_as(&self, name: &str) -> Result<PathBuf, TaskError> {
        let base = self.root.join("bases").join(name);
        copy_folder(&self.trial(), &base)?;
        Ok(base)
    }

    fn begin_with(&self, base: Option<&Path>) -> Result<(), TaskError> {
        let trial = self.trial();
        if trial.exists() {
            fs_err::remove_dir_all(&trial)?;
        }
        match base {
            Some(base) => copy_folder(base, &trial),
            None => Ok(fs_err::create_dir_all(trial)?),
        }
    }
}

impl Scenario {
    /// Lays the folder out as it was before the work.
    pub(super) fn reset(&self, world: &World) -> Result<(), TaskError> {
        world.begin_with(Some(&self.base))
    }

    /// The work; `None` when nothing is left of it.
    pub(super) fn command(&self, program: &Program, world: &World) -> Option<Command> {
        let library = world.library();
        let files = world.files();
        let new = files.join("new");
        let path = |path: &Path| path.to_string_lossy().into_owned();
        let arguments: Vec<String> = match self.work {
            Work::Import => vec!["import".into(), path(&new)],
            Work::Change | Work::Versions => vec!["import".into(), path(&files)],
            Work::Remove => {
                let ids = first_ids(program, &library, N_REMOVED)?;
                ["remove".into(), "--yes".into()].into_iter().chain(ids).collect()
            }
            Work::Tag => {
                let ids = first_ids(program, &library, N_ARTICLES)?;
                let tag = ["--add".to_owned(), "second".to_owned()];
                ["tag".to_owned()].into_iter().chain(ids).chain(tag).collect()
            }
            Work::Highlight => return Some(program.hand("highlight", &library)),
            Work::Reindex | Work::Upgrade => vec!["reindex".into()],
            Work::Backup => vec!["backup".into()],
            Work::BackupElsewhere if world.elsewhere().join("library.db").exists() => return None,
            Work::BackupElsewhere => vec!["backup".into(), path(&world.elsewhere())],
            Work::Restore => vec!["restore".into(), "--yes".into()],
            Work::Salvage => vec!["salvage".into()],
        };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Some(program.parallax(&library, &arguments, self.work == Work::Change))
    }
}

/// Every scenario, each tried once without anything happening to it.
pub(super) fn all(
    workspace: &Workspace,
    program: &Program,
    world: &World,
) -> Result<Vec<Scenario>, TaskError> {
    let plain = plain_library(program, world)?;
    let mut found = Vec::new();
    let mut add = |name: &str, work, base: &Path, before: Option<Facts>| -> Result<(), TaskError> {
        found.push(tried(program, world, name, work, base, before)?);
        Ok(())
    };
    let plain_facts = facts_in(program, world, &plain)?;
    add("highlights", Work::Highlight, &plain, Some(plain_facts))?;

    // From here on everything is highlighted too.
    world.begin_with(Some(&plain))?;
    must(program.hand("highlight", &world.library()))?;
    let marked = world.keep_as("marked")?;
    let before = facts_in(program, world, &marked)?;
    let known = || Some(before.clone());
    add("removal", Work::Remove, &marked, known())?;
    add("tagging", Work::Tag, &marked, known())?;
    add("reindex", Work::Reindex, &marked, known())?;
    add("backup", Work::Backup, &marked, known())?;
    add("backup elsewhere", Work::BackupElsewhere, &marked, known())?;
    add("salvage", Work::Salvage, &marked, known())?;

    world.begin_with(Some(&marked))?;
    write_files(&world.files().join("new"), "new", 16, 1)?;
    add("import", Work::Import, &world.keep_as("import")?, known())?;

    world.begin_with(Some(&marked))?;
    write_files(&world.files(), "story", N_ARTICLES, 2)?;
    add("change", Work::Change, &world.keep_as("change")?, known())?;

    let (versions, before) = library_with_versions(program, world, &marked)?;
    add("versions", Work::Versions, &versions, Some(before))?;

    world.begin_with(Some(&marked))?;
    must(program.parallax(&world.library(), &["backup"], false))?;
    must(program.parallax(&world.library(), &["remove", "--yes", "2", "3", "5"], false))?;
    let fewer = world.keep_as("fewer")?;
    let fewer_facts = facts_in(program, world, &fewer)?;
    add("restore", Work::Restore, &fewer, Some(fewer_facts))?;

    world.begin_with(Some(&fewer))?;
    fs_err::write(world.library().join("library.db"), b"what is no database".repeat(900))?;
    add("restore of a ruin", Work::Restore, &world.keep_as("ruin")?, None)?;

    world.begin_with(Some(&marked))?;
    let copy =
        program.json(&world.library(), &["backup"]).map_err(|what| wrong("backup", &what))?;
    let today = copy["format"].as_u64();
    // One of today's format is kept for the formats to come.
    let older =
        older_libraries(workspace)?.into_iter().filter(|(format, _)| Some(*format) != today);
    for (format, archive) in older {
        world.begin_with(None)?;
        unpack(&archive, &world.library())?;
        let base = world.keep_as(&format!("format-{format}"))?;
        add(&format!("upgrade from format {format}"), Work::Upgrade, &base, None)?;
    }
    for scenario in &mut found {
        scenario.is_all_or_nothing =
            matches!(scenario.work, Work::Restore | Work::Upgrade | Work::Salvage);
        if scenario.work == Work::Upgrade {
            // Opening it is upgrading it: what it holds is seen afterwards only.
            scenario.before = Some(scenario.after.clone());
            scenario.original_format =
                scenario.name.rsplit(' ').next().and_then(|format| format.parse().ok());
        }
    }
    Ok(found)
}

fn tried(
    program: &Program,
    world: &World,
    name: &str,
    work: Work,
    base: &Path,
    before: Option<Facts>,
) -> Result<Scenario, TaskError> {
    let mut scenario = Scenario {
        name: name.to_owned(),
        work,
        base: base.to_path_buf(),
        before,
        after: Facts::new(),
        is_all_or_nothing: false,
        original_format: None,
        takes: Duration::ZERO,
    };
    // The quicker of two: a machine busy elsewhere would have every kill come too late.
    scenario.takes = Duration::MAX;
    for _ in 0..2 {
        scenario.reset(world)?;
        let command = scenario.command(program, world);
        let started = Instant::now();
        if let Some(command) = command {
            must(command)?;
        }
        scenario.takes = scenario.takes.min(started.elapsed());
    }
    scenario.after =
        program.facts(&world.library()).map_err(|what| wrong(&scenario.name, &what))?;
    Ok(scenario)
}

/// Fourteen tagged articles with vectors and an index.
fn plain_library(program: &Program, world: &World) -> Result<PathBuf, TaskError> {
    world.begin_with(None)?;
    write_files(&world.files(), "story", N_ARTICLES, 1)?;
    let files = world.files().to_string_lossy().into_owned();
    let library = world.library();
    must(program.parallax(&library, &["import", &files], true))?;
    let ids = first_ids(program, &library, N_ARTICLES).unwrap_or_default();
    let tag: Vec<&str> = ["tag"]
        .into_iter()
        .chain(ids.iter().map(String::as_str))
        .chain(["--add", "kept"])
        .collect();
    must(program.parallax(&library, &tag, false))?;
    world.keep_as("plain")
}

/// Files that changed twice and are to change again, and pages of which a later capture is to
/// be imported: every text they had must be there whatever happens.
fn library_with_versions(
    program: &Program,
    world: &World,
    marked: &Path,
) -> Result<(PathBuf, Facts), TaskError> {
    world.begin_with(Some(marked))?;
    let (library, files) = (world.library(), world.files());
    write_captures(&files.join("early"), N_PAGES, 3)?;
    for version in [2, 3] {
        write_files(&files, "story", N_ARTICLES, version)?;
        must(program.parallax(&library, &["import", &files.to_string_lossy()], false))?;
    }
    let before = program.facts(&library).map_err(|what| wrong("versions", &what))?;
    write_files(&files, "story", N_ARTICLES, 4)?;
    write_captures(&files.join("late"), N_PAGES, 6)?;
    Ok((world.keep_as("versions")?, before))
}

/// Pages as they were captured in a month; their articles have an address each.
fn write_captures(folder: &Path, n_pages: usize, month: usize) -> Result<(), TaskError> {
    write_files(folder, "page", n_pages, month)?;
    for n in 0..n_pages {
        let plain = folder.join(format!("page-{n}.txt"));
        let text = fs_err::read_to_string(&plain)?;
        fs_err::remove_file(&plain)?;
        let address = format!("https://mill.example/page-{n}");
        let body: String =
            text.split("\n\n").skip(1).map(|line| format!("<p>{line}</p>\n")).collect();
        let page = format!(
            "<!DOCTYPE html><html lang=\"en\"><!-- Page saved with SingleFile \n url: {address} \n \
             saved date: 2031-0{month}-03T10:00:00Z\n--><head><title>Mill {n}</title>\
             <link rel=\"canonical\" href=\"{address}\"></head>\
             <body><article><h1>Mill {n}</h1>{body}</article></body></html>"
        );
        fs_err::write(folder.join(format!("page-{n}.html")), page)?;
    }
    Ok(())
}

fn facts_in(program: &Program, world: &World, base: &Path) -> Result<Facts, TaskError> {
    world.begin_with(Some(base))?;
    program.facts(&world.library()).map_err(|what| wrong("the library to begin with", &what))
}

/// Ids of the articles from the files first in the alphabet that are still there.
fn first_ids(program: &Program, library: &Path, n_wanted: usize) -> Option<Vec<String>> {
    let list = program.json(library, &["list"]).ok()?;
    let mut articles: Vec<(&str, u64)> = list
        .as_array()?
        .iter()
        .filter_map(|article| Some((article["path"].as_str()?, article["article_id"].as_u64()?)))
        .filter(|(path, _)| story_number(path).is_some_and(|number| number < n_wanted))
        .collect();
    articles.sort_unstable();
    let ids: Vec<String> = articles.into_iter().map(|(_, id)| id.to_string()).collect();
    (!ids.is_empty()).then_some(ids)
}

/// 7 for `…/story-7.txt`.
fn story_number(path: &str) -> Option<usize> {
    let name = Path::new(path).file_stem()?.to_str()?;
    name.strip_prefix("story-")?.parse().ok()
}

/// Short reports that differ in their facts, so that none is another's copy.
fn write_files(folder: &Path, name: &str, n_files: usize, version: usize) -> Result<(), TaskError> {
    const PLACES: [&str; 5] = ["Norden", "Ostrey", "Hallowick", "Velm", "Marsh End"];
    const EVENTS: [&str; 4] = [
        "the ferries were stopped by ice, and the islands ran short of bread",
        "the council voted to close the swimming bath and keep the library open",
        "wheat came in three weeks early, and there was no room for half of it",
        "engineers found the crack in the weir that had emptied the reservoir",
    ];
    fs_err::create_dir_all(folder)?;
    for n in 0..n_files {
        let (place, event) = (PLACES[n % PLACES.len()], EVENTS[n % EVENTS.len()]);
        let facts: String = (0..12)
            .map(|line| {
                let number = n * 37 + line * 11 + version * 5;
                format!(
                    "In year {number} of the {name} {event}, said the keeper of lock {line}.\n\n"
                )
            })
            .collect();
        let text = format!(
            "The {name} {n} of {place}\n\nThe mill of {place} stood still in version {version}.\n\n{facts}"
        );
        fs_err::write(folder.join(format!("{name}-{n}.txt")), text)?;
    }
    Ok(())
}

/// The libraries of older formats that are kept for tests, by format.
fn older_libraries(workspace: &Workspace) -> Result<Vec<(u64, PathBuf)>, TaskError> {
    let mut found = Vec::new();
    for entry in fs_err::read_dir(workspace.path("tests/fixtures/libraries"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(format) = name.strip_prefix("format-").and_then(|format| format.parse().ok()) {
            found.push((format, path));
        }
    }
    found.sort();
    Ok(found)
}

fn unpack(archive: &Path, library: &Path) -> Result<(), TaskError> {
    let failed = |source| TaskError::Archive { path: archive.to_path_buf(), source };
    let file = fs_err::File::open(archive)?;
    let mut zip = zip::ZipArchive::new(file.into_file()).map_err(failed)?;
    zip.extract(library).map_err(failed)
}

/// What must work when nothing happens to it.
fn must(mut command: Command) -> Result<(), TaskError> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(wrong(&command.get_args().next().unwrap_or_default().to_string_lossy(), &complaint))
}

fn wrong(name: &str, what: &str) -> TaskError {
    TaskError::Tortured { what: format!("{name} fails although nothing happened to it: {what}") }
}

/// The copies in a library's own folder, as the program lists them.
pub(super) fn listed(program: &Program, library: &Path) -> Result<Vec<Value>, String> {
    let list = program.json(library, &["restore", "--list"])?;
    list.as_array().cloned().ok_or_else(|| "the list of copies is no list".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_told_by_their_number() {
        assert_eq!(story_number("/a/story-13.txt"), Some(13));
        assert_eq!(story_number("/a/new-13.txt"), None);
    }

    #[test]
    fn files_differ_from_each_other_and_between_versions() {
        let dir = tempfile::tempdir().unwrap();
        let read = |n: usize| fs_err::read(dir.path().join(format!("story-{n}.txt"))).unwrap();
        write_files(dir.path(), "story", 3, 1).unwrap();
        let first = read(0);
        assert_ne!(first, read(1));
        write_files(dir.path(), "story", 3, 2).unwrap();
        assert_ne!(first, read(0));
    }
}
