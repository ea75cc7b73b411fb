//! How a library behaves as it grows: import, size, memory, start, recall and
//! latency at given numbers of passages, in each plan.
//!
//! `cargo bench -p parallax-engine --bench scale -- 10000 100000` (one million takes
//! about an hour). Prints one JSON object a line. `--real` imports a thousand
//! articles with the real model first, `--real=4000` as many as make 4,000 passages;
//! `--keep` leaves the libraries in the target folder.
//!
//! Texts have the sentences' shapes and the words of public collections; vectors are those of
//! real passages, mixed in pairs and given noise, so that a million can be had
//! without embedding for an hour. Everything else is the real pipeline: files are
//! walked, parsed, stored, indexed. Each measurement runs in a process of its own,
//! whose memory is what is reported.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]
#![expect(clippy::unwrap_used, reason = "a failed benchmark may panic")]

mod memory;
mod mixed;
mod probe;
mod real;
mod texts;

use std::path::Path;
use std::process::Command;

use parallax_engine::Plan;

/// Passages of the import with the real model: a thousand articles of 680 words.
const N_REAL: usize = 8_000;

/// Passages of the articles added one by one.
const N_MORE: usize = 160;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["--import", dir, files] => probe::import(Path::new(dir), Path::new(files)),
        ["--import-real", dir, files] => real::import(Path::new(dir), Path::new(files)),
        ["--add", dir, files] => probe::add(Path::new(dir), Path::new(files)),
        ["--link", dir] => probe::link(Path::new(dir)),
        ["--start", dir] => probe::start(Path::new(dir)),
        ["--search", dir, plan] => probe::search(Path::new(dir), plan_named(plan)),
        _ => run(&words),
    }
}

fn plan_named(name: &str) -> Plan {
    match name {
        "exact" => Plan::Exact,
        "scan" => Plan::Scan,
        ef_search => Plan::Hnsw { ef_search: ef_search.parse().unwrap() },
    }
}

fn run(words: &[&str]) {
    let Some(texts) = texts::Texts::read() else {
        println!(r#"{{"skipped":"no ../shared"}}"#);
        return;
    };
    let work = Path::new(env!("CARGO_TARGET_TMPDIR"));
    mixed::prepare(work, &texts);
    let sizes = words.iter().filter_map(|word| word.parse().ok());
    let sizes: Vec<usize> = if words.iter().all(|word| word.parse::<usize>().is_err()) {
        vec![10_000, 100_000]
    } else {
        sizes.collect()
    };
    let real = words.iter().find_map(|word| word.strip_prefix("--real"));
    if let Some(wanted) = real {
        let n_passages = wanted.strip_prefix('=').map_or(N_REAL, |n| n.parse().unwrap());
        let dir = work.join("scale-real");
        let _ = fs_err::remove_dir_all(&dir);
        texts.write_articles(&dir.join("files"), n_passages);
        let (library, files) = (dir.join("library"), dir.join("files"));
        step(&["--import-real".as_ref(), library.as_ref(), files.as_ref()]);
    }
    for n_passages in sizes {
        let dir = work.join(format!("scale-{n_passages}"));
        let _ = fs_err::remove_dir_all(&dir);
        let files = dir.join("files");
        texts.write_articles(&files, n_passages);
        let (library, files) = (dir.join("library"), files.as_path());
        step(&["--import".as_ref(), library.as_ref(), files.as_ref()]);
        let more = dir.join("more");
        texts.write_articles(&more, N_MORE);
        step(&["--add".as_ref(), library.as_ref(), more.join("0000").as_ref()]);
        step(&["--link".as_ref(), library.as_ref()]);
        for plan in ["exact", "scan"] {
            step(&["--search".as_ref(), library.as_ref(), plan.as_ref()]);
        }
        // Below this the graph is never built: the scan is quicker.
        if n_passages > 524_288 {
            for ef_search in ["128", "256", "512"] {
                step(&["--search".as_ref(), library.as_ref(), ef_search.as_ref()]);
            }
        }
        if !words.contains(&"--keep") {
            let _ = fs_err::remove_dir_all(&dir);
        }
    }
}

/// Runs one measurement in a process of its own; it prints its own line.
fn step(args: &[&std::ffi::OsStr]) {
    let status = Command::new(std::env::current_exe().unwrap()).args(args).status().unwrap();
    assert!(status.success(), "{args:?}");
}
