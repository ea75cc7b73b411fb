//! Names of media in a text: those listed, and those that say by their form what they are
//! (`the Norden Wire`, `the newspaper Zarya`, `InternetNews.com`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use parallax_lang::{CreditWord, Medium, MediumKind, all_function_words, credit_phrases, media};
use parallax_types::Span;

use crate::tokens::{Token, fold, tokens};

/// Words of the longest name looked for.
const MAX_WORDS: usize = 6;

/// The words of a block, with spans of the whole text.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) block: Span,
    pub(super) list: Vec<Token>,
}

impl<'a> Words<'a> {
    pub(super) fn of(text: &'a str, block: Span) -> Self {
        let mut list = Vec::new();
        for token in tokens(block.of(text)) {
            let start = block.start + token.span.start;
            let token = Token {
                span: Span::new(start, block.start + token.span.end),
                folded: token.folded,
            };
            match elided(text, &token) {
                Some((article, word)) => list.extend([article, word]),
                None => list.push(token),
            }
        }
        Self { text, block, list }
    }

    pub(super) fn written(&self, at: usize) -> &'a str {
        self.list[at].span.of(self.text)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some() && self.written(at).starts_with(char::is_uppercase)
    }

    /// What stands between a word and the next.
    pub(super) fn gap(&self, at: usize) -> &'a str {
        let start = self.list[at].span.end;
        let end = self.list.get(at + 1).map_or(self.block.end, |next| next.span.start);
        &self.text[start..end.max(start)]
    }

    /// Whether a sentence or a line ends between a word and the next.
    pub(super) fn is_broken(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let is_initial = self.written(at).chars().count() < 3;
        gap.contains('\n')
            || gap.contains(['!', '?', ';'])
            || (gap.starts_with('.') && self.is_capital(at + 1) && !is_initial)
    }

    /// Whether a phrase of a class stands in some words, all of one sentence.
    pub(super) fn has(&self, class: CreditWord, from: usize, to: usize) -> bool {
        if from >= to || to > self.list.len() || (from..to - 1).any(|at| self.is_broken(at)) {
            return false;
        }
        let phrase: Vec<&str> =
            self.list[from..to].iter().map(|word| word.folded.as_str()).collect();
        credit_phrases().has(class, &phrase.join(" "))
    }

    fn is_known_word(&self, at: usize) -> bool {
        const CLASSES: [CreditWord; 8] = [
            CreditWord::Told,
            CreditWord::Cited,
            CreditWord::Between,
            CreditWord::Says,
            CreditWord::SaysBefore,
            CreditWord::To,
            CreditWord::Speech,
            CreditWord::Medium,
        ];
        CLASSES.iter().any(|class| self.has(*class, at, at + 1))
    }
}

/// `l'AFP`, `dell'Ansa`: an article and a word.
fn elided(text: &str, token: &Token) -> Option<(Token, Token)> {
    const ARTICLES: [&str; 9] = ["l", "d", "all", "dell", "dall", "nell", "sull", "un", "qu"];
    let (article, _) = token.folded.split_once('\'')?;
    let written = token.span.of(text);
    let (at, mark) = written.char_indices().find(|(_, char)| matches!(char, '\'' | '’'))?;
    let from = token.span.start + at + mark.len_utf8();
    if !ARTICLES.contains(&article) || from >= token.span.end {
        return None;
    }
    let word = Span::new(from, token.span.end);
    let article = Token {
        span: Span::new(token.span.start, token.span.start + at),
        folded: article.to_owned(),
    };
    Some((article, Token { span: word, folded: fold(word.of(text)) }))
}

/// A name of a medium.
#[derive(Debug, Clone)]
pub(super) struct NameAt {
    /// Words of the block, the last excluded.
    pub(super) start: usize,
    pub(super) end: usize,
    /// As listed, or as written.
    pub(super) name: String,
    pub(super) is_agency: bool,
    /// Whether it is a common word as well.
    pub(super) is_common: bool,
    pub(super) is_listed: bool,
}

impl NameAt {
    pub(super) fn span(&self, words: &Words<'_>) -> Span {
        Span::new(words.list[self.start].span.start, words.list[self.end - 1].span.end)
    }
}

/// The names in a block, in order.
///
/// - `known`: names met before in the text, the last word of each first: `the Times` is
///   short for one of them.
pub(super) fn names(words: &Words<'_>, known: &mut Vec<(String, String)>) -> Vec<NameAt> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.list.len() {
        let name = [formed(words, at), listed(words, at), short(words, at, known)]
            .into_iter()
            .flatten()
            // Of equally long ones the last.
            .max_by_key(|name| name.end);
        let Some(name) = name else {
            at += 1;
            continue;
        };
        at = name.end;
        known.push((words.list[name.end - 1].folded.clone(), name.name.clone()));
        found.push(name);
    }
    found
}

/// A form of a listed name.
struct Form {
    words: Vec<String>,
    text: &'static str,
    is_common: bool,
    medium: &'static Medium,
}

