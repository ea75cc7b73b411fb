//! Any number of steps back, and as many forth, on a library with real files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parallax_types::{ArticleId, Colour, Span};
use proptest::prelude::*;

use super::{ChangeKind, Presence};
use crate::{
    Access, Control, Edit, EngineError, FakeEmbedder, Field, Filter, HighlightFilter, Intake,
    Library, ModelSource, Options, Value,
};

const N_ARTICLES: usize = 4;

fn library() -> (tempfile::TempDir, Library, Vec<ArticleId>) {
    let dir = tempfile::tempdir().unwrap();
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let folder = dir.path().join("library");
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let library = Library::open(Options { folder, access: Access::Write, model, clock }).unwrap();
    let paths: Vec<PathBuf> = (0..N_ARTICLES).map(|n| write(dir.path(), n)).collect();
    library.import(&Intake::new(paths), &Control::default(), &|_| {}).unwrap();
    let mut ids: Vec<ArticleId> = rows(&library).iter().map(|row| row.id).collect();
    ids.sort_unstable();
    (dir, library, ids)
}

fn write(folder: &Path, n: usize) -> PathBuf {
    let path = folder.join(format!("{n}.txt"));
    let text = format!("Report {n}\n\nThe board said that quay {n} is open. Cranes turn again.\n");
    fs_err::write(&path, text).unwrap();
    path
}

fn rows(library: &Library) -> Vec<crate::ArticleRow> {
    library.articles(&Filter::default()).unwrap()
}

/// Everything a reader can change, as text.
fn state(library: &Library) -> String {
    let mut rows = rows(library);
    rows.sort_by_key(|row| row.id);
    let kept: Vec<_> = rows.iter().map(|row| library.kept(row.id).unwrap()).collect();
    let removed: Vec<_> = library.bin().unwrap().into_iter().map(|one| one.row.id).collect();
    let highlights = library.highlights(&HighlightFilter::default()).unwrap().len();
    let (saved, asked) = (library.saved_searches().unwrap(), library.asked_searches().unwrap());
    let ids: Vec<_> = rows.iter().map(|row| (row.id, row.n_passages, &row.title)).collect();
    format!("{ids:?} {kept:?} {removed:?} {highlights} {saved:?} {asked:?}")
}

/// Does something. What does not apply (an article in the bin) changes nothing.
fn act(library: &Library, ids: &[ArticleId], (what, which, value): (u8, usize, u8)) {
    let id = ids[which % ids.len()];
    let name = format!("tag {}", value % 3);
    let _ = match what {
        0 => library.remove(&[id]).map(drop),
        1 => library.remove(&ids[..2]).map(drop),
        2 => library.restore_from_bin(&[id]).map(drop),
        3 => library.tag(ids, &[name], &[]).map(drop),
        4 => library.tag(&[id], &[], &[name]).map(drop),
        5 => library.set_note(id, ["", "a note", "another"][usize::from(value % 3)]).map(drop),
        6 => {
            let fields = [Field::Title, Field::Outlet, Field::Published];
            let written = ["2031-01-05", "2031-01-06"][usize::from(value % 2)].to_owned();
            let edits = fields[..=usize::from(value % 3)]
                .iter()
                .map(|field| Edit { field: *field, value: Value::Written(Some(written.clone())) });
            library.edit(id, &edits.collect::<Vec<_>>()).map(drop)
        }
        7 => library.edit(id, &[Edit { field: Field::Title, value: Value::AsRead }]).map(drop),
        8 => {
            let start = usize::from(value) % 20;
            let colour = [Colour::Pink, Colour::Green][usize::from(value % 2)];
            library.add_highlight(id, Span::new(start, start + 9), colour, None).map(drop)
        }
        9 => match library.kept(id).ok().and_then(|kept| kept.highlights.first().cloned()) {
            Some(found) if value % 2 == 0 => library.remove_highlight(found.id).map(drop),
            Some(found) => library.change_highlight(found.id, Colour::Blue, Some("why")).map(drop),
            None => Ok(()),
        },
        10 => library.save_search(&name, ["cranes", "quay"][usize::from(value % 2)]).map(drop),
        11 => match library.saved_searches().unwrap().first() {
            Some(saved) => library.remove_saved_search(saved.id).map(drop),
            None => Ok(()),
        },
        12 => {
            let both = [library.set_note(id, "together"), library.tag(&[id], &[name], &[])];
            let made: Vec<_> = both.into_iter().filter_map(Result::ok).collect();
            if !made.is_empty() {
                library.as_one(&made);
            }
            Ok(())
        }
        _ => library.forget_searches(None).map(drop),
    };
}

/// How often the property is tried; a thousand with `PROPTEST_CASES=1000`.
fn cases() -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(40),
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn back_to_the_start_and_forth_to_the_end(
        steps in proptest::collection::vec((0u8..14, 0usize..N_ARTICLES, any::<u8>()), 1..24)
    ) {
        let (_dir, library, ids) = library();
        for query in ["cranes", "quay"] {
            library.remember_search(query).unwrap();
        }
        let start = state(&library);
        for step in steps {
            act(&library, &ids, step);
        }
        let end = state(&library);
        let mut between = Vec::new();
        while library.can_undo_and_redo().0 {
            between.push(state(&library));
            library.undo_last().unwrap();
        }
        prop_assert_eq!(state(&library), start);
        while library.can_undo_and_redo().1 {
            library.redo().unwrap();
            prop_assert_eq!(Some(state(&library)), between.pop());
        }
        prop_assert_eq!(state(&library), end);
        prop_assert_eq!(library.verify().unwrap(), vec![]);
    }
}

#[test]
fn two_removals_are_taken_back_one_after_the_other() {
    let (_dir, library, ids) = library();
    library.remove(&ids[..1]).unwrap();
    library.tag(&ids[2..3], &["between".to_owned()], &[]).unwrap();
    library.remove(&ids[1..2]).unwrap();
    let undone = library.undo_last().unwrap();
    assert_eq!((undone.kind, undone.presence), (ChangeKind::Removal, Presence::BroughtBack));
    assert_eq!(undone.articles, &ids[1..2]);
    assert_eq!(library.undo_last().unwrap().kind, ChangeKind::Tags);
    assert_eq!(library.undo_last().unwrap().articles, &ids[..1]);
    assert_eq!(rows(&library).len(), N_ARTICLES);
    let redone = library.redo().unwrap();
    assert_eq!((redone.kind, redone.presence), (ChangeKind::Removal, Presence::TakenOut));
    library.set_note(ids[3], "something else").unwrap();
    assert!(matches!(library.redo(), Err(EngineError::NothingToRedo)));
}

#[test]
fn a_change_of_what_is_gone_does_not_stand_in_the_way() {
    let (_dir, library, ids) = library();
    library.tag(&ids[..1], &["first".to_owned()], &[]).unwrap();
    library.tag(&ids[1..2], &["second".to_owned()], &[]).unwrap();
    library.remove(&ids[1..2]).unwrap();
    assert_eq!(library.empty_bin().unwrap(), 1);
    assert_eq!(library.undo_last().unwrap().articles, &ids[..1]);
}
