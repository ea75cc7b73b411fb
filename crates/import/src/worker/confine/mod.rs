//! What a child may do: compute, take memory within its limit, read stdin and
//! write stdout. No files, no network, no processes, no signals to others.
//!
//! On Linux by resource limits, landlock and a seccomp list, each as far as the
//! kernel has it; on other Unix systems by resource limits; on Windows only the
//! parent's clock and the bounds of the answers hold.
//! Invariant: never fails; a right that cannot be given up is kept.

#[cfg(unix)]
mod limits;
#[cfg(target_os = "linux")]
mod linux;

/// Gives up what parsing does not need.
pub(super) fn confine() {
    #[cfg(unix)]
    limits::limit();
    #[cfg(target_os = "linux")]
    linux::confine();
}

/// Allows the time one more file may take. The parent's clock is the stricter
/// one; this one ends a child whose parent is gone.
pub(super) fn allow_time(bytes: &[u8]) {
    #[cfg(unix)]
    limits::allow_seconds(super::pool::max_seconds(bytes) + 5);
    #[cfg(not(unix))]
    let _ = bytes;
}
