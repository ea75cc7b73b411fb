//! What the window remembers between two runs: which library, how it is placed on
//! the screen, how much of the machine it may use. One small file of JSON.
//!
//! Invariant: a file that is missing, damaged or of another version costs the
//! choices in it and nothing else. Not here: anything about articles.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// Libraries remembered, the one open among them.
const N_LIBRARIES: usize = 8;

/// The choices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Choices {
    /// Libraries opened, latest first.
    pub(crate) libraries: Vec<PathBuf>,
    /// Whether the model may use one core only.
    pub(crate) saves_power: bool,
    /// Whether pages that are pictures are left unread.
    pub(crate) leaves_scans: bool,
    /// Whether the open library is copied each day.
    pub(crate) backs_up_daily: bool,
    /// Where the window was.
    pub(crate) place: Option<Place>,
}

/// A window on the screen, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) is_maximised: bool,
}

/// The choices and the file they are kept in.
#[derive(Debug)]
pub(crate) struct Settings {
    file: Option<PathBuf>,
    choices: Mutex<Choices>,
}

impl Settings {
    /// Reads the choices; without a folder they last as long as the program.
    pub(crate) fn read(folder: Option<&Path>) -> Self {
        let file = folder.map(|folder| folder.join("window.json"));
        let text = file.as_ref().and_then(|file| fs_err::read_to_string(file).ok());
        let choices = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { file, choices: Mutex::new(choices) }
    }

    pub(crate) fn choices(&self) -> Choices {
        self.choices.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the choices and writes them if they differ.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Choices)) {
        let mut choices = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        let before = choices.clone();
        change(&mut choices);
        if let (true, Some(file)) = (*choices != before, &self.file)
            && let Err(error) = write(file, &choices)
        {
            tracing::warn!(%error, "the window's settings could not be kept");
        }
    }

    /// Puts a library on top of those remembered.
    pub(crate) fn opened(&self, library: &Path) {
        self.change(|choices| {
            choices.libraries.retain(|other| other != library);
            choices.libraries.insert(0, library.to_path_buf());
            choices.libraries.truncate(N_LIBRARIES);
        });
    }
}

/// Written beside and renamed: never half a file.
fn write(file: &Path, choices: &Choices) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs_err::create_dir_all(folder)?;
    }
    let fresh = file.with_extension("json.new");
    fs_err::write(&fresh, serde_json::to_string_pretty(choices)?)?;
    fs_err::rename(fresh, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("parallax-kept-{name}-{}", std::process::id()));
        let _ = fs_err::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn choices_outlive_the_program() {
        let folder = folder("outlive");
        let kept = Settings::read(Some(&folder));
        kept.opened(Path::new("/a"));
        kept.opened(Path::new("/b"));
        kept.opened(Path::new("/a"));
        kept.change(|choices| choices.saves_power = true);
        let again = Settings::read(Some(&folder)).choices();
        assert_eq!(again.libraries, [Path::new("/a"), Path::new("/b")]);
        assert!(again.saves_power);
        fs_err::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_damaged_file_costs_the_choices_only() {
        let folder = folder("damaged");
        fs_err::create_dir_all(&folder).unwrap();
        fs_err::write(folder.join("window.json"), "{\"libraries\": [1").unwrap();
        assert_eq!(Settings::read(Some(&folder)).choices(), Choices::default());
        fs_err::remove_dir_all(folder).unwrap();
    }
}
