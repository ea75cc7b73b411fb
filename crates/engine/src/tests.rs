//! The engine with a real store, real index and real files; only the model is a
//! fake, so that these run anywhere. What the real model finds is tested in `tests/`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parallax_types::{ArticleId, PassageId};

use crate::{
    Access, Control, EngineError, FakeEmbedder, Filter, ImportReport, Intake, Library, Mark, Mode,
    ModelSource, Options, Origin, Phase, Role, SearchRequest, Sort,
};

fn open(folder: &Path) -> Library {
    open_with(folder, FakeEmbedder::default())
}

fn open_with(folder: &Path, model: FakeEmbedder) -> Library {
    let model = ModelSource::Loaded(Arc::new(model));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    Library::open(Options { folder: folder.to_path_buf(), access: Access::Write, model, clock })
        .unwrap()
}

fn import(library: &Library, paths: Vec<PathBuf>) -> ImportReport {
    library.import(&Intake::new(paths), &Control::default(), &|_| {}).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs_err::write(&path, text).unwrap();
    fs_err::canonicalize(path).unwrap()
}

const HARBOUR: &str = "Board wants its ties back\n\nThe harbour board said on Saturday that it wants to restore \
    its ties with the dockers' union after a year of idle cranes. The union has twelve hundred members on the \
    western quays. Nobody expected the change of tone.\n";
const CHESS: &str = "A long endgame\n\nThe young grandmaster won a rook endgame that everybody thought level. \
    Her opponent resigned after seven hours at the board of the final round.\n";

/// A library with two articles in it.
fn two_articles() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let paths =
        vec![write(dir.path(), "harbour.txt", HARBOUR), write(dir.path(), "chess.txt", CHESS)];
    let report = import(&library, paths);
    assert_eq!((report.imported.len(), report.failed.len()), (2, 0), "{report:?}");
    (dir, library)
}

#[test]
fn an_imported_article_is_found_by_words_and_by_meaning() {
    let (_dir, library) = two_articles();
    for mode in [Mode::Hybrid, Mode::Meaning, Mode::Words] {
        let request = SearchRequest { mode, ..SearchRequest::new("restoring ties with dockers") };
        let result = library.search(&request).unwrap();
        assert!(result.hits[0].article.path.ends_with("harbour.txt"), "{mode:?}");
        let joined: String =
            result.hits[0].segments.iter().map(|segment| segment.text.as_str()).collect();
        assert_eq!(joined, result.hits[0].text);
        assert!(result.hits[0].segments.iter().any(|segment| segment.mark == Mark::Word));
    }
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn importing_again_changes_nothing_and_a_changed_file_replaces_its_article() {
    let (dir, library) = two_articles();
    let path = dir.path().join("harbour.txt");
    let again =
        import(&library, vec![dir.path().join("harbour.txt"), dir.path().join("chess.txt")]);
    assert_eq!((again.imported.len(), again.unchanged.len(), again.n_embedded), (0, 2, 0));

    write(dir.path(), "harbour.txt", &HARBOUR.replace("twelve hundred", "fourteen hundred"));
    let changed = import(&library, vec![path]);
    assert_eq!(changed.imported.len(), 1);
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), 2);
    let hits = library.search(&SearchRequest::new("\"twelve hundred\"")).unwrap().hits;
    assert!(hits.is_empty(), "{hits:?}");
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn a_bad_file_is_an_entry_and_its_neighbours_are_imported() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let files = dir.path().join("files");
    fs_err::create_dir_all(&files).unwrap();
    write(&files, "good.txt", HARBOUR);
    write(&files, "empty.txt", "");
    fs_err::write(files.join("binary.txt"), [0u8, 159, 146, 150, 0, 1, 2, 3].repeat(50)).unwrap();
    let report = import(&library, vec![files, dir.path().join("missing.txt")]);
    assert_eq!(report.imported.len(), 1, "{report:?}");
    let mut failed: Vec<&str> =
        report.failed.iter().map(|file| file.path.rsplit('/').next().unwrap()).collect();
    failed.sort_unstable();
    assert_eq!(failed, ["binary.txt", "empty.txt", "missing.txt"]);
    assert!(report.failed.iter().all(|file| !file.message.is_empty()));
}

