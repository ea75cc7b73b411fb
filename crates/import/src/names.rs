//! People and bodies who wrote a text, as pages, files and tables name them →
//! one name each, in the order they are spoken.
//!
//! Invariant: a list that says where one name ends is taken as it is; a text is
//! only taken apart where both parts read like names. What programs fill in by
//! themselves, addresses and handles are no names.
//! Not here: where a byline stands (`headline`, `html`).

/// Longer is no name.
const MAX_BYTES: usize = 120;

/// What stands before names in bylines.
const BY: &[&str] = &[
    "written by",
    "words by",
    "posted by",
    "published by",
    "story by",
    "text by",
    "reported by",
    "reviewed by",
    "article by",
    "author:",
    "authors:",
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "autor:",
    "autorin:",
    "auteur:",
    "auteur :",
    "text:",
    "texto:",
    "redactie:",
    "автор:",
    "авторы:",
    "escrito por",
    "publicado por",
    "geschrieben von",
    "ein artikel von",
    "écrit par",
    "publié par",
];

/// What may be small inside a name.
const PARTICLES: &[&str] = &[
    "de", "da", "das", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der",
    "den", "ter", "ten", "zu", "zur", "af", "al", "el", "bin", "ben", "ibn", "y", "e", "i", "st",
    "dela",
];

/// What follows a name behind a comma and belongs to it, or says nothing.
const SUFFIXES: &[&str] = &[
    "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d", "ph.d.", "md", "m.d", "m.d.",
    "esq", "esq.", "rd", "rn", "cpa", "mba", "dds", "jd", "msc", "ma", "mph", "rdn", "cfa", "cfp®",
    "ms", "bsc", "np", "lcsw", "psyd",
];

/// Words of roles: a name ends before them.
const ROLES: &[&str] = &[
    "staff",
    "former",
    "deputy",
    "senior",
    "contributing",
    "contributor",
    "correspondent",
    "reporter",
    "editor",
    "writer",
    "columnist",
    "journalist",
    "producer",
    "photographer",
    "managing",
    "associate",
    "assistant",
    "chief",
    "special",
    "freelance",
    "digital",
    "news",
    "political",
    "business",
    "updated",
    "published",
    "posted",
    "redakteur",
    "redakteurin",
    "journaliste",
    "redactor",
    "redactora",
    "founder",
    "ceo",
    "cto",
    "head",
    "director",
    "manager",
    "vp",
    "president",
    "expert",
    "analyst",
    "last",
    "modified",
    "on",
    "released",
    "updated:",
    "reviewed",
    "medically",
    "share",
    "follow",
    "read",
    "min",
    "member",
    "joined",
    "offline",
    "view",
];

/// Words of bodies, not of people.
const BODIES: &[&str] = &[
    "agency",
    "association",
    "authority",
    "board",
    "bureau",
    "centre",
    "center",
    "commission",
    "committee",
    "company",
    "council",
    "department",
    "desk",
    "editors",
    "foundation",
    "group",
    "inc",
    "inc.",
    "institute",
    "llc",
    "ltd",
    "magazine",
    "media",
    "ministry",
    "network",
    "news",
    "newsroom",
    "office",
    "organisation",
    "organization",
    "press",
    "redaktion",
    "society",
    "staff",
    "team",
    "television",
    "times",
    "union",
    "university",
    "services",
    "service",
    "partners",
    "studio",
    "studios",
    "solutions",
    "wire",
];

/// The names in a text: "Jane Roe, John Doe and Jim Poe", "Roe, Jane", "By Jane Roe".
pub(crate) fn in_text(text: &str) -> Vec<String> {
    let text = without_by(text.trim().trim_start_matches('[').trim_end_matches(']'));
    let text = text.trim().trim_end_matches([',', ';', ':', '|']);
    if let Some(name) = spoken(text) {
        return listed([name]);
    }
    if let Some(name) = without_body(text) {
        return listed([name.to_owned()]);
    }
    if is_body(text) {
        return listed([text.to_owned()]);
    }
    let mut parts: Vec<String> = Vec::new();
    for piece in text.split([';', '|', '•', '·', '\u{1f}', '、', '，']) {
        if let Some(name) = spoken(piece.trim()) {
            parts.push(name);
            continue;
        }
        for part in piece.split(',') {
            let part = part.trim();
            let is_suffix = SUFFIXES.contains(&part.to_lowercase().as_str());
            match parts.last_mut() {
                Some(name) if is_suffix => {
                    if part.to_lowercase().starts_with(['j', 's', 'i']) && part.len() <= 3 {
                        *name = format!("{name} {part}");
                    }
                }
                _ => parts.extend(at_ands(part)),
            }
        }
    }
    listed(parts)
}

