//! What a file says about itself in its first lines: `Title: …` headers and
//! Markdown front matter.

use parallax_types::{Metadata, Source, Sourced};

use crate::dates::parse_stated;
use crate::{language, names};

/// Header lines at the start of a plain text, and where the text goes on.
///
/// At least two known fields, or a title alone, up to the first blank line.
pub(crate) fn header_block(text: &str) -> Option<(Metadata, &str)> {
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let mut metadata = Metadata::default();
    let mut n_fields = 0;
    let mut used = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if content.is_empty() {
            used += line.len();
            break;
        }
        let (key, value) = content.split_once(':')?;
        let known = set(&mut metadata, key.trim(), value.trim());
        if !known && (n_fields == 0 || !is_key(key)) {
            return None;
        }
        n_fields += usize::from(known);
        used += line.len();
    }
    (n_fields >= 2 || metadata.title.is_some()).then(|| (metadata, &text[used..]))
}

/// A word or two that can name a field.
fn is_key(key: &str) -> bool {
    key.len() <= 20 && key.split_whitespace().count() <= 2
}

/// What stands between `---` lines at the start of a note.
#[derive(Debug, Default)]
pub(crate) struct FrontMatter {
    pub(crate) metadata: Metadata,
    pub(crate) tags: Vec<String>,
}

impl FrontMatter {
    fn set(&mut self, key: &str, value: &str) {
        if is_tags(key) {
            let list = value.trim_start_matches('[').trim_end_matches(']').split(',');
            self.tags.extend(list.map(unquote).filter(|tag| !tag.is_empty()).map(str::to_owned));
        } else {
            set(&mut self.metadata, key, value);
        }
    }

    /// One more of a `- item` list.
    fn add_item(&mut self, key: &str, item: &str) {
        if is_tags(key) {
            self.tags.push(unquote(item).to_owned());
        } else {
            add_author(&mut self.metadata, key, item);
        }
    }
}

fn is_tags(key: &str) -> bool {
    matches!(key.to_lowercase().as_str(), "tags" | "tag")
}

/// Front matter between `---` lines, and the text below it. A small part of
/// YAML: `key: value`, quoted values, `[a, b]` and `- item` lists.
pub(crate) fn front_matter(text: &str) -> Option<(FrontMatter, &str)> {
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r']);
    let inner = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut matter = FrontMatter::default();
    let mut key = String::new();
    // The lines of a value that is folded over several; the first is empty.
    let mut folded: Vec<String> = Vec::new();
    let mut used = text.len() - inner.len();
    for line in inner.split_inclusive('\n') {
        used += line.len();
        let content = line.trim_end();
        if matches!(content, "---" | "...") {
            end_folded(&mut matter, &key, &mut folded);
            return Some((matter, &text[used..]));
        }
        let is_indented = content.starts_with([' ', '\t']);
        if let Some(item) = content.trim_start().strip_prefix("- ") {
            matter.add_item(&key, item);
        } else if is_indented && !folded.is_empty() {
            // A value that goes on: `title: >-`.
            folded.push(content.trim().to_owned());
        } else if let (Some((name, value)), false) = (content.split_once(':'), is_indented) {
            end_folded(&mut matter, &key, &mut folded);
            name.trim().clone_into(&mut key);
            let value = value.trim();
            if value.starts_with(['>', '|']) && value.len() <= 3 {
                folded.push(String::new());
            } else {
                matter.set(&key, value);
            }
        }
    }
    None
}

fn end_folded(matter: &mut FrontMatter, key: &str, folded: &mut Vec<String>) {
    let lines = std::mem::take(folded);
    if lines.len() > 1 {
        matter.set(key, lines[1..].join(" ").trim());
    }
}

/// One more author of a `- item` list.
fn add_author(metadata: &mut Metadata, key: &str, item: &str) {
    if !matches!(key.to_lowercase().as_str(), "author" | "authors") {
        return;
    }
    let item = item.trim().strip_prefix("name:").unwrap_or(item);
    let name = unquote(item).trim_start_matches("[[").trim_end_matches("]]").to_owned();
    let names = names::listed([name]);
    if !names.is_empty() {
        metadata
            .authors
            .get_or_insert_with(|| Sourced::new(vec![], Source::FileProperties))
            .value
            .extend(names);
    }
}

