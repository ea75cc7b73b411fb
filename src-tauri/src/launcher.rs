//! Starts programs that are not ours (the one a file opens in, the file manager).
//!
//! The window is locked out of the network, and what it starts inherits the lock: a
//! browser opened from it would show no page. So on Linux a shell is started before
//! the lock, which does one thing: hand a path it is given to the system's opener. It
//! ends with the window.
//!
//! Invariant: nothing but absolute paths reaches it, and only those of a library's own
//! files (`outside`); it is the one process of Parallax that the lock does not hold.
//! Not here: which files may be opened at all.

use std::io;
use std::path::Path;

/// To be called before the lock.
pub(crate) fn start() {
    #[cfg(target_os = "linux")]
    linux::start();
}

/// Opens a file or folder in the program the system has for it.
///
/// # Errors
/// When there is no such program, or it cannot be started.
pub(crate) fn open(path: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    return linux::open(path);
    #[cfg(not(target_os = "linux"))]
    open_library::that_detached(path)
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::{self, BufRead, BufReader, ErrorKind, Write};
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;
    use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
    use std::sync::{Mutex, OnceLock, PoisonError};

    /// One path a line; answers `opened` or `none` a line.
    const SCRIPT: &str = r#"
        while IFS= read -r path; do
            if command -v xdg-open >/dev/null; then
                xdg-open "$path" </dev/null >/dev/null 2>&1 & echo opened
            elif command -v gio >/dev/null; then
                gio open "$path" </dev/null >/dev/null 2>&1 & echo opened
            else
                echo none
            fi
        done"#;

    static SHELL: OnceLock<Mutex<io::Result<Launcher>>> = OnceLock::new();

    struct Launcher {
        /// Kept, so that it is a child of ours as long as we are there.
        _child: Child,
        to: ChildStdin,
        from: BufReader<ChildStdout>,
    }

    pub(super) fn start() {
        SHELL.get_or_init(|| Mutex::new(Launcher::start()));
    }

    pub(super) fn open(path: &Path) -> io::Result<()> {
        let bytes = path.as_os_str().as_bytes();
        if !path.is_absolute() || bytes.contains(&b'\n') {
            return Err(io::Error::new(ErrorKind::InvalidInput, "its name holds a line break"));
        }
        let launcher = SHELL.get_or_init(|| Mutex::new(Launcher::start()));
        let mut launcher = launcher.lock().unwrap_or_else(PoisonError::into_inner);
        let launcher = launcher.as_mut().map_err(|error| io::Error::other(error.to_string()))?;
        launcher.open(bytes)
    }

    impl Launcher {
        fn start() -> io::Result<Self> {
            let mut child = Command::new("/bin/sh")
                .args(["-c", SCRIPT])
                .current_dir("/")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            match (child.stdin.take(), child.stdout.take()) {
                (Some(to), Some(from)) => {
                    Ok(Self { _child: child, to, from: BufReader::new(from) })
                }
                _ => Err(ErrorKind::BrokenPipe.into()),
            }
        }

        fn open(&mut self, path: &[u8]) -> io::Result<()> {
            self.to.write_all(&[path, b"\n"].concat())?;
            let mut answer = String::new();
            self.from.read_line(&mut answer)?;
            match answer.trim_end() {
                "opened" => Ok(()),
                _ => Err(io::Error::new(ErrorKind::NotFound, "no program to open files with")),
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_paths_that_are_one_line_are_handed_on() {
            assert!(open(Path::new("relative.html")).is_err());
            assert!(open(Path::new("/a\n/etc/passwd")).is_err());
        }
    }
}
