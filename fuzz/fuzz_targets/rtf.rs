//! Rich text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_fuzz::{read, watch_own_code};

fuzz_target!(init: watch_own_code(), |text: &[u8]| {
    read(&[b"{\\rtf1", text].concat(), "text.rtf");
});