/// Sets the field a key names; false if it names none.
fn set(metadata: &mut Metadata, key: &str, value: &str) -> bool {
    let text = || Some(unquote(value)).filter(|it| !it.is_empty()).map(|it| sourced(it.to_owned()));
    match key.to_lowercase().as_str() {
        "title" | "headline" | "titel" | "titre" | "título" | "заголовок" => {
            metadata.title = text();
        }
        "outlet" | "source" | "publisher" | "publication" | "newspaper" | "site" | "quelle"
        | "источник" => {
            // Clippers write the page's address there.
            match text() {
                Some(address) if address.value.contains("://") => {
                    metadata.canonical_url.get_or_insert(address);
                }
                outlet => metadata.outlet = outlet,
            }
        }
        "author" | "authors" | "by" | "byline" | "autor" | "auteur" | "автор" => {
            let names = names(value);
            metadata.authors = (!names.is_empty()).then(|| sourced(names));
        }
        "date" | "published" | "pubdate" | "publish_date" | "datum" | "fecha" | "дата" => {
            metadata.published = parse_stated(unquote(value)).map(sourced);
        }
        "lang" | "language" | "sprache" | "langue" | "idioma" => {
            metadata.language = language::tag(unquote(value)).map(sourced);
        }
        "url" | "link" | "canonical" | "canonical_url" => metadata.canonical_url = text(),
        _ => return false,
    }
    true
}

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Source::FileProperties)
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    let quoted = |mark| value.strip_prefix(mark).and_then(|it: &str| it.strip_suffix(mark));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value)
}

/// A title from a file's properties, if somebody wrote it: programs put the name of
/// a file there, or their own.
pub(crate) fn title(text: &str) -> Option<String> {
    const FILES: &[&str] = &[
        ".doc", ".docx", ".odt", ".rtf", ".pdf", ".indd", ".qxd", ".pages", ".tex", ".txt",
        ".html", ".wpd",
    ];
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = title.to_lowercase();
    let is_file = folded.starts_with("microsoft word -")
        || folded.starts_with("microsoft powerpoint -")
        || FILES.iter().any(|end| folded.ends_with(end));
    (!title.is_empty() && !is_file && !names::is_default(&title)).then_some(title)
}

/// `[Jane Roe, "John Doe"]`, `Jane Roe and John Doe`, `Jane Roe; John Doe`.
pub(crate) fn names(value: &str) -> Vec<String> {
    names::in_text(unquote(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let (metadata, rest) =
            header_block("Title: Bridge to close\nAuthor: Jane Roe and John Doe\nDate: January 4, 2017\nPage: 3\n\nText: here").unwrap();
        assert_eq!(metadata.title.unwrap().value, "Bridge to close");
        assert_eq!(metadata.authors.unwrap().value, ["Jane Roe", "John Doe"]);
        assert_eq!(metadata.published.unwrap().value.as_str(), "2017-01-04");
        assert_eq!(rest, "Text: here");
        for text in [
            "Moscow: no reset\n\nText",
            "Date: today\nhe said\n\nText",
            "Text",
            "",
            "source: x\n\ny",
        ] {
            assert!(header_block(text).is_none(), "{text}");
        }
    }

    #[test]
    fn titles_of_programs() {
        for text in ["Untitled", "Microsoft Word - a", "report_final.docx", " ", "Microsoft Word"] {
            assert_eq!(title(text), None, "{text}");
        }
        assert_eq!(title(" Bridge  to close ").as_deref(), Some("Bridge to close"));
    }

    #[test]
    fn what_clippers_write() {
        let text = "---\ntitle: >-\n  Bridge to close,\n  ferry to run\nsource: \"https://example.org/a\"\n\
            author:\n  - \"[[Jane Roe]]\"\n  - name: John Doe\n    url: x\npublished: !!timestamp 2030-03\ntags:\n  - \"clippings\"\n  - tram\n---\nText";
        let (FrontMatter { metadata, tags }, rest) = front_matter(text).unwrap();
        assert_eq!(metadata.title.unwrap().value, "Bridge to close, ferry to run");
        assert_eq!(metadata.authors.unwrap().value, ["Jane Roe", "John Doe"]);
        assert_eq!(metadata.canonical_url.unwrap().value, "https://example.org/a");
        assert_eq!(metadata.published.unwrap().value.as_str(), "2030-03");
        assert_eq!((metadata.outlet, rest), (None, "Text"));
        assert_eq!(tags, ["clippings", "tram"]);
    }

    #[test]
    fn yaml() {
        let text = "---\ntitle: \"Bridge: to close\"\nauthors:\n  - Jane Roe\n  - 'John Doe'\ntags: [a, b]\nlang: en_GB\n---\n# Text\n";
        let (FrontMatter { metadata, tags }, rest) = front_matter(text).unwrap();
        assert_eq!(metadata.title.unwrap().value, "Bridge: to close");
        assert_eq!(metadata.authors.unwrap().value, ["Jane Roe", "John Doe"]);
        assert_eq!(metadata.language.unwrap().value, "en-gb");
        assert_eq!((rest, tags), ("# Text\n", vec!["a".to_owned(), "b".to_owned()]));
        assert!(front_matter("---\nno end").is_none());
    }
}
