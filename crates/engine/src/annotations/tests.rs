//! What readers make of a library, through the façade, with real files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parallax_types::{ArticleId, Colour, Span};

use crate::{
    Access, Control, Edit, FakeEmbedder, Field, Filter, HighlightFilter, Intake, Library,
    ModelSource, Options, SearchRequest, Source, Value,
};

const HARBOUR: &str = "Board wants its ties back\n\nThe harbour board said on Saturday that it wants to restore \
    its ties with the dockers' union after a year of idle cranes. The union has twelve hundred members on the \
    western quays. Nobody expected the change of tone.\n";

fn library() -> (tempfile::TempDir, Library, ArticleId) {
    let dir = tempfile::tempdir().unwrap();
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let folder = dir.path().join("library");
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let library = Library::open(Options { folder, access: Access::Write, model, clock }).unwrap();
    let id = import(&library, write(dir.path(), HARBOUR));
    (dir, library, id)
}

fn write(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("harbour.txt");
    fs_err::write(&path, text).unwrap();
    path
}

fn import(library: &Library, path: PathBuf) -> ArticleId {
    let intake = Intake::new(vec![path]);
    let report = library.import(&intake, &Control::default(), &|_| {}).unwrap();
    report.imported[0].id
}

fn span_of(library: &Library, id: ArticleId, words: &str) -> Span {
    let start = library.article(id).unwrap().text.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn names(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|tag| (*tag).to_owned()).collect()
}

#[test]
fn tags_filter_and_can_be_undone() {
    let (_dir, library, id) = library();
    let change = library.tag(&[id], &names(&["  Häfen ", "#to,  read", "\""]), &[]).unwrap();
    assert_eq!(library.tags_of(id).unwrap(), ["Häfen", "to read"]);
    for (query, n) in
        [("tag:häfen", 1), ("tag:\"TO READ\"", 1), ("tag:read", 0), ("cranes tag:häfen", 1)]
    {
        let filter = crate::Query::parse(query).filter;
        assert_eq!(library.articles(&filter).unwrap().len(), n, "{query}");
    }
    assert_eq!(library.search(&SearchRequest::new("cranes tag:häfen")).unwrap().hits.len(), 1);
    assert_eq!(library.search(&SearchRequest::new("cranes tag:none")).unwrap().hits.len(), 0);
    library.undo(change).unwrap();
    assert_eq!(library.tags().unwrap(), []);
    assert_eq!(library.undo(change).unwrap_err().code(), "nothing_to_undo");
}