#[test]
fn words_of_other_scripts_are_found_as_they_are_written() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let text = "Новый трамвай\n\nРоссийский завод второй год строит новый трамвай для города, і їжак його \
        бачив. Ёлка стоит у ворот.\n\nΗ Αθήνα είναι πόλη. Ο λόγος του δημάρχου.\n\nहिन्दी समाचार पत्र।\n";
    let report = import(&library, vec![write(dir.path(), "tram.txt", text)]);
    assert_eq!(report.imported.len(), 1, "{report:?}");
    for typed in [
        "российский",
        "ТРАМВАЙ",
        "росси\u{438}\u{306}ский",
        "\"новый трамвай\"",
        "їжак",
        "елка",
        "Αθήνα",
        "\"λόγος του\"",
        "हिन्दी",
    ] {
        let request = SearchRequest { mode: Mode::Words, ..SearchRequest::new(typed) };
        let hits = library.search(&request).unwrap().hits;
        assert_eq!(hits.len(), 1, "{typed}");
        let marked = hits[0].segments.iter().any(|segment| segment.mark == Mark::Word);
        assert!(marked, "{typed}: {:?}", hits[0].segments);
    }
    let excluding = library.search(&SearchRequest::new("трамвай -завод")).unwrap();
    assert!(excluding.hits.is_empty());
}

/// A page of one outlet; every one ends in the same line.
fn page(n: usize, about: &str) -> String {
    format!(
        "<html><head><meta property='og:site_name' content='The Quay'><title>Report {n}</title></head>\
         <body><article><h1>Report {n}</h1><p>The {about} of berth {n} was weighed by the harbour master \
         on the morning of day {n}, and found to be what the papers said it was.</p><p>Nobody at berth {n} \
         wished to say who had ordered {n} tons of it.</p><p>Our people walk the western quays by \
         night and by day.</p></article></body></html>"
    )
}

/// What each article's blocks are taken for, by its file.
fn roles(library: &Library) -> Vec<(String, Vec<parallax_types::Role>)> {
    let rows = library.articles(&Filter::default()).unwrap();
    let mut roles: Vec<_> = rows
        .iter()
        .map(|row| {
            let article = library.store.article(row.id).unwrap();
            let name = row.path.rsplit('/').next().unwrap().to_owned();
            (name, article.blocks.iter().map(|block| block.role).collect())
        })
        .collect();
    roles.sort_unstable_by(|a: &(String, _), b| a.0.cmp(&b.0));
    roles
}

#[test]
fn what_comes_of_a_file_does_not_depend_on_those_it_is_stored_with() {
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    fs_err::create_dir_all(&files).unwrap();
    let (together, alone) = (open(&dir.path().join("together")), open(&dir.path().join("alone")));
    for about in ["coal", "timber"] {
        let paths: Vec<PathBuf> =
            (0..8).map(|n| write(&files, &format!("{n}.html"), &page(n, about))).collect();
        for path in paths {
            assert_eq!(import(&alone, vec![path]).imported.len(), 1);
        }
        assert_eq!(import(&together, vec![files.clone()]).imported.len(), 8);
        assert_eq!(roles(&together), roles(&alone), "{about}");
    }
    let repeated = parallax_types::Role::Boilerplate(parallax_types::Boilerplate::Repeated);
    let n_repeated = roles(&together).iter().filter(|(_, roles)| roles.contains(&repeated)).count();
    assert_eq!(n_repeated, 8, "each has seven neighbours by now");
    assert_eq!(together.verify().unwrap(), vec![]);
}

