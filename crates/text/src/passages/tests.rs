//! Passages of small articles, and what holds for every article.

use expect_test::{Expect, expect};
use parallax_types::{Block, Boilerplate, Metadata, RawArticle};
use proptest::prelude::*;

use super::*;
use crate::clean;

const RULES: PassageRules = PassageRules { min_words: 6, max_words: 12 };

/// `# ` heading, `- ` list item, `~ ` furniture, anything else a paragraph.
fn article(text: &str) -> CleanArticle {
    let blocks = text
        .lines()
        .map(|line| {
            let line = line.trim();
            let (kind, text) = match line.split_at_checked(2) {
                Some(("# ", rest)) => (BlockKind::Heading, rest),
                Some(("- ", rest)) => (BlockKind::ListItem, rest),
                Some(("~ ", rest)) => (BlockKind::Paragraph, rest),
                _ => (BlockKind::Paragraph, line),
            };
            let furniture = line.starts_with("~ ");
            let role =
                if furniture { Role::Boilerplate(Boilerplate::Advertising) } else { Role::Body };
            Block { kind, role, text: text.to_owned(), page: None }
        })
        .collect();
    clean(&RawArticle { blocks, ..RawArticle::default() }, &|_| 0)
}

fn check(text: &str, expected: Expect) {
    let article = article(text);
    let found: Vec<String> = passages(&article, &RULES)
        .into_iter()
        .map(|span| {
            format!(
                "{} {}",
                n_words(span.of(&article.text)),
                span.of(&article.text).replace("\n\n", " ¶ ")
            )
        })
        .collect();
    expected.assert_eq(&found.join("\n"));
}

