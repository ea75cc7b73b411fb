//! How fast each format is read: by confined children, as the app does it, one
//! per core; nothing is stored or embedded.
//!
//! `cargo bench -p parallax-import --bench extract [-- html pdf …]`. HTML is measured on the 98
//! pages of `../shared/data/boilerplate` where they are, else on made-up ones;
//! everything else is made up here.

#![expect(clippy::print_stdout, reason = "a report on the terminal")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed benchmark")]

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use parallax_import::{Parsers, WORKER_ARGUMENT, WorkerProgram, serve};
use parallax_parts::{LibraryKind, NativeLibrary};
use zip::write::SimpleFileOptions;

const SENTENCE: &str = "The bridge over the harbour will be closed for three weeks, the city said \
    on Monday, and the ferry will run every ten minutes until then.";

/// Files of one kind, and how many of the unit they are measured in they hold.
struct Sample {
    name: &'static str,
    files: Vec<Vec<u8>>,
    unit: &'static str,
    n_units: f64,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.next_if(|first| first == WORKER_ARGUMENT).is_some() {
        return serve(arguments);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("PARALLAX_PDFIUM").map(PathBuf::from);
    let program = std::env::current_exe().unwrap();
    let pdfium = NativeLibrary::find(LibraryKind::Pdfium, named, &program).ok();
    let parsers = Parsers::in_children(WorkerProgram {
        program,
        pdfium,
        tesseract: None,
        requires_confinement: false,
    });
    let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!("{n_threads} children");
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let samples: [(&str, &dyn Fn() -> Sample); 8] = [
        ("html", &|| html(&root)),
        ("text", &text),
        ("markdown", &markdown),
        ("pdf", &pdf),
        ("docx", &|| archive("docx", "word/document.xml", &docx_body())),
        ("odt", &|| archive("odt", "content.xml", &odt_body())),
        ("rtf", &rtf),
        ("mail", &mail),
    ];
    for (name, sample) in samples {
        if wanted.is_empty() || wanted.iter().any(|it| it == name) {
            measure(&parsers, n_threads, &sample());
        }
    }
    ExitCode::SUCCESS
}

fn measure(parsers: &Parsers, n_threads: usize, sample: &Sample) {
    // Once unmeasured, so that the children run.
    parsers.parse(&sample.files[0], Path::new(sample.name)).unwrap();
    let (next, n_failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                while let Some(file) = sample.files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let failed = parsers.parse(file, Path::new(sample.name)).is_err();
                    n_failed.fetch_add(usize::from(failed), Ordering::Relaxed);
                }
            });
        }
    });
    let per_second = sample.n_units / started.elapsed().as_secs_f64();
    let (name, unit, n_failed) = (sample.name, sample.unit, n_failed.into_inner());
    println!(
        "{name:10} {per_second:10.0} {unit}/s  ({} files, {n_failed} failed)",
        sample.files.len()
    );
}

fn html(root: &Path) -> Sample {
    let folder = root.join("../shared/data/boilerplate/scrapinghub/html");
    let mut files: Vec<Vec<u8>> = Vec::new();
    for entry in fs_err::read_dir(folder).into_iter().flatten() {
        let mut page = Vec::new();
        let file = fs_err::File::open(entry.unwrap().path()).unwrap();
        flate2::read::GzDecoder::new(file).read_to_end(&mut page).unwrap();
        files.push(page);
    }
    if files.is_empty() {
        println!("no ../shared: made-up pages");
        let body = format!("<p>{SENTENCE}</p>").repeat(40);
        let links = "<li><a href=\"#\">Other news of the day</a></li>".repeat(200);
        let page =
            format!("<html><title>T</title><ul>{links}</ul><article>{body}</article></html>");
        files = vec![page.into_bytes(); 98];
    }
    let files: Vec<Vec<u8>> = files.iter().cycle().take(files.len() * 4).cloned().collect();
    let n_units = files.len() as f64;
    Sample { name: "html", files, unit: "pages", n_units }
}

fn megabytes(files: &[Vec<u8>]) -> f64 {
    files.iter().map(Vec::len).sum::<usize>() as f64 / 1e6
}

fn text() -> Sample {
    let files = vec![format!("{SENTENCE}\n\n").repeat(30_000).into_bytes(); 20];
    let n_units = megabytes(&files);
    Sample { name: "text", files, unit: "MB", n_units }
}

fn markdown() -> Sample {
    let files = vec![format!("# Bridge\n\n**{SENTENCE}**\n\n").repeat(5_000).into_bytes(); 20];
    let n_units = megabytes(&files);
    Sample { name: "markdown", files, unit: "MB", n_units }
}

fn rtf() -> Sample {
    let files = vec![
        format!("{{\\rtf1\\ansi {}}}", format!("{SENTENCE}\\par ").repeat(5_000))
            .into_bytes();
        20
    ];
    let n_units = megabytes(&files);
    Sample { name: "rtf", files, unit: "MB", n_units }
}

fn mail() -> Sample {
    let head = "From: a@example.org\r\nTo: b@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: x\r\n\r\n";
    let files =
        vec![format!("{head}{}", format!("{SENTENCE}\r\n\r\n").repeat(20)).into_bytes(); 2000];
    let n_units = files.len() as f64;
    Sample { name: "mail", files, unit: "messages", n_units }
}

fn docx_body() -> String {
    let paragraph = format!("<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>");
    format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", paragraph.repeat(200))
}

fn odt_body() -> String {
    let paragraphs = format!("<text:p>{SENTENCE}</text:p>").repeat(200);
    format!(
        "<office:document-content><office:text>{paragraphs}</office:text></office:document-content>"
    )
}

fn archive(name: &'static str, part: &str, content: &str) -> Sample {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let (extra, text): (&str, &[u8]) = match name {
        "docx" => ("[Content_Types].xml", b"<Types/>"),
        _ => ("mimetype", b"application/vnd.oasis.opendocument.text"),
    };
    for (part, bytes) in [(extra, text), (part, content.as_bytes())] {
        archive.start_file(part, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    let files = vec![archive.finish().unwrap().into_inner(); 200];
    let n_units = files.len() as f64;
    Sample { name, files, unit: "documents", n_units }
}

/// Documents of 20 pages of 45 lines.
fn pdf() -> Sample {
    const N_PAGES: usize = 20;
    let line = "(The bridge over the harbour will be closed for three weeks, the city said on Monday.) Tj T*";
    let content = format!("BT /F1 10 Tf 14 TL 40 740 Td {} ET", [line; 45].join(" "));
    let kids: Vec<String> = (0..N_PAGES).map(|n| format!("{} 0 R", n + 5)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {N_PAGES} >>", kids.join(" ")),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    objects.extend((0..N_PAGES).map(|_| {
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>".to_owned()
    }));
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        writeln!(bytes, "{} 0 obj\n{object}\nendobj", n + 1).unwrap();
    }
    let xref = bytes.len();
    writeln!(bytes, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(bytes, "{offset:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    writeln!(bytes, "trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF").unwrap();
    let files = vec![bytes; 40];
    let n_units = (files.len() * N_PAGES) as f64;
    Sample { name: "pdf", files, unit: "pages", n_units }
}
