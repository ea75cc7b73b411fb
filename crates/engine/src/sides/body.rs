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

/// The words of a part of a text, with spans of the whole.
pub(crate) fn words_of(text: &str, part: Span) -> Vec<Token> {
    let mut words = tokens(part.of(text));
    for word in &mut words {
        word.span = Span::new(part.start + word.span.start, part.start + word.span.end);
    }
    words
}
