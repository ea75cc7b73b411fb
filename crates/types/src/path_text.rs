//! Paths as text that loses nothing: what is stored, compared and put into reports.
//!
//! A path that is valid Unicode is its own text, byte for byte. In any other, what
//! is not Unicode is written as `\xFF` (on Windows `%uD800`), an escape character
//! that would read like such an escape is escaped itself, and a separator stands at
//! the end, which no path of a file has. So two paths never share a text, and a text
//! still shows its folders and its file name.
//! Not here: making text safe to print (`shown`).

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// What begins an escape; on Windows a backslash separates folders.
const ESCAPE: char = if cfg!(windows) { '%' } else { '\\' };

/// The text that stands for a path; [`text_to_path`] takes it back.
///
/// A valid path keeps its text, except that separators at its end go, which name the
/// same folder and would read like the mark of an escaped one.
#[must_use]
pub fn path_to_text(path: &Path) -> String {
    match path.to_str() {
        Some(valid) if valid.len() > 1 && valid.ends_with(MAIN_SEPARATOR) => {
            let shorter = valid.trim_end_matches(MAIN_SEPARATOR);
            if shorter.is_empty() || shorter.ends_with(':') { valid } else { shorter }.to_owned()
        }
        Some(valid) => valid.to_owned(),
        None => format!("{}{MAIN_SEPARATOR}", escaped(path)),
    }
}

/// The path a text of [`path_to_text`] stands for.
#[must_use]
pub fn text_to_path(text: &str) -> PathBuf {
    match text.strip_suffix(MAIN_SEPARATOR) {
        Some(escaped) if holds_escape(escaped) => unescaped(escaped),
        _ => PathBuf::from(text),
    }
}

/// What the texts of all paths below a folder begin with: those of valid paths, then
/// those of others, where that differs. A text may begin so without lying there, if a
/// folder's name looks like an escape: [`is_below`] decides.
#[must_use]
pub fn texts_below_begin(folder: &Path) -> (String, String) {
    let closed = |text: &str| format!("{}{MAIN_SEPARATOR}", text.trim_end_matches(MAIN_SEPARATOR));
    let escaped = closed(&escaped(folder));
    match folder.to_str() {
        Some(valid) => (closed(valid), escaped),
        None => (escaped.clone(), escaped),
    }
}

/// Whether the path a text stands for lies below a folder.
#[must_use]
pub fn is_below(text: &str, folder: &Path) -> bool {
    let path = text_to_path(text);
    path.starts_with(folder) && path != folder
}

#[cfg(unix)]
fn escaped(path: &Path) -> String {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        let valid = chunk.valid();
        for (at, letter) in valid.char_indices() {
            if letter == ESCAPE && escape_at(&valid[at..]).is_some() {
                text.push_str("\\x5C");
            } else {
                text.push(letter);
            }
        }
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

#[cfg(unix)]
fn unescaped(text: &str) -> PathBuf {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(byte) = escape_at(rest) {
            bytes.push(byte);
            rest = &rest[4..];
        } else {
            let (this, after) = rest.split_at(letter.len_utf8());
            bytes.extend_from_slice(this.as_bytes());
            rest = after;
        }
    }
    OsString::from_vec(bytes).into()
}

#[cfg(unix)]
fn holds_escape(text: &str) -> bool {
    text.match_indices(ESCAPE).any(|(at, _)| escape_at(&text[at..]).is_some())
}

/// The byte of an escape that `text` begins with.
#[cfg(unix)]
fn escape_at(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("\\x")?.get(..2)?;
    let is_ours = digits.bytes().all(|it| it.is_ascii_digit() || (b'A'..=b'F').contains(&it));
    is_ours.then(|| u8::from_str_radix(digits, 16).ok())?
}

#[cfg(not(unix))]
fn escaped(path: &Path) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    for unit in char::decode_utf16(units(path)) {
        match unit {
            // Always escaped: short names (`PROGRA~1`) aside, it is rare in paths.
            Ok(ESCAPE) => text.push_str("%u0025"),
            Ok(letter) => text.push(letter),
            // Writing to a string does not fail.
            Err(lone) => {
                let _ = write!(text, "%u{:04X}", lone.unpaired_surrogate());
            }
        }
    }
    text
}

