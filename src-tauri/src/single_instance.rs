//! One window for a library: a second start hands its files to the window that is open.
//!
//! They meet at a Unix socket in the user's runtime folder, or in the library's own where
//! there is none that is private: only the user may enter either. A message is a greeting
//! and absolute paths, each ended by a zero byte; the answer says that they were taken.
//!
//! Invariant: files count as handed over only once the other window has said so. One that
//! is gone, or on its way out, does not answer: then this start opens a window itself.
//! Not here: what becomes of the files (`shell`). On Windows every start opens a window.

#![cfg(unix)]

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Begins every message; another version of it, another greeting.
const GREETING: &[u8] = b"parallax-open-1";
const TAKEN: &[u8] = b"taken";

/// More bytes of paths than a system lets a program be started with (2 MiB on Linux) are
/// not a message of ours.
const MOST_BYTES: u64 = 4 << 20;

/// A socket's path is cut off beyond this by the systems we know (macOS: 104).
const LONGEST_PATH: usize = 100;

/// For the other window to answer: it may be busy drawing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where windows of the library in `folder` meet; `None` where no such path is possible.
///
/// `runtime`: the folder `XDG_RUNTIME_DIR` names, if any.
pub(crate) fn meeting_place(folder: &Path, runtime: Option<&Path>) -> Option<PathBuf> {
    let folder = fs_err::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let place = match runtime.filter(|runtime| is_private(runtime)) {
        Some(runtime) => {
            let hash = blake3::hash(folder.as_os_str().as_bytes()).to_hex();
            runtime.join(format!("parallax-{}.socket", &hash[..16]))
        }
        None => folder.join("window.socket"),
    };
    (place.as_os_str().len() <= LONGEST_PATH).then_some(place)
}

fn is_private(folder: &Path) -> bool {
    const OF_OTHERS: u32 = 0o077;
    let about = fs_err::metadata(folder);
    folder.is_absolute()
        && about.is_ok_and(|about| about.is_dir() && about.permissions().mode() & OF_OTHERS == 0)
}

/// Hands `files` to the window that listens at `place`; with none it only comes to the
/// front. False when there is no such window.
pub(crate) fn hand_over(place: &Path, files: &[PathBuf]) -> bool {
    let hand = || -> io::Result<bool> {
        let mut stream = UnixStream::connect(place)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.write_all(&message(files))?;
        stream.shutdown(Shutdown::Write)?;
        let mut answer = Vec::new();
        stream.take(64).read_to_end(&mut answer)?;
        Ok(answer == TAKEN)
    };
    hand().unwrap_or(false)
}

fn message(files: &[PathBuf]) -> Vec<u8> {
    let parts = std::iter::once(GREETING).chain(files.iter().map(|it| it.as_os_str().as_bytes()));
    parts.flat_map(|part| part.iter().copied().chain([0])).collect()
}

/// The paths of a message; `None` where it is not one of ours.
fn parsed(message: &[u8]) -> Option<Vec<PathBuf>> {
    let mut parts = message.strip_suffix(&[0])?.split(|byte| *byte == 0);
    if parts.next()? != GREETING {
        return None;
    }
    let paths = parts.map(|part| PathBuf::from(OsString::from_vec(part.to_vec())));
    let paths: Vec<PathBuf> = paths.collect();
    paths.iter().all(|path| path.is_absolute()).then_some(paths)
}

/// Listens for later starts until it is dropped.
pub(crate) struct Listener {
    place: PathBuf,
    is_over: Arc<AtomicBool>,
}

impl Listener {
    /// Listens at `place`. To be called by a window that found nobody there: what lies
    /// there is left from one that was killed.
    ///
    /// `on_files`: called on a thread of its own, with what was handed over.
    ///
    /// # Errors
    /// When the socket cannot be made.
    pub(crate) fn start(
        place: PathBuf,
        on_files: impl Fn(Vec<PathBuf>) + Send + 'static,
    ) -> io::Result<Self> {
        if fs_err::symlink_metadata(&place).is_ok() {
            fs_err::remove_file(&place)?;
        }
        let socket = UnixListener::bind(&place)?;
        fs_err::set_permissions(&place, std::fs::Permissions::from_mode(0o600))?;
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        std::thread::spawn(move || {
            for stream in socket.incoming() {
                if over.load(Ordering::Acquire) {
                    return;
                }
                // One that breaks off in the middle has handed over nothing.
                if let Ok(Some(files)) = stream.and_then(|stream| taken(stream, &over)) {
                    on_files(files);
                }
            }
        });
        Ok(Self { place, is_over })
    }
}

