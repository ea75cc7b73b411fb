//! Texts that are replaced come back, whatever became of their article.

use parallax_types::{Anchor, Quote, Sourced, Span};

use super::*;
use crate::tests::{article, library};
use crate::{Access, Field, NewArticle, Purge, RemovedBy, Written};

/// Takes for the same what has the same first word; later is what was captured later.
struct ByFirstWord<'a>(&'a NewArticle);

impl Judge for ByFirstWord<'_> {
    fn max_days(&self) -> u32 {
        2
    }

    fn addresses(&self) -> Vec<String> {
        self.0.metadata.canonical_url.iter().map(|url| url.value.clone()).collect()
    }

    fn promise(&self, _: &str, _: &str) -> Option<f32> {
        Some(1.0)
    }

    fn meeting(&self, stored: &StoredArticle, _: MetBy) -> Meeting {
        let new = self.0;
        let first = |text: &str| text.split(' ').next().map(str::to_owned);
        if first(&stored.text) != first(&new.text) {
            Meeting::Other
        } else if stored.row.receipt.captured > new.receipt.captured {
            Meeting::Later
        } else {
            Meeting::Earlier
        }
    }
}

fn put(store: &Store, article: &NewArticle) -> Written {
    let place = |quote: &Quote, text: &str| {
        let start = text.find(&quote.words)?;
        Some(Anchor { span: Span::new(start, start + quote.words.len()), is_changed: false })
    };
    store.write_articles(|batch| batch.put(article, &place, &ByFirstWord(article))).unwrap()
}

/// A file that changed, for others' tests.
pub(crate) fn put_twice(store: &Store, path: &str) -> ArticleId {
    put(store, &file(path, "Wheat came in May."));
    put(store, &file(path, "Wheat came in June.")).id
}

/// A file whose bytes are its text.
fn file(path: &str, text: &str) -> NewArticle {
    let mut new = article(path, text);
    new.content_hash = *blake3::hash(text.as_bytes()).as_bytes();
    new
}

fn captured(mut new: NewArticle, day: u32) -> NewArticle {
    new.receipt.captured = IsoDate::new(&format!("2031-01-{day:02}T00:00:00Z"));
    new
}

/// The texts of an article, the newest first.
fn texts_of(store: &Store, id: ArticleId) -> Vec<String> {
    let newest = store.article(id).unwrap();
    assert_eq!(newest.row.n_versions, store.versions(id).unwrap().len() + 1);
    let earlier = store.versions(id).unwrap().into_iter();
    let earlier = earlier.map(|version| store.version(version.id).unwrap().text);
    [newest.text].into_iter().chain(earlier).collect()
}

#[test]
fn every_text_of_a_file_that_changes_is_kept() {
    let (dir, store) = library();
    let texts: Vec<String> =
        (0..40).map(|n| format!("Dockers {n} {}", "met the board. ".repeat(n % 7))).collect();
    for text in &texts {
        put(&store, &file("/a", text));
    }
    let id = put(&store, &file("/a", &texts[39])).id;
    let newest_first: Vec<String> = texts.iter().rev().cloned().collect();
    assert_eq!(texts_of(&store, id), newest_first);
    assert_eq!(store.verify().unwrap(), []);
    drop(store);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(texts_of(&store, id), newest_first);
}

#[test]
fn an_earlier_version_is_the_article_it_was() {
    let (_dir, store) = library();
    let first = file("/a", "Dockers met.");
    let id = put(&store, &first).id;
    let words = crate::Value::Written(Some("My title".to_owned()));
    store.edit(id, &[crate::Edit { field: Field::Title, value: words }]).unwrap();
    let mut second = file("/a", "Dockers met again.");
    second.title = "Another title".to_owned();
    let id = put(&store, &second).id;
    assert_eq!(store.article(id).unwrap().row.title, "My title");
    let version = store.version(store.versions(id).unwrap()[0].id).unwrap();
    assert_eq!((version.row.id, version.text.as_str()), (id, "Dockers met."));
    assert_eq!(version.row.title, first.title, "what the file said, not what the reader wrote");
    assert_eq!(version.row.content_hash, first.content_hash);
    assert_eq!(version.row.receipt.captured, first.receipt.captured);
    assert_eq!(version.blocks[0].page, first.blocks[0].page);
    let authors = |metadata: &parallax_types::Metadata| metadata.authors.clone().unwrap().value;
    assert_eq!(authors(&version.row.metadata), authors(&first.metadata));
}

