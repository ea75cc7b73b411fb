//! Tests, one for each kind of page whose article, byline or date was once lost or
//! false; the pages are made up.

use std::path::Path;

use parallax_types::{RawArticle, Role};

use crate::parse;

const FIRST: &str = "The bridge over the harbour will be closed for three weeks, the city said on Monday, and nobody on the quays was surprised at the news.";
const SECOND: &str = "The ferry will run every ten minutes while the bridge is closed, and its captains have asked for a night shift to be paid double.";
const THIRD: &str = "The last closure, nine years ago, lasted twice as long as had been planned, which cost the mayor of the day his office at the next election.";
const FOURTH: &str = "Shops on both banks expect to lose a third of their customers, and the city has promised to look into what it calls a question of fairness.";

/// An article with `head` in its head, `above` between headline and text, and
/// `inside` among its paragraphs.
fn page(head: &str, above: &str, inside: &str) -> RawArticle {
    read(&format!(
        "<!DOCTYPE html><html lang=en><head><title>Bridge to close for three weeks</title>{head}</head><body>\
         <nav><a href=/>Home</a></nav><article><h1>Bridge to close for three weeks</h1>{above}\
         <p>{FIRST}</p><p>{SECOND}</p>{inside}<p>{THIRD}</p><p>{FOURTH}</p></article></body></html>"
    ))
}

fn read(html: &str) -> RawArticle {
    parse(html.as_bytes(), Path::new("page.html")).unwrap().remove(0)
}

