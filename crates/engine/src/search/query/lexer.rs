//! What was typed, cut into words, phrases and operators; nothing is lost, and each piece
//! knows where it stood.
//!
//! Not here: what belongs together (`parser`).

use std::ops::Range;

use super::PartKind;
use super::fields::of_key;

/// A piece of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Bytes of what was typed.
    pub(super) range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `-` right before what it takes away.
    Minus,
    /// `NEAR/5` before a bracket.
    Near(usize),
    /// `/s`
    Sentence,
    /// `/p`
    Paragraph,
    /// `title:` right before its value.
    Field(PartKind),
    /// What stood between quotation marks.
    Quoted(String),
    /// Anything else.
    Word(String),
}

/// `NEAR` without a number.
const DEFAULT_NEAR: usize = 10;

/// In so many words that are all capitals, `AND` is one of them.
const MIN_SHOUTED: usize = 5;

/// Whether all of it is in capitals: nothing tells an operator from a word then.
pub(super) fn is_shouted(typed: &str) -> bool {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let has_operators = words.iter().any(|word| operator(word).is_some());
    let shouted = words.iter().filter(|word| {
        operator(word).is_none() && word.chars().any(|char| char.is_ascii_uppercase())
    });
    has_operators && !typed.chars().any(char::is_lowercase) && shouted.count() >= MIN_SHOUTED
}

/// The pieces of what was typed, in order. Brackets group where there are operators, or
/// right behind one; elsewhere they are punctuation.
pub(super) fn lex(typed: &str, is_shouted: bool) -> Vec<Token> {
    let mut lexer = Lexer { typed, is_shouted, at: 0, depth: 0, tokens: Vec::new() };
    while let Some(start) = typed[lexer.at..].find(|char: char| !char.is_whitespace()) {
        lexer.at += start;
        lexer.next();
    }
    let mut tokens = lexer.tokens;
    let has_operators = tokens.iter().any(|token| {
        use TokenKind::{And, Near, Not, Or, Paragraph, Sentence};
        matches!(token.kind, And | Or | Not | Near(_) | Sentence | Paragraph)
    });
    let is_bound = tokens.windows(2).any(|pair| {
        matches!(pair[0].kind, TokenKind::Minus | TokenKind::Field(_))
            && pair[1].kind == TokenKind::Open
    });
    if !has_operators && !is_bound {
        tokens.retain(|token| !matches!(token.kind, TokenKind::Open | TokenKind::Close));
    }
    tokens
}

struct Lexer<'a> {
    typed: &'a str,
    is_shouted: bool,
    at: usize,
    /// Brackets open.
    depth: usize,
    tokens: Vec<Token>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.typed[self.at..]
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        self.tokens.push(Token { kind, range: self.at..self.at + length });
        self.at += length;
    }

    /// Whether the last piece waits for what stands right behind it.
    fn is_bound(&self) -> bool {
        self.tokens.last().is_some_and(|last| {
            last.range.end == self.at
                && matches!(last.kind, TokenKind::Minus | TokenKind::Field(_) | TokenKind::Near(_))
        })
    }

    fn next(&mut self) {
        let rest = self.rest();
        if let Some((value, length)) = quoted(rest) {
            if value.chars().any(char::is_alphanumeric) {
                self.push(TokenKind::Quoted(value.to_owned()), length);
            } else {
                self.push(TokenKind::Word(rest[..length].to_owned()), length);
            }
            return;
        }
        if rest.starts_with('(') {
            self.depth += 1;
            return self.push(TokenKind::Open, 1);
        }
        if rest.starts_with(')') {
            self.depth = self.depth.saturating_sub(1);
            return self.push(TokenKind::Close, 1);
        }
        if let Some(after) = rest.strip_prefix('-')
            && !self.is_bound()
            && starts_operand(after)
        {
            return self.push(TokenKind::Minus, 1);
        }
        let is_value = self.tokens.last().is_some_and(|last| {
            last.range.end == self.at && matches!(last.kind, TokenKind::Field(_))
        });
        if !is_value && let Some((kind, length)) = field(rest) {
            return self.push(TokenKind::Field(kind), length);
        }
        if let Some((n, length)) = near(rest)
            && !self.is_shouted
        {
            return self.push(TokenKind::Near(n), length);
        }
        self.word();
    }

    fn word(&mut self) {
        let rest = self.rest();
        let mut n_open = 0usize;
        let is_end = |(_, char): &(usize, char)| {
            match char {
                '(' => n_open += 1,
                ')' if n_open > 0 => n_open -= 1,
                ')' if self.depth > 0 => return true,
                _ => {}
            }
            char.is_whitespace()
        };
        let length = rest.char_indices().find(is_end).map_or(rest.len(), |(at, _)| at).max(1);
        let word = &rest[..length];
        match operator(word) {
            Some(_) if self.is_shouted || self.is_bound() => {
                self.push(TokenKind::Word(word.to_lowercase()), length);
            }
            Some(kind) => self.push(kind, length),
            None => self.push(TokenKind::Word(word.to_owned()), length),
        }
    }
}

fn operator(word: &str) -> Option<TokenKind> {
    Some(match word {
        "AND" => TokenKind::And,
        "OR" => TokenKind::Or,
        "NOT" => TokenKind::Not,
        "/s" | "/S" => TokenKind::Sentence,
        "/p" | "/P" => TokenKind::Paragraph,
        _ => return None,
    })
}

/// `NEAR/5(` or `NEAR(`, without the bracket.
fn near(text: &str) -> Option<(usize, usize)> {
    let (head, _) = text.split_once('(')?;
    let number = head.strip_prefix("NEAR")?;
    let n = match number.strip_prefix('/') {
        Some(digits) => digits.parse().ok().filter(|n| *n <= 999)?,
        None if number.is_empty() => DEFAULT_NEAR,
        None => return None,
    };
    Some((n, head.len()))
}

/// Whether something stands here that can be taken away.
fn starts_operand(text: &str) -> bool {
    text.chars().next().is_some_and(|char| {
        char.is_alphanumeric() || matches!(char, '(' | '=') || parallax_lang::opens(char).is_some()
    })
}

/// A known key with its colon, and a value right behind it.
fn field(text: &str) -> Option<(PartKind, usize)> {
    let letters = text.find(|char: char| !char.is_ascii_alphabetic())?;
    let value = text[letters..].strip_prefix(':')?;
    let has_value = value.chars().next().is_some_and(|char| !char.is_whitespace());
    Some((of_key(&text[..letters]).filter(|_| has_value)?, letters + 1))
}

/// What stands between the quotation marks that a text begins with, and the length of all
/// of it. One that is not closed ends at the end, if it can only have been an opening one.
fn quoted(text: &str) -> Option<(&str, usize)> {
    let open = text.chars().next()?;
    let closing = parallax_lang::opens(open)?;
    let inside = &text[open.len_utf8()..];
    match inside.char_indices().find(|(_, char)| closing.contains(*char)) {
        Some((end, close)) => Some((&inside[..end], open.len_utf8() + end + close.len_utf8())),
        None if matches!(open, '»' | '›' | '”' | '‟' | '‚') => None,
        None => Some((inside, text.len())),
    }
}
