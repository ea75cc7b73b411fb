//! What a page says about itself: schema.org data, OpenGraph, other `<meta>`
//! elements, its own markup, in that order of trust.
//!
//! Invariant: every value names its source; what no source says stays empty.
//! Broken JSON-LD is passed over.

use std::collections::HashMap;

use parallax_types::{IsoDate, Metadata, Source, Sourced};
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

use crate::dates::parse_date;
use crate::{language, properties};

/// How deep JSON-LD is searched for an article; `@graph` and `mainEntity` need 3.
const JSON_DEPTH: usize = 6;

/// Longer is no title, name or address.
const MAX_VALUE_BYTES: usize = 1000;

/// Reads the page's metadata.
pub(super) fn metadata(page: &Html) -> Metadata {
    let said = Said::read(page);
    let json = said.json.iter().find_map(|value| article_in(value, JSON_DEPTH));
    let title = title(&said, json);
    Metadata {
        outlet: outlet(&said, json),
        authors: authors(&said, json),
        published: published(&said, json),
        language: said.language(json),
        canonical_url: canonical(&said, json),
        title,
    }
}

/// The parts of the page that carry metadata.
#[derive(Default)]
struct Said {
    json: Vec<Value>,
    /// `<meta>` by lower-case name or property; the first of each counts, except
    /// for authors, of which there may be several.
    meta: HashMap<String, Vec<String>>,
    title: Option<String>,
    h1: Vec<String>,
    /// `datetime` of the `<time>` elements; those marked as publication first.
    times: Vec<String>,
    /// Names in elements marked as author.
    bylines: Vec<String>,
    canonical: Option<String>,
    lang: Option<String>,
}

impl Said {
    fn read(page: &Html) -> Self {
        let mut said = Self::default();
        let mut marked_times = Vec::new();
        for element in page.root_element().descendent_elements() {
            let attr = |name| {
                element
                    .attr(name)
                    .map(str::trim)
                    .filter(|value| !value.is_empty() && value.len() <= MAX_VALUE_BYTES)
            };
            match element.value().name() {
                "html" => said.lang = attr("lang").or_else(|| attr("xml:lang")).map(str::to_owned),
                "meta" => {
                    let name = attr("property")
                        .or_else(|| attr("name"))
                        .or_else(|| attr("itemprop"))
                        .or_else(|| attr("http-equiv"));
                    if let (Some(name), Some(content)) = (name, attr("content")) {
                        said.meta.entry(name.to_lowercase()).or_default().push(tidy(content));
                    }
                }
                "script"
                    if attr("type")
                        .is_some_and(|it| it.eq_ignore_ascii_case("application/ld+json")) =>
                {
                    said.json.extend(serde_json::from_str(&raw_text(element)).ok());
                }
                // An `<svg>` has titles of its own.
                "title" if said.title.is_none() => said.title = Some(tidy(&raw_text(element))),
                "h1" if said.h1.len() < 8 => said.h1.push(short_text(element)),
                "link" if attr("rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical")) => {
                    said.canonical = said.canonical.or_else(|| attr("href").map(str::to_owned));
                }
                "time" if said.times.len() < 8 => {
                    let when = attr("datetime").map_or_else(|| short_text(element), str::to_owned);
                    let marked = attr("itemprop") == Some("datePublished")
                        || element.attr("pubdate").is_some();
                    if marked { marked_times.push(when) } else { said.times.push(when) }
                }
                _ if said.bylines.len() < 8 && is_byline(element) => {
                    said.bylines.push(short_text(element));
                }
                _ => {}
            }
        }
        marked_times.append(&mut said.times);
        said.times = marked_times;
        said
    }

    fn meta(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.meta.get(*name)?.iter().find(|value| !value.is_empty()).cloned())
    }

    /// The page's one main heading, if it is a headline of the story that `title`
    /// names: it shares words with it, or ends where the title adds something.
    fn shown_headline(&self, title: &str) -> Option<String> {
        let mut headings = self.h1.iter().filter(|heading| !heading.is_empty());
        let heading = headings.next()?;
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|char: char| !char.is_alphanumeric());
            words.filter(|word| word.chars().count() > 1).map(str::to_lowercase).collect()
        };
        let (shown, said) = (words(heading), words(title));
        let n_shared = shown.iter().filter(|word| said.contains(word)).count();
        let is_headline = shown.len() >= 4 && n_shared * 3 >= shown.len();
        (headings.next().is_none() && is_headline).then(|| heading.clone())
    }

    fn language(&self, json: Option<&Value>) -> Option<Sourced<String>> {
        let tag = |text: String| language::tag(&text);
        let json = || {
            json.and_then(|it| text_of(&it["inLanguage"]))
                .and_then(tag)
                .map(|it| Sourced::new(it, Source::JsonLd))
        };
        let html = || self.lang.clone().and_then(tag).map(|it| Sourced::new(it, Source::Markup));
        let open_graph = || {
            self.meta(&["og:locale"]).and_then(tag).map(|it| Sourced::new(it, Source::OpenGraph))
        };
        let meta = || {
            self.meta(&[
                "content-language",
                "dc.language",
                "dcterms.language",
                "language",
                "inlanguage",
            ])
            .and_then(tag)
            .map(|it| Sourced::new(it, Source::Meta))
        };
        json().or_else(html).or_else(open_graph).or_else(meta)
    }
}

