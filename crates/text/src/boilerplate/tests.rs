//! What is furniture and, as important, what is not. One block per line of input.

use expect_test::{Expect, expect};
use parallax_types::{Block, BlockKind, Boilerplate, Metadata, RawArticle, Role, Source, Sourced};

use crate::clean;

fn article(text: &str, metadata: Metadata) -> RawArticle {
    let blocks = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Block {
            kind: BlockKind::Paragraph,
            role: Role::Body,
            text: line.to_owned(),
            page: None,
        })
        .collect();
    RawArticle { metadata, blocks, ..RawArticle::default() }
}

/// Each block's role and its first words.
fn roles(raw: &RawArticle, n_elsewhere: &dyn Fn(&str) -> usize) -> String {
    let cleaned = clean(raw, n_elsewhere);
    let lines: Vec<String> = cleaned
        .blocks
        .iter()
        .map(|block| {
            let role = match block.role {
                Role::Body => "body",
                Role::Boilerplate(kind) => kind.as_str(),
            };
            let words: Vec<&str> = block.span.of(&cleaned.text).split(' ').take(5).collect();
            format!("{role}: {}", words.join(" "))
        })
        .collect();
    lines.join("\n")
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&roles(&article(text, Metadata::default()), &|_| 0));
}

fn titled(title: &str) -> Metadata {
    Metadata {
        title: Some(Sourced::new(title.to_owned(), Source::FirstLines)),
        ..Metadata::default()
    }
}

