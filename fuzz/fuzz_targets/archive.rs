//! What comes in a zip: DOCX, ODT, EPUB, archives of files. Either the bytes of
//! an archive as they are, or the texts of its parts, so that mutations get past
//! the checksums.

#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use parallax_fuzz::{read, watch_own_code};
use zip::write::SimpleFileOptions;

/// Parts the formats look for, in the order the input gives their texts.
const FORMATS: [&[&str]; 4] = [
    &["[Content_Types].xml", "word/document.xml", "word/footnotes.xml", "docProps/core.xml"],
    &["mimetype", "content.xml", "meta.xml"],
    &["mimetype", "META-INF/container.xml", "OEBPS/content.opf", "OEBPS/1.xhtml", "OEBPS/toc.ncx"],
    &["a.html", "b.txt", "c/d.eml", "e.json", "f.zip"],
];

/// What stands between the texts of two parts.
const BORDER: &[u8] = b"\n=====\n";

fuzz_target!(init: watch_own_code(), |bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        return read(bytes, "file.zip");
    }
    let Some((kind, rest)) = bytes.split_first() else { return };
    let names = FORMATS[usize::from(*kind) % FORMATS.len()];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in names.iter().zip(parts(rest)) {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        if archive.start_file(*name, options).is_err() || archive.write_all(text).is_err() {
            return;
        }
    }
    if let Ok(archive) = archive.finish() {
        read(&archive.into_inner(), "file.zip");
    }
});

fn parts(mut rest: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some(at) = rest.windows(BORDER.len()).position(|window| window == BORDER) {
        parts.push(&rest[..at]);
        rest = &rest[at + BORDER.len()..];
    }
    parts.push(rest);
    parts
}
