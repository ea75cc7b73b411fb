//! Cuts text into the pieces of a unigram vocabulary: what a pack for many languages
//! reads. From `tokenizer.json`, as `xtask` writes it.
//!
//! The `tokenizers` library does the same with 270 MB for a quarter of a million pieces,
//! in each worker; here it is 8 MB, shared by all: pieces lie in one string and are found
//! through a hash that grows byte by byte.
//!
//! Invariants: never fails on any text; what a text says is never taken for a special
//! piece. Differs from the library in that alone (`agrees_with_the_library`).
//! Not here: vocabularies of other kinds, which go through fastembed (`onnx`).

use std::borrow::Cow;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// Begins a word.
const WORD: char = '▁';

/// What an unknown character scores below the rarest piece (`SentencePiece`,
/// `unigram_model.cc`: `kUnkPenalty`).
const UNKNOWN_PENALTY: f32 = 10.0;

/// No piece.
const EMPTY: u32 = u32::MAX;

/// FNV-1a, 64 bits.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

/// Steps that are done here, as `tokenizer.json` names them.
const NORMALIZERS: [&str; 3] = ["Nmt", "NFKC", "Replace"];
const PRETOKENIZERS: [&str; 2] = ["WhitespaceSplit", "Metaspace"];

/// A vocabulary, ready to cut.
pub(crate) struct Unigram {
    /// All pieces, one after the other, and where each ends.
    pieces: String,
    ends: Vec<u32>,
    scores: Vec<f32>,
    /// Ids by hash, open addressing; a power of two.
    slots: Vec<u32>,
    longest_bytes: usize,
    unknown_score: f32,
    begin: u32,
    end: u32,
    unknown: u32,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    model: Model<'a>,
    added_tokens: Vec<Added>,
    normalizer: Steps,
    pre_tokenizer: Steps,
}

#[derive(Deserialize)]
struct Model<'a> {
    #[serde(rename = "type")]
    kind: String,
    unk_id: u32,
    #[serde(borrow)]
    vocab: Vec<Piece<'a>>,
}

#[derive(Deserialize)]
struct Piece<'a>(#[serde(borrow)] Cow<'a, str>, f32);

#[derive(Deserialize)]
struct Added {
    id: u32,
    content: String,
}

#[derive(Deserialize)]
struct Steps {
    #[serde(alias = "normalizers", alias = "pretokenizers")]
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(rename = "type")]
    kind: String,
}

