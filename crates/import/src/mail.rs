//! Mail: messages (EML, EMLX), mailboxes (MBOX) and web pages saved as mail
//! (MHTML).
//!
//! Quoted replies and signatures are furniture; attachments that are articles
//! are articles of their own. Source: RFC 5322, RFC 2045, RFC 2557, RFC 4155.

use std::path::Path;

use encoding_rs::Encoding;
use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use parallax_types::{Block, BlockKind, Boilerplate, Metadata, RawArticle, Role, Source, Sourced};

use crate::budget::Budget;
use crate::dates::{in_utc, parse_date};
use crate::error::ImportError;
use crate::format::ByteFormat;
use crate::nested::NestedArticles;
use crate::{html, text};

/// The messages of a mailbox beyond this much text are left out: what one file may
/// give is bounded ([`crate::MAX_TEXT_BYTES`]), and most of a mailbox is better
/// than none of it.
const MAX_BOX_BYTES: u64 = crate::worker::MAX_TEXT_BYTES / 10 * 9;

/// An HTML part with this many times the words of the plain one holds the text.
const STUB_FACTOR: usize = 2;

pub(crate) const MESSAGE: ByteFormat = ByteFormat {
    name: "mail",
    sniff: |sample| is_mail(sample.bytes, &sample.extension),
    read: parse,
};

pub(crate) const MAILBOX: ByteFormat = ByteFormat {
    name: "mailbox",
    sniff: |sample| is_box(sample.bytes, &sample.extension),
    read: parse_box,
};

/// Apple Mail's.
pub(crate) const EMLX: ByteFormat =
    ByteFormat { name: "emlx", sniff: |sample| is_emlx(sample.bytes), read: parse_emlx };

/// Reads a message with its attachments.
fn parse(bytes: &[u8], path: &Path, budget: &mut Budget) -> Result<Vec<RawArticle>, ImportError> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| ImportError::Damaged {
        path: path.to_owned(),
        what: "it is no mail message inside".to_owned(),
    })?;
    if let Some(page) = saved_page(&message) {
        return Ok(vec![page]);
    }
    let mut parts = NestedArticles::default();
    let own = article(&message);
    if own.blocks.iter().any(|block| block.text.contains(char::is_alphanumeric)) {
        parts.articles.push(own);
    }
    for part in message.attachments() {
        attachment(part, bytes, path, budget, &mut parts)?;
    }
    if parts.articles.is_empty() {
        return Err(ImportError::NoText { path: path.to_owned() });
    }
    parts.finish(path)
}

fn attachment(
    part: &MessagePart<'_>,
    bytes: &[u8],
    path: &Path,
    budget: &mut Budget,
    parts: &mut NestedArticles,
) -> Result<(), ImportError> {
    let inner = match &part.body {
        // Not encoded, it shares its holder's bytes: its own are a part of them.
        PartType::Message(inner) if inner.raw_message().len() == bytes.len() => {
            let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
            bytes.get(range).unwrap_or_default()
        }
        _ => part.contents(),
    };
    let is_media = part
        .content_type()
        .is_some_and(|kind| matches!(kind.ctype(), "image" | "audio" | "video" | "font"));
    if is_media || inner.is_empty() {
        return Ok(());
    }
    budget.spend(inner.len() as u64, path)?;
    let name = part.attachment_name().unwrap_or("attachment").to_owned();
    parts.add(inner, Path::new(&name), path, budget);
    Ok(())
}

