//! Formats that can be named but are not read: each says what it is, and what to do about it.
//!
//! They stand in the list of formats like those that are read.

use std::path::Path;

use crate::error::ImportError;
use crate::format::{ByteFormat, Sample, TextFormat, TextSample};

/// What a file is, and the next step.
type Refusal = (&'static str, &'static str);

pub(crate) const OPEN_AND_SAVE: &str =
    "open it and save its text as a .txt, .md or .html file, then import that";
const NOT_AN_ARTICLE: &str = "only files with text can be imported";

/// What begins with these bytes, and what to do about it.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%!PS", "a PostScript document", OPEN_AND_SAVE),
    (b"AT&TFORM", "a DjVu document", OPEN_AND_SAVE),
    (b"WARC/", "a web archive (WARC)", OPEN_AND_SAVE),
    (b"GIF8", "an image (GIF)", SAVE_AS_PNG),
    (b"\0\0\0\x0cjP  ", "an image (JPEG 2000)", SAVE_AS_PNG),
    (b"\x7fELF", "a program", NOT_AN_ARTICLE),
    (b"MZ\x90", "a program", NOT_AN_ARTICLE),
    (b"\xcf\xfa\xed\xfe", "a program", NOT_AN_ARTICLE),
    (b"\xca\xfe\xba\xbe", "a program", NOT_AN_ARTICLE),
    (b"\0asm", "a program", NOT_AN_ARTICLE),
    (b"SQLite format 3\0", "a database (SQLite)", NOT_AN_ARTICLE),
    (b"ID3", "a sound file", NOT_AN_ARTICLE),
    (b"OggS", "a sound file", NOT_AN_ARTICLE),
    (b"fLaC", "a sound file", NOT_AN_ARTICLE),
    (b"\x1f\x8b", "a compressed file (gzip)", UNPACK_FILE),
    (b"BZh", "a compressed file (bzip2)", UNPACK_FILE),
    (b"\xfd7zXZ\0", "a compressed file (xz)", UNPACK_FILE),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", UNPACK_FILE),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)", UNPACK_FOLDER),
    (b"Rar!\x1a", "an archive (RAR)", UNPACK_FOLDER),
];

/// Signatures of formats that are text themselves.
const SPELT_OUT: &[&[u8]] = &[b"%!PS", b"WARC/"];

const SAVE_AS_DOCX: &str = "open it in Word or LibreOffice and save it as .docx, then import that";
const SAVE_AS_PNG: &str = "if it shows a text, save it as .png or .jpg, then import that";
const UNPACK_FILE: &str = "unpack it, then import what is inside";
const UNPACK_FOLDER: &str = "unpack it, then import the folder";
const EXPORT_CSV: &str = "export the sheet as .csv with a column of text, then import that";

const XML: &str = "an XML document";
const WORD: &str = "an old Word document (DOC)";
const OUTLOOK: &str = "an Outlook message (MSG)";
const OLD_OFFICE: &str = "an old Microsoft Office document";
const SPREADSHEET: &str = "a spreadsheet";
const PRESENTATION: &str = "a presentation";
const RIFF: &str = "a sound or video file";
const HEIC: &str = "an image (HEIC or AVIF)";
const MOVIE: &str = "a video or image file";
const PROPERTY_LIST: &str = "a property list";

/// What is refused by other means than its first bytes.
const REFUSED: &[&str] =
    &[XML, WORD, OUTLOOK, OLD_OFFICE, SPREADSHEET, PRESENTATION, RIFF, HEIC, MOVIE, PROPERTY_LIST];

const NEXT_STEPS: &[&str] = &[
    OPEN_AND_SAVE,
    NOT_AN_ARTICLE,
    SAVE_AS_DOCX,
    SAVE_AS_PNG,
    UNPACK_FILE,
    UNPACK_FOLDER,
    EXPORT_CSV,
];

/// The texts of a refusal that came from a child process as ours.
pub(crate) fn known_refusal(what: &str, next: &str) -> Option<(&'static str, &'static str)> {
    let signatures = SIGNATURES.iter().map(|(_, what, _)| what);
    let what = signatures.chain(REFUSED).find(|it| **it == what)?;
    let next = NEXT_STEPS.iter().find(|it| **it == next)?;
    Some((what, next))
}

