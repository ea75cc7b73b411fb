//! What a process of ours gives up, and proof of what it has given up.
//!
//! - [`lock_network`]: the window and the command line, from their first moment on,
//!   can open no internet socket; whatever they start cannot either.
//! - [`end_with_parent`]: a child outlives nobody.
//! - [`confine_reader`]: a child that reads files can compute, and nothing else.
//! - [`confine_tool`]: a child that becomes a program of others can run that, read what
//!   it was told of, and compute.
//!
//! Invariant: never fails and never claims more than the kernel confirmed; what could
//! not be given up is said by the value that comes back.
//! Not here: when to call it (the programs' `main`, `parallax-import`), telling people
//! (`parallax-engine`'s `doctor`).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod lifetime;
mod network;
mod reader;
mod tool;

pub use lifetime::{ProcessState, end_with_parent};
pub use network::{
    NetworkLock, is_built_for_tests, lock_network, network_lock, try_internet_socket,
};
pub use reader::{ReaderConfinement, allow_reader_seconds, confine_reader};
pub use tool::{ToolRights, confine_tool};
