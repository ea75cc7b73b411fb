//! The log of what was acknowledged: a line in `acknowledged.log` for every committed
//! change of articles and of what readers made of them.
//!
//! The database keeps the number of the last change, the log its lines after the commit.
//! So the log may lag behind, after a kill, but is ahead only where something was lost:
//! a deleted `library.db-wal`, an old database put in place of a newer one. The lines
//! then say what is missing.
//!
//! A line has fields between tabs: number, time, then what changed: `+ID:IDENTITY TITLE`
//! for an article that came, `~` for one that was changed, `-ID` for one that went, `*`
//! for anything else; a full stop ends it, so that a line half written is known for one.
//! Lines that begin with `!` say that the database was found to be behind, those with `=`
//! that it was restored from a copy; both name the number it then had.
//!
//! Invariant: nothing is read from here but to say what is missing.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fs_err::{File, OpenOptions};
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::checksums::{self, Deltas, Holds};
use crate::error::Doing;

/// Lines kept when the log has grown to more bytes than that.
const N_KEPT: usize = 10_000;
const MAX_BYTES: usize = 8 << 20;

/// Characters of a title, enough to know the article by.
const MAX_TITLE: usize = 60;

/// The log of a library that is open for writing.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    file: Option<File>,
}

/// A change that is about to be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    line: String,
}

/// What the log has and the database has not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lost {
    /// Changes.
    pub(crate) n_changes: usize,
    /// Articles that came or were changed, by id, with identity and title.
    pub(crate) articles: BTreeMap<i64, LostArticle>,
    /// Articles that had been removed.
    pub(crate) removed: BTreeSet<i64>,
    /// Whether anything else was changed.
    pub(crate) has_others: bool,
}

/// An article of lines that were lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LostArticle {
    pub(crate) identity: u64,
    pub(crate) title: String,
    /// Whether it was changed, be it after it came.
    pub(crate) is_changed: bool,
}

impl Log {
    /// Opens the log for lines to be added; notes if the database, whose last change has
    /// `number`, is behind. A log that cannot be written is done without.
    pub(crate) fn open(library: &Path, number: u64) -> Self {
        let path = path(library);
        let text = read(&path);
        let mut log = Self { path, file: None };
        log.shorten(&text);
        if Reading::of(&text).number > number {
            log.write(&format!("!{number}\t."));
        }
        log
    }

    /// Adds a line. What cannot be written leaves the log behind, which is no harm.
    pub(crate) fn append(&mut self, entry: &Entry) {
        self.write(&entry.line);
    }

    /// Notes that the database, whose last change has `number`, was restored.
    pub(crate) fn note_restored(&mut self, number: u64) -> Result<(), StoreError> {
        self.try_write(&format!("={number}\t.")).map_err(StoreError::File)
    }

    fn write(&mut self, line: &str) {
        if let Err(error) = self.try_write(line) {
            self.file = None;
            drop(error);
        }
    }

    fn try_write(&mut self, line: &str) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(open(&self.path)?),
        };
        // At once, so that a kill leaves a line or a part of one, never a gap.
        file.write_all(format!("{line}\n").as_bytes())
    }

    /// Keeps the latest lines once there are very many.
    fn shorten(&mut self, text: &str) {
        if text.len() <= MAX_BYTES {
            return;
        }
        let lines: Vec<&str> = text.lines().collect();
        let kept = &lines[lines.len().saturating_sub(N_KEPT)..];
        let shorter = self.path.with_extension("log.new");
        let written = fs_err::write(&shorter, kept.join("\n") + "\n")
            .and_then(|()| fs_err::rename(&shorter, &self.path));
        if written.is_err() {
            let _ = fs_err::remove_file(&shorter);
        }
    }
}

fn path(library: &Path) -> PathBuf {
    library.join("acknowledged.log")
}

