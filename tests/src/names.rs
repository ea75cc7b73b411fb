//! Words this code once had for things the field has names for, and may not have again.
//!
//! Invariant: no identifier and no file is called by one of them; `docs/glossary.md` has the
//! words that are used. Prose, text shown to people and names of stored tables are not looked at.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::root;

/// A retired identifier, and what it is called now.
const RETIRED: &[(&str, &str)] = &[
    ("Alone", "ArticleFeatures"),
    ("Beside", "MatchContext"),
    ("Furniture", "Boilerplate"),
    ("Kept", "Annotations"),
    ("Known", "Cache"),
    ("Linking", "GraphBuild"),
    ("Living", "LiveSegment"),
    ("MAX_DEATHS", "MAX_CRASHES"),
    ("NewKeys", "DeltaPostings"),
    ("NewSides", "NewFeatures"),
    ("SealingWriter", "ChecksumWriter"),
    ("Settled", "MergedSegments"),
    ("Settling", "PendingMerge"),
    ("SideFacts", "ArticleFacts"),
    ("SideId", "FeatureRowId"),
    ("SideKey", "FeatureKey"),
    ("SidesBatch", "FeatureBatch"),
    ("SidesReading", "FeatureReader"),
    ("Standing", "RenderingKind"),
    ("Turn", "SearchTicket"),
    ("Wanted", "TextQuery"),
    ("adopt", "install"),
    ("alive_runs", "live_ranges"),
    ("bury_as", "copy_deletes_from"),
    ("chained", "connected_components"),
    ("count_known_words", "count_vocabulary"),
    ("each_alone", "features_of"),
    ("forget_parser_deaths", "forget_parser_crashes"),
    ("is_furniture", "is_boilerplate"),
    ("is_hollow", "needs_compaction"),
    ("is_parsers_death", "is_parser_crash"),
    ("known_words_are_due", "vocabulary_is_due"),
    ("n_furniture", "n_boilerplate"),
    ("n_parser_deaths", "n_parser_crashes"),
    ("near_again", "nearness_after_feedback"),
    ("note_parser_death", "note_parser_crash"),
    ("pending_sides", "pending_features"),
    ("put_right", "suggest_spelling"),
    ("read_sides", "read_features"),
    ("root_of", "find_root"),
    ("side_facts", "article_facts"),
    ("sides_are_due", "stories_are_due"),
    ("sides_version", "feature_version"),
    ("slips", "edit_distance"),
    ("sort_keys_in", "merge_delta"),
    ("tend_index", "maintain_index"),
    ("tend_sides", "update_stories"),
    ("tend_sides_meanwhile", "update_stories_meanwhile"),
    ("use_sides", "use_feature_version"),
    ("words_beginning", "terms_with_prefix"),
    ("write_sides", "write_features"),
];

/// Names of files and folders, likewise.
const RETIRED_FILES: &[(&str, &str)] = &[
    ("alone.rs", "features.rs"),
    ("asking.rs", "dialogs.rs"),
    ("beside", "side_by_side"),
    ("deadly.rs", "quarantine.rs"),
    ("living.rs", "live_segment.rs"),
    ("outside.rs", "desktop.rs"),
    ("sides", "stories"),
    ("tally.rs", "term_counts.rs"),
];

#[test]
fn what_has_a_name_in_the_field_has_no_other_here() {
    let retired: BTreeMap<&str, &str> = RETIRED.iter().copied().collect();
    let files: BTreeMap<&str, &str> = RETIRED_FILES.iter().copied().collect();
    let mut found = Vec::new();
    let mut n_identifiers = 0;
    // This one names them all.
    for file in sources().into_iter().filter(|file| !file.ends_with("tests/src/names.rs")) {
        for part in file.strip_prefix(root()).unwrap() {
            let part = part.to_string_lossy();
            if let Some(now) = files.get(&*part).or_else(|| files.get(part.trim_end_matches(".rs")))
            {
                found.push(format!("{}: `{part}` is called `{now}`", file.display()));
            }
        }
        let text = fs_err::read_to_string(&file).unwrap();
        for name in defined(&text) {
            n_identifiers += 1;
            if let Some(now) = retired.get(name) {
                found.push(format!("{}: `{name}` is called `{now}`", file.display()));
            }
        }
    }
    assert!(n_identifiers > 3_000, "hardly anything was read: {n_identifiers}");
    assert!(found.is_empty(), "{found:#?}");
}

/// A page that leads nowhere is worse than none.
#[test]
fn what_the_glossary_names_is_there() {
    let text = fs_err::read_to_string(root().join("docs/glossary.md")).unwrap();
    let paths: Vec<&str> = text.split('`').filter(|part| part.contains("/src/")).collect();
    assert!(paths.len() > 30, "{paths:?}");
    let missing: Vec<&&str> =
        paths.iter().filter(|path| !root().join("crates").join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn definitions_are_found() {
    let text = "pub(crate) struct Alone<'a> {}\nfn put_right() {}\n// fn slips\nconst MAX_DEATHS: u32 = 2;\nlet turn = 1;\nconst fn adopt() {}";
    assert_eq!(defined(text).collect::<Vec<_>>(), ["Alone", "put_right", "MAX_DEATHS", "adopt"]);
}

/// Names of types, functions, constants and modules that a text defines.
fn defined(text: &str) -> impl Iterator<Item = &str> {
    const KEYWORDS: [&str; 9] =
        ["struct", "enum", "fn", "const", "static", "type", "trait", "mod", "union"];
    text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")).filter_map(|line| {
        let mut words = line.split([' ', '(', '<', ':', ';', '{', '=', ')']);
        words.by_ref().find(|word| KEYWORDS.contains(word))?;
        words.find(|word| !KEYWORDS.contains(word)).filter(|name| !name.is_empty())
    })
}

fn sources() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        ["crates", "src-tauri/src", "xtask/src", "tests/src"].map(|name| root().join(name)).into();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}
