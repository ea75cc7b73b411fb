//! How well pages are read: 200 of them, drawn in twelve fonts and six languages, half of
//! them clean, half askew, noisy, packed as JPEG, in columns.
//!
//! `cargo test -p parallax-tests --test e2e -- --ignored --nocapture scans::measured`
//! prints what `BENCHMARKS.md` says; `PARALLAX_SCANS` draws fewer pages, and
//! `PARALLAX_SCANS_FOLDER` names a folder in which they stay.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::draw::{Content, Look};
use super::{draw, files, texts};
use crate::cli::Library;

const N_PAGES: usize = 200;

/// Pages are drawn with so many letters.
const N_LETTERS: usize = 1100;

/// What is promised of clean and of degraded pages, in shares of characters.
const MAX_ERROR: [(bool, f64); 2] = [(true, 0.02), (false, 0.05)];

/// A page and what is on it.
struct Drawn {
    name: String,
    language: &'static str,
    is_clean: bool,
    dpi: u32,
    n_columns: u32,
    text: String,
    /// A sentence that is on no other page.
    mark: String,
}

/// Made of what is drawn again and again, and of a number.
fn mark(language: &str, n: usize) -> String {
    let (a, b) = (NAMES[n % NAMES.len()], NAMES[(n / NAMES.len() + n) % NAMES.len()]);
    match language {
        "de" => format!("Brief {n} an Frau {a} liegt bei Herrn {b} im Zimmer {}.", n + 300),
        "fr" => format!("La lettre {n} à Madame {a} est chez Monsieur {b}, bureau {}.", n + 300),
        "es" => format!("La carta {n} a la señora {a} está con el señor {b}, sala {}.", n + 300),
        "ru" => format!("Письмо {n} лежит у секретаря в комнате {} рядом с архивом.", n + 300),
        "zh" => format!("第{n}号信件存放在{}号房间的档案柜里。", n + 300),
        _ => format!("Letter {n} to Ms {a} is kept by Mr {b} in room {}.", n + 300),
    }
}

const NAMES: [&str; 14] = [
    "Abramson", "Berger", "Castell", "Dorval", "Engel", "Fontane", "Gerard", "Holm", "Ibarra",
    "Jensen", "Keller", "Lorenz", "Moreau", "Novak",
];

/// Draws the `n`th page, and packs it into a file of one of four kinds.
fn drawn(n: usize) -> (Drawn, Vec<u8>) {
    let texts = &texts::ALL[n % texts::ALL.len()];
    let nth = n / texts::ALL.len();
    let is_clean = nth.is_multiple_of(2);
    let mark = mark(texts.language, n);
    let n_letters = if texts.language == "zh" { N_LETTERS / 3 } else { N_LETTERS };
    let mut paragraphs = texts.page(nth, n_letters);
    paragraphs.insert(1, &mark);
    let look = Look {
        font: texts.font(n / 2),
        dpi: [150, 200, 200, 300][nth / 2 % 4],
        points: [11.0, 10.0, 12.0][nth % 3],
        n_columns: [1, 2, 1, 2, 3][nth % 5],
        skew: if is_clean { 0.0 } else { [-3.0, -1.4, 0.8, 1.9, 3.0][nth % 5] },
        noise: if is_clean { 0 } else { [12, 25, 40][nth % 3] },
        hyphens: nth % 4 == 1 && texts.language != "zh",
        paper: if is_clean { 244 } else { [235, 210, 190][nth % 3] },
        seed: n as u64,
    };
    let look = Look { points: if look.n_columns == 3 { 9.0 } else { look.points }, ..look };
    let content =
        Content { headline: texts.headline, paragraphs: &paragraphs, ..Content::default() };
    let sheet = draw::page(&content, &look);
    let (ending, bytes) = match (n % 4, is_clean) {
        (0, true) => ("png", files::png(&sheet)),
        (0, false) => ("jpg", files::jpeg(&sheet, 45, look.dpi)),
        (1, _) => ("tif", files::tiff(std::slice::from_ref(&sheet), look.dpi)),
        (2, _) => ("pdf", files::pdf(&[(sheet, "")])),
        _ => ("jpg", files::jpeg(&sheet, 70, look.dpi)),
    };
    let page = Drawn {
        name: format!("{n:03}.{ending}"),
        language: texts.language,
        is_clean,
        dpi: look.dpi,
        n_columns: look.n_columns,
        text: format!("{} {}", texts.headline, paragraphs.join(" ")),
        mark: mark.clone(),
    };
    (page, bytes)
}

