//! The small file beside a copy: what it holds, and the hash it is known by. A few lines
//! of TOML, written and read here without a parser.

use std::fmt::Write;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::check::Rows;
use super::partial_of;
use crate::private;

/// Why a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BackupReason {
    /// Somebody asked for it.
    ByHand,
    /// A day had passed.
    Daily,
    /// The library was about to be upgraded to another format.
    BeforeUpgrade,
}

impl BackupReason {
    const ALL: [Self; 3] = [Self::ByHand, Self::Daily, Self::BeforeUpgrade];

    /// Its name in file names and lists.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Daily => "daily",
            Self::BeforeUpgrade => "before-upgrade",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// A copy of a library, as its seal describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The copy itself.
    pub path: PathBuf,
    /// When it was made, ISO 8601 in UTC.
    pub made_at: String,
    /// Why.
    pub reason: BackupReason,
    /// Its database's format.
    pub format: u32,
    /// Articles in it.
    pub n_articles: u64,
    /// Its size.
    pub bytes: u64,
    /// BLAKE3 of the file, in hexadecimal.
    pub blake3: String,
    /// Version of the program that made it.
    pub program: String,
}

/// Where the seal of a copy lies.
pub(crate) fn seal_of(copy: &Path) -> PathBuf {
    let mut name = copy.as_os_str().to_owned();
    name.push(".toml");
    name.into()
}

/// Writes the seal whole or not at all, and synced.
pub(super) fn write(backup: &Backup, rows: &Rows) -> std::io::Result<()> {
    let seal = seal_of(&backup.path);
    write_whole(&seal, &text_of(backup, rows))
}

/// Writes a small file beside its name, syncs and renames it.
pub(crate) fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let partial = partial_of(path);
    let _ = fs::remove_file(&partial);
    let mut file = private::create_file(&partial)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs::rename(partial, path)?;
    private::sync_folder(path.parent().unwrap_or(Path::new(".")))
}

fn text_of(backup: &Backup, rows: &Rows) -> String {
    let mut text = format!(
        "# What the copy beside this file holds, and the hash it is known by.\n\
         blake3 = \"{}\"\nbytes = {}\nformat = {}\narticles = {}\nmade_at = \"{}\"\n\
         reason = \"{}\"\nprogram = \"{}\"\n\n[rows]\n",
        backup.blake3,
        backup.bytes,
        backup.format,
        backup.n_articles,
        backup.made_at,
        backup.reason.as_str(),
        backup.program,
    );
    for (table, n) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{table} = {n}");
    }
    text
}

/// The seal of a copy, if there is one that makes sense. Whether it holds is not asked.
pub(crate) fn read_seal(copy: &Path) -> Option<Backup> {
    let text = fs::read_to_string(seal_of(copy)).ok()?;
    let value = |key| value_of(&text, key);
    Some(Backup {
        path: copy.to_path_buf(),
        made_at: value("made_at")?.to_owned(),
        reason: BackupReason::named(value("reason")?)?,
        format: value("format")?.parse().ok()?,
        n_articles: value("articles")?.parse().ok()?,
        bytes: value("bytes")?.parse().ok()?,
        blake3: value("blake3").filter(|hash| hash.len() == 64)?.to_owned(),
        program: value("program")?.to_owned(),
    })
}

/// The value of `key = value` or `key = "value"` before the first table.
pub(crate) fn value_of<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let lines = text.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| line.split_once(" = ")).find(|(name, _)| *name == key).map(
        |(_, value)| {
            value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_comes_back_as_it_was_written_and_half_a_seal_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let backup = Backup {
            path: dir.path().join("library.db"),
            made_at: "2031-01-05T00:00:00Z".to_owned(),
            reason: BackupReason::Daily,
            format: 11,
            n_articles: 7,
            bytes: 4096,
            blake3: "a".repeat(64),
            program: "0.1.0".to_owned(),
        };
        write(&backup, &vec![("articles".to_owned(), 7)]).unwrap();
        assert_eq!(read_seal(&backup.path), Some(backup.clone()));
        let text = fs::read_to_string(seal_of(&backup.path)).unwrap();
        fs::write(seal_of(&backup.path), &text[..text.find("program").unwrap()]).unwrap();
        assert_eq!(read_seal(&backup.path), None);
    }
}
