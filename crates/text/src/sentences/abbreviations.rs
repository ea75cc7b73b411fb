//! Which words keep their full stop, in English, German, French, Spanish and
//! Russian; and which words begin a sentence rather than go on after one.
//!
//! Lists are lower case and sorted by language, most telling first; lookups fold
//! case, so that uppercase text behaves the same.

/// What a full stop after a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Never ends a sentence: "Mr.", "e.g.", initials.
    Never,
    /// Ends a sentence unless a number follows: "No. 5", "Fig. 3".
    BeforeNumber,
    /// Ends a sentence only before a word that begins one: "U.S.", "Inc.", "Jan.".
    Sometimes,
    /// A number: ends a sentence unless a month follows, as in "am 4. Januar".
    Ordinal,
    /// Not an abbreviation.
    No,
}

/// Titles and others that are always followed by what they belong to.
const NEVER: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "maj", "capt", "lt", "cmdr", "cdr", "adm",
    "sgt", "cpl", "pvt", "brig", "rev", "hon", "sen", "rep", "gov", "pres", "supt", "insp", "det",
    "amb", "messrs", "st", "ste", "mt", "ft", "vs", "e.g", "i.e", "cf", "viz", "approx", "ca",
    "resp", "lt.-gen", "maj.-gen", "lt.col", // German
    "hr", "fr", "z.b", "d.h", "u.a", "bzw", "vgl", "sog", "evtl", "ggf", "dipl", "ing", "einschl",
    "z.t", "i.d.r", // French
    "mme", "mlle", "mm", "mgr", "me", "av", "env", "j.-c", // Spanish
    "sr", "sra", "srta", "dra", "dn", "dña", "ud", "uds", "gral", "lic", "prof", "mons",
    // Russian
    "т.е", "т.к", "им", "ул", "проф", "акад", "ген", "полк", "напр", "см", "пос", "пр", "гос",
    "тов", "св",
];

/// Followed by a number when they are abbreviations at all.
const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "fig", "figs", "vol", "vols", "p", "pp", "art", "sec", "ch", "par", "para", "op",
    "pt", "tel", "nr", "abs", "kap", "bd", "s", "núm", "num", "pág", "págs", "cap", "n", "рис",
    "стр", "ст", "гл", "табл", "тел",
];

/// May end a sentence or not.
const SOMETIMES: &[&str] = &[
    "inc", "ltd", "corp", "co", "bros", "llc", "plc", "jr", "etc", "al", "ave", "blvd", "rd",
    "dept", "univ", "assn", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "ph.d",
    "a.m", "p.m", "am", "est", "min", "max", "ariz", "calif", "colo", "conn", "fla", "ga", "ill",
    "ind", "kan", "ky", "la", "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev",
    "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", // German
    "usw", "str", "mio", "mrd", "jh", "jhd", "tsd", "geb", "gest", "st", "zt", "gmbh", "okt",
    "dez", "mär", // French
    "apr", "janv", "févr", "juil", "déc", // Spanish
    "ee.uu", "ej", "p.ej", "aprox", "ene", "abr", "dic", "ago", // Russian
    "г", "гг", "в", "вв", "т.д", "т.п", "др", "пр", "руб", "коп", "тыс", "млн", "млрд", "обл",
    "гр", "н.э", "янв", "фев", "авг", "сент", "окт", "нояб", "дек", "д", "кв", "корп", "р",
];

const MONTHS: &[&str] = &[
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jänner",
    "jahrhundert",
    "jahrhunderts",
    "weltkrieg",
    "weltkriegs",
    "weltkrieges",
];

