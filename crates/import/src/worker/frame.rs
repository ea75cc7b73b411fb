//! Requests and answers on the pipes: a length, then as many bytes.
//!
//! Invariant: a reader never allocates more than the limit it names, whatever
//! the other side claims.

use std::io::{self, ErrorKind, Read, Write};

/// Writes one frame.
pub(super) fn write(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)
}

/// Reads one frame; `None` at the end of the stream.
///
/// # Errors
/// `InvalidData` if the frame claims more than `max_bytes`, `UnexpectedEof` if
/// it ends early.
pub(super) fn read(from: &mut impl Read, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    let mut n_read = 0;
    while n_read < length.len() {
        match from.read(&mut length[n_read..]) {
            Ok(0) if n_read == 0 => return Ok(None),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(n) => n_read += n,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = u64::from_le_bytes(length);
    if length > max_bytes {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames() {
        let mut stream = Vec::new();
        write(&mut stream, b"one").unwrap();
        write(&mut stream, b"").unwrap();
        let mut from = stream.as_slice();
        assert_eq!(read(&mut from, 3).unwrap().unwrap(), b"one");
        assert_eq!(read(&mut from, 3).unwrap().unwrap(), b"");
        assert!(read(&mut from, 3).unwrap().is_none());
        for (bytes, kind) in [
            (&stream[..10], ErrorKind::UnexpectedEof),
            (&stream[..5], ErrorKind::UnexpectedEof),
            (&[0xff; 8], ErrorKind::InvalidData),
        ] {
            assert_eq!(read(&mut &*bytes, 3).unwrap_err().kind(), kind);
        }
    }
}