impl Unigram {
    /// Reads a `tokenizer.json`. The message says what is not as expected.
    pub(crate) fn read(json: &[u8]) -> Result<Self, String> {
        let file: File<'_> = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let is_done = |steps: &Steps, known: &[&str]| {
            steps.steps.iter().map(|step| step.kind.as_str()).eq(known.iter().copied())
        };
        if file.model.kind != "Unigram"
            || !is_done(&file.normalizer, &NORMALIZERS)
            || !is_done(&file.pre_tokenizer, &PRETOKENIZERS)
        {
            return Err("it describes another kind of tokenizer".to_owned());
        }
        let special = |piece: &str| {
            let added = file.added_tokens.iter().find(|added| added.content == piece);
            added.map(|added| added.id).ok_or_else(|| format!("no piece {piece}"))
        };
        let (begin, end) = (special("<s>")?, special("</s>")?);
        let is_special = |id: u32| file.added_tokens.iter().any(|added| added.id == id);
        Self::of(&file.model.vocab, &is_special, [begin, end, file.model.unk_id])
    }

    fn of(
        vocabulary: &[Piece<'_>],
        is_special: &dyn Fn(u32) -> bool,
        [begin, end, unknown]: [u32; 3],
    ) -> Result<Self, String> {
        let mut pieces = String::with_capacity(vocabulary.iter().map(|piece| piece.0.len()).sum());
        let mut ends = Vec::with_capacity(vocabulary.len());
        for piece in vocabulary {
            pieces.push_str(&piece.0);
            ends.push(u32::try_from(pieces.len()).map_err(|error| error.to_string())?);
        }
        let scores: Vec<f32> = vocabulary.iter().map(|piece| piece.1).collect();
        let mut unigram = Self {
            pieces,
            ends,
            slots: vec![EMPTY; (vocabulary.len() * 2).next_power_of_two()],
            longest_bytes: vocabulary.iter().map(|piece| piece.0.len()).max().unwrap_or(0),
            unknown_score: scores.iter().copied().fold(0.0, f32::min) - UNKNOWN_PENALTY,
            scores,
            begin,
            end,
            unknown,
        };
        for id in (0..).take(vocabulary.len()) {
            if !is_special(id) {
                unigram.insert(id);
            }
        }
        Ok(unigram)
    }

    fn insert(&mut self, id: u32) {
        let mut slot = self.slot(hash(FNV_OFFSET, self.piece(id).as_bytes()));
        while self.slots[slot] != EMPTY {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.slots[slot] = id;
    }

    /// The ids of `text` between those of its begin and end, `max_tokens` at most.
    pub(crate) fn ids(&self, text: &str, max_tokens: usize) -> Vec<i64> {
        let mut ids = vec![i64::from(self.begin)];
        let n_most = max_tokens.saturating_sub(1).max(1);
        let normal: String = text.chars().filter_map(nmt).nfkc().collect();
        let mut word = String::new();
        for plain in normal.split_whitespace() {
            if ids.len() >= n_most {
                break;
            }
            word.clear();
            word.push(WORD);
            word.push_str(plain);
            self.cut(&word, &mut ids);
        }
        ids.truncate(n_most);
        ids.push(i64::from(self.end));
        ids
    }

    /// The likeliest pieces of one word (Viterbi); unknown characters in a row are one.
    fn cut(&self, word: &str, ids: &mut Vec<i64>) {
        // For each byte: the best score of what ends there, where its last piece begins,
        // and which piece that is.
        let mut best = vec![(f32::NEG_INFINITY, 0usize, EMPTY); word.len() + 1];
        best[0].0 = 0.0;
        for (start, first) in word.char_indices() {
            let score = best[start].0;
            if score == f32::NEG_INFINITY {
                continue;
            }
            let mut reach = |end: usize, score: f32, piece: u32| {
                if score > best[end].0 {
                    best[end] = (score, start, piece);
                }
            };
            let rest = &word[start..];
            let mut hashed = FNV_OFFSET;
            for (at, char) in rest.char_indices() {
                let length = at + char.len_utf8();
                if length > self.longest_bytes {
                    break;
                }
                hashed = hash(hashed, &rest.as_bytes()[at..length]);
                if let Some(id) = self.find(hashed, &rest[..length]) {
                    reach(start + length, score + self.scores[id as usize], id);
                }
            }
            reach(start + first.len_utf8(), score + self.unknown_score, self.unknown);
        }
        let from = ids.len();
        let mut end = word.len();
        while end > 0 {
            let (_, start, piece) = best[end];
            let is_repeated = piece == self.unknown
                && ids.len() > from
                && ids.last() == Some(&i64::from(self.unknown));
            if !is_repeated {
                ids.push(i64::from(piece));
            }
            end = start;
        }
        ids[from..].reverse();
    }

    fn find(&self, hashed: u64, piece: &str) -> Option<u32> {
        let mut slot = self.slot(hashed);
        loop {
            match self.slots[slot] {
                EMPTY => return None,
                id if self.piece(id) == piece => return Some(id),
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn piece(&self, id: u32) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] as usize };
        &self.pieces[start..self.ends[id] as usize]
    }

    #[expect(clippy::cast_possible_truncation, reason = "cut to the number of slots")]
    fn slot(&self, hashed: u64) -> usize {
        // The upper bits of FNV mix better than the lower ones.
        (hashed ^ hashed >> 32) as usize & (self.slots.len() - 1)
    }
}

fn hash(hashed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hashed, |hashed, byte| (hashed ^ u64::from(*byte)).wrapping_mul(FNV_PRIME))
}