/// What one import took.
struct Took {
    report: Value,
    cpu_seconds: f64,
    /// Most memory a Tesseract held, and a child that parses.
    max_bytes: [u64; 2],
}

/// Imports a folder's pictures, with a clock and an eye on the children's memory.
fn import_watched(library: &Library, folder: &str) -> Took {
    let own = library.command(&["import", "--json", "--ocr", "pictures", folder]);
    let mut command = Command::new("sh");
    command.args(["-c", "\"$0\" \"$@\"; times >&2"]).arg(own.get_program()).args(own.get_args());
    for (name, value) in own.get_envs().filter_map(|(name, value)| Some((name, value?))) {
        command.env(name, value);
    }
    command.env("PARALLAX_MODEL_DIR", folder);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let reading = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).unwrap();
        text
    });
    let mut max_bytes = [0, 0];
    while child.try_wait().unwrap().is_none() {
        look_at_children(&mut max_bytes);
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut said = String::new();
    err.read_to_string(&mut said).unwrap();
    // The last line: user and system time of what the shell started.
    let times = said.lines().last().unwrap().split_whitespace().map(|it| {
        let (minutes, seconds) = it.trim_end_matches('s').split_once('m').unwrap();
        minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap()
    });
    let cpu_seconds = times.sum();
    let report = serde_json::from_str(&reading.join().unwrap()).unwrap();
    Took { report, cpu_seconds, max_bytes }
}

fn look_at_children(max_bytes: &mut [u64; 2]) {
    for entry in fs_err::read_dir("/proc").unwrap().flatten() {
        let about = |file: &str| fs_err::read(entry.path().join(file)).unwrap_or_default();
        let status = String::from_utf8_lossy(&about("status")).into_owned();
        let which = if status.starts_with("Name:\ttesseract\n") {
            0
        } else if about("cmdline").windows(7).any(|it| it == b"__parse") {
            1
        } else {
            continue;
        };
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        max_bytes[which] = max_bytes[which].max(kilobytes.unwrap_or(0) << 10);
    }
}

/// Differences that are none in print: quotation marks, dashes, blanks; in Chinese all
/// blanks.
fn plain(text: &str, language: &str) -> Vec<char> {
    let folded = text.chars().map(|char| match char {
        '“' | '”' | '„' | '«' | '»' => '"',
        '’' | '‘' => '\'',
        '—' | '–' => '-',
        '\u{a0}' | '\n' => ' ',
        other => other,
    });
    let words = folded.collect::<String>();
    let joint = if language == "zh" { "" } else { " " };
    words.split_whitespace().collect::<Vec<_>>().join(joint).chars().collect()
}

