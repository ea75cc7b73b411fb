//! Who a page says has written it: its data, its `<meta>` elements, its bylines, in
//! that order of trust.
//!
//! Not here: which elements are bylines (`credits`), what a name is (`names`).

use parallax_types::{Source, Sourced};

use super::credits::are_of_a_list;
use super::said::{Said, names_of};
use crate::names;

/// The authors, and whether that is doubtful.
pub(super) fn authors(said: &Said) -> Option<(Sourced<Vec<String>>, bool)> {
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
    if said.is_forum
        && let Some(name) = said
            .posters
            .iter()
            .chain(said.bylines.iter().map(|(it, _)| it))
            .find_map(|it| names::account(it))
        && json().len() != 1
    {
        return Some((Sourced::new(vec![name], Source::Markup), false));
    }
    let candidates: [(Source, &dyn Fn() -> Vec<String>); 4] = [
        (Source::JsonLd, &json),
        (Source::OpenGraph, &|| meta(&["article:author", "og:article:author", "og:author"])),
        (Source::Meta, &|| {
            let names = AUTHORS.iter().map(|name| meta(&[*name])).chain([labelled(said)]);
            let names: Vec<_> = names.filter(|it| !it.is_empty()).collect();
            let person = names.iter().find(|it| !said.is_outlet(it));
            person.or(names.first()).cloned().unwrap_or_default()
        }),
        (Source::Markup, &bylines),
    ];
    let mut of_body = None;
    for (source, names) in candidates {
        let names = names();
        if names.is_empty() {
            continue;
        }
        let is_doubtful = source != Source::Markup && said.is_no_person(&names, source);
        if !is_doubtful && !said.is_outlet(&names) {
            return Some((Sourced::new(names, source), false));
        }
        // Better than nothing, but not than a byline.
        of_body = of_body.or(Some((Sourced::new(names, source), is_doubtful)));
    }
    of_body
}

/// `<meta name=twitter:label1 content="Written by">`, `twitter:data1`.
fn labelled(said: &Said) -> Vec<String> {
    let is_label = |number: &&&str| {
        let label = said.meta(&[&format!("twitter:label{number}")]).unwrap_or_default();
        matches!(label.to_lowercase().as_str(), "written by" | "author" | "by")
    };
    let data = ["1", "2"].iter().find(is_label);
    let name = data.and_then(|number| said.meta(&[&format!("twitter:data{number}")]));
    name.map(|it| names::in_text(&it)).unwrap_or_default()
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
