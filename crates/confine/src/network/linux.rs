//! The lock as a seccomp filter, with landlock's TCP rules beneath it.
//!
//! Sources: seccomp(2), socket(2), landlock(7).

use std::collections::BTreeMap;

use landlock::{
    ABI, Access, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetError,
    RulesetStatus,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

/// The families of sockets a process may go on opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sockets {
    /// Local ones: the display, D-Bus, processes among themselves.
    Unix,
    /// TCP as well.
    #[cfg(feature = "test-hooks")]
    UnixAndTcp,
}

/// System calls of the x32 way of calling carry this bit beside the same architecture
/// mark; a filter that forgets them can be walked around.
const X32: i64 = 0x4000_0000;

/// Locks all threads. Returns whether landlock holds too.
///
/// # Errors
/// Why the kernel refused, in words for people.
pub(super) fn lock(sockets: Sockets) -> Result<bool, String> {
    let in_words = |what: &dyn std::fmt::Display| format!("the kernel refused the lock ({what})");
    rustix::thread::set_no_new_privs(true).map_err(|error| in_words(&error))?;
    // Before seccomp: afterwards its own system calls would have to be thought of.
    let with_landlock = lock_tcp(sockets).unwrap_or(false);
    let program = program(sockets).map_err(|error| in_words(&error))?;
    seccompiler::apply_filter_all_threads(&program).map_err(|error| in_words(&error))?;
    Ok(with_landlock)
}

/// No TCP, whoever opened the socket; nothing where TCP is allowed at all.
fn lock_tcp(sockets: Sockets) -> Result<bool, RulesetError> {
    if sockets != Sockets::Unix {
        return Ok(false);
    }
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessNet::from_all(ABI::V4))?
        .create()?
        .restrict_self()?;
    Ok(status.ruleset == RulesetStatus::FullyEnforced)
}

fn program(sockets: Sockets) -> Result<BpfProgram, seccompiler::BackendError> {
    let mut rules = BTreeMap::new();
    for call in [libc::SYS_socket, X32 | libc::SYS_socket] {
        rules.insert(call, refused_sockets(sockets)?);
    }
    // Sockets can be opened through it, out of the filter's sight.
    for call in [libc::SYS_io_uring_setup, libc::SYS_io_uring_enter, libc::SYS_io_uring_register] {
        rules.insert(call, Vec::new());
        rules.insert(X32 | call, Vec::new());
    }
    let architecture = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(
        rules,
        SeccompAction::Allow,
        SeccompAction::Errno(libc::EACCES.cast_unsigned()),
        architecture,
    )?
    .try_into()
}

/// Any one of these makes the call fail.
fn refused_sockets(sockets: Sockets) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    let family_is_not = |family: i32| {
        SeccompCondition::new(
            0,
            SeccompCmpArgLen::Dword,
            SeccompCmpOp::Ne,
            u64::from(family.cast_unsigned()),
        )
    };
    match sockets {
        Sockets::Unix => Ok(vec![SeccompRule::new(vec![family_is_not(libc::AF_UNIX)?])?]),
        #[cfg(feature = "test-hooks")]
        Sockets::UnixAndTcp => {
            let kind_is = |kind: i32| {
                // The upper bits are flags (`SOCK_CLOEXEC`, `SOCK_NONBLOCK`).
                SeccompCondition::new(
                    1,
                    SeccompCmpArgLen::Dword,
                    SeccompCmpOp::MaskedEq(0xf),
                    u64::from(kind.cast_unsigned()),
                )
            };
            let family_is_inet = SeccompCondition::new(
                0,
                SeccompCmpArgLen::Dword,
                SeccompCmpOp::Eq,
                u64::from(libc::AF_INET.cast_unsigned()),
            )?;
            Ok(vec![
                SeccompRule::new(vec![
                    family_is_not(libc::AF_UNIX)?,
                    family_is_not(libc::AF_INET)?,
                ])?,
                SeccompRule::new(vec![family_is_inet.clone(), kind_is(libc::SOCK_DGRAM)?])?,
                SeccompRule::new(vec![family_is_inet, kind_is(libc::SOCK_RAW)?])?,
            ])
        }
    }
}
