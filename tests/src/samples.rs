//! Small sound files of every format, made here.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// What each of them says.
pub(crate) const SENTENCE: &str =
    "The bridge over the harbour will be closed for three weeks, the city said on Monday.";

const SECOND: &str =
    "The ferry will run every ten minutes until then, and nobody has to pay for it.";

/// A file of each format: its name and its bytes. `n` tells them apart.
pub(crate) fn all(n: usize) -> Vec<(&'static str, Vec<u8>)> {
    let text = format!("Bridge number {n} to close\n\n{SENTENCE}\n\n{SECOND} Report {n}.\n");
    let html = format!(
        "<html><head><title>Bridge {n}</title></head><body><nav>Home</nav><article><p>{SENTENCE}</p>\
         <p>{SECOND} Report {n}.</p></article></body></html>"
    );
    let mail = format!(
        "From: Jane <jane@example.org>\r\nTo: John <john@example.org>\r\nSubject: Bridge {n}\r\n\
         Message-ID: <{n}@example.org>\r\nMIME-Version: 1.0\r\n\r\n{SENTENCE}\r\n\r\n{SECOND}\r\n"
    );
    let mailbox =
        format!("From jane@example.org Wed Jan  4 10:30:05 2017\n{}", mail.replace("\r\n", "\n"));
    let saved = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.org/{n}\r\n\
         Subject: Bridge {n}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; \
         type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n"
    );
    let fb2 = format!(
        "<?xml version=\"1.0\"?><FictionBook><description><title-info><book-title>Book {n}</book-title>\
         </title-info></description><body><section><p>{SENTENCE}</p><p>{SECOND}</p></section></body></FictionBook>"
    );
    let rtf = format!("{{\\rtf1\\ansi {SENTENCE}\\par {SECOND} Report {n}.\\par}}");
    let json = format!("[{{\"title\": \"Bridge {n}\", \"text\": \"{SENTENCE} {SECOND}\"}}]");
    let rows = format!("title,text\nBridge {n},\"{SENTENCE} {SECOND}\"\n");
    vec![
        ("a.txt", text.clone().into_bytes()),
        ("b.html", html.clone().into_bytes()),
        ("c.eml", mail.into_bytes()),
        ("d.mbox", mailbox.into_bytes()),
        ("e.mhtml", saved.into_bytes()),
        ("f.fb2", fb2.into_bytes()),
        ("g.rtf", rtf.into_bytes()),
        ("h.json", json.into_bytes()),
        ("i.csv", rows.into_bytes()),
        ("j.docx", docx(&format!("<w:p><w:r><w:t>{SENTENCE} {SECOND} {n}</w:t></w:r></w:p>"))),
        ("k.odt", odt(&format!("<text:p>{SENTENCE} {SECOND} {n}</text:p>"))),
        ("l.epub", epub(&html)),
        ("m.pdf", pdf(&[SENTENCE, SECOND, &format!("Report {n}.")])),
        ("n.zip", zip(&[("one.txt", text.as_bytes()), ("two.html", html.as_bytes())])),
    ]
}

/// An archive of these files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A Word document with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    docx_of(&format!("<w:document><w:body>{body}</w:body></w:document>"))
}

/// A Word document whose main part is this.
pub(crate) fn docx_of(document: &str) -> Vec<u8> {
    let document = document.replacen("<w:document>", "<w:document xmlns:w=\"w\">", 1);
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships><Relationship Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

fn epub(html: &str) -> Vec<u8> {
    zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container><rootfile full-path=\"a.opf\"/></container>"),
        (
            "a.opf",
            b"<package><metadata><dc:title>Book</dc:title></metadata><manifest><item id=\"c\" href=\"c.xhtml\"/></manifest><spine><itemref idref=\"c\"/></spine></package>",
        ),
        ("c.xhtml", html.as_bytes()),
    ])
}

/// A document of one page with these lines.
pub(crate) fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown: Vec<String> = lines.iter().map(|line| format!("({line}) Tj T*")).collect();
    let content = format!("BT /F1 10 Tf 12 TL 40 700 Td {} ET", shown.join(" "));
    pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ])
}

/// A document of these objects, the first its catalogue.
pub(crate) fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).into_bytes());
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    out.extend(
        format!(
            "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n",
            objects.len() + 1
        )
        .into_bytes(),
    );
    out
}
