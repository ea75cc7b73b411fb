//! Finds where sentences end, by rules rather than by a model.
//!
//! Input: the text of one block. Output: trimmed byte spans that cover every
//! word of it, in order. In doubt two sentences stay one: a passage with a
//! sentence too many reads better than one cut at "U.S.".
//!
//! Invariant: linear time (every look back or ahead is bounded), never fails.
//! Not here: the lists of abbreviations ([`abbreviations`]).

mod abbreviations;

use parallax_types::Span;

use abbreviations::{Abbreviation, abbreviation, is_month, is_starter};

/// How many bytes to look back or ahead for one word. Longer "words" are no
/// abbreviations and no sentence starters.
const WORD_WINDOW: usize = 40;

/// The sentences of one block of text, as trimmed spans in order. Every word is
/// in exactly one of them; a blank line always ends a sentence.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Sentences { text, start: 0, seen: 0, spoken: false, spans: Vec::new() };
    let cased = text.chars().any(char::is_uppercase) && text.chars().any(char::is_lowercase);
    let mut quotes_open = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => quotes_open = !quotes_open,
            '\n' if text[at + 1..].starts_with('\n') => found.end_at(at),
            _ if is_terminator(char) => {
                let stop = Stop::read(text, at, quotes_open);
                while chars.next_if(|(next, _)| *next < stop.end).is_some_and(|(_, skipped)| {
                    quotes_open ^= skipped == '"';
                    true
                }) {}
                if stop.ends_sentence(text, cased) {
                    found.end_at(stop.end);
                }
            }
            _ => {}
        }
    }
    found.finish()
}

/// The sentences found so far and where the next one starts.
struct Sentences<'a> {
    text: &'a str,
    start: usize,
    /// How far `spoken` has looked.
    seen: usize,
    /// Whether there is a letter or digit in `start..seen`.
    spoken: bool,
    spans: Vec<Span>,
}

impl Sentences<'_> {
    /// Ends the current sentence before byte `end`. What has no letter or digit
    /// is no sentence and stays with the one before, or goes to the one after.
    fn end_at(&mut self, end: usize) {
        let news = &self.text[self.seen..end];
        self.seen = end;
        self.spoken |= news.contains(char::is_alphanumeric);
        if !self.spoken {
            let visible = news.trim_end().len();
            if let (Some(last), true) = (self.spans.last_mut(), visible > 0) {
                last.end = end - (news.len() - visible);
            }
            if !self.spans.is_empty() {
                self.start = end;
            }
            return;
        }
        self.push(end);
        self.spoken = false;
    }

    /// Whatever is left, be it words or not.
    fn finish(mut self) -> Vec<Span> {
        self.end_at(self.text.len());
        if self.spans.is_empty() {
            self.push(self.text.len());
        }
        self.spans
    }

    fn push(&mut self, end: usize) {
        let piece = &self.text[self.start..end];
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let start = self.start + (piece.len() - piece.trim_start().len());
            self.spans.push(Span::new(start, start + trimmed.len()));
        }
        self.start = end;
    }
}

fn is_terminator(char: char) -> bool {
    matches!(char, '.' | '!' | '?' | '…' | '۔' | '؟' | '।' | '॥' | '։' | '።')
        || is_wide_terminator(char)
}

/// Full stops of scripts that put no space after them.
fn is_wide_terminator(char: char) -> bool {
    matches!(char, '。' | '｡' | '！' | '？' | '．')
}

/// A run of sentence-ending punctuation with the quotes and brackets that close
/// after it: `."`, `?!`, `. . .`, `.[3]`.
struct Stop {
    /// First byte of the run.
    start: usize,
    /// One past the last byte, closing quotes included.
    end: usize,
    /// How many dots, if the run is nothing but dots.
    n_dots: Option<usize>,
    /// Whether it ends in a wide full stop.
    wide: bool,
    /// Whether something closes after the punctuation.
    closed: bool,
    /// Whether a space (or the end of the text) follows.
    spaced: bool,
}

impl Stop {
    fn read(text: &str, start: usize, quotes_open: bool) -> Self {
        let mut stop =
            Self { start, end: start, n_dots: Some(0), wide: false, closed: false, spaced: true };
        stop.punctuation(text);
        stop.closers(text, quotes_open);
        stop.spaced = text[stop.end..].chars().next().is_none_or(char::is_whitespace);
        stop
    }

