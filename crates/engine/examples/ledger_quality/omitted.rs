//! One fact removed from one of three articles on an event: whether it is said to be left out.
//!
//! A sentence of one article is put, reworded, into a second one, and into a third or not.
//! Where the third has it, it must not be called left out; nor where the third is dated
//! before the others.

use std::collections::HashSet;

use parallax_engine::{ArticleId, Control, Intake, Library};

use crate::plant::{put_into, reworded, sentences};
use crate::random::Random;
use crate::{Story, by_file_name, open};

/// Facts removed.
const N_WANTED: usize = 300;

struct Item {
    first: String,
    second: String,
    /// Without the fact, and with it.
    without: String,
    with: String,
    fact: String,
    reworded: String,
}

/// Prints how often what was removed is found, and how often what is there.
pub(crate) fn print_omitted(stories: &[Story], seed: u64) {
    let items = items(stories, &mut Random::new(seed));
    let work = tempfile::tempdir().unwrap();
    let files = work.path().join("files");
    fs_err::create_dir_all(&files).unwrap();
    for (at, item) in items.iter().enumerate() {
        for (name, day, text) in [
            ("a", "2020-01-02", &item.first),
            ("b", "2020-01-03", &item.second),
            ("without", "2020-01-04", &item.without),
            ("with", "2020-01-04", &item.with),
            ("before", "2020-01-01", &item.without),
        ] {
            let text = text.replace('\n', "\n\n");
            let file = files.join(format!("{at}{name}.md"));
            fs_err::write(file, format!("---\ndate: {day}\n---\n\n{text}\n")).unwrap();
        }
    }
    let library = open(&work.path().join("library"), None);
    library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    drop(library);
    let library = open(&work.path().join("library"), Some(()));
    if let Err(error) = library.load_model() {
        println!("without the model: {error}");
    }
    report(&library, &items);
}

fn report(library: &Library, items: &[Item]) {
    let by_name = by_file_name(library);
    let (mut n, mut n_found, mut n_wrong, mut n_later, mut n_beside) =
        (0usize, 0usize, 0usize, 0usize, 0usize);
    for (at, item) in items.iter().enumerate() {
        let id = |name: &str| by_name.get(&format!("{at}{name}")).copied();
        let (Some(a), Some(b)) = (id("a"), id("b")) else { continue };
        let (Some(without), Some(with), Some(before)) = (id("without"), id("with"), id("before"))
        else {
            continue;
        };
        // Articles that are one origin cannot tell a fact twice.
        if library.origins(&[a, b, without]).unwrap().n_origins < 3 {
            continue;
        }
        n += 1;
        let left_out = |own: ArticleId| library.left_out_among(own, &[a, b, own]).unwrap();
        let is_told = |own: ArticleId| {
            left_out(own).facts.iter().any(|fact| {
                fact.tellings.iter().any(|cell| {
                    is_same(&cell.text, &item.fact) || is_same(&cell.text, &item.reworded)
                })
            })
        };
        let found = is_told(without);
        n_found += usize::from(found);
        n_beside += left_out(without).facts.len() - usize::from(found);
        let is_wrong = is_told(with);
        n_wrong += usize::from(is_wrong);
        n_later += left_out(before).facts.len();
        if (!found || is_wrong) && std::env::var_os("SHOW").is_some() {
            println!("  {}: {}", if is_wrong { "is there" } else { "not found" }, item.fact);
        }
    }
    println!(
        "{n} facts removed: found {n_found}, called left out where it is there {n_wrong}; recall {:.3}, precision \
         {:.3}; of what came later {n_later}; other facts called left out {n_beside}",
        n_found as f64 / n.max(1) as f64,
        n_found as f64 / (n_found + n_wrong).max(1) as f64,
    );
}

fn is_same(text: &str, planted: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (text, planted) = (squeezed(text), squeezed(planted));
    text.contains(&planted) || planted.contains(&text)
}

fn items(stories: &[Story], random: &mut Random) -> Vec<Item> {
    let mut items = Vec::new();
    let mut used = HashSet::new();
    for _ in 0..400_000 {
        if items.len() >= N_WANTED + 40 {
            break;
        }
        let articles = &stories[random.below(stories.len())].articles;
        if articles.len() < 3 {
            continue;
        }
        let of = [0; 3].map(|_| random.below(articles.len()));
        if of[0] == of[1] || of[1] == of[2] || of[0] == of[2] {
            continue;
        }
        let [a, b, c] = of.map(|at| &articles[at].text);
        let own = sentences(a);
        let Some(fact) = (!own.is_empty()).then(|| *random.pick(&own)) else { continue };
        let n_words = fact.split_whitespace().count();
        // A fact the others tell already is no fact that was removed.
        let is_told =
            sentences(b).into_iter().chain(sentences(c)).any(|other| likeness(fact, other) > 0.3);
        if !(9..=40).contains(&n_words) || is_told || !used.insert(fact.to_owned()) {
            continue;
        }
        let (second, third) = (reworded(fact, random), reworded(fact, random));
        items.push(Item {
            first: a.clone(),
            second: put_into(b, &second, fact),
            without: c.clone(),
            with: put_into(c, &third, fact),
            fact: fact.to_owned(),
            reworded: second,
        });
    }
    items
}

/// The share of a sentence's longer words that stand in another.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> HashSet<String> {
        let long = text.split(|char: char| !char.is_alphanumeric()).filter(|word| word.len() > 3);
        long.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    one.intersection(&other).count() as f64 / one.len().max(1) as f64
}
