//! Files of a few arrays each, mapped into memory: how segments lie on disk.
//!
//! ```text
//! magic (8 bytes) · number of sections (u64) · length of each (u64)
//! section 0 · section 1 · …        each begins at a multiple of 64 bytes
//! ```
//!
//! Invariant: a file is used only if this process has just written it, or after its
//! length and BLAKE3 sum were found to be those noted when it was written; it is never changed afterwards, only
//! replaced by a file of another name.
//! Not here: what the arrays mean (`segment`, `graph`).

use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use bytemuck::AnyBitPattern;
use fs_err as fs;
use memmap2::Mmap;
use serde::{Deserialize, Serialize};

use crate::private;

/// Sections begin at multiples of this: a cache line, and any register's width.
const ALIGNMENT: usize = 64;

// The arrays are written and mapped as the processor has them.
const _: () = assert!(cfg!(target_endian = "little"), "files are little-endian");

/// What a file has to be, noted when it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Checksum {
    n_bytes: u64,
    blake3: String,
}

/// A section to be written, in pieces.
pub(crate) type Pieces<'a> = Vec<&'a [u8]>;

/// Writes a file, durably, and returns its seal.
pub(crate) fn write(path: &Path, magic: [u8; 8], sections: &[Pieces<'_>]) -> io::Result<Checksum> {
    let mut out = ChecksumWriter::create(path)?;
    out.put(&magic)?;
    out.put(&(sections.len() as u64).to_le_bytes())?;
    for section in sections {
        let n_bytes: usize = section.iter().map(|piece| piece.len()).sum();
        out.put(&(n_bytes as u64).to_le_bytes())?;
    }
    for section in sections {
        out.pad()?;
        for piece in section {
            out.put(piece)?;
        }
    }
    out.finish()
}

struct ChecksumWriter {
    file: BufWriter<fs::File>,
    hasher: blake3::Hasher,
    n_bytes: usize,
}

impl ChecksumWriter {
    fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 20, private::create_file(path)?);
        Ok(Self { file, hasher: blake3::Hasher::new(), n_bytes: 0 })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.n_bytes += bytes.len();
        self.file.write_all(bytes)
    }

    fn pad(&mut self) -> io::Result<()> {
        let n_missing = self.n_bytes.next_multiple_of(ALIGNMENT) - self.n_bytes;
        self.put(&[0; ALIGNMENT][..n_missing])
    }

    fn finish(self) -> io::Result<Checksum> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let blake3 = self.hasher.finalize().to_hex().to_string();
        Ok(Checksum { n_bytes: self.n_bytes as u64, blake3 })
    }
}

/// A file's sections, read through the system's page cache.
#[derive(Debug)]
pub(crate) struct Mapped {
    map: Mmap,
    sections: Vec<Range<usize>>,
}

impl Mapped {
    /// Maps the file at `path` if it is what `seal` says.
    ///
    /// # Errors
    /// What is wrong with the file, in words that follow its name.
    pub(crate) fn open(path: &Path, magic: [u8; 8], seal: &Checksum) -> Result<Self, String> {
        let mapped = Self::open_just_written(path, magic, seal)?;
        // Read ahead in great strides; where that is refused it only takes longer.
        #[cfg(unix)]
        let _ = mapped.map.advise(memmap2::Advice::WillNeed);
        if blake3::hash(&mapped.map).to_hex().as_str() != seal.blake3 {
            return Err("holds other bytes than were written".into());
        }
        Ok(mapped)
    }