#[test]
fn vectors_left_out_are_computed_by_the_next_import() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("library");
    let path = write(dir.path(), "harbour.txt", HARBOUR);
    {
        let missing = parallax_embed::EmbedError::PackMissing { looked_in: Vec::new() };
        let model = ModelSource::Missing(missing);
        let clock = || jiff::Timestamp::UNIX_EPOCH;
        let options = Options { folder: folder.clone(), access: Access::Write, model, clock };
        let library = Library::open(options).unwrap();
        let report = import(&library, vec![path]);
        assert_eq!(report.imported.len(), 1);
        assert!(report.model_problem.is_some());
        let result = library.search(&SearchRequest::new("dockers")).unwrap();
        assert!(!result.searched_meaning && result.hits.len() == 1);
    }
    let library = open(&folder);
    assert!(library.stats().unwrap().store.n_pending > 0);
    let report = import(&library, Vec::new());
    assert!(report.n_embedded > 0);
    assert_eq!(library.stats().unwrap().store.n_pending, 0);
    assert!(library.search(&SearchRequest::new("dockers")).unwrap().searched_meaning);
}

#[test]
fn a_cancelled_import_keeps_what_it_stored_whole() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let paths: Vec<PathBuf> = (0..40)
        .map(|n| write(dir.path(), &format!("{n}.txt"), &format!("{HARBOUR}\nNumber {n}.\n")))
        .collect();
    let control = Control::default();
    let report = library
        .import(&Intake::new(paths.clone()), &control, &|progress| {
            if progress.n_imported >= 3 {
                control.cancel();
            }
        })
        .unwrap();
    assert!(report.is_cancelled && report.imported.len() < 40, "{}", report.imported.len());
    assert_eq!(library.articles(&Filter::default()).unwrap().len(), report.imported.len());
    assert_eq!(library.verify().unwrap(), vec![]);
    let rest = import(&library, paths);
    assert_eq!(rest.imported.len() + rest.unchanged.len(), 40);
    assert_eq!(library.stats().unwrap().store.n_pending, 0);
}

#[test]
fn progress_ends_with_done_and_never_exceeds_its_totals() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let path = write(dir.path(), "harbour.txt", HARBOUR);
    let seen = std::sync::Mutex::new(Vec::new());
    library
        .import(&Intake::new(vec![path]), &Control::default(), &|p| {
            seen.lock().unwrap().push(p.clone());
        })
        .unwrap();
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.last().unwrap().phase, Phase::Done);
    assert!(seen.iter().all(|p| p.n_files_done <= p.n_files && p.n_passages_done <= p.n_passages));
    assert_eq!(seen.last().unwrap().n_files_done, 1);
}

#[test]
fn a_copy_folds_under_the_original_and_is_no_voice_of_its_own() {
    let (dir, library) = two_articles();
    import(
        &library,
        vec![write(dir.path(), "copy.txt", &HARBOUR.replace("Board wants", "Harbour board wants"))],
    );
    let result = library.search(&SearchRequest::new("harbour board ties dockers")).unwrap();
    assert_eq!(result.hits[0].copies.len(), 1, "{:?}", result.hits);
    let copied = result.hits[0].copies[0].article.id;
    assert!(result.hits.iter().all(|hit| hit.article.id != copied));

    let origin = Origin::Passage(result.hits[0].passage_id);
    let related = library.related(&origin, 5).unwrap();
    assert_eq!(related.copies.len(), 1);
    let own = result.hits[0].article.id;
    assert!(related.hits.iter().all(|hit| hit.article.id != own && hit.article.id != copied));
}

#[test]
fn outside_the_languages_of_the_model_likeness_says_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let library = open_with(&dir.path().join("library"), FakeEmbedder::default().made_for(&["de"]));
    let other = HARBOUR.replace("Nobody expected", "Nobody at all had hoped for");
    let third =
        CHESS.replace("seven hours at the board", "a year of idle cranes, said the dockers");
    let paths = [("one.txt", HARBOUR), ("two.txt", &other), ("three.txt", &third)]
        .map(|(name, text)| write(dir.path(), name, text));
    import(&library, paths.to_vec());
    let result = library.search(&SearchRequest::new("idle cranes")).unwrap();
    assert!(!result.hits.is_empty());
    assert!(result.hits.iter().all(|hit| hit.label.is_none()), "{:?}", result.hits);

    let told = result.hits.iter().find(|hit| hit.text.contains("harbour board")).unwrap();
    let related = library.related(&Origin::Passage(told.passage_id), 5).unwrap();
    assert_eq!(related.outside_model.as_deref(), Some("en"));
    assert!(related.hits.is_empty(), "{:?}", related.hits);
    assert_eq!(related.copies.len(), 1, "what repeats it word for word is known all the same");
}

