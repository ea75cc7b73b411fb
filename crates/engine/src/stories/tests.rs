//! Sides of articles with a real store and real files; only the model is a fake.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parallax_types::ArticleId;
use proptest::prelude::*;

use super::{NewsStatus, QuoteScope, Relation};
use crate::{Access, Control, FakeEmbedder, Filter, Intake, Library, ModelSource, Options};

const FIRST: &str = "Board wants its ties back\n\nThe harbour board of Ostrey said on Wednesday (5 March 2031) that it \
    wants to restore its ties with the dockers' union after a year of idle cranes.\n\n\"We need to restore normal \
    ties with the dockers and renew what we had before,\" Ingrid Vassmo, the head of the board, told Interfax. The \
    union has twelve hundred members on the western quays of Ostrey, where eleven cranes stand idle.\n\nNobody in \
    the town hall had expected the change of tone, and the mayor was away when the letter arrived at noon.\n";

const AGAIN: &str = "Ostrey harbour seeks peace\n\nIngrid Vassmo, who leads the harbour board of Ostrey, offered \
    the dockers' union a fresh start on Wednesday (5 March 2031).\n\n\"We need to build normal ties with the dockers \
    and renew what we had before,\" Vassmo said. The union of the dockers has fourteen hundred members on the western \
    quays of Ostrey, where eleven cranes stand idle.\n\nAt the Anchor, where crews drink after their shift, few \
    trusted the offer. Shipowners meanwhile send their freight through Norden, forty miles up the coast, and say they \
    would rather wait for a signature than for kind words. A meeting of both sides is set for the week after Easter.\n";

const CHESS: &str = "A long endgame\n\nThe young grandmaster Mira Tollen won a rook endgame in Hallowick that everybody \
    thought level. Her opponent resigned after seven hours at the board of the final round, and the crowd in the old \
    theatre rose to its feet.\n";

fn open(folder: &Path) -> Library {
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    Library::open(Options { folder: folder.to_path_buf(), access: Access::Write, model, clock })
        .unwrap()
}

fn import(library: &Library, paths: Vec<PathBuf>) {
    let report = library.import(&Intake::new(paths), &Control::default(), &|_| {}).unwrap();
    assert!(report.failed.is_empty(), "{:?}", report.failed);
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs_err::write(&path, text).unwrap();
    fs_err::canonicalize(path).unwrap()
}

/// The harbour told twice and copied once, and a game of chess.
fn library() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let copy = format!("Subscribe to our newsletter\n\n{FIRST}\nShare this article\n");
    let files = [("a.txt", FIRST), ("b.txt", AGAIN), ("c.txt", &copy), ("d.txt", CHESS)];
    for (name, text) in files {
        import(&library, vec![write(dir.path(), name, text)]);
    }
    (dir, library)
}

fn id(library: &Library, name: &str) -> ArticleId {
    let rows = library.articles(&Filter::default()).unwrap();
    rows.into_iter().find(|row| row.path.ends_with(name)).unwrap().id
}

#[test]
fn a_copy_is_found_with_what_only_it_has() {
    let (_dir, library) = library();
    let groups = library.copies().unwrap();
    assert_eq!(groups.len(), 1, "{groups:?}");
    let pair = &groups[0].pairs[0];
    assert_eq!((pair.a, pair.b), (id(&library, "a.txt"), id(&library, "c.txt")));
    assert!(pair.a_in_b > 0.95, "{pair:?}");
    assert!(pair.extra_blocks.iter().any(|block| block.text == "Share this article"), "{pair:?}");
}

#[test]
fn what_was_kept_but_not_yet_laid_beside_the_others_is_looked_at_again() {
    let (_dir, library) = library();
    let relations = |library: &Library| {
        (library.store.copy_pairs(None).unwrap(), library.store.story_links(None).unwrap())
    };
    let before = relations(&library);
    assert!(!before.0.is_empty() && !before.1.is_empty(), "{before:?}");
    // As a crash between the two transactions leaves it.
    for version in ["none", &library.feature_version().unwrap()] {
        library.store.use_feature_version(version).unwrap();
    }
    let mut new_keys = library.store.new_keys().unwrap();
    for row in library.articles(&Filter::default()).unwrap() {
        let sides = library.features(row.id).unwrap().unwrap().new_features();
        library.store.write_features(&mut new_keys, |batch| batch.put(&sides)).unwrap();
    }
    assert_eq!(relations(&library), (vec![], vec![]));
    assert_eq!(library.update_stories(&Control::default()).unwrap(), 4);
    assert_eq!(relations(&library), before);
    assert!(!library.stories_are_due().unwrap());
}

