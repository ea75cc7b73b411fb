//! Which of the titles a page gives is the headline, without the outlet's name.
//!
//! Not here: the headline as the page shows it among its blocks (`shown`).

use parallax_types::{Source, Sourced};
use serde_json::Value;

use super::said::{Said, names_of, text_of};
use super::texts::letters;

pub(super) fn title(said: &Said, json: Option<&Value>) -> Option<Sourced<String>> {
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

/// `Headline | The Outlet`, `The Outlet: Headline` → `Headline`, where that is one
/// of the names.
fn without_name(title: &str, names: &[String]) -> Option<String> {
    let is_name = |it: &str| {
        let it = letters(it);
        let is_same = |name: &String| letters(name) == it || is_of_host(&it, name);
        !it.is_empty() && names.iter().any(is_same)
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

/// Whether the letters of a name are those of a server: `harbournews` and
/// `www.harbour-news.example`.
fn is_of_host(name: &str, host: &str) -> bool {
    const MIN_LETTERS: usize = 5;
    let is_host = host.contains('.') && !host.contains(' ');
    let mut labels = host.split('.').map(letters);
    let is_label = |label: String| {
        label.len() >= MIN_LETTERS && (label == name || name.strip_suffix('s') == Some(&label))
    };
    is_host && name.len() >= MIN_LETTERS && (labels.any(is_label) || letters(host) == name)
}

/// `Headline - The Outlet` → `Headline`. Only when a heading of the page, or the
/// outlet's name, says where the headline ends.
fn without_outlet(title: &str, said: &Said) -> String {
    let names = ["og:site_name", "application-name", "publisher", "twitter:site"];
    let mut names: Vec<String> = names.iter().filter_map(|name| said.meta(&[*name])).collect();
    names.extend(said.home_links.iter().cloned());
    names.extend(said.host());
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