/// Words that begin sentences and are rarely part of a name.
const STARTERS: &[&str] = &[
    "the",
    "a",
    "an",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "this",
    "that",
    "these",
    "those",
    "there",
    "here",
    "in",
    "on",
    "at",
    "as",
    "by",
    "for",
    "from",
    "with",
    "without",
    "after",
    "before",
    "since",
    "until",
    "when",
    "while",
    "where",
    "why",
    "what",
    "who",
    "how",
    "if",
    "but",
    "and",
    "or",
    "so",
    "yet",
    "not",
    "no",
    "some",
    "many",
    "most",
    "all",
    "both",
    "each",
    "every",
    "one",
    "another",
    "other",
    "others",
    "such",
    "only",
    "also",
    "even",
    "still",
    "then",
    "now",
    "today",
    "last",
    "next",
    "however",
    "although",
    "though",
    "because",
    "according",
    "meanwhile",
    "moreover",
    "according",
    "under",
    "over",
    "between",
    "during",
    "despite",
    "once",
    "let",
    "to",
    "of",
    "is",
    "are",
    "was",
    "were",
    "do",
    "does",
    // German
    "der",
    "die",
    "das",
    "ein",
    "eine",
    "er",
    "sie",
    "es",
    "wir",
    "ich",
    "ihr",
    "dies",
    "diese",
    "dieser",
    "und",
    "aber",
    "doch",
    "auch",
    "im",
    "am",
    "bei",
    "mit",
    "nach",
    "vor",
    "seit",
    "wenn",
    "als",
    "wie",
    "was",
    "zu",
    "damit",
    "dabei",
    "für",
    "auf",
    "aus",
    "nun",
    "noch",
    "dann",
    "da",
    "so",
    // French
    "le",
    "les",
    "un",
    "une",
    "il",
    "elle",
    "ils",
    "elles",
    "nous",
    "vous",
    "je",
    "ce",
    "cette",
    "ces",
    "mais",
    "et",
    "ou",
    "en",
    "dans",
    "sur",
    "pour",
    "par",
    "avec",
    "selon",
    "après",
    "avant",
    "depuis",
    "si",
    "quand",
    // Spanish
    "el",
    "los",
    "las",
    "una",
    "él",
    "ella",
    "ellos",
    "nosotros",
    "yo",
    "este",
    "esta",
    "estos",
    "pero",
    "y",
    "según",
    "después",
    "antes",
    "desde",
    "cuando",
    "aunque",
    "también",
    "con",
    "por",
    "para",
    "no",
    // Russian
    "он",
    "она",
    "оно",
    "они",
    "мы",
    "вы",
    "я",
    "это",
    "этот",
    "эта",
    "эти",
    "но",
    "и",
    "а",
    "в",
    "на",
    "по",
    "с",
    "при",
    "после",
    "до",
    "если",
    "когда",
    "как",
    "что",
    "так",
    "также",
    "однако",
    "кроме",
    "для",
    "об",
    "из",
    "за",
    "его",
    "её",
    "их",
    "тогда",
    "там",
    "сейчас",
    "теперь",
    "ранее",
    "не",
];

/// What a full stop after `word` (without it) means.
pub(super) fn abbreviation(word: &str) -> Abbreviation {
    let folded = word.to_lowercase();
    let is_in = |list: &[&str]| list.contains(&folded.as_str());
    if is_in(NEVER) || is_initial(word) {
        Abbreviation::Never
    } else if is_in(BEFORE_NUMBER) {
        Abbreviation::BeforeNumber
    } else if is_in(SOMETIMES) || is_acronym(&folded) {
        Abbreviation::Sometimes
    } else if (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()) {
        Abbreviation::Ordinal
    } else {
        Abbreviation::No
    }
}

/// One capital letter, perhaps after another initial: the K of "J. K.", "J.K.".
/// Not `I`, which ends sentences.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(letter), None) if letter.is_uppercase() && letter != 'I')
}

/// Single letters with dots between them: `u.s`, `u.n.e.s.c.o`, `д.м`.
fn is_acronym(folded: &str) -> bool {
    let mut parts = folded.split('.');
    folded.contains('.')
        && parts.all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

/// Whether the word is a German month, or another word that ordinals precede.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.contains(&word.to_lowercase().as_str())
}

/// Whether the word rather begins a sentence than goes on after an abbreviation.
pub(super) fn is_starter(word: &str) -> bool {
    let folded = word.to_lowercase();
    let stem = folded.split(['\'', '’']).next().unwrap_or_default();
    STARTERS.contains(&folded.as_str()) || STARTERS.contains(&stem)
}
