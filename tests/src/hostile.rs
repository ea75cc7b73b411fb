//! Files made to hurt: each fails by name or is read, nothing else suffers.
//!
//! Through the real program with its confined children. Watched meanwhile: the
//! program's own memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::cli::{Library, count};
use crate::samples;

/// What the importing program may take at most, in bytes.
const MAX_OWN_BYTES: u64 = 1200 << 20;

/// Damaged files per run; ten times that with `PARALLAX_LONG_TESTS`.
const N_MUTATIONS: usize = 1000;

#[test]
fn every_format_is_read() {
    let files = tempfile::tempdir().unwrap();
    let samples = samples::all(1);
    for (name, bytes) in &samples {
        fs_err::write(files.path().join(name), bytes).unwrap();
    }
    let library = Library::new();
    let report = library.json(0, &["import", files.path().to_str().unwrap()]);
    let formats: Vec<&str> = report["imported"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| article["format"].as_str().unwrap())
        .collect();
    assert_eq!(
        formats,
        [
            "text", "html", "mail", "mailbox", "mhtml", "fb2", "rtf", "json", "csv", "docx", "odt",
            "epub", "pdf", "text", "html"
        ]
    );
    for article in report["imported"].as_array().unwrap() {
        let id = article["article_id"].to_string();
        let text = library.json(0, &["show", &id])["text"].as_str().unwrap().replace('\n', " ");
        assert!(text.contains(samples::SENTENCE), "{article:#}: {text}");
    }
}

#[test]
fn hostile_files_fail_by_name_and_their_neighbours_are_read() {
    let files = tempfile::tempdir().unwrap();
    let at = |name: &str| files.path().join(name);
    write_hostile(files.path());
    for (name, bytes) in samples::all(2) {
        fs_err::write(at(&format!("good-{name}")), bytes).unwrap();
    }
    let library = Library::new();
    let (report, n_own_bytes) = import_watched(&library, files.path());
    let failed: BTreeMap<&str, &str> = report["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            assert!(file["hint"].is_string(), "{file:#}");
            let name = file["path"].as_str().unwrap().rsplit('/').next().unwrap();
            (name, file["code"].as_str().unwrap())
        })
        .collect();
    for (name, codes) in [
        ("bomb.zip", &["too_much_inside"][..]),
        ("bomb.docx", &["too_much_inside"]),
        ("nested.zip", &["too_much_inside", "no_text"]),
        (
            "cycle.pdf",
            &["damaged", "no_text_layer", "no_text_on_pages", "took_too_long", "parser_died"],
        ),
        ("huge.txt", &["too_large"]),
        ("long-line.txt", &["too_much_text", "parser_died", "took_too_long"]),
        ("groups.rtf", &["no_text"]),
        ("deep.xml.docx", &["damaged"]),
    ] {
        let code = failed.get(name).copied().unwrap_or("read");
        assert!(codes.contains(&code), "{name}: {code}, not one of {codes:?}");
    }
    let imported: Vec<&str> = report["imported"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["path"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    for (name, _) in samples::all(2) {
        let name = format!("good-{name}");
        assert!(imported.contains(&name.as_str()), "{name} is missing: {failed:?}");
    }
    // Text is text, however it is wrapped.
    for name in ["deep.html", "laughs.docx", "deep.eml"] {
        let is_known = imported.contains(&name) || failed.contains_key(name);
        assert!(is_known, "{name} vanished: {report:#}");
    }
    assert!(n_own_bytes < MAX_OWN_BYTES, "{} MB", n_own_bytes >> 20);
    assert_eq!(library.json_of_any(&["verify"])["problems"], serde_json::json!([]));
}

#[test]
fn damaged_files_never_bring_the_program_down() {
    let files = tempfile::tempdir().unwrap();
    let n_mutations = match std::env::var_os("PARALLAX_LONG_TESTS") {
        Some(_) => 10 * N_MUTATIONS,
        None => N_MUTATIONS,
    };
    let samples = samples::all(3);
    let mut random = Random(42);
    for n in 0..n_mutations {
        let (name, bytes) = &samples[n % samples.len()];
        let damaged = damaged(bytes, &mut random);
        fs_err::write(files.path().join(format!("{n:05}-{name}")), damaged).unwrap();
    }
    let library = Library::new();
    let (report, n_own_bytes) = import_watched(&library, files.path());
    let mut known: Vec<&str> = ["imported", "failed", "unchanged"]
        .iter()
        .flat_map(|list| report[list].as_array().unwrap())
        .map(|file| file["path"].as_str().unwrap())
        .collect();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), n_mutations, "files without an outcome");
    for file in report["failed"].as_array().unwrap() {
        assert!(file["code"].is_string() && file["message"].is_string(), "{file:#}");
    }
    assert!(n_own_bytes < MAX_OWN_BYTES, "{} MB", n_own_bytes >> 20);
}

