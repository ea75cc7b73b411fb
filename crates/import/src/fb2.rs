//! FictionBook (FB2): a chapter is an article, its outlet the book.

use parallax_types::{Block, BlockKind, Metadata, RawArticle, Role, Source, Sourced};

use crate::dates::parse_date;
use crate::format::TextFormat;
use crate::xml::{self, Element, Xml};

pub(crate) const FORMAT: TextFormat = TextFormat {
    name: "fb2",
    sniff: |sample| sample.local_root() == "fictionbook",
    read: |text, _| Ok(parse(text)),
};

/// Reads a book: an article for each section of the body that is not inside another.
fn parse(document: &str) -> Vec<RawArticle> {
    let mut reader = Reader::default();
    // A book cut short is read up to there.
    let end = xml::read(document, &mut |event| reader.event(&event));
    reader.flush();
    reader.end_chapter();
    let book = reader.book();
    let n_chapters = reader.chapters.len();
    let mut articles: Vec<RawArticle> = reader
        .chapters
        .into_iter()
        .enumerate()
        .map(|(n, chapter)| {
            let name = book.outlet.as_ref().map(|it| it.value.clone());
            let numbered = name.map(|name| {
                let title = if n_chapters == 1 { name } else { format!("{name} ({})", n + 1) };
                Sourced::new(title, Source::FileProperties)
            });
            let own = Some(chapter.title).filter(|title| !title.is_empty() && n_chapters > 1);
            let title = own.map(|title| Sourced::new(title, Source::Markup)).or(numbered);
            let metadata = Metadata { title, ..book.clone() };
            RawArticle { metadata, blocks: chapter.blocks, ..RawArticle::default() }
        })
        .collect();
    if let (Err(_), Some(last)) = (end, articles.last_mut()) {
        last.receipt.warnings.push("The book is damaged; it was read up to there.".to_owned());
    }
    articles
}

#[derive(Default)]
struct Chapter {
    title: String,
    blocks: Vec<Block>,
}

#[derive(Default)]
struct Reader {
    /// Names of the open elements.
    path: Vec<String>,
    text: String,
    chapter: Chapter,
    chapters: Vec<Chapter>,
    title: String,
    /// First and last names in turn.
    authors: Vec<String>,
    language: String,
    date: String,
}

impl Reader {
    fn event(&mut self, event: &Xml<'_>) {
        match event {
            Xml::Open(element) => self.open(element),
            Xml::Text(text) if !self.is_inside("binary") => self.text.push_str(text),
            Xml::Text(_) => {}
            Xml::Close(name) => self.close(name),
        }
    }

    fn is_inside(&self, name: &str) -> bool {
        self.path.iter().any(|open| open == name)
    }

    fn n_sections(&self) -> usize {
        self.path.iter().filter(|open| *open == "section").count()
    }

    fn open(&mut self, element: &Element) {
        let name = element.name.as_str();
        if matches!(
            name,
            "p" | "v" | "subtitle" | "section" | "body" | "text-author" | "td" | "author"
        ) {
            self.text.clear();
        }
        if name == "date" {
            self.text.clear();
            if self.is_inside("title-info") {
                element.attr("value").unwrap_or_default().clone_into(&mut self.date);
            }
        }
        if name == "author" && self.is_inside("title-info") {
            self.authors.push(String::new());
        }
        if name == "section" && self.n_sections() == 0 {
            self.end_chapter();
        }
        self.path.push(element.name.clone());
    }

    fn close(&mut self, name: &str) {
        if self.is_inside("title-info") {
            self.close_info(name);
        } else if self.is_inside("body") {
            let kind = match name {
                "p" if self.is_inside("title") => Some(BlockKind::Heading),
                "subtitle" => Some(BlockKind::Heading),
                "p" if self.is_inside("cite") || self.is_inside("epigraph") => {
                    Some(BlockKind::Quote)
                }
                "p" | "v" | "text-author" | "td" | "date" => Some(BlockKind::Paragraph),
                _ => None,
            };
            if let Some(kind) = kind {
                self.block(kind);
            }
        }
        self.path.pop();
        if (name == "section" && self.n_sections() == 0) || name == "body" {
            self.end_chapter();
        }
    }

    fn close_info(&mut self, name: &str) {
        let text = tidy(&std::mem::take(&mut self.text));
        match name {
            "book-title" => self.title = text,
            "lang" => self.language = text,
            "date" if self.date.is_empty() => self.date = text,
            "first-name" | "middle-name" | "last-name" if self.is_inside("author") => {
                if let Some(author) = self.authors.last_mut() {
                    *author = tidy(&format!("{author} {text}"));
                }
            }
            _ => {}
        }
    }

    fn block(&mut self, kind: BlockKind) {
        let text = tidy(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return;
        }
        if kind == BlockKind::Heading && self.n_sections() <= 1 && self.is_inside("title") {
            let chapter = &mut self.chapter.title;
            *chapter = tidy(&format!("{chapter} {text}"));
        }
        self.chapter.blocks.push(Block { kind, role: Role::Body, text, page: None });
    }

    fn flush(&mut self) {
        if self.is_inside("body") {
            self.block(BlockKind::Paragraph);
        }
    }

    /// A body's own title goes with its first chapter.
    fn end_chapter(&mut self) {
        let has_text = self.chapter.blocks.iter().any(|block| block.kind != BlockKind::Heading);
        if has_text {
            self.chapters.push(std::mem::take(&mut self.chapter));
        }
    }

    fn book(&self) -> Metadata {
        let said = |text: &str| {
            Some(Sourced::new(text.to_owned(), Source::FileProperties))
                .filter(|it| !it.value.is_empty())
        };
        let authors: Vec<String> =
            self.authors.iter().filter(|it| !it.is_empty()).cloned().collect();
        Metadata {
            outlet: said(&self.title),
            authors: Some(Sourced::new(authors, Source::FileProperties))
                .filter(|names| !names.value.is_empty()),
            published: parse_date(&self.date)
                .map(|date| Sourced::new(date, Source::FileProperties)),
            language: crate::language::tag(&self.language).and_then(|tag| said(&tag)),
            ..Metadata::default()
        }
    }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters() {
        let book = "<FictionBook><description><title-info><author><first-name>Jane</first-name>\
            <last-name>Roe</last-name></author><book-title>The Quays</book-title><lang>en</lang>\
            <date value='2017-01-04'>then</date></title-info></description><body>\
            <section><title><p>One</p></title><p>The bridge <emphasis>is</emphasis> closed.</p>\
            <section><title><p>Inner</p></title><p>More.</p></section></section>\
            <section><title><p>Two</p></title><p>The ferry.</p></section></body>\
            <binary>AAAA</binary></FictionBook>";
        let articles = parse(book);
        let shown: Vec<String> = articles
            .iter()
            .map(|article| {
                let texts: Vec<&str> = article.blocks.iter().map(|it| it.text.as_str()).collect();
                format!("{}: {}", article.metadata.title.as_ref().unwrap().value, texts.join(" / "))
            })
            .collect();
        assert_eq!(
            shown,
            ["One: One / The bridge is closed. / Inner / More.", "Two: Two / The ferry."]
        );
        let metadata = &articles[0].metadata;
        assert_eq!(metadata.outlet.as_ref().unwrap().value, "The Quays");
        assert_eq!(metadata.authors.as_ref().unwrap().value, ["Jane Roe"]);
        assert_eq!(metadata.published.as_ref().unwrap().value.as_str(), "2017-01-04");
    }
}
