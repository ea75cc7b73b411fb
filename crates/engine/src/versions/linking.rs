//! Whether two texts are one article at two times.
//!
//! The same file, the same address, or the same outlet at near dates is where a version is
//! looked for; the words they share decide. A follow-up takes over its background and begins
//! anew; a copy in another outlet is that outlet's article; what an outlet repeats every day
//! (markets, weather) shares its phrases and not its sentences.
//!
//! Constants are measured with the example `version_quality`. Invariant: what is told depends
//! on the two texts alone. Not here: looking candidates up (`parallax-store`).

use std::collections::HashSet;

use parallax_store::{Meeting, MetBy};
use parallax_text::{hashes, shared_trigrams, tokens};

use super::address::{at_home, same_address};

/// Days apart that an outlet may date two texts of one article: corrections come late.
pub(super) const MAX_DAYS: u32 = 4;

/// Share of one text's runs of three words that stand in the other, for a file that changed:
/// it is there already, and only another article in its place is none.
const MIN_IN_FILE: f64 = 0.2;

/// The same at one address, where a page may have been rewritten, or be a list.
const MIN_AT_ADDRESS: f64 = 0.4;

/// The same in one outlet: of the larger share, and of the smaller.
const MIN_IN_OUTLET: f64 = 0.75;
const MIN_BOTH_IN_OUTLET: f64 = 0.3;

/// The same where both texts have addresses, and they differ: both shares.
const MIN_AT_OTHER_ADDRESS: f64 = 0.8;

/// Words a text has at least for an outlet and a date to be enough.
const MIN_WORDS: usize = 40;

/// Texts with fewer runs of three words are compared by single words.
const FEW_RUNS: usize = 12;

/// Share of the words of so short a text that must stand in a longer one to count.
const MOST_WORDS: f64 = 0.8;

/// Share of the words of the shorter headline that stand in the longer one, or of runs of
/// three of the first words, for a text to be read at all.
const MIN_TITLE: f32 = 0.5;
const MIN_OPENING: f32 = 0.15;

/// What of an article tells whether it is another one at another time.
#[derive(Debug, Clone, Default)]
pub(super) struct Telling {
    /// Its headline.
    pub(super) title: String,
    pub(super) outlet: Option<String>,
    /// Where its page says it lives.
    pub(super) address: Option<String>,
    /// When it was captured or else imported, ISO 8601 in UTC.
    pub(super) moment: String,
    /// Its blocks, as hashes of folded words.
    pub(super) body: Vec<Vec<u64>>,
}

/// What `stored` is to `new`.
pub(super) fn meeting(stored: &Telling, new: &Telling, met_by: MetBy) -> Meeting {
    let is_one = match met_by {
        MetBy::Path => containment(&stored.body, &new.body).0 >= MIN_IN_FILE,
        MetBy::Address => is_one_at_address(stored, new),
        MetBy::Outlet => is_one_in_outlet(stored, new),
    };
    // What a file held before is earlier, whatever else it says. A text that did not change
    // is no version of itself: it is a copy.
    let is_file = met_by == MetBy::Path;
    if !is_one || (!is_file && stored.title == new.title && stored.body == new.body) {
        Meeting::Other
    } else if !is_file && stored.moment > new.moment {
        Meeting::Later
    } else {
        Meeting::Earlier
    }
}

fn is_one_at_address(stored: &Telling, new: &Telling) -> bool {
    let (Some(one), Some(other)) = (&stored.address, &new.address) else { return false };
    // A copy may name the original's address as its own.
    let is_other_outlet = match (&stored.outlet, &new.outlet) {
        (Some(one), Some(other)) => !same_outlet(one, other),
        _ => false,
    };
    same_address(one, other)
        && !at_home(one)
        && !is_other_outlet
        && containment(&stored.body, &new.body).0 >= MIN_AT_ADDRESS
}