#[test]
fn everything_survives_a_new_version_of_the_file() {
    let (dir, library, id) = library();
    library.tag(&[id], &names(&["port"]), &[]).unwrap();
    library.set_note(id, "check the number").unwrap();
    let outlet = Edit { field: Field::Outlet, value: Value::Written(Some("The Quay".into())) };
    library.edit(id, &[outlet]).unwrap();
    for words in ["idle cranes", "twelve hundred members on the western quays", "Nobody expected"] {
        let span = span_of(&library, id, words);
        library.add_highlight(id, span, Colour::Blue, Some("why?")).unwrap();
    }
    let anew = HARBOUR
        .replace("The harbour", "On a new first line.\n\nThe harbour")
        .replace("twelve hundred", "fourteen hundred")
        .replace("Nobody expected the change of tone.", "Quiet.");
    let new = import(&library, write(dir.path(), &anew));
    assert_ne!(new, id);
    let kept = library.kept(new).unwrap();
    assert_eq!((kept.tags, kept.note.as_deref()), (names(&["port"]), Some("check the number")));
    let text = library.article(new).unwrap().text;
    let places: Vec<Option<(&str, bool)>> = kept
        .highlights
        .iter()
        .map(|highlight| highlight.anchor.map(|a| (a.span.of(&text), a.is_changed)))
        .collect();
    let changed = "fourteen hundred members on the western quays";
    assert_eq!(places, [Some(("idle cranes", false)), Some((changed, true)), None]);
    assert_eq!(kept.highlights[2].words, "Nobody expected");
    let row = &library.articles(&Filter::default()).unwrap()[0];
    assert_eq!(row.metadata.outlet.as_ref().unwrap().value, "The Quay");
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn removal_and_its_undoing_bring_all_back() {
    let (_dir, library, id) = library();
    library.tag(&[id], &names(&["port"]), &[]).unwrap();
    library.add_highlight(id, span_of(&library, id, "cranes"), Colour::Pink, None).unwrap();
    library.remove(&[id]).unwrap();
    assert_eq!(library.highlights(&HighlightFilter::default()).unwrap(), []);
    assert_eq!(library.tags().unwrap(), []);
    library.undo_last().unwrap();
    let kept = library.kept(id).unwrap();
    assert_eq!((kept.tags.len(), kept.highlights.len()), (1, 1));
}

#[test]
fn edits_are_by_you_and_what_was_read_comes_back() {
    let (_dir, library, id) = library();
    let read = library.kept(id).unwrap().fields;
    let written = |field, text: &str| Edit { field, value: Value::Written(Some(text.to_owned())) };
    let edits = [
        written(Field::Title, "  Xylophones\nat the harbour "),
        written(Field::Authors, "A. Reuel\n\n B. Osei"),
        written(Field::Published, "2031-01-04"),
    ];
    let change = library.edit(id, &edits).unwrap();
    let row = library.article(id).unwrap().row;
    assert_eq!(
        (row.title.as_str(), row.title_source),
        ("Xylophones at the harbour", Source::Reader)
    );
    assert_eq!(row.metadata.authors.unwrap().value, ["A. Reuel", "B. Osei"]);
    assert_eq!(row.metadata.published.unwrap().source, Source::Reader);
    let after = Filter { after: Some("2031-01-01".to_owned()), ..Filter::default() };
    assert_eq!(library.articles(&after).unwrap().len(), 1);

    library.undo(change).unwrap();
    assert_eq!(library.kept(id).unwrap().fields, read);
    library.edit(id, &edits).unwrap();
    let as_read = Field::ALL.map(|field| Edit { field, value: Value::AsRead });
    library.edit(id, &as_read).unwrap();
    assert_eq!(library.kept(id).unwrap().fields, read);
    for bad in [written(Field::Title, " "), written(Field::Published, "last week")] {
        assert_eq!(library.edit(id, &[bad]).unwrap_err().code(), "bad_field");
    }
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn highlights_are_painted_cited_and_undone() {
    let (_dir, library, id) = library();
    let span = span_of(&library, id, " idle cranes. ");
    let (highlight, made) = library.add_highlight(id, span, Colour::Green, None).unwrap();
    let (_, blocks) = library.read(id, None, None).unwrap();
    let painted: String = blocks
        .iter()
        .flat_map(|block| &block.pieces)
        .filter(|piece| piece.highlight == Some((highlight, Colour::Green)))
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(painted, "idle cranes.");
    let part = span_of(&library, id, "dle cran");
    let (again, recoloured) = library.add_highlight(id, part, Colour::Blue, None).unwrap();
    assert_ne!(again, highlight, "a part is another highlight");
    library.undo(recoloured).unwrap();
    let same = Span::new(span.start, span.end - 1);
    let (again, recoloured) = library.add_highlight(id, same, Colour::Blue, None).unwrap();
    assert_eq!((again, library.kept(id).unwrap().highlights.len()), (highlight, 1));
    library.undo(recoloured).unwrap();
    let changed = library.change_highlight(highlight, Colour::Pink, Some("hm")).unwrap();
    library.undo(changed).unwrap();
    assert_eq!(library.kept(id).unwrap().highlights[0].colour, Colour::Green);
    let removed = library.remove_highlight(highlight).unwrap();
    library.undo(removed).unwrap();
    library.undo(made).unwrap();
    assert_eq!(library.kept(id).unwrap().highlights, []);

    let citation = library.cite(id, span).unwrap();
    assert!(
        citation.text.starts_with("“idle cranes.”\n— “Board wants its ties back”"),
        "{citation:?}"
    );
    let cut = library.cite(id, span_of(&library, id, "dle cran")).unwrap();
    assert_eq!((cut.words.as_str(), cut.paragraph, cut.page), ("idle cranes", Some(1), None));
    let row = library.article(id).unwrap().row;
    let paged = crate::cite(&row, "idle cranes", Some(12), Some(1));
    assert!(paged.contains(", page 12, paragraph 1."), "{paged}");
    assert_eq!(library.cite(id, Span::new(0, 0)).unwrap_err().code(), "nothing_selected");
}

#[test]
fn searches_are_saved_remembered_and_forgotten() {
    let (_dir, library, _) = library();
    let (id, saved) = library.save_search("", " idle cranes ").unwrap();
    library.save_search("Cranes", "idle cranes").unwrap();
    let found = library.saved_searches().unwrap();
    assert_eq!((found.len(), found[0].id, found[0].name.as_str()), (1, id, "Cranes"));
    let removed = library.remove_saved_search(id).unwrap();
    library.undo(removed).unwrap();
    assert_eq!(library.saved_searches().unwrap(), found);
    library.undo(saved).unwrap();
    assert_eq!(library.saved_searches().unwrap(), []);

    for n in 0..60 {
        library.remember_search(&format!("search {n}")).unwrap();
    }
    assert_eq!(library.asked_searches().unwrap().len(), 50);
    let forgotten = library.forget_searches(None).unwrap();
    assert_eq!(library.asked_searches().unwrap(), []);
    library.undo(forgotten).unwrap();
    assert_eq!(library.asked_searches().unwrap().len(), 50);
}
