//! What programs that save pages add to them: embedded files, a toolbar, a note
//! of the address.
//!
//! `SingleFile` puts pictures and fonts into the page, megabytes of them; the
//! Wayback Machine a toolbar and its own addresses; browsers a comment that says
//! where the page was saved from.
//! Invariant: takes out nothing a reader of the page would read.

use std::borrow::Cow;

/// An embedded file shorter than this is left where it is.
const MIN_EMBEDDED_BYTES: usize = 256;

/// Longer tags are none that are looked for here.
const MAX_TAG_BYTES: usize = 4096;

/// How far into a page the notes of saving programs stand.
const HEAD_BYTES: usize = 8192;

/// The page without embedded files and without the Wayback Machine's toolbar.
pub(super) fn without_additions(html: &str) -> Cow<'_, str> {
    let html = without_toolbar(html);
    if !html.contains("data:") {
        return html;
    }
    let mut out = String::new();
    let mut rest: &str = &html;
    while let Some(at) = rest.find("data:") {
        let embedded = &rest[at..];
        let end = embedded
            .find(|char: char| matches!(char, '"' | '\'' | ')' | '<' | '>') || char.is_whitespace())
            .unwrap_or(embedded.len());
        let kept = if end < MIN_EMBEDDED_BYTES { end } else { "data:".len() };
        out.push_str(&rest[..at + kept]);
        rest = &embedded[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn without_toolbar(html: &str) -> Cow<'_, str> {
    const BEGIN: &str = "<!-- BEGIN WAYBACK TOOLBAR INSERT -->";
    const END: &str = "<!-- END WAYBACK TOOLBAR INSERT -->";
    let cut = || {
        let (before, rest) = html.split_once(BEGIN)?;
        let (_, after) = rest.split_once(END)?;
        Some(format!("{before}{after}"))
    };
    cut().map_or(Cow::Borrowed(html), Cow::Owned)
}

/// The address a saving program noted: `<!-- saved from url=(0021)http://… -->`,
/// `SingleFile`'s ` url: http://…`.
pub(super) fn noted_address(html: &str) -> Option<String> {
    let mut end = html.len().min(HEAD_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let head = &html[..end];
    let note = match head.split_once("saved from url=(") {
        Some((_, note)) => note.split_once(')')?.1,
        None => head.split_once("Page saved with SingleFile")?.1.split_once("url:")?.1,
    };
    let address = note.split_whitespace().next()?.trim_end_matches("-->");
    address.starts_with("http").then(|| address.to_owned())
}

/// The address behind one of the Wayback Machine: `…/web/20170104103000/http://…`.
pub(super) fn original_address(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("web.archive.org/web/")?;
    let (_, original) = rest.split_once('/')?;
    original.starts_with("http").then_some(original)
}

/// The page with its declarative shadow roots as plain elements: `SingleFile` keeps
/// the text of custom elements there.
pub(super) fn with_shadow_roots(html: &str) -> Cow<'_, str> {
    if !html.contains("shadowroot") {
        return Cow::Borrowed(html);
    }
    renamed(html, "template", |tag| tag.contains("shadowroot"))
}

/// The page as programs show it that run no scripts.
pub(super) fn with_noscript(html: &str) -> Cow<'_, str> {
    renamed(html, "noscript", |_| true)
}

/// The page with its `hidden` elements shown, and those that its styles hide until a
/// script has run.
pub(super) fn with_hidden(html: &str) -> Cow<'_, str> {
    let html = replaced(html, "visibility:hidden", "visibility:visible", |_| true);
    let is_word =
        |rest: &str| rest.starts_with(['>', '=', '/']) || rest.starts_with(char::is_whitespace);
    match html {
        Cow::Borrowed(html) => replaced(html, " hidden", " data-shown", is_word),
        Cow::Owned(html) => {
            Cow::Owned(replaced(&html, " hidden", " data-shown", is_word).into_owned())
        }
    }
}