#[test]
fn one_event_is_one_story_and_copies_are_one_origin() {
    let (_dir, library) = library();
    let stories = library.stories(2).unwrap();
    assert_eq!(stories.len(), 1, "{stories:?}");
    let story = &stories[0];
    assert_eq!(story.articles.len(), 3);
    assert_eq!(story.first.as_deref(), Some("2031-03-05"));
    assert_eq!(story.origins.n_origins, 2);
    assert_eq!(story.origins.sources[0].name, "Interfax");
    assert_eq!(library.stories(1).unwrap().len(), 2);
}

#[test]
fn stories_drawn_from_what_is_near_are_those_drawn_from_everything() {
    let (_dir, library) = library();
    for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
        let near = library.stories_around(id(&library, name)).unwrap().unwrap();
        for (article, story) in library.assign_stories(&near).unwrap() {
            assert_eq!(library.story_of(article).unwrap(), Some(story), "{name}");
        }
    }
}

#[test]
fn one_statement_in_two_wordings_is_one_family() {
    let (_dir, library) = library();
    let families = library.quotes(&QuoteScope::Speaker("Vassmo".to_owned())).unwrap();
    let family = families.iter().find(|family| family.n_articles() == 3).unwrap();
    assert_eq!(family.speaker.as_deref(), Some("Ingrid Vassmo"));
    let wordings: BTreeSet<usize> = family.renderings.iter().map(|r| r.wording).collect();
    assert_eq!(wordings.len(), 2);
    assert!(library.quotes(&QuoteScope::Speaker("Tollen".to_owned())).unwrap().is_empty());
}

#[test]
fn differences_are_marked_where_they_stand() {
    let (_dir, library) = library();
    let (a, b) = (id(&library, "a.txt"), id(&library, "b.txt"));
    let texts = (library.article(a).unwrap().text, library.article(b).unwrap().text);
    let comparison = library.compare(a, b).unwrap();
    let marked: Vec<(&str, &str, &str)> = comparison
        .pairs
        .iter()
        .flat_map(|pair| &pair.differences)
        .filter_map(|d| Some((d.kind.as_str(), d.a?.of(&texts.0), d.b?.of(&texts.1))))
        .collect();
    assert!(marked.contains(&("word", "restore", "build")), "{marked:?}");
    assert!(marked.contains(&("number", "twelve", "fourteen")), "{marked:?}");
    let same = library.compare(a, id(&library, "c.txt")).unwrap();
    assert!(same.pairs.iter().all(|pair| pair.relation == Relation::Identical));
    assert!(same.only_a.is_empty(), "{same:?}");
}

#[test]
fn news_is_what_no_earlier_article_said() {
    let (_dir, library) = library();
    let copied = library.whats_new(id(&library, "c.txt")).unwrap();
    assert!(copied.iter().all(|passage| passage.status == NewsStatus::Seen), "{copied:?}");
    let first = library.whats_new(id(&library, "a.txt")).unwrap();
    assert!(first.iter().all(|passage| passage.status == NewsStatus::New));
    let again = library.whats_new(id(&library, "b.txt")).unwrap();
    assert!(again.iter().any(|passage| passage.status == NewsStatus::Changed), "{again:?}");
}

#[test]
fn dates_are_seen_from_the_day_of_writing() {
    let (_dir, library) = library();
    let story = library.story_of(id(&library, "a.txt")).unwrap();
    let events = library.timeline(story).unwrap();
    assert!(events.iter().all(|event| event.date == "2031-03-05"), "{events:?}");
    assert!(!events.is_empty());
}