    /// Maps a file whose seal this process has made a moment ago, without reading
    /// it again: its pages need not come into memory before they are searched.
    ///
    /// # Errors
    /// What is wrong with the file, in words that follow its name.
    pub(crate) fn open_just_written(
        path: &Path,
        magic: [u8; 8],
        seal: &Checksum,
    ) -> Result<Self, String> {
        let file = match fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err("is missing".into());
            }
            Err(error) => return Err(format!("cannot be read ({error})")),
        };
        let n_bytes = file.metadata().map_err(|error| error.to_string())?.len();
        if n_bytes != seal.n_bytes {
            return Err("has another length than was written".into());
        }
        // SAFETY: the index's files are written once under a name of their own and
        // never changed; only whoever tampers with a running program's files would
        // change what is mapped, and could then crash, but not mislead, this program.
        #[expect(unsafe_code, reason = "mapping a file")]
        let map = unsafe { Mmap::map(file.file()) }.map_err(|error| error.to_string())?;
        let sections = sections(&map, magic).ok_or("is not laid out as this version writes it")?;
        Ok(Self { map, sections })
    }

    /// A section's values; empty if there is no such section or it holds no
    /// whole number of them.
    pub(crate) fn section<T: AnyBitPattern>(&self, n: usize) -> &[T] {
        let bytes = self.sections.get(n).and_then(|range| self.map.get(range.clone()));
        bytes.and_then(|bytes| bytemuck::try_cast_slice(bytes).ok()).unwrap_or_default()
    }

    /// Size on disk, and in memory once all of it was looked at.
    pub(crate) fn n_bytes(&self) -> usize {
        self.map.len()
    }
}

/// Where each section lies; `None` if the table makes no sense.
fn sections(bytes: &[u8], magic: [u8; 8]) -> Option<Vec<Range<usize>>> {
    let number = |at: usize| -> Option<usize> {
        let bytes = bytes.get(at..)?.first_chunk::<8>()?;
        usize::try_from(u64::from_le_bytes(*bytes)).ok()
    };
    if bytes.first_chunk::<8>()? != &magic {
        return None;
    }
    let n_sections = number(8).filter(|n| *n <= bytes.len() / 8)?;
    let mut end = 16 + 8 * n_sections;
    let mut sections = Vec::with_capacity(n_sections);
    for n in 0..n_sections {
        let start = end.next_multiple_of(ALIGNMENT);
        end = start.checked_add(number(16 + 8 * n)?)?;
        sections.push(start..end);
    }
    (end == bytes.len()).then_some(sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAGIC: [u8; 8] = *b"for test";

    #[test]
    fn arrays_come_back_and_nothing_else_is_taken_for_them() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let numbers: Vec<u32> = (0..100).collect();
        let bytes: &[u8] = bytemuck::cast_slice(&numbers);
        let seal = write(&path, MAGIC, &[vec![&bytes[..40], &bytes[40..]], vec![b"xyz"]]).unwrap();
        let mapped = Mapped::open(&path, MAGIC, &seal).unwrap();
        assert_eq!(mapped.section::<u32>(0), numbers);
        assert_eq!(mapped.section::<u8>(1), b"xyz");
        assert_eq!(mapped.section::<u32>(1), [0u32; 0], "three bytes are no number");
        assert_eq!(mapped.section::<u32>(2), [0u32; 0]);
        assert!(Mapped::open(&path, *b"other   ", &seal).is_err());

        let mut damaged = fs::read(&path).unwrap();
        damaged[100] ^= 1;
        fs::write(&path, &damaged).unwrap();
        assert_eq!(
            Mapped::open(&path, MAGIC, &seal).unwrap_err(),
            "holds other bytes than were written"
        );
        fs::write(&path, &damaged[1..]).unwrap();
        assert!(Mapped::open(&path, MAGIC, &seal).unwrap_err().contains("another length"));
        fs::remove_file(&path).unwrap();
        assert_eq!(Mapped::open(&path, MAGIC, &seal).unwrap_err(), "is missing");
    }

    #[test]
    fn a_table_that_makes_no_sense_is_refused() {
        let table = |n: u64, lengths: &[u64]| {
            let mut bytes = MAGIC.to_vec();
            bytes.extend(n.to_le_bytes());
            bytes.extend(lengths.iter().flat_map(|length| length.to_le_bytes()));
            bytes.resize(64, 0);
            sections(&bytes, MAGIC)
        };
        assert_eq!(table(1, &[0]).map(|sections| sections[0].clone()), Some(64..64));
        assert_eq!(table(1, &[u64::MAX]), None);
        assert_eq!(table(u64::MAX, &[]), None);
        assert_eq!(table(1, &[1]), None);
    }
}
