//! The kinds of hostile files, each from a few random numbers. Sizes stay such that two
//! thousand files fit on a disk and are made in a minute.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

use super::random::Random;

/// Makes one file: its name's ending and its bytes.
type Make = fn(&mut Random, usize) -> (&'static str, Vec<u8>);

const SENTENCE: &str =
    "The bridge over the harbour will be closed for three weeks, the city said on Monday.";

pub(super) const KINDS: [(&str, Make); 54] = [
    ("random bytes", |r, _| {
        (ENDINGS[r.below(ENDINGS.len())], {
            let n = 1 + r.below(60_000);
            r.bytes(n)
        })
    }),
    ("sound file cut short", |r, n| {
        let (ending, mut bytes) = any(r, n);
        bytes.truncate(r.below(bytes.len()));
        (ending, bytes)
    }),
    ("sound file, bits flipped", |r, n| {
        let (ending, mut bytes) = any(r, n);
        flip(r, &mut bytes);
        (ending, bytes)
    }),
    ("sound file, wrong ending", |r, n| (ENDINGS[r.below(ENDINGS.len())], any(r, n).1)),
    ("two formats in one", |r, n| {
        let (ending, mut bytes) = any(r, n);
        bytes.extend(any(r, n + 7).1);
        (ending, bytes)
    }),
    ("piece doubled", |r, n| {
        let (ending, mut bytes) = any(r, n);
        double(r, &mut bytes);
        (ending, bytes)
    }),
    ("deep HTML", |r, _| {
        ("html", format!("{}{SENTENCE}", "<div>".repeat(1 + r.below(120_000))).into())
    }),
    ("deep tables", |r, _| {
        ("html", format!("{}{SENTENCE}", "<table><tr><td>".repeat(1 + r.below(20_000))).into())
    }),
    ("deep inline marks", |r, _| {
        ("html", format!("<p>{}{SENTENCE}", "<b><i><font>".repeat(1 + r.below(20_000))).into())
    }),
    ("giant attribute", |r, _| {
        ("html", format!("<p class=\"{}\">{SENTENCE}", "x ".repeat(r.below(3_000_000))).into())
    }),
    ("many attributes", |r, _| {
        ("html", {
            let mut text = "<p".to_owned();
            (0..r.below(60_000)).for_each(|n| {
                let _ = write!(text, " a{n}=\"{n}\"");
            });
            format!("{text}>{SENTENCE}").into()
        })
    }),
    ("giant title", |r, _| {
        (
            "html",
            format!(
                "<title>{}</title><p>{SENTENCE} {SENTENCE}",
                "Long ".repeat(r.below(1_000_000))
            )
            .into(),
        )
    }),
    ("very many elements", |r, _| {
        (
            "html",
            format!("<p>{SENTENCE}</p>{}", "<br><span>x</span>".repeat(r.below(120_000))).into(),
        )
    }),
    ("nothing closed", |r, _| {
        (
            "html",
            format!(
                "<html><body><p>{SENTENCE}<!-- {}",
                "<script><style><textarea>".repeat(r.below(9_000))
            )
            .into(),
        )
    }),
    ("foreign content", |r, _| {
        (
            "html",
            format!("<p>{SENTENCE}{}", "<svg><math><foreignObject><p>".repeat(r.below(9_000)))
                .into(),
        )
    }),
    ("bad entities", |r, _| {
        (
            "html",
            format!(
                "<p>{SENTENCE}{}",
                "&#x110000;&#0;&notanentity;&#xD800;".repeat(r.below(40_000))
            )
            .into(),
        )
    }),
    ("structured data bomb", |r, _| {
        (
            "html",
            format!(
                "<script type=\"application/ld+json\">{}</script><p>{SENTENCE}",
                "{\"a\":[".repeat(r.below(60_000))
            )
            .into(),
        )
    }),
    ("control characters in title", |_, n| {
        (
            "html",
            format!(
                "<title>\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}{n}</title><p>{SENTENCE} {SENTENCE}"
            )
            .into(),
        )
    }),
    ("deep JSON arrays", |r, _| {
        ("json", format!("{}\"{SENTENCE}\"", "[".repeat(1 + r.below(400_000))).into())
    }),
    ("deep JSON objects", |r, _| {
        ("json", format!("{}\"{SENTENCE}\"", "{\"text\":".repeat(1 + r.below(200_000))).into())
    }),
    ("JSON with odd numbers", |r, _| {
        (
            "json",
            format!(
                "[{{\"title\": 1e{}, \"text\": \"{SENTENCE}\", \"text\": null, \"date\": -9{}}}]",
                r.below(9_999),
                "9".repeat(9_000)
            )
            .into(),
        )
    }),
    ("lines of JSON, very many", |_, n| {
        (
            "jsonl",
            lines(3_000, &|m| format!("{{\"title\": \"{n} {m}\", \"text\": \"{SENTENCE} {m}\"}}")),
        )
    }),
    ("huge cell", |r, n| {
        ("csv", format!("title,text\n{n},\"{}\"\n", SENTENCE.repeat(r.below(60_000))).into())
    }),
    ("very many columns", |r, n| {
        (
            "csv",
            format!(
                "title,text{}\n{n},{SENTENCE}{}\n",
                ",c".repeat(r.below(90_000)),
                ",1".repeat(90_000)
            )
            .into(),
        )
    }),
    ("very many rows", |_, n| {
        (
            "csv",
            [b"title,text\n".to_vec(), lines(4_000, &|m| format!("{n} {m},{SENTENCE} {m}"))]
                .concat(),
        )
    }),
    ("quotation mark never closed", |r, _| {
        ("csv", format!("title,text\n\"{}", "a,\"b\"\"\n".repeat(r.below(90_000))).into())
    }),
    ("RTF groups", |r, _| {
        ("rtf", format!("{{\\rtf1 {}{SENTENCE}", "{".repeat(r.below(2_000_000))).into())
    }),
    ("RTF with binary", |r, _| {
        ("rtf", {
            let mut bytes = b"{\\rtf1 \\bin99999999 ".to_vec();
            bytes.extend(r.bytes(4_000));
            bytes
        })
    }),
    ("RTF numbers", |r, _| {
        (
            "rtf",
            format!("{{\\rtf1 {}{SENTENCE}}}", "\\u-99999999999? \\'zz".repeat(r.below(50_000)))
                .into(),
        )
    }),
    ("deep mail", |r, _| ("eml", deep_mail(1 + r.below(20_000)))),
    ("mail in mail", |r, _| {
        ("eml", format!("{}{SENTENCE}", "From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n".repeat(1 + r.below(3_000))).into())
    }),
    ("mail of garbage", |r, _| {
        ("eml", {
            let mut bytes = b"From: a@example.org\r\nSubject: =?x?b?////?=\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\n".to_vec();
            bytes.extend(r.bytes(30_000));
            bytes
        })
    }),
    ("giant header", |r, _| {
        (
            "eml",
            format!(
                "From: a@example.org\r\nSubject: {}\r\nDate: never\r\n\r\n{SENTENCE}",
                "=?utf-8?q?=41?= ".repeat(r.below(60_000))
            )
            .into(),
        )
    }),
    ("soft line breaks", |r, _| {
        ("eml", format!("From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}{SENTENCE}", "=\r\n=41".repeat(r.below(200_000))).into())
    }),
    ("mailbox of postmarks", |r, _| {
        ("mbox", "From a@example.org Wed Jan  4 10:30:05 2017\n".repeat(1 + r.below(60_000)).into())
    }),
    ("mailbox of very many", |_, n| {
        (
            "mbox",
            lines(10_500, &|m| {
                format!(
                    "From a@example.org Wed Jan  4 10:30:05 2017\nFrom: a@example.org\nSubject: {n} {m}\n\n{SENTENCE} {m}\n"
                )
            }),
        )
    }),
    ("saved page, boundaries", |r, _| {
        ("mhtml", format!("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n{}{SENTENCE}", "--b\r\nContent-Type: text/html\r\n\r\n".repeat(r.below(9_000))).into())
    }),
    ("zeros that unpack", |r, _| {
        (
            ["zip", "docx", "odt", "epub"][r.below(4)],
            zip(&[
                ("word/document.xml", &vec![0; 60 << 20]),
                ("content.xml", &vec![b'<'; 1 << 20]),
            ]),
        )
    }),
    ("archive of very many names", |r, _| ("zip", many_names(15_000 + r.below(9_000)))),
    ("archive of very many articles", |r, n| ("zip", many_articles(2_100 + r.below(500), n))),
    ("archives in archives", |r, _| {
        ("zip", {
            let mut inner = zip(&[("a.txt", SENTENCE.as_bytes())]);
            for _ in 0..=r.below(14) {
                inner = zip(&[("a.zip", &inner), ("b.zip", &inner)]);
                if inner.len() > 1 << 20 {
                    break;
                }
            }
            inner
        })
    }),
    ("names that climb", |_, n| {
        (
            "zip",
            zip(&[
                ("../../../../etc/x.txt", format!("{SENTENCE} {n}").as_bytes()),
                ("/abs.txt", SENTENCE.as_bytes()),
                ("C:\\x.txt", SENTENCE.as_bytes()),
                ("a\u{1b}[2J\u{202e}.txt", SENTENCE.as_bytes()),
            ]),
        )
    }),
    ("deep document", |r, _| {
        (
            "docx",
            docx(&format!(
                "<w:document xmlns:w=\"w\"><w:body>{}",
                "<w:p><w:r>".repeat(1 + r.below(90_000))
            )),
        )
    }),
    ("entities that laugh", |r, _| (["docx", "rss", "fb2"][r.below(3)], laughs(r))),
    ("deep OpenDocument", |r, _| {
        (
            "odt",
            zip(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                (
                    "content.xml",
                    format!(
                        "<office:document-content><office:body><office:text>{}{SENTENCE}",
                        "<text:section>".repeat(r.below(90_000))
                    )
                    .as_bytes(),
                ),
            ]),
        )
    }),
    ("book that repeats its chapter", |r, n| ("epub", looping_book(1 + r.below(9_000), n))),
    ("deep FictionBook", |r, _| {
        (
            "fb2",
            format!(
                "<?xml version=\"1.0\"?><FictionBook><body>{}<p>{SENTENCE}</p>",
                "<section>".repeat(r.below(90_000))
            )
            .into(),
        )
    }),
    ("feed of very many", |r, n| {
        (
            "rss",
            format!(
                "<rss><channel>{}</channel></rss>",
                String::from_utf8_lossy(&lines(2_001 + r.below(900), &|m| format!(
                    "<item><title>{n} {m}</title><description>{SENTENCE} {m}</description></item>"
                )))
            )
            .into(),
        )
    }),
    ("pages that lead in circles", |r, _| {
        (
            "pdf",
            pdf(&[
                "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
                format!(
                    "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count {} /Parent 3 0 R >>",
                    r.below(9_000_000)
                ),
                "<< /Type /Pages /Kids [2 0 R] /Count 99999999 /Parent 2 0 R >>".to_owned(),
            ]
            .map(String::into_bytes)),
        )
    }),
    ("page that unpacks", |r, _| {
        ("pdf", page(&deflated_zeros(8 + r.below(90)), " /Filter /FlateDecode"))
    }),
    ("page of nested states", |r, _| {
        ("pdf", page("q [[[[ << BT ".repeat(1 + r.below(90_000)).as_bytes(), ""))
    }),
    ("no text", |r, _| {
        (
            "txt",
            vec![Vec::new(), b" \n\t \n".to_vec(), vec![0; 5_000], b"\xef\xbb\xbf".to_vec()]
                .swap_remove(r.below(4)),
        )
    }),
    ("odd encodings", |r, n| ("txt", encoded(r, n))),
    ("one long line", |r, _| ("txt", "The bridge is closed, ".repeat(1 + r.below(400_000)).into())),
];

