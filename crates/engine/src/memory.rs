//! How much memory the C library keeps. It has a heap for each thread and keeps what was
//! freed there; after an import that is more than the program still uses.

/// Keeps the C library from a heap for each thread, of which every one grows to what its
/// thread once needed: half a gigabyte after an import of large files.
pub(crate) fn share_heaps() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let n_cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let n_heaps = i32::try_from(n_cores / 2).unwrap_or(i32::MAX).max(2);
        // SAFETY: takes numbers, may be called at any time by any thread.
        #[expect(unsafe_code, reason = "a call of the C library")]
        unsafe {
            libc::mallopt(libc::M_ARENA_MAX, n_heaps);
        }
    }
}

/// Hands back what was freed, all over the program: a few milliseconds.
pub(crate) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // SAFETY: takes no pointer, may be called at any time by any thread.
        #[expect(unsafe_code, reason = "a call of the C library")]
        unsafe {
            libc::malloc_trim(0);
        }
    }
}
