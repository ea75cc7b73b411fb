//! When a page says that it was published: its data, its `<meta>` elements, its
//! `<time>` elements, in that order of trust.
//!
//! Not here: dates that the page only shows (`shown`).

use parallax_types::{IsoDate, Source, Sourced};

use super::credits::are_of_a_list;
use super::json_ld::{self, Data};
use super::said::{Said, text_of};
use crate::dates::parse_stated;

/// The date of publication, and whether it is doubtful.
pub(super) fn published(said: &Said) -> Option<(Sourced<IsoDate>, bool)> {
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
        (Some(other), _) => {
            let is_doubtful = is_of_build(said, &other);
            Some((other, is_doubtful))
        }
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

/// Whether the page's data gives the day of publication as that of the last change.
pub(super) fn is_also_change(said: &Said, published: &Sourced<IsoDate>) -> bool {
    let data = said.data.with("dateModified").and_then(|it| text_of(&it["dateModified"]));
    let meta = || said.meta(&["article:modified_time", "og:updated_time", "dcterms.modified"]);
    let change = data.or_else(meta).and_then(|it| parse_stated(&it));
    change.is_some_and(|it| it.day() == published.value.day())
}

/// Whether a date is when a page that is no article was put together: its data and
/// its type call it none, and say that it was changed at the same time.
fn is_of_build(said: &Said, published: &Sourced<IsoDate>) -> bool {
    let is_article = said.data.article().is_some()
        || said.meta(&["og:type"]).is_none_or(|it| it.to_lowercase().contains("article"));
    published.source != Source::Markup && !is_article && is_also_change(said, published)
}