const ENDINGS: [&str; 16] = [
    "txt",
    "html",
    "md",
    "pdf",
    "docx",
    "odt",
    "epub",
    "zip",
    "eml",
    "mbox",
    "json",
    "csv",
    "rtf",
    "fb2",
    "webarchive",
    "doc",
];

/// Writes a file under a name that begins with its number; every ninth is hostile itself.
pub(super) fn write_named(
    folder: &Path,
    random: &mut Random,
    n: usize,
    ending: &str,
    bytes: &[u8],
) -> std::io::Result<PathBuf> {
    let mut name = OsString::from(format!("h{n:05}"));
    if n.is_multiple_of(9) {
        match random.below(4) {
            0 => name.push("-\u{1b}[2J\u{9b}31m"),
            1 => name.push("-\u{202e}txt.exe\n"),
            2 => name.push(format!("-{}", "ž".repeat(100))),
            _ => name.push(not_unicode()),
        }
    }
    name.push(format!(".{ending}"));
    let path = folder.join(name);
    fs_err::write(&path, bytes)?;
    Ok(path)
}

#[cfg(unix)]
fn not_unicode() -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(b"-\xff\xfe".to_vec())
}

#[cfg(not(unix))]
fn not_unicode() -> OsString {
    "-".into()
}

/// A sound file.
pub(super) fn good(n: usize) -> (&'static str, Vec<u8>) {
    let text =
        format!("Bridge number {n} to close\n\n{SENTENCE}\n\nNobody has to pay for ferry {n}.\n");
    let html = format!(
        "<html><head><title>Bridge {n}</title></head><body><nav>Home</nav><article><p>{SENTENCE}</p><p>Nobody has to pay for ferry {n}.</p></article></body></html>"
    );
    match n % 9 {
        0 => ("txt", text.into()),
        1 => ("html", html.into()),
        2 => (
            "eml",
            format!(
                "From: a@example.org\r\nSubject: Bridge {n}\r\nMIME-Version: 1.0\r\n\r\n{text}"
            )
            .into(),
        ),
        3 => ("rtf", format!("{{\\rtf1\\ansi {SENTENCE}\\par Report {n}.\\par}}").into()),
        4 => (
            "json",
            format!("[{{\"title\": \"Bridge {n}\", \"text\": \"{SENTENCE} {n}\"}}]").into(),
        ),
        5 => ("csv", format!("title,text\nBridge {n},\"{SENTENCE} {n}\"\n").into()),
        6 => (
            "docx",
            docx(&format!(
                "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{SENTENCE} {n}</w:t></w:r></w:p></w:body></w:document>"
            )),
        ),
        7 => ("zip", zip(&[("one.txt", text.as_bytes()), ("two.html", html.as_bytes())])),
        _ => (
            "pdf",
            page(
                format!("BT /F1 10 Tf 12 TL 40 700 Td ({SENTENCE}) Tj T* (Report {n}.) Tj ET")
                    .as_bytes(),
                "",
            ),
        ),
    }
}