/// Letters to be changed, added or taken out to make one of the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut above = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = above + usize::from(x != y);
            above = row[j + 1];
            row[j + 1] = changed.min(above + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[derive(Default)]
struct Errors {
    n_pages: usize,
    n_letters: usize,
    n_wrong: usize,
    worst: f64,
}

impl Errors {
    fn add(&mut self, n_letters: usize, n_wrong: usize) {
        self.n_pages += 1;
        self.n_letters += n_letters;
        self.n_wrong += n_wrong;
        self.worst = self.worst.max(n_wrong as f64 / n_letters as f64);
    }

    fn share(&self) -> f64 {
        self.n_wrong as f64 / self.n_letters as f64
    }
}

#[test]
#[ignore = "takes ten minutes; prints the figures of BENCHMARKS.md"]
fn two_hundred_pages_are_read_well() {
    let n_pages = std::env::var("PARALLAX_SCANS").map_or(N_PAGES, |it| it.parse().unwrap());
    let (scans, born) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let started = Instant::now();
    let kept = std::env::var_os("PARALLAX_SCANS_FOLDER").map(PathBuf::from);
    let mut pages = Vec::new();
    for n in 0..n_pages {
        let (page, bytes) = drawn(n);
        for folder in kept.iter().map(PathBuf::as_path).chain([scans.path()]) {
            fs_err::write(folder.join(&page.name), &bytes).unwrap();
        }
        fs_err::write(born.path().join(format!("{n:03}.txt")), &page.text).unwrap();
        pages.push(page);
    }
    eprintln!("{n_pages} pages drawn in {:.0} s", started.elapsed().as_secs_f64());
    let library = Library::new();
    let started = Instant::now();
    let took = import_watched(&library, scans.path().to_str().unwrap());
    let wall = started.elapsed().as_secs_f64();
    let twin = Library::new();
    let twins =
        super::articles(&twin.json_without_model(0, &["import", born.path().to_str().unwrap()]));
    let read = super::articles(&took.report);
    let mut by_kind: BTreeMap<String, Errors> = BTreeMap::new();
    let mut n_found = [0_usize; 2];
    for (n, page) in pages.iter().enumerate() {
        let wanted = plain(&page.text, page.language);
        let text = read.get(&page.name).map(|id| library.json(0, &["show", id])["text"].clone());
        let text = text.as_ref().and_then(Value::as_str).unwrap_or_default();
        let n_wrong = distance(&wanted, &plain(text, page.language));
        let kind = if page.is_clean { "clean" } else { "degraded" };
        for key in [
            kind.to_owned(),
            format!("{kind}, {}", page.language),
            format!("{kind}, {} dpi", page.dpi),
            format!("{kind}, {} columns", page.n_columns),
        ] {
            by_kind.entry(key).or_default().add(wanted.len(), n_wrong);
        }
        if n_wrong * 20 > wanted.len() {
            eprintln!(
                "{}: {} columns, {} dpi, {:.3}: {text}",
                page.name,
                page.n_columns,
                page.dpi,
                n_wrong as f64 / wanted.len() as f64
            );
        }
        let finds = |library: &Library, id: Option<&String>| {
            let found = library.json_without_model(0, &["search", &page.mark]);
            let first = found["results"][0]["article_id"].to_string();
            id == Some(&first)
        };
        let is_found = finds(&library, read.get(&page.name));
        if !is_found {
            eprintln!("not found: {}: {}", page.name, page.mark);
        }
        n_found[0] += usize::from(is_found);
        n_found[1] += usize::from(finds(&twin, twins.get(&format!("{n:03}.txt"))));
    }
    for (kind, errors) in &by_kind {
        eprintln!(
            "{kind}: {} pages, character error {:.4}, worst page {:.3}",
            errors.n_pages,
            errors.share(),
            errors.worst
        );
    }
    let [tesseract, parser] = took.max_bytes.map(|it| it >> 20);
    eprintln!(
        "failed: {:?}\nhit@1 of a page's own sentence: {} scans, {} texts of {n_pages}\n\
         {:.2} pages a second of a core ({wall:.0} s on the clock); most memory: Tesseract \
         {tesseract} MB, the child that parses {parser} MB",
        super::failures(&took.report),
        n_found[0],
        n_found[1],
        n_pages as f64 / took.cpu_seconds
    );
    for (is_clean, most) in MAX_ERROR {
        let errors = &by_kind[if is_clean { "clean" } else { "degraded" }];
        assert!(errors.share() <= most, "clean: {is_clean}: {}", errors.share());
    }
    assert!(n_found[0] * 100 >= n_found[1] * 95, "{n_found:?}");
    assert!(tesseract <= 800, "{tesseract} MB");
}
