//! Text from elsewhere, made harmless where people look at it: on a terminal, in a
//! log, in an exported file.
//!
//! Control characters are shown as their pictures (`␛` for ESC), those without one
//! as `\u{9b}`. What turns the direction of the text around it is shown as
//! `\u{202e}` on terminals, where it could make a name or a whole line read as
//! another; in files, where Hebrew and Arabic need it, it stays, but is closed at the
//! end of its line. Marks that move nothing (LRM, RLM) stay everywhere.
//! Not here: escaping for a format (JSON, CSV…), which is its writer's.

use std::borrow::Cow;

/// For a terminal or a log; keeps line breaks and tabs.
#[must_use]
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| is_bidi(letter) || is_control(letter, true))
}

/// As [`for_terminal`], for what must not begin a new line: a title, a file's name.
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| is_bidi(letter) || is_control(letter, false))
}

/// For a file people read; keeps line breaks and tabs.
#[must_use]
pub fn for_file(text: &str) -> Cow<'_, str> {
    let text = replaced(text, |letter| is_control(letter, true));
    if text.contains(is_bidi) { Cow::Owned(closed(&text)) } else { text }
}

/// Whether a character turns the direction of the text after it, until closed.
#[must_use]
pub fn is_bidi(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// C0, DEL, C1 and the separators of lines that are no line break.
fn is_control(letter: char, keeps_lines: bool) -> bool {
    match letter {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' => !keeps_lines,
        letter => letter.is_control(),
    }
}

fn replaced(text: &str, is_shown_otherwise: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_shown_otherwise) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_shown_otherwise(letter) { picture(letter, &mut shown) } else { shown.push(letter) }
    }
    Cow::Owned(shown)
}

fn picture(letter: char, shown: &mut String) {
    match u32::from(letter) {
        code @ 0..0x20 => shown.extend(char::from_u32(0x2400 + code)),
        0x7f => shown.push('\u{2421}'),
        _ => shown.extend(letter.escape_unicode()),
    }
}

/// Closes on each line what was opened there, and drops what closes nothing.
fn closed(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    let mut open: Vec<char> = Vec::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\u{2029}' => {
                shown.extend(open.drain(..).rev());
                shown.push(letter);
            }
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => {
                open.push('\u{202c}');
                shown.push(letter);
            }
            '\u{2066}'..='\u{2068}' => {
                open.push('\u{2069}');
                shown.push(letter);
            }
            '\u{202c}' | '\u{2069}' => {
                if open.last() == Some(&letter) {
                    open.pop();
                    shown.push(letter);
                }
            }
            letter => shown.push(letter),
        }
    }
    shown.extend(open.into_iter().rev());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_told_nothing() {
        let hostile = "a\u{1b}]0;owned\u{7}b\u{9b}31mc\u{7f}\r\n\td\u{202e}e\u{2067}";
        assert_eq!(for_terminal(hostile), "a␛]0;owned␇b\\u{9b}31mc␡␍\n\td\\u{202e}e\\u{2067}");
        assert_eq!(on_one_line("a\nb\tc\u{2028}"), "a␊b␉c\\u{2028}");
    }

    #[test]
    fn plain_text_of_any_script_is_left_alone() {
        for text in ["plain", "čeština", "שלום\u{200f}", "日本語\u{3000}", "👩\u{200d}🚀"]
        {
            assert!(matches!(for_terminal(text), Cow::Borrowed(_)), "{text}");
            assert!(matches!(on_one_line(text), Cow::Borrowed(_)), "{text}");
            assert!(matches!(for_file(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn in_files_directions_end_with_their_line() {
        assert_eq!(for_file("\u{2067}שלום\u{2069} x"), "\u{2067}שלום\u{2069} x");
        assert_eq!(for_file("a\u{202e}b\nc"), "a\u{202e}b\u{202c}\nc");
        assert_eq!(for_file("a\u{202c}b\u{2069}"), "ab");
        assert_eq!(for_file("\u{2067}\u{202e}x\u{2069}"), "\u{2067}\u{202e}x\u{202c}\u{2069}");
    }
}
