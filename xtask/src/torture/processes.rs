//! What the system tells of processes: memory, children. Linux alone; elsewhere nothing
//! is known, and nothing is claimed.

use std::collections::BTreeMap;

/// The most memory a process and each of its children ever held, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    pub(crate) own: u64,
    pub(crate) children: BTreeMap<u32, u64>,
}

impl Watched {
    /// Looks at a process and its children.
    pub(crate) fn look(&mut self, process: u32) {
        self.own = self.own.max(high_water(process));
        for child in children(process) {
            let most = self.children.entry(child).or_default();
            *most = (*most).max(high_water(child));
        }
    }

    /// Children that still run.
    pub(crate) fn left_behind(&self) -> usize {
        self.children.keys().filter(|child| is_parser(**child)).count()
    }
}

fn children(process: u32) -> Vec<u32> {
    let Ok(entries) = fs_err::read_dir("/proc") else { return Vec::new() };
    let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| parent(*id) == Some(process)).collect()
}

fn parent(process: u32) -> Option<u32> {
    let stat = fs_err::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// Its number may belong to another process by now.
fn is_parser(process: u32) -> bool {
    let line = fs_err::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).any(|word| word == b"__parse")
}

fn high_water(process: u32) -> u64 {
    let status = fs_err::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) << 10
}
