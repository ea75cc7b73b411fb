//! Markdown: blocks as `CommonMark` has them, front matter as metadata. Links and emphasis
//! become their text, blocks of HTML theirs; what note-taking programs add (`notes`) is
//! read as they show it.

use parallax_types::{Block, BlockKind, RawArticle, Role, Source, Sourced};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::format::TextFormat;
use crate::properties::{self, FrontMatter};
use crate::{headline, html};

mod notes;

pub(crate) const FORMAT: TextFormat = TextFormat {
    name: "markdown",
    sniff: |sample| {
        let extension = sample.extension.as_str();
        matches!(extension, "md" | "markdown" | "mdown" | "mkd" | "mdx")
            || looks_like_markdown(sample.start)
    },
    read: |text, _| Ok(vec![parse(text)]),
};

/// Front matter; or headings with links, other headings or emphasis.
fn looks_like_markdown(start: &str) -> bool {
    if start.starts_with("---\n")
        && start[4..].lines().take(40).any(|line| line.trim_end() == "---")
    {
        return true;
    }
    let lines = start.lines().take(200);
    let is_heading = |line: &str| {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        (1..=6).contains(&level) && line[level..].starts_with(' ') && line[level..].trim().len() > 1
    };
    let n_headings = lines.clone().filter(|line| is_heading(line)).count();
    let n_marks = lines
        .filter(|line| line.contains("](") || line.contains("**") || line.starts_with("> "))
        .count();
    n_headings >= 1 && n_headings + n_marks >= 2
}

fn parse(text: &str) -> RawArticle {
    let text = text.replace("\r\n", "\n");
    let (FrontMatter { mut metadata, tags }, rest) =
        properties::front_matter(&text).unwrap_or_else(|| (FrontMatter::default(), &text));
    let rest = notes::plain(rest);
    let mut reader = Reader::default();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(&rest, options) {
        reader.event(event);
    }
    reader.flush(BlockKind::Paragraph);
    if metadata.title.is_none() {
        metadata.title = reader.first_title.map(|title| Sourced::new(title, Source::Markup));
    }
    let blocks = reader.blocks;
    headline::read(&blocks, &mut metadata);
    RawArticle { metadata, blocks, tags, ..RawArticle::default() }
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    /// The block of HTML being read.
    html: String,
    n_quotes: usize,
    n_items: usize,
    in_code: bool,
    in_image: usize,
    first_title: Option<String>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.text.push('\n'),
            Event::Text(text) | Event::Code(text) if self.in_image == 0 => {
                self.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.flush(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } => self.in_image += 1,
            Tag::HtmlBlock => self.flush(BlockKind::Paragraph),
            Tag::BlockQuote(_) => {
                self.flush(BlockKind::Paragraph);
                self.n_quotes += 1;
            }
            Tag::Item => {
                self.flush(BlockKind::ListItem);
                self.n_items += 1;
            }
            Tag::List(_) if self.n_items > 0 => self.flush(BlockKind::ListItem),
            Tag::CodeBlock(_) => {
                self.flush(BlockKind::Paragraph);
                self.in_code = true;
            }
            Tag::TableCell if !self.text.is_empty() => self.text.push_str(" | "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.blocks.extend(html::document(&html).blocks);
            }
            TagEnd::Image => self.in_image = self.in_image.saturating_sub(1),
            TagEnd::Heading(level) => {
                if level == pulldown_cmark::HeadingLevel::H1 && self.first_title.is_none() {
                    self.first_title =
                        Some(self.text.trim().to_owned()).filter(|title| !title.is_empty());
                }
                self.flush(BlockKind::Heading);
            }
            TagEnd::CodeBlock => {
                self.flush(BlockKind::Preformatted);
                self.in_code = false;
            }
            TagEnd::TableRow | TagEnd::TableHead => self.flush(BlockKind::TableRow),
            TagEnd::Paragraph => self.flush(BlockKind::Paragraph),
            TagEnd::Item => {
                self.flush(BlockKind::ListItem);
                self.n_items = self.n_items.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.flush(BlockKind::Paragraph);
                self.n_quotes = self.n_quotes.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Ends the block; a paragraph in a list or a quotation is of that kind.
    fn flush(&mut self, kind: BlockKind) {
        let text = std::mem::take(&mut self.text);
        let kind = match kind {
            BlockKind::Paragraph if self.n_items > 0 => BlockKind::ListItem,
            BlockKind::Paragraph if self.n_quotes > 0 => BlockKind::Quote,
            _ => kind,
        };
        let text = if kind == BlockKind::Preformatted { text.trim_end() } else { text.trim() };
        if !text.trim().is_empty() {
            self.blocks.push(Block { kind, role: Role::Body, text: text.to_owned(), page: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn blocks_of_all_kinds() {
        let article = parse(
            "---\nauthor: Jane Roe\n---\n# Bridge *to* close\n\nThe [bridge](http://example.org) is `closed`.\nFor ![x](y.png)now.\n\n\
             > Sad.\n\n- one\n- two\n  - three\n\n```\nlet x;\n  y\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n<script>x</script>\n\nEnd.",
        );
        let lines: Vec<String> = article
            .blocks
            .iter()
            .map(|block| format!("{:?} {}", block.kind, block.text.replace('\n', "⏎")))
            .collect();
        expect![[r#"
            Heading Bridge to close
            Paragraph The bridge is closed.⏎For now.
            Quote Sad.
            ListItem one
            ListItem two
            ListItem three
            Preformatted let x;⏎  y
            TableRow a | b
            TableRow c | d
            Paragraph End."#]]
        .assert_eq(&lines.join("\n"));
        assert_eq!(
            article.metadata.title.unwrap(),
            Sourced::new("Bridge to close".to_owned(), Source::Markup)
        );
        assert_eq!(article.metadata.authors.unwrap().value, ["Jane Roe"]);
    }

    #[test]
    fn blocks_of_html_are_text() {
        let article = parse(
            "# Bridge\n\nOne.\n\n<aside>\nTwo.\n\n</aside>\n\n<details>\n<summary>Three</summary>\nFour.\n</details>\n\n\
             <table>\n<tr><td>Five</td><td>Six</td></tr>\n</table>\n\n<!-- not this -->\n\nSeven.<br>Eight.\n",
        );
        let texts: Vec<&str> = article.blocks.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(
            texts,
            ["Bridge", "One.", "Two.", "Three", "Four.", "Five | Six", "Seven.\nEight."]
        );
    }

    #[test]
    fn linear_on_hostile_text() {
        for piece in ["[", "> ", "*", "`", "![", "- ", "<a", "|a", "#", "&", "_a_*"] {
            let text = piece.repeat(200_000 / piece.len());
            let started = std::time::Instant::now();
            parse(&text);
            assert!(started.elapsed().as_secs() < 5, "{piece}: {:?}", started.elapsed());
        }
    }
}
