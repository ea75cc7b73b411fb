//! Ledgers of the real stories: rows to be read by eye, and what a ledger costs.

use std::path::Path;
use std::time::Instant;

use parallax_engine::{ArticleId, Control, FactState, Intake, Ledger, LedgerRow, Library};

use crate::random::Random;
use crate::{Story, by_file_name, open};

/// Prints rows drawn by seed: the same number of what differs, of what is not comparable and of what agrees, as far as there are so many.
pub(crate) fn print_rows(stories: &[Story], n_wanted: usize, seed: u64) {
    let work = tempfile::tempdir().unwrap();
    let library = imported(stories, work.path());
    let (mut differing, mut agreeing, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    let mut n_of = [0usize; 5];
    for ids in &story_ids(&library, stories) {
        let ledger = library.ledger_of(ids).unwrap();
        for row in &ledger.rows {
            n_of[FactState::ALL.iter().position(|state| *state == row.state).unwrap()] += 1;
            match row.state {
                FactState::Differ => differing.push(shown(&library, &ledger, row)),
                FactState::Agree => agreeing.push(shown(&library, &ledger, row)),
                FactState::NotComparable => apart.push(shown(&library, &ledger, row)),
                _ => {}
            }
        }
    }
    for (state, n) in FactState::ALL.iter().zip(n_of) {
        println!("{}: {n} rows", state.as_str());
    }
    let mut random = Random::new(seed);
    for (name, mut rows) in [("differ", differing), ("not-comparable", apart), ("agree", agreeing)]
    {
        for n in 0..(n_wanted / 3).min(rows.len()) {
            let row = rows.swap_remove(random.below(rows.len()));
            println!("\n{name} {}. {row}", n + 1);
        }
    }
}

fn shown(library: &Library, ledger: &Ledger, row: &LedgerRow) -> String {
    let mut lines = vec![format!(
        "{} {} [{}] likeness {:.2}",
        row.kind.as_str(),
        row.reason.map_or("", parallax_engine::Reason::as_str),
        row.subject,
        row.likeness
    )];
    for cell in row.cells.iter().take(6) {
        let article = library.article(cell.article_id).unwrap();
        let name = Path::new(&article.row.path).file_stem().unwrap().to_string_lossy().into_owned();
        let group = "abcdefgh".chars().nth(cell.group).unwrap_or('…');
        lines.push(format!(
            "  {group} {name}: «{}» {}",
            cell.value_text(),
            cell.text.replace('\n', " ")
        ));
    }
    if row.cells.len() > 6 {
        lines.push(format!("  … {} of {} origins", row.n_origins(), ledger.origins.len()));
    }
    lines.join("\n")
}

/// What the ledger of 60 articles costs: of the largest stories' articles together.
pub(crate) fn print_cost(stories: &[Story]) {
    let work = tempfile::tempdir().unwrap();
    let mut largest: Vec<&Story> = stories.iter().collect();
    largest.sort_by_key(|story| std::cmp::Reverse(story.articles.len()));
    let library = imported(stories, work.path());
    let by_name = by_file_name(&library);
    let ids: Vec<ArticleId> = largest
        .iter()
        .flat_map(|story| &story.articles)
        .filter_map(|article| by_name.get(&article.name).copied())
        .take(60)
        .collect();
    for n in 0..4 {
        let start = Instant::now();
        let ledger = library.ledger_of(&ids).unwrap();
        let took = start.elapsed().as_secs_f64() * 1_000.0;
        let which = if n == 0 { "first, sentences embedded" } else { "again" };
        println!("{} articles, {} rows: {took:.0} ms ({which})", ids.len(), ledger.rows.len());
    }
}

fn story_ids(library: &Library, stories: &[Story]) -> Vec<Vec<ArticleId>> {
    let by_name = by_file_name(library);
    let of = |story: &Story| -> Vec<ArticleId> {
        story.articles.iter().filter_map(|article| by_name.get(&article.name).copied()).collect()
    };
    stories.iter().map(of).collect()
}

fn imported(stories: &[Story], folder: &Path) -> Library {
    let files = folder.join("files");
    fs_err::create_dir_all(&files).unwrap();
    for article in stories.iter().flat_map(|story| &story.articles) {
        let day = article.day.as_deref().map(|day| format!("date: {day}\n")).unwrap_or_default();
        let outlet =
            article.outlet.as_deref().map(|outlet| format!("site: {outlet}\n")).unwrap_or_default();
        let text = article.text.replace('\n', "\n\n");
        let head =
            if day.is_empty() { String::new() } else { format!("---\n{day}{outlet}---\n\n") };
        fs_err::write(files.join(format!("{}.md", article.name)), format!("{head}{text}\n"))
            .unwrap();
    }
    // The vectors of passages are of no use here, only the model itself later.
    let library = open(&folder.join("library"), None);
    library.import(&Intake::new(vec![files]), &Control::default(), &|_| {}).unwrap();
    drop(library);
    let library = open(&folder.join("library"), Some(()));
    library.load_model().unwrap();
    library
}
