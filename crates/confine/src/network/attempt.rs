//! A deliberate attempt, so that the lock can be seen to hold.

use std::io;
use std::net::{Ipv4Addr, UdpSocket};

/// Tries to open an internet socket, and drops it at once. Nothing is sent.
///
/// # Errors
/// What the kernel said when it refused: this is the good outcome.
pub fn try_internet_socket() -> io::Result<()> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    send_where_a_test_asks(&socket);
    Ok(())
}

/// In a program built for tests, and only where a test took the lock out: a datagram
/// to an address that belongs to nobody (RFC 5737), for the test to see.
#[cfg(feature = "test-hooks")]
fn send_where_a_test_asks(socket: &UdpSocket) {
    if std::env::var("PARALLAX_TEST_NETWORK").as_deref() == Ok("open") {
        let _ = socket.send_to(b"?", (Ipv4Addr::new(192, 0, 2, 1), 53));
    }
}

#[cfg(not(feature = "test-hooks"))]
fn send_where_a_test_asks(_: &UdpSocket) {}
