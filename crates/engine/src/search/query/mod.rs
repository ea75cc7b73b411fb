//! What a reader typed, understood: words, phrases, operators, filters.
//!
//! Forgiving: anything is a query. What is no operator here is words, and where it looks
//! like one of another program a note says so; an unclosed quote ends at the end. Every
//! part remembers how it was typed, so that a window can show it and take it out again.
//! Invariant: [`Query::printed`] is read as the same query.
//! Not here: what is done with it.

mod condition;
mod fields;
mod lexer;
mod notes;
mod parser;

use std::ops::Range;

use parallax_store::Filter;
use unicode_normalization::UnicodeNormalization;

pub use condition::{Condition, TextForm, TextPlace, TextTest, Within};

use lexer::{is_shouted, lex};
use parser::{Parsed, Parser};

/// A query as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What is left for searching by meaning: words and phrases, filters removed.
    pub text: String,
    /// Words to find, in any form.
    pub words: Vec<String>,
    /// Phrases to find as they are.
    pub phrases: Vec<String>,
    /// What must hold of an article, beside the filter.
    pub condition: Option<Condition>,
    /// Which articles may answer.
    pub filter: Filter,
    /// Filters, phrases, exclusions and other conditions in the order typed.
    pub parts: Vec<Part>,
    /// What looked like more than words but was taken for words, and why; one
    /// sentence each.
    pub notes: Vec<String>,
    /// The query with what was not understood replaced by what was probably meant.
    pub corrected: Option<String>,
    /// One by one, in the order typed.
    pub(crate) items: Vec<Item>,
}

/// What stands by itself in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// A word that need not be there.
    Word(String),
    /// What must hold.
    Condition(Condition),
}

/// A filter, phrase, exclusion or other condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub kind: PartKind,
    /// Its value, without key and quotes.
    pub value: String,
    /// As typed; taking exactly this out of the query undoes it.
    pub typed: String,
}

/// The kinds of [`Part`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// `title:`
    Title,
    /// `quoted:`
    Quoted,
    /// `by:`
    Speaker,
    /// `outlet:`
    Outlet,
    /// `author:`
    Author,
    /// `lang:`
    Language,
    /// `format:`
    Format,
    /// `tag:`
    Tag,
    /// `has:`
    Has,
    /// `after:`
    After,
    /// `before:`
    Before,
    /// `on:`
    On,
    /// `in:`
    In,
    /// `"…"`
    Phrase,
    /// `-word`, `NOT word`
    Without,
    /// Anything with operators.
    Condition,
}

impl PartKind {
    /// The stable name, as typed before the colon where there is one.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Quoted => "quoted",
            Self::Speaker => "by",
            Self::Outlet => "outlet",
            Self::Author => "author",
            Self::Language => "lang",
            Self::Format => "format",
            Self::Tag => "tag",
            Self::Has => "has",
            Self::After => "after",
            Self::Before => "before",
            Self::On => "on",
            Self::In => "in",
            Self::Phrase => "phrase",
            Self::Without => "without",
            Self::Condition => "condition",
        }
    }
}