/// Everything derived, in a form that does not know ids.
fn sides(library: &Library) -> Vec<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let rows = library.articles(&Filter::default()).unwrap();
    let of =
        |id: ArticleId| rows.iter().find(|row| row.id == id).map(|row| name(&row.path)).unwrap();
    let mut lines = Vec::new();
    for group in library.copies().unwrap() {
        for pair in &group.pairs {
            let mut ends = [(of(pair.a), pair.a_in_b), (of(pair.b), pair.b_in_a)];
            ends.sort_by(|x, y| x.0.cmp(&y.0));
            lines.push(format!("copy {ends:.2?}"));
        }
    }
    for story in library.stories(1).unwrap() {
        let members: BTreeSet<String> = story.articles.iter().map(|row| name(&row.path)).collect();
        lines.push(format!("story {members:?} {} {:?}", story.origins.n_origins, story.first));
    }
    for family in library.quotes(&QuoteScope::All).unwrap() {
        let said: BTreeSet<String> =
            family.renderings.iter().map(|r| format!("{} {}", of(r.article_id), r.text)).collect();
        lines.push(format!("quote {:?} {said:?}", family.speaker));
    }
    lines.sort();
    lines
}

const PLACES: [&str; 4] = ["Ostrey", "Hallowick", "Norden", "Saltmarsh"];
const EVENTS: [&str; 3] = [
    "a freight train left the rails near the old station and spilled its load of barley over the road",
    "the council voted to close the swimming baths after a survey found the roof beyond repair",
    "an earthquake shook the town before dawn and brought down the tower of the parish church",
];

/// An article on one of a few events, told in one of a few ways.
fn article(seed: usize) -> String {
    let (place, event) = (PLACES[seed % 4], EVENTS[seed / 4 % 3]);
    let teller = ["Jan Roe", "Mira Tollen", "Ole Brandt"][seed / 12 % 3];
    let extra =
        ["Nobody was hurt.", "Two people were taken to hospital.", "Work will begin on Monday."]
            [seed / 36 % 3];
    format!(
        "News from {place}\n\nIn {place} {event}. {extra}\n\n\"We have not seen anything like it in {place} for {} \
         years,\" said {teller}, who lives by the river. The people of {place} met in the market hall in the evening \
         to hear what is known and what is to be done about it.\n",
        10 + seed % 5
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn growing_changing_and_removing_agree_with_deriving_anew(
        steps in proptest::collection::vec((0usize..10, 0usize..108, 0u8..8), 4..14)
    ) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("grown");
        let mut grown = open(&folder);
        for (file, seed, step) in steps {
            let path = dir.path().join(format!("{file}.txt"));
            match step {
                0 if path.exists() => {
                    let gone = id(&grown, &format!("/{file}.txt"));
                    fs_err::remove_file(&path).unwrap();
                    grown.remove(&[gone]).unwrap();
                }
                1 => {
                    drop(grown);
                    grown = open(&folder);
                }
                2 if path.exists() => {
                    let gone = id(&grown, &format!("/{file}.txt"));
                    grown.remove(&[gone]).unwrap();
                    grown.undo_last().unwrap();
                }
                _ => import(&grown, vec![write(dir.path(), &format!("{file}.txt"), &article(seed))]),
            }
        }
        let fresh = open(&dir.path().join("fresh"));
        let mut files: Vec<PathBuf> = (0..10).map(|file| dir.path().join(format!("{file}.txt"))).collect();
        files.retain(|file| file.exists());
        files.reverse();
        import(&fresh, files);
        prop_assert_eq!(sides(&grown), sides(&fresh));
    }
}

/// One text told over and over with another number in it.
fn near_identical(n: usize) -> String {
    FIRST.replace("eleven cranes", &format!("{n} cranes"))
}

#[test]
fn hundreds_of_near_identical_articles_are_one_group_told_by_few_pairs() {
    const N: usize = 300;
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let files: Vec<PathBuf> =
        (0..N).map(|n| write(dir.path(), &format!("{n}.txt"), &near_identical(n))).collect();
    import(&library, files);
    let groups = library.copies().unwrap();
    assert_eq!((groups.len(), groups[0].articles.len()), (1, N));
    let n_pairs = library.store.copy_pairs(None).unwrap().len();
    // Sixteen each, and those of the articles looked at together.
    assert!((N..N * 17).contains(&n_pairs), "{n_pairs} pairs");
    let stories = library.stories(1).unwrap();
    assert_eq!((stories.len(), stories[0].articles.len()), (1, N));
    // One more finds its place.
    import(&library, vec![write(dir.path(), "more.txt", &near_identical(N))]);
    assert_eq!(library.copies().unwrap()[0].articles.len(), N + 1);
    assert_eq!(library.stories(1).unwrap().len(), 1);
}
