//! `pins.toml`, as it was when the program was compiled.

use serde::Deserialize;

use crate::LibraryKind;

const PINS: &str = include_str!("../pins.toml");

#[derive(Deserialize)]
struct Pins {
    platform: Vec<Platform>,
}

/// One operating system and processor, and the libraries for it.
#[derive(Debug, Clone, Deserialize)]
pub struct Platform {
    os: String,
    arch: String,
    onnxruntime: PinnedLibrary,
    pdfium: PinnedLibrary,
}

/// What is known of a shipped library.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PinnedLibrary {
    /// Where it lies in the package it comes from.
    pub library: String,
    /// SHA-256 of the file, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

impl PinnedLibrary {
    /// The name of the file itself.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.library.rsplit('/').next().unwrap_or(&self.library)
    }
}

/// The library of this kind that is shipped for the platform this program was built
/// for; `None` where there is none (Intel Macs, 32-bit systems, BSD).
#[must_use]
pub fn pinned(kind: LibraryKind) -> Option<PinnedLibrary> {
    pinned_for(kind, std::env::consts::OS, std::env::consts::ARCH)
}

fn pinned_for(kind: LibraryKind, os: &str, arch: &str) -> Option<PinnedLibrary> {
    let pins: Pins = toml::from_str(PINS).ok()?;
    let platform = pins.platform.into_iter().find(|it| it.os == os && it.arch == arch)?;
    Some(match kind {
        LibraryKind::OnnxRuntime => platform.onnxruntime,
        LibraryKind::Pdfium => platform.pdfium,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_pins_both_libraries() {
        let pins: Pins = toml::from_str(PINS).unwrap();
        assert_eq!(pins.platform.len(), 5);
        for platform in &pins.platform {
            for kind in [LibraryKind::OnnxRuntime, LibraryKind::Pdfium] {
                let library = pinned_for(kind, &platform.os, &platform.arch).unwrap();
                assert_eq!(library.sha256.len(), 64, "{platform:?}");
                assert!(library.sha256.bytes().all(|b| b.is_ascii_hexdigit()), "{platform:?}");
            }
        }
        assert_eq!(pinned_for(LibraryKind::Pdfium, "macos", "x86_64"), None);
    }
}