#[test]
fn paragraphs_are_packed_whole() {
    check(
        "One two three four.
        Five six seven.
        Eight nine ten eleven twelve thirteen fourteen.
        Fifteen.",
        expect![[r#"
            7 One two three four. ¶ Five six seven.
            8 Eight nine ten eleven twelve thirteen fourteen. ¶ Fifteen."#]],
    );
}

#[test]
fn long_paragraphs_are_cut_between_sentences() {
    check(
        "One two three four five. Six seven eight nine ten. Eleven twelve thirteen fourteen fifteen. Sixteen seventeen.",
        expect![[r#"
            10 One two three four five. Six seven eight nine ten.
            7 Eleven twelve thirteen fourteen fifteen. Sixteen seventeen."#]],
    );
}

#[test]
fn giant_sentences_are_cut_between_words() {
    check(
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
        expect![[r#"
        9 a b c d e f g h i
        9 j k l m n o p q r
        8 s t u v w x y z"#]],
    );
}

#[test]
fn boilerplate_ends_a_passage() {
    check(
        "One two three.\n~ Buy now\nFour five six.\n~ —\n—\n~ x",
        expect![[r#"
        3 One two three.
        3 Four five six."#]],
    );
}

#[test]
fn headings_go_with_what_follows() {
    check(
        "One two three four five six seven.
        # Of eight
        Nine ten eleven twelve thirteen fourteen.
        # The end",
        expect![[r#"
            7 One two three four five six seven.
            10 Of eight ¶ Nine ten eleven twelve thirteen fourteen. ¶ The end"#]],
    );
}

#[test]
fn default_rules_hold_on_a_long_article() {
    let sentence = "The bridge over the harbour will be closed for three weeks, the city said. ";
    let article = article(
        &[sentence.repeat(3), sentence.repeat(9), sentence.to_owned()].join("\n").repeat(20),
    );
    let rules = PassageRules::default();
    for span in passages(&article, &rules) {
        let n_words = n_words(span.of(&article.text));
        assert!((rules.min_words..=rules.max_words).contains(&n_words), "{n_words} words");
    }
}

#[test]
fn linear_on_hostile_text() {
    for piece in ["x", "a ", "a. ", "北", "a.b", "\u{301}", "ก", "- a\n", "# a\n"] {
        let text = piece.repeat(1_000_000 / piece.len());
        let started = std::time::Instant::now();
        let article = article(&text);
        let _ = passages(&article, &PassageRules::default());
        assert!(started.elapsed().as_secs() < 8, "{piece:?}: {:?}", started.elapsed());
    }
}

fn any_block() -> impl Strategy<Value = Block> {
    let kinds = prop_oneof![
        Just(BlockKind::Paragraph),
        Just(BlockKind::Heading),
        Just(BlockKind::ListItem),
        Just(BlockKind::Preformatted),
        Just(BlockKind::TableRow),
        Just(BlockKind::Caption),
    ];
    let roles = prop_oneof![
        4 => Just(Role::Body),
        1 => Just(Role::Boilerplate(Boilerplate::OutsideArticle)),
    ];
    let words = prop::collection::vec(
        prop_oneof![
            6 => "[a-zA-Z]{1,8}[.!?,]?",
            1 => Just("U.S.".to_owned()),
            1 => Just("\"".to_owned()),
            1 => Just("Support us".to_owned()),
            1 => Just("Read more:".to_owned()),
            1 => Just("Reuters".to_owned()),
            1 => Just("Taboola".to_owned()),
            1 => Just("\n".to_owned()),
            1 => "\\PC{0,6}",
            1 => any::<String>(),
        ],
        0..40,
    );
    (kinds, roles, words).prop_map(|(kind, role, words)| Block {
        kind,
        role,
        text: words.join(" "),
        page: None,
    })
}

fn any_article() -> impl Strategy<Value = RawArticle> {
    (prop::collection::vec(any_block(), 0..12), prop::option::of("[A-Z][a-z]{0,5}")).prop_map(
        |(blocks, title)| {
            let title = title
                .map(|title| parallax_types::Sourced::new(title, parallax_types::Source::Markup));
            RawArticle {
                blocks,
                metadata: Metadata { title, ..Metadata::default() },
                ..RawArticle::default()
            }
        },
    )
}

fn words_of(text: &str) -> Vec<Span> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word));
    words
}

proptest! {
    #[test]
    fn cleaning_is_idempotent(raw in any_article(), n in 0usize..6) {
        let n_elsewhere = |text: &str| if text.len().is_multiple_of(3) { n } else { 0 };
        let once = clean(&raw, &n_elsewhere);
        let blocks = once.blocks.iter().map(|block| Block {
            kind: block.kind,
            role: block.role,
            text: block.span.of(&once.text).to_owned(),
            page: block.page,
        });
        let again = RawArticle { blocks: blocks.collect(), ..raw };
        prop_assert_eq!(&clean(&again, &n_elsewhere), &once);
        let joined: Vec<&str> = once.blocks.iter().map(|block| block.span.of(&once.text)).collect();
        prop_assert_eq!(joined.join("\n\n"), once.text);
    }

    #[test]
    fn passages_cover_every_body_word_once(raw in any_article(), max_words in 0usize..30) {
        let article = clean(&raw, &|_| 0);
        let rules = PassageRules { min_words: max_words / 2, max_words };
        let spans = passages(&article, &rules);
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
        for span in &spans {
            prop_assert!(article.text.get(span.range()).is_some());
            prop_assert!(n_words(span.of(&article.text)) <= max_words.max(1));
        }
        for block in &article.blocks {
            for word in words_of(block.span.of(&article.text)) {
                // By its letters: a mark before them may end the sentence before.
                let letters = word.of(block.span.of(&article.text)).char_indices();
                for (at, _) in letters.filter(|(_, char)| char.is_alphanumeric()) {
                    let at = block.span.start + word.start + at;
                    let n_holding = spans.iter().filter(|span| span.range().contains(&at)).count();
                    let expected = usize::from(block.role == Role::Body);
                    prop_assert_eq!(n_holding, expected, "{:?}", word.of(&article.text));
                }
            }
        }
    }

    #[test]
    fn sentences_cover_every_word_once(text in "(\\PC|[ .!?\"\n…]){0,200}") {
        let spans = sentences(&text);
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
        for word in text.char_indices().filter(|(_, char)| char.is_alphanumeric()) {
            prop_assert_eq!(spans.iter().filter(|span| span.range().contains(&word.0)).count(), 1);
        }
        for span in spans {
            let piece = text.get(span.range());
            prop_assert!(piece.is_some_and(|piece| piece.trim() == piece && !piece.is_empty()));
        }
    }
}