/// The forms by their first word, longest first.
static FORMS: LazyLock<HashMap<String, Vec<Form>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Form>> = HashMap::new();
    for medium in media() {
        for form in &medium.forms {
            let words: Vec<String> =
                tokens(form.text).into_iter().map(|token| token.folded).collect();
            let Some(first) = words.first() else { continue };
            let form =
                Form { text: form.text, is_common: form.is_common, medium, words: words.clone() };
            all.entry(first.clone()).or_default().push(form);
        }
    }
    for forms in all.values_mut() {
        forms.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    }
    all
});

/// The medium that a whole name is a form of.
pub(super) fn listed_as(name: &str) -> Option<&'static Medium> {
    let words: Vec<String> = tokens(name).into_iter().map(|token| token.folded).collect();
    let forms = |words: &[String]| {
        let forms = FORMS.get(words.first()?)?;
        forms.iter().find(|form| form.words == words).map(|form| form.medium)
    };
    forms(&words).or_else(|| (words.first()? == "the").then(|| forms(&words[1..]))?)
}

fn listed(words: &Words<'_>, at: usize) -> Option<NameAt> {
    let first = &words.list[at].folded;
    let forms =
        FORMS.get(first).into_iter().chain(endings(first).filter_map(|bare| FORMS.get(bare)));
    let form = forms.flatten().find(|form| stands(form, words, at))?;
    let end = at + form.words.len();
    let is_single = form.words.len() == 1;
    // `Times Square`, `Vicente Fox`.
    if is_single && (is_followed_by_name(words, end) || is_preceded_by_name(words, at)) {
        return None;
    }
    Some(NameAt {
        start: at,
        end,
        name: form.medium.name.to_owned(),
        is_agency: form.medium.kind == MediumKind::Agency,
        is_common: form.is_common,
        is_listed: true,
    })
}

fn stands(form: &Form, words: &Words<'_>, at: usize) -> bool {
    let end = at + form.words.len();
    if end > words.list.len() || (at..end - 1).any(|at| !is_inside_name(words.gap(at))) {
        return false;
    }
    let last = form.words.len() - 1;
    let is_same = |n: usize| {
        let (own, written) = (&form.words[n], &words.list[at + n].folded);
        own == written || (n == last && !form.is_common && endings(written).any(|bare| bare == own))
    };
    if !(0..=last).all(is_same) {
        return false;
    }
    let written = words.written(at);
    let letters = || form.text.chars().filter(|char| char.is_alphabetic());
    if form.words.len() == 1 && letters().all(char::is_uppercase) && letters().count() > 1 {
        let capitals = written.chars().filter(|char| char.is_alphabetic());
        return capitals.clone().take(letters().count()).all(char::is_uppercase);
    }
    let has_small_form = form.text.starts_with(char::is_lowercase);
    words.is_capital(at) || (has_small_form && written == form.text)
}

/// The word without what Slavic cases add to a name: `Интерфаксу`, `Reutersa`.
fn endings(word: &str) -> impl Iterator<Item = &str> {
    const CYRILLIC: [&str; 9] = ["у", "а", "ом", "е", "ы", "и", "ой", "ою", "ам"];
    const LATIN: [&str; 4] = ["owi", "em", "a", "u"];
    let is_latin = word.is_ascii();
    let (all, least) = if is_latin { (&LATIN[..], 5) } else { (&CYRILLIC[..], 4) };
    all.iter()
        .filter_map(move |ending| word.strip_suffix(ending))
        .filter(move |bare| bare.chars().count() >= least)
}

/// `Boston Globe`, `Agence - France Presse`: no mark that parts names.
fn is_inside_name(gap: &str) -> bool {
    gap.chars().count() <= 3 && gap.chars().all(|char| " -–‐./&!'’\u{a0}".contains(char))
}

fn is_followed_by_name(words: &Words<'_>, end: usize) -> bool {
    !is_possessive(words, end - 1)
        && words.is_capital(end)
        && matches!(words.gap(end - 1), " " | "-")
        && !words.has(CreditWord::Day, end, end + 1)
        && !words.is_known_word(end)
        && words.written(end).chars().skip(1).any(char::is_lowercase)
}

pub(super) fn is_possessive(words: &Words<'_>, at: usize) -> bool {
    let written = words.written(at);
    written.ends_with("'s") || written.ends_with("’s")
}

fn is_preceded_by_name(words: &Words<'_>, at: usize) -> bool {
    at > 0
        && words.is_capital(at - 1)
        && matches!(words.gap(at - 1), " " | ". ")
        && !words.is_known_word(at - 1)
        && !words.has(CreditWord::Day, at - 1, at)
}

/// A name that is not listed but ends with what names of media end with, stands beside what
/// media are, or is an address.
fn formed(words: &Words<'_>, at: usize) -> Option<NameAt> {
    // `As Norden Wire`: no name begins with a word that says nothing.
    let is_plain = |list: &[&str]| list.binary_search(&words.list[at].folded.as_str()).is_ok();
    if !words.is_capital(at) && !is_address(words, at)
        || all_function_words().any(|(_, list)| is_plain(list))
    {
        return None;
    }
    let end = address_end(words, at)
        .or_else(|| end_by_head(words, at))
        .or_else(|| end_beside_medium(words, at))?;
    let span = Span::new(words.list[at].span.start, words.list[end - 1].span.end);
    let written = span.of(words.text);
    let name = written.strip_prefix("The ").or_else(|| written.strip_prefix("the "));
    let name = name.unwrap_or(written).trim_end_matches("'s").trim_end_matches("’s");
    Some(NameAt {
        start: at,
        end,
        name: name.replace(" - ", "-").split_whitespace().collect::<Vec<_>>().join(" "),
        is_agency: false,
        is_common: false,
        is_listed: false,
    })
}