impl Query {
    /// Reads what was typed; never fails.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let is_shouted = is_shouted(typed);
        let tokens = lex(typed, is_shouted);
        let (items, notes) = Parser::new(&tokens).items();
        let mut query = Self { notes, ..Self::default() };
        if is_shouted {
            query.notes.push(
                "all of it is in capitals, so `AND`, `OR` and `NOT` were taken for words"
                    .to_owned(),
            );
        }
        for (at, parsed) in items.iter().enumerate() {
            query.remark(typed, parsed, at + 1 < items.len());
            query.take(typed, parsed);
        }
        query.text = query.text.trim().to_owned();
        query
    }

    /// Whether nothing is asked beyond filters.
    #[must_use]
    pub fn has_no_words(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.condition.is_none()
    }

    /// The query as it may be typed, each thing in one way.
    #[must_use]
    pub fn printed(&self) -> String {
        let items: Vec<String> = self
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Word(word) => Some(printed_word(word)).filter(|word| has_word(word)),
                Item::Condition(condition) => Some(condition.to_string()),
            })
            .collect();
        items.join(" ")
    }

    /// The query as understood, in words for people:
    /// `“idle cranes” · docker, strike · without chess · outlet The Quay · from 2031-01-01`.
    #[must_use]
    pub fn understood(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        let of_kind = |kind| self.parts.iter().filter(move |part: &&Part| part.kind == kind);
        said.extend(of_kind(PartKind::Phrase).map(|part| format!("“{}”", part.value)));
        let words: Vec<&str> = self.loose_words().collect();
        if !words.is_empty() {
            said.push(words.join(", "));
        }
        for part in self.parts.iter().filter(|part| part.kind != PartKind::Phrase) {
            let name = match part.kind {
                PartKind::Condition => "",
                PartKind::Title => "in the headline ",
                PartKind::Quoted => "in quotations ",
                PartKind::Speaker => "said by ",
                PartKind::Language => "language ",
                PartKind::After => "from ",
                PartKind::Before => "until ",
                kind => &format!("{} ", kind.as_str()),
            };
            said.push(format!("{name}{}", part.value));
        }
        said.join(" · ")
    }

    /// Every test of words that the query makes, words that need not be there included.
    pub(crate) fn tests(&self) -> Vec<TextTest> {
        let mut tests: Vec<TextTest> = Vec::new();
        for item in &self.items {
            if let Item::Condition(condition) = item {
                condition.each_positive(&mut |test| tests.push(test.clone()));
            }
        }
        tests
    }

    /// Whether there are words that need not be there.
    pub(crate) fn has_loose_words(&self) -> bool {
        self.loose_words().next().is_some()
    }

    /// Words in any of their forms, as the query has them: those that need not be there, and
    /// those of conditions.
    pub(crate) fn stemmed_words(&self) -> Vec<String> {
        let tests = self.tests().into_iter().filter(|test| test.form == TextForm::Word);
        self.loose_words().map(str::to_owned).chain(tests.map(|test| test.text)).collect()
    }

    fn loose_words(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match item {
            Item::Word(word) if has_word(word) => Some(word.trim_matches('"')),
            _ => None,
        })
    }

    fn remark(&mut self, typed: &str, parsed: &Parsed, has_more: bool) {
        let Item::Word(word) = &parsed.item else { return };
        let Some(remark) = notes::remark_on(word, has_more) else { return };
        if self.notes.iter().all(|known| !known.starts_with(&format!("`{word}`"))) {
            self.notes.push(remark.note);
        }
        if let Some(instead) = remark.instead {
            let corrected = self.corrected.take().unwrap_or_else(|| typed.to_owned());
            self.corrected = Some(corrected.replacen(word.as_str(), &instead, 1));
        }
    }

    fn take(&mut self, typed: &str, parsed: &Parsed) {
        match &parsed.item {
            Item::Word(word) => self.add_words(word),
            Item::Condition(condition) => {
                self.add_condition(condition, typed, parsed.range.clone());
            }
        }
    }

    fn add_condition(&mut self, condition: &Condition, typed: &str, range: Range<usize>) {
        let condition = condition.clone().composed();
        let (kind, value) = match &condition {
            Condition::Field(kind, value) => (*kind, value.clone()),
            Condition::Text(test) => part_of(test),
            Condition::Not(inner) => (PartKind::Without, value_of(inner)),
            other => (PartKind::Condition, other.to_string()),
        };
        self.parts.push(Part { kind, value, typed: typed[range].to_owned() });
        self.items.push(Item::Condition(condition.clone()));
        if let Condition::Field(kind, value) = &condition {
            fields::add_to(&mut self.filter, *kind, value);
            return;
        }
        condition.each_positive(&mut |test| {
            self.text.push_str(&test.text);
            self.text.push(' ');
            match test.form {
                TextForm::Phrase => self.phrases.push(test.text.clone()),
                TextForm::Beginning => {}
                TextForm::Word | TextForm::Exact => self.words.push(test.text.clone()),
            }
        });
        let known = self.condition.take();
        self.condition = Condition::all(known.into_iter().chain([condition]).collect());
    }

    fn add_words(&mut self, word: &str) {
        // Texts are stored composed; what is pasted need not be.
        let word: String = word.nfc().collect();
        if has_word(&word) {
            self.words.push(word.trim_matches('"').to_owned());
        }
        self.text.push_str(&word);
        self.text.push(' ');
        self.items.push(Item::Word(word));
    }
}

/// The filter that a field's value makes.
pub(crate) fn filter_of(kind: PartKind, value: &str) -> Filter {
    let mut filter = Filter::default();
    fields::add_to(&mut filter, kind, value);
    filter
}

