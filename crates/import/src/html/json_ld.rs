//! The schema.org data in a page's scripts, also where it is not quite JSON:
//! search engines and browsers forgive raw line breaks in strings, commas and
//! semicolons at the end, CDATA and HTML comments around it, several objects.
//!
//! Invariant: never fails; what cannot be read is passed over.

use std::borrow::Cow;

use serde_json::Value;

/// How deep data is searched for an article; `@graph` and `mainEntity` need 3.
const DEPTH: usize = 6;

/// Types of what a reader reads, the last part of their addresses.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "Report",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "AskPublicNewsArticle",
    "MedicalScholarlyArticle",
];

/// Types that hold an article, or are one in all but name.
const PAGES: &[&str] = &[
    "WebPage",
    "ItemPage",
    "AboutPage",
    "MedicalWebPage",
    "Recipe",
    "HowTo",
    "CreativeWork",
    "Review",
    "VideoObject",
    "PodcastEpisode",
    "DiscussionForumPosting",
    "Question",
];

/// Types of whatever has an address: their dates may be those of the site.
const MERE_PAGES: &[&str] = &["WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "CreativeWork"];

/// Whether an object is a page that need not be an article.
pub(super) fn is_mere_page(value: &Value) -> bool {
    is_of(value, MERE_PAGES) && !is_of(value, ARTICLES)
}

/// Whether an author is not a person.
pub(super) fn is_organisation(value: &Value) -> bool {
    is_of(value, &["Organization", "Corporation", "NewsMediaOrganization", "WebSite"])
}

/// The values in a script.
pub(super) fn values(script: &str) -> Vec<Value> {
    if let Ok(value) = serde_json::from_str(script) {
        return vec![value];
    }
    // Templates that escape for HTML what stands in a script.
    let script = if script.contains("&quot;") && !script.contains('"') {
        Cow::Owned(super::unescaped(script))
    } else {
        Cow::Borrowed(script)
    };
    let plain = forgiven(&unwrapped(&script));
    let values = serde_json::Deserializer::from_str(&plain).into_iter::<Value>();
    values.map_while(Result::ok).collect()
}

/// Without what is put around it: `//<![CDATA[ … //]]>`, `<!-- … -->`, `/* */`.
fn unwrapped(script: &str) -> String {
    let mut plain = script.to_owned();
    for mark in ["<![CDATA[", "]]>", "<!--", "-->"] {
        plain = plain.replace(mark, "");
    }
    let start = plain.find(['{', '[']).unwrap_or(plain.len());
    plain.split_off(start)
}

/// Line breaks inside strings escaped; commas before a closing bracket and
/// semicolons dropped.
fn forgiven(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut in_string = false;
    let mut is_escaped = false;
    for (at, char) in script.char_indices() {
        if in_string {
            match char {
                '"' if !is_escaped => in_string = false,
                '\n' | '\r' | '\t' => {
                    out.push(' ');
                    is_escaped = false;
                    continue;
                }
                _ if char.is_control() => continue,
                _ => {}
            }
            is_escaped = char == '\\' && !is_escaped;
            out.push(char);
            continue;
        }
        match char {
            '"' => in_string = true,
            ';' => continue,
            ',' if script[at + 1..].trim_start().starts_with(['}', ']']) => continue,
            _ => {}
        }
        out.push(char);
    }
    out
}

/// What the page's data says: about its article, or else about the page.
pub(super) struct Data {
    values: Vec<Value>,
}

impl Data {
    pub(super) fn new(values: Vec<Value>) -> Self {
        Self { values }
    }

    /// The first object that is an article.
    pub(super) fn article(&self) -> Option<&Value> {
        self.values.iter().find_map(|value| of_type(value, ARTICLES, DEPTH))
    }

    /// The first object that is an article or a page and has the field.
    pub(super) fn with(&self, field: &str) -> Option<&Value> {
        let is_given = |it: &&Value| !it[field].is_null();
        self.article().filter(is_given).or_else(|| {
            let pages = self.values.iter().flat_map(|value| all_of_type(value, PAGES));
            pages.into_iter().find(is_given)
        })
    }

    /// The object that another names by its `@id`.
    pub(super) fn named(&self, id: &str) -> Option<&Value> {
        self.values.iter().find_map(|value| {
            let graph = value.get("@graph").and_then(Value::as_array);
            let objects = value.as_array().into_iter().flatten().chain(graph.into_iter().flatten());
            let mut objects = objects;
            objects.find(|it| it["@id"] == id && !it["name"].is_null())
        })
    }
}

fn is_of(value: &Value, types: &[&str]) -> bool {
    let is_one = |it: &Value| {
        it.as_str().is_some_and(|it| types.contains(&it.rsplit('/').next().unwrap_or(it)))
    };
    let kind = &value["@type"];
    is_one(kind) || kind.as_array().is_some_and(|them| them.iter().any(is_one))
}

fn of_type<'a>(value: &'a Value, types: &[&str], depth: usize) -> Option<&'a Value> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| of_type(item, types, depth - 1)),
        Value::Object(_) if is_of(value, types) => Some(value),
        Value::Object(fields) => ["@graph", "mainEntity", "mainEntityOfPage"]
            .iter()
            .find_map(|name| of_type(fields.get(*name)?, types, depth - 1)),
        _ => None,
    }
}

/// The objects of these types at the top and in `@graph`.
fn all_of_type<'a>(value: &'a Value, types: &[&str]) -> Vec<&'a Value> {
    let graph = value.get("@graph").and_then(Value::as_array);
    let list = value.as_array();
    let objects =
        std::iter::once(value).chain(list.into_iter().flatten()).chain(graph.into_iter().flatten());
    objects.filter(|it| is_of(it, types)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_that_are_forgiven() {
        let strict = r#"{"@type": "Article", "headline": "Bridge; shut, }"}"#;
        for script in [
            strict.to_owned(),
            format!("{strict};"),
            format!("\n//<![CDATA[\n{strict}\n//]]>\n"),
            format!("<!--\n{strict}\n-->"),
            format!("/*<![CDATA[*/{strict}/*]]>*/"),
            strict.replace("\"}", "\",}"),
            format!("{{\"@type\": \"BreadcrumbList\"}}{strict}"),
            format!("[{strict},]"),
            strict.replace('"', "&quot;"),
        ] {
            let data = Data::new(values(&script));
            let article = data.article().unwrap_or_else(|| panic!("{script}"));
            assert_eq!(article["headline"], "Bridge; shut, }", "{script}");
        }
        let broken = values("{\"@type\": \"Article\", \"articleBody\": \"One.\nTwo.\"}");
        assert_eq!(broken[0]["articleBody"], "One. Two.");
        assert!(values("var x = 1").is_empty());
    }

    #[test]
    fn pages_and_names_by_id() {
        let data = Data::new(values(
            r##"{"@graph": [{"@type": "WebPage", "datePublished": "2031-02-28", "author": {"@id": "#p"}},
                           {"@type": "Person", "@id": "#p", "name": "Jane Roe"}]}"##,
        ));
        assert!(data.article().is_none());
        assert_eq!(data.with("datePublished").unwrap()["datePublished"], "2031-02-28");
        assert_eq!(data.named("#p").unwrap()["name"], "Jane Roe");
    }
}
