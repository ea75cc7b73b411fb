//! Limits the system keeps: memory, processor time, files, core dumps.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

/// Lowers what a process may have. False if one of the limits was refused.
pub(crate) fn limit(max_memory_bytes: u64) -> bool {
    // Address space also counts the program and its libraries (a window's are large).
    let address_space = mapped_bytes() + max_memory_bytes;
    [
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Data, max_memory_bytes),
        (Resource::As, address_space),
    ]
    .into_iter()
    .fold(true, |all, (resource, limit)| set(resource, limit) && all)
}

fn set(resource: Resource, limit: u64) -> bool {
    setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) }).is_ok()
}

/// What is mapped already, where the system tells.
fn mapped_bytes() -> u64 {
    let pages = fs_err::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    pages.map_or(1 << 30, |pages| pages * rustix::param::page_size() as u64)
}

/// Ends the process once it has computed for this many seconds more.
pub(super) fn allow_seconds(seconds: u64) {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    let maximum = getrlimit(Resource::Cpu).maximum;
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(used + seconds), maximum });
}
