//! What looks like an operator of some other program and is none here: said, with the
//! nearest thing that is one.

use super::fields::{KEYS, is_word_too, of_key};
use crate::search::spelling::edit_distance;

/// What is wrong with a word, and what it should be, if that can be told.
pub(super) struct Remark {
    pub(super) note: String,
    pub(super) instead: Option<String>,
}

impl Remark {
    fn new(note: String) -> Self {
        Self { note, instead: None }
    }
}

/// - `has_more`: whether anything follows the word.
pub(super) fn remark_on(word: &str, has_more: bool) -> Option<Remark> {
    unknown_key(word, has_more)
        .or_else(|| other_operator(word))
        .or_else(|| wildcard(word))
        .or_else(|| other_nearness(word))
}

/// `titel:harbour`, `outlet: harbour`.
fn unknown_key(word: &str, has_more: bool) -> Option<Remark> {
    let word = word.trim_start_matches(['(', '-']);
    let (key, value) = word.split_once(':')?;
    let is_key = key.len() >= 2 && key.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_key || value.starts_with("//") {
        return None;
    }
    if value.is_empty() {
        return (has_more && of_key(key).is_some() && !is_word_too(key)).then(|| Remark {
            note: format!("`{key}:` needs its value right behind the colon, without a space"),
            instead: None,
        });
    }
    if of_key(key).is_some() {
        return Some(Remark::new(format!("`{word}` names no value and was searched as words")));
    }
    let lower = key.to_ascii_lowercase();
    let near = KEYS
        .iter()
        .map(|known| (edit_distance(&lower, known), known))
        .filter(|(distance, known)| *distance <= 2 && distance * 2 < known.len())
        .min();
    match near {
        Some((_, known)) => Some(Remark {
            note: format!(
                "`{key}:` is no field and was searched as words; did you mean `{known}:{value}`?"
            ),
            instead: Some(format!("{known}:{value}")),
        }),
        None => Some(Remark::new(format!(
            "`{key}:` is no field and was searched as words; fields are {}",
            KEYS.map(|key| format!("{key}:")).join(", ")
        ))),
    }
}

fn other_operator(word: &str) -> Option<Remark> {
    let instead = match word {
        "&&" | "&" => "AND",
        "||" | "|" => "OR",
        "!" | "XOR" | "ANDNOT" => "NOT",
        "NEAR" => "NEAR/5(one two)",
        _ => {
            let rest = word.strip_prefix(['+', '!'])?;
            if !rest.starts_with(char::is_alphabetic) {
                return None;
            }
            return Some(if word.starts_with('+') {
                Remark {
                    note: format!(
                        "`+` says nothing here; `one AND {rest}` asks for both, `={rest}` for the \
                         very form"
                    ),
                    instead: None,
                }
            } else {
                Remark {
                    note: format!("`!` says nothing here; `-{rest}` leaves a word out"),
                    instead: Some(format!("-{rest}")),
                }
            });
        }
    };
    if word == "&" || word == "|" {
        return None;
    }
    Some(Remark {
        note: format!(
            "`{word}` is no operator and was taken for a word; did you mean `{instead}`?"
        ),
        instead: (!instead.contains('(')).then(|| instead.to_owned()),
    })
}

/// `d?cker`, `d*ck`, `*dock`, `dock~`, `dock^2`.
fn wildcard(word: &str) -> Option<Remark> {
    let bare = word.trim_end_matches(|char: char| !char.is_alphanumeric() && !"*~".contains(char));
    let n_letters = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).count();
    if let Some((before, after)) = bare.split_once('*')
        && !after.is_empty()
        && n_letters(after) > 0
    {
        let nearest = if n_letters(before) >= 2 {
            format!("`{before}*` finds every word that begins so")
        } else {
            "only the end of a word may be left open, as in `dock*`".to_owned()
        };
        return Some(Remark::new(format!("a star within `{bare}` says nothing here; {nearest}")));
    }
    if let Some((before, after)) = bare.split_once('?')
        && n_letters(before) > 0
        && after.starts_with(char::is_alphabetic)
        && !bare.contains("//")
    {
        return Some(Remark::new(format!(
            "`?` within `{bare}` stands for no letter here; `{before}*` finds every word that \
             begins so"
        )));
    }
    let is_boosted = |mark: char| {
        bare.split_once(mark).is_some_and(|(before, after)| {
            n_letters(before) > 1 && after.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    if is_boosted('~') || bare.contains('^') && is_boosted('^') {
        return Some(Remark::new(format!(
            "`{bare}`: `~` and `^` say nothing here; words are found in all their forms, and \
             edit_distance of the pen are asked about"
        )));
    }
    None
}

/// `w/5`, `/5`, `ADJ5`, `NEAR5`.
fn other_nearness(word: &str) -> Option<Remark> {
    let number = ["w/", "W/", "/", "ADJ", "NEAR/", "NEAR", "n/", "N/", "pre/"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    match (word, is_number) {
        (_, true) => Some(Remark::new(format!(
            "`{word}` is no operator and was taken for a word; did you mean `NEAR/{number}(one two)`?"
        ))),
        ("w/s" | "w/p" | "W/S" | "W/P", _) => Some(Remark::new(format!(
            "`{word}` is no operator and was taken for a word; did you mean `one {} two`?",
            word[1..].to_lowercase()
        ))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_of_others_are_remarked_on_and_ordinary_words_are_not() {
        for word in [
            "titel:port",
            "ttile:x",
            "foo:bar",
            "outlet:",
            "&&",
            "||",
            "+dock",
            "!dock",
            "d*ck",
            "*dock",
            "do?k",
            "dock~2",
            "dock^3",
            "w/5",
            "/5",
            "ADJ3",
            "NEAR",
            "XOR",
            "w/s",
        ] {
            assert!(remark_on(word, true).is_some(), "{word}");
        }
        for word in [
            "harbour",
            "12:30",
            "http://a.b/c?d=e",
            "really?",
            "why?!",
            "C++",
            "R&D",
            "&",
            "2/3",
            "and/or",
            "Source:",
            "By:",
            "S-400",
            "5*",
            "x",
            "…",
            "50%",
            "a~b",
            "AT&T",
            "TCP/IP",
        ] {
            let remark = remark_on(word, true).map(|remark| remark.note);
            assert_eq!(remark, None, "{word}");
        }
        assert_eq!(remark_on("titel:port", false).unwrap().instead.unwrap(), "title:port");
    }
}