/// For its owner alone; after a line that was half written on a line of its own.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).read(true);
    #[cfg(unix)]
    {
        use fs_err::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    if file.seek(SeekFrom::End(0))? > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    Ok(file)
}

/// What there is of it; nothing if there is no log.
fn read(path: &Path) -> String {
    fs_err::read(path)
        .map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The number of the last change in the database.
pub(crate) fn number(connection: &Connection) -> Result<u64, StoreError> {
    let value: Option<String> = connection
        .prepare_cached("SELECT value FROM library WHERE key = 'acknowledged'")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)).optional())
        .doing("reading the number of the last change")?;
    Ok(value.and_then(|value| value.parse().ok()).unwrap_or(0))
}

/// The line for what a transaction changed, and counts it in the database; `None` if
/// that is nothing to be missed.
pub(crate) fn entry(connection: &Connection, deltas: &Deltas) -> Result<Option<Entry>, StoreError> {
    // By article: how many of it there are more.
    let mut articles: BTreeMap<i64, i64> = BTreeMap::new();
    let mut has_others = false;
    for ((part, key), sum) in deltas {
        let Some(part) = checksums::by_id(*part) else { continue };
        match part.table {
            "articles" => *articles.entry(*key).or_default() += sum.n,
            // Cut anew, they are still the same article's.
            "passages" | "blocks" => {}
            _ if part.holds == Holds::Article => {
                articles.entry(*key).or_default();
            }
            "saved_searches" | "watched_folders" => has_others = true,
            _ => {}
        }
    }
    if articles.is_empty() && !has_others {
        return Ok(None);
    }
    let number = number(connection)? + 1;
    connection
        .prepare_cached("UPDATE library SET value = ?1 WHERE key = 'acknowledged'")
        .and_then(|mut statement| statement.execute([number.to_string()]))
        .doing("counting a change")?;
    let now: String = connection
        .prepare_cached("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .doing("counting a change")?;
    let mut line = format!("{number}\t{now}");
    for (id, n) in articles {
        line += &item(connection, id, n)?;
    }
    if has_others {
        line += "\t*";
    }
    line += "\t.";
    Ok(Some(Entry { line }))
}

fn item(connection: &Connection, id: i64, n: i64) -> Result<String, StoreError> {
    let article: Option<(String, i64, String)> = connection
        .prepare_cached("SELECT path, part, title FROM articles WHERE id = ?1")
        .and_then(|mut statement| {
            statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
        })
        .doing("counting a change")?;
    let Some((path, part, title)) = article else { return Ok(format!("\t-{id}")) };
    let sign = if n > 0 { '+' } else { '~' };
    let identity = identity(&path, part);
    let title: String =
        title.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_TITLE).collect();
    Ok(format!("\t{sign}{id}:{identity:016x} {title}"))
}

/// Tells articles apart by where they came from.
pub(crate) fn identity(path: &str, part: i64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_bytes()).update(&part.to_le_bytes());
    hasher.finalize().as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The log as it was read before the database, which goes ahead.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    text: String,
}

impl Acknowledged {
    pub(crate) fn read(library: &Path) -> Self {
        Self { text: read(&path(library)) }
    }

    /// Whether there is any line.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Titles of the articles there should be, as far back as the log goes.
    pub(crate) fn articles(&self) -> BTreeMap<i64, String> {
        let all = self.beyond(0).articles.into_iter();
        all.map(|(id, article)| (id, article.title)).collect()
    }

    /// What a database whose last change has `number` lacks.
    pub(crate) fn beyond(&self, number: u64) -> Lost {
        let mut reading = Reading::of(&self.text);
        reading.behind(number);
        let mut lost = Lost { n_changes: reading.lost.len(), ..Lost::default() };
        for line in reading.lost {
            line.split('\t').skip(2).for_each(|item| lost.take(item));
        }
        lost
    }
}

impl Lost {
    /// Leaves out articles that are there, having come again.
    pub(crate) fn without(&mut self, there: &HashSet<u64>) {
        self.articles.retain(|_, article| !there.contains(&article.identity));
    }