fn any(random: &mut Random, n: usize) -> (&'static str, Vec<u8>) {
    good(n * 9 + random.below(9))
}

fn flip(random: &mut Random, bytes: &mut [u8]) {
    for _ in 0..=random.below(40) {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
}

fn double(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len());
    let end = (at + random.below(400)).min(bytes.len());
    let piece = bytes[at..end].repeat(1 + random.below(200));
    bytes.splice(at..at, piece);
}

fn lines(n: usize, line: &dyn Fn(usize) -> String) -> Vec<u8> {
    (0..n).map(|m| line(m) + "\n").collect::<String>().into_bytes()
}

fn deep_mail(depth: usize) -> Vec<u8> {
    let mut mail = "From: a@example.org\r\nSubject: deep\r\nMIME-Version: 1.0\r\n".to_owned();
    for n in 0..depth {
        let _ = write!(mail, "Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n");
    }
    format!("{mail}Content-Type: text/plain\r\n\r\n{SENTENCE}\r\n").into_bytes()
}

/// Nine generations of ten laughs each.
fn laughs(random: &mut Random) -> Vec<u8> {
    let mut entities = "<!ENTITY l0 \"ha\">".to_owned();
    for n in 1..10 {
        let _ = write!(entities, "<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10));
    }
    let document = format!("<!DOCTYPE d [{entities}]><d><p>{SENTENCE} &l9;</p></d>");
    if random.below(2) == 0 { docx(&document) } else { document.into_bytes() }
}

fn encoded(random: &mut Random, n: usize) -> Vec<u8> {
    let text = format!("{SENTENCE} Čísla {n} a znaky žluté. {SENTENCE}");
    let wide = |big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    match random.below(6) {
        0 => wide(true),
        1 => wide(false),
        2 => text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect(),
        3 => text.bytes().flat_map(|byte| [byte, 0xC0, 0x80]).collect(),
        4 => format!("{}{}", text, "e\u{301}\u{302}\u{303}".repeat(60_000)).into_bytes(),
        _ => text.replace(' ', "\0").into_bytes(),
    }
}

/// An archive of these files. Writing to memory does not fail.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let _ = archive.start_file(*name, SimpleFileOptions::default());
        let _ = archive.write_all(bytes);
    }
    archive.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn many_names(n: usize) -> Vec<u8> {
    let names: Vec<String> = (0..n).map(|n| format!("{n}.txt")).collect();
    zip(&names.iter().map(|name| (name.as_str(), &b"x"[..])).collect::<Vec<_>>())
}