/// Without what would group, pair or bind where it is printed.
fn printed_word(word: &str) -> String {
    let is_plain = |char: char| !matches!(char, '(' | ')') && parallax_lang::opens(char).is_none();
    if word.chars().all(is_plain) && !word.starts_with(['-', '=', '/']) {
        word.to_owned()
    } else {
        parser::bare(word)
    }
}

fn has_word(typed: &str) -> bool {
    typed.chars().any(char::is_alphanumeric)
}

fn part_of(test: &TextTest) -> (PartKind, String) {
    let kind = match (test.place, test.form) {
        (TextPlace::Title, _) => PartKind::Title,
        (TextPlace::Quotation, _) => PartKind::Quoted,
        (TextPlace::Anywhere, TextForm::Phrase) => PartKind::Phrase,
        (TextPlace::Anywhere, _) => PartKind::Condition,
    };
    let bare = TextTest { place: TextPlace::Anywhere, ..test.clone() };
    let is_phrase = test.form == TextForm::Phrase;
    (kind, if is_phrase { test.text.clone() } else { bare.to_string() })
}

fn value_of(condition: &Condition) -> String {
    match condition {
        Condition::Text(test) if test.place == TextPlace::Anywhere => part_of(test).1,
        Condition::Field(kind, value) => format!("{} {value}", kind.as_str()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    #[expect(clippy::needless_pass_by_value, reason = "expect! tables read better by value")]
    fn check(typed: &str, expected: Expect) {
        let query = Query::parse(typed);
        let parts: Vec<String> = query
            .parts
            .iter()
            .map(|part| format!("{}={} [{}]", part.kind.as_str(), part.value, part.typed))
            .collect();
        let shown = format!("{} | {} | {}", query.text, query.words.join(","), parts.join("; "));
        expected.assert_eq(&shown);
    }

    #[test]
    fn parses() {
        check("rebuild ties", expect!["rebuild ties | rebuild,ties | "]);
        check(
            r#"reset outlet:"The Quay" after:2031-01"#,
            expect![[
                r#"reset | reset | outlet=The Quay [outlet:"The Quay"]; after=2031-01-01 [after:2031-01]"#
            ]],
        );
        check(
            r#""1,200 dockers" strike"#,
            expect![[r#"1,200 dockers strike | strike | phrase=1,200 dockers ["1,200 dockers"]"#]],
        );
        check(
            "nato -putin -\"cold war\"",
            expect![[r#"nato | nato | without=putin [-putin]; without=cold war [-"cold war"]"#]],
        );
        check("S-400 - missiles", expect!["S-400 - missiles | S-400,missiles | "]);
        check(
            "before:2017 after:yesterday",
            expect!["after:yesterday | after:yesterday | before=2017-12-31 [before:2017]"],
        );
        check(
            "http://a.b/c outlet: x",
            expect!["http://a.b/c outlet: x | http://a.b/c,outlet:,x | "],
        );
        check(
            "\"unclosed phrase",
            expect![[r#"unclosed phrase |  | phrase=unclosed phrase ["unclosed phrase]"#]],
        );
        check(
            "“curly quotes” LANG:EN",
            expect!["curly quotes |  | phrase=curly quotes [“curly quotes”]; lang=en [LANG:EN]"],
        );
        check("\"\" - \"", expect![[r#""" - " |  | "#]]);
        check(
            "by:Osei since:2017/1/4 tag:port",
            expect![
                " |  | by=Osei [by:Osei]; after=2017-01-04 [since:2017/1/4]; tag=port [tag:port]"
            ],
        );
        check("after:2017-01-04-05", expect!["after:2017-01-04-05 | after:2017-01-04-05 | "]);
    }

    #[test]
    fn says_how_it_was_understood() {
        let query = Query::parse(r#""idle cranes" dockers -chess lang:EN after:2031 before:soon"#);
        expect![
            "“idle cranes” · dockers, before:soon · without chess · language en · from 2031-01-01"
        ]
        .assert_eq(&query.understood());
        expect!["`before:soon` names no day like 2017-01-31 and was searched as words"]
            .assert_eq(&query.notes.join("; "));
    }

    fn printed(typed: &str) -> String {
        Query::parse(typed).printed()
    }

    #[test]
    fn operators_bind_as_they_do_elsewhere() {
        for (typed, expected) in [
            ("a AND b OR c", "(a AND b) OR c"),
            ("a AND (b OR c)", "a AND (b OR c)"),
            ("a b AND c", "a b AND c"),
            ("(a b) AND c", "a AND b AND c"),
            ("NOT a", "-a"),
            ("a NOT b", "a -b"),
            ("a AND NOT (b OR \"c d\")", "a AND -(b OR \"c d\")"),
            ("„a b“ «c d» “e f”", "\"a b\" \"c d\" \"e f\""),
            ("dock* =Docks", "dock* =Docks"),
            ("NEAR/5(a \"b c\") NEAR(d e)", "NEAR/5(a \"b c\") NEAR/10(d e)"),
            ("a /s b /s c", "a /s b /s c"),
            ("(a OR b) /p c", "(a OR b) /p c"),
            ("title:a title:\"b c\" title:(d OR e)", "title:a title:\"b c\" title:d OR title:e"),
            ("-title:a -tag:x -outlet:\"The Quay\"", "-title:a -tag:\"x\" -outlet:\"The Quay\""),
            ("quoted:pay by:clerk", "quoted:pay by:\"clerk\""),
            ("in:2017 on:2018-01-02 has:notes", "in:\"2017\" on:\"2018-01-02\" has:\"note\""),
            ("(outlet:a OR tag:b) AND c", "(outlet:\"a\" OR tag:\"b\") AND c"),
            ("what happened (in part) there", "what happened in part there"),
            ("AND a OR", "and a or"),
            ("a AND AND b", "a and and b"),
            ("MAN AND WOMAN FOUND NOT GUILTY TODAY", "MAN and WOMAN FOUND not GUILTY TODAY"),
            ("NATO AND EU", "NATO AND EU"),
            ("S-400 - x", "S-400 x"),
        ] {
            assert_eq!(printed(typed), expected, "{typed}");
            assert_eq!(printed(expected), expected, "again: {typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let notes = |typed: &str| Query::parse(typed).notes.join("; ");
        expect!["`titel:` is no field and was searched as words; did you mean `title:port`?"]
            .assert_eq(&notes("titel:port"));
        expect!["`OR` has nothing to work on here and was taken for a word"]
            .assert_eq(&notes("a OR"));
        expect!["a bracket has no other half and was passed over"].assert_eq(&notes("a AND b )"));
        expect!["`a*` would be almost any word; write two letters or more before the star"]
            .assert_eq(&notes("a*"));
        expect!["all of it is in capitals, so `AND`, `OR` and `NOT` were taken for words"]
            .assert_eq(&notes("MAN AND WOMAN FOUND GUILTY TODAY"));
        expect!["`NEAR` takes two or more words, phrases or alternatives in brackets; here it was taken for `AND`"]
            .assert_eq(&notes("NEAR/5(a outlet:b)"));
        expect!["`has:pictures` names nothing an article may have: highlight, note or tag and was searched as words"]
            .assert_eq(&notes("has:pictures"));
        assert_eq!(Query::parse("x titel:port").corrected.unwrap(), "x title:port");
        for typed in ["a AND b", "(x) y", "what? why (in part)", "\"open", "by: clerk", "Re: x"] {
            assert_eq!(notes(typed), "", "{typed}");
        }
    }

    proptest! {
        #[test]
        fn never_fails_and_every_part_stands_in_what_was_typed(typed in r#"([a-z0-9:"“” -]|outlet:|after:2017|\PC){0,40}"#) {
            let query = Query::parse(&typed);
            for part in &query.parts {
                prop_assert!(typed.contains(&part.typed));
            }
            let _ = query.understood();
            prop_assert_eq!(Query::parse(&typed), query);
        }

        /// What is printed is read as the same.
        #[test]
        fn printing_and_reading_again_changes_nothing(
            typed in r#"( |a|b1|é|"|«|»|“|„|\(|\)|-|=|\*|:| AND | OR | NOT |NEAR/5\(|NEAR| /s | /p |title:|outlet:|-tag:|in:2017|before:|\PC){0,24}"#
        ) {
            let query = Query::parse(&typed);
            let printed = query.printed();
            let again = Query::parse(&printed);
            prop_assert_eq!(&again.printed(), &printed, "{}", typed);
            prop_assert_eq!(&again.condition, &query.condition, "{} as {}", typed, printed);
            prop_assert_eq!(&again.filter, &query.filter, "{} as {}", typed, printed);
        }
    }
}
