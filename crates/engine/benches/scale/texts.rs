//! Sentences and queries of the public collections beside this project, and
//! articles put together from them.
//!
//! A sentence keeps its shape and its common words; half of its other words are
//! replaced by words drawn at random, most of them by words of the article's own
//! subject. So words are as frequent as in real texts, articles of one subject share
//! some, and no two share runs of words, as if every one had been written anew.

use std::path::{Path, PathBuf};

/// Sentences to make articles of, and queries to ask.
pub(crate) struct Texts {
    pub(crate) sentences: Vec<String>,
    pub(crate) queries: Vec<String>,
    /// Every word of the sentences that may be replaced, as often as it stands there.
    words: Vec<String>,
}

/// Passages are made of about so many words.
const WORDS_PER_PASSAGE: usize = 85;
/// An article of the usual length.
const PASSAGES_PER_ARTICLE: usize = 8;
/// Shorter words hold a sentence together.
const MIN_LETTERS: usize = 4;
/// Words an article comes back to.
const N_SUBJECT: usize = 40;

impl Texts {
    /// `None` where the collections are not there.
    pub(crate) fn read() -> Option<Self> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/retrieval");
        let mut texts = Self { sentences: Vec::new(), queries: Vec::new(), words: Vec::new() };
        for set in ["time", "cranfield", "scifact"] {
            let corpus = fs_err::read_to_string(root.join(set).join("corpus.jsonl")).ok()?;
            for line in corpus.lines() {
                let text = field(line, "text");
                let sentences = text.split(". ").map(|it| it.trim().to_owned() + ".");
                texts.sentences.extend(sentences.filter(|it| it.len() > 40 && it.len() < 400));
            }
            let queries = fs_err::read_to_string(root.join(set).join("queries.jsonl")).ok()?;
            texts.queries.extend(queries.lines().map(|line| field(line, "text")));
        }
        let words = texts.sentences.iter().flat_map(|sentence| sentence.split_whitespace());
        texts.words = words.filter(|word| is_replaceable(word)).map(str::to_owned).collect();
        Some(texts)
    }

    /// Writes text files that make about `n_passages` passages, a thousand a folder.
    pub(crate) fn write_articles(&self, dir: &Path, n_passages: usize) {
        let mut random = Random(n_passages as u64);
        for n in 0..n_passages.div_ceil(PASSAGES_PER_ARTICLE) {
            let folder = dir.join(format!("{:04}", n / 1000));
            if n % 1000 == 0 {
                fs_err::create_dir_all(&folder).unwrap();
            }
            fs_err::write(folder.join(format!("{n}.txt")), self.article(&mut random)).unwrap();
        }
    }

    fn article(&self, random: &mut Random) -> String {
        let subject: Vec<&str> = (0..N_SUBJECT).map(|_| self.word(random)).collect();
        let mut text = format!("{}\n\n", self.sentence(&subject, random).trim_end_matches('.'));
        let mut n_words = 0;
        while n_words < PASSAGES_PER_ARTICLE * WORDS_PER_PASSAGE {
            let sentence = self.sentence(&subject, random);
            n_words += sentence.split_whitespace().count();
            text.push_str(&sentence);
            text.push_str(if random.below(4) == 0 { "\n\n" } else { " " });
        }
        text
    }

    fn sentence(&self, subject: &[&str], random: &mut Random) -> String {
        let shape = &self.sentences[random.below(self.sentences.len())];
        let words = shape.split_whitespace().map(|word| {
            if !is_replaceable(word) || random.below(2) == 0 {
                return word;
            }
            if random.below(3) == 0 {
                self.word(random)
            } else {
                subject[random.below(subject.len())]
            }
        });
        let words: Vec<&str> = words.collect();
        words.join(" ").trim_end_matches('.').to_owned() + "."
    }

    fn word(&self, random: &mut Random) -> &str {
        &self.words[random.below(self.words.len())]
    }
}

fn is_replaceable(word: &str) -> bool {
    word.len() >= MIN_LETTERS && word.chars().all(char::is_alphabetic)
}

/// The value of a text field in a line of JSON; enough for these files.
fn field(line: &str, name: &str) -> String {
    let object: serde_json::Value = serde_json::from_str(line).unwrap();
    object[name].as_str().unwrap_or_default().to_owned()
}

/// `SplitMix64`, enough for test data.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    /// About normal, mean 0, deviation 1: the sum of six uniform numbers.
    pub(crate) fn normal(&mut self) -> f32 {
        let sum: u64 = (0..6).map(|_| self.next() >> 40).sum();
        (sum as f32 / (1u64 << 24) as f32 - 3.0) * std::f32::consts::SQRT_2
    }
}
