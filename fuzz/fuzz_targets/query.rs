//! What a reader may type into the search field.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_engine::Query;

fuzz_target!(|typed: &str| {
    let query = Query::parse(typed);
    let _ = query.understood();
    for part in &query.parts {
        assert!(!part.value.is_empty() && typed.contains(&part.typed), "{part:?} of {typed:?}");
    }
});