#[test]
fn filters_phrases_and_exclusions_hold_in_every_mode() {
    let (_dir, library) = two_articles();
    for mode in [Mode::Hybrid, Mode::Meaning, Mode::Words] {
        let paths = |query: &str| -> Vec<String> {
            let request = SearchRequest { mode, ..SearchRequest::new(query) };
            let hits = library.search(&request).unwrap().hits;
            hits.iter().map(|hit| hit.article.path.rsplit('/').next().unwrap().to_owned()).collect()
        };
        assert_eq!(paths("board \"idle cranes\""), ["harbour.txt"], "{mode:?}");
        assert_eq!(paths("board -cranes"), ["chess.txt"], "{mode:?}");
        assert_eq!(paths("board format:html"), Vec::<String>::new(), "{mode:?}");
        assert!(paths("board after:2031").is_empty(), "{mode:?}");
    }
}

/// However many of the nearest are excluded, the rest is found behind them.
#[test]
fn excluded_passages_do_not_stand_in_the_way() {
    let (dir, library) = two_articles();
    for n in 0..30 {
        let paragraphs: Vec<String> = (0..8)
            .map(|p| {
                format!("The board of quay {n} met the dockers of crane {p} again. ").repeat(6)
            })
            .collect();
        let path = write(dir.path(), &format!("{n}.txt"), &paragraphs.join("\n\n"));
        assert_eq!(import(&library, vec![path]).imported.len(), 1);
    }
    let request = |query| SearchRequest { mode: Mode::Meaning, ..SearchRequest::new(query) };
    let hits =
        library.search(&request("the board of the quay and the dockers -crane")).unwrap().hits;
    let paths: HashSet<&str> = hits.iter().map(|hit| hit.article.path.as_str()).collect();
    assert!(!paths.is_empty());
    assert!(hits.iter().all(|hit| !hit.text.contains("crane")), "{paths:?}");
}

#[test]
fn filters_alone_list_the_openings_of_articles() {
    let (_dir, library) = two_articles();
    let result = library.search(&SearchRequest::new("format:text")).unwrap();
    assert_eq!(result.hits.len(), 2);
    assert!(result.hits.iter().all(|hit| hit.label.is_none()));
    assert!(library.search(&SearchRequest::new("")).unwrap().hits.is_empty());
}

#[test]
fn nothing_close_is_said() {
    let (_dir, library) = two_articles();
    let result = library.search(&SearchRequest::new("photosynthesis in tropical orchids")).unwrap();
    assert!(result.nothing_close, "{:?}", result.hits);
}

