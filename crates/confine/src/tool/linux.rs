//! Landlock (what may be read and run) and seccomp (a list of the system calls that a
//! program needs to be loaded, to read files and to compute).
//!
//! Sources: landlock(7), seccomp(2), ld.so(8).

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd,
    Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};

use super::ToolRights;
use crate::reader::linux::{COMPUTING, allow_calls};

/// What loads programs, on the distributions there are. Landlock asks for the right to
/// run it as well.
const LOADERS: &[&str] = &[
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
];

/// Where libraries lie, and the list of them.
const LIBRARIES: &[&str] =
    &["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"];

/// Landlock rules that allow `rights` alone. Whether all of them hold.
pub(super) fn lock_out_files(rights: &ToolRights) -> bool {
    let locked = || -> Result<_, RulesetError> {
        let mut rules = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(ABI::V5))?
            .handle_access(AccessNet::from_all(ABI::V5))?
            .scope(Scope::from_all(ABI::V6))?
            .create()?;
        let run = AccessFs::Execute | AccessFs::ReadFile;
        for program in &rights.programs {
            rules = allow(rules, program, run)?;
        }
        for loader in LOADERS {
            rules = allow(rules, Path::new(loader), run)?;
        }
        let read = AccessFs::ReadFile | AccessFs::ReadDir;
        for folder in LIBRARIES {
            rules = allow(rules, Path::new(folder), read)?;
        }
        for folder in &rights.readable {
            rules = allow(rules, folder, read)?;
        }
        rules.restrict_self()
    };
    let _ = rustix::thread::set_no_new_privs(true);
    locked().is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// What is not there needs no rule.
fn allow(
    rules: RulesetCreated,
    path: &Path,
    access: BitFlags<AccessFs>,
) -> Result<RulesetCreated, RulesetError> {
    let Ok(opened) = PathFd::new(path) else { return Ok(rules) };
    // Files have no rights of folders.
    let access = if path.is_dir() { access } else { access & AccessFs::from_file(ABI::V5) };
    rules.add_rule(PathBeneath::new(opened, access))
}

/// A seccomp list. Whether it holds.
pub(super) fn allow_few_calls() -> bool {
    // A program of others takes "there is no such call" better than "you may not": C
    // libraries then go the older way.
    allow_calls(&[COMPUTING, LOADING].concat(), libc::ENOSYS)
}

/// What becoming a program, loading its libraries and reading its files need beyond
/// computing. Neither `clone` nor `socket` is among them.
const LOADING: &[i64] = &[
    libc::SYS_execve,
    libc::SYS_openat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_faccessat,
    libc::SYS_readlinkat,
    libc::SYS_getdents64,
    libc::SYS_pread64,
    libc::SYS_fcntl,
    libc::SYS_getcwd,
    libc::SYS_uname,
    libc::SYS_sysinfo,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getrusage,
    libc::SYS_times,
    libc::SYS_gettimeofday,
    libc::SYS_clock_getres,
    libc::SYS_set_tid_address,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_arch_prctl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lstat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
];
