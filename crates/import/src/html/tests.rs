//! Pages of our own: what is body, what is known, and what a hostile page costs.

use std::path::Path;
use std::time::Instant;

use expect_test::{Expect, expect};
use parallax_types::{RawArticle, Role};

use crate::parse;

fn read(html: &str) -> RawArticle {
    parse(html.as_bytes(), Path::new("page.html")).unwrap().remove(0)
}

fn show(article: &RawArticle) -> String {
    let mut lines = Vec::new();
    let metadata = &article.metadata;
    let mut line = |name: &str, value: Option<(String, &str)>| {
        lines.extend(value.map(|(value, source)| format!("{name}: {value} ({source})")));
    };
    line("title", metadata.title.as_ref().map(|it| (it.value.clone(), it.source.as_str())));
    line("outlet", metadata.outlet.as_ref().map(|it| (it.value.clone(), it.source.as_str())));
    line("authors", metadata.authors.as_ref().map(|it| (it.value.join(" + "), it.source.as_str())));
    line(
        "published",
        metadata.published.as_ref().map(|it| (it.value.as_str().to_owned(), it.source.as_str())),
    );
    line("language", metadata.language.as_ref().map(|it| (it.value.clone(), it.source.as_str())));
    line("url", metadata.canonical_url.as_ref().map(|it| (it.value.clone(), it.source.as_str())));
    for block in &article.blocks {
        let role = match block.role {
            Role::Body => "body",
            Role::Boilerplate(kind) => kind.as_str(),
        };
        let words: Vec<&str> = block.text.split_whitespace().take(6).collect();
        lines.push(format!("[{role}] {:?} {}", block.kind, words.join(" ")));
    }
    lines.join("\n")
}

