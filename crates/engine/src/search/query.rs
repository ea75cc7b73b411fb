//! What a reader typed, understood: words, phrases, exclusions, filters.
//!
//! Forgiving: anything is a query. What is not a known filter is words, an
//! unclosed quote ends at the end. Every part remembers how it was typed, so
//! that a window can show it and take it out again.
//! Not here: what is done with it.

use parallax_store::Filter;
use unicode_normalization::UnicodeNormalization;

/// A query as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What is left for searching by meaning: words and phrases, filters removed.
    pub text: String,
    /// Words to find, in any form.
    pub words: Vec<String>,
    /// Phrases that must stand as they are.
    pub phrases: Vec<String>,
    /// Words and phrases that must not occur.
    pub without: Vec<String>,
    /// Which articles may answer.
    pub filter: Filter,
    /// Filters, phrases and exclusions in the order typed.
    pub parts: Vec<Part>,
    /// What looked like more than words but was taken for words, and why; one
    /// sentence each.
    pub notes: Vec<String>,
}

/// A filter, phrase or exclusion.
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
    /// `after:`
    After,
    /// `before:`
    Before,
    /// `"…"`
    Phrase,
    /// `-word` or `-"…"`
    Without,
}

impl PartKind {
    /// The stable name, as typed before the colon where there is one.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Author => "author",
            Self::Language => "lang",
            Self::Format => "format",
            Self::Tag => "tag",
            Self::After => "after",
            Self::Before => "before",
            Self::Phrase => "phrase",
            Self::Without => "without",
        }
    }

    /// The keys of the query language, and what else people type for them.
    fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "outlet" | "source" | "site" => Self::Outlet,
            "author" | "by" => Self::Author,
            "lang" | "language" => Self::Language,
            "format" | "type" => Self::Format,
            "tag" => Self::Tag,
            "after" | "since" | "from" => Self::After,
            "before" | "until" => Self::Before,
            _ => return None,
        })
    }
}

impl Query {
    /// Reads what was typed; never fails.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        for token in tokens(typed) {
            query.take(&token);
        }
        query.text = query.text.trim().to_owned();
        query
    }

    /// Whether nothing is asked beyond filters.
    #[must_use]
    pub fn has_no_words(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// The query as understood, in words for people:
    /// `“idle cranes” · docker, strike · without chess · outlet The Quay · from 2031-01-01`.
    #[must_use]
    pub fn understood(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        said.extend(self.phrases.iter().map(|phrase| format!("“{phrase}”")));
        if !self.words.is_empty() {
            said.push(self.words.join(", "));
        }
        for part in self.parts.iter().filter(|part| part.kind != PartKind::Phrase) {
            let name = match part.kind {
                PartKind::Language => "language",
                PartKind::After => "from",
                PartKind::Before => "until",
                kind => kind.as_str(),
            };
            said.push(format!("{name} {}", part.value));
        }
        said.join(" · ")
    }

    fn take(&mut self, token: &Token<'_>) {
        let kind = match token.key {
            Some("-") => Some(PartKind::Without),
            Some(key) => PartKind::of_key(&key.to_lowercase()),
            None if token.is_quoted => Some(PartKind::Phrase),
            None => None,
        };
        // Texts are stored composed; what is pasted need not be.
        let value: String = token.value.trim().nfc().collect();
        let Some(kind) = kind.filter(|_| !value.is_empty()) else {
            self.add_words(token.typed);
            return;
        };
        let value = match kind {
            PartKind::After => day(&value, "-01", "-01"),
            PartKind::Before => day(&value, "-12", "-31"),
            _ => Some(value),
        };
        let Some(value) = value else {
            self.notes.push(format!(
                "`{}` names no day like 2017-01-31 and was searched as words",
                token.typed
            ));
            self.add_words(token.typed);
            return;
        };
        match kind {
            PartKind::Outlet => self.filter.outlets.push(value.clone()),
            PartKind::Author => self.filter.authors.push(value.clone()),
            PartKind::Language => self.filter.languages.push(value.to_lowercase()),
            PartKind::Format => self.filter.formats.push(value.clone()),
            PartKind::Tag => self.filter.tags.push(value.clone()),
            PartKind::After => self.filter.after = Some(value.clone()),
            PartKind::Before => self.filter.before = Some(value.clone()),
            PartKind::Phrase => {
                self.text.push_str(&value);
                self.text.push(' ');
                self.phrases.push(value.clone());
            }
            PartKind::Without => self.without.push(value.clone()),
        }
        self.parts.push(Part { kind, value, typed: token.typed.to_owned() });
    }

    fn add_words(&mut self, typed: &str) {
        let has_word = typed.chars().any(char::is_alphanumeric);
        if has_word {
            self.words.push(typed.trim_matches('"').nfc().collect());
        }
        self.text.push_str(typed);
        self.text.push(' ');
    }
}

