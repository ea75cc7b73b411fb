//! Finds the files to import under the paths a person named.
//!
//! Invariant: ends on any file system (loops are entered once), reports every
//! path it leaves out and why, in an order that depends on names only. A file
//! that was named is never skipped; a link met on the way leads nowhere outside the
//! named folders, unless that was asked for.
//! Not here: what is in the files (`format`), reading them (`read`).

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::error::ImportError;
use crate::leftovers;
use crate::ocr::OcrScope;
use crate::read::{from_io, not_a_file};

/// Everything under some paths.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to import, each once, sorted within each folder.
    pub files: Vec<PathBuf>,
    /// Left out on purpose; not failures.
    pub skipped: Vec<Skipped>,
    /// What could not be looked at.
    pub problems: Vec<ImportError>,
}

/// A file or folder inside a named folder that is evidently no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it lies.
    pub path: PathBuf,
    /// Why it was left out.
    pub reason: SkipReason,
}

/// Why something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// Its name begins with a dot, or is a system's own (`Thumbs.db`).
    Hidden,
    /// Its name ends like an image's, a style sheet's, a program's…
    NotAnArticle,
    /// A picture, and pictures that lie in folders are not read by OCR.
    Picture,
    /// A lock file, or an editor's copy.
    Leftover,
    /// The folder of a saved page that lies beside it: pictures, scripts, frames.
    PartOfPage,
    /// The same file or folder was met before, through a link or another path.
    SeenBefore,
    /// A symbolic link to something outside the named folders.
    LeadsOutside,
}

impl SkipReason {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::NotAnArticle => "not an article",
            Self::Picture => "picture",
            Self::Leftover => "leftover",
            Self::PartOfPage => "part of a saved page",
            Self::SeenBefore => "seen before",
            Self::LeadsOutside => "leads outside",
        }
    }
}

/// What [`walk`] comes across.
#[derive(Debug)]
pub enum WalkEvent {
    /// A file to import.
    File(PathBuf),
    /// Something left out.
    Skipped(Skipped),
    /// Something that could not be looked at.
    Problem(ImportError),
}

/// Which symbolic links met in folders are followed. One that was named always is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// Those that stay within the named folders: what else a link points at, nobody
    /// has named.
    #[default]
    Within,
    /// All.
    Everywhere,
}

/// What is met in folders and is a file to import. What was named always is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WalkOptions {
    /// Symbolic links.
    pub links: Links,
    /// Pictures.
    pub ocr: OcrScope,
}

/// Files under `paths`, folders searched recursively, links followed within them, with
/// those pictures that `ocr` reads.
#[must_use]
pub fn find_files(paths: &[PathBuf], ocr: OcrScope) -> Found {
    let mut found = Found::default();
    let _ = walk(paths, WalkOptions { ocr, ..WalkOptions::default() }, &mut |event| {
        match event {
            WalkEvent::File(path) => found.files.push(path),
            WalkEvent::Skipped(skipped) => found.skipped.push(skipped),
            WalkEvent::Problem(problem) => found.problems.push(problem),
        }
        ControlFlow::Continue(())
    });
    found
}

/// As [`find_files`], one event at a time, so that importing can start while
/// the search goes on. Ends early when `event` breaks, and returns that.
pub fn walk(
    paths: &[PathBuf],
    options: WalkOptions,
    event: &mut dyn FnMut(WalkEvent) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let roots = match options.links {
        Links::Within => paths.iter().filter_map(|path| fs_err::canonicalize(path).ok()).collect(),
        Links::Everywhere => Vec::new(),
    };
    let mut walk = Walk { seen: HashSet::new(), options, roots, event };
    for path in paths {
        walk.named(path)?;
    }
    ControlFlow::Continue(())
}

struct Walk<'a> {
    options: WalkOptions,
    /// Files and folders met so far.
    seen: HashSet<Identity>,
    /// What was named, resolved.
    roots: Vec<PathBuf>,
    event: &'a mut dyn FnMut(WalkEvent) -> ControlFlow<()>,
}

