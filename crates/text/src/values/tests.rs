//! Tables of sentences: what is read from one, what two say of each other.

use super::*;
use crate::values::Verdict;

fn read(text: &str) -> Statement {
    Statement::read(text, None)
}

fn shown(value: &Value, text: &str) -> String {
    let amount = match &value.content {
        Content::Amount(amount, _) if amount.low < amount.high => {
            format!(" {}…{}", amount.low, amount.high)
        }
        Content::Amount(amount, _) => {
            format!(" {:?} {}", amount.exactness, (amount.high * 100.0).round() / 100.0)
        }
        _ => String::new(),
    };
    let subject = value.role.as_deref().or(value.head.first().map(String::as_str));
    let subject = subject.map_or(String::new(), |subject| format!(" [{subject}]"));
    format!("{} “{}”{amount}{subject}", value.kind.as_str(), value.span.of(text))
}

fn numbers_in(text: &str) -> String {
    let statement = read(text);
    let numbers = statement.values.iter().filter(|value| value.kind.is_number());
    numbers.map(|value| shown(value, text)).collect::<Vec<_>>().join("; ")
}

#[test]
fn numbers_are_read_with_what_they_count() {
    let table: &[(&str, &str)] = &[
        (
            "At least 12 people were killed and 30 injured.",
            "count “12” AtLeast 12 [dead]; count “30” Exact 30 [injured]",
        ),
        ("Police arrested two dozen men.", "count “two dozen” Exact 24 [arrested]"),
        (
            "It cost $1.2 million, or €1.1m.",
            "money “$1.2 million” Exact 1200000; money “€1.1m” Exact 1100000",
        ),
        ("Some 1,200 members left.", "count “1,200” About 1200 [member]"),
        ("Between 10 and 12 boats sank.", "count “10 and 12” 10…12 [boat]"),
        ("They sent 10 to 12 million doses.", "count “10 to 12 million” 10000000…12000000 [dos]"),
        ("It rose from 10 to 12 percent.", "count “10” Exact 10; percent “12 percent” Exact 12"),
        (
            "A 24-year-old woman died; Smith, 51, lived.",
            "age “24-year-old” Exact 24 [woman]; age “51” Exact 51",
        ),
        ("The 36 - year - old champion won.", "age “36 - year - old” Exact 36 [champion]"),
        (
            "It was 5 km long and weighed 200lb.",
            "measure “5 km” Exact 5000 [long]; measure “200lb” Exact 90.72",
        ),
        ("They won 3-1 on Flight 447.", "score “3-1” Exact 1; numbered “Flight 447” Exact 447"),
        (
            "It began at 5 p.m. and ended at 10: 04 PM.",
            "time “5 p.m.” Exact 1020; time “10: 04 PM” Exact 1324",
        ),
        ("More than 40% of voters agreed.", "percent “40%” AtLeast 40 [voter]"),
        ("He got three months in 2014.", "duration “three months” Exact 7889400"),
        (
            "The third quake; dozens of people fled.",
            "ordinal “third” Exact 3 [quak]; count “dozens” Vague 24 [homeless]",
        ),
        ("Two hundred and fifty trees fell.", "count “Two hundred and fifty” Exact 250 [tre]"),
        ("Half a million people came, or so.", "count “Half a million” Exact 500000 [peopl]"),
        ("No one came; one of them wrote about S-400.", ""),
        (
            "It was 20 °C, or 68 degrees Fahrenheit.",
            "measure “20 °C” Exact 20; measure “68 degrees Fahrenheit” Exact 20",
        ),
    ];
    let found: Vec<(&str, String)> =
        table.iter().map(|(text, _)| (*text, numbers_in(text))).collect();
    let wrong: Vec<_> =
        found.iter().zip(table).filter(|((_, found), (_, expected))| found != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn numbers_of_other_languages_are_read() {
    for (text, expected) in [
        (
            "Bei dem Unglück wurden mindestens 1.200 Menschen verletzt und die Straße ist gesperrt.",
            "count “1.200” AtLeast 1200 [injured]",
        ),
        (
            "Das Haus kostet etwa 2,5 Millionen Euro und ist zwölf Meter hoch.",
            "money “2,5 Millionen Euro” About 2500000; measure “zwölf Meter” Exact 12 [hoch]",
        ),
        (
            "Dans la ville, près de 1 200 personnes ont été tuées par les bombes.",
            "count “1 200” About 1200 [dead]",
        ),
        (
            "Al menos doce personas murieron en la ciudad y el puerto.",
            "count “doce” AtLeast 12 [dead]",
        ),
        (
            "В порту погибли не менее 12 человек, и около 30 были ранены.",
            "count “12” AtLeast 12 [dead]; count “30” About 30 [injured]",
        ),
    ] {
        assert_eq!(numbers_in(text), expected, "{text}");
    }
}

fn verdicts(a: &str, b: &str) -> String {
    let (one, other) = (read(a), read(b));
    let found = one.compare(&other);
    let told = found.iter().filter(|pairing| {
        pairing.verdict != Verdict::Agree || one.values[pairing.a].kind <= ValueKind::Date
    });
    told.map(|pairing| {
        let (x, y) = (&one.values[pairing.a], &other.values[pairing.b]);
        let verdict = match pairing.verdict {
            Verdict::Agree => "=".to_owned(),
            Verdict::Differ => "≠".to_owned(),
            Verdict::NotComparable(reason) => format!("?{}", reason.as_str()),
        };
        format!("{} {verdict} {}", x.span.of(a), y.span.of(b))
    })
    .collect::<Vec<_>>()
    .join("; ")
}

#[test]
fn what_differs_is_told_from_what_may_be_the_same() {
    let table: &[(&str, &str, &str)] = &[
        // What differs.
        (
            "The blast in the harbour killed 12 people.",
            "The harbour blast killed 14 people.",
            "12 ≠ 14",
        ),
        (
            "The board must pay $1.2 million to the union.",
            "The board must pay the union $1.4 million.",
            "$1.2 million ≠ $1.4 million",
        ),
        (
            "She was sentenced to 90 days in jail.",
            "She was sentenced to 90 months in jail.",
            "90 days ≠ 90 months",
        ),
        ("The bridge is 5 km long.", "The bridge is 5 miles long.", "5 km ≠ 5 miles"),
        (
            "The vote will be held on Monday in Ostrey.",
            "The vote will be held on Friday in Ostrey.",
            "Monday ≠ Friday",
        ),
        (
            "Ingrid Vassmo won the vote in the harbour.",
            "Jan Roe won the vote in the harbour.",
            "Ingrid Vassmo ≠ Jan Roe",
        ),
        (
            "The board denied that it had sold the ships.",
            "The board confirmed that it had sold the ships.",
            "denied ≠ confirmed",
        ),
        ("Members must pay the harbour fee.", "Members may pay the harbour fee.", "must ≠ may"),
        (
            "The 24-year-old sailor was found.",
            "The 26-year-old sailor was found.",
            "24-year-old ≠ 26-year-old",
        ),
        // What may be the same.
        (
            "About 1,200 people marched in the town.",
            "1,234 people marched in the town.",
            "1,200 = 1,234",
        ),
        (
            "At least 12 people were killed in the blast.",
            "The blast killed 14 people.",
            "12 ?precision 14",
        ),
        ("The bridge is 5 km long.", "The bridge is 3.1 miles long.", "5 km = 3.1 miles"),
        (
            "Between 10 and 15 boats sank in the storm.",
            "12 boats sank in the storm.",
            "10 and 15 = 12",
        ),
        ("Dozens of boats sank in the storm.", "40 boats sank in the storm.", "Dozens = 40"),
        // What cannot be compared.
        (
            "As of Tuesday, 12 people were killed by the flood.",
            "By Thursday, 19 people were killed by the flood.",
            "12 ?day 19; Tuesday ?day Thursday",
        ),
        (
            "The flood killed 12 women in the town.",
            "The flood killed 30 people in the town.",
            "12 ?scope 30",
        ),
        (
            "Police arrested 12 people in Paris.",
            "Police arrested 40 people in France.",
            "12 ?scope 40; Paris ?scope France",
        ),
        (
            "It paid $5 million for the ships.",
            "It paid €5 million for the ships.",
            "$5 million ?unit €5 million",
        ),
        (
            "The storm sank 12 boats in the harbour.",
            "The storm sank 30 other boats in the harbour.",
            "12 ?scope 30",
        ),
        (
            "So far 12 people were killed by the flood.",
            "19 people were killed by the flood.",
            "12 ?day 19",
        ),
        // What has nothing to do with each other.
        (
            "12 people were killed and 30 injured.",
            "30 were injured and 12 killed.",
            "12 = 12; 30 = 30",
        ),
    ];
    let found: Vec<_> = table.iter().map(|(a, b, _)| (*a, *b, verdicts(a, b))).collect();
    let wrong: Vec<_> = found
        .iter()
        .zip(table)
        .filter(|((_, _, found), (_, _, expected))| found != expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest::proptest! {
    #[test]
    fn reading_never_fails_and_a_sentence_agrees_with_itself(text in "([a-zA-Z0-9$€%,.:°\\- ]|\\PC| million| killed| not| Monday){0,80}") {
        let statement = read(&text);
        for value in statement.values() {
            proptest::prop_assert!(text.get(value.span.range()).is_some());
        }
        for pairing in statement.compare(&statement) {
            proptest::prop_assert_ne!(pairing.verdict, Verdict::Differ);
        }
    }
}
