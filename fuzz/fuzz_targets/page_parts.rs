//! Which parts of a page are its article: elements with names and texts drawn from
//! the input, some of them a discussion's. Nothing the page shows may be lost.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_fuzz::{read, watch_own_code};

const TAGS: &[&str] = &["div", "p", "li", "h2", "aside", "blockquote", "pre", "section", "td", "figcaption"];

const NAMES: &[&str] = &[
    "", "sidebar", "comments", "bbWrapper", "message-signature", "related", "caption", "standfirst",
    "post-body", "modal",
];

const TEXTS: &[&str] = &[
    "The bridge over the harbour is shut until the winter comes round again, the council says.",
    "Sign up now",
    "By Jane Roe",
    "4 May 2031",
    "Nobody knows why they voted for it, and nobody has asked them so far, as far as we can tell.",
    "Related: The pier that nobody wanted",
];

fuzz_target!(init: watch_own_code(), |parts: &[u8]| {
    let mut page = String::from("<!DOCTYPE html><title>Bridge</title><!-- phpbb --><h1>Bridge</h1>");
    for part in parts.chunks(3).take(2000) {
        let of = |list: &'static [&'static str], at: usize| {
            list[usize::from(part.get(at).copied().unwrap_or_default()) % list.len()]
        };
        let (tag, name, text) = (of(TAGS, 0), of(NAMES, 1), of(TEXTS, 2));
        // One in four stays open.
        let end = if part[0] >= 192 { String::new() } else { format!("</{tag}>") };
        page.push_str(&format!("<{tag} class='{name}'>{text}{end}"));
    }
    read(page.as_bytes(), "page.html");
});
