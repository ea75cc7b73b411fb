//! From pieces to conditions.
//!
//! What binds tightest comes first: a field or a minus and what stands right behind it,
//! `NOT`, `/s` and `/p`, `AND`, `OR`. What merely stands side by side is a list of its own
//! in the query, and all must hold within brackets.
//! Invariant: never fails. What makes no sense where it stands is taken for words, and a
//! note says so.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::condition::{Condition, TextForm, TextPlace, TextTest, Within};
use super::fields::value_of;
use super::lexer::{Token, TokenKind};
use super::{Item, PartKind};

/// Brackets within brackets, at most: what is deeper is read as if it stood without.
const MAX_DEPTH: usize = 24;

/// Something that stands by itself in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) item: Item,
    pub(super) range: Range<usize>,
}

pub(super) struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    pub(super) notes: Vec<String>,
}

/// What was read: a bare word is no condition unless an operator makes it one.
enum Read {
    Word(String),
    Condition(Condition),
}

impl Read {
    /// A plain word that no operator took is a word.
    fn of(condition: Condition) -> Self {
        match condition {
            Condition::Text(TextTest {
                place: TextPlace::Anywhere,
                form: TextForm::Word,
                text,
            }) => Self::Word(text),
            condition => Self::Condition(condition),
        }
    }

    fn condition(self) -> Condition {
        match self {
            Self::Word(word) => test(TextForm::Word, bare(&word)),
            Self::Condition(condition) => condition,
        }
    }
}

fn test(form: TextForm, text: String) -> Condition {
    Condition::Text(TextTest { place: TextPlace::Anywhere, form, text })
}

