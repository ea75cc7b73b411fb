//! JSON, JSON lines and CSV with columns of text: one article a row.
//!
//! Which column is what is told by its name, and said in the receipt.

use std::collections::BTreeMap;
use std::path::Path;

use parallax_types::{Metadata, RawArticle, Source, Sourced};
use serde_json::Value;

use crate::dates::parse_stated;
use crate::error::ImportError;
use crate::format::TextFormat;
use crate::{html, language, names, text};

pub(crate) const JSON: TextFormat = TextFormat {
    name: "json",
    sniff: |sample| is_json(without_assignment(sample.start)),
    read: parse_json,
};

pub(crate) const JSON_LINES: TextFormat = TextFormat {
    name: "jsonl",
    sniff: |sample| is_json_lines(sample.start),
    read: parse_json_lines,
};

pub(crate) const CSV: TextFormat = TextFormat {
    name: "csv",
    sniff: |sample| {
        matches!(sample.extension.as_str(), "csv" | "tsv") || looks_like_csv(sample.start)
    },
    read: parse_csv,
};

fn is_json(start: &str) -> bool {
    start.starts_with(['{', '['])
        && start.trim_end().ends_with(['}', ']'])
        && serde_json::from_str::<serde::de::IgnoredAny>(start).is_ok()
}

/// An object on each of the first lines.
fn is_json_lines(start: &str) -> bool {
    let mut lines = start.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    lines.peek().is_some_and(|line| line.starts_with('{'))
        && lines.all(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok())
}

/// More rows are a data set, not articles.
const MAX_ROWS: usize = 20_000;

/// Names of columns, best first.
const TEXT: &[&str] = &[
    "fulltext",
    "text",
    "body",
    "content",
    "article",
    "articlebody",
    "maintext",
    "story",
    "html",
    "contenthtml",
    "contenttext",
    "fullcontent",
    "bodytext",
    "bodyhtml",
    "articletext",
    "selftext",
    "highlight",
    "selection",
    "annotation",
    "quote",
    "description",
    "abstract",
    "summary",
    "message",
    "excerpt",
    "snippet",
    "transcript",
    "текст",
];
const TITLE: &[&str] = &[
    "title",
    "headline",
    "name",
    "heading",
    "subject",
    "booktitle",
    "documenttitle",
    "articletitle",
    "заголовок",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "publishedat",
    "publicationdate",
    "publishdate",
    "datepublished",
    "pubdate",
    "publicationtime",
    "posted",
    "postedat",
    "created",
    "createdat",
    "createdutc",
    "timestamp",
    "дата",
];
const AUTHOR: &[&str] = &[
    "author",
    "authors",
    "byline",
    "creator",
    "creators",
    "authorname",
    "bookauthor",
    "publishedby",
    "writer",
    "by",
    "автор",
];
const OUTLET: &[&str] = &[
    "outlet",
    "source",
    "sourcename",
    "publisher",
    "publication",
    "site",
    "sitename",
    "website",
    "domain",
    "newspaper",
    "источник",
];
const URL: &[&str] = &["url", "link", "canonicalurl", "href", "uri"];
const TAGS: &[&str] = &["tags", "labels"];
const LANGUAGE: &[&str] = &["language", "lang"];

type Row = BTreeMap<String, String>;

/// How deep the list of articles may lie in an export.
const MAX_DEPTH: usize = 6;

/// Lines above the names of columns in which a program says what it exported.
const MAX_PREAMBLE_LINES: usize = 20;

/// Between the names of a list, so that a name may hold a comma.
const NAMES_BORDER: &str = "\u{1f}";

/// Reads JSON: an object, a list of them, or an object that holds such a list.
fn parse_json(text: &str, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let damaged = || ImportError::Damaged {
        path: path.to_owned(),
        what: "it is no JSON from beginning to end".to_owned(),
    };
    let value: Value =
        serde_json::from_str(without_assignment(text.trim_start_matches('\u{feff}').trim()))
            .map_err(|_| damaged())?;
    let mut records = Vec::new();
    collect(&value, None, MAX_DEPTH, &mut records);
    articles(records.into_iter(), path)
}

