//! Landlock (no files, no network, no signals) and seccomp (a list of the system
//! calls that computing needs; every other one fails with `EPERM`).
//!
//! Sources: landlock(7), seccomp(2).

use std::collections::BTreeMap;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetError,
    RulesetStatus, Scope,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

/// Landlock rules that allow nothing. Whether all of them hold.
pub(super) fn lock_out_files() -> bool {
    let locked = || -> Result<_, RulesetError> {
        Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(ABI::V5))?
            .handle_access(AccessNet::from_all(ABI::V5))?
            .scope(Scope::from_all(ABI::V6))?
            .create()?
            .restrict_self()
    };
    let _ = rustix::thread::set_no_new_privs(true);
    // Older kernels know fewer rights; that files are locked out is what counts.
    locked().is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// A seccomp list of the calls that computing needs. Whether it holds.
pub(super) fn allow_few_calls() -> bool {
    allow_calls(COMPUTING, libc::EPERM)
}

/// A seccomp list: every other call fails with `error`. Whether it holds.
pub(crate) fn allow_calls(calls: &[i64], error: i32) -> bool {
    program(calls, error).is_some_and(|program| seccompiler::apply_filter(&program).is_ok())
}

fn program(calls: &[i64], error: i32) -> Option<BpfProgram> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        calls.iter().map(|call| (*call, Vec::new())).collect();
    // On itself only: `abort` signals its own thread, limits are its own.
    let own = i64::from(rustix::process::getpid().as_raw_nonzero().get());
    rules.insert(libc::SYS_tgkill, vec![first_argument_is(own)?]);
    rules.insert(libc::SYS_prlimit64, vec![first_argument_is(0)?]);
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::Errno(error.cast_unsigned()),
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into().ok()?,
    );
    filter.ok()?.try_into().ok()
}

fn first_argument_is(value: i64) -> Option<SeccompRule> {
    let value = value.cast_unsigned();
    let condition =
        SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value).ok()?;
    SeccompRule::new(vec![condition]).ok()
}

/// What allocating, reading, writing, telling the time and ending need.
pub(crate) const COMPUTING: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_exit,
    libc::SYS_exit_group,
];