    fn take(&mut self, item: &str) {
        let sign = item.chars().next();
        let rest = item.get(1..).unwrap_or_default();
        match sign {
            Some('-') => {
                let Ok(id) = rest.parse() else { return };
                // One that came and went again is nothing to be missed.
                if self.articles.remove(&id).is_none() {
                    self.removed.insert(id);
                }
            }
            Some(sign @ ('+' | '~')) => {
                let Some((id, rest)) = rest.split_once(':') else { return };
                let (identity, title) = rest.split_once(' ').unwrap_or((rest, ""));
                if let (Ok(id), Ok(identity)) = (id.parse(), u64::from_str_radix(identity, 16)) {
                    let title = title.to_owned();
                    let is_changed = sign == '~';
                    self.articles.insert(id, LostArticle { identity, title, is_changed });
                }
            }
            Some('*') => self.has_others = true,
            _ => {}
        }
    }
}

/// The log gone through from its beginning.
#[derive(Debug, Default)]
struct Reading<'a> {
    /// Lines of changes that the database had last it was known.
    lines: Vec<(u64, &'a str)>,
    lost: Vec<&'a str>,
    /// The number the database had then.
    number: u64,
}

impl<'a> Reading<'a> {
    fn of(text: &'a str) -> Self {
        let mut reading = Self::default();
        for line in text.lines().filter(|line| line.ends_with("\t.")) {
            let first = line.split('\t').next().unwrap_or_default();
            if let Some(number) = first.strip_prefix('!').and_then(|it| it.parse().ok()) {
                reading.behind(number);
            } else if let Some(number) = first.strip_prefix('=').and_then(|it| it.parse().ok()) {
                reading.behind(number);
                reading.lost.clear();
            } else if let Ok(number) = first.parse() {
                reading.lines.push((number, line));
                reading.number = number;
            }
        }
        reading
    }

    /// The database was found to have no more than the change `number`.
    fn behind(&mut self, number: u64) {
        let (kept, lost) = self.lines.iter().partition(|(other, _)| *other <= number);
        self.lines = kept;
        let lost: Vec<(u64, &str)> = lost;
        self.lost.extend(lost.iter().map(|(_, line)| *line));
        self.number = self.number.min(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(text: &str, number: u64) -> (usize, Vec<i64>, Vec<i64>, bool) {
        let lost = Acknowledged { text: text.to_owned() }.beyond(number);
        let articles = lost.articles.keys().copied().collect();
        (lost.n_changes, articles, lost.removed.into_iter().collect(), lost.has_others)
    }

    #[test]
    fn lines_beyond_the_database_say_what_is_missing() {
        let text =
            "1\tt\t+1:0a One\t.\n2\tt\t+2:0b Two\t+3:0c Three\t.\n3\tt\t-3\t-1\t*\t.\n4\tt\t~2:0";
        assert_eq!(lost(text, 3), (0, vec![], vec![], false), "a half line is none");
        assert_eq!(lost(text, 2), (1, vec![], vec![1, 3], true));
        assert_eq!(lost(text, 1), (2, vec![2], vec![1], true));
        assert_eq!(lost(text, 9), (0, vec![], vec![], false), "the log may lag behind");
    }

    #[test]
    fn what_was_lost_stays_known_until_the_library_is_restored() {
        let old = "1\tt\t+1:0a One\t.\n2\tt\t+2:0b Two\t.\n!1\t.\n2\tt\t+2:0c Other\t.\n";
        assert_eq!(Reading::of(old).number, 2);
        assert_eq!(lost(old, 2), (1, vec![2], vec![], false));
        let restored = format!("{old}=1\t.\n2\tt\t+2:0d Third\t.\n");
        assert_eq!(lost(&restored, 2), (0, vec![], vec![], false));
        assert_eq!(lost(&restored, 1), (1, vec![2], vec![], false));
    }
}
