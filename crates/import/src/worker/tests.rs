//! Children that do as they please: scripts in place of the real program, which
//! `tests/` runs.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::*;

/// A program that runs `script` when started as a child.
fn program(folder: &Path, script: &str) -> WorkerProgram {
    let path: PathBuf = folder.join("worker");
    fs_err::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    WorkerProgram { program: path, pdfium: None, tesseract: None, requires_confinement: false }
}

fn failure(script: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let parsers = Parsers::in_children(program(folder.path(), script));
    let error = parsers.parse(b"some text", Path::new("/there/a.txt")).unwrap_err();
    error.to_string()
}

#[test]
fn what_a_child_does_is_one_named_failure() {
    for (script, expected) in [
        ("exit 3", "its parser ended early"),
        ("kill -SEGV $$", "its parser crashed (signal 11)"),
        ("kill -ABRT $$", "ran out of memory or gave up"),
        // A frame of 255 bytes announced, and none sent.
        (r"printf '\377\0\0\0\0\0\0\0'; exec 1>&-; cat >/dev/null", "its parser"),
        // Three bytes of nonsense.
        (r"printf '\3\0\0\0\0\0\0\0abc'; cat >/dev/null", "gave an answer that makes no sense"),
        // A frame larger than any answer may be.
        (r"printf '\0\0\0\0\0\1\0\0'; cat >/dev/null", "more text than the 20 MB"),
    ] {
        let message = failure(script);
        assert!(
            message.contains(expected) && message.contains("/there/a.txt"),
            "{script}: {message}"
        );
    }
}

#[test]
fn a_child_that_hangs_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let hanging = program(folder.path(), "exec sleep 60");
    let parsers = Parsers::in_children(hanging).within(|_| 1);
    let started = std::time::Instant::now();
    // More than a pipe holds: the child does not even read it.
    let error = parsers.parse(&vec![b'x'; 1 << 20], Path::new("a.txt")).unwrap_err();
    // It computed nothing: no fault of the file's, where the system tells.
    let code = if cfg!(target_os = "linux") { "stood_still" } else { "took_too_long" };
    assert_eq!((error.code(), error.is_parser_crash()), (code, code == "took_too_long"));
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn a_child_that_computes_for_ever_is_killed_and_its_file_is_to_blame() {
    let folder = tempfile::tempdir().unwrap();
    let busy = program(folder.path(), "while :; do :; done");
    let parsers = Parsers::in_children(busy).within(|_| 1);
    let error = parsers.parse(b"text", Path::new("a.txt")).unwrap_err();
    assert_eq!((error.code(), error.is_parser_crash()), ("took_too_long", true));
}

/// Stopped for longer than a file may take: a laptop that slept, a debugger.
#[cfg(target_os = "linux")]
#[test]
fn a_child_that_was_stopped_goes_on_when_it_may() {
    let folder = tempfile::tempdir().unwrap();
    let script = "kill -STOP $$; printf '\\3\\0\\0\\0\\0\\0\\0\\0abc'; cat >/dev/null";
    let parsers = Parsers::in_children(program(folder.path(), script)).within(|_| 1);
    let marker = folder.path().join("worker").display().to_string();
    let waker = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_secs(6));
        for entry in fs_err::read_dir("/proc").unwrap().flatten() {
            let line = fs_err::read(entry.path().join("cmdline")).unwrap_or_default();
            let process = entry.file_name().to_string_lossy().parse::<i32>();
            if let Ok(process) = process
                && String::from_utf8_lossy(&line).contains(&marker)
            {
                let mut kill = std::process::Command::new("kill");
                kill.args(["-CONT", &process.to_string()]).status().unwrap();
            }
        }
    });
    let error = parsers.parse(b"text", Path::new("a.txt")).unwrap_err().to_string();
    waker.join().unwrap();
    // It answered, if only nonsense.
    assert!(error.contains("makes no sense"), "{error}");
}

#[test]
fn a_program_that_is_not_there_is_a_failure() {
    let program = PathBuf::from("/nowhere/parallax");
    let missing =
        WorkerProgram { program, pdfium: None, tesseract: None, requires_confinement: false };
    let error = Parsers::in_children(missing).parse(b"x", Path::new("a")).unwrap_err();
    assert_eq!(error.code(), "parser_failed");
}

#[test]
fn a_child_that_is_not_confined_reads_nothing_where_that_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let asked = r#"[ "$2" = --require-confinement ] && exit 78; exit 1"#;
    let program = WorkerProgram { requires_confinement: true, ..program(folder.path(), asked) };
    let error = Parsers::in_children(program).parse(b"x", Path::new("a.txt")).unwrap_err();
    assert_eq!(error.code(), "not_confined");
    assert!(!error.is_parser_crash(), "no file is set aside for it");
}

#[test]
fn files_that_may_hold_pages_get_more_time() {
    assert_eq!(max_seconds(b"text"), MAX_SECONDS);
    assert_eq!(max_seconds(b"\n%PDF-1.4"), MAX_PDF_SECONDS);
}
