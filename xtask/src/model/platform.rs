//! Which wheels of ONNX Runtime and PDFium fit this machine, and what must be
//! inside them.

use crate::error::TaskError;

/// One supported platform. The pins are of onnxruntime 1.31.1, cp311 wheels, and
/// of pypdfium2 5.15.2 (PDFium 8149).
pub(super) struct Platform {
    /// The platform tags pip is asked for.
    pub(super) wheel_tags: &'static [&'static str],
    /// The shared library, below `onnxruntime/` in the wheel.
    pub(super) library: &'static str,
    pub(super) library_sha256: &'static str,
    pub(super) licence_sha256: &'static str,
    pub(super) notices_sha256: &'static str,
    pub(super) pdfium: Pdfium,
}

/// What is taken out of PDFium's wheel.
pub(super) struct Pdfium {
    /// The shared library, below `pypdfium2_raw/`.
    pub(super) library: &'static str,
    pub(super) library_sha256: &'static str,
    pub(super) licence_sha256: &'static str,
}

const UNIX_LICENCE: &str = "2f07c72751aed99790b8a4869cf2311df85a860b22ded05fa22803587a48922c";
const UNIX_NOTICES: &str = "143764b952fdb1a7c69ce653bfba74a7744d6a8a573bfb73e235fba356c83de3";
// The same texts with Windows line ends.
const WINDOWS_LICENCE: &str = "c250d6278f0b47a6439fb7592b08b58a55eb9f535aa49a1db63211c3f982b674";
const WINDOWS_NOTICES: &str = "c53a76501ef60db6f865f20599f220761201ac4057683acefdab37d861b86622";

impl Platform {
    /// The platform this program was built for.
    ///
    /// # Errors
    /// [`TaskError::Missing`] where no ONNX Runtime wheel exists (Intel Macs, 32-bit, BSD).
    pub(super) fn current() -> Result<Self, TaskError> {
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        Self::named(os, arch).ok_or_else(|| TaskError::Missing {
            what: format!("there is no ONNX Runtime wheel for {os} on {arch}"),
            hint: "build ONNX Runtime 1.31 yourself and name its library in PARALLAX_ONNXRUNTIME"
                .into(),
        })
    }

    fn named(os: &str, arch: &str) -> Option<Self> {
        type Library = (&'static [&'static str], &'static str, &'static str);
        let (wheel_tags, library, library_sha256): Library = match (os, arch) {
            ("linux", "x86_64") => (
                &["manylinux_2_28_x86_64", "manylinux_2_17_x86_64"],
                "capi/libonnxruntime.so.1.31.1",
                "fc44112fbe06d7d689c57e11d3862031f64711007e4ee020f8eed5185fd2c1d3",
            ),
            ("linux", "aarch64") => (
                &["manylinux_2_28_aarch64", "manylinux_2_17_aarch64"],
                "capi/libonnxruntime.so.1.31.1",
                "8aa3b76b28c778a2b1dd660d34161adb1d508c9ccd04ff9dc80e26eca5df8467",
            ),
            ("macos", "aarch64") => (
                &["macosx_14_0_arm64"],
                "capi/libonnxruntime.1.31.1.dylib",
                "f8b06155feece624e55e49124340eea279da812529ae6fbc46a9f2be9c9cad2e",
            ),
            ("windows", "x86_64") => (
                &["win_amd64"],
                "capi/onnxruntime.dll",
                "8482d2ee174e28504f99730fb01d6861575870283de4ed3a897ad39170d9a9b9",
            ),
            ("windows", "aarch64") => (
                &["win_arm64"],
                "capi/onnxruntime.dll",
                "f4f7729bf4aa0c78b6ab5253747f3593bb9a28b4c4275a0a9f59f04ea580d61f",
            ),
            _ => return None,
        };
        let (licence_sha256, notices_sha256) = match os {
            "windows" => (WINDOWS_LICENCE, WINDOWS_NOTICES),
            _ => (UNIX_LICENCE, UNIX_NOTICES),
        };
        let pdfium = Pdfium::named(os, arch)?;
        Some(Self { wheel_tags, library, library_sha256, licence_sha256, notices_sha256, pdfium })
    }
}

impl Pdfium {
    fn named(os: &str, arch: &str) -> Option<Self> {
        let (library, library_sha256) = match (os, arch) {
            ("linux", "x86_64") => {
                ("libpdfium.so", "c76dc0f7839644bfa7c3e3107a6068df714e339c861bb7d4519907b821d427f9")
            }
            ("linux", "aarch64") => {
                ("libpdfium.so", "4378615ad9710397c96c112611be9018629bbfe38805d91a2663a534b99c28ca")
            }
            ("macos", "aarch64") => (
                "libpdfium.dylib",
                "5574cd4164a1317bc6b2f3168a4f433ca84561aa1b33f570422ce20f199d3765",
            ),
            ("windows", "x86_64") => {
                ("pdfium.dll", "42d87f68957d745ce9377dfb1d8d63691e19082a7ec29ff421d22779d3142b29")
            }
            ("windows", "aarch64") => {
                ("pdfium.dll", "b244ece18abdb7abfb9f2501bdb5f7097a1119250bf6e7935dcc5dd97fea7712")
            }
            _ => return None,
        };
        let licence_sha256 = match os {
            // The same text with Windows line ends.
            "windows" => "d8a7290709944ec857b508f663d983cc051464e48cec11040240bcc14c566765",
            _ => "6aed20af4e54f0213331890ca677eb4a2dcd199ad1f8c8bd35e878e0c91a0233",
        };
        Some(Self { library, library_sha256, licence_sha256 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intel_mac_has_no_wheel() {
        assert!(Platform::named("macos", "x86_64").is_none());
        assert!(Platform::named("linux", "x86_64").is_some());
    }
}
