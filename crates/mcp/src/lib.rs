//! A library for assistants: the Model Context Protocol over stdin and stdout.
//!
//! What an assistant gets is what the command line prints (`parallax-view`), with what it
//! needs to quote exactly: ids, spans, addresses, citations. Invariants: nothing is changed
//! unless notes were allowed; a call that fails is answered, and the program goes on; every
//! answer is bounded.
//! Not here: any other transport, since no program of Parallax opens a socket; prompts.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod desk;
mod error;
mod resources;
mod server;
mod tools;

pub use desk::{Desk, OpenLibrary};
pub use error::McpError;
pub use server::serve;
