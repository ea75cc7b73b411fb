//! JSON (RFC 8259): everything there is to say. Field names are those of the command
//! line's `--json`. Also the few lines that write JSON at all, for `csl` too: serde
//! is not used inside the engine.

use parallax_types::{Colour, Label, is_bidi};

use super::{Collection, Excerpt, Facts, Item};
use crate::annotations::{file_name, hex};

/// A JSON value about to be written.
pub(super) enum Json {
    Null,
    Number(usize),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn optional(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    pub(super) fn texts(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(text)).collect())
    }

    fn number(number: Option<usize>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }

    /// Appends the value to `out`, indented by two blanks a level.
    pub(super) fn write(&self, out: &mut String, level: usize) {
        match self {
            Self::Null => *out += "null",
            Self::Number(number) => *out += &number.to_string(),
            Self::Text(text) => *out += &quoted(text),
            Self::List(values) => {
                let each = |out: &mut String, value: &Self| value.write(out, level + 1);
                enclosed(out, level, ('[', ']'), values, each);
            }
            Self::Object(fields) => {
                let each = |out: &mut String, (name, value): &(&str, Self)| {
                    *out += &format!("{}: ", quoted(name));
                    value.write(out, level + 1);
                };
                enclosed(out, level, ('{', '}'), fields, each);
            }
        }
    }
}

fn enclosed<T>(
    out: &mut String,
    level: usize,
    (open, close): (char, char),
    values: &[T],
    each: impl Fn(&mut String, &T),
) {
    out.push(open);
    for (n, value) in values.iter().enumerate() {
        *out += if n == 0 { "\n" } else { ",\n" };
        *out += &"  ".repeat(level + 1);
        each(out, value);
    }
    if !values.is_empty() {
        out.push('\n');
        *out += &"  ".repeat(level);
    }
    out.push(close);
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c if c.is_control() || is_bidi(c) => out += &format!("\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

pub(super) fn write(collection: &Collection) -> String {
    let value = Json::Object(vec![
        ("title", Json::text(&collection.title)),
        ("made_at", Json::text(&collection.made_at)),
        ("articles", Json::List(collection.items.iter().map(article).collect())),
    ]);
    let mut out = String::new();
    value.write(&mut out, 0);
    out + "\n"
}

fn article(item: &Item) -> Json {
    let facts = Facts::of(&item.article);
    let id = usize::try_from(item.article.id.0).ok();
    Json::Object(vec![
        ("article_id", Json::number(id)),
        ("title", Json::text(facts.title)),
        ("outlet", Json::optional(facts.outlet)),
        ("authors", Json::texts(facts.authors)),
        (
            "published",
            Json::optional(item.article.metadata.published.as_ref().map(|d| d.value.as_str())),
        ),
        ("language", Json::optional(facts.language)),
        ("address", Json::optional(facts.url)),
        ("tags", Json::texts(&item.tags)),
        ("note", Json::optional(item.note.as_deref())),
        ("file", Json::text(&file_name(&item.article))),
        ("blake3", Json::text(&hex(&item.article.content_hash))),
        ("excerpts", Json::List(item.excerpts.iter().map(excerpt).collect())),
    ])
}

fn excerpt(excerpt: &Excerpt) -> Json {
    let span = excerpt
        .span
        .map_or(Json::Null, |s| Json::List(vec![Json::Number(s.start), Json::Number(s.end)]));
    Json::Object(vec![
        ("words", Json::text(&excerpt.words)),
        ("span", span),
        ("paragraph", Json::number(excerpt.paragraph)),
        ("colour", Json::optional(excerpt.colour.map(Colour::as_str))),
        ("note", Json::optional(excerpt.note.as_deref())),
        ("label", Json::optional(excerpt.label.map(Label::as_str))),
    ])
}
