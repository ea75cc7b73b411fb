//! Conflicts and harmless variants made of real sentences.

use crate::random::Random;
use crate::{Article, Story};

/// Two articles of a story, of which the second tells a sentence of the first anew.
pub(crate) struct Planted {
    pub(crate) kind: &'static str,
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) sentence_a: String,
    pub(crate) sentence_b: String,
    /// Whether its story has an even number.
    pub(crate) is_even: bool,
}

type Change = fn(&[&str], &mut Random) -> Option<(String, String)>;

const CONFLICTS: [(&str, Change); 5] = [
    ("number", number_conflict),
    ("date", date_conflict),
    ("name", name_conflict),
    ("denial", denial_conflict),
    ("unit", unit_conflict),
];

const HARMLESS: [(&str, Change); 5] = [
    ("rounding", rounded),
    ("converted", converted),
    ("range", ranged),
    ("other day", other_day),
    ("other scope", other_scope),
];

/// `n_wanted` pairs, of each kind as many as of the others as far as there are sentences.
pub(crate) fn plant(
    stories: &[Story],
    n_wanted: usize,
    harmless: bool,
    random: &mut Random,
) -> Vec<Planted> {
    let kinds = if harmless { &HARMLESS } else { &CONFLICTS };
    let mut planted = Vec::new();
    let mut used: std::collections::HashSet<(usize, String)> = std::collections::HashSet::new();
    let mut n_tries = 0;
    while planted.len() < n_wanted && n_tries < 4_000_000 {
        // A kind that finds no more sentences gives way to the next.
        let at_kind = (planted.len() + n_tries / 40_000) % kinds.len();
        let (kind, change) = kinds[at_kind];
        n_tries += 1;
        let at = random.below(stories.len());
        let articles = &stories[at].articles;
        let (a, b) = (random.below(articles.len()), random.below(articles.len()));
        if a == b {
            continue;
        }
        let sentences = sentences(&articles[a].text);
        if sentences.is_empty() {
            continue;
        }
        let sentence = *random.pick(&sentences);
        let words: Vec<&str> = sentence.split_whitespace().collect();
        if !(9..=45).contains(&words.len()) || used.contains(&(at_kind, sentence.to_owned())) {
            continue;
        }
        let Some((own, changed)) = change(&words, random) else { continue };
        if is_copy(&articles[a], &articles[b]) {
            continue;
        }
        let changed = reworded(&changed, random);
        used.insert((at_kind, sentence.to_owned()));
        planted.push(Planted {
            kind,
            a: articles[a].text.replacen(sentence, &own, 1).replace('\n', "\n\n"),
            b: put_into(&articles[b].text, &changed, sentence).replace('\n', "\n\n"),
            sentence_a: own,
            sentence_b: changed,
            is_even: at.is_multiple_of(2),
        });
    }
    planted
}

/// Whether much of one stands in the other: copies are one origin.
fn is_copy(a: &Article, b: &Article) -> bool {
    const N_RUN: usize = 5;
    let runs = |text: &str| -> std::collections::HashSet<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(N_RUN).map(|run| run.join(" ")).collect()
    };
    let (a, b) = (runs(&a.text), runs(&b.text));
    let n_shared = a.intersection(&b).count();
    n_shared * 4 > a.len().min(b.len())
}

pub(crate) fn sentences(text: &str) -> Vec<&str> {
    // `Mr.`, `U.S.`: not where a sentence ends, nor begins.
    let ends = |piece: &str| {
        let last = piece.trim().rsplit(' ').next().unwrap_or_default();
        last.len() > 4 && last.starts_with(char::is_lowercase) && last.ends_with('.')
    };
    let mut found = Vec::new();
    for line in text.lines() {
        let mut begins = true;
        for piece in line.split_inclusive(". ") {
            let is_whole = begins && ends(piece);
            begins = ends(piece);
            let piece = piece.trim();
            let is_plain = !piece.contains(['"', '“', '”', '`']) && !piece.contains(" total ");
            if is_whole && is_plain && piece.starts_with(char::is_uppercase) {
                found.push(piece);
            }
        }
    }
    found
}

