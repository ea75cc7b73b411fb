//! The parts of a page that carry metadata, collected in one walk: `<meta>`
//! elements, schema.org data, headings, times, bylines.
//!
//! Which of them counts is not decided here (`titles`, `people`, `published`).

use std::collections::HashMap;

use ego_tree::NodeId;
use parallax_types::Source;
use scraper::{ElementRef, Html};
use serde_json::Value;

use super::credits::{is_aside, is_byline, is_time_of_change, story_of};
use super::json_ld::{self, Data};
use super::texts::{MAX_VALUE_BYTES, letters, raw_text, short_text, tidy};
use crate::names;

pub(super) fn is_json_ld(element: ElementRef<'_>) -> bool {
    let is_data = || {
        let kind = element.attr("type").unwrap_or_default().to_ascii_lowercase();
        kind.contains("ld+json")
    };
    element.value().name() == "script" && is_data()
}

/// The parts of the page that carry metadata.
pub(super) struct Said {
    pub(super) data: Data,
    /// `<meta>` by lower-case name or property; the first of each counts, except
    /// for authors, of which there may be several.
    pub(super) meta: HashMap<String, Vec<String>>,
    pub(super) title: Option<String>,
    pub(super) h1: Vec<String>,
    /// Headings that the page calls its headline, and main headings that lead to
    /// the front page: those are the site's name.
    pub(super) headlines: Vec<String>,
    pub(super) home_links: Vec<String>,
    /// `datetime` of the `<time>` elements, those marked as publication first, and
    /// the stories they stand in.
    pub(super) times: Vec<(String, Option<NodeId>)>,
    /// Names in elements marked as author, each with the story it stands in, if
    /// the page marks its stories.
    pub(super) bylines: Vec<(String, Option<NodeId>)>,
    /// Who wrote the posts of a discussion, where their elements say so.
    pub(super) posters: Vec<String>,
    pub(super) canonical: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) is_forum: bool,
}

impl Said {
    pub(super) fn read(page: &Html, is_forum: bool) -> Self {
        let mut said = Self {
            data: Data::new(Vec::new()),
            meta: HashMap::new(),
            title: None,
            h1: Vec::new(),
            headlines: Vec::new(),
            home_links: Vec::new(),
            times: Vec::new(),
            bylines: Vec::new(),
            posters: Vec::new(),
            canonical: None,
            lang: None,
            is_forum,
        };
        let mut values = Vec::new();
        let mut marked_times = Vec::new();
        for element in page.root_element().descendent_elements() {
            let attr = |name| {
                element
                    .attr(name)
                    .map(str::trim)
                    .filter(|value| !value.is_empty() && value.len() <= MAX_VALUE_BYTES)
            };
            if is_forum && let Some(name) = attr("data-author") {
                said.posters.push(name.to_owned());
            }
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
                "script" if is_json_ld(element) => {
                    values.extend(json_ld::values(&raw_text(element)));
                }
                // An `<svg>` has titles of its own.
                "title" if said.title.is_none() => said.title = Some(tidy(&raw_text(element))),
                "h1" if said.h1.len() < 8 && leads_home(element) => {
                    said.home_links.push(heading_text(element));
                }
                "h1" if said.h1.len() < 8 => said.h1.push(heading_text(element)),
                "h2" if said.headlines.len() < 8 && is_called_headline(element) => {
                    said.headlines.push(heading_text(element));
                }
                "link" if attr("rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical")) => {
                    said.canonical = said.canonical.or_else(|| attr("href").map(str::to_owned));
                }
                "time"
                    if said.times.len() < 8
                        && !is_aside(element, true)
                        && !is_time_of_change(element) =>
                {
                    let when = attr("datetime").map_or_else(|| short_text(element), str::to_owned);
                    let marked = attr("itemprop") == Some("datePublished")
                        || element.attr("pubdate").is_some();
                    let time = (when, story_of(element));
                    if marked { marked_times.push(time) } else { said.times.push(time) }
                }
                "time" => {}
                _ if said.bylines.len() < 8
                    && is_byline(element, is_forum)
                    && !is_aside(element, attr("rel") != Some("author")) =>
                {
                    said.bylines.push((short_text(element), story_of(element)));
                }
                _ => {}
            }
        }
        marked_times.append(&mut said.times);
        said.times = marked_times;
        said.data = Data::new(values);
        said
    }

    pub(super) fn meta(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.meta.get(*name)?.iter().find(|value| !value.is_empty()).cloned())
    }

    /// The main heading, if it is a headline of the story that `title`
    /// names: it shares words with it, or ends where the title adds something.
    pub(super) fn shown_headline(&self, title: &str) -> Option<String> {
        let headings: Vec<&String> = self.h1.iter().filter(|it| !it.is_empty()).collect();
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|char: char| !char.is_alphanumeric());
            words.filter(|word| word.chars().count() > 1).map(str::to_lowercase).collect()
        };
        let said = words(title);
        // One of several must be closer.
        let least = if headings.len() == 1 { 3 } else { 2 };
        let heading = headings.into_iter().find(|heading| {
            let shown = words(heading);
            let n_shared = shown.iter().filter(|word| said.contains(word)).count();
            shown.len() >= 4 && n_shared * least >= shown.len()
        });
        heading.cloned()
    }

    /// Whether all of these are the outlet itself, or its address.
    pub(super) fn is_outlet(&self, names: &[String]) -> bool {
        let site = self.meta(&["og:site_name", "application-name"]).unwrap_or_default();
        let is_site = |name: &String| {
            let is_address = !name.contains(' ') && name.contains('.');
            is_address || (!site.is_empty() && letters(name) == letters(&site))
        };
        names.iter().all(is_site)
    }

    /// The name of the page's server, `example.org`.
    pub(super) fn host(&self) -> Option<String> {
        let address = self.canonical.clone().or_else(|| self.meta(&["og:url"]))?;
        let host = address.split('/').nth(2)?.trim_start_matches("www.");
        (!host.is_empty()).then(|| host.to_owned())
    }

    /// Whether these are an organisation, or the account the site was set up with.
    pub(super) fn is_no_person(&self, names: &[String], source: Source) -> bool {
        let author = self.data.with("author").map(|it| &it["author"]);
        let is_organisation = || {
            let author = author.map(|it| it.get(0).unwrap_or(it));
            source == Source::JsonLd && author.is_some_and(json_ld::is_organisation)
        };
        let host = self.host().unwrap_or_default();
        let site = letters(host.split('.').next().unwrap_or_default());
        let is_site = |name: &String| !name.contains(' ') && letters(name) == site;
        is_organisation() || names.iter().all(is_site)
    }

    /// Whether this is the name of the site rather than of a story.
    pub(super) fn is_site_name(&self, title: &str) -> bool {
        let site = self.meta(&["og:site_name", "application-name"]);
        self.home_links
            .iter()
            .chain(&site)
            .any(|it| !it.is_empty() && letters(it) == letters(title))
    }
}

