//! What takes a while to work out and stays true until the library changes.
//!
//! Invariant: what was worked out before a change is not handed out after it.
//! Not here: how any of it is worked out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use parallax_engine::{Control, EngineError, Library, Map, Story};

/// Handed out until [`Cache::forget`].
#[derive(Default)]
pub(crate) struct Cache {
    generation: AtomicU64,
    stories: Slot<Vec<Story>>,
    map: Slot<Map>,
    drawing: Mutex<Option<Arc<Control>>>,
}

/// A value and the generation it is of; the lock is held while it is worked out,
/// so that nobody works it out twice.
struct Slot<T>(Mutex<Option<(u64, Arc<T>)>>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl Cache {
    /// Every story, those of one article included, latest first.
    pub(crate) fn stories(&self, library: &Library) -> Result<Arc<Vec<Story>>, EngineError> {
        let stories = self.get(&self.stories, || library.stories(1).map(Some))?;
        Ok(stories.unwrap_or_default())
    }

    /// The map; `None` when it was cancelled.
    pub(crate) fn map(&self, library: &Library) -> Result<Option<Arc<Map>>, EngineError> {
        self.get(&self.map, || {
            let control = Arc::new(Control::default());
            *self.drawing() = Some(Arc::clone(&control));
            library.map(&control)
        })
    }

    /// Ends the drawing of the map, if it is being drawn.
    pub(crate) fn cancel_map(&self) {
        if let Some(control) = self.drawing().take() {
            control.cancel();
        }
    }

    /// The library changed.
    pub(crate) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    fn get<T>(
        &self,
        kept: &Slot<T>,
        work: impl FnOnce() -> Result<Option<T>, EngineError>,
    ) -> Result<Option<Arc<T>>, EngineError> {
        let mut kept = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.generation.load(Ordering::SeqCst);
        if let Some((generation, value)) = &*kept
            && *generation == now
        {
            return Ok(Some(Arc::clone(value)));
        }
        let Some(value) = work()?.map(Arc::new) else { return Ok(None) };
        *kept = Some((now, Arc::clone(&value)));
        Ok(Some(value))
    }

    fn drawing(&self) -> std::sync::MutexGuard<'_, Option<Arc<Control>>> {
        self.drawing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_worked_out_before_a_change_is_worked_out_again() {
        let known = Cache::default();
        let kept: Slot<u32> = Slot::default();
        let get = |value: u32| known.get(&kept, || Ok(Some(value))).unwrap().map(|value| *value);
        assert_eq!(get(1), Some(1));
        assert_eq!(get(2), Some(1));
        known.forget();
        assert_eq!(get(3), Some(3));
    }

    #[test]
    fn what_was_cancelled_is_not_kept() {
        let known = Cache::default();
        let kept: Slot<u32> = Slot::default();
        assert!(known.get(&kept, || Ok(None)).unwrap().is_none());
        assert_eq!(known.get(&kept, || Ok(Some(5))).unwrap().as_deref(), Some(&5));
    }
}