fn is_one_in_outlet(stored: &Telling, new: &Telling) -> bool {
    let is_long = |telling: &Telling| telling.body.iter().map(Vec::len).sum::<usize>() >= MIN_WORDS;
    if !is_long(stored) || !is_long(new) {
        return false;
    }
    let (larger, smaller) = containment(&stored.body, &new.body);
    let is_elsewhere = match (&stored.address, &new.address) {
        (Some(one), Some(other)) => !same_address(one, other),
        _ => false,
    };
    if is_elsewhere {
        return smaller >= MIN_AT_OTHER_ADDRESS;
    }
    larger >= MIN_IN_OUTLET && smaller >= MIN_BOTH_IN_OUTLET
}

fn same_outlet(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Shares of either text that stand in the other, the larger first, 0…1.
fn containment(a: &[Vec<u64>], b: &[Vec<u64>]) -> (f64, f64) {
    let a: Vec<&[u64]> = a.iter().map(Vec::as_slice).collect();
    let b: Vec<&[u64]> = b.iter().map(Vec::as_slice).collect();
    let ((mut in_b, n_a), (mut in_a, n_b)) = (shared_trigrams(&a, &b), shared_trigrams(&b, &a));
    if n_a.min(n_b) < FEW_RUNS {
        (in_b, in_a) = (shared_words(&a, &b), shared_words(&b, &a));
        // A few of them stand in any long text.
        if in_b.max(in_a) < MOST_WORDS {
            return (in_b.min(in_a), in_b.min(in_a));
        }
    }
    (in_b.max(in_a), in_b.min(in_a))
}

fn shared_words(a: &[&[u64]], b: &[&[u64]]) -> f64 {
    let words = |text: &[&[u64]]| -> HashSet<u64> { text.concat().into_iter().collect() };
    let (a, b) = (words(a), words(b));
    a.intersection(&b).count() as f64 / a.len().max(1) as f64
}

/// A headline and first words, as they are compared with those of many articles.
#[derive(Debug)]
pub(super) struct Top {
    title: HashSet<u64>,
    opening: HashSet<[u64; 3]>,
}

impl Top {
    pub(super) fn of(title: &str, opening: &str) -> Self {
        let opening = hashes(&tokens(opening));
        Self {
            title: hashes(&tokens(title)).into_iter().collect(),
            opening: opening.windows(3).filter_map(|run| run.try_into().ok()).collect(),
        }
    }

    /// How alike two are, if enough for the texts to be read.
    pub(super) fn likeness(&self, other: &Self) -> Option<f32> {
        let title = share(&self.title, &other.title);
        let opening = share(&self.opening, &other.opening);
        (title >= MIN_TITLE || opening >= MIN_OPENING).then_some(title + opening)
    }
}

/// The share of the smaller set that is in the other.
fn share<T: std::hash::Hash + Eq>(a: &HashSet<T>, b: &HashSet<T>) -> f32 {
    let smaller = a.len().min(b.len()).max(1);
    a.intersection(b).count() as f32 / smaller as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAD: &str = "The harbour board of Norden raised the fee for moorings to 1,200 crowns \
        on Tuesday, its first rise in nine years, after a meeting that went on until midnight.";
    const VOTE: &str = "Seven members voted for it and four against, among them Ada Brandt, who \
        said that nobody had asked the fishermen what they thought of it.";
    const COST: &str = "The board says that dredging alone has cost it two million since spring, \
        and that the state has paid for less than a third of that.";
    const HISTORY: &str = "Norden has had a harbour since 1714 and a harbour board since 1903; its \
        fees were last raised when the eastern mole was built.";

    fn telling(blocks: &[&str]) -> Telling {
        Telling {
            title: "Norden raises harbour fee".to_owned(),
            outlet: Some("The Quay".to_owned()),
            address: None,
            moment: "2031-01-05T00:00:00Z".to_owned(),
            body: blocks.iter().map(|block| hashes(&tokens(block))).collect(),
        }
    }

    fn at(address: &str, blocks: &[&str]) -> Telling {
        Telling { address: Some(address.to_owned()), ..telling(blocks) }
    }

    #[test]
    fn what_is_a_version_of_what() {
        use MetBy::{Address, Outlet, Path};
        let typo = LEAD.replace("meeting", "meting");
        let number = LEAD.replace("1,200", "1,400");
        let other_outlet =
            |telling: Telling| Telling { outlet: Some("Morning Post".to_owned()), ..telling };
        let first = telling(&[LEAD, VOTE, COST]);
        let page = at("https://quay.example/a", &[LEAD, VOTE, COST]);
        let cases = [
            ("a typo", first.clone(), telling(&[&typo, VOTE, COST]), Outlet, true),
            ("a number corrected", first.clone(), telling(&[&number, VOTE, COST]), Outlet, true),
            ("a paragraph added", telling(&[LEAD, VOTE]), first.clone(), Outlet, true),
            ("a paragraph cut", first.clone(), telling(&[LEAD, VOTE]), Outlet, true),
            ("only background shared", first.clone(), telling(&[HISTORY, COST]), Outlet, false),
            ("nothing shared", first.clone(), telling(&[HISTORY]), Outlet, false),
            ("too short to tell", telling(&[VOTE]), telling(&[VOTE, "Sic."]), Outlet, false),
            (
                "nearly all shared at another address",
                page.clone(),
                at("https://quay.example/b", &[LEAD, VOTE, &COST.replace("two", "three")]),
                Outlet,
                true,
            ),
            (
                "an alert and the report after it, each with an address",
                at("https://quay.example/alert", &[LEAD, VOTE]),
                page.clone(),
                Outlet,
                false,
            ),
            (
                "one address, written otherwise",
                page.clone(),
                at("http://www.quay.example/a/?utm_source=x", &[LEAD, VOTE]),
                Address,
                true,
            ),
            (
                "one address, rewritten",
                page.clone(),
                at("https://quay.example/a", &[HISTORY]),
                Address,
                false,
            ),
            (
                "a copy elsewhere that names where it is from",
                page.clone(),
                other_outlet(at("https://quay.example/a", &[LEAD, VOTE])),
                Address,
                false,
            ),
            (
                "an outlet's front page",
                at("https://quay.example/", &[LEAD, VOTE]),
                at("https://quay.example/", &[LEAD, COST]),
                Address,
                false,
            ),
            ("a file with other numbers", first.clone(), telling(&[&number]), Path, true),
            ("a file with another article", first.clone(), telling(&[HISTORY]), Path, false),
            ("a short note", telling(&["buy salt and rope"]), telling(&["buy salt"]), Path, true),
            ("the same text again", first.clone(), first.clone(), Outlet, false),
        ];
        for (what, stored, new, met_by, is_version) in cases {
            let expected = if is_version { Meeting::Earlier } else { Meeting::Other };
            assert_eq!(meeting(&stored, &new, met_by), expected, "{what}");
        }
    }

    #[test]
    fn the_later_capture_is_the_newer_text() {
        let march = telling(&[LEAD, VOTE]);
        let june = Telling { moment: "2031-06-01".to_owned(), ..telling(&[LEAD, VOTE, COST]) };
        assert_eq!(meeting(&june, &march, MetBy::Outlet), Meeting::Later);
        assert_eq!(meeting(&march, &june, MetBy::Outlet), Meeting::Earlier);
        // What a file holds now is what it holds now.
        assert_eq!(meeting(&june, &march, MetBy::Path), Meeting::Earlier);
    }

    #[test]
    fn headlines_or_first_words_must_be_alike() {
        let top = Top::of("Norden raises harbour fee", LEAD);
        assert!(top.likeness(&Top::of("Harbour fee up", LEAD)).is_some());
        assert!(top.likeness(&Top::of("Harbour fee raised in Norden", HISTORY)).is_some());
        assert!(top.likeness(&Top::of("A mole for the west", HISTORY)).is_none());
    }
}
