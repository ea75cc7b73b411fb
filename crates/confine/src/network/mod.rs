//! No internet socket, for this process and everything it starts.
//!
//! On Linux a seccomp filter refuses `socket()` for anything but `AF_UNIX`, and
//! `io_uring`, which could open sockets past it; landlock refuses TCP on sockets that
//! come from elsewhere. Both are inherited and cannot be taken off. On other systems
//! there is no such lock, and none is claimed.
//! Not here: the file system, which the window and the command line need.

mod attempt;
#[cfg(target_os = "linux")]
mod linux;

pub use attempt::try_internet_socket;

use std::sync::OnceLock;

/// What keeps this process from the network.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkLock {
    /// The kernel refuses every internet socket.
    Enforced {
        /// It also refuses TCP on sockets handed over by other programs.
        with_landlock: bool,
    },
    /// As [`NetworkLock::Enforced`], but TCP sockets may be opened, over which a test's
    /// `WebDriver` talks to the window. Only programs built for tests do this; the tests
    /// watch that no address but this computer's own is spoken to.
    LoopbackForTests,
    /// Nothing does: why not.
    Absent {
        /// In words for people.
        why: String,
    },
}

impl NetworkLock {
    /// Whether no internet socket can be opened.
    #[must_use]
    pub fn is_enforced(&self) -> bool {
        matches!(self, Self::Enforced { .. })
    }
}

static LOCK: OnceLock<NetworkLock> = OnceLock::new();

/// Locks the process, once and for good. To be called first thing in `main`, before
/// any other thread begins: threads that run already keep their right to TCP sockets
/// of others.
///
/// It also sets the switch that ONNX Runtime's telemetry client looks at, should one
/// ever be loaded.
pub fn lock_network() -> &'static NetworkLock {
    LOCK.get_or_init(|| {
        switch_telemetry_off();
        lock()
    })
}

/// What [`lock_network`] came to; `None` before it was called.
#[must_use]
pub fn network_lock() -> Option<&'static NetworkLock> {
    LOCK.get()
}

#[cfg(target_os = "linux")]
fn lock() -> NetworkLock {
    #[cfg(feature = "test-hooks")]
    match std::env::var("PARALLAX_TEST_NETWORK").as_deref() {
        Ok("open") => return NetworkLock::Absent { why: "a test took the lock out".to_owned() },
        Ok("loopback") => {
            return match linux::lock(linux::Sockets::UnixAndTcp) {
                Ok(_) => NetworkLock::LoopbackForTests,
                Err(why) => NetworkLock::Absent { why },
            };
        }
        _ => {}
    }
    match linux::lock(linux::Sockets::Unix) {
        Ok(with_landlock) => NetworkLock::Enforced { with_landlock },
        Err(why) => NetworkLock::Absent { why },
    }
}

/// Whether this program was built for tests, and could be told to leave the lock off.
#[must_use]
pub fn is_built_for_tests() -> bool {
    cfg!(feature = "test-hooks")
}

#[cfg(not(target_os = "linux"))]
fn lock() -> NetworkLock {
    NetworkLock::Absent { why: "this system offers programs no such lock".to_owned() }
}

#[expect(unsafe_code, reason = "the environment is the only switch there is")]
fn switch_telemetry_off() {
    // SAFETY: called at the very start of `main`, when no other thread can be reading
    // the environment.
    unsafe { std::env::set_var("ORT_DISABLE_TELEMETRY", "1") };
}
