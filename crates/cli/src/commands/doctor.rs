//! `parallax doctor`: what of Parallax's promises holds on this machine.

use parallax_engine::{
    Examination, NetworkLock, OcrState, PartState, ReaderConfinement, environment, examine,
    protection,
};
use serde::Serialize;

use super::print;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::{complain, say};

/// Show which of Parallax's promises hold on this machine
///
/// Whether the kernel keeps the program from the network (a socket is really
/// tried), what confines the process that reads files, whether the model and the
/// libraries are the ones that were shipped, and who may read the library.
#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {}

/// One line of the answer.
#[derive(Serialize)]
struct Line {
    /// Stable name.
    check: &'static str,
    /// Whether it is as promised.
    holds: bool,
    /// What was found, for people.
    found: String,
    /// The next step where it does not hold.
    hint: Option<&'static str>,
}

#[derive(Serialize)]
struct Answer {
    ok: bool,
    checks: Vec<Line>,
}

pub(super) fn run(global: &GlobalArgs, _: &DoctorArgs) -> Result<Exit, Failure> {
    let program = std::env::current_exe().unwrap_or_default();
    let folder = global.library_folder().ok();
    let found = examine(&environment, &program, folder.as_deref());
    let answer = Answer { ok: found.is_sound(), checks: lines(&found) };
    if global.json {
        print::json(&answer)?;
    } else {
        for line in &answer.checks {
            say!("{} {}", if line.holds { "✓" } else { "✗" }, line.found);
            if let Some(hint) = line.hint {
                say!("    {hint}");
            }
        }
    }
    Ok(if answer.ok { Exit::Done } else { Exit::InPart })
}

/// Says what of the protection is missing, before files are read.
pub(super) fn warn_of_what_is_missing() {
    let (lock, confinement) = protection();
    for line in [network_lock(&lock), readers(confinement)] {
        if !line.holds {
            complain!("warning: {}", line.found);
            if let Some(hint) = line.hint {
                complain!("hint: {hint}");
            }
        }
    }
}

fn lines(found: &Examination) -> Vec<Line> {
    let mut lines = vec![network_lock(&found.network_lock), socket(found), readers(found.readers)];
    let parts = [
        ("model", "model pack", &found.model),
        ("onnxruntime", "ONNX Runtime", &found.runtime),
        ("pdfium", "PDFium", &found.pdfium),
    ];
    lines.extend(parts.map(|(check, title, part)| part_line(check, title, part)));
    lines.push(ocr(&found.ocr));
    lines.extend(found.library.as_ref().map(|library| {
        let holds = library.open_to_others.is_empty();
        let folder = print::path(&library.folder);
        Line {
            check: "library_access",
            holds,
            found: if holds {
                format!("only you may read the library {folder}")
            } else {
                format!("others on this computer may read the library {folder}")
            },
            hint: (!holds).then_some("`chmod -R go= FOLDER` closes it"),
        }
    }));
    if found.is_built_for_tests {
        lines.push(Line {
            check: "test_build",
            holds: true,
            found: "built for tests: a variable can take the network lock out".to_owned(),
            hint: None,
        });
    }
    lines
}

fn network_lock(lock: &NetworkLock) -> Line {
    let found = match lock {
        NetworkLock::Enforced { with_landlock: true } => {
            "the kernel refuses this program every internet socket (seccomp), and TCP on any \
             other (landlock)"
                .to_owned()
        }
        NetworkLock::Enforced { with_landlock: false } => {
            "the kernel refuses this program every internet socket (seccomp)".to_owned()
        }
        NetworkLock::LoopbackForTests => {
            "a test may listen on this computer; no connection can be made".to_owned()
        }
        NetworkLock::Absent { why } => {
            format!("nothing but its own code keeps this program from the network: {why}")
        }
        _ => "an unknown kind of network lock".to_owned(),
    };
    let hint = "Parallax opens no connection of its own; a firewall rule makes sure of it";
    let holds = lock.is_enforced();
    Line { check: "network_lock", holds, found, hint: (!holds).then_some(hint) }
}

fn socket(found: &Examination) -> Line {
    let (holds, found) = match &found.socket_refusal {
        Some(refusal) => (true, format!("an internet socket was tried, and refused: {refusal}")),
        None => (false, "an internet socket was tried, and could be opened".to_owned()),
    };
    Line { check: "internet_socket", holds, found, hint: None }
}

fn readers(readers: Option<ReaderConfinement>) -> Line {
    let holds = readers.is_some_and(ReaderConfinement::is_whole);
    let found = match readers {
        None => "the process that reads files did not start".to_owned(),
        Some(_) if holds => {
            "files are read by a process that can open nothing and start nothing".to_owned()
        }
        Some(readers) => {
            let missing: Vec<&str> = [
                (readers.is_limited, "limits of memory and time"),
                (readers.has_no_files, "no access to files (landlock)"),
                (readers.has_few_calls, "few system calls (seccomp)"),
            ]
            .into_iter()
            .filter_map(|(holds, what)| (!holds).then_some(what))
            .collect();
            format!("the process that reads files lacks: {}", missing.join(", "))
        }
    };
    let hint = "import files you do not trust elsewhere, or with --require-confinement, which \
                refuses to read them here";
    Line { check: "readers", holds, found, hint: (!holds).then_some(hint) }
}

fn ocr(found: &OcrState) -> Line {
    let holds = found.is_sound();
    let (found, hint) = match found {
        OcrState::NotInstalled => (
            "scans are not read: Tesseract is not installed".to_owned(),
            Some(
                "Debian, Ubuntu: `apt install tesseract-ocr tesseract-ocr-osd`, and \
                 `tesseract-ocr-deu` and the like for languages",
            ),
        ),
        OcrState::Reads { path, data_files, is_confined: true } => {
            let (path, files) = (path.display(), data_files.join(", "));
            let what = "in a process that reads its own files and can start nothing";
            (format!("scans are read by Tesseract ({path}; {files}), {what}"), None)
        }
        OcrState::Reads { path, .. } => (
            format!("scans are read by Tesseract ({}), which is not confined", path.display()),
            Some("import scans you do not trust elsewhere, or with --require-confinement"),
        ),
        OcrState::Fails { path } => (
            format!("scans are not read: Tesseract ({}) does not work", path.display()),
            Some("reinstall it"),
        ),
    };
    Line { check: "ocr", holds, found, hint }
}

fn part_line(check: &'static str, title: &str, part: &PartState) -> Line {
    let (holds, found) = match part {
        PartState::Sound { path } => {
            (true, format!("{title}: checksum right ({})", print::path(path)))
        }
        PartState::OwnersChoice { path } => (
            true,
            format!("{title}: your own choice, not the file shipped ({})", print::path(path)),
        ),
        PartState::Unusable { what } => (false, what.clone()),
    };
    let hint = "reinstall Parallax, or run `cargo xtask setup` in its source tree";
    Line { check, holds, found, hint: (!holds).then_some(hint) }
}
