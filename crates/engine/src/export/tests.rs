//! Every format against awkward input. The JSON forms are read back by a parser.

use expect_test::{Expect, expect};
use parallax_types::{ArticleId, Colour, IsoDate, Label, Metadata, Receipt, Source, Sourced, Span};

use super::{Collection, Excerpt, ExportFormat, Item, family_and_given};
use crate::ArticleRow;

fn row(id: i64, title: &str) -> ArticleRow {
    ArticleRow {
        id: ArticleId(id),
        path: format!("/home/a,b/file {id}.html"),
        part: 0,
        title: title.to_owned(),
        title_source: Source::OpenGraph,
        opening: String::new(),
        metadata: Metadata::default(),
        receipt: Receipt::default(),
        n_words_kept: 0,
        n_words_dropped: 0,
        n_passages: 1,
        imported_at: "2031-01-05T00:00:00Z".to_owned(),
        content_hash: [0xab; 32],
        n_versions: 1,
    }
}

/// Quotes, braces, commas, new lines, umlauts, formulas; then nothing but a title.
pub(super) fn awkward() -> Collection {
    let mut first = row(3, "Über 50% \"sicher\" {Teil #1}, _neu_ & alt");
    first.metadata = Metadata {
        outlet: Some(Sourced::new("Küsten, \"Blatt\"".to_owned(), Source::Meta)),
        authors: Some(Sourced::new(
            vec!["Änne van der Öst".to_owned(), "Staff and agencies".to_owned()],
            Source::Meta,
        )),
        published: IsoDate::new("2031-02-04T10:00:00+01:00")
            .map(|date| Sourced::new(date, Source::JsonLd)),
        language: Some(Sourced::new("de".to_owned(), Source::Detected)),
        canonical_url: Some(Sourced::new("https://k.example/a_b?c={d}".to_owned(), Source::Meta)),
        ..Metadata::default()
    };
    let excerpt = Excerpt {
        words: "=Zeile \"eins\",\nZeile {zwei".to_owned(),
        span: Some(Span::new(10, 36)),
        paragraph: Some(2),
        colour: Some(Colour::Green),
        note: Some("stimmt\nnicht; prüfen".to_owned()),
        label: None,
    };
    let lost = Excerpt {
        words: "1. gone".to_owned(),
        span: None,
        paragraph: None,
        colour: Some(Colour::Pink),
        note: None,
        label: Some(Label::Reworded),
    };
    Collection {
        title: "a* search: \"b\"/c".to_owned(),
        made_at: "2031-01-06T00:00:00Z".to_owned(),
        items: vec![
            Item {
                article: first,
                tags: vec!["Häfen".to_owned(), "to read".to_owned()],
                note: Some("- see <b>page</b> 2".to_owned()),
                excerpts: vec![excerpt, lost],
            },
            Item {
                article: row(4, "Untitled"),
                tags: Vec::new(),
                note: None,
                excerpts: Vec::new(),
            },
        ],
    }
}

fn check(format: ExportFormat, expected: &Expect) {
    expected.assert_eq(&awkward().write(format).replace("\r\n", "␍\n"));
}