/// "Jane Roe - Harbour Works Team" → "Jane Roe".
fn without_body(text: &str) -> Option<&str> {
    let (name, body) = [" - ", " – ", " — "].iter().find_map(|it| text.split_once(it))?;
    let n_words = name.split_whitespace().count();
    let is_person = (2..=4).contains(&n_words) && n_name_words(name) == n_words && !is_body(name);
    (is_person && is_body(body)).then_some(name)
}

/// Names from a list that keeps them apart.
pub(crate) fn listed(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut real: Vec<String> = Vec::new();
    for name in names {
        let name = tidied(&name);
        let name = spoken(&name).unwrap_or(name);
        if is_name(&name) && !real.iter().any(|it| it.to_lowercase() == name.to_lowercase()) {
            real.push(name);
        }
    }
    real
}

/// Whether a value is one that programs fill in by themselves.
pub(crate) fn is_default(value: &str) -> bool {
    let folded = value.trim().to_lowercase();
    include_str!("program_defaults.txt").lines().any(|it| it == folded && !it.starts_with('#'))
}

fn tidied(name: &str) -> String {
    let name = without_by(name.trim());
    let name = name.trim_matches(|it: char| {
        matches!(
            it,
            '"' | '\'' | '“' | '”' | '@' | ',' | ';' | ':' | '-' | '–' | '—' | '|' | '[' | ']'
        )
    });
    // `[[Jane Roe]]`, `[[people/roe|Jane Roe]]`.
    let name = name.rsplit('|').next().unwrap_or(name);
    let name = match name.split_once('(') {
        // `jane@example.org (Jane Roe)`
        Some((address, name)) if address.contains('@') => name.trim_end_matches(')'),
        _ => name,
    };
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without "By", "Von", "Автор:" at the beginning.
fn without_by(text: &str) -> &str {
    let lower = text.to_lowercase();
    // Lower case of some letters is longer; then nothing is taken off.
    if lower.len() != text.len() {
        return text;
    }
    let by = BY.iter().filter(|by| {
        lower
            .strip_prefix(**by)
            .is_some_and(|rest| by.ends_with(':') || rest.starts_with([' ', ':', '\u{a0}']))
    });
    by.max_by_key(|by| by.len())
        .map_or(text, |by| text[by.len()..].trim_start_matches([' ', ':', '\u{a0}']))
}

/// `Roe, Jane` → `Jane Roe`, where one family name stands before the only comma.
fn spoken(text: &str) -> Option<String> {
    let (family, given) = text.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    if given.contains(',') || SUFFIXES.contains(&given.to_lowercase().as_str()) {
        return None;
    }
    let family_words: Vec<&str> = family.split(' ').collect();
    let particles = family_words[..family_words.len() - 1].iter().all(|it| is_particle(it));
    let is_word = |it: &&str| {
        it.starts_with(char::is_uppercase)
            && it.chars().all(|it| it.is_alphabetic() || matches!(it, '-' | '\'' | '’' | '.'))
    };
    let given_words: Vec<&str> = given.split(' ').collect();
    let fits = particles
        && family_words.last().is_some_and(is_word)
        && family.chars().count() >= 2
        && given_words.len() <= 3
        && given_words.iter().all(is_word)
        && !given_words.iter().any(|it| is_role(it))
        && !is_body(given)
        && !is_body(family);
    fits.then(|| format!("{given} {family}"))
}

/// Parted at "and" and "&", where people stand on both sides.
fn at_ands(part: &str) -> Vec<String> {
    for and in [
        " and ", " & ", " und ", " et ", " y ", " e ", " i ", " и ", " og ", " och ", " en ",
        " con ", " with ",
    ] {
        let Some((first, rest)) = part.split_once(and) else { continue };
        // Only where it joins whole names: "Jane and John Roe" are kept together.
        if n_name_words(first) >= 2 && n_name_words(rest) >= 2 && !is_body(part) {
            return at_ands(first).into_iter().chain(at_ands(rest)).collect();
        }
    }
    // "Jane Roe, John Doe, and Jim Poe".
    let part =
        ["and ", "und ", "et ", "& "].iter().find_map(|it| part.strip_prefix(it)).unwrap_or(part);
    vec![part.to_owned()]
}

fn n_name_words(text: &str) -> usize {
    text.split_whitespace().filter(|it| it.starts_with(char::is_uppercase)).count()
}

fn is_body(text: &str) -> bool {
    text.split_whitespace().last().is_some_and(|it| BODIES.contains(&it.to_lowercase().as_str()))
}

fn is_role(word: &str) -> bool {
    ROLES.contains(&word.to_lowercase().trim_matches([',', ':', '.']))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// What can be a name at all.
fn is_name(name: &str) -> bool {
    let is_handle = !name.contains(' ') && name.contains(['_', '/']);
    !name.is_empty()
        && name.len() <= MAX_BYTES
        && !name.contains("://")
        && !name.contains('@')
        && !name.to_lowercase().starts_with("www.")
        && !name.contains(['{', '}', '<', '>', '='])
        && !is_handle
        && name.contains(char::is_alphabetic)
        && !is_default(name)
}

/// The people named in a line of a page that is hardly more than a byline: "By
/// Jane Roe, Staff Writer | May 4, 2017". None if it is another kind of line.
/// `is_marked`: the page says that it is a byline, so that it need not begin as one.
pub(crate) fn in_byline(line: &str, is_marked: bool) -> Option<Vec<String>> {
    let line = line.trim();
    if line.len() > 200 {
        return None;
    }
    let rest = without_by(line);
    let has_by = rest.len() < line.len();
    if !has_by && !is_marked {
        return None;
    }
    let rest = if has_by { rest } else { behind_by(rest) };
    let mut pieces = rest.split(['|', '•', '·', '—', '(', '/', '–']).flat_map(|it| it.split(" - "));
    // A date or a role may stand before the name where the page marks the line.
    let n_pieces = if has_by { 1 } else { MAX_PIECES };
    let named = pieces.by_ref().take(n_pieces).map(people).find(|it| !it.is_empty())?;
    (named.len() <= 8).then_some(named)
}

/// Longer is no name of an account.
const MAX_ACCOUNT_CHARS: usize = 40;

/// The name somebody goes by in a discussion, as they write it: `roe_77`, `Jane R.`
pub(crate) fn account(text: &str) -> Option<String> {
    let name = without_by(text.trim()).trim_start_matches('@').trim();
    let fits = !name.is_empty()
        && name.chars().count() <= MAX_ACCOUNT_CHARS
        && name.split_whitespace().count() <= 3
        && !name.contains([':', ',', '|', '»', '#'])
        && name.contains(char::is_alphanumeric)
        && crate::dates::parse_date(name).is_none();
    fits.then(|| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// So many pieces of a marked line are looked at for names.
const MAX_PIECES: usize = 3;

/// "Recipe by Jane Roe", "Guide by Jane Roe" → "Jane Roe".
fn behind_by(line: &str) -> &str {
    let behind = line.split_once(" by ").filter(|(before, _)| {
        let n_words = before.split_whitespace().count();
        n_words <= 2 && !before.contains([',', '|', '·'])
    });
    behind.map_or(line, |(_, after)| after)
}

/// The person in a line that names them first, then their role: "Jane
/// Roe | Staff Writer | May 4, 2031".
pub(crate) fn in_signed_line(line: &str) -> Option<String> {
    let is_border = |it: char| matches!(it, '|' | '•' | '·');
    let (first, rest) = line.split_once(is_border)?;
    let name = first.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_person = (2..=4).contains(&words.len())
        && words.iter().all(|it| {
            it.starts_with(char::is_uppercase)
                && it.chars().all(|it| it.is_alphabetic() || matches!(it, '-' | '\'' | '’' | '.'))
        })
        && !words.iter().any(|it| is_role(it) || crate::dates::is_month(it.trim_end_matches('.')))
        && !is_body(name);
    // With a date alone, the first may be a section as well.
    let is_told = |piece: &str| piece.split_whitespace().last().is_some_and(is_role);
    let mut rest = rest.split(is_border);
    (line.len() <= MAX_BYTES && is_person && rest.any(is_told)).then(|| name.to_owned())
}

/// Names up to the first word that can belong to none.
fn people(text: &str) -> Vec<String> {
    let mut kept: Vec<&str> = Vec::new();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number =
        |word: Option<&&str>| word.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches([',', ';', ':']);
        let joins = matches!(bare, "and" | "&" | "und" | "et" | "y" | "och" | "og" | "en" | "и");
        let is_part = joins || is_particle(bare) || bare.starts_with(char::is_uppercase);
        let is_end = bare.contains(|it: char| it.is_ascii_digit())
            || (crate::dates::is_month(bare.trim_end_matches('.'))
                && (at >= 2 || is_number(words.get(at + 1))))
            || (is_role(bare) && at > 0)
            || !is_part;
        if is_end {
            break;
        }
        kept.push(word);
    }
    while kept.last().is_some_and(|it| !it.starts_with(char::is_uppercase)) {
        kept.pop();
    }
    let names = in_text(kept.join(" ").trim_end_matches([',', ';', ':']));
    let are_people = names.iter().all(|name| {
        let n_words = name.split(' ').count();
        // "Dec.", "Sat": the date beside the name.
        let is_short = n_words == 1 && name.is_ascii() && name.trim_end_matches('.').len() <= 3;
        (1..=5).contains(&n_words) && !is_short
    });
    if are_people { names } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (text, names) in [
            ("Jane Roe", vec!["Jane Roe"]),
            ("Roe, Jane", vec!["Jane Roe"]),
            ("van der Roe, Jane", vec!["Jane van der Roe"]),
            ("Roe, Jane; Doe, John", vec!["Jane Roe", "John Doe"]),
            ("Jane Roe, John Doe and Jim Poe", vec!["Jane Roe", "John Doe", "Jim Poe"]),
            ("Jane Roe, John Doe, and Jim Poe", vec!["Jane Roe", "John Doe", "Jim Poe"]),
            ("Edwin Hale, Jr.", vec!["Edwin Hale Jr."]),
            ("Edwin Hale Jr.", vec!["Edwin Hale Jr."]),
            ("Jane Roe, PhD", vec!["Jane Roe"]),
            ("Water and Harbour Authority", vec!["Water and Harbour Authority"]),
            ("Jane and John Roe", vec!["Jane and John Roe"]),
            ("By Jane Roe & John Doe", vec!["Jane Roe", "John Doe"]),
            ("[Jane Roe, \"John Doe\"]", vec!["Jane Roe", "John Doe"]),
            ("[[Jane Roe]]", vec!["Jane Roe"]),
            ("Jane Roe - Harbour Works Team", vec!["Jane Roe"]),
            ("jane@example.org (Jane Roe)", vec!["Jane Roe"]),
            ("https://example.org/roe", vec![]),
            ("python-docx", vec![]),
            ("김한별", vec!["김한별"]),
        ] {
            assert_eq!(in_text(text), names, "{text}");
        }
    }

    #[test]
    fn lists_are_kept_apart_as_they_are() {
        let names =
            ["Water and Harbour Authority", "Roe, Jane", "Hale, Jr.", "by Jim Poe", "jim poe"];
        assert_eq!(
            listed(names.map(str::to_owned)),
            ["Water and Harbour Authority", "Jane Roe", "Hale, Jr.", "Jim Poe"]
        );
    }

    #[test]
    fn bylines() {
        for (line, names) in [
            ("By Jane Roe Staff Writer May 4, 2017", Some(vec!["Jane Roe"])),
            (
                "By Jane Roe, John Doe and Jim Poe in Harbour City",
                Some(vec!["Jane Roe", "John Doe", "Jim Poe"]),
            ),
            ("von Jane Roe", Some(vec!["Jane Roe"])),
            ("By Jane van der Roe | 2 min read", Some(vec!["Jane van der Roe"])),
            ("By: Jane Roe - May 4, 2017", Some(vec!["Jane Roe"])),
            ("By Quayside February 5, 2031", Some(vec!["Quayside"])),
            ("By April Roe", Some(vec!["April Roe"])),
            ("By the time the bridge closed, nobody was left.", None),
            ("By 2017 the bridge was closed", None),
            ("Jane Roe", None),
        ] {
            let names = names.map(|it| it.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(in_byline(line, false), names, "{line}");
        }
        for line in [
            "Jane Roe, Senior Editor",
            "Dec. 19, 2031 · Jane Roe on behalf of the harbour",
            "Recipe by Jane Roe",
        ] {
            assert_eq!(in_byline(line, true), Some(vec!["Jane Roe".to_owned()]), "{line}");
        }
    }

    #[test]
    fn accounts() {
        for (text, name) in [
            ("by roe_77", Some("roe_77")),
            ("@roe", Some("roe")),
            ("Jane R.", Some("Jane R.")),
            ("Posts: 1,207", None),
            ("4 May 2031", None),
            ("Read what others have to say", None),
        ] {
            assert_eq!(account(text).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn lines_that_are_signed() {
        for (line, name) in [
            ("Jane Roe | Senior Writer | July 2, 2031", Some("Jane Roe")),
            ("Jane van Roe · 4 May 2031", None),
            ("Jane Roe · Editor · 4 May 2031", Some("Jane Roe")),
            ("Buying Guides · 4 May 2031", None),
            ("Harbour News · 4 May 2031", None),
            ("Home | About | Contact", None),
            ("May 4 | Harbour", None),
        ] {
            assert_eq!(in_signed_line(line).as_deref(), name, "{line}");
        }
    }
}
