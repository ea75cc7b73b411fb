//! What newsrooms do to an article that is out: typos mended, facts corrected with or without a
//! note, paragraphs added as more is known, another headline, cuts; some of it at once.

use crate::random::Random;
use crate::sources::{Source, other};
use crate::{Page, Pair};

const KINDS: [&str; 6] = ["typo", "correction", "update", "headline", "cut", "several"];

/// An article and what became of it.
pub(crate) fn edited(first: Page, sources: &[Source], at: usize, random: &mut Random) -> Pair {
    let kind = KINDS[random.below(KINDS.len())];
    let mut second = first.clone();
    match kind {
        "typo" => typos(&mut second, random),
        "correction" => correct(&mut second, random),
        "update" => update(&mut second, other(sources, at, random), random),
        "headline" => headline(&mut second, other(sources, at, random), random),
        "cut" => cut(&mut second, 10 + random.below(31), random),
        _ => {
            let source = other(sources, at, random);
            cut(&mut second, 5 + random.below(16), random);
            update(&mut second, source, random);
            correct(&mut second, random);
            if random.below(2) == 0 {
                headline(&mut second, source, random);
            }
        }
    }
    // The page may be dated anew, some days later.
    if random.below(3) == 0 {
        second.day += random.below(3);
    }
    // A text that came out unchanged is no version.
    if second.title == first.title && second.paragraphs == first.paragraphs {
        typos(&mut second, random);
    }
    Pair { kind, is_version: true, first, second }
}

/// Two neighbouring letters of some long words change places.
fn typos(page: &mut Page, random: &mut Random) {
    for _ in 0..=random.below(3) {
        change_word(page, random, |word| word.is_ascii() && word.len() > 5, &|word, random| {
            let mut letters: Vec<char> = word.chars().collect();
            let at = 1 + random.below(letters.len() - 3);
            let (a, b) = (letters[at], letters[at + 1]);
            if a == b {
                letters.remove(at);
            } else {
                letters.swap(at, at + 1);
            }
            letters.into_iter().collect()
        });
    }
}

/// A number or a name becomes another; half of the time a line says so.
fn correct(page: &mut Page, random: &mut Random) {
    let is_value = |word: &str| {
        word.chars().any(|letter| letter.is_ascii_digit())
            || (word.len() > 4 && word.chars().next().is_some_and(char::is_uppercase))
    };
    for _ in 0..=random.below(2) {
        change_word(page, random, is_value, &|word, random| {
            if word.chars().any(|letter| letter.is_ascii_digit()) {
                let other = |digit: char| char::from(b'0' + (digit as u8 - b'0' + 3) % 10);
                return word
                    .chars()
                    .map(|letter| if letter.is_ascii_digit() { other(letter) } else { letter })
                    .collect();
            }
            (*random.pick(&["Henderson", "Okafor", "Lindqvist", "Moreno", "Tanaka"])).to_owned()
        });
    }
    if random.below(2) == 0 {
        page.paragraphs.push(
            "Correction: An earlier version of this article misstated a name and a figure. This \
             has been corrected."
                .to_owned(),
        );
    }
}

/// Paragraphs of another report on the event go in, on top or further down.
fn update(page: &mut Page, source: &Source, random: &mut Random) {
    let n = (page.paragraphs.len() / 4).max(1);
    let from = random.below(source.paragraphs.len());
    let added: Vec<String> =
        source.paragraphs.iter().skip(from).take(1 + random.below(n)).cloned().collect();
    let at = match random.below(3) {
        0 => 0,
        1 => page.paragraphs.len(),
        _ => random.below(page.paragraphs.len() + 1),
    };
    page.paragraphs.splice(at..at, added);
}

/// Another headline, mostly with some words of the old one.
fn headline(page: &mut Page, source: &Source, random: &mut Random) {
    let words: Vec<&str> = page.title.split_whitespace().collect();
    page.title = match random.below(3) {
        0 => source.title.clone(),
        1 => format!("{}, officials say", words[..words.len().min(6)].join(" ")),
        _ => {
            let half = words.len() / 2;
            let theirs: Vec<&str> = source.title.split_whitespace().take(4).collect();
            format!("{}: {}", theirs.join(" "), words[half..].join(" "))
        }
    };
}

/// Paragraphs beyond the first go until `share` of a hundred words are gone.
fn cut(page: &mut Page, share: usize, random: &mut Random) {
    let count = |page: &Page| -> usize {
        page.paragraphs.iter().map(|text| text.split_whitespace().count()).sum()
    };
    let least = count(page) * (100 - share) / 100;
    for _ in 0..40 {
        if page.paragraphs.len() < 3 {
            return;
        }
        let at = 1 + random.below(page.paragraphs.len() - 1);
        let words = page.paragraphs[at].split_whitespace().count();
        if count(page) >= least + words {
            page.paragraphs.remove(at);
        }
    }
}

/// Changes one word of those that are fit, if there is any.
fn change_word(
    page: &mut Page,
    random: &mut Random,
    is_fit: impl Fn(&str) -> bool,
    change: &dyn Fn(&str, &mut Random) -> String,
) {
    let mut places = Vec::new();
    for (at, text) in page.paragraphs.iter().enumerate() {
        let fit = text.split(' ').enumerate().filter(|(_, word)| is_fit(word));
        places.extend(fit.map(|(word, _)| (at, word)));
    }
    if places.is_empty() {
        return;
    }
    let (at, place) = *random.pick(&places);
    let words: Vec<String> = page.paragraphs[at]
        .split(' ')
        .enumerate()
        .map(|(n, word)| if n == place { change(word, random) } else { word.to_owned() })
        .collect();
    page.paragraphs[at] = words.join(" ");
}
