//! Conditions against a brute-force reading of two thousand made-up texts: what the index,
//! the sets and the reading of uncertain passages come to must be what reading every word
//! comes to.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use parallax_types::{Block, BlockKind, Metadata, RawArticle, Receipt, Role, Source, Sourced};

use super::{Mode, Query, SearchRequest};
use crate::{Access, FakeEmbedder, Library, ModelSource, Options};

const N_TEXTS: usize = 2_000;
const N_QUERIES: usize = 150;

/// Words whose plural has the same stem, and no other word.
const WORDS: [&str; 32] = [
    "docker",
    "harbour",
    "crane",
    "strike",
    "union",
    "board",
    "storm",
    "bridge",
    "tower",
    "market",
    "river",
    "lamp",
    "mayor",
    "school",
    "clerk",
    "letter",
    "island",
    "garden",
    "pilot",
    "tunnel",
    "ticket",
    "valley",
    "window",
    "hammer",
    "carpet",
    "button",
    "basket",
    "bottle",
    "rocket",
    "dock",
    "harp",
    "cranberry",
];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % n as u64).unwrap()
    }

    /// Early words often, late ones seldom.
    fn word(&mut self) -> Word {
        let class = self.below(WORDS.len()).min(self.below(WORDS.len()));
        Word { class, is_plural: self.below(3) == 0 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    class: usize,
    is_plural: bool,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = WORDS[self.class];
        match (self.is_plural, word.strip_suffix('y')) {
            (false, _) => f.write_str(word),
            (true, Some(stem)) if !stem.ends_with('e') => write!(f, "{stem}ies"),
            (true, _) => write!(f, "{word}s"),
        }
    }
}

type Sentence = Vec<Word>;

struct Text {
    title: Sentence,
    paragraphs: Vec<Vec<Sentence>>,
}

impl Text {
    fn random(random: &mut Random) -> Self {
        let sentence =
            |random: &mut Random, n: usize| -> Sentence { (0..n).map(|_| random.word()).collect() };
        let n_in_title = 2 + random.below(4);
        let title = sentence(random, n_in_title);
        let n_paragraphs = 1 + random.below(4);
        let paragraphs = (0..n_paragraphs)
            .map(|_| {
                let n_sentences = 1 + random.below(4);
                (0..n_sentences)
                    .map(|_| {
                        let n = 4 + random.below(9);
                        sentence(random, n)
                    })
                    .collect()
            })
            .collect();
        Self { title, paragraphs }
    }

    fn words(&self) -> Vec<Word> {
        self.paragraphs.iter().flatten().flatten().copied().collect()
    }

    fn raw(&self) -> RawArticle {
        let blocks = self.paragraphs.iter().map(|sentences| Block {
            kind: BlockKind::Paragraph,
            role: Role::Body,
            text: sentences.iter().map(|it| written(it) + ".").collect::<Vec<_>>().join(" "),
            page: None,
        });
        RawArticle {
            metadata: Metadata {
                title: Some(Sourced::new(written(&self.title), Source::Markup)),
                ..Metadata::default()
            },
            blocks: blocks.collect(),
            tags: Vec::new(),
            receipt: Receipt::default(),
        }
    }
}

fn written(words: &[Word]) -> String {
    let words: Vec<String> = words.iter().map(Word::to_string).collect();
    let text = words.join(" ");
    text[..1].to_uppercase() + &text[1..]
}

/// A condition of the test's own, with its own reading.
#[derive(Debug, Clone)]
enum Asked {
    Word(Word),
    Exact(Word),
    Phrase(Vec<Word>),
    Beginning(String),
    Title(Word),
    Near(usize, Word, Word),
    Sentence(Word, Word),
    Paragraph(Word, Word),
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
}

impl Asked {
    fn random(random: &mut Random, texts: &[Text], depth: usize) -> Self {
        let n_kinds = if depth == 0 { 8 } else { 12 };
        match random.below(n_kinds) {
            0 => Self::Word(random.word()),
            1 => Self::Exact(random.word()),
            2 => {
                let words = texts[random.below(texts.len())].words();
                let start = random.below(words.len() - 1);
                Self::Phrase(words[start..(start + 2 + random.below(2)).min(words.len())].to_vec())
            }
            3 => {
                let word = random.word().to_string();
                let n = 3 + random.below(word.len() - 2);
                Self::Beginning(word[..n.min(word.len())].to_owned())
            }
            4 => Self::Title(random.word()),
            5 => Self::Near(random.below(6), random.word(), random.word()),
            6 => Self::Sentence(random.word(), random.word()),
            7 => Self::Paragraph(random.word(), random.word()),
            8 | 9 => Self::All(Self::some(random, texts, depth)),
            10 => Self::Any(Self::some(random, texts, depth)),
            _ => Self::Not(Box::new(Self::random(random, texts, depth - 1))),
        }
    }

    fn some(random: &mut Random, texts: &[Text], depth: usize) -> Vec<Self> {
        (0..2 + random.below(2)).map(|_| Self::random(random, texts, depth - 1)).collect()
    }

    /// Two words that are one are near each other in ways nobody asks for.
    fn is_plain(&self) -> bool {
        match self {
            Self::Near(_, a, b) | Self::Sentence(a, b) | Self::Paragraph(a, b) => {
                a.class != b.class
            }
            Self::All(inner) | Self::Any(inner) => inner.iter().all(Self::is_plain),
            Self::Not(inner) => inner.is_plain(),
            _ => true,
        }
    }

