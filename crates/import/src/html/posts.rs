//! Which elements of a discussion hold what somebody wrote, by the names that
//! forum programs give them, and which stand around it: who wrote, when, what
//! others thought of it.
//!
//! Not here: whether a page is a discussion (`article`).

use scraper::node::Element;

use super::credits::class_parts;

/// Classes of single programs: `XenForo`, Discourse, `FluxBB`, `MyBB`, Vanilla, Stack Exchange.
const PROGRAMS: &[&str] =
    &["bbWrapper", "cooked", "postmsg", "post_body", "userContent", "s-prose", "commtext"];

/// Whether an element holds the text of a post.
pub(super) fn is_post(element: &Element) -> bool {
    if !matches!(element.name(), "div" | "article" | "section" | "td" | "span" | "li" | "p") {
        return false;
    }
    let is =
        |name: &str, values: &[&str]| element.attr(name).is_some_and(|it| values.contains(&it));
    if is("itemprop", &["text", "articleBody"])
        || is("data-role", &["commentContent"])
        || is("component", &["post/content"])
    {
        return true;
    }
    // vBulletin's `post_message_123`, Simple Machines' `msg_123`.
    let is_numbered = |id: &str| {
        let number = id.strip_prefix("post_message_").or_else(|| id.strip_prefix("msg_"));
        number.is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
    };
    element.attr("id").is_some_and(is_numbered) || element.classes().any(is_class_of_post)
}

/// `post-body`, `message-content`, `answer_content`, `js-post__content-text`.
fn is_class_of_post(class: &str) -> bool {
    if PROGRAMS.contains(&class) {
        return true;
    }
    let parts = class_parts(class);
    let last = parts.last().map_or("", String::as_str);
    let has = |names: &[&str]| parts.iter().any(|it| names.contains(&it.as_str()));
    matches!(last, "postbody" | "postcontent" | "postmessage" | "messagetext")
        || (matches!(last, "body" | "content" | "text" | "msg" | "message")
            && parts.len() > 1
            && has(&["post", "message", "comment", "answer", "reply", "question", "msg"]))
}

/// Whether an element inside a post says something about it.
pub(super) fn is_about_post(element: &Element) -> bool {
    const ABOUT: &[&str] = &[
        "author",
        "profile",
        "postprofile",
        "signature",
        "sig",
        "attribution",
        "meta",
        "avatar",
        "username",
        "userdetails",
        "usertitle",
        "date",
        "time",
        "timestamp",
        "reactions",
        "likes",
        "tools",
        "controls",
        "buttons",
        "footer",
        "header",
        "badge",
        "badges",
        "share",
        "edited",
        "lastedit",
        "notice",
        "postinfo",
        "infos",
    ];
    let named = element.classes().flat_map(class_parts);
    matches!(element.name(), "footer" | "header" | "time")
        || named.into_iter().any(|it| ABOUT.contains(&it.as_str()))
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Node};

    use super::*;

    #[test]
    fn posts_and_what_stands_around_them() {
        for (html, expected) in [
            ("<div class=bbWrapper>", (true, false)),
            ("<div id=post_message_12>", (true, false)),
            ("<div id=msg_12>", (true, false)),
            ("<div class='js-post__content-text'>", (true, false)),
            ("<div class=message-body>", (true, false)),
            ("<div itemprop=text>", (true, false)),
            ("<div class=post>", (false, false)),
            ("<div class=message-signature>", (false, true)),
            ("<div class=post-author>", (false, true)),
            ("<nav class=bbWrapper>", (false, false)),
        ] {
            let page = Html::parse_fragment(html);
            let mut elements = page.tree.root().descendants().filter_map(|it| match it.value() {
                Node::Element(element) if element.name() != "html" => Some(element),
                _ => None,
            });
            let element = elements.next().unwrap();
            assert_eq!((is_post(element), is_about_post(element)), expected, "{html}");
        }
    }
}
