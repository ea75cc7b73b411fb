//! A few workers that each own one session, fed from two queues.
//!
//! Invariants: a query is taken before any waiting passage; a worker that meets
//! an error reports it for that text and goes on. Dropping the pool ends the
//! workers after the text each is at.
//! Not here: which passages still need a vector (`engine`).

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, select_biased, unbounded};
use parallax_parts::NativeLibrary;
use parallax_types::UnitVector;

use crate::onnx::{self, Session};
use crate::pack::{TestText, TextKind};
use crate::{EmbedError, Embedder, ModelInfo, Pack, Priority, Ticket};

/// A loaded model on several cores.
pub struct Pool {
    model: ModelInfo,
    queries: Option<Sender<Job>>,
    imports: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
    query_prefix: String,
    passage_prefix: String,
    self_test: Vec<TestText>,
}

/// Below this a vector is another one: the same text gets the same vector on every
/// machine but for rounding.
const SAME: f32 = 0.9999;

struct Job {
    text: String,
    position: usize,
    reply: Sender<(usize, Result<UnitVector, EmbedError>)>,
}

impl Pool {
    /// Loads `pack` with the ONNX Runtime at `runtime` on `n_workers` threads
    /// (at least one). Returns once every session is open.
    ///
    /// # Errors
    /// When the library or the model cannot be used.
    pub fn open(pack: Pack, runtime: &NativeLibrary, n_workers: usize) -> Result<Self, EmbedError> {
        let environment = onnx::environment(runtime)?;
        let (queries, query_jobs) = unbounded();
        let (imports, import_jobs) = unbounded();
        let (opened, openings) = unbounded();
        let model = pack.info.clone();
        let self_test = pack.self_test.clone();
        let (query_prefix, passage_prefix) =
            (pack.query_prefix.clone(), pack.passage_prefix.clone());
        let pack = Arc::new(pack);
        let workers = (0..n_workers.max(1))
            .map(|n| {
                let (pack, environment) = (Arc::clone(&pack), environment.clone());
                let worker = Worker { queries: query_jobs.clone(), imports: import_jobs.clone() };
                let opened = opened.clone();
                std::thread::Builder::new()
                    .name(format!("embed-{n}"))
                    .spawn(move || match Session::open(&pack, environment) {
                        Ok(session) => {
                            drop(pack);
                            let _ = opened.send(Ok(()));
                            drop(opened);
                            worker.run(session);
                        }
                        Err(error) => {
                            let _ = opened.send(Err(error));
                        }
                    })
                    .map_err(|_| EmbedError::Stopped)
            })
            .collect::<Result<Vec<_>, _>>()?;
        drop((opened, pack));
        for _ in 0..workers.len() {
            openings.recv().map_err(|_| EmbedError::Stopped)??;
        }
        let (queries, imports) = (Some(queries), Some(imports));
        Ok(Self { model, queries, imports, workers, query_prefix, passage_prefix, self_test })
    }

    /// Embeds the texts that came with the pack and compares. Returns how many there are.
    ///
    /// # Errors
    /// [`EmbedError::ModelFailed`] when a text gets another vector than it should.
    pub fn self_test(&self) -> Result<usize, EmbedError> {
        for expected in &self.self_test {
            let priority = match expected.kind {
                TextKind::Query => Priority::Query,
                TextKind::Passage => Priority::Import,
            };
            let found = self.submit(vec![expected.text.clone()], priority).wait()?;
            let should_be = UnitVector::new(expected.vector.clone()).ok();
            let cosine = found.first().zip(should_be).map_or(0.0, |(is, be)| is.cosine(&be));
            if cosine < SAME {
                let what = format!(
                    "a text of its self-test gets another vector (cosine {cosine:.4}): “{}”",
                    expected.text
                );
                return Err(EmbedError::ModelFailed { model: self.model.id.clone(), what });
            }
        }
        Ok(self.self_test.len())
    }
}

impl Embedder for Pool {
    fn model(&self) -> &ModelInfo {
        &self.model
    }

    fn submit(&self, texts: Vec<String>, priority: Priority) -> Ticket {
        let (reply, receiver) = unbounded();
        let n_texts = texts.len();
        let (queue, prefix) = match priority {
            Priority::Query => (&self.queries, &self.query_prefix),
            Priority::Shown => (&self.queries, &self.passage_prefix),
            Priority::Import => (&self.imports, &self.passage_prefix),
        };
        for (position, text) in texts.into_iter().enumerate() {
            if let Some(queue) = queue {
                let text = if prefix.is_empty() { text } else { format!("{prefix}{text}") };
                // When every worker is gone the ticket says so: its channel is closed.
                let _ = queue.send(Job { text, position, reply: reply.clone() });
            }
        }
        Ticket { receiver, n_texts }
    }

    fn n_in_flight(&self) -> usize {
        self.workers.len() * 16
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queries = None;
        self.imports = None;
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

struct Worker {
    queries: Receiver<Job>,
    imports: Receiver<Job>,
}

impl Worker {
    /// Runs until the pool is dropped: an import then loses what still waits,
    /// which the store knows to be without vectors.
    fn run(self, mut session: Session) {
        loop {
            let job = select_biased! {
                recv(self.queries) -> job => job,
                recv(self.imports) -> job => job,
            };
            let Ok(job) = job else { return };
            // The tokenizer is not ours: should it panic on odd text, that text fails alone.
            let vector = std::panic::catch_unwind(AssertUnwindSafe(|| session.embed(&job.text)))
                .unwrap_or_else(|_| {
                    Err(EmbedError::ModelFailed {
                        model: session.id().to_owned(),
                        what: "the tokenizer or runtime crashed on this text".to_owned(),
                    })
                });
            let _ = job.reply.send((job.position, vector));
        }
    }
}
