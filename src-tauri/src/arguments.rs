//! The files a person names when starting the window: *Open with Parallax*, or a shell.
//!
//! Invariant: what comes out is absolute. Whether a file is there, and what is in it, the
//! import says. Not here: handing them to a window that is open already (`single_instance`).

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Files and folders among a program's arguments. Options are passed over, since desktops
/// and drivers add their own; what follows `--` is a file whatever it begins with.
///
/// `here`: the folder relative paths start from.
pub(crate) fn files(arguments: impl Iterator<Item = OsString>, here: &Path) -> Vec<PathBuf> {
    let mut are_options_over = false;
    let mut files = Vec::new();
    for argument in arguments {
        let is_option = argument.as_encoded_bytes().starts_with(b"-") && !are_options_over;
        if is_option {
            are_options_over = argument == "--";
        } else if !argument.is_empty() {
            files.push(here.join(argument));
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_passed_over_and_paths_made_absolute() {
        let files = |words: &[&str]| {
            let files = files(words.iter().map(OsString::from), Path::new("/here"));
            files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(files(&["a b.txt", "--automation", "/c.pdf"]), ["/here/a b.txt", "/c.pdf"]);
        assert_eq!(files(&["--", "-odd.txt", "--"]), ["/here/-odd.txt", "/here/--"]);
        assert!(files(&["", "-x"]).is_empty());
    }
}
