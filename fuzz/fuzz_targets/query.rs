//! What a reader may type into the search field.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_engine::Query;

fuzz_target!(|typed: &str| {
    let query = Query::parse(typed);
    let _ = query.understood();
    // What is printed is read as the same.
    let printed = query.printed();
    let again = Query::parse(&printed);
    assert_eq!(again.printed(), printed, "{typed:?}");
    assert_eq!(again.condition, query.condition, "{typed:?} as {printed:?}");
    assert_eq!(again.filter, query.filter, "{typed:?} as {printed:?}");
    for part in &query.parts {
        assert!(!part.value.is_empty() && typed.contains(&part.typed), "{part:?} of {typed:?}");
    }
});
