//! One writer at a time: an exclusive lock on a file in the library's folder.
//!
//! The operating system releases the lock when the program ends, however it
//! ends, so a crash never leaves a library locked.

use std::io::{Read, Seek, Write};
use std::path::Path;

use fs4::{FileExt, TryLockError};
use parallax_types::on_one_line;

use crate::{StoreError, private};

/// Bytes read of what the holder of the lock wrote into it.
const MAX_HOLDER_BYTES: u64 = 256;

/// Held for as long as the library is open for writing.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: std::fs::File,
}

impl WriterLock {
    /// Takes the lock, or says who has it.
    pub(crate) fn take(library: &Path) -> Result<Self, StoreError> {
        let file = private::open_file(&library.join("writer.lock")).map_err(StoreError::File)?;
        let (mut file, _) = file.into_parts();
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Whoever may write the file may write anything into it.
                let _ = (&mut file).take(MAX_HOLDER_BYTES).read_to_string(&mut holder);
                let holder = match on_one_line(holder.trim()) {
                    holder if holder.is_empty() => "another program".to_owned(),
                    holder => holder.into_owned(),
                };
                return Err(StoreError::Locked { path: library.to_path_buf(), holder });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::File(error)),
        }
        // Signing is a courtesy to whoever finds the library locked; it may fail.
        let _ = sign(&mut file);
        Ok(Self { _file: file })
    }
}

fn sign(file: &mut std::fs::File) -> std::io::Result<()> {
    let program = std::env::current_exe().ok();
    let name = program.as_deref().and_then(Path::file_stem).unwrap_or_default();
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{} (process {})", name.to_string_lossy(), std::process::id())
}
