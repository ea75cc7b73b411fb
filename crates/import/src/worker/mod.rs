//! Parsing in child processes, so that a file can harm nothing but itself.
//!
//! ```text
//! Parsers::parse ──frame: name, bytes──▶ child: `program __parse`
//!                ◀─frame: articles────── no files, no network, 1 GB, 30 s
//! ```
//!
//! The parent reads the file and hands over its bytes, so the child needs to
//! open nothing. Invariant: whatever a child does (crash, hang, talk nonsense,
//! talk too much), its file fails with a named error and the next file gets a
//! fresh child.
//! Pages that are pictures it hands back in the midst of a file, and gets what was read
//! on them (`crate::ocr`).
//! Children end with their parent, however it ends (`serve`).
//! Not here: any format (`parse`); what confines a child (`parallax-confine`).

mod clock;
mod frame;
mod page;
mod pool;
mod probe;
mod serve;
mod spawner;
mod tesseract;
#[cfg(test)]
mod tests;
mod wire;

pub use pool::{PageDecision, Parsers, WorkerProgram};
pub use probe::probe_confinement;
pub use serve::{WORKER_ARGUMENT, serve};
pub use tesseract::Tesseract;

/// Tells a child to do nothing rather than work without every confinement.
const REQUIRE: &str = "--require-confinement";

/// The environment variable that names a child's parent, by its process id.
const PARENT_VARIABLE: &str = "PARALLAX_PARENT";

/// Bytes of text, with what belongs to it, kept of one file.
pub const MAX_TEXT_BYTES: u64 = 20 << 20;

/// Memory a child may take for itself.
pub(crate) const MAX_MEMORY_BYTES: u64 = 1 << 30;

/// Seconds of a processor's time a file may take.
pub(crate) const MAX_SECONDS: u64 = 30;

/// Seconds of a processor's time a file may take if it is, or may hold, a PDF document.
pub(crate) const MAX_PDF_SECONDS: u64 = 120;

/// Seconds more for each page that is rendered or unpacked to be read by OCR.
pub(crate) const MAX_SECONDS_PER_PAGE: u64 = 5;

/// How long a file may take: longer if it is, or may hold, a PDF document.
fn max_seconds(bytes: &[u8]) -> u64 {
    let head = &bytes[..bytes.len().min(1024)];
    let may_hold_pdf = bytes.starts_with(b"PK") || head.windows(5).any(|window| window == b"%PDF-");
    if may_hold_pdf { MAX_PDF_SECONDS } else { MAX_SECONDS }
}
