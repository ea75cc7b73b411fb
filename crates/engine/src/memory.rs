//! Giving memory back to the system. The C library keeps what was freed, for each
//! thread apart; after an import that is more than the program still uses.

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
