//! Which characters are quotation marks, and which one closes what another opened.

/// What opens a quotation, and what may close it: `„…“`, `»…«`, `「…」`…
const PAIRS: [(char, &str); 17] = [
    ('"', "\"“”„‟"),
    ('“', "”“\"„‟"),
    ('”', "”“\""),
    ('„', "“”\"„"),
    ('‟', "”“\""),
    ('«', "»"),
    ('»', "«»"),
    ('‹', "›"),
    ('›', "‹›"),
    ('「', "」"),
    ('『', "』"),
    ('《', "》"),
    ('〈', "〉"),
    ('〝', "〞〟"),
    ('＂', "＂\""),
    ('‚', "‘’"),
    ('❝', "❞"),
];

/// What may close a quotation that `open` opens; `None` if it opens none.
#[must_use]
pub fn opens(open: char) -> Option<&'static str> {
    PAIRS.iter().find(|(char, _)| *char == open).map(|(_, closing)| *closing)
}

/// Whether `close` ends what `open` began.
#[must_use]
pub fn closes(open: char, close: char) -> bool {
    opens(open).is_some_and(|closing| closing.contains(close))
}

/// Whether a character is any of them.
#[must_use]
pub fn is_quotation_mark(char: char) -> bool {
    PAIRS.iter().any(|(open, closing)| *open == char || closing.contains(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_all_kinds_pair() {
        for pair in ["\"\"", "“”", "„“", "„”", "«»", "»«", "»»", "‹›", "「」", "『』", "《》", "‚‘"]
        {
            let mut marks = pair.chars();
            let (open, close) = (marks.next().unwrap(), marks.next().unwrap());
            assert!(closes(open, close), "{pair}");
        }
        assert!(!closes('«', '”') && opens('\'').is_none() && opens('’').is_none());
    }
}
