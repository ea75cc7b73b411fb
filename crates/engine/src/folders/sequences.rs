//! Watched folders under everything that happens to folders, at random and repeatable:
//! drives that go and come back, half-written files, renames, replaced folders. Whatever
//! the sequence, what a reader made of an article stays.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parallax_types::{Colour, Span};

use crate::{
    Access, Control, FakeEmbedder, Filter, HighlightFilter, Library, ModelSource, Options,
};

const N_SEQUENCES: u64 = 40;
const N_STEPS: usize = 30;
const FOLDERS: [&str; 5] = ["", "drive", "drive/deep", "clips", "clips/old"];

#[test]
fn no_annotation_is_lost_whatever_happens_to_folders() {
    let (mut n_annotations, mut n_held, mut n_removed) = (0, 0, 0);
    for seed in 1..=N_SEQUENCES {
        let dir = tempfile::tempdir().unwrap();
        let mut world = World::new(dir.path(), seed);
        for n in 0..8 {
            world.write_new(n % FOLDERS.len());
        }
        world.sync();
        for _ in 0..N_STEPS {
            let what = world.step();
            world.check(seed, &what);
        }
        n_annotations += world.made.len();
        n_held += world.n_held;
        n_removed += world.n_removed;
    }
    // The sequences must meet what they are about.
    assert!(n_annotations > 100 && n_held > 20 && n_removed > 20);
}

struct World {
    random: u64,
    root: PathBuf,
    /// Where folders lie while their drive is not connected, with their place.
    away: Vec<(PathBuf, PathBuf)>,
    at: PathBuf,
    library: Option<Library>,
    /// Tags, notes and words of highlights; each was given to one article.
    made: Vec<String>,
    n_files: usize,
    n_held: usize,
    n_removed: usize,
}

impl World {
    fn new(dir: &Path, seed: u64) -> Self {
        let dir = fs_err::canonicalize(dir).unwrap();
        let root = dir.join("watched");
        for folder in FOLDERS {
            fs_err::create_dir_all(root.join(folder)).unwrap();
        }
        let at = dir.join("library");
        let library = open(&at);
        library.watch_folder(&root).unwrap();
        fs_err::create_dir_all(dir.join("unplugged")).unwrap();
        Self {
            random: seed,
            root,
            away: Vec::new(),
            at,
            library: Some(library),
            made: Vec::new(),
            n_files: 0,
            n_held: 0,
            n_removed: 0,
        }
    }

    /// `SplitMix64`.
    fn below(&mut self, n: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }

    fn library(&self) -> &Library {
        self.library.as_ref().unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        parallax_import::find_files(
            std::slice::from_ref(&self.root),
            parallax_import::OcrScope::Scans,
        )
        .files
    }

    fn any_file(&mut self) -> Option<PathBuf> {
        let files = self.files();
        let at = self.below(files.len().max(1));
        files.into_iter().nth(at)
    }

    /// Any but the watched one.
    fn any_folder(&mut self) -> PathBuf {
        let at = 1 + self.below(FOLDERS.len() - 1);
        self.root.join(FOLDERS[at])
    }

    /// One thing that happens; folders are looked at after most of them.
    fn step(&mut self) -> String {
        let what = self.below(15);
        let told = match what {
            0 => self.write_new_anywhere(),
            1 => self.rename_file(),
            2 => self.half_write(),
            3 => self.empty_file(),
            4 => self.delete_file(),
            5 | 6 => self.unplug(),
            7 | 8 => self.plug_in(),
            9 => self.rename_folder(),
            10 => self.replace_folder(),
            11 => self.empty_folder(),
            12 => {
                self.library = None;
                self.library = Some(open(&self.at));
                "reopen".to_owned()
            }
            _ => self.annotate(),
        };
        if self.below(4) > 0 {
            self.sync();
        }
        told
    }

    fn sync(&mut self) {
        let synced = self.library().sync_watched(&Control::default(), &|_| {}).unwrap();
        self.n_held += synced.followed.held.len();
        self.n_removed += synced.followed.removed.len();
    }

    fn write_new(&mut self, folder: usize) {
        let folder = self.root.join(FOLDERS[folder]);
        if !folder.is_dir() {
            return;
        }
        self.n_files += 1;
        let n = self.n_files;
        // A mailbox holds several articles in one file, and may be cut between them.
        let (name, text) = if n.is_multiple_of(4) {
            let mails: Vec<String> = (0..3).map(|part| mail(n, part)).collect();
            (format!("{n}.mbox"), mails.concat())
        } else {
            (format!("{n}.txt"), story(n))
        };
        fs_err::write(folder.join(name), text).unwrap();
    }

    fn write_new_anywhere(&mut self) -> String {
        let folder = self.below(FOLDERS.len());
        self.write_new(folder);
        format!("new in `{}`", FOLDERS[folder])
    }

    /// To a new name, or over another file.
    fn rename_file(&mut self) -> String {
        let (Some(from), Some(other)) = (self.any_file(), self.any_file()) else {
            return String::new();
        };
        self.n_files += 1;
        let is_over = self.below(4) == 0 && from.extension() == other.extension();
        let ending = from.extension().unwrap_or_default().to_string_lossy().into_owned();
        let new = other.with_file_name(format!("renamed-{}.{ending}", self.n_files));
        let to = if is_over { other } else { new };
        fs_err::rename(&from, &to).unwrap();
        format!("rename {} to {}", from.display(), to.display())
    }

