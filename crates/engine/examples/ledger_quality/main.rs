//! How well the ledger tells what differs from what does not.
//!
//! `cargo run --release -p parallax-engine --example ledger_quality -- ../shared/data`
//! plants 500 conflicts and 500 harmless variants in stories of ECB+ and BASIL, half of
//! them in stories with an odd, half in stories with an even number, and prints how many
//! of either are called *differ*; `… -- ../shared/data rows 100 7` prints 100 rows drawn
//! with seed 7 from ledgers of the real stories, to be read by eye (needs the model);
//! `… -- ../shared/data cost` times the ledger of a story of 60 articles;
//! `… -- ../shared/data rewritten` rewrites 300 articles and says how many are joined with what
//! they were drawn from, and with other articles on the event; `… omitted` removes one fact
//! from one of three articles, 300 times.
//!
//! A planted pair: a sentence of one article, lightly rewritten, with one value changed,
//! is put into another article of the same story in place of the sentence most like it.
//! Not here: the ledger's rules; this generator has word lists of its own.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement, not part of the program"
)]

mod omitted;
mod plant;
mod random;
mod real;
mod rewritten;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use parallax_engine::{
    Access, ArticleId, Control, EmbedError, FactState, Filter, Intake, Library, ModelSource,
    Options, default_model,
};

use plant::{Planted, plant};
use random::Random;

/// Planted beyond that, for those whose articles turn out to be one origin.
const N_SPARE: usize = 80;

/// Conflicts planted, and harmless variants.
const N_PLANTED: usize = 500;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or("../shared/data".to_owned()));
    let stories = stories(&folder);
    if stories.is_empty() {
        println!("skipped: no {}", folder.display());
        return;
    }
    let what = arguments.next().unwrap_or("planted".to_owned());
    let mut number = |otherwise: u64| -> u64 {
        arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    };
    match what.as_str() {
        "rows" => real::print_rows(&stories, usize::try_from(number(100)).unwrap(), number(7)),
        "cost" => real::print_cost(&stories),
        "omitted" => omitted::print_omitted(&stories, number(22)),
        "rewritten" => rewritten::print_rewritten(&stories, number(22)),
        _ => planted(&stories, number(22)),
    }
}

/// A story: its name and its articles.
pub(crate) struct Story {
    pub(crate) articles: Vec<Article>,
}

pub(crate) struct Article {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) day: Option<String>,
    pub(crate) outlet: Option<String>,
}

fn stories(folder: &Path) -> Vec<Story> {
    let mut stories: BTreeMap<String, Vec<Article>> = BTreeMap::new();
    for set in ["ecbplus", "basil"] {
        let path = folder.join("samestory").join(set).join("docs.jsonl");
        for line in fs_err::read_to_string(path).unwrap_or_default().lines() {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| doc[name].as_str().map(str::to_owned);
            let article = Article {
                name: field("id").unwrap(),
                text: field("text").unwrap(),
                day: field("date"),
                outlet: field("outlet"),
            };
            stories.entry(format!("{set} {}", field("story").unwrap())).or_default().push(article);
        }
    }
    stories
        .into_values()
        .filter(|articles| articles.len() > 1)
        .map(|articles| Story { articles })
        .collect()
}

fn planted(stories: &[Story], seed: u64) {
    let mut random = Random::new(seed);
    let work = tempfile::tempdir().unwrap();
    for (name, harmless) in [("conflicts", false), ("harmless variants", true)] {
        let items = plant(stories, N_PLANTED + N_SPARE, harmless, &mut random);
        // The vectors of passages are of no use here, only the model itself later.
        let folder = work.path().join(name);
        let library = open(&folder, None);
        let (mut told, mut n_told) = (Told::default(), 0);
        let files = work.path().join(format!("{name} files"));
        fs_err::create_dir_all(&files).unwrap();
        for (at, item) in items.iter().enumerate() {
            fs_err::write(files.join(format!("{at}a.txt")), &item.a).unwrap();
            fs_err::write(files.join(format!("{at}b.txt")), &item.b).unwrap();
        }
        library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
        drop(library);
        let library = open(&folder, Some(()));
        if let Err(error) = library.load_model() {
            println!("without the model: {error}");
        }
        let by_name = by_file_name(&library);
        for (at, item) in items.iter().enumerate() {
            let (Some(a), Some(b)) =
                (by_name.get(&format!("{at}a")), by_name.get(&format!("{at}b")))
            else {
                println!("not imported: {at}");
                continue;
            };
            let found = found(&library, *a, *b, item);
            if !found.starts_with("1 origins") && n_told < N_PLANTED {
                told.count(item, &found, harmless);
                n_told += 1;
            }
        }
        told.print(name);
    }
}