/// The data of a script that only gives it a name: `window.data = [ … ];`.
fn without_assignment(text: &str) -> &str {
    let rest = text.split_once('=').filter(|(name, _)| {
        let name = name
            .trim()
            .trim_start_matches("var ")
            .trim_start_matches("const ")
            .trim_start_matches("let ");
        let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '$' | '.' | ' ');
        name.len() <= 80
            && name.starts_with(|it: char| it.is_ascii_alphabetic())
            && name.chars().all(is_part)
    });
    let Some((_, data)) = rest else { return text };
    let data = data.trim().trim_end_matches(';').trim_end();
    if data.starts_with(['[', '{']) { data } else { text }
}

/// The records of an export, wherever in it they lie. A text beside a list of
/// records is about the list: a feed's description.
fn collect(value: &Value, outlet: Option<&str>, depth: usize, records: &mut Vec<Row>) {
    if depth == 0 || records.len() > MAX_ROWS {
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                collect(item, outlet, depth - 1, records);
            }
        }
        Value::Object(object) => {
            let is_list = |it: &&Value| {
                it.as_array().is_some_and(|it| it.iter().any(Value::is_object))
                    && holds_table(it, depth - 1)
            };
            // An article's comments and related stories are lists of records too.
            let list = object.values().find(is_list).filter(|_| !is_whole(object));
            if let Some(list) = list {
                let is_feed = object.contains_key("version") || object.contains_key("items");
                let title = object.get("title").and_then(Value::as_str).filter(|_| is_feed);
                return collect(list, title.or(outlet), depth - 1, records);
            }
            if !has_text(object) {
                // One level down: `_source`, `tweet`, `data`.
                let inner =
                    object.values().filter(|it| it.is_object() && holds_table(it, depth - 1));
                let inner: Vec<&Value> = inner.collect();
                if !inner.is_empty() {
                    for it in inner {
                        collect(it, outlet, depth - 1, records);
                    }
                    return;
                }
            }
            if let Some(mut row) = row(value) {
                if let Some(outlet) = outlet
                    && !row.keys().any(|key| OUTLET.contains(&plain(key).as_str()))
                {
                    row.insert("site_name".to_owned(), outlet.to_owned());
                }
                records.push(row);
            }
        }
        _ => {}
    }
}

/// Whether an object has a text of its own rather than one about what is in it.
fn is_whole(object: &serde_json::Map<String, Value>) -> bool {
    const ABOUT: &[&str] = &["description", "abstract", "summary", "message", "excerpt", "snippet"];
    is_record(object)
        && object.iter().any(|(key, value)| {
            let key = plain(key);
            value.is_string() && TEXT.contains(&key.as_str()) && !ABOUT.contains(&key.as_str())
        })
}

/// Whether there is a record with a text in it, at most so deep.
fn holds_table(value: &Value, depth: usize) -> bool {
    match value {
        _ if depth == 0 => false,
        Value::Array(items) => {
            items.iter().take(20).any(|it| it.is_object() && holds_table(it, depth))
        }
        Value::Object(object) => {
            is_record(object)
                || (!has_text(object)
                    && object.values().any(|it| !it.is_string() && holds_table(it, depth - 1)))
        }
        _ => false,
    }
}

/// A text, and something that says which: the paragraphs of one text are no records.
fn is_record(object: &serde_json::Map<String, Value>) -> bool {
    let known = |lists: &[&[&str]]| {
        object.keys().any(|key| lists.iter().any(|list| list.contains(&plain(key).as_str())))
    };
    has_text(object) && known(&[TITLE, DATE, AUTHOR, URL])
}

/// Reads an object per line.
fn parse_json_lines(text: &str, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let values = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    articles(values.filter_map(|value| row(&value)), path)
}

/// Reads a table whose first line names the columns.
fn parse_csv(text: &str, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let (table, delimiter) = table(text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(table.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_owned).collect(),
        Err(_) => return Ok(Vec::new()),
    };
    let rows = reader
        .records()
        .map_while(Result::ok)
        .map(|record| names.iter().cloned().zip(record.iter().map(str::to_owned)).collect::<Row>());
    articles(rows, path)
}

