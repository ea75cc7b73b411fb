//! What a block says by itself about being furniture.

use parallax_types::{BlockKind, Boilerplate};

use super::line::{Line, ends_like_sentence};
use super::phrases;

/// The furniture this line is, by its own words only.
pub(super) fn verdict(line: &Line<'_>) -> Option<Boilerplate> {
    if line.kind == BlockKind::Preformatted || line.folded.is_empty() {
        return None;
    }
    if !line.spoken() {
        return Some(Boilerplate::Navigation);
    }
    // A caption that is a sentence of its own tells something; the rules below know
    // those that name a photographer.
    if line.kind == BlockKind::Caption && !(line.prose && line.n_words >= 10) {
        return Some(Boilerplate::PhotoCredit);
    }
    RULES.iter().find(|(_, rule)| rule(line)).map(|(kind, _)| *kind)
}

/// The first that holds names the kind.
type Rule = fn(&Line<'_>) -> bool;

const RULES: &[(Boilerplate, Rule)] = &[
    (Boilerplate::Address, is_address),
    (Boilerplate::Navigation, |line| line.is_button(phrases::NAVIGATION)),
    (Boilerplate::Advertising, is_advertising),
    (Boilerplate::MoreLinks, is_more_links),
    (Boilerplate::Sharing, is_sharing),
    (Boilerplate::Notice, is_notice),
    (Boilerplate::PhotoCredit, is_photo_credit),
    (Boilerplate::Byline, is_production_note),
    (Boilerplate::Appeal, is_appeal),
];

/// Nothing but a web or mail address.
fn is_address(line: &Line<'_>) -> bool {
    let text =
        line.text.trim_matches(|char: char| matches!(char, '<' | '>' | '(' | ')' | '[' | ']'));
    let one_word = !text.contains(char::is_whitespace);
    let web =
        ["http://", "https://", "www."].iter().any(|start| text.to_lowercase().starts_with(start));
    let mail =
        || text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    one_word && (web || mail())
}

fn is_advertising(line: &Line<'_>) -> bool {
    line.is_button(phrases::ADVERTISING)
        || (line.n_words <= 12 && !line.prose && line.has_any(phrases::ADVERTISING_WITHIN))
}

fn is_more_links(line: &Line<'_>) -> bool {
    if line.is_button(phrases::MORE_LINKS) {
        return true;
    }
    // "Related article: …", "Read more: …" up to a long headline.
    let label = |phrase: &&str| {
        let rest = line
            .folded
            .trim_start_matches(|char: char| !char.is_alphanumeric())
            .strip_prefix(*phrase);
        rest.is_some_and(|rest| rest.trim_start().starts_with([':', '|', '»', '>', '→', '▶']))
    };
    (line.n_words <= 30 && phrases::MORE_LINKS.iter().any(label))
        || (line.n_words <= 6
            && !ends_like_sentence(line.text)
            && line.starts_with_any(phrases::MORE_LINKS_START))
}

fn is_sharing(line: &Line<'_>) -> bool {
    line.is_button(phrases::SHARING)
        || (line.n_words <= 14
            && !line.quotes_somebody()
            && line.starts_with_any(phrases::SHARING_START))
        || is_comment_count(line)
}

/// "12 Comments".
fn is_comment_count(line: &Line<'_>) -> bool {
    let mut words = line.core().split(' ');
    let number = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    number
        && words.next().is_some_and(|word| phrases::COUNTED.contains(&word))
        && words.next().is_none()
}

fn is_notice(line: &Line<'_>) -> bool {
    let copyright = line.folded.trim_start().starts_with("©") || line.starts_with("copyright");
    if copyright && line.n_words <= 40 && line.folded.contains(|char: char| char.is_ascii_digit()) {
        return true;
    }
    (line.n_words <= 60 && line.has_any(phrases::RIGHTS_RESERVED) && !line.quotes_somebody())
        || is_cookie_notice(line)
        || (line.n_words <= 10 && !line.prose && line.starts_with_any(phrases::LEGAL_START))
}

/// Cookies, and something only a notice says about them.
fn is_cookie_notice(line: &Line<'_>) -> bool {
    let n_wanted = if line.n_words <= 60 { 2 } else { 4 };
    line.has_any(phrases::COOKIES)
        && !line.quotes_somebody()
        && phrases::CONSENT.iter().filter(|phrase| line.has(phrase)).count() >= n_wanted
}

fn is_photo_credit(line: &Line<'_>) -> bool {
    (line.n_words <= 40 && has_credit_label(line)) || (line.n_words <= 60 && ends_in_credit(line))
}

/// "Photo credit: …", "Foto: …".
fn has_credit_label(line: &Line<'_>) -> bool {
    phrases::CREDIT_LABELS.iter().any(|label| {
        let rest = line.folded.trim_start_matches(['(', '[', ' ', '*']).strip_prefix(label);
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    }) || (line.n_words <= 10 && line.starts_with_any(phrases::CREDIT_START))
}

/// "… in Brussels. Jane Roe / AP", "John Thys/AFP/Getty Images", "(AP Photo/Jane Roe)".
fn ends_in_credit(line: &Line<'_>) -> bool {
    let tail = line.folded.trim_end_matches([')', ']', '.', ' ']);
    if let Some((_, after)) = tail.rsplit_once("(ap photo") {
        return after.split_whitespace().count() <= 6;
    }
    if ends_like_sentence(line.text) {
        return false;
    }
    phrases::AGENCIES.iter().any(|agency| {
        tail.strip_suffix(agency).is_some_and(|before| {
            let slash = before.trim_end().ends_with(['/', '|', '©', '–', '—']);
            let via = before.trim_end().ends_with(" via");
            slash || via
        })
    }) || tail.ends_with("getty images") && line.n_words <= 40
}

/// Whether the text ends in the bare name of an agency: "… ties Reuters".
/// Weak evidence; its place decides.
pub(super) fn ends_in_bare_agency(line: &Line<'_>) -> bool {
    const JOINING: &[&str] = &[
        "by", "to", "from", "with", "told", "for", "of", "and", "the", "at", "in", "on", "as",
        "via", "a", "an", "or", "against", "about", "says", "said", "between",
    ];
    let Some(before) = phrases::BARE_AGENCIES
        .iter()
        .filter_map(|agency| line.folded.strip_suffix(agency))
        .find(|before| before.ends_with(' '))
    else {
        return false;
    };
    let joined = before.split_whitespace().next_back().is_none_or(|word| JOINING.contains(&word));
    !joined && (3..=45).contains(&line.n_words) && line.kind != BlockKind::Heading
}

/// "Reporting by …; editing by …", "Last updated …".
fn is_production_note(line: &Line<'_>) -> bool {
    let dated = || line.folded.contains(|char: char| char.is_ascii_digit());
    (line.n_words <= 40 && line.starts_with_any(phrases::PRODUCTION_START))
        || (line.n_words <= 10 && !line.prose && line.starts_with_any(phrases::MAKER_START))
        || (line.n_words <= 12
            && !ends_like_sentence(line.text)
            && line.starts_with_any(phrases::DATED_START)
            && dated())
}

fn is_appeal(line: &Line<'_>) -> bool {
    if line.is_button(phrases::APPEAL_BUTTONS) {
        return true;
    }
    if line.quotes_somebody() || !line.has_any(phrases::VOICE) {
        return false;
    }
    let (n_strong, n_weak) = appeal_evidence(line);
    let (strong_wanted, total_wanted) = match line.n_words {
        0..=25 => (1, 2),
        26..=60 => (1, 3),
        _ => (3, 7),
    };
    n_strong >= strong_wanted && 2 * n_strong + n_weak >= total_wanted
}

/// How many strong and how many weak phrases of an appeal stand in the line.
pub(super) fn appeal_evidence(line: &Line<'_>) -> (usize, usize) {
    let count = |phrases: &[&str]| phrases.iter().filter(|phrase| line.has(phrase)).count();
    (count(phrases::APPEAL_STRONG), count(phrases::APPEAL_WEAK))
}
