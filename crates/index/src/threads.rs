//! Work shared between threads that all end before it does.

/// Threads that share a scan, or the reading of files, at most: memory and disk are the
/// limit beyond.
pub(crate) const MAX_THREADS: usize = 4;

/// What `share(0)`, `share(1)`… return, one on this thread, the others beside it.
pub(crate) fn share_between<T: Send>(
    n_threads: usize,
    share: &(dyn Fn(usize) -> T + Sync),
) -> Vec<T> {
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..n_threads).map(|n| scope.spawn(move || share(n))).collect();
        let mut results = vec![share(0)];
        for other in others {
            match other.join() {
                Ok(result) => results.push(result),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}