/// Elements whose own attributes say that they name the author.
fn is_byline(element: ElementRef<'_>) -> bool {
    let attr = |name| element.attr(name).unwrap_or_default().to_lowercase();
    let class = || {
        attr("class").split_whitespace().any(|class| {
            matches!(
                class,
                "byline"
                    | "author"
                    | "author-name"
                    | "byline__name"
                    | "byline-name"
                    | "article-author"
                    | "article__author"
                    | "post-author"
            )
        })
    };
    attr("rel") == "author" || attr("itemprop") == "author" || class()
}

/// The first article-like object in JSON-LD.
fn article_in(value: &Value, depth: usize) -> Option<&Value> {
    const TYPES: &[&str] = &[
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
    if depth == 0 {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| article_in(item, depth - 1)),
        Value::Object(fields) => {
            let is_article = |it: &Value| {
                it.as_str().is_some_and(|it| TYPES.contains(&it.rsplit('/').next().unwrap_or(it)))
            };
            let of_type = fields.get("@type").is_some_and(|it| {
                is_article(it) || it.as_array().is_some_and(|them| them.iter().any(is_article))
            });
            if of_type {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .find_map(|name| article_in(fields.get(*name)?, depth - 1))
        }
        _ => None,
    }
}

/// A string, or the first string of a list, tidied.
fn text_of(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value.as_array()?.iter().find_map(Value::as_str))?;
    Some(tidy(text)).filter(|text| !text.is_empty() && text.len() <= MAX_VALUE_BYTES)
}

/// The names of a person, an organisation, or a list of them.
fn names_of(value: &Value) -> Vec<String> {
    let one = |it: &Value| text_of(it).or_else(|| text_of(&it["name"]));
    let names = match value {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        _ => one(value).into_iter().collect(),
    };
    real_names(names)
}

/// Names without what pages put around them; addresses and repetitions left out.
fn real_names(names: Vec<String>) -> Vec<String> {
    let mut real: Vec<String> = Vec::new();
    for name in names {
        let name = ["By ", "by ", "BY ", "Von ", "Par ", "Por "]
            .iter()
            .find_map(|by| name.strip_prefix(by))
            .unwrap_or(&name)
            .trim()
            .to_owned();
        let fits = !name.is_empty()
            && name.len() <= 100
            && !name.contains("://")
            && !name.contains('@')
            && name.contains(char::is_alphabetic);
        if fits && !real.contains(&name) {
            real.push(name);
        }
    }
    real
}

fn title(said: &Said, json: Option<&Value>) -> Option<Sourced<String>> {
    let title = said_title(said, json)?;
    // Pages tell search engines other headlines than readers.
    match said.shown_headline(&title.value) {
        Some(shown) if shown != title.value => Some(Sourced::new(shown, Source::Markup)),
        _ => Some(title),
    }
}

fn said_title(said: &Said, json: Option<&Value>) -> Option<Sourced<String>> {
    let headline = json.and_then(|it| text_of(&it["headline"]).or_else(|| text_of(&it["name"])));
    if let Some(title) = headline {
        let publisher = json.map(|it| names_of(&it["publisher"])).unwrap_or_default();
        let title = without_name(&title, &publisher).unwrap_or(title);
        return Some(Sourced::new(title, Source::JsonLd));
    }
    if let Some(title) = said.meta(&["og:title"]) {
        return Some(Sourced::new(without_outlet(&title, said), Source::OpenGraph));
    }
    let names = [
        "twitter:title",
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "dcterms.title",
        "headline",
        "title",
    ];
    if let Some(title) = said.meta(&names) {
        return Some(Sourced::new(without_outlet(&title, said), Source::Meta));
    }
    let from_title =
        said.title.as_deref().filter(|it| !it.is_empty()).map(|it| without_outlet(it, said));
    let h1 = said.h1.iter().find(|it| !it.is_empty()).cloned();
    from_title.or(h1).map(|it| Sourced::new(it, Source::Markup))
}

/// `Headline | The Outlet` → `Headline`, where that is one of the names.
fn without_name(title: &str, names: &[String]) -> Option<String> {
    let letters = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    [" | ", " - ", " – ", " — "].iter().find_map(|separator| {
        let (headline, rest) = title.rsplit_once(separator)?;
        let is_name = names.iter().any(|name| letters(name) == letters(rest));
        is_name.then(|| headline.trim().to_owned())
    })
}

