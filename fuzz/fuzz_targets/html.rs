//! A page, whatever its tags are.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_fuzz::{read, watch_own_code};

fuzz_target!(init: watch_own_code(), |page: &[u8]| {
    read(&[b"<!DOCTYPE html><html>", page].concat(), "page.html");
});
