//! What a program of others may do that is started for one thing: run itself, read the
//! few folders it was told of, compute, read stdin and write stdout. No network, no
//! processes, nothing written anywhere, no other program in its place.
//!
//! It is called in a child that then becomes that program: what was given up stays given
//! up across `exec`. On Linux by resource limits, landlock and a seccomp list; on other
//! Unix systems by resource limits alone.
//! Invariant: as for readers, never fails and says what holds.
//! Not here: readers of ours, which need no files at all (`reader`).

#[cfg(target_os = "linux")]
mod linux;

use std::path::PathBuf;

use crate::reader::ReaderConfinement;

/// What a program keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToolRights {
    /// Files that may be run: the program. What loads it is added.
    pub programs: Vec<PathBuf>,
    /// Folders and files whose contents may be read. Where libraries lie is added.
    pub readable: Vec<PathBuf>,
    /// Memory it may take, in bytes.
    pub max_memory_bytes: u64,
}

/// Gives up everything but `rights`.
#[must_use]
pub fn confine_tool(rights: &ToolRights) -> ReaderConfinement {
    #[cfg(unix)]
    let is_limited = crate::reader::limits::limit(rights.max_memory_bytes);
    #[cfg(not(unix))]
    let is_limited = rights.max_memory_bytes == 0;
    #[cfg(target_os = "linux")]
    let (has_no_files, has_few_calls) = (linux::lock_out_files(rights), linux::allow_few_calls());
    #[cfg(not(target_os = "linux"))]
    let (has_no_files, has_few_calls) = (false, false);
    ReaderConfinement { is_limited, has_no_files, has_few_calls }
}