    /// `.`, `...`, `. . .`, `?!`
    fn punctuation(&mut self, text: &str) {
        loop {
            let rest = &text[self.end..];
            let gap = usize::from(self.end > self.start && rest.starts_with(' '));
            let Some(char) = rest[gap..].chars().next().filter(|char| is_terminator(*char)) else {
                return;
            };
            self.n_dots = self.n_dots.filter(|_| char == '.' || char == '…');
            self.n_dots = self.n_dots.map(|n| n + if char == '…' { 3 } else { 1 });
            self.wide = is_wide_terminator(char);
            self.end += gap + char.len_utf8();
        }
    }

    /// Closing quotes and brackets, a footnote mark, and in text with spaced
    /// punctuation a lone `"` that closes an open quotation.
    fn closers(&mut self, text: &str, quotes_open: bool) {
        let mut quotes_open = quotes_open;
        loop {
            let rest = &text[self.end..];
            let Some(char) = rest.chars().next() else { return };
            if is_closer(char) {
                quotes_open ^= char == '"';
                self.end += char.len_utf8();
            } else if quotes_open && (rest == " \"" || rest.starts_with(" \" ")) {
                quotes_open = false;
                self.end += 2;
            } else if let Some(len) = footnote(rest) {
                self.end += len;
                continue;
            } else {
                return;
            }
            self.closed = true;
        }
    }

    fn ends_sentence(&self, text: &str, cased: bool) -> bool {
        let after = &text[self.end..];
        if after.trim_start().is_empty() {
            return true;
        }
        if self.wide {
            return !(self.closed && after.starts_with(['と', 'っ']));
        }
        if !self.spaced {
            return false;
        }
        let next = next_word(after);
        let lower = cased && next.chars().next().is_some_and(char::is_lowercase);
        match self.n_dots {
            _ if lower => false,
            Some(1) if !self.closed => self.dot_ends_sentence(text, next),
            Some(n) if n > 1 && !self.closed => cased,
            _ => true,
        }
    }

    /// A single `.` may belong to an abbreviation, an initial or an ordinal.
    fn dot_ends_sentence(&self, text: &str, next: &str) -> bool {
        let word = word_before(text, self.start);
        let number_next = next.starts_with(|char: char| char.is_ascii_digit());
        match abbreviation(word) {
            Abbreviation::Never => false,
            Abbreviation::BeforeNumber => !number_next,
            Abbreviation::Sometimes => !number_next && is_starter(next),
            Abbreviation::Ordinal => !is_month(next),
            Abbreviation::No => true,
        }
    }
}

fn is_closer(char: char) -> bool {
    matches!(
        char,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '）'
            | '》'
            | '〉'
            | '】'
            | '“'
    )
}

/// The length of a footnote mark such as `[12]`.
fn footnote(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let n_digits = inner.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (n_digits > 0 && inner[n_digits..].starts_with(']')).then_some(n_digits + 2)
}

/// The word that ends right before byte `end`, without what opens before it.
/// One space between the two does not matter: telegraphic text writes `U.S .`
fn word_before(text: &str, end: usize) -> &str {
    let before = text[..end].strip_suffix(' ').unwrap_or(&text[..end]);
    let start = floor_char_boundary(before, before.len().saturating_sub(WORD_WINDOW));
    let window = &before[start..];
    let word =
        window.rsplit(|char: char| char.is_whitespace() || char == '-').next().unwrap_or_default();
    word.trim_start_matches(|char: char| !char.is_alphanumeric())
}

/// The first word of `text`, without what opens before it.
fn next_word(text: &str) -> &str {
    let text = text.trim_start();
    let window = &text[..floor_char_boundary(text, text.len().min(WORD_WINDOW))];
    let opened = window.trim_start_matches(|char: char| {
        matches!(
            char,
            '"' | '\'' | '“' | '‘' | '„' | '«' | '‹' | '(' | '[' | '¿' | '¡' | ' ' | '—' | '–'
        )
    });
    let end = opened.find(|char: char| !char.is_alphanumeric() && char != '\'' && char != '’');
    &opened[..end.unwrap_or(opened.len())]
}

