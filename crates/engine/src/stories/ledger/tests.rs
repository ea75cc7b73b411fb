//! Ledgers of small stories, with a real store; only the model is a fake.

use std::path::Path;
use std::sync::Arc;

use expect_test::{Expect, expect};
use parallax_types::ArticleId;

use super::{FactState, Ledger};
use crate::{Access, Control, FakeEmbedder, Filter, Intake, Library, ModelSource, Options};

fn library(folder: &Path, texts: &[&str]) -> (Library, Vec<ArticleId>) {
    let options = Options {
        folder: folder.join("library"),
        access: Access::Write,
        model: ModelSource::Loaded(Arc::new(FakeEmbedder::default())),
        clock: || jiff::Timestamp::UNIX_EPOCH,
    };
    let library = Library::open(options).unwrap();
    for (at, text) in texts.iter().enumerate() {
        let path = folder.join(format!("{at}.txt"));
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

fn check(texts: &[&str], expected: Expect) {
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
        expect![[r#"
        differ quotation [Ingrid Vassmo]: 0: We will restore the line to Norden | 1': We will build the line to Norden
        differ count [crowns damages]: 0: 1.2 million | 1': 1.4 million
        differ modality: 0: must | 1': may
        agree count [people were killed]: 0: 12 | 1: 12
        agree measure: 0: 5 km | 1: 3.1 miles"#]],
    );
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