#[test]
fn removal_is_undone_with_its_passages_and_vectors() {
    let (_dir, library) = two_articles();
    let id = library.search(&SearchRequest::new("dockers")).unwrap().hits[0].article.id;
    let removal = library.remove(&[id]).unwrap();
    assert!(
        library
            .search(&SearchRequest::new("dockers"))
            .unwrap()
            .hits
            .iter()
            .all(|h| h.article.id != id)
    );
    assert_eq!(library.undo(removal).unwrap().articles, [id]);
    assert_eq!(library.search(&SearchRequest::new("dockers")).unwrap().hits[0].article.id, id);
    assert_eq!(library.stats().unwrap().store.n_pending, 0);
    assert!(matches!(library.undo_last(), Err(EngineError::NothingToUndo)));

    library.remove(&[id]).unwrap();
    assert_eq!((library.empty_bin().unwrap(), library.n_in_bin().unwrap()), (1, 0));
    assert!(matches!(library.undo_last(), Err(EngineError::NothingToUndo)), "no way back");
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn pieces_of_the_body_join_to_the_text_and_know_their_passage() {
    let (_dir, library) = two_articles();
    let hit = library.search(&SearchRequest::new("restore ties")).unwrap().hits.remove(0);
    let (article, blocks) =
        library.read(hit.article.id, Some(hit.passage_id), Some("restore ties")).unwrap();
    for (stored, shown) in article.blocks.iter().zip(&blocks) {
        let joined: String = shown.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(joined, stored.span.of(&article.text));
    }
    let body =
        blocks.iter().filter(|block| block.role == Role::Body).flat_map(|block| &block.pieces);
    assert!(body.clone().any(|piece| piece.passage_id == Some(hit.passage_id)));
    assert!(body.clone().any(|piece| piece.mark == Mark::Word && piece.text == "ties"));
}

#[test]
fn the_index_on_disk_keeps_step_with_what_is_removed_and_added() {
    let (dir, library) = two_articles();
    library.maintain_index(&Control::default()).unwrap();
    let settled = library.stats().unwrap().index.unwrap();
    assert_eq!((settled.n_settled, settled.n_recent), (settled.n_vectors, 0));
    let chess = library.articles(&Filter::default()).unwrap();
    let chess = chess.iter().find(|row| row.path.ends_with("chess.txt")).unwrap().id;
    library.remove(&[chess]).unwrap();
    let third = format!("Pawns at dawn\n\n{}", "A pawn endgame went on until dawn. ".repeat(9));
    import(&library, vec![write(dir.path(), "pawns.txt", &third)]);
    drop(library);

    // What was removed is deleted for good now, after the index was written.
    let library = open(&dir.path().join("library"));
    library.load_vectors().unwrap();
    let index = library.stats().unwrap().index.unwrap();
    let n_stored = library.stats().unwrap().store.n_vectors;
    assert_eq!(index.n_vectors, n_stored);
    assert!(index.n_tombstones > 0 && index.n_recent > 0, "{index:?}");
    let request = SearchRequest { mode: Mode::Meaning, ..SearchRequest::new("rook pawn endgame") };
    let hits = library.search(&request).unwrap().hits;
    assert!(hits[0].article.path.ends_with("pawns.txt"));
    assert!(library.reindex(&Control::default()).unwrap());
    let index = library.stats().unwrap().index.unwrap();
    assert_eq!((index.n_settled, index.n_tombstones, index.n_recent), (n_stored, 0, 0));
}

#[test]
fn an_index_of_another_library_is_not_used() {
    let (dir, library) = two_articles();
    library.maintain_index(&Control::default()).unwrap();
    drop(library);
    let other = open(&dir.path().join("other"));
    let text = "Rain\n\nIt rained on the orchard for a week, and the apples were late this year.\n";
    let more = "Snow\n\nIt snowed on the pass for a month, and the mail was late this year.\n";
    let paths = [("rain.txt", text), ("snow.txt", more)];
    import(&other, paths.map(|(name, text)| write(dir.path(), name, text)).to_vec());
    drop(other);
    let (mine, theirs) = (dir.path().join("library/index"), dir.path().join("other/index"));
    let _ = fs_err::remove_dir_all(&theirs);
    fs_err::rename(mine, theirs).unwrap();
    let other = open(&dir.path().join("other"));
    let request = SearchRequest { mode: Mode::Meaning, ..SearchRequest::new("rain on apples") };
    assert!(other.search(&request).unwrap().hits[0].article.path.ends_with("rain.txt"));
    assert_eq!(other.verify().unwrap().len(), 1, "it says so");
    assert!(other.maintain_index(&Control::default()).unwrap());
    assert_eq!(other.verify().unwrap(), vec![]);
}

#[test]
fn a_damaged_index_never_changes_an_answer() {
    let (dir, library) = two_articles();
    library.reindex(&Control::default()).unwrap();
    let request = SearchRequest { mode: Mode::Meaning, ..SearchRequest::new("rook endgame") };
    let expected = library.search(&request).unwrap().hits[0].passage_id;
    drop(library);
    let folder = dir.path().join("library");
    for entry in fs_err::read_dir(folder.join("index")).unwrap() {
        let path = entry.unwrap().path();
        fs_err::write(&path, b"not an index").unwrap();
    }
    let library = open(&folder);
    assert_eq!(library.search(&request).unwrap().hits[0].passage_id, expected);
    assert!(library.index_is_due());
    assert!(library.maintain_index(&Control::default()).unwrap());
    drop(library);
    let library = open(&folder);
    assert_eq!(library.search(&request).unwrap().hits[0].passage_id, expected);
    assert!(!library.index_is_due());
    assert_eq!(library.verify().unwrap(), vec![]);
}

#[test]
fn the_sample_imports_without_a_failure() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(dir.path());
    let report = import(&library, vec![library.write_sample().unwrap()]);
    assert_eq!((report.imported.len(), report.failed.len()), (12, 0), "{:?}", report.failed);
    assert!(
        report.imported.iter().all(|article| article.outlet.is_some()),
        "{:?}",
        report.imported
    );
    assert!(
        report.imported.iter().all(|article| article.published.is_some()),
        "{:?}",
        report.imported
    );
    assert_eq!(library.suggestions(3).unwrap().len(), 3);
    let newest = SearchRequest { sort: Sort::Newest, ..SearchRequest::new("harbour board union") };
    let hits = library.search(&newest).unwrap().hits;
    let dates: Vec<_> =
        hits.iter().map(|h| h.article.metadata.published.as_ref().map(|d| &d.value)).collect();
    assert!(dates.windows(2).all(|pair| pair[0] >= pair[1]), "{dates:?}");
}