/// A main heading that is a link to the front page.
fn leads_home(heading: ElementRef<'_>) -> bool {
    heading.descendent_elements().any(|it| {
        it.value().name() == "a"
            && it.attr("href").is_some_and(|href| {
                let path = href.split("://").last().unwrap_or(href).trim_end_matches('/');
                href == "/" || href == "#" || (href.contains("://") && !path.contains('/'))
            })
    })
}

/// The text of a heading without the mark that links to it.
fn heading_text(heading: ElementRef<'_>) -> String {
    let text = short_text(heading);
    text.trim_end_matches([' ', '¶', '#', '§', '🔗', '\u{f0c1}']).to_owned()
}

fn is_called_headline(heading: ElementRef<'_>) -> bool {
    heading.attr("itemprop") == Some("headline")
        || heading.value().classes().any(|class| {
            matches!(
                class.to_ascii_lowercase().as_str(),
                "entry-title"
                    | "post-title"
                    | "article-title"
                    | "article__title"
                    | "headline"
                    | "story-title"
                    | "article-headline"
                    | "title-article"
                    | "posttitle"
            )
        })
}

/// A string, or the first string of a list, tidied.
pub(super) fn text_of(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value.as_array()?.iter().find_map(Value::as_str))?;
    Some(tidy(text)).filter(|text| !text.is_empty() && text.len() <= MAX_VALUE_BYTES)
}

/// The names of a person, an organisation, or a list of them.
pub(super) fn names_of(value: &Value, data: &Data) -> Vec<String> {
    let one = |it: &Value| {
        let named = || text_of(&data.named(it["@id"].as_str()?)?["name"]);
        text_of(it).or_else(|| text_of(&it["name"])).or_else(named)
    };
    match value {
        Value::Array(items) if items.len() > 1 => names::listed(items.iter().filter_map(one)),
        Value::Array(items) => {
            items.iter().filter_map(one).flat_map(|it| names::in_text(&it)).collect()
        }
        _ => one(value).map(|it| names::in_text(&it)).unwrap_or_default(),
    }
}