/// Reads a mailbox: every message in it.
fn parse_box(
    bytes: &[u8],
    path: &Path,
    budget: &mut Budget,
) -> Result<Vec<RawArticle>, ImportError> {
    let mut articles = Vec::new();
    let (mut n_failed, mut n_messages, mut n_left_out) = (0, 0, 0);
    let mut n_kept_bytes = 0;
    for message in messages(bytes) {
        n_messages += 1;
        if n_kept_bytes > MAX_BOX_BYTES {
            n_left_out += 1;
            continue;
        }
        budget.spend(message.len() as u64, path)?;
        match budget.deeper(path, |budget| parse(&message, path, budget)) {
            Ok(read) => {
                n_kept_bytes += read.iter().map(size).sum::<u64>();
                articles.extend(read);
            }
            Err(error @ ImportError::TooMuchInside { .. }) => return Err(error),
            Err(_) => n_failed += 1,
        }
    }
    if let (Some(first), true) = (articles.first_mut(), n_failed > 0) {
        let note = format!("{n_failed} of {n_messages} messages hold no text.");
        first.receipt.warnings.push(note);
    }
    if let (Some(first), true) = (articles.first_mut(), n_left_out > 0) {
        let note = format!(
            "The mailbox holds more text than one file may: its last {n_left_out} of {n_messages} \
             messages were left out. Split it to import them."
        );
        first.receipt.warnings.push(note);
    }
    Ok(articles)
}

/// How many bytes an article takes, about, on its way out of the reader.
fn size(article: &RawArticle) -> u64 {
    const PER_BLOCK: u64 = 16;
    const PER_ARTICLE: u64 = 400;
    let blocks = article.blocks.iter().map(|it| it.text.len() as u64 + PER_BLOCK);
    blocks.sum::<u64>() + PER_ARTICLE
}

/// The messages of a mailbox, each without its `From ` line. Paragraphs begin with
/// "From " as well: only a line with a time, followed by a header, is a border.
fn messages(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut after_blank = true;
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        if after_blank && is_border(line, after) {
            messages.push(Vec::new());
        } else if let Some(message) = messages.last_mut() {
            let quoted = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
            let is_escaped = quoted > 0 && line[quoted..].starts_with(b"From ");
            message.extend_from_slice(if is_escaped { &line[1..] } else { line });
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
        rest = after;
    }
    messages.into_iter()
}

/// Whether a line begins a message: `From somebody Wed Jan  4 10:30:05 2017`, then
/// a header.
fn is_border(line: &[u8], after: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(&rest[..rest.len().min(300)]);
    let has_time = rest.contains(':') && rest.contains(|char: char| char.is_ascii_digit());
    // Some programs write the sender alone.
    let is_bare = rest.split_whitespace().count() <= 1;
    (has_time || is_bare) && begins_with_header(after)
}

fn begins_with_header(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    name.len() < line.len() && !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// Reads Apple Mail's form: a byte count, the message, a property list.
fn parse_emlx(
    bytes: &[u8],
    path: &Path,
    budget: &mut Budget,
) -> Result<Vec<RawArticle>, ImportError> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let count = std::str::from_utf8(&bytes[..end]).ok().and_then(|it| it.trim().parse().ok());
    let rest = bytes.get(end + 1..).unwrap_or_default();
    parse(&rest[..rest.len().min(count.unwrap_or(usize::MAX))], path, budget)
}

/// Whether the first line counts the bytes of a message behind it.
fn is_emlx(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(32)];
    let Some(end) = head.iter().position(|byte| *byte == b'\n') else { return false };
    let count = head[..end].trim_ascii();
    !count.is_empty() && count.iter().all(u8::is_ascii_digit) && is_mail(&bytes[end + 1..], "")
}

/// Whether a file begins with a message's headers. `extension` lowers the bar.
fn is_mail(bytes: &[u8], extension: &str) -> bool {
    /// Fields that only mail has.
    const STRONG: &[&str] = &[
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "x-mailer",
        "dkim-signature",
        "content-transfer-encoding",
        "in-reply-to",
        "x-originating-ip",
        "snapshot-content-location",
        "x-priority",
        "x-received",
        "reply-to",
    ];
    const WEAK: &[&str] = &["from", "to", "subject", "date", "cc", "content-type", "sender"];
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start_matches(['\r', '\n']);
    let (mut n_strong, mut n_weak, mut n_other) = (0, 0, 0);
    for line in head.lines().take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        let is_name = name.len() <= 60 && name.bytes().all(|it| it.is_ascii_graphic());
        if !is_name {
            break;
        }
        n_strong += usize::from(STRONG.contains(&name));
        n_weak += usize::from(WEAK.contains(&name));
        n_other += 1;
    }
    let named = matches!(extension, "eml" | "emlx" | "mht" | "mhtml" | "nws");
    n_strong >= 2
        || (n_strong >= 1 && n_weak >= 2)
        || (n_weak >= 3 && head.starts_with("from:"))
        || (named && n_strong + n_weak >= 1 && n_other >= 1)
}