#[test]
fn unknown_ids_are_errors_with_a_next_step() {
    let (_dir, library) = two_articles();
    for error in [
        library.article(ArticleId(99)).unwrap_err(),
        library.related(&Origin::Passage(PassageId(99)), 3).unwrap_err(),
        library.remove(&[ArticleId(99)]).unwrap_err(),
    ] {
        assert!(error.hint().is_some(), "{error}");
    }
}

/// A library of twelve articles of several passages each, some of them copies.
fn many_articles() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let paths = (0..12).map(|n| {
        let paragraphs: Vec<String> = (0..6)
            .map(|p| {
                let story = if n % 5 == 0 { 0 } else { n };
                format!("Paragraph {p} of story {story}: the harbour crane number {p}{story} stood idle. ")
                    + &format!("Nobody on quay {story} expected the dockers to return in week {p}. ").repeat(6)
            })
            .collect();
        write(dir.path(), &format!("{n}.txt"), &format!("Story {n}\n\n{}", paragraphs.join("\n\n")))
    });
    let paths = paths.collect();
    assert_eq!(import(&library, paths).imported.len(), 12);
    (dir, library)
}

#[test]
fn pages_join_without_gaps_or_repeats() {
    let (_dir, library) = many_articles();
    for (mode, sort) in [
        (Mode::Hybrid, Sort::Relevance),
        (Mode::Words, Sort::Relevance),
        (Mode::Meaning, Sort::Newest),
    ] {
        let page = |offset: usize, n_wanted: usize| -> Vec<PassageId> {
            let query = SearchRequest::new("idle harbour cranes of the dockers");
            let request = SearchRequest { mode, sort, offset, n_wanted, n_explained: 0, ..query };
            library.search(&request).unwrap().hits.iter().map(|hit| hit.passage_id).collect()
        };
        let whole = page(0, 60);
        assert!(whole.len() > 20, "{}", whole.len());
        let mut distinct = whole.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), whole.len());
        for n in [1, 7] {
            let joined: Vec<PassageId> =
                (0..).map(|p| page(p * n, n)).take_while(|p| !p.is_empty()).flatten().collect();
            assert_eq!(joined, whole, "{mode:?} {sort:?} {n}");
        }
    }
}