/// Where a run of capitals ends.
fn end_of_capitals(words: &Words<'_>, at: usize) -> usize {
    let mut end = at;
    while end < words.list.len() && end - at < MAX_WORDS && words.is_capital(end) {
        end += 1;
        if !is_inside_name(words.gap(end - 1)) || words.is_broken(end - 1) {
            break;
        }
    }
    end
}

fn end_by_head(words: &Words<'_>, at: usize) -> Option<usize> {
    let end = end_of_capitals(words, at);
    let is_head = |at: usize| words.has(CreditWord::Head, at, at + 1);
    let last = (at + 1..end).rev().find(|at| is_head(*at))?;
    let own = (at..last).filter(|at| !words.has(CreditWord::Between, *at, at + 1));
    let is_plain = |at: usize| {
        words.has(CreditWord::Day, at, at + 1)
            || matches!(words.list[at].folded.as_str(), "us" | "uk" | "un" | "eu")
    };
    let is_all_days = own.clone().all(is_plain);
    let is_owned = (at..last).any(|at| is_possessive(words, at));
    (own.count() > 0 && !is_all_days && !is_owned && !is_followed_by_name(words, last + 1))
        .then_some(last + 1)
}

/// `the newspaper Zarya`, `Metropolis magazine`: a run of one to three capitals.
fn end_beside_medium(words: &Words<'_>, at: usize) -> Option<usize> {
    const MAX: usize = 3;
    let end = end_of_capitals(words, at);
    let is_medium = |from: usize, to: usize| words.has(CreditWord::Medium, from, to);
    let is_before = at > 0
        && !words.is_capital(at - 1)
        && !words.is_broken(at - 1)
        && !words.gap(at - 1).contains(',')
        && (is_medium(at - 1, at) || (at > 1 && is_medium(at - 2, at)));
    let is_behind = !words.is_broken(end - 1)
        && matches!(words.gap(end - 1), " " | "” " | "\" ")
        && (is_medium(end, end + 1) || is_medium(end, end + 2));
    let is_sentence_start = at == 0 || words.is_broken(at - 1);
    let is_other = words.has(CreditWord::Between, end - 1, end)
        || words.has(CreditWord::Day, end - 1, end)
        || words.is_known_word(at)
        || (at..end - 1).any(|at| is_possessive(words, at));
    let is_name =
        (1..=MAX).contains(&(end - at)) && !(is_sentence_start && end - at == 1) && !is_other;
    (is_name && (is_before || is_behind)).then_some(end)
}

fn is_address(words: &Words<'_>, at: usize) -> bool {
    address_end(words, at).is_some()
}

/// `InternetNews.com`
fn address_end(words: &Words<'_>, at: usize) -> Option<usize> {
    const ENDS: [&str; 10] = ["com", "org", "net", "ru", "de", "fr", "it", "pl", "ua", "es"];
    let top = words.list.get(at + 1)?;
    let is_word = words.written(at).chars().filter(|char| char.is_alphabetic()).count() > 2;
    let is_bare = at == 0 || !words.gap(at - 1).ends_with(['.', '@', '/']);
    let is_end =
        !words.gap(at + 1).starts_with(['.', '/', '-']) || words.gap(at + 1).starts_with(". ");
    let is_joined = words.gap(at) == ".";
    (is_word && is_bare && is_end && is_joined && ENDS.contains(&top.folded.as_str()))
        .then_some(at + 2)
}

/// `the Star` where `the Indianapolis Star` was named before.
fn short(words: &Words<'_>, at: usize, known: &[(String, String)]) -> Option<NameAt> {
    let is_head = words.has(CreditWord::Head, at, at + 1);
    let has_article = at > 0 && words.list[at - 1].folded == "the";
    if !words.is_capital(at) || !is_head || !has_article || is_followed_by_name(words, at + 1) {
        return None;
    }
    let last = &words.list[at].folded;
    let (_, name) = known.iter().find(|(end, _)| end == last)?;
    Some(NameAt {
        start: at,
        end: at + 1,
        name: name.clone(),
        is_agency: false,
        is_common: false,
        is_listed: false,
    })
}

/// Words that are people's names here: `Vicente Fox`, `Mr. Bloomberg`.
pub(super) fn people(blocks: &[Words<'_>]) -> HashSet<String> {
    let mut people = HashSet::new();
    for words in blocks {
        for at in 1..words.list.len() {
            let is_small = words.written(at).chars().skip(1).all(char::is_lowercase);
            if words.is_capital(at) && is_small && is_preceded_by_name(words, at) {
                people.insert(words.list[at].folded.clone());
            }
        }
    }
    people
}