    fn holds(&self, text: &Text) -> bool {
        let words = text.words();
        let has = |words: &[Word], word: &Word| words.iter().any(|it| it.class == word.class);
        let anywhere = |test: &dyn Fn(&[Word]) -> bool| test(&words) || test(&text.title);
        match self {
            Self::Word(word) => anywhere(&|words| has(words, word)),
            Self::Exact(word) => anywhere(&|words| words.contains(word)),
            // A phrase ends with its passage, and passages end with sentences; across them
            // it may stand or not, so texts are asked for those within one.
            Self::Phrase(phrase) => {
                anywhere(&|words| words.windows(phrase.len()).any(|it| it == phrase))
            }
            Self::Beginning(start) => {
                anywhere(&|words| words.iter().any(|it| it.to_string().starts_with(start.as_str())))
            }
            Self::Title(word) => has(&text.title, word),
            Self::Near(n, a, b) => anywhere(&|words| {
                let places = |word: &Word| -> Vec<usize> {
                    (0..words.len()).filter(|at| words[*at].class == word.class).collect()
                };
                let (a, b) = (places(a), places(b));
                a.iter().any(|a| b.iter().any(|b| a.abs_diff(*b) <= n + 1))
            }),
            Self::Sentence(a, b) => {
                let mut sentences = text.paragraphs.iter().flatten().chain([&text.title]);
                sentences.any(|words| has(words, a) && has(words, b))
            }
            Self::Paragraph(a, b) => {
                let paragraphs = text.paragraphs.iter().map(|it| it.concat());
                let mut paragraphs = paragraphs.chain([text.title.clone()]);
                paragraphs.any(|words| has(&words, a) && has(&words, b))
            }
            Self::All(inner) => inner.iter().all(|it| it.holds(text)),
            Self::Any(inner) => inner.iter().any(|it| it.holds(text)),
            Self::Not(inner) => !inner.holds(text),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |inner: &[Asked], by: &str| {
            inner.iter().map(|it| format!("({it})")).collect::<Vec<_>>().join(by)
        };
        match self {
            Self::Word(word) => write!(f, "{word}"),
            Self::Exact(word) => write!(f, "={word}"),
            Self::Phrase(words) => {
                let words: Vec<String> = words.iter().map(Word::to_string).collect();
                write!(f, "“{}”", words.join(" "))
            }
            Self::Beginning(start) => write!(f, "{start}*"),
            Self::Title(word) => write!(f, "title:{word}"),
            Self::Near(n, a, b) => write!(f, "NEAR/{n}({a} {b})"),
            Self::Sentence(a, b) => write!(f, "{a} /s {b}"),
            Self::Paragraph(a, b) => write!(f, "{a} /p {b}"),
            Self::All(inner) => f.write_str(&joined(inner, " AND ")),
            Self::Any(inner) => f.write_str(&joined(inner, " OR ")),
            Self::Not(inner) => write!(f, "NOT ({inner})"),
        }
    }
}

#[test]
fn conditions_hold_where_reading_every_word_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let model = ModelSource::Loaded(Arc::new(FakeEmbedder::default()));
    let clock = || jiff::Timestamp::UNIX_EPOCH;
    let folder = dir.path().join("library");
    let library = Library::open(Options { folder, access: Access::Write, model, clock }).unwrap();
    let mut random = Random(17);
    let texts: Vec<Text> = (0..N_TEXTS).map(|_| Text::random(&mut random)).collect();
    for (at, text) in texts.iter().enumerate() {
        library.put_raw(&format!("{at}"), text.raw()).unwrap();
    }
    let numbers: std::collections::HashMap<_, usize> = library
        .articles(&crate::Filter::default())
        .unwrap()
        .into_iter()
        .map(|row| (row.id, row.path.parse().unwrap()))
        .collect();
    assert_eq!(numbers.len(), N_TEXTS);
    let (mut n_asked, mut n_answered, mut wrong) = (0, 0, Vec::new());
    while n_asked < N_QUERIES {
        let asked = Asked::random(&mut random, &texts, 2);
        if !asked.is_plain() || matches!(asked, Asked::Word(_)) {
            continue;
        }
        n_asked += 1;
        let query = Query::parse(&asked.to_string());
        assert_eq!(query.notes, [""; 0], "{asked}");
        let request = SearchRequest {
            mode: Mode::Words,
            n_wanted: 100_000,
            ..SearchRequest::new(&asked.to_string())
        };
        let ranking = library.rank(query, &request).unwrap();
        assert_eq!(ranking.notes, [""; 0], "{asked}");
        let found: BTreeSet<usize> =
            ranking.ranked.iter().map(|ranked| numbers[&ranked.article_id]).collect();
        let expected: BTreeSet<usize> =
            (0..N_TEXTS).filter(|at| asked.holds(&texts[*at])).collect();
        n_answered += usize::from(!expected.is_empty() && expected.len() < N_TEXTS);
        if found != expected {
            let first = found.symmetric_difference(&expected).next().unwrap();
            wrong.push(format!(
                "{asked}: {} found, {} expected, e.g. text {first}: {:?}",
                found.len(),
                expected.len(),
                texts[*first].raw().blocks.iter().map(|it| it.text.clone()).collect::<Vec<_>>()
            ));
        }
    }
    assert!(n_answered > N_QUERIES / 2, "only {n_answered} queries say anything");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
