//! CSL-JSON: one entry per article, excerpts in its note.
//! Source: Citation Style Language 1.0.2, csl-data.json.

use super::json::Json;
use super::{Collection, Facts, Item, annotation, family_and_given};

pub(super) fn write(collection: &Collection) -> String {
    let value = Json::List(collection.items.iter().map(entry).collect());
    let mut out = String::new();
    value.write(&mut out, 0);
    out + "\n"
}

fn entry(item: &Item) -> Json {
    let facts = Facts::of(&item.article);
    let mut fields = vec![
        ("id", Json::Text(format!("parallax-{}", item.article.id))),
        ("type", Json::text("article-newspaper")),
        ("title", Json::text(facts.title)),
    ];
    let mut add = |name, value: Option<Json>| {
        if let Some(value) = value {
            fields.push((name, value));
        }
    };
    add("container-title", facts.outlet.map(Json::text));
    let authors = facts.authors.iter().map(|author| name(author)).collect::<Vec<_>>();
    add("author", (!authors.is_empty()).then_some(Json::List(authors)));
    let parts = facts.date_parts().into_iter().map(|part| Json::Number(part as usize));
    let parts: Vec<Json> = parts.collect();
    let date = (!parts.is_empty())
        .then(|| Json::Object(vec![("date-parts", Json::List(vec![Json::List(parts)]))]));
    add("issued", date);
    add("language", facts.language.map(Json::text));
    add("URL", facts.url.map(Json::text));
    add("keyword", (!item.tags.is_empty()).then(|| Json::Text(item.tags.join(", "))));
    add("note", annotation(item).map(Json::Text));
    Json::Object(fields)
}

fn name(author: &str) -> Json {
    match family_and_given(author) {
        Some((family, given)) => {
            Json::Object(vec![("family", Json::Text(family)), ("given", Json::Text(given))])
        }
        None => Json::Object(vec![("literal", Json::text(author))]),
    }
}
