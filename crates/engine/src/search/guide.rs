//! The worked examples of the guide's page on searching, each tried.

use std::collections::BTreeSet;
use std::sync::Arc;

use parallax_types::{
    Block, BlockKind, IsoDate, Metadata, RawArticle, Receipt, Role, Source, Sourced,
};

use super::{Mode, SearchRequest};
use crate::{Access, FakeEmbedder, Library, ModelSource, Options};

const GUIDE: &str = include_str!("../../../../docs/guide/searching.md");

/// Name, headline, outlet, day, text.
const ARTICLES: [(&str, &str, &str, &str, &str); 6] = [
    (
        "strike",
        "The harbour strike",
        "The Quay",
        "2031-01-05",
        "Some 1,200 dockers went on strike. The cranes stood idle, said O’Brien, and the idle cranes cost \
         the union its old ties with the board.",
    ),
    (
        "ferry",
        "A new timetable",
        "The Quay",
        "2031-02-01",
        "The ferry leaves the harbour at six. The mayor has signed the timetable.",
    ),
    (
        "envoy",
        "Talks resume",
        "Gazette",
        "2030-05-05",
        "The U.S. envoy met the head of the mission.",
    ),
    (
        "budget",
        "What the town spends",
        "Gazette",
        "2029-11-30",
        "The co-operative repairs the harbour wall.\n\nThe mayor wants a bridge. It is dear.",
    ),
    ("chess", "A long endgame", "Rook and Pawn", "2030-07-01", "The mayor watched the endgame."),
    ("dredger", "At the docks", "Gazette", "2030-08-02", "A dredger deepens the harbour."),
];

fn article((_, title, outlet, day, text): (&str, &str, &str, &str, &str)) -> RawArticle {
    let sourced = |value: &str| Some(Sourced::new(value.to_owned(), Source::Markup));
    RawArticle {
        metadata: Metadata {
            title: sourced(title),
            outlet: sourced(outlet),
            published: IsoDate::new(day).map(|day| Sourced::new(day, Source::Markup)),
            ..Metadata::default()
        },
        blocks: text
            .split("\n\n")
            .map(|text| Block {
                kind: BlockKind::Paragraph,
                role: Role::Body,
                text: text.to_owned(),
                page: None,
            })
            .collect(),
        tags: Vec::new(),
        receipt: Receipt::default(),
    }
}

#[test]
fn the_examples_of_the_guide_find_what_it_says() {
    let dir = tempfile::tempdir().unwrap();
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let folder = dir.path().join("library");
    let library = Library::open(Options { folder, access: Access::Write, model, clock }).unwrap();
    for it in ARTICLES {
        library.put_raw(it.0, article(it)).unwrap();
    }
    let examples = GUIDE.split_once("<!-- examples -->").unwrap().1;
    let rows: Vec<(&str, &str)> = examples
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "))
        .collect();
    assert_eq!(rows.len(), 30);
    for (typed, said) in rows {
        let request = SearchRequest { mode: Mode::Words, ..SearchRequest::new(typed) };
        let result = library.search(&request).unwrap();
        let found: BTreeSet<&str> =
            result.hits.iter().map(|hit| hit.article.path.as_str()).collect();
        let expected: BTreeSet<&str> = said.split(", ").filter(|it| *it != "nothing").collect();
        assert_eq!(found, expected, "{typed}");
        let printed = result.query.printed();
        assert_eq!(crate::Query::parse(&printed).printed(), printed, "{typed}");
    }
}