#[test]
fn markdown() {
    check(
        ExportFormat::Markdown,
        &expect![[r#"
            # a\* search: "b"/c

            ## Über 50% "sicher" {Teil \#1}, \_neu\_ \& alt

            Küsten, "Blatt", 4 February 2031, by Änne van der Öst and Staff and agencies

            <https://k.example/a_b?c={d}>

            Tags: Häfen, to read

            \- see \<b\>page\</b\> 2

            > \=Zeile "eins",
            > Zeile {zwei
            >
            > — paragraph 2, green

            stimmt
            nicht; prüfen

            > 1\. gone
            >
            > — pink, reworded, no longer in the file

            File file 3.html, BLAKE3 `abababababababababababababababababababababababababababababababab`

            ## Untitled

            File file 4.html, BLAKE3 `abababababababababababababababababababababababababababababababab`
        "#]],
    );
}

#[test]
fn csv() {
    check(
        ExportFormat::Csv,
        &expect![[r#"
        ﻿title,outlet,published,authors,language,address,tags,article note,words,paragraph,start byte,end byte,colour,note,label,file,blake3␍
        "Über 50% ""sicher"" {Teil #1}, _neu_ & alt","Küsten, ""Blatt""",2031-02-04,Änne van der Öst; Staff and agencies,de,https://k.example/a_b?c={d},Häfen; to read,'- see <b>page</b> 2,"'=Zeile ""eins"",
        Zeile {zwei",2,10,36,green,"stimmt
        nicht; prüfen",,file 3.html,abababababababababababababababababababababababababababababababab␍
        "Über 50% ""sicher"" {Teil #1}, _neu_ & alt","Küsten, ""Blatt""",2031-02-04,Änne van der Öst; Staff and agencies,de,https://k.example/a_b?c={d},Häfen; to read,'- see <b>page</b> 2,1. gone,,,,pink,,reworded,file 3.html,abababababababababababababababababababababababababababababababab␍
        Untitled,,,,,,,,,,,,,,,file 4.html,abababababababababababababababababababababababababababababababab␍
    "#]],
    );
}

#[test]
fn bibtex() {
    check(
        ExportFormat::Bibtex,
        &expect![[r#"
            @article{vanderost2031uber,
              title = {{Über 50\% "sicher" \{Teil \#1\}, \_neu\_ \& alt}},
              author = {van der Öst, Änne and {Staff and agencies}},
              journal = {Küsten, "Blatt"},
              year = {2031},
              month = feb,
              day = {4},
              url = {https://k.example/a_b?c=%7Bd%7D},
              language = {de},
              keywords = {Häfen, to read},
              annote = {- see <b>page</b> 2

            “=Zeile ‘eins’,
            Zeile \textbraceleft zwei” (paragraph 2) – stimmt
            nicht; prüfen

            “1. gone”}
            }

            @article{untitled,
              title = {{Untitled}}
            }
        "#]],
    );
}

#[test]
fn ris() {
    check(
        ExportFormat::Ris,
        &expect![[r#"
        TY  - NEWS␍
        TI  - Über 50% "sicher" {Teil #1}, _neu_ & alt␍
        AU  - van der Öst, Änne␍
        AU  - Staff and agencies␍
        T2  - Küsten, "Blatt"␍
        PY  - 2031␍
        DA  - 2031/02/04␍
        UR  - https://k.example/a_b?c={d}␍
        LA  - de␍
        KW  - Häfen␍
        KW  - to read␍
        N1  - - see <b>page</b> 2␍
        N1  - “=Zeile "eins", Zeile {zwei” (paragraph 2) – stimmt nicht; prüfen␍
        N1  - “1. gone”␍
        ER  - ␍
        ␍
        TY  - NEWS␍
        TI  - Untitled␍
        ER  - ␍
    "#]],
    );
}

#[test]
fn csl_json() {
    check(
        ExportFormat::CslJson,
        &expect![[r#"
            [
              {
                "id": "parallax-3",
                "type": "article-newspaper",
                "title": "Über 50% \"sicher\" {Teil #1}, _neu_ & alt",
                "container-title": "Küsten, \"Blatt\"",
                "author": [
                  {
                    "family": "van der Öst",
                    "given": "Änne"
                  },
                  {
                    "literal": "Staff and agencies"
                  }
                ],
                "issued": {
                  "date-parts": [
                    [
                      2031,
                      2,
                      4
                    ]
                  ]
                },
                "language": "de",
                "URL": "https://k.example/a_b?c={d}",
                "keyword": "Häfen, to read",
                "note": "- see <b>page</b> 2\n\n“=Zeile ‘eins’,\nZeile {zwei” (paragraph 2) – stimmt\nnicht; prüfen\n\n“1. gone”"
              },
              {
                "id": "parallax-4",
                "type": "article-newspaper",
                "title": "Untitled"
              }
            ]
        "#]],
    );
}

#[test]
fn json_is_json_and_says_everything() {
    for format in [ExportFormat::Json, ExportFormat::CslJson] {
        let text = awkward().write(format);
        let _: serde_json::Value = serde_json::from_str(&text).unwrap();
    }
    let text = awkward().write(ExportFormat::Json);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let article = &value["articles"][0];
    assert_eq!(article["title"], "Über 50% \"sicher\" {Teil #1}, _neu_ & alt");
    assert_eq!(article["excerpts"][0]["words"], "=Zeile \"eins\",\nZeile {zwei");
    assert_eq!(article["excerpts"][0]["span"], serde_json::json!([10, 36]));
    assert_eq!(article["published"], "2031-02-04T10:00:00+01:00");
    assert_eq!(value["articles"][1]["published"], serde_json::Value::Null);
}

#[test]
fn keys_are_unique() {
    let item = |id| Item {
        article: row(id, "The same title"),
        tags: Vec::new(),
        note: None,
        excerpts: Vec::new(),
    };
    let items = vec![item(1), item(2), item(3)];
    let collection = Collection { title: String::new(), made_at: String::new(), items };
    let text = collection.write(ExportFormat::Bibtex);
    let keys: Vec<&str> = text.lines().filter(|line| line.starts_with('@')).collect();
    assert_eq!(keys, ["@article{same,", "@article{same-2,", "@article{same-3,"]);
}

#[test]
fn names_of_people() {
    let table = [
        ("Anna Reuel", Some(("Reuel", "Anna"))),
        ("Reuel, Anna", Some(("Reuel", "Anna"))),
        ("Änne van der Öst", Some(("van der Öst", "Änne"))),
        ("J. P. Osei", Some(("Osei", "J. P."))),
        ("Anna Maria Reuel Jr.", Some(("Reuel Jr.", "Anna Maria"))),
        ("Harbour and Water Authority", None),
        ("Norden Press Agency", None),
        ("Madonna", None),
        ("", None),
    ];
    for (author, expected) in table {
        let found = family_and_given(author);
        let shown = found.as_ref().map(|(family, given)| (family.as_str(), given.as_str()));
        assert_eq!(shown, expected, "{author}");
    }
}

#[test]
fn file_names_suit_every_system() {
    assert_eq!(awkward().file_name(ExportFormat::Bibtex), "a search b c.bib");
    let nameless = Collection { title: "…/*".to_owned(), ..awkward() };
    assert_eq!(nameless.file_name(ExportFormat::Csv), "Parallax.csv");
}