impl<'a> Parser<'a> {
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens, at: 0, depth: 0, notes: Vec::new() }
    }

    /// Everything, one by one.
    pub(super) fn items(mut self) -> (Vec<Parsed>, Vec<String>) {
        let mut parsed = Vec::new();
        while self.at < self.tokens.len() {
            let first = self.at;
            let item = match self.alternatives() {
                Some(Read::Word(word)) => Item::Word(word),
                Some(Read::Condition(condition)) => Item::Condition(condition),
                None => match self.stray() {
                    Some(item) => item,
                    None => continue,
                },
            };
            let range = self.tokens[first].range.start..self.tokens[self.at - 1].range.end;
            parsed.push(Parsed { item, range });
        }
        (parsed, self.notes)
    }

    fn peek(&self) -> Option<&'a TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn take_if(&mut self, kind: &TokenKind) -> bool {
        let is_it = self.peek() == Some(kind);
        self.at += usize::from(is_it);
        is_it
    }

    /// An operator with nothing to work on: a word after all.
    fn stray(&mut self) -> Option<Item> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        let word = match &token.kind {
            TokenKind::And => "and",
            TokenKind::Or => "or",
            TokenKind::Not => "not",
            TokenKind::Near(_) => "near",
            TokenKind::Open | TokenKind::Close => {
                self.note("a bracket has no other half and was passed over");
                return None;
            }
            TokenKind::Sentence | TokenKind::Paragraph => {
                self.note("`/s` and `/p` stand between two words: `strike /s harbour`");
                return None;
            }
            _ => return None,
        };
        self.note(&format!(
            "`{}` has nothing to work on here and was taken for a word",
            word.to_uppercase()
        ));
        Some(Item::Word(word.to_owned()))
    }

    fn note(&mut self, note: &str) {
        if self.notes.iter().all(|known| known != note) {
            self.notes.push(note.to_owned());
        }
    }

    /// `a OR b`
    fn alternatives(&mut self) -> Option<Read> {
        self.joined(&TokenKind::Or, Self::conjunction, Condition::any)
    }

    /// `a AND b`
    fn conjunction(&mut self) -> Option<Read> {
        self.joined(&TokenKind::And, Self::nearness, Condition::all)
    }

    fn joined(
        &mut self,
        operator: &TokenKind,
        operand: fn(&mut Self) -> Option<Read>,
        join: fn(Vec<Condition>) -> Option<Condition>,
    ) -> Option<Read> {
        let first = operand(self)?;
        if self.peek() != Some(operator) {
            return Some(first);
        }
        let mut operands = vec![first.condition()];
        loop {
            let before = self.at;
            if !self.take_if(operator) {
                break;
            }
            if let Some(read) = operand(self) {
                operands.push(read.condition());
            } else {
                self.at = before;
                break;
            }
        }
        let first = operands[0].clone();
        operands.retain(has_words);
        // Alone, it is what it was: the operator is a word.
        join(operands).or(Some(first)).map(Read::of)
    }

    /// `a /s b`
    fn nearness(&mut self) -> Option<Read> {
        let first = self.negation()?;
        let within = match self.peek() {
            Some(TokenKind::Sentence) => Within::Sentence,
            Some(TokenKind::Paragraph) => Within::Paragraph,
            _ => return Some(first),
        };
        let operator = self.tokens[self.at].kind.clone();
        let mut operands = vec![first.condition()];
        loop {
            let before = self.at;
            if !self.take_if(&operator) {
                break;
            }
            if let Some(read) = self.negation() {
                operands.push(read.condition());
            } else {
                self.at = before;
                break;
            }
        }
        let first = operands[0].clone();
        operands.retain(has_words);
        if operands.len() < 2 {
            return Some(Read::of(operands.pop().unwrap_or(first)));
        }
        let name = if within == Within::Sentence { "/s" } else { "/p" };
        Some(self.near(operands, within, name))
    }

    /// Words near each other, if that is what stands there; all of it otherwise.
    fn near(&mut self, operands: Vec<Condition>, within: Within, name: &str) -> Read {
        let tests: Option<Vec<Vec<TextTest>>> = operands.iter().map(words_of).collect();
        match tests {
            Some(tests) if tests.len() > 1 => Read::Condition(Condition::Near(tests, within)),
            _ => {
                self.note(&format!(
                    "`{name}` takes two or more words, phrases or alternatives in brackets; here \
                     it was taken for `AND`"
                ));
                Condition::all(operands).map_or(Read::Word("near".to_owned()), Read::of)
            }
        }
    }

    /// `NOT a`, `-a`
    fn negation(&mut self) -> Option<Read> {
        let before = self.at;
        if !self.take_if(&TokenKind::Not) && !self.take_if(&TokenKind::Minus) {
            return self.operand();
        }
        if self.depth >= MAX_DEPTH {
            return self.operand();
        }
        self.depth += 1;
        let inner = self.negation();
        self.depth -= 1;
        let Some(read) = inner else {
            self.at = before;
            return None;
        };
        Some(match read.condition() {
            Condition::Text(test) if !is_word(&test.text) => Read::Word(test.text),
            condition => Read::Condition(Condition::Not(Box::new(condition))),
        })
    }

    fn operand(&mut self) -> Option<Read> {
        let token = self.tokens.get(self.at)?;
        match &token.kind {
            TokenKind::Open => self.group().map(Read::of),
            TokenKind::Near(n) => {
                let before = self.at;
                self.at += 1;
                match self.group_list() {
                    Some(operands) if !operands.is_empty() => {
                        Some(self.near(operands, Within::Words(*n), "NEAR"))
                    }
                    _ => {
                        self.at = before;
                        None
                    }
                }
            }
            TokenKind::Field(kind) => Some(self.field(*kind)),
            TokenKind::Quoted(text) => {
                self.at += 1;
                Some(Read::Condition(test(TextForm::Phrase, without_marks(text))))
            }
            TokenKind::Word(word) => {
                self.at += 1;
                Some(self.word(word))
            }
            TokenKind::Minus => self.negation(),
            _ => None,
        }
    }

    /// `(a b OR c)`: all of what stands there.
    fn group(&mut self) -> Option<Condition> {
        let before = self.at;
        let inner = self.group_list().and_then(Condition::all);
        if inner.is_none() {
            self.at = before;
        }
        inner
    }

    /// What stands in brackets, one by one; the bracket may stay open at the end.
    fn group_list(&mut self) -> Option<Vec<Condition>> {
        if self.depth >= MAX_DEPTH || !self.take_if(&TokenKind::Open) {
            return None;
        }
        self.depth += 1;
        let mut inner = Vec::new();
        while !self.take_if(&TokenKind::Close) && self.at < self.tokens.len() {
            match self.alternatives() {
                Some(read) => inner.push(read.condition()),
                None => {
                    if let Some(Item::Word(word)) = self.stray() {
                        inner.push(test(TextForm::Word, word));
                    }
                }
            }
        }
        self.depth -= 1;
        inner.retain(has_words);
        Some(inner)
    }

    fn field(&mut self, kind: PartKind) -> Read {
        let before = self.at;
        self.at += 1;
        let place = match kind {
            PartKind::Title => Some(TextPlace::Title),
            PartKind::Quoted => Some(TextPlace::Quotation),
            _ => None,
        };
        if let Some(place) = place {
            let inner = match self.peek() {
                Some(TokenKind::Open) => self.group(),
                Some(TokenKind::Quoted(_) | TokenKind::Word(_)) => {
                    self.operand().map(Read::condition)
                }
                _ => None,
            };
            if let Some(inner) = inner.filter(has_words) {
                return Read::Condition(inner.placed(place));
            }
        } else if let Some(TokenKind::Quoted(value) | TokenKind::Word(value)) = self.peek() {
            let value = value.trim();
            if value.chars().any(char::is_alphanumeric) {
                self.at += 1;
                let mut value = without_marks(value);
                if matches!(value.as_str(), "AND" | "OR" | "NOT" | "/S" | "/P") {
                    value = value.to_lowercase();
                }
                let typed = format!("{}:{}", kind.as_str(), value.replace(' ', "-"));
                return match value_of(kind, &value) {
                    Ok(value) => Read::Condition(Condition::Field(kind, value)),
                    Err(problem) => {
                        self.note(&format!("`{typed}` {problem} and was searched as words"));
                        Read::Word(typed)
                    }
                };
            }
        }
        // Nothing usable behind the colon.
        self.at = before + 1;
        Read::Word(format!("{}:", kind.as_str()))
    }

    fn word(&mut self, word: &str) -> Read {
        if let Some(exact) =
            word.strip_prefix('=').filter(|it| it.starts_with(char::is_alphanumeric))
        {
            return Read::Condition(test(TextForm::Exact, bare(exact)));
        }
        if let Some(beginning) = word.strip_suffix('*') {
            let beginning = bare(beginning);
            let n_letters = beginning.chars().count();
            let is_wide = beginning.chars().any(|char| u32::from(char) >= 0x2e80);
            if n_letters >= 2 || is_wide {
                return Read::Condition(test(TextForm::Beginning, beginning));
            }
            if n_letters > 0 {
                self.note(&format!(
                    "`{word}` would be almost any word; write two letters or more before the star"
                ));
            }
        }
        Read::Word(word.to_owned())
    }
}

