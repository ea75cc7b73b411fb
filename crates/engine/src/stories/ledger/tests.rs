//! Ledgers of small stories, with a real store; only the model is a fake.

use std::path::Path;
use std::sync::Arc;

use expect_test::{Expect, expect};
use parallax_types::ArticleId;

use super::{FactState, Ledger};
use crate::{
    Access, Control, FakeEmbedder, Filter, Intake, LedgerFormat, Library, ModelSource, Options,
};

fn library(folder: &Path, texts: &[&str]) -> (Library, Vec<ArticleId>) {
    let options = Options {
        folder: folder.join("library"),
        access: Access::Write,
        model: ModelSource::Loaded(Arc::new(FakeEmbedder::default())),
        clock: || jiff::Timestamp::UNIX_EPOCH,
    };
    let library = Library::open(options).unwrap();
    for (at, text) in texts.iter().enumerate() {
        let path = folder.join(format!("{at}.md"));
        fs_err::write(&path, text).unwrap();
        library.import(&Intake::new(vec![path]), &Control::default(), &|_| {}).unwrap();
    }
    let mut ids: Vec<ArticleId> =
        library.articles(&Filter::default()).unwrap().into_iter().map(|row| row.id).collect();
    ids.sort_unstable();
    (library, ids)
}

fn shown(ledger: &Ledger) -> String {
    let rows = ledger.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| {
            format!("{}{}: {}", cell.origin, "'".repeat(cell.group), cell.value_text())
        });
        let reason = row.reason.map_or(String::new(), |reason| format!(" ({})", reason.as_str()));
        let subject =
            if row.subject.is_empty() { String::new() } else { format!(" [{}]", row.subject) };
        format!(
            "{} {}{reason}{subject}: {}",
            row.state.as_str(),
            row.kind.as_str(),
            cells.collect::<Vec<_>>().join(" | ")
        )
    });
    rows.collect::<Vec<_>>().join("\n")
}

fn check(texts: &[&str], expected: &Expect) {
    let folder = tempfile::tempdir().unwrap();
    let (library, ids) = library(folder.path(), texts);
    expected.assert_eq(&shown(&library.ledger_of(&ids).unwrap()));
}

const FIRST: &str = "Ferry sinks off Ostrey\n\nThe ferry Marta sank off Ostrey on Monday and at least 12 people were \
    killed, the harbour board said. Rescuers searched the cold water until nightfall with lamps and dogs.\n\n\
    The board must pay the owners of the ferry 1.2 million crowns in damages. The wreck lies 5 km from the western \
    quay of the harbour.\n\n\"We will restore the line to Norden,\" said Ingrid Vassmo, the head of the board.\n";

const SECOND: &str = "Twelve die as ferry goes down\n\nAt least 12 people were killed when the ferry Marta sank off \
    Ostrey on Tuesday. Divers are to go down in the morning if the wind allows it.\n\nThe board may pay the \
    owners of the ferry 1.4 million crowns in damages. From the western quay of the harbour the wreck lies 3.1 miles \
    out.\n\n\"We will build the line to Norden,\" Ingrid Vassmo said in the evening.\n";

