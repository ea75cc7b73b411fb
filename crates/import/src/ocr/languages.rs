//! Tesseract's data files: which script and language each reads.
//!
//! Not here: which of them are installed (`tesseract`), telling a text's language
//! (`language`).

/// Name of the data file, ISO 639-1 language, script as Tesseract names it. Within a
/// script, those tried first come first.
const DATA_FILES: &[(&str, &str, &str)] = &[
    ("eng", "en", "Latin"),
    ("deu", "de", "Latin"),
    ("fra", "fr", "Latin"),
    ("spa", "es", "Latin"),
    ("ita", "it", "Latin"),
    ("por", "pt", "Latin"),
    ("nld", "nl", "Latin"),
    ("pol", "pl", "Latin"),
    ("ces", "cs", "Latin"),
    ("slk", "sk", "Latin"),
    ("slv", "sl", "Latin"),
    ("hrv", "hr", "Latin"),
    ("ron", "ro", "Latin"),
    ("hun", "hu", "Latin"),
    ("tur", "tr", "Latin"),
    ("swe", "sv", "Latin"),
    ("dan", "da", "Latin"),
    ("nor", "nb", "Latin"),
    ("fin", "fi", "Latin"),
    ("est", "et", "Latin"),
    ("lav", "lv", "Latin"),
    ("lit", "lt", "Latin"),
    ("cat", "ca", "Latin"),
    ("vie", "vi", "Latin"),
    ("ind", "id", "Latin"),
    ("lat", "la", "Latin"),
    ("deu_latf", "de", "Fraktur"),
    ("frk", "de", "Fraktur"),
    ("rus", "ru", "Cyrillic"),
    ("ukr", "uk", "Cyrillic"),
    ("bul", "bg", "Cyrillic"),
    ("bel", "be", "Cyrillic"),
    ("srp", "sr", "Cyrillic"),
    ("mkd", "mk", "Cyrillic"),
    ("chi_sim", "zh", "Han"),
    ("chi_tra", "zh", "Han"),
    ("jpn", "ja", "Japanese"),
    ("kor", "ko", "Korean"),
    ("ell", "el", "Greek"),
    ("ara", "ar", "Arabic"),
    ("fas", "fa", "Arabic"),
    ("urd", "ur", "Arabic"),
    ("heb", "he", "Hebrew"),
    ("hin", "hi", "Devanagari"),
    ("mar", "mr", "Devanagari"),
    ("ben", "bn", "Bengali"),
    ("tam", "ta", "Tamil"),
    ("tel", "te", "Telugu"),
    ("tha", "th", "Thai"),
    ("hye", "hy", "Armenian"),
    ("kat", "ka", "Georgian"),
];

/// Reads how pages are turned; no text.
pub(crate) const ORIENTATION: &str = "osd";

/// The first installed data file for a script.
pub(super) fn for_script(script: &str, installed: &[String]) -> Option<&'static str> {
    let is_there = |name: &str| installed.iter().any(|it| it == name);
    // Old German type reads better as Latin than not at all.
    let fallback = if script == "Fraktur" { "Latin" } else { "" };
    [script, fallback].into_iter().find_map(|script| {
        let files = DATA_FILES.iter().filter(|(_, _, of)| *of == script);
        files.map(|(name, ..)| *name).find(|name| is_there(name))
    })
}

/// The installed data file for a language, if it is in the script of `like`.
pub(super) fn for_language(
    language: &str,
    like: &str,
    installed: &[String],
) -> Option<&'static str> {
    let script = script_of(like)?;
    let mut files = DATA_FILES.iter().filter(|(_, of, its)| *of == language && *its == script);
    files.find(|(name, ..)| installed.iter().any(|it| it == name)).map(|(name, ..)| *name)
}

/// The script that a data file reads.
pub(super) fn script_of(name: &str) -> Option<&'static str> {
    DATA_FILES.iter().find(|(it, ..)| *it == name).map(|(_, _, script)| *script)
}

/// One installed data file per script, in the order of the table; where none is known,
/// the first there is.
pub(super) fn one_per_script(installed: &[String]) -> Vec<String> {
    let mut scripts = Vec::new();
    for (_, _, script) in DATA_FILES {
        if !scripts.contains(script) {
            scripts.push(*script);
        }
    }
    let mut names: Vec<String> = Vec::new();
    for name in scripts.into_iter().filter_map(|script| for_script(script, installed)) {
        if !names.iter().any(|it| it == name) {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() {
        names.extend(installed.iter().find(|name| *name != ORIENTATION).cloned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_files_are_chosen_by_script_and_language() {
        let installed = ["chi_sim", "deu", "eng", "osd", "rus"].map(str::to_owned);
        assert_eq!(one_per_script(&installed), ["eng", "rus", "chi_sim"]);
        assert_eq!(for_script("Cyrillic", &installed), Some("rus"));
        assert_eq!(for_script("Fraktur", &installed), Some("eng"));
        assert_eq!(for_script("Greek", &installed), None);
        assert_eq!(for_language("de", "eng", &installed), Some("deu"));
        assert_eq!(for_language("fr", "eng", &installed), None);
        // Words in another script than the page's are not what the page is in.
        assert_eq!(for_language("ru", "eng", &installed), None);
        assert_eq!(one_per_script(&["osd".to_owned(), "xyz".to_owned()]), ["xyz"]);
    }
}