/// The table without what stands above the names of its columns, and what parts
/// them: spreadsheets write `sep=;` there, search pages what was searched for.
fn table(text: &str) -> (&str, u8) {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign] = first.trim_end().as_bytes() {
        return (text.split_once('\n').map_or("", |(_, rest)| rest), *sign);
    }
    let mut at = 0;
    for line in text.split_inclusive('\n').take(MAX_PREAMBLE_LINES) {
        if names_columns(line) {
            return (&text[at..], delimiter(line));
        }
        at += line.len();
    }
    (text, delimiter(first))
}

/// Whether a text is a table with columns we know.
fn looks_like_csv(text: &str) -> bool {
    let (table, _) = table(text);
    table.lines().next().is_some_and(names_columns)
}

/// Whether a line names columns we know.
fn names_columns(line: &str) -> bool {
    if line.len() > 1000 {
        return false;
    }
    let names: Vec<String> = line.split(char::from(delimiter(line))).map(plain).collect();
    let knows = |known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    names.len() >= 2
        && knows(TEXT)
        && (knows(TITLE) || knows(DATE) || knows(URL) || knows(AUTHOR) || knows(OUTLET))
}

fn delimiter(first: &str) -> u8 {
    let count = |char: u8| first.bytes().filter(|byte| *byte == char).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|char| count(*char)).unwrap_or(b',')
}

fn has_text(object: &serde_json::Map<String, Value>) -> bool {
    object.keys().any(|key| TEXT.contains(&plain(key).as_str()))
}