/// Puts a sentence in place of the one most like the original, else in the middle.
pub(crate) fn put_into(text: &str, sentence: &str, original: &str) -> String {
    let own: std::collections::HashSet<&str> = original.split_whitespace().collect();
    let share = |other: &&str| {
        let words: Vec<&str> = other.split_whitespace().collect();
        let n_shared = words.iter().filter(|word| own.contains(*word)).count();
        n_shared * 100 / words.len().max(own.len()).max(1)
    };
    let all = sentences(text);
    let nearest = all.iter().copied().max_by_key(share);
    if let Some(nearest) = nearest.filter(|nearest| share(nearest) >= 25) {
        return text.replacen(nearest, &format!("\n{sentence}\n"), 1);
    }
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(lines.len().div_ceil(2), sentence);
    lines.join("\n")
}

/// As another desk might word it.
pub(crate) fn reworded(sentence: &str, random: &mut Random) -> String {
    const SYNONYMS: [(&str, &str); 14] = [
        (" said ", " told reporters "),
        (" also ", " "),
        (" however ", " "),
        (" announced ", " said "),
        (" about the ", " on the "),
        (" because ", " since "),
        (" big ", " large "),
        (" but ", " though "),
        (" while ", " as "),
        (" after ", " following "),
        (" began ", " started "),
        (" nearby ", " close by "),
        (" the company ", " the firm "),
        (" officials ", " authorities "),
    ];
    const OPENINGS: [&str; 4] =
        ["Officials said ", "Meanwhile, ", "It was reported that ", "According to one account, "];
    let mut changed = sentence.to_owned();
    for (from, to) in SYNONYMS {
        if random.below(2) == 0 {
            changed = changed.replacen(from, to, 1);
        }
    }
    if random.below(3) == 0 {
        let opening = random.pick(&OPENINGS);
        let is_common = ["The ", "A ", "An ", "It ", "In ", "On ", "He ", "She ", "They "]
            .iter()
            .any(|word| changed.starts_with(word));
        let first = changed.chars().next().map_or(String::new(), |c| c.to_lowercase().collect());
        let rest: String = changed.chars().skip(1).collect();
        changed = if is_common {
            format!("{opening}{first}{rest}")
        } else {
            format!("{opening}{changed}")
        };
    }
    changed
}

/// A whole number in digits with the words around it, if it stands alone.
struct Found {
    at: usize,
    value: u64,
    behind: String,
}

const BOUNDS: [&str; 22] = [
    "about",
    "around",
    "some",
    "nearly",
    "almost",
    "roughly",
    "than",
    "least",
    "most",
    "over",
    "under",
    "to",
    "approximately",
    "between",
    "and",
    "or",
    "of",
    "estimated",
    "no.",
    "number",
    "-",
    "from",
];

/// A number of things: in digits, no year, not part of a name, no border.
fn number(words: &[&str], least: u64, most: u64) -> Option<Found> {
    (1..words.len().saturating_sub(1)).find_map(|at| {
        let word = words[at];
        let value: u64 = word.replace(',', "").parse().ok().filter(|_| !word.ends_with(','))?;
        let before = words[at - 1].to_lowercase();
        let behind = words[at + 1];
        let is_plain = behind.starts_with(char::is_lowercase)
            && behind.len() > 2
            && behind.trim_end_matches(['.', ',']).chars().all(char::is_alphabetic)
            && !BOUNDS.contains(&behind)
            && behind != "percent";
        let fits = (least..=most).contains(&value)
            && !(1_800..=2_100).contains(&value)
            && !BOUNDS.contains(&before.as_str())
            && !is_month(&before)
            && !before.contains(['$', '/', ':', '(', '\''])
            && !before.ends_with('-')
            && !words[at - 1].starts_with(char::is_uppercase);
        (is_plain && fits).then(|| Found { at, value, behind: behind.to_owned() })
    })
}

