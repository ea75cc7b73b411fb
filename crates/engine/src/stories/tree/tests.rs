//! Trees of small stories, with a real store; only the model is a fake.

use std::path::Path;
use std::sync::Arc;

use parallax_types::ArticleId;

use super::{LinkBasis, OriginTree, Teller};
use crate::stories::origins::Origins;
use crate::{
    Access, Control, FakeEmbedder, Filter, Intake, Library, ModelSource, Options, QuoteScope,
};

fn library(folder: &Path, texts: &[String]) -> (Library, Vec<ArticleId>) {
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
    library.update_stories(&Control::default()).unwrap();
    let mut ids: Vec<ArticleId> =
        library.articles(&Filter::default()).unwrap().into_iter().map(|row| row.id).collect();
    ids.sort_unstable();
    (library, ids)
}

fn origins(texts: &[String]) -> (Origins, Vec<ArticleId>) {
    let folder = tempfile::tempdir().unwrap();
    let (library, ids) = library(folder.path(), texts);
    (library.origins(&ids).unwrap(), ids)
}

/// A line a node: articles by number from 0, what says so, and its words.
fn shown(tree: &OriginTree, ids: &[ArticleId]) -> String {
    let lines = tree.nodes.iter().map(|node| {
        let name = match &node.teller {
            Teller::Article(id) => ids.iter().position(|own| own == id).unwrap().to_string(),
            Teller::Named(name) => name.clone(),
        };
        let link = node.from.as_ref().map_or(String::new(), |(_, link)| {
            let words = link.credit.as_ref().map_or("guessed", |(_, words)| words.as_str());
            format!(" ({}: {words})", link.basis.as_str())
        });
        format!("{}{name}{link}", "  ".repeat(node.depth))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn article(outlet: &str, date: &str, body: &str) -> String {
    format!(
        "---\nsite: {outlet}\ndate: {date}\n---\n\n# The board and the union of {outlet}\n\n{body}\n"
    )
}

const WIRE: &str = "The Norden Harbour Board wants to restore its links with the union of the dockers, its head \
    said on Monday after a year of idle cranes. Nobody in the town hall had expected the change of tone. The mayor \
    was away on holiday when the letter arrived at noon, and his deputy did not answer calls before night fell.";

#[test]
fn a_told_medium_stands_above_those_it_was_told() {
    let quay = article(
        "The Quay",
        "2031-01-05",
        "“We want our old ties with the dockers back,” Ana Reuel told Norden Wire. In the market hall \
         people shrugged and went on selling herring as they had done in all the years of the strike.",
    );
    let post = article(
        "Marsh Post",
        "2031-01-06",
        "Sources at the port say that the talks will be long. As Norden Wire reported, the head of the \
         labour office wants peace; her own staff were told of it over breakfast and had questions.",
    );
    let (origins, ids) = origins(&[quay, article("Norden Wire", "2031-01-04", WIRE), post]);
    assert_eq!(
        shown(&origins.tree, &ids),
        "1\n  0 (told: told Norden Wire)\n  2 (cited: Norden Wire reported)"
    );
    let first = origins.first.unwrap();
    assert_eq!((first.article_id, first.date.as_str()), (ids[1], "2031-01-04"));
    assert!(first.or.is_empty());
    assert_eq!(origins.n_origins, 3);
}

#[test]
fn a_wire_without_an_article_here_is_a_teller_of_its_own() {
    let one = article("Coast Herald", "2031-01-05", &format!("NORDEN, May 4. /TASS/. {WIRE}"));
    let other = article(
        "The Quay",
        "2031-01-05",
        "NORDEN (TASS) — Dockers on the eastern piers say that they have not been asked about anything. They \
         meet on Friday in the old customs house to hear what their secretary has to say of the offer.",
    );
    let (origins, ids) = origins(&[one, other]);
    assert_eq!(shown(&origins.tree, &ids), "TASS\n  0 (wire: TASS)\n  1 (wire: TASS)");
    assert_eq!(origins.n_origins, 1);
    assert_eq!(origins.first.unwrap().or, [ids[1]]);
}

#[test]
fn copies_and_rewritten_texts_hang_from_the_earliest() {
    let copy = article("Inland Gazette", "2031-01-06", WIRE);
    let rewritten = WIRE
        .replace("wants to restore its links", "would like to mend its ties")
        .replace("its head said on Monday", "according to its head")
        .replace("Nobody in the town hall", "No one at the town hall")
        .replace("was away on holiday when", "had left for the coast before");
    let rewritten = article("Marsh Post", "2031-01-05", &rewritten);
    let (origins, ids) = origins(&[copy, rewritten, article("Norden Wire", "2031-01-04", WIRE)]);
    let basis: Vec<LinkBasis> = origins
        .tree
        .nodes
        .iter()
        .filter_map(|node| node.from.as_ref().map(|(_, link)| link.basis))
        .collect();
    assert_eq!(origins.tree.nodes[0].teller, Teller::Article(ids[2]));
    assert!(basis.contains(&LinkBasis::Copy), "{}", shown(&origins.tree, &ids));
    assert!(basis.iter().all(|basis| matches!(basis, LinkBasis::Copy | LinkBasis::Wording)));
    assert_eq!(origins.n_origins, 1);
}

#[test]
fn articles_that_cite_each_other_make_no_circle() {
    let one = article(
        "Coast Herald",
        "2031-01-05",
        "The board is to meet again, The Quay Post reported. Nothing else is known of what it has in mind.",
    );
    let other = article(
        "The Quay Post",
        "2031-01-05",
        "Letters were sent to every crane driver, Coast Herald reported. Drivers had none by Friday night.",
    );
    let (origins, ids) = origins(&[one, other]);
    let n_linked = origins.tree.nodes.iter().filter(|node| node.from.is_some()).count();
    assert_eq!((origins.tree.nodes.len(), n_linked), (2, 1), "{}", shown(&origins.tree, &ids));
    assert_eq!(origins.n_origins, 2);
}

#[test]
fn a_quotation_has_its_first_telling_and_who_was_told() {
    let words = "We want our old ties with the dockers back before the summer";
    let later =
        article("The Quay", "2031-01-05", &format!("“{words},” Ana Reuel told Norden Wire."));
    let first = article("Marsh Post", "2031-01-04", &format!("“{words},” said Ana Reuel."));
    let folder = tempfile::tempdir().unwrap();
    let (library, ids) = library(folder.path(), &[later, first]);
    let families = library.quotes(&QuoteScope::All).unwrap();
    let family = families.iter().find(|family| family.n_articles() == 2).unwrap();
    assert_eq!(family.first.as_ref().unwrap().article_id, ids[1]);
    assert_eq!(family.told_to.as_deref(), Some("Norden Wire"));
}
