//! One block with what the rules ask about it, computed once.

use parallax_types::BlockKind;

use crate::words::n_words;

/// Longer blocks are prose whatever they say: nothing the rules look for is that long.
const MAX_RULED_WORDS: usize = 150;

/// A block as the furniture rules see it.
pub(crate) struct Line<'a> {
    pub(super) kind: BlockKind,
    /// As in the clean text.
    pub(super) text: &'a str,
    /// Lower case, straight quotes; empty for blocks too long to be furniture.
    pub(super) folded: String,
    pub(super) n_words: usize,
    /// Whether it reads like a sentence: several words and a full stop.
    pub(super) prose: bool,
}

impl<'a> Line<'a> {
    /// `text` is the block's clean text.
    pub(crate) fn new(kind: BlockKind, text: &'a str) -> Self {
        let n_words = n_words(text);
        let folded = if n_words <= MAX_RULED_WORDS { fold(text) } else { String::new() };
        let prose = n_words > 40 || (n_words >= 8 && ends_like_sentence(text));
        Self { kind, text, folded, n_words, prose }
    }

    /// Without the marks around it: `» Read more…` → `read more`.
    pub(super) fn core(&self) -> &str {
        self.folded.trim_matches(|char: char| !char.is_alphanumeric())
    }

    /// Whether it is one of these words or phrases and nothing else. One-word
    /// answers and exclamations ("Help.") are sentences, not buttons.
    pub(super) fn is_button(&self, phrases: &[&str]) -> bool {
        let exclaimed = self.n_words <= 2
            && self.text.ends_with(['.', '!', '?'])
            && !self.text.ends_with("...");
        !exclaimed && phrases.contains(&self.core())
    }

    /// Whether it has a letter or a digit.
    pub(super) fn spoken(&self) -> bool {
        self.n_words > 0
    }

    /// Whether the phrase stands in it as whole words.
    pub(super) fn has(&self, phrase: &str) -> bool {
        has_phrase(&self.folded, phrase)
    }

    /// Whether any of the phrases stands in it.
    pub(super) fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }

    /// Whether it starts with the phrase as whole words.
    pub(super) fn starts_with(&self, phrase: &str) -> bool {
        let core =
            self.folded.trim_start_matches(|char: char| !char.is_alphanumeric() && char != '©');
        core.strip_prefix(phrase)
            .is_some_and(|rest| phrase.ends_with('@') || !rest.starts_with(char::is_alphanumeric))
    }

    /// Whether it starts with any of the phrases.
    pub(super) fn starts_with_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.starts_with(phrase))
    }

    /// Whether somebody is quoted in it: furniture quotes nobody.
    pub(super) fn quotes_somebody(&self) -> bool {
        const SAYING: &[&str] = &[
            "said",
            "says",
            "told",
            "wrote",
            "added",
            "sagte",
            "erklärte",
            "a déclaré",
            "dijo",
            "сказал",
            "заявил",
        ];
        self.folded.contains('"') && self.has_any(SAYING)
    }
}

/// Lower case with straight quotes.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|char| match char {
            '’' | '‘' | 'ʼ' => '\'',
            '“' | '”' | '„' | '«' | '»' => '"',
            _ => char,
        })
        .collect()
}

/// Letters and digits only, single spaces: for comparing a line with a title.
pub(super) fn bare(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Whether the text ends in a full stop, perhaps within quotes or brackets.
pub(super) fn ends_like_sentence(text: &str) -> bool {
    text.trim_end_matches(|char: char| {
        char.is_whitespace()
            || matches!(char, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』')
    })
    .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])
}

fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
