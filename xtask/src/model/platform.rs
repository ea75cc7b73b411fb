//! Which wheels of ONNX Runtime and PDFium fit this machine, and what must be inside
//! them: `crates/parts/pins.toml`, which the programs know by heart as well.

use serde::Deserialize;

use crate::error::TaskError;
use crate::workspace::Workspace;

/// Relative to the workspace.
const PAGE: &str = "crates/parts/pins.toml";

#[derive(Deserialize)]
struct Pins {
    platform: Vec<Platform>,
}

/// One supported platform.
#[derive(Deserialize)]
pub(super) struct Platform {
    os: String,
    arch: String,
    /// The platform tags pip is asked for.
    pub(super) wheel_tags: Vec<String>,
    /// Below `onnxruntime/` in its wheel.
    pub(super) onnxruntime: Onnxruntime,
    /// Below `pypdfium2_raw/` in its wheel.
    pub(super) pdfium: Pdfium,
}

/// What is taken out of ONNX Runtime's wheel.
#[derive(Deserialize)]
pub(super) struct Onnxruntime {
    pub(super) library: String,
    pub(super) sha256: String,
    pub(super) licence_sha256: String,
    pub(super) notices_sha256: String,
}

/// What is taken out of PDFium's wheel.
#[derive(Deserialize)]
pub(super) struct Pdfium {
    pub(super) library: String,
    pub(super) sha256: String,
    pub(super) licence_sha256: String,
}

impl Platform {
    /// The platform this program was built for.
    ///
    /// # Errors
    /// [`TaskError::Missing`] where no ONNX Runtime wheel exists (Intel Macs, 32-bit, BSD).
    pub(super) fn current(workspace: &Workspace) -> Result<Self, TaskError> {
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        Self::named(workspace, os, arch)?.ok_or_else(|| TaskError::Missing {
            what: format!("there is no ONNX Runtime wheel for {os} on {arch}"),
            hint: "build ONNX Runtime 1.26 yourself and name its library in PARALLAX_ONNXRUNTIME"
                .into(),
        })
    }

    fn named(workspace: &Workspace, os: &str, arch: &str) -> Result<Option<Self>, TaskError> {
        let path = workspace.path(PAGE);
        let pins: Pins =
            toml::from_str(&fs_err::read_to_string(&path)?).map_err(|error: toml::de::Error| {
                TaskError::Page { path, what: error.message().to_owned() }
            })?;
        Ok(pins.platform.into_iter().find(|it| it.os == os && it.arch == arch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intel_mac_has_no_wheel() {
        let workspace = Workspace::find();
        assert!(Platform::named(&workspace, "macos", "x86_64").unwrap().is_none());
        assert!(Platform::named(&workspace, "linux", "x86_64").unwrap().is_some());
    }
}
