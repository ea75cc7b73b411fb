//! An import with the real model, and searching while it runs.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use parallax_embed::Ticket;
use parallax_engine::{
    Access, Control, Embedder, Intake, Library, ModelInfo, ModelSource, Options, Pack, Pool,
    Priority, SearchRequest, default_model,
};

use crate::memory::peak_mb;
use crate::mixed::queries;

/// The real model, and what it was asked to embed.
struct Recording {
    pool: Pool,
    texts: Mutex<Vec<String>>,
}

impl Recording {
    fn open() -> Self {
        let environment = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
        let source = default_model(&environment, &std::env::current_exe().unwrap(), n_cores);
        let ModelSource::Files(files, n_workers) = source else { panic!("no model") };
        let pack = Pack::read(&files.pack_dir).unwrap();
        let pool = Pool::open(pack, &files.runtime, n_workers).unwrap();
        Self { pool, texts: Mutex::default() }
    }
}

impl Embedder for Recording {
    fn model(&self) -> &ModelInfo {
        self.pool.model()
    }

    fn submit(&self, texts: Vec<String>, priority: Priority) -> Ticket {
        if priority == Priority::Import {
            self.texts.lock().unwrap().extend_from_slice(&texts);
        }
        self.pool.submit(texts, priority)
    }

    fn n_in_flight(&self) -> usize {
        self.pool.n_in_flight()
    }
}

/// Imports a folder three ways: embedding the same texts alone, the whole import,
/// and the whole import while somebody searches ten times a second.
pub(crate) fn import(dir: &Path, files: &Path) {
    let model = Arc::new(Recording::open());
    let open = |name: &str| {
        let model = ModelSource::Loaded(Arc::clone(&model) as Arc<dyn Embedder>);
        let clock = || Timestamp::UNIX_EPOCH;
        let folder = dir.join(name);
        Library::open(Options { folder, access: Access::Write, model, clock }).unwrap()
    };
    let run = |library: &Library| {
        let started = Instant::now();
        let intake = Intake::new(vec![files.to_path_buf()]);
        let report = library.import(&intake, &Control::default(), &|_| {}).unwrap();
        assert_eq!(report.failed.len(), 0);
        (report.imported.len(), started.elapsed().as_secs_f64())
    };
    let library = open("alone");
    let (n_articles, import_s) = run(&library);
    let texts = std::mem::take(&mut *model.texts.lock().unwrap());
    let n_passages = texts.len();
    let started = Instant::now();
    model.pool.submit(texts, Priority::Import).wait().unwrap();
    let embed_s = started.elapsed().as_secs_f64();

    let queries = queries();
    let idle = p95(queries.iter().map(|query| ask(&library, query)).collect());
    let searched = open("searched");
    let is_over = AtomicBool::new(false);
    let (busy, busy_s) = std::thread::scope(|scope| {
        let searching = scope.spawn(|| {
            let mut times = Vec::new();
            for query in queries.iter().cycle() {
                if is_over.load(Ordering::Relaxed) {
                    return times;
                }
                times.push(ask(&searched, query));
                std::thread::sleep(Duration::from_millis(100));
            }
            times
        });
        let (_, busy_s) = run(&searched);
        is_over.store(true, Ordering::Relaxed);
        (p95(searching.join().unwrap()), busy_s)
    });
    println!(
        r#"{{"what":"import_real","n_articles":{n_articles},"n_passages":{n_passages},"articles_per_s":{:.1},"passages_per_s":{:.1},"over_embedding":{:.3},"search_p95_ms_idle":{idle:.1},"search_p95_ms_during_import":{busy:.1},"import_slowed_by":{:.3},"peak_mb":{:.0}}}"#,
        n_articles as f64 / import_s,
        n_passages as f64 / import_s,
        import_s / embed_s,
        busy_s / import_s,
        peak_mb(),
    );
}

fn ask(library: &Library, query: &str) -> Duration {
    let started = Instant::now();
    library.search(&SearchRequest { n_explained: 0, ..SearchRequest::new(query) }).unwrap();
    started.elapsed()
}

fn p95(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[(times.len() - 1) * 95 / 100].as_secs_f64() * 1e3
}
