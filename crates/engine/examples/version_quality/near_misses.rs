//! What looks like an article met again and is none: the report of the day after with the old
//! one's background, the same text in another outlet, what the outlet has besides on that day.

use crate::random::Random;
use crate::sources::{Source, other};
use crate::{Page, Pair};

const KINDS: [&str; 3] = ["follow-up", "copy in another outlet", "other article of the day"];

/// An article and another one.
pub(crate) fn near_miss(first: Page, sources: &[Source], at: usize, random: &mut Random) -> Pair {
    let kind = KINDS[random.below(KINDS.len())];
    let mut second = first.clone();
    // Another article has another address, where it names one.
    second.address = first.address.as_ref().map(|address| format!("{address}-2"));
    match kind {
        "follow-up" => follow_up(&mut second, other(sources, at, random), random),
        "copy in another outlet" => copy(&mut second, random),
        _ => {
            let source = other(sources, at, random);
            second.title.clone_from(&source.title);
            second.paragraphs.clone_from(&source.paragraphs);
        }
    }
    Pair { kind, is_version: false, first, second }
}

/// Another report on the event, followed by 20 to 50 of a hundred of the old one's words.
fn follow_up(page: &mut Page, source: &Source, random: &mut Random) {
    let n_words: usize = page.paragraphs.iter().map(|text| text.split_whitespace().count()).sum();
    let most = n_words * (20 + random.below(31)) / 100;
    let from = random.below(page.paragraphs.len());
    let (mut n, mut background) = (0, Vec::new());
    for text in page.paragraphs.iter().cycle().skip(from).take(page.paragraphs.len()) {
        n += text.split_whitespace().count();
        if n > most {
            break;
        }
        background.push(text.clone());
    }
    // Some say what it is about in the headline as the first did.
    if random.below(3) > 0 {
        page.title.clone_from(&source.title);
    }
    page.day += 1 + random.below(2);
    page.paragraphs = source.paragraphs.iter().cloned().chain(background).collect();
}

/// The text as another outlet has it: perhaps shorter, perhaps with the address it is from.
fn copy(page: &mut Page, random: &mut Random) {
    page.outlet = format!("{} Tribune", page.outlet);
    if random.below(2) == 0 && page.paragraphs.len() > 4 {
        page.paragraphs.truncate(page.paragraphs.len() - 2);
    }
    if random.below(4) == 0 {
        page.address =
            page.address.as_ref().map(|address| address.trim_end_matches("-2").to_owned());
    }
}
