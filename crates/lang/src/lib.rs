//! The ground floor for language: how a text is cut into words, which spellings of a
//! word are one, what a word's stem is, which words say nothing alone, which marks are
//! quotation marks, what the words around numbers mean, and what media are called.
//!
//! Invariant: pure functions of their arguments, linear in the length of the text; they
//! never fail. A text and a question are read by the same rules, here and nowhere else.
//! Not here: sentences, names, dates (`parallax-text`), where words are kept
//! (`parallax-store`).

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod credits;
mod edge;
mod fold;
mod function_words;
mod guess;
mod joined;
mod media;
mod phrase;
mod quantities;
mod quotes;
mod spellings;
mod stem;
mod tokens;
mod unspaced;

pub use credits::{CreditPhrases, CreditWord, credit_phrases};
pub use edge::{Edge, TokenKind};
pub use fold::{compose, fold, is_invisible};
pub use function_words::{FunctionWords, all_function_words};
pub use guess::{language_name, language_of};
pub use media::{Medium, MediumForm, MediumKind, media};
pub use phrase::{MAX_READINGS, Phrase};
pub use quantities::{Dimension, Language, QuantityWord, QuantityWords, Unit};
pub use quotes::{closes, is_quotation_mark, opens};
pub use stem::{StemLanguage, stem};
pub use tokens::{Tokens, tokens};
pub use unspaced::unspaced_words;

/// Bumped whenever the same text may give other tokens, forms or stems.
pub const VERSION: u32 = 2;
