//! Which language a few words are in, as far as their letters or function words tell, and
//! what it is called in English.
//!
//! Not here: the language of a whole article (`parallax-import`).

use crate::function_words::all_function_words;

/// Languages by their names, by code.
const NAMES: [(&str, &str); 42] = [
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("km", "Khmer"),
    ("ko", "Korean"),
    ("lo", "Lao"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("my", "Burmese"),
    ("nb", "Norwegian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("ta", "Tamil"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// Function words that make a text in Latin letters one of another language than English,
/// beyond those English has too.
const MARGIN: usize = 2;

/// The English name of a language, or its code.
///
/// - `code`: ISO 639-1.
#[must_use]
pub fn language_name(code: &str) -> &str {
    NAMES.iter().find(|(own, _)| *own == code).map_or(code, |(_, name)| name)
}

/// The language a few words are in (ISO 639-1); `None` where that cannot be told.
#[must_use]
pub fn language_of(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    by_script(&lower).or_else(|| by_function_words(&words))
}

/// The language of most letters that are of one language's script.
fn by_script(text: &str) -> Option<&'static str> {
    let has = |marks: &str| text.contains(|char| marks.contains(char));
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let letters = text.chars().filter(|char| char.is_alphabetic());
    let n_letters = letters.clone().count();
    for script in letters.filter_map(script) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, n)) => *n += 1,
            None => counts.push((script, 1)),
        }
    }
    // Kana make Japanese of Chinese characters.
    let n_kana = counts.iter().find(|(code, _)| *code == "ja").map_or(0, |(_, n)| *n);
    let (code, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    if n * 2 < n_letters && n_kana == 0 {
        return None;
    }
    Some(match code {
        "ru" if has("їєґ") => "uk",
        "ar" if has("پچژگ") => "fa",
        "zh" if n_kana > 0 => "ja",
        code => code,
    })
}

/// The language that most often writes a letter.
fn script(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => "el",
        '\u{400}'..='\u{52f}' => "ru",
        '\u{530}'..='\u{58f}' => "hy",
        '\u{590}'..='\u{5ff}' => "he",
        '\u{600}'..='\u{6ff}' => "ar",
        '\u{900}'..='\u{97f}' => "hi",
        '\u{980}'..='\u{9ff}' => "bn",
        '\u{b80}'..='\u{bff}' => "ta",
        '\u{e00}'..='\u{e7f}' => "th",
        '\u{e80}'..='\u{eff}' => "lo",
        '\u{1000}'..='\u{109f}' => "my",
        '\u{10a0}'..='\u{10ff}' => "ka",
        '\u{1780}'..='\u{17ff}' => "km",
        '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => "ja",
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => "zh",
        '\u{ac00}'..='\u{d7a3}' => "ko",
        _ => return None,
    })
}

fn by_function_words(words: &[&str]) -> Option<&'static str> {
    let n_in = |list: &[&str]| words.iter().filter(|word| list.binary_search(word).is_ok()).count();
    let counts: Vec<(usize, &str)> =
        all_function_words().map(|(code, list)| (n_in(list), code)).collect();
    let n_english = counts.first().map_or(0, |(n, _)| *n);
    // The first of those with most.
    let (n, code) = counts.into_iter().rev().max_by_key(|(n, _)| *n)?;
    (n >= n_english + MARGIN).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_in_the_language_its_letters_or_small_words_tell() {
        for (text, expected) in [
            ("цена причала", Some("ru")),
            ("ціна причалу в Києві її", Some("uk")),
            ("تكلفة الميناء", Some("ar")),
            ("هزینه چقدر است", Some("fa")),
            ("港口的费用", Some("zh")),
            ("港の費用", Some("ja")),
            ("항구 비용", Some("ko")),
            ("ค่าใช้จ่าย", Some("th")),
            ("κόστος", Some("el")),
            ("was kostet der Hafen und die Brücke", Some("de")),
            ("cuánto costó la reparación del puerto", Some("es")),
            ("the cost of the quay", None),
            ("NATO Шойгу statement on the war", None),
            ("harbour", None),
            ("", None),
        ] {
            assert_eq!(language_of(text), expected, "{text}");
        }
        assert_eq!((language_name("ru"), language_name("xx")), ("Russian", "xx"));
    }
}
