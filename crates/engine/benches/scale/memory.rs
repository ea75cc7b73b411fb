//! What this process takes, as Linux counts it.

/// Resident memory now, in megabytes; mapped files count as far as they were read.
pub(crate) fn resident_mb() -> f64 {
    status("VmRSS:")
}

/// The most it ever was.
pub(crate) fn peak_mb() -> f64 {
    status("VmHWM:")
}

fn status(key: &str) -> f64 {
    let status = fs_err::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kilobytes.map_or(f64::NAN, |kilobytes: f64| kilobytes / 1024.0)
}
