//! What a page says about itself: schema.org data, OpenGraph, other `<meta>`
//! elements, its own markup, in that order of trust.
//!
//! Invariant: every value names its source; what no source says stays empty.
//! Broken JSON-LD is passed over.

use std::collections::HashMap;

use ego_tree::NodeId;
use parallax_types::{IsoDate, Metadata, Source, Sourced};
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

use super::credits::{are_of_a_list, is_aside, is_byline, is_time_of_change, story_of};
use super::json_ld::{self, Data};
use crate::dates::parse_stated;
use crate::{language, names};

/// Longer is no title, name or address.
const MAX_VALUE_BYTES: usize = 1000;

/// Values that count only where the page shows them to its reader as well.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubts {
    /// The date is that of a page, which may be the day the site was set up.
    pub(super) published: bool,
    /// The authors are an organisation, or an account with the site's name.
    pub(super) authors: bool,
}

/// Reads the page's metadata.
pub(super) fn metadata(page: &Html, is_forum: bool) -> (Metadata, Doubts) {
    let said = Said::read(page, is_forum);
    let json = said.data.article();
    let title = title(&said, json);
    let (authors, is_doubtful_author) = authors(&said).unzip();
    let (published, is_doubtful_date) = published(&said).unzip();
    let has_author = is_doubtful_author == Some(false)
        && authors.as_ref().is_some_and(|it| it.source != Source::Markup);
    let doubts = Doubts {
        // A page somebody is said to have written is an article.
        published: is_doubtful_date == Some(true) && !has_author && !has_story(page),
        authors: is_doubtful_author == Some(true),
    };
    let metadata = Metadata {
        outlet: outlet(&said, json),
        authors,
        published,
        language: said.language(json),
        canonical_url: canonical(&said, json),
        title,
    };
    (metadata, doubts)
}

/// The text of the article that the page's data holds, if it holds one.
pub(super) fn article_body(page: &Html) -> Option<String> {
    let scripts = page.root_element().descendent_elements().filter(|it| is_json_ld(*it));
    let data = Data::new(scripts.flat_map(|it| json_ld::values(&raw_text(it))).collect());
    let body = data.with("articleBody")?["articleBody"].as_str()?;
    (!body.trim().is_empty()).then(|| body.to_owned())
}

fn is_json_ld(element: ElementRef<'_>) -> bool {
    let is_data = || {
        let kind = element.attr("type").unwrap_or_default().to_ascii_lowercase();
        kind.contains("ld+json")
    };
    element.value().name() == "script" && is_data()
}

/// The parts of the page that carry metadata.
struct Said {
    data: Data,
    /// `<meta>` by lower-case name or property; the first of each counts, except
    /// for authors, of which there may be several.
    meta: HashMap<String, Vec<String>>,
    title: Option<String>,
    h1: Vec<String>,
    /// Headings that the page calls its headline, and main headings that lead to
    /// the front page: those are the site's name.
    headlines: Vec<String>,
    home_links: Vec<String>,
    /// `datetime` of the `<time>` elements, those marked as publication first, and
    /// the stories they stand in.
    times: Vec<(String, Option<NodeId>)>,
    /// Names in elements marked as author, each with the story it stands in, if
    /// the page marks its stories.
    bylines: Vec<(String, Option<NodeId>)>,
    canonical: Option<String>,
    lang: Option<String>,
    is_forum: bool,
}

