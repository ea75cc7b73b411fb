//! Programs and services beside the window: the clipboard, the program a file opens
//! in, the file manager. Nothing here comes from the page but an article's id.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::dto::ErrorDto;
use crate::launcher;
use crate::shell::Shell;

/// Puts text on the clipboard; it stays there while the window is open.
pub(crate) fn copy(shell: &Shell, text: &str) -> Result<(), ErrorDto> {
    let mut clipboard = shell.clipboard();
    let copied = match clipboard.as_mut() {
        Some(open) => open.set_text(text),
        None => arboard::Clipboard::new().and_then(|mut opened| {
            opened.set_text(text)?;
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

/// Opens a file in the program the system has for it.
pub(crate) fn open(path: &Path) -> Result<(), ErrorDto> {
    launcher::open(path).map_err(|error| failed(path, &error))
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
    fn addresses_hold_nothing_that_separates() {
        let address = address(Path::new("/a b/c,d'ü.html"));
        assert_eq!(address, "file:///a%20b/c%2Cd%27%C3%BC.html");
    }
}
