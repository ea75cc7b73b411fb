//! The built-in sample: twelve articles written for this program, so that an
//! empty library has something to show.

use std::path::{Path, PathBuf};

use crate::{EngineError, Library};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../sample/", $name)))),*]
    };
}

const FILES: [(&str, &str); 12] = files![
    "coast-herald-bus-fares-one-price.html",
    "coast-herald-harbour-reset.html",
    "hallowick-reader-town-seal-found.md",
    "inland-gazette-lamb-vaccine-trial.html",
    "ledger-weekly-thaw-on-the-waterfront.html",
    "marsh-post-flood-gates-hold.html",
    "norden-wire-harbour-board-restore-ties.txt",
    "norden-wire-joint-council-to-return.html",
    "ostrey-lantern-chess-final.md",
    "saltmarsh-courier-barrier-pump-failure.txt",
    "the-quay-board-speaks-for-reset.html",
    "tideline-harbour-reset-republished.html",
];

impl Library {
    /// Writes the sample articles into the library's folder and returns that
    /// folder, ready to be imported like any other.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn write_sample(&self) -> Result<PathBuf, EngineError> {
        let folder = self.folder().join("sample");
        write(&folder).map_err(EngineError::Sample)?;
        Ok(folder)
    }
}

fn write(folder: &Path) -> std::io::Result<()> {
    fs_err::create_dir_all(folder)?;
    for (name, text) in FILES {
        fs_err::write(folder.join(name), text)?;
    }
    Ok(())
}
