//! JSON, JSON lines and CSV with columns of text: one article a row.
//!
//! Which column is what is told by its name, and said in the receipt.

use std::collections::BTreeMap;
use std::path::Path;

use parallax_types::{Metadata, RawArticle, Source, Sourced};
use serde_json::Value;

use crate::dates::parse_date;
use crate::{ImportError, html, language, properties, text};

/// More rows are a data set, not articles.
const MAX_ROWS: usize = 20_000;

/// Names of columns, best first.
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "articlebody",
    "fulltext",
    "maintext",
    "story",
    "html",
    "contenthtml",
    "description",
    "abstract",
    "summary",
    "message",
    "transcript",
    "текст",
];
const TITLE: &[&str] = &["title", "headline", "name", "heading", "subject", "заголовок"];
const DATE: &[&str] = &[
    "date",
    "published",
    "publishedat",
    "publicationdate",
    "publishdate",
    "datepublished",
    "pubdate",
    "publicationtime",
    "created",
    "createdat",
    "timestamp",
    "дата",
];
const AUTHOR: &[&str] = &["author", "authors", "byline", "creator", "by", "автор"];
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
const LANGUAGE: &[&str] = &["language", "lang"];

type Row = BTreeMap<String, String>;

/// Reads JSON: an object, a list of them, or an object that holds such a list.
pub(crate) fn parse_json(text: &str, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let damaged = || ImportError::Damaged {
        path: path.to_owned(),
        what: "it is no JSON from beginning to end".to_owned(),
    };
    let value: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|_| damaged())?;
    let objects = match value {
        Value::Array(items) => items,
        Value::Object(object) => match object.values().find(|value| is_table(value)) {
            Some(Value::Array(items)) if !has_text(&object) => items.clone(),
            _ => vec![Value::Object(object)],
        },
        _ => return Ok(Vec::new()),
    };
    articles(objects.iter().filter_map(row), path)
}

/// Reads an object per line.
pub(crate) fn parse_json_lines(text: &str, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let values = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    articles(values.filter_map(|value| row(&value)), path)
}

/// Reads a table whose first line names the columns.
pub(crate) fn parse_csv(text: &str, path: &Path) -> Result<Vec<RawArticle>, ImportError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
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

/// Whether the first line of a text names columns we know.
pub(crate) fn looks_like_csv(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    if first.len() > 1000 {
        return false;
    }
    let delimiter = char::from(delimiter(text));
    let names: Vec<String> = first.split(delimiter).map(plain).collect();
    let knows = |known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    names.len() >= 2
        && knows(TEXT)
        && (knows(TITLE) || knows(DATE) || knows(URL) || knows(AUTHOR) || knows(OUTLET))
}

fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |char: u8| first.bytes().filter(|byte| *byte == char).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|char| count(*char)).unwrap_or(b',')
}

fn is_table(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|items| items.first().and_then(Value::as_object).is_some_and(has_text))
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
                let texts: Vec<&str> = items
                    .iter()
                    .filter_map(|it| it.as_str().or_else(|| it.get("name")?.as_str()))
                    .collect();
                let between = if TEXT.contains(&plain(key).as_str()) { "\n\n" } else { ", " };
                row.insert(key.clone(), texts.join(between));
            }
            Value::Object(inner) => {
                let name = inner.get("name").or_else(|| inner.get("title")).and_then(Value::as_str);
                if let Some(name) = name {
                    row.insert(key.clone(), name.to_owned());
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }
    Some(row)
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
    let is_html = body.contains("</") && body.contains('<');
    let mut article = if is_html {
        html::document(&body)
    } else {
        let blocks = text::blocks(&body.replace("\r\n", "\n"));
        RawArticle { blocks, ..RawArticle::default() }
    };
    let said = |text: String| Sourced::new(text, Source::FileProperties);
    article.metadata = Metadata {
        title: take("title", TITLE).map(said),
        outlet: take("outlet", OUTLET).map(said),
        authors: take("authors", AUTHOR)
            .map(|names| Sourced::new(properties::names(&names), Source::FileProperties))
            .filter(|names| !names.value.is_empty()),
        published: take("date", DATE)
            .and_then(|date| parse_date(&date))
            .map(|date| Sourced::new(date, Source::FileProperties)),
        language: take("language", LANGUAGE).and_then(|tag| language::tag(&tag)).map(said),
        canonical_url: take("address", URL).map(said),
    };
    article.receipt.warnings.push(format!("Columns: {}.", used.join(", ")));
    Some(article)
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

    #[test]
    fn tables_are_told_by_their_columns() {
        assert!(looks_like_csv("id,title,text\n1,a,b"));
        assert!(!looks_like_csv("The title, the text and the date\nof a bridge"));
        assert!(!looks_like_csv("title\ntext"));
    }
}