/// `Headline - The Outlet` → `Headline`. Only when a heading of the page, or the
/// outlet's name, says where the headline ends.
fn without_outlet(title: &str, said: &Said) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "] {
        let Some((headline, rest)) = title.rsplit_once(separator) else { continue };
        let outlet = said
            .meta(&["og:site_name", "application-name", "publisher", "twitter:site"])
            .unwrap_or_default();
        let same = |a: &str, b: &str| {
            let letters = |text: &str| {
                text.chars()
                    .filter(|it| it.is_alphanumeric())
                    .flat_map(char::to_lowercase)
                    .collect::<String>()
            };
            !a.is_empty() && letters(a) == letters(b)
        };
        if same(&outlet, rest) {
            return headline.trim().to_owned();
        }
        if let Some(h1) = said
            .h1
            .iter()
            .find(|h1| !h1.is_empty() && title.starts_with(h1.as_str()) && h1.len() < title.len())
        {
            return h1.clone();
        }
    }
    title.to_owned()
}

fn outlet(said: &Said, json: Option<&Value>) -> Option<Sourced<String>> {
    let publisher =
        json.map(|it| names_of(&it["publisher"])).and_then(|names| names.into_iter().next());
    if let Some(name) = publisher {
        return Some(Sourced::new(name, Source::JsonLd));
    }
    if let Some(name) = said.meta(&["og:site_name"]) {
        return Some(Sourced::new(name, Source::OpenGraph));
    }
    said.meta(&[
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "application-name",
        "cre",
        "copyright-holder",
    ])
    .filter(|name| !name.contains("://"))
    .map(|name| Sourced::new(name, Source::Meta))
}

fn authors(said: &Said, json: Option<&Value>) -> Option<Sourced<Vec<String>>> {
    let all = |names: &[&str]| -> Vec<String> {
        let values =
            names.iter().find_map(|name| said.meta.get(*name)).cloned().unwrap_or_default();
        let values = if values.len() > 1 {
            values
        } else {
            values.iter().flat_map(|it| properties::names(it)).collect()
        };
        real_names(values)
    };
    let bylines = || {
        let names = said
            .bylines
            .iter()
            .filter(|it| it.split(' ').count() <= 8)
            .flat_map(|it| properties::names(it))
            .collect();
        real_names(names).into_iter().take(6).collect::<Vec<_>>()
    };
    let candidates: [(Source, &dyn Fn() -> Vec<String>); 4] = [
        (Source::JsonLd, &|| json.map(|it| names_of(&it["author"])).unwrap_or_default()),
        (Source::OpenGraph, &|| all(&["article:author", "og:article:author", "og:author"])),
        (Source::Meta, &|| {
            all(&[
                "author",
                "parsely-author",
                "sailthru.author",
                "dc.creator",
                "dcterms.creator",
                "dc.contributor",
                "byl",
                "byline",
                "twitter:creator:name",
            ])
        }),
        (Source::Markup, &bylines),
    ];
    candidates.into_iter().find_map(|(source, names)| {
        let names = names();
        (!names.is_empty()).then(|| Sourced::new(names, source))
    })
}

fn published(said: &Said, json: Option<&Value>) -> Option<Sourced<IsoDate>> {
    let json =
        json.and_then(|it| text_of(&it["datePublished"]).or_else(|| text_of(&it["dateCreated"])));
    if let Some(date) = json.as_deref().and_then(parse_date) {
        return Some(Sourced::new(date, Source::JsonLd));
    }
    let date = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| said.meta.get(*name)?.iter().find_map(|value| parse_date(value)))
    };
    if let Some(date) = date(&[
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "og:pubdate",
    ]) {
        return Some(Sourced::new(date, Source::OpenGraph));
    }
    let names = [
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "dc.date.created",
        "date",
        "pubdate",
        "publish-date",
        "publish_date",
        "publishdate",
        "pdate",
        "article.published",
        "article_date_original",
        "cxenseparse:recs:publishtime",
        "originalpublicationdate",
        "dat",
        "displaydate",
        "ptime",
        "created",
    ];
    if let Some(date) = date(&names) {
        return Some(Sourced::new(date, Source::Meta));
    }
    said.times
        .iter()
        .find_map(|value| parse_date(value))
        .map(|date| Sourced::new(date, Source::Markup))
}

fn canonical(said: &Said, json: Option<&Value>) -> Option<Sourced<String>> {
    let web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    let markup = said.canonical.clone().filter(web).map(|it| Sourced::new(it, Source::Markup));
    let open_graph =
        || said.meta(&["og:url"]).filter(web).map(|it| Sourced::new(it, Source::OpenGraph));
    let json = || {
        json.and_then(|it| text_of(&it["url"]))
            .filter(web)
            .map(|it| Sourced::new(it, Source::JsonLd))
    };
    markup.or_else(open_graph).or_else(json)
}

/// Single spaces, and no markup left in attribute values.
fn tidy(text: &str) -> String {
    let text = if text.contains('&') {
        Html::parse_fragment(text).root_element().text().collect()
    } else {
        text.to_owned()
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text directly inside an element.
fn raw_text(element: ElementRef<'_>) -> String {
    element.children().filter_map(|child| child.value().as_text().map(|text| &**text)).collect()
}

/// The text inside an element, if it is short enough to be a value.
fn short_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    for node in element.descendants() {
        if let Node::Text(piece) = node.value() {
            text.push_str(piece);
            text.push(' ');
        }
        if text.len() > MAX_VALUE_BYTES {
            return String::new();
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