fn is_month(word: &str) -> bool {
    MONTHS
        .iter()
        .any(|month| month.to_lowercase().starts_with(word.trim_end_matches('.')) && word.len() > 2)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const SMALL: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

fn with(words: &[&str], at: usize, replacement: &str) -> String {
    let mut words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    words[at] = String::from(replacement);
    words.join(" ")
}

fn grouped(value: u64) -> String {
    let digits = value.to_string();
    if value < 1_000 {
        return digits;
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn number_conflict(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let own = words.join(" ");
    let in_words = (1..words.len().saturating_sub(1)).find(|&at| {
        SMALL.contains(&words[at])
            && words[at + 1].starts_with(char::is_lowercase)
            && !BOUNDS.contains(&words[at - 1])
            && !BOUNDS.contains(&words[at + 1])
    });
    if let Some(at) = in_words {
        let other = loop {
            let other = *random.pick(&SMALL);
            if other != words[at] {
                break other;
            }
        };
        return Some((own, with(words, at, other)));
    }
    let found = number(words, 2, 100_000_000)?;
    let more = (found.value * (30 + random.below(120) as u64) / 100).max(2);
    Some((own, with(words, found.at, &grouped(found.value + more))))
}

fn date_conflict(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let own = words.join(" ");
    let bare = |word: &str| word.trim_end_matches(['.', ',']).to_owned();
    let at = (0..words.len()).find(|&at| {
        WEEKDAYS.contains(&bare(words[at]).as_str())
            || (MONTHS.contains(&bare(words[at]).as_str())
                && words.get(at + 1).is_some_and(|next| {
                    bare(next).parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
                }))
    })?;
    let word = bare(words[at]);
    if let Some(day) = WEEKDAYS.iter().position(|weekday| *weekday == word) {
        let other = WEEKDAYS[(day + 1 + random.below(6)) % 7];
        return Some((own, with(words, at, &words[at].replace(&word, other))));
    }
    let day: u32 = bare(words[at + 1]).parse().ok()?;
    let other = 1 + (day + 2 + u32::try_from(random.below(20)).unwrap_or(0)) % 28;
    let changed = words[at + 1].replace(&day.to_string(), &other.to_string());
    (other != day).then(|| (own, with(words, at + 1, &changed)))
}

const FIRST_NAMES: [&str; 48] = [
    "John",
    "David",
    "Michael",
    "James",
    "Robert",
    "William",
    "Richard",
    "Thomas",
    "Mark",
    "Charles",
    "Steven",
    "Paul",
    "Andrew",
    "Kevin",
    "Brian",
    "George",
    "Peter",
    "Donald",
    "Barack",
    "Joe",
    "Hillary",
    "Mary",
    "Sarah",
    "Lindsay",
    "Jennifer",
    "Jessica",
    "Elizabeth",
    "Susan",
    "Karen",
    "Nancy",
    "Lisa",
    "Matt",
    "Chris",
    "Ben",
    "Ted",
    "Bill",
    "Mitt",
    "Paul",
    "Marco",
    "Jeb",
    "Bernie",
    "Eric",
    "Scott",
    "Jeff",
    "Anna",
    "Maria",
    "Tony",
    "Wladimir",
];
const OTHER_NAMES: [&str; 8] = [
    "Peter Hallgren",
    "Jonathan Bexley",
    "Maria Castellane",
    "Thomas Wickersham",
    "Anna Lindqvist",
    "Robert Dunmoore",
    "Susan Farraday",
    "Michael Ostrander",
];

fn name_conflict(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let is_plain = |word: &str| word.chars().all(char::is_alphabetic);
    let at = (0..words.len().saturating_sub(2)).find(|&at| {
        FIRST_NAMES.contains(&words[at])
            && words[at + 1].starts_with(char::is_uppercase)
            && is_plain(words[at + 1])
            && words[at + 1].len() > 2
            && !words[at + 2].starts_with(char::is_uppercase)
            && (at == 0 || !words[at - 1].starts_with(char::is_uppercase))
    })?;
    let other: Vec<&str> = random.pick(&OTHER_NAMES).split(' ').collect();
    let mut changed: Vec<&str> = words.to_vec();
    (changed[at], changed[at + 1]) = (other[0], other[1]);
    // Told of elsewhere in the sentence too, the family name would give it away.
    let again = words.iter().filter(|word| **word == words[at + 1]).count() > 1;
    (!again).then(|| (words.join(" "), changed.join(" ")))
}

fn denial_conflict(words: &[&str], _: &mut Random) -> Option<(String, String)> {
    let denies = words
        .iter()
        .any(|word| matches!(*word, "not" | "never" | "no" | "n't") || word.ends_with("n't"));
    let at = (1..words.len().saturating_sub(1)).find(|&at| {
        let is_helper = matches!(
            words[at],
            "was" | "were" | "is" | "are" | "will" | "would" | "has" | "have" | "had" | "could"
        );
        let next = words[at + 1];
        let is_verb = next.len() > 4
            && next.chars().all(|char| char.is_ascii_lowercase())
            && (next.ends_with("ed") || next.ends_with("ing"))
            || matches!(words[at], "will" | "would" | "could")
                && next.len() > 3
                && next != "have"
                && next.chars().all(|char| char.is_ascii_lowercase());
        is_helper && is_verb
    })?;
    (!denies).then(|| (words.join(" "), with(words, at, &format!("{} not", words[at]))))
}

type UnitForms = (&'static [&'static str], &'static str, Option<(&'static str, f64)>);

/// Units, another that differs from them, and a conversion to a third that does not.
const UNITS: [UnitForms; 14] = [
    (&["miles", "mile"], "kilometers", Some(("kilometers", 1.609_344))),
    (&["kilometers", "kilometres", "km"], "miles", Some(("miles", 0.621_371))),
    (&["feet", "foot"], "meters", Some(("meters", 0.3048))),
    (&["meters", "metres"], "feet", Some(("feet", 3.280_84))),
    (&["pounds"], "tons", Some(("kilograms", 0.453_592))),
    (&["acres"], "square miles", Some(("hectares", 0.404_686))),
    (&["inches"], "feet", Some(("centimeters", 2.54))),
    (&["days", "day"], "weeks", Some(("hours", 24.0))),
    (&["weeks"], "months", Some(("days", 7.0))),
    (&["months"], "weeks", None),
    (&["hours"], "days", Some(("minutes", 60.0))),
    (&["minutes"], "hours", Some(("seconds", 60.0))),
    (&["million"], "billion", None),
    (&["billion"], "million", None),
];

type Unit = &'static UnitForms;

/// A number and the unit behind it.
fn measure(words: &[&str]) -> Option<(usize, f64, Unit)> {
    (1..words.len().saturating_sub(1)).find_map(|at| {
        let unit = words[at + 1].trim_end_matches(['.', ',']);
        let known = UNITS.iter().find(|(forms, ..)| forms.contains(&unit))?;
        let bare = words[at].trim_start_matches('$').replace(',', "");
        let small = SMALL.iter().position(|small| *small == bare);
        let value = bare.parse().ok().or(small.map(|at| at as f64 + 2.0))?;
        let before = words[at - 1].to_lowercase();
        (!BOUNDS.contains(&before.as_str()) && value > 1.0).then_some((at, value, known))
    })
}

fn unit_conflict(words: &[&str], _: &mut Random) -> Option<(String, String)> {
    let (at, _, unit) = measure(words)?;
    let bare = words[at + 1].trim_end_matches(['.', ',']);
    Some((words.join(" "), with(words, at + 1, &words[at + 1].replace(bare, unit.1))))
}

fn converted(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let (at, value, unit) = measure(words)?;
    let (other, factor) = unit.2?;
    let exact = value * factor;
    let shown = match random.below(2) {
        0 if exact >= 20.0 => format!("{exact:.0}"),
        _ if exact >= 100.0 => format!("about {:.0}", (exact / 10.0).round() * 10.0),
        _ => format!("{exact:.1}"),
    };
    let bare = words[at + 1].trim_end_matches(['.', ',']);
    let mut changed: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    changed[at] = shown;
    changed[at + 1] = words[at + 1].replace(bare, other);
    Some((words.join(" "), changed.join(" ")))
}

fn rounded(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let found = number(words, 13, 100_000_000)?;
    let digits = u32::try_from(found.value.to_string().len()).unwrap_or(2);
    let place = 10u64.pow((digits - 1).max(2) - 1);
    let below = found.value / place * place;
    let nearest = (found.value + place / 2) / place * place;
    // Nobody calls 13 "nearly 20".
    let is_coarse = place * 6 > found.value;
    if below == found.value || is_coarse {
        return None;
    }
    let shown = match random.below(4) {
        0 => format!("more than {}", grouped(below)),
        1 => format!("nearly {}", grouped(below + place)),
        2 => format!("about {}", grouped(nearest)),
        _ if found.value >= 1_000 => grouped(nearest),
        _ => format!("some {}", grouped(nearest)),
    };
    Some((words.join(" "), with(words, found.at, &shown)))
}

fn ranged(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let found = number(words, 4, 1_000_000)?;
    let few = (found.value / 10).max(1);
    let (low, high) = (found.value - few, found.value + few);
    let shown = match random.below(6) {
        0 => format!("between {} and {}", grouped(low), grouped(high)),
        1 => format!("{} to {}", grouped(low), grouped(high)),
        2 => format!("at least {}", grouped(low)),
        3 => format!("up to {}", grouped(high)),
        4 if (24..90).contains(&found.value) => "dozens of".to_owned(),
        5 if found.value >= 200 && found.value < 1_000 => "hundreds of".to_owned(),
        _ => format!("{} or more", grouped(low)),
    };
    Some((words.join(" "), with(words, found.at, &shown)))
}

/// The same count at another time.
fn other_day(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let found = number(words, 2, 1_000_000)?;
    if words.iter().any(|word| WEEKDAYS.contains(&word.trim_end_matches(['.', ',']))) {
        return None;
    }
    let other = with(words, found.at, &grouped(found.value + (found.value / 3).max(2)));
    let day = random.below(7);
    let (one, later) = (WEEKDAYS[day], WEEKDAYS[(day + 1 + random.below(5)) % 7]);
    let lower = |text: &str| {
        let first = text.chars().next().map_or(String::new(), |c| c.to_string());
        format!("{first}{}", text.chars().skip(1).collect::<String>())
    };
    Some(match random.below(3) {
        0 => (
            format!("As of {one}, {}", lower(&words.join(" "))),
            format!("By {later}, {}", lower(&other)),
        ),
        1 => (
            format!("On {one}, {}", lower(&words.join(" "))),
            format!("On {later}, {}", lower(&other)),
        ),
        _ => (words.join(" "), format!("As of {later}, {}", lower(&other))),
    })
}

/// The count of another part.
fn other_scope(words: &[&str], random: &mut Random) -> Option<(String, String)> {
    let found = number(words, 2, 1_000_000)?;
    let more = grouped(found.value * 3 + 1);
    let is_people = ["people", "persons", "men", "women", "residents", "children"]
        .contains(&found.behind.as_str());
    let shown = match random.below(4) {
        0 => format!("a total of {more}"),
        1 => format!("{more} other"),
        2 => format!("another {more}"),
        _ if is_people => {
            let mut changed: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            changed[found.at] = more;
            let other = if found.behind == "women" { "children" } else { "women" };
            changed[found.at + 1] = String::from(other);
            return Some((words.join(" "), changed.join(" ")));
        }
        _ => format!("an average of {more}"),
    };
    Some((words.join(" "), with(words, found.at, &shown)))
}
