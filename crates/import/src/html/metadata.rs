//! What a page says about itself: schema.org data, OpenGraph, other `<meta>`
//! elements, its own markup, in that order of trust.
//!
//! Invariant: every value names its source; what no source says stays empty.
//! Broken JSON-LD is passed over.

use parallax_types::{Metadata, Source, Sourced};
use scraper::Html;
use serde_json::Value;

use super::json_ld::{self, Data};
use super::people::authors;
use super::published::{is_also_change, published};
use super::said::{Said, is_json_ld, names_of, text_of};
use super::texts::raw_text;
use super::titles::title;
use crate::language;

/// Values that count only where the page shows them to its reader as well.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubts {
    /// The date is that of a page, which may be the day the site was set up.
    pub(super) published: bool,
    /// The authors are an organisation, or an account with the site's name.
    pub(super) authors: bool,
    /// The date is that of the last change as well, so that an earlier one that the
    /// page shows is the date of publication.
    pub(super) is_also_change: bool,
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
        is_also_change: published.as_ref().is_some_and(|it| is_also_change(&said, it)),
    };
    let metadata = Metadata {
        outlet: outlet(&said, json),
        authors,
        published,
        language: language(&said, json),
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

/// Whether a main heading stands in an `<article>` that is not said to be a page.
fn has_story(page: &Html) -> bool {
    let mut articles = page.root_element().descendent_elements().filter(|it| {
        it.value().name() == "article" && it.value().classes().all(|class| class != "type-page")
    });
    articles.any(|it| it.descendent_elements().any(|it| it.value().name() == "h1"))
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

fn language(said: &Said, json: Option<&Value>) -> Option<Sourced<String>> {
    let tag = |text: String| language::tag(&text);
    let json = || {
        json.and_then(|it| text_of(&it["inLanguage"]))
            .and_then(tag)
            .map(|it| Sourced::new(it, Source::JsonLd))
    };
    let html = || said.lang.clone().and_then(tag).map(|it| Sourced::new(it, Source::Markup));
    let open_graph =
        || said.meta(&["og:locale"]).and_then(tag).map(|it| Sourced::new(it, Source::OpenGraph));
    let meta = || {
        said.meta(&[
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
