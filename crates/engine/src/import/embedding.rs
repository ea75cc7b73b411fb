//! Computes the vectors that are still missing, in the order their passages
//! were stored, and keeps the workers busy while doing so.

use std::collections::VecDeque;
use std::time::Duration;

use crossbeam_channel::Sender;
use parallax_embed::{Embedder, Priority, Ticket};
use parallax_types::VectorId;

use super::Intake;
use super::progress::{Phase, Tracker};
use crate::prepare::embedded_text;
use crate::{Control, EngineError, Library};

/// Vectors stored per transaction: a crash loses at most the work on these, and
/// one `fsync` (about 3 ms) is small against embedding them (about 300 ms).
const N_PER_BATCH: usize = 32;

/// Vectors stored before it is said again that there are many more.
const N_BETWEEN: usize = 4_096;

struct Batch {
    ids: Vec<VectorId>,
    ticket: Ticket,
}

/// Runs until nothing is missing and the intake is idle, or the work is cancelled.
/// `much_stored` is told whenever many more vectors were stored.
pub(super) fn run(
    library: &Library,
    intake: &Intake,
    control: &Control,
    tracker: &Tracker<'_>,
    much_stored: &Sender<()>,
) -> Result<(), EngineError> {
    let embedder = match library.load_model() {
        Ok(embedder) => embedder,
        Err(EngineError::Embed(error)) => {
            tracker.model_failed(error);
            while !intake.close_if_idle() && !control.is_cancelled() {
                intake.wait(Duration::from_millis(50));
            }
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let mut in_flight: VecDeque<Batch> = VecDeque::new();
    let mut last = VectorId(0);
    let mut n_untold = 0;
    loop {
        if !control.go_on() {
            return Ok(());
        }
        fill(library, embedder.as_ref(), &mut in_flight, &mut last)?;
        if let Some(batch) = in_flight.pop_front() {
            n_untold += batch.ids.len();
            store(library, batch, tracker)?;
            // Full when it has been told already and is still at it.
            if n_untold >= N_BETWEEN && much_stored.try_send(()).is_ok() {
                n_untold = 0;
            }
        } else if intake.close_if_idle() {
            // Something may have been stored between looking and closing.
            fill(library, embedder.as_ref(), &mut in_flight, &mut last)?;
            if in_flight.is_empty() {
                return Ok(());
            }
            tracker.phase(Phase::Embedding);
        } else {
            intake.wait(Duration::from_millis(20));
        }
    }
}

/// Hands passages to the model until enough are in flight to keep it busy.
fn fill(
    library: &Library,
    embedder: &dyn Embedder,
    in_flight: &mut VecDeque<Batch>,
    last: &mut VectorId,
) -> Result<(), EngineError> {
    let n_batches = embedder.n_in_flight().div_ceil(N_PER_BATCH) + 1;
    while in_flight.len() < n_batches {
        let pending = library.store.pending(*last, N_PER_BATCH)?;
        let Some(newest) = pending.last() else { break };
        *last = newest.vector_id;
        let ids = pending.iter().map(|passage| passage.vector_id).collect();
        let texts =
            pending.iter().map(|passage| embedded_text(&passage.context, &passage.text)).collect();
        in_flight.push_back(Batch { ids, ticket: embedder.submit(texts, Priority::Import) });
    }
    Ok(())
}

fn store(library: &Library, batch: Batch, tracker: &Tracker<'_>) -> Result<(), EngineError> {
    let vectors: Vec<_> = batch.ids.into_iter().zip(batch.ticket.wait()?).collect();
    library.vectors.put(&library.store, &vectors)?;
    tracker.embedded(vectors.len());
    Ok(())
}
