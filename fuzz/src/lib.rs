//! What the fuzz targets have in common: reading a file's bytes as the app's
//! child process does, and what must hold of every article that comes out.
//!
//! Invariant: a panic of our own code ends the run, even where the app would
//! survive it; a panic of somebody else's parser is what `catch_unwind` is for.

use std::panic::PanicHookInfo;
use std::path::Path;

use parallax_types::RawArticle;

/// To be called once, before the first input.
pub fn watch_own_code() {
    std::panic::set_hook(Box::new(|panic| {
        if is_own(panic) {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}

/// Our own files are named relative to the repository or under `crates/`;
/// those of others lie in cargo's registry or the toolchain.
fn is_own(panic: &PanicHookInfo<'_>) -> bool {
    panic.location().is_none_or(|at| {
        let file = at.file().replace('\\', "/");
        !file.contains("/registry/src/") && !file.contains("/rustc/") && !file.contains("/rustlib/")
    })
}

/// Reads `bytes` as the file `name` and checks what comes out.
///
/// # Panics
/// When an article breaks what the rest of the app takes for granted.
pub fn read(bytes: &[u8], name: &str) {
    match parallax_import::parse(bytes, Path::new(name)) {
        Ok(articles) => {
            assert!(!articles.is_empty(), "neither an article nor an error");
            articles.iter().for_each(check);
        }
        Err(error) => {
            assert!(!error.code().is_empty() && !error.to_string().is_empty());
        }
    }
}

fn check(article: &RawArticle) {
    assert!(article.blocks.iter().all(|block| !block.text.trim().is_empty()), "an empty block");
    assert!(!article.receipt.format.is_empty(), "a format without a name");
    parallax_text::clean(article, &|_| 0);
}