/// Whether a file begins as mailboxes do.
fn is_box(bytes: &[u8], extension: &str) -> bool {
    let Some(rest) = bytes.strip_prefix(b"From ") else { return false };
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let line = String::from_utf8_lossy(&rest[..end.min(300)]);
    let has_time =
        line.matches(':').count() >= 1 && line.contains(|char: char| char.is_ascii_digit());
    let next = rest.get(end + 1..).unwrap_or_default();
    (has_time && begins_with_header(next)) || extension == "mbox"
}

/// A page that a browser saved as mail.
fn saved_page(message: &Message<'_>) -> Option<RawArticle> {
    let location = message.header_raw("Snapshot-Content-Location").map(str::trim);
    let is_browser = message.header_raw("From").is_some_and(|it| it.contains("<Saved by "));
    let is_page = message.header_raw("To").is_none()
        && message.header_raw("Received").is_none()
        && message.header_raw("Message-ID").is_none()
        && message
            .content_type()
            .is_some_and(|kind| kind.subtype() == Some("related") || kind.ctype() == "text");
    if location.is_none() && !is_browser && !is_page {
        return None;
    }
    let part = message.parts.iter().find(|part| matches!(part.body, PartType::Html(_)))?;
    let PartType::Html(page) = &part.body else { return None };
    let mut article = html::parse(page);
    article.receipt.encoding = charset_of(part);
    "mhtml".clone_into(&mut article.receipt.format);
    let saved = message.date().filter(|date| date.is_valid());
    article.receipt.captured =
        saved.and_then(|date| in_utc(&date.to_rfc3339())).or(article.receipt.captured);
    let said = |text: &str| Sourced::new(text.to_owned(), Source::FileProperties);
    let metadata = &mut article.metadata;
    if metadata.title.is_none() {
        metadata.title = message.subject().map(said);
    }
    if metadata.canonical_url.is_none() {
        let location = location.or_else(|| part.content_location());
        metadata.canonical_url = location.filter(|it| it.starts_with("http")).map(said);
    }
    Some(article)
}

fn charset_of(part: &MessagePart<'_>) -> String {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let encoding = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
    encoding.map_or("utf-8".to_owned(), |encoding| encoding.name().to_lowercase())
}

fn article(message: &Message<'_>) -> RawArticle {
    let answers = is_reply(message);
    let plain = blocks_of(message, &message.text_body, answers);
    let html = blocks_of(message, &message.html_body, answers);
    // A plain part that only says that there is an HTML part.
    let is_stub = n_words(&html) >= STUB_FACTOR * n_words(&plain).max(1);
    let (blocks, parts) =
        if is_stub { (html, &message.html_body) } else { (plain, &message.text_body) };
    let first = parts.first().and_then(|at| message.parts.get(*at as usize));
    let encoding = first.map_or_else(|| "utf-8".to_owned(), charset_of);
    let mut article = RawArticle { metadata: metadata(message), blocks, ..RawArticle::default() };
    let is_body = |block: &Block| block.role == Role::Body;
    if !article.blocks.iter().any(is_body) {
        // A message that only passes another on is what it passes on.
        for block in &mut article.blocks {
            block.role = Role::Body;
        }
    }
    article.receipt.encoding = encoding;
    article
}

