//! Words that must follow each other, in any of their spellings: `"1 200 dockers"` stands
//! where the text has `1,200 dockers` and `"co-operative"` where it has `cooperative`.

use parallax_types::Span;

use crate::edge::Edge;
use crate::stem::StemLanguage;
use crate::tokens::{Tokens, tokens};

/// Spellings of one phrase that are looked for at most; a word with a hyphen doubles them.
pub const MAX_READINGS: usize = 8;

/// Comparisons at one place, after which it is taken for another phrase: only words with
/// dozens of hyphens, all alike, can be read in so many ways.
const MAX_STEPS: usize = 4_000;

/// A phrase, or a word, as it may stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    words: Tokens,
    /// The stems of a single word in the languages it may be of.
    stems: Vec<(StemLanguage, Edge)>,
    /// Whether its very forms count, or their stems do.
    is_exact: bool,
}

impl Phrase {
    /// As typed, word for word; case and accents aside.
    #[must_use]
    pub fn exact(text: &str) -> Self {
        Self { words: tokens(text), stems: Vec::new(), is_exact: true }
    }

    /// In any of its forms, as far as scripts tell.
    #[must_use]
    pub fn stemmed(text: &str) -> Self {
        Self::stemmed_in(text, &[])
    }

    /// In any of its forms; a single word also in those of some languages.
    #[must_use]
    pub fn stemmed_in(text: &str, languages: &[StemLanguage]) -> Self {
        let words = tokens(text);
        let stems = match words.list.as_slice() {
            [word] => {
                let stem = |language: &StemLanguage| {
                    let stem = language.stem(word)?;
                    Some((*language, Edge { stem, ..word.clone() }))
                };
                languages.iter().filter_map(stem).collect()
            }
            _ => Vec::new(),
        };
        Self { words, stems, is_exact: false }
    }

    /// Whether there is no word in it: it stands nowhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether its very forms count.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// The phrase as the words of each of its spellings, at most [`MAX_READINGS`], and its
    /// stems in particular languages.
    #[must_use]
    pub fn readings(&self) -> Vec<Vec<&Edge>> {
        let mut readings = Vec::new();
        self.read_on(0, &mut Vec::new(), &mut readings);
        readings.extend(self.stems.iter().map(|(_, stem)| vec![stem]));
        readings
    }

    fn read_on<'a>(
        &'a self,
        at: usize,
        before: &mut Vec<&'a Edge>,
        readings: &mut Vec<Vec<&'a Edge>>,
    ) {
        if readings.len() >= MAX_READINGS {
            return;
        }
        if at >= self.words.list.len() {
            if !before.is_empty() {
                readings.push(before.clone());
            }
            return;
        }
        for edge in self.words.from(at) {
            before.push(edge);
            self.read_on(edge.end, before, readings);
            before.pop();
        }
    }

    /// The tokens (first, one past the last) of each place where it stands, in order.
    #[must_use]
    pub fn places(&self, text: &Tokens) -> Vec<(usize, usize)> {
        let starts = 0..text.list.len();
        starts.filter_map(|start| Some((start, self.end_of(text, start)?))).collect()
    }

    /// Whether it stands in a text.
    #[must_use]
    pub fn stands_in(&self, text: &Tokens) -> bool {
        (0..text.list.len()).any(|start| self.end_of(text, start).is_some())
    }

    /// Where it stands, as bytes of the text the tokens are of.
    #[must_use]
    pub fn spans(&self, text: &Tokens) -> Vec<Span> {
        let span = |(first, end): (usize, usize)| {
            Span::new(text.list[first].span.start, text.list[end - 1].span.end)
        };
        self.places(text).into_iter().map(span).collect()
    }

    /// One past the last token, if it stands from token `start` on.
    fn end_of(&self, text: &Tokens, start: usize) -> Option<usize> {
        let mut n_steps_left = MAX_STEPS;
        let is_same_word = || {
            let word = text.list.get(start)?;
            let mut stems = self.stems.iter();
            stems.any(|(language, own)| language.meets(own, word)).then_some(start + 1)
        };
        self.end_from(text, start, 0, &mut n_steps_left).or_else(is_same_word)
    }

    /// The same for the words from its `word`-th on.
    fn end_from(
        &self,
        text: &Tokens,
        at: usize,
        word: usize,
        n_steps_left: &mut usize,
    ) -> Option<usize> {
        *n_steps_left = n_steps_left.checked_sub(1)?;
        if word >= self.words.list.len() {
            return (word > 0).then_some(at);
        }
        for own in self.words.from(word) {
            for other in text.from(at) {
                let is_same =
                    if self.is_exact { own.form == other.form } else { own.stem == other.stem };
                if is_same && let Some(end) = self.end_from(text, other.end, own.end, n_steps_left)
                {
                    return Some(end);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_in_every_spelling() {
        for (phrase, text) in [
            ("1200 dockers", "Some 1,200 dockers"),
            ("1 200 dockers", "Some 1,200 dockers"),
            ("1,200 dockers", "Some 1200 dockers"),
            ("US envoy", "The U.S. envoy"),
            ("U.S. envoy", "the US envoy"),
            ("of the cooperative", "president of the co-operative"),
            ("vice president of the cooperative", "vice-president of the co-operative"),
            ("COVID 19", "COVID-19"),
            ("suspended all further negotiations", "suspended all further nego-\ntiations with"),
            ("don't owe", "We don’t owe"),
            ("dont owe", "We don’t owe"),
            ("OBrien", "O’Brien’s heirs"),
            ("rock 'n' roll", "rock ’n’ roll"),
            ("防波堤的费用", "冲走的防波堤的费用。"),
            ("finance officer", "The ﬁnance oﬃcer"),
        ] {
            assert!(Phrase::exact(phrase).stands_in(&tokens(text)), "{phrase} in {text}");
        }
        for (phrase, text) in [
            ("envoy US", "The U.S. envoy"),
            ("委员会港口", "港口委员会"),
            ("docker", "1,200 dockers"),
            ("120", "1,200"),
            ("", "anything"),
        ] {
            assert!(!Phrase::exact(phrase).stands_in(&tokens(text)), "{phrase} in {text}");
        }
        assert!(Phrase::stemmed("docker").stands_in(&tokens("1,200 dockers")));
        assert!(Phrase::exact("Mueller").stands_in(&tokens("Frau Müller")));
        assert!(Phrase::exact("Müller").stands_in(&tokens("Frau Mueller")));
        let german: Vec<StemLanguage> = StemLanguage::of("de").into_iter().collect();
        assert!(Phrase::stemmed_in("Haus", &german).stands_in(&tokens("die Häuser")));
        assert!(!Phrase::stemmed_in("Haus", &german).stands_in(&tokens("die Hausierer")));
    }

    #[test]
    fn spellings_are_read_one_by_one() {
        let phrase = Phrase::exact("e-mail of O'Brien");
        let readings: Vec<String> = phrase
            .readings()
            .iter()
            .map(|reading| reading.iter().map(|edge| edge.form.as_str()).collect::<Vec<_>>())
            .map(|words| words.join(" "))
            .collect();
        assert_eq!(
            readings,
            ["e mail of o brien", "e mail of obrien", "email of o brien", "email of obrien"]
        );
        let text = tokens("an email of O'Brien, an e-mail of OBrien");
        assert_eq!(phrase.places(&text), [(1, 5), (6, 10)]);
    }
}