fn floor_char_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let found: Vec<&str> = sentences(text).into_iter().map(|span| span.of(text)).collect();
        expected.assert_eq(&found.join("\n"));
    }

    #[test]
    fn abbreviations_initials_and_numbers() {
        check(
            "Mr. Roe of the U.S. Army met Gen. J. K. Doe on Jan. 5 at No. 5 Main St. Bridge. It cost $3.5 million, \
             i.e. a lot. He lives in the U.S. The mayor does not. At 5 p.m. Monday they left the U.N. Nobody knew. \
             Harbour Inc. Says who? See Fig. 3. Plan B failed in 2017. The end.",
            expect![[r#"
                Mr. Roe of the U.S. Army met Gen. J. K. Doe on Jan. 5 at No. 5 Main St. Bridge.
                It cost $3.5 million, i.e. a lot.
                He lives in the U.S.
                The mayor does not.
                At 5 p.m. Monday they left the U.N. Nobody knew.
                Harbour Inc. Says who?
                See Fig. 3.
                Plan B failed in 2017.
                The end."#]],
        );
    }

    #[test]
    fn quotes_and_ellipses() {
        check(
            "He said: “It is closed.” She left. “Is it?” he asked. \"No.\" They laughed... and went home… Then it \
             rained. (It always does.) Really?! Yes.[3] A reset \"designed to make an impression\". Fine",
            expect![[r#"
                He said: “It is closed.”
                She left.
                “Is it?” he asked.
                "No."
                They laughed... and went home…
                Then it rained.
                (It always does.)
                Really?!
                Yes.[3]
                A reset "designed to make an impression".
                Fine"#]],
        );
    }

    #[test]
    fn telegraphic_uppercase_text() {
        check(
            "THE U.S . FIRST PROPOSED TO HELP . BUT EUROPE MADE NO PLAN . \" WILL LAST A GENERATION . THE TERMS \
             ARE VERY GOOD . \" MANY WERE NOT SO SURE . THEN WHAT ? SEE TIME, DEC . 28 . NOBODY",
            expect![[r#"
                THE U.S . FIRST PROPOSED TO HELP .
                BUT EUROPE MADE NO PLAN .
                " WILL LAST A GENERATION .
                THE TERMS ARE VERY GOOD . "
                MANY WERE NOT SO SURE .
                THEN WHAT ?
                SEE TIME, DEC . 28 .
                NOBODY"#]],
        );
    }

    #[test]
    fn other_languages() {
        check(
            "Am 4. Januar sprach Dr. Roe, d.h. der Leiter, mit z.B. Herrn Doe. Es war kalt. M. Roe est parti. Il \
             reviendra. El Sr. Roe llegó. ¿Quién? В 2017 г. он уехал в США. А. Б. Иванов остался. 桥关闭了。市长说：“没事！”\
             大家都走了。「はい。」と言った。终",
            expect![[r#"
                Am 4. Januar sprach Dr. Roe, d.h. der Leiter, mit z.B. Herrn Doe.
                Es war kalt.
                M. Roe est parti.
                Il reviendra.
                El Sr. Roe llegó.
                ¿Quién?
                В 2017 г. он уехал в США.
                А. Б. Иванов остался.
                桥关闭了。
                市长说：“没事！”
                大家都走了。
                「はい。」と言った。
                终"#]],
        );
    }

    #[test]
    fn lower_case_text_and_blank_lines() {
        check(
            "it rained. nobody came. ok\n\nnext one",
            expect![[r#"
            it rained.
            nobody came.
            ok
            next one"#]],
        );
    }

    #[test]
    fn wordless_pieces_join_their_neighbours() {
        check(
            "... ! Well. . . . *** ok. ...",
            expect![[r#"
            ... ! Well. . . .
            *** ok. ..."#]],
        );
        check("— …", expect!["— …"]);
        check("", expect![[r""]]);
    }

    #[test]
    fn linear_on_hostile_text() {
        for piece in [". ", "\"", "a. ", "(", "x", ".", " ", "\n", "A.", "… ", "[1"] {
            let text = piece.repeat(2_000_000 / piece.len());
            let started = std::time::Instant::now();
            let _ = sentences(&text);
            assert!(started.elapsed().as_secs() < 3, "{piece:?}");
        }
    }
}