impl Walk<'_> {
    /// A path the person named: never skipped for its name.
    fn named(&mut self, path: &Path) -> ControlFlow<()> {
        let mut folders = vec![];
        self.visit(path.to_owned(), &mut folders)?;
        // A list of our own instead of recursion: folders nest as deep as they like.
        while let Some(folder) = folders.pop() {
            self.list(&folder, &mut folders)?;
        }
        ControlFlow::Continue(())
    }

    fn list(&mut self, folder: &Path, folders: &mut Vec<PathBuf>) -> ControlFlow<()> {
        let entries = match fs_err::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return (self.event)(WalkEvent::Problem(from_io(folder, error))),
        };
        let mut paths = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(error) => (self.event)(WalkEvent::Problem(from_io(folder, error)))?,
            }
        }
        paths.sort();
        let mut inner = Vec::new();
        for path in paths {
            match skip_by_name(&path, self.options.ocr).or_else(|| self.leads_outside(&path)) {
                Some(reason) => (self.event)(WalkEvent::Skipped(Skipped { path, reason }))?,
                None => self.visit(path, &mut inner)?,
            }
        }
        // The next folder taken is the last of the list.
        folders.extend(inner.into_iter().rev());
        ControlFlow::Continue(())
    }

    /// Whether something met in a folder is a link out of all that was named. One that
    /// leads nowhere is a problem, which looking at it tells.
    fn leads_outside(&self, path: &Path) -> Option<SkipReason> {
        if self.options.links == Links::Everywhere {
            return None;
        }
        let is_link = fs_err::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        let target = if is_link { fs_err::canonicalize(path).ok()? } else { return None };
        let is_within = self.roots.iter().any(|root| target.starts_with(root));
        (!is_within).then_some(SkipReason::LeadsOutside)
    }

    /// Announces a file, or notes a folder for later.
    fn visit(&mut self, path: PathBuf, folders: &mut Vec<PathBuf>) -> ControlFlow<()> {
        let about = match fs_err::metadata(&path) {
            Ok(about) => about,
            Err(error) => return (self.event)(WalkEvent::Problem(from_io(&path, error))),
        };
        if let (Some(what), false) = (not_a_file(&about), about.is_dir()) {
            return (self.event)(WalkEvent::Problem(ImportError::NotAFile { path, what }));
        }
        if !self.seen.insert(identity(&path, &about)) {
            let reason = SkipReason::SeenBefore;
            return (self.event)(WalkEvent::Skipped(Skipped { path, reason }));
        }
        if about.is_dir() {
            folders.push(path);
            return ControlFlow::Continue(());
        }
        (self.event)(WalkEvent::File(path))
    }
}

/// What makes two paths the same file or folder. Hard links of one file have
/// different paths and are different files to their owner, so a file goes by its
/// canonical path and only a folder by device and inode.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Identity {
    #[cfg(unix)]
    Folder {
        device: u64,
        inode: u64,
    },
    Path(PathBuf),
}

fn identity(path: &Path, about: &std::fs::Metadata) -> Identity {
    #[cfg(unix)]
    if about.is_dir() {
        use std::os::unix::fs::MetadataExt;
        return Identity::Folder { device: about.dev(), inode: about.ino() };
    }
    let _ = about;
    Identity::Path(fs_err::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
}

/// Whether something inside a folder is left out for its name.
fn skip_by_name(path: &Path, ocr: OcrScope) -> Option<SkipReason> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    if name.starts_with('.') || HIDDEN_NAMES.contains(&name.as_str()) {
        return Some(SkipReason::Hidden);
    }
    if path.is_dir() {
        return leftovers::is_of_a_page(path).then_some(SkipReason::PartOfPage);
    }
    if leftovers::is_leftover(&name) {
        return Some(SkipReason::Leftover);
    }
    let (_, extension) = name.rsplit_once('.')?;
    if PICTURES.contains(&extension) {
        let is_read = match ocr {
            OcrScope::Off => false,
            OcrScope::Scans => SCANS.contains(&extension),
            OcrScope::Pictures => true,
        };
        return (!is_read).then_some(SkipReason::Picture);
    }
    let is_none = NOT_ARTICLES.contains(&extension) && !leftovers::is_posts(&name);
    is_none.then_some(SkipReason::NotAnArticle)
}

/// Whether a file inside an archive is left out for its name.
pub(crate) fn is_left_out(name: &Path) -> bool {
    skip_by_name(name, OcrScope::Scans).is_some()
        || name.components().any(|part| {
            let part = part.as_os_str().to_string_lossy().to_lowercase();
            part.starts_with('.') || HIDDEN_NAMES.contains(&part.as_str())
        })
}

/// Files that systems leave in folders.
const HIDDEN_NAMES: &[&str] =
    &["thumbs.db", "desktop.ini", "$recycle.bin", "__macosx", "system volume information"];

/// Extensions of pictures that can be read by OCR.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "webp", "tif", "tiff"];

/// Those that scanners write and hardly anybody else.
const SCANS: &[&str] = &["tif", "tiff"];