/// The blocks of all of a message's parts of one kind: text, picture, text.
fn blocks_of(message: &Message<'_>, parts: &[u32], answers: bool) -> Vec<Block> {
    let parts = parts.iter().filter_map(|at| message.parts.get(*at as usize));
    parts
        .flat_map(|part| match &part.body {
            PartType::Html(page) => html_blocks(page, answers),
            PartType::Text(body) => text_blocks(body, answers),
            _ => Vec::new(),
        })
        .collect()
}

fn n_words(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.split_whitespace().count()).sum()
}

/// Whether what the message quotes is what it answers: not where it passes
/// something on, nor in a newsletter, which quotes as articles do.
fn is_reply(message: &Message<'_>) -> bool {
    const FORWARDS: &[&str] = &[
        "fwd:",
        "fw:",
        "wg:",
        "tr:",
        "rv:",
        "i:",
        "enc:",
        "vs:",
        "vb:",
        "doorst:",
        "пересл:",
        "转发:",
        "轉寄:",
    ];
    let subject = message.subject().unwrap_or_default().trim().to_lowercase();
    if FORWARDS.iter().any(|it| subject.starts_with(it)) {
        return false;
    }
    let has = |name| message.header_raw(name).is_some();
    let answers = has("In-Reply-To") || has("References");
    let is_letter = has("List-Unsubscribe") || has("List-Id");
    answers || !is_letter
}

fn metadata(message: &Message<'_>) -> Metadata {
    let said = |text: String| Sourced::new(text, Source::FileProperties);
    let subject = message.subject().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    let authors = message.from().map(names).unwrap_or_default();
    Metadata {
        title: subject.filter(|it| !it.is_empty()).map(said),
        authors: Some(Sourced::new(authors, Source::FileProperties))
            .filter(|names| !names.value.is_empty()),
        published: message
            .date()
            .filter(|date| date.is_valid())
            .and_then(|date| parse_date(&date.to_rfc3339()))
            .map(|date| Sourced::new(date, Source::FileProperties)),
        ..Metadata::default()
    }
}

fn names(address: &Address<'_>) -> Vec<String> {
    let all = address.iter().filter_map(|it| it.name().or_else(|| it.address()));
    all.map(str::to_owned).filter(|name| !name.trim().is_empty()).collect()
}

/// Quotations in a message are what it answers (`answers`), or part of its text.
fn html_blocks(page: &str, answers: bool) -> Vec<Block> {
    let mut blocks = html::document(page).blocks;
    if answers && !blocks.iter().any(|block| passes_on(&block.text)) {
        for block in blocks.iter_mut().filter(|block| block.kind == BlockKind::Quote) {
            block.role = Role::Boilerplate(Boilerplate::Repeated);
        }
    }
    blocks
}

/// "Begin forwarded message:", "---------- Forwarded message ----------".
fn passes_on(line: &str) -> bool {
    const MARKS: &[&str] = &[
        "forwarded message",
        "weitergeleitete nachricht",
        "message transféré",
        "message réexpédié",
        "mensaje reenviado",
        "messaggio inoltrato",
        "mensagem encaminhada",
        "doorgestuurd bericht",
        "пересылаемое сообщение",
    ];
    line.len() < 200 && {
        let folded = line.to_lowercase();
        MARKS.iter().any(|mark| folded.contains(mark))
    }
}