/// The state of the rows of the planted sentences: `differ` if one differs.
fn found(library: &Library, a: ArticleId, b: ArticleId, item: &Planted) -> String {
    let ledger = library.ledger_of(&[a, b]).unwrap();
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let tells = |text: &str, planted: &str| {
        let (text, planted) = (squeezed(text), squeezed(planted));
        text.contains(&planted) || planted.contains(&text)
    };
    let of_both = ledger.rows.iter().filter(|row| {
        row.cells.iter().any(|cell| cell.article_id == a && tells(&cell.text, &item.sentence_a))
            && row
                .cells
                .iter()
                .any(|cell| cell.article_id == b && tells(&cell.text, &item.sentence_b))
    });
    let states: Vec<&str> = of_both.map(|row| row.state.as_str()).collect();
    if states.contains(&FactState::Differ.as_str()) {
        return DIFFER.to_owned();
    }
    format!("{} origins, rows: {}", ledger.origins.len(), states.join(" "))
}

const DIFFER: &str = "differ";

/// What was found of the planted, by kind and half of the stories.
#[derive(Default)]
struct Told {
    n_different: BTreeMap<(&'static str, bool), (usize, usize)>,
    odd: Vec<String>,
}

impl Told {
    fn count(&mut self, item: &Planted, found: &str, harmless: bool) {
        let is_different = found == DIFFER;
        let (n, all) = self.n_different.entry((item.kind, item.is_even)).or_default();
        *n += usize::from(is_different);
        *all += 1;
        if is_different == harmless {
            let half = if item.is_even { "even" } else { "odd" };
            self.odd.push(format!(
                "{} ({half}; {found})\n    {}\n    {}",
                item.kind, item.sentence_a, item.sentence_b
            ));
        }
    }

    fn print(&self, name: &str) {
        for is_even in [false, true] {
            let of_half = self.n_different.iter().filter(|((_, even), _)| *even == is_even);
            let (mut n, mut all) = (0, 0);
            let half = if is_even { "even" } else { "odd" };
            for ((kind, _), (own, of)) in of_half {
                println!("  {half} {kind}: {own} of {of} differ");
                (n, all) = (n + own, all + of);
            }
            println!("{name} in {half} stories: {n} of {all} called differ");
        }
        // The even half is for reporting: its sentences are not looked at while tuning.
        let shown = self
            .odd
            .iter()
            .filter(|line| std::env::var_os("EVEN").is_some() || !line.contains("(even;"));
        for line in shown {
            println!("  against expectation: {line}");
        }
    }
}

pub(crate) fn by_file_name(library: &Library) -> BTreeMap<String, ArticleId> {
    let rows = library.articles(&Filter::default()).unwrap().into_iter();
    rows.map(|row| {
        let stem = Path::new(&row.path).file_stem().unwrap().to_string_lossy().into_owned();
        (stem, row.id)
    })
    .collect()
}

/// - `model`: whether the model is wanted.
pub(crate) fn open(folder: &Path, model: Option<()>) -> Library {
    let environment = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let program = std::env::current_exe().unwrap_or_default();
    let model = match model {
        Some(()) => default_model(&environment, &program, 2),
        None => ModelSource::Missing(EmbedError::PackMissing { looked_in: Vec::new() }),
    };
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let options = Options { folder: folder.to_path_buf(), access: Access::Write, model, clock };
    Library::open(options).unwrap()
}
