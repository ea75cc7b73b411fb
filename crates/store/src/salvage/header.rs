//! The first page of a database of ours: what its header must say, and a copy of the file in
//! which it does (SQLite's file format, section 1.3).
//!
//! A single wrong bit there keeps SQLite from opening a file that is otherwise whole. Not
//! here: what its tables hold.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use fs_err as fs;

/// Every library has pages of this size, with nothing reserved in them.
pub(super) const PAGE_BYTES: usize = 4096;

/// Fields that are the same in every library: where, and what stands there. Both versions
/// are those of a database with a write-ahead log.
const FIXED: [(usize, &[u8]); 7] = [
    (0, b"SQLite format 3\0"),
    (16, &[0x10, 0]),
    (18, &[2, 2]),
    (20, &[0]),
    (21, &[64, 32, 32]),
    (44, &[0, 0, 0, 4]),
    (56, &[0, 0, 0, 1]),
];

/// How many pages the file has, by its own word.
const N_PAGES: usize = 28;
/// Kind of the first page: a leaf of the list of tables, or a node above others.
const KIND: usize = 100;
pub(super) const KINDS: [u8; 2] = [13, 5];

/// Whether the header of `file` is one of ours. `has_log`: something waits beside it, so
/// that the file need not be as long as it will be.
pub(super) fn is_sound(file: &Path, has_log: bool) -> bool {
    let Ok((head, n_pages)) = head_of(file) else { return false };
    FIXED.iter().all(|(at, bytes)| head[*at..].starts_with(bytes))
        && KINDS.contains(&head[KIND])
        && (has_log || head[N_PAGES..N_PAGES + 4] == n_pages)
}

/// Puts the header of `file`, a copy, right; its first page is of the kind given.
pub(super) fn mend(file: &Path, kind: u8) -> std::io::Result<()> {
    let (_, n_pages) = head_of(file)?;
    let mut file = fs::OpenOptions::new().write(true).open(file)?;
    let kind = [kind];
    let fields = FIXED.into_iter().chain([(N_PAGES, &n_pages[..]), (KIND, &kind[..])]);
    for (at, bytes) in fields {
        file.seek(SeekFrom::Start(at as u64))?;
        file.write_all(bytes)?;
    }
    // What only whole pages count: half a page at the end is cut off.
    let n_bytes = u64::from(u32::from_be_bytes(n_pages)) * PAGE_BYTES as u64;
    file.set_len(n_bytes)
}

/// The beginning of a file, and how many pages it has.
fn head_of(file: &Path) -> std::io::Result<([u8; 101], [u8; 4])> {
    use std::io::Read;
    let mut file = fs::File::open(file)?;
    let mut head = [0; 101];
    file.read_exact(&mut head)?;
    let n_pages = file.metadata()?.len() / PAGE_BYTES as u64;
    Ok((head, u32::try_from(n_pages).unwrap_or(u32::MAX).to_be_bytes()))
}
