//! What readers keep, against a real SQLite file. What it means is tested in the engine.

use parallax_types::{
    Anchor, ArticleId, BlockKind, Colour, Metadata, Quote, Receipt, Role, Source, Span,
};

use crate::tests::find;
use crate::{
    Access, Edit, Field, Filter, HighlightFilter, NewArticle, NewHighlight, NewPassage, Store,
    StoreError, StoredBlock, Value,
};

fn library() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    (dir, store)
}

fn article(path: &str, text: &str) -> NewArticle {
    let span = Span::new(0, text.len());
    NewArticle {
        path: path.to_owned(),
        part: 0,
        content_hash: [7; 32],
        metadata: Metadata::default(),
        title: "A thaw".to_owned(),
        title_source: Source::OpenGraph,
        context: String::new(),
        opening: String::new(),
        tags: Vec::new(),
        receipt: Receipt::default(),
        text: text.to_owned(),
        blocks: vec![StoredBlock {
            span,
            kind: BlockKind::Paragraph,
            role: Role::Body,
            key: None,
            page: None,
        }],
        passages: vec![NewPassage { span, input_hash: [u8::try_from(text.len()).unwrap(); 16] }],
        n_words_kept: 3,
        n_words_dropped: 0,
        pipeline: "p1".to_owned(),
        imported_at: "2031-01-05T00:00:00Z".to_owned(),
    }
}

fn highlight(store: &Store, id: ArticleId, span: Span, words: &str) {
    let quote = Quote { words: words.to_owned(), ..Quote::default() };
    let made_at = "2031-01-05T00:00:00Z".to_owned();
    let new =
        NewHighlight { article_id: id, span, quote, colour: Colour::Blue, note: None, made_at };
    store.add_highlight(&new).unwrap();
}

#[test]
fn a_new_version_takes_everything_over() {
    let (_dir, store) = library();
    let old = store.put_article(&article("/a", "the quay is quiet")).unwrap().id;
    store.tag(&[old], &["Port".to_owned()], &[]).unwrap();
    store.set_note(old, Some("hm")).unwrap();
    highlight(&store, old, Span::new(4, 8), "quay");
    highlight(&store, old, Span::new(12, 17), "quiet");
    let outlet = Edit { field: Field::Outlet, value: Value::Written(Some("The Quay".to_owned())) };
    store.edit(old, &[outlet]).unwrap();
    let new = store.put_article(&article("/a", "at noon the quay is loud")).unwrap();
    assert_eq!(new.replaced, Some(old));
    assert_eq!(store.tags_of(new.id).unwrap(), ["Port"]);
    assert_eq!(store.note(new.id).unwrap().as_deref(), Some("hm"));
    let anchors: Vec<Option<Anchor>> = store
        .highlights(&HighlightFilter::default())
        .unwrap()
        .into_iter()
        .map(|highlight| highlight.anchor)
        .collect();
    assert_eq!(anchors, [Some(Anchor { span: Span::new(12, 16), is_changed: false }), None]);
    let row = &store.articles(&Filter::default()).unwrap()[0];
    assert_eq!(row.metadata.outlet.as_ref().unwrap().value, "The Quay");
    assert_eq!(store.edited_fields(new.id).unwrap()[0].read, None);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_written_title_is_found_by_its_words() {
    let (_dir, store) = library();
    let id = store.put_article(&article("/a", "the quay is quiet")).unwrap().id;
    let title = Edit { field: Field::Title, value: Value::Written(Some("Xylophones".to_owned())) };
    let undo = store.edit(id, &[title]).unwrap();
    let found = |words: &str| find(&store, words, &Filter::default()).articles.len();
    assert_eq!((found("xylophones"), found("thaw"), found("quay")), (1, 0, 1));
    store.edit(id, &undo).unwrap();
    assert_eq!((found("xylophones"), found("thaw"), found("quay")), (0, 1, 1));
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_file_brings_its_tags_along_once() {
    let (_dir, store) = library();
    let tagged = |text: &str| NewArticle {
        tags: vec!["port".to_owned(), "Quay".to_owned()],
        ..article("/a", text)
    };
    let old = store.put_article(&tagged("the quay is quiet")).unwrap().id;
    assert_eq!(store.tags_of(old).unwrap(), ["port", "Quay"]);
    store.tag(&[old], &[], &["quay".to_owned()]).unwrap();
    let new = store.put_article(&tagged("the quay is loud now")).unwrap().id;
    assert_eq!(store.tags_of(new).unwrap(), ["port"], "what was taken off stays off");
}

#[test]
fn a_tag_keeps_its_first_spelling_and_refuses_unknown_articles() {
    let (_dir, store) = library();
    let a = store.put_article(&article("/a", "one")).unwrap().id;
    let b = store.put_article(&article("/b", "three")).unwrap().id;
    store.tag(&[a], &["Häfen".to_owned()], &[]).unwrap();
    store.tag(&[b], &["HÄFEN".to_owned()], &[]).unwrap();
    let tags = store.tags().unwrap();
    assert_eq!((tags.len(), tags[0].name.as_str(), tags[0].n_articles), (1, "Häfen", 2));
    let refused = store.tag(&[a, ArticleId(99)], &["x".to_owned()], &[]);
    assert!(matches!(refused, Err(StoreError::NoSuchArticle { .. })));
    assert_eq!(store.tags_of(a).unwrap(), ["Häfen"]);
}
