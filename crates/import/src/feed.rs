//! RSS and Atom feeds saved as files: each entry is an article.

use parallax_types::{Metadata, RawArticle, Source, Sourced};

use crate::dates::parse_date;
use crate::format::TextFormat;
use crate::xml::{self, Element, Skipping, Xml};
use crate::{html, names};

pub(crate) const FORMAT: TextFormat = TextFormat {
    name: "feed",
    sniff: |sample| matches!(sample.local_root(), "rss" | "feed" | "rdf"),
    read: |text, _| Ok(parse(text)),
};

/// Reads a feed: an article for each entry.
fn parse(document: &str) -> Vec<RawArticle> {
    let mut reader = Reader::default();
    // A feed cut short is read up to there.
    let _ = xml::read(document, &mut |event| match event {
        Xml::Open(element) => reader.open(element),
        Xml::Text(_) if reader.skipping.is_on() => {}
        Xml::Text(text) => reader.text.push_str(text),
        Xml::Close(name) => reader.close(name),
    });
    let outlet = reader.outlet;
    let articles = reader.entries.into_iter().map(|entry| entry.article(&outlet));
    articles.collect()
}

#[derive(Default)]
struct Entry {
    title: String,
    authors: Vec<String>,
    date: String,
    link: String,
    /// The longest of description, summary and content; HTML.
    content: String,
}

impl Entry {
    fn article(self, outlet: &str) -> RawArticle {
        let said = |text: String| {
            Some(Sourced::new(text, Source::Markup)).filter(|it| !it.value.trim().is_empty())
        };
        let mut article = html::document(&self.content);
        let authors = match self.authors.as_slice() {
            [one] => names::in_text(&html::plain(one)),
            _ => names::listed(self.authors.iter().map(|it| html::plain(it))),
        };
        article.metadata = Metadata {
            title: said(html::plain(&self.title)),
            outlet: said(outlet.to_owned()),
            authors: Some(Sourced::new(authors, Source::Markup)).filter(|it| !it.value.is_empty()),
            published: parse_date(&self.date).map(|date| Sourced::new(date, Source::Markup)),
            canonical_url: said(self.link),
            ..Metadata::default()
        };
        article
    }
}

#[derive(Default)]
struct Reader {
    text: String,
    outlet: String,
    entry: Option<Entry>,
    entries: Vec<Entry>,
    is_permalink: bool,
    /// Depth inside `image` and the like, whose titles are not the feed's.
    n_aside: usize,
    /// Inside what describes a picture, or the feed an entry was taken from.
    skipping: Skipping,
    /// Markup inside an Atom entry's content is put back together.
    in_markup: Option<String>,
}

