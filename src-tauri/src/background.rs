//! A thread that looks at something now and then, or at once when asked, until dropped.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Dropped, the thread is told to end and waited for.
pub(crate) struct Background {
    wishes: Arc<Wishes>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    pub(crate) fn start(work: impl FnOnce(&Wishes) + Send + 'static) -> Self {
        let wishes = Arc::new(Wishes::default());
        let theirs = Arc::clone(&wishes);
        let thread = std::thread::spawn(move || work(&theirs));
        Self { wishes, thread: Some(thread) }
    }

    /// Wants it to look at once.
    pub(crate) fn look_now(&self) {
        self.wishes.wish(|wish| wish.look = true);
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.wishes.wish(|wish| wish.end = true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What is wanted of the thread.
#[derive(Default)]
pub(crate) struct Wishes {
    wish: Mutex<Wish>,
    changed: Condvar,
}

#[derive(Default)]
struct Wish {
    end: bool,
    look: bool,
}

impl Wishes {
    /// Whether it is to end.
    pub(crate) fn end(&self) -> bool {
        self.lock().end
    }

    /// Whether there is anything to stop waiting for.
    pub(crate) fn any(&self) -> bool {
        let wish = self.lock();
        wish.end || wish.look
    }

    /// What was wanted is being done.
    pub(crate) fn begin_to_look(&self) {
        self.lock().look = false;
    }

    /// Returns when something is wanted, or after `most`.
    pub(crate) fn wait(&self, most: Duration) {
        let waiting = self.changed.wait_timeout_while(self.lock(), most, |it| !it.end && !it.look);
        drop(waiting.unwrap_or_else(PoisonError::into_inner));
    }

    fn wish(&self, change: impl FnOnce(&mut Wish)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Wish> {
        self.wish.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn it_looks_when_asked_and_ends_when_dropped() {
        let n_looks = Arc::new(AtomicUsize::new(0));
        let (looked, looks) = channel();
        let theirs = Arc::clone(&n_looks);
        let background = Background::start(move |wishes| {
            while !wishes.end() {
                wishes.begin_to_look();
                theirs.fetch_add(1, Ordering::Relaxed);
                let _ = looked.send(());
                wishes.wait(Duration::from_hours(1));
            }
        });
        looks.recv().unwrap();
        background.look_now();
        looks.recv().unwrap();
        drop(background);
        assert_eq!(n_looks.load(Ordering::Relaxed), 2);
    }
}
