//! Turns the blocks an importer read into clean text, labels what is not the
//! author's, cuts the rest into sentences and passages, and finds in texts what
//! can be compared: copies, facts, names, dates, quotations.
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

mod align;
mod attribution;
mod boilerplate;
mod calendar;
mod clean;
mod dates;
mod diff;
mod facts;
mod grouping;
mod names;
mod normalise;
mod overlap;
mod passages;
mod quotations;
mod sentences;
mod shingles;
mod term_weight;
mod terms;
mod tokens;
mod values;
mod words;

pub use align::{Aligned, WeightedWords, align, likeness};
pub use attribution::{OriginMark, OriginMarkKind, medium_named, origin_marks};
pub use calendar::Day;
pub use clean::{CleanArticle, CleanBlock, N_ELSEWHERE_IS_BOILERPLATE, clean};
pub use dates::{
    DateMention, Precision, Resolved, Spoken, date_mentions, is_ahead, reference_day, resolve,
    time_of_year,
};
pub use diff::{Change, common as common_words};
pub use facts::{Difference, DifferenceKind, differences, number};
pub use grouping::{LinkageRules, average_linkage, closeness_in_time};
pub use names::{Name, NameKind, names, person_key, same_person};
pub use overlap::{Overlap, overlap};
pub use passages::{PassageRules, passages};
pub use quotations::{Quotation, quotations};
pub use sentences::sentences;
pub use shingles::{runs, sampled_shingles, shared_trigrams};
pub use term_weight::rarity;
pub use terms::{Term, heaviest, length as length_of_terms, term_similarity, terms};
pub use tokens::{Token, fold, hash, hashes, mix, stem, tokens};
pub use values::{Pairing, Reason, Statement, Value, ValueKind, Verdict};
pub use words::{block_key, n_words};

/// Bumped whenever the same input may give other clean text, labels or passages.
pub const VERSION: u32 = 2;