/// What its first bytes tell.
pub(crate) const SIGNATURE: ByteFormat = ByteFormat {
    name: "",
    sniff: |sample| signature(sample).is_some(),
    read: |bytes, path, _| Err(refused(path, signature(&Sample::new(bytes, path)))),
};

/// The old Office formats.
pub(crate) const OLD_OFFICE_FILE: ByteFormat = ByteFormat {
    name: "",
    sniff: |sample| sample.bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    read: |bytes, path, _| Err(old_office(bytes, path)),
};

/// Spreadsheets and presentations.
pub(crate) const OTHER_OFFICE_FILE: ByteFormat = ByteFormat {
    name: "",
    sniff: |sample| other_office(sample).is_some(),
    read: |bytes, path, _| Err(refused(path, other_office(&Sample::new(bytes, path)))),
};

/// Feeds, outlines and drawings have `<title>` and `<p>` too, but are no pages.
pub(crate) const XML_FILE: TextFormat = TextFormat {
    name: "",
    sniff: |sample| XML_ROOTS.contains(&sample.local_root()),
    read: |_, path| Err(refused(path, Some((XML, OPEN_AND_SAVE)))),
};

/// XML of any other kind.
pub(crate) const OTHER_XML_FILE: TextFormat = TextFormat {
    name: "",
    sniff: is_other_xml,
    read: |_, path| Err(refused(path, Some((XML, OPEN_AND_SAVE)))),
};

const XML_ROOTS: &[&str] = &["opml", "svg", "urlset", "plist", "tei"];

fn is_other_xml(sample: &TextSample<'_>) -> bool {
    let head = &sample.head;
    let other_doctype = head.starts_with("<!doctype") && !head.starts_with("<!doctype html");
    head.starts_with("<?xml") || other_doctype
}

fn refused(path: &Path, refusal: Option<Refusal>) -> ImportError {
    let path = path.to_owned();
    match refusal {
        Some((what, next)) => ImportError::UnsupportedFormat { path, what, next },
        None => ImportError::NoText { path },
    }
}

fn signature(sample: &Sample<'_>) -> Option<Refusal> {
    let Sample { bytes, start, .. } = *sample;
    // "RIFF" and "ID3" may begin a sentence.
    let is_text = sample.is_text();
    for (signature, what, next) in SIGNATURES {
        if is_text && !SPELT_OUT.contains(signature) {
            continue;
        }
        if bytes.starts_with(signature)
            || (signature[0].is_ascii_graphic() && start.starts_with(signature))
        {
            return Some((what, next));
        }
    }
    match bytes {
        [b'R', b'I', b'F', b'F', ..] if !is_text => Some((RIFF, NOT_AN_ARTICLE)),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..]
            if !is_text
                && [b"heic", b"heix", b"mif1", b"avif"].iter().any(|it| brand.starts_with(*it)) =>
        {
            Some((HEIC, SAVE_AS_PNG))
        }
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if !is_text => Some((MOVIE, NOT_AN_ARTICLE)),
        [b'b', b'p', b'l', b'i', b's', b't', b'0', b'0', ..] => {
            Some((PROPERTY_LIST, NOT_AN_ARTICLE))
        }
        _ => None,
    }
}

/// They share one container; the names inside, in UTF-16, tell.
fn old_office(bytes: &[u8], path: &Path) -> ImportError {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if has("EncryptedPackage") {
        return ImportError::Encrypted { path: path.to_owned() };
    }
    let refusal = if has("__substg1.0_") {
        (OUTLOOK, OPEN_AND_SAVE)
    } else if has("WordDocument") {
        (WORD, SAVE_AS_DOCX)
    } else {
        (OLD_OFFICE, OPEN_AND_SAVE)
    };
    refused(path, Some(refusal))
}

fn other_office(sample: &Sample<'_>) -> Option<Refusal> {
    let inside = sample.inside();
    if inside.mimetype.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        Some((SPREADSHEET, EXPORT_CSV))
    } else if inside.mimetype.starts_with("application/vnd.oasis.opendocument") {
        Some((PRESENTATION, OPEN_AND_SAVE))
    } else if !inside.has("[Content_Types].xml") && !inside.has("_rels/.rels") {
        None
    } else if inside.has_folder("xl/") {
        Some((SPREADSHEET, EXPORT_CSV))
    } else if inside.has_folder("ppt/") {
        Some((PRESENTATION, OPEN_AND_SAVE))
    } else {
        None
    }
}