/// `2017`, `2017-01` or `2017-01-04` as a day, with `/` or `.` for `-` and without
/// leading noughts too; a missing month or day is taken from the end of the range
/// that keeps the most.
fn day(value: &str, month: &str, day: &str) -> Option<String> {
    let mut numbers = value.split(['-', '/', '.']).map(|number| {
        let is_number =
            (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        is_number.then_some(number)
    });
    let year = numbers.next()??;
    let mut full = (year.len() == 4).then(|| year.to_owned())?;
    for missing in [month, day] {
        match numbers.next() {
            Some(number) => full += &format!("-{:0>2}", number?),
            None => full += missing,
        }
    }
    let is_whole = numbers.next().is_none();
    let date = parallax_types::IsoDate::new(&full).filter(|_| is_whole)?;
    (full.len() == 10).then(|| date.as_str().to_owned())
}

struct Token<'a> {
    /// `-`, or what stands before a colon.
    key: Option<&'a str>,
    value: &'a str,
    is_quoted: bool,
    typed: &'a str,
}

/// Splits at spaces outside quotes.
fn tokens(typed: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (token, after) = token(rest);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// The token at the start of `text`, which begins with no space, and what follows.
fn token(text: &str) -> (Token<'_>, &str) {
    let key_end = match text.strip_prefix('-') {
        // A dash alone is punctuation.
        Some(after) => {
            usize::from(after.chars().next().is_some_and(|c| c == '"' || c.is_alphanumeric()))
        }
        None => key_length(text),
    };
    let (key, after_key) = text.split_at(key_end);
    let key = (key_end > 0).then(|| key.trim_end_matches(':'));
    if let Some(quoted) = after_key.strip_prefix(['"', '“', '”']) {
        let end = quoted.find(['"', '“', '”']).unwrap_or(quoted.len());
        let close = quoted[end..].chars().next().map_or(0, char::len_utf8);
        let (typed, rest) = text.split_at(text.len() - quoted.len() + end + close);
        return (Token { key, value: &quoted[..end], is_quoted: true, typed }, rest);
    }
    let end = text[key_end..].find(char::is_whitespace).map_or(text.len(), |at| at + key_end);
    let (typed, rest) = text.split_at(end);
    (Token { key, value: &typed[key_end..], is_quoted: false, typed }, rest)
}

/// Length of a known filter key with its colon, 0 if there is none.
fn key_length(text: &str) -> usize {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let is_key = text[letters..].starts_with(':')
        && PartKind::of_key(&text[..letters].to_lowercase()).is_some();
    if is_key { letters + 1 } else { 0 }
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
            expect!["curly quotes |  | phrase=curly quotes [“curly quotes”]; lang=EN [LANG:EN]"],
        );
        check("\"\" - \"", expect![[r#""" - " |  | "#]]);
        check(
            "by:Osei since:2017/1/4 tag:port",
            expect![
                " |  | author=Osei [by:Osei]; after=2017-01-04 [since:2017/1/4]; tag=port [tag:port]"
            ],
        );
        check("after:2017-01-04-05", expect!["after:2017-01-04-05 | after:2017-01-04-05 | "]);
    }

    #[test]
    fn says_how_it_was_understood() {
        let query = Query::parse(r#""idle cranes" dockers -chess lang:EN after:2031 before:soon"#);
        expect![
            "“idle cranes” · dockers, before:soon · without chess · language EN · from 2031-01-01"
        ]
        .assert_eq(&query.understood());
        expect!["`before:soon` names no day like 2017-01-31 and was searched as words"]
            .assert_eq(&query.notes.join("; "));
    }

    proptest! {
        #[test]
        fn never_fails_and_every_part_stands_in_what_was_typed(typed in r#"([a-z0-9:"“” -]|outlet:|after:2017|\PC){0,40}"#) {
            let query = Query::parse(&typed);
            for part in &query.parts {
                prop_assert!(typed.contains(&part.typed));
                // Understood alone as it was among others.
                prop_assert_eq!(&Query::parse(&part.typed).parts[0], part);
            }
            let _ = query.understood();
            prop_assert_eq!(Query::parse(&typed), query);
        }
    }
}