impl Said {
    fn read(page: &Html, is_forum: bool) -> Self {
        let mut said = Self {
            data: Data::new(Vec::new()),
            meta: HashMap::new(),
            title: None,
            h1: Vec::new(),
            headlines: Vec::new(),
            home_links: Vec::new(),
            times: Vec::new(),
            bylines: Vec::new(),
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
                    said.home_links.push(short_text(element));
                }
                "h1" if said.h1.len() < 8 => said.h1.push(short_text(element)),
                "h2" if said.headlines.len() < 8 && is_called_headline(element) => {
                    said.headlines.push(short_text(element));
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

    fn meta(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.meta.get(*name)?.iter().find(|value| !value.is_empty()).cloned())
    }

    /// The main heading, if it is a headline of the story that `title`
    /// names: it shares words with it, or ends where the title adds something.
    fn shown_headline(&self, title: &str) -> Option<String> {
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
    fn is_outlet(&self, names: &[String]) -> bool {
        let site = self.meta(&["og:site_name", "application-name"]).unwrap_or_default();
        let is_site = |name: &String| {
            let is_address = !name.contains(' ') && name.contains('.');
            is_address || (!site.is_empty() && letters(name) == letters(&site))
        };
        names.iter().all(is_site)
    }

    /// Whether these are an organisation, or the account the site was set up with.
    fn is_no_person(&self, names: &[String], source: Source) -> bool {
        let author = self.data.with("author").map(|it| &it["author"]);
        let is_organisation = || {
            let author = author.map(|it| it.get(0).unwrap_or(it));
            source == Source::JsonLd && author.is_some_and(json_ld::is_organisation)
        };
        let host = self.canonical.clone().or_else(|| self.meta(&["og:url"])).unwrap_or_default();
        let host = host.split('/').nth(2).unwrap_or_default().trim_start_matches("www.");
        let site = letters(host.split('.').next().unwrap_or_default());
        let is_site = |name: &String| !name.contains(' ') && letters(name) == site;
        is_organisation() || names.iter().all(is_site)
    }

    /// Whether this is the name of the site rather than of a story.
    fn is_site_name(&self, title: &str) -> bool {
        let site = self.meta(&["og:site_name", "application-name"]);
        self.home_links
            .iter()
            .chain(&site)
            .any(|it| !it.is_empty() && letters(it) == letters(title))
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

/// Whether a main heading stands in an `<article>` that is not said to be a page.
fn has_story(page: &Html) -> bool {
    let mut articles = page.root_element().descendent_elements().filter(|it| {
        it.value().name() == "article" && it.value().classes().all(|class| class != "type-page")
    });
    articles.any(|it| it.descendent_elements().any(|it| it.value().name() == "h1"))
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
fn text_of(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value.as_array()?.iter().find_map(Value::as_str))?;
    Some(tidy(text)).filter(|text| !text.is_empty() && text.len() <= MAX_VALUE_BYTES)
}

/// The names of a person, an organisation, or a list of them.
fn names_of(value: &Value, data: &Data) -> Vec<String> {
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
    if let Some(title) = headline.filter(|it| !said.is_site_name(it)) {
        let publisher = json.map(|it| names_of(&it["publisher"], &said.data)).unwrap_or_default();
        let title = without_name(&title, &publisher).unwrap_or(title);
        return Some(Sourced::new(title, Source::JsonLd));
    }
    if let Some(title) = said.meta(&["og:title"]).filter(|it| !said.is_site_name(it)) {
        return Some(Sourced::new(without_outlet(&title, said), Source::OpenGraph));
    }
    let names = [
        "citation_title",
        "twitter:title",
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "dcterms.title",
        "headline",
        "title",
    ];
    if let Some(title) = said.meta(&names).filter(|it| !said.is_site_name(it)) {
        return Some(Sourced::new(without_outlet(&title, said), Source::Meta));
    }
    let from_title =
        said.title.as_deref().filter(|it| !it.is_empty()).map(|it| without_outlet(it, said));
    let headline = || said.headlines.iter().chain(&said.h1).find(|it| !it.is_empty()).cloned();
    if let Some(title) = &from_title
        && said.is_site_name(title)
        && let Some(headline) = headline()
    {
        return Some(Sourced::new(headline, Source::Markup));
    }
    let h1 = said.h1.iter().find(|it| !it.is_empty()).cloned();
    from_title.or(h1).map(|it| Sourced::new(it, Source::Markup))
}

/// What stands between a headline and the outlet's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " ‹ ", " « ", " / ", " ~ ", "｜",
    "：", "－", "│", "|", "_", " : ", ": ", "-", "–", "—",
];

/// Only where the outlet's name says that they separate.
const N_SURE: usize = 11;

fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `Headline | The Outlet`, `The Outlet: Headline` → `Headline`, where that is one
/// of the names.
fn without_name(title: &str, names: &[String]) -> Option<String> {
    let is_name = |it: &str| {
        let it = letters(it);
        !it.is_empty() && names.iter().any(|name| letters(name) == it)
    };
    SEPARATORS
        .iter()
        .find_map(|separator| {
            if let Some((headline, rest)) = title.rsplit_once(separator)
                && is_name(rest)
            {
                return Some(headline.trim().to_owned());
            }
            let (first, headline) = title.split_once(separator)?;
            is_name(first).then(|| headline.trim().to_owned())
        })
        .filter(|it| !it.is_empty())
}

/// `Headline - The Outlet` → `Headline`. Only when a heading of the page, or the
/// outlet's name, says where the headline ends.
fn without_outlet(title: &str, said: &Said) -> String {
    let names = ["og:site_name", "application-name", "publisher", "twitter:site"];
    let mut names: Vec<String> = names.iter().filter_map(|name| said.meta(&[*name])).collect();
    names.extend(said.home_links.iter().cloned());
    if let Some(headline) = without_name(title, &names) {
        // Several names may stand behind it: "Headline | Section | Outlet".
        return headline;
    }
    let has_separator = SEPARATORS[..N_SURE].iter().any(|it| title.contains(it));
    let shown = said
        .h1
        .iter()
        .find(|h1| !h1.is_empty() && title.starts_with(h1.as_str()) && h1.len() < title.len());
    match shown {
        Some(h1) if has_separator => h1.clone(),
        _ => title.to_owned(),
    }
}

fn outlet(said: &Said, json: Option<&Value>) -> Option<Sourced<String>> {
    let publisher = json
        .map(|it| names_of(&it["publisher"], &said.data))
        .and_then(|names| names.into_iter().next());
    if let Some(name) = publisher {
        return Some(Sourced::new(name, Source::JsonLd));
    }
    if let Some(name) = said.meta(&["og:site_name"]) {
        return Some(Sourced::new(name, Source::OpenGraph));
    }
    said.meta(&[
        "citation_journal_title",
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

/// The authors, and whether that is doubtful.
fn authors(said: &Said) -> Option<(Sourced<Vec<String>>, bool)> {
    let json = || {
        let author = said.data.with("author").map(|it| names_of(&it["author"], &said.data));
        let creator = || said.data.article().map(|it| names_of(&it["creator"], &said.data));
        author.filter(|it| !it.is_empty()).or_else(creator).unwrap_or_default()
    };
    let meta = |names: &[&str]| {
        let values =
            names.iter().find_map(|name| said.meta.get(*name)).cloned().unwrap_or_default();
        if values.len() > 1 {
            return names::listed(values);
        }
        values.iter().flat_map(|it| names::in_text(it)).collect()
    };
    let bylines = || {
        if are_of_a_list(&said.bylines) {
            return Vec::new();
        }
        let named = said.bylines.iter().find_map(|(it, _)| names::in_byline(it, true));
        named.unwrap_or_default()
    };
    let candidates: [(Source, &dyn Fn() -> Vec<String>); 4] = [
        (Source::JsonLd, &json),
        (Source::OpenGraph, &|| meta(&["article:author", "og:article:author", "og:author"])),
        (Source::Meta, &|| {
            let names = AUTHORS.iter().map(|name| meta(&[*name]));
            let names: Vec<_> = names.filter(|it| !it.is_empty()).collect();
            let person = names.iter().find(|it| !said.is_outlet(it));
            person.or(names.first()).cloned().unwrap_or_default()
        }),
        (Source::Markup, &bylines),
    ];
    let mut of_outlet = None;
    for (source, names) in candidates {
        let names = names();
        if names.is_empty() {
            continue;
        }
        if !said.is_outlet(&names) {
            let is_doubtful = source != Source::Markup && said.is_no_person(&names, source);
            return Some((Sourced::new(names, source), is_doubtful));
        }
        // Better than nothing, but not than a byline.
        let is_doubtful = said.is_no_person(&names, source);
        of_outlet = of_outlet.or(Some((Sourced::new(names, source), is_doubtful)));
    }
    of_outlet
}

/// `<meta>` names of authors, best first.
const AUTHORS: &[&str] = &[
    "author",
    "citation_author",
    "citation_authors",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.personalname",
    "dc.contributor",
    "byl",
    "byline",
    "article.author",
    "twitter:creator:name",
    "cxenseparse:author",
    "bt:author",
];

/// The date of publication, and whether it is doubtful.
fn published(said: &Said) -> Option<(Sourced<IsoDate>, bool)> {
    let of_page = match json_date(&said.data) {
        Some((date, true)) => Some(Sourced::new(date, Source::JsonLd)),
        Some((date, false)) => return Some((Sourced::new(date, Source::JsonLd), false)),
        None => None,
    };
    match (meta_date(said).or_else(|| time_on_page(said)), of_page) {
        // What a page says twice is so.
        (Some(other), Some(of_page)) if other.value.day() == of_page.value.day() => {
            Some((of_page, false))
        }
        (Some(other), _) => Some((other, false)),
        (None, of_page) => Some((of_page?, true)),
    }
}

/// The date in the page's data, and whether it is that of a mere page.
fn json_date(data: &Data) -> Option<(IsoDate, bool)> {
    ["datePublished", "dateCreated", "uploadDate"].iter().find_map(|field| {
        let object = data.with(field)?;
        let value = &object[*field];
        let text = text_of(value).or_else(|| value.as_i64().map(|it| it.to_string()))?;
        Some((parse_stated(&text)?, json_ld::is_mere_page(object)))
    })
}

fn meta_date(said: &Said) -> Option<Sourced<IsoDate>> {
    let date = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| said.meta.get(*name)?.iter().find_map(|value| parse_stated(value)))
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
        "citation_publication_date",
        "citation_online_date",
        "citation_date",
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
        "published",
        "published_time",
        "publication_date",
        "article:published",
        "bt:pubdate",
        "release_date",
        "created",
    ];
    date(&names).map(|date| Sourced::new(date, Source::Meta))
}

fn time_on_page(said: &Said) -> Option<Sourced<IsoDate>> {
    // The posts of a thread are a list too, of which the first counts.
    if !said.is_forum && are_of_a_list(&said.times) {
        return None;
    }
    said.times
        .iter()
        .find_map(|(value, _)| parse_stated(value).filter(|date| date.as_str().len() > 7))
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
pub(super) fn short_text(element: ElementRef<'_>) -> String {
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