#[test]
fn the_same_bytes_and_another_article_make_no_version() {
    let (_dir, store) = library();
    put(&store, &file("/a", "Dockers met."));
    let mut again = file("/a", "Dockers met, read better.");
    again.content_hash = file("/a", "Dockers met.").content_hash;
    let id = put(&store, &again).id;
    assert_eq!(texts_of(&store, id), ["Dockers met, read better."]);
    let id = put(&store, &file("/a", "Wheat is dear.")).id;
    assert_eq!(texts_of(&store, id), ["Wheat is dear."]);
}

/// The bytes are read in another way by a newer program; what was stored as a difference from
/// the text they gave before must not be lost with it.
#[test]
fn earlier_texts_outlive_the_text_they_were_told_from() {
    let (_dir, store) = library();
    put(&store, &file("/a", "Dockers met on Monday."));
    let second = file("/a", "Dockers met on Tuesday.");
    put(&store, &second);
    let mut again = file("/a", "Dockers and others, wholly otherwise");
    again.content_hash = second.content_hash;
    let id = put(&store, &again).id;
    let expected = ["Dockers and others, wholly otherwise", "Dockers met on Monday."];
    assert_eq!(texts_of(&store, id), expected);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn captures_in_several_files_become_one_article() {
    let (_dir, store) = library();
    let a = put(&store, &captured(file("/a", "Dockers met in May."), 3)).id;
    let other = put(&store, &captured(file("/other", "Wheat is dear."), 3)).id;
    store.tag(&[a], &["port".to_owned()], &[]).unwrap();
    store.set_note(a, Some("first")).unwrap();
    let late = captured(file("/c", "Dockers met in April."), 1);
    let written = put(&store, &late);
    assert!(written.is_earlier && written.id == a);
    assert!(put(&store, &late).is_earlier, "it is known");
    let written = put(&store, &captured(file("/b", "Dockers met in June."), 9));
    assert_eq!((written.superseded.as_slice(), written.is_earlier), ([a].as_slice(), false));
    let id = written.id;
    assert!(store.article(a).is_err() && store.article(other).is_ok());
    let mut texts = texts_of(&store, id);
    texts.sort_unstable();
    assert_eq!(texts, ["Dockers met in April.", "Dockers met in June.", "Dockers met in May."]);
    assert_eq!(store.note(id).unwrap().as_deref(), Some("first"));
    assert_eq!(store.tags().unwrap()[0].n_articles, 1);
    for path in ["/a", "/b", "/c"] {
        let known = store.at_path(path).unwrap();
        assert_eq!(known.len(), 1, "{path}");
        assert_eq!(known[0].id, id, "{path}");
    }
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn notes_and_tags_of_articles_that_are_one_are_joined() {
    let (_dir, store) = library();
    for (path, day) in [("/a", 3), ("/b", 4)] {
        // Neither is known as the other's: the judge is not asked here.
        let id = store.put_article(&captured(file(path, &format!("Dockers {path}")), day)).unwrap();
        store.tag(&[id.id], &["port".to_owned(), path.to_owned()], &[]).unwrap();
        store.set_note(id.id, Some(path)).unwrap();
    }
    let written = put(&store, &captured(file("/c", "Dockers at last"), 5));
    assert_eq!(written.superseded.len(), 2);
    assert_eq!(store.note(written.id).unwrap().as_deref(), Some("/a\n\n/b"));
    let tags: Vec<_> = store.tags().unwrap().into_iter().map(|tag| tag.name).collect();
    assert_eq!(tags, ["/a", "/b", "port"]);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn the_bin_takes_versions_along() {
    let (_dir, store) = library();
    put(&store, &captured(file("/a", "Dockers met in May."), 3));
    let id = put(&store, &captured(file("/b", "Dockers met in June."), 9)).id;
    store.remove(&[id], RemovedBy::Reader, "2031-02-01").unwrap();
    for text in ["Dockers met in May.", "Dockers met in June."] {
        assert!(store.is_declined(blake3::hash(text.as_bytes()).as_bytes()).unwrap(), "{text}");
    }
    assert!(store.at_path("/a").unwrap().is_empty());
    let removed = store.removed_article(id).unwrap();
    store.restore(&removed, &file("/b", &removed.text).passages).unwrap();
    assert_eq!(texts_of(&store, id), ["Dockers met in June.", "Dockers met in May."]);
    assert!(!store.is_declined(&file("/a", "Dockers met in May.").content_hash).unwrap());
    store.remove(&[id], RemovedBy::Reader, "2031-02-02").unwrap();
    store.purge_removed(&Purge::Everything).unwrap();
    assert!(store.versions(id).unwrap().is_empty());
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_version_that_does_not_come_out_right_is_told_and_not_shown() {
    let (_dir, store) = library();
    put(&store, &file("/a", "Dockers met in May."));
    let id = put(&store, &file("/a", "Dockers met in June.")).id;
    let version = store.versions(id).unwrap()[0].id;
    store
        .write(|transaction| {
            let sql = "UPDATE article_versions SET text_hash = zeroblob(32)";
            transaction.execute(sql, []).doing("damaging a version")
        })
        .unwrap();
    assert_eq!(store.version(version).unwrap_err().code(), "library_damaged");
    let problems = store.verify().unwrap();
    assert!(problems[0].what.contains("earlier versions"), "{problems:?}");
    assert_eq!(problems[0].articles, [id]);
    // The article itself can still be read again, and has no text to hand on.
    let id = put(&store, &file("/a", "Dockers met in July.")).id;
    assert_eq!(store.versions(id).unwrap().len(), 2);
}

#[test]
fn versions_are_saved_from_a_damaged_library() {
    let (dir, store) = library();
    put(&store, &file("/a", "Dockers met in May."));
    put(&store, &file("/a", "Dockers met in June."));
    let id = put(&store, &file("/a", "Dockers met in July.")).id;
    let expected = texts_of(&store, id);
    drop(store);
    let salvage = crate::Salvage::begin(dir.path(), None).unwrap();
    let store = Store::open_salvaged(&salvage).unwrap();
    let salvaged = salvage.copy(&store, "2031-02-01").unwrap();
    assert_eq!(salvaged.n_lost_versions, 0);
    let removed = store.removed_article(id).unwrap();
    store.restore(&removed, &file("/a", &removed.text).passages).unwrap();
    assert_eq!(texts_of(&store, id), expected);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_title_alone_makes_a_version() {
    let (_dir, store) = library();
    let mut first = file("/a", "Dockers met.");
    first.content_hash = [1; 32];
    put(&store, &first);
    let mut second = file("/a", "Dockers met.");
    second.metadata.title = Some(Sourced::new("Other".to_owned(), Source::OpenGraph));
    second.title = "Other".to_owned();
    let id = put(&store, &second).id;
    assert_eq!(store.versions(id).unwrap()[0].title, first.title);
    let id = put(&store, &file("/a", "Dockers met.")).id;
    assert_eq!(store.versions(id).unwrap().len(), 1, "the same bytes again");
}

#[test]
fn files_of_a_library_of_the_format_before_make_versions_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    crate::schema::older::library(&dir.path().join("library.db"), 15);
    let store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(crate::backups(dir.path()).len(), 1, "what it was is kept");
    assert_eq!(store.verify().unwrap(), []);
    let path = "/reports/3.txt";
    let old = store.at_path(path).unwrap()[0].id;
    let text = store.article(old).unwrap().text;
    let id = put(&store, &file(path, &format!("{text}And it is said again."))).id;
    assert_eq!(texts_of(&store, id)[1], text);
    assert_eq!(store.note(id).unwrap().as_deref(), Some("see report 3"));
    assert_eq!(store.verify().unwrap(), []);
}