/// A word among operators: without punctuation around it, and without anything that would
/// be one itself.
pub(super) fn bare(word: &str) -> String {
    let kept: String = word
        .chars()
        .filter(|char| !matches!(char, '(' | ')') && parallax_lang::opens(*char).is_none())
        .map(|char| if matches!(char, ':' | '*') { '/' } else { char })
        .collect();
    // Signs of Indic scripts end words, and begin none.
    let kept = kept
        .trim_start_matches(|char: char| !char.is_alphanumeric())
        .trim_end_matches(|char: char| !char.is_alphanumeric() && !is_combining_mark(char));
    if matches!(kept, "AND" | "OR" | "NOT" | "NEAR") {
        return kept.to_lowercase();
    }
    kept.to_owned()
}

/// What stood between quotation marks, without any of them.
fn without_marks(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|char| if parallax_lang::opens(char).is_some() { ' ' } else { char })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn has_words(condition: &Condition) -> bool {
    match condition {
        Condition::Text(test) => is_word(&test.text),
        Condition::Not(inner) => has_words(inner),
        _ => true,
    }
}

/// A word or alternatives: what may stand near something.
fn words_of(condition: &Condition) -> Option<Vec<TextTest>> {
    match condition {
        Condition::Text(test) if test.place == TextPlace::Anywhere => Some(vec![test.clone()]),
        Condition::Any(inner) => {
            inner.iter().map(words_of).collect::<Option<Vec<_>>>().map(|tests| tests.concat())
        }
        _ => None,
    }
}
