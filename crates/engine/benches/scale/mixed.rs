//! Vectors without embedding: those of real passages, mixed in pairs with noise, by
//! the text's hash; queries have their real vectors.

use std::collections::HashMap;
use std::path::Path;

use parallax_engine::{
    Embedder, FakeEmbedder, ModelInfo, ModelSource, Pack, Pool, Priority, default_model,
};
use parallax_types::UnitVector;

use crate::texts::{Random, Texts};

const N_BASE: usize = 6_000;
const N_QUERIES: usize = 300;
const DIM: usize = 384;
/// Length of the noise against that of the first vector.
const NOISE: f32 = 0.35;

/// Embeds what vectors are mixed from, once, into files in `work`.
pub(crate) fn prepare(work: &Path, texts: &Texts) {
    if work.join("base.f32").is_file() {
        return;
    }
    let environment = |name: &str| std::env::var_os(name).map(Into::into);
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let source = default_model(&environment, &std::env::current_exe().unwrap(), n_cores);
    let ModelSource::Files(files, n_workers) = source else { panic!("no model") };
    let pool = Pool::open(Pack::read(&files.pack_dir).unwrap(), &files.runtime, n_workers).unwrap();
    let mut random = Random(1);
    let passage = |_: usize| -> String {
        let start = random.below(texts.sentences.len() - 4);
        texts.sentences[start..start + 4].join(" ")
    };
    let passages: Vec<String> = (0..N_BASE).map(passage).collect();
    let step = (texts.queries.len() / N_QUERIES).max(1);
    let queries: Vec<String> =
        texts.queries.iter().step_by(step).take(N_QUERIES).cloned().collect();
    let floats = |texts: Vec<String>| -> Vec<u8> {
        let vectors = pool.submit(texts, Priority::Import).wait().unwrap();
        vectors.iter().flat_map(|it| it.as_slice().iter().flat_map(|v| v.to_le_bytes())).collect()
    };
    fs_err::write(work.join("queries.txt"), queries.join("\n")).unwrap();
    fs_err::write(work.join("queries.f32"), floats(queries)).unwrap();
    fs_err::write(work.join("base.f32"), floats(passages)).unwrap();
}

/// The queries [`prepare`] has embedded.
pub(crate) fn queries() -> Vec<String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("queries.txt");
    fs_err::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

/// Mixes vectors as they are asked for.
pub(crate) struct Mixed {
    model: ModelInfo,
    base: Vec<f32>,
    queries: HashMap<String, UnitVector>,
}

impl Mixed {
    pub(crate) fn open() -> Self {
        let work = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let floats = |name: &str| -> Vec<f32> {
            let bytes = fs_err::read(work.join(name)).unwrap();
            bytes.as_chunks::<4>().0.iter().map(|value| f32::from_le_bytes(*value)).collect()
        };
        let vectors = floats("queries.f32");
        let vectors = vectors.chunks(DIM).map(|values| UnitVector::new(values.to_vec()).unwrap());
        let like = FakeEmbedder::new(DIM).model().clone();
        let model = ModelInfo { id: "mixed".into(), title: "mixed".into(), ..like };
        Self {
            model,
            base: floats("base.f32"),
            queries: queries().into_iter().zip(vectors).collect(),
        }
    }

    fn vector(&self, text: &str) -> UnitVector {
        if let Some(vector) = self.queries.get(text) {
            return vector.clone();
        }
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut random = Random(hash);
        let n_base = self.base.len() / DIM;
        let mut row = || {
            let start = random.below(n_base) * DIM;
            &self.base[start..start + DIM]
        };
        let (a, b) = (row(), row());
        let noise = NOISE / (DIM as f32).sqrt();
        let values = a.iter().zip(b).map(|(a, b)| a + 0.5 * b + noise * random.normal());
        UnitVector::new(values.collect()).unwrap()
    }
}

impl Embedder for Mixed {
    fn model(&self) -> &ModelInfo {
        &self.model
    }

    fn submit(&self, texts: Vec<String>, _priority: Priority) -> parallax_embed::Ticket {
        parallax_embed::Ticket::of(texts.iter().map(|text| self.vector(text)).collect())
    }

    fn n_in_flight(&self) -> usize {
        32
    }
}
