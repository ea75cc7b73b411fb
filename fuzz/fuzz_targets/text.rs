//! Everything that is told by its text: plain text in any encoding, Markdown,
//! tables, JSON, feeds, FB2, flat DOCX and ODT.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_fuzz::{read, watch_own_code};

const NAMES: [&str; 8] =
    ["a.txt", "a.md", "a.csv", "a.json", "a.jsonl", "a.xml", "a.fb2", "a.webarchive"];

fuzz_target!(init: watch_own_code(), |bytes: &[u8]| {
    let Some((kind, text)) = bytes.split_first() else { return };
    read(text, NAMES[usize::from(*kind) % NAMES.len()]);
});
