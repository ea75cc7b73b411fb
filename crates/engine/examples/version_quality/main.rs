//! How well an article met again is told from another one.
//!
//! `cargo run --release -p parallax-engine --example version_quality -- ../shared/data` edits 500
//! articles of ECB+ and BASIL as newsrooms do (`edits`), makes 500 near misses of them
//! (`near_misses`), imports everything through the real import, the first texts first, and prints
//! which texts became versions of which: for the half the rules were tuned on (even numbers) and
//! the half that was kept for checking (odd). A second argument is the seed.
//!
//! Every article is a page with an outlet (one of sixteen) and a day (one of 40), so that each
//! meets some dozen others of its outlet near its day. Half of the pages name their address.
//! Not here: the rules; the generator has word lists of its own.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement, not part of the program"
)]

mod edits;
mod near_misses;
mod random;
mod sources;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use parallax_engine::{
    Access, ArticleId, Control, EmbedError, Filter, Intake, Library, ModelSource, Options,
};

use random::Random;
use sources::{Source, sources};

/// Pairs of either kind.
const N_WANTED: usize = 500;

const N_OUTLETS: usize = 16;
const N_DAYS: usize = 40;

/// A page to be imported.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) outlet: String,
    pub(crate) day: usize,
    pub(crate) address: Option<String>,
}

/// Two pages, the first imported before the second.
pub(crate) struct Pair {
    /// What was done to the first to make the second.
    pub(crate) kind: &'static str,
    pub(crate) is_version: bool,
    pub(crate) first: Page,
    pub(crate) second: Page,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or("../shared/data".to_owned()));
    let seed = arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(22);
    let sources = sources(&folder);
    if sources.is_empty() {
        println!("skipped: no {}", folder.display());
        return;
    }
    let mut random = Random::new(seed);
    let mut pairs: Vec<Pair> = Vec::new();
    for n in 0..N_WANTED {
        let first = page(&sources, n % sources.len(), n, &mut random);
        pairs.push(edits::edited(first, &sources, n % sources.len(), &mut random));
    }
    for n in 0..N_WANTED {
        // Other outlets and days than those of the same text above.
        let first = page(&sources, n % sources.len(), n + N_WANTED, &mut random);
        pairs.push(near_misses::near_miss(first, &sources, n % sources.len(), &mut random));
    }
    println!("{} articles, {} pairs, seed {seed}", sources.len(), pairs.len());
    measure(&pairs);
}

/// A page of an outlet and a day of its own.
fn page(sources: &[Source], at: usize, n: usize, random: &mut Random) -> Page {
    let source = &sources[at];
    // No text stands twice in one outlet, nor do two on one event, of which one may be taken up
    // by the other: near misses, and articles that are taken a second time, have outlets of
    // their own.
    let round = usize::from(n >= N_WANTED) * 2 + usize::from(n % N_WANTED >= sources.len());
    let outlet = source.place % N_OUTLETS + round * N_OUTLETS;
    Page {
        title: source.title.clone(),
        paragraphs: source.paragraphs.clone(),
        outlet: format!("Outlet {outlet}"),
        day: 1 + random.below(N_DAYS),
        address: (n % 4 < 2).then(|| format!("https://outlet{outlet}.example/news/{n}")),
    }
}

impl Page {
    fn html(&self) -> String {
        let address = self.address.as_ref().map_or(String::new(), |address| {
            format!("<link rel=\"canonical\" href=\"{address}\">")
        });
        let body: String =
            self.paragraphs.iter().map(|text| format!("<p>{}</p>\n", escaped(text))).collect();
        let (title, outlet) = (escaped(&self.title), &self.outlet);
        let (month, day) = (3 + (self.day - 1) / 28, 1 + (self.day - 1) % 28);
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title>{address}
             <meta property=\"og:title\" content=\"{title}\">
             <meta property=\"og:site_name\" content=\"{outlet}\">
             <meta property=\"article:published_time\" content=\"2031-{month:02}-{day:02}\">
             </head><body><article><h1>{title}</h1>{body}</article></body></html>"
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Imports all pages and says what became a version of what.
fn measure(pairs: &[Pair]) {
    let work = tempfile::tempdir().unwrap();
    let library = open(&work.path().join("library"));
    for (name, second) in [("first", false), ("second", true)] {
        let files = work.path().join(name);
        fs_err::create_dir_all(&files).unwrap();
        for (at, pair) in pairs.iter().enumerate() {
            let page = if second { &pair.second } else { &pair.first };
            fs_err::write(files.join(format!("{at}.html")), page.html()).unwrap();
        }
        library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    }
    let links = links(&library);
    for (name, half) in [("tuned on", 0), ("kept for checking", 1)] {
        report(name, pairs, &links, half);
    }
}

/// A text: of which pair, and whether it is the second.
type Text = (usize, bool);

/// For each text that is an earlier version, the others of its article.
fn links(library: &Library) -> BTreeMap<Text, Vec<Text>> {
    let text = |path: &str| -> Text {
        let path = Path::new(path);
        let at = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        (at, path.parent().unwrap().ends_with("second"))
    };
    let mut links = BTreeMap::new();
    for article in library.articles(&Filter::default()).unwrap() {
        let chain = library.versions(ArticleId(article.id.0)).unwrap();
        let texts: Vec<Text> = chain.versions.iter().map(|version| text(&version.path)).collect();
        for one in &texts {
            let others = texts.iter().filter(|other| *other != one).copied().collect();
            links.insert(*one, others);
        }
    }
    links
}

fn report(name: &str, pairs: &[Pair], links: &BTreeMap<Text, Vec<Text>>, half: usize) {
    let (mut n_true, mut n_found, mut n_false) = (0usize, 0usize, 0usize);
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, pair) in pairs.iter().enumerate().filter(|(at, _)| at % 2 == half) {
        let others = links.get(&(at, true)).map_or(&[][..], Vec::as_slice);
        let is_linked = others.contains(&(at, false));
        let kind = kinds.entry(pair.kind).or_default();
        kind.0 += 1;
        kind.1 += usize::from(is_linked);
        n_true += usize::from(pair.is_version);
        n_found += usize::from(pair.is_version && is_linked);
        n_false += usize::from(!pair.is_version && is_linked);
        // Links of either text with one of another pair.
        let first = links.get(&(at, false)).map_or(&[][..], Vec::as_slice);
        let foreign = others.iter().chain(first).filter(|(other, _)| *other != at);
        let n_foreign = foreign.count();
        if n_foreign > 0 || (pair.is_version != is_linked) {
            println!("  {at} {}: linked {is_linked}, with others {n_foreign}", pair.kind);
        }
        n_false += usize::from(n_foreign > 0);
    }
    println!(
        "{name}: {n_true} pairs of versions, {n_found} linked, {n_false} others linked; recall {:.3}, precision {:.3}",
        n_found as f64 / n_true.max(1) as f64,
        n_found as f64 / (n_found + n_false).max(1) as f64
    );
    for (kind, (n, n_linked)) in kinds {
        println!("  {kind}: {n_linked} of {n} linked");
    }
}

fn open(folder: &Path) -> Library {
    let model = ModelSource::Missing(EmbedError::PackMissing { looked_in: Vec::new() });
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let options = Options { folder: folder.to_path_buf(), access: Access::Write, model, clock };
    Library::open(options).unwrap()
}
