//! Parents and children: a child that ends with its parent, and what a parent can know
//! of what a child does. Not here: what a child may do (`reader`).

use std::time::Duration;

/// Makes this process end when its parent does, also while it computes. False if the
/// process `parent` is its parent no longer. On Linux the system does it, and means the
/// *thread* that started this process; on other systems of Unix's kind a thread looks
/// every half second; on Windows nothing does.
#[must_use]
#[cfg(unix)]
pub fn end_with_parent(parent: Option<u32>) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        // Kernels without it are older than what we run on.
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
    // Asked after the signal was: a parent that died before is seen here.
    if !is_parent(parent) {
        return false;
    }
    #[cfg(not(target_os = "linux"))]
    std::thread::spawn(move || {
        while is_parent(parent) {
            std::thread::sleep(Duration::from_millis(500));
        }
        std::process::exit(1);
    });
    true
}

#[cfg(unix)]
fn is_parent(named: Option<u32>) -> bool {
    let parent = rustix::process::getppid().map(|parent| parent.as_raw_nonzero().get());
    named.is_none_or(|named| parent.is_some_and(|parent| u32::try_from(parent) == Ok(named)))
}

#[must_use]
#[cfg(not(unix))]
#[expect(missing_docs, reason = "see above")]
pub fn end_with_parent(_: Option<u32>) -> bool {
    true
}

/// What the system tells of a process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProcessState {
    /// Processor time since it began; `None` where that is not told.
    pub computed: Option<Duration>,
    /// Whether it is stopped, as by SIGSTOP.
    pub is_stopped: bool,
}

impl ProcessState {
    /// Of the process with this id; knows nothing where the system does not tell.
    #[must_use]
    #[cfg(target_os = "linux")]
    pub fn of(process: u32) -> Self {
        let stat = fs_err::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        of_stat(&stat).unwrap_or_default()
    }

    #[must_use]
    #[cfg(not(target_os = "linux"))]
    #[expect(missing_docs, reason = "see above")]
    pub fn of(_: u32) -> Self {
        Self::default()
    }
}

/// After the name in brackets: state, then utime and stime as the 12th and 13th.
#[cfg(target_os = "linux")]
fn of_stat(stat: &str) -> Option<ProcessState> {
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    let per_second = rustix::param::clock_ticks_per_second().max(1);
    Some(ProcessState {
        computed: Some(Duration::from_millis(ticks * 1000 / per_second)),
        is_stopped: matches!(*fields.first()?, "T" | "t"),
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_what_a_process_does() {
        let told = of_stat("7 (a ) b) T 1 2 3 4 5 6 7 8 9 10 150 50 0 0").unwrap();
        assert!(told.is_stopped && told.computed > Some(Duration::ZERO));
        assert!(ProcessState::of(std::process::id()).computed.is_some());
        assert_eq!(of_stat("nonsense"), None);
    }

    #[test]
    fn a_parent_is_known_by_its_number() {
        assert!(is_parent(None));
        assert!(!is_parent(Some(std::process::id())));
    }
}