    fn half_write(&mut self) -> String {
        let Some(file) = self.any_file() else { return String::new() };
        let bytes = fs_err::read(&file).unwrap();
        fs_err::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        self.sync();
        if self.below(2) == 0 {
            fs_err::write(&file, &bytes).unwrap();
        }
        format!("half-write {}", file.display())
    }

    fn empty_file(&mut self) -> String {
        let Some(file) = self.any_file() else { return String::new() };
        fs_err::write(&file, "").unwrap();
        format!("empty {}", file.display())
    }

    fn delete_file(&mut self) -> String {
        let Some(file) = self.any_file() else { return String::new() };
        fs_err::remove_file(&file).unwrap();
        format!("delete {}", file.display())
    }

    /// The drive goes; its mount point may stay.
    fn unplug(&mut self) -> String {
        let folder = self.any_folder();
        if !folder.is_dir() {
            return String::new();
        }
        let unplugged = self.root.with_file_name("unplugged").join(format!("{}", self.random));
        fs_err::rename(&folder, &unplugged).unwrap();
        if self.below(2) == 0 {
            fs_err::create_dir_all(&folder).unwrap();
        }
        self.away.push((unplugged, folder.clone()));
        format!("unplug {}", folder.display())
    }

    fn plug_in(&mut self) -> String {
        let Some((unplugged, folder)) = self.away.pop() else { return String::new() };
        // Only an empty mount point is in the way of nothing.
        let _ = fs_err::remove_dir(&folder);
        let can = !folder.exists() && folder.parent().is_some_and(Path::is_dir);
        if can {
            fs_err::rename(&unplugged, &folder).unwrap();
        }
        format!("plug in {}: {can}", folder.display())
    }

    fn rename_folder(&mut self) -> String {
        let folder = self.any_folder();
        if !folder.is_dir() {
            return String::new();
        }
        self.n_files += 1;
        fs_err::rename(&folder, self.root.join(format!("renamed-{}", self.n_files))).unwrap();
        fs_err::create_dir_all(self.root.join("clips/old")).unwrap();
        format!("rename {}", folder.display())
    }

    /// Another folder of the same name, with other files.
    fn replace_folder(&mut self) -> String {
        let told = self.unplug();
        for folder in FOLDERS {
            fs_err::create_dir_all(self.root.join(folder)).unwrap();
        }
        self.write_new(1);
        self.write_new(4);
        format!("{told}, replaced")
    }

    fn empty_folder(&mut self) -> String {
        let folder = self.any_folder();
        for file in self.files().iter().filter(|file| file.starts_with(&folder)) {
            fs_err::remove_file(file).unwrap();
        }
        format!("empty {}", folder.display())
    }

    fn annotate(&mut self) -> String {
        let rows = self.library().articles(&Filter::default()).unwrap();
        let at = self.below(rows.len().max(1));
        let Some(row) = rows.get(at) else { return String::new() };
        let n = self.made.len();
        let library = self.library.as_ref().unwrap();
        let made = match n % 3 {
            0 => {
                let tag = format!("tag-{n}");
                library.tag(&[row.id], std::slice::from_ref(&tag), &[]).unwrap();
                tag
            }
            1 if library.kept(row.id).unwrap().note.is_none() => {
                let note = format!("note {n}");
                library.set_note(row.id, &note).unwrap();
                note
            }
            _ => {
                let text = library.article(row.id).unwrap().text;
                let start = text.find("pier").unwrap_or_default();
                let end = text[start..].find(',').map_or(text.len(), |at| start + at);
                let note = format!("highlight {n}");
                let span = Span::new(start, end);
                library.add_highlight(row.id, span, Colour::ALL[0], Some(&note)).unwrap();
                note
            }
        };
        self.made.push(made);
        format!("annotate {}", row.path)
    }

    /// Everything made is there, on an article that can be listed.
    fn check(&self, seed: u64, what: &str) {
        let library = self.library();
        let mut there: BTreeSet<String> =
            library.tags().unwrap().into_iter().map(|tag| tag.name).collect();
        for row in library.articles(&Filter::default()).unwrap() {
            there.extend(library.kept(row.id).unwrap().note);
        }
        for (highlight, _) in library.highlights(&HighlightFilter::default()).unwrap() {
            there.extend(highlight.note);
        }
        for made in &self.made {
            assert!(there.contains(made), "sequence {seed}: `{made}` was lost by: {what}");
        }
    }
}

fn open(folder: &Path) -> Library {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    Library::open(Options { folder: folder.to_path_buf(), access: Access::Write, model, clock })
        .unwrap()
}

fn story(n: usize) -> String {
    format!(
        "Report {n} of the harbour\n\nThe ferries of pier {n} were stopped by ice for the {}. day, and \
         number {} on the list had to wait until the evening of that day.\n\nNobody at gate {} knew more.\n",
        n % 7,
        n * 37,
        n * 11
    )
}

pub(super) fn mail(n: usize, part: usize) -> String {
    format!(
        "From clerk@example.org Mon Jan  4 10:00:0{part} 2031\nFrom: clerk@example.org\n\
         Date: Mon, 4 Jan 2031 10:00:0{part} +0000\nSubject: Mail {n} of {part}\n\n{}\n",
        story(n * 100 + part)
    )
}
