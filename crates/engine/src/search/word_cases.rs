//! Words asked for in thirty languages: what is typed, a text, and which of the text's words
//! are marked, or that it must not be found (`word_cases.tsv`). All texts lie in one library.

use std::collections::HashMap;
use std::sync::Arc;

use parallax_types::{Block, BlockKind, Metadata, RawArticle, Receipt, Role, Source, Sourced};

use super::{Mark, Mode, SearchRequest};
use crate::{Access, FakeEmbedder, Library, ModelSource, Options};

/// In place of marked words: the text must not be found.
const NOT_FOUND: &str = "-";

struct Case {
    language: &'static str,
    query: &'static str,
    text: &'static str,
    /// With `|` between.
    marked: &'static str,
}

fn cases() -> Vec<Case> {
    let read = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [language, query, text, marked] = fields[..] else { panic!("{line}") };
        Case { language, query, text, marked }
    };
    include_str!("word_cases.tsv").lines().map(read).collect()
}

fn raw(case: &Case) -> RawArticle {
    RawArticle {
        metadata: Metadata {
            language: Some(Sourced::new(case.language.to_owned(), Source::Detected)),
            ..Metadata::default()
        },
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            role: Role::Body,
            text: case.text.to_owned(),
            page: None,
        }],
        tags: Vec::new(),
        receipt: Receipt::default(),
    }
}

/// What was marked in the text the case is about; `-` where it was not found.
fn found(library: &Library, case: &Case, path: &str) -> String {
    let request =
        SearchRequest { mode: Mode::Words, n_wanted: 500, ..SearchRequest::new(case.query) };
    let hits = library.search(&request).unwrap().hits;
    let Some(hit) = hits.into_iter().find(|hit| hit.article.path == path) else {
        return NOT_FOUND.to_owned();
    };
    let marked = hit.segments.into_iter().filter(|segment| segment.mark == Mark::Word);
    marked.map(|segment| segment.text).collect::<Vec<_>>().join("|")
}

#[test]
fn words_are_found_and_marked_in_every_language() {
    let dir = tempfile::tempdir().unwrap();
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let folder = dir.path().join("library");
    let library = Library::open(Options { folder, access: Access::Write, model, clock }).unwrap();
    let cases = cases();
    let mut paths: HashMap<&str, String> = HashMap::new();
    for case in &cases {
        let path = format!("/{}", paths.len());
        if let std::collections::hash_map::Entry::Vacant(new) = paths.entry(case.text) {
            library.put_raw(&path, raw(case)).unwrap();
            new.insert(path);
        }
    }
    let languages: std::collections::HashSet<&str> = cases.iter().map(|it| it.language).collect();
    assert!(cases.len() >= 120 && languages.len() >= 20);
    let mut wrong = Vec::new();
    for case in &cases {
        let found = found(&library, case, &paths[case.text]);
        if found != case.marked {
            wrong.push(format!(
                "{} {} in {}: {found}, not {}",
                case.language, case.query, case.text, case.marked
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