#[test]
fn an_article_waits_after_two_passages_and_says_how_many_more_it_has() {
    let (_dir, library) = many_articles();
    let request =
        SearchRequest { n_wanted: 100, ..SearchRequest::new("idle harbour cranes dockers") };
    let hits = library.search(&request).unwrap().hits;
    let turns: Vec<ArticleId> = hits.iter().map(|hit| hit.article.id).collect();
    let first = turns[0];
    let places: Vec<usize> =
        turns.iter().enumerate().filter(|(_, id)| **id == first).map(|(at, _)| at).collect();
    let mut voices = turns.clone();
    voices.sort_unstable();
    voices.dedup();
    assert!(places.len() > 2 && places[2] >= voices.len(), "{places:?} of {}", voices.len());
    assert_eq!(hits[places[0]].n_more_in_article, 0);
    assert!(hits[places[1]].n_more_in_article > 0);
}

#[test]
fn a_newer_search_ends_an_older_one() {
    let (_dir, library) = two_articles();
    let searches = crate::Searches::default();
    let older = SearchRequest { turn: Some(searches.begin()), ..SearchRequest::new("dockers") };
    let newer = SearchRequest { turn: Some(searches.begin()), ..SearchRequest::new("dockers") };
    assert_eq!(library.search(&older).unwrap_err().code(), "superseded");
    assert!(!library.search(&newer).unwrap().hits.is_empty());
}

#[test]
fn a_word_that_occurs_nowhere_is_answered_with_one_a_slip_away() {
    let (_dir, library) = two_articles();
    let meant = |query: &str| library.search(&SearchRequest::new(query)).unwrap().did_you_mean;
    assert_eq!(meant("habrour dockres").as_deref(), Some("harbour dockers"));
    assert_eq!(meant("grandmastr board").as_deref(), Some("grandmaster board"));
    assert_eq!(meant("harbour"), None);
    assert_eq!(meant("photosynthesis 400"), None);
}

#[test]
fn names_and_numbers_are_found_as_written() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let texts = [
        (
            "a.txt",
            "Arms\n\nTurkey bought the S-400 from Russia and 1,200 troops went to Łódź with Nasser.\n",
        ),
        (
            "b.txt",
            "Trade\n\nThe 400 members of section S counted 200 ships, and one naïve ёлка in Kelin.\n",
        ),
    ];
    import(&library, texts.map(|(name, text)| write(dir.path(), name, text)).to_vec());
    for (query, path) in [
        ("S-400", "a.txt"),
        ("\"1,200 troops\"", "a.txt"),
        ("Lodz", "a.txt"),
        ("Nasser's", "a.txt"),
        ("kelin", "b.txt"),
        ("NAIVE", "b.txt"),
        ("елка", "b.txt"),
        ("\"одна\" OR \"елка\"", "b.txt"),
        ("\"одна\" AND \"елка\"", ""),
    ] {
        let request = SearchRequest { mode: Mode::Words, ..SearchRequest::new(query) };
        let hits = library.search(&request).unwrap().hits;
        let found = hits.first().map(|hit| hit.article.path.rsplit('/').next().unwrap());
        assert_eq!(found.unwrap_or_default(), path, "{query}");
        assert!(hits.len() < 2, "{query}");
        if let Some(hit) = hits.first() {
            assert!(hit.segments.iter().any(|segment| segment.mark == Mark::Word), "{query}");
        }
    }
}

#[test]
fn a_file_that_brought_its_parser_down_twice_is_set_aside_until_it_changes() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("library"));
    let path = write(dir.path(), "harbour.txt", HARBOUR);
    let hash = *blake3::hash(HARBOUR.as_bytes()).as_bytes();
    library.store.note_parser_crash(&hash).unwrap();
    library.store.note_parser_crash(&hash).unwrap();
    let report = import(&library, vec![path.clone()]);
    assert_eq!((report.imported.len(), report.failed.len()), (0, 1));
    assert_eq!(report.failed[0].code, "set_aside");
    assert!(report.failed[0].hint.is_some());
    write(dir.path(), "harbour.txt", CHESS);
    assert_eq!(import(&library, vec![path]).imported.len(), 1);
}
