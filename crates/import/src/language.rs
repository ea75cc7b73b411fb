//! The language of a text, by its words.

use parallax_types::{RawArticle, Role, Source, Sourced};

/// Enough to be sure; more only costs time.
const SAMPLE_BYTES: usize = 3 << 10;

/// The article's language as detected in its body, if the detector is sure of it.
pub(crate) fn detect(article: &RawArticle) -> Option<Sourced<String>> {
    let mut sample = String::new();
    for block in article.blocks.iter().filter(|block| block.role == Role::Body) {
        sample.extend(block.text.chars().take(SAMPLE_BYTES));
        sample.push('\n');
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
    }
    // `is_reliable` wants long texts; 40 letters of one script are enough for us
    // when the detector is confident.
    let found = whatlang::detect(&sample)?;
    let enough = sample.len() >= 40 && (found.is_reliable() || found.confidence() >= 0.8);
    let code = enough.then(|| two_letters(found.lang()))??;
    Some(Sourced::new(code.to_owned(), Source::Detected))
}

/// ISO 639-1, which BCP 47 asks for where there is one.
fn two_letters(lang: whatlang::Lang) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("epo", "eo"),
        ("eng", "en"),
        ("rus", "ru"),
        ("cmn", "zh"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("ben", "bn"),
        ("fra", "fr"),
        ("deu", "de"),
        ("ukr", "uk"),
        ("kat", "ka"),
        ("ara", "ar"),
        ("hin", "hi"),
        ("jpn", "ja"),
        ("heb", "he"),
        ("yid", "yi"),
        ("pol", "pl"),
        ("amh", "am"),
        ("jav", "jv"),
        ("kor", "ko"),
        ("nob", "nb"),
        ("dan", "da"),
        ("swe", "sv"),
        ("fin", "fi"),
        ("tur", "tr"),
        ("nld", "nl"),
        ("hun", "hu"),
        ("ces", "cs"),
        ("ell", "el"),
        ("bul", "bg"),
        ("bel", "be"),
        ("mar", "mr"),
        ("kan", "kn"),
        ("ron", "ro"),
        ("slv", "sl"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("mkd", "mk"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("tam", "ta"),
        ("vie", "vi"),
        ("urd", "ur"),
        ("tha", "th"),
        ("guj", "gu"),
        ("uzb", "uz"),
        ("pan", "pa"),
        ("aze", "az"),
        ("ind", "id"),
        ("tel", "te"),
        ("pes", "fa"),
        ("mal", "ml"),
        ("ori", "or"),
        ("mya", "my"),
        ("nep", "ne"),
        ("sin", "si"),
        ("khm", "km"),
        ("tuk", "tk"),
        ("aka", "ak"),
        ("zul", "zu"),
        ("sna", "sn"),
        ("afr", "af"),
        ("lat", "la"),
        ("slk", "sk"),
        ("cat", "ca"),
        ("tgl", "tl"),
        ("hye", "hy"),
        ("cym", "cy"),
    ];
    CODES.iter().find(|(three, _)| *three == lang.code()).map(|(_, two)| *two)
}

/// A language tag as pages write it (`en_US`, `EN`) → BCP 47, lower case.
pub(crate) fn tag(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-").to_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    // "utf-8" is what some pages write there.
    let fits = (2..=3).contains(&primary.len())
        && primary.chars().all(|char| char.is_ascii_alphabetic())
        && primary != "utf"
        && tag.len() <= 20
        && tag.chars().all(|char| char.is_ascii_alphanumeric() || char == '-');
    fits.then_some(tag)
}