/// The page with a word replaced within its tags, where what follows it fits.
fn replaced<'a>(
    html: &'a str,
    word: &str,
    with: &str,
    fits: impl Fn(&str) -> bool,
) -> Cow<'a, str> {
    let mut out = String::new();
    let mut kept_to = 0;
    for (at, _) in html.match_indices(word) {
        let end = at + word.len();
        // Words of the text are left alone.
        let before = &html.as_bytes()[at.saturating_sub(MAX_TAG_BYTES)..at];
        let border = before.iter().rev().find(|byte| matches!(byte, b'<' | b'>'));
        let is_in_tag = border == Some(&b'<');
        if fits(&html[end..]) && is_in_tag {
            out.push_str(&html[kept_to..at]);
            out.push_str(with);
            kept_to = end;
        }
    }
    if kept_to == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept_to..]);
    Cow::Owned(out)
}

/// The page with the elements called `name` whose opening tags fit as `<div>`s.
fn renamed<'a>(html: &'a str, name: &str, fits: impl Fn(&str) -> bool) -> Cow<'a, str> {
    let mut out = String::new();
    let mut kept_to = 0;
    // Whether each open element of that name was renamed.
    let mut open = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = &html.as_bytes()[at + 1..];
        let is_end = rest.first() == Some(&b'/');
        let rest = &rest[usize::from(is_end)..];
        let is_named =
            rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
                && rest
                    .get(name.len())
                    .is_some_and(|it| matches!(it, b'>' | b'/') || it.is_ascii_whitespace());
        if !is_named {
            continue;
        }
        let rest = &html.as_bytes()[at..html.len().min(at + MAX_TAG_BYTES)];
        let Some(end) = rest.iter().position(|byte| *byte == b'>').map(|end| at + end + 1) else {
            continue;
        };
        let renames = if is_end {
            open.pop().unwrap_or(false)
        } else {
            open.push(fits(&html[at..end]));
            open.last() == Some(&true)
        };
        if renames {
            out.push_str(&html[kept_to..at]);
            out.push_str(if is_end { "</div>" } else { "<div>" });
            kept_to = end;
        }
    }
    if kept_to == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept_to..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions() {
        let picture = format!("data:image/png;base64,{}", "A".repeat(400));
        let page = format!(
            "<img src=\"{picture}\"><p>The data: all of it.</p><i style='x:url({picture})'>"
        );
        assert_eq!(
            without_additions(&page),
            "<img src=\"data:\"><p>The data: all of it.</p><i style='x:url(data:)'>"
        );
        let wayback = "<body><!-- BEGIN WAYBACK TOOLBAR INSERT --><p>12 captures</p>\
            <!-- END WAYBACK TOOLBAR INSERT --><p>Text</p>";
        assert_eq!(without_additions(wayback), "<body><p>Text</p>");
    }

    #[test]
    fn shadow_roots_and_noscript() {
        for (page, expected) in [
            (
                "<x-a><template shadowrootmode=\"open\"><p>A</p><template><p>B</p></template></template></x-a>",
                "<x-a><div><p>A</p><template><p>B</p></template></div></x-a>",
            ),
            ("<TEMPLATE shadowroot=open>A</TEMPLATE>", "<div>A</div>"),
            ("<template>A</template>", "<template>A</template>"),
        ] {
            assert_eq!(with_shadow_roots(page), expected);
        }
        assert_eq!(with_noscript("<noscript><p>A</p></noscript>"), "<div><p>A</p></div>");
        assert_eq!(
            with_hidden("<b style='visibility:hidden'>C</b>"),
            "<b style='visibility:visible'>C</b>"
        );
        assert_eq!(
            with_hidden("<p hidden>A hidden > word</p><p class=x hidden=until-found>B</p>"),
            "<p data-shown>A hidden > word</p><p class=x data-shown=until-found>B</p>"
        );
    }

    #[test]
    fn addresses() {
        for (page, address) in [
            (
                "<!-- saved from url=(0021)http://example.org/a --><html>",
                Some("http://example.org/a"),
            ),
            (
                "<html><!--\n Page saved with SingleFile \n url: https://example.org/b \n saved date: x -->",
                Some("https://example.org/b"),
            ),
            ("<!-- saved from url=(0014)about:internet -->", None),
            ("<p>url: http://example.org</p>", None),
        ] {
            assert_eq!(noted_address(page).as_deref(), address, "{page}");
        }
        assert_eq!(
            original_address("https://web.archive.org/web/20170104103000/http://example.org/c"),
            Some("http://example.org/c")
        );
        assert_eq!(original_address("http://example.org/c"), None);
    }
}
