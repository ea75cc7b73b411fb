//! What an article's author wrote, without the furniture around it.

use parallax_store::StoredArticle;
use parallax_text::{Token, sentences, tokens};
use parallax_types::{Role, Span};

/// The body of an article as spans of its clean text.
pub(crate) struct Body<'a> {
    pub(crate) text: &'a str,
    pub(crate) blocks: Vec<Span>,
}

impl<'a> Body<'a> {
    pub(crate) fn of(article: &'a StoredArticle) -> Self {
        let body = article.blocks.iter().filter(|block| block.role == Role::Body);
        Self { text: &article.text, blocks: body.map(|block| block.span).collect() }
    }

    /// Its sentences, as spans of the whole text.
    pub(crate) fn sentences(&self) -> Vec<Span> {
        let within = |block: &Span| {
            let start = block.start;
            let found = sentences(block.of(self.text));
            found.into_iter().map(move |span| Span::new(start + span.start, start + span.end))
        };
        self.blocks.iter().flat_map(within).collect()
    }

    /// Its blocks as one text, a blank line between them.
    pub(crate) fn joined(&self) -> String {
        let blocks: Vec<&str> = self.blocks.iter().map(|block| block.of(self.text)).collect();
        blocks.join("\n\n")
    }
}

/// Cuts a block that is a book by itself where words end: as words it takes ten times the
/// memory it takes as text.
pub(crate) fn in_parts(text: &str, block: Span) -> impl Iterator<Item = Span> {
    const LEAST: usize = 64 << 10;
    let mut start = block.start;
    std::iter::from_fn(move || {
        if start >= block.end {
            return None;
        }
        let from = text.ceil_char_boundary(start.saturating_add(LEAST).min(block.end));
        let rest = text.get(from..block.end)?;
        let end = rest.find(char::is_whitespace).map_or(block.end, |at| from + at);
        let part = Span::new(start, end);
        start = end;
        Some(part)
    })
}

/// The words of a part of a text, with spans of the whole.
pub(crate) fn words_of(text: &str, part: Span) -> Vec<Token> {
    let mut words = tokens(part.of(text));
    for word in &mut words {
        word.span = Span::new(part.start + word.span.start, part.start + word.span.end);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_block_has_the_words_it_has_in_one_piece() {
        let text = "Zu spät für die Fähre nach Łódź. ".repeat(9_000) + "Schluss";
        let block = Span::new(4, text.len());
        let parts: Vec<Span> = in_parts(&text, block).collect();
        assert!(parts.len() > 3, "{parts:?}");
        let in_parts: Vec<Token> = parts.iter().flat_map(|part| words_of(&text, *part)).collect();
        assert_eq!(in_parts, words_of(&text, block));
        assert_eq!(super::in_parts("", Span::new(0, 0)).count(), 0);
    }
}