/// The paragraphs of a plain message; quoted lines and the signature apart.
fn text_blocks(body: &str, answers: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    let answers = answers && !body.lines().any(passes_on);
    let mut run = (Role::Body, String::new());
    let mut in_signature = false;
    let body = body.replace("\r\n", "\n");
    let lines: Vec<&str> = body.lines().collect();
    for (n, line) in lines.iter().enumerate() {
        in_signature |= matches!(*line, "-- " | "--");
        let next = lines[n + 1..].iter().find(|line| !line.trim().is_empty());
        let is_quote = line.starts_with('>');
        // "On Monday, Jane Roe wrote:" before a quotation.
        let is_lead = line.trim_end().ends_with(':')
            && line.len() < 200
            && next.is_some_and(|next| next.starts_with('>'));
        let role = if in_signature {
            Role::Boilerplate(Boilerplate::Notice)
        } else if answers && (is_quote || is_lead) {
            Role::Boilerplate(Boilerplate::Repeated)
        } else if line.trim().is_empty() {
            run.0
        } else {
            Role::Body
        };
        if role != run.0 {
            flush(&mut blocks, &mut run);
            run.0 = role;
        }
        run.1.push_str(if is_quote { line.trim_start_matches(['>', ' ']) } else { line });
        run.1.push('\n');
    }
    flush(&mut blocks, &mut run);
    blocks
}

