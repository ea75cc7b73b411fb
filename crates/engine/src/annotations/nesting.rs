//! Words between quotation marks, and the marks within them one level down.
//!
//! `She said: “Go.”` becomes `“She said: ‘Go.’”`. Marks within those change back. Marks of
//! other countries (`«…»`) cannot be confused with the outer ones, and stay.
//! Not here: which words are a quotation (`parallax_text`).

/// A mark that was opened and not closed yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `“` or `"`, written as `‘`.
    Double,
    /// `„`, written as `‚`.
    Low,
    /// `‘` within a double one, written as `“`.
    Single,
}

/// `words` between “ and ”, its own marks one level down.
pub(crate) fn in_quotation_marks(words: &str) -> String {
    format!("“{}”", one_level_down(words))
}

/// `text` with double marks as single ones, and single marks within those as double ones.
pub(crate) fn one_level_down(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut open: Vec<Open> = Vec::new();
    let mut out = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        let is_within_word = at > 0
            && chars[at - 1].is_alphanumeric()
            && chars.get(at + 1).is_some_and(|next| next.is_alphanumeric());
        out.push(match (c, open.last()) {
            ('„', _) => opened(&mut open, Open::Low, '‚'),
            // Germans close with the mark others open with.
            ('“' | '”' | '"', Some(Open::Low)) => {
                closed(&mut open, if c == '“' { '‘' } else { '’' })
            }
            ('“', _) => opened(&mut open, Open::Double, '‘'),
            ('”' | '"', Some(Open::Double)) => closed(&mut open, '’'),
            // Opened in a paragraph before this one.
            ('”', _) => '’',
            ('"', _) if !follows_a_digit(&chars, at) => opened(&mut open, Open::Double, '‘'),
            ('‘', Some(Open::Double)) => opened(&mut open, Open::Single, '“'),
            ('’', Some(Open::Single)) if !is_within_word => closed(&mut open, '”'),
            _ => c,
        });
    }
    out
}

fn opened(open: &mut Vec<Open>, mark: Open, written: char) -> char {
    open.push(mark);
    written
}

fn closed(open: &mut Vec<Open>, written: char) -> char {
    open.pop();
    written
}

/// Inches: `a 12" gun`.
fn follows_a_digit(chars: &[char], at: usize) -> bool {
    at > 0 && chars[at - 1].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_go_one_level_down() {
        for (words, expected) in [
            ("By night.", "“By night.”"),
            ("She said: “Go.”", "“She said: ‘Go.’”"),
            ("“Go,” she said.", "“‘Go,’ she said.”"),
            ("\"Go,\" she said, \"now.\"", "“‘Go,’ she said, ‘now.’”"),
            ("“He said ‘no’ and didn’t go”", "“‘He said “no” and didn’t go’”"),
            ("Er sagte „ja“ und ging", "“Er sagte ‚ja‘ und ging”"),
            ("Elle a dit « oui »", "“Elle a dit « oui »”"),
            ("a 12\" gun, the sailors’ own", "“a 12\" gun, the sailors’ own”"),
            ("and so it goes on.”", "“and so it goes on.’”"),
        ] {
            assert_eq!(in_quotation_marks(words), expected);
        }
    }

    #[test]
    fn no_double_mark_is_left_inside_unless_single_ones_hold_it() {
        let down = one_level_down("“a “b” c” \"d\" ”");
        assert!(!down.contains(['“', '”', '"']), "{down}");
    }
}