#[cfg(windows)]
fn units(path: &Path) -> impl Iterator<Item = u16> {
    std::os::windows::ffi::OsStrExt::encode_wide(path.as_os_str())
}

#[cfg(not(any(unix, windows)))]
fn units(path: &Path) -> impl Iterator<Item = u16> {
    path.to_string_lossy().encode_utf16().collect::<Vec<_>>().into_iter()
}

#[cfg(not(unix))]
fn holds_escape(text: &str) -> bool {
    text.contains("%u")
}

#[cfg(not(unix))]
fn unescaped(text: &str) -> PathBuf {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut parts = text.split("%u");
    units.extend(parts.next().unwrap_or_default().encode_utf16());
    for part in parts {
        let digits = part.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        match digits {
            Some(unit) => {
                units.push(unit);
                units.extend(part[4..].encode_utf16());
            }
            None => units.extend("%u".encode_utf16().chain(part.encode_utf16())),
        }
    }
    path_of(&units)
}

#[cfg(windows)]
fn path_of(units: &[u16]) -> PathBuf {
    <std::ffi::OsString as std::os::windows::ffi::OsStringExt>::from_wide(units).into()
}

#[cfg(not(any(unix, windows)))]
fn path_of(units: &[u16]) -> PathBuf {
    String::from_utf16_lossy(units).into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::collections::BTreeMap;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    fn path(bytes: &[u8]) -> &Path {
        Path::new(OsStr::from_bytes(bytes))
    }

    #[test]
    fn valid_paths_are_their_own_text() {
        for text in ["/a/b.txt", "/", "/a\\xFF.txt", "/ü/\u{202e}x", "/a//b", "relative"] {
            assert_eq!(path_to_text(Path::new(text)), text);
            assert_eq!(text_to_path(text), Path::new(text));
        }
        assert_eq!(path_to_text(Path::new("/a/b/")), "/a/b");
    }

    #[test]
    fn what_is_not_unicode_is_readable_and_comes_back() {
        let text = path_to_text(path(b"/d/caf\xE9.txt"));
        assert_eq!(text, "/d/caf\\xE9.txt/");
        assert_eq!(text_to_path(&text), path(b"/d/caf\xE9.txt"));
        let file_name = Path::new(&text).file_name().and_then(OsStr::to_str);
        assert_eq!(file_name, Some("caf\\xE9.txt"));
    }

    /// Every path of up to four pieces, the nastiest we know.
    #[test]
    fn no_two_paths_share_a_text() {
        let pieces: [&[u8]; 8] = [b"\xFF", b"\\", b"\\xFF", b"x", b"FF", b"5C", b"\xC3", b"/q"];
        let mut texts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for n in 0..8_usize.pow(4) {
            let mut bytes = b"/".to_vec();
            (0..4).for_each(|place| bytes.extend(pieces[n >> (3 * place) & 7]));
            let text = path_to_text(path(&bytes));
            assert_eq!(text_to_path(&text), path(&bytes), "{text}");
            let before = texts.insert(text, bytes.clone());
            assert!(before.is_none_or(|before| before == bytes), "{:?}", bytes.escape_ascii());
        }
    }

    #[test]
    fn what_lies_below_a_folder_begins_like_it() {
        for folder in [&b"/d"[..], b"/d\\xFF", b"/d\xFF", b"/"] {
            let (valid, escaped) = texts_below_begin(path(folder));
            for name in [&b"a.txt"[..], b"\xE9.txt", b"\\xFF"] {
                let text = path_to_text(&path(folder).join(path(name)));
                assert!(text.starts_with(&valid) || text.starts_with(&escaped), "{text}");
                assert!(is_below(&text, path(folder)), "{text}");
            }
        }
        assert!(!is_below("/d\\xFF/a.txt", path(b"/d\xFF")));
        assert!(!is_below("/d", Path::new("/d")));
    }
}