#[cfg(target_os = "linux")]
#[test]
fn a_child_is_confined_before_it_reads() {
    let library = Library::new();
    let mut child =
        library.command(&["__parse"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let about = |file: &str| {
        fs_err::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap_or_default()
    };
    // It waits for its first file once it has given up what it does not need.
    let is_ready = || about("status").lines().any(|line| line == "Seccomp:\t2");
    for _ in 0..200 {
        if is_ready() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let (status, limits) = (about("status"), about("limits"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"), "{status}");
    let data = limits.lines().find(|line| line.starts_with("Max data size")).unwrap();
    assert!(data.contains(&(1_u64 << 30).to_string()), "{data}");
}

/// Imports a folder and returns the report with the most memory the program took.
fn import_watched(library: &Library, folder: &Path) -> (Value, u64) {
    let mut import = library
        .command(&["import", folder.to_str().unwrap(), "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = import.stdout.take().unwrap();
    let reading = std::thread::spawn(move || {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut out, &mut text).unwrap();
        text
    });
    let mut n_own_bytes = 0;
    let status = loop {
        n_own_bytes = n_own_bytes.max(high_water(import.id()));
        if let Some(status) = import.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(matches!(status.code(), Some(0 | 3)), "{status}");
    (serde_json::from_str(&reading.join().unwrap()).unwrap(), n_own_bytes)
}

/// The most memory a process ever held, where the system tells.
fn high_water(process: u32) -> u64 {
    let status = fs_err::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) << 10
}

fn write_hostile(folder: &Path) {
    let write = |name: &str, bytes: &[u8]| fs_err::write(folder.join(name), bytes).unwrap();
    write("bomb.zip", &bomb(&|n| format!("{n}.txt"), 100));
    write("bomb.docx", &bomb(&|_| "word/document.xml".to_owned(), 1));
    let mut nested = samples::zip(&[("a.txt", samples::SENTENCE.as_bytes())]);
    for _ in 0..12 {
        nested = samples::zip(&[("inner.zip", &nested)]);
    }
    write("nested.zip", &nested);
    let deep = format!("{}<p>{}</p>", "<div>".repeat(100_000), samples::SENTENCE);
    write("deep.html", deep.as_bytes());
    write("deep.xml.docx", &samples::docx(&"<w:x>".repeat(100_000)));
    write("laughs.docx", &samples::docx_of(&laughs()));
    write("deep.eml", deep_mail(10_000).as_bytes());
    write("groups.rtf", format!("{{\\rtf1 {}", "{".repeat(5_000_000)).as_bytes());
    write(
        "cycle.pdf",
        &samples::pdf_of(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 /Parent 3 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [2 0 R] /Count 1000000 /Parent 2 0 R >>".to_owned(),
        ]),
    );
    write("long-line.txt", "The bridge is closed, ".repeat(3 << 20).as_bytes());
    // One line of a gigabyte, written sparsely: its first bytes are text.
    let mut huge = fs_err::File::create(folder.join("huge.txt")).unwrap();
    huge.write_all(samples::SENTENCE.as_bytes()).unwrap();
    huge.file().set_len(1 << 30).unwrap();
}

/// An archive whose entries of 100 MB of zeros share their packed bytes' size.
fn bomb(name: &dyn Fn(usize) -> String, n_entries: usize) -> Vec<u8> {
    let mut one = zip::ZipWriter::new(Cursor::new(Vec::new()));
    one.start_file("zeros", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..100 {
        one.write_all(&zeros).unwrap();
    }
    let one = one.finish().unwrap().into_inner();
    let mut source = zip::ZipArchive::new(Cursor::new(one)).unwrap();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..n_entries {
        archive.raw_copy_file_rename(source.by_index(0).unwrap(), name(n)).unwrap();
    }
    if n_entries == 1 {
        archive.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
        archive.write_all(b"<Types/>").unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Nine generations of ten laughs each.
fn laughs() -> String {
    let mut entities = "<!ENTITY l0 \"ha\">".to_owned();
    for n in 1..10 {
        let inner = format!("&l{};", n - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY l{n} \"{inner}\">"));
    }
    format!(
        "<!DOCTYPE d [{entities}]><w:document><w:body><w:p><w:r><w:t>{} &l9;</w:t></w:r></w:p></w:body></w:document>",
        samples::SENTENCE
    )
}

fn deep_mail(depth: usize) -> String {
    let mut mail = "From: a@example.org\r\nSubject: deep\r\nMIME-Version: 1.0\r\n".to_owned();
    for n in 0..depth {
        mail.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n"
        ));
    }
    mail.push_str(&format!("Content-Type: text/plain\r\n\r\n{}\r\n", samples::SENTENCE));
    mail
}

/// Truncated, with bits flipped, with a piece cut out or doubled.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match random.below(4) {
        0 => bytes.truncate(random.below(bytes.len())),
        1 => {
            for _ in 0..=random.below(20) {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
        }
        2 => {
            let at = random.below(bytes.len());
            let end = (at + random.below(200)).min(bytes.len());
            bytes.drain(at..end);
        }
        _ => {
            let at = random.below(bytes.len());
            let end = (at + random.below(200)).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
    }
    bytes
}

/// The same numbers in every run: `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap()
    }
}

/// Every real file of the shared data ends as an article or as a named failure.
#[test]
fn real_files_end_as_articles_or_named_failures() {
    let folder = crate::root().join("../shared/data/files");
    if !folder.is_dir() {
        eprintln!("skipped: no ../shared");
        return;
    }
    let n_files = fs_err::read_to_string(folder.join("index.tsv")).unwrap().lines().count() - 1;
    let library = Library::new();
    let (report, _) = import_watched(&library, &folder);
    let mut paths: Vec<&str> = ["imported", "failed", "unchanged"]
        .iter()
        .flat_map(|list| report[list].as_array().unwrap())
        .map(|file| file["path"].as_str().unwrap())
        .filter(|path| !path.ends_with("index.tsv"))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), n_files);
    for file in report["failed"].as_array().unwrap() {
        assert!(file["hint"].is_string(), "{file:#}");
        let code = file["code"].as_str().unwrap();
        assert!(!matches!(code, "parser_failed" | "parser_died"), "{file:#}");
    }
    assert!(count(&report["imported"]) > 140, "{}", count(&report["imported"]));
}
