//! What a file says about itself in its first lines: `Title: …` headers and
//! Markdown front matter.

use parallax_types::{Metadata, Source, Sourced};

use crate::dates::parse_date;
use crate::language;

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

/// Front matter between `---` lines, and the text below it. A small part of
/// YAML: `key: value`, quoted values, `[a, b]` and `- item` lists.
pub(crate) fn front_matter(text: &str) -> Option<(Metadata, &str)> {
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r']);
    let inner = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut metadata = Metadata::default();
    let mut key = String::new();
    let mut used = text.len() - inner.len();
    for line in inner.split_inclusive('\n') {
        used += line.len();
        let content = line.trim_end();
        if matches!(content, "---" | "...") {
            return Some((metadata, &text[used..]));
        }
        if let Some(item) = content.trim_start().strip_prefix("- ") {
            add_item(&mut metadata, &key, item);
        } else if let (Some((name, value)), false) =
            (content.split_once(':'), content.starts_with(' '))
        {
            name.trim().clone_into(&mut key);
            set(&mut metadata, &key, value.trim());
        }
    }
    None
}

/// One more author of a `- item` list.
fn add_item(metadata: &mut Metadata, key: &str, item: &str) {
    if !matches!(key.to_lowercase().as_str(), "author" | "authors") {
        return;
    }
    let item = item.trim().strip_prefix("name:").unwrap_or(item);
    let name = unquote(item).to_owned();
    if !name.is_empty() {
        metadata
            .authors
            .get_or_insert_with(|| Sourced::new(vec![], Source::FileProperties))
            .value
            .push(name);
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
            metadata.outlet = text();
        }
        "author" | "authors" | "by" | "byline" | "autor" | "auteur" | "автор" => {
            let names = names(value);
            metadata.authors = (!names.is_empty()).then(|| sourced(names));
        }
        "date" | "published" | "pubdate" | "publish_date" | "datum" | "fecha" | "дата" => {
            metadata.published = parse_date(unquote(value)).map(sourced);
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

/// `[Jane Roe, "John Doe"]`, `Jane Roe and John Doe`, `Jane Roe; John Doe`.
pub(crate) fn names(value: &str) -> Vec<String> {
    let value = unquote(value).trim_start_matches('[').trim_end_matches(']');
    value
        .split([',', ';', '&'])
        .flat_map(|part| part.split(" and "))
        .map(|name| unquote(name).trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
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
    fn yaml() {
        let text = "---\ntitle: \"Bridge: to close\"\nauthors:\n  - Jane Roe\n  - 'John Doe'\ntags: [a, b]\nlang: en_GB\n---\n# Text\n";
        let (metadata, rest) = front_matter(text).unwrap();
        assert_eq!(metadata.title.unwrap().value, "Bridge: to close");
        assert_eq!(metadata.authors.unwrap().value, ["Jane Roe", "John Doe"]);
        assert_eq!(metadata.language.unwrap().value, "en-gb");
        assert_eq!(rest, "# Text\n");
        assert!(front_matter("---\nno end").is_none());
    }
}
