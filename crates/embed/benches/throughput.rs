//! Passages a second: our pool on the default pack against fastembed with its
//! defaults on the same model in 32-bit floats, and our pool on that model too.
//!
//! `cargo bench -p parallax-embed --bench throughput`, after
//! `cargo xtask bench` or with `PARALLAX_REFERENCE_MODEL_DIR` naming the reference
//! pack. The three take turns on the same texts, so that whatever else the machine
//! does falls on all of them; the ratio is that of the sums. Prints one JSON object.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a failed benchmark may panic")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastembed::{
    InitOptionsUserDefined, Pooling, TextEmbedding, TokenizerFiles, UserDefinedEmbeddingModel,
};
use parallax_embed::{Embedder, Pack, Pool, Priority, locate};
use parallax_parts::NativeLibrary;

const N_ROUNDS: usize = 6;
const N_PER_ROUND: usize = 192;
const WORDS_PER_PASSAGE: usize = 90;

fn main() {
    let environment = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let files = locate(&environment, &std::env::current_exe().unwrap()).unwrap();
    let beside = files.pack_dir.with_file_name("all-MiniLM-L6-v2-fp32");
    let reference = environment("PARALLAX_REFERENCE_MODEL_DIR").unwrap_or(beside);
    if !reference.join("model.onnx").is_file() {
        println!(r#"{{"skipped":"no reference pack; `cargo xtask bench` puts it in place"}}"#);
        return;
    }
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let pool = |dir: &Path| Pool::open(Pack::read(dir).unwrap(), &files.runtime, n_cores).unwrap();
    let (ours, ours_fp32) = (pool(&files.pack_dir), pool(&reference));
    let mut defaults = fastembed_defaults(&reference, &files.runtime);

    let rounds: Vec<Vec<String>> = texts().chunks(N_PER_ROUND).map(<[String]>::to_vec).collect();
    let by_pool = |pool: &Pool, texts: &[String]| {
        pool.submit(texts.to_vec(), Priority::Import).wait().unwrap();
    };
    let mut took = [Duration::ZERO; 3];
    for (n, texts) in rounds.iter().enumerate() {
        let times = [
            timed(|| by_pool(&ours, texts)),
            timed(|| drop(defaults.embed(texts, None).unwrap())),
            timed(|| by_pool(&ours_fp32, texts)),
        ];
        // The first round warms up.
        for (sum, time) in took.iter_mut().zip(times).filter(|_| n > 0) {
            *sum += time;
        }
    }
    let n_texts = ((rounds.len() - 1) * N_PER_ROUND) as f64;
    let [ours_per_s, default_per_s, fp32_per_s] = took.map(|took| n_texts / took.as_secs_f64());
    let (mean, least) = cosines(&ours, &ours_fp32, &rounds[0]);
    println!(
        r#"{{"what":"embed","ours_per_s":{ours_per_s:.1},"fastembed_default_per_s":{default_per_s:.1},"ratio":{:.2},"ours_fp32_per_s":{fp32_per_s:.1},"cosine_to_fp32":{{"mean":{mean:.4},"least":{least:.4}}}}}"#,
        ours_per_s / default_per_s,
    );
}

/// As its documentation sets it up: its own threads, its own batches.
fn fastembed_defaults(pack: &Path, runtime: &NativeLibrary) -> TextEmbedding {
    let read = |name: &str| fs_err::read(pack.join(name)).unwrap();
    let tokenizer = TokenizerFiles {
        tokenizer_file: read("tokenizer.json"),
        config_file: read("config.json"),
        special_tokens_map_file: read("special_tokens_map.json"),
        tokenizer_config_file: read("tokenizer_config.json"),
    };
    let model =
        UserDefinedEmbeddingModel::new(read("model.onnx"), tokenizer).with_pooling(Pooling::Mean);
    let environment = parallax_embed::environment(runtime).unwrap();
    let options = InitOptionsUserDefined::new().with_environment(environment);
    TextEmbedding::try_new_from_user_defined(model, options).unwrap()
}

/// Passages of real articles, or of made-up words where the collections are not there.
fn texts() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/retrieval/time/corpus.jsonl");
    let text = fs_err::read_to_string(corpus)
        .unwrap_or_else(|_| "the harbour board has met again over its quay ".repeat(14_000));
    let words: Vec<&str> = text.split_whitespace().collect();
    let passages = words.chunks_exact(WORDS_PER_PASSAGE).map(|words| words.join(" "));
    passages.take(N_ROUNDS * N_PER_ROUND).collect()
}

fn timed(run: impl FnOnce()) -> Duration {
    let started = Instant::now();
    run();
    started.elapsed()
}

/// Mean and least cosine between the two models' vectors.
fn cosines(a: &Pool, b: &Pool, texts: &[String]) -> (f32, f32) {
    let vectors = |pool: &Pool| pool.submit(texts.to_vec(), Priority::Import).wait().unwrap();
    let cosines: Vec<f32> = vectors(a).iter().zip(vectors(b)).map(|(a, b)| a.cosine(&b)).collect();
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    (mean, cosines.into_iter().fold(1.0, f32::min))
}
