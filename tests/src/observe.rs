//! Sees what the programs under test ask of the network, refused or not.
//!
//! A program is started through `strace`, which notes every socket it or a process it
//! started asked for, with the kernel's answer. The tracer stands aside (`-D`): the
//! process a test holds, waits for and kills is the program itself.
//!
//! The kernel answers a refused call before a tracer that looks by filter hears of it
//! (seccomp(2): an errno goes before a trace), and looking at every call is slow: so a
//! whole run sees what was given, and some tests what was tried.
//! Not here: which tests are watched, and what is demanded of them (`offline`).

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Names the folder into which every program is traced, for a whole run.
pub(crate) const TRACE: &str = "PARALLAX_NETWORK_TRACE";

/// How closely a program is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Watch {
    /// Sockets the kernel gave; costs next to nothing.
    Given,
    /// All that were asked for, refused ones too; every system call takes longer.
    Tried,
}

/// What some programs asked of the network.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Attempts {
    /// Processes that were watched from their start.
    pub(crate) n_programs: usize,
    /// Internet sockets the kernel gave.
    pub(crate) opened: Vec<String>,
    /// Those it refused.
    pub(crate) refused: Vec<String>,
    /// Connections to, and listening at, this computer's own address, as `WebDriver` does.
    pub(crate) loopback: Vec<String>,
    /// All other connections, made or begun, and addresses bound to.
    pub(crate) connected: Vec<String>,
}

/// The program, or a stand-in of the same name that traces it where [`TRACE`] asks for
/// that.
pub(crate) fn traced(program: PathBuf) -> PathBuf {
    match std::env::var_os(TRACE) {
        Some(folder) => stand_in(&program, Path::new(&folder), Watch::Given),
        None => program,
    }
}

/// A script in `folder` that starts `program` and writes what it asks for beside itself.
pub(crate) fn stand_in(program: &Path, folder: &Path, watch: Watch) -> PathBuf {
    let name = program.file_name().unwrap();
    let script = folder.join("bin").join(name);
    let log = folder.join(format!("{}.$$.trace", name.to_string_lossy()));
    let filter = if watch == Watch::Given { "--seccomp-bpf" } else { "" };
    let text = format!(
        "#!/bin/sh\nexec strace -D -f {filter} -qq -e signal=none \
         -e trace=socket,connect,bind,io_uring_setup -o \"{}\" \"{}\" \"$@\"\n",
        log.display(),
        program.display()
    );
    if fs_err::read_to_string(&script).is_ok_and(|there| there == text) {
        return script;
    }
    // Several tests may come here at once, and the system runs no file that is open for
    // writing: written under another name, then moved.
    fs_err::create_dir_all(folder.join("bin")).unwrap();
    let mut file = tempfile::NamedTempFile::new_in(folder.join("bin")).unwrap();
    std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs_err::set_permissions(file.path(), mode).unwrap();
    let kept = file.into_temp_path();
    kept.persist(&script).unwrap();
    script
}

/// Everything that was traced into `folder`.
pub(crate) fn attempts_in(folder: &Path) -> Attempts {
    let mut attempts = Attempts::default();
    let mut traces: Vec<PathBuf> =
        fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    traces.retain(|path| path.extension().is_some_and(|extension| extension == "trace"));
    traces.sort();
    for path in &traces {
        attempts.n_programs += 1;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for line in BufReader::new(fs_err::File::open(path).unwrap()).lines() {
            attempts.note(&name, &line.unwrap());
        }
    }
    attempts
}

impl Attempts {
    fn note(&mut self, program: &str, line: &str) {
        let Some(call) = Call::parse(line) else { return };
        let told = format!("{program}: {line}");
        match call {
            Call { name: "socket", is_refused: true, .. } => self.refused.push(told),
            Call { name: "socket", .. } => self.opened.push(told),
            Call { is_to_loopback: true, .. } => self.loopback.push(told),
            Call { is_refused: false, .. } => self.connected.push(told),
            Call { .. } => {}
        }
    }
}

/// A line of a trace that is about the internet.
struct Call<'a> {
    name: &'a str,
    is_refused: bool,
    is_to_loopback: bool,
}

impl<'a> Call<'a> {
    /// `1234 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EACCES (…)`.
    fn parse(line: &'a str) -> Option<Self> {
        let call = line.split_once(' ')?.1.trim_start();
        let (name, rest) = call.split_once('(')?;
        // Netlink speaks with the kernel alone, but nothing of ours has to: it counts.
        let is_internet = ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"]
            .iter()
            .any(|family| rest.contains(family));
        if !is_internet && name != "io_uring_setup" {
            return None;
        }
        let result = rest.rsplit(" = ").next().unwrap_or_default();
        Some(Self {
            name: if name == "io_uring_setup" { "socket" } else { name },
            // A connection that is on its way is one.
            is_refused: result.starts_with("-1") && !result.contains("EINPROGRESS"),
            is_to_loopback: rest.contains("inet_addr(\"127.0.0.1\")"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_read_as_it_was_meant() {
        let mut attempts = Attempts::default();
        for line in [
            "7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3",
            "7 connect(3, {sa_family=AF_UNIX, sun_path=\"/run/x\"}, 110) = 0",
            "7 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EACCES (Permission denied)",
            "8 socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 4",
            "8 connect(4, {sa_family=AF_INET6, sin6_port=htons(443)}, 28) = -1 EINPROGRESS (…)",
            "8 connect(4, {sa_family=AF_INET, sin_port=htons(443)}, 16) = -1 ECONNREFUSED (…)",
            "9 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 5",
            "9 bind(5, {sa_family=AF_INET, sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0",
            "9 bind(5, {sa_family=AF_INET, sin_addr=inet_addr(\"0.0.0.0\")}, 16) = 0",
            "9 io_uring_setup(8, 0x7ffd) = -1 EACCES (Permission denied)",
        ] {
            attempts.note("p", line);
        }
        assert_eq!((attempts.refused.len(), attempts.opened.len()), (2, 2), "{attempts:#?}");
        assert_eq!((attempts.loopback.len(), attempts.connected.len()), (1, 2));
    }
}