fn body(article: &RawArticle) -> String {
    let body = article.blocks.iter().filter(|block| block.role == Role::Body);
    body.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn authors(article: &RawArticle) -> Vec<String> {
    article.metadata.authors.clone().map(|it| it.value).unwrap_or_default()
}

#[test]
fn marks_inside_lines() {
    for (inside, expected) in [
        (
            "<p>The bearings had been cracked for years<sup>1</sup> and the clerk<sup>2</sup> knew of the damage<sup>3</sup>, the auditors wrote.</p>",
            "The bearings had been cracked for years[1] and the clerk[2] knew of the damage[3], the auditors wrote.",
        ),
        (
            "<p>The span of 400 m<sup>2</sup> takes in CO<sub>2</sub> and salt from the sea, the engineers of the harbour found.</p>",
            "The span of 400 m2 takes in CO2 and salt from the sea, the engineers of the harbour found.",
        ),
        (
            "<p>It will be closed on <del>3 June</del> <ins>4 June</ins>, and <s>forty</s> sixty lorries must go round, the city wrote.</p>",
            "It will be closed on 4 June, and sixty lorries must go round, the city wrote.",
        ),
        (
            "<p>The mayor of the city said: <q>We shall open it again when it is safe.</q> Then she left the council.</p>",
            "The mayor of the city said: “We shall open it again when it is safe.” Then she left the council.",
        ),
        (
            "<p>The <abbr>CBH</abbr><span class=\"sr-only\"> opens in a new window</span> will pay for it, read the sign <ruby>橋<rt>はし</rt></ruby> aloud.</p>",
            "The CBH will pay for it, read the sign 橋 aloud.",
        ),
        (
            "<p><a href=/x><b>Two watchmen told the harbour court on Friday that they had heard the steel crack at night.</b></a></p>",
            "Two watchmen told the harbour court on Friday that they had heard the steel crack at night.",
        ),
        (
            "<figure><img src=a><figcaption>Workers lower the first of the new bearings into the pit on a foggy morning.</figcaption></figure>",
            "Workers lower the first of the new bearings into the pit on a foggy morning.",
        ),
    ] {
        let article = page("", "", inside);
        assert!(body(&article).contains(expected), "{expected}\n{}", body(&article));
        assert!(body(&article).contains(FOURTH));
    }
    let credit = page(
        "",
        "",
        "<figure><figcaption>The bridge on a foggy morning in April, seen from the quay. Photo: Jane Roe.</figcaption></figure>",
    );
    assert!(!body(&credit).contains("foggy"));
}

#[test]
fn what_is_called_a_caption_fills_no_gap() {
    let line = "Workers in yellow lower the first of the new bearings into the pit at the northern pier on Monday.";
    let shown = |class: &str| {
        let inside = format!("<div class={class}><div>{line}</div></div>");
        body(&page("", "", &inside)).contains(line)
    };
    assert!(shown("story-text"));
    assert!(!shown("image-caption"));
    assert!(!shown("InlineImage-imageEmbedCaption"));
}

#[test]
fn text_that_scripts_would_show() {
    let paragraphs = format!("<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>");
    let data = serde_json::json!({
        "@type": "NewsArticle",
        "headline": "Bridge to close for three weeks",
        "articleBody": format!("{FIRST}\n\n{SECOND}\n\n{THIRD}"),
    });
    for page in [
        format!(
            "<body><x-a><template shadowrootmode=open><article>{paragraphs}</article></template></x-a></body>"
        ),
        format!(
            "<body><div id=app></div><noscript><article>{paragraphs}</article></noscript></body>"
        ),
        format!(
            "<body><script type='application/ld+json'>{data}</script><p>Subscribe to read on.</p></body>"
        ),
        format!(
            "<body><article><p>Subscribe to read on.</p><div hidden>{paragraphs}</div></article></body>"
        ),
        format!("<body><article><div hidden id='S:1'>{paragraphs}</div></article></body>"),
    ] {
        let article = read(&format!(
            "<!DOCTYPE html><html><head><title>Bridge to close</title></head>{page}</html>"
        ));
        for paragraph in [FIRST, SECOND, THIRD] {
            assert!(body(&article).contains(paragraph), "{page}");
        }
        let is_data = page.contains("ld+json");
        assert!(!is_data || !body(&article).contains("Subscribe"), "{page}");
    }
    let stub = "<html><head><title>Quay</title></head><body><noscript>Please turn on JavaScript.</noscript></body></html>";
    assert!(parse(stub.as_bytes(), Path::new("a.html")).is_err());
}

#[test]
fn standfirsts() {
    let line =
        "Cracked bearings force the city to act before the summer, and drivers face a detour";
    let article = page("", &format!("<p class=article-subtitle>{line}</p>"), "");
    assert!(body(&article).contains(line), "{}", body(&article));
}

#[test]
fn bylines() {
    for (head, above, expected) in [
        (
            "",
            "<div class=x><span>By </span><a href=/author/jane-roe>Jane Roe</a></div>",
            vec!["Jane Roe"],
        ),
        (
            "",
            "<div class=byline>By <a rel=author href=/a>Jane Roe</a> Staff Writer May 4, 2031</div>",
            vec!["Jane Roe"],
        ),
        (
            "",
            "<div class=\"article_byline | s14\"><div>By <span>Jane Roe</span></div></div>",
            vec!["Jane Roe"],
        ),
        (
            "",
            "<p>By Jane Roe, John Doe and Jim Poe in Harbour City</p>",
            vec!["Jane Roe", "John Doe", "Jim Poe"],
        ),
        (
            "<meta name=author content=quay.example><meta property=og:site_name content=quay.example>",
            "<p class=byline>von Jane Roe</p>",
            vec!["Jane Roe"],
        ),
        ("<meta name=author content='Roe, Jane'>", "", vec!["Jane Roe"]),
        (
            "<meta name=citation_author content='Roe, Jane'><meta name=citation_author content='Doe, John'>",
            "",
            vec!["Jane Roe", "John Doe"],
        ),
        ("<meta name=author content=admin>", "", vec![]),
        ("", "<aside class=related><a rel=author href=/b>John Doe</a></aside>", vec![]),
        (
            "",
            "<ul class=menu><li class=menu-item><a href=/author/jd>Harbour Clerk</a></ul>",
            vec![],
        ),
        ("", "<a href=https://bsky.app/profile/quay>Blue Sky</a>", vec![]),
        ("", "<a href=/profile/quayware>Quayware</a>", vec![]),
        ("<meta name=author content=undefined>", "", vec![]),
        // What competes, beside the headline.
        ("", "<p>By Jane Roe</p><p>By John Doe</p><p>By Jim Poe</p>", vec![]),
        ("", "<p>By Jane Roe</p><p>By Jane Roe</p><p>By John Doe</p>", vec!["Jane Roe"]),
        // The site's own account, and organisations, unless the page shows them.
        (
            "<link rel=canonical href=https://www.quaynews.example/a><meta name=author content=quaynews>",
            "",
            vec![],
        ),
        (
            "<link rel=canonical href=https://www.quaynews.example/a><meta name=author content=quaynews>",
            "<p>Posted by quaynews</p>",
            vec!["quaynews"],
        ),
        (ORGANISATION, "", vec![]),
        (ORGANISATION, "<p>Harbour Works Inc</p>", vec!["Harbour Works Inc"]),
    ] {
        assert_eq!(authors(&page(head, above, "")), expected, "{head}{above}");
    }
}

const ORGANISATION: &str = "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"Harbour Works Inc\"}}</script>";

/// A page that lists `n` stories, each with its byline and time.
fn list_of_stories(n: usize, generator: &str) -> RawArticle {
    let story = |at: usize| {
        format!(
            "<article><h2>Story {at}</h2><a rel=author href=/a{at}>Jane Roe</a> \
             <time datetime=2031-05-0{at}>x</time><p>{FIRST}</p></article>"
        )
    };
    let stories: String = (1..=n).map(story).collect();
    read(&format!(
        "<html><head><title>All of our stories</title>{generator}</head><body><h1>All of our stories</h1>{stories}</body></html>"
    ))
}

#[test]
fn lists_have_no_author_and_no_date() {
    let list = list_of_stories(4, "");
    assert!(authors(&list).is_empty());
    assert!(list.metadata.published.is_none(), "{:?}", list.metadata.published);
    let one = list_of_stories(1, "");
    assert_eq!(authors(&one), ["Jane Roe"]);
    assert_eq!(one.metadata.published.unwrap().value.day(), "2031-05-01");
    // A thread is as old as its first post.
    let thread = list_of_stories(4, "<meta name=generator content=phpBB>");
    assert_eq!(thread.metadata.published.unwrap().value.day(), "2031-05-01");
}

#[test]
fn the_date_of_a_mere_page() {
    let data = "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"datePublished\":\"2031-02-28\"}</script>";
    for (above, is_dated) in [("", false), ("<p>28 February 2031</p>", true)] {
        let article = read(&format!(
            "<html><head><title>Bridge to close for three weeks</title>{data}</head><body>\
             <article class=type-page><h1>Bridge to close for three weeks</h1>{above}<p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
        ));
        assert_eq!(article.metadata.published.is_some(), is_dated, "{above}");
    }
}

#[test]
fn days_that_compete() {
    let days = |days: &[&str]| -> String {
        let line = |day: &&str| format!("<p>{day} May 2031</p>");
        days.iter().map(line).collect()
    };
    let published =
        |above: &str| page("", above, "").metadata.published.map(|it| it.value.day().to_owned());
    assert_eq!(published(&days(&["4", "5", "6"])), None);
    assert_eq!(published(&days(&["4", "5"])).as_deref(), Some("2031-05-04"));
}

#[test]
fn dates() {
    let data = "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2031-02-28T15:07:03+00:00\"}]}</script>";
    for (head, above, expected) in [
        // In an article the date of the page is the article's.
        (data, "", Some("2031-02-28")),
        (data, "<p>28 February 2031</p>", Some("2031-02-28")),
        (&format!("{data}<meta name=author content='Jane Roe'>"), "", Some("2031-02-28")),
        (&data.replace("WebPage", "Article"), "", Some("2031-02-28")),
        (
            "",
            "<div><span>Date last reviewed:</span> <time datetime=2031-04-14>April</time></div>",
            None,
        ),
        ("", "<p>Page last modified on <time datetime=2031-04-14>the fourteenth</time>.</p>", None),
        ("", "<p><time itemprop=dateModified datetime=2031-04-14>x</time></p>", None),
        (
            "",
            "<p>Posted on <time datetime=2031-04-14>the fourteenth</time>.</p>",
            Some("2031-04-14"),
        ),
        ("<meta name=published content=1923828669>", "", Some("2030-12-18")),
        ("<meta name=citation_publication_date content=2031/02>", "", Some("2031-02")),
        ("", "<p>Updated 1430 GMT (2230 HKT) March 11, 2031</p>", Some("2031-03-11")),
        ("", "<span>am 25.08.2031 22:30</span>", Some("2031-08-25")),
        ("", "<p>14 Gennaio 2031</p>", Some("2031-01-14")),
        ("", "<p>2031年3月11日</p>", Some("2031-03-11")),
        ("", "<p>Room 1430, second floor</p>", None),
        ("", "<div class=comments><time datetime=2031-05-01>x</time></div>", None),
    ] {
        let article = page(head, above, "");
        let day = article.metadata.published.as_ref().map(|it| it.value.day());
        assert_eq!(day, expected, "{head}{above}");
    }
    let today = "<html><head><title>Bridge to close for three weeks</title>\
        <meta property=article:published_time content=2031-11-02T15:27:17+00:00></head><body>\
        <header><div class=today>Monday, November 3, 2031</div></header><h1>Bridge to close for three weeks</h1>";
    let article = read(&format!("{today}<p>{FIRST}</p><p>{SECOND}</p></body></html>"));
    assert_eq!(article.metadata.published.unwrap().value.day(), "2031-11-02");
}

#[test]
fn titles() {
    for (html, expected) in [
        (
            "<title>Quay Diary</title></head><body><header><h1><a href=/>Quay Diary</a></h1></header>\
             <article><h2 class=entry-title><a href=/b>Bridge to close for three weeks</a></h2>",
            "Bridge to close for three weeks",
        ),
        (
            "<meta property=og:title content='橋が三週間閉鎖される見通し：港新聞'><meta property=og:site_name content='港新聞'></head><body><article>",
            "橋が三週間閉鎖される見通し",
        ),
        (
            "<title>The Quay: Bridge to close</title><meta property=og:site_name content='The Quay'></head><body><article>",
            "Bridge to close",
        ),
    ] {
        let article = read(&format!(
            "<!DOCTYPE html><html><head>{html}<p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
        ));
        assert_eq!(article.metadata.title.unwrap().value, expected);
    }
}