/// A character by NMT's rules: control characters go, odd spaces and marks are spaces
/// (`SentencePiece`, `nmt_nfkc`; `tokenizers`, `normalizers/unicode.rs`).
fn nmt(char: char) -> Option<char> {
    match char {
        '\u{1}'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{8f}' | '\u{9f}' => None,
        '\t'
        | '\n'
        | '\u{c}'
        | '\r'
        | '\u{1680}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'
        | '\u{2029}'
        | WORD
        | '\u{feff}'
        | '\u{fffd}' => Some(' '),
        char => Some(char),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A `tokenizer.json` of few pieces.
    pub(crate) const SMALL: &str = r#"{
        "version": "1.0", "truncation": null, "padding": null, "decoder": null,
        "added_tokens": [
            {"id":0,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
            {"id":1,"content":"</s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
            {"id":2,"content":"<unk>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
        "normalizer": {"type":"Sequence","normalizers":[{"type":"Nmt"},{"type":"NFKC"},
            {"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}]},
        "pre_tokenizer": {"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},
            {"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}]},
        "post_processor": {"type":"TemplateProcessing",
            "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
            "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":0}}],
            "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},"</s>":{"id":"</s>","ids":[1],"tokens":["</s>"]}}},
        "model": {"type":"Unigram","unk_id":2,"byte_fallback":false,"vocab":[["<s>",0],["</s>",0],["<unk>",0],
            ["▁",-3],["h",-5],["a",-5],["▁ha",-4],["fen",-4],["▁hafen",-9],["é",-6],["1",-6]]}
    }"#;

    fn ids(text: &str) -> Vec<i64> {
        Unigram::read(SMALL.as_bytes()).unwrap().ids(text, 512)
    }

    #[test]
    fn the_likeliest_pieces_are_taken() {
        // -4 and -4 are more than -9.
        assert_eq!(ids("hafen"), [0, 6, 7, 1]);
        assert_eq!(ids("  ha\u{200b}\thafen "), [0, 6, 6, 7, 1]);
        assert_eq!(ids(""), [0, 1]);
    }

    #[test]
    fn text_is_brought_to_one_form() {
        assert_eq!(ids("e\u{301}"), ids("é"));
        assert_eq!(ids("ｈａ １"), ids("ha 1"));
        assert_eq!(ids("h\u{7}a"), ids("ha"));
    }

    #[test]
    fn unknown_characters_in_a_row_are_one_and_special_pieces_are_only_text() {
        assert_eq!(ids("zzz hzz"), [0, 3, 2, 3, 4, 2, 1]);
        assert_eq!(ids("</s>"), [0, 3, 2, 1]);
    }

    #[test]
    fn long_text_is_cut_off_before_its_end() {
        let unigram = Unigram::read(SMALL.as_bytes()).unwrap();
        let ids = unigram.ids(&"ha ".repeat(99), 16);
        assert_eq!((ids.len(), ids[0], ids[14], ids[15]), (16, 0, 6, 1));
    }

    #[test]
    fn another_kind_is_refused() {
        for (from, to) in [("Unigram", "BPE"), ("NFKC", "NFC"), ("WhitespaceSplit", "Digits")] {
            assert!(Unigram::read(SMALL.replace(from, to).as_bytes()).is_err(), "{to}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_cut(text in any::<String>(), max_tokens in 0usize..40) {
            let unigram = Unigram::read(SMALL.as_bytes()).unwrap();
            let ids = unigram.ids(&text, max_tokens);
            prop_assert!(ids.len() >= 2 && ids.len() <= max_tokens.max(2));
            prop_assert!(ids[1..ids.len() - 1].iter().all(|id| (2..11).contains(id)));
        }

        #[test]
        fn agrees_with_the_library(text in "[haféfenz1 e\u{301}\u{200b}\u{7}\tｈ▁]{0,30}") {
            let library = tokenizers::Tokenizer::from_bytes(SMALL).unwrap();
            let expected = library.encode(text.as_str(), true).unwrap();
            let expected: Vec<i64> = expected.get_ids().iter().map(|id| i64::from(*id)).collect();
            prop_assert_eq!(ids(&text), expected);
        }
    }
}
