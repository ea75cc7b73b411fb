//! Turns the blocks an importer read into clean text, labels what is not the
//! author's, and cuts the rest into sentences and passages.
//!
//! Invariant: pure functions of their arguments, linear in the length of the
//! text; never fails, never panics. Odd text yields odd passages.
//! Not here: files, formats, metadata (`parallax-import`), token counts (a
//! matter of the model).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]
#![cfg_attr(
    test,
    allow(
        clippy::needless_pass_by_value,
        clippy::needless_raw_string_hashes,
        reason = "expectations are passed and written the way expect-test does it"
    )
)]

mod clean;
mod furniture;
mod normalise;
mod passages;
mod sentences;
mod words;

pub use clean::{CleanArticle, CleanBlock, clean};
pub use passages::{PassageRules, passages};
pub use sentences::sentences;
pub use words::{block_key, n_words};

/// Bumped whenever the same input may give other clean text, labels or passages.
pub const VERSION: u32 = 1;
