//! A message, a mailbox, a saved page in MIME.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parallax_fuzz::{read, watch_own_code};

fuzz_target!(init: watch_own_code(), |message: &[u8]| {
    let Some((kind, message)) = message.split_first() else { return };
    match kind % 4 {
        0 => read(message, "message.eml"),
        1 => read(&[b"From a@example.org Mon Jan  1 00:00:00 2024\n", message].concat(), "box.mbox"),
        2 => {
            let emlx = [format!("{}\n", message.len()).as_bytes(), message].concat();
            read(&emlx, "message.emlx");
        }
        _ => {
            let head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"; type=\"text/html\"\r\n\r\n";
            read(&[head, message].concat(), "page.mhtml");
        }
    }
});
