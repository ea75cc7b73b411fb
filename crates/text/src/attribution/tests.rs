//! Credits as they are written, in ten languages.

use parallax_types::Span;

use super::{medium_named, origin_marks};

fn shown(text: &str) -> String {
    let mut start = 0;
    let mut blocks = Vec::new();
    for block in text.split("\n\n") {
        blocks.push(Span::new(start, start + block.len()));
        start += block.len() + 2;
    }
    let marks = origin_marks(text, &blocks, &[]).into_iter();
    let shown =
        marks.map(|mark| format!("{} {}: {}", mark.kind.as_str(), mark.name, mark.span.of(text)));
    shown.collect::<Vec<_>>().join("; ")
}

fn check(cases: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = cases.iter().map(|(text, _)| (*text, shown(text))).collect();
    let expected: Vec<(&str, String)> =
        cases.iter().map(|(text, marks)| (*text, (*marks).to_owned())).collect();
    pretty(&found, &expected);
}

/// Says which cases fail, all of them.
fn pretty(found: &[(&str, String)], expected: &[(&str, String)]) {
    let failed: Vec<String> = found
        .iter()
        .zip(expected)
        .filter(|(found, expected)| found != expected)
        .map(|(found, expected)| {
            format!("{}\n  found {}\n  not   {}", found.0, found.1, expected.1)
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn credits_are_read_as_written() {
    check(&[
        ("he told the Interfax news service on Monday", "told Interfax: told the Interfax"),
        (
            "head, told Russian news agency Interfax. He",
            "told Interfax: told Russian news agency Interfax",
        ),
        ("It was nine, CNN and NBC reported.", "cited CNN: CNN; cited NBC: NBC reported"),
        (
            "The deal, The Atlantic first reported on Monday,",
            "first Atlantic: The Atlantic first reported",
        ),
        (
            "The move was first reported by Ann Lee of The Kansas City Star.",
            "first Kansas City Star: first reported by Ann Lee of The Kansas City Star",
        ),
        ("“It fell,” said Dr. Suryani to AFP on Tuesday.", "told AFP: said Dr. Suryani to AFP"),
        ("she told the Norden Wire on Monday", "told Norden Wire: told the Norden Wire"),
        ("they told InternetNews.com. Later", "told InternetNews: told InternetNews.com"),
        (
            "The Quay Star wrote it. Later, according to the Star, it fell.",
            "cited Quay Star: Quay Star wrote; cited Quay Star: according to the Star",
        ),
        ("it burned, reports AP. Then", "cited AP: reports AP"),
        (
            "This was originally published in The Coast Herald. More",
            "republished Coast Herald: originally published in The Coast Herald",
        ),
        (
            "It first appeared in Coast Herald and was shortened.",
            "republished Coast Herald: first appeared in Coast Herald",
        ),
    ]);
}

#[test]
fn wires_are_told_from_mentions() {
    check(&[
        ("OSTREY, May 4. /TASS/. The board", "wire TASS: TASS"),
        (
            "OSTREY (AP) — The board, Reuters reported, met.",
            "wire AP: AP; cited Reuters: Reuters reported",
        ),
        ("BERLIN (dpa/lnw) - Der Hafen ist zu.", "wire DPA: dpa"),
        ("The board met at noon.\n\n— Reuters", "wire Reuters: Reuters"),
        ("Der Hafen ist zu.\n\nQuelle: dpa", "wire DPA: dpa"),
        ("By Ann Lee, Associated Press", "wire AP: Associated Press"),
    ]);
}

#[test]
fn what_is_no_credit_is_left_alone() {
    check(&[
        ("Interfax is an agency. Apple told a reuter.", ""),
        ("Vicente Fox spoke. Mr. Fox said no. Fox said it again.", ""),
        ("He told Time Warner and the Times Square crowd.", ""),
        ("People said it was late.", ""),
        ("He told White House Press Secretary Ann Lee.", ""),
        (
            "The Democrat from Erie (PA) voted, and so did the one from Troy in the middle of the day and the night.",
            "",
        ),
    ]);
}

#[test]
fn credits_of_other_languages_are_read() {
    check(&[
        (
            "Er sagte der Nachrichtenagentur dpa, es sei vorbei.",
            "told DPA: sagte der Nachrichtenagentur dpa",
        ),
        (
            "Laut der Süddeutschen Zeitung sank das Schiff.",
            "cited Süddeutsche Zeitung: Laut der Süddeutschen Zeitung",
        ),
        (
            "Das Schiff sank, berichtet die FAZ am Montag.",
            "cited Frankfurter Allgemeine Zeitung: berichtet die FAZ",
        ),
        ("Le navire a coulé, a déclaré à l’AFP le maire.", "told AFP: a déclaré à l’AFP"),
        ("Selon le journal Le Monde, il a coulé.", "cited Le Monde: Selon le journal Le Monde"),
        (
            "El barco se hundió, dijo a la agencia EFE el alcalde.",
            "told EFE: dijo a la agencia EFE",
        ),
        ("Según El País, se hundió.", "cited El País: Según El País"),
        ("La nave è affondata, ha detto all'Ansa il sindaco.", "told ANSA: detto all'Ansa"),
        (
            "Secondo il Corriere della Sera è affondata.",
            "cited Corriere della Sera: Secondo il Corriere della Sera",
        ),
        ("O navio afundou, disse à agência Lusa o autarca.", "told Lusa: disse à agência Lusa"),
        ("Segundo o Público, afundou.", "cited Público: Segundo o Público"),
        ("Het schip zonk, zegt hij tegen de NOS.", "told NOS: tegen de NOS"),
        ("Volgens De Volkskrant zonk het.", "cited De Volkskrant: Volgens De Volkskrant"),
        ("Statek zatonął, powiedział PAP kapitan.", "told PAP: powiedział PAP"),
        (
            "Jak podaje Gazeta Wyborcza, zatonął.",
            "cited Gazeta Wyborcza: Jak podaje Gazeta Wyborcza",
        ),
        (
            "Судно затонуло, сказал он в интервью Интерфаксу.",
            "told Interfax: в интервью Интерфаксу",
        ),
        ("Об этом сообщает ТАСС.", "cited TASS: сообщает ТАСС"),
        (
            "Судно затонуло, пишет «Коммерсантъ» со ссылкой на РИА Новости.",
            "cited Kommersant: пишет «Коммерсантъ; cited RIA Novosti: со ссылкой на РИА Новости",
        ),
        (
            "МОСКВА, 4 янв — РИА Новости. Судно затонуло у причала в порту, сказал капитан.",
            "wire RIA Novosti: РИА Новости",
        ),
        ("Судно затонуло, повідомляє Укрінформ.", "cited UKRINFORM: повідомляє Укрінформ"),
    ]);
}

#[test]
fn a_name_leads_to_its_medium_and_family() {
    assert_eq!(medium_named("The Associated Press").map(|found| found.0), Some("AP"));
    assert_eq!(medium_named("fox news"), Some(("Fox News", Some("Fox"))));
    assert_eq!(medium_named("Norden Wire"), None);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_lie_in_the_text(text in "(told|the|Reuters|AP|\\(|\\)|—|Times|said|’s|l’AFP| |\\.|\n|й|ß){0,60}") {
            let marks = origin_marks(&text, &[Span::new(0, text.len())], &[]);
            for mark in marks {
                prop_assert!(text.get(mark.span.start..mark.span.end).is_some());
            }
        }
    }
}