#[test]
fn an_appeal_around_an_article() {
    let text = "×
        Enjoying ad-free content?
        Since last spring we have disabled all ads to improve your reading experience.
        This commitment costs us dearly every month. Your support can help us fill the gap.
        Support us
        Harbour Bridge Closes for Repairs
        Workers on the bridge. Jane Roe / AP
        The bridge over the harbour will be closed for three weeks, the city said on Monday.
        A Message from The Harbour Post:
        Dear readers,
        The council has called our reporting a nuisance and taken away our desk.
        We refuse to be silenced. But to continue our work, we need your help.
        By supporting The Harbour Post you defend free reporting. Thank you for standing with us.
        Once
        Monthly
        Continue
        Not ready to support today?
        Remind me later.
        Read more";
    expect![[r"
        navigation: ×
        appeal: Enjoying ad-free content?
        appeal: Since last spring we have
        appeal: This commitment costs us dearly
        appeal: Support us
        byline: Harbour Bridge Closes for Repairs
        photo credit: Workers on the bridge. Jane
        body: The bridge over the harbour
        appeal: A Message from The Harbour
        appeal: Dear readers,
        appeal: The council has called our
        appeal: We refuse to be silenced.
        appeal: By supporting The Harbour Post
        appeal: Once
        appeal: Monthly
        appeal: Continue
        appeal: Not ready to support today?
        appeal: Remind me later.
        more links: Read more"]]
    .assert_eq(&roles(&article(text, titled("Harbour Bridge Closes for Repairs")), &|_| 0));
}

#[test]
fn the_body_resumes_after_a_letter() {
    check(
        "The ferry will run every ten minutes while the bridge is closed, the city said.
        Dear readers,
        We need your help. Please support us monthly if you can.
        Every contribution counts. Thank you for your support.
        The last closure, nine years ago, lasted twice as long as had been planned.",
        expect![[r"
            body: The ferry will run every
            appeal: Dear readers,
            appeal: We need your help. Please
            appeal: Every contribution counts. Thank you
            body: The last closure, nine years"]],
    );
}

#[test]
fn links_and_credits_below_an_article() {
    let text = "The Harbour
        Bridge to Close — but Not the Ferry
        The bridge over the harbour will be closed for three weeks, the city said on Monday.
        Related article: Ferry Captains Are Fed Up
        https://example.org/bridge
        Photo credit: JANE ROE/AFP/Getty Images
        Jane Roe is a transport reporter at The Harbour Post. @janeroe
        Trending Now Sponsored Links by Taboola
        Ten Bridges You Must See Before They Fall
        By Taboola
        More from The Harbour Post
        Ferry fares go up again";
    expect![[r"
        navigation: The Harbour
        byline: Bridge to Close — but
        body: The bridge over the harbour
        more links: Related article: Ferry Captains Are
        address: https://example.org/bridge
        photo credit: Photo credit: JANE ROE/AFP/Getty Images
        byline: Jane Roe is a transport
        advertising: Trending Now Sponsored Links by
        advertising: Ten Bridges You Must See
        advertising: By Taboola
        more links: More from The Harbour Post
        more links: Ferry fares go up again"]]
    .assert_eq(&roles(&article(text, titled("Bridge to Close — but Not the Ferry")), &|_| 0));
}

#[test]
fn a_name_above_a_caption() {
    check(
        "The mayor had promised that the bridge would stay open through the summer season.
        Jane Roe
        The mayor Jane Roe has called for patience with the bridge Reuters",
        expect![[r"
            body: The mayor had promised that
            photo credit: Jane Roe
            photo credit: The mayor Jane Roe has"]],
    );
}

#[test]
fn short_boilerplate() {
    check(
        "The bridge over the harbour will be closed for three weeks, the city said on Monday.
        We use cookies to improve your experience. By continuing you agree to our use of them.
        © 2017 The Harbour Post. All rights reserved.
        12 Comments
        Follow us on Twitter
        ADVERTISEMENT
        Read more: Ferry captains are fed up
        (Reporting by Jane Roe; Editing by John Doe)
        Last updated 4 January 2017, 10:30
        Lesen Sie auch: Die Brücke bleibt zu
        Читайте также: Мост закрыт
        Lire aussi : Le pont est fermé
        Lea también: El puente está cerrado
        jane@example.org
        * * *",
        expect![[r"
            body: The bridge over the harbour
            notice: We use cookies to improve
            notice: © 2017 The Harbour Post.
            sharing: 12 Comments
            sharing: Follow us on Twitter
            advertising: ADVERTISEMENT
            more links: Read more: Ferry captains are
            byline: (Reporting by Jane Roe; Editing
            byline: Last updated 4 January 2017,
            more links: Lesen Sie auch: Die Brücke
            more links: Читайте также: Мост закрыт
            more links: Lire aussi : Le pont
            more links: Lea también: El puente está
            address: jane@example.org
            navigation: * * *"]],
    );
}

#[test]
fn byline_and_date_below_the_title() {
    let mut metadata = titled("Bridge to close");
    metadata.authors = Some(Sourced::new(vec!["Jane Roe".to_owned()], Source::Meta));
    metadata.outlet = Some(Sourced::new("The Harbour Post".to_owned(), Source::Meta));
    let text = "THE HARBOUR POST
        Bridge to close
        By Jane Roe
        Wednesday, January 4, 2017 10:30 GMT
        The bridge over the harbour will be closed for three weeks, the city said on Monday.
        Jane Roe";
    expect![[r"
        navigation: THE HARBOUR POST
        byline: Bridge to close
        byline: By Jane Roe
        byline: Wednesday, January 4, 2017 10:30
        body: The bridge over the harbour
        byline: Jane Roe"]]
    .assert_eq(&roles(&article(text, metadata), &|_| 0));
}

/// Sentences of real articles that hold a furniture word.
#[test]
fn prose_stays_body() {
    let text = "Ukraine wants to become a member of the alliance within ten years.
        “We need your help,” the minister told the donors. “Please donate.”
        The recipe asks for cookies, butter and a cup of milk for your children.
        He urged young people to sign up for the army and to share this with friends.
        The drug sells for as little as three dollars a month in India.
        Published in 1995, the book has sold a million copies since.
        Germany would consider supporting the plan, said a person close to the talks.
        No.
        Help!
        More than a hundred people were killed, according to Reuters.
        Read more than a newspaper a day, she said, and you will stop to believe any.
        The photo shows the minister at the summit with a reporter of the Associated Press.
        The subscription to our newspaper used to pay for everything: for the reporters, for the presses, for the boys who threw it into the gardens at dawn. Then readers left for the web, where they were asked to donate or to subscribe, and where a newsletter that is delivered to your inbox each morning is worth more than any front page has ever been in the long history of this trade.";
    let raw = article(text, Metadata::default());
    let cleaned = clean(&raw, &|_| 0);
    let furniture: Vec<&str> = cleaned
        .blocks
        .iter()
        .filter(|block| block.role != Role::Body)
        .map(|block| block.span.of(&cleaned.text))
        .collect();
    assert_eq!(furniture, Vec::<&str>::new());
}

#[test]
fn a_title_made_of_the_first_sentence_stays_body() {
    let text = "The bridge over the harbour will be closed for three weeks.
        The city said so on Monday, and nobody on the quays was surprised.";
    let raw = article(text, titled("The bridge over the harbour will be closed for three weeks"));
    assert!(clean(&raw, &|_| 0).blocks.iter().all(|block| block.role == Role::Body));
}

#[test]
fn repetition_marks_blocks_but_never_a_republished_article() {
    let text = "The bridge over the harbour will be closed for three weeks.
        The Harbour Post is a paper of the Harbour Group.
        The city said so on Monday, and nobody on the quays was surprised.";
    let raw = article(text, Metadata::default());
    expect![[r"
        body: The bridge over the harbour
        repeated: The Harbour Post is a
        body: The city said so on"]]
    .assert_eq(&roles(&raw, &|block| if block.contains("paper") { 3 } else { 2 }));
    assert!(clean(&raw, &|_| 9).blocks.iter().all(|block| block.role == Role::Body));
}

#[test]
fn something_is_always_left_to_read() {
    for text in ["Support us", "Bridge to close", "Read more\nShare"] {
        let raw = article(text, titled("Bridge to close"));
        let cleaned = clean(&raw, &|_| 9);
        assert!(cleaned.blocks.iter().any(|block| block.role == Role::Body), "{text}");
    }
}

#[test]
fn the_importers_verdict_stands_and_gets_a_closer_reason() {
    let mut raw = article(
        "Menu of today\nRead more\nThe bridge will be closed for three weeks, the city said on Monday.",
        Metadata::default(),
    );
    raw.blocks[0].role = Role::Boilerplate(Boilerplate::Sharing);
    raw.blocks[1].role = Role::Boilerplate(Boilerplate::OutsideArticle);
    expect![[r"
        sharing: Menu of today
        more links: Read more
        body: The bridge will be closed"]]
    .assert_eq(&roles(&raw, &|_| 0));
}