fn many_articles(n: usize, seed: usize) -> Vec<u8> {
    let files: Vec<(String, String)> =
        (0..n).map(|n| (format!("{n}.txt"), format!("{SENTENCE} Number {seed} {n}."))).collect();
    zip(&files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

fn docx(document: &str) -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships><Relationship Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn looping_book(n_times: usize, n: usize) -> Vec<u8> {
    let spine = "<itemref idref=\"c\"/>".repeat(n_times);
    let package = format!(
        "<package><metadata><dc:title>Book {n}</dc:title></metadata><manifest><item id=\"c\" href=\"c.xhtml\"/></manifest><spine>{spine}</spine></package>"
    );
    let chapter = format!("<html><body><p>{SENTENCE}</p></body></html>");
    zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container><rootfile full-path=\"a.opf\"/></container>"),
        ("a.opf", package.as_bytes()),
        ("c.xhtml", chapter.as_bytes()),
    ])
}

/// A document of one page with this content.
fn page(content: &[u8], filter: &str) -> Vec<u8> {
    let stream = [
        format!("<< /Length {}{filter} >>\nstream\n", content.len()).as_bytes(),
        content,
        b"\nendstream",
    ]
    .concat();
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        stream,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ])
}

fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (n, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        out.extend([format!("{} 0 obj\n", n + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let at = out.len();
    let _ = write!(
        table,
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n",
        objects.len() + 1
    );
    out.extend(table.into_bytes());
    out
}

/// So many megabytes of zeros as a zlib stream: what a ZIP packed, with another frame.
fn deflated_zeros(n_megabytes: usize) -> Vec<u8> {
    let n_bytes = n_megabytes << 20;
    let archive = zip(&[("zeros", &vec![0; n_bytes])]);
    let mut packed = Vec::new();
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(archive))
        && let Ok(mut entry) = archive.by_index_raw(0)
    {
        let _ = entry.read_to_end(&mut packed);
    }
    // Adler-32 of zeros: one, and how many there were.
    let check = u32::try_from(n_bytes % 65_521).unwrap_or_default() << 16 | 1;
    [&[0x78, 0x9c][..], &packed, &check.to_be_bytes()].concat()
}