/// Reads a message and answers it.
fn taken(mut stream: UnixStream, is_over: &AtomicBool) -> io::Result<Option<Vec<PathBuf>>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut message = Vec::new();
    (&stream).take(MOST_BYTES).read_to_end(&mut message)?;
    let files = parsed(&message);
    if files.is_none() || is_over.load(Ordering::Acquire) {
        return Ok(None);
    }
    stream.write_all(TAKEN)?;
    Ok(files)
}

impl Drop for Listener {
    /// Does not wait for the thread: it may be at work with the very window that closes.
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Release);
        // Wakes the thread, so that it ends.
        let _ = UnixStream::connect(&self.place);
        let _ = fs_err::remove_file(&self.place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn private_folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs_err::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        dir
    }

    #[test]
    fn files_of_any_name_arrive_and_an_ended_window_takes_none() {
        let dir = private_folder();
        let place = meeting_place(&dir.path().join("library"), Some(dir.path())).unwrap();
        let files: Vec<PathBuf> =
            [&b"/a b/\xc3\xa9.txt"[..], b"/line\nbreak", b"/\xff not Unicode"]
                .map(|name| PathBuf::from(OsString::from_vec(name.to_vec())))
                .to_vec();
        assert!(!hand_over(&place, &files), "nobody listens");

        let (sender, receiver) = mpsc::channel();
        let listener = Listener::start(place.clone(), move |files| sender.send(files).unwrap());
        let listener = listener.unwrap();
        assert_eq!(fs_err::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(hand_over(&place, &files) && hand_over(&place, &[]));
        assert_eq!(receiver.recv().unwrap(), files);
        assert!(receiver.recv().unwrap().is_empty());
        drop(listener);
        assert!(!hand_over(&place, &files) && !place.exists());
    }

    #[test]
    fn what_a_killed_window_left_is_replaced() {
        let dir = private_folder();
        let place = dir.path().join("left.socket");
        drop(UnixListener::bind(&place).unwrap());
        assert!(!hand_over(&place, &[]), "it does not answer");
        let _listener = Listener::start(place.clone(), |_| {}).unwrap();
        assert!(hand_over(&place, &[]));
    }

    #[test]
    fn messages_of_others_are_not_taken() {
        assert_eq!(parsed(b"parallax-open-1\0"), Some(Vec::new()));
        assert_eq!(parsed(b"parallax-open-1\0/a\0"), Some(vec!["/a".into()]));
        for odd in [&b""[..], b"\0", b"parallax-open-1", b"parallax-open-2\0/a\0", b"GET / HTTP\0"]
        {
            assert_eq!(parsed(odd), None);
        }
        assert_eq!(parsed(b"parallax-open-1\0relative\0"), None);
        assert_eq!(parsed(b"parallax-open-1\0/cut off"), None);
    }

    #[test]
    fn windows_meet_where_only_the_user_may_enter() {
        let dir = private_folder();
        let library = dir.path().join("library");
        let in_runtime = meeting_place(&library, Some(dir.path())).unwrap();
        assert!(in_runtime.starts_with(dir.path()) && in_runtime.parent() == Some(dir.path()));
        assert_ne!(meeting_place(&dir.path().join("other"), Some(dir.path())), Some(in_runtime));
        let beside = Some(library.join("window.socket"));
        assert_eq!(meeting_place(&library, None), beside);
        fs_err::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(meeting_place(&library, Some(dir.path())), beside);
        assert_eq!(meeting_place(&library.join("x".repeat(100)), None), None);
    }
}