/// Extensions of what is stored beside articles and is none. Documents we do not
/// read (DOC, XLSX…) are not here: leaving those out silently would hide them.
const NOT_ARTICLES: &[&str] = &[
    "gif",
    "avif",
    "svg",
    "ico",
    "bmp",
    "heic",
    "psd",
    "mp3",
    "mp4",
    "m4a",
    "m4v",
    "mov",
    "avi",
    "mkv",
    "webm",
    "wav",
    "flac",
    "ogg",
    "css",
    "scss",
    "less",
    "js",
    "mjs",
    "cjs",
    "ts",
    "jsx",
    "tsx",
    "map",
    "wasm",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "exe",
    "dll",
    "so",
    "dylib",
    "bin",
    "o",
    "a",
    "lib",
    "class",
    "jar",
    "pyc",
    "db",
    "sqlite",
    "sqlite3",
    "lock",
    "tmp",
    "part",
    "crdownload",
    "onnx",
];

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(root: &Path, paths: &[&str], expected: Expect) {
        let paths: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
        let found = find_files(&paths, OcrScope::Scans);
        let name = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
        let mut lines: Vec<String> = found.files.iter().map(|path| name(path)).collect();
        lines.extend(
            found
                .skipped
                .iter()
                .map(|it| format!("skipped {}: {}", name(&it.path), it.reason.as_str())),
        );
        lines.extend(found.problems.iter().map(|it| format!("{} {}", it.code(), name(it.path()))));
        expected.assert_eq(&lines.join("\n"));
    }

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, "x").unwrap();
        }
        root
    }

    #[test]
    fn sorted_recursive_and_skipping() {
        let root = folder(&[
            "b/2.txt",
            "b/1.md",
            "b/c/3.html",
            "b/.git/x",
            "b/logo.PNG",
            "b/s.css/4.txt",
            "a.txt",
        ]);
        check(
            root.path(),
            &["b", "a.txt", "b/logo.PNG", "none"],
            expect![[r"
                b/1.md
                b/2.txt
                b/c/3.html
                b/s.css/4.txt
                a.txt
                b/logo.PNG
                skipped b/.git: hidden
                skipped b/logo.PNG: picture
                not_found none"]],
        );
    }

    #[test]
    fn pictures_in_folders_are_read_as_far_as_wished() {
        let root = folder(&["a.gif", "a.jpg", "a.tif", "a.txt"]);
        for (ocr, expected) in [
            (OcrScope::Off, ["a.txt"].as_slice()),
            (OcrScope::Scans, &["a.tif", "a.txt"]),
            (OcrScope::Pictures, &["a.jpg", "a.tif", "a.txt"]),
        ] {
            let found = find_files(&[root.path().to_owned()], ocr);
            let names: Vec<_> = found.files.iter().filter_map(|path| path.file_name()).collect();
            assert_eq!(names, expected, "{ocr:?}");
            assert_eq!(found.skipped.len() + names.len(), 4);
        }
    }

    #[test]
    fn the_same_path_twice_is_imported_once() {
        let root = folder(&["b/1.txt"]);
        check(
            root.path(),
            &["b", "b", "b/1.txt", "b/../b/1.txt"],
            expect![[r"
                b/1.txt
                skipped b: seen before
                skipped b/1.txt: seen before
                skipped b/../b/1.txt: seen before"]],
        );
    }

    #[cfg(unix)]
    #[test]
    fn loops_end_and_broken_links_are_problems() {
        use fs_err::os::unix::fs::symlink;
        let root = folder(&["b/1.txt"]);
        symlink(root.path(), root.path().join("b/up")).unwrap();
        symlink("itself", root.path().join("b/itself")).unwrap();
        symlink("nowhere", root.path().join("b/broken")).unwrap();
        check(
            root.path(),
            &["b"],
            expect![[r"
                b/1.txt
                skipped b/up: leads outside
                not_found b/broken
                unreadable b/itself"]],
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_out_of_what_was_named_only_when_asked() {
        use fs_err::os::unix::fs::symlink;
        let root = folder(&["named/1.txt", "private/2.txt", "private/3.txt"]);
        let at = |path: &str| root.path().join(path);
        symlink(at("private"), at("named/out")).unwrap();
        symlink(at("private/2.txt"), at("named/out.txt")).unwrap();
        symlink(at("named/1.txt"), at("named/within.txt")).unwrap();
        symlink(at("private/3.txt"), at("hand.txt")).unwrap();
        check(
            root.path(),
            &["named", "hand.txt"],
            expect![[r"
                named/1.txt
                hand.txt
                skipped named/out: leads outside
                skipped named/out.txt: leads outside
                skipped named/within.txt: seen before"]],
        );
        let mut n_files = 0;
        let _ = walk(
            &[at("named")],
            WalkOptions { links: Links::Everywhere, ..WalkOptions::default() },
            &mut |event| {
                n_files += usize::from(matches!(event, WalkEvent::File(_)));
                ControlFlow::Continue(())
            },
        );
        assert_eq!(n_files, 3);
    }

    #[test]
    fn walking_can_be_stopped() {
        let root = folder(&["1.txt", "2.txt"]);
        let mut n_files = 0;
        let flow = walk(&[root.path().to_owned()], WalkOptions::default(), &mut |_| {
            n_files += 1;
            ControlFlow::Break(())
        });
        assert_eq!((n_files, flow), (1, ControlFlow::Break(())));
    }
}