#[test]
fn what_two_origins_tell_agrees_or_differs() {
    check(
        &[FIRST, SECOND],
        &expect![[r"
        differ quotation [Ingrid Vassmo]: 0: We will restore the line to Norden | 1': We will build the line to Norden
        differ count [crowns]: 0: 1.2 million | 1': 1.4 million
        agree count [people were killed]: 0: 12 | 1: 12
        agree measure: 0: 5 km | 1: 3.1 miles"]],
    );
}

const MONDAY: &str = "---\ndate: 2031-03-03\nsite: Coast Herald\n---\n\n# Fire at night\n\nThe fire on the western quay of Ostrey has injured 12 people so far, firemen said.\n\n\
    The board of the harbour owns 40 cranes on the western quay of Ostrey. Nobody knows how the fire began, \
    and the mayor was away on holiday when it did.\n";

const LATER: &str = "---\ndate: 2031-03-05\nsite: Coast Herald\n---\n\n# After the fire\n\nWork in the port goes on again this week.\n\n\
    The board of the harbour owns 44 cranes on the western quay of Ostrey. The first ship since the fire is due \
    at noon, and crews wait for it in the rain.\n";

const ELSEWHERE: &str = "---\ndate: 2031-03-06\nsite: The Quay\n---\n\n# Three nights\n\nThe fire on the western quay of Ostrey has injured 19 people, firemen said.\n\n\
    Divers, firemen and two tugs were at it for three nights before anybody slept, and the smoke could be \
    seen from Norden.\n";

#[test]
fn what_an_outlet_corrects_is_revised_and_what_grows_is_not_comparable() {
    let folder = tempfile::tempdir().unwrap();
    let (library, ids) = library(folder.path(), &[MONDAY, LATER, ELSEWHERE]);
    let ledger = library.ledger_of(&ids).unwrap();
    let state_of = |value: &str| {
        let says =
            |row: &&super::LedgerRow| row.cells.iter().any(|cell| cell.value_text() == value);
        ledger.rows.iter().find(says).map(|row| row.state)
    };
    assert_eq!(state_of("44"), Some(FactState::Revised), "{}", shown(&ledger));
    assert_eq!(state_of("19"), Some(FactState::NotComparable), "{}", shown(&ledger));
    assert_eq!(super::FactState::named("revised"), Some(FactState::Revised));
}

#[test]
fn a_ledger_is_written_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let (library, ids) = library(folder.path(), &[FIRST, SECOND]);
    let ledger = library.ledger_of(&ids).unwrap();
    let csv = ledger.to_text(LedgerFormat::Csv);
    let n_cells: usize = ledger.rows.iter().map(|row| row.cells.len()).sum();
    assert_eq!(csv.lines().count(), 1 + n_cells);
    assert!(csv.contains("differ,,count,crowns,1,a,1.2 million,"), "{csv}");
    let markdown = ledger.to_text(LedgerFormat::Markdown);
    assert!(markdown.contains("## differ: count, crowns"), "{markdown}");
    assert!(markdown.contains("- **1\\.4 million** “"), "{markdown}");
}

#[test]
fn copies_are_one_origin() {
    let copy = format!("{FIRST}\nSubscribe to our newsletter for more of this.\n");
    let folder = tempfile::tempdir().unwrap();
    let (library, ids) = library(folder.path(), &[FIRST, &copy]);
    let ledger = library.ledger_of(&ids).unwrap();
    assert_eq!(ledger.origins.len(), 1);
    assert!(!ledger.rows.is_empty());
    assert!(ledger.rows.iter().all(|row| row.state == FactState::OneOrigin), "{}", shown(&ledger));
    assert!(ledger.rows.iter().all(|row| row.cells.len() == 1 && row.cells[0].n_articles == 2));
}

#[test]
fn an_empty_story_has_an_empty_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let (library, _) = library(folder.path(), &[]);
    assert!(library.ledger_of(&[]).unwrap().rows.is_empty());
    assert!(library.ledger(ArticleId(7)).is_err());
}

fn dated(outlet: &str, date: &str, body: &str) -> String {
    format!("---\nsite: {outlet}\ndate: {date}\n---\n\n# Ferry line of {outlet}\n\n{body}\n")
}

const PIER: &str =
    "Engineers found cracks in the concrete of the northern pier during the winter inspection.";
const PIER_REWORDED: &str =
    "During the winter inspection cracks in the northern pier's concrete were found by engineers.";
const OWN: &str =
    "Passengers with monthly cards get their money back until the end of April at any kiosk.";

/// What is left out by an article of `date` whose two neighbours tell of the pier.
fn left_out(date: &str, own: &str) -> super::LeftOut {
    let one = dated(
        "Coast Herald",
        "2031-03-03",
        &format!(
            "The ferry Marta is in dock until summer. {PIER} The mayor was on holiday and did not answer."
        ),
    );
    let other = dated(
        "The Quay",
        "2031-03-04",
        &format!(
            "Nobody in Norden takes the bus with pleasure, and now everybody must. {PIER_REWORDED}"
        ),
    );
    let own = dated("Marsh Post", date, own);
    let folder = tempfile::tempdir().unwrap();
    let (library, ids) = library(folder.path(), &[&one, &other, &own]);
    library.left_out_among(ids[2], &ids).unwrap()
}

#[test]
fn what_two_origins_told_before_is_left_out_and_what_only_one_has_is_its_own() {
    let found = left_out("2031-03-05", OWN);
    let facts: Vec<&str> = found.facts.iter().map(|fact| fact.tellings[0].text.as_str()).collect();
    assert_eq!(facts, [PIER]);
    assert_eq!((found.has_date, found.facts[0].n_origins), (true, 2));
    let alone: Vec<&str> = found.only_here.iter().map(|at| at.text.as_str()).collect();
    assert_eq!(alone, [OWN]);
}

#[test]
fn what_was_told_later_or_stands_in_other_words_is_not_left_out() {
    assert!(left_out("2031-03-03", OWN).facts.is_empty());
    assert!(left_out("2031-03-05", PIER_REWORDED).facts.is_empty());
    let split = "The northern pier was looked at in the winter inspection. The engineers found \
                 that its concrete has cracks, and nobody was surprised in the least.";
    assert!(left_out("2031-03-05", split).facts.is_empty());
}

#[test]
fn an_article_without_a_date_leaves_nothing_out() {
    let found = left_out("", OWN);
    assert!(!found.has_date && found.facts.is_empty());
}