fn flush(blocks: &mut Vec<Block>, run: &mut (Role, String)) {
    let text = std::mem::take(&mut run.1);
    blocks.extend(text::blocks(&text).into_iter().map(|block| Block { role: run.0, ..block }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(articles: Result<Vec<RawArticle>, ImportError>, expected: Expect) {
        let mut lines = Vec::new();
        for article in articles.unwrap() {
            let title = article.metadata.title.as_ref().map_or("-", |it| it.value.as_str());
            let date = article.metadata.published.as_ref().map_or("-", |it| it.value.as_str());
            lines.push(format!("# {title}, {date}"));
            lines.extend(article.blocks.iter().map(|block| {
                let role = match block.role {
                    Role::Body => "",
                    Role::Boilerplate(furniture) => furniture.as_str(),
                };
                format!("[{role}] {}", block.text.replace('\n', "⏎"))
            }));
        }
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn replies_and_signatures() {
        let mail = b"From: Jane Roe <jane@example.org>\r\nSubject: =?utf-8?q?Br=C3=BCcke?=\r\n\
            Date: Wed, 4 Jan 2017 10:30:05 +0300\r\nMessage-ID: <1@example.org>\r\n\r\n\
            The bridge is closed.\r\n\r\nJohn wrote:\r\n> Is it open?\r\n> I ask.\r\n\r\nIt is not.\r\n-- \r\nJane\r\n";
        check(
            parse(mail, Path::new("a.eml"), &mut Budget::new(crate::parse::read_one)),
            expect![[r"
                # Brücke, 2017-01-04T10:30:05+03:00
                [] The bridge is closed.
                [repeated] John wrote:
                [repeated] Is it open?
                [repeated] I ask.
                [] It is not.
                [notice] --
                [notice] Jane"]],
        );
    }

    #[test]
    fn mailboxes() {
        let mailbox = b"From a@b Wed Jan  4 10:30:05 2017\nFrom: A <a@b>\nSubject: One\n\nFirst.\n>From here on.\n\n\
            From a@b Wed Jan  4 10:31:05 2017\nFrom: A <a@b>\nSubject: Two\n\nSecond.\n";
        assert!(is_box(mailbox, ""));
        check(
            parse_box(mailbox, Path::new("a"), &mut Budget::new(crate::parse::read_one)),
            expect![[r"
                # One, -
                [] First.
                [] From here on.
                # Two, -
                [] Second."]],
        );
    }

    fn mail(head: &str, body: &str) -> Vec<u8> {
        format!("From: Jane Roe <jane@example.org>\r\nMessage-ID: <1@example.org>\r\n{head}\r\n\r\n{body}")
            .into_bytes()
    }

    fn bodies(mail: &[u8]) -> Vec<String> {
        let articles =
            parse(mail, Path::new("a.eml"), &mut Budget::new(crate::parse::read_one)).unwrap();
        let blocks = articles.into_iter().flat_map(|it| it.blocks);
        blocks.filter(|it| it.role == Role::Body).map(|it| it.text).collect()
    }

    #[test]
    fn what_is_passed_on_is_text() {
        let html = "Content-Type: text/html";
        let page = "<p>Read this.</p><blockquote type=cite><p>Begin forwarded message:</p><p>The bridge is shut.</p></blockquote>";
        let all = ["Read this.", "Begin forwarded message:", "The bridge is shut."];
        assert_eq!(bodies(&mail(&format!("Subject: Bridge\r\n{html}"), page)), all);
        let quoted = "<p>She said:</p><blockquote>Shut it.</blockquote>";
        for (head, expected) in [
            ("Subject: Fwd: x", vec!["She said:", "Shut it."]),
            (
                "Subject: Letter\r\nList-Unsubscribe: <mailto:x@example.org>",
                vec!["She said:", "Shut it."],
            ),
            ("Subject: Re: x\r\nIn-Reply-To: <2@example.org>", vec!["She said:"]),
        ] {
            assert_eq!(bodies(&mail(&format!("{head}\r\n{html}"), quoted)), expected, "{head}");
        }
        let plain = mail("Subject: Fw: x", "See below.\r\n\r\n> The bridge is shut.\r\n");
        assert_eq!(bodies(&plain), ["See below.", "The bridge is shut."]);
    }

    #[test]
    fn all_parts_and_the_fuller_half() {
        let parts = |kind: &str, parts: &[(&str, &str)]| {
            let parts: Vec<String> = parts
                .iter()
                .map(|(kind, text)| format!("--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n"))
                .collect();
            let head = format!("MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary=b");
            mail(&head, &format!("{}--b--\r\n", parts.concat()))
        };
        let mixed = [("text/plain", "One."), ("image/png", "x"), ("text/plain", "Two.")];
        assert_eq!(bodies(&parts("mixed", &mixed)), ["One.", "Two."]);
        let page =
            "<p>The bridge over the harbour is shut, and so is the ferry, until the winter.</p>";
        let text = "The bridge over the harbour is shut, and so is the ferry, until the winter.";
        for plain in ["View it in your browser.", " ", text] {
            let both = [("text/plain", plain), ("text/html", page)];
            assert_eq!(bodies(&parts("alternative", &both)), [text], "{plain}");
        }
    }

    #[test]
    fn paragraphs_do_not_begin_messages() {
        let mailbox = b"From a@b Wed Jan  4 10:30:05 2017\nFrom: A <a@b>\nSubject: One\n\nFirst.\n\n\
            From here on it is 10:30 o'clock: late.\n\nLast.\n\nFrom a@b Wed Jan  4 10:31:05 2017\nFrom: A <a@b>\nSubject: Two\n\nSecond.\n";
        let articles =
            parse_box(mailbox, Path::new("a"), &mut Budget::new(crate::parse::read_one)).unwrap();
        assert_eq!(articles.iter().map(|it| it.blocks.len()).collect::<Vec<_>>(), [3, 1]);
    }

    #[test]
    fn the_messages_that_fit_are_kept() {
        let text = "The bridge is shut. ".repeat(50_000);
        let message =
            format!("From a@b Wed Jan  4 10:30:05 2017\nFrom: A <a@b>\nSubject: One\n\n{text}\n\n");
        let articles = parse_box(
            message.repeat(25).as_bytes(),
            Path::new("a"),
            &mut Budget::new(crate::parse::read_one),
        )
        .unwrap();
        assert!((18..25).contains(&articles.len()), "{}", articles.len());
        let note = &articles[0].receipt.warnings[0];
        assert!(note.contains("messages were left out"), "{note}");
    }

    #[test]
    fn mail_is_told_from_text() {
        assert!(is_mail(b"From: a@b\nTo: c@d\nSubject: x\n\ny", ""));
        assert!(is_mail(b"Subject: x\n\ny", "eml"));
        for text in
            ["Title: x\nAuthor: y\nDate: 2017-01-04\n\nz", "From: here on\n\nz", "Moscow: x"]
        {
            assert!(!is_mail(text.as_bytes(), "txt"), "{text}");
        }
    }
}
