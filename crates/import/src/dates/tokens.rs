//! A line → the numbers and words a date is made of.
//!
//! Digits of all scripts become ours, and numbers written with Chinese signs
//! before the signs for year, month and day.

use super::months::fold;

/// A number or a word.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Folded.
    pub(super) text: String,
    /// Its value, if it is a number of at most eight digits.
    pub(super) number: Option<u32>,
    pub(super) n_digits: usize,
    /// What stands between it and the one before.
    pub(super) before: String,
    /// Where it stands in the line, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The zeros of the decimal digits that dates are written in.
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
    0x1040, 0x17e0, 0xff10,
];

/// The line with digits as we write them.
pub(super) fn with_our_digits(text: &str) -> String {
    let line: String = text.chars().map(our_digit).collect();
    if line.contains(['年', '月']) { with_chinese_numbers(&line) } else { line }
}

fn our_digit(char: char) -> char {
    let code = u32::from(char);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code));
    zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(char)
}

/// `二〇三〇年三月十一日` → `2030年3月11日`.
fn with_chinese_numbers(line: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for char in line.chars() {
        if chinese_digit(char).is_some() || char == '十' {
            run.push(char);
            continue;
        }
        let number = matches!(char, '年' | '月' | '日' | '号' | '號').then(|| chinese_number(&run));
        match number.flatten() {
            Some(number) => out.push_str(&number),
            None => out.push_str(&run),
        }
        run.clear();
        out.push(char);
    }
    out + &run
}

fn chinese_digit(char: char) -> Option<usize> {
    match char {
        '〇' | '○' | '零' => Some(0),
        '元' => Some(1),
        _ => "一二三四五六七八九".chars().position(|it| it == char).map(|at| at + 1),
    }
}

fn chinese_number(run: &str) -> Option<String> {
    let digits = |text: &str| -> Option<String> {
        text.chars().map(|it| chinese_digit(it).map(|it| it.to_string())).collect()
    };
    let Some((tens, ones)) = run.split_once('十') else {
        return digits(run).filter(|it| !it.is_empty());
    };
    let tens = if tens.is_empty() { "1".to_owned() } else { digits(tens)? };
    let ones = if ones.is_empty() { "0".to_owned() } else { digits(ones)? };
    Some(tens + &ones)
}

/// The numbers and words of a line; a number ends where letters begin.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut end = 0;
    while let Some(first) = line[at..].chars().next() {
        let is_digit = first.is_ascii_digit();
        if !is_digit && !is_letter(first) {
            at += first.len_utf8();
            continue;
        }
        let belongs = |char: char| {
            if is_digit { char.is_ascii_digit() } else { is_letter(char) && !char.is_ascii_digit() }
        };
        let length = line[at..].find(|char| !belongs(char)).unwrap_or(line.len() - at);
        let text = &line[at..at + length];
        tokens.push(Token {
            text: if is_digit { text.to_owned() } else { fold(text) },
            number: (is_digit && length <= 8).then(|| text.parse().ok()).flatten(),
            n_digits: if is_digit { length } else { 0 },
            before: line[end..at].to_owned(),
            start: at,
            end: at + length,
        });
        at += length;
        end = at;
    }
    tokens
}

/// Letters, and the vowel signs of scripts whose words are written with them.
fn is_letter(char: char) -> bool {
    char.is_alphanumeric()
        || matches!(char, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{200c}' | '\u{200d}')
            && !matches!(char, '।' | '॥' | '฿')
}