fn check(html: &str, expected: Expect) {
    expected.assert_eq(&show(&read(html)));
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head>
<title>Bridge to close for three weeks - The Harbour Post</title>
<meta property="og:title" content="Bridge to close for three weeks - The Harbour Post">
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2017-01-04T10:30:00+0300">
<meta name="author" content="Jane Roe and John Doe">
<link rel="canonical" href="https://example.org/bridge">
<script>var x = "not text";</script><style>.x{}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>Bridge to close for three weeks</h1>
<figure><img src="x.jpg"><figcaption>The bridge. Jane Roe / AP</figcaption></figure>
<p>The bridge over the harbour will be closed for three weeks, the city said on Monday, and nobody on the quays was surprised at the news.</p>
<p>The ferry will run every <b>ten</b> minutes while the <a href="/b">bridge</a> is closed, and its captains have asked for a night shift to be paid double.</p>
<div hidden>Hidden text</div><p style="display: none">More hidden text</p>
<h2>The last time</h2>
<p>The last closure, nine years ago, lasted twice as long as had been planned, which cost the mayor of the day his office at the next election.</p>
<ul><li>A list item of the article that says what the city has planned</li></ul>
<blockquote><p>“We have learned from our mistakes,” the engineer of the city told the council on Monday, and promised a weekly report.</p></blockquote>
<table><tr><th>Year</th><th>Weeks</th></tr><tr><td>2008</td><td>six</td></tr></table>
</article>
<aside><h3>Most read</h3><ul><li><a href="/1">Ferry captains are fed up with the city</a></li><li><a href="/2">Fares go up again this year</a></li></ul></aside>
<footer><p>© 2017 The Harbour Post. All rights reserved.</p></footer></body></html>"#;

#[test]
fn a_page() {
    check(
        PAGE,
        expect![[r#"
            title: Bridge to close for three weeks (opengraph)
            outlet: The Harbour Post (opengraph)
            authors: Jane Roe + John Doe (meta)
            published: 2017-01-04T10:30:00+03:00 (opengraph)
            language: en-gb (markup)
            url: https://example.org/bridge (markup)
            [navigation] ListItem Home
            [navigation] ListItem News
            [outside article] Heading Bridge to close for three weeks
            [photo credit] Caption The bridge. Jane Roe / AP
            [body] Paragraph The bridge over the harbour will
            [body] Paragraph The ferry will run every ten
            [body] Heading The last time
            [body] Paragraph The last closure, nine years ago,
            [body] ListItem A list item of the article
            [body] Quote “We have learned from our mistakes,”
            [body] TableRow Year | Weeks
            [body] TableRow 2008 | six
            [outside article] Heading Most read
            [outside article] ListItem Ferry captains are fed up with
            [outside article] ListItem Fares go up again this year
            [outside article] Paragraph © 2017 The Harbour Post. All"#]],
    );
}

#[test]
fn json_ld_comes_first() {
    let json = r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
        {"@type":["NewsArticle"],"headline":"The bridge closes","datePublished":"2017-01-05","inLanguage":"en_US",
         "author":[{"@type":"Person","name":"Jane Roe"},{"name":"By John Doe"}],"publisher":{"name":"Harbour Post &amp; Co"}}]}</script>
        <script type="application/ld+json">{broken</script></head>"#;
    let shown = show(&read(&PAGE.replace("</head>", json)));
    let head: Vec<&str> = shown.lines().take(6).collect();
    expect![[r#"
        title: The bridge closes (json-ld)
        outlet: Harbour Post & Co (json-ld)
        authors: Jane Roe + John Doe (json-ld)
        published: 2017-01-05 (json-ld)
        language: en-us (json-ld)
        url: https://example.org/bridge (markup)"#]]
    .assert_eq(&head.join("\n"));
}

#[test]
fn a_page_without_any_metadata() {
    check(
        "<html><body><p>The bridge over the harbour will be closed for three weeks, the city said on Monday.<br><br>\
         Die zweite Zeile.</p></body></html>",
        expect![[r#"
            title: The bridge over the harbour will be closed for three weeks, the city said on Monday (first lines)
            language: en (detected)
            [body] Paragraph The bridge over the harbour will
            [body] Paragraph Die zweite Zeile."#]],
    );
}

#[test]
fn pages_without_text_are_errors() {
    for page in [
        "<html><body><script>x</script></body></html>",
        "<html></html>",
        "<!doctype html><img src=x>",
    ] {
        assert_eq!(
            parse(page.as_bytes(), Path::new("x.html")).unwrap_err().code(),
            "no_text",
            "{page}"
        );
    }
}

#[test]
fn hostile_pages_are_read_quickly() {
    let body = "<p>The bridge over the harbour will be closed for three weeks, the city said on Monday.</p>";
    for (piece, n) in [
        ("<div>", 100_000),
        ("<div><span>", 20_000),
        ("<b>", 50_000),
        ("<table><tr><td>", 20_000),
        ("<ul><li>", 20_000),
        ("<p>", 50_000),
        ("<a href=x>", 50_000),
        ("<svg><g>", 20_000),
        ("<template>", 20_000),
        ("<blockquote>", 20_000),
        ("<h1>", 20_000),
        ("<select><option>", 20_000),
        ("&amp;", 200_000),
        ("<script>", 20_000),
        ("<p>word word word word</p>", 30_000),
        ("<!--", 20_000),
        ("<font color=1><p>", 20_000),
    ] {
        let page = format!("<html><body>{body}{}x", piece.repeat(n));
        let started = Instant::now();
        let article = read(&page);
        assert!(article.blocks.iter().any(|block| block.text.starts_with("The bridge")), "{piece}");
        assert!(started.elapsed().as_secs() < 20, "{piece}: {:?}", started.elapsed());
    }
}

#[test]
fn a_flattened_page_says_so() {
    let deep = format!(
        "<html><body>{}<p>The bridge over the harbour will be closed for three weeks.</p>",
        "<div>".repeat(20_000)
    );
    assert_eq!(read(&deep).receipt.warnings.len(), 1);
}