impl Reader {
    fn open(&mut self, element: &Element) {
        let name = element.name.as_str();
        if self.skipping.opens(name) {
            return;
        }
        if let Some(markup) = &mut self.in_markup {
            markup.push_str(&escaped(&std::mem::take(&mut self.text)));
            markup.push_str(&format!("<{name}>"));
            return;
        }
        self.text.clear();
        match name {
            "item" | "entry" => self.entry = Some(Entry::default()),
            "image" | "textInput" | "textinput" => self.n_aside += 1,
            // `media:content` has captions, credits and a title of its own.
            "content" | "thumbnail" | "player" if element.attr("url").is_some() => {
                self.skipping.begin(name);
            }
            // `media:group`; `source` names the feed an Atom entry was taken from.
            "group" => self.skipping.begin(name),
            "source" if self.entry.is_some() => self.skipping.begin(name),
            "guid" => self.is_permalink = element.attr("isPermaLink") != Some("false"),
            "content" | "summary" if element.attr("type") == Some("xhtml") => {
                self.in_markup = Some(String::new());
            }
            "link" => {
                if let (Some(entry), Some(href)) = (&mut self.entry, element.attr("href"))
                    && matches!(element.attr("rel"), None | Some("alternate"))
                {
                    href.clone_into(&mut entry.link);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipping.closes(name) {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if let Some(markup) = &mut self.in_markup {
            markup.push_str(&escaped(&text));
            if !matches!(name, "content" | "summary") {
                markup.push_str(&format!("</{name}>"));
                return;
            }
        }
        let text = self.in_markup.take().unwrap_or_else(|| text.trim().to_owned());
        let Some(entry) = &mut self.entry else {
            match name {
                "title" if self.n_aside == 0 && self.outlet.is_empty() => {
                    self.outlet = html::plain(&text);
                }
                "image" | "textInput" | "textinput" => {
                    self.n_aside = self.n_aside.saturating_sub(1);
                }
                _ => {}
            }
            return;
        };
        match name {
            "item" | "entry" => self.entries.extend(self.entry.take()),
            "title" if entry.title.is_empty() => entry.title = text,
            // An Atom author is closed after the name inside it.
            "creator" | "name" | "author" if !text.is_empty() => entry.authors.push(text),
            "pubDate" | "published" | "date" | "issued" => entry.date = text,
            "updated" if entry.date.is_empty() => entry.date = text,
            "link" if entry.link.is_empty() => entry.link = text,
            "guid" if entry.link.is_empty() && self.is_permalink && text.starts_with("http") => {
                entry.link = text;
            }
            "description" | "summary" | "content" | "encoded"
                if text.len() > entry.content.len() =>
            {
                entry.content = text;
            }
            _ => {}
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_pictures_and_addresses() {
        let rss = "<rss xmlns:media='m'><channel><title>Harbour Mail</title><item><title>Bridge</title>\
            <guid>http://example.org/1</guid><author>roe@example.org (Jane Roe)</author>\
            <pubDate>Wed, 04 Jan 17 10:30 GMT</pubDate><description>It is closed.</description>\
            <media:content url='p.jpg'><media:title>Gull</media:title>\
            <media:description>A gull sits on the bridge and looks at the ferry.</media:description>\
            </media:content></item></channel></rss>";
        let atom = "<feed><title>Harbour Mail</title><entry><title>Bridge</title>\
            <author><name>Jane Roe</name><uri>x</uri></author><author><name>Water and Harbour Office</name></author>\
            <published>2017-01-04T10:30:00Z</published><link href='http://example.org/1'/>\
            <source><title>Other</title><published>2011-01-01T00:00:00Z</published></source>\
            <content>It is closed.</content></entry></feed>";
        for (feed, authors) in
            [(rss, vec!["Jane Roe"]), (atom, vec!["Jane Roe", "Water and Harbour Office"])]
        {
            let articles = parse(feed);
            let metadata = &articles[0].metadata;
            assert_eq!(metadata.title.as_ref().unwrap().value, "Bridge");
            assert_eq!(metadata.authors.as_ref().unwrap().value, authors);
            assert_eq!(metadata.published.as_ref().unwrap().value.as_str(), "2017-01-04T10:30:00Z");
            assert_eq!(metadata.canonical_url.as_ref().unwrap().value, "http://example.org/1");
            assert_eq!(articles[0].blocks.len(), 1);
            assert_eq!(articles[0].blocks[0].text, "It is closed.");
        }
    }

    #[test]
    fn rss_and_atom() {
        let rss = "<rss><channel><title>Harbour Mail</title><image><title>x</title></image>\
            <item><title>Bridge &amp; ferry</title><pubDate>Wed, 04 Jan 2017 10:30:05 GMT</pubDate>\
            <link>http://example.org/1</link><description>&lt;p&gt;It is closed.&lt;/p&gt;</description>\
            </item></channel></rss>";
        let atom = "<feed><title>Harbour Mail</title><entry><title>Bridge</title>\
            <updated>2017-01-04T10:30:00Z</updated><link href='http://example.org/1'/>\
            <content type='xhtml'><div><p>It is <b>closed</b>.</p></div></content></entry></feed>";
        for (feed, title) in [(rss, "Bridge & ferry"), (atom, "Bridge")] {
            let articles = parse(feed);
            let [article] = articles.as_slice() else { panic!("{}", articles.len()) };
            let metadata = &article.metadata;
            assert_eq!(metadata.title.as_ref().unwrap().value, title);
            assert_eq!(metadata.outlet.as_ref().unwrap().value, "Harbour Mail");
            assert_eq!(metadata.published.as_ref().unwrap().value.day(), "2017-01-04");
            assert_eq!(metadata.canonical_url.as_ref().unwrap().value, "http://example.org/1");
            assert_eq!(article.blocks[0].text, "It is closed.");
        }
    }
}
