//! What a page says about itself: schema.org data that is hardly JSON, `<meta>`
//! elements, bylines and dates, each a line of the input.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_fuzz::{read, watch_own_code};

fuzz_target!(init: watch_own_code(), |lines: &str| {
    let mut lines = lines.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let quoted = |text: &str| text.replace('"', "&quot;");
    let page = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><title>{}</title>\
         <meta name=author content=\"{}\"><meta name=date content=\"{}\">\
         <script type='application/ld+json'>{}</script></head><body>\
         <h1>{}</h1><p class=\"{}\">{}</p><p>{}</p><time datetime=\"{}\">{}</time>\
         <p>The bridge over the harbour is shut until the winter comes round again.</p></body></html>",
        quoted(next()),
        next(),
        quoted(next()),
        quoted(next()),
        next(),
        next(),
        quoted(next()),
        next(),
        next(),
        quoted(next()),
        next(),
    );
    read(page.as_bytes(), "page.html");
});
