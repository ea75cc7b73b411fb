//! What a child that reads files may do: compute, take memory within its limit, read
//! stdin and write stdout. No files, no network, no processes, no signals to others.
//!
//! On Linux by resource limits, landlock and a seccomp list, each as far as the
//! kernel has it; on other Unix systems by resource limits; on Windows only the
//! parent's clock and the bounds of the answers hold.
//! Invariant: never fails; a right that cannot be given up is kept, and said.

#[cfg(unix)]
pub(crate) mod limits;
#[cfg(target_os = "linux")]
pub(crate) mod linux;

/// What a child that reads files has given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReaderConfinement {
    /// Memory, processor time and file sizes are limited.
    pub is_limited: bool,
    /// No file can be opened, no TCP used, no process outside signalled (landlock).
    pub has_no_files: bool,
    /// Only the system calls that computing needs are let through (seccomp).
    pub has_few_calls: bool,
}

impl ReaderConfinement {
    /// Whether all of it holds.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.is_limited && self.has_no_files && self.has_few_calls
    }
}

/// Gives up what reading does not need. `max_memory_bytes`: what the process may take
/// beyond what it has.
#[must_use]
pub fn confine_reader(max_memory_bytes: u64) -> ReaderConfinement {
    #[cfg(unix)]
    let is_limited = limits::limit(max_memory_bytes);
    #[cfg(not(unix))]
    let is_limited = max_memory_bytes == 0;
    #[cfg(target_os = "linux")]
    let (has_no_files, has_few_calls) = (linux::lock_out_files(), linux::allow_few_calls());
    #[cfg(not(target_os = "linux"))]
    let (has_no_files, has_few_calls) = (false, false);
    ReaderConfinement { is_limited, has_no_files, has_few_calls }
}

/// Ends the process once it has computed for this many seconds more. The parent's
/// clock is the stricter one; this one ends a child whose parent is gone.
pub fn allow_reader_seconds(seconds: u64) {
    #[cfg(unix)]
    limits::allow_seconds(seconds);
    #[cfg(not(unix))]
    let _ = seconds;
}