/// The texts of an object, those of objects inside it under their own names.
fn row(value: &Value) -> Option<Row> {
    let object = value.as_object()?;
    let mut row = Row::new();
    for (key, value) in object {
        match value {
            Value::String(text) => drop(row.insert(key.clone(), text.clone())),
            Value::Number(number) => drop(row.insert(key.clone(), number.to_string())),
            Value::Array(items) => {
                let texts: Vec<String> = items.iter().filter_map(text_in).collect();
                let between =
                    if TEXT.contains(&plain(key).as_str()) { "\n\n" } else { NAMES_BORDER };
                row.insert(key.clone(), texts.join(between));
            }
            Value::Object(_) => {
                if let Some(text) = text_in(value) {
                    row.insert(key.clone(), text);
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }
    Some(row)
}

/// The text of a value that is put in an object: `{"rendered": "…"}`, `{"name": "…"}`.
fn text_in(value: &Value) -> Option<String> {
    const NAMES: &[&str] = &[
        "rendered", "text", "html", "value", "content", "name", "title", "children", "$t", "#text",
    ];
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(inner) => NAMES.iter().find_map(|name| text_in(inner.get(*name)?)),
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(text_in).collect();
            (!texts.is_empty()).then(|| texts.join(" "))
        }
        _ => None,
    }
}

/// A name as our lists have it: `Published_At` is `publishedat`.
fn plain(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn articles(rows: impl Iterator<Item = Row>, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let mut articles = Vec::new();
    for row in rows {
        if articles.len() == MAX_ROWS {
            let what = format!("it holds more than {MAX_ROWS} rows");
            return Err(ImportError::TooMuchInside { path: path.to_owned(), what });
        }
        articles.extend(article(&row));
    }
    Ok(articles)
}

fn article(row: &Row) -> Option<RawArticle> {
    let find = |known: &[&str]| {
        known.iter().find_map(|name| {
            row.iter().find(|(key, value)| plain(key) == *name && !value.trim().is_empty())
        })
    };
    let mut used = Vec::new();
    let mut take = |what: &str, known: &[&str]| {
        let (key, value) = find(known)?;
        used.push(format!("{what} from `{key}`"));
        Some(value.trim().to_owned())
    };
    let body = take("text", TEXT)?;
    let mut article = RawArticle { blocks: blocks(&body), ..RawArticle::default() };
    let said = |text: String| Sourced::new(text, Source::FileProperties);
    let is_address = |text: &String| text.contains("://");
    let (title, outlet) = (take("title", TITLE), take("outlet", OUTLET));
    let authors = take("authors", AUTHOR).map(|names| {
        if names.contains(NAMES_BORDER) {
            names::listed(names.split(NAMES_BORDER).map(html::plain))
        } else {
            names::in_text(&html::plain(&names))
        }
    });
    let address = take("address", URL).or_else(|| outlet.clone().filter(is_address));
    article.metadata = Metadata {
        title: title.map(|it| said(as_line(&it))),
        outlet: outlet.filter(|it| !is_address(it)).map(|it| said(as_line(&it))),
        authors: authors
            .filter(|names| !names.is_empty())
            .map(|names| Sourced::new(names, Source::FileProperties)),
        published: take("date", DATE)
            .and_then(|date| parse_stated(&date))
            .map(|date| Sourced::new(date, Source::FileProperties)),
        language: take("language", LANGUAGE).and_then(|tag| language::tag(&tag)).map(said),
        canonical_url: address.map(said),
    };
    if let Some(tags) = take("tags", TAGS) {
        let tags = tags.split(|it| NAMES_BORDER.contains(it) || matches!(it, ',' | ';' | '|'));
        let tags = tags.map(|tag| as_line(tag.trim())).filter(|tag| !tag.is_empty());
        article.tags = tags.collect();
    }
    article.receipt.warnings.push(format!("Columns: {}.", used.join(", ")));
    Some(article)
}

/// The blocks of a text, which may be HTML: only what cannot be meant as it stands
/// makes it that, "a < b & c" does not.
fn blocks(text: &str) -> Vec<parallax_types::Block> {
    let text = text.replace("\r\n", "\n");
    if has_tags(&text) {
        // Weblogs keep the paragraphs of their HTML as blank lines.
        let has_paragraphs = text.contains("<p") || text.contains("<P");
        return html::document(&if has_paragraphs {
            text
        } else {
            text.replace("\n\n", "<br><br>")
        })
        .blocks;
    }
    text::blocks(&without_entities(&text))
}

/// A title or name, which may hold entities.
fn as_line(text: &str) -> String {
    if has_tags(text) {
        return html::plain(text);
    }
    without_entities(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has_tags(text: &str) -> bool {
    let folded = text.to_ascii_lowercase();
    folded.contains("</")
        || ["<br", "<p>", "<p ", "<img ", "<hr"].iter().any(|tag| folded.contains(tag))
}

/// The text with its entities (`&amp;`, `&#8217;`) as the characters they mean.
fn without_entities(text: &str) -> String {
    let is_entity = |rest: &str| {
        rest.split_once(';').is_some_and(|(name, _)| {
            (2..=10).contains(&name.len())
                && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'#')
        })
    };
    if !text.match_indices('&').any(|(at, _)| is_entity(&text[at + 1..])) {
        return text.to_owned();
    }
    text.split('\n').map(html::unescaped).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(articles: Result<Vec<RawArticle>, ImportError>, expected: &[&str]) {
        let shown: Vec<String> = articles
            .unwrap()
            .iter()
            .map(|article| {
                let title = article.metadata.title.as_ref().map_or("-", |it| it.value.as_str());
                let date = article.metadata.published.as_ref().map_or("-", |it| it.value.as_str());
                let texts: Vec<&str> = article.blocks.iter().map(|it| it.text.as_str()).collect();
                format!(
                    "{title} | {date} | {} | {}",
                    texts.join(" / "),
                    article.receipt.warnings[0]
                )
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn rows() {
        let path = Path::new("a");
        check(
            parse_json(
                r#"{"status": 1, "articles": [{"Title": "Bridge", "body": "Closed.\n\nFerry.", "published_at": "2017-01-04"}]}"#,
                path,
            ),
            &[
                "Bridge | 2017-01-04 | Closed. / Ferry. | Columns: text from `body`, title from `Title`, date from `published_at`.",
            ],
        );
        check(
            parse_json_lines(
                "{\"text\": \"<p>Closed</p><p>now</p>\"}\nnonsense\n{\"x\": 1}\n",
                path,
            ),
            &["- | - | Closed / now | Columns: text from `text`."],
        );
        check(
            parse_csv("title;text\nBridge;\"Closed; now\"\n;\n", path),
            &["Bridge | - | Closed; now | Columns: text from `text`, title from `title`."],
        );
    }

    fn shown(articles: Result<Vec<RawArticle>, ImportError>) -> Vec<String> {
        let value = |it: &Option<Sourced<String>>| {
            it.as_ref().map_or("-".to_owned(), |it| it.value.clone())
        };
        let show = |article: &RawArticle| {
            let metadata = &article.metadata;
            let texts: Vec<&str> = article.blocks.iter().map(|it| it.text.as_str()).collect();
            let authors =
                metadata.authors.as_ref().map_or("-".to_owned(), |it| it.value.join("; "));
            let date = metadata.published.as_ref().map_or("-", |it| it.value.as_str());
            format!(
                "{} | {} | {} | {date} | {}",
                value(&metadata.title),
                value(&metadata.outlet),
                authors,
                texts.join(" / ")
            )
        };
        articles.unwrap().iter().map(show).collect()
    }

    #[test]
    fn records_wherever_they_lie() {
        for (json, expected) in [
            (
                r#"{"version": "1", "title": "Quay", "description": "News.", "items": [{"title": "A", "content_html": "<p>One</p>"}, {"url": "x", "content_text": "Two"}]}"#,
                vec!["A | Quay | - | - | One", "- | Quay | - | - | Two"],
            ),
            (
                r#"{"hits": {"total": 1, "hits": [{"_id": 1, "_source": {"title": "A", "body": "One"}}]}}"#,
                vec!["A | - | - | - | One"],
            ),
            (
                r#"{"title": "A", "text": "One", "comments": [{"author": "B", "text": "Two"}]}"#,
                vec!["A | - | - | - | One"],
            ),
            (
                r#"[{"title": {"rendered": "A &amp; B"}, "content": {"rendered": "<p>One</p>"}, "date": "2030"}]"#,
                vec!["A & B | - | - | 2030 | One"],
            ),
            (
                r#"{"headline": "A", "body": [{"type": "p", "text": "One"}, {"type": "p", "text": "Two"}]}"#,
                vec!["A | - | - | - | One / Two"],
            ),
            (
                r#"[{"tweet": {"full_text": "One", "text": "One", "created_at": "Mon Mar 11 08:00:00 +0000 2030"}}]"#,
                vec!["- | - | - | 2030-03-11T08:00:00+00:00 | One"],
            ),
            (
                r#"{"title": "A", "text": "One", "authors": ["Roe, Jane", "Sea and Harbour Office"], "timestamp": 1899446400}"#,
                vec!["A | - | Jane Roe; Sea and Harbour Office | 2030-03-11T08:00:00Z | One"],
            ),
        ] {
            assert_eq!(shown(parse_json(json, Path::new("a"))), expected, "{json}");
        }
    }

    #[test]
    fn html_is_told_from_signs() {
        for (text, expected) in [
            (
                "It&#8217;s over &amp; done.<br>Two.<br><br>Three.",
                "It’s over & done. Two. / Three.",
            ),
            ("&quot;No&quot;, he said.", "\"No\", he said."),
            ("If a < b & c > d, it holds.", "If a < b & c > d, it holds."),
        ] {
            let json = serde_json::json!([{ "title": "A", "text": text }]).to_string();
            let expected = format!("A | - | - | - | {expected}");
            assert_eq!(shown(parse_json(&json, Path::new("a"))), [expected], "{text}");
        }
    }

    #[test]
    fn lines_above_a_table() {
        for head in
            ["sep=;\n", "\u{feff}sep=;\r\n", "Results for: bridge\nExported 14/03/2030\n\n", ""]
        {
            let csv = format!("{head}title;text;outlet\nA;\"One; two\";Quay\n");
            assert!(looks_like_csv(&csv), "{head}");
            assert_eq!(shown(parse_csv(&csv, Path::new("a"))), ["A | Quay | - | - | One; two"]);
        }
    }

    #[test]
    fn tables_are_told_by_their_columns() {
        assert!(looks_like_csv("id,title,text\n1,a,b"));
        assert!(!looks_like_csv("The title, the text and the date\nof a bridge"));
        assert!(!looks_like_csv("title\ntext"));
    }
}
