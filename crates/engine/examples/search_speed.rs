//! How long a search takes in a library of 100,000 passages: words alone, and both
//! sides fused without embedding the query.
//!
//! `cargo run --release -p parallax-engine --example search_speed -- [N_PASSAGES]`.
//! Texts are drawn from a vocabulary with the frequencies of a language (Zipf), in
//! clusters of subjects; vectors are those of the test double, since their values do
//! not change the time.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use parallax_engine::{
    Access, Control, Corpus, Document, FakeEmbedder, Library, Mode, ModelSource, Options, Plan,
    SearchRequest, SearchResult,
};

const N_PASSAGES_PER_ARTICLE: usize = 5;
const N_WORDS_PER_PASSAGE: usize = 85;
const N_QUERIES: usize = 200;
const N_DIMENSIONS: usize = 384;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let n_passages: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let library = Library::open(Options {
        folder: folder.path().to_path_buf(),
        access: Access::Write,
        model: ModelSource::Loaded(Arc::new(FakeEmbedder::new(N_DIMENSIONS))),
        clock: jiff::Timestamp::now,
    })?;
    let mut random = Random(1);
    let documents = (0..n_passages / N_PASSAGES_PER_ARTICLE).map(|n| article(n, &mut random));
    let corpus = Corpus { documents: documents.collect(), ..Corpus::default() };
    let started = Instant::now();
    let stored = library.evaluate(&[corpus], Plan::Auto, &Control::default(), &|_| {})?;
    println!(
        "{} passages stored in {:.0} s",
        stored.first().map_or(0, |stored| stored.n_passages),
        started.elapsed().as_secs_f64()
    );
    let queries: Vec<String> = (0..N_QUERIES).map(|_| query(&mut random)).collect();
    let without_embedding =
        |result: &SearchResult| result.took.total.saturating_sub(result.took.embed);
    measure(&library, &queries, Mode::Words, "words", &|result| result.took.words)?;
    measure(&library, &queries, Mode::Words, "words, hits shown", &without_embedding)?;
    measure(&library, &queries, Mode::Hybrid, "fused, hits shown", &without_embedding)
}

fn measure(
    library: &Library,
    queries: &[String],
    mode: Mode,
    name: &str,
    time: &dyn Fn(&SearchResult) -> Duration,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    for query in queries {
        let request = SearchRequest { mode, n_explained: 0, ..SearchRequest::new(query) };
        times.push(time(&library.search(&request)?).as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[times.len() * share / 100];
    println!("{name:<20} p50 {:>6.1} ms   p95 {:>6.1} ms   max {:>6.1} ms", at(50), at(95), at(99));
    Ok(())
}

fn article(n: usize, random: &mut Random) -> Document {
    let subject = random.below(200);
    let passages = (0..N_PASSAGES_PER_ARTICLE).map(|_| {
        let words = (0..N_WORDS_PER_PASSAGE).map(|at| {
            let end = if at % 17 == 16 { "." } else { "" };
            word(subject, random) + end
        });
        words.collect::<Vec<_>>().join(" ") + "."
    });
    let text = passages.collect::<Vec<_>>().join("\n\n");
    Document { id: n.to_string(), title: format!("{} {n}", word(subject, random)), text }
}

/// Three to twelve words of one subject, without the hundred commonest of the
/// language: those are function words, which a search leaves out.
fn query(random: &mut Random) -> String {
    let subject = random.below(200);
    let n_words = 3 + random.below(10);
    let words = (0..n_words).map(|_| {
        loop {
            let word = word(subject, random);
            if !word.starts_with("fun") {
                return word;
            }
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// One of 60,000 words, the n-th as frequent as 1/n; a third of them a subject's own.
fn word(subject: usize, random: &mut Random) -> String {
    let rank = (random.unit() * (60_000f64).ln()).exp();
    // The rank is positive and far below 2^53.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
    let rank = rank as usize;
    match rank {
        0..100 => format!("fun{}", letters(rank)),
        _ if rank.is_multiple_of(3) => format!("sub{}{}", letters(subject), letters(rank % 1_000)),
        _ => format!("w{}", letters(rank)),
    }
}

fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.push(char::from(b"bcdfghjklmnpqrtv"[number % 16]));
        letters.push(char::from(b"aeiou"[number % 5]));
        number /= 16;
        if number == 0 {
            return letters;
        }
    }
}

/// `SplitMix64`: the same corpus every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or(0)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
