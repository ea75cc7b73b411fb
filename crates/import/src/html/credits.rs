//! Which elements of a page name the author or the time of its story, and which
//! those of others: comments, cards, menus.
//!
//! What the names and times are is not read here.

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::texts::short_text;

/// Bylines or times in so many stories are those of a list.
const MIN_LISTED: usize = 3;

/// Whether all stand in stories, and in several: the page lists what is elsewhere.
pub(super) fn are_of_a_list(found: &[(String, Option<NodeId>)]) -> bool {
    let mut stories: Vec<NodeId> = found.iter().filter_map(|(_, it)| *it).collect();
    stories.dedup();
    stories.len() >= MIN_LISTED && found.iter().all(|(_, it)| it.is_some())
}

/// The innermost element around a byline that pages put a story in, if the page's
/// main heading is not in it too.
pub(super) fn story_of(element: ElementRef<'_>) -> Option<NodeId> {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    let story = around.find(|it| matches!(it.value().name(), "article" | "li"))?;
    let has_heading = story.descendent_elements().any(|it| it.value().name() == "h1");
    (!has_heading).then(|| story.id())
}

/// Whether a `<time>` is said to be when something was changed or looked through.
pub(super) fn is_time_of_change(time: ElementRef<'_>) -> bool {
    if time.attr("itemprop").is_some_and(|it| it != "datePublished" && it.contains("odified")) {
        return true;
    }
    let before = |node: NodeRef<'_, Node>| {
        let texts = node.prev_siblings().map(|it| match it.value() {
            Node::Text(text) => text.to_string(),
            _ => ElementRef::wrap(it).map(short_text).unwrap_or_default(),
        });
        let text = texts.map(|it| it.trim().to_owned()).find(|it| !it.is_empty());
        text.unwrap_or_default()
    };
    let own = before(*time);
    let label = if own.is_empty() { time.parent().map(before).unwrap_or_default() } else { own };
    is_last_change(&label)
}

/// Whether a label says when a page was last changed, not when it was published.
fn is_last_change(label: &str) -> bool {
    const LAST: &[&str] = &["last ", "latest ", "zuletzt", "dernière", "última", "ultima"];
    const CHANGES: &[&str] =
        &["updat", "modif", "review", "chang", "edit", "geändert", "aktualisiert", "mise à jour"];
    let label = label.to_lowercase();
    label.len() <= 160
        && LAST.iter().any(|it| label.contains(it))
        && CHANGES.iter().any(|it| label.contains(it))
}

/// Elements whose own attributes say that they name the author.
pub(super) fn is_byline(element: ElementRef<'_>, is_forum: bool) -> bool {
    let attr = |name| element.attr(name).unwrap_or_default().to_lowercase();
    if attr("rel").split(' ').any(|it| it == "author") || attr("itemprop") == "author" {
        return true;
    }
    // A link alone may lead to a firm or a service; in forums names are of one word.
    let is_of_person =
        || is_forum || short_text(element).contains(|it: char| it == ' ' || !it.is_ascii());
    if leads_to_author(element) && is_of_person() {
        return true;
    }
    element.value().classes().any(|class| {
        let parts = class_parts(class);
        let last = parts.last().map_or("", String::as_str);
        let is_named =
            |it: &String| matches!(it.as_str(), "author" | "byline" | "authors" | "contributor");
        let is_poster = || is_forum && matches!(last, "username" | "poster" | "bigusername");
        matches!(last, "byline" | "author" | "authors")
            || is_poster()
            || (matches!(last, "name" | "names" | "link") && parts.iter().any(is_named))
    })
}

/// The words of a class: `c-author-info__name`, `_authorName_1r0t6_51`, without what
/// build programs add.
pub(super) fn class_parts(class: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for char in class.chars() {
        if !char.is_alphanumeric() || (was_lower && char.is_uppercase()) {
            parts.push(String::new());
        }
        was_lower = char.is_lowercase();
        if let (true, Some(part)) = (char.is_alphanumeric(), parts.last_mut()) {
            part.extend(char.to_lowercase());
        }
    }
    let is_added = |it: &String| it.is_empty() || it.contains(|it: char| it.is_ascii_digit());
    parts.into_iter().filter(|it| !is_added(it)).collect()
}

/// A link to the page of a person: `/author/jane-roe`.
fn leads_to_author(element: ElementRef<'_>) -> bool {
    /// There sites have pages of their own.
    const NETWORKS: &[&str] = &["bsky.app", "linkedin.com", "xing.com", "mastodon.social"];
    const FOLDERS: &[&str] = &[
        "author",
        "authors",
        "autor",
        "autoren",
        "auteur",
        "auteurs",
        "autores",
        "journalist",
        "journalists",
        "contributor",
        "contributors",
        "reporter",
        "reporters",
        "columnist",
        "columnists",
        "byline",
        "writers",
        "staff",
        "profile",
        "redakteur",
        "firma",
        "autori",
    ];
    let Some(href) = element.attr("href").filter(|_| element.value().name() == "a") else {
        return false;
    };
    if NETWORKS.iter().any(|it| href.contains(it)) {
        return false;
    }
    let path =
        href.split("://").last().unwrap_or(href).split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let at = parts.iter().position(|part| FOLDERS.iter().any(|it| part.eq_ignore_ascii_case(it)));
    at.is_some_and(|at| (1..=3).contains(&(parts.len() - 1 - at)))
}

/// Whether an element stands in what is about something else: comments, lists of
/// other stories, the page's margins, boxes about people. `by_tag`: also by what its
/// elements are; some pages put what is known about an article in an `<aside>`.
pub(super) fn is_aside(element: ElementRef<'_>, by_tag: bool) -> bool {
    const ASIDES: &[&str] = &[
        "comment",
        "comments",
        "related",
        "sidebar",
        "widget",
        "recommended",
        "recommendations",
        "teaser",
        "teasers",
        "popular",
        "trending",
        "newsletter",
        "promo",
        "cards",
        "carousel",
        "commentlist",
        "respond",
        "more",
        "latest",
        "menu",
        "submenu",
        "nav",
        "navbar",
        "navigation",
    ];
    // The classes of the page as a whole say what else is on it.
    let is_whole =
        |it: &ElementRef<'_>| matches!(it.value().name(), "article" | "main" | "body" | "html");
    let mut around =
        element.ancestors().filter_map(ElementRef::wrap).take_while(|it| !is_whole(it));
    around.any(|it| {
        let names = it.value().classes().chain(it.attr("id"));
        (by_tag && matches!(it.value().name(), "aside" | "footer" | "nav"))
            || names
                .flat_map(|it| it.split(['-', '_']))
                .any(|part| ASIDES.iter().any(|aside| part.eq_ignore_ascii_case(aside)))
    })
}
