//! Files of all kinds, good and bad, through the one door.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn check(bytes: &[u8], name: &str, expected: Expect) {
    let found = match parse(bytes, Path::new(name)) {
        Ok(articles) => articles
            .iter()
            .map(|article| {
                let title =
                    article.metadata.title.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
                let language =
                    article.metadata.language.as_ref().map_or("?", |it| it.value.as_str());
                let receipt = &article.receipt;
                format!(
                    "{} {} {language} {:?} {}",
                    receipt.format,
                    receipt.encoding,
                    title,
                    receipt.warnings.join(" ")
                )
            })
            .collect::<Vec<_>>()
            .join("\n"),
        Err(error) => format!("{}: {error}; {}", error.code(), error.hint().unwrap_or_default()),
    };
    expected.assert_eq(&found);
}

#[test]
fn formats_by_content() {
    let text = "Bridge to close again\n\nThe bridge over the harbour will be closed for three weeks, the city said.";
    check(text.as_bytes(), "a.html", expect![[r#"text utf-8 en "Bridge to close again" "#]]);
    check(
        b"# Bridge\n\nThe **bridge** is closed for three long weeks, and there is a ferry.",
        "a.txt",
        expect![[r#"markdown utf-8 en "Bridge" "#]],
    );
    check(
        b"<html><p>The bridge over the harbour is closed for three long weeks.</p></html>",
        "a.txt",
        expect![[r#"html utf-8 ? "The bridge over the harbour is closed for three long weeks" "#]],
    );
    check(
        b"Title: The bridge\nDate: 2017-01-04\n\nIt is closed for three long weeks from today on.",
        "a.txt",
        expect![[r#"text utf-8 en "The bridge" "#]],
    );
    check(
        "Мост через гавань закроют на три недели, сообщили в городе в понедельник.".as_bytes(),
        "a",
        expect![[
            r#"text utf-8 ? "Мост через гавань закроют на три недели, сообщили в городе в понедельник" "#
        ]],
    );
}

#[test]
fn what_is_no_article_is_named() {
    check(
        b"<?xml version=\"1.0\"?><!-- <html> --><feed><title>x</title></feed>",
        "a.html",
        expect![[r#"html utf-8 ? "x" "#]],
    );
    check(
        b"",
        "a.txt",
        expect![
            "empty: `a.txt` is empty; get the file again; it may have been written or copied only in part"
        ],
    );
    check(
        b" \n\t\r\n",
        "a.txt",
        expect![
            "empty: `a.txt` is empty; get the file again; it may have been written or copied only in part"
        ],
    );
    check(
        b"%PDF-1.4\n%\xe2\xe3",
        "a.txt",
        expect![
            "pdf_reader_missing: `a.txt` is a PDF document, and the library that reads those is missing; run `cargo xtask setup`, or name PDFium's library in PARALLAX_PDFIUM"
        ],
    );
    check(
        b"PK\x03\x04....word/document.xml",
        "a.txt",
        expect![
            "damaged: `a.txt` is damaged: its table of contents is missing or wrong; it may be incomplete; get the file again, or open it in the program that made it and save it anew"
        ],
    );
    check(
        b"\x89PNG\r\n\x1a\n",
        "a.txt",
        expect![
            "ocr_missing: `a.txt` is a picture, and Tesseract, which reads the text on those, is not installed; install Tesseract with the data of its language (Debian, Ubuntu: `apt install tesseract-ocr tesseract-ocr-osd tesseract-ocr-deu`), then import it again"
        ],
    );
    check(
        b"RIFF between the ministers",
        "a.txt",
        expect![[r#"text utf-8 ? "RIFF between the ministers" "#]],
    );
    check(
        b"RIFF\x24\x08\0\0WAVEfmt ",
        "a.txt",
        expect![
            "unsupported_format: `a.txt` is a sound or video file, which is not read; only files with text can be imported"
        ],
    );
    check(
        b"\x7fELF\x02\x01",
        "a",
        expect![
            "unsupported_format: `a` is a program, which is not read; only files with text can be imported"
        ],
    );
    check(
        b"{\"a\": [1, 2]}",
        "a.json",
        expect![
            "no_text: `a.json` was read but holds no text of an article; look into the file; a page that loads its text later must be saved once it has loaded"
        ],
    );
    check(
        b"<?xml version=\"1.0\"?><opml><body/></opml>",
        "a.xml",
        expect![
            "unsupported_format: `a.xml` is an XML document, which is not read; open it and save its text as a .txt, .md or .html file, then import that"
        ],
    );
    check(
        b"Received: x\nMessage-ID: <1@x>\nSubject: y\n\nText",
        "a.eml",
        expect![[r#"mail utf-8 ? "y" "#]],
    );
    check(
        &(0..=255).cycle().take(4000).map(|n: u8| n.wrapping_mul(7)).collect::<Vec<_>>(),
        "a.txt",
        expect![
            "not_text: `a.txt` holds no text but binary data; save it as text, Markdown or HTML in the program that made it"
        ],
    );
    check(
        "× — …".as_bytes(),
        "a.txt",
        expect![
            "no_text: `a.txt` was read but holds no text of an article; look into the file; a page that loads its text later must be saved once it has loaded"
        ],
    );
}

#[test]
fn a_large_text_without_breaks_is_read_quickly() {
    for piece in
        ["x", "word ", "A line of text\n", "! ", "é", "- a\n", "(a) ", "/A/ ", "\"", "# a\n"]
    {
        let text = piece.repeat(4_000_000 / piece.len());
        let started = std::time::Instant::now();
        let _ = parse(text.as_bytes(), Path::new("a.txt"));
        assert!(started.elapsed().as_secs() < 10, "{piece:?}: {:?}", started.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_panics_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = parse(&bytes, Path::new("a.txt"));
    }

    #[test]
    fn never_panics_on_text(text in "(\\PC|[\n \\[\\]<>/.!?()-]|By |Title: |--- |MOSCOW \\(AP\\) - |2017-01-04){0,120}", name in "a\\.(txt|md|html)") {
        if let Ok(articles) = parse(text.as_bytes(), Path::new(&name)) {
            prop_assert!(articles.iter().all(has_body));
        }
    }

    #[test]
    fn never_panics_on_tags(tags in prop::collection::vec("</?(p|div|b|a|table|tr|td|ul|li|script|h1|br|article|nav|svg|title|!--)( class='x')?>|[a-z ]{1,12}", 0..120)) {
        let _ = parse(format!("<html>{}", tags.concat()).as_bytes(), Path::new("a.html"));
    }
}
