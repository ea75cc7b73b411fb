//! A library that would talk to its maker is not put in place, whatever its checksum.
//!
//! The programs look for the same marks in libraries that people name themselves
//! (`crates/parts/src/library.rs`); this is the check when a new version is pinned.

use std::path::Path;

use crate::error::TaskError;

/// Names of the telemetry client in ONNX Runtime from 1.29 on, and of where it sends.
const MARKS: [&str; 3] = ["OneDsTelemetry", "cpp_client_telemetry", "events.data.microsoft.com"];

/// Fails if `library` holds a telemetry client.
pub(super) fn refuse(library: &Path) -> Result<(), TaskError> {
    match mark_in(&fs_err::read(library)?) {
        None => Ok(()),
        Some(mark) => Err(TaskError::Missing {
            what: format!(
                "{} contains a telemetry client ({mark}); Parallax does not ship one",
                library.display()
            ),
            hint: "pin the newest version without it in crates/parts/pins.toml".into(),
        }),
    }
}

fn mark_in(library: &[u8]) -> Option<&'static str> {
    MARKS.into_iter().find(|mark| library.windows(mark.len()).any(|it| it == mark.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_found() {
        for mark in MARKS {
            assert_eq!(mark_in(format!("\0\0{mark}\0").as_bytes()), Some(mark));
        }
        assert_eq!(mark_in(b"OneDsTelemetr"), None);
    }
}
