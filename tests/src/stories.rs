//! Every side of a story from the command line, on five real articles that tell
//! one story and its sequel. Skipped where those articles are not there.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::cli::{Library, sample};
use crate::root;

/// The articles' folder, and the ids they were given, in order of their names.
fn imported() -> Option<(Library, Vec<i64>)> {
    let folder = seeds()?;
    let library = Library::new();
    let report = library.json(0, &["import", folder.to_str().unwrap()]);
    let mut articles: Vec<(String, i64)> = list(&report["imported"])
        .iter()
        .map(|article| {
            (article["path"].as_str().unwrap().to_owned(), article["article_id"].as_i64().unwrap())
        })
        .collect();
    articles.sort();
    Some((library, articles.into_iter().map(|(_, id)| id).collect()))
}

fn seeds() -> Option<PathBuf> {
    let folder = root().join("../shared/data/seeds");
    if !folder.is_dir() {
        eprintln!("skipped: no ../shared");
        return None;
    }
    fs_err::canonicalize(folder).ok()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn ids(values: &Value) -> BTreeSet<i64> {
    list(values).iter().map(|value| value["article_id"].as_i64().unwrap()).collect()
}

#[test]
fn a_republished_page_is_a_copy_and_its_banners_are_extra() {
    let Some((library, id)) = imported() else { return };
    let copies = library.json(0, &["copies"]);
    let groups = list(&copies["groups"]);
    assert_eq!(groups.len(), 1, "{copies}");
    assert_eq!(ids(&groups[0]["articles"]), BTreeSet::from([id[1], id[2]]));
    let pair = &groups[0]["pairs"][0];
    assert!(pair["a_in_b"].as_f64().unwrap() >= 0.9, "{pair}");
    let extra = list(&pair["extra_blocks"]);
    assert!(extra.iter().any(|block| block["furniture"] == "appeal"), "{pair}");
    assert!(extra.iter().all(|block| !block["furniture"].is_null()), "no body is extra: {pair}");
}

#[test]
fn four_pages_tell_one_story_and_the_fifth_follows_it() {
    let Some((library, id)) = imported() else { return };
    let stories = library.json(0, &["stories"]);
    let stories = list(&stories["stories"]);
    let story = stories.iter().find(|story| ids(&story["articles"]).contains(&id[0])).unwrap();
    assert_eq!(ids(&story["articles"]), id[..4].iter().copied().collect());
    let n_origins = story["n_origins"].as_i64().unwrap();
    assert!((2..=3).contains(&n_origins), "{n_origins}");
    let source = &list(&story["sources"])[0];
    assert_eq!(
        (source["name"].as_str(), source["n_articles"].as_i64()),
        (Some("Interfax"), Some(4))
    );
    let sequel = stories.iter().find(|story| ids(&story["articles"]).contains(&id[4])).unwrap();
    assert_eq!(ids(&sequel["articles"]).len(), 1);
    assert_eq!(sequel["follow_up_of"][0]["story_id"], story["story_id"]);

    let timeline = library.json(0, &["timeline", "--story", &story["story_id"].to_string()]);
    let dates: BTreeSet<&str> =
        list(&timeline["events"]).iter().map(|event| event["date"].as_str().unwrap()).collect();
    for date in ["2017-01-04", "2016-04", "2014", "2016-11"] {
        assert!(dates.contains(date), "{date} is not among {dates:?}");
    }
    let timeline = library.json(0, &["timeline", "--story", &sequel["story_id"].to_string()]);
    assert!(list(&timeline["events"]).iter().any(|event| event["date"] == "2017-09-14"));
}

#[test]
fn one_officials_words_are_followed_through_four_pages() {
    let Some((library, id)) = imported() else { return };
    let quotes = library.json(0, &["quotes", "--speaker", "Kelin"]);
    let families = list(&quotes["families"]);
    let holding = |words: &str| {
        let says = |r: &Value| r["text"].as_str().unwrap().contains(words);
        families.iter().find(|family| list(&family["renderings"]).iter().any(says)).unwrap()
    };
    let restored = holding("restore normal relations");
    assert_eq!(ids(&restored["renderings"]), id[..4].iter().copied().collect());
    let wordings: BTreeSet<i64> =
        list(&restored["renderings"]).iter().map(|r| r["wording"].as_i64().unwrap()).collect();
    assert_eq!(wordings.len(), 2);
    assert!(ids(&holding("convince")["renderings"]).len() >= 3);

    let quotes = library.json(0, &["quotes", "--speaker", "Shoigu"]);
    let articles: BTreeSet<i64> =
        list(&quotes["families"]).iter().flat_map(|family| ids(&family["renderings"])).collect();
    assert!(articles.contains(&id[1]) && articles.contains(&id[3]), "one person, spelt two ways");
}

#[test]
fn the_ledger_shows_one_verb_and_one_origin_for_two_pages_of_an_outlet() {
    let Some((library, id)) = imported() else { return };
    let ledger = library.json(0, &["ledger", &id[0].to_string()]);
    let columns: Vec<BTreeSet<i64>> = list(&ledger["origins"])
        .iter()
        .map(|origin| list(&origin["article_ids"]).iter().filter_map(Value::as_i64).collect())
        .collect();
    let copies = BTreeSet::from([id[1], id[2]]);
    assert!(columns.iter().any(|column| column.is_superset(&copies)), "{columns:?}");
    let differing = library.json(0, &["ledger", &id[0].to_string(), "--state", "differ"]);
    let says = |row: &Value, words: &str| {
        list(&row["cells"]).iter().any(|cell| cell["value"].as_str().unwrap().contains(words))
    };
    let rows = list(&differing["rows"]);
    assert!(rows.iter().all(|row| row["state"] == "differ"));
    let verb = rows.iter().find(|row| says(row, "restore normal") && says(row, "build normal"));
    assert_eq!(verb.map(|row| row["kind"].as_str()), Some(Some("quotation")), "{ledger}");
}

#[test]
fn two_pages_differ_in_one_verb_of_a_quotation() {
    let Some((library, id)) = imported() else { return };
    let compared = library.json(0, &["compare", &id[0].to_string(), &id[1].to_string()]);
    let differs = |pair: &Value| {
        let differences = list(&pair["differences"]);
        differences.iter().any(|d| d["a"] == "restore" && d["b"] == "build")
    };
    assert!(list(&compared["pairs"]).iter().any(differs), "{compared}");
    assert!(!list(&compared["only_a"]).is_empty() && !list(&compared["only_b"]).is_empty());

    let news = library.json(0, &["whatsnew", &id[2].to_string()]);
    assert!(list(&news["passages"]).iter().all(|passage| passage["status"] == "seen earlier"));
}

#[test]
fn the_sample_says_who_told_it_first_and_what_an_article_leaves_out() {
    let library = Library::new();
    let imported = library.import(&sample());
    let file = |name: &str| {
        let is_it = |row: &&Value| row["path"].as_str().unwrap().contains(name);
        list(&imported["imported"]).iter().find(is_it).unwrap()["article_id"].as_i64().unwrap()
    };
    let wire = file("harbour-board-restore-ties");
    let stories = library.json(0, &["stories"]);
    let stories = list(&stories["stories"]);
    let story = stories.iter().find(|story| ids(&story["articles"]).contains(&wire)).unwrap();
    let names: Vec<&str> =
        list(&story["sources"]).iter().filter_map(|source| source["name"].as_str()).collect();
    assert!(names.contains(&"Norden Wire"), "{names:?}");
    // The Coast Herald names its hour, the wire only the day: either may have been first.
    let first = &story["first_telling"];
    let mut may_be_first = list(&first["or"]).iter().chain([&first["article_id"]]);
    assert!(may_be_first.any(|id| id.as_i64() == Some(wire)), "{first}");
    let nodes = list(&story["origin_tree"]);
    let place = nodes.iter().position(|node| node["article_id"].as_i64() == Some(wire)).unwrap();
    assert_eq!(nodes[place]["depth"], 0);
    let below: Vec<&Value> =
        nodes.iter().filter(|node| node["from"].as_u64() == Some(place as u64)).collect();
    assert!(below.len() >= 3, "{nodes:?}");
    assert!(below.iter().any(|node| node["text"] == "told Norden Wire"), "{below:?}");
    let ledger = library.json(0, &["ledger", &wire.to_string()]);
    assert_eq!(list(&ledger["origin_tree"]).len(), nodes.len());

    let first = library.json(0, &["ledger", "--left-out", &wire.to_string()]);
    assert_eq!(first["has_date"], true);
    assert!(list(&first["left_out"]).is_empty(), "nothing was told before the first: {first}");
}
