//! Programs and services beside the window: the clipboard, the program a file opens
//! in, the file manager. Nothing here comes from the page but an article's id.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::dto::ErrorDto;
use crate::launcher;
use crate::shell::Shell;

/// Puts text on the clipboard; it stays there while the window is open.
pub(crate) fn copy(shell: &Shell, text: &str) -> Result<(), ErrorDto> {
    copy_rich(shell, text, "")
}

/// The same, with mark-up for programs that take it; none where `html` is empty.
pub(crate) fn copy_rich(shell: &Shell, text: &str, html: &str) -> Result<(), ErrorDto> {
    let put = |open: &mut arboard::Clipboard| match html {
        "" => open.set_text(text),
        html => open.set_html(html, Some(text)),
    };
    let mut clipboard = shell.clipboard();
    let copied = match clipboard.as_mut() {
        Some(open) => put(open),
        None => arboard::Clipboard::new().and_then(|mut opened| {
            put(&mut opened)?;
            *clipboard = Some(opened);
            Ok(())
        }),
    };
    copied.map_err(|error| ErrorDto {
        code: "clipboard_failed".to_owned(),
        message: format!("the clipboard cannot be used: {error}"),
        hint: Some("try again, or export the passage to a file".to_owned()),
    })
}

/// Endings of documents that are handed to the system: the formats Parallax reads.
/// Anything else might run.
const DOCUMENTS: [&str; 33] = [
    "asc",
    "atom",
    "csv",
    "docx",
    "eml",
    "emlx",
    "epub",
    "fb2",
    "fodt",
    "htm",
    "html",
    "json",
    "jsonl",
    "markdown",
    "mbox",
    "md",
    "mht",
    "mhtml",
    "ndjson",
    "odt",
    "pdf",
    "rss",
    "rst",
    "rtf",
    "shtml",
    "tab",
    "text",
    "tsv",
    "txt",
    "webarchive",
    "xhtml",
    "xml",
    "zip",
];

/// Opens an article's file in the program the system has for it, unless it might run
/// instead of being shown: such a file is shown in its folder, and that is told.
pub(crate) fn open_original(path: &Path) -> Result<(), ErrorDto> {
    if is_document(path) {
        return launcher::open(path).map_err(|error| failed(path, &error));
    }
    reveal(path)?;
    Err(ErrorDto {
        code: "shown_instead".to_owned(),
        message: format!(
            "`{}` could run as a program, so it is shown in its folder instead of opened",
            path.display()
        ),
        hint: Some("open it from there, with a program you choose, if you trust it".to_owned()),
    })
}

/// Whether a file is a document by its name, and not marked as a program.
fn is_document(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    DOCUMENTS.contains(&ending.to_ascii_lowercase().as_str()) && !is_marked_executable(path)
}

#[cfg(unix)]
fn is_marked_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs_err::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_marked_executable(_: &Path) -> bool {
    false
}

/// Opens a folder of ours in the file manager.
pub(crate) fn open_folder(folder: &Path) -> Result<(), ErrorDto> {
    launcher::open(folder).map_err(|error| failed(folder, &error))
}

/// Shows a file in the file manager, selected where the system can.
pub(crate) fn reveal(path: &Path) -> Result<(), ErrorDto> {
    if is_selected(path) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    launcher::open(folder).map_err(|error| failed(folder, &error))
}

/// Asks the file manager to select the file. False where that does not work.
fn is_selected(path: &Path) -> bool {
    let mut command = if cfg!(target_os = "macos") {
        let mut command = Command::new("open");
        command.arg("-R").arg(path);
        command
    } else if cfg!(windows) {
        let mut command = Command::new("explorer");
        command.arg(format!("/select,{}", path.display()));
        command
    } else {
        let mut command = Command::new("dbus-send");
        command.args([
            "--session",
            "--print-reply",
            "--reply-timeout=2000",
            "--dest=org.freedesktop.FileManager1",
            "/org/freedesktop/FileManager1",
            "org.freedesktop.FileManager1.ShowItems",
        ]);
        command.arg(format!("array:string:{}", address(path)));
        command.arg("string:");
        command
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Explorer says 1 although it did as asked.
    command.status().is_ok_and(|status| status.success() || cfg!(windows))
}

/// `file:///a%20b`, with nothing left that separates items of a list.
fn address(path: &Path) -> String {
    let mut address = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            address.push(char::from(*byte));
        } else {
            address += &format!("%{byte:02X}");
        }
    }
    address
}

fn failed(path: &Path, error: &std::io::Error) -> ErrorDto {
    ErrorDto {
        code: "cannot_open".to_owned(),
        message: format!("`{}` cannot be opened: {error}", path.display()),
        hint: Some("open it from your file manager instead".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_are_handed_to_the_system() {
        let dir = tempfile::tempdir().unwrap();
        let is_opened = |name: &str| {
            let path = dir.path().join(name);
            fs_err::write(&path, "x").unwrap();
            is_document(&path)
        };
        for name in ["a.txt", "a.HTML", "a.pdf", "a.b.docx", "a.eml"] {
            assert!(is_opened(name), "{name}");
        }
        let hostile = "bat cmd com exe scr hta js jse vbs wsf ps1 msi lnk url desktop sh command app jar reg cpl svg";
        for ending in hostile.split(' ') {
            assert!(!is_opened(&format!("a.txt.{ending}")), "{ending}");
        }
        assert!(!is_opened("no-ending") && !is_opened("a.txt.") && !is_opened("a.exe "));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = dir.path().join("a.txt");
            fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            assert!(!is_document(&path));
        }
    }

    #[test]
    fn addresses_hold_nothing_that_separates() {
        let address = address(Path::new("/a b/c,d'ü.html"));
        assert_eq!(address, "file:///a%20b/c%2Cd%27%C3%BC.html");
    }
}
