//! What the elements of a page are: shown or not, blocks or parts of a line, and
//! what their tags, roles and names say they are to the article.
//!
//! Not here: what stands in them (`blocks`).

use scraper::node::Element;

use super::inline;

/// What a page calls a block, in the class of an element around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// Nothing that tells.
    Nothing,
    /// The lines between headline and text.
    Standfirst,
    /// The day on which the page is looked at.
    Today,
    /// What stands below a picture.
    Caption,
    /// About something else: comments, other stories, the margin, who wrote it.
    Elsewhere,
    /// What somebody wrote in a discussion.
    Post,
}

/// The innermost enclosing element that tells what a block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing special.
    Plain,
    /// `<nav>`, menus.
    Navigation,
    /// `<footer>`.
    Footer,
    /// `<aside>`.
    Aside,
    /// Buttons and labels of forms.
    Control,
    /// What its page calls an appeal or a newsletter form.
    Appeal,
    /// What its page calls an advertisement.
    Advertisement,
}

impl Place {
    /// Whether an extractor may say that the article is here.
    pub(super) fn may_be_article(self) -> bool {
        !matches!(self, Self::Navigation | Self::Control | Self::Appeal | Self::Advertisement)
    }
}

/// Elements that show nothing, or nothing to read.
pub(super) fn is_invisible(element: &Element) -> bool {
    let hidden_style = || {
        element.attr("style").is_some_and(|style| {
            let style: String = style
                .chars()
                .filter(|char| !char.is_whitespace())
                .collect::<String>()
                .to_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
    };
    // A click shows what is behind a tab, a search what may be found.
    let is_shown_later = || {
        element.attr("role") == Some("tabpanel") || element.attr("hidden") == Some("until-found")
    };
    let hides = element.attr("hidden").is_some() && !is_streamed(element);
    matches!(
        element.name(),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "math"
            | "head"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "datalist"
            | "input"
            | "textarea"
            | "map"
            | "progress"
            | "meter"
    ) || inline::is_unread(element)
        || ((hides || hidden_style()) && !is_shown_later())
}

/// What React sends later than the rest, in hidden elements that a script then puts
/// in their places.
pub(super) fn is_streamed(element: &Element) -> bool {
    element.name() == "div" && element.attr("id").is_some_and(|id| id.starts_with("S:"))
}

/// Elements that begin and end a block.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "label"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

pub(super) fn place_of(element: &Element) -> Option<Place> {
    Some(match element.name() {
        "body" | "html" => return None,
        "nav" | "menu" => Place::Navigation,
        "footer" => Place::Footer,
        "aside" => Place::Aside,
        "button" | "label" | "fieldset" => Place::Control,
        "article" | "main" => Place::Plain,
        _ => match element.attr("role") {
            Some("navigation" | "menu" | "menubar" | "toolbar") => Place::Navigation,
            Some("contentinfo") => Place::Footer,
            Some("complementary") => Place::Aside,
            Some("button" | "tab" | "dialog" | "search") => Place::Control,
            _ => return named_place(element),
        },
    })
}

/// What the page itself calls the element, in its class or id. Whole words only:
/// `ad-free-story` is a story.
fn named_place(element: &Element) -> Option<Place> {
    let names = [element.attr("class"), element.attr("id")];
    names.into_iter().flatten().flat_map(str::split_whitespace).find_map(|name| {
        match name.to_ascii_lowercase().as_str() {
            // Not `paywall`, `subscribe` or `sponsored`: pages wrap stories in those.
            "appeal" | "donation" | "donation-appeal" | "newsletter-signup" | "newsletter-form" => {
                Some(Place::Appeal)
            }
            "ad-inline" | "sponsored-links" => Some(Place::Advertisement),
            _ => None,
        }
    })
}

pub(super) fn call_of(element: &Element) -> Option<Call> {
    if !matches!(
        element.name(),
        "p" | "div" | "h2" | "h3" | "h4" | "span" | "section" | "li" | "ul" | "ol"
    ) {
        return None;
    }
    element.classes().chain(element.attr("id")).find_map(|class| {
        let class = class.to_ascii_lowercase();
        let parts: Vec<&str> = class.split(['-', '_']).filter(|it| !it.is_empty()).collect();
        let last = parts.last().copied().unwrap_or_default();
        match last {
            "standfirst" | "subtitle" | "subheadline" | "subhead" | "dek" | "deck" | "lede"
            | "sapo" | "chapo" | "vorspann" | "entradilla" | "ingress" | "occhiello"
            | "sommario" => Some(Call::Standfirst),
            _ if last.ends_with("caption") => Some(Call::Caption),
            "today" | "currentdate" | "todaydate" => Some(Call::Today),
            "date" if parts.iter().any(|it| matches!(*it, "today" | "todays" | "current")) => {
                Some(Call::Today)
            }
            _ if parts.iter().any(|it| is_elsewhere(it)) => Some(Call::Elsewhere),
            _ => None,
        }
    })
}

fn is_elsewhere(part: &str) -> bool {
    matches!(
        part,
        "comment"
            | "comments"
            | "commentlist"
            | "disqus"
            | "related"
            | "recommended"
            | "recommendations"
            | "recirc"
            | "teaser"
            | "teasers"
            | "promo"
            | "sidebar"
            | "newsletter"
            | "signup"
            | "cookie"
            | "cookies"
            | "popup"
            | "modal"
            | "bio"
            | "popular"
            | "trending"
            | "outbrain"
            | "taboola"
            | "carousel"
            | "footer"
            | "subscribe"
    )
}
